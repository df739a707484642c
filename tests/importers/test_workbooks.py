"""Workbooks: read in a child process, and crafted ones refused by name while we live on."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from collections_desk.domain.readings import Answers
from collections_desk.errors import ImportRefusedError
from collections_desk.importers.grid import Limits
from collections_desk.importers.spreadsheet import read_grid
from tests.importers.reading import read
from tests.shared_data import hostile

SHEET = "xl/worksheets/sheet1.xml"
Change = Callable[[bytes], bytes]


def workbook(*rows: tuple[str | float | date, ...]) -> Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    return book


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def plain() -> bytes:
    return saved(
        workbook(
            ("Customer", "Invoice", "Due date", "Balance"),
            ("Acme", 17, date(2026, 9, 1), 10.1),
            ("Bee", "B-2", date(2026, 9, 2), 20),
        )
    )


def changed(data: bytes, name: str, change: Change) -> bytes:
    """Give a workbook one part of which was tampered with."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member, change(content) if member.filename == name else content)
    return stream.getvalue()


def doctype(entity: str) -> Change:
    head = f'<?xml version="1.0"?><!DOCTYPE x [{entity}]>'.encode()
    return lambda content: head + content.partition(b"?>")[2]


LAUGHS = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{number} "&a{number - 1};&a{number - 1};">' for number in range(1, 30)
)
CRAFTED: dict[str, Callable[[], bytes]] = {
    "billion laughs DTD in sheet1.xml": lambda: changed(plain(), SHEET, doctype(LAUGHS)),
    "external entity file:///etc/passwd": lambda: changed(
        plain(), SHEET, doctype('<!ENTITY x SYSTEM "file:///etc/passwd">')
    ),
    "500 MB sheet in a 510 kB zip": lambda: changed(
        plain(), SHEET, lambda content: content + b" " * 500_000_000
    ),
    "cell XFD1048576 in a 1.7 kB file": lambda: changed(
        plain(), SHEET, lambda content: content.replace(b'r="A2"', b'r="XFD1048576"')
    ),
    "shared string index 99 of 1": lambda: changed(
        plain(),
        SHEET,
        lambda content: content.replace(b't="inlineStr"><is><t>Acme</t></is>', b't="s"><v>99</v>'),
    ),
    "number cell holding abc": lambda: changed(
        plain(), SHEET, lambda content: content.replace(b"<v>10.1</v>", b"<v>abc</v>")
    ),
    "zip cut by 200 bytes": lambda: plain()[:-200],
    "HTML table named .xls": lambda: b"<html><table><tr><td>Acme</td></tr></table></html>",
    "password-protected workbook": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4_096,
}
ITEMS = [item for item in hostile("xlsx_file") if "import_refused_named" in item["expect"]]


@pytest.mark.parametrize("recipe", sorted(CRAFTED))
def test_a_crafted_workbook_is_refused_by_name(recipe: str) -> None:
    with pytest.raises(ImportRefusedError, match=r"list\.xlsx cannot be imported") as caught:
        read(CRAFTED[recipe](), name="list.xlsx")

    assert caught.value.remedy.endswith("Nothing was imported.")


def test_every_recipe_of_the_corpus_is_built() -> None:
    assert {item["make"]["recipe"] for item in ITEMS} <= set(CRAFTED)


def test_an_infinite_number_is_a_fault_of_its_row() -> None:
    data = changed(plain(), SHEET, lambda content: content.replace(b"10.1", b"1e999"))

    reading = read(data, name="list.xlsx")

    assert [(fault.line, fault.column) for fault in reading.faults] == [(2, "Balance")]
    assert [item.customer for item in reading.items] == ["Bee"]


def test_a_formula_without_a_value_is_a_fault_of_its_row() -> None:
    data = saved(
        workbook(("Customer", "Invoice", "Balance"), ("Acme", "1", "=1+1"), ("Bee", "2", 5))
    )

    reading = read(data, name="list.xlsx")

    assert [(fault.line, fault.column) for fault in reading.faults] == [(2, "Balance")]


def test_typed_cells_are_exact() -> None:
    reading = read(plain(), name="list.xlsx", answers=Answers(currency="USD"))

    assert [(item.number, str(item.due_on), str(item.open)) for item in reading.items] == [
        ("17", "2026-09-01", "10.10 USD"),
        ("B-2", "2026-09-02", "20.00 USD"),
    ]
    assert (reading.date_order, reading.number_style) == ("typed cells", "typed cells")
    assert reading.questions == ()


def test_binary_fractions_are_what_the_spreadsheet_shows() -> None:
    data = saved(workbook(("Customer", "Invoice", "Balance"), ("Acme", "1", 0.1 + 0.2)))

    reading = read(data, name="list.xlsx")

    assert [str(item.open) for item in reading.items] == ["0.30 USD"]


def test_two_sheets_with_the_same_list_are_asked_about() -> None:
    book = workbook(("Customer", "Invoice", "Balance"), ("Acme", "1", 1))
    second = book.create_sheet("Second")
    second.append(("Customer", "Invoice", "Balance"))
    second.append(("Bee", "2", 2))
    data = saved(book)

    asked = read(data, name="list.xlsx", answers=Answers(currency="USD"))
    told = read(data, name="list.xlsx", answers=Answers(currency="USD", sheet="Second"))

    assert [question.id for question in asked.questions] == ["sheet"]
    assert [item.customer for item in told.items] == ["Bee"]


def test_a_hidden_sheet_is_not_read() -> None:
    book = workbook(("who", "tel"), ("Acme", "x"))
    assert book.active is not None
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("List")
    sheet.append(("Customer", "Balance"))
    sheet.append(("Bee", 2))

    reading = read(saved(book), name="list.xlsx")

    assert reading.sheet == "List"


def test_too_many_parts_are_refused() -> None:
    stream = BytesIO(plain())
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(1_001):
            archive.writestr(f"xl/extra/{number}.xml", "<x/>")

    with pytest.raises(ImportRefusedError, match="parts, more than 1,000"):
        read(stream.getvalue(), name="list.xlsx")


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(ImportRefusedError, match="more than 2 rows"):
        read_grid(plain(), "list.xlsx", limits=Limits(sheet_rows=2))


def test_a_workbook_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(ImportRefusedError, match=r"longer than 0 s|makes the spreadsheet"):
        read_grid(plain(), "list.xlsx", limits=Limits(child_seconds=0))


def test_any_zip_is_not_a_workbook() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("letter.txt", "hello")

    with pytest.raises(ImportRefusedError, match="a zip archive, not an Excel workbook"):
        read(stream.getvalue(), name="list.xlsx")


def test_a_text_that_is_called_a_workbook_is_refused_and_not_asked_about() -> None:
    with pytest.raises(ImportRefusedError) as refused:
        read(b"this is not a workbook, caf\xe9\n1,2\n", name="list.XLSX")

    assert "is not a workbook" in refused.value.problem
    assert ".csv" in refused.value.remedy


def test_a_picture_that_is_called_a_workbook_is_said_to_be_a_picture() -> None:
    with pytest.raises(ImportRefusedError, match="a PNG picture"):
        read(b"\x89PNG\r\n\x1a\n" + bytes(50), name="list.xlsx")
