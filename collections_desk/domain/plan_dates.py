"""The dates of a contact plan for one customer, if nothing comes in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from collections_desk.domain.plan_reading import unmet_words
from collections_desk.domain.worklist import TakenStep

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.contact_plans import Plan, Step
    from collections_desk.domain.worklist import NextAction

#: "done" and "skipped" are on record; "out" is left out as things stand.
PlannedState = Literal["done", "skipped", "next", "later", "out"]


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step on record, with all that was noted.

    Attributes:
        version: The version of the plan under which it was taken.
    """

    plan: str
    step: str
    anchor_on: date
    done_on: date
    how: str
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of the plan as it comes out for one customer.

    Attributes:
        on: The day on which it was or will be taken, or None where it is left out.
        why: Why it is left out or was skipped, or under which version it was taken: a sentence
            without its period; or empty.
    """

    step: Step
    on: date | None
    state: PlannedState
    why: str = ""


@dataclass(frozen=True, slots=True)
class PlanDates:
    """A plan with its dates for one customer.

    Attributes:
        name: The customer.
        today: The day from which it is looked at.
        applies: Whether the customer goes by this plan now.
        standing: What is so with the customer now, in words: paused, promised, in dispute …
        steps: Every step in the order of the plan.
    """

    name: str
    today: date
    applies: bool
    standing: str
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides for one customer which steps come.

    Attributes:
        anchors: The dates from which steps count, as far as there are any.
        conditions: Which conditions hold.
        blocked: Channels that are closed.
        records: All steps on record, with what was noted.
        missing: Why there is no date to count from, by anchor, where the usual words are wrong.
        passed: Steps that will not come any more, with the reason.
    """

    anchors: Mapping[str, date]
    conditions: Collection[str]
    blocked: Collection[str]
    records: Sequence[StepRecord]
    missing: Mapping[str, str] = field(default_factory=dict)
    passed: Mapping[str, str] = field(default_factory=dict)


def planned_steps(
    plan: Plan, standing: Standing, coming: Mapping[str, date], today: date, next_id: str | None
) -> tuple[PlannedStep, ...]:
    """Return every step of a plan with its day, in the order of the plan.

    Args:
        plan: The plan.
        standing: The customer.
        coming: The days of the steps to come, by their ids; see `coming_steps`.
        today: The creditor's date.
        next_id: The step that is next, or None while the customer is paused.
    """
    return tuple(_planned(plan, step, standing, coming, today, next_id) for step in plan.steps)


def coming_steps(  # noqa: PLR0913, PLR0917 - the facts on which the days depend
    plan: Plan,
    anchors: Mapping[str, date],
    taken: tuple[TakenStep, ...],
    ask: Callable[[tuple[TakenStep, ...], date], NextAction | None],
    today: date,
    first: NextAction | None = None,
) -> dict[str, date]:
    """Return the days of the steps to come, by taking one after the other, each on its day.

    So they keep every distance that the worklist keeps.

    Args:
        plan: The plan.
        anchors: The dates from which these steps count.
        taken: Steps that count as taken.
        ask: The rule of the worklist: the next step from the steps taken, as on a day.
        today: The creditor's date.
        first: The step that the worklist has next; None asks the rule for it.
    """
    day = today
    coming: dict[str, date] = {}
    for _ in plan.steps:
        action = first if first is not None and not coming else ask(taken, day)
        if action is None or action.step is None or action.step in coming:
            break
        day = max(action.due_on, day)
        coming[action.step] = day
        anchor = anchors.get(plan.step(action.step).anchor, day)
        taken = (*taken, TakenStep(plan.id, action.step, anchor, day))
    return coming


def _planned(  # noqa: PLR0913, PLR0917 - what one line rests on
    plan: Plan,
    step: Step,
    standing: Standing,
    coming: Mapping[str, date],
    today: date,
    next_id: str | None,
) -> PlannedStep:
    if step.id in coming:
        return PlannedStep(step, coming[step.id], "next" if step.id == next_id else "later")
    record = _record(plan, step, standing)
    if record is not None and record.how == "skipped":
        return PlannedStep(step, record.done_on, "skipped", record.reason)
    if record is not None:
        old = record.version != plan.version
        other = f"Taken under {version_words(record.version)} of the plan" if old else ""
        return PlannedStep(step, record.done_on, "done", other)
    return PlannedStep(step, None, "out", _why_out(step, standing, today))


def _record(plan: Plan, step: Step, standing: Standing) -> StepRecord | None:
    """Return the newest record of a step that belongs to what is owed now."""
    anchor = standing.anchors.get(step.anchor)
    found = [
        one
        for one in standing.records
        if one.plan == plan.id
        and one.step == step.id
        and (anchor is None or one.anchor_on >= anchor or one.done_on > anchor)
    ]
    return max(found, key=lambda one: one.done_on, default=None)


def version_words(version: int) -> str:
    """Return "version 2", or what the plan as it was shipped is called."""
    return f"version {version}" if version else "the shipped version"


def _why_out(step: Step, standing: Standing, today: date) -> str:
    anchor = standing.anchors.get(step.anchor)
    if not step.on:
        return "The step is off"
    if anchor is None:
        usual = _NO_ANCHOR.get(step.anchor, "Its day is not known")
        return standing.missing.get(step.anchor, usual)
    if step.channel in standing.blocked:
        return _BLOCKED.get(step.channel, "Its channel is closed")
    if step.condition and step.condition not in standing.conditions:
        return unmet_words(step.condition)
    if step.offset < 0 and today >= anchor:
        return "Its day is over"
    return standing.passed.get(step.id, "Something as firm or firmer was done already")


_NO_ANCHOR: Mapping[str, str] = {
    "DUE": "Nothing is past due or comes due",
    "DISP": "No dispute is open",
    "RESP": "No dispute was decided",
    "PLAN": "No payment plan was agreed",
    "INST": "No installment is due",
    "PTP": "Nothing is promised",
    "PTP_TAKEN": "Nothing is promised",
    "PIF": "Not everything is paid",
}
_BLOCKED: Mapping[str, str] = {
    "phone": "The customer must not be called",
    "email": "No e-mail may be sent",
    "text": "No text message may be sent",
    "mail": "No letter may be sent",
    "certified": "No letter may be sent",
}
