"""What one customer owes, item by item, and how earlier items were paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from collections_desk.domain.money import Money
from collections_desk.store.tables import InvoiceRow, LedgerEntryRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

#: Items that still count: what is open, and what vanished from the file without a word.
SHOWN = ("open", "vanished")


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One item of the ledger with something left of it."""

    id: int
    kind: str
    number: str
    issued_on: date | None
    due_on: date | None
    amount: Money
    open: Money
    status: str
    as_of: date
    reference: str
    note: str


@dataclass(frozen=True, slots=True)
class PaidItem:
    """An invoice that is closed, with the day of the last payment on it."""

    id: int
    due_on: date
    paid_on: date


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A payment, credit, fee, waiver or other entry. Negative lowers the balance.

    Attributes:
        hand_payment_id: The payment by hand that it belongs to, or None.
    """

    id: int
    invoice_number: str | None
    kind: str
    dated_on: date
    amount: Money
    reference: str
    note: str
    hand_payment_id: int | None = None


def open_items(session: Session, customer_id: int, *, vanished: bool = False) -> list[OpenItem]:
    """Return the items with something left, the oldest due first; those without a date last.

    Args:
        session: The session.
        customer_id: Whose.
        vanished: Also those missing from the last file; they are not in any sum.
    """
    rows = session.scalars(
        select(InvoiceRow)
        .where(
            InvoiceRow.customer_id == customer_id,
            InvoiceRow.status.in_(SHOWN if vanished else SHOWN[:1]),
            InvoiceRow.open_minor != 0,
        )
        .order_by(InvoiceRow.due_on.is_(None), InvoiceRow.due_on, InvoiceRow.id)
    )
    return [
        OpenItem(
            row.id,
            row.kind,
            row.number,
            row.issued_on,
            row.due_on,
            Money(row.amount_minor, row.currency),
            Money(row.open_minor, row.currency),
            row.status,
            row.as_of,
            row.reference,
            row.note,
        )
        for row in rows
    ]


def item_numbers(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the numbers of items, whatever became of them."""
    rows = session.execute(
        select(InvoiceRow.id, InvoiceRow.number).where(InvoiceRow.id.in_(list(ids)))
    )
    return {row.id: row.number for row in rows}


def paid_items(session: Session, customer_id: int) -> list[PaidItem]:
    """Return the closed invoices whose due date and last payment are known, by due date."""
    rows = session.execute(
        select(InvoiceRow.id, InvoiceRow.due_on, func.max(LedgerEntryRow.dated_on))
        .join(LedgerEntryRow, LedgerEntryRow.invoice_id == InvoiceRow.id)
        .where(
            InvoiceRow.customer_id == customer_id,
            InvoiceRow.status == "closed",
            InvoiceRow.due_on.is_not(None),
            LedgerEntryRow.kind == "payment",
        )
        .group_by(InvoiceRow.id)
        .order_by(InvoiceRow.due_on, InvoiceRow.id)
    )
    return [
        PaidItem(ident, due_on, paid_on)
        for ident, due_on, paid_on in rows
        if due_on is not None and paid_on is not None
    ]


def ledger_entries(session: Session, customer_id: int) -> list[LedgerEntry]:
    """Return the entries of a customer's ledger, newest first."""
    rows = session.execute(
        select(LedgerEntryRow, InvoiceRow.number)
        .outerjoin(InvoiceRow, InvoiceRow.id == LedgerEntryRow.invoice_id)
        .where(LedgerEntryRow.customer_id == customer_id)
        .order_by(LedgerEntryRow.dated_on.desc(), LedgerEntryRow.id.desc())
    )
    return [
        LedgerEntry(
            row.id,
            number,
            row.kind,
            row.dated_on,
            Money(row.amount_minor, row.currency),
            row.reference,
            row.note,
            row.hand_payment_id,
        )
        for row, number in rows
    ]
