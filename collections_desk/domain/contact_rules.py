"""Days and hours in words: what a customer calls inconvenient, when its office answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = (
    r"(mon|tue|wed|thu|fri|sat|sun)"
    r"(?:days?|s|sdays?|nesdays?|r|rs|rsdays?|urdays?)?(?![a-z])"
)
_CLOCK = r"([0-9]{1,2})(?::([0-5][0-9]))?\s*(am|pm|a\.m\.|p\.m\.)?"
#: Words for a part of the day, as (first minute, last minute).
PARTS = {
    "morning": ("00:00", "12:00"),
    "afternoon": ("12:00", "17:00"),
    "evening": ("17:00", "23:59"),
    "lunch": ("12:00", "13:00"),
}


@dataclass(frozen=True, slots=True)
class TimeRule:
    """Weekdays (0 is Monday) and spans of the day in which contact is not wanted.

    Empty `weekdays` means each day; empty `spans` the whole day.
    """

    weekdays: frozenset[int]
    spans: tuple[tuple[time, time], ...]

    @property
    def understood(self) -> bool:
        """Tell whether anything was understood at all."""
        return bool(self.weekdays or self.spans)

    def forbids(self, there: datetime) -> bool:
        """Tell whether the local moment falls into it."""
        if self.weekdays and there.weekday() not in self.weekdays:
            return False
        clock = there.time().replace(tzinfo=None)
        return not self.spans or any(first <= clock < last for first, last in self.spans)

    def facts(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {
            "weekdays": sorted(self.weekdays),
            "spans": [[f"{first:%H:%M}", f"{last:%H:%M}"] for first, last in self.spans],
        }


def inconvenient(words: str) -> TimeRule:
    """Read "not on Mondays", "never before 10 am", "no calls in the evening".

    What is not understood is left out; the words themselves stay on record.
    """
    lower = words.casefold()
    weekdays = {WEEKDAYS.index(_full(found)) for found in re.findall(rf"\b{_DAY}\b", lower)}
    if "weekend" in lower:
        weekdays |= {5, 6}
    spans = [
        (time.fromisoformat(first), time.fromisoformat(last))
        for word, (first, last) in PARTS.items()
        if word in lower
    ]
    for word, *clock in re.findall(rf"\b(before|after)\s+{_CLOCK}", lower):
        at = _clock(*clock, likely_pm=word == "after")
        if at is not None:
            spans.append((time(0), at) if word == "before" else (at, time(23, 59, 59)))
    return TimeRule(frozenset(weekdays), tuple(spans))


def rule_from_facts(facts: Mapping[str, Any]) -> TimeRule:
    """Read back what `TimeRule.facts` wrote."""
    return TimeRule(
        frozenset(facts.get("weekdays", ())),
        tuple(
            (time.fromisoformat(first), time.fromisoformat(last))
            for first, last in facts.get("spans", ())
        ),
    )


def office_open(hours: str, there: datetime) -> bool | None:
    """Tell whether an office with such hours ("Mon-Fri 9-17", "8:30 am - 5 pm") is open.

    None if the words are not understood; nobody is stopped by a guess.
    """
    lower = hours.casefold().replace("\u2013", "-").replace(" to ", "-")
    span = re.search(rf"{_CLOCK}\s*-\s*{_CLOCK}", lower)
    if span is None:
        return None
    begin = _clock(*span.groups()[:3], likely_pm=False)
    end = _clock(*span.groups()[3:], likely_pm=True)
    if begin is None or end is None:
        return None
    days = re.search(rf"\b{_DAY}\s*-\s*{_DAY}\b", lower)
    if days is not None:
        first, last = (WEEKDAYS.index(_full(day)) for day in days.groups())
        if (there.weekday() - first) % 7 > (last - first) % 7:
            return False
    return begin <= there.time().replace(tzinfo=None) <= end


def _full(short: str) -> str:
    return next(day for day in WEEKDAYS if day.startswith(short))


def _clock(hour: str, minute: str | None, half: str | None, *, likely_pm: bool) -> time | None:
    number = int(hour)
    if half and half.startswith("p") and number < 12:  # noqa: PLR2004 - hours of a clock
        number += 12
    elif half and half.startswith("a") and number == 12:  # noqa: PLR2004 - hours of a clock
        number = 0
    elif not half and likely_pm and number < 8:  # noqa: PLR2004 - "after 5" is 5 pm
        number += 12
    return time(number, int(minute or 0)) if number < 24 else None  # noqa: PLR2004 - hours of a day
