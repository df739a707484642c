"""Which one thing is done next with a customer: decided from state and date alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.calendar import add_business_days, business_day_on_or_after
from collections_desk.domain.contact_plans import next_step
from collections_desk.domain.customers import Category
from collections_desk.domain.money_text import money_text
from collections_desk.domain.promises import PromiseState
from collections_desk.domain.worklist import CustomerFacts, LineState, NextAction, TakenStep

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.contact_plans import Plans
    from collections_desk.domain.holds import Flag, Hold
    from collections_desk.domain.promises import PromiseStanding
    from collections_desk.domain.worklist import ActionKind

#: Days after the last payment in which a customer who owed and now owes nothing is thanked.
AFTERCARE_DAYS = 60
#: Days after which a review that ended in "keep" comes back.
REVIEW_AGAIN_DAYS = 30
#: Flags after which no survey or marketing is sent (collections practice, section 4.5).
SENSITIVE_FLAGS = frozenset({"BKY", "DEC", "IDT", "LEGAL_HOLD", "CEASE"})
_BROKEN = frozenset({PromiseState.BROKEN, PromiseState.PARTLY_KEPT})
#: The conditions of plan steps for what is owed; what is so small is left alone.
_ABOVE_SMALL = frozenset({"no_plan", "above_small_balance"})
_SMALL = frozenset({"no_plan"})
_CHANNELS = {"phone": {"phone"}, "email": {"email"}, "text": {"text"}, "mail": {"mail"}}
_END_WORDS = {
    "paid": "Everything is paid",
    "written_off": "Written off",
    "placed": "Placed with an agency",
    "settled": "Settled",
}


@dataclass(frozen=True)
class WorklistRules:
    """What the decisions rest on, besides the facts of the customer.

    Attributes:
        closed: Public holidays of the creditor.
        flags: The table of stop flags.
        small_balance_minor: A balance up to this is left alone.
        memo: Steps worked out before; many customers share plan, anchor and record.
    """

    plans: Plans
    flags: Mapping[str, Flag]
    closed: frozenset[date] = frozenset()
    small_balance_minor: int = 0
    locale: str = "en_US"
    memo: dict[object, NextAction | None] = field(default_factory=dict)


class Decision(NamedTuple):
    """State and next action of one customer, and the reason in words."""

    state: LineState
    next_action: NextAction | None
    because: str
    hold: str | None = None
    mark: str = ""


def decide(facts: CustomerFacts, rules: WorklistRules, today: date) -> Decision:
    """Return the one next action, hold or end state of a customer. There is always one."""
    if facts.end_state is not None:
        words = _END_WORDS.get(facts.end_state, facts.end_state.replace("_", " "))
        return Decision("end", None, f"{words}; nothing more is to be done")
    if not facts.open_items:
        return _nothing_open(facts, rules, today)
    held = _held(facts, rules, today)
    if held is not None:
        return held
    candidates = _candidates(facts, rules, today)
    if not candidates:
        return _fallback(facts, rules, today)
    return min(candidates, key=_due_day)


def _due_day(decision: Decision) -> date:
    if decision.next_action is None:
        msg = "a candidate has an action"
        raise ValueError(msg)
    return decision.next_action.due_on


def _held(facts: CustomerFacts, rules: WorklistRules, today: date) -> Decision | None:
    for hold in facts.holds:
        if not _stops_all(hold, rules) or not hold.active(today):
            continue
        label = rules.flags[hold.flag].label if hold.flag in rules.flags else "On hold"
        words = f"{label}: {hold.reason}" if hold.reason else label
        if hold.review_on is None:
            return Decision("hold", None, words, words, hold.flag)
        review = NextAction(
            "review",
            f"Look at the hold again: {hold.reason or label}",
            business_day_on_or_after(hold.review_on, rules.closed),
        )
        if review.due_on <= today:
            return Decision("action", review, f"{words}; its review is due", words, hold.flag)
        return Decision("hold", review, words, words, hold.flag)
    if _is_small(facts, rules):
        words = "The balance is so small that it is left alone"
        return Decision("hold", None, words, words)
    return None


def _stops_all(hold: Hold, rules: WorklistRules) -> bool:
    if not hold.flag:
        return hold.scope == "customer"
    flag = rules.flags.get(hold.flag)
    return flag is not None and flag.stops == "all"


def _nothing_open(facts: CustomerFacts, rules: WorklistRules, today: date) -> Decision:
    if facts.vanished:
        text = "Say what became of the invoices that are missing from the last file"
        return Decision("action", NextAction("task", text, today), "missing from the last file")
    credit = tuple(aging.balance for aging in facts.aging if aging.balance.minor < 0)
    paid_on = facts.last_payment
    if not credit and paid_on and facts.steps and (today - paid_on).days <= AFTERCARE_DAYS:
        marks = {hold.flag for hold in facts.holds}
        conditions = frozenset() if marks & SENSITIVE_FLAGS else frozenset({"no_sensitive_flag"})
        step = _step(facts, rules, "F", {"PIF": paid_on}, today, conditions)
        if step is not None:
            return Decision("action", step, "Everything is paid: thank the customer")
    if credit:
        amounts = " and ".join(money_text(-amount, rules.locale) for amount in credit)
        return Decision("end", None, f"Nothing is owed; {amounts} of credit is not applied")
    return Decision("end", None, "Nothing is owed")


def _is_small(facts: CustomerFacts, rules: WorklistRules) -> bool:
    if rules.small_balance_minor == 0:
        return False
    return all(aging.balance.minor <= rules.small_balance_minor for aging in facts.aging)


def _candidates(facts: CustomerFacts, rules: WorklistRules, today: date) -> list[Decision]:
    """Return what may come next, the weightier first where two fall on one day."""
    found = _dispute_steps(facts, rules, today)
    promise = _promise_step(facts, rules, today)
    own = _own_next(facts, rules)
    answered = bool(found) and facts.dispute_received is None
    if promise is not None and promise.mark == "broken":
        # An attempt after the break has set its own next try; until then: call today.
        found.append(own._replace(because=promise.because, mark="broken") if own else promise)
    elif promise is not None:
        found += [promise] if own is None else [promise, own]
    elif own is not None:
        found.append(own)
    elif facts.oldest_due is not None and not answered:
        found += _plan_step(facts, rules, today, facts.oldest_due)
    return found


def _dispute_steps(facts: CustomerFacts, rules: WorklistRules, today: date) -> list[Decision]:
    anchors = {}
    if facts.dispute_received is not None:
        anchors["DISP"] = facts.dispute_received
    if facts.dispute_decided is not None and facts.category is Category.DISPUTING:
        anchors["RESP"] = facts.dispute_decided
    if not anchors:
        return []
    late = facts.oldest_due is not None and (today - facts.oldest_due).days >= 90  # noqa: PLR2004 - the condition's own name
    conditions = frozenset({"ninety_days_past_due"}) if late else frozenset()
    step = _step(facts, rules, "C", anchors, today, conditions)
    if step is not None:
        since = facts.dispute_received or facts.dispute_decided
        said = "dispute received" if facts.dispute_received else "dispute decided"
        return [Decision("action", step, f"{said} {_day(since)}", None, "dispute")]
    if facts.dispute_received is None:
        return []
    decide_on = business_day_on_or_after(facts.dispute_received + timedelta(days=30), rules.closed)
    review = NextAction("review", "Decide the dispute: its hard limit is reached", decide_on)
    return [Decision("action", review, "the dispute is still undecided", None, "dispute")]


def _promise_step(facts: CustomerFacts, rules: WorklistRules, today: date) -> Decision | None:
    running = [one for one in facts.promises if one.state is PromiseState.OPEN]
    if running:
        return _open_promise(facts, rules, running[0], today)
    for standing in reversed(facts.promises):
        if standing.state in _BROKEN:
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
    said = f"{money_text(promise.amount, rules.locale)} promised by {_day(promise.due_on)}"
    step = _step(facts, rules, "P", anchors, today, conditions)
    if step is None or step.kind == "check":
        check_on = add_business_days(standing.deadline, 1, rules.closed)
        step = NextAction("check", f"Check the promise: {said}", check_on, "P3", "P")
    return Decision("action", step, said, None, "promise")


def _broken_promise(
    facts: CustomerFacts, rules: WorklistRules, standing: PromiseStanding, today: date
) -> Decision | None:
    if facts.last_talk_on is not None and facts.last_talk_on > standing.deadline:
        return None  # it was talked about; the plan goes on
    said = (
        f"promise of {money_text(standing.promise.amount, rules.locale)} by "
        f"{_day(standing.promise.due_on)} {standing.state.value}"
    )
    conditions = frozenset({"promise_broken", "promise_broken_no_contact"})
    anchors = {"PTP": standing.deadline}
    own = tuple(step for step in facts.steps if step.plan == "P")
    step = next_step(
        rules.plans.plans["P"],
        anchors,
        [*own, TakenStep("P", "P3", standing.deadline, standing.deadline)],
        today=max(today, standing.deadline),
        facts=conditions,
        blocked_channels=_blocked(facts, rules),
        closed=rules.closed,
    )
    if step is None:
        return None
    return Decision("action", step, said, None, "broken")


def _own_next(facts: CustomerFacts, rules: WorklistRules) -> Decision | None:
    if facts.last_next_on is None:
        return None
    broken_since = max(
        (one.deadline for one in facts.promises if one.state in _BROKEN), default=None
    )
    if broken_since is not None and (facts.last_contact_on or broken_since) <= broken_since:
        return None  # what was planned then is overtaken by the broken promise
    text = facts.last_next or "Call again"
    kind: ActionKind = "call" if _sounds_like_a_call(text) else "task"
    action = NextAction(kind, text, business_day_on_or_after(facts.last_next_on, rules.closed))
    return Decision("action", action, "agreed or planned at the last contact")


def _sounds_like_a_call(text: str) -> bool:
    lower = text.casefold()
    return any(word in lower for word in ("call", "phone", "retry", "ring", "try again"))


def _plan_step(
    facts: CustomerFacts, rules: WorklistRules, today: date, due: date
) -> list[Decision]:
    category = facts.category
    if category is Category.DISPUTING:
        category = Category.UNSORTED  # what is not disputed runs plan D beside plan C
    plan = rules.plans.for_category(category)
    balances = [sum(aging.minors) for aging in facts.aging]
    above = max(balances, default=0) > rules.small_balance_minor
    conditions = _ABOVE_SMALL if above else _SMALL
    step = _step(facts, rules, plan.id, {"DUE": due}, today, conditions)
    if step is None:
        return []
    if facts.last_payment is not None:
        free = facts.last_payment + timedelta(days=rules.plans.pause_days_after_payment)
        if free > step.due_on:
            step = step._replace(due_on=business_day_on_or_after(free, rules.closed))
            return [Decision("action", step, f"paid something {_day(facts.last_payment)}")]
    return [Decision("action", step, f"step {step.step} of plan {plan.id}")]


def _step(  # noqa: PLR0913, PLR0917 - the facts on which a step depends
    facts: CustomerFacts,
    rules: WorklistRules,
    plan_id: str,
    anchors: dict[str, date],
    today: date,
    conditions: frozenset[str],
) -> NextAction | None:
    own = tuple([step for step in facts.steps if step.plan == plan_id])
    blocked = _blocked(facts, rules)
    key = (plan_id, tuple(anchors.items()), own, blocked, conditions, today)
    if key not in rules.memo:
        rules.memo[key] = next_step(
            rules.plans.plans[plan_id],
            anchors,
            own,
            today=today,
            facts=conditions,
            blocked_channels=blocked,
            catch_up_days=rules.plans.catch_up_days,
            closed=rules.closed,
        )
    return rules.memo[key]


def _blocked(facts: CustomerFacts, rules: WorklistRules) -> frozenset[str]:
    if not facts.holds:
        return frozenset()
    stops = {rules.flags[hold.flag].stops for hold in facts.holds if hold.flag in rules.flags}
    return frozenset(channel for stop in stops for channel in _CHANNELS.get(stop, ()))


def _fallback(facts: CustomerFacts, rules: WorklistRules, today: date) -> Decision:
    """Give what has no step left a review, so that nobody is forgotten."""
    if facts.oldest_due is None:
        text = "Find out when the open invoices are due: none of them has a due date"
        return Decision("action", NextAction("task", text, today), "no due date is known")
    last = max((step.done_on for step in facts.steps), default=None)
    if last is None or last < facts.oldest_due:
        text = "Review: no step of the plan can be taken"
        due = business_day_on_or_after(facts.oldest_due, rules.closed)
        return Decision("action", NextAction("review", text, due), "every channel is closed")
    again = business_day_on_or_after(last + timedelta(days=REVIEW_AGAIN_DAYS), rules.closed)
    text = "Review again: place, go to court, write off or keep"
    return Decision("action", NextAction("review", text, again), "the plan is through")


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%a, %b} {day.day}"


def anchor_of(plan_id: str, anchor: str, facts: CustomerFacts) -> date | None:
    """Return the date that a step counts from now, or None where it has none.

    It is recorded with the step, so that the same step for a later date is a new one.
    """
    if anchor == "DUE":
        return facts.oldest_due
    if anchor == "DISP":
        return facts.dispute_received
    if anchor == "RESP":
        return facts.dispute_decided
    if anchor == "PIF":
        return facts.last_payment
    running = [one for one in facts.promises if one.state is PromiseState.OPEN]
    if plan_id == "P" and running:
        promise = running[0].promise
        return promise.taken_on if anchor == "PTP_TAKEN" else promise.due_on
    broken = [one.deadline for one in facts.promises if one.state in _BROKEN]
    return max(broken, default=None) if plan_id == "P" else None
