"""What becomes of a payment later: bounced, withdrawn, handed back, applied.

Nothing of a payment is changed in the ledger: entries are taken back by new ones that point to
them, and what was meant is entered anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.allocation import allocate, allocation_text
from collections_desk.domain.hand_payments import (
    STATES,
    HandPayment,
    HeldCheck,
    held_check,
)
from collections_desk.domain.letter_facts import weekday_day
from collections_desk.domain.money_text import money_text
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.wording import given_reason, kept_line
from collections_desk.operations.worklist import closed_days_of, local_date
from collections_desk.store import hand_payments as stored
from collections_desk.store.activities import add_activity
from collections_desk.store.postings import post, reverse
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.money import Money
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction

_NOTHING = "Nothing was changed."


def bounce_payment(
    desk: Desk,
    payment_id: int,
    *,
    on: date | None = None,
    why: str,
    operation_id: str | None = None,
) -> None:
    """Record that a payment came back unpaid (NSF): new entries open again what it settled.

    Raises:
        EntryRefusedError: If it does not stand, the day cannot be, or there is no reason.
    """
    reason = given_reason(why, "A payment bounces only with a reason.")
    with desk.database.write(
        "payment.bounced",
        f"payment {payment_id} bounced: {reason}",
        now=desk.now(),
        facts={"payment_id": payment_id, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        today = local_date(desk, load_settings(transaction))
        payment = stored.load_hand_payment(transaction, payment_id)
        day = on or today
        if not payment.received_on <= day <= today:
            raise EntryRefusedError(
                "on",
                f"{weekday_day(day)} is not between the payment and today.",
                f"Give the day on which the bank sent it back. {_NOTHING}",
            )
        take_back(transaction, desk, payment_id, "bounced", day, reason)


def withdraw_payment(
    desk: Desk, payment_id: int, *, why: str, operation_id: str | None = None
) -> None:
    """Record that a payment should not have been recorded; it stays, and is shown as withdrawn.

    Raises:
        EntryRefusedError: If it does not stand, or there is no reason.
    """
    reason = given_reason(why, "A payment is withdrawn only with a reason.")
    with desk.database.write(
        "payment.withdrawn",
        f"withdrew payment {payment_id}: {reason}",
        now=desk.now(),
        facts={"payment_id": payment_id, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        today = local_date(desk, load_settings(transaction))
        take_back(transaction, desk, payment_id, "withdrawn", today, reason)


def hand_back(desk: Desk, payment_id: int, *, why: str, operation_id: str | None = None) -> None:
    """Record that a held check went back to the payer.

    Raises:
        EntryRefusedError: If it is not held, or there is no reason.
    """
    reason = given_reason(why, "A check is handed back only with a reason.")
    with desk.database.write(
        "payment.handed_back",
        f"handed payment {payment_id} back: {reason}",
        now=desk.now(),
        facts={"payment_id": payment_id, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        today = local_date(desk, load_settings(transaction))
        payment = in_state(transaction, payment_id, "held", "handed back")
        stored.change_state(transaction, payment_id, "handed_back", on=today, reason=reason)
        said = f"Handed back: {payment.name} of {money_text(payment.amount)}. {reason}"
        note_of(transaction, desk, payment, "NOTE", said)


def apply_unapplied(
    desk: Desk,
    payment_id: int,
    parts: Mapping[int, int],
    *,
    direction: str = "",
    operation_id: str | None = None,
) -> str:
    """Lay what is unapplied of a payment on items; return what it settles, in words.

    The entry of the rest is reversed and entered anew: on the items, and for what is left.

    Raises:
        EntryRefusedError: If nothing is unapplied, or the parts cannot be.
    """
    said_by = kept_line(direction, field="direction")
    with desk.database.write(
        "payment.applied",
        f"applied what was unapplied of payment {payment_id}",
        now=desk.now(),
        facts={"payment_id": payment_id, "parts": [list(part) for part in parts.items()]},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        payment = in_state(transaction, payment_id, "applied", "applied")
        if payment.unapplied_id is None or not payment.unapplied or not parts:
            raise EntryRefusedError(
                "parts",
                "Nothing is left to apply, or no item was chosen.",
                f"Choose items and amounts. {_NOTHING}",
            )
        debts = stored.open_debts(transaction, payment.customer_id)
        allocation = allocate(
            payment.unapplied, debts, order=settings.payment_order, directed=parts
        )
        _move(transaction, desk, payment, allocation.unapplied, said_by)
        for part in allocation.parts:
            post(
                transaction,
                part.item_id,
                "payment",
                -part.amount,
                dated_on=payment.received_on,
                now=desk.now(),
                reference=payment.reference,
                note=said_by,
                hand_payment_id=payment_id,
            )
        words = allocation_text(allocation, settings.locale)
        said = f"Applied from {payment.name}: {words}."
        note_of(transaction, desk, payment, "PMT", f"{said} {said_by}".strip())
    return said


def _move(
    transaction: Transaction, desk: Desk, payment: HandPayment, left: Money, note: str
) -> None:
    """Take the entry of the unapplied rest back, and enter what is left of it."""
    assert payment.unapplied_id is not None  # noqa: S101 - the caller has looked
    entries = [
        entry_id
        for entry_id, item_id, _, _ in stored.standing_entries(transaction, payment.id)
        if item_id == payment.unapplied_id
    ]
    today = local_date(desk, load_settings(transaction))
    reverse(transaction, entries, dated_on=today, note="Applied to items", now=desk.now())
    if left:
        post(
            transaction,
            payment.unapplied_id,
            "payment",
            -left,
            dated_on=payment.received_on,
            now=desk.now(),
            reference=payment.reference,
            note=note,
            hand_payment_id=payment.id,
        )


def take_back(  # noqa: PLR0913, PLR0917 - one payment, inside an operation
    transaction: Transaction, desk: Desk, payment_id: int, state: str, on: date, reason: str
) -> None:
    """Reverse all entries of a payment inside an operation, and say so in the record.

    Raises:
        EntryRefusedError: If it does not stand.
    """
    payment = stored.load_hand_payment(transaction, payment_id)
    if payment.state not in {"applied", "held"} or (
        state == "bounced" and payment.state == "held"
    ):
        raise EntryRefusedError(
            "payment",
            f"This payment cannot be {state}: it is {STATES[payment.state].lower()}.",
            f"Look at the payments of the customer for where it stands. {_NOTHING}",
        )
    entries = [entry_id for entry_id, _, _, _ in stored.standing_entries(transaction, payment_id)]
    word = "Came back unpaid" if state == "bounced" else "Withdrawn"
    reverse(transaction, entries, dated_on=on, note=f"{word}: {reason}", now=desk.now())
    stored.change_state(transaction, payment_id, state, on=on, reason=reason)
    said = f"{word}: {payment.name} of {money_text(payment.amount)}. {reason}"
    if entries:
        said += " What it had settled is open again."
    outcome = "NSF" if state == "bounced" else "NOTE"
    note_of(transaction, desk, payment, outcome, said)


def in_state(transaction: Transaction, payment_id: int, state: str, done: str) -> HandPayment:
    """Return a payment that is in a state, for a deed on it.

    Raises:
        EntryRefusedError: If it is in another.
    """
    payment = stored.load_hand_payment(transaction, payment_id)
    if payment.state != state:
        raise EntryRefusedError(
            "payment",
            f"This payment cannot be {done}: it is {STATES[payment.state].lower()}.",
            f"Look at the payments of the customer for where it stands. {_NOTHING}",
        )
    return payment


def note_of(
    transaction: Transaction, desk: Desk, payment: HandPayment, outcome: str, said: str
) -> None:
    """Tell in the record what became of a payment, inside an operation."""
    add_activity(
        transaction,
        payment.customer_id,
        "payment",
        clerk=load_settings(transaction).clerk,
        happened_at=desk.now(),
        now=desk.now(),
        direction="none",
        action="RV",
        outcome=outcome,
        note=said,
        invoice_ids=[part.item_id for part in payment.parts],
    )


def held_checks(desk: Desk) -> list[HeldCheck]:
    """Return every check that waits to be deposited, with what to do about it today."""
    with desk.database.read() as session:
        today = local_date(desk, load_settings(session))
        waiting = stored.held_payments(session)
    closed = closed_days_of(desk, today)
    return [held_check(payment, name, today, closed) for payment, name in waiting]
