"""Payments that the clerk recorded, with the entries that they brought about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from collections_desk.domain.allocation import OpenDebt, Part
from collections_desk.domain.disputes import ALL_ASKED, not_asked_for
from collections_desk.domain.hand_payments import HandPayment
from collections_desk.domain.money import Money
from collections_desk.domain.money_page import LedgerLine
from collections_desk.errors import StoreError
from collections_desk.store.disputes import disputes
from collections_desk.store.tables import (
    CustomerRow,
    HandPaymentRow,
    InvoiceRow,
    LedgerEntryRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction

#: Items that a payment can be laid against.
PAYABLE = ("invoice", "debit", "fee", "interest")


def open_debts(session: Session, customer_id: int) -> list[OpenDebt]:
    """Return what a payment of a customer can be laid against, the oldest due first."""
    rows = session.scalars(
        select(InvoiceRow)
        .where(
            InvoiceRow.customer_id == customer_id,
            InvoiceRow.status == "open",
            InvoiceRow.open_minor > 0,
            InvoiceRow.kind.in_(PAYABLE),
        )
        .order_by(InvoiceRow.due_on.is_(None), InvoiceRow.due_on, InvoiceRow.id)
    ).all()
    aside = not_asked_for(disputes(session, customer_id), {row.id: row.as_of for row in rows})
    parts = {row.id: aside.get(row.id, ALL_ASKED).within(row.open_minor) for row in rows}
    return [
        OpenDebt(
            row.id,
            row.number,
            row.kind,
            row.due_on,
            Money(row.open_minor, row.currency),
            Money(parts[row.id].disputed, row.currency),
            Money(parts[row.id].conceded, row.currency),
        )
        for row in rows
    ]


def add_hand_payment(transaction: Transaction, **values: Any) -> int:  # noqa: ANN401 - columns
    """Add a payment and return its number. `values` are columns of the table."""
    row = HandPaymentRow(**values)
    transaction.add(row)
    transaction.flush()
    return row.id


def change_state(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    payment_id: int,
    state: str,
    *,
    on: date,
    reason: str,
    deposit_on: date | None = None,
) -> None:
    """Say how a payment stands from now on, and why."""
    row = transaction.get_one(HandPaymentRow, payment_id)
    row.state, row.state_on, row.state_reason = state, on, reason
    row.deposit_on = deposit_on
    transaction.flush()


def set_activity(transaction: Transaction, payment_id: int, activity_id: int) -> None:
    """Say which entry of the record tells of a payment."""
    transaction.get_one(HandPaymentRow, payment_id).activity_id = activity_id
    transaction.flush()


def standing_entries(session: Session, payment_id: int) -> list[tuple[int, int, str, Money]]:
    """Return (entry, item, kind, amount) of a payment that are not reversed, oldest first."""
    undone = select(LedgerEntryRow.reverses_id).where(
        LedgerEntryRow.hand_payment_id == payment_id, LedgerEntryRow.reverses_id.is_not(None)
    )
    rows = session.scalars(
        select(LedgerEntryRow)
        .where(
            LedgerEntryRow.hand_payment_id == payment_id,
            LedgerEntryRow.reverses_id.is_(None),
            LedgerEntryRow.id.not_in(undone),
        )
        .order_by(LedgerEntryRow.id)
    )
    return [
        (row.id, row.invoice_id, row.kind, Money(row.amount_minor, row.currency))
        for row in rows
        if row.invoice_id is not None
    ]


def load_hand_payment(session: Session, payment_id: int) -> HandPayment:
    """Return one payment.

    Raises:
        StoreError: If there is none of that number.
    """
    row = session.get(HandPaymentRow, payment_id)
    if row is None:
        raise StoreError(
            f"There is no payment number {payment_id}.",
            "Open the customer again and choose the payment there. Nothing was changed.",
        )
    return _payments(session, [row])[0]


def hand_payments(session: Session, customer_id: int) -> list[HandPayment]:
    """Return the payments that the clerk recorded of a customer, newest first."""
    rows = session.scalars(
        select(HandPaymentRow)
        .where(HandPaymentRow.customer_id == customer_id)
        .order_by(HandPaymentRow.received_on.desc(), HandPaymentRow.id.desc())
    )
    return _payments(session, rows)


def held_payments(session: Session) -> list[tuple[HandPayment, str]]:
    """Return every check that waits to be deposited, with the customer's name, next one first."""
    found = session.execute(
        select(HandPaymentRow, CustomerRow.name)
        .join(CustomerRow, CustomerRow.id == HandPaymentRow.customer_id)
        .where(HandPaymentRow.state == "held")
        .order_by(
            HandPaymentRow.deposit_on.is_(None), HandPaymentRow.deposit_on, HandPaymentRow.id
        )
    ).all()
    names = {row.id: name for row, name in found}
    payments = _payments(session, [row for row, _ in found])
    return [(payment, names[payment.id]) for payment in payments]


