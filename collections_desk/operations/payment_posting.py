"""The entries of a payment: on each item, on one of its own for the rest, and what it closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.charges import CONVENIENCE, Charge, WorkingLine
from collections_desk.domain.money import zero
from collections_desk.domain.money_text import money_text
from collections_desk.store.charges import add_charge
from collections_desk.store.documents import add_attachment, put_document
from collections_desk.store.hand_payments import next_number
from collections_desk.store.postings import add_item, post

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.allocation import Allocation
    from collections_desk.domain.guards_payment import PaymentFacts
    from collections_desk.domain.hand_payments import PaymentEntry
    from collections_desk.domain.payment_preview import PaymentPreview
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction

#: The label of an authorization of automatic debits among a customer's files.
AUTHORIZATION = "Authorization of automatic debits"


def apply_parts(  # noqa: PLR0913, PLR0917 - the parts of one payment
    transaction: Transaction,
    desk: Desk,
    entry: PaymentEntry,
    allocation: Allocation,
    payment_id: int,
    today: date,
) -> None:
    """Make the entries of a payment: on each item, and on an item of its own for the rest."""
    now = desk.now()
    for part in allocation.parts:
        post(
            transaction,
            part.item_id,
            "payment",
            -part.amount,
            dated_on=entry.received_on,
            now=now,
            reference=entry.reference,
            hand_payment_id=payment_id,
        )
    rest = allocation.unapplied
    if not rest:
        return
    item_id = add_item(
        transaction,
        entry.customer_id,
        "payment",
        entry.reference or f"PMT-{payment_id}",
        rest.currency,
        issued_on=entry.received_on,
        due_on=None,
        amount=-rest,
        as_of=today,
        note="Not applied to an invoice.",
    )
    post(
        transaction,
        item_id,
        "payment",
        -rest,
        dated_on=entry.received_on,
        now=now,
        reference=entry.reference,
        hand_payment_id=payment_id,
    )


def settle(  # noqa: PLR0913, PLR0917 - the parts of one payment
    transaction: Transaction,
    desk: Desk,
    entry: PaymentEntry,
    facts: PaymentFacts,
    payment_id: int,
    today: date,
    preview: PaymentPreview,
) -> None:
    """Close what the payment is for: the rest of each item is given up."""
    chosen = {part.item_id for part in preview.allocation.parts}
    for debt in facts.debts:
        if entry.parts is None or debt.id in chosen:
            post(
                transaction,
                debt.id,
                "settlement",
                -debt.open,
                dated_on=today,
                now=desk.now(),
                reference=entry.reference,
                note=f'Accepted as settlement: "{entry.full_payment}"',
                hand_payment_id=payment_id,
            )


def book_convenience(  # noqa: PLR0913, PLR0917 - the parts of one payment
    transaction: Transaction,
    desk: Desk,
    settings: Settings,
    entry: PaymentEntry,
    payment_id: int,
    today: date,
) -> None:
    """Charge the fee for the way of paying, and pay it from the payment at once."""
    fee = entry.convenience_fee
    assert fee is not None  # noqa: S101 - the caller has looked
    item_id = add_item(
        transaction,
        entry.customer_id,
        "fee",
        next_number(transaction, "FEE-PAY"),
        fee.currency,
        issued_on=today,
        due_on=today,
        amount=fee,
        as_of=today,
        note=f"For the way of paying: {entry.convenience_basis}",
    )
    now = desk.now()
    post(transaction, item_id, "fee", fee, dated_on=today, now=now, hand_payment_id=payment_id)
    post(
        transaction,
        item_id,
        "payment",
        -fee,
        dated_on=entry.received_on,
        now=now,
        reference=entry.reference,
        hand_payment_id=payment_id,
    )
    charge = Charge(
        id=0,
        customer_id=entry.customer_id,
        invoice_id=item_id,
        invoice_number="",
        kind="fee",
        preset=CONVENIENCE,
        preset_as_of=today,
        basis=entry.convenience_basis,
        basis_on=None,
        amount=fee,
        principal=entry.amount,
        rate="",
        from_on=entry.received_on,
        to_on=entry.received_on,
        working=(WorkingLine(f"{money_text(fee)} once", fee, zero(fee.currency)),),
        state="charged",
        state_on=today,
    )
    add_charge(
        transaction,
        charge,
        state="charged",
        on=today,
        item_id=item_id,
        reason="",
        clerk=settings.clerk,
        now=now,
    )


def attach_authorization(
    transaction: Transaction, desk: Desk, entry: PaymentEntry, activity_id: int
) -> None:
    """Keep the signed authorization of an automatic debit beside the entry."""
    if entry.authorization is None:
        return
    name, content = entry.authorization
    kinds = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
    ending = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    media_type = kinds.get(ending, "application/octet-stream")
    sha256 = put_document(transaction, content, media_type, now=desk.now())
    add_attachment(
        transaction,
        customer_id=entry.customer_id,
        sha256=sha256,
        label=AUTHORIZATION,
        now=desk.now(),
        activity_id=activity_id,
    )
