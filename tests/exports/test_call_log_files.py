"""The files themselves: read back by other programs than ours."""

from __future__ import annotations

import csv
import gc
import hashlib
import re
import subprocess
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import get_args

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collections_desk.domain.call_log import Format, plain_cell
from collections_desk.domain.progress import Cancelled, no_progress
from collections_desk.errors import ExportRefusedError
from collections_desk.exports.call_log import write_call_log
from collections_desk.exports.call_log_content import CallLog
from tests.exports.logs import COLUMNS, call_log, row, text_columns

NAMES = [column.name for column in COLUMNS]
FORMATS: tuple[Format, ...] = get_args(Format)
RISKY = ["=1+1", "+49 30 1", "-2", "@x", " =1", "\u200b=cmd|x", "\uff1d2", "'tis", "\t=1", "\r-1"]


def written(log: CallLog, format_: Format, scratch: Path) -> bytes:
    file = BytesIO()
    write_call_log(log, format_, file, scratch=scratch, progress=no_progress)
    return file.getvalue()


def read_csv(content: bytes) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Read header and rows with the csv module alone."""
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    blank = lines.index([])
    names = lines[blank + 1]
    rows = [dict(zip(names, line, strict=True)) for line in lines[blank + 2 :]]
    return {line[0]: line[1] for line in lines[:blank]}, rows


def test_the_hash_in_the_header_is_that_of_the_body(tmp_path: Path) -> None:
    content = written(call_log([row(), row(entry_id=2, note='"quoted",\nNorth')]), "csv", tmp_path)

    header, rows = read_csv(content)

    body = content[content.index(b"entry_id,") :]
    assert header["SHA-256 of body"] == hashlib.sha256(body).hexdigest()
    assert header["Rows"] == "2" == str(len(rows))
    assert rows[1]["note"] == '"quoted",\nNorth'


def test_all_formats_name_the_same_body(tmp_path: Path) -> None:
    log = call_log([row(note=text) for text in RISKY])

    hashes = {
        write_call_log(log, format_, BytesIO(), scratch=tmp_path, progress=no_progress).body_sha256
        for format_ in FORMATS
    }

    assert len(hashes) == 1


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_any_text_comes_back_from_csv(tmp_path: Path, notes: list[str]) -> None:
    log = call_log([row(note=note) for note in notes])

    _, rows = read_csv(written(log, "csv", tmp_path))

    assert [plain_cell(one["note"]) for one in rows] == notes


def test_a_spreadsheet_holds_texts_as_texts_and_money_and_days_as_numbers(tmp_path: Path) -> None:
    rows = [row(entry_id=number, note=text) for number, text in enumerate(RISKY)]
    content = written(call_log(rows), "xlsx", tmp_path)

    sheet = openpyxl.load_workbook(BytesIO(content)).active

    assert sheet is not None
    cells = list(sheet.iter_rows())
    top = next(place for place, line in enumerate(cells) if line[0].value == "entry_id")
    assert [cell.value for cell in cells[top]] == NAMES
    for text, line in zip(RISKY, cells[top + 1 :], strict=True):
        by_name = dict(zip(NAMES, line, strict=True))
        assert by_name["note"].data_type == "s"
        shown = by_name["note"].value
        assert isinstance(shown, str)
        assert plain_cell(shown.replace("_x000D_", "\r").replace("_x0009_", "\t")) == text
        assert by_name["promise_amount"].value == 1234.5
        assert by_name["promise_amount"].number_format == "#,##0.00"
        assert by_name["promise_date"].value == datetime(2026, 11, 27)  # noqa: DTZ001 - a cell has no zone
        assert by_name["utc_datetime"].value == datetime(2026, 11, 19, 15, 15)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("amount", "format_", "value"),
    [("631192", "#,##0", 631192), ("12.345", "#,##0.000", 12.345), ("", "General", None)],
)
def test_amounts_keep_the_decimals_of_their_currency(
    tmp_path: Path, amount: str, format_: str, value: float | None
) -> None:
    content = written(call_log([row(promise_amount=amount)]), "xlsx", tmp_path)

    sheet = openpyxl.load_workbook(BytesIO(content)).active

    assert sheet is not None
    cell = list(sheet.iter_rows())[-1][NAMES.index("promise_amount")]
    assert (cell.value, cell.number_format) == (value, format_)


def test_more_calls_than_a_sheet_has_rows_are_refused(tmp_path: Path) -> None:
    log = call_log([row()], copies=0)
    too_many = replace(log, header=replace(log.header, rows=1_100_000))

    with pytest.raises(ExportRefusedError, match="1,048,576 rows"):
        written(too_many, "xlsx", tmp_path)


def test_a_page_shows_every_text_and_names_what_its_font_lacks(tmp_path: Path) -> None:
    path = tmp_path / "log.pdf"
    names = ["Łódź Ñuñoa Αθήνα", "<b>not bold</b> & co", "株式会社", "W" * 300]
    path.write_bytes(
        written(call_log([row(customer_name=name, note=name) for name in names]), "pdf", tmp_path)
    )

    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout

    assert "Łódź Ñuñoa Αθήνα" in text
    assert "<b>not bold</b> & co" in text
    assert "[U+682A][U+5F0F][U+4F1A][U+793E]" in text
    assert text.replace("\n", "").replace(" ", "").count("W" * 300) >= 1
    assert "page 1 of 1" in " ".join(text.split())


def test_many_pages_know_how_many_they_are(tmp_path: Path) -> None:
    path = tmp_path / "log.pdf"
    path.write_bytes(written(call_log([row()], copies=200), "pdf", tmp_path))

    text = " ".join(
        subprocess.run(
            ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
        ).stdout.split()
    )

    pages = text.count("SHA-256 of body") - 1  # once in the header, once on each page
    assert pages > 5
    assert f"page {pages} of {pages}" in text
    assert text.count("Harborline") == 200


def test_every_page_hangs_on_the_tree_and_is_read_without_a_complaint(tmp_path: Path) -> None:
    """More pages than one branch of the tree holds, and a last branch that is not full."""
    path = tmp_path / "log.pdf"
    path.write_bytes(
        written(call_log([row(note=f"{'long ' * 300}")], copies=300), "pdf", tmp_path)
    )

    info = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True)
    drawn = subprocess.run(
        ["pdftotext", str(path), "-"], capture_output=True, text=True, check=True
    )

    pages = int(re.search(r"Pages: +(\d+)", info.stdout)[1])  # type: ignore[index]
    assert pages > 64
    assert pages % 64
    assert (info.stderr, drawn.stderr) == ("", "")
    assert drawn.stdout.count("\f") == pages
    assert re.findall(r"page (\d+) of", drawn.stdout) == [str(one + 1) for one in range(pages)]


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_calls_give_the_same_bytes(tmp_path: Path, format_: Format) -> None:
    first = written(call_log([row()], copies=3), format_, tmp_path)

    assert written(call_log([row()], copies=3), format_, tmp_path) == first


class Impatient:
    """Cancels when a part of the work is done, and knows how long it had to wait for the end."""

    def __init__(self, share: float) -> None:
        self.share = share
        self.asked_at = 0.0

    def __call__(self, done: int, total: int) -> None:
        if done >= self.share * total:
            self.asked_at = time.thread_time()
            raise Cancelled


@pytest.fixture
def resting_collector() -> Iterator[None]:
    """Keep cycles uncollected, as in the window's worker: the tests before left many objects."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("resting_collector")
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("share", [0.0, 0.4, 0.9, 1.0])
def test_it_can_be_stopped_at_any_time(tmp_path: Path, format_: Format, share: float) -> None:
    progress = Impatient(share)

    with pytest.raises(Cancelled):
        write_call_log(
            call_log([row()], copies=3000), format_, BytesIO(), scratch=tmp_path, progress=progress
        )

    assert time.thread_time() - progress.asked_at < 0.2


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.usefixtures("resting_collector")
def test_the_clerk_is_asked_often_enough(tmp_path: Path, format_: Format) -> None:
    """Between two questions lies a small part of the work, to the last byte."""
    asked: list[float] = []

    def progress(done: int, total: int) -> None:
        asked.append(time.thread_time())  # our own work; the machine may be busy with others

    write_call_log(
        call_log([row()], copies=6000), format_, BytesIO(), scratch=tmp_path, progress=progress
    )
    asked.append(time.thread_time())

    longest = max(after - before for before, after in pairwise(asked))
    assert longest < (asked[-1] - asked[0]) / 5  # a ratio: the machine may be slow


@pytest.mark.parametrize("format_", FORMATS)
def test_memory_does_not_grow_with_the_calls(tmp_path: Path, format_: Format) -> None:
    def peak(copies: int) -> int:
        with (tmp_path / "log").open("w+b") as file:
            tracemalloc.start()
            write_call_log(
                call_log([row()], copies=copies),
                format_,
                file,
                scratch=tmp_path,
                progress=no_progress,
            )
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    peak(10)  # what is loaded once does not count

    assert peak(3000) < 1.08 * peak(1000)  # less than 90 bytes for each further call


def test_text_columns_are_all_covered() -> None:
    assert {"note", "customer_name", "reached", "account_ref", "guards"} <= set(text_columns())


def test_the_time_of_the_export_is_told_in_utc(tmp_path: Path) -> None:
    header, _ = read_csv(written(call_log([row()]), "csv", tmp_path))

    assert header["Exported"] == datetime(2026, 11, 20, 15, tzinfo=UTC).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
