"""Dates as files write them. What a text does not prove is not guessed.

`date.fromisoformat` alone would take ISO weeks; here only known shapes with ASCII digits
are read, and 03/04/2026 is a question until something proves the order.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

#: Years outside are taken for typing errors: no open invoice is as old, none is due as late.
EARLIEST_YEAR = 1980
LATEST_YEAR = 2079
#: The day before a spreadsheet's day 1, such that its false leap day of 1900 does no harm.
SPREADSHEET_EPOCH = date(1899, 12, 30)

_TIME = (
    r"(?:[T ]\s*(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
    r"\s*(?:[AaPp][Mm])?\s*(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}", re.ASCII)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
_YEAR_LAST = re.compile(
    rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_TIME}", re.ASCII
)
_DAY_MONTH = re.compile(
    rf"(?:[^\W\d]+,\s*)?([0-9]{{1,2}})(?:st|nd|rd|th)?[.\s-]*([^\W\d]{{3,9}})\.?,?[\s-]*"
    rf"([0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_MONTH_DAY = re.compile(
    rf"(?:[^\W\d]+,\s*)?([^\W\d]{{3,9}})\.?\s*([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+([0-9]{{4}}){_TIME}"
)
_SERIAL = re.compile(r"[0-9]{5}(?:\.0+)?", re.ASCII)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar",
            "february feb februar",
            "march mar märz mär",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}


class DayFaultError(ValueError):
    """A text that is no date; the message says why, as a sentence."""


class DayAmbiguousError(DayFaultError):
    """A text that is a date only once the order of day and month is known."""


def read_day(text: str, order: str | None = None) -> date | None:
    """Read a date as a file writes it; None for an empty cell. A time after it is dropped.

    Args:
        text: What stands in the cell.
        order: "mdy" or "dmy" once it is known, "ymd" where the year comes first, "serial"
            for a spreadsheet's day count; None while nothing is known.

    Raises:
        DayFaultError: If it is no date, or the year is outside 1980 to 2079.
        DayAmbiguousError: If it could be two dates, or its century is not known.
    """
    text = text.strip()
    if not text:
        return None
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        parts = [part for part in found.groups() if part.isdigit()]
        return _day(int(parts[0]), int(parts[1]), int(parts[2]), text)
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(found, order, text)
    if found := _DAY_MONTH.fullmatch(text):
        return _day(_year(found[3]), _month(found[2], text), int(found[1]), text)
    if found := _MONTH_DAY.fullmatch(text):
        return _day(int(found[3]), _month(found[1], text), int(found[2]), text)
    if _SERIAL.fullmatch(text):
        if order == "serial":
            day = SPREADSHEET_EPOCH + timedelta(days=int(float(text)))
            return _day(day.year, day.month, day.day, text)
        msg = f'"{text}" is a number; a spreadsheet may have turned a date into its day count'
        raise DayAmbiguousError(msg)
    msg = f'"{text}" is not a date'
    raise DayFaultError(msg)


def order_evidence(text: str) -> str | None:
    """Tell what order of day and month a text proves.

    Returns:
        "mdy", "dmy" or "ymd"; "either" for one that could be both; "serial" for a bare
        five-digit number; None for a text that is no numeric date. Dates with points are
        day first: no country writes the month first with points.
    """
    text = text.strip()
    if _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return "ymd"
    if found := _YEAR_LAST.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        if len(found[4]) == len("26"):
            return "either"
        if first > 12 >= second or (found[2] == "." and second <= 12):  # noqa: PLR2004 - months
            return "dmy"
        return "mdy" if second > 12 >= first else "either"  # noqa: PLR2004 - months
    return "serial" if _SERIAL.fullmatch(text) else None


def _year_last(found: re.Match[str], order: str | None, text: str) -> date:
    first, second, year = int(found[1]), int(found[3]), found[4]
    if order not in {"mdy", "dmy"}:
        proof = order_evidence(text)
        if proof not in {"mdy", "dmy"}:
            msg = f'"{text}" could be two dates: say whether the day or the month comes first'
            raise DayAmbiguousError(msg)
        order = proof
    month, day = (first, second) if order == "mdy" else (second, first)
    return _day(_year(year), month, day, text)


def _year(digits: str) -> int:
    """Complete a year of two digits: 80 to 99 lie in the last century."""
    year = int(digits)
    if len(digits) == len("2026"):
        return year
    return year + (1900 if year >= EARLIEST_YEAR - 1900 else 2000)


def _month(word: str, text: str) -> int:
    month = _MONTHS.get(word.casefold())
    if month is None:
        msg = f'"{text}" is not a date'
        raise DayFaultError(msg)
    return month


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        msg = f'"{text}" is not a day of the calendar'
        raise DayFaultError(msg) from None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        msg = f'"{text}" lies outside {EARLIEST_YEAR} to {LATEST_YEAR}'
        raise DayFaultError(msg)
    return found
