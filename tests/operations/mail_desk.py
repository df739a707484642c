"""A small business with customers who owe, for the tests of letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from collections_desk.domain.certified_mail import check_digit
from collections_desk.domain.guards import Confirmed
from collections_desk.domain.letter_options import LetterOptions
from collections_desk.domain.letters import Letter, LetterState
from collections_desk.domain.settings import Business, Settings, Signer
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk
from collections_desk.store.settings import save_settings
from collections_desk.store.tables import (
    AddressRow,
    ContactPersonRow,
    CustomerRow,
    DisputeRow,
    ImportBatchRow,
    InvoiceRow,
    LedgerEntryRow,
)

TODAY = date(2026, 11, 20)
BUSINESS = Business(
    name="Northwind Traders Supply, Inc.",
    address_lines=("1200 Industrial Parkway", "Pittsburgh PA 15222"),
    phone="412-555-0142",
    email="accounts@northwind.example",
    hours="8:30 to 5:00",
    contact_name="Dana Whitfield",
    payment_instructions="Pay by check to the address above.",
)


def write_settings(desk: Desk, **changes: Any) -> Settings:  # noqa: ANN401 - any setting
    """Fill in the business, as the first start does."""
    settings = replace(
        Settings(
            business=BUSINESS,
            clerk="Dana Whitfield",
            lead_signer=Signer("Morgan Lead", "Accounts Receivable Lead"),
            exec_signer=Signer("Cecily Chief", "Chief Financial Officer"),
        ),
        **changes,
    )
    with desk.database.write("settings.saved", "saved settings", now=desk.now()) as transaction:
        save_settings(transaction, settings)
    return settings


def add_customer(  # noqa: PLR0913 - each part has a default
    desk: Desk,
    name: str = "Acme Tools, Inc.",
    *,
    invoices: int = 3,
    oldest_days: int = 80,
    amount: int = 50_000,
    paid: int = 12_550,
    as_of: date = TODAY,
    kind: str = "entity",
    zip_code: str = "43215",
    address: bool = True,
) -> int:
    """Add a customer with open invoices, a person and an address; return its number."""
    with desk.database.write("test.customer", f"added {name}", now=desk.now()) as transaction:
        if transaction.get(ImportBatchRow, 1) is None:
            transaction.add(
                ImportBatchRow(
                    id=1,
                    file_name="open.csv",
                    file_sha256="0" * 64,
                    layout_id="test",
                    kind="open_items",
                    as_of=as_of,
                    reading={},
                    summary={},
                    clerk="Dana Whitfield",
                    imported_at=desk.now(),
                )
            )
        customer = CustomerRow(
            name=name,
            name_key=name.casefold(),
            reference=f"C-{1000 + len(name)}",
            kind=kind,
            currency="USD",
            created_at=desk.now(),
        )
        transaction.add(customer)
        transaction.flush()
        transaction.add(
            ContactPersonRow(
                customer_id=customer.id,
                name="María Ñuñoa",
                role="Controller",
                is_primary=True,
                is_officer=True,
            )
        )
        if address:
            transaction.add(
                AddressRow(
                    customer_id=customer.id,
                    line1="4500 West 12th Street",
                    city="Columbus",
                    region="OH",
                    postal_code=zip_code,
                    country="US",
                )
            )
        for number in range(invoices):
            due = TODAY - timedelta(days=oldest_days - number)
            transaction.add(
                InvoiceRow(
                    customer_id=customer.id,
                    kind="invoice",
                    number=f"INV-{customer.id}{number:03d}",
                    issued_on=due - timedelta(days=30),
                    due_on=due,
                    currency="USD",
                    amount_minor=amount,
                    open_minor=amount - paid,
                    as_of=as_of,
                    batch_id=1,
                )
            )
        transaction.flush()
        return customer.id


def add_dispute(desk: Desk, customer_id: int, amount: int = 10_000) -> int:
    """Let the customer dispute a part of its first invoice."""
    with desk.database.write("test.dispute", "added a dispute", now=desk.now()) as transaction:
        invoice = (
            transaction.query(InvoiceRow)
            .filter_by(customer_id=customer_id)
            .order_by(InvoiceRow.id)
            .first()
        )
        assert invoice is not None
        row = DisputeRow(
            customer_id=customer_id,
            invoice_id=invoice.id,
            code="D02",
            currency="USD",
            amount_minor=amount,
            received_on=TODAY - timedelta(days=3),
            words="two cartons short",
            evidence=[],
            created_at=desk.now(),
        )
        transaction.add(row)
        transaction.flush()
        return row.id


def pay_all(desk: Desk, customer_id: int) -> None:
    """Let the customer pay everything."""
    with desk.database.write("test.paid", "paid", now=desk.now()) as transaction:
        for invoice in transaction.query(InvoiceRow).filter_by(customer_id=customer_id):
            transaction.add(
                LedgerEntryRow(
                    customer_id=customer_id,
                    invoice_id=invoice.id,
                    kind="payment",
                    dated_on=TODAY - timedelta(days=1),
                    currency="USD",
                    amount_minor=-invoice.open_minor,
                    source="hand",
                    created_at=desk.now(),
                )
            )
            invoice.open_minor = 0
            invoice.status = "closed"


#: What the clerk fills in for a final demand.
DECIDED = LetterOptions(
    act_by=date(2026, 12, 4),
    consequence="we will place the account with a collection agency.",
    authorized_by="Cecily Chief",
    intended_on=date(2026, 12, 15),
)


def article_number(serial: int) -> str:
    """Return a number of the clerk's own pre-printed forms, made up for the test."""
    body = f"958907105270{serial:09d}"
    return body + str(check_digit(body))


def draft_of(desk: Desk, customer_id: int, letter_type: str) -> Letter:
    """Return the draft of that type that waits already, else a new one."""
    for letter in mail.letters_for(desk, customer_id):
        if letter.type == letter_type and letter.state is LetterState.DRAFT:
            return letter
    return mail.draft_letter(desk, customer_id, letter_type).letter


def approved(desk: Desk, customer_id: int, letter_type: str = "L02", **saved: Any) -> Letter:  # noqa: ANN401 - as `save_letter_draft`
    """Draft and approve a letter, with a reason for every guard that asks."""
    letter_id = draft_of(desk, customer_id, letter_type).id
    if saved:
        mail.save_letter_draft(desk, letter_id, **saved)
    reasons = {
        one.guard: Confirmed("looked at it") for one in mail.examine_letter(desk, letter_id)
    }
    return mail.approve_letter(desk, letter_id, reasons=reasons)


def certified(desk: Desk, customer_id: int, serial: int = 1) -> Letter:
    """Draft, approve and number a certified final demand."""
    draft = draft_of(desk, customer_id, "L11")
    options = replace(DECIDED, copies=draft.options.copies, enclosures=draft.options.enclosures)
    mail.save_letter_draft(desk, draft.id, options=options)
    reasons = {one.guard: Confirmed("looked at it") for one in mail.examine_letter(desk, draft.id)}
    mail.approve_letter(desk, draft.id, reasons=reasons)
    mail.enter_article_number(desk, draft.id, article_number(serial))
    return mail.one_letter(desk, draft.id)


def printed(desk: Desk, *letter_ids: int) -> None:
    """Print a batch and record it."""
    batch = mail.printable_batch(desk, letter_ids)
    mail.record_printed(desk, batch, printer="Test printer", job="1")
