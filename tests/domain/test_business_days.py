"""Business days, checked against a library that knows the holidays of the world."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.calendar import (
    add_business_days,
    business_day_on_or_after,
    closed_days,
    holiday_rules,
    is_business_day,
)
from collections_desk.errors import ResourceFaultError
from tests.domain.rules import RESOURCES

DAYS = st.dates(date(2021, 1, 1), date(2039, 12, 31))
CLOSED = closed_days(RESOURCES.holidays, 2020, 2040)


@pytest.mark.parametrize("year", range(2021, 2041))
def test_federal_holidays_are_those_of_the_library(year: int) -> None:
    known = holidays.country_holidays("US", years=[year, year + 1])
    named = {
        day for day, name in known.items()
        if day.year == year and is_weekday(day) and "Inauguration" not in name
    }  # fmt: skip
    ours = {day for day in closed_days(RESOURCES.holidays, year, year) if day.year == year}

    assert ours == named


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


@given(DAYS, st.integers(1, 30))
def test_business_days_are_counted_one_by_one(day: date, count: int) -> None:
    found = add_business_days(day, count, CLOSED)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]

    assert is_business_day(found, CLOSED)
    assert sum(is_business_day(one, CLOSED) for one in between) == count


@given(DAYS)
def test_a_day_moves_forward_and_only_if_it_must(day: date) -> None:
    found = business_day_on_or_after(day, CLOSED)

    assert found >= day
    assert (found == day) == is_business_day(day, CLOSED)


def test_a_holiday_without_a_day_is_refused() -> None:
    text = "name,month,day,weekday,nth,since\nSome Day,5,,,,\n"
    with pytest.raises(ResourceFaultError, match="needs a day"):
        holiday_rules(text, "holidays/some.csv")
