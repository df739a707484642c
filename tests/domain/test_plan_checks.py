"""What is wrong with a contact plan, each fault at its field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.contact_plans import Plan, Step
from collections_desk.domain.plan_checks import KnownNames, PlanFault, plan_faults
from collections_desk.domain.plan_editing import (
    edited,
    removed,
    with_steps,
)
from collections_desk.domain.plan_reading import read_aloud
from collections_desk.operations.desk import Resources

RESOURCES = Resources()
PLANS = RESOURCES.plans.plans
LETTERS = frozenset({f"L{number:02}" for number in range(1, 18)})
WORDED = frozenset({"L01", "L02", "L03", "L04", "L08", "L09", "L11", "L14"})
KNOWN = KnownNames(letters=LETTERS, worded=LETTERS, tones=frozenset(RESOURCES.tones))
A = PLANS["A"]


def place(plan: Plan, step: str) -> int:
    return [one.id for one in plan.steps].index(step)


def change(plan: Plan, step: str, **values: Any) -> Plan:  # noqa: ANN401 - any field of a step
    number = place(plan, step)
    return edited(plan, number, replace(plan.steps[number], **values))


def stopping(plan: Plan, known: KnownNames = KNOWN) -> list[tuple[str, str]]:
    return [(one.step, one.field) for one in plan_faults(plan, known) if one.stops]


def warnings(plan: Plan, known: KnownNames = KNOWN) -> list[PlanFault]:
    return [one for one in plan_faults(plan, known) if not one.stops]


def test_what_is_shipped_has_no_fault() -> None:
    for plan in PLANS.values():
        assert stopping(plan) == []
        assert warnings(plan) == []


@pytest.mark.parametrize(
    ("step", "values", "field"),
    [
        ("A4", {"text": "  "}, "text"),
        ("A4", {"text": "x" * 161}, "text"),
        ("A4", {"id": "A5"}, "id"),
        ("A4", {"id": "B4"}, "id"),
        ("A4", {"id": "A04"}, "id"),
        ("A4", {"id": ""}, "id"),
        ("A4", {"anchor": "PIF"}, "anchor"),
        ("A4", {"anchor": "XMAS"}, "anchor"),
        ("A4", {"offset": 2}, "offset"),
        ("A4", {"offset": -61}, "offset"),
        ("A13", {"offset": 366}, "offset"),
        ("A4", {"unit": "weeks"}, "unit"),
        ("A1", {"unit": "business"}, "unit"),
        ("A4", {"least_days": 181}, "least_days"),
        ("A4", {"least_days": -1}, "least_days"),
        ("A4", {"channel": "pigeon"}, "channel"),
        ("A4", {"letter": "L02"}, "letter"),
        ("A5", {"letter": ""}, "letter"),
        ("A5", {"letter": "L99"}, "letter"),
        ("A5", {"tone": "shouting"}, "tone"),
        ("A5", {"tone": ""}, "tone"),
        ("A4", {"tone": ""}, "tone"),
        ("A5", {"signer": "king"}, "signer"),
        ("A5", {"signer": ""}, "signer"),
        ("A5", {"condition": "full_moon"}, "condition"),
        ("A5", {"condition": "promise_broken"}, "condition"),
    ],
)
def test_each_fault_is_said_at_its_field(step: str, values: dict[str, Any], field: str) -> None:
    plan = change(A, step, **values)

    found = stopping(plan)

    assert (values.get("id", step), field) in found
    fault = next(one for one in plan_faults(plan, KNOWN) if one.field == field)
    assert fault.place == place(plan, values.get("id", step)) or "id" in values
    assert fault.said.endswith(".")
    assert fault.remedy.endswith(".")


def test_an_id_of_another_plan_or_of_a_removed_step_is_not_given_again() -> None:
    plan = change(A, "A4", id="A20")

    assert stopping(plan, replace(KNOWN, other_ids={"A20"})) == [("A20", "id")]
    assert stopping(plan, replace(KNOWN, former_ids={"A20"})) == [("A20", "id")]
    assert stopping(plan) == []


def test_a_step_that_is_off_does_not_set_the_order() -> None:
    plan = change(change(A, "A5", offset=200), "A5", on=False)

    assert stopping(plan) == []


def test_days_of_different_anchors_are_not_compared() -> None:
    assert stopping(change(PLANS["B"], "B5", offset=0)) == []
    assert ("B8", "offset") in stopping(change(PLANS["B"], "B8", offset=0))


@pytest.mark.parametrize(
    ("step", "values", "fields"),
    [
        ("A5", {"tone": "firm"}, {"tone"}),
        ("A5", {"tone": "plain-firm"}, {"tone"}),
        ("A5", {"letter": "L04"}, {"letter"}),
        ("A5", {"letter": "L11", "tone": "formal"}, {"letter", "tone"}),
        ("A8", {"offset": 29}, {"tone"}),
        ("A8", {"offset": 30, "tone": "firm"}, set()),
        ("A5", {"tone": "firm", "on": False}, set()),
    ],
)
def test_nothing_firm_before_the_days_of_patience(
    step: str, values: dict[str, Any], fields: set[str]
) -> None:
    found = warnings(change(A, step, **values))

    assert {one.field for one in found} == fields
    assert {one.guard for one in found} <= {"G-FREQ-07"}
    assert stopping(change(A, step, **values)) == []


def test_the_days_of_patience_are_those_of_the_settings() -> None:
    plan = change(A, "A8", offset=29)

    assert warnings(plan, replace(KNOWN, patience_days=29)) == []


def test_a_letter_without_wording_is_marked() -> None:
    found = warnings(A, replace(KNOWN, worded=WORDED))

    assert [(one.step, one.field) for one in found] == [("A12", "letter")]


def test_a_plan_without_a_review_at_its_end_is_marked() -> None:
    no_review = removed(A, len(A.steps) - 1)
    off = change(A, "A13", on=False)

    assert [one.field for one in warnings(no_review)] == ["plan"]
    assert [one.field for one in warnings(off)] == ["plan"]
    assert warnings(removed(PLANS["F"], 2)) == []


def test_a_plan_needs_a_step_that_is_on() -> None:
    none_on = with_steps(A, [replace(step, on=False) for step in A.steps])

    assert stopping(none_on) == [("", "plan")]
    assert stopping(with_steps(A, ())) == [("", "plan")]


def test_the_check_of_a_promise_stays() -> None:
    promises = PLANS["P"]

    assert stopping(removed(promises, 2)) == [("", "plan")]
    assert stopping(change(promises, "P3", on=False)) == [("P3", "channel")]
    assert stopping(change(promises, "P3", channel="task")) == [("P3", "channel")]


@given(
    st.lists(
        st.sampled_from([step for plan in PLANS.values() for step in plan.steps]), max_size=20
    ),
    st.integers(-500, 500),
    st.text(max_size=8),
)
def test_any_plan_is_judged_without_falling_over(steps: list[Step], offset: int, odd: str) -> None:
    plan = with_steps(A, [replace(step, offset=offset, tone=odd) for step in steps])

    for fault in plan_faults(plan, KNOWN):
        assert fault.said
        assert fault.remedy
    assert len(read_aloud(plan)) == len(steps)
