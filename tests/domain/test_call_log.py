"""What may stand in a cell, and how the log names itself."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.call_log import (
    CallLogFilter,
    last_four,
    may_be_risky,
    plain_cell,
    safe_cell,
)

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1 717 555 0143",
        "-2",
        "@SUM(A1)",
        " =1",
        "\t=1",
        "\ttext",
        "\r=1",
        "\n@x",
        "\x00x",
        "\u200b=1",
        "\ufeff=1",
        "\u00a0+1",
        "\u3164=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
        "\u200e\u200f \u2066=1",
        "\U000e0041=1",
    ],
)
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize(
    "text", ["", "Acme", "1-2", "a=b", "O'Malley", "2026-11-21", "(814) 555-0143", "x0143", "…-1"]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_an_apostrophe_of_the_text_itself_is_not_lost() -> None:
    assert plain_cell(safe_cell("'=1")) == "'=1"
    assert plain_cell(safe_cell("'tis")) == "'tis"


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


@given(st.lists(st.text(alphabet="=+-@\uff1d'\t\n\r \u200b\"a,1", max_size=6), min_size=1))
def test_no_line_with_a_risky_cell_is_passed_over(cells: list[str]) -> None:
    buffer = StringIO()
    csv.writer(buffer).writerow([1, *cells])  # every line of the log begins with its number

    if any(safe_cell(cell) != cell for cell in cells):
        assert may_be_risky(buffer.getvalue())


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("(814) 555-0143", "x0143"),
        ("+1 814 555 0143 ext. 77", "x0143"),
        ("814-555-0143 x77", "x0143"),
        ("+18145550143;ext=9", "x0143"),
        ("020 7946 0007", "x0007"),
        ("12", "x12"),
        ("unknown", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_the_last_four_digits(number: str | None, shown: str) -> None:
    assert last_four(number) == shown


def test_a_day_of_the_period_is_the_creditor_s_day() -> None:
    wanted = CallLogFilter(first=date(2026, 3, 8), last=date(2026, 3, 8))

    begins, ends = wanted.begins_at(NEW_YORK), wanted.ends_before(NEW_YORK)

    assert begins is not None
    assert ends is not None
    assert begins.isoformat() == "2026-03-08T00:00:00-05:00"
    assert ends.isoformat() == "2026-03-09T00:00:00-04:00"  # clocks went forward that night


def test_the_filter_is_said_in_words() -> None:
    wanted = CallLogFilter(customer_id=3, category="disputing", outcomes=("RPD", "RPP"))

    assert wanted.words("Acme") == "customer Acme; category disputing; outcome RPD, RPP"
    assert CallLogFilter().words(None) == "all calls"
    assert CallLogFilter().period() == "everything recorded"
    assert CallLogFilter(first=date(2026, 1, 1)).period() == "2026-01-01 to today"
