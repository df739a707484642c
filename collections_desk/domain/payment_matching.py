"""Payments that name no invoice, laid against what is open: exact amount, then the oldest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.difference import PaymentLine
from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from collections_desk.domain.invoices import LedgerItem


@dataclass(frozen=True, slots=True)
class ArrivedPayment:
    """A payment whose customer has been found.

    Attributes:
        party: The key of the customer.
        known: It was imported before and changes nothing.
    """

    line: int
    party: str
    customer: str
    number: str
    paid_on: date | None
    amount: Money
    known: bool = False


@dataclass(slots=True)
class _Debt:
    item: LedgerItem
    left: int

    @property
    def age(self) -> tuple[str, str, int]:
        return str(self.item.due_on), str(self.item.issued_on), self.item.id


def match_payments(
    payments: Sequence[ArrivedPayment], debts: Iterable[tuple[str, LedgerItem]]
) -> tuple[PaymentLine, ...]:
    """Lay payments against debts of the same customer and currency.

    First every payment that equals one open balance settles it, the oldest of several;
    then the others settle the oldest debts in the order in which they came. What is left
    over stays unapplied.

    Args:
        payments: In the order of the file.
        debts: (key of the customer, open item); credits are passed over.

    Returns:
        One line for each payment, in the order of the file.
    """
    drawers: dict[tuple[str, str], list[_Debt]] = {}
    for party, item in debts:
        if item.open_minor > 0:
            drawers.setdefault((party, item.currency), []).append(_Debt(item, item.open_minor))
    for drawer in drawers.values():
        drawer.sort(key=lambda debt: debt.age)
    order = sorted(
        (number for number, payment in enumerate(payments) if not payment.known),
        key=lambda number: (str(payments[number].paid_on), number),
    )
    applied: dict[int, list[tuple[int, Money]]] = {}
    how = {number: "known" for number, payment in enumerate(payments) if payment.known}
    for number in order:
        payment = payments[number]
        drawer = drawers.get((payment.party, payment.amount.currency), [])
        exact = next((debt for debt in drawer if debt.left == payment.amount.minor), None)
        if exact is not None:
            exact.left = 0
            applied[number] = [(exact.item.id, payment.amount)]
            how[number] = "exact"
    for number in order:
        if number not in how:
            payment = payments[number]
            drawer = drawers.get((payment.party, payment.amount.currency), [])
            applied[number] = _oldest_first(payment.amount, drawer)
            how[number] = "oldest" if applied[number] else "unapplied"
    return tuple(
        _line(payment, tuple(applied.get(number, ())), how[number])
        for number, payment in enumerate(payments)
    )


def _oldest_first(amount: Money, drawer: list[_Debt]) -> list[tuple[int, Money]]:
    left = amount.minor
    parts = []
    for debt in drawer:
        part = min(left, debt.left)
        if part > 0:
            debt.left -= part
            left -= part
            parts.append((debt.item.id, Money(part, amount.currency)))
    return parts


def _line(
    payment: ArrivedPayment, applied: tuple[tuple[int, Money], ...], how: str
) -> PaymentLine:
    used = sum(part.minor for _, part in applied)
    rest = 0 if how == "known" else payment.amount.minor - used
    return PaymentLine(
        line=payment.line,
        customer=payment.customer,
        number=payment.number,
        paid_on=payment.paid_on,
        amount=payment.amount,
        applied=applied,
        unapplied=Money(rest, payment.amount.currency),
        how=how,
    )
