"""Everything about one customer's money that the tab "Money" shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.allocation import OpenDebt
    from collections_desk.domain.charges import Charge
    from collections_desk.domain.hand_payments import HandPayment
    from collections_desk.domain.money import Money


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry of the ledger, or a state of it.

    Attributes:
        item: The number of the item that it moves, or empty.
        kind: payment, credit, fee, interest, waiver, write_off, settlement, adjustment, reversal.
        source: import, hand or matched.
        reverses: The number of the entry that it takes back, or None.
    """

    id: int
    dated_on: date
    kind: str
    item: str
    amount: Money
    reference: str
    note: str
    source: str
    reverses: int | None


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """What the tab shows.

    Attributes:
        payments: Taken by hand, newest first.
        charges: Shown, charged and waived late charges, in that order.
        entries: Every entry of the ledger, newest first.
        debts: What a payment can be laid against.
        unapplied: What was paid and is laid against nothing, by currency, positive.
        charged: Late charges that are open, by currency.
        charging: Why nothing can be charged, or what is charged by which basis.
        why_not: For each invoice past due that bears no charge: number and reason.
        held: What to do about each check that is held.
    """

    payments: tuple[HandPayment, ...] = ()
    charges: tuple[Charge, ...] = ()
    entries: tuple[LedgerLine, ...] = ()
    debts: tuple[OpenDebt, ...] = ()
    unapplied: tuple[Money, ...] = ()
    charged: tuple[Money, ...] = ()
    charging: str = ""
    why_not: tuple[tuple[str, str], ...] = ()
    held: tuple[str, ...] = ()


#: Nothing of all that.
NO_MONEY = MoneyPage()
