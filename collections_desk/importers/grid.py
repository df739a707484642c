"""Rows of cells out of a file, before anybody asks what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

#: A cell as it lay in the file: text, or a number or date that a workbook typed as such.
Cell = str | Decimal | date


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be before it is refused."""

    bytes: int = 300_000_000
    text_rows: int = 1_200_000
    sheet_rows: int = 100_000
    columns: int = 200
    zip_bytes: int = 200_000_000
    zip_ratio: int = 100
    zip_members: int = 1_000
    child_memory: int = 1_000_000_000
    child_seconds: int = 30
    lines_in_field: int = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or the whole of a text file.

    Attributes:
        name: Of the sheet; empty for a text file.
        rows: The cells, row by row. Rows may differ in length.
        lines: On which line of the file, or row of the sheet, each row begins, from 1.
        visible: False for a hidden sheet.
    """

    name: str
    rows: list[list[Cell]]
    lines: list[int]
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole file as cells.

    Attributes:
        sha256: Of the bytes.
        encoding: How the bytes were read, "xlsx" for a workbook.
        delimiter: Between the cells; empty for a workbook.
        sheets: One for a text file.
        encoding_asked: No encoding that we know fits, so the clerk must say.
        doubtful_line: The first line whose letters depend on that encoding; 0 if none does.
        doubtful_text: What stands there, as read.
    """

    file_name: str
    sha256: str
    encoding: str
    delimiter: str
    sheets: tuple[Sheet, ...] = field(default_factory=tuple)
    encoding_asked: bool = False
    doubtful_line: int = 0
    doubtful_text: str = ""


def cell_text(cell: Cell) -> str:
    """Return a cell as text: numbers without an exponent, dates as ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat()
