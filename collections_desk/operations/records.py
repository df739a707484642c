"""What the clerk hands out of her records, and the record of having done so."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

from collections_desk import __version__
from collections_desk.domain.call_log import (
    FORMATS,
    CallLogFilter,
    CallLogHeader,
    Format,
    columns_for,
)
from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.guards_keep import export_findings
from collections_desk.domain.progress import Progress, no_progress
from collections_desk.errors import ExportRefusedError
from collections_desk.exports.call_log import write_call_log
from collections_desk.exports.call_log_content import CallLog
from collections_desk.exports.part_file import part_file
from collections_desk.operations.guarding import (
    NO_REASONS,
    guard_rules,
    guarded_write,
    mode_of,
    record_findings,
    require_answers,
)
from collections_desk.store.call_log import CallQuestion, call_lines, count_calls
from collections_desk.store.customers import load_customer
from collections_desk.store.exports import ExportRecord, add_export_record, export_records
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.operations.desk import Desk

#: How much of a file is read at once when its hash is taken.
BLOCK = 1 << 20
_DEED = "call log exported"
_REFUSED = "The call log is not exported yet"
_WHO = "Say in a sentence who gets it and what for, or leave names, notes and numbers out."


@dataclass(frozen=True, slots=True)
class CallLogExport:
    """What was handed out.

    Attributes:
        sha256: Of the file.
        body_sha256: Of the rows, as the header of the file names it.
    """

    path: Path
    format: Format
    rows: int
    sha256: str
    body_sha256: str


def export_call_log(  # noqa: PLR0913 - what the clerk chooses in the form
    desk: Desk,
    wanted: CallLogFilter,
    format_: str,
    path: Path,
    *,
    full_numbers: bool = False,
    notes: bool = False,
    recipient: str = "",
    overwrite: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
    progress: Progress = no_progress,
    operation_id: str | None = None,
) -> CallLogExport:
    """Write the calls to a file and record that this was done.

    Args:
        desk: The open desk.
        wanted: Which calls.
        format_: csv, xlsx or pdf.
        path: Where the file is to stand.
        full_numbers: Telephone numbers whole; otherwise their last four digits.
        notes: With the customer's name and what was said.
        recipient: Who gets the file, for the record.
        overwrite: Replace a file of that name; the clerk has said so.
        reasons: Her sentence for G-KEEP-03, where notes or whole numbers go out.
        progress: Told after each batch; may cancel, and then nothing is left.
        operation_id: Makes asking again safe.

    Raises:
        ExportRefusedError: If the file cannot be written, or the format cannot hold it.
        GuardsStandError: If more than the redacted columns goes out without a reason.
        Cancelled: If the clerk asked for it.
    """
    kind = _checked(wanted, format_)
    findings = examine_export(
        desk, wanted, full_numbers=full_numbers, notes=notes, recipient=recipient
    )
    require_answers(
        desk,
        findings,
        reasons,
        deed=_DEED,
        refused=_REFUSED,
        remedy=_WHO,
        customer_id=wanted.customer_id,
    )
    request = _Request(desk, wanted, full_numbers=full_numbers, notes=notes)
    with part_file(path, overwrite=overwrite) as part:
        header = request.write(kind, part.file, path.parent, progress)
        sha256 = _sha256(part.file)
        record = ExportRecord(
            id=0,
            kind="calls",
            format=kind,
            filter={**wanted.plain(), "body_sha256": header.body_sha256},
            rows=header.rows,
            sha256=sha256,
            file_name=path.name,
            recipient=recipient,
            redacted=not (full_numbers or notes),
            clerk=header.clerk,
            exported_at=header.exported_at,
        )
        with guarded_write(
            desk,
            "calls.exported",
            f"exported {header.rows} calls as {kind.upper()}",
            facts={"sha256": sha256, "rows": header.rows, "file": path.name},
            operation_id=operation_id,
        ) as transaction:
            record_findings(
                transaction,
                desk,
                findings,
                reasons,
                deed=_DEED,
                refused=_REFUSED,
                customer_id=wanted.customer_id,
            )
            add_export_record(transaction, record)
            part.publish()
    return CallLogExport(path, kind, header.rows, sha256, header.body_sha256)


def examine_export(
    desk: Desk,
    wanted: CallLogFilter,
    *,
    full_numbers: bool,
    notes: bool,
    recipient: str = "",
) -> list[GuardFinding]:
    """Return what the guards say about handing out the call log in this form."""
    parts = [
        words
        for shown, words in (
            (notes, "names and notes"),
            (full_numbers, "whole telephone numbers"),
        )
        if shown
    ]
    with desk.database.read() as session:
        settings = load_settings(session)
        kind = CustomerKind.CONSUMER
        if wanted.customer_id is not None:
            kind = load_customer(session, wanted.customer_id).kind
        rules = guard_rules(session, desk)
    return export_findings(
        parts, rules, mode=mode_of(settings), kind=kind, recipient=recipient.strip()
    )


def count_call_log(desk: Desk, wanted: CallLogFilter) -> int:
    """Return how many calls an export would hold."""
    request = _Request(desk, wanted, full_numbers=False, notes=False)
    with desk.database.read() as session:
        return count_calls(session, request.question)


def export_history(desk: Desk) -> list[ExportRecord]:
    """Return what was handed out, the newest first."""
    with desk.database.read() as session:
        return export_records(session)


def _checked(wanted: CallLogFilter, format_: str) -> Format:
    kind = next((known for known in FORMATS if known == format_), None)
    if kind is None:
        raise ExportRefusedError(
            f'"{format_}" is not a format of the call log.',
            f"Choose one of {', '.join(FORMATS)}. Nothing was written.",
        )
    if wanted.first and wanted.last and wanted.first > wanted.last:
        raise ExportRefusedError(
            f"The period ends on {wanted.last}, before it begins on {wanted.first}.",
            "Turn the dates round. Nothing was written.",
        )
    return kind


class _Request:
    """One export: the question to the store, and what stands above the answer."""

    def __init__(
        self, desk: Desk, wanted: CallLogFilter, *, full_numbers: bool, notes: bool
    ) -> None:
        self.desk = desk
        self.wanted = wanted
        self.settings = desk.settings()
        self.columns = columns_for(notes=notes)
        self.full_numbers = full_numbers
        zone = ZoneInfo(self.settings.time_zone)
        resources = desk.resources
        self.question = CallQuestion(
            begins_at=wanted.begins_at(zone),
            ends_before=wanted.ends_before(zone),
            customer_id=wanted.customer_id,
            category=wanted.category,
            wanted_outcomes=wanted.outcomes,
            full_numbers=full_numbers,
            notes=notes,
            outcomes={
                code: (outcome.label, outcome.right_party)
                for code, outcome in resources.outcomes.items()
            },
            reasons={code: reason.label for code, reason in resources.reasons.items()},
            disputes={code: dispute.label for code, dispute in resources.dispute_codes.items()},
        )

    def write(
        self, kind: Format, file: BinaryIO, folder: Path, progress: Progress
    ) -> CallLogHeader:
        """Write the log from one state of the store; pieces lie beside the file meanwhile."""
        resources, database = self.desk.resources, self.desk.database
        with (
            tempfile.TemporaryDirectory(dir=folder, prefix=".call-log-") as scratch,
            database.read() as session,
        ):
            name = None
            if self.wanted.customer_id is not None:
                name = load_customer(session, self.wanted.customer_id).name
            log = CallLog(
                columns=self.columns,
                header=self._header(count_calls(session, self.question), name),
                batches=lambda: call_lines(session, self.question),
                fonts={
                    "regular": resources.bytes("fonts/NotoSans-Regular.ttf"),
                    "bold": resources.bytes("fonts/NotoSans-Bold.ttf"),
                },
                paper=self.settings.paper,
            )
            return write_call_log(log, kind, file, scratch=Path(scratch), progress=progress)

    def _header(self, rows: int, customer_name: str | None) -> CallLogHeader:
        rules = self.desk.resources.guards.values()
        return CallLogHeader(
            business=self.settings.business.name,
            period=self.wanted.period(),
            filter=self.wanted.words(customer_name),
            rows=rows,
            program=f"Collections Desk {__version__}",
            rules_as_of=max(rule.as_of for rule in rules).isoformat(),
            numbers="in full" if self.full_numbers else "last four digits",
            exported_at=self.desk.now().astimezone(UTC),
            clerk=self.settings.clerk,
            sample=self.desk.sample,
        )


def _sha256(file: BinaryIO) -> str:
    file.flush()
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()