def payment_of_activity(session: Session, activity_id: int) -> int | None:
    """Return the payment that an entry of the record tells of."""
    return session.scalar(
        select(HandPaymentRow.id).where(HandPaymentRow.activity_id == activity_id)
    )


def payment_of_item(session: Session, item_id: int) -> int | None:
    """Return the payment whose unapplied rest an item of the ledger carries."""
    return session.scalar(
        select(LedgerEntryRow.hand_payment_id).where(
            LedgerEntryRow.invoice_id == item_id, LedgerEntryRow.hand_payment_id.is_not(None)
        )
    )


def _payments(session: Session, rows: Iterable[HandPaymentRow]) -> list[HandPayment]:
    wanted = list(rows)
    entries = _entries(session, [row.id for row in wanted])
    return [_payment(row, entries.get(row.id, [])) for row in wanted]


def _entries(
    session: Session, ids: list[int]
) -> dict[int, list[tuple[LedgerEntryRow, InvoiceRow]]]:
    """Return the standing entries of payments with their items, oldest first."""
    if not ids:
        return {}
    undone = select(LedgerEntryRow.reverses_id).where(
        LedgerEntryRow.hand_payment_id.in_(ids), LedgerEntryRow.reverses_id.is_not(None)
    )
    found: dict[int, list[tuple[LedgerEntryRow, InvoiceRow]]] = defaultdict(list)
    for entry, item in session.execute(
        select(LedgerEntryRow, InvoiceRow)
        .join(InvoiceRow, InvoiceRow.id == LedgerEntryRow.invoice_id)
        .where(
            LedgerEntryRow.hand_payment_id.in_(ids),
            LedgerEntryRow.reverses_id.is_(None),
            LedgerEntryRow.id.not_in(undone),
        )
        .order_by(LedgerEntryRow.id)
    ):
        if entry.hand_payment_id is not None:
            found[entry.hand_payment_id].append((entry, item))
    return found


def _payment(row: HandPaymentRow, entries: list[tuple[LedgerEntryRow, InvoiceRow]]) -> HandPayment:
    paid = [(entry, item) for entry, item in entries if entry.kind == "payment"]
    parts = tuple(
        Part(item.id, item.number, item.kind, Money(-entry.amount_minor, entry.currency))
        for entry, item in paid
        if item.kind != "payment"
    )
    rest = [(entry, item) for entry, item in paid if item.kind == "payment"]
    settled = sum(-entry.amount_minor for entry, _ in entries if entry.kind == "settlement")
    return HandPayment(
        id=row.id,
        customer_id=row.customer_id,
        amount=Money(row.amount_minor, row.currency),
        received_on=row.received_on,
        method=row.method,
        reference=row.reference,
        last4=row.last4,
        dated_on=row.dated_on,
        deposit_on=row.deposit_on,
        payer=row.payer,
        direction=row.direction,
        full_payment=row.full_payment,
        note=row.note,
        state=row.state,
        state_on=row.state_on,
        state_reason=row.state_reason,
        activity_id=row.activity_id,
        clerk=row.clerk,
        created_at=row.created_at,
        parts=parts,
        unapplied=Money(sum(-entry.amount_minor for entry, _ in rest), row.currency),
        unapplied_id=rest[0][1].id if rest else None,
        settled=Money(settled, row.currency) if settled else None,
        booked=bool(paid) and all(entry.batch_id is not None for entry, _ in paid),
    )


def next_number(session: Session, prefix: str) -> str:
    """Return the next free number of items that this desk makes: "FEE-1001-2"."""
    taken = session.scalar(
        select(func.count())
        .select_from(InvoiceRow)
        .where(InvoiceRow.number.startswith(f"{prefix}-", autoescape=True))
    )
    return f"{prefix}-{(taken or 0) + 1}"


def ledger_lines(session: Session, customer_id: int) -> list[LedgerLine]:
    """Return every entry of a customer's ledger, newest first."""
    rows = session.execute(
        select(LedgerEntryRow, InvoiceRow.number)
        .outerjoin(InvoiceRow, InvoiceRow.id == LedgerEntryRow.invoice_id)
        .where(LedgerEntryRow.customer_id == customer_id)
        .order_by(LedgerEntryRow.dated_on.desc(), LedgerEntryRow.id.desc())
    )
    return [
        LedgerLine(
            row.id,
            row.dated_on,
            row.kind,
            number or "",
            Money(row.amount_minor, row.currency),
            row.reference,
            row.note,
            row.source,
            row.reverses_id,
        )
        for row, number in rows
    ]
