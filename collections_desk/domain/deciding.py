"""What every decision on the worklist rests on: the rules of the desk, and the next plan step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.calendar import business_day_on_or_after
from collections_desk.domain.plan_steps import Pace, is_touch, next_step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.contact_plans import Plan, Plans
    from collections_desk.domain.holds import Flag
    from collections_desk.domain.worklist import (
        CustomerFacts,
        LineState,
        NextAction,
        TakenStep,
    )

#: Which channels of the plans a ban on one channel closes. A customer's own "no letters" leaves
#: certified mail; a pause of the channel by the clerk closes it as well.
_STOPPED = {"phone": {"phone"}, "email": {"email"}, "text": {"text"}, "mail": {"mail"}}
_NOTHING: frozenset[str] = frozenset()
_PAUSED = {**_STOPPED, "mail": {"mail", "certified"}}


@dataclass(frozen=True)
class WorklistRules:
    """What the decisions rest on, besides the facts of the customer.

    Attributes:
        closed: Public holidays of the creditor.
        flags: The table of stop flags.
        small_balance_minor: A balance up to this is left alone.
        pace: How close steps may follow each other.
        patience_days: Days past due before what is not placed asks for a word.
        dispute_ack_business_days: Business days after its receipt in which a dispute is to be
            acknowledged.
        dispute_decide_days: Days after its receipt in which a dispute is to be decided.
        dispute_hard_days: Days after its receipt by which it must be decided.
        fee_preset: Whether late charges are on: a preset is chosen, with its whole basis.
        memo: Steps worked out before; many customers share plan, anchor and record.
    """

    plans: Plans
    flags: Mapping[str, Flag]
    closed: frozenset[date] = frozenset()
    small_balance_minor: int = 0
    locale: str = "en_US"
    pace: Pace = field(default_factory=Pace)
    patience_days: int = 30
    fee_preset: bool = False
    dispute_ack_business_days: int = 5
    dispute_decide_days: int = 15
    dispute_hard_days: int = 30
    memo: dict[object, NextAction | None] = field(default_factory=dict)


class Decision(NamedTuple):
    """State and next action of one customer, and the reason in words.

    Attributes:
        mark: What the action is about, for its points; empty for the plan of the category.
        also: A clock of a dispute that runs beside another next action, in words, and its mark.
    """

    state: LineState
    next_action: NextAction | None
    because: str
    hold: str | None = None
    mark: str = ""
    also: tuple[str, str] = ("", "")


def plan_action(  # noqa: PLR0913, PLR0917 - the facts on which a step depends
    facts: CustomerFacts,
    rules: WorklistRules,
    plan: Plan,
    anchors: dict[str, date],
    today: date,
    conditions: frozenset[str] = frozenset(),
    *,
    steps: tuple[TakenStep, ...] | None = None,
) -> NextAction | None:
    """Return the next step of a plan for a customer.

    Args:
        facts: The customer.
        rules: The rules.
        plan: The plan.
        anchors: The dates from which its steps count.
        today: The creditor's date.
        conditions: Which conditions of steps hold.
        steps: What counts as taken, where it is not simply the record.
    """
    taken = facts.steps if steps is None else steps
    blocked = blocked_channels(facts, rules, today) if facts.holds else _NOTHING
    key = (plan.id, plan.version, tuple(anchors.items()), taken, blocked, conditions, today)
    if key not in rules.memo:
        rules.memo[key] = next_step(
            plan,
            anchors,
            taken,
            today=today,
            facts=conditions,
            blocked_channels=blocked,
            pace=rules.pace,
            plans=rules.plans.plans,
            closed=rules.closed,
        )
    action = rules.memo[key]
    if action is None or facts.last_touch_on is None:
        return action
    return _after_touch(action, plan, facts.last_touch_on, rules)


def _after_touch(
    action: NextAction, plan: Plan, touched: date, rules: WorklistRules
) -> NextAction:
    """Keep the days between two contacts, whatever the last one was."""
    earliest = touched + timedelta(days=rules.pace.between_touches)
    if action.due_on >= earliest or action.step is None or not is_touch(plan.step(action.step)):
        return action
    return action._replace(due_on=business_day_on_or_after(earliest, rules.closed))


def blocked_channels(facts: CustomerFacts, rules: WorklistRules, today: date) -> frozenset[str]:
    """Return the channels that stop flags or a pause of the clerk have closed."""
    found: set[str] = set()
    for hold in facts.holds:
        if not hold.active(today):
            continue
        if hold.scope == "number" and facts.phone is not None:
            continue  # another number is left to call
        if hold.flag:
            flag = rules.flags.get(hold.flag)
            found |= _STOPPED.get(flag.stops, set()) if flag is not None else set()
        elif hold.scope == "channel":
            found |= _PAUSED.get(hold.scope_ref, set())
    return frozenset(found)


def day_words(day: date | None) -> str:
    """Return "Tue, Nov 24", or nothing."""
    return "" if day is None else f"{day:%a, %b} {day.day}"
