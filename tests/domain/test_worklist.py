"""The worklist: the one next action, its reason and its rank, from state and date alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.aging import Aging
from collections_desk.domain.contact_plans import contact_plans
from collections_desk.domain.customers import Category
from collections_desk.domain.holds import Hold
from collections_desk.domain.money import Money
from collections_desk.domain.next_actions import decide
from collections_desk.domain.plan_steps import next_step
from collections_desk.domain.promises import Payment, Promise, promise_standings
from collections_desk.domain.ranking import order, to_be_collected, worklist_line
from collections_desk.domain.worklist import CustomerFacts, TakenStep
from collections_desk.errors import ResourceFaultError
from tests.domain.rules import RESOURCES, TODAY, owes, worklist_rules

RULES = worklist_rules()
PLANS = RESOURCES.plans.plans


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def step_of(facts: CustomerFacts, today: date = TODAY) -> str | None:
    action = decide(facts, RULES, today).next_action
    return action.step if action else None


def promised(due: date, paid: int = 0, *, taken: date | None = None) -> CustomerFacts:
    promise = Promise(1, 1, Money(50_000, "USD"), taken or due - timedelta(days=4), due)
    money = [Payment(Money(paid, "USD"), due)] if paid else []
    standings = promise_standings([promise], money, today=TODAY, grace_business_days=1)
    return owes(due=ago(20), promises=tuple(standings))


@pytest.mark.parametrize(
    ("category", "due", "step"),
    [
        (Category.UNSORTED, TODAY + timedelta(days=20), "D1"),
        (Category.UNSORTED, TODAY, "D2"),
        (Category.UNSORTED, ago(40), "D2"),
        (Category.DISORGANIZED, TODAY + timedelta(days=20), "A1"),
        (Category.DISORGANIZED, ago(5), "A3"),
        (Category.STRUGGLING, ago(5), "B2"),
        (Category.DISPUTING, ago(5), "D2"),
    ],
)
def test_the_first_step_of_each_plan(category: Category, due: date, step: str) -> None:
    assert step_of(owes(due=due, category=category)) == step


def test_a_laptop_shut_for_weeks_ends_in_the_same_state() -> None:
    due = ago(2)
    facts = owes(due=due)
    daily = [decide(facts, RULES, TODAY + timedelta(days=day)).next_action for day in range(22)]

    assert len(set(daily)) == 1


def test_a_plan_begun_late_is_not_rushed() -> None:
    due = ago(60)
    taken = (TakenStep("D", "D2", due, TODAY),)
    action = decide(owes(due=due, steps=taken), RULES, TODAY).next_action

    assert action is not None
    assert (action.step, action.due_on) == ("D3", TODAY + timedelta(days=7))


def test_escalations_keep_ten_days() -> None:
    due = ago(70)
    taken = tuple(TakenStep("D", step, due, TODAY) for step in ("D2", "D3", "D4", "D5", "D6"))
    action = decide(owes(due=due, steps=taken), RULES, TODAY).next_action

    assert action is not None
    assert action.letter_type == "L04"
    assert (action.due_on - TODAY).days >= 10


def test_a_new_delinquency_begins_anew_and_an_older_invoice_does_not() -> None:
    steps = (TakenStep("D", "D2", ago(30), ago(27)), TakenStep("D", "D3", ago(30), ago(20)))

    assert step_of(owes(due=ago(5), steps=steps)) == "D2"
    assert step_of(owes(due=ago(50), steps=steps)) == "D4"


def test_a_step_on_a_weekend_or_holiday_moves_forward() -> None:
    # Due November 23: three days later is Thanksgiving.
    action = decide(owes(due=date(2026, 11, 23)), RULES, date(2026, 11, 23)).next_action

    assert action is not None
    assert action.due_on == date(2026, 11, 27)


def test_the_plan_ends_in_a_review_that_comes_back() -> None:
    due = ago(200)
    steps = tuple(TakenStep("D", step.id, due, ago(40)) for step in PLANS["D"].steps)
    facts = owes(due=due, steps=steps)
    decision = decide(facts, RULES, TODAY)

    assert decision.next_action is not None
    assert decision.next_action.kind == "review"
    assert "Review again" in decision.next_action.text
    assert decision.next_action.due_on == date(2026, 11, 10)


def test_an_open_promise_pauses_the_plan() -> None:
    facts = promised(TODAY + timedelta(days=3))
    decision = decide(facts, RULES, TODAY)

    assert decision.next_action is not None
    assert decision.next_action.step == "P1"
    confirmed = facts._replace(
        steps=(TakenStep("P", "P1", facts.promises[0].promise.taken_on, TODAY),)
    )
    check = decide(confirmed, RULES, TODAY).next_action
    assert check is not None
    assert (check.kind, check.step) == ("check", "P3")
    assert check.due_on > facts.promises[0].deadline


def test_a_broken_promise_is_called_about_at_once() -> None:
    facts = promised(ago(4))
    decision = decide(facts, RULES, TODAY)

    assert (decision.mark, step_of(facts)) == ("broken", "P4")
    assert "broken" in worklist_line(facts, RULES, TODAY).why


def test_a_broken_promise_that_was_talked_about_goes_back_to_the_plan() -> None:
    facts = promised(ago(4))._replace(last_talk_on=TODAY)

    assert step_of(facts) == "D2"


def test_a_promise_kept_in_part_is_called_about_too() -> None:
    assert decide(promised(ago(4), paid=100), RULES, TODAY).mark == "broken"


def test_a_kept_promise_lets_the_plan_go_on() -> None:
    assert step_of(promised(ago(4), paid=50_000)) == "D2"


def test_the_clerks_own_next_action_comes_before_the_plan() -> None:
    own = TODAY + timedelta(days=3)
    facts = owes(due=ago(40), last_next="Call Dana back", last_next_on=own)
    action = decide(facts, RULES, TODAY).next_action

    assert action is not None
    assert (action.kind, action.text, action.due_on) == ("call", "Call Dana back", own)


def test_a_dispute_brings_its_own_steps_beside_the_plan() -> None:
    facts = owes(due=None, dispute_received=ago(1))
    assert step_of(facts) == "C1"
    taken = tuple(TakenStep("C", step, ago(1), TODAY) for step in ("C1", "C2", "C3", "C4"))
    left = decide(facts._replace(steps=taken), RULES, TODAY).next_action
    assert left is not None
    assert left.text == "Decide the dispute"


def test_after_the_answer_a_disputing_customer_gets_plan_c() -> None:
    facts = owes(due=ago(50), category=Category.DISPUTING, dispute_decided=ago(2))

    assert step_of(facts) == "C5"


def test_a_hold_pauses_until_its_review() -> None:
    hold = Hold(1, 1, "waits for the owner", ago(5), review_on=TODAY + timedelta(days=3))
    held = decide(owes(due=ago(40), holds=(hold,)), RULES, TODAY)
    assert held.state == "hold"
    due = replace(hold, review_on=TODAY)
    review = decide(owes(due=ago(40), holds=(due,)), RULES, TODAY)
    assert review.state == "action"
    assert review.next_action is not None
    assert review.next_action.kind == "review"


@pytest.mark.parametrize("flag", ["BKY", "ATTY", "CEASE", "IDT", "LEGAL_HOLD"])
def test_stop_flags_stop(flag: str) -> None:
    hold = Hold(1, 1, "as reported", ago(5), flag=flag)

    assert decide(owes(due=ago(40), holds=(hold,)), RULES, TODAY).state == "hold"


def test_an_opt_out_of_calls_leaves_the_letters() -> None:
    hold = Hold(1, 1, "no calls", ago(5), flag="OPT_PHONE")
    steps = (TakenStep("D", "D2", ago(40), ago(20)),)

    assert step_of(owes(due=ago(40), holds=(hold,), steps=steps)) == "D5"


def test_a_payment_buys_some_days() -> None:
    action = decide(owes(due=ago(40), last_payment=TODAY), RULES, TODAY).next_action

    assert action is not None
    assert action.due_on == date(2026, 11, 25)


def test_who_paid_everything_is_thanked() -> None:
    steps = (TakenStep("D", "D3", ago(40), ago(20)),)
    paid = owes(due=None, aging=(), open_items=0, last_payment=ago(2), steps=steps)

    assert step_of(paid) == "F1"
    assert decide(paid._replace(steps=()), RULES, TODAY).state == "end"


def test_a_small_balance_is_left_alone() -> None:
    rules = worklist_rules(small_balance_minor=500)

    assert decide(owes(500, due=ago(40)), rules, TODAY).state == "hold"
    assert decide(owes(501, due=ago(40)), rules, TODAY).state == "action"


def test_what_vanished_asks() -> None:
    gone = owes(due=None, aging=(), open_items=0, vanished=2)

    assert "missing" in (decide(gone, RULES, TODAY).next_action or "x")[1]


def test_to_be_collected() -> None:
    facts = promised(TODAY + timedelta(days=3))._replace(
        aging=(Aging("EUR", (0, 700, 0, 0, 0, 0)), Aging("USD", (9, 120_000, 0, 0, 0, 0))),
        disputed=(Money(20_000, "USD"),),
        demanded=(Money(700, "EUR"),),
    )

    assert to_be_collected(facts) == (Money(50_000, "USD"),)


def test_the_rank_is_the_sum_of_its_named_parts() -> None:
    line = worklist_line(owes(due=ago(33), repeat_count=2), RULES, TODAY)

    assert line.rank == sum(points for _, points in line.rank_parts)
    assert dict(line.rank_parts)["33 days past due"] == 11
    assert "late 2 times before" in dict(line.rank_parts)


def test_due_comes_before_later_and_holds_last() -> None:
    later = worklist_line(owes(due=TODAY + timedelta(days=20), customer_id=1), RULES, TODAY)
    due = worklist_line(owes(100, due=ago(20), customer_id=2), RULES, TODAY)
    hold = Hold(1, 3, "wait", ago(1), review_on=TODAY + timedelta(days=9))
    held = worklist_line(owes(due=ago(90), customer_id=3, holds=(hold,)), RULES, TODAY)

    assert [line.customer_id for line in order([held, later, due])] == [2, 1, 3]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('channel = "phone"', 'channel = "pigeon"'), "pigeon"),
        (('anchor = "DUE"', 'anchor = "DEW"'), "DEW"),
        (('id = "A2"', 'id = "A1"'), "already"),
        (('category = "unsorted"', 'category = "disorganized"'), "has no plan"),
    ],
)
def test_a_broken_plan_is_refused(change: tuple[str, str], fault: str) -> None:
    text = RESOURCES.text("plans/plans.toml").replace(*change, 1)

    with pytest.raises(ResourceFaultError, match=fault):
        contact_plans(text, "plans/plans.toml")


DAYS = st.integers(-40, 200).map(ago)
MAYBE_DAYS = st.none() | DAYS
STEP_IDS = st.sampled_from([(plan.id, step.id) for plan in PLANS.values() for step in plan.steps])
FLAGS = st.sampled_from(["", *RESOURCES.flags])


@st.composite
def any_customer(draw: st.DrawFn) -> CustomerFacts:
    due = draw(MAYBE_DAYS)
    holds = draw(st.lists(st.tuples(FLAGS, DAYS, MAYBE_DAYS), max_size=3))
    spans = draw(st.lists(st.tuples(DAYS, st.integers(0, 20), st.integers(0, 60_000)), max_size=3))
    promises = [
        Promise(n, 1, Money(50_000, "USD"), taken, taken + timedelta(days=days))
        for n, (taken, days, _) in enumerate(spans)
    ]
    money = [Payment(Money(paid, "USD"), taken) for taken, _, paid in spans]
    steps = draw(st.lists(st.tuples(STEP_IDS, MAYBE_DAYS, DAYS), max_size=6))
    return owes(
        draw(st.integers(1, 10**9)),
        due=due,
        category=draw(st.sampled_from(Category)),
        open_items=draw(st.integers(0, 3)),
        vanished=draw(st.integers(0, 1)),
        end_state=draw(st.none() | st.sampled_from(["paid", "written_off"])),
        promises=tuple(promise_standings(promises, money, today=TODAY, grace_business_days=1)),
        dispute_received=draw(MAYBE_DAYS),
        dispute_decided=draw(MAYBE_DAYS),
        holds=tuple(
            Hold(n, 1, "why", begins, flag=flag, review_on=review)
            for n, (flag, begins, review) in enumerate(holds)
        ),
        steps=tuple(TakenStep(*ids, anchor or due or TODAY, done) for ids, anchor, done in steps),
        last_next_on=draw(MAYBE_DAYS),
        last_contact_on=draw(MAYBE_DAYS),
        last_talk_on=draw(MAYBE_DAYS),
        last_payment=draw(MAYBE_DAYS),
    )


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2013, 6, 3), r"since [A-Z][a-z]{2} \d+, 2013\."),
        (TODAY - timedelta(days=60), r"since [A-Z][a-z]{2} \d+\."),
    ],
)
def test_the_year_is_said_where_it_is_not_this_one(due: date, said: str) -> None:
    assert re.search(said, worklist_line(owes(due=due), RULES, TODAY).why)


@given(any_customer())
def test_nobody_is_forgotten(facts: CustomerFacts) -> None:
    """Every customer has exactly one next action, hold or end state, and the reason for it."""
    line = worklist_line(facts, RULES, TODAY)

    assert line.state in {"action", "hold", "end"}
    assert (line.state == "action") <= (line.next_action is not None)
    assert (line.state == "hold") <= bool(line.hold)
    assert (line.state == "end") <= (line.next_action is None)
    assert line.why.endswith(".")
    assert line.rank == sum(points for _, points in line.rank_parts)
    assert all(amount.minor > 0 for amount in line.to_be_collected)


@given(any_customer(), st.integers(1, 10))
def test_an_action_that_is_due_stays_due(facts: CustomerFacts, days: int) -> None:
    """Time alone does not take an overdue step of a plan away."""
    bare = facts._replace(promises=(), holds=(), last_payment=None, last_next_on=None)
    now = decide(bare, RULES, TODAY).next_action
    later = decide(bare, RULES, TODAY + timedelta(days=days)).next_action

    past_reminder = now is not None and now.letter_type == "L01"
    if now is not None and now.due_on <= TODAY and not past_reminder and bare.oldest_due:
        assert later is not None
        assert later.due_on <= TODAY + timedelta(days=days)


@given(DAYS, st.lists(st.sampled_from([step.id for step in PLANS["A"].steps]), unique=True))
def test_a_plan_walks_forward_to_its_end(due: date, done: list[str]) -> None:
    taken = [TakenStep("A", step, due, TODAY) for step in done]
    seen = []
    while True:
        action = next_step(PLANS["A"], {"DUE": due}, taken, today=TODAY)
        if action is None:
            break
        assert action.step is not None
        assert action.step not in done
        seen.append(action.step)
        taken.append(TakenStep("A", action.step, due, TODAY))

    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("category", "said"),
    [
        (Category.UNSORTED, "next in the plan for unsorted customers"),
        (Category.STRUGGLING, "next in the plan for struggling customers"),
    ],
)
def test_a_reason_names_the_plan_as_a_clerk_says_it(category: Category, said: str) -> None:
    line = worklist_line(owes(due=ago(40), category=category), RULES, TODAY)

    assert said in line.why
    assert not re.search(r"\b[A-F]\d+\b", line.why)
