"""Limitation periods: a warning that the time to sue on a debt may be running out or be over.

The table (`resources/places/limitation_periods.csv`) holds, for each state, the shortest and the
longest number of years that public tables give for a written contract and for an open account.
It serves for warnings only: the program says from which day something may be barred and asks to
have it verified; it never says that it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.resource_files import read_csv
from collections_desk.errors import ResourceFaultError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.resource_files import Item

#: So many days before the shortest period is over the warning begins.
APPROACHING_DAYS = 90
#: The usual period for a sale of goods, in years, whatever the row of the state says (UCC 2-725).
GOODS_YEARS = 4
#: What is told beside every warning, for both may be so.
GOODS_NOTE = "a sale of goods is usually 4 years (UCC 2-725)"
RESTART_NOTE = "a payment or a written acknowledgment may restart the period, or may not"

Stage = Literal["approaching", "may be barred"]

_COLUMNS = {
    "state",
    "written_main",
    "written_min",
    "written_max",
    "open_main",
    "open_min",
    "open_max",
    "sources_agree",
    "cite",
    "note",
}


@dataclass(frozen=True, slots=True)
class LimitationPeriod:
    """The row of one state; all numbers are years.

    Attributes:
        state: "PA".
        written: Shortest, surveyed and longest period of a written contract.
        open_account: The same for an open account.
        sources_agree: Whether the tables that were compared say the same.
        cite: Where the period stands.
        note: What else is to be known; empty where nothing is.
    """

    state: str
    written: tuple[int, int, int]
    open_account: tuple[int, int, int]
    sources_agree: bool
    cite: str
    note: str

    def years(self, written: bool | None) -> tuple[int, int]:  # noqa: FBT001 - three answers
        """Return the shortest and longest period; not knowing which takes in both."""
        rows = {True: (self.written,), False: (self.open_account,)}
        chosen = (self.written, self.open_account) if written is None else rows[written]
        return min(row[0] for row in chosen), max(row[2] for row in chosen)


@dataclass(frozen=True, slots=True)
class LimitationFinding:
    """A debt whose time may be running out.

    Attributes:
        stage: "approaching" or "may be barred"; both are to be verified.
        state: The state whose row was used; empty where it is not known and the shortest period
            of all states was taken.
        since: The day from which it was counted.
        bars_on: The day on which the shortest period is over.
        years_min: That period.
        years_max: The longest that the tables give.
        cite: Where it stands.
        notes: What else is to be known.
    """

    stage: Stage
    state: str
    since: date
    bars_on: date
    years_min: int
    years_max: int
    cite: str
    notes: tuple[str, ...]

    @property
    def said(self) -> str:
        """Say it for the clerk: the fact, the rule and what to do, with no final point."""
        where = f"in {self.state}" if self.state else "in the strictest state, for none is known"
        years = (
            f"{self.years_min} years"
            if self.years_min == self.years_max
            else f"{self.years_min} to {self.years_max} years"
        )
        passed = (
            f"may be barred since {short_day(self.bars_on)}, verify"
            if self.stage == "may be barred"
            else f"may be barred from {short_day(self.bars_on)} on: approaching, verify"
        )
        return (
            f"what is owed since {short_day(self.since)} {passed}: {years} {where} ({self.cite})"
        )


def limitation_periods(text: str, file: str) -> dict[str, LimitationPeriod]:
    """Read the table.

    Raises:
        ResourceFaultError: If a state comes twice or the numbers of a row are not in order.
    """
    periods: dict[str, LimitationPeriod] = {}
    for row in read_csv(text, file, _COLUMNS):
        state = row.text("state")
        if state in periods:
            row.refuse(f'the state "{state}" is already there', "state")
        periods[state] = LimitationPeriod(
            state,
            _years(row, "written"),
            _years(row, "open"),
            sources_agree=row.choice("sources_agree", {"y", "n"}) == "y",
            cite=row.text("cite"),
            note=row.text("note", ""),
        )
    if not periods:
        raise ResourceFaultError(file, 1, "there is no row of a state")
    return periods


def _years(row: Item, kind: str) -> tuple[int, int, int]:
    least, main, most = (row.integer(f"{kind}_{part}") for part in ("min", "main", "max"))
    if not 0 < least <= main <= most:
        row.refuse(f'"{kind}_min", "{kind}_main" and "{kind}_max" must rise', f"{kind}_min")
    return least, main, most


def possible_bar(  # noqa: PLR0913 - each is named at the call
    periods: Mapping[str, LimitationPeriod],
    state: str,
    written: bool | None,  # noqa: FBT001 - three answers
    since: date,
    today: date,
    *,
    goods: bool | None = None,
) -> LimitationFinding | None:
    """Tell whether the time to sue may be nearly or wholly over; None well before that.

    Args:
        periods: The table.
        state: The customer's state, "PA"; a state without a row, or an empty one, takes the
            shortest period of all.
        written: Whether there is a written contract; None where it is not known.
        since: From which day it counts: the due date, unless the clerk knows better.
        today: The creditor's date.
        goods: Whether it was a sale of goods; None where it is not known, taken as yes.
    """
    period = periods.get(state.strip().upper())
    if period is not None:
        least, most = period.years(written)
        cite = period.cite
    else:
        shortest = min(periods.values(), key=lambda one: one.years(written)[0])
        least, most = shortest.years(written)[0], shortest.years(written)[1]
        cite = "the shortest of all rows"
    notes = [GOODS_NOTE, RESTART_NOTE]
    if goods is not False and least > GOODS_YEARS:
        least, cite = GOODS_YEARS, f"UCC 2-725 for a sale of goods; otherwise {cite}"
    if period is not None and not period.sources_agree:
        notes.append("the tables that were compared do not agree")
    if period is not None and period.note:
        notes.append(period.note)
    bars_on = years_later(since, least)
    if today < bars_on - timedelta(days=APPROACHING_DAYS):
        return None
    stage: Stage = "may be barred" if today >= bars_on else "approaching"
    return LimitationFinding(
        stage,
        period.state if period else "",
        since,
        bars_on,
        least,
        max(least, most),
        cite,
        tuple(notes),
    )


def years_later(day: date, years: int) -> date:
    """Return the same day so many years later; February 29 becomes the 28th, the earlier one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
