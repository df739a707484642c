"""Versions of contact plans: what is shipped is version 0, each change by the clerk adds one.

Old versions stay for the record: a step that was taken names the version it was taken under.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from collections_desk.domain.contact_plans import plan_from
from collections_desk.domain.resource_files import Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from collections_desk.domain.contact_plans import Plan, Plans, Step


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A plan as the clerk saved it.

    Attributes:
        plan: The plan, with its version.
        reason: Why it was changed, in a sentence.
        clerk: Who saved it.
        saved_at: When.
    """

    plan: Plan
    reason: str
    clerk: str
    saved_at: datetime


def plan_as_values(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain values, in the form of `resources/plans/plans.toml`."""
    values: dict[str, Any] = {"id": plan.id, "title": plan.title}
    if plan.category is not None:
        values["category"] = plan.category.value
    values["step"] = [step_as_values(step) for step in plan.steps]
    return values


def step_as_values(step: Step) -> dict[str, Any]:
    """Return a step as plain values; what is empty or usual is left out."""
    values: dict[str, Any] = {
        "id": step.id,
        "anchor": step.anchor,
        "offset": step.offset,
        "unit": step.unit,
        "channel": step.channel,
        "letter": step.letter,
        "tone": step.tone,
        "signer": step.signer,
        "text": step.text,
        "condition": step.condition,
    }
    values = {name: value for name, value in values.items() if value not in {"", "calendar"}}
    if not step.on:
        values["on"] = False
    if step.least_days:
        values["least_days"] = step.least_days
    return values


def plan_of_values(values: Mapping[str, Any], version: int) -> Plan:
    """Read a plan from plain values.

    Raises:
        ResourceFaultError: If they do not have the form of a plan; it names plan and version.
    """
    name = f"contact plan {values.get('id', '?')}, version {version}"
    return plan_from(Item(dict(values), name, 1), version)


def in_force(shipped: Plans, saved: Iterable[Plan]) -> Plans:
    """Return the plans with the newest version of each in the place of what is shipped.

    Args:
        shipped: What the program ships.
        saved: All versions that the clerk saved, of each plan the oldest first.
    """
    plans = dict(shipped.plans)
    former: dict[str, dict[str, Step]] = {}
    for plan in saved:
        before = plans.get(plan.id)
        if before is None:
            continue
        kept = former.setdefault(plan.id, {})
        kept |= {step.id: step for step in before.steps}
        gone = tuple(kept[one] for one in kept if one not in {step.id for step in plan.steps})
        plans[plan.id] = replace(plan, former=gone)
    return replace(shipped, plans=plans)
