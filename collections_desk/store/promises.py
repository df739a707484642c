"""Promises to pay, as they were given; and the payments they are judged by."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from collections_desk.domain.money import Money
from collections_desk.domain.promises import Payment, Promise
from collections_desk.store.tables import LedgerEntryRow, PromiseInvoiceRow, PromiseRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction


def add_promise(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    customer_id: int,
    amount: Money,
    *,
    taken_on: date,
    due_on: date,
    now: datetime,
    by_whom: str = "",
    method: str = "",
    words: str = "",
    invoice_ids: Iterable[int] = (),
) -> int:
    """Add a promise and return its number."""
    row = PromiseRow(
        customer_id=customer_id,
        currency=amount.currency,
        amount_minor=amount.minor,
        taken_on=taken_on,
        due_on=due_on,
        by_whom=by_whom,
        method=method,
        words=words,
        created_at=now,
    )
    transaction.add(row)
    transaction.flush()
    for invoice_id in sorted(set(invoice_ids)):
        transaction.add(PromiseInvoiceRow(promise_id=row.id, invoice_id=invoice_id))
    return row.id


def end_promise(
    transaction: Transaction,
    promise_id: int,
    *,
    how: str,
    on: date,
    superseded_by: int | None = None,
) -> None:
    """Let a promise no longer count: "superseded" by another one, or "cancelled"."""
    transaction.execute(
        update(PromiseRow)
        .where(PromiseRow.id == promise_id)
        .values(ended=how, ended_on=on, superseded_by_id=superseded_by)
    )


def reopen_superseded_by(transaction: Transaction, promise_id: int) -> None:
    """Let the promises count again that were superseded by one that was a mistake."""
    transaction.execute(
        update(PromiseRow)
        .where(PromiseRow.superseded_by_id == promise_id)
        .values(ended=None, ended_on=None, superseded_by_id=None)
    )


def promises(session: Session, customer_id: int) -> list[Promise]:
    """Return a customer's promises, the earliest due first."""
    invoices = defaultdict(list)
    pairs = session.execute(
        select(PromiseInvoiceRow.promise_id, PromiseInvoiceRow.invoice_id)
        .join(PromiseRow, PromiseRow.id == PromiseInvoiceRow.promise_id)
        .where(PromiseRow.customer_id == customer_id)
        .order_by(PromiseInvoiceRow.invoice_id)
    )
    for promise_id, invoice_id in pairs:
        invoices[promise_id].append(invoice_id)
    rows = session.scalars(
        select(PromiseRow)
        .where(PromiseRow.customer_id == customer_id)
        .order_by(PromiseRow.due_on, PromiseRow.id)
    )
    return [
        Promise(
            id=row.id,
            customer_id=row.customer_id,
            amount=Money(row.amount_minor, row.currency),
            taken_on=row.taken_on,
            due_on=row.due_on,
            by_whom=row.by_whom,
            method=row.method,
            words=row.words,
            ended=row.ended,
            ended_on=row.ended_on,
            superseded_by_id=row.superseded_by_id,
            invoice_ids=tuple(invoices[row.id]),
        )
        for row in rows
    ]


def payments(session: Session, customer_id: int) -> list[Payment]:
    """Return the money received from a customer, oldest first.

    A payment lowers the balance, so its entry is negative; a reversal of one (a check that
    came back) takes it out again, here as if it had never come.
    """
    reversed_ids = select(LedgerEntryRow.reverses_id).where(
        LedgerEntryRow.customer_id == customer_id, LedgerEntryRow.reverses_id.is_not(None)
    )
    rows = session.execute(
        select(LedgerEntryRow.amount_minor, LedgerEntryRow.currency, LedgerEntryRow.dated_on)
        .where(
            LedgerEntryRow.customer_id == customer_id,
            LedgerEntryRow.kind == "payment",
            LedgerEntryRow.id.not_in(reversed_ids),
        )
        .order_by(LedgerEntryRow.dated_on, LedgerEntryRow.id)
    )
    return [Payment(Money(-minor, currency), day) for minor, currency, day in rows]
