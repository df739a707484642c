"""Contact plans read aloud and compared in words; the tones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.contact_plans import ANCHORS, CHANNELS, CONDITIONS, Plan, Step
from collections_desk.domain.plan_checks import KnownNames, PlanFault, plan_faults
from collections_desk.domain.plan_comparing import compare
from collections_desk.domain.plan_editing import (
    added,
    edited,
    moved,
    new_step,
    removed,
    with_steps,
)
from collections_desk.domain.plan_reading import (
    ANCHOR_WORDS,
    BEFORE_WORDS,
    CHANNEL_WORDS,
    CONDITION_WORDS,
    ON_THE_DAY,
    read_aloud,
)
from collections_desk.domain.tones import tones
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


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (
            "A1",
            (
                "A1. 7 days before the due date: letter L01 by e-mail, in a friendly tone, signed"
                " by the clerk. Reminder before the due date. Only if the balance is above what "
                "is left alone."
            ),
        ),
        (
            "A11",
            (
                "A11. 65 days after the due date: letter L11 by certified mail, in a formal tone,"
                " signed by senior management. Certified final demand with a first-class copy; "
                "senior management in copy."
            ),
        ),
        (
            "B5",
            (
                "B5. On the day the payment plan is agreed: letter L06 by mail, in a plain-firm "
                "tone, signed by the lead. Payment plan agreement; signed copy back within 7 "
                "days."
            ),
        ),
        (
            "C1",
            (
                "C1. 1 business day after the dispute came in: letter L08 by mail, in a "
                "calm-factual tone, signed by the clerk. Acknowledge the dispute; the disputed "
                "part is paused."
            ),
        ),
        (
            "D10",
            (
                "D10. 90 days after the due date: a review, by the lead. Review: place, go to "
                "court, write off or keep."
            ),
        ),
    ],
)
def test_a_step_is_read_aloud(step: str, line: str) -> None:
    assert line in read_aloud(PLANS[step[0]])


def test_every_plan_is_one_line_a_step_without_a_code_in_it() -> None:
    for plan in PLANS.values():
        lines = read_aloud(plan)
        assert len(lines) == len(plan.steps)
        for line, step in zip(lines, plan.steps, strict=True):
            assert "\n" not in line
            assert line.startswith(f"{step.id}. ")
            assert line.endswith(".")
            assert "_" not in line
            assert not {step.anchor, "None"} & set(line.split())


def test_a_distance_is_read_aloud() -> None:
    step = replace(A.steps[4], least_days=1)

    assert read_aloud(replace(A, steps=(step,)))[0].endswith(
        "At least 1 day after the step before it."
    )


def test_every_condition_and_anchor_has_its_words() -> None:
    assert set(CONDITION_WORDS) >= CONDITIONS
    assert set(ANCHOR_WORDS) == set(ON_THE_DAY) == set(BEFORE_WORDS) == ANCHORS
    assert set(CHANNEL_WORDS) == CHANNELS


def test_a_step_that_is_off_says_so() -> None:
    assert read_aloud(A)[1].endswith("This step is off.")


def test_no_step_says_that_the_program_charges_by_itself() -> None:
    said = [line for plan in PLANS.values() for line in read_aloud(plan) if " fee " in line]
    charged = [line for line in said if "Charge the agreed late fee" in line]
    assert charged
    assert all("I shows it first" in line for line in charged)
    assert not [line for line in said if "post" in line.lower() or "program does" in line]


def test_what_changed_is_said_in_words() -> None:
    plan = change(A, "A4", offset=9, tone="supportive", text="Call: ask")
    plan = change(plan, "A2", on=True)
    plan = removed(plan, place(plan, "A6"))
    step = replace(new_step(plan, 5), text="Call again", offset=12)
    plan = added(plan, 5, step)

    assert compare(A, plan) == [
        (
            "Removed: A6. 15 days after the due date: the clerk does it in the program. Charge "
            "the agreed late fee once: I shows it first, nothing is charged by itself. Only if a "
            "late fee was agreed."
        ),
        "A2 is on now.",
        "A4 was 7 days after the due date and is 9 days after the due date.",
        "A4: the tone was friendly and is supportive.",
        (
            'A4: the text was "Call: ask who pays, how and when; put contact data, purchase order'
            ' and copies right" and is "Call: ask".'
        ),
        (
            "New: A14. 12 days after the due date: a call, in a helpful tone, by the clerk. Call "
            "again."
        ),
    ]


def test_a_move_is_said_once() -> None:
    assert compare(A, moved(A, place(A, "A9"), -3)) == ["A9 comes after A5 now."]
    assert compare(A, moved(A, 3, -3)) == ["A4 comes first now."]


@given(st.permutations(A.steps))
def test_nothing_is_said_exactly_when_nothing_changed(steps: list[Step]) -> None:
    plan = with_steps(A, steps)

    assert bool(compare(A, plan)) is (plan.steps != A.steps)
    assert compare(plan, plan) == []


def test_the_tones_say_what_to_do_and_avoid() -> None:
    assert RESOURCES.tones["helpful"].avoid == "fee threats"
    used = {step.tone for plan in PLANS.values() for step in plan.steps if step.tone}
    assert used <= set(RESOURCES.tones)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,do\nkind,thanks\n", "Line 1 of tones.csv: the column avoid is missing"),
        ("id,do,avoid\nkind,thanks,\n", 'Line 2 of tones.csv: "avoid" is missing'),
        ("id,do,avoid\nkind,a,b\nkind,c,d\n", 'Line 3 of tones.csv: the tone "kind" stands twice'),
    ],
)
def test_a_damaged_table_of_tones_names_its_line(text: str, said: str) -> None:
    with pytest.raises(ResourceFaultError, match=said):
        tones(text, "tones.csv")
