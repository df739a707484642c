"""The wake-up brief on paper: a page to print, or a file of which the record knows."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from collections_desk.exports.brief_pdf import BriefSheet, write_brief
from collections_desk.exports.part_file import part_file
from collections_desk.store.exports import ExportRecord, add_export_record

if TYPE_CHECKING:
    from pathlib import Path

    from collections_desk.domain.brief import Brief
    from collections_desk.operations.desk import Desk


def brief_pdf(desk: Desk, brief: Brief) -> bytes:
    """Return the brief as a PDF of one page."""
    settings, assets = desk.settings(), desk.resources.letter_assets
    return write_brief(
        BriefSheet(
            brief,
            settings.business.name,
            settings.clerk,
            (assets.regular, assets.bold),
            settings.paper,
            sample=desk.sample,
        )
    )


def export_brief(desk: Desk, brief: Brief, path: Path, *, overwrite: bool = False) -> Path:
    """Write the brief to a file and record that this was done.

    Args:
        desk: The open desk.
        brief: The brief.
        path: Where the file is to stand.
        overwrite: Replace a file of that name; the clerk has said so.

    Raises:
        ExportRefusedError: If the file cannot be written. Nothing was recorded then.
    """
    content = brief_pdf(desk, brief)
    lines = sum(len(part.lines) for part in brief.parts)
    sha256 = hashlib.sha256(content).hexdigest()
    record = ExportRecord(
        id=0,
        kind="brief",
        format="pdf",
        filter={"since": brief.since.isoformat(), "day": brief.day.isoformat()},
        rows=lines,
        sha256=sha256,
        file_name=path.name,
        recipient="",
        redacted=False,
        clerk=desk.clerk,
        exported_at=desk.now(),
    )
    with part_file(path, overwrite=overwrite) as part:
        part.file.write(content)
        with desk.database.write(
            "brief.exported",
            f"exported the brief of {brief.day.isoformat()} as PDF",
            now=desk.now(),
            facts={"sha256": sha256, "rows": lines, "file": path.name},
        ) as transaction:
            add_export_record(transaction, record)
            part.publish()
    return path
