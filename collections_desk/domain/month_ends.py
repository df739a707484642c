"""What was open at the end of month after month: walked back once, not month by month."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from collections_desk.domain.figure_facts import EntryFact, ItemFact

Thing = TypeVar("Thing")


class _Walk:
    """The sums on the way back: every entry and every item changes them once.

    Attributes:
        sums: What is open and what of it is past due, by currency.
        left: What is open, by the number of the item.
        unborn: Items that were not owed yet.
        in_time: Items that are not among those past due.
    """

    def __init__(self, items: Sequence[ItemFact]) -> None:
        self.items = {item.id: item for item in items}
        self.left = {item.id: item.open_minor for item in items}
        self.unborn: set[int] = set()
        self.in_time = {item.id for item in items if item.due_on is None}
        self.sums: dict[str, list[int]] = {item.currency: [0, 0] for item in items}
        for item in items:
            both = self.sums[item.currency]
            both[0] += item.open_minor
            if item.due_on is not None:
                both[1] += item.open_minor

    def take_back(self, entries: Iterable[EntryFact]) -> None:
        """Go back before some entries."""
        for entry in entries:
            item = self.items.get(entry.invoice_id or 0)
            if item is None:
                continue
            both = self.sums[item.currency]
            if item.id not in self.unborn:
                both[0] -= entry.minor
            if item.id not in self.in_time:
                both[1] -= entry.minor
            self.left[item.id] -= entry.minor

    def not_late(self, items: Iterable[ItemFact]) -> None:
        """Go back to where some items were not past due."""
        for item in items:
            if item.id not in self.in_time:
                self.sums[item.currency][1] -= self.left[item.id]
                self.in_time.add(item.id)

    def not_born(self, items: Iterable[ItemFact]) -> None:
        """Go back before the day from which some items were owed."""
        for item in items:
            self.sums[item.currency][0] -= self.left[item.id]
            self.unborn.add(item.id)
        self.not_late(items)


def totals_back(
    items: Sequence[ItemFact], entries: Iterable[EntryFact], days: Iterable[date]
) -> Iterator[dict[str, tuple[int, int]]]:
    """Give what was open and what of it past due at the end of each day, by currency.

    Args:
        items: Every item, as it stands now.
        entries: Every entry.
        days: The latest first.
    """
    walk = _Walk(items)
    moved = _by_day((entry.on, entry) for entry in entries)
    births = _by_day((item.born, item) for item in items)
    dues = _by_day((item.due_on, item) for item in items)
    for day in days:
        while moved and moved[-1][0] > day:
            walk.take_back(moved.pop()[1])
        while births and births[-1][0] > day:
            walk.not_born(births.pop()[1])
        while dues and dues[-1][0] >= day:
            walk.not_late(dues.pop()[1])
        yield {code: (everything, late) for code, (everything, late) in walk.sums.items()}


def _by_day(dated: Iterable[tuple[date | None, Thing]]) -> list[tuple[date, list[Thing]]]:
    """Put things together by their day, the earliest first; what has none is left out."""
    found: dict[date, list[Thing]] = defaultdict(list)
    for day, thing in dated:
        if day is not None:
            found[day].append(thing)
    return [(day, found[day]) for day in sorted(found)]
