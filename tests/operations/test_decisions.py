"""Reviews, the memo, what a decision brings about, and its withdrawal."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pypdfium2
import pytest

from collections_desk.domain.decisions import Estimate
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import contact, customers, decisions, write_offs
from collections_desk.operations.decisions import DecisionEntry
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist_line
from collections_desk.store.balances import ledger_entries
from collections_desk.store.placements import Receiver
from collections_desk.store.settlements import settlements
from tests.operations.contact_desk import add_payment
from tests.operations.ends_desk import AGENCY, decided, items_of, late_customer, usd
from tests.operations.mail_desk import TODAY, add_dispute, approved


def words(pdf: bytes) -> str:
    """Return the text of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_a_customer_is_due_for_review_from_day_90_and_not_before(desk: Desk) -> None:
    young, old = late_customer(desk, "Young Co", days=89), late_customer(desk, "Old Co", days=90)

    due = decisions.reviews_due(desk)

    assert [line.customer_id for line in due] == [old]
    assert due[0].why == "90 days past due"
    assert young not in [line.customer_id for line in due]


def test_a_review_that_was_kept_comes_back_on_its_day(desk: Desk) -> None:
    customer_id = late_customer(desk)
    decided(desk, customer_id, "keep", review_on=TODAY + timedelta(days=7))

    assert decisions.reviews_due(desk) == []
    later = decisions.reviews_due(desk, today=TODAY + timedelta(days=7))
    assert [line.customer_id for line in later] == [customer_id]


def test_a_decision_for_an_agency_waits_until_it_is_carried_out(desk: Desk) -> None:
    customer_id = late_customer(desk)
    made = decided(desk, customer_id, "agency", receiver=AGENCY)

    (line,) = decisions.reviews_due(desk)

    assert line.decided == "Place with an agency"
    assert line.decision_id == made.decision_id


def test_the_memo_is_one_page_and_is_kept_with_the_decision(desk: Desk) -> None:
    customer_id = late_customer(desk)
    add_dispute(desk, customer_id)
    estimate = Estimate(usd(900), Decimal("33.3"), usd(50))
    entry = DecisionEntry(customer_id, "agency", estimate=estimate, spent=usd(20))

    before = decisions.preview_memo(desk, entry)
    made = decided(desk, customer_id, "agency", estimate=estimate, receiver=AGENCY)
    (kept,) = decisions.decisions_on(desk, customer_id)
    pdf = contact.read_document(desk, made.memo_sha256).content

    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert kept.memo_sha256 == made.memo_sha256
    text = words(pdf)
    for said in ("$1,123.50", "Quantity short", "33.3 %", "$900.00", "Cecily Chief", "Keystone"):
        assert said in text, said
    # 33.3 % of 900.00 is 299.70; with 50.00 of costs that leaves 550.30.
    assert "$349.70" in text
    assert "$550.30" in text
    assert "Spent so far, as stated" in words(before)
    assert "$20.00" in words(before)


def test_nothing_is_made_up_where_the_clerk_stated_nothing(desk: Desk) -> None:
    customer_id = late_customer(desk)

    text = words(decisions.preview_memo(desk, DecisionEntry(customer_id, "keep")))

    assert "Nothing was stated." in text
    assert "not stated" in text


def test_a_write_off_closes_the_invoices_and_is_no_payment(desk: Desk) -> None:
    customer_id = late_customer(desk)
    made = decided(desk, customer_id, "write_off")

    assert {status for _, _, status in items_of(desk, customer_id)} == {"closed"}
    with desk.database.read() as session:
        entries = ledger_entries(session, customer_id)
    assert [entry.kind for entry in entries] == ["write_off"] * 3
    assert len(made.entries) == 3
    page = customers.customer_page(desk, customer_id)
    assert page.balances == ()
    assert [case.how for case in page.earlier_delinquencies] == ["written off"]


