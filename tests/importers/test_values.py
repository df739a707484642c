"""The listed values parse as listed; what a column proves is found, what it does not is asked."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.amount_text import AmountFaultError, evidence, read_amount
from collections_desk.domain.date_text import (
    DayAmbiguousError,
    DayFaultError,
    order_evidence,
    read_day,
)
from collections_desk.domain.readings import Answers
from tests.importers.reading import read
from tests.shared_data import FOLDER


def listed(name: str) -> list[dict[str, Any]]:
    path = FOLDER / "data" / "layouts" / "values" / name
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


@pytest.mark.parametrize("case", listed("amounts.json"), ids=lambda case: case["text"] or "empty")
def test_a_listed_amount(case: dict[str, Any]) -> None:
    try:
        found = read_amount(case["text"], "comma" if case["hint"] == "eu" else "point")
    except AmountFaultError:
        assert str(case["expected"]).startswith("ERROR")
        return
    said = None if found is None else f"{found.value:.2f}"
    assert said == (case["expected"] and case["expected"].split()[0])


@pytest.mark.parametrize("case", listed("dates.json"), ids=lambda case: case["text"] or "empty")
def test_a_listed_date(case: dict[str, Any]) -> None:
    order = "serial" if case["hint"] == "excel serial" else None
    try:
        found = read_day(case["text"], order)
    except DayAmbiguousError:
        assert case["expected"] in {"AMBIGUOUS", "ERROR"}
    except DayFaultError:
        assert str(case["expected"]).startswith("ERROR")
    else:
        assert (found and str(found)) == case["expected"]


@given(minor=st.integers(-99_999_999_999, 99_999_999_999))
def test_an_amount_reads_back_in_both_styles(minor: int) -> None:
    point = f"{minor / 100:,.2f}"
    comma = point.translate(str.maketrans(",.", ".,"))

    in_point, in_comma = read_amount(point), read_amount(comma, "comma")

    assert in_point is not None
    assert in_comma is not None
    assert in_point.value == in_comma.value
    assert int(in_point.value * 100) == minor
    assert evidence(point) in {"point", None}
    assert evidence(comma) in {"comma", None}


@given(day=st.dates(date(1980, 1, 1), date(2079, 12, 31)))
def test_a_date_reads_back_in_every_order(day: date) -> None:
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day:%m/%d/%Y}", "mdy") == day
    assert read_day(f"{day:%d.%m.%Y}") == day
    assert read_day(f"{day:%d-%b-%y}") == day
    assert read_day(f"{day:%B} {day.day}, {day.year}") == day
    assert order_evidence(f"{day:%m/%d/%Y}") == ("mdy" if day.day > 12 else "either")


@given(text=st.text(max_size=30))
def test_no_text_breaks_the_parsers(text: str) -> None:
    for style in ("point", "comma", "mixed"):
        with suppress(AmountFaultError):
            read_amount(text, style)
    for order in (None, "mdy", "serial"):
        with suppress(DayFaultError):
            read_day(text, order)


@pytest.mark.parametrize(
    ("dates", "order", "asked"),
    [
        (["10/31/2026", "01/02/2026"], "mdy", False),
        (["31/10/2026", "01/02/2026"], "dmy", False),
        (["2026-10-31"], "ymd", False),
        (["03/04/2026", "05/06/2026"], "mdy", True),
        (["10/31/2026", "31/10/2026"], "mdy", True),
        (["01.02.2026"], "dmy", False),
        (["46326"], "serial", True),
        (["1/2/26"], "mdy", True),
    ],
)
def test_the_order_of_day_and_month(dates: list[str], order: str, *, asked: bool) -> None:
    rows = "".join(f"Acme,{at},{day},10.00\n" for at, day in enumerate(dates))

    reading = read("Customer,Invoice,Due date,Balance\n" + rows, answers=Answers(currency="USD"))

    assert reading.date_order == order
    assert [question.id for question in reading.questions] == ["date_order"] * asked


def test_an_answer_settles_the_order() -> None:
    text = "Customer,Invoice,Due date,Balance\nAcme,1,03/04/2026,10.00\n"

    days = {
        order: str(read(text, answers=Answers(currency="USD", date_order=order)).items[0].due_on)
        for order in ("mdy", "dmy")
    }

    assert days == {"mdy": "2026-03-04", "dmy": "2026-04-03"}


@pytest.mark.parametrize(
    ("amounts", "style", "asked"),
    [
        (["10.00", "1,500"], "point", False),
        (["10", "20"], "point", False),
        (["1,500"], "point", True),
        (["1,50"], "comma", True),
        (["1.234,50"], "comma", True),
        (["1.234,50", "1,234.50"], "mixed", True),
    ],
)
def test_the_decimal_sign(amounts: list[str], style: str, *, asked: bool) -> None:
    rows = "".join(f"Acme;{at};{amount}\n" for at, amount in enumerate(amounts))

    reading = read("Customer;Invoice;Balance\n" + rows, answers=Answers(currency="USD"))

    assert reading.number_style == style
    assert [question.id for question in reading.questions] == ["number_style"] * asked


@pytest.mark.parametrize(
    ("name", "value"),
    [("terms_days", "soon"), ("terms_days", "900"), ("columns", "x"), ("color", "red")],
)
def test_an_answer_that_is_none_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"whole number|limit|answered"):
        Answers().answered(name, value)


def test_answers_lie_over_one_another() -> None:
    first = Answers(currency="EUR").answered("terms_days", "14")

    both = first.over(Answers(currency="USD", date_order="dmy"))

    assert (both.currency, both.terms_days, both.date_order) == ("EUR", 14, "dmy")


@pytest.mark.parametrize("heading", ["Address", "Street"])
def test_city_and_zip_in_cells_of_their_own_are_kept(heading: str) -> None:
    text = (
        f"Customer,{heading},City,State,ZIP,Invoice,Due date,Open balance\n"
        "Alder Books,14 Elm Street,Erie,PA,16501,INV-1,09/13/2026,1200.00\n"
    )

    address = read(text, answers=Answers(currency="USD")).customers[0].address

    assert (address.line1, address.city) == ("14 Elm Street", "Erie")
    assert (address.region, address.postal_code) == ("PA", "16501")
