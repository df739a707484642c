"""Which one thing is done next with a customer: decided from state and date alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.calendar import business_day_on_or_after
from collections_desk.domain.deciding import Decision, WorklistRules, day_words, plan_action
from collections_desk.domain.money_text import money_text
from collections_desk.domain.next_agreed import payment_plan_step, plan_anchor, settlement_step
from collections_desk.domain.next_disputes import clock_beside, dispute_steps
from collections_desk.domain.next_due import due_conditions, plan_of
from collections_desk.domain.next_ends import (
    REVIEW_AGAIN_DAYS,
    ended,
    hand_over,
    review_again,
    with_reviews,
)
from collections_desk.domain.next_promised import BROKEN, promise_step
from collections_desk.domain.promises import PromiseState
from collections_desk.domain.worklist import CustomerFacts, NextAction

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.holds import Hold
    from collections_desk.domain.worklist import ActionKind

__all__ = [
    "REVIEW_AGAIN_DAYS",
    "Decision",
    "WorklistRules",
    "anchor_of",
    "decide",
    "plan_of",
    "whatever_waits",
]

#: Days after the last payment in which a customer who owed and now owes nothing is thanked.
AFTERCARE_DAYS = 60
#: A letter that the clerk names in her own words: "send L05".
_LETTER = re.compile(r"\bL(?:0[1-9]|1[0-7])\b", re.IGNORECASE)
#: Flags after which no survey or marketing is sent (collections practice, section 4.5).
SENSITIVE_FLAGS = frozenset({"BKY", "DEC", "IDT", "LEGAL_HOLD", "CEASE"})


def decide(facts: CustomerFacts, rules: WorklistRules, today: date) -> Decision:
    """Return the one next action, hold or end state of a customer. There is always one."""
    found = whatever_waits(facts, rules, today)
    decision = found[0] if len(found) == 1 else min(found, key=_due_day)
    if facts.dispute_received is None or decision.state != "action":
        return decision
    return decision._replace(also=clock_beside(facts, rules, today, decision.mark))


def whatever_waits(facts: CustomerFacts, rules: WorklistRules, today: date) -> list[Decision]:
    """Return everything that is to be done with a customer; the earliest of it is next.

    A hold or an end state stands alone. There is always something.
    """
    if facts.end_state is not None:
        return [ended(facts, facts.end_state, rules)]
    if not facts.open_items:
        return [_nothing_open(facts, rules, today)]
    held = _held(facts, rules, today)
    if held is None and facts.settlement is not None:
        held = settlement_step(facts.settlement, rules, today)
    if held is not None:
        return [held]
    return _candidates(facts, rules, today) or [_fallback(facts, rules, today)]


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
        reason = _bare(hold.reason)
        words = f"{label}: {reason}" if reason else label
        if hold.review_on is None:
            return Decision("hold", None, words, words, hold.flag)
        review = NextAction(
            "review",
            f"Look at the hold again: {reason or label}",
            business_day_on_or_after(hold.review_on, rules.closed),
            about="hold",
        )
        if review.due_on <= today:
            return Decision("action", review, f"{words}; its review is due", words, hold.flag)
        return Decision("hold", review, words, words, hold.flag)
    if _is_small(facts, rules):
        words = "The balance is so small that it is left alone"
        return Decision("hold", None, words, words)
    return None


def _bare(reason: str) -> str:
    """Return a sentence of the clerk without its last point: it goes into a longer one."""
    return reason.strip().removesuffix(".")


def _stops_all(hold: Hold, rules: WorklistRules) -> bool:
    if not hold.flag:
        return hold.scope == "customer"
    flag = rules.flags.get(hold.flag)
    return flag is not None and flag.stops == "all"


def _nothing_open(facts: CustomerFacts, rules: WorklistRules, today: date) -> Decision:
    if facts.vanished:
        text = "Say what became of the invoices that are missing from the last file"
        missing = NextAction("task", text, facts.vanished_on or today, about="vanished")
        return Decision("action", missing, "missing from the last file")
    credit = tuple(aging.balance for aging in facts.aging if aging.balance.minor < 0)
    paid_on = facts.last_payment
    decided = facts.decision if facts.decision and facts.decision.kind == "write_off" else None
    if decided is not None and (paid_on is None or paid_on <= decided.decided_on):
        return Decision("end", None, "Written off; nothing more is to be done")
    if not credit and paid_on and facts.steps and (today - paid_on).days <= AFTERCARE_DAYS:
        marks = {hold.flag for hold in facts.holds}
        conditions = frozenset() if marks & SENSITIVE_FLAGS else frozenset({"no_sensitive_flag"})
        plan = rules.plans.plans["F"]
        step = plan_action(facts, rules, plan, {"PIF": paid_on}, today, conditions)
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
    found = dispute_steps(facts, rules, today)
    answered = bool(found) and facts.dispute_received is None
    agreed = payment_plan_step(facts, rules, today) if facts.payment_plans else None
    promise = promise_step(facts, rules, today) if facts.promises else None
    own = _own_next(facts, rules) if facts.last_next_on is not None else None
    if promise is not None and promise.mark == "broken" and _is_a_call(promise):
        # An attempt after the break has set its own next try; until then: call today.
        found.append(own._replace(because=promise.because, mark="broken") if own else promise)
    elif promise is not None:
        found += [promise] if own is None else [promise, own]
    elif own is not None:
        found.append(own)
    if agreed is not None:
        found.append(agreed)
    free = promise is None and own is None and not answered
    paused = agreed is not None and (agreed.mark == "broken" or not facts.set_aside)
    if free and not paused:
        chased = own_plan_step(facts, rules, today)
        if chased is not None:
            found.append(chased)
        elif (handed := hand_over(facts, rules)) is not None:
            found.append(handed)
    if facts.decision is not None or facts.placement is not None:
        found += review_again(facts, rules)
    return found + _hold_reviews(facts, rules, today) if facts.holds else found


def _is_a_call(decision: Decision) -> bool:
    return decision.next_action is not None and decision.next_action.plan == "P"


def _hold_reviews(facts: CustomerFacts, rules: WorklistRules, today: date) -> list[Decision]:
    """Return the reviews of what pauses a part only: an invoice, a channel, a number."""
    found = []
    for hold in facts.holds:
        if hold.review_on is None or not hold.active(today) or _stops_all(hold, rules):
            continue
        label = rules.flags[hold.flag].label if hold.flag in rules.flags else "hold"
        reason = _bare(hold.reason)
        action = NextAction(
            "review",
            f"Look at the hold again: {reason or label}",
            business_day_on_or_after(hold.review_on, rules.closed),
            about="hold",
        )
        found.append(Decision("action", action, f"{hold.scope} on hold: {reason or label}"))
    return found


def _own_next(facts: CustomerFacts, rules: WorklistRules) -> Decision | None:
    if facts.last_next_on is None or _done_already(facts, facts.last_next_on):
        return None
    broken_since = max(
        (one.deadline for one in facts.promises if one.state in BROKEN), default=None
    )
    planned_on = facts.last_next_from or facts.last_contact_on
    if broken_since is not None and (planned_on or broken_since) <= broken_since:
        return None  # what was planned then is overtaken by the broken promise
    text = facts.last_next or "Call again"
    kind: ActionKind = "call" if _sounds_like_a_call(text) else "task"
    letter = _LETTER.search(text)
    if letter is not None:
        kind = "letter"
    due = business_day_on_or_after(facts.last_next_on, rules.closed)
    named = letter.group().upper() if letter is not None else None
    action = NextAction(kind, text, due, letter_type=named, about="own")
    return Decision("action", action, "agreed or planned at the last contact")


def _done_already(facts: CustomerFacts, planned_on: date) -> bool:
    """Tell whether what the last contact left to do was done, or left out with a reason."""
    return any(one.step == "own" and one.anchor_on >= planned_on for one in facts.steps)


def _sounds_like_a_call(text: str) -> bool:
    lower = text.casefold()
    return any(word in lower for word in ("call", "phone", "retry", "ring", "try again"))


def own_plan_step(facts: CustomerFacts, rules: WorklistRules, today: date) -> Decision | None:
    """Return the step that the plan of the category asks for, whatever else pauses it."""
    due = facts.chased_from
    if due is None:
        return None
    plan = plan_of(facts.category, rules)
    anchors = {"DUE": due}
    conditions = due_conditions(facts, rules, due)
    steps = with_reviews(facts, rules, plan, anchors) if facts.decision else None
    step = plan_action(facts, rules, plan, anchors, today, conditions, steps=steps)
    if step is None:
        return None
    if facts.last_payment is not None:
        free = facts.last_payment + timedelta(days=rules.plans.pause_days_after_payment)
        if free > step.due_on:
            step = step._replace(due_on=business_day_on_or_after(free, rules.closed))
            return Decision("action", step, f"paid something {day_words(facts.last_payment)}")
    why = "the undisputed part" if facts.disputed else f"next in the {plan.name}"
    return Decision("action", step, why)


def _fallback(facts: CustomerFacts, rules: WorklistRules, today: date) -> Decision:
    """Give what has no step left a review, so that nobody is forgotten."""
    if facts.oldest_due is None:
        return _nothing_chased(facts, today)
    last = max((step.done_on for step in facts.steps), default=None)
    if last is None or last < facts.oldest_due:
        text = "Review: no step of the plan can be taken"
        due = business_day_on_or_after(facts.oldest_due, rules.closed)
        action = NextAction("review", text, due, about="review")
        return Decision("action", action, "every channel is closed")
    again = business_day_on_or_after(last + timedelta(days=REVIEW_AGAIN_DAYS), rules.closed)
    text = "Review again: place, go to court, write off or keep"
    action = NextAction("review", text, again, about="review")
    return Decision("action", action, "the plan is through")


def _nothing_chased(facts: CustomerFacts, today: date) -> Decision:
    """Say why nothing can be chased though something is open."""
    held = [one for one in facts.holds if one.scope == "invoice" and one.active(today)]
    if held:
        words = _bare(held[0].reason)
        return Decision("hold", None, f"every open invoice is on hold: {words}", words)
    if facts.conceded:
        text = "Enter the credit that was decided, or import the file that has it"
        action = NextAction("task", text, facts.as_of or today, about="credit")
        return Decision("action", action, "decided for the customer, and still in the books")
    text = "Find out when the open invoices are due: none of them has a due date"
    action = NextAction("task", text, facts.as_of or today, about="due")
    return Decision("action", action, "no due date is known")


def anchor_of(plan_id: str, anchor: str, facts: CustomerFacts) -> date | None:
    """Return the date that a step counts from now, or None where it has none.

    It is recorded with the step, so that the same step for a later date is a new one.
    """
    simple = {
        "DUE": facts.chased_from,
        "DISP": facts.dispute_received or facts.dispute_unanswered,
        "RESP": facts.dispute_decided,
        "PIF": facts.last_payment,
    }
    if anchor in simple:
        return simple[anchor]
    if anchor in {"PLAN", "INST"}:
        return plan_anchor(anchor, facts)
    running = [one for one in facts.promises if one.state is PromiseState.OPEN]
    if plan_id == "P" and running:
        promise = running[0].promise
        return promise.taken_on if anchor == "PTP_TAKEN" else promise.due_on
    broken = [one.deadline for one in facts.promises if one.state in BROKEN]
    return max(broken, default=None) if plan_id == "P" else None
