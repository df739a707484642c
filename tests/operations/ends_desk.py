"""Customers long past due, for the tests of decisions, placements and bundles."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from collections_desk.domain.money import Money
from collections_desk.operations import decisions
from collections_desk.operations.decisions import DecisionEntry, DecisionMade
from collections_desk.operations.desk import Desk
from collections_desk.store.placements import Receiver
from collections_desk.store.tables import InvoiceRow
from tests.operations.mail_desk import TODAY, add_customer, write_settings

AGENCY = Receiver(
    "agency", "Keystone Recovery LLC", ("9 Market Street", "Erie PA 16501"), "814-555-0111",
    Decimal(25),
)  # fmt: skip
#: Why somebody is placed who had no letter, no call or no notice of it.
REASONS = {"G-LTR-10": "They moved away and nobody could reach them"}
COURT = Receiver("court", "Allegheny County, small claims")


def late_customer(desk: Desk, name: str = "Acme Tools, Inc.", *, days: int = 95) -> int:
    """Add a customer with three invoices of $374.50 open, the oldest so many days late."""
    write_settings(desk)
    return add_customer(desk, name, oldest_days=days)


def usd(dollars: int, cents: int = 0) -> Money:
    """Return dollars."""
    return Money(dollars * 100 + cents, "USD")


def decided(desk: Desk, customer_id: int, kind: str, **more: object) -> DecisionMade:
    """Decide, with who and why."""
    if kind == "keep":
        more.setdefault("review_on", TODAY + timedelta(days=30))
    entry = DecisionEntry(customer_id, kind, "Cecily Chief", "It was looked at", **more)  # type: ignore[arg-type] # fields of the entry
    return decisions.decide(desk, entry)


def items_of(desk: Desk, customer_id: int) -> list[tuple[int, int, str]]:
    """Return id, open amount in cents and status of each invoice, the oldest first."""
    with desk.database.read() as session:
        rows = session.query(InvoiceRow).filter_by(customer_id=customer_id)
        return [(row.id, row.open_minor, row.status) for row in rows.order_by(InvoiceRow.due_on)]
