"""What a contact plan would do with one customer from today on, by the rules of the worklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.customers import Category
from collections_desk.domain.deciding import blocked_channels, day_words, plan_action
from collections_desk.domain.next_actions import (
    SENSITIVE_FLAGS,
    anchor_of,
    decide,
    plan_of,
)
from collections_desk.domain.next_agreed import current_plan, overdue_installment
from collections_desk.domain.next_due import due_conditions
from collections_desk.domain.next_ends import placement_decided, with_reviews
from collections_desk.domain.next_promised import BROKEN
from collections_desk.domain.payment_plans import PlanState
from collections_desk.domain.plan_dates import PlanDates, Standing, coming_steps, planned_steps
from collections_desk.domain.promises import PromiseState
from collections_desk.domain.worklist import TakenStep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from collections_desk.domain.contact_plans import Plan, Step
    from collections_desk.domain.deciding import Decision, WorklistRules
    from collections_desk.domain.plan_dates import StepRecord
    from collections_desk.domain.worklist import CustomerFacts, NextAction

#: Steps counted from these belong together: one comes after the other.
_ROWS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "B": (("DUE",), ("PLAN",), ("INST",)),
    "C": (("DISP", "RESP"),),
    "P": (("PTP_TAKEN", "PTP"),),
    "F": (("PIF",),),
}
#: The names of the conditions are numbers of days.
NINETY, FIVE = 90, 5


def plan_outlook(
    plan: Plan,
    facts: CustomerFacts,
    rules: WorklistRules,
    records: Sequence[StepRecord],
    today: date,
) -> PlanDates:
    """Return the days of every step of a plan for one customer.

    Args:
        plan: The plan, as it is edited; `rules` hold it as well.
        facts: The customer.
        rules: The rules of the worklist.
        records: The steps on record, with what was noted.
        today: The creditor's date.
    """
    rows = [_Row(plan, facts, rules, anchors) for anchors in _ROWS.get(plan.id, (("DUE",),))]
    decision = decide(facts, rules, today)
    action = decision.next_action
    applies = _applies(plan, facts, rules, action)
    own = action if applies and action is not None and action.plan == plan.id else None
    coming: dict[str, date] = {}
    passed: dict[str, str] = {}
    for row in rows:
        coming |= row.coming(today, own)
        passed |= row.passed(own)
    following = _next(plan, decision, coming, applies=applies)
    if action is not None and following is not None and action.step == following:
        coming[following] = action.due_on
    standing = Standing(
        anchors={name: day for row in rows for name, day in row.anchors.items()},
        conditions={name for row in rows for name in row.conditions(today)},
        blocked=blocked_channels(facts, rules, today),
        records=records,
        missing=_missing(facts),
        passed=passed,
    )
    return PlanDates(
        name=facts.name,
        today=today,
        applies=applies,
        standing=_words(plan, facts, rules, decision, applies=applies),
        steps=planned_steps(plan, standing, coming, today, following),
    )


@dataclass(frozen=True)
class _Row:
    """Steps of a plan that count from anchors which belong together."""

    plan: Plan
    facts: CustomerFacts
    rules: WorklistRules
    names: tuple[str, ...]

    @property
    def anchors(self) -> dict[str, date]:
        found = {name: anchor_of(self.plan.id, name, self.facts) for name in self.names}
        if self.facts.open_items:
            found.pop("PIF", None)
        if self.facts.category is not Category.DISPUTING:
            found.pop("RESP", None)
        plan = current_plan(self.facts)
        if plan is not None and plan.state is not PlanState.OFFERED:
            found.pop("PLAN", None)  # the agreement is signed
        if not _open_promises(self.facts):
            found.pop("PTP_TAKEN", None)
        return {name: day for name, day in found.items() if day is not None}

    def conditions(self, day: date) -> frozenset[str]:
        facts = self.facts
        if self.names == ("DUE",) and facts.chased_from is not None:
            return due_conditions(facts, self.rules, facts.chased_from)
        if "DISP" in self.names:
            return _dispute_conditions(facts, day)
        if "PTP" in self.names:
            return _promise_conditions(facts)
        if self.names == ("INST",):
            return _installment_conditions(facts)
        if self.names == ("PIF",):
            marks = {hold.flag for hold in facts.holds}
            return frozenset() if marks & SENSITIVE_FLAGS else frozenset({"no_sensitive_flag"})
        return frozenset()

    def before(self, own: NextAction | None) -> list[Step]:
        """Return the steps of this row that come before the one that is next."""
        ids = [step.id for step in self.plan.steps if step.anchor in self.names]
        if own is None or own.step not in ids:
            return []
        return [self.plan.step(one) for one in ids[: ids.index(own.step)]]

    def passed(self, own: NextAction | None) -> dict[str, str]:
        """Return why the steps before the one that is next do not come any more."""
        if own is None:
            return {}
        return {step.id: f"Its turn is over: {own.step} is next" for step in self.before(own)}

    def coming(self, today: date, own: NextAction | None) -> dict[str, date]:
        anchors = self.anchors
        if not anchors:
            return {}
        taken = self.facts.steps
        if self.facts.decision is not None:
            taken = with_reviews(self.facts, self.rules, self.plan, anchors)
        over = self.before(own)
        if "PTP" in self.names and "PTP_TAKEN" not in anchors:
            over += [step for step in self.plan.steps if step.kind == "check"]
        taken = (
            *taken,
            *(
                TakenStep(self.plan.id, step.id, day, day)
                for step in over
                if (day := anchors.get(step.anchor)) is not None
            ),
        )
        first = own if own is not None and self._holds(own) else None

        def ask(steps: tuple[TakenStep, ...], day: date) -> NextAction | None:
            conditions = self.conditions(day)
            return plan_action(
                self.facts, self.rules, self.plan, anchors, day, conditions, steps=steps
            )

        return coming_steps(self.plan, anchors, taken, ask, today, first)

    def _holds(self, own: NextAction) -> bool:
        return any(step.id == own.step and step.anchor in self.anchors for step in self.plan.steps)


def _open_promises(facts: CustomerFacts) -> bool:
    return any(one.state is PromiseState.OPEN for one in facts.promises)


def _missing(facts: CustomerFacts) -> dict[str, str]:
    """Say why a customer has no date to count from, where it is not for want of a debt."""
    found = {}
    plan = current_plan(facts)
    if plan is not None and plan.state is not PlanState.OFFERED:
        found["PLAN"] = "The payment plan is signed"
    if facts.set_aside and facts.chased_from is None:
        found["DUE"] = "What is past due is in the payment plan"
    elif facts.chased_from is None and facts.dispute_received is not None:
        found["DUE"] = "What is past due is in dispute"
    if facts.promises and not _open_promises(facts):
        found["PTP_TAKEN"] = "The promise is over"
    return found


def _dispute_conditions(facts: CustomerFacts, day: date) -> frozenset[str]:
    found = set()
    if facts.oldest_due is not None and (day - facts.oldest_due).days >= NINETY:
        found.add("ninety_days_past_due")
    if placement_decided(facts):
        found.add("placement_decided")
    return frozenset(found)


def _promise_conditions(facts: CustomerFacts) -> frozenset[str]:
    for standing in facts.promises:
        promise = standing.promise
        if standing.state is PromiseState.OPEN:
            far = (promise.due_on - promise.taken_on).days > FIVE
            return frozenset({"more_than_5_days_away"}) if far else frozenset()
    if any(standing.state in BROKEN for standing in facts.promises):
        return frozenset({"promise_broken", "promise_broken_no_contact"})
    return frozenset()


def _installment_conditions(facts: CustomerFacts) -> frozenset[str]:
    standing = current_plan(facts)
    if standing is None:
        return frozenset()
    if standing.state is PlanState.BROKEN:
        return frozenset({"plan_broken"})
    late = overdue_installment(standing) is not None
    return frozenset({"installment_late"}) if late else frozenset()


def _applies(
    plan: Plan, facts: CustomerFacts, rules: WorklistRules, action: NextAction | None
) -> bool:
    if plan.id == "F":
        return not facts.open_items
    if not facts.open_items:
        return False
    if plan.id == "P":
        return _open_promises(facts) or (action is not None and action.plan == plan.id)
    if plan.category is Category.DISPUTING:
        return facts.dispute_received is not None or facts.category is Category.DISPUTING
    if plan.category is Category.STRUGGLING and current_plan(facts) is not None:
        return True
    return plan_of(facts.category, rules).id == plan.id


def _next(
    plan: Plan, decision: Decision, coming: Mapping[str, date], *, applies: bool
) -> str | None:
    """Return the step that is next in this plan: the worklist's own, or the earliest."""
    action = decision.next_action
    if decision.state != "action" or not applies:
        return None
    if action is not None and action.plan == plan.id and action.step in coming:
        return action.step
    return min(coming, key=lambda step: coming[step], default=None)


def _words(
    plan: Plan, facts: CustomerFacts, rules: WorklistRules, decision: Decision, *, applies: bool
) -> str:
    said = decision.because.rstrip(".")
    because = said[:1].upper() + said[1:]
    action = decision.next_action
    if decision.state == "end":
        return f"{because}."
    if not applies:
        now = plan_of(facts.category, rules)
        return (
            f"This customer goes by plan {now.id} now; these would be the days in plan {plan.id}."
        )
    if decision.state == "hold":
        return f"Paused: {said}. These are the days if the pause ended today."
    if action is not None and action.plan != plan.id:
        return f"{because}: first comes “{action.text}” on {day_words(action.due_on)}."
    return f"{because}."
