"""A customer of whom all is known, and what happened with it, for the tests of letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from collections_desk.domain.disputes import DisputedLine
from collections_desk.domain.letters import LetterState
from collections_desk.domain.money import Money
from collections_desk.domain.plan_schedule import PlanTerms, plan_schedule
from collections_desk.domain.settings import Business, Signer
from collections_desk.operations import contact, customers, fees, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.payment_plans import Signature, offer_plan, sign_plan
from collections_desk.store.placements import Receiver
from collections_desk.store.tables import InvoiceRow
from tests.clock import Clock
from tests.operations.contact_desk import add_customer, entry
from tests.operations.mail_desk import approved, printed, write_settings

#: The day on which every letter is written, a Friday.
TODAY = date(2026, 11, 20)
BUSINESS = Business(
    name="Northwind Traders Supply, Inc.",
    address_lines=("1200 Industrial Parkway, Suite 4", "Pittsburgh PA 15222"),
    phone="412-555-0142",
    email="accounts@northwind.example",
    hours="Monday to Friday, 8:30 to 5:00",
    contact_name="Dana Whitfield",
    dispute_address=("Northwind Disputes", "P.O. Box 12", "Pittsburgh PA 15222"),
    payment_instructions="Pay by check to the address above, or by card at 412-555-0142",
)
AGENCY = Receiver(
    "agency", "Keystone Recovery LLC", ("9 Market Street", "Erie PA 16501"), "814-555-0111",
    Decimal(25),
)  # fmt: skip
COURT = Receiver("court", "Allegheny County, small claims")
CONSEQUENCE = {
    "L04": "we will place the account with Keystone Recovery LLC, a collection agency.",
    "L11": "we will place the account with Keystone Recovery LLC, a collection agency.",
    "L12": "we will place the account as described here.",
    "L13": "we will ask the court named here for the amount.",
}


def usd(minor: int) -> Money:
    """Return dollars."""
    return Money(minor, "USD")


def business(desk: Desk) -> None:
    """Fill in the whole business, with a clause on late charges."""
    write_settings(
        desk,
        business=BUSINESS,
        lead_signer=Signer("Morgan Lead", "Accounts Receivable Lead"),
        exec_signer=Signer("Cecily Chief", "Chief Financial Officer"),
        late_fee_preset="us_contract_monthly_1_5",
        late_fee_basis="Clause 7 of the supply contract",
        late_fee_agreed_on=date(2020, 1, 5),
    )


def customer(desk: Desk, *, kind: str = "entity") -> int:
    """Add a restaurant with a controller whom the letters greet."""
    known = add_customer(desk, "Lakeside Grill & Taproom, LLC", reference="C-10442")
    customers.edit_customer(desk, known, kind=kind, terms_days=30)
    customers.put_in_person(
        desk, known, "María Ñuñoa", role="Controller", is_primary=True, is_officer=True
    )
    return known


def owe(  # noqa: PLR0913 - what stands on the invoice
    desk: Desk, customer_id: int, number: str, minor: int, days: int, *, paid: int = 0
) -> int:
    """Put in an invoice that fell due so many days ago; a negative number is still to come."""
    due = TODAY - timedelta(days=days)
    with desk.database.write("test.invoice", "put an invoice in", now=desk.now()) as transaction:
        row = InvoiceRow(
            customer_id=customer_id,
            kind="invoice" if minor > 0 else "credit",
            number=number,
            issued_on=due - timedelta(days=30),
            due_on=due,
            currency="USD",
            amount_minor=minor,
            open_minor=minor - paid,
            as_of=TODAY - timedelta(days=1),
        )
        transaction.add(row)
        transaction.flush()
        return row.id


def three_invoices(desk: Desk, customer_id: int) -> list[int]:
    """Put in three invoices past due, one paid in part, and one that is not due yet."""
    return [
        owe(desk, customer_id, "INV-20417", 184_250, 78),
        owe(desk, customer_id, "INV-20533", 96_000, 47, paid=40_000),
        owe(desk, customer_id, "INV-20691", 121_780, 16),
        owe(desk, customer_id, "INV-20744", 55_900, -14),
    ]


def history(desk: Desk, clock: Clock, customer_id: int) -> None:
    """Write a reminder and speak with the customer, weeks before."""
    clock.now = datetime(2026, 9, 18, 15, 0, tzinfo=UTC)
    letter = approved(desk, customer_id, "L02")
    printed(desk, letter.id)
    mail.record_rung(desk, [letter.id], LetterState.POSTED, on=date(2026, 9, 18))
    clock.now = datetime(2026, 10, 12, 15, 0, tzinfo=UTC)
    contact.log_call(desk, entry(desk, customer_id))
    clock.now = Clock().now


def charged(desk: Desk, customer_id: int) -> list[int]:
    """Charge what the clause allows, and return the numbers of the charges."""
    fees.charge(desk, customer_id)
    return [one.id for one in customers.customer_page(desk, customer_id).money.charges]


def disputed(desk: Desk, customer_id: int, invoices: list[int]) -> tuple[int, ...]:
    """Take a complaint of three lines."""
    return contact.open_disputes(
        desk,
        customer_id,
        [
            DisputedLine(invoices[0], "D02", usd(60_000), "line 3, gaskets", "Two cartons short"),
            DisputedLine(invoices[0], "D15", usd(4_850), "freight"),
            DisputedLine(invoices[1], "D05"),
        ],
        received_on=TODAY - timedelta(days=3),
    )


def plan_of(
    desk: Desk, invoices: list[int], minor: int, *, first: date, offered: date
) -> PlanTerms:
    """Terms with a fifth down and four monthly parts."""
    del desk
    return PlanTerms(
        balance=usd(minor),
        as_of=offered - timedelta(days=1),
        rhythm="monthly",
        cure_days=10,
        accelerates=True,
        offered_on=offered,
        installments=plan_schedule(
            usd(minor), down_payment=usd(minor // 5), installments=4, first_on=first,
            rhythm="monthly",
        ),
        invoice_ids=tuple(invoices),
        reply_by=offered + timedelta(days=10),
    )  # fmt: skip


def signed_plan(
    desk: Desk, clock: Clock, invoices: list[int], days: int, *, count: int = 3
) -> int:
    """Let a plan over the first invoices be signed so many days before today."""
    customer_id = customers_of(desk, invoices[0])
    clock.now = datetime.combine(TODAY - timedelta(days=days), datetime.min.time(), UTC)
    clock.now += timedelta(hours=15)
    offered = TODAY - timedelta(days=days)
    owed = sum(opened(desk, number) for number in invoices[:count])
    terms = plan_of(
        desk, invoices[:count], owed, first=offered + timedelta(days=7), offered=offered
    )
    plan = offer_plan(desk, customer_id, terms)
    sign_plan(desk, plan, Signature(offered, "María Ñuñoa"))
    clock.now = Clock().now
    return plan


def opened(desk: Desk, invoice_id: int) -> int:
    """Return what is open of an invoice."""
    with desk.database.read() as session:
        return session.get_one(InvoiceRow, invoice_id).open_minor


def customers_of(desk: Desk, invoice_id: int) -> int:
    """Return whose invoice it is."""
    with desk.database.read() as session:
        return session.get_one(InvoiceRow, invoice_id).customer_id


def draft(desk: Desk, customer_id: int, template: str, **chosen: object) -> int:
    """Draft a wording, with what its type needs decided."""
    kind = template[:3]
    letter = mail.draft_letter(desk, customer_id, kind, template=template).letter
    options = letter.options
    if kind in CONSEQUENCE:
        options = replace(
            options,
            consequence=CONSEQUENCE[kind],
            authorized_by="Cecily Chief",
            intended_on=date(2026, 12, 15),
        )
    options = replace(options, **chosen)  # type: ignore[arg-type] # fields of the options
    mail.save_letter_draft(desk, letter.id, options=options)
    return letter.id
