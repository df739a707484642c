"""A promise that is too much, too late or one too many asks before it is on record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from collections_desk.domain.guards import Severity
from collections_desk.domain.money import Money
from collections_desk.domain.promise_text import parse_promise
from collections_desk.errors import NotAllowedError
from collections_desk.operations import contact, customers
from collections_desk.operations.desk import Desk
from tests.operations.contact_desk import TODAY, add_customer, add_invoice, entry

OVERDUE = TODAY - timedelta(days=25)
OWED = Money(598_075, "USD")


@pytest.fixture
def customer(desk: Desk) -> int:
    known = add_customer(desk)
    add_invoice(desk, known, OWED.minor, OVERDUE)
    return known


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        ("5980.75 fri", set()),
        ("5980.76 fri", {"G-PAY-13"}),
        ("99999 fri", {"G-PAY-13"}),
        ("100 12/4", set()),
        ("100 12/5", {"G-PAY-14"}),
        ("99999 12/31", {"G-PAY-13", "G-PAY-14"}),
    ],
)
def test_what_asks(desk: Desk, customer: int, typed: str, asks: set[str]) -> None:
    promise = parse_promise(typed, today=TODAY, to_be_collected=OWED)
    found = contact.examine_promise(desk, customer, promise)

    assert {one.guard for one in found} == asks
    assert all(one.severity is Severity.ASK for one in found)


def test_a_call_with_a_promise_above_the_balance_waits_for_a_sentence(
    desk: Desk, customer: int
) -> None:
    promise = parse_promise("99999 fri", today=TODAY, to_be_collected=OWED)
    call = entry(desk, customer, "RPP", promise=promise)
    with pytest.raises(NotAllowedError) as refused:
        contact.log_call(desk, call)
    assert "$99,999.00" in refused.value.problem
    assert "$5,980.75" in refused.value.problem
    assert not customers.customer_page(desk, customer).promises

    contact.log_call(desk, call, reasons={"G-PAY-13": "Pays for two sister firms."})
    page = customers.customer_page(desk, customer)
    events = [line for line in page.timeline if line.kind == "guard"]

    assert [line.detail for line in events if "G-PAY-13" in line.title] == [
        "Pays for two sister firms."
    ]
    assert page.to_be_collected == ()  # never below zero


def test_a_promise_outside_a_call_waits_too(desk: Desk, customer: int) -> None:
    promise = parse_promise("100 12/24", today=TODAY, to_be_collected=OWED)
    with pytest.raises(NotAllowedError) as refused:
        contact.take_promise(desk, customer, promise)
    assert "14 days" in refused.value.problem

    contact.take_promise(desk, customer, promise, reasons={"G-PAY-14": "Paid at Christmas."})
    timeline = customers.customer_page(desk, customer).timeline
    guards = [(line.title.split(":")[0], line.detail) for line in timeline if line.kind == "guard"]
    assert sorted(guards) == [
        ("G-PAY-14 overridden", "Paid at Christmas."),
        ("G-PAY-14 stopped", ""),
    ]


def test_a_promise_that_replaces_another_is_no_further_one(desk: Desk, customer: int) -> None:
    for typed in ("5980.75 fri", "5980.75 12/1", "5000 12/2"):
        promise = parse_promise(typed, today=TODAY, to_be_collected=OWED)
        contact.take_promise(desk, customer, promise)

    assert customers.customer_page(desk, customer).promised == (Money(500_000, "USD"),)


def test_a_third_open_promise_asks(desk: Desk, customer: int) -> None:
    promise = parse_promise("100 fri", today=TODAY, to_be_collected=OWED)
    first, second, third = (
        add_invoice(desk, customer, minor, OVERDUE) for minor in (10_000, 10_100, 10_200)
    )
    for invoice in (first, second):
        contact.take_promise(desk, customer, promise, invoice_ids=(invoice,))
    found = contact.examine_promise(desk, customer, promise, invoice_ids=(third,))

    assert {one.guard for one in found} == {"G-PAY-15"}
