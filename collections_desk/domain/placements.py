"""Placements: what was handed to an agency or to court, what came of it, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.money import Money, zero
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

#: With whom: an agency collects, a law firm or the court decides.
PLACEMENT_KINDS = {"agency": "Agency", "court": "Court"}
#: How a placement ends.
ENDINGS = {
    "recalled": "Recalled by us",
    "returned": "Returned by them",
    "collected": "Collected",
    "closed": "Closed",
}
#: What is entered against a placement. A judgment is noted with its amount; it moves no money.
ENTRY_KINDS = {
    "recovery": "Recovered",
    "commission": "Commission",
    "cost": "Cost",
    "judgment": "Judgment",
}
#: No agency takes more than everything; more decimals than this are a slip of the finger.
MOST_PERCENT, PERCENT_DECIMALS = Decimal(100), 3


class PlacedInvoice(NamedTuple):
    """An invoice of a placement: what was placed of it, and what is open of it now."""

    invoice_id: int
    number: str
    due_on: date | None
    amount: Money
    open: Money


class PlacementEntry(NamedTuple):
    """Money that came (gross), that was kept as commission, that it cost; or a judgment."""

    id: int
    kind: str
    dated_on: date
    amount: Money
    reference: str
    note: str
    clerk: str


@dataclass(frozen=True, slots=True)
class Placement:
    """A customer's balance in one currency, handed to an agency or a law firm.

    Attributes:
        kind: A key of `PLACEMENT_KINDS`.
        name: The agency, law firm or court; `address_lines` line by line.
        reference: Their file number.
        commission_percent: Of what is recovered, gross; None where none was agreed.
        amount: What was placed.
        package_sha256: Of the package that went with it, or None.
        ended: A key of `ENDINGS`, or None while it runs.
    """

    id: int
    customer_id: int
    customer_name: str
    customer_reference: str
    decision_id: int | None
    kind: str
    name: str
    address_lines: tuple[str, ...]
    phone: str
    reference: str
    commission_percent: Decimal | None
    placed_on: date
    amount: Money
    package_sha256: str | None
    ended: str | None
    ended_on: date | None
    ended_reason: str
    clerk: str
    created_at: datetime
    invoices: tuple[PlacedInvoice, ...] = ()
    entries: tuple[PlacementEntry, ...] = ()

    @property
    def running(self) -> bool:
        """Whether it is still with them."""
        return self.ended is None

    @property
    def recovered(self) -> Money:
        """What came, before commission."""
        return self._sum("recovery")

    @property
    def commission(self) -> Money:
        """What they kept of it."""
        return self._sum("commission")

    @property
    def costs(self) -> Money:
        """Fixed costs: court fees, a skip trace."""
        return self._sum("cost")

    @property
    def net(self) -> Money:
        """What was recovered, less commission and costs; negative where it cost more."""
        return self.recovered - self.commission - self.costs

    @property
    def left(self) -> Money:
        """What was placed and has not been recovered."""
        return self.amount - self.recovered

    @property
    def still_open(self) -> Money:
        """What is open of the placed invoices today, whoever brought the rest."""
        total = zero(self.amount.currency)
        for one in self.invoices:
            total += one.open
        return total

    def _sum(self, kind: str) -> Money:
        total = zero(self.amount.currency)
        for entry in self.entries:
            if entry.kind == kind:
                total += entry.amount
        return total


class StatementTotals(NamedTuple):
    """The sums of a placement statement in one currency; net = recovered - commission - costs."""

    currency: str
    placed: Money
    recovered: Money
    commission: Money
    costs: Money
    net: Money
    left: Money


def statement_totals(placements: Iterable[Placement]) -> tuple[StatementTotals, ...]:
    """Add up placements, each currency by itself, in the order of the codes."""
    found: dict[str, list[Placement]] = {}
    for one in placements:
        found.setdefault(one.amount.currency, []).append(one)
    totals = []
    for code, group in sorted(found.items()):
        sums = [zero(code)] * 6
        for one in group:
            parts = (one.amount, one.recovered, one.commission, one.costs, one.net, one.left)
            sums = [total + part for total, part in zip(sums, parts, strict=True)]
        totals.append(StatementTotals(code, *sums))
    return tuple(totals)


def commission_on(amount: Money, percent: Decimal | None) -> Money:
    """Return the commission on a gross recovery, rounded half up to the cent once.

    Nothing where none was agreed.
    """
    return amount.times((percent or Decimal(0)) / MOST_PERCENT)


def parse_percent(text: str) -> Decimal | None:
    """Read a commission as typed: "25", "33.5", "20 %"; nothing typed is none agreed.

    Raises:
        EntryRefusedError: If it is not a number from 0 to 100 with few decimals.
    """
    bare = text.strip().removesuffix("%").strip()
    if not bare:
        return None
    try:
        percent = Decimal(bare)
    except InvalidOperation:
        percent = Decimal("NaN")
    exponent = percent.as_tuple().exponent
    fits = isinstance(exponent, int) and -exponent <= PERCENT_DECIMALS
    if not percent.is_finite() or not fits or not 0 <= percent <= MOST_PERCENT:
        raise EntryRefusedError(
            "commission",
            f'"{text.strip()}" is not a commission in percent.',
            "Type a number from 0 to 100, like 25 or 33.5. Nothing was recorded.",
        )
    return percent


def percent_text(percent: Decimal | None) -> str:
    """Return "25 %" or "33.5 %", no zeros behind the point; "not agreed" where none was."""
    if percent is None:
        return "not agreed"
    return f"{format(percent.normalize(), 'f')} %"


def plain_percent(percent: Decimal | None) -> str:
    """Return "33.5" for a spreadsheet; nothing where none was agreed."""
    return "" if percent is None else format(percent.normalize(), "f")


def spread(amount: Money, invoices: Iterable[PlacedInvoice]) -> tuple[tuple[int, Money], ...]:
    """Spread a recovery over the placed invoices, the oldest due first.

    Raises:
        EntryRefusedError: If it is more than is open on them. Nothing is booked then.
    """
    left = amount
    parts: list[tuple[int, Money]] = []
    ordered = sorted(
        invoices, key=lambda one: (one.due_on is None, one.due_on or date.max, one.invoice_id)
    )
    total = zero(amount.currency)
    for one in ordered:
        total += one.open
        part = min(left, one.open)
        if part.minor > 0:
            parts.append((one.invoice_id, part))
            left -= part
    if left.minor > 0:
        raise EntryRefusedError(
            "amount",
            f"{amount} is more than the {total} still open on the placed invoices.",
            "Enter what they collected on these invoices here, and the rest as a payment "
            "(key Y). Nothing was recorded.",
        )
    return tuple(parts)
