"""Changing a contact plan: add, remove, move and edit steps. A plan is never changed in place."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from collections_desk.domain.contact_plans import Plan, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Days between a new step and the one before it, until the clerk says otherwise.
USUAL_GAP = 7
#: What steps of a plan may be counted from, by the plan's own kind.
_ANCHORS_OF: Mapping[str, tuple[str, ...]] = {
    "A": ("DUE",),
    "B": ("DUE", "PLAN", "INST"),
    "C": ("DISP", "RESP"),
    "D": ("DUE",),
    "P": ("PTP_TAKEN", "PTP"),
    "F": ("PIF",),
}
#: Which conditions can ever hold in a plan.
_CONDITIONS_OF: Mapping[str, tuple[str, ...]] = {
    "A": ("above_small_balance", "consent_on_file", "fee_preset", "no_plan", "placement_decided"),
    "B": (
        "above_small_balance",
        "consent_on_file",
        "fee_preset",
        "installment_late",
        "no_plan",
        "placement_decided",
        "plan_broken",
    ),
    "C": ("ninety_days_past_due", "placement_decided"),
    "D": ("above_small_balance", "consent_on_file", "fee_preset", "no_plan", "placement_decided"),
    "P": ("more_than_5_days_away", "promise_broken", "promise_broken_no_contact"),
    "F": ("no_sensitive_flag",),
}
_DRAFT_TYPES: Mapping[str, type] = {
    "id": str,
    "anchor": str,
    "offset": int,
    "unit": str,
    "channel": str,
    "letter": str,
    "tone": str,
    "signer": str,
    "text": str,
    "condition": str,
    "on": bool,
    "least_days": int,
    "gap": int,
}


def anchors_of(plan_id: str) -> tuple[str, ...]:
    """Return what the steps of a plan may be counted from."""
    return _ANCHORS_OF.get(plan_id, ("DUE",))


def conditions_of(plan_id: str) -> tuple[str, ...]:
    """Return the conditions that can hold in a plan."""
    return _CONDITIONS_OF.get(plan_id, ())


def with_steps(plan: Plan, steps: Iterable[Step]) -> Plan:
    """Return the plan with other steps; the planned distances are worked out anew."""
    found: list[Step] = []
    for step in steps:
        before = found[-1] if found else None
        gap = step.offset - before.offset if before and before.anchor == step.anchor else 0
        found.append(step if step.gap == gap else replace(step, gap=gap))
    return replace(plan, steps=tuple(found))


def moved(plan: Plan, place: int, by: int) -> Plan:
    """Return the plan with the step at `place` so many places further down, or up below zero."""
    target = place + by
    if not (0 <= place < len(plan.steps) and 0 <= target < len(plan.steps)):
        return plan
    steps = list(plan.steps)
    steps.insert(target, steps.pop(place))
    return with_steps(plan, steps)


def added(plan: Plan, place: int, step: Step) -> Plan:
    """Return the plan with a step more, at `place`."""
    return with_steps(plan, [*plan.steps[:place], step, *plan.steps[place:]])


def removed(plan: Plan, place: int) -> Plan:
    """Return the plan without the step at `place`."""
    return with_steps(plan, [*plan.steps[:place], *plan.steps[place + 1 :]])


def edited(plan: Plan, place: int, step: Step) -> Plan:
    """Return the plan with another step at `place`."""
    return with_steps(plan, [*plan.steps[:place], step, *plan.steps[place + 1 :]])


def new_step(plan: Plan, place: int, former_ids: Iterable[str] = ()) -> Step:
    """Return an empty step to be put at `place`, with an id that was never given.

    Args:
        plan: The plan as it stands.
        place: Where it will stand.
        former_ids: Ids of steps of older versions; the record still names them.
    """
    before = plan.steps[place - 1] if place > 0 else None
    return Step(
        id=next_id(plan.id, [*(step.id for step in plan.steps), *former_ids]),
        anchor=before.anchor if before else anchors_of(plan.id)[0],
        offset=before.offset + USUAL_GAP if before else 0,
        unit="calendar",
        channel="phone",
        letter="",
        tone=before.tone if before and before.tone else "friendly",
        signer=before.signer if before and before.signer else "clerk",
        text="",
        condition="",
        on=True,
        least_days=0,
        gap=0,
    )


def next_id(plan_id: str, taken: Iterable[str]) -> str:
    """Return the id after the highest one that was ever given: "A14" after A1 to A13."""
    numbers = [
        int(found[1])
        for one in taken
        if (found := re.fullmatch(rf"{re.escape(plan_id)}([0-9]{{1,4}})", one))
    ]
    return f"{plan_id}{max(numbers, default=0) + 1}"


def same_steps(one: Plan, other: Plan) -> bool:
    """Tell whether two plans say the same, whatever their versions."""
    return one.title == other.title and one.steps == other.steps


def draft_of(plan: Plan) -> dict[str, Any]:
    """Return a plan half edited as plain values, faults and all."""
    return {
        "plan": plan.id,
        "version": plan.version,
        "title": plan.title,
        "steps": [asdict(step) for step in plan.steps],
    }


def plan_of_draft(values: Mapping[str, Any], base: Plan) -> Plan | None:
    """Return the plan that was half edited, or None if the draft is none of this plan."""
    steps = values.get("steps")
    version, title = values.get("version"), values.get("title")
    if values.get("plan") != base.id or not isinstance(steps, list):
        return None
    if not isinstance(version, int) or not isinstance(title, str):
        return None
    found = [_draft_step(one) for one in steps]
    known = [step for step in found if step is not None]
    if len(known) != len(found):
        return None
    return with_steps(replace(base, version=version, title=title), known)


def _draft_step(values: object) -> Step | None:
    if not isinstance(values, dict) or set(values) != set(_DRAFT_TYPES):
        return None
    if any(type(values[name]) is not kind for name, kind in _DRAFT_TYPES.items()):
        return None
    return Step(**values)


def former_ids(versions: Sequence[Plan]) -> frozenset[str]:
    """Return every id that a version of a plan gave to a step."""
    return frozenset(step.id for plan in versions for step in plan.steps)
