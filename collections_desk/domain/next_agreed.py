"""What comes next where something was agreed: a payment plan, a settlement."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.calendar import add_business_days, business_day_on_or_after
from collections_desk.domain.deciding import Decision, day_words, plan_action
from collections_desk.domain.money_text import money_text
from collections_desk.domain.payment_plans import PlanState
from collections_desk.domain.worklist import NextAction

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.contact_plans import Plan
    from collections_desk.domain.deciding import WorklistRules
    from collections_desk.domain.payment_plans import InstallmentStanding, PlanStanding
    from collections_desk.domain.worklist import CustomerFacts, SettlementFact

#: States in which a payment plan is agreed or on offer: its invoices are not chased.
STANDING = frozenset(
    {PlanState.OFFERED, PlanState.SIGNED, PlanState.ACTIVE, PlanState.LATE, PlanState.CURED}
)
#: Days in which the signed copy comes back, where no day was set (collections practice, B5).
SIGNED_WITHIN = 7
#: The contact plan whose steps accompany a payment plan, whatever the category.
PLAN_STEPS = "B"


# Payment plans.


def current_plan(facts: CustomerFacts) -> PlanStanding | None:
    """Return the payment plan that decides: on offer, running, or broken in this delinquency."""
    for standing in reversed(facts.payment_plans):
        if standing.state in STANDING:
            return standing
        if standing.state is PlanState.BROKEN and standing.broken_on is not None:
            oldest = facts.oldest_due
            return standing if oldest is None or standing.broken_on >= oldest else None
    return None


def overdue_installment(standing: PlanStanding) -> InstallmentStanding | None:
    """Return the first installment that is past its last day and not paid in full."""
    for one in standing.installments:
        if one.state in {"late", "missed"}:
            return one
    return None


def payment_plan_step(facts: CustomerFacts, rules: WorklistRules, today: date) -> Decision | None:
    """Return what a payment plan asks for, or None where there is none or it is over."""
    standing = current_plan(facts)
    if standing is None:
        return None
    if standing.state is PlanState.OFFERED:
        return _offered(facts, rules, standing, today)
    if standing.state is PlanState.BROKEN:
        return _broken_plan(facts, rules, standing, today)
    late = overdue_installment(standing)
    if late is not None:
        return _late(facts, rules, standing, late, today)
    return _in_time(facts, rules, standing, today)


def _words(standing: PlanStanding, rules: WorklistRules) -> str:
    return f"payment plan of {money_text(standing.plan.balance, rules.locale)}"


def _offered(
    facts: CustomerFacts, rules: WorklistRules, standing: PlanStanding, today: date
) -> Decision:
    plan = standing.plan
    said = f"{_words(standing, rules)} offered {day_words(plan.offered_on)}"
    anchors = {"PLAN": plan.offered_on}
    step = plan_action(facts, rules, rules.plans.plans[PLAN_STEPS], anchors, today)
    if step is not None:
        return Decision("action", step, said, None, "plan")
    back_by = plan.reply_by or plan.offered_on + timedelta(days=SIGNED_WITHIN)
    ask_on = add_business_days(back_by, 1, rules.closed)
    if facts.last_touch_on is not None and facts.last_touch_on > back_by:
        again = facts.last_touch_on + timedelta(days=rules.pace.catch_up)
        ask_on = max(ask_on, business_day_on_or_after(again, rules.closed))
    text = f"Call: the signed payment plan was to be back by {day_words(back_by)}"
    action = NextAction("call", text, ask_on, about="plan")
    return Decision("action", action, said, None, "plan")


def _in_time(
    facts: CustomerFacts, rules: WorklistRules, standing: PlanStanding, today: date
) -> Decision | None:
    due = standing.next_due
    if due is None:
        return None
    amount = money_text(due.amount, rules.locale)
    name = f"installment {due.number}" if due.number else "the down payment"
    said = f"{_words(standing, rules)}: {name} of {amount} on {day_words(due.due_on)}"
    anchors = {"INST": due.due_on}
    step = plan_action(facts, rules, rules.plans.plans[PLAN_STEPS], anchors, today)
    if step is None:
        deadline = next(
            one.deadline for one in standing.installments if one.installment.number == due.number
        )
        check_on = add_business_days(deadline, 1, rules.closed)
        step = NextAction("check", f"Check whether {name} came", check_on, about="plan")
    return Decision("action", step, said, None, "plan")


def _late(
    facts: CustomerFacts,
    rules: WorklistRules,
    standing: PlanStanding,
    late: InstallmentStanding,
    today: date,
) -> Decision:
    part = late.installment
    name = f"installment {part.number}" if part.number else "the down payment"
    said = f"{_words(standing, rules)}: {name} was due {day_words(part.due_on)}"
    first = add_business_days(late.deadline, 1, rules.closed)
    step = plan_action(
        facts,
        rules,
        rules.plans.plans[PLAN_STEPS],
        {"INST": part.due_on},
        today,
        frozenset({"installment_late"}),
    )
    if step is None:
        over = add_business_days(late.cure_until, 1, rules.closed)
        text = f"Check whether {name} was made good by {day_words(late.cure_until)}"
        step = NextAction("check", text, over, about="plan")
    elif step.due_on < first:
        step = step._replace(due_on=first)
    return Decision("action", step, said, None, "missed")


def _broken_plan(
    facts: CustomerFacts, rules: WorklistRules, standing: PlanStanding, today: date
) -> Decision | None:
    """Return the final demand that follows a broken plan; None once it was made."""
    missed, broken_on = overdue_installment(standing), standing.broken_on
    if missed is None or broken_on is None:
        return None
    anchor = missed.installment.due_on
    step = plan_action(
        facts,
        rules,
        _counted_from_break(rules.plans.plans[PLAN_STEPS], (broken_on - anchor).days),
        {"INST": anchor},
        today,
        frozenset({"plan_broken"}),
    )
    if step is None:
        return None
    said = f"{_words(standing, rules)} broken {day_words(broken_on)}"
    return Decision("action", step, said, None, "broken")


def _counted_from_break(plan: Plan, days: int) -> Plan:
    """Let the steps after a break come when the plan broke, not so many days after a date."""
    steps = tuple(
        replace(step, offset=days) if step.condition == "plan_broken" else step
        for step in plan.steps
    )
    return replace(plan, steps=steps, version=-1 - days)


def plan_anchor(anchor: str, facts: CustomerFacts) -> date | None:
    """Return what PLAN and INST stand for now: the offer, or the installment in question."""
    standing = current_plan(facts)
    if standing is None:
        return None
    if anchor == "PLAN":
        return standing.plan.offered_on
    late = overdue_installment(standing)
    if late is not None:
        return late.installment.due_on
    return standing.next_due.due_on if standing.next_due is not None else None


# Settlements.


def settlement_step(agreed: SettlementFact, rules: WorklistRules, today: date) -> Decision:
    """Return what a settlement in force asks for; everything else is paused meanwhile."""
    amount = money_text(agreed.agreed, rules.locale)
    said = f"settlement: {amount} agreed by {day_words(agreed.due_on)}"
    if agreed.paid_on is not None:
        text = "The settlement is paid: book what is given up, and close"
        due = business_day_on_or_after(agreed.paid_on, rules.closed)
        action = NextAction("task", text, due, about="settlement")
        return Decision("action", action, said)
    check_on = add_business_days(agreed.last_day, 1, rules.closed)
    if today <= agreed.last_day:
        action = NextAction("check", f"Check the {said}", check_on, about="settlement")
        return Decision("hold", action, said, f"Settlement in force, {amount} by {agreed.due_on}")
    text = "The settlement was not paid in time: the whole debt stands; decide what now"
    action = NextAction("review", text, check_on, about="settlement")
    return Decision("action", action, said)
