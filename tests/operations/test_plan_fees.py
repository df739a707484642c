"""Late charges and payment plans: nothing is added while the payments come as agreed (L06)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collections_desk.errors import EntryRefusedError
from collections_desk.operations import fees
from collections_desk.operations.desk import Desk
from collections_desk.operations.payment_plans import Signature, offer_plan, sign_plan
from collections_desk.store.tables import InvoiceRow
from tests.clock import Clock
from tests.operations.contact_desk import TODAY, add_customer, add_invoice
from tests.operations.mail_desk import write_settings
from tests.operations.plan_desk import terms, usd

DUE = date(2026, 10, 1)
SAID = (
    "Nothing is charged, because the payment plan signed on November 20, 2026 runs: no interest "
    "or late fees are added while its payments come as agreed."
)


@pytest.fixture
def customer(desk: Desk) -> int:
    write_settings(
        desk,
        late_fee_preset="us_contract_monthly_1_5",
        late_fee_basis="Clause 7 of the supply contract",
        late_fee_agreed_on=date(2020, 1, 5),
    )
    return add_customer(desk)


@pytest.fixture
def invoice(desk: Desk, customer: int) -> int:
    return owe(desk, customer, 100_001)


def owe(desk: Desk, customer: int, minor: int) -> int:
    invoice_id = add_invoice(desk, customer, minor, DUE)
    with desk.database.write("test", "dated an invoice", now=desk.now()) as transaction:
        transaction.get_one(InvoiceRow, invoice_id).issued_on = DUE - timedelta(days=30)
    return invoice_id


def agree(desk: Desk, customer: int, invoice: int) -> None:
    plan = offer_plan(desk, customer, terms(invoice))
    sign_plan(desk, plan, Signature(TODAY, "Dana Reyes"))


def sentences(desk: Desk, customer: int) -> list[str]:
    preview = fees.preview_charges(desk, customer)
    return [one.why_not for customer in preview.customers for one in customer.proposals]


def test_an_offer_alone_stops_nothing(desk: Desk, customer: int, invoice: int) -> None:
    offer_plan(desk, customer, terms(invoice))

    assert [one.amount for one in fees.preview_charges(desk, customer).charges] == [usd(1726)]


def test_while_the_plan_runs_nothing_is_charged_and_the_preview_says_why(
    desk: Desk, customer: int, invoice: int
) -> None:
    outside = owe(desk, customer, 50_000)
    agree(desk, customer, invoice)

    assert SAID in sentences(desk, customer)
    assert [one.invoice_id for one in fees.preview_charges(desk, customer).charges] == [outside]
    assert [one.invoice_id for one in fees.preview_charges(desk).charges] == [outside]
    with pytest.raises(EntryRefusedError, match="Nothing can be charged"):
        fees.charge(desk, customer, invoice_ids=[invoice])


def test_a_late_installment_within_its_cure_days_leaves_the_plan_running(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    agree(desk, customer, invoice)
    clock.pass_by(days=8)

    assert sentences(desk, customer) == [SAID]


def test_a_broken_plan_brings_the_charges_back_but_not_for_its_days(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    agree(desk, customer, invoice)
    clock.pass_by(days=25)

    (charge,) = fees.preview_charges(desk, customer).charges
    # Broken on December 6. From October 17 to November 19 it is 34 days, from December 7 to 15
    # it is 9: 1,000.01 x 0.18 x 43 / 365 = 21.21.
    assert charge.amount == usd(2_121)
