"""Entries of the ledger that this desk makes, each with what it does to the open balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.domain.money import Money
from collections_desk.store.tables import InvoiceRow, LedgerEntryRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from collections_desk.store.database import Transaction


def post(  # noqa: PLR0913 - the columns of an entry, each named at the call
    transaction: Transaction,
    invoice_id: int,
    kind: str,
    amount: Money,
    *,
    dated_on: date,
    now: datetime,
    reference: str = "",
    note: str = "",
    hand_payment_id: int | None = None,
    reverses_id: int | None = None,
) -> int:
    """Add an entry to an item and move its open balance; return the number of the entry.

    A negative amount lowers what is owed. An item with nothing left is closed, and one that
    has something left again is open again; what vanished or was canceled stays so.
    """
    item = transaction.get_one(InvoiceRow, invoice_id)
    row = LedgerEntryRow(
        customer_id=item.customer_id,
        invoice_id=invoice_id,
        kind=kind,
        dated_on=dated_on,
        currency=amount.currency,
        amount_minor=amount.minor,
        reference=reference,
        note=note,
        source="hand",
        reverses_id=reverses_id,
        hand_payment_id=hand_payment_id,
        created_at=now,
    )
    transaction.add(row)
    item.open_minor += amount.minor
    if item.status in {"open", "closed"}:
        item.status = "open" if item.open_minor else "closed"
    transaction.flush()
    return row.id


def add_item(  # noqa: PLR0913 - the columns of an item, each named at the call
    transaction: Transaction,
    customer_id: int,
    kind: str,
    number: str,
    currency: str,
    *,
    issued_on: date,
    due_on: date | None,
    amount: Money,
    as_of: date,
    reference: str = "",
    note: str = "",
) -> int:
    """Add an item that this desk made itself: a fee, interest, an unapplied payment.

    Nothing is open of it yet; the entry that `post` adds opens it.
    """
    row = InvoiceRow(
        customer_id=customer_id,
        kind=kind,
        number=number,
        issued_on=issued_on,
        due_on=due_on,
        currency=currency,
        amount_minor=amount.minor,
        open_minor=0,
        reference=reference,
        note=note,
        status="open",
        as_of=as_of,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def reverse(
    transaction: Transaction,
    entry_ids: Iterable[int],
    *,
    dated_on: date,
    note: str,
    now: datetime,
) -> list[int]:
    """Take entries back by new ones that point to them; return the items that were moved.

    An entry that was reversed before is passed over.
    """
    wanted = list(entry_ids)
    done = set(
        transaction.scalars(
            select(LedgerEntryRow.reverses_id).where(LedgerEntryRow.reverses_id.in_(wanted))
        )
    )
    moved = []
    for entry_id in wanted:
        entry = transaction.get_one(LedgerEntryRow, entry_id)
        if entry_id in done or entry.invoice_id is None:
            continue
        post(
            transaction,
            entry.invoice_id,
            "reversal",
            Money(-entry.amount_minor, entry.currency),
            dated_on=dated_on,
            now=now,
            reference=entry.reference,
            note=note,
            hand_payment_id=entry.hand_payment_id,
            reverses_id=entry_id,
        )
        moved.append(entry.invoice_id)
    return moved
