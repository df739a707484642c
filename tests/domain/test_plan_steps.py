"""Steps of contact plans: anchors, distances, part payments, and going over to another plan.

Worked by hand. The calendar of the tests: Friday, 2026-11-20; Thanksgiving is November 26.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.customers import Category
from collections_desk.domain.next_actions import decide
from collections_desk.domain.plan_moves import move_to_plan
from collections_desk.domain.plan_steps import Pace, firmness, next_step
from collections_desk.domain.worklist import CustomerFacts, NextAction, TakenStep
from tests.domain.rules import RESOURCES, TODAY, owes, worklist_rules

RULES = worklist_rules()
PLANS = RESOURCES.plans.plans
PACE = Pace(7, 10, 2)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def walked(plan: str, due: date, *steps: str, done: date | None = None) -> tuple[TakenStep, ...]:
    """Steps that were taken, each on its planned day unless `done` says otherwise."""
    found = []
    for name in steps:
        step = PLANS[plan].step(name)
        found.append(TakenStep(plan, name, due, done or due + timedelta(days=step.offset)))
    return tuple(found)


def next_of(facts: CustomerFacts, today: date = TODAY) -> NextAction:
    action = decide(facts, RULES, today).next_action
    assert action is not None
    return action


# Part payments.


def test_a_part_payment_counts_from_the_next_invoice_and_goes_on_where_the_plan_was() -> None:
    """L03 went out on day 30 of the older invoice; the younger was ten days late by then."""
    old, young = ago(45), ago(25)
    steps = walked("D", old, "D2", "D3", "D4", "D5")
    before = next_of(owes(due=old, steps=steps))
    after = next_of(owes(due=young, steps=steps))

    assert (before.step, before.due_on) == ("D6", TODAY)
    assert (after.step, after.due_on) == ("D6", date(2026, 12, 10))


def test_what_was_done_before_an_invoice_was_late_does_not_count_for_it() -> None:
    """The plan begins anew for an invoice that nobody has been reminded of."""
    old, young = ago(60), ago(4)
    steps = walked("D", old, "D2", "D3", "D4", "D5", "D6")

    assert next_of(owes(due=young, steps=steps)).step == "D2"


@given(
    st.integers(30, 120),
    st.integers(1, 100),
    st.integers(0, 5),
    st.sampled_from([Category.DISORGANIZED, Category.STRUGGLING, Category.UNSORTED]),
)
def test_a_part_payment_never_jumps_two_steps(
    late: int, younger: int, taken: int, category: Category
) -> None:
    """Whatever the younger invoice's age, the step after the last one taken is the furthest."""
    plan = RULES.plans.for_category(category)
    late_steps = [step for step in plan.steps if step.anchor == "DUE" and step.offset > 0]
    steps = tuple(
        TakenStep(plan.id, step.id, ago(late), ago(late) + timedelta(days=step.offset))
        for step in late_steps[:taken]
        if step.channel != "system"
    )
    facts = owes(due=ago(late), steps=steps, category=category)
    paid = facts._replace(oldest_due=ago(max(late - younger, 1)))
    before, after = decide(facts, RULES, TODAY), decide(paid, RULES, TODAY)

    order = [step.id for step in plan.steps]
    if before.next_action and after.next_action and after.next_action.step in order:
        assert before.next_action.step is not None
        assert order.index(after.next_action.step) <= order.index(before.next_action.step)


# Distances.


def test_two_contacts_keep_their_days_whatever_the_first_was() -> None:
    """A letter of the clerk's own choice went out yesterday: the reminder waits until Monday."""
    facts = owes(due=ago(3), last_touch_on=ago(1))

    assert next_of(facts).due_on == date(2026, 11, 23)
    assert next_of(facts._replace(last_touch_on=ago(5))).due_on == date(2026, 11, 20)


@pytest.mark.parametrize(("days", "due"), [(0, 14), (10, 14), (20, 20), (40, 40)])
def test_two_firmer_letters_keep_the_days_of_the_settings(days: int, due: int) -> None:
    """L03 today, the call in 7 days, the final demand 7 later unless the settings say more."""
    start = ago(70)
    steps = (
        *walked("D", start, "D2", "D3", "D4"),
        TakenStep("D", "D5", start, TODAY),
        TakenStep("D", "D6", start, TODAY + timedelta(days=7)),
    )
    action = next_step(
        PLANS["D"], {"DUE": start}, steps, today=TODAY, pace=Pace(7, days, 0), plans=PLANS
    )

    assert action is not None
    assert action.step == "D7"
    planned = TODAY + timedelta(days=due)
    assert timedelta(0) <= action.due_on - planned <= timedelta(days=2)  # weekends move forward


def test_a_skipped_letter_begins_no_distance() -> None:
    start = ago(70)
    steps = (
        *walked("D", start, "D2", "D3", "D4"),
        TakenStep("D", "D5", start, TODAY, "skipped"),
    )
    action = next_step(
        PLANS["D"], {"DUE": start}, steps, today=TODAY, pace=Pace(7, 40, 2), plans=PLANS
    )

    assert action is not None
    assert (action.step, action.due_on) == ("D6", TODAY + timedelta(days=7))


# Going over to another plan.


