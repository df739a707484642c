"""Reads a workbook in a process of its own, because a crafted file can abort the parser.

Started by file name in Python's isolated mode with the workbook on its standard input and
four numbers as arguments; it answers with one JSON object on its standard output. It sets
its own limits of memory and time before it touches the file. It imports nothing of the
program, so that it starts fast and a broken parser takes nothing with it.

Cells travel as text, or as ["n", "333.5"] for a number and ["d", "2026-08-11"] for a date.
"""

from __future__ import annotations

import json
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

#: Digits that a spreadsheet keeps; what lies beyond is an artefact of binary fractions.
_DIGITS = 15


def limit(memory: int, seconds: int) -> None:
    """Bound this process, where the system can."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def declared_entities(data: bytes) -> str | None:
    """Name the first part that declares a document type; no spreadsheet program writes one."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for member in archive.infolist():
            if not member.filename.endswith((".xml", ".rels", ".vml")):
                continue
            tail = b""
            with archive.open(member) as part:
                while chunk := part.read(1 << 20):
                    text = (tail + chunk).replace(b"\x00", b"")
                    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                        return member.filename
                    tail = chunk[-32:]
    return None


def cell(value: Any) -> Any:  # noqa: ANN401 - whatever the parser gives
    """Turn one value of the parser into what travels."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        number = Decimal(format(value, f".{_DIGITS}g"))
        return ["n", f"{number:f}"] if number.is_finite() else str(value)
    if isinstance(value, date):
        return ["d", (value.date() if isinstance(value, datetime) else value).isoformat()]
    return "" if value is None else str(value)


def read(data: bytes, most_rows: int, most_columns: int) -> dict[str, Any]:
    """Read all sheets; say in words what stands against it."""
    from python_calamine import (  # noqa: PLC0415 - after the limits are set
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    if part := declared_entities(data):
        return {"refused": f"its part {part} declares a document type, which no spreadsheet needs"}
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets = []
    for facts in book.sheets_metadata:
        if facts.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(facts.name)
        last_row, last_column = sheet.end or (0, 0)
        if last_row >= most_rows:
            return {"refused": f"its sheet {facts.name} has more than {most_rows:,} rows"}
        if last_column >= most_columns:
            return {"refused": f"its sheet {facts.name} has more than {most_columns} columns"}
        rows = sheet.to_python(skip_empty_area=False)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            if left == right and bottom < len(rows):  # a name that stands for several rows
                for row in range(top + 1, bottom + 1):
                    rows[row][left] = rows[top][left]
        sheets.append(
            {
                "name": facts.name,
                "visible": facts.visible == SheetVisibleEnum.Visible,
                "rows": [[cell(value) for value in row] for row in rows],
            }
        )
    return {"sheets": sheets}


def main() -> None:
    """Answer once."""
    memory, seconds, most_rows, most_columns = (int(text) for text in sys.argv[1:5])
    limit(memory, seconds)
    data = sys.stdin.buffer.read()
    try:
        answer = read(data, most_rows, most_columns)
    except MemoryError:
        answer = {"refused": "it needs more memory than a list of invoices should"}
    except Exception as error:  # noqa: BLE001 - every way in which a crafted file can fail
        answer = {"refused": f"it is damaged ({str(error)[:200] or type(error).__name__})"}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True).encode("ascii"))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
