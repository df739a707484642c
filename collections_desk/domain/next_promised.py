"""What comes next with a promise: it is watched, called about, or taken one level further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.calendar import add_business_days
from collections_desk.domain.deciding import Decision, blocked_channels, day_words, plan_action
from collections_desk.domain.money_text import money_text
from collections_desk.domain.next_due import due_conditions, plan_of
from collections_desk.domain.plan_steps import firmer_step, went_further
from collections_desk.domain.promise_chains import promise_chains
from collections_desk.domain.promises import PromiseState
from collections_desk.domain.worklist import NextAction, TakenStep

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.deciding import WorklistRules
    from collections_desk.domain.promises import PromiseStanding
    from collections_desk.domain.worklist import CustomerFacts

#: Promises that were not kept, wholly or in part.
BROKEN = frozenset({PromiseState.BROKEN, PromiseState.PARTLY_KEPT})
#: With so many broken promises on the same money a firmer step comes instead of another call.
ESCALATING = 3


def promise_step(facts: CustomerFacts, rules: WorklistRules, today: date) -> Decision | None:
    """Return what a promise asks for: to be watched, called about, or one level further."""
    running = [one for one in facts.promises if one.state is PromiseState.OPEN]
    if running:
        return _open_promise(facts, rules, running[0], today)
    for standing in reversed(facts.promises):
        if standing.state in BROKEN:
            return _broken_promise(facts, rules, standing, today)
        if standing.state is PromiseState.KEPT:
            return None  # the last word was kept: the plan goes on with what is left
    return None


def _open_promise(
    facts: CustomerFacts, rules: WorklistRules, standing: PromiseStanding, today: date
) -> Decision:
    promise = standing.promise
    far = (promise.due_on - promise.taken_on).days > 5  # noqa: PLR2004 - the condition's own name
    conditions = frozenset({"more_than_5_days_away"}) if far else frozenset()
    anchors = {"PTP_TAKEN": promise.taken_on, "PTP": promise.due_on}
    said = f"{money_text(promise.amount, rules.locale)} promised by {day_words(promise.due_on)}"
    step = plan_action(facts, rules, rules.plans.plans["P"], anchors, today, conditions)
    if step is None or step.kind == "check":
        check_on = add_business_days(standing.deadline, 1, rules.closed)
        step = NextAction(
            "check", f"Check the promise: {said}", check_on, "P3", "P", about="promise"
        )
    return Decision("action", step, said, None, "promise")


def _broken_promise(
    facts: CustomerFacts, rules: WorklistRules, standing: PromiseStanding, today: date
) -> Decision | None:
    due = facts.chased_from
    place = promise_chains(facts.promises).get(standing.promise.id)
    paid = facts.last_payment is not None and facts.last_payment > standing.deadline
    if due and place and place.broken_before + 1 >= ESCALATING and not paid:
        plan, plans = plan_of(facts.category, rules), rules.plans.plans
        if went_further(plan, due, facts.steps, standing.deadline, plans):
            return None  # the plan goes on from there
        action = _firmer(facts, rules, due, standing.deadline, today)
        if action is not None:
            said = f"{place.ordinal} promise on this money {standing.state.value}"
            return Decision("action", action, said, None, "broken")
    if facts.last_talk_on is not None and facts.last_talk_on > standing.deadline:
        return None  # it was talked about; the plan goes on
    said = (
        f"promise of {money_text(standing.promise.amount, rules.locale)} by "
        f"{day_words(standing.promise.due_on)} {standing.state.value}"
    )
    checked = TakenStep("P", "P3", standing.deadline, standing.deadline)
    step = plan_action(
        facts,
        rules,
        rules.plans.plans["P"],
        {"PTP": standing.deadline},
        max(today, standing.deadline),
        frozenset({"promise_broken", "promise_broken_no_contact"}),
        steps=(*facts.steps, checked),
    )
    return None if step is None else Decision("action", step, said, None, "broken")


def _firmer(
    facts: CustomerFacts, rules: WorklistRules, due: date, since: date, today: date
) -> NextAction | None:
    """Return the step that follows the third broken promise on the same money, or None.

    Collections practice, section 4.5: the second broken promise asks for a part payment, the
    third takes the plan one level further.
    """
    return firmer_step(
        plan_of(facts.category, rules),
        due,
        facts.steps,
        since=since,
        facts=due_conditions(facts, rules, due),
        blocked_channels=blocked_channels(facts, rules, today),
        pace=rules.pace,
        plans=rules.plans.plans,
        closed=rules.closed,
    )
