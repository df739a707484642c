"""A package of files: tables as CSV and Excel, documents, and a manifest of their hashes."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook

from collections_desk.domain.call_log import Kind, safe_cell
from collections_desk.domain.paper import PackageFile
from collections_desk.errors import ExportRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from collections_desk.domain.paper import DataTable
    from collections_desk.domain.progress import Progress

MANIFEST = "manifest.csv"
#: What a cell of a spreadsheet holds.
LONGEST_CELL = 32_767
#: The first day that a ZIP file can name; every file in it carries it, so that the same
#: package has the same bytes.
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_WIDTH, _WIDE = 16, 44


def csv_bytes(table: DataTable) -> bytes:
    """Return a table as CSV in UTF-8; no cell is read as a formula by a spreadsheet."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([name for name, _ in table.columns])
    for row in table.rows:
        writer.writerow(
            safe_cell(cell) if kind is Kind.TEXT else cell
            for cell, (_, kind) in zip(row, table.columns, strict=True)
        )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def xlsx_bytes(tables: Sequence[DataTable], *, title: str, created: datetime) -> bytes:
    """Return tables as the sheets of one workbook: money and dates as numbers.

    Raises:
        ExportRefusedError: If a text is longer than a cell can be.
    """
    stream = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(stream, options) as workbook:
        moment = created.astimezone(UTC).replace(tzinfo=None)
        workbook.set_properties({"title": title, "created": moment})
        formats = {
            "head": workbook.add_format({"bold": True}),
            "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "0": workbook.add_format({"num_format": "#,##0"}),
            "2": workbook.add_format({"num_format": "#,##0.00"}),
            "3": workbook.add_format({"num_format": "#,##0.000"}),
        }
        for table in tables:
            _fill(workbook.add_worksheet(table.name[:31]), table, formats)
    return stream.getvalue()


def _fill(sheet: Worksheet, table: DataTable, formats: dict[str, Format]) -> None:
    for place, (name, kind) in enumerate(table.columns):
        longest = max((len(row[place]) for row in table.rows), default=0)
        width = _WIDE if kind is Kind.TEXT and longest > _WIDTH * 2 else _WIDTH
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, formats["head"])
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(table.rows, start=1):
        for place, (cell, (_, kind)) in enumerate(zip(row, table.columns, strict=True)):
            if cell:
                _write(sheet, number, place, (cell, kind), formats)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write(
    sheet: Worksheet, row: int, place: int, cell: tuple[str, Kind], formats: dict[str, Format]
) -> None:
    text, kind = cell
    if kind is Kind.AMOUNT:
        decimals = str(len(text.partition(".")[2]))
        sheet.write_number(row, place, Decimal(text), formats[decimals])
    elif kind is Kind.NUMBER:
        sheet.write_number(row, place, int(text))
    elif kind is Kind.DAY:
        sheet.write_datetime(row, place, date.fromisoformat(text), formats["day"])
    else:
        safe = safe_cell(text)
        if len(safe) > LONGEST_CELL:
            raise ExportRefusedError(
                f"A cell of a spreadsheet holds {LONGEST_CELL:,} characters; one text here "
                f"has {len(safe):,}.",
                "Leave the notes out. Nothing was written.",
                code="EXPORT-CELL",
            )
        sheet.write_string(row, place, safe)


def manifest(files: Iterable[PackageFile]) -> PackageFile:
    """Return the list of all files with their sizes and SHA-256."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["file", "bytes", "sha256"])
    for one in files:
        digest = hashlib.sha256(one.content).hexdigest()
        writer.writerow([safe_cell(one.path), len(one.content), digest])
    return PackageFile(MANIFEST, text.getvalue().encode())


def write_zip(files: Sequence[PackageFile], file: BinaryIO, progress: Progress) -> None:
    """Write a package with its manifest as one ZIP; the same files give the same bytes.

    Raises:
        Cancelled: If the clerk asked for it.
    """
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for number, one in enumerate([*files, manifest(files)]):
            progress(number, len(files) + 1)
            info = ZipInfo(one.path, ZIP_DAY)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            packed.writestr(info, one.content)


class PartFolder:
    """A folder being written beside its final name; it appears whole or not at all."""

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise ExportRefusedError(
                f'There is a folder or file "{path.name}" there already.',
                "Choose another name. Nothing was written.",
                code="EXPORT-EXISTS",
            )
        self.path = path
        self._part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")

    def write(self, files: Sequence[PackageFile], progress: Progress) -> None:
        """Write the files and the manifest.

        Raises:
            ExportRefusedError: If the disk refuses. Nothing is left then.
        """
        try:
            for number, one in enumerate([*files, manifest(files)]):
                progress(number, len(files) + 1)
                target = self._part / one.path
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                target.write_bytes(one.content)
                target.chmod(0o600)
        except OSError as error:
            self.discard()
            raise ExportRefusedError(
                f'"{self.path.name}" cannot be written: {error.strerror or "the disk refuses"}.',
                "Choose another folder. Nothing was written.",
                code="EXPORT-WRITE",
            ) from error
        except BaseException:
            self.discard()
            raise

    def publish(self) -> None:
        """Let the folder appear under its name."""
        os.replace(self._part, self.path)  # noqa: PTH105 - the same on every system

    def discard(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self._part, ignore_errors=True)
