"""G-PAY: what is said before a payment is put on record (collections practice, section 2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.customers import Category, CustomerKind
from collections_desk.domain.guards import find
from collections_desk.domain.hand_payments import (
    FULL_PAYMENT_CHOICES,
    POST_DATED_DAYS,
    REPAY_DAYS,
    UNDEPOSITED,
)
from collections_desk.domain.letter_facts import weekday_day
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_desk.domain.allocation import Allocation, OpenDebt
    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode
    from collections_desk.domain.hand_payments import PaymentEntry

#: The guards of this module.
PAYMENT_GUARDS = ("G-PAY-02", "G-PAY-03", "G-PAY-04", "G-PAY-05", "G-PAY-10", "G-PAY-12")
#: Reasons for non-payment that tell of a failing business.
FAILING_REASONS = frozenset({"R26", "R27", "R28"})
#: Flags that do.
FAILING_FLAGS = frozenset({"BKY", "BREATHING"})


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """What the guards look at.

    Attributes:
        debts: What is open, in the currency of the payment.
        category: Of the customer.
        failing: What tells of a failing business, in words; empty where nothing does.
        authorized: A signed authorization of a debit is among the files.
    """

    rules: Mapping[str, GuardRule]
    mode: Mode
    kind: CustomerKind
    category: Category
    debts: Sequence[OpenDebt]
    failing: str = ""
    authorized: bool = False


def payment_findings(
    entry: PaymentEntry, facts: PaymentFacts, allocation: Allocation
) -> list[GuardFinding]:
    """Return what the guards say about a payment as it would be recorded."""
    asked = (
        _debit(entry, facts),
        _post_dated(entry),
        _full_payment(entry, facts, allocation),
        _disputed(entry, facts, allocation),
        _failing(entry, facts),
        _convenience(entry),
    )
    seen = {
        "amount_minor": entry.amount.minor,
        "currency": entry.amount.currency,
        "method": entry.method,
        "received_on": entry.received_on.isoformat(),
        "dated_on": entry.dated_on.isoformat() if entry.dated_on else None,
        "open_minor": _owed(facts),
        "disputed_minor": sum(debt.disputed.minor for debt in facts.debts),
    }
    heeded = _left_alone(entry)
    found: list[GuardFinding] = []
    for guard, said in zip(PAYMENT_GUARDS, asked, strict=True):
        if said:
            found += find(
                facts.rules,
                guard,
                mode=facts.mode,
                kind=facts.kind,
                said=said,
                facts=seen,
                heeded=heeded,
            )
    return found


def _left_alone(entry: PaymentEntry) -> str:
    """Say what heeds every guard of a payment: it is not taken as a payment now, or nothing."""
    if not entry.full_payment.strip() or entry.choice not in UNDEPOSITED:
        return ""
    return FULL_PAYMENT_CHOICES[entry.choice]


def needs_choice(entry: PaymentEntry, facts: PaymentFacts, allocation: Allocation) -> bool:
    """Tell whether words of full payment leave three ways, one of which must be chosen."""
    return bool(_full_payment(entry, facts, allocation))


def _owed(facts: PaymentFacts) -> int:
    return sum(max(debt.open.minor, 0) for debt in facts.debts)


def _debit(entry: PaymentEntry, facts: PaymentFacts) -> str:
    if entry.method != "debit" or entry.authorization is not None or facts.authorized:
        return ""
    return "no signed authorization of the automatic debit is on file; attach it"


def _post_dated(entry: PaymentEntry) -> str:
    if entry.dated_on is None:
        return ""
    days = (entry.dated_on - entry.received_on).days
    if days <= POST_DATED_DAYS:
        return ""
    return (
        f"the check is dated {weekday_day(entry.dated_on)}, {days} days ahead; it is held, and "
        "the customer is told in writing 3 to 10 business days before it is deposited"
    )


def _full_payment(entry: PaymentEntry, facts: PaymentFacts, allocation: Allocation) -> str:
    if not entry.full_payment.strip():
        return ""
    chosen = {part.item_id for part in allocation.parts} if entry.parts is not None else set()
    meant = [debt for debt in facts.debts if not chosen or debt.id in chosen]
    disputed = any(debt.disputed.minor > 0 for debt in meant)
    owed = sum(max(debt.owed, 0) for debt in meant)
    short = entry.amount.minor < owed
    if not (disputed or short):
        return ""
    why = []
    if short:
        rest = Money(owed - entry.amount.minor, entry.amount.currency)
        why.append(f"it is {money_text(rest)} short")
    if disputed:
        why.append("the debt is disputed")
    return (
        f'it says "{entry.full_payment.strip()}" and {" and ".join(why)}: depositing it may '
        f"settle the whole debt, with {REPAY_DAYS} days to repay it"
    )


def _disputed(entry: PaymentEntry, facts: PaymentFacts, allocation: Allocation) -> str:
    disputed = {debt.id: debt.number for debt in facts.debts if debt.disputed.minor > 0}
    several = sum(debt.open.minor > 0 for debt in facts.debts) > 1
    if not disputed or not several:
        return ""
    numbers = ", ".join(disputed.values())
    if entry.parts is None:
        return f"{numbers} is in dispute and the payer has not said what the payment is for"
    directed = [part.number for part in allocation.parts if part.item_id in disputed]
    if directed and not entry.direction.strip():
        return (
            f"it is laid on {', '.join(directed)}, which is in dispute, without the payer's own "
            "words that it is meant so"
        )
    return ""


def _failing(entry: PaymentEntry, facts: PaymentFacts) -> str:
    if facts.kind is CustomerKind.CONSUMER or not facts.failing:
        return ""
    if 2 * entry.amount.minor < _owed(facts):
        return ""
    return (
        f"this is a large payment and {facts.failing}; a payment in the 90 days before a "
        "bankruptcy may be claimed back"
    )


def _convenience(entry: PaymentEntry) -> str:
    if entry.convenience_fee is None:
        return ""
    fee = money_text(entry.convenience_fee)
    return f"{fee} is charged for the way of paying, under: {entry.convenience_basis.strip()}"
