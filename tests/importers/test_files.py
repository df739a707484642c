"""Encodings, delimiters, headings and rows of text files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.readings import Answers
from collections_desk.errors import ImportRefusedError
from collections_desk.importers.spreadsheet import read_bytes, read_grid
from tests.importers.reading import read

TEXT = "Customer;Invoice;Due date;Balance\nCafé Ñandú;0017;2026-09-01;10.50\n"
USD = Answers(currency="USD")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_delimiter_and_line_end(encoding: str, delimiter: str, end: str) -> None:
    data = TEXT.replace(";", delimiter).replace("\n", end).encode(encoding)

    reading = read(data, answers=USD)

    assert (reading.encoding, reading.delimiter) == (encoding, delimiter)
    assert [(item.customer, item.number) for item in reading.items] == [("Café Ñandú", "0017")]


LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.just("\n")
ROW = st.lists(st.text(LETTERS, max_size=8), min_size=3, max_size=3)


@given(
    rows=st.lists(ROW, min_size=2, max_size=6),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
def test_cells_come_out_as_they_went_in(rows: list[list[str]], delimiter: str) -> None:
    import csv  # noqa: PLC0415 - only here
    from io import StringIO  # noqa: PLC0415 - only here

    rows = [["name", "b", "c"], *rows]
    stream = StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)

    grid = read_grid(stream.getvalue().encode(), "x.csv", delimiter=delimiter, encoding="utf-8")

    assert grid.sheets[0].rows == rows


def test_bytes_that_no_western_code_page_has_are_asked_about() -> None:
    data = b"Customer,Invoice,Balance\nCaf\x81\x9d,1,10.00\n"

    reading = read(data, answers=USD)

    assert [question.id for question in reading.questions] == ["encoding"]
    told = read(data, answers=Answers(currency="USD", encoding="cp850"))
    assert told.items[0].customer == "CafüØ"


def test_an_encoding_that_does_not_fit_names_the_line() -> None:
    with pytest.raises(ImportRefusedError, match=r"Line 2 of list\.csv is not utf-8"):
        read("name,balance\nJosé,10\n".encode("cp1252"), answers=Answers(encoding="utf-8"))


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match="is not an encoding"):
        read("name,balance\nA,1\n", answers=Answers(encoding="klingon"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 x", "PDF"),
        (b"\xff\xd8\xff\xe0" + b"x" * 50, "JPEG"),
        (bytes(range(32)) * 9, "text"),
    ],
)
def test_other_kinds_of_files_are_named(data: bytes, kind: str) -> None:
    with pytest.raises(ImportRefusedError, match=kind):
        read(data)


@pytest.mark.parametrize("name", ["nothing.csv", "folder"])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(ImportRefusedError, match=f"{name} cannot be imported: it is"):
        read_bytes(tmp_path / name)


def test_columns_can_be_mapped_by_hand() -> None:
    text = "Wer;Was;Wann;Wieviel\nAcme;7;2026-09-01;5.00\nBee;8;2026-09-01;6.50\n"
    assert [question.id for question in read(text).questions] == ["columns"]
    columns = {"Wer": "customer", "Was": "number", "Wann": "due_on", "Wieviel": "open"}

    reading = read(text, answers=Answers(currency="EUR", columns=columns))

    assert reading.questions == ()
    assert [(item.number, str(item.open)) for item in reading.items] == [
        ("7", "5.00 EUR"),
        ("8", "6.50 EUR"),
    ]


def test_the_line_of_headings_can_be_chosen() -> None:
    text = "Customer,Balance\nsee below,\nKunde,Saldo\nAcme,5.00\n"

    reading = read(text, answers=Answers(currency="EUR", header_line=3))

    assert reading.header_line == 3
    assert [item.customer for item in reading.items] == ["Acme"]


def test_a_row_with_an_amount_and_no_customer_is_not_lost() -> None:
    text = "Customer,Invoice,Balance\nAcme,1,5.00\n,,7.00\nBee,2,6.00\n,,11.00\n"

    reading = read(text, answers=USD)

    assert [fault.line for fault in reading.faults] == [3]
    assert str(reading.reported_total) == "11.00 USD"


def test_a_total_without_a_word_that_is_none_is_a_fault() -> None:
    reading = read("Customer,Invoice,Balance\nAcme,1,5.00\n,,7.00\n", answers=USD)

    assert [fault.line for fault in reading.faults] == [3]
    assert reading.reported_total is None


def test_a_total_that_differs_is_said() -> None:
    reading = read("Customer,Invoice,Balance\nAcme,1,5.00\nTotal,,7.00\n", answers=USD)

    assert [notice.line for notice in reading.notices] == [3]
    assert "7.00 USD, read was 5.00 USD" in reading.notices[0].problem


def test_a_customer_called_total_is_a_customer() -> None:
    reading = read(
        "Customer,Invoice,Balance\nTotal Comfort Heating,1,5.00\nTotal,2,7.00\n", answers=USD
    )

    assert [item.customer for item in reading.items] == ["Total Comfort Heating", "Total"]


def test_lines_of_an_invoice_that_disagree_are_listed() -> None:
    head = "ContactName,InvoiceNumber,InvoiceDate,DueDate,InvoiceAmountDue,Currency,Type,Status\n"
    row = "Acme,INV-1,2026-09-01,2026-10-01,{},USD,Sales invoice,Awaiting Payment\n"

    reading = read(head + row.format("10.00") + row.format("12.00"))

    assert [str(item.open) for item in reading.items] == ["10.00 USD"]
    assert [fault.problem for fault in reading.faults] == [
        "line 2 of the same invoice says 10.00 USD"
    ]


def test_a_cell_and_its_row_may_not_name_two_currencies() -> None:
    reading = read("Customer,Invoice,Balance,Currency\nAcme,1,€5.00,USD\n")

    assert [fault.problem for fault in reading.faults] == ["the cell says EUR and the row USD"]


def test_reading_tells_its_progress_and_can_be_cancelled() -> None:
    from collections_desk.domain.progress import Cancelled  # noqa: PLC0415 - only here
    from collections_desk.importers.receivables import read_file  # noqa: PLC0415 - only here
    from tests.importers.reading import layouts  # noqa: PLC0415 - only here

    def stop(done: int, total: int) -> None:
        raise Cancelled

    data = ("name,balance\n" + "Acme,1.00\n" * 5_000).encode()
    with pytest.raises(Cancelled):
        read_file(data, "list.csv", layouts(), progress=stop)
