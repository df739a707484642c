"""What a dispute asks for: the steps of its plan, its answer, and its clocks when they run out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.calendar import business_day_on_or_after
from collections_desk.domain.customers import Category
from collections_desk.domain.deciding import Decision, day_words, plan_action
from collections_desk.domain.next_ends import placement_decided, with_reviews
from collections_desk.domain.worklist import NextAction

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.deciding import WorklistRules
    from collections_desk.domain.worklist import CustomerFacts

#: The condition of a review that comes no earlier than this many days past due.
_NINETY, _NINETY_DAYS = "ninety_days_past_due", timedelta(days=90)
#: The mark of a dispute that has reached its hard limit.
LIMIT = "dispute limit"


def dispute_steps(facts: CustomerFacts, rules: WorklistRules, today: date) -> list[Decision]:
    """Return the one thing that the disputes of a customer ask for now, if there is any.

    At the hard limit it is the decision, whatever step was left undone. Before, once the day
    to decide is over, the step that is still undone says so.
    """
    known = facts.dispute_received or facts.dispute_decided or facts.dispute_unanswered
    if known is None:
        return []  # most customers: a hundred thousand are looked at in one go
    answer = _answer_step(facts, rules)
    if answer is not None:
        return [answer]
    anchors = {}
    if facts.dispute_received is not None:
        anchors["DISP"] = facts.dispute_received
    if facts.dispute_decided is not None and facts.category is Category.DISPUTING:
        anchors["RESP"] = facts.dispute_decided
    review = _to_be_decided(facts, rules, today)
    if review is not None and review.mark == LIMIT:
        return [review]
    step = _plan_step(facts, rules, anchors, today) if anchors else None
    if step is None:
        return [] if review is None else [review]
    return [Decision("action", step, *_said(facts, rules, today))]


def _said(facts: CustomerFacts, rules: WorklistRules, today: date) -> tuple[str, None, str]:
    """Say where the dispute stands, and mark it where its day to decide is over."""
    if facts.dispute_received is None:
        return f"dispute decided {day_words(facts.dispute_decided)}", None, "dispute"
    decide_by = facts.dispute_received + timedelta(days=rules.dispute_decide_days)
    if today <= decide_by:
        return f"dispute received {day_words(facts.dispute_received)}", None, "dispute"
    said = f"dispute to be decided by {_day(decide_by, today)}, {_late(decide_by, today)}"
    return said, None, "late dispute"


def _to_be_decided(facts: CustomerFacts, rules: WorklistRules, today: date) -> Decision | None:
    """Return the review at the hard limit; the limit is never before the day to decide."""
    if facts.dispute_received is None:
        return None
    days = max(rules.dispute_hard_days, rules.dispute_decide_days)
    limit = facts.dispute_received + timedelta(days=days)
    due = business_day_on_or_after(limit, rules.closed)
    text = "Decide the dispute: its hard limit is reached"
    review = NextAction("review", text, due, about="dispute")
    if today < due:
        return Decision("action", review, "the dispute is still undecided", None, "dispute")
    words = f"dispute to be decided by {_day(limit, today)} at the latest, {_late(limit, today)}"
    return Decision("action", review, words, None, LIMIT)


def _day(day: date, today: date) -> str:
    year = f", {day.year}" if day.year != today.year else ""
    return f"{day:%b} {day.day}{year}"


def _late(day: date, today: date) -> str:
    days = (today - day).days
    return f"{days} day{'s' * (days > 1)} late" if days else "due today"


def _plan_step(
    facts: CustomerFacts, rules: WorklistRules, anchors: dict[str, date], today: date
) -> NextAction | None:
    late = facts.oldest_due is not None and today - facts.oldest_due >= _NINETY_DAYS
    conditions = {_NINETY} if late else set()
    if placement_decided(facts):
        conditions.add("placement_decided")
    plan = rules.plans.for_category(Category.DISPUTING)
    steps = with_reviews(facts, rules, plan, anchors)
    step = plan_action(facts, rules, plan, anchors, today, frozenset(conditions), steps=steps)
    if (
        step is not None
        and step.step
        and plan.step(step.step).condition == _NINETY
        and facts.oldest_due
    ):
        ninety = business_day_on_or_after(facts.oldest_due + _NINETY_DAYS, rules.closed)
        step = step._replace(due_on=max(step.due_on, ninety))
    return step


def _answer_step(facts: CustomerFacts, rules: WorklistRules) -> Decision | None:
    """Return the step that answers what is decided: until then the customer does not know it."""
    since = facts.dispute_unanswered
    if since is None or facts.dispute_received is not None:
        return None  # with another dispute still open, one answer speaks of both
    plan = rules.plans.for_category(Category.DISPUTING)
    step = next((one for one in plan.steps if one.letter == "L09" and one.on), None)
    if step is None or any(
        one.plan == plan.id and one.step == step.id and one.anchor_on >= since
        for one in facts.steps
    ):
        return None
    action = NextAction(
        step.kind,
        step.text,
        business_day_on_or_after(since, rules.closed),
        step.id,
        plan.id,
        step.letter,
        step.channel == "certified",
        step.tone or None,
        step.signer or None,
    )
    return Decision("action", action, "dispute decided, not answered yet", None, "dispute")
