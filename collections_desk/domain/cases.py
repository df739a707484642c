"""Cases: each time that a customer was past due, from its first day to how it ended.

A second case makes a repeat. Worklist and customer page count the same cases, because both are
built by `late_spells` from the same facts: the due dates of invoices, and when each was closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Money that comes so many days after the due date makes no case: it was on its way. The first
#: step after the due date (A3, D2) is planned for this day.
TOLERANCE_DAYS = 3
#: How a case ended, or that it did not.
CaseEnd = Literal["open", "paid", "settled", "written off", "placed"]
#: Who was late once and since then paid so many invoices in time, over so many days, has
#: recovered.
RECOVERED_INVOICES, RECOVERED_DAYS = 2, 30


class Spell(NamedTuple):
    """An unbroken time past due: the late spans of invoices that touch are one.

    Attributes:
        due_on: Due date of its oldest invoice; the case begins on the day after.
        ended_on: When the last of its invoices was closed; None while one is open.
        invoices: How many invoices were late.
        worst_days: The most that one of them was past due when it was closed.
    """

    due_on: date
    ended_on: date | None
    invoices: int
    worst_days: int


def late_spells(items: Iterable[tuple[date, date | None]], *, today: date) -> list[Spell]:
    """Return the times past due, the oldest first.

    Args:
        items: Due date of each invoice and the day on which it was closed; None for what is
            open. What was closed in time may be among them.
        today: The creditor's date.
    """
    patience = timedelta(days=TOLERANCE_DAYS)
    late = [
        (due_on, closed_on)
        for due_on, closed_on in items
        if (closed_on or today) - due_on > patience
    ]
    late.sort(key=lambda item: item[0])
    spells: list[Spell] = []
    for due_on, closed_on in late:
        days = ((closed_on or today) - due_on).days
        last = spells[-1] if spells else None
        if last is not None and (last.ended_on is None or due_on <= last.ended_on):
            end = None
            if last.ended_on is not None and closed_on is not None:
                end = max(last.ended_on, closed_on)
            worst = max(last.worst_days, days)
            spells[-1] = Spell(last.due_on, end, last.invoices + 1, worst)
        else:
            spells.append(Spell(due_on, closed_on, 1, days))
    return spells


class Repeats(NamedTuple):
    """How often a customer was late before, and whether it has recovered.

    Attributes:
        before: Cases that ended.
        recovered_since: End of the last one, if everything since was paid in time.
    """

    before: int = 0
    recovered_since: date | None = None


#: Of a customer who was never late before.
NO_REPEATS = Repeats()


def repeats(items: Sequence[tuple[date, date | None]], *, today: date) -> Repeats:
    """Count the cases before; see `late_spells` for the items."""
    spells = late_spells(items, today=today)
    ended = [spell.ended_on for spell in spells if spell.ended_on is not None]
    if not ended or len(ended) < len(spells):
        return Repeats(len(ended))
    last = max(ended)
    return Repeats(len(ended), last if stayed_on_time(items, last, today=today) else None)


def stayed_on_time(items: Iterable[tuple[date, date | None]], since: date, *, today: date) -> bool:
    """Tell whether enough was paid in time after a day, and nothing late.

    Args:
        items: As for `late_spells`.
        since: The end of the last case.
        today: The creditor's date.
    """
    if (today - since).days < RECOVERED_DAYS:
        return False
    paid = [closed_on for due_on, closed_on in items if closed_on is not None and due_on > since]
    return len(paid) >= RECOVERED_INVOICES


@dataclass(frozen=True, slots=True)
class CaseItem:
    """An invoice as the history of a customer needs it.

    Attributes:
        open: What is left of it.
        closed_on: When nothing was left of it, or None.
        closed_by: The kind of the entry that closed it: payment, credit, settlement, write_off.
        entries: Day and amount of each entry against it; what lowers it is negative.
    """

    due_on: date
    open: Money
    closed_on: date | None = None
    closed_by: str = "payment"
    entries: tuple[tuple[date, int], ...] = ()

    def left_on(self, day: date) -> int:
        """Return what was open of it at the end of a day, in minor units."""
        return self.open.minor - sum(minor for on, minor in self.entries if on > day)


@dataclass(frozen=True, slots=True)
class Case:
    """One delinquency of a customer.

    Attributes:
        number: 1 for the first one.
        began_on: First day past due of its oldest invoice.
        ended_on: When it was paid, settled, written off or placed; None while it is open.
        how: How it ended.
        largest_overdue: The most that was past due on one day, by currency.
        days: From the first day to the end, or to today.
        worst_days: The most that one of its invoices was past due.
        invoices: How many invoices were late.
        steps_taken: Steps of contact plans that were taken in it; skipped ones left out.
    """

    number: int
    began_on: date
    ended_on: date | None
    how: CaseEnd
    largest_overdue: tuple[Money, ...]
    days: int
    worst_days: int
    invoices: int
    steps_taken: int

    @property
    def is_open(self) -> bool:
        """Tell whether it goes on."""
        return self.how == "open"


class WayOut(NamedTuple):
    """Something that ends what is open without being paid: placed, settled, written off."""

    how: CaseEnd
    on: date


_CLOSED_BY: dict[str, CaseEnd] = {"write_off": "written off", "settlement": "settled"}


def cases(
    items: Sequence[CaseItem],
    *,
    today: date,
    steps: Iterable[date] = (),
    way_out: WayOut | None = None,
) -> tuple[Case, ...]:
    """Return the cases of one customer, the oldest first.

    Args:
        items: Its invoices with a due date, open or closed.
        today: The creditor's date.
        steps: The days on which steps were taken.
        way_out: What ended the work on what is still open, if something did.
    """
    spells = late_spells([(item.due_on, item.closed_on) for item in items], today=today)
    taken = sorted(steps)
    return tuple(
        _case(number, spell, items, taken, today, way_out)
        for number, spell in enumerate(spells, start=1)
    )


def _case(  # noqa: PLR0913, PLR0917 - what a case is put together from
    number: int,
    spell: Spell,
    items: Sequence[CaseItem],
    steps: Sequence[date],
    today: date,
    way_out: WayOut | None,
) -> Case:
    mine = [
        item
        for item in items
        if item.due_on >= spell.due_on
        and (spell.ended_on is None or item.due_on <= spell.ended_on)
    ]
    how, ended_on = _ending(spell, mine, way_out)
    began_on = spell.due_on + timedelta(days=1)
    end = ended_on or today
    return Case(
        number=number,
        began_on=began_on,
        ended_on=ended_on,
        how=how,
        largest_overdue=_largest(mine, end),
        days=(end - spell.due_on).days,
        worst_days=spell.worst_days,
        invoices=spell.invoices,
        steps_taken=sum(began_on <= day <= end for day in steps),
    )


def _ending(
    spell: Spell, items: Sequence[CaseItem], way_out: WayOut | None
) -> tuple[CaseEnd, date | None]:
    if spell.ended_on is None:
        if way_out is not None and way_out.on > spell.due_on:
            return way_out.how, way_out.on
        return "open", None
    last = [item.closed_by for item in items if item.closed_on == spell.ended_on]
    for kind, how in _CLOSED_BY.items():
        if kind in last:
            return how, spell.ended_on
    return "paid", spell.ended_on


def _largest(items: Sequence[CaseItem], end: date) -> tuple[Money, ...]:
    """Return the most that was past due at the end of one day, by currency."""
    found: dict[str, int] = {}
    days = {item.due_on + timedelta(days=1) for item in items}
    for day in (day for day in days if day <= end):
        sums: dict[str, int] = {}
        for item in items:
            if item.due_on < day:
                left = max(item.left_on(day - timedelta(days=1)), 0)
                sums[item.open.currency] = sums.get(item.open.currency, 0) + left
        for code, minor in sums.items():
            found[code] = max(found.get(code, 0), minor)
    return tuple(Money(minor, code) for code, minor in sorted(found.items()) if minor)
