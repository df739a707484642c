"""What would come of a payment, and the words of the record for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.allocation import allocation_text
from collections_desk.domain.hand_payments import METHODS
from collections_desk.domain.letter_facts import weekday_day
from collections_desk.domain.money import zero
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.allocation import Allocation
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.guards_payment import PaymentFacts
    from collections_desk.domain.hand_payments import PaymentEntry
    from collections_desk.domain.money import Money


@dataclass(frozen=True, slots=True)
class PaymentPreview:
    """What would come of a payment.

    Attributes:
        state: As it would be recorded.
        deposit_on: For a held check.
        settled: What would be given up because it is accepted as settlement.
        asks_choice: The words of full payment leave three ways, and none is chosen yet.
    """

    allocation: Allocation
    findings: tuple[GuardFinding, ...]
    state: str
    deposit_on: date | None
    settled: Money
    asks_choice: bool


def settled_of(
    entry: PaymentEntry, facts: PaymentFacts, allocation: Allocation, state: str
) -> Money:
    """Return what of the items it is for is given up, if it is accepted as settlement."""
    nothing = zero(entry.amount.currency)
    if state != "applied" or not entry.full_payment or entry.choice != "settlement":
        return nothing
    return sum((rest for _, rest in settled_parts(entry, facts, allocation)), start=nothing)


def settled_parts(
    entry: PaymentEntry, facts: PaymentFacts, allocation: Allocation
) -> list[tuple[int, Money]]:
    """Return (item, what is given up of it) for a payment that is accepted as settlement."""
    paid = {part.item_id: part.amount for part in allocation.parts}
    chosen = None if entry.parts is None else set(paid)
    return [
        (debt.id, debt.open - paid.get(debt.id, zero(debt.open.currency)))
        for debt in facts.debts
        if (chosen is None or debt.id in chosen)
        and debt.open > paid.get(debt.id, zero(debt.open.currency))
    ]


def payment_words(entry: PaymentEntry, preview: PaymentPreview, locale: str = "en_US") -> str:
    """Say what came and what became of it: the line of the record."""
    how = METHODS[entry.method]
    if entry.last4:
        how += f" ending {entry.last4}"
    elif entry.reference:
        how += f" {entry.reference}"
    said = f"{money_text(entry.amount, locale)} by {how[:1].lower()}{how[1:]}"
    if entry.payer:
        said += f", paid by {entry.payer}"
    said += f", received {weekday_day(entry.received_on)}"
    if preview.state == "handed_back":
        return f'{said}. Handed back: it says "{entry.full_payment}".'
    if preview.state == "held":
        if preview.deposit_on is None:
            claim = f'it says "{entry.full_payment}"; the owner is asked'
            return f"{said}. Held and not deposited: {claim}."
        return f"{said}. Held: not to be deposited before {weekday_day(preview.deposit_on)}."
    said += f": {allocation_text(preview.allocation, locale)}."
    if entry.convenience_fee is not None:
        said += (
            f" {money_text(entry.convenience_fee, locale)} of it is the fee for the way of paying."
        )
    if preview.settled:
        said += f" Accepted as settlement: {money_text(preview.settled, locale)} is given up."
    if entry.direction:
        said += f' The payer said: "{entry.direction}".'
    return said
