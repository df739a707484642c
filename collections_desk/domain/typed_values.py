"""Dates as the clerk types them: keys, shifts, weekdays, partial dates, full dates."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from babel import Locale
from babel.dates import get_day_names, get_month_names

from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

#: Which way an incomplete date is completed: the nearest day, or one not in the past, or one
#: not in the future.
Prefer = Literal["near", "future", "past"]


def _month_start(day: date) -> date:
    return day.replace(day=1)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Return the same day so many months on; the last of a month where it has no such day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


#: One key each; they act on the day that the field shows.
KEYS: dict[str, Callable[[date], date]] = {
    "+": lambda day: day + timedelta(days=1),
    "=": lambda day: day + timedelta(days=1),
    "-": lambda day: day - timedelta(days=1),
    "[": lambda day: add_months(day, -1),
    "]": lambda day: add_months(day, 1),
    "m": _month_start,
    "h": _month_end,
    "y": lambda day: day.replace(month=1, day=1),
    "r": lambda day: day.replace(month=12, day=31),
}
_WORDS = {"today": 0, "now": 0, "tomorrow": 1, "tmrw": 1, "yesterday": -1}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
} | {"a": 1, "an": 1}


def parse_day_typed(
    text: str,
    today: date,
    locale: str = "en_US",
    *,
    current: date | None = None,
    prefer: Prefer = "near",
) -> date:
    """Read a day: `t`, `+`, `-`, `[`, `]`, `m`, `h`, `y`, `r`, `+5`, `-10`, "15", "3/15", "fri",
    "next tue", "in two weeks", "end of month", "mar 15", "2026-03-15".

    Args:
        text: What was typed.
        today: The creditor's date; `t`, weekdays and "in ..." count from it.
        locale: The order of day and month, and the names.
        current: The day that the field shows; the keys act on it. Today if None.
        prefer: How an incomplete date is completed.

    Raises:
        EntryRefusedError: If it is no day, or a day that does not exist.
    """  # noqa: D205 - the list of forms is one sentence
    typed = " ".join(text.casefold().split()).rstrip(".,;")
    shown = current or today
    try:
        found = (
            _key(typed, today, shown)
            or _words(typed, today)
            or _weekday(typed, today, locale)
            or _numbers(typed, today, locale, prefer)
            or _named_month(typed, today, locale, prefer)
        )
    except (ValueError, OverflowError):
        raise _refused(text, "does not exist") from None
    if found is None:
        raise _refused(text, "is not a day")
    return found


def _refused(text: str, fault: str) -> EntryRefusedError:
    shown = text.strip()
    shown = shown if len(shown) <= 40 else shown[:40] + "…"  # noqa: PLR2004 - one line on a form
    return EntryRefusedError(
        "day",
        f'"{shown}" {fault}.',
        "Type a date, a weekday, t for today, or +5 for five days on. Nothing was saved.",
    )


def _key(typed: str, today: date, shown: date) -> date | None:
    if typed == "t":
        return today
    if typed in KEYS:
        return KEYS[typed](shown)
    shift = re.fullmatch(r"([+-]) ?([0-9]{1,4})", typed)
    if shift is None:
        return None
    days = int(shift[2])
    return shown + timedelta(days=days if shift[1] == "+" else -days)


#: Whole phrases, each with the day that it means.
_PHRASES: dict[str, Callable[[date], date]] = {
    "end of month": _month_end,
    "next month": lambda day: add_months(day, 1),
    "end of next month": lambda day: _month_end(add_months(_month_start(day), 1)),
    "next week": lambda day: day + timedelta(days=7),
    "end of week": lambda day: day + timedelta(days=(4 - day.weekday()) % 7),
}
_PHRASES["eom"] = _PHRASES["month end"] = _PHRASES["end of month"]
_SPAN = re.compile(
    rf"(?:in |within )?([0-9]{{1,4}}|{'|'.join(_NUMBERS)}) (day|week|month)s?"
    "(?: from (?:now|today))?"
)


def _words(typed: str, today: date) -> date | None:
    if typed in _WORDS:
        return today + timedelta(days=_WORDS[typed])
    phrase = typed.replace("end of the ", "end of ")
    if phrase in _PHRASES:
        return _PHRASES[phrase](today)
    span = _SPAN.fullmatch(typed)
    if span is None:
        return None
    number = _NUMBERS.get(span[1]) or int(span[1])
    if span[2] == "month":
        return add_months(today, number)
    return today + timedelta(days=number * (7 if span[2] == "week" else 1))


@lru_cache(maxsize=32)
def _day_names(locale: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for number, name in get_day_names(width, locale=locale).items():
            names[name.casefold().rstrip(".")] = number
    for number, name in get_day_names("wide", locale="en").items():
        for length in range(3, len(name) + 1):
            names.setdefault(name.casefold()[:length], number)
    return names


@lru_cache(maxsize=32)
def _month_names(locale: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for source in (locale, "en"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=source).items():
                names.setdefault(name.casefold().rstrip("."), number)
    names.setdefault("sept", 9)
    return names


def _weekday(typed: str, today: date, locale: str) -> date | None:
    """Return the next such weekday after today; "next" names the one of the next week."""
    asked = re.fullmatch(r"(?:(this|next|on|coming) )?([^\W\d_]+)", typed)
    number = _day_names(locale).get(asked[2]) if asked else None
    if asked is None or number is None:
        return None
    if asked[1] == "next":
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
        return monday + timedelta(days=number)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


@lru_cache(maxsize=32)
def _order(locale: str) -> str:
    """Return the order of day, month and year in short dates: "mdy" for one."""
    pattern = Locale.parse(locale).date_formats["short"].pattern.casefold()
    return "".join(sorted("dmy", key=pattern.index))


def _numbers(typed: str, today: date, locale: str, prefer: Prefer) -> date | None:
    if iso := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", typed):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if alone := re.fullmatch(r"(?:the |on the )?([0-9]{1,2})(?:st|nd|rd|th)?", typed):
        return _day_of_month(int(alone[1]), today, prefer)
    parts = re.fullmatch(r"([0-9]{1,2})[/.\-]([0-9]{1,2})(?:[/.\-]([0-9]{2}|[0-9]{4}))?", typed)
    if parts is None:
        return None
    order = _order(locale).replace("y", "")
    first, second = int(parts[1]), int(parts[2])
    day, month = (first, second) if order == "dm" else (second, first)
    return _complete(day, month, parts[3], today, prefer)


def _named_month(typed: str, today: date, locale: str, prefer: Prefer) -> date | None:
    bare = typed.replace(",", " ").replace(".", " ")
    pattern = r"([^\W\d_]+) ([0-9]{1,2})(?:st|nd|rd|th)?(?: ([0-9]{4}))?"
    other = r"([0-9]{1,2})(?:st|nd|rd|th)?(?: of)? ([^\W\d_]+)(?: ([0-9]{4}))?"
    clean = " ".join(bare.split())
    if found := re.fullmatch(pattern, clean):
        name, day, year = found[1], int(found[2]), found[3]
    elif found := re.fullmatch(other, clean):
        name, day, year = found[2], int(found[1]), found[3]
    else:
        return None
    month = _month_names(locale).get(name)
    return None if month is None else _complete(day, month, year, today, prefer)


def _day_of_month(number: int, today: date, prefer: Prefer) -> date:
    """Return the day of this month, or of the one that `prefer` asks for.

    A month without such a day is passed over: "the 31st" in November is December 31.
    """
    if not 1 <= number <= 31:  # noqa: PLR2004 - days of a month
        msg = "no such day"
        raise ValueError(msg)
    around = [add_months(_month_start(today), shift) for shift in (-2, -1, 0, 1, 2)]
    days = [
        first.replace(day=number)
        for first in around
        if number <= monthrange(first.year, first.month)[1]
    ]
    if prefer == "future":
        return min(day for day in days if day >= today)
    if prefer == "past":
        return max(day for day in days if day <= today)
    this = [day for day in days if (day.year, day.month) == (today.year, today.month)]
    return this[0] if this else min(day for day in days if day >= today)


def _complete(day: int, month: int, year: str | None, today: date, prefer: Prefer) -> date:
    if year is not None:
        return date(int(year) if len(year) > 2 else 2000 + int(year), month, day)  # noqa: PLR2004 - two digits
    years = [
        number
        for number in range(today.year - 4, today.year + 5)
        if day <= monthrange(number, month)[1]
    ]
    days = [date(number, month, day) for number in years]
    if prefer == "future":
        return min(found for found in days if found >= today)
    if prefer == "past":
        return max(found for found in days if found <= today)
    return min(days, key=lambda found: abs((found - today).days))


def day_text(day: date) -> str:
    """Return a day with its weekday, "Friday, November 27, 2026"."""
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"
