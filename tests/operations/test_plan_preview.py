"""The dates of a contact plan for one customer: what is done, what is next, what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from collections_desk.domain.contact_plans import Plan
from collections_desk.domain.customers import Category
from collections_desk.domain.money import Money
from collections_desk.domain.plan_dates import PlanDates, PlannedStep
from collections_desk.domain.plan_editing import edited, removed
from collections_desk.domain.plan_schedule import PlanTerms, plan_schedule
from collections_desk.domain.promise_text import TypedPromise
from collections_desk.errors import StoreError
from collections_desk.operations import contact, customers, payment_plans
from collections_desk.operations.contact_plans import current_plans, save_plan
from collections_desk.operations.contact_steps import finish_step, skip_step
from collections_desk.operations.customers import decide_category
from collections_desk.operations.desk import Desk
from collections_desk.operations.plan_preview import preview_dates
from collections_desk.operations.worklist import worklist, worklist_line
from collections_desk.store.plan_versions import step_records
from tests.clock import Clock
from tests.operations.contact_desk import add_customer, add_invoice


def plan(desk: Desk, ident: str) -> Plan:
    return current_plans(desk).plans[ident]


def by_id(dates: PlanDates) -> dict[str, PlannedStep]:
    return {row.step.id: row for row in dates.steps}


@pytest.fixture
def owing(desk: Desk) -> int:
    """Give a customer with an invoice due on Monday, Nov 9."""
    customer_id = add_customer(desk)
    add_invoice(desk, customer_id, 120_000, date(2026, 11, 9))
    return customer_id


def test_every_step_has_its_day_worked_by_hand(desk: Desk, owing: int) -> None:
    """Today is Fri, Nov 20, day 11; nothing was done yet.

    D2 was due Thu, Nov 12. It is taken today, and each step after it keeps its planned
    distance, at most seven days when late; day 30 is Dec 9, and so on.
    """
    dates = preview_dates(desk, plan(desk, "D"), owing)

    rows = by_id(dates)
    assert dates.applies
    assert dates.name == "Dana Diner"
    assert rows["D1"] == PlannedStep(plan(desk, "D").step("D1"), None, "out", rows["D1"].why)
    assert rows["D1"].why == "Its day is over"
    assert (rows["D2"].state, rows["D2"].on) == ("next", date(2026, 11, 12))
    assert (rows["D3"].state, rows["D3"].on) == ("later", date(2026, 11, 27))
    assert (rows["D4"].state, rows["D4"].on) == ("later", date(2026, 12, 4))
    assert (rows["D5"].state, rows["D5"].on) == ("later", date(2026, 12, 11))
    assert rows["D9"].why == "No placement is decided"
    assert rows["D10"].state == "later"
    days = [row.on for row in dates.steps if row.state == "later" and row.on]
    assert days == sorted(days)


def test_the_first_coming_step_is_that_of_the_worklist(sample_desk: Desk) -> None:
    seen = 0
    for line in worklist(sample_desk):
        action = line.next_action
        if line.state != "action" or action is None or action.step is None or not action.plan:
            continue
        dates = preview_dates(sample_desk, plan(sample_desk, action.plan), line.customer_id)
        coming = [row for row in dates.steps if row.state == "next"]
        assert [(row.step.id, row.on) for row in coming] == [(action.step, action.due_on)], (
            line.name
        )
        seen += 1
    assert seen > 30


def test_a_step_that_was_done_and_one_that_was_skipped(
    desk: Desk, owing: int, clock: Clock
) -> None:
    finish_step(desk, owing)
    clock.pass_by(days=10)
    skip_step(desk, owing, why="The owner is in hospital")

    rows = by_id(preview_dates(desk, plan(desk, "D"), owing))

    assert (rows["D2"].state, rows["D2"].on) == ("done", date(2026, 11, 20))
    assert (rows["D3"].state, rows["D3"].on) == ("skipped", date(2026, 11, 30))
    assert rows["D3"].why == "The owner is in hospital"
    assert rows["D4"].state == "next"


def test_an_edited_plan_is_shown_before_it_is_saved(desk: Desk, owing: int) -> None:
    before = plan(desk, "D")
    later = edited(before, 2, replace(before.steps[2], offset=60))

    rows = by_id(preview_dates(desk, later, owing))

    assert rows["D3"].on == date(2027, 1, 8)
    assert by_id(preview_dates(desk, before, owing))["D3"].on == date(2026, 11, 27)
    assert plan(desk, "D") == before


def test_a_saved_plan_counts_from_the_next_step_on(desk: Desk, owing: int, clock: Clock) -> None:
    finish_step(desk, owing)
    before = plan(desk, "D")
    save_plan(desk, edited(before, 2, replace(before.steps[2], offset=20)), "Too early for them")

    line = worklist_line(desk, owing)
    assert line.next_action is not None
    assert (line.next_action.step, line.next_action.due_on) == ("D3", date(2026, 11, 30))
    clock.pass_by(days=10)
    finish_step(desk, owing)

    with desk.database.read() as session:
        records = step_records(session, owing)
    assert [(one.step, one.version) for one in records] == [("D2", 0), ("D3", 1)]
    assert (
        by_id(preview_dates(desk, plan(desk, "D"), owing))["D2"].why
        == "Taken under the shipped version of the plan"
    )


def test_another_plan_says_what_it_would_do(desk: Desk, owing: int) -> None:
    dates = preview_dates(desk, plan(desk, "B"), owing)

    assert not dates.applies
    assert "plan D now; these would be the days in plan B" in dates.standing
    assert not any(row.state == "next" for row in dates.steps)
    rows = by_id(dates)
    assert rows["B2"].state == "later"
    assert rows["B5"].why == "No payment plan was agreed"
    decide_category(desk, owing, Category.STRUGGLING, reason="The owner says so")
    assert preview_dates(desk, plan(desk, "B"), owing).applies


def test_a_promise_pauses_the_plan_and_has_steps_of_its_own(desk: Desk, owing: int) -> None:
    assert {row.why for row in preview_dates(desk, plan(desk, "P"), owing).steps} == {
        "Nothing is promised"
    }
    word = TypedPromise(Money(50_000, "USD"), date(2026, 11, 25), "500 by Wednesday")
    contact.take_promise(desk, owing, word)

    dates = preview_dates(desk, plan(desk, "P"), owing)

    assert dates.applies
    rows = by_id(dates)
    assert (rows["P1"].state, rows["P1"].on) == ("next", date(2026, 11, 20))
    assert rows["P2"].why == "The promise is for five days ahead at most"
    assert rows["P3"].on == date(2026, 11, 27)  # Thanksgiving is closed
    assert "promised by Wed, Nov 25" in preview_dates(desk, plan(desk, "D"), owing).standing


def test_steps_before_the_one_that_is_next_do_not_come_any_more(
    desk: Desk, owing: int, clock: Clock
) -> None:
    """The promise is broken: nobody confirms it, reminds of it or checks it now."""
    word = TypedPromise(Money(50_000, "USD"), date(2026, 11, 25), "500 by Wednesday")
    contact.take_promise(desk, owing, word)
    clock.pass_by(days=12)

    rows = by_id(preview_dates(desk, plan(desk, "P"), owing))

    assert rows["P4"].state == "next"
    assert (rows["P1"].state, rows["P1"].why) == ("out", "The promise is over")
    assert rows["P3"].state == "out"
    assert rows["P3"].why == "Its turn is over: P4 is next"
    assert rows["P5"].on is not None
    assert rows["P4"].on is not None
    assert rows["P5"].on > rows["P4"].on


def test_no_day_to_come_lies_before_today_or_out_of_order(sample_desk: Desk) -> None:
    seen = 0
    today = sample_desk.today()
    groups = {"B": ["DUE", "PLAN", "INST"]}
    for line in worklist(sample_desk, everyone=True):
        for ident in "ABCDPF":
            found = preview_dates(sample_desk, plan(sample_desk, ident), line.customer_id)
            if not found.applies:
                continue
            assert ".." not in found.standing
            assert not [row for row in found.steps if row.why[:1].islower()]
            for name in groups.get(ident, [""]):
                among = [row for row in found.steps if row.on and name in {"", row.step.anchor}]
                coming = [row for row in among if row.state in {"next", "later"}]
                assert all(row.on and row.on >= today for row in coming if row.state == "later")
                days = [max(row.on, today) for row in coming if row.on]
                assert days == sorted(days), (line.name, ident)
                nexts = [row for row in coming if row.state == "next"]
                assert not nexts or coming[0] is nexts[0], (line.name, ident)
                seen += len(coming)
    assert seen > 300


def test_what_a_signed_plan_leaves_out_is_said(desk: Desk, owing: int) -> None:
    decide_category(desk, owing, Category.STRUGGLING, reason="The owner says so")
    today = date(2026, 11, 20)
    [item] = customers.customer_page(desk, owing).invoices
    parts = plan_schedule(
        item.open, down_payment=item.open.times(Decimal("0.2")), installments=3,
        first_on=date(2026, 11, 27), rhythm="monthly",
    )  # fmt: skip
    terms = PlanTerms(item.open, today, "monthly", 10, True, today, parts, (item.id,))  # noqa: FBT003 - as its field says
    number = payment_plans.offer_plan(desk, owing, terms)
    payment_plans.sign_plan(desk, number, payment_plans.Signature(today, "Dana", b"", "", ""))

    rows = by_id(preview_dates(desk, plan(desk, "B"), owing))

    assert rows["B5"].why == "The payment plan is signed"
    assert rows["B12"].why == "What is past due is in the payment plan"
    assert rows["B7"].why == "No installment is missed"


def test_aftercare_waits_until_all_is_paid(desk: Desk, owing: int) -> None:
    rows = by_id(preview_dates(desk, plan(desk, "F"), owing))

    assert {row.why for row in rows.values()} == {"Not everything is paid"}


def test_a_customer_on_hold_has_no_next_step(desk: Desk, owing: int) -> None:
    contact.put_on_hold(desk, owing, "Storm damage", review_on=date(2026, 12, 1))

    dates = preview_dates(desk, plan(desk, "D"), owing)

    assert dates.standing.startswith("Paused: ")
    assert not any(row.state == "next" for row in dates.steps)


def test_a_customer_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(StoreError, match="no customer number 999"):
        preview_dates(desk, plan(desk, "D"), 999)


def test_what_was_done_under_a_removed_step_stays_done(
    desk: Desk, owing: int, clock: Clock
) -> None:
    finish_step(desk, owing)  # D2
    clock.pass_by(days=10)
    finish_step(desk, owing)  # D3, a call in a helpful tone
    before = plan(desk, "D")
    save_plan(desk, removed(before, 2), "One call is enough")

    line = worklist_line(desk, owing)

    assert line.next_action is not None
    assert line.next_action.step == "D4"
    assert line.next_action.due_on >= date(2026, 12, 7)  # a week after the call, not sooner
