"""Terms of a payment plan, for the tests of plans and of their letters."""

from __future__ import annotations

from datetime import date, timedelta

from collections_desk.domain.money import Money
from collections_desk.domain.plan_schedule import PlanTerms, plan_schedule
from tests.operations.contact_desk import TODAY

FIRST = TODAY + timedelta(days=4)


def usd(minor: int) -> Money:
    """Return dollars."""
    return Money(minor, "USD")


def terms(*invoices: int, minor: int = 100_001, count: int = 4, first: date = FIRST) -> PlanTerms:
    """Terms with a fifth down and monthly parts."""
    return PlanTerms(
        balance=usd(minor),
        as_of=date(2026, 11, 19),
        rhythm="monthly",
        cure_days=10,
        accelerates=True,
        offered_on=TODAY,
        installments=plan_schedule(
            usd(minor), down_payment=usd(minor // 5), installments=count, first_on=first,
            rhythm="monthly",
        ),
        invoice_ids=invoices,
        reply_by=TODAY + timedelta(days=10),
    )  # fmt: skip
