"""What a payment is laid against: as the payer directs, else by the order of the house.

What is in dispute is never touched unless the payer says so; what is left over stays apart as
an unapplied payment and is used only when the clerk says for what (collections practice,
section 7; guard G-PAY-05).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_PRINCIPAL, _INTEREST, _FEE = "principal", "interest", "fee"
#: The orders of the settings: what is paid first.
ORDERS = {
    "principal_first": (_PRINCIPAL, _INTEREST, _FEE),
    "interest_first": (_INTEREST, _PRINCIPAL, _FEE),
    "fees_first": (_FEE, _INTEREST, _PRINCIPAL),
}
_NOTHING = "Nothing was recorded."


@dataclass(frozen=True, slots=True)
class OpenDebt:
    """An item that a payment can be laid against.

    Attributes:
        kind: invoice, debit, fee or interest.
        open: What is open of it.
        disputed: What of that is in an open dispute.
        conceded: What of it was decided for the customer and is not credited yet; None: nothing.
    """

    id: int
    number: str
    kind: str
    due_on: date | None
    open: Money
    disputed: Money
    conceded: Money | None = None

    @property
    def undisputed(self) -> Money:
        """Return what may be paid without a direction."""
        return Money(max(self.owed - self.disputed.minor, 0), self.open.currency)

    @property
    def owed(self) -> int:
        """Return what is owed of it in minor units: open, less a credit that was decided."""
        return self.open.minor - (self.conceded.minor if self.conceded is not None else 0)

    @property
    def group(self) -> str:
        """Return what it counts as in an order of payment."""
        return self.kind if self.kind in {_INTEREST, _FEE} else _PRINCIPAL


@dataclass(frozen=True, slots=True)
class Part:
    """What of a payment goes to one item."""

    item_id: int
    number: str
    kind: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Allocation:
    """What a payment settles.

    Attributes:
        parts: In the order in which they are settled.
        unapplied: What is left over.
        passed_over: Numbers of items that were left alone because they are in dispute.
    """

    parts: tuple[Part, ...]
    unapplied: Money
    passed_over: tuple[str, ...] = ()

    @property
    def applied(self) -> Money:
        """Return what is laid against items."""
        return Money(sum(part.amount.minor for part in self.parts), self.unapplied.currency)


def allocate(
    amount: Money,
    debts: Iterable[OpenDebt],
    *,
    order: str,
    directed: Mapping[int, int] | None = None,
) -> Allocation:
    """Lay a payment against what is open.

    Args:
        amount: What came.
        debts: What is open; other currencies are passed over.
        order: A key of `ORDERS`, for a payment without a direction.
        directed: Item to minor units, as the payer directs; what it leaves is unapplied.

    Raises:
        EntryRefusedError: If the direction names an item that is not open, more than is open
            of it, or more than came.
    """
    same = [debt for debt in debts if debt.open.currency == amount.currency]
    if directed is not None:
        return _as_directed(amount, same, directed)
    rank = {group: place for place, group in enumerate(ORDERS[order])}
    waiting = sorted(
        (debt for debt in same if debt.open.minor > 0),
        key=lambda debt: (rank[debt.group], debt.due_on or date.max, debt.id),
    )
    left, parts = amount.minor, []
    for debt in waiting:
        minor = min(left, debt.undisputed.minor)
        if minor > 0:
            parts.append(_part(debt, minor))
            left -= minor
    passed = tuple(debt.number for debt in waiting if debt.disputed.minor > 0)
    return Allocation(tuple(parts), Money(left, amount.currency), passed)


def _part(debt: OpenDebt, minor: int) -> Part:
    return Part(debt.id, debt.number, debt.kind, Money(minor, debt.open.currency))


def _as_directed(
    amount: Money, debts: Sequence[OpenDebt], directed: Mapping[int, int]
) -> Allocation:
    by_id = {debt.id: debt for debt in debts}
    parts = []
    for item_id, minor in directed.items():
        debt = by_id.get(item_id)
        if debt is None:
            raise EntryRefusedError(
                "parts",
                f"An item that the payment is laid on is not open in {amount.currency} with "
                "this customer.",
                f"Choose from the list of open items. {_NOTHING}",
            )
        if not 0 < minor <= debt.open.minor:
            raise EntryRefusedError(
                "parts",
                f"{money_text(Money(minor, amount.currency))} is not a part of the "
                f"{money_text(debt.open)} open on {debt.number}.",
                f"Type an amount up to {money_text(debt.open)}. {_NOTHING}",
            )
        parts.append(_part(debt, minor))
    left = amount.minor - sum(directed.values())
    if left < 0:
        over = money_text(Money(-left, amount.currency))
        raise EntryRefusedError(
            "parts",
            f"The parts come to {over} more than was paid.",
            f"Lower a part, or put the amount right. {_NOTHING}",
        )
    return Allocation(tuple(parts), Money(left, amount.currency))


def allocation_text(allocation: Allocation, locale: str = "en_US") -> str:
    """Say what a payment settles: "$300.00 to invoice 1001; $20.00 stays unapplied"."""
    words = {"fee": "fee", "interest": "interest", "debit": "debit"}
    said = [
        f"{money_text(part.amount, locale)} to {words.get(part.kind, 'invoice')} {part.number}"
        for part in allocation.parts
    ]
    if allocation.unapplied:
        said.append(f"{money_text(allocation.unapplied, locale)} stays unapplied")
    return "; ".join(said)
