"""Changing a contact plan; plans as plain values and as drafts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.contact_plans import Plan, Step
from collections_desk.domain.plan_checks import KnownNames, PlanFault, plan_faults
from collections_desk.domain.plan_editing import (
    added,
    draft_of,
    edited,
    moved,
    new_step,
    next_id,
    plan_of_draft,
    removed,
    with_steps,
)
from collections_desk.domain.plan_versions import in_force, plan_as_values, plan_of_values
from collections_desk.errors import ResourceFaultError
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


def test_a_step_is_moved_and_the_distances_are_worked_out_anew() -> None:
    plan = moved(A, place(A, "A4"), 1)

    assert [step.id for step in plan.steps[2:6]] == ["A3", "A5", "A4", "A6"]
    assert [step.gap for step in plan.steps[2:6]] == [4, 7, -3, 8]


def test_nothing_moves_beyond_the_ends() -> None:
    assert moved(A, 0, -1) == A
    assert moved(A, len(A.steps) - 1, 1) == A


def test_a_new_step_takes_a_number_that_was_never_used() -> None:
    plan = removed(A, len(A.steps) - 1)

    step = new_step(plan, 4, former_ids=["A13", "A17", "B99", "A1x"])

    assert step.id == "A18"
    assert (step.anchor, step.offset, step.tone) == ("DUE", 14, "friendly")
    assert next_id("F", []) == "F1"


def test_a_new_step_in_an_empty_plan_counts_from_what_the_plan_has() -> None:
    assert new_step(with_steps(PLANS["C"], ()), 0).anchor == "DISP"


steps_of_a = st.permutations(A.steps)


@given(steps_of_a, st.integers(0, 12), st.integers(-13, 13))
def test_moving_there_and_back_changes_nothing(steps: list[Step], at: int, by: int) -> None:
    plan = with_steps(A, steps)

    there = moved(plan, at, by)

    assert sorted(step.id for step in there.steps) == sorted(step.id for step in plan.steps)
    if there != plan:
        assert moved(there, at + by, -by) == plan


@given(steps_of_a)
def test_the_gaps_are_the_distances(steps: list[Step]) -> None:
    plan = with_steps(A, steps)

    assert plan.steps[0].gap == 0
    for before, step in zip(plan.steps, plan.steps[1:], strict=False):
        assert step.gap == step.offset - before.offset


def test_every_shipped_plan_comes_back_from_plain_values() -> None:
    for plan in PLANS.values():
        assert plan_of_values(plan_as_values(plan), 0) == plan


def test_a_kept_plan_that_is_damaged_names_itself() -> None:
    values = plan_as_values(A)
    values["step"][3]["channel"] = "pigeon"

    with pytest.raises(
        ResourceFaultError, match=r'contact plan A, version 7: "channel" is "pigeon"'
    ):
        plan_of_values(values, 7)


def test_the_newest_version_stands_in_the_place_of_the_shipped_one() -> None:
    changed = replace(change(A, "A4", offset=8), version=3)

    plans = in_force(RESOURCES.plans, [changed, replace(A, id="Z", version=1)])

    assert plans.plans["A"] == changed
    assert plans.plans["B"] is PLANS["B"]
    assert set(plans.plans) == set(PLANS)
    assert plans.as_of == RESOURCES.plans.as_of


def test_a_step_that_was_taken_out_is_still_known() -> None:
    first = replace(removed(A, place(A, "A5")), version=1)
    second = replace(removed(first, place(first, "A7")), version=2)

    plan = in_force(RESOURCES.plans, [first, second]).plans["A"]

    assert plan == second
    assert [step.id for step in plan.former] == ["A5", "A7"]
    assert plan.find("A5") == A.step("A5")
    assert plan.find("A99") is None
    back = in_force(RESOURCES.plans, [first, second, replace(A, version=3)]).plans["A"]
    assert back.former == ()


def test_a_draft_keeps_what_is_wrong_in_it() -> None:
    half = change(added(A, 3, new_step(A, 3)), "A5", text="", offset=-40)

    assert plan_of_draft(draft_of(half), A) == half


@pytest.mark.parametrize(
    "damage",
    [
        {"plan": "B"},
        {"steps": "A1"},
        {"steps": [{"id": "A1"}]},
        {"steps": [None]},
        {"version": "1"},
        {"title": None},
    ],
)
def test_a_draft_that_is_none_of_this_plan_is_left_alone(damage: dict[str, Any]) -> None:
    assert plan_of_draft(draft_of(A) | damage, A) is None


def test_a_draft_with_a_value_of_another_kind_is_left_alone() -> None:
    values = draft_of(A)
    values["steps"][0]["offset"] = "7"

    assert plan_of_draft(values, A) is None
