"""A customer with open invoices in a real encrypted store, for tests of contact."""

from __future__ import annotations

from datetime import date
from typing import Any

from collections_desk.domain.activities import CallEntry
from collections_desk.operations import customers
from collections_desk.operations.desk import Desk
from collections_desk.store.tables import InvoiceRow, LedgerEntryRow

TODAY = date(2026, 11, 20)


def add_customer(desk: Desk, name: str = "Dana Diner", **known: Any) -> int:  # noqa: ANN401 - any field
    """Add a business in Boston that the clerk can call at this hour."""
    customer_id = customers.add_new_customer(desk, name)
    customers.edit_customer(desk, customer_id, kind="entity", **known)
    customers.add_contact_point(desk, customer_id, "phone", "(617) 555-0134", is_primary=True)
    customers.fix_address(
        desk, customer_id, None, line1="1 Main St", city="Boston", region="MA",
        postal_code="02115", country="US",
    )  # fmt: skip
    return customer_id


def add_invoice(
    desk: Desk, customer_id: int, minor: int, due: date, *, currency: str = "USD"
) -> int:
    """Add an open invoice as an import would."""
    with desk.database.write("test.invoice", "put an invoice in", now=desk.now()) as transaction:
        row = InvoiceRow(
            customer_id=customer_id,
            kind="invoice" if minor > 0 else "credit",
            number=f"INV-{due:%m%d}-{abs(minor)}",
            due_on=due,
            currency=currency,
            amount_minor=minor,
            open_minor=minor,
            as_of=date(2026, 11, 19),
        )
        transaction.add(row)
        transaction.flush()
        return row.id


def add_payment(desk: Desk, customer_id: int, invoice_id: int, minor: int, on: date) -> None:
    """Record a payment on an invoice as an import would."""
    with desk.database.write("test.payment", "put a payment in", now=desk.now()) as transaction:
        transaction.add(
            LedgerEntryRow(
                customer_id=customer_id,
                invoice_id=invoice_id,
                kind="payment",
                dated_on=on,
                currency="USD",
                amount_minor=-minor,
                source="import",
                created_at=desk.now(),
            )
        )
        invoice = transaction.get(InvoiceRow, invoice_id)
        assert invoice is not None
        invoice.open_minor -= minor
        invoice.status = "open" if invoice.open_minor else "closed"


def entry(desk: Desk, customer_id: int, outcome: str = "RPN", **facts: Any) -> CallEntry:  # noqa: ANN401 - any field
    """A call that is being logged now, with the identity checked."""
    known: dict[str, Any] = {"identity_checked": True, "number": "617-555-0134"}
    return CallEntry(customer_id, desk.now(), outcome, **{**known, **facts})