@pytest.mark.parametrize(
    ("plan", "taken", "category", "step", "left_out"),
    [
        # Reminded once by e-mail: A3 is the same letter in the same tone.
        ("D", ("D2",), Category.DISORGANIZED, "A4", ("A1", "A3")),
        # Helpful calls were made: the friendly reminders are over, the helpful letter is not.
        ("D", ("D2", "D3", "D4"), Category.DISORGANIZED, "A5", ("A1", "A3", "A4")),
        # The second notice went out: only the call by the lead is of that rung and new.
        (
            "D",
            ("D2", "D3", "D4", "D5"),
            Category.DISORGANIZED,
            "A9",
            ("A1", "A3", "A4", "A5", "A7", "A8"),
        ),
        # An offer of help was never made: it comes now, however firm the letters were.
        ("D", ("D2", "D3", "D4", "D5"), Category.STRUGGLING, "B2", ("B1",)),
        # After the certified demand the notice of placement waits for its decision.
        ("D", ("D2", "D5", "D7", "D8"), Category.DISORGANIZED, "A13", None),
        # Supportive talks were held: no reminder that assumes an oversight any more.
        ("B", ("B2", "B3", "B4"), Category.UNSORTED, "D3", ("D1", "D2")),
        # Nothing was done yet: the beginning, however late it is.
        ("D", (), Category.STRUGGLING, "B2", ("B1",)),
        # Disputing runs plan D beside plan C.
        ("A", ("A3", "A4"), Category.DISPUTING, "D3", ("D1", "D2")),
    ],
)
def test_another_category_goes_on_at_the_step_that_fits(
    plan: str,
    taken: tuple[str, ...],
    category: Category,
    step: str,
    left_out: tuple[str, ...] | None,
) -> None:
    due = ago(48)
    now = next(one for one in Category if RULES.plans.for_category(one).id == plan)
    facts = owes(due=due, category=now, steps=walked(plan, due, *taken))
    move = move_to_plan(facts, category, RULES, TODAY)

    assert move.after.next_action is not None
    assert move.after.next_action.step == step
    assert left_out is None or move.left_out == left_out
    assert decide(facts, RULES, TODAY) == move.before


def test_the_preview_says_step_day_and_letter() -> None:
    due = ago(48)
    facts = owes(due=due, steps=walked("D", due, "D2", "D3", "D4", "D5"))
    move = move_to_plan(facts, Category.STRUGGLING, RULES, TODAY)

    assert move.changes
    assert move.words[0].startswith("Now next: Call by the lead")
    assert move.words[1].startswith("Then next: Call: what can be paid today")
    assert "2026" in move.words[1]
    assert move.words[-1] == (
        "Left out, because it is over or the customer has heard as much: "
        "Reminder before the due date."
    )


def test_the_preview_of_the_category_it_is_in_changes_nothing() -> None:
    move = move_to_plan(owes(due=ago(10)), Category.UNSORTED, RULES, TODAY)

    assert not move.changes
    assert move.words[0].startswith(
        "Next stays as it is: Past-due reminder that assumes an oversight (letter L02), due since"
    )


CATEGORIES = st.sampled_from([Category.DISORGANIZED, Category.STRUGGLING, Category.UNSORTED])


@given(st.integers(1, 120), CATEGORIES, CATEGORIES, st.integers(0, 8))
def test_no_category_repeats_what_is_softer_or_jumps_a_rung(
    late: int, start: Category, then: Category, taken: int
) -> None:
    plan = RULES.plans.for_category(start)
    done = [
        step
        for step in plan.steps
        if step.anchor == "DUE" and step.offset > 0 and not step.condition
    ][:taken]
    steps = tuple(
        TakenStep(plan.id, step.id, ago(late), ago(late) + timedelta(days=step.offset))
        for step in done
    )
    facts = owes(due=ago(late), category=start, steps=steps)
    step = move_to_plan(facts, then, RULES, TODAY).step
    earned = max((firmness(one) for one in done), default=0)
    if step is None or step.step is None:
        return
    rung = firmness(RULES.plans.plans[step.plan or ""].step(step.step))

    assert rung == 0 or rung >= earned
    assert rung <= max(earned, 2) + 1 or step.kind == "review"


@given(st.integers(0, 90), st.integers(0, 90), st.integers(0, 12), CATEGORIES)
def test_a_plan_is_walked_in_order_and_never_faster_than_its_pace(
    late: int, idle: int, extra: int, category: Category
) -> None:
    """The clerk does each step on the day it is due or some days later, to the end."""
    plan = RULES.plans.for_category(category)
    due, day = ago(late), TODAY + timedelta(days=idle)
    taken: list[TakenStep] = []
    while True:
        facts = owes(due=due, category=category, steps=tuple(taken))
        action = decide(facts, RULES, day).next_action
        assert action is not None
        if action.step is None:
            break
        assert len(taken) < len(plan.steps)
        day = max(day, action.due_on) + timedelta(days=extra)
        taken.append(TakenStep(plan.id, action.step, due, day))
    order = [step.id for step in plan.steps]
    places = [order.index(one.step) for one in taken]

    assert places == sorted(set(places))
    for before, after in pairwise(taken):
        assert after.done_on - before.done_on >= timedelta(days=2)
