"""Contact plans: which step comes next, from state and date alone.

A step is due from its day until it is taken; nobody asks whether today *is* the day. So a
laptop that was shut for three weeks ends where one ends that was opened every morning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collections_desk.domain.customers import Category
from collections_desk.domain.resource_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.resource_files import Item
    from collections_desk.domain.worklist import ActionKind

ANCHORS = {"DUE", "DISP", "RESP", "PLAN", "INST", "PTP", "PTP_TAKEN", "PIF"}
CHANNELS = {"email", "mail", "certified", "phone", "text", "task", "review", "check", "system"}
#: What a step may ask for before it is taken; see `next_step` in `plan_steps`.
CONDITIONS = {
    "above_small_balance",
    "consent_on_file",
    "fee_preset",
    "installment_late",
    "placement_decided",
    "plan_broken",
    "no_plan",
    "ninety_days_past_due",
    "more_than_5_days_away",
    "promise_broken",
    "promise_broken_no_contact",
    "no_sensitive_flag",
}
_KINDS: dict[str, ActionKind] = {
    "email": "letter",
    "mail": "letter",
    "certified": "letter",
    "phone": "call",
    "text": "task",
    "task": "task",
    "review": "review",
    "check": "check",
    "system": "task",
}
#: What the plans of no category are called.
_OTHER_NAMES = {"P": "plan for promises", "F": "plan for after payment"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan.

    Attributes:
        anchor: The date that `offset` counts from.
        unit: "calendar" or "business" days.
        letter: "L02" for one, or empty.
        condition: The fact without which the step is left out, or empty.
        least_days: Days that must lie between this step and the one taken before it.
        gap: Days between this step and the one before it in the plan, as planned.
    """

    id: str
    anchor: str
    offset: int
    unit: str
    channel: str
    letter: str
    tone: str
    signer: str
    text: str
    condition: str
    on: bool
    least_days: int
    gap: int

    @property
    def kind(self) -> ActionKind:
        """Return what kind of action it is on the worklist."""
        return _KINDS[self.channel]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done when, for one category; or for promises (P) and aftercare (F).

    Attributes:
        version: 0 is what the program ships; each change by the clerk counts one up.
        former: Steps of older versions that this one no longer has: the record still names
            them, and what was done under them stays done.
    """

    id: str
    category: Category | None
    title: str
    steps: tuple[Step, ...]
    version: int = 0
    former: tuple[Step, ...] = field(default=(), compare=False)

    @property
    def name(self) -> str:
        """Return what it is called in a sentence: "plan for struggling customers"."""
        if self.category is None:
            return _OTHER_NAMES.get(self.id, f"plan “{self.title}”")
        if self.category is Category.DISPUTING:
            return "plan for disputes"
        return f"plan for {self.category.value} customers"

    def step(self, ident: str) -> Step:
        """Return a step by its id."""
        return next(step for step in self.steps if step.id == ident)

    def find(self, ident: str) -> Step | None:
        """Return a step by its id, also one that was taken out; or None if there was none."""
        for step in (*self.steps, *self.former):
            if step.id == ident:
                return step
        return None


@dataclass(frozen=True, slots=True)
class Plans:
    """All plans, with what holds for each of them.

    Attributes:
        as_of: The date of the table; it is recorded with each step taken.
        catch_up_days: The pace of the steps when a plan was begun late.
        attempts_per_phone_step: Calls without a talk after which a phone step counts as taken.
        pause_days_after_payment: Days that a payment buys.
    """

    as_of: date
    catch_up_days: int
    attempts_per_phone_step: int
    pause_days_after_payment: int
    plans: Mapping[str, Plan]

    def for_category(self, category: Category) -> Plan:
        """Return the plan of a category."""
        for plan in self.plans.values():
            if plan.category is category:
                return plan
        raise KeyError(category)


def contact_plans(text: str, file: str) -> Plans:
    """Read the plans.

    Raises:
        ResourceFaultError: If a step is twice there, unknown in anchor, channel or condition,
            or a category has no plan.
    """
    whole = read_toml(text, file)
    plans: dict[str, Plan] = {}
    for item in whole.tables("plan"):
        item.only({"id", "category", "title", "step"})
        plans[item.text("id")] = plan_from(item)
    for category in Category:
        if not any(plan.category is category for plan in plans.values()):
            whole.refuse(f'the category "{category.value}" has no plan')
    return Plans(
        whole.day("as_of"),
        whole.integer("catch_up_days"),
        whole.integer("attempts_per_phone_step"),
        whole.integer("pause_days_after_payment"),
        plans,
    )


def plan_from(item: Item, version: int = 0) -> Plan:
    """Read one plan, from the file that is shipped or from a version that was kept.

    Raises:
        ResourceFaultError: If a step is twice there or unknown in anchor, channel or condition.
    """
    category = None
    if item.has("category"):
        category = Category(item.choice("category", {category.value for category in Category}))
    steps: list[Step] = []
    for row in item.tables("step"):
        if any(step.id == row.text("id") for step in steps):
            row.refuse(f'the step "{row.text("id")}" is already there', "id")
        steps.append(_step(row, steps[-1] if steps else None))
    return Plan(item.text("id"), category, item.text("title"), tuple(steps), version)


def _step(row: Item, before: Step | None) -> Step:
    row.only(
        {
            "id",
            "anchor",
            "offset",
            "unit",
            "channel",
            "letter",
            "tone",
            "signer",
            "text",
            "condition",
            "on",
            "least_days",
        }
    )
    anchor = row.choice("anchor", ANCHORS)
    offset = row.integer("offset")
    same = before is not None and before.anchor == anchor
    return Step(
        id=row.text("id"),
        anchor=anchor,
        offset=offset,
        unit=row.choice("unit", {"calendar", "business"}) if row.has("unit") else "calendar",
        channel=row.choice("channel", CHANNELS),
        letter=row.text("letter", ""),
        tone=row.text("tone", ""),
        signer=row.text("signer", ""),
        text=row.text("text"),
        condition=row.choice("condition", CONDITIONS) if row.has("condition") else "",
        on=row.flag("on", default=True),
        least_days=row.integer("least_days", 0),
        gap=offset - before.offset if before is not None and same else 0,
    )
