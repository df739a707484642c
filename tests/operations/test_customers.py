"""The customer page and what changes it, on the real encrypted store."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from collections_desk.domain.customers import Category
from collections_desk.domain.money import Money
from collections_desk.domain.names import name_key
from collections_desk.errors import EntryRefusedError, StoreError
from collections_desk.operations import contact, customers
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist, worklist_line
from tests.operations.contact_desk import TODAY, add_customer, add_invoice, add_payment, entry


@pytest.fixture
def customer(desk: Desk) -> int:
    return add_customer(desk)


def test_the_page_of_a_new_customer(desk: Desk, customer: int) -> None:
    page = customers.customer_page(desk, customer)

    assert (page.state, page.why) == ("end", "Nothing is owed.")
    assert page.local_time.said == "10:00 AM in New York"
    assert page.local_time.inside
    assert page.proposal.category is Category.UNSORTED


def test_balances_by_currency_and_bucket(desk: Desk, customer: int) -> None:
    add_invoice(desk, customer, 100_000, TODAY - timedelta(days=45))
    add_invoice(desk, customer, 20_000, TODAY + timedelta(days=5))
    add_invoice(desk, customer, -5_000, TODAY - timedelta(days=2))
    add_invoice(desk, customer, 7_000, TODAY - timedelta(days=100), currency="EUR")
    page = customers.customer_page(desk, customer)

    assert page.balances == (Money(7_000, "EUR"), Money(115_000, "USD"))
    assert page.overdue == (Money(7_000, "EUR"), Money(95_000, "USD"))
    assert page.aging[1].bucket("31-60") == Money(100_000, "USD")
    assert page.aging[1].bucket("1-30") == Money(-5_000, "USD")
    assert page.days_past_due == 100
    assert [item.days_past_due for item in page.invoices] == [100, 45, 2, 0]
    assert worklist_line(desk, customer).aging == page.aging


def test_an_unknown_customer_is_named(desk: Desk) -> None:
    with pytest.raises(StoreError, match="number 4711"):
        customers.customer_page(desk, 4711)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "dana  DINER "}, "name"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"terms_days": -1}, "terms_days"),
        ({"office_hours": "x" * 300}, "office_hours"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, changes: dict[str, Any], field: str) -> None:
    add_customer(desk)
    other = add_customer(desk, "Other")
    with pytest.raises(EntryRefusedError) as refused:
        customers.edit_customer(desk, other, **changes)

    assert refused.value.field == field


def test_a_stated_zone_wins(desk: Desk, customer: int) -> None:
    customers.edit_customer(desk, customer, time_zone="America/Los_Angeles", name="Dana's")

    page = customers.customer_page(desk, customer)
    assert page.local_time.zones == ("America/Los_Angeles",)
    assert page.local_time.source == "stated"
    assert not page.local_time.inside
    assert page.customer.name == "Dana's"


def test_a_foreign_customer_has_its_own_clock(desk: Desk) -> None:
    customer = customers.add_new_customer(desk, "Atelier graphique")
    customers.fix_address(
        desk, customer, None, line1="54, rue Royale", city="Nantes", country="FR"
    )

    assert customers.customer_page(desk, customer).local_time.said == "4:00 PM in Paris"


def test_numbers_and_people(desk: Desk, customer: int) -> None:
    with pytest.raises(EntryRefusedError):
        customers.add_contact_point(desk, customer, "phone", "call me maybe")
    with pytest.raises(EntryRefusedError):
        customers.add_contact_point(desk, customer, "email", "nobody")
    new = customers.add_contact_point(desk, customer, "mobile", "212-555-0199", is_primary=True)
    customers.put_in_person(desk, customer, "Dana Reyes", role="Owner", is_officer=True)
    page = customers.customer_page(desk, customer)

    assert [point.id == new for point in page.contact_points] == [True, False]
    assert page.contact_points[0].normalized == "+12125550199"
    assert not page.contact_points[1].is_primary
    assert page.people[0].is_officer
    customers.edit_contact_point(desk, customer, new, "mobile", "212-555-0199", state="opted_out")
    found = contact.examine_call(desk, customer, number="(212) 555-0199")
    assert "G-STOP-04" in {one.guard for one in found}


def test_a_returned_address_is_fixed(desk: Desk, customer: int) -> None:
    page = customers.customer_page(desk, customer)
    customers.fix_address(desk, customer, page.addresses[0].id, line1="2 New St")
    fixed = customers.customer_page(desk, customer).addresses[0]

    assert (fixed.line1, fixed.city, fixed.state) == ("2 New St", "Boston", "ok")


def test_the_category_is_proposed_with_its_facts_and_decided(desk: Desk, customer: int) -> None:
    contact.log_call(desk, entry(desk, customer, "RPH", reason="R20"))
    proposal = customers.customer_page(desk, customer).proposal
    assert proposal.category is Category.STRUGGLING
    assert proposal.facts == (
        "said it cannot pay once",
        "gave as a reason: Cash-flow shortage",
    )
    with pytest.raises(EntryRefusedError, match="struggling"):
        customers.decide_category(desk, customer, Category.DISPUTING)
    customers.decide_category(desk, customer, Category.DISPUTING, reason="Threatens to sue.")
    page = customers.customer_page(desk, customer)

    assert page.customer.category is Category.DISPUTING
    assert page.category_history[0].proposed is Category.STRUGGLING
    assert page.category_history[0].reason == "Threatens to sue."


def test_the_same_faces_again(desk: Desk, customer: int) -> None:
    first = add_invoice(desk, customer, 1_000, TODAY - timedelta(days=300))
    second = add_invoice(desk, customer, 1_000, TODAY - timedelta(days=290))
    add_payment(desk, customer, first, 1_000, TODAY - timedelta(days=280))
    add_payment(desk, customer, second, 1_000, TODAY - timedelta(days=250))
    earlier = customers.customer_page(desk, customer).earlier_delinquencies

    assert [(one.worst_days, one.invoices) for one in earlier] == [(40, 2)]


def test_a_closed_customer_is_off_the_list_until_opened(desk: Desk, customer: int) -> None:
    add_invoice(desk, customer, 1_000, TODAY - timedelta(days=30))
    customers.end_customer(desk, customer, "written_off", why="Too small for a court.")
    assert worklist_line(desk, customer).state == "end"
    customers.reopen_customer(desk, customer, why="They paid a part.")
    assert worklist_line(desk, customer).state == "action"


def test_hostile_words_are_kept_as_they_are(desk: Desk) -> None:
    name = "Robert'); DROP TABLE customer;-- <b>=1+1</b>"
    customer = customers.add_new_customer(desk, name)
    contact.add_note(desk, customer, '=HYPERLINK("x") \u0141\u00f3d\u017a {{name}}')
    page = customers.customer_page(desk, customer)

    assert page.customer.name == name
    assert page.timeline[0].detail == '=HYPERLINK("x") \u0141\u00f3d\u017a {{name}}'
    assert name_key(name) != name


def test_everyone_is_listed_when_asked(desk: Desk, customer: int) -> None:
    assert worklist(desk) == []
    assert [line.state for line in worklist(desk, everyone=True)] == ["end"]
