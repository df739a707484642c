"""How old what is owed is: days past due, buckets, and the sum in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

#: The buckets in order, by their labels.
BUCKETS = ("current", "1-30", "31-60", "61-90", "91-120", "over 120")
#: The last day past due of each bucket but the last.
BUCKET_ENDS = (0, 30, 60, 90, 120)


class Owed(Protocol):
    """What aging reads of an open item: an invoice, a debit, a credit, unapplied cash."""

    @property
    def open(self) -> Money:
        """What is left of it; negative for a credit."""

    @property
    def due_on(self) -> date | None:
        """The day by which it should be paid; None counts as current."""


class Aging(NamedTuple):
    """The open balance in one currency, cut by age.

    A credit or unapplied payment lowers the bucket of its own date, so that the buckets add
    up to the balance.

    Attributes:
        currency: ISO 4217 code.
        minors: Minor units in each of `BUCKETS`, in their order.
    """

    currency: str
    minors: tuple[int, int, int, int, int, int]

    @property
    def balance(self) -> Money:
        """Return the sum of all buckets."""
        return Money(sum(self.minors), self.currency)

    @property
    def overdue(self) -> Money:
        """Return the sum of all buckets past due."""
        return Money(sum(self.minors[1:]), self.currency)

    def bucket(self, label: str) -> Money:
        """Return what lies in one bucket."""
        return Money(self.minors[BUCKETS.index(label)], self.currency)


def bucket_of(days_past_due: int) -> str:
    """Return the label of the bucket for so many days; due today is still current."""
    for label, end in zip(BUCKETS, BUCKET_ENDS, strict=False):
        if days_past_due <= end:
            return label
    return BUCKETS[-1]


def days_past_due(due_on: date | None, today: date) -> int:
    """Return whole days since the due date; zero where it is not past or not known."""
    return 0 if due_on is None else max((today - due_on).days, 0)


def age(items: Iterable[Owed], today: date) -> dict[str, Aging]:
    """Cut open items into buckets, each currency by itself, in the order of the codes."""
    sums: dict[str, list[int]] = {}
    for item in items:
        buckets = sums.setdefault(item.open.currency, [0] * len(BUCKETS))
        label = bucket_of(days_past_due(item.due_on, today))
        buckets[BUCKETS.index(label)] += item.open.minor
    return {
        code: Aging(code, (minors[0], minors[1], minors[2], minors[3], minors[4], minors[5]))
        for code, minors in sorted(sums.items())
    }