def test_a_write_off_is_taken_back_by_reversals_when_money_comes_after_all(desk: Desk) -> None:
    customer_id = late_customer(desk)
    before = items_of(desk, customer_id)
    made = decided(desk, customer_id, "write_off")

    write_offs.reverse_write_off(desk, made.entries, why="a check came after all")

    assert items_of(desk, customer_id) == before
    again = pytest.raises(EntryRefusedError, match="no write-off that stands")
    with again:
        write_offs.reverse_write_off(desk, made.entries[:1], why="a second time")


def test_a_credit_takes_off_the_oldest_first_and_no_more_than_is_owed(desk: Desk) -> None:
    customer_id = late_customer(desk)
    decided(desk, customer_id, "credit", amount=usd(400))

    assert [opened for _, opened, _ in items_of(desk, customer_id)] == [0, 34_900, 37_450]
    with pytest.raises(EntryRefusedError, match="more than the"):
        decided(desk, customer_id, "credit", amount=usd(724))


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        ("keep", {"review_on": None}, "review_on"),
        ("keep", {"review_on": TODAY}, "review_on"),
        ("settle", {"amount": usd(1123, 50), "due_on": TODAY}, "amount"),
        ("settle", {"amount": usd(500)}, "due_on"),
        ("settle", {"amount": usd(500), "due_on": TODAY - timedelta(days=1)}, "due_on"),
        ("settle", {"due_on": TODAY}, "amount"),
        ("credit", {}, "amount"),
        ("sue", {}, "kind"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_recorded(
    desk: Desk, kind: str, more: dict[str, object], field: str
) -> None:
    customer_id = late_customer(desk)

    with pytest.raises(EntryRefusedError) as refused:
        decided(desk, customer_id, kind, **more)

    assert refused.value.field == field
    assert "Nothing was recorded." in refused.value.remedy
    assert decisions.decisions_on(desk, customer_id) == []
    with desk.database.read() as session:
        assert settlements(session) == []


@pytest.mark.parametrize("receiver", [None, Receiver("agency", "  ")])
def test_an_agency_is_decided_on_by_its_name(desk: Desk, receiver: Receiver | None) -> None:
    customer_id = late_customer(desk)

    with pytest.raises(EntryRefusedError, match="which agency") as refused:
        decided(desk, customer_id, "agency", receiver=receiver)

    assert refused.value.field == "name"
    assert decisions.decisions_on(desk, customer_id) == []


@pytest.mark.parametrize(("who", "why"), [("", "reason"), ("Cecily", "  ")])
def test_a_decision_needs_who_and_why(desk: Desk, who: str, why: str) -> None:
    customer_id = late_customer(desk)

    with pytest.raises(EntryRefusedError):
        decisions.decide(desk, DecisionEntry(customer_id, "agency", who, why))

    assert decisions.decisions_on(desk, customer_id) == []


def test_a_withdrawn_decision_stays_on_record_and_the_review_is_due_again(desk: Desk) -> None:
    customer_id = late_customer(desk)
    made = decided(desk, customer_id, "keep")
    assert decisions.reviews_due(desk) == []

    decisions.withdraw_decision(desk, made.decision_id, why="typed for the wrong customer")

    newest, first = decisions.decisions_on(desk, customer_id)
    assert (newest.withdraws_id, first.withdrawn_by) == (made.decision_id, newest.id)
    assert [line.customer_id for line in decisions.reviews_due(desk)] == [customer_id]
    with pytest.raises(EntryRefusedError, match="does not stand"):
        decisions.withdraw_decision(desk, made.decision_id, why="a second time")


def test_nobody_is_thanked_for_what_was_written_off(desk: Desk) -> None:
    customer_id = late_customer(desk)
    approved(desk, customer_id)  # a step is on record, as there is after months of work
    add_payment(desk, customer_id, items_of(desk, customer_id)[0][0], 10_000, TODAY)
    decided(desk, customer_id, "write_off")

    line = worklist_line(desk, customer_id)

    assert (line.state, line.next_action) == ("end", None)
    assert "Written off" in line.why
