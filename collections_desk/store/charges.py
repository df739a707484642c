"""Late charges on record, and all that bears on new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.domain.charges import Charge, WorkingLine
from collections_desk.domain.money import Money
from collections_desk.errors import StoreError
from collections_desk.store.tables import ChargeRow, InvoiceRow, LedgerEntryRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction

#: The state of what was undone: it stays in the table and bears on nothing.
WITHDRAWN = "withdrawn"


def add_charge(  # noqa: PLR0913 - how it is booked
    transaction: Transaction,
    charge: Charge,
    *,
    state: str,
    on: date,
    item_id: int | None,
    reason: str,
    clerk: str,
    now: datetime,
) -> int:
    """Put a charge on record, charged or waived, and return its number."""
    row = ChargeRow(
        customer_id=charge.customer_id,
        invoice_id=charge.invoice_id,
        kind=charge.kind,
        preset=charge.preset,
        preset_as_of=charge.preset_as_of,
        basis=charge.basis,
        basis_on=charge.basis_on,
        currency=charge.amount.currency,
        amount_minor=charge.amount.minor,
        principal_minor=charge.principal.minor,
        rate=charge.rate,
        from_on=charge.from_on,
        to_on=charge.to_on,
        working=[line.as_json() for line in charge.working],
        state=state,
        state_on=on,
        reason=reason,
        item_id=item_id,
        clerk=clerk,
        created_at=now,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def waive_charge(transaction: Transaction, charge_id: int, *, on: date, reason: str) -> None:
    """Say that a charge is waived; what it came to stays on record."""
    row = transaction.get_one(ChargeRow, charge_id)
    row.state, row.state_on, row.reason = "waived", on, reason
    transaction.flush()


def stand_again(transaction: Transaction, charge_id: int) -> None:
    """Say that a charge stands as on the day on which it was charged: its waiver was undone."""
    row = transaction.get_one(ChargeRow, charge_id)
    row.state, row.reason, row.letter_id = "charged", "", None
    if row.item_id is not None:
        row.state_on = transaction.get_one(InvoiceRow, row.item_id).issued_on or row.state_on
    transaction.flush()


def withdraw_charge(transaction: Transaction, charge_id: int, *, on: date, reason: str) -> None:
    """Say that a charge, or a waiver of what was only shown, was undone; it stays on record."""
    row = transaction.get_one(ChargeRow, charge_id)
    row.state, row.state_on, row.reason = WITHDRAWN, on, reason
    transaction.flush()


def last_entry(session: Session, item_id: int, kind: str) -> int | None:
    """Return the newest entry of a kind on an item that was not taken back."""
    undone = select(LedgerEntryRow.reverses_id).where(
        LedgerEntryRow.invoice_id == item_id, LedgerEntryRow.reverses_id.is_not(None)
    )
    return session.scalar(
        select(LedgerEntryRow.id)
        .where(
            LedgerEntryRow.invoice_id == item_id,
            LedgerEntryRow.kind == kind,
            LedgerEntryRow.id.not_in(undone),
        )
        .order_by(LedgerEntryRow.id.desc())
        .limit(1)
    )


def tell_by_letter(transaction: Transaction, charge_ids: Iterable[int], letter_id: int) -> None:
    """Say which letter tells the customer of waivers."""
    for charge_id in charge_ids:
        transaction.get_one(ChargeRow, charge_id).letter_id = letter_id
    transaction.flush()


def charges(session: Session, customer_id: int) -> list[Charge]:
    """Return a customer's charges, newest first: charged and waived ones, none withdrawn."""
    return _charges(session, customer_id)


def all_charges(session: Session) -> list[Charge]:
    """Return the charges of all customers, newest first."""
    return _charges(session, None)


def load_charges(session: Session, charge_ids: Iterable[int]) -> list[Charge]:
    """Return charges by their numbers, in that order.

    Raises:
        StoreError: If there is none of a number.
    """
    found = []
    for charge_id in charge_ids:
        row = session.get(ChargeRow, charge_id)
        if row is None:
            raise StoreError(
                f"There is no charge number {charge_id}.",
                "Open the customer again and choose the charge there. Nothing was changed.",
            )
        found += [one for one in _charges(session, row.customer_id) if one.id == charge_id]
    return found


def _charges(session: Session, customer_id: int | None) -> list[Charge]:
    item = select(InvoiceRow.id, InvoiceRow.open_minor).subquery()
    wanted = (
        select(ChargeRow, InvoiceRow.number, item.c.open_minor)
        .join(InvoiceRow, InvoiceRow.id == ChargeRow.invoice_id)
        .outerjoin(item, item.c.id == ChargeRow.item_id)
        .where(ChargeRow.state != WITHDRAWN)
        .order_by(ChargeRow.id.desc())
    )
    if customer_id is not None:
        wanted = wanted.where(ChargeRow.customer_id == customer_id)
    return [_charge(row, number, left) for row, number, left in session.execute(wanted)]


def _charge(row: ChargeRow, number: str, left: int | None) -> Charge:
    currency = row.currency
    return Charge(
        id=row.id,
        customer_id=row.customer_id,
        invoice_id=row.invoice_id,
        invoice_number=number,
        kind=row.kind,
        preset=row.preset,
        preset_as_of=row.preset_as_of,
        basis=row.basis,
        basis_on=row.basis_on,
        amount=Money(row.amount_minor, currency),
        principal=Money(row.principal_minor, currency),
        rate=row.rate,
        from_on=row.from_on,
        to_on=row.to_on,
        working=tuple(
            WorkingLine(
                line["text"],
                Money(line["minor"], currency),
                Money(line["forgiven_minor"], currency),
            )
            for line in row.working
        ),
        state=row.state,
        state_on=row.state_on,
        reason=row.reason,
        item_id=row.item_id,
        letter_id=row.letter_id,
        left=Money(left or 0, currency),
        clerk=row.clerk,
        created_at=row.created_at,
    )
