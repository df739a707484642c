"""Business days: Monday to Friday, public holidays left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from collections_desk.domain.resource_files import read_csv

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """A public holiday that comes every year.

    Attributes:
        month: 1 to 12.
        day: Day of the month, or 0 where `weekday` and `nth` say it.
        weekday: 0 Monday to 6 Sunday.
        nth: The nth such weekday of the month; -1 is the last.
        since: The first year in which it is kept.
    """

    name: str
    month: int
    day: int
    weekday: int
    nth: int
    since: int

    def on(self, year: int) -> date | None:
        """Return the day on which it is kept in `year`, or None before its first year.

        A fixed day that falls on a Saturday is kept on Friday, one on a Sunday on Monday
        (5 USC 6103(b), Executive Order 11582).
        """
        if year < self.since:
            return None
        if not self.day:
            return _nth_weekday(year, self.month, self.weekday, self.nth)
        fixed = date(year, self.month, self.day)
        shift = {_SATURDAY: -1, _SATURDAY + 1: 1}.get(fixed.weekday(), 0)
        return fixed + timedelta(days=shift)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def holiday_rules(text: str, file: str) -> tuple[HolidayRule, ...]:
    """Read a table of holidays.

    Raises:
        ResourceFaultError: If a row gives neither a day nor a weekday with its number.
    """
    rules = []
    for row in read_csv(text, file, {"name", "month", "day", "weekday", "nth", "since"}):
        if not row.has("day") and not (row.has("weekday") and row.has("nth")):
            row.refuse("a holiday needs a day, or a weekday and its number", "day")
        rules.append(
            HolidayRule(
                row.text("name"),
                row.integer("month"),
                row.integer("day", 0),
                row.integer("weekday", 0),
                row.integer("nth", 0),
                row.integer("since", 0),
            )
        )
    return tuple(rules)


@lru_cache(maxsize=64)
def closed_days(
    rules: tuple[HolidayRule, ...], first_year: int, last_year: int
) -> frozenset[date]:
    """Return every holiday of these years.

    New Year's Day of the year after may be kept on December 31, so one more is looked at.
    """
    days = (rule.on(year) for year in range(first_year, last_year + 2) for rule in rules)
    return frozenset(day for day in days if day is not None and day.year <= last_year)


def closed_around(rules: Iterable[HolidayRule], today: date) -> frozenset[date]:
    """Return the holidays of the years that the desk looks at from `today`."""
    return closed_days(tuple(rules), today.year - 10, today.year + 5)


def is_business_day(day: date, closed: Container[date] = ()) -> bool:
    """Tell whether offices are open."""
    return day.weekday() < _SATURDAY and day not in closed


def business_day_on_or_after(day: date, closed: Container[date] = ()) -> date:
    """Move a day that falls on a weekend or holiday forward, never back."""
    while not is_business_day(day, closed):
        day += timedelta(days=1)
    return day


def business_day_on_or_before(day: date, closed: Container[date] = ()) -> date:
    """Return the last business day by which something can be done that is due on a day."""
    while not is_business_day(day, closed):
        day -= timedelta(days=1)
    return day


def add_business_days(day: date, days: int, closed: Container[date] = ()) -> date:
    """Count business days forward; the day itself is not counted.

    Zero gives the day itself, business day or not.
    """
    for _ in range(days):
        day = business_day_on_or_after(day + timedelta(days=1), closed)
    return day


def validation_period_end(sent_on: date, closed: Container[date] = ()) -> date:
    """Return the last day of the validation period of a notice sent by mail.

    It is taken to arrive five business days later; thirty calendar days follow
    (12 CFR 1006.34(b)(5), (c)(2)). Weekends and federal holidays count in the second part.
    """
    return add_business_days(sent_on, 5, closed) + timedelta(days=30)
