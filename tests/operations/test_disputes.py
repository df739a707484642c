"""Disputes in the store: line by line, within what is open, step by step, to the letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from collections_desk.domain.disputes import DisputedLine
from collections_desk.domain.letter_options import LetterOptions
from collections_desk.domain.letters import LetterState
from collections_desk.domain.money import Money
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import contact, customers, mail
from collections_desk.operations.brief import mark_brief_read, wake_up_brief
from collections_desk.operations.desk import Desk
from collections_desk.operations.dispute_lists import disputes_to_work_on, listed_disputes
from collections_desk.operations.worklist import worklist_line
from tests.clock import Clock
from tests.letters.sheets import folded, page_texts
from tests.operations.mail_desk import (
    add_customer,
    approved,
    article_number,
    printed,
    write_settings,
)

TODAY = date(2026, 11, 20)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


@pytest.fixture
def customer(desk: Desk) -> int:
    """Three invoices of $374.50 each, 80, 79 and 78 days past due."""
    write_settings(desk)
    return add_customer(desk)


def invoices(desk: Desk, customer_id: int) -> list[int]:
    return [one.id for one in customers.customer_page(desk, customer_id).invoices]


def left(desk: Desk, customer_id: int) -> int:
    return sum(one.minor for one in worklist_line(desk, customer_id).to_be_collected)


def complain(desk: Desk, customer_id: int) -> tuple[int, ...]:
    first, second, _ = invoices(desk, customer_id)
    return contact.open_disputes(
        desk,
        customer_id,
        [
            DisputedLine(first, "D02", usd(60_00), "line 3, gaskets", "Two cartons short"),
            DisputedLine(first, "D15", usd(14_50), "freight"),
            DisputedLine(second, "D05"),
        ],
        received_on=TODAY - timedelta(days=3),
    )


def test_a_complaint_is_recorded_line_by_line_in_one_operation(desk: Desk, customer: int) -> None:
    before = left(desk, customer)

    complain(desk, customer)

    page = customers.customer_page(desk, customer)
    lines = [(one.line, one.amount.minor, one.owner) for one in reversed(page.disputes)]
    assert lines == [
        ("line 3, gaskets", 60_00, "warehouse"),
        ("freight", 14_50, "billing"),
        ("", 374_50, "warehouse"),
    ]
    assert left(desk, customer) == before - 60_00 - 14_50 - 374_50
    assert [one.disputed.minor for one in page.invoices] == [74_50, 374_50, 0]
    work = disputes_to_work_on(desk, customer)
    assert [step.state for line in work for step in line.events] == ["received"] * 3


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "No line"),
        ([DisputedLine(1, "D02", usd(374_51))], "not a part of the $374.50"),
        ([DisputedLine(1, "D02", usd(0))], "not a part"),
        ([DisputedLine(1, "D02", usd(-5))], "not a part"),
        ([DisputedLine(1, "D02", Money(100, "EUR"))], "not a part"),
        ([DisputedLine(1, "D77", usd(1))], '"D77" is not a kind'),
        ([DisputedLine(99, "D02", usd(1))], "not open with this customer"),
        ([DisputedLine(1, "D02", usd(300_00)), DisputedLine(1, "D05", usd(74_51))],
         "of which $300.00 is disputed already"),
        ([DisputedLine(1, "D02"), DisputedLine(1, "D05")], "in dispute already"),
    ],
)  # fmt: skip
def test_more_than_is_open_is_refused_whole(
    desk: Desk, customer: int, lines: list[DisputedLine], said: str
) -> None:
    first = invoices(desk, customer)[0]
    lines = [one._replace(invoice_id=first) if one.invoice_id == 1 else one for one in lines]

    with pytest.raises(EntryRefusedError) as refused:
        contact.open_disputes(desk, customer, lines)

    assert said in refused.value.problem
    assert "Nothing was recorded" in refused.value.remedy
    assert not customers.customer_page(desk, customer).disputes


def test_a_complaint_of_tomorrow_is_refused(desk: Desk, customer: int) -> None:
    with pytest.raises(EntryRefusedError, match="still to come"):
        contact.open_dispute(
            desk, customer, invoices(desk, customer)[0], "D02",
            received_on=TODAY + timedelta(days=1),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("way", "state"),
    [
        (["decided_upheld"], "investigating"),
        (["withdrawn"], "withdrawn"),
        ([], "closed_no_reply"),
        ([], "received"),
        ([], "lost"),
        (["acknowledged"], "acknowledged"),
    ],
)
def test_only_what_may_follow_follows(
    desk: Desk, customer: int, way: list[str], state: str
) -> None:
    number = complain(desk, customer)[0]
    for step in way:
        contact.advance_dispute(desk, number, step, finding="as found")

    with pytest.raises(EntryRefusedError) as refused:
        contact.advance_dispute(desk, number, state, finding="as found")

    assert refused.value.field == "state"
    assert "Nothing was changed" in refused.value.remedy


@pytest.mark.parametrize("state", ["decided_upheld", "decided_for_customer", "withdrawn"])
def test_a_decision_needs_its_reason(desk: Desk, customer: int, state: str) -> None:
    number = complain(desk, customer)[0]

    with pytest.raises(EntryRefusedError, match="needs its reason"):
        contact.advance_dispute(desk, number, state, finding="  ")


@pytest.mark.parametrize("upheld", [None, usd(0), usd(60_00), usd(99_00), Money(10, "EUR")])
def test_a_part_lies_between_nothing_and_all(
    desk: Desk, customer: int, upheld: Money | None
) -> None:
    number = complain(desk, customer)[0]

    with pytest.raises(EntryRefusedError, match="part that stands"):
        contact.advance_dispute(desk, number, "decided_partial", upheld=upheld, finding="why")


def test_a_credit_lowers_the_balance_and_is_booked_once(desk: Desk, customer: int) -> None:
    number = complain(desk, customer)[0]
    contact.advance_dispute(
        desk, number, "decided_partial", upheld=usd(20_00), finding="One carton was short.",
        book_credit=True,
    )  # fmt: skip

    page = customers.customer_page(desk, customer)
    assert page.invoices[0].open == usd(374_50 - 40_00)
    assert page.disputes[-1].credited
    # 60 disputed: 20 stands and is asked for again, 40 is credited.
    assert left(desk, customer) == 3 * 374_50 - 14_50 - 374_50 - 40_00


def test_a_credit_above_what_is_open_or_without_a_decision_is_refused(
    desk: Desk, customer: int
) -> None:
    first = invoices(desk, customer)[0]
    number = contact.open_dispute(desk, customer, first, "D02", amount=usd(300_00))
    with pytest.raises(EntryRefusedError, match="nothing to credit"):
        contact.advance_dispute(desk, number, "investigating", book_credit=True)
    with desk.database.write("test.paid", "paid", now=desk.now()) as transaction:
        transaction.connection().exec_driver_sql(
            "UPDATE invoice SET open_minor = 10000 WHERE id = ?", (first,)
        )

    with pytest.raises(EntryRefusedError, match=r"Only \$100.00 is open"):
        contact.advance_dispute(
            desk, number, "decided_for_customer", finding="short", book_credit=True
        )

    assert customers.customer_page(desk, customer).disputes[0].state == "received"


def test_papers_owner_and_notes_are_kept_without_another_state(desk: Desk, customer: int) -> None:
    number = complain(desk, customer)[0]
    contact.advance_dispute(
        desk, number, None, evidence=[("delivery note", True), ("count", False)],
        owner="Rosa in the warehouse", note="Driver asked",
    )  # fmt: skip
    contact.attach_file(
        desk, customer, b"%PDF-1.4 note", "delivery note: n.pdf", "application/pdf",
        dispute_id=number,
    )  # fmt: skip

    line = next(one for one in disputes_to_work_on(desk, customer) if one.dispute.id == number)
    assert line.dispute.evidence == (("delivery note", True), ("count", False))
    assert line.dispute.owner == "Rosa in the warehouse"
    assert [step.note for step in line.events] == ["", "Driver asked"]
    assert line.papers == ("delivery note: n.pdf",)
    with pytest.raises(EntryRefusedError, match="Nothing is different"):
        contact.advance_dispute(desk, number, None, owner="Rosa in the warehouse")


def test_the_list_over_all_customers_has_the_worst_clock_first(
    desk: Desk, clock: Clock, customer: int
) -> None:
    other = add_customer(desk, "Birch Cafe")
    late, limit = (
        contact.open_dispute(desk, other, ident, "D02", received_on=TODAY - timedelta(days=days))
        for ident, days in zip(invoices(desk, other), (20, 31), strict=False)
    )
    ours = complain(desk, customer)
    closed = contact.open_dispute(desk, other, invoices(desk, other)[2], "D02")
    contact.advance_dispute(desk, closed, "withdrawn", finding="a mistake of theirs")

    lines = listed_disputes(desk)

    assert [one.dispute.id for one in lines] == [limit, late, *ours, closed]
    assert [one.reading.word for one in lines[:3]] == ["past_limit", "decide_late", "acknowledge"]
    clock.pass_by(days=9)  # nobody opened the laptop
    words = {one.dispute.id: one.reading.word for one in listed_disputes(desk)}
    assert {words[one] for one in ours} == {"acknowledge_late"}


def test_the_clocks_follow_the_settings(desk: Desk, customer: int) -> None:
    complain(desk, customer)
    write_settings(desk, dispute_ack_business_days=1, dispute_decide_days=2)

    assert listed_disputes(desk)[0].reading.word == "decide_late"
    said = page_texts(
        mail.preview_letter(desk, mail.draft_letter(desk, customer, "L08").letter.id).pdf or b""
    )
    assert folded("by November 19, 2026") in folded(" ".join(said))


def test_today_and_the_worklist_name_the_day_to_acknowledge_and_to_decide(
    desk: Desk, customer: int, clock: Clock
) -> None:
    complain(desk, customer)
    mark_brief_read(desk, wake_up_brief(desk))

    def named() -> list[str]:
        parts = {part.id: part.lines for part in wake_up_brief(desk).parts}
        return [line.text for line in parts.get("disputes_due", ())]

    first = listed_disputes(desk)[0]
    assert named() == []
    assert "acknowledge the dispute by" in worklist_line(desk, customer).why
    clock.pass_by(days=(first.clocks.acknowledge_by - desk.today()).days)
    assert all("Acknowledge the dispute on invoice" in said for said in named())
    assert len(named()) == len(listed_disputes(desk))
    assert "acknowledge the dispute by" in worklist_line(desk, customer).why
    assert "due today" in worklist_line(desk, customer).why

    for one in listed_disputes(desk):
        contact.advance_dispute(desk, one.dispute.id, "acknowledged")
    assert named() == []
    assert "acknowledge" not in worklist_line(desk, customer).why
    clock.pass_by(days=(first.clocks.decide_by - desk.today()).days)
    assert any("Decide the dispute on invoice" in said for said in named())
    assert "decide the dispute by" in worklist_line(desk, customer).why


def test_a_printed_l08_acknowledges_and_taking_it_back_starts_the_clock_again(
    desk: Desk, customer: int
) -> None:
    complain(desk, customer)
    letter = approved(desk, customer, "L08")
    assert {one.state for one in customers.customer_page(desk, customer).disputes} == {"received"}

    printed(desk, letter.id)

    lines = disputes_to_work_on(desk, customer)
    assert {one.dispute.state for one in lines} == {"acknowledged"}
    assert {one.dispute.acknowledged_on for one in lines} == {TODAY}
    assert all(letter.ref in one.events[-1].note for one in lines)

    mail.cancel_letter(desk, letter.id, why="wrong page size")

    again = disputes_to_work_on(desk, customer)
    assert {(one.dispute.state, one.dispute.acknowledged_on) for one in again} == {
        ("received", None)
    }
    assert [step.state for step in again[0].events] == ["received", "acknowledged", "received"]


def test_the_answer_decides_every_line_and_waits_for_the_last(desk: Desk, customer: int) -> None:
    short, freight, crushed = complain(desk, customer)
    contact.advance_dispute(desk, short, "decided_upheld", finding="The count was signed.")
    contact.advance_dispute(
        desk, freight, "decided_for_customer", finding="Freight was included.", book_credit=True
    )
    draft = mail.draft_letter(desk, customer, "L09")

    assert [problem.field for problem in draft.problems] == ["findings", "enclosures"]
    assert "is not decided yet" in draft.problems[0].said

    contact.advance_dispute(
        desk, crushed, "decided_partial", upheld=usd(300_00), finding="One corner was crushed."
    )
    bare = mail.preview_letter(desk, draft.letter.id)
    assert "enclosed" not in folded(" ".join(page_texts(bare.pdf or b"")))
    assert [one.field for one in bare.problems] == ["enclosures"]
    options = replace(draft.letter.options, enclosures=("Delivery note",))
    mail.save_letter_draft(desk, draft.letter.id, options=options)
    result = mail.preview_letter(desk, draft.letter.id)
    said = folded(" ".join(page_texts(result.pdf or b"")))
    assert result.problems == ()
    for words in (
        "line 3, gaskets: the charge stands. The count was signed.",
        (
            "freight: the charge is withdrawn. Freight was included. Of the $14.50 in dispute, "
            "nothing remains due. The credit of $14.50 is booked; the balance of this invoice "
            "is $360.00 now."
        ),
        (
            "the charge is corrected. One corner was crushed. Of the $374.50 in dispute, $300.00 "
            "remains due. A credit of $74.50 will be booked; until then our books still show "
            "$374.50 for this invoice."
        ),
        "After this decision $360.00 of the disputed amount remains due",
        "The correction of $14.50 is booked",
        "The correction of $74.50 is not booked yet, and the table below does not show it",
        "someone who did not make this decision",
        "The papers on which this rests are enclosed",
    ):
        assert folded(words) in said
    options = LetterOptions(act_by=date(2026, 12, 4), enclosures=("Delivery note",))
    sent = approved(desk, customer, "L09", options=options)
    mail.enter_article_number(desk, sent.id, article_number(1))
    printed(desk, sent.id)

    assert mail.one_letter(desk, sent.id).state is LetterState.PRINTED
    assert all(sent.ref in line.events[-1].note for line in disputes_to_work_on(desk, customer))
    again = mail.draft_letter(desk, customer, "L09")
    assert "still without an answer" in again.problems[0].said


def test_what_was_decided_for_the_customer_is_asked_for_by_nobody(
    desk: Desk, customer: int
) -> None:
    number = complain(desk, customer)[0]
    contact.advance_dispute(desk, number, "decided_for_customer", finding="Two cartons short.")

    page = customers.customer_page(desk, customer)
    assert left(desk, customer) == 3 * 374_50 - 60_00 - 14_50 - 374_50
    assert page.invoices[0].open == usd(374_50)  # nothing was booked
    with desk.database.write("test.file", "a file came", now=desk.now()) as transaction:
        transaction.connection().exec_driver_sql("UPDATE invoice SET as_of = '2026-11-21'")
    assert left(desk, customer) == 3 * 374_50 - 14_50 - 374_50
