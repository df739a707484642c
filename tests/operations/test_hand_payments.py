"""Payments taken by hand, on a real encrypted store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from collections_desk.domain.customers import Category, CustomerKind
from collections_desk.domain.hand_payments import HandPayment, PaymentEntry
from collections_desk.domain.money import Money
from collections_desk.domain.promise_text import parse_promise
from collections_desk.domain.promises import PromiseState
from collections_desk.errors import EntryRefusedError, NotAllowedError
from collections_desk.operations import contact, customers
from collections_desk.operations.brief import wake_up_brief
from collections_desk.operations.check_deposit import deposit_check
from collections_desk.operations.desk import Desk
from collections_desk.operations.payment_changes import (
    apply_unapplied,
    bounce_payment,
    hand_back,
    held_checks,
    withdraw_payment,
)
from collections_desk.operations.payments import preview_payment, record_payment
from collections_desk.operations.preferences import change_settings
from collections_desk.operations.rules import guard_events_of, rules_page
from collections_desk.operations.worklist import facts_in, local_date, worklist_line
from collections_desk.store.hand_payments import hand_payments
from collections_desk.store.promises import payments
from collections_desk.store.settings import load_settings
from collections_desk.store.tables import HandPaymentRow, InvoiceRow, LedgerEntryRow
from tests.clock import Clock
from tests.operations.contact_desk import TODAY, add_customer, add_invoice
from tests.operations.contact_desk import entry as contact_entry

OLD, NEW = TODAY - timedelta(days=40), TODAY - timedelta(days=10)


@pytest.fixture
def customer(desk: Desk) -> int:
    return add_customer(desk)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def entry(customer_id: int, minor: int, **facts: Any) -> PaymentEntry:  # noqa: ANN401 - any field
    known = {"method": "check", "reference": "1043", **facts}
    return PaymentEntry(customer_id, usd(minor), known.pop("received_on", TODAY), **known)


def kept(desk: Desk, customer_id: int) -> list[HandPayment]:
    with desk.database.read() as session:
        return hand_payments(session, customer_id)


def opened(desk: Desk, customer_id: int) -> dict[str, int]:
    page = customers.customer_page(desk, customer_id)
    return {item.number: item.open.minor for item in page.invoices}


def entries(desk: Desk) -> list[tuple[str, int, str]]:
    with desk.database.read() as session:
        rows = session.scalars(select(LedgerEntryRow).order_by(LedgerEntryRow.id))
        return [(row.kind, row.amount_minor, row.source) for row in rows]


def test_the_oldest_is_paid_first_and_the_record_says_so(desk: Desk, customer: int) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    add_invoice(desk, customer, 50_000, NEW)

    done = record_payment(desk, entry(customer, 45_000))

    assert opened(desk, customer) == {"INV-1110-50000": 35_000}
    assert entries(desk) == [("payment", -30_000, "hand"), ("payment", -15_000, "hand")]
    payment = kept(desk, customer)[0]
    assert [(part.number, part.amount.minor) for part in payment.parts] == [
        ("INV-1011-30000", 30_000),
        ("INV-1110-50000", 15_000),
    ]
    assert payment.state == "applied"
    newest = customers.customer_page(desk, customer).timeline[0]
    assert newest.kind == "payment"
    assert "Payment received" in newest.title
    assert "$300.00 to invoice INV-1011-30000" in newest.detail
    assert "check 1043" in done.told


def test_what_is_left_over_stays_apart_and_is_shown_apart(desk: Desk, customer: int) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    record_payment(desk, entry(customer, 50_000))
    later = add_invoice(desk, customer, 70_000, NEW)

    page = customers.customer_page(desk, customer)
    rest = [item for item in page.invoices if item.kind == "payment"]
    assert [item.open.minor for item in rest] == [-20_000]
    payment = kept(desk, customer)[0]
    assert payment.unapplied == usd(20_000)

    record_payment(desk, entry(customer, 10_000, reference="1044"))
    assert kept(desk, customer)[1].unapplied == usd(20_000)  # never silently used

    said = apply_unapplied(desk, payment.id, {later: 15_000}, direction="for the newer one")
    assert "$150.00 to invoice" in said
    payment = kept(desk, customer)[1]
    assert payment.unapplied == usd(5_000)
    assert opened(desk, customer)["INV-1110-70000"] == 70_000 - 10_000 - 15_000
    assert sum(amount for _, amount, _ in entries(desk)) == -60_000


def test_the_direction_of_the_payer_is_respected(desk: Desk, customer: int) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    newer = add_invoice(desk, customer, 50_000, NEW)
    record_payment(
        desk, entry(customer, 40_000, parts=((newer, 40_000),), direction="for the November one")
    )
    assert opened(desk, customer) == {"INV-1011-30000": 30_000, "INV-1110-50000": 10_000}


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({0: 60_000}, "is not a part of"),
        ({0: 0}, "is not a part of"),
        ({0: 30_000, 1: 30_000}, "more than was paid"),
        ({99: 100}, "not open"),
    ],
)
def test_parts_that_cannot_be_are_refused(
    desk: Desk, customer: int, parts: dict[int, int], said: str
) -> None:
    ids = [add_invoice(desk, customer, 50_000, OLD), add_invoice(desk, customer, 50_000, NEW)]
    wanted = tuple((ids[at] if at < len(ids) else at, minor) for at, minor in parts.items())
    with pytest.raises(EntryRefusedError, match=said):
        record_payment(desk, entry(customer, 40_000, parts=wanted))
    assert entries(desk) == []


def test_what_is_disputed_is_left_alone(desk: Desk, customer: int) -> None:
    oldest = add_invoice(desk, customer, 30_000, OLD)
    add_invoice(desk, customer, 50_000, NEW)
    contact.open_dispute(desk, customer, oldest, "D01", amount=usd(20_000))

    with pytest.raises(NotAllowedError) as refused:
        record_payment(desk, entry(customer, 25_000))
    assert "in dispute" in refused.value.problem
    record_payment(desk, entry(customer, 25_000), reasons={"G-PAY-05": "The payer is away."})

    # 100.00 of the oldest is not disputed; the rest goes to the next
    assert opened(desk, customer) == {"INV-1011-30000": 20_000, "INV-1110-50000": 35_000}


@pytest.mark.parametrize(
    ("order", "want"),
    [
        ("principal_first", {"INV-1011-30000": 0, "FEE-9": 2_000, "INT-9": 3_000}),
        ("interest_first", {"INV-1011-30000": 3_000, "FEE-9": 2_000, "INT-9": 0}),
        ("fees_first", {"INV-1011-30000": 5_000, "FEE-9": 0, "INT-9": 0}),
    ],
)
def test_the_order_of_the_house(
    desk: Desk, customer: int, order: str, want: dict[str, int]
) -> None:
    change_settings(
        desk,
        replace(
            desk.settings(),
            business=replace(desk.settings().business, name="Us"),
            payment_order=order,
        ),
    )
    add_invoice(desk, customer, 30_000, OLD)
    for number, kind, minor in (("FEE-9", "fee", 2_000), ("INT-9", "interest", 3_000)):
        item = add_invoice(desk, customer, minor, NEW)
        with desk.database.write("test", "made a fee", now=desk.now()) as transaction:
            row = transaction.get_one(InvoiceRow, item)
            row.kind, row.number = kind, number
    record_payment(desk, entry(customer, 30_000))
    left = opened(desk, customer)
    assert {number: left.get(number, 0) for number in want} == want


def test_a_bounced_check_opens_again_what_it_settled(
    desk: Desk, customer: int, clock: Clock
) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    done = record_payment(desk, entry(customer, 40_000))
    assert not [item for item in opened(desk, customer).values() if item > 0]
    clock.pass_by(days=4)

    bounce_payment(desk, done.payment_id, why="Not sufficient funds")

    assert opened(desk, customer) == {"INV-1011-30000": 30_000}
    assert entries(desk) == [
        ("payment", -30_000, "hand"),
        ("payment", -10_000, "hand"),
        ("reversal", 30_000, "hand"),
        ("reversal", 10_000, "hand"),
    ]
    with desk.database.read() as session:
        rows = session.scalars(select(LedgerEntryRow).order_by(LedgerEntryRow.id)).all()
        assert [row.reverses_id for row in rows] == [None, None, rows[0].id, rows[1].id]
        assert payments(session, customer) == []
    assert kept(desk, customer)[0].state == "bounced"
    assert "Payment returned" in customers.customer_page(desk, customer).timeline[0].title
    with pytest.raises(EntryRefusedError, match="bounced"):
        bounce_payment(desk, done.payment_id, why="again")
    with pytest.raises(EntryRefusedError, match="bounced"):
        withdraw_payment(desk, done.payment_id, why="again")


def test_a_wrong_payment_is_corrected_by_new_entries(desk: Desk, customer: int) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    wrong = record_payment(desk, entry(customer, 30_000))
    record_payment(
        desk, entry(customer, 3_000), instead_of=wrong.payment_id, why="A zero too many"
    )
    assert opened(desk, customer) == {"INV-1011-30000": 27_000}
    assert [(one.state, one.amount.minor) for one in kept(desk, customer)] == [
        ("applied", 3_000),
        ("withdrawn", 30_000),
    ]
    with pytest.raises(EntryRefusedError, match="reason"):
        withdraw_payment(desk, kept(desk, customer)[0].id, why=" ")


def test_a_payment_keeps_a_promise_unapplied_too(desk: Desk, customer: int) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    promise = parse_promise("300 fri", today=TODAY, to_be_collected=usd(30_000))
    contact.take_promise(desk, customer, promise)
    record_payment(desk, entry(customer, 30_000, parts=()))

    page = customers.customer_page(desk, customer)
    assert page.promises[0].state is PromiseState.KEPT
    assert kept(desk, customer)[0].unapplied == usd(30_000)


@pytest.mark.parametrize("typed", ["4242424242424242", "42424", "424", "42a4", "4242 4242"])
def test_never_more_than_four_digits_of_a_card(desk: Desk, customer: int, typed: str) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    with pytest.raises(EntryRefusedError) as refused:
        record_payment(desk, entry(customer, 100, method="card", reference="", last4=typed))
    assert refused.value.field == "last4"
    assert typed not in refused.value.problem + refused.value.remedy
    assert entries(desk) == []


@pytest.mark.parametrize("field", ["reference", "payer", "direction"])
def test_a_card_number_is_refused_in_every_other_field(
    desk: Desk, customer: int, field: str
) -> None:
    number = "4242 4242 4242 4242"
    with pytest.raises(EntryRefusedError) as refused:
        record_payment(desk, entry(customer, 100, **{field: number}))
    assert refused.value.field == field
    record_payment(desk, entry(customer, 100, method="card", reference="", note=f"card {number}"))
    with desk.database.read() as session:
        notes = session.scalars(select(HandPaymentRow.note)).all()
    assert "4242 4242" not in notes[0]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"minor": 0}, "amount"),
        ({"minor": -5}, "amount"),
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
        ({"received_on": TODAY - timedelta(days=900)}, "received_on"),
        ({"method": "gold"}, "method"),
        ({"last4": "4242"}, "last4"),
        ({"convenience_fee": usd(300)}, "convenience_basis"),
        ({"convenience_fee": usd(20_000), "convenience_basis": "x"}, "convenience_fee"),
        ({"dated_on": TODAY, "deposit_on": TODAY - timedelta(days=1)}, "deposit_on"),
    ],
)
def test_bad_input_is_refused_at_its_field(
    desk: Desk, customer: int, facts: dict[str, Any], field: str
) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    given = dict(facts)
    with pytest.raises(EntryRefusedError) as refused:
        record_payment(desk, entry(customer, given.pop("minor", 10_000), **given))
    assert refused.value.field == field
    assert "Nothing was recorded" in refused.value.remedy
    assert kept(desk, customer) == []


def test_a_post_dated_check_is_held_and_cannot_be_deposited_early(
    desk: Desk, customer: int, clock: Clock
) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    dated = date(2026, 12, 21)  # a Monday; ten business days before it: December 7
    held = entry(customer, 30_000, dated_on=dated)
    preview = preview_payment(desk, held)
    assert [found.guard for found in preview.findings] == ["G-PAY-03"]
    assert not any(found.severity.needs_reason for found in preview.findings)  # a company: W
    done = record_payment(desk, held)

    assert opened(desk, customer) == {"INV-1011-30000": 30_000}
    assert entries(desk) == []
    waiting = held_checks(desk)[0]
    assert (waiting.notice_from, waiting.notice_by) == (date(2026, 12, 7), date(2026, 12, 16))
    assert "Do not deposit before" in waiting.said
    with pytest.raises(EntryRefusedError, match="must not be deposited before Mon, Dec 21"):
        deposit_check(desk, done.payment_id)
    assert not [part for part in wake_up_brief(desk).parts if part.id.startswith("checks")]

    clock.pass_by(days=20)  # December 10
    assert "Tell them in writing by" in held_checks(desk)[0].said
    part = next(one for one in wake_up_brief(desk).parts if one.id.startswith("checks"))
    assert "Dana Diner: Check 1043 of $300.00" in part.lines[0].text
    assert part.lines[0].when == date(2026, 12, 7)
    clock.pass_by(days=11)
    assert "deposited now" in held_checks(desk)[0].said
    deposit_check(desk, done.payment_id)
    assert opened(desk, customer) == {}
    assert held_checks(desk) == []


@pytest.mark.parametrize(
    ("choice", "state", "left"),
    [
        ("return", "handed_back", 30_000),
        ("ask", "held", 30_000),
        ("settlement", "applied", 0),
    ],
)
def test_words_of_full_payment_leave_three_ways(
    desk: Desk, customer: int, choice: str, state: str, left: int
) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    short = entry(customer, 20_000, full_payment="paid in full")
    assert preview_payment(desk, short).asks_choice
    with pytest.raises(EntryRefusedError) as refused:
        record_payment(desk, short, reasons={"G-PAY-04": "because"})
    assert refused.value.field == "choice"

    chosen = replace(short, choice=choice)
    if choice == "settlement":  # what the guard warns of; the others are what it asks for
        with pytest.raises(NotAllowedError, match="90 days"):
            record_payment(desk, chosen)
    reasons = {"G-PAY-04": "The owner said so."} if choice == "settlement" else {}
    done = record_payment(desk, chosen, reasons=reasons)

    assert sum(opened(desk, customer).values()) == left
    assert [kind for kind, _, _ in entries(desk)] == ["payment", "settlement"][: 2 * (not left)]
    payment = kept(desk, customer)[0]
    assert payment.state == state
    if choice == "settlement":
        assert payment.settled == usd(10_000)
        withdraw_payment(desk, done.payment_id, why="The owner changed his mind")
        assert opened(desk, customer) == {"INV-1011-30000": 30_000}
    if choice == "ask":
        assert "do not deposit" in held_checks(desk)[0].said.lower()
        hand_back(desk, done.payment_id, why="The owner does not want it")
        assert held_checks(desk) == []


@pytest.mark.parametrize(
    ("choice", "words"),
    [("ask", "Keep it undeposited and ask the owner"), ("return", "Hand it back")],
)
def test_a_check_that_is_left_alone_as_the_guards_ask_heeds_them_and_overrides_nothing(
    desk: Desk, customer: int, choice: str, words: str
) -> None:
    first = add_invoice(desk, customer, 30_000, OLD)
    add_invoice(desk, customer, 50_000, NEW)
    contact.open_dispute(desk, customer, first, "D06")
    customers.edit_customer(desk, customer, kind=CustomerKind.CONSUMER.value)
    check = entry(customer, 20_000, full_payment="paid in full", choice=choice)

    findings = preview_payment(desk, check).findings
    assert {(found.guard, found.heeded, found.asks) for found in findings} == {
        ("G-PAY-04", words, False),
        ("G-PAY-05", words, False),
    }
    record_payment(desk, check)

    for guard in ("G-PAY-04", "G-PAY-05"):
        fired = [(one.decision, one.reason) for one in guard_events_of(desk, guard)]
        assert fired == [("heeded", words)]
    counts = {line.rule.id: line.count for line in rules_page(desk).guards}
    assert (counts["G-PAY-04"].heeded, counts["G-PAY-04"].overridden) == (1, 0)
    assert counts["G-PAY-04"].total == 1


def test_a_check_that_was_left_alone_is_asked_about_when_it_is_deposited(
    desk: Desk, customer: int
) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    check = entry(customer, 20_000, full_payment="paid in full", choice="ask")
    done = record_payment(desk, check)

    with pytest.raises(NotAllowedError, match="may settle the whole debt"):
        deposit_check(desk, done.payment_id)
    assert kept(desk, customer)[0].state == "held"
    assert opened(desk, customer) == {"INV-1011-30000": 30_000}

    deposit_check(desk, done.payment_id, reasons={"G-PAY-04": "The owner takes it for a part."})
    assert opened(desk, customer) == {"INV-1011-30000": 10_000}
    fired = [(one.guard, one.decision, one.deed) for one in guard_events_of(desk, "G-PAY-04")]
    assert fired == [
        ("G-PAY-04", "overridden", "check deposited"),
        ("G-PAY-04", "stopped", "check deposited"),
        ("G-PAY-04", "heeded", "payment recorded"),
    ]


def test_words_of_full_payment_on_a_full_payment_ask_nothing(desk: Desk, customer: int) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    whole = entry(customer, 30_000, full_payment="paid in full")
    assert not preview_payment(desk, whole).findings
    record_payment(desk, whole)
    assert opened(desk, customer) == {}


def test_an_automatic_debit_needs_its_signed_authorization(desk: Desk, customer: int) -> None:
    customers.edit_customer(desk, customer, kind=CustomerKind.CONSUMER.value)
    add_invoice(desk, customer, 30_000, OLD)
    debit = entry(customer, 100, method="debit", reference="")
    with pytest.raises(NotAllowedError, match="authorization"):
        record_payment(desk, debit)
    record_payment(desk, replace(debit, authorization=("signed.pdf", b"%PDF-1.4 signed")))
    assert [one.label for one in contact.attachments(desk, customer)] == [
        "Authorization of automatic debits"
    ]
    assert not preview_payment(desk, debit).findings  # it is on file from now on


def test_a_fee_for_the_way_of_paying_is_an_item_with_its_basis(desk: Desk, customer: int) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    paid = entry(
        customer,
        10_300,
        method="card",
        reference="",
        last4="4242",
        convenience_fee=usd(300),
        convenience_basis="Terms of sale, clause 4",
    )
    assert [found.guard for found in preview_payment(desk, paid).findings] == ["G-PAY-12"]
    done = record_payment(desk, paid)
    assert opened(desk, customer) == {"INV-1011-30000": 20_000}
    assert "card by phone ending 4242" in done.told
    assert "$3.00 of it is the fee" in done.told
    assert sum(amount for _, amount, _ in entries(desk)) == -10_000


def test_a_large_payment_by_a_failing_business_is_noted(desk: Desk, customer: int) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    customers.decide_category(desk, customer, Category.STRUGGLING, reason="told us so")
    found = preview_payment(desk, entry(customer, 20_000)).findings
    assert [(one.guard, one.severity.value) for one in found] == [("G-PAY-10", "information")]
    assert not preview_payment(desk, entry(customer, 5_000)).findings


def test_a_payment_lives_through_a_restart_and_is_not_made_twice(
    desk: Desk, customer: int
) -> None:
    add_invoice(desk, customer, 30_000, OLD)
    number = "6dfc1bd2-4b8a-4b62-8d5a-1c4a3f2f1a11"
    first = record_payment(desk, entry(customer, 30_000), operation_id=number)
    again = record_payment(desk, entry(customer, 30_000), operation_id=number)
    assert first.payment_id == again.payment_id
    assert len(kept(desk, customer)) == 1


def test_money_that_came_back_neither_pauses_the_plan_nor_thanks(
    desk: Desk, customer: int, clock: Clock
) -> None:
    add_invoice(desk, customer, 30_000, OLD)

    def paid() -> date | None:
        with desk.database.read() as session:
            settings = load_settings(session)
            return facts_in(
                session, desk, settings, customer, local_date(desk, settings)
            ).last_payment

    record_payment(desk, entry(customer, 10_000))
    assert paid() == TODAY
    assert "paid something" in worklist_line(desk, customer).why

    clock.pass_by(days=3)
    bounce_payment(desk, kept(desk, customer)[0].id, why="NSF, says the bank")
    assert paid() is None
    assert "paid something" not in worklist_line(desk, customer).why

    # An earlier payment that stands is the last one again.
    record_payment(desk, entry(customer, 5_000, received_on=TODAY, reference="1044"))
    record_payment(desk, entry(customer, 6_000, received_on=TODAY + timedelta(days=2)))
    withdraw_payment(desk, kept(desk, customer)[0].id, why="typed twice")
    assert paid() == TODAY


def test_using_what_was_left_over_is_no_new_payment(
    desk: Desk, customer: int, clock: Clock
) -> None:
    record_payment(desk, entry(customer, 10_000))
    later = add_invoice(desk, customer, 70_000, OLD)
    clock.pass_by(days=4)
    apply_unapplied(desk, kept(desk, customer)[0].id, {later: 10_000})

    with desk.database.read() as session:
        settings = load_settings(session)
        facts = facts_in(session, desk, settings, customer, local_date(desk, settings))
    assert facts.last_payment == TODAY


def test_a_payment_by_hand_is_no_contact(desk: Desk, customer: int, clock: Clock) -> None:
    add_invoice(desk, customer, 90_000, OLD)
    contact.log_call(desk, contact_entry(desk, customer, "NA"))
    called = worklist_line(desk, customer).last_contact
    assert called is not None
    clock.pass_by(hours=2)

    record_payment(desk, entry(customer, 10_000))
    asked = entry(customer, 20_000, full_payment="paid in full", choice="ask", reference="7")
    done = record_payment(desk, asked)

    line = worklist_line(desk, customer)
    assert (line.last_contact, line.last_outcome) == (called, "NA")
    assert line.next_action is not None
    assert "Ask the owner about the check" in line.next_action.text

    hand_back(desk, done.payment_id, why="The owner does not want it")
    now = worklist_line(desk, customer)
    assert now.last_contact == called
    assert now.next_action is not None
    assert "Ask the owner" not in now.next_action.text
