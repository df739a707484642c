"""A month as the clerk types it."""

from __future__ import annotations

import re
from datetime import date

from collections_desk.errors import EntryRefusedError

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def parse_month(text: str, today: date) -> date:
    """Return the first day of the month that was typed.

    "10", "oct" and "October" are the last one that has begun; "10/2026", "10/26", "2026-10"
    and "oct 2026" name the year.

    Raises:
        EntryRefusedError: If it is no month, or one that has not begun.
    """
    typed = " ".join(text.casefold().replace(",", " ").split())
    found = (
        re.fullmatch(r"(?P<month>[0-9]{1,2})(?:[/. -](?P<year>[0-9]{2}|[0-9]{4}))?", typed)
        or re.fullmatch(r"(?P<year>[0-9]{4})[/. -](?P<month>[0-9]{1,2})", typed)
        or re.fullmatch(r"(?P<name>[a-z]{3,9})\.?(?: (?P<year>[0-9]{2}|[0-9]{4}))?", typed)
    )
    month = _month(found) if found else 0
    if not found or not 1 <= month <= len(_NAMES):
        raise EntryRefusedError(
            "month",
            f'"{text.strip()[:40]}" is not a month.',
            "Type 10, 10/2026, 2026-10 or oct 2026. Nothing was saved.",
        )
    given = found.groupdict().get("year")
    if given is None:
        year = today.year if month <= today.month else today.year - 1
    else:
        year = int(given) + (2000 if len(given) == 2 else 0)  # noqa: PLR2004 - "26"
    if not 1990 <= year <= today.year or (year, month) > (today.year, today.month):  # noqa: PLR2004 - as far as figures go
        raise EntryRefusedError(
            "month",
            f"{_FULL[month - 1].capitalize()} {year} has not begun."
            if year >= today.year
            else f"{year} is too long ago.",
            "Type a month that has begun. Nothing was saved.",
        )
    return date(year, month, 1)


def _month(found: re.Match[str]) -> int:
    parts = found.groupdict()
    name = parts.get("name")
    if name is None:
        return int(parts["month"])
    for place, full in enumerate(_FULL, start=1):
        if full.startswith(name) and len(name) >= len(_NAMES[0]):
            return place
    return 9 if name == "sept" else 0
