"""Guards in the deed itself: what the clerk does on a real store, and what stands before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from collections_desk.domain.guards import Confirmed
from collections_desk.domain.promise_text import parse_promise
from collections_desk.operations import (
    contact,
    customers,
    decisions,
    mail,
    payment_plans,
    preferences,
)
from collections_desk.operations.decisions import DecisionEntry
from collections_desk.operations.desk import Desk
from collections_desk.operations.emailing import examine_email, open_email
from collections_desk.operations.guarding import GuardsStandError
from collections_desk.operations.worklist import worklist_line
from collections_desk.store.guard_events import guard_events
from collections_desk.store.tables import CustomerRow
from tests.operations.contact_desk import add_customer, add_invoice, entry
from tests.operations.mail_desk import printed, write_settings
from tests.operations.plan_desk import terms, usd

TODAY = date(2026, 11, 20)
SOON = TODAY + timedelta(days=10)
#: A sentence for whatever asks about the calls that a test needs to have been made.
WHY = dict.fromkeys(("G-FREQ-01", "G-FREQ-03", "G-FREQ-04", "G-FREQ-06"), "He asked for it.")


@pytest.fixture
def customer(desk: Desk) -> int:
    """Give a company in Boston with 100.00 that is 80 days past due."""
    number = add_customer(desk)
    add_invoice(desk, number, 100_00, date(2026, 9, 1))
    return number


def of_call(desk: Desk, customer: int, number: str) -> set[str]:
    return {one.guard for one in contact.examine_call(desk, customer, number=number)}


def hold(desk: Desk, customer: int, number: str) -> int:
    return contact.put_on_hold(
        desk, customer, "asked by sales", review_on=SOON, scope="number", scope_ref=number
    )


@pytest.mark.parametrize("dialed", ["(617) 555-0134", "617-555-0134", "+1 617 555 0134"])
def test_a_number_on_hold_asks_before_a_call_however_it_is_written(
    desk: Desk, customer: int, dialed: str
) -> None:
    hold(desk, customer, "(617) 555-0134")

    assert "G-STOP-14" in of_call(desk, customer, dialed)
    assert "G-STOP-14" not in of_call(desk, customer, "617-555-0199")


def test_an_e_mail_address_on_hold_asks_before_a_message(desk: Desk, customer: int) -> None:
    customers.add_contact_point(desk, customer, "email", "Dana@Diner.example")
    customers.add_contact_point(desk, customer, "email", "books@diner.example")
    hold(desk, customer, "Dana@Diner.example")

    there = {one.guard for one in examine_email(desk, customer, "dana@diner.example")}
    other = {one.guard for one in examine_email(desk, customer, "books@diner.example")}
    assert "G-STOP-14" in there
    assert "G-STOP-14" not in other


def test_a_work_number_that_was_refused_is_found_in_any_spelling(desk: Desk) -> None:
    person = add_customer(desk, "Pat Person")
    customers.edit_customer(desk, person, kind="consumer")
    contact.set_stop_flag(
        desk, person, "WORK_NO", reason="boss forbids it", facts={"number": "617.555.0134"}
    )

    add_invoice(desk, person, 100_00, date(2026, 9, 1))
    assert worklist_line(desk, person).phone is None
    assert "G-STOP-05" in of_call(desk, person, "(617) 555-0134")
    assert "G-STOP-05" not in of_call(desk, person, "(617) 555-0199")


def test_a_letter_is_a_contact_of_the_week_like_a_call(desk: Desk, customer: int) -> None:
    write_settings(desk)
    letter = mail.draft_letter(desk, customer, "L02").letter
    confirmation = mail.draft_letter(desk, customer, "L16").letter

    def asked(letter_id: int) -> set[str]:
        return {one.guard for one in mail.examine_letter(desk, letter_id)}

    assert "G-FREQ-06" not in asked(letter.id)
    for line in range(4):
        contact.log_call(
            desk, entry(desk, customer, "NA", number=f"617-555-015{line}"), reasons=WHY
        )
    assert "G-FREQ-06" in asked(letter.id)
    assert "G-FREQ-06" not in asked(confirmation.id)

    mail.approve_letter(desk, letter.id)
    with desk.database.read() as session:
        kept = [one for one in guard_events(session, customer) if one["letter_id"] == letter.id]
    assert "G-FREQ-06" in {one["guard"] for one in kept}


def test_new_york_city_counts_letters_too(desk: Desk) -> None:
    write_settings(desk)
    preferences.change_settings(desk, replace(desk.settings(), mode="third_party"))
    person = add_customer(desk, "Nell York")
    customers.edit_customer(desk, person, kind="consumer")
    customers.fix_address(
        desk, person, None, line1="1 Main St", city="New York", region="NY",
        postal_code="10001", country="US",
    )  # fmt: skip
    add_invoice(desk, person, 100_00, date(2026, 9, 1))
    letter = mail.draft_letter(desk, person, "L02").letter
    for line in range(3):
        contact.log_call(desk, entry(desk, person, "NA", number=f"617-555-015{line}"), reasons=WHY)

    found = {one.guard: one.said for one in mail.examine_letter(desk, letter.id)}
    assert "US-NY-NYC allows 3 contacts by all channels" in found["G-FREQ-04"]


@pytest.mark.parametrize(
    ("flag", "guard"), [("BKY", "G-STOP-01"), ("ATTY", "G-STOP-02"), ("IDT", "G-STOP-07")]
)
def test_nothing_is_agreed_on_money_under_a_stop_flag_without_a_sentence(
    desk: Desk, customer: int, flag: str, guard: str
) -> None:
    invoice = customers.customer_page(desk, customer).invoices[0].id
    promise = parse_promise("50 fri", today=TODAY, to_be_collected=usd(100_00))
    plan = terms(invoice, minor=100_00)
    assert not contact.examine_promise(desk, customer, promise)
    assert not payment_plans.examine_plan(desk, customer, plan)
    contact.set_stop_flag(desk, customer, flag, reason="told by phone")

    with pytest.raises(GuardsStandError, match="told by phone"):
        contact.take_promise(desk, customer, promise)
    with pytest.raises(GuardsStandError, match="told by phone"):
        payment_plans.offer_plan(desk, customer, plan)
    page = customers.customer_page(desk, customer)
    assert (page.promises, page.payment_plans) == ((), ())

    contact.take_promise(
        desk, customer, promise, reasons={guard: Confirmed("His counsel agreed to it.")}
    )
    with desk.database.read() as session:
        kept = [one for one in guard_events(session, customer) if one["guard"] == guard]
    assert [one["decision"] for one in kept][:1] == ["overridden"]
    assert {one["decision"] for one in kept[1:]} == {"stopped"}


def test_nothing_is_agreed_beside_the_agency_without_a_sentence(desk: Desk, customer: int) -> None:
    invoice = customers.customer_page(desk, customer).invoices[0].id
    with desk.database.write("test.placed", "placed", now=desk.now()) as transaction:
        row = transaction.get(CustomerRow, customer)
        assert row is not None
        row.end_state = "placed"

    found = payment_plans.examine_plan(desk, customer, terms(invoice, minor=100_00))
    assert "G-STOP-12" in {one.guard for one in found}


def a_person(desk: Desk, region: str = "MA", city: str = "Boston", zip_code: str = "02115") -> int:
    """Add a consumer with 100.00 that is 80 days past due."""
    person = add_customer(desk, "Pat Person")
    customers.edit_customer(desk, person, kind="consumer")
    home = customers.customer_page(desk, person).addresses[0].id
    customers.fix_address(
        desk, person, home, line1="1 Main St", city=city, region=region, postal_code=zip_code,
        country="US",
    )  # fmt: skip
    add_invoice(desk, person, 100_00, date(2026, 9, 1))
    return person


def test_a_message_that_was_begun_counts_as_a_contact(desk: Desk) -> None:
    person = a_person(desk, "DC", "Washington", "20001")
    customers.add_contact_point(desk, person, "email", "pat@gmail.com")
    why = dict.fromkeys(("G-FREQ-04", "G-LTR-09"), "She wrote to us first.")

    for _ in range(5):
        assert "G-FREQ-04" not in {
            one.guard for one in examine_email(desk, person, "pat@gmail.com")
        }
        open_email(desk, person, "pat@gmail.com", reasons=why)

    found = {one.guard: one.said for one in examine_email(desk, person, "pat@gmail.com")}
    assert "US-DC allows 5 e-mails and texts in 7 days, and there were 5" in found["G-FREQ-04"]
    assert "G-FREQ-06" in of_call(desk, person, "617-555-0134")
    page = customers.customer_page(desk, person)
    begun = [one for one in page.timeline if one.kind == "email"]
    assert len(begun) == 5
    # It is no earlier notice: nobody knows whether it was sent.
    letter = mail.draft_letter(desk, person, "L04").letter
    asked = {one.guard: one.said for one in mail.examine_letter(desk, letter.id)}
    assert "no earlier letter" in asked["G-LTR-10"]


@pytest.mark.parametrize(
    ("mode", "region", "city", "zip_code", "said"),
    [
        # Thanksgiving is left out.
        ("first_party", "MA", "Boston", "02115", "of the first contact, by Mon, Nov 30, 2026"),
        ("third_party", "OH", "Columbus", "43215", "within 5 days of it: by Wed, Nov 25, 2026"),
        ("first_party", "OH", "Columbus", "43215", ""),
    ],
)  # fmt: skip
def test_a_call_too_asks_for_the_validation_notice(  # noqa: PLR0913, PLR0917 - one row
    desk: Desk, mode: str, region: str, city: str, zip_code: str, said: str
) -> None:
    write_settings(desk, mode=mode)
    person = a_person(desk, region, city, zip_code)

    def asked() -> str:
        found = contact.examine_call(desk, person, number="617-555-0134")
        return next((one.said for one in found if one.guard == "G-LTR-07"), "")

    assert said in asked()
    assert bool(asked()) == bool(said)
    if said:
        notice = mail.draft_letter(desk, person, "L17").letter
        assert asked()
        found = {one.guard for one in mail.examine_letter(desk, notice.id)}
        mail.approve_letter(desk, notice.id, reasons=dict.fromkeys(found, "First contact."))
        printed(desk, notice.id)
        assert not asked()


@pytest.mark.parametrize(
    ("outcome", "role", "fires"),
    [
        ("RPN", "household", True),
        ("RPN", "his employer", True),
        ("RPN", "owner", False),
        ("DEC", "", True),
        ("TPM", "", True),
        ("GK", "reception", False),
    ],
)
def test_who_is_not_the_customer_is_told_nothing(
    desk: Desk, outcome: str, role: str, *, fires: bool
) -> None:
    person = a_person(desk)
    found = contact.examine_entry(desk, entry(desk, person, outcome, reached_role=role or None))

    assert ("G-ID-03" in {one.guard for one in found}) == fires


def test_a_settlement_asks_for_money_too(desk: Desk, customer: int) -> None:
    write_settings(desk)
    contact.set_stop_flag(desk, customer, "BKY", reason="chapter 11, told by phone")
    wanted = DecisionEntry(
        customer, "settle", "Cecily Chief", "Half is better than nothing.", amount=usd(50_00),
        due_on=SOON,
    )  # fmt: skip

    with pytest.raises(GuardsStandError, match="chapter 11"):
        decisions.decide(desk, wanted)
    assert decisions.decisions_on(desk, customer) == []
    kept = decisions.decide(
        desk, replace(wanted, kind="keep", amount=None, due_on=None, review_on=SOON)
    )
    assert kept.decision_id
    decisions.decide(desk, wanted, reasons={"G-STOP-01": Confirmed("The trustee proposed it.")})
    assert {one.kind for one in decisions.decisions_on(desk, customer)} == {"keep", "settle"}


def test_of_two_states_the_shorter_time_to_sue_counts(desk: Desk) -> None:
    company = add_customer(desk)
    customers.fix_address(
        desk, company, None, line1="2 Elm St", city="Raleigh", region="NC", postal_code="27601",
        country="US",
    )  # fmt: skip
    add_invoice(desk, company, 100_00, date(2023, 10, 1))
    promise = parse_promise("50 fri", today=TODAY, to_be_collected=usd(100_00))

    found = {one.guard: one.said for one in contact.examine_promise(desk, company, promise)}
    # Three years in North Carolina, six (four for goods) in Massachusetts.
    assert "in NC" in found["G-PAY-09"]
