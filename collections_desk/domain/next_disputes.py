"""What a dispute asks for: the steps of its plan, its answer, and its clocks when they run out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.calendar import (
    add_business_days,
    business_day_on_or_after,
    business_day_on_or_before,
)
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
#: The mark of a dispute that has reached its hard limit, its day to decide, its day to be
#: acknowledged; and of one that is not acknowledged yet.
LIMIT, DECIDE, ACKNOWLEDGE = "dispute limit", "late dispute", "dispute to acknowledge"
UNHEARD = "unheard dispute"
_BESIDE = frozenset({LIMIT, DECIDE, ACKNOWLEDGE, UNHEARD})
#: What the clocks ask for when no step of the plan does it: acknowledge, decide.
CLOCK = "dispute"


def dispute_steps(facts: CustomerFacts, rules: WorklistRules, today: date) -> list[Decision]:
    """Return what the disputes of a customer ask for now: their step, and their clocks.

    At the hard limit it is the decision alone, whatever step was left undone. Before, on the
    day to acknowledge or to decide and after it, the step that is still undone says so.
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
    found: list[Decision] = []
    clocks = _clocks(facts, rules)
    if clocks is not None and today >= clocks.limit_due:
        return [_at_the_limit(clocks, today)]
    step = _plan_step(facts, rules, anchors, today) if anchors else None
    said = _said(facts, clocks, today)
    if step is not None:
        found.append(Decision("action", step, *said))
    if clocks is None:
        return found
    if clocks.acknowledge_by is not None and (step is None or step.letter_type != "L08"):
        text = "Acknowledge the dispute"
        action = NextAction("letter", text, clocks.acknowledge_by, letter_type="L08", about=CLOCK)
        found.append(Decision("action", action, *said))
    action = NextAction("review", "Decide the dispute", clocks.decide_due, about=CLOCK)
    return [*found, Decision("action", action, *said)]


class _Clocks(NamedTuple):
    """The days of the oldest open dispute; `_due` is the business day on which it is said.

    Attributes:
        acknowledge_by: None where every open dispute is acknowledged.
    """

    received: date
    acknowledge_by: date | None
    decide_by: date
    decide_due: date
    limit: date
    limit_due: date


def _clocks(facts: CustomerFacts, rules: WorklistRules) -> _Clocks | None:
    """Return the clocks that run; the hard limit is never before the day to decide."""
    received = facts.dispute_received
    if received is None:
        return None
    unheard = facts.dispute_unheard
    decide_by = received + timedelta(days=rules.dispute_decide_days)
    limit = received + timedelta(days=max(rules.dispute_hard_days, rules.dispute_decide_days))
    return _Clocks(
        received,
        None
        if unheard is None
        else add_business_days(unheard, rules.dispute_ack_business_days, rules.closed),
        decide_by,
        max(business_day_on_or_before(decide_by, rules.closed), received),
        limit,
        business_day_on_or_after(limit, rules.closed),
    )


def dispute_days(facts: CustomerFacts, rules: WorklistRules) -> list[date]:
    """Return the last day before what a dispute asks for changes by itself."""
    clocks = _clocks(facts, rules)
    return [] if clocks is None else [clocks.limit_due - timedelta(days=1)]


def clock_beside(
    facts: CustomerFacts, rules: WorklistRules, today: date, mark: str
) -> tuple[str, str]:
    """Return what the clocks of a dispute say beside another next action, and their mark.

    Args:
        facts: The customer.
        rules: The rules.
        today: The creditor's date.
        mark: What the next action is about; where it is the dispute, nothing is to be added.
    """
    clocks = _clocks(facts, rules)
    if clocks is None or mark in {*_BESIDE, "dispute"}:
        return "", ""
    if today >= clocks.limit_due:
        late = (today - clocks.limit).days
        return f"dispute {late} day{'s' * (late != 1)} over its limit", LIMIT
    _, _, said = _said(facts, clocks, today)
    by = clocks.decide_by if said == DECIDE else clocks.acknowledge_by
    if said not in _BESIDE or by is None:
        return "", ""
    deed = "decide" if said == DECIDE else "acknowledge"
    late_words = "" if said == UNHEARD else f", {_late(by, today)}"
    return f"{deed} the dispute by {_day(by, today)}{late_words}", said


def _at_the_limit(clocks: _Clocks, today: date) -> Decision:
    text = "Decide the dispute: its hard limit is reached"
    review = NextAction("review", text, clocks.limit_due, about=CLOCK)
    by = clocks.limit
    words = f"dispute to be decided by {_day(by, today)} at the latest, {_late(by, today)}"
    return Decision("action", review, words, None, LIMIT)


def _said(facts: CustomerFacts, clocks: _Clocks | None, today: date) -> tuple[str, None, str]:
    """Say where the dispute stands, and mark it where one of its days has come."""
    if clocks is None:
        return f"dispute decided {day_words(facts.dispute_decided)}", None, "dispute"
    by = clocks.decide_by
    if today >= clocks.decide_due:
        return f"dispute to be decided by {_day(by, today)}, {_late(by, today)}", None, DECIDE
    said = f"dispute received {day_words(clocks.received)}"
    hear_by = clocks.acknowledge_by
    if hear_by is None:
        return said, None, "dispute"
    if today >= hear_by:
        late = f"dispute to be acknowledged by {_day(hear_by, today)}, {_late(hear_by, today)}"
        return late, None, ACKNOWLEDGE
    return f"{said}, acknowledge by {day_words(hear_by)}", None, UNHEARD


def _day(day: date, today: date) -> str:
    year = f", {day.year}" if day.year != today.year else ""
    return f"{day:%b} {day.day}{year}"


def _late(day: date, today: date) -> str:
    """Return "2 days late", "due today", or for a day on which nobody works "due now"."""
    days = (today - day).days
    if days < 0:
        return "due now"
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
