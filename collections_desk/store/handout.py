"""The whole ledger of one customer, for papers that are handed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.domain.invoices import LedgerItem
from collections_desk.domain.money import Money
from collections_desk.store.tables import InvoiceRow, LedgerEntryRow

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A ledger entry with the invoice it is against. Negative lowers the balance."""

    id: int
    invoice_number: str
    kind: str
    dated_on: date
    amount: Money
    reference: str
    note: str
    source: str
    reverses_id: int | None


def all_items(session: Session, customer_id: int) -> list[LedgerItem]:
    """Return every item of a customer, closed and cancelled ones too, the oldest due first."""
    rows = session.scalars(
        select(InvoiceRow)
        .where(InvoiceRow.customer_id == customer_id)
        .order_by(InvoiceRow.due_on.is_(None), InvoiceRow.due_on, InvoiceRow.id)
    )
    return [
        LedgerItem(
            id=row.id,
            customer_id=row.customer_id,
            kind=row.kind,
            number=row.number,
            issued_on=row.issued_on,
            due_on=row.due_on,
            due_source=row.due_source,
            currency=row.currency,
            amount_minor=row.amount_minor,
            open_minor=row.open_minor,
            status=row.status,
            as_of=row.as_of,
            reference=row.reference,
            note=row.note,
            batch_id=row.batch_id,
        )
        for row in rows
    ]


def all_entries(session: Session, customer_id: int) -> list[EntryLine]:
    """Return every ledger entry of a customer, oldest first."""
    rows = session.execute(
        select(LedgerEntryRow, InvoiceRow.number)
        .outerjoin(InvoiceRow, InvoiceRow.id == LedgerEntryRow.invoice_id)
        .where(LedgerEntryRow.customer_id == customer_id)
        .order_by(LedgerEntryRow.dated_on, LedgerEntryRow.id)
    )
    return [
        EntryLine(
            row.id,
            number or "",
            row.kind,
            row.dated_on,
            Money(row.amount_minor, row.currency),
            row.reference,
            row.note,
            row.source,
            row.reverses_id,
        )
        for row, number in rows
    ]
