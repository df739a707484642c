"""Promises to pay, as they were given; and the payments they are judged by."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, union, update

from collections_desk.domain.money import Money
from collections_desk.domain.promises import Payment, Promise
from collections_desk.store.tables import (
    HandPaymentRow,
    InvoiceRow,
    LedgerEntryRow,
    PaymentPlanRow,
    PromiseInvoiceRow,
    PromiseRow,
)
from collections_desk.store.tables.base import Day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction

#: Entries that lower an invoice and are no money: they shorten a payment plan.
CREDITS = ("credit", "waiver", "write_off", "settlement", "adjustment")


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
    return _promises(session, customer_id).get(customer_id, [])


def all_promises(session: Session, among: Select[Any] | None = None) -> dict[int, list[Promise]]:
    """Return the promises of all customers, by customer, the earliest due first.

    `among` selects the customers, if not everyone is asked about.
    """
    return _promises(session, None, among)


def _promises(
    session: Session, customer_id: int | None, among: Select[Any] | None = None
) -> dict[int, list[Promise]]:
    wanted = select(PromiseRow).order_by(PromiseRow.due_on, PromiseRow.id)
    pairs = select(PromiseInvoiceRow.promise_id, PromiseInvoiceRow.invoice_id).order_by(
        PromiseInvoiceRow.invoice_id
    )
    if customer_id is not None:
        only = PromiseRow.customer_id == customer_id
        wanted = wanted.where(only)
        pairs = pairs.join(PromiseRow, PromiseRow.id == PromiseInvoiceRow.promise_id).where(only)
    elif among is not None:
        wanted = wanted.where(PromiseRow.customer_id.in_(among))
    invoices = defaultdict(list)
    for promise_id, invoice_id in session.execute(pairs):
        invoices[promise_id].append(invoice_id)
    found = defaultdict(list)
    for row in session.scalars(wanted):
        found[row.customer_id].append(
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
                recorded_at=row.created_at,
            )
        )
    return dict(found)


def payments(session: Session, customer_id: int) -> list[Payment]:
    """Return the money received from a customer, oldest first.

    A payment lowers the balance, so its entry is negative; a reversal of one (a check that
    came back) takes it out again, here as if it had never come.
    """
    return [one for one in money_in(session, customer_id) if not one.credit]


def money_in(session: Session, customer_id: int) -> list[Payment]:
    """Return the payments of a customer and the credits on its invoices, oldest first."""
    return _money(session, LedgerEntryRow.customer_id == customer_id).get(customer_id, [])


def money_of_all(session: Session, among: Select[Any] | None = None) -> dict[int, list[Payment]]:
    """Return the same of every customer who ever promised or agreed on a plan.

    `among` selects the customers, if others are asked about.
    """
    if among is not None:
        return _money(session, LedgerEntryRow.customer_id.in_(among))
    agreed = union(select(PromiseRow.customer_id), select(PaymentPlanRow.customer_id))
    return _money(session, LedgerEntryRow.customer_id.in_(agreed))


def _money(session: Session, whose: ColumnElement[bool]) -> dict[int, list[Payment]]:
    """Read payments and credits.

    Money laid against an unapplied payment names no invoice. What is applied of it later is
    an entry against the invoice and a positive one against the unapplied payment: the second
    takes off what was counted at first, so that no money counts twice.
    """
    undone = select(LedgerEntryRow.reverses_id).where(LedgerEntryRow.reverses_id.is_not(None))
    rows = session.execute(
        select(
            LedgerEntryRow.customer_id,
            LedgerEntryRow.invoice_id,
            InvoiceRow.kind,
            LedgerEntryRow.kind,
            func.coalesce(HandPaymentRow.received_on, LedgerEntryRow.dated_on, type_=Day),
            LedgerEntryRow.currency,
            LedgerEntryRow.amount_minor,
            LedgerEntryRow.created_at,
        )
        .outerjoin(InvoiceRow, InvoiceRow.id == LedgerEntryRow.invoice_id)
        .outerjoin(HandPaymentRow, HandPaymentRow.id == LedgerEntryRow.hand_payment_id)
        .where(
            whose,
            LedgerEntryRow.kind.in_(("payment", *CREDITS)),
            LedgerEntryRow.id.not_in(undone),
        )
        .order_by(LedgerEntryRow.dated_on, LedgerEntryRow.id)
    ).all()
    applied: dict[int, int] = defaultdict(int)
    for _customer, item, item_kind, _kind, _day, _code, minor, _at in rows:
        if minor > 0 and item is not None and item_kind == "payment":
            applied[item] += minor
    found: dict[int, list[Payment]] = defaultdict(list)
    for customer, item, item_kind, kind, day, currency, minor, created in rows:
        left, named = -minor, item
        if item is not None and item_kind == "payment":
            used = min(applied[item], max(left, 0))
            applied[item] -= used
            left, named = left - used, None
        if left > 0:
            found[customer].append(
                Payment(Money(left, currency), day, named, created, credit=kind != "payment")
            )
    return dict(found)
