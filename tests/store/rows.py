"""Rows that store tests put in place by hand: the smallest that the tables allow."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

from collections_desk.store.database import Transaction
from collections_desk.store.tables import (
    ActivityRow,
    ContactPointRow,
    CustomerRow,
    InvoiceRow,
    LetterRow,
)

MOMENT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def add_customer(transaction: Transaction, name: str, reference: str | None = None) -> int:
    row = CustomerRow(name=name, name_key=name.casefold(), reference=reference, created_at=MOMENT)
    transaction.add(row)
    transaction.flush()
    return row.id


def add_contact_point(
    transaction: Transaction, customer_id: int, value: str, normalized: str | None = None
) -> int:
    row = ContactPointRow(
        customer_id=customer_id, kind="phone", value=value, normalized=normalized
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def add_invoice(transaction: Transaction, customer_id: int, number: str, note: str = "") -> int:
    row = InvoiceRow(
        customer_id=customer_id,
        kind="invoice",
        number=number,
        due_on=date(2026, 10, 1),
        currency="USD",
        amount_minor=12_345,
        open_minor=12_345,
        note=note,
        as_of=date(2026, 11, 1),
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def add_activity(transaction: Transaction, customer_id: int, note: str) -> int:
    row = ActivityRow(
        uuid=str(uuid4()),
        customer_id=customer_id,
        kind="note",
        happened_at=MOMENT,
        note=note,
        clerk="Dana",
        created_at=MOMENT,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def add_letter(transaction: Transaction, customer_id: int, letter_ref: str, body: str) -> int:
    row = LetterRow(
        letter_ref=letter_ref,
        customer_id=customer_id,
        type="L01",
        template="l01",
        template_version="1",
        subject="A reminder",
        body=body,
        options={},
        address_lines=[],
        envelope="no10_window",
        paper="letter",
        signer="clerk",
        letter_date=date(2026, 11, 1),
        created_at=MOMENT,
    )
    transaction.add(row)
    transaction.flush()
    return row.id
