"""A held check is deposited: from then on it is a payment.

What the guards of payments asked before was heeded by not depositing it; now they ask again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.allocation import allocate, allocation_text
from collections_desk.domain.guards_payment import payment_findings
from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.letter_facts import weekday_day
from collections_desk.domain.money_text import money_text
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.guarding import NO_REASONS, guarded_write, record_findings
from collections_desk.operations.payment_changes import in_state, note_of
from collections_desk.operations.payment_posting import apply_parts
from collections_desk.operations.payments import payment_facts
from collections_desk.operations.worklist import local_date
from collections_desk.store import hand_payments as stored
from collections_desk.store.database import add_fact
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.allocation import Allocation
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.hand_payments import HandPayment
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction

_NOTHING = "Nothing was changed."


def deposit_check(
    desk: Desk,
    payment_id: int,
    *,
    parts: Mapping[int, int] | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
    operation_id: str | None = None,
) -> str:
    """Deposit a held check: from now on it is a payment. Return what it settles, in words.

    Args:
        desk: The open desk.
        payment_id: Which.
        parts: Item to minor units, as the payer directs; None: by the order of the house.
        reasons: The clerk's sentence for each guard that asks: a check that says that all is
            paid may settle the whole debt once it is deposited.
        operation_id: Makes a retry safe.

    Raises:
        EntryRefusedError: If it is not held, or its day has not come.
        GuardsStandError: If a guard asks and no sentence answers it.
    """
    with guarded_write(
        desk,
        "payment.deposited",
        f"deposited payment {payment_id}",
        facts={"payment_id": payment_id},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        today = local_date(desk, settings)
        payment = in_state(transaction, payment_id, "held", "deposited")
        if payment.deposit_on is not None and payment.deposit_on > today:
            raise EntryRefusedError(
                "deposit_on",
                f"The check must not be deposited before {weekday_day(payment.deposit_on)}.",
                f"Wait for that day, or hand the check back. {_NOTHING}",
            )
        debts = stored.open_debts(transaction, payment.customer_id)
        allocation = allocate(payment.amount, debts, order=settings.payment_order, directed=parts)
        record_findings(
            transaction,
            desk,
            _findings(transaction, desk, payment, parts, allocation),
            reasons,
            deed="check deposited",
            refused="The check is not deposited yet",
            customer_id=payment.customer_id,
        )
        entry = PaymentEntry(
            payment.customer_id, payment.amount, today, payment.method, payment.reference
        )
        apply_parts(transaction, desk, entry, allocation, payment_id, today)
        stored.change_state(transaction, payment_id, "applied", on=today, reason="deposited")
        words = allocation_text(allocation, settings.locale)
        said = f"Deposited: {payment.name} of {money_text(payment.amount)}: {words}."
        note_of(transaction, desk, payment, "PMT", said)
        add_fact(
            transaction, parts=[[part.item_id, part.amount.minor] for part in allocation.parts]
        )
    return said


def _findings(
    transaction: Transaction,
    desk: Desk,
    payment: HandPayment,
    parts: Mapping[int, int] | None,
    allocation: Allocation,
) -> list[GuardFinding]:
    """Return what the guards say now of a check that was kept undeposited."""
    entry = PaymentEntry(
        payment.customer_id,
        payment.amount,
        payment.received_on,
        payment.method,
        payment.reference,
        direction=payment.direction,
        parts=None if parts is None else tuple(parts.items()),
        full_payment=payment.full_payment,
    )
    facts = payment_facts(transaction, desk, payment.customer_id, payment.amount.currency)
    return payment_findings(entry, facts, allocation)
