"""The call log as a spreadsheet: texts as texts, money and dates as numbers."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from io import RawIOBase
from typing import TYPE_CHECKING, Any, BinaryIO

from xlsxwriter import Workbook

from collections_desk.domain.call_log import Column, Kind, safe_cell
from collections_desk.errors import ExportRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from collections_desk.domain.progress import Progress
    from collections_desk.exports.call_log_content import CallLog

#: What one sheet of a spreadsheet holds.
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
#: How wide the columns are, in characters; all others have the width of WIDTH.
WIDTHS = {"entry_id": 8, "account_ref": 12, "direction": 9, "rpc": 8, "note": 60, "guards": 30}
WIDTH = 18


class _Cancellable(RawIOBase):
    """Passes bytes on to a file and asks between them whether the clerk has had enough.

    The spreadsheet is packed in one call at the end; this is how it can be stopped there.
    After a stop it takes whatever is thrown at it, so that the packer can tidy up.
    """

    def __init__(self, file: BinaryIO, ask: Callable[[], None]) -> None:
        self._file = file
        self._ask = ask
        self._stopped = False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer
        if self._stopped:
            return len(data)
        try:
            self._ask()
            return self._file.write(data)
        except BaseException:
            self._stopped = True
            raise


def write_xlsx(log: CallLog, file: BinaryIO, *, scratch: Path, progress: Progress) -> None:
    """Write the log; rows go through a file in `scratch`, so memory does not grow with them.

    Raises:
        ExportRefusedError: If there are more calls than a sheet has rows.
    """
    lines = log.header.lines()
    if log.header.rows + len(lines) + 2 > MOST_ROWS:
        raise ExportRefusedError(
            f"A spreadsheet holds {MOST_ROWS:,} rows; this log has {log.header.rows:,} calls.",
            "Choose a shorter period, or export as CSV. Nothing was written.",
            code="EXPORT-ROWS",
        )
    rows = log.header.rows
    target = _Cancellable(file, lambda: progress(rows, rows))
    workbook = Workbook(
        target,
        {
            "constant_memory": True,
            "tmpdir": str(scratch),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    try:
        _fill(workbook, log, progress)
        workbook.close()
    except BaseException:
        _let_go(workbook)
        raise


def _fill(workbook: Workbook, log: CallLog, progress: Progress) -> None:
    lines, rows = log.header.lines(), log.header.rows
    workbook.set_properties({"title": "Call log", "created": log.header.exported_at})
    sheet = workbook.add_worksheet("Call log")
    formats = _formats(workbook)
    for place, column in enumerate(log.columns):
        sheet.set_column(place, place, WIDTHS.get(column.name, WIDTH))
    for number, (label, value) in enumerate(lines):
        sheet.write_string(number, 0, label, formats["head"])
        sheet.write_string(number, 1, safe_cell(value))
    top = len(lines) + 1
    for place, column in enumerate(log.columns):
        sheet.write_string(top, place, column.name, formats["head"])
    sheet.freeze_panes(top + 1, 2)
    cells = [
        _cell_writer(sheet, place, column, formats) for place, column in enumerate(log.columns)
    ]
    number = top
    with closing(log.batches()) as batches:
        for batch in batches:
            for row in batch:
                number += 1
                for write, value in zip(cells, row, strict=True):
                    if value != "":
                        write(number, value)
            progress(number - top, rows)
    sheet.autofilter(top, 0, number, len(log.columns) - 1)


def _let_go(workbook: Workbook) -> None:
    """Close the file of rows that a workbook keeps open until it is packed."""
    for sheet in workbook.worksheets():
        sheet.row_data_fh.close()


def _formats(workbook: Workbook) -> dict[str, Format]:
    return {
        "head": workbook.add_format({"bold": True}),
        "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "local": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "0": workbook.add_format({"num_format": "#,##0"}),
        "2": workbook.add_format({"num_format": "#,##0.00"}),
        "3": workbook.add_format({"num_format": "#,##0.000"}),
    }


def _cell_writer(
    sheet: Worksheet, place: int, column: Column, formats: Mapping[str, Format]
) -> Callable[[int, Any], None]:
    def text(row: int, value: str) -> None:
        safe = safe_cell(value)
        if len(safe) > LONGEST_CELL:
            raise ExportRefusedError(
                f"A cell of a spreadsheet holds {LONGEST_CELL:,} characters; one text here "
                f"has {len(safe):,}.",
                "Export as CSV or PDF. Nothing was written.",
                code="EXPORT-CELL",
            )
        sheet.write_string(row, place, safe)

    def number(row: int, value: int) -> None:
        sheet.write_number(row, place, value)

    def amount(row: int, value: str) -> None:
        decimals = str(len(value.partition(".")[2]))
        sheet.write_number(row, place, Decimal(value), formats[decimals])

    def day(row: int, value: str) -> None:
        sheet.write_datetime(row, place, date.fromisoformat(value), formats["day"])

    def moment(row: int, value: str) -> None:
        when = datetime.fromisoformat(value.removesuffix("Z"))
        sheet.write_datetime(row, place, when, formats["moment"])

    def local(row: int, value: str) -> None:
        sheet.write_datetime(row, place, datetime.fromisoformat(value), formats["local"])

    writers: dict[Kind, Callable[[int, Any], None]] = {
        Kind.TEXT: text,
        Kind.NUMBER: number,
        Kind.AMOUNT: amount,
        Kind.DAY: day,
        Kind.MOMENT: moment,
        Kind.LOCAL_MOMENT: local,
    }
    return writers[column.kind]
