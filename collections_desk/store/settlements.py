"""Settlements, and the entries that close or open items: write-off, settlement, credit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from collections_desk.domain.money import Money
from collections_desk.domain.settlements import Settlement
from collections_desk.errors import StoreError
from collections_desk.store.tables import (
    CustomerRow,
    InvoiceRow,
    LedgerEntryRow,
    SettlementRow,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction

#: Entries by which something is no longer asked for though nobody paid it.
GIVEN_UP = ("write_off", "settlement")


@dataclass(frozen=True, slots=True)
class Written:
    """An entry that took something off an item without a payment.

    Attributes:
        kind: write_off, settlement or credit.
        amount: What was taken off, above zero.
        reversed_by: The entry that took it back, or None.
    """

    id: int
    customer_id: int
    invoice_id: int | None
    invoice_number: str
    kind: str
    dated_on: date
    amount: Money
    note: str
    reversed_by: int | None


def add_settlement(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    customer_id: int,
    *,
    owed: Money,
    agreed: Money,
    agreed_on: date,
    due_on: date,
    reason: str,
    clerk: str,
    now: datetime,
    decision_id: int | None = None,
) -> int:
    """Add a settlement and return its number."""
    row = SettlementRow(
        customer_id=customer_id,
        decision_id=decision_id,
        currency=agreed.currency,
        owed_minor=owed.minor,
        agreed_minor=agreed.minor,
        agreed_on=agreed_on,
        due_on=due_on,
        reason=reason,
        clerk=clerk,
        created_at=now,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def end_settlement(transaction: Transaction, settlement_id: int, ended: str, *, on: date) -> None:
    """Let a settlement end: paid, failed or cancelled."""
    transaction.execute(
        update(SettlementRow)
        .where(SettlementRow.id == settlement_id)
        .values(ended=ended, ended_on=on)
    )


def settlements(session: Session, customer_id: int | None = None) -> list[Settlement]:
    """Return settlements, newest first: of one customer, or of all."""
    question = (
        select(SettlementRow, CustomerRow.name)
        .join(CustomerRow, CustomerRow.id == SettlementRow.customer_id)
        .order_by(SettlementRow.id.desc())
    )
    if customer_id is not None:
        question = question.where(SettlementRow.customer_id == customer_id)
    return [
        Settlement(
            row.id,
            row.customer_id,
            name,
            row.decision_id,
            Money(row.owed_minor, row.currency),
            Money(row.agreed_minor, row.currency),
            row.agreed_on,
            row.due_on,
            row.reason,
            row.ended,
            row.ended_on,
            row.clerk,
            row.created_at,
        )
        for row, name in session.execute(question)
    ]


def load_settlement(session: Session, settlement_id: int) -> Settlement:
    """Return one settlement.

    Raises:
        StoreError: If there is none of that number.
    """
    row = session.get(SettlementRow, settlement_id)
    if row is None:
        raise StoreError(
            f"There is no settlement number {settlement_id} on record.",
            "Open the list of settlements again and choose it there. Nothing was changed.",
        )
    return next(one for one in settlements(session, row.customer_id) if one.id == settlement_id)


def take_off(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    invoice_id: int,
    kind: str,
    amount: Money,
    *,
    dated_on: date,
    now: datetime,
    reference: str = "",
    note: str = "",
) -> int:
    """Lower what is open of an item by an entry, and close it where nothing is left.

    Returns the number of the entry. `amount` is above zero and at most what is open.
    """
    item = transaction.get_one(InvoiceRow, invoice_id)
    item.open_minor -= amount.minor
    item.status = "open" if item.open_minor else "closed"
    row = LedgerEntryRow(
        customer_id=item.customer_id,
        invoice_id=invoice_id,
        kind=kind,
        dated_on=dated_on,
        currency=item.currency,
        amount_minor=-amount.minor,
        reference=reference,
        note=note,
        source="hand",
        created_at=now,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def put_back(
    transaction: Transaction, entry_id: int, *, dated_on: date, now: datetime, note: str
) -> int:
    """Take an entry back by a reversal that points to it; the item is open again."""
    entry = transaction.get_one(LedgerEntryRow, entry_id)
    row = LedgerEntryRow(
        customer_id=entry.customer_id,
        invoice_id=entry.invoice_id,
        kind="reversal",
        dated_on=dated_on,
        currency=entry.currency,
        amount_minor=-entry.amount_minor,
        note=note,
        source="hand",
        reverses_id=entry.id,
        created_at=now,
    )
    transaction.add(row)
    if entry.invoice_id is not None:
        item = transaction.get_one(InvoiceRow, entry.invoice_id)
        item.open_minor -= entry.amount_minor
        item.status = "open" if item.open_minor else "closed"
    transaction.flush()
    return row.id


def written(
    session: Session,
    customer_id: int | None = None,
    kinds: tuple[str, ...] = (*GIVEN_UP, "credit"),
) -> list[Written]:
    """Return what was taken off by hand without a payment, newest first."""
    question = (
        select(LedgerEntryRow, InvoiceRow.number)
        .outerjoin(InvoiceRow, InvoiceRow.id == LedgerEntryRow.invoice_id)
        .where(LedgerEntryRow.kind.in_(kinds), LedgerEntryRow.source == "hand")
        .order_by(LedgerEntryRow.id.desc())
    )
    taken_back = select(LedgerEntryRow.reverses_id, LedgerEntryRow.id).where(
        LedgerEntryRow.reverses_id.is_not(None)
    )
    if customer_id is not None:
        question = question.where(LedgerEntryRow.customer_id == customer_id)
        taken_back = taken_back.where(LedgerEntryRow.customer_id == customer_id)
    gone = {old: new for old, new in session.execute(taken_back) if old is not None}
    return [
        Written(
            row.id,
            row.customer_id,
            row.invoice_id,
            number or "",
            row.kind,
            row.dated_on,
            Money(-row.amount_minor, row.currency),
            row.note,
            gone.get(row.id),
        )
        for row, number in session.execute(question)
    ]
