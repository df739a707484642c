"""How urgent a line of the worklist is, as a sum of named points, and why it is there."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from collections_desk.domain.cases import TOLERANCE_DAYS
from collections_desk.domain.money import Money, minor_digits
from collections_desk.domain.money_text import money_text, monies_text
from collections_desk.domain.next_actions import Decision, WorklistRules, decide
from collections_desk.domain.next_disputes import ACKNOWLEDGE, DECIDE, LIMIT, UNHEARD
from collections_desk.domain.to_be_collected import amounts_left, collectible, promised_sums
from collections_desk.domain.worklist import CustomerFacts, WorklistLine

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.to_be_collected import Collectible

#: Points for what the next action is about. A broken promise stands above all that is not
#: one, whatever its age and amount: those weigh 135 at the most, another mark 80 besides.
MARK_POINTS = {
    "broken": ("broken promise", 240),
    "dispute": ("dispute clock", 50),
    UNHEARD: ("dispute clock", 50),
    ACKNOWLEDGE: ("dispute at its day to be acknowledged", 60),
    DECIDE: ("dispute at its day to be decided", 65),
    LIMIT: ("dispute past its hard limit", 80),
    "missed": ("installment missed", 55),
    "promise": ("promise to watch", 20),
    "plan": ("payment plan to watch", 15),
}
#: Marks whose reason says the day itself that counts.
SAYS_ITS_DAY = frozenset({LIMIT, DECIDE, ACKNOWLEDGE, UNHEARD})
#: Points for the kind of the next action.
KIND_POINTS = {"review": ("a decision waits", 15), "call": ("a call", 10), "letter": ("mail", 5)}
#: The most that age, amount, lateness of the action and repeats may weigh.
MOST_FOR_AGE, MOST_FOR_AMOUNT, MOST_FOR_LATE, MOST_FOR_REPEATS = 40, 40, 30, 10
#: Points for being due at all, and the most that a day in the future takes away.
DUE_POINTS, MOST_FOR_FUTURE = 100, 90


def rank_parts(
    facts: CustomerFacts,
    decision: Decision,
    to_be_collected: tuple[Money, ...],
    days_past_due: int,
    today: date,
) -> tuple[tuple[str, int], ...]:
    """Return the points of a line with their names; their sum is its rank.

    Amounts weigh by their number of digits, each currency by itself, the largest counts:
    ten times as much money weighs eight points more.
    """
    action = decision.next_action
    if decision.state != "action" or action is None:
        return ()
    late = (today - action.due_on).days
    parts = [("due", DUE_POINTS)] if late >= 0 else [("due later", -min(-late, MOST_FOR_FUTURE))]
    if late > 0:
        parts.append((f"{late} day{'s' * (late > 1)} late", min(late, MOST_FOR_LATE)))
    if decision.mark in MARK_POINTS:
        parts.append(MARK_POINTS[decision.mark])
    if decision.also[1] in MARK_POINTS:
        parts.append(MARK_POINTS[decision.also[1]])
    if action.kind in KIND_POINTS:
        parts.append(KIND_POINTS[action.kind])
    if days_past_due:
        parts.append((f"{days_past_due} days past due", min(days_past_due // 3, MOST_FOR_AGE)))
    weight = 0
    for money in to_be_collected:
        weight = max(weight, _amount_points(money))
    if weight:
        parts.append(("amount to be collected", weight))
    if facts.repeat_count:
        points = min(2 * facts.repeat_count, MOST_FOR_REPEATS)
        times = "once" if facts.repeat_count == 1 else f"{facts.repeat_count} times"
        parts.append((f"late {times} before", points))
    return tuple(parts)


def _amount_points(money: Money) -> int:
    major = money.minor // 10 ** minor_digits(money.currency)
    return min(8 * (len(str(major)) - 1), MOST_FOR_AMOUNT) if major > 0 else 0


def to_be_collected(facts: CustomerFacts, small_minor: int = 0) -> tuple[Money, ...]:
    """Return what is to be collected of a customer, by currency; see `collectible`.

    Args:
        facts: What is known of the customer.
        small_minor: A remainder up to this is left alone, in minor units.
    """
    if not (
        facts.disputed
        or facts.conceded
        or facts.demanded
        or facts.promises
        or facts.payment_plans
        or facts.on_hold
        or facts.credits
        or facts.end_state
        or facts.holds
        or small_minor
    ):  # most customers: a hundred thousand lines are made in one go
        return tuple(overdue for aging in facts.aging if (overdue := aging.overdue).minor > 0)
    return amounts_left(collectible_parts(facts, small_minor))


def collectible_parts(facts: CustomerFacts, small_minor: int = 0) -> tuple[Collectible, ...]:
    """Return what may be asked for with the parts that lead to it, by currency."""
    return collectible(
        (*(aging.overdue for aging in facts.aging), *facts.credits),
        promised=promised(facts),
        disputed=facts.disputed,
        conceded=facts.conceded,
        on_hold=facts.on_hold,
        demanded=facts.demanded,
        small_minor=small_minor,
        end_state=facts.end_state,
        flags=[hold.flag for hold in facts.holds if hold.flag],
    )


def promised(facts: CustomerFacts) -> tuple[Money, ...]:
    """Return what is still missing of promises and installments that are not broken."""
    return promised_sums(facts.promises, facts.payment_plans)


def worklist_line(facts: CustomerFacts, rules: WorklistRules, today: date) -> WorklistLine:
    """Return the line of one customer: state, next action, why and rank."""
    decision = decide(facts, rules, today)
    days = 0
    if facts.oldest_due is not None and facts.oldest_due < today:
        days = (today - facts.oldest_due).days
    collect = to_be_collected(facts, rules.small_balance_minor)
    parts = rank_parts(facts, decision, collect, days, today)
    return WorklistLine(
        facts.customer_id,
        facts.name,
        facts.reference,
        facts.category,
        tuple([balance for aging in facts.aging if (balance := aging.balance).minor]),
        tuple([overdue for aging in facts.aging if (overdue := aging.overdue).minor]),
        collect,
        days,
        facts.aging,
        facts.phone,
        facts.zone,
        facts.last_contact,
        facts.last_outcome,
        decision.state,
        decision.next_action,
        decision.hold,
        _why(facts, decision, collect, days, rules, today),
        sum([points for _, points in parts]),
        parts,
        facts.repeat_count,
        facts.as_of,
        facts.recovered_since,
    )


def _why(  # noqa: PLR0913, PLR0917 - what a reason is put together from
    facts: CustomerFacts,
    decision: Decision,
    collect: tuple[Money, ...],
    days: int,
    rules: WorklistRules,
    today: date,
) -> str:
    """Say why the line is there: how old, how much, what is next and since when."""
    action = decision.next_action
    if decision.state == "end" or action is None:
        return decision.because + "."
    age = f"{days} day{'s' * (days > 1)} past due" if days else "Not past due yet"
    if facts.recovered_since is not None:
        since = facts.recovered_since
        age = f"{age}, on time again since {since:%b} {since.day}, {since.year}"
    elif facts.repeat_count and days > TOLERANCE_DAYS:
        age = f"{_ordinal(facts.repeat_count + 1)} time late: {age}"
    amount = f"{monies_text(collect, rules.locale)} to be collected" if len(collect) > 1 else ""
    if len(collect) == 1:  # most customers; see `monies_text`
        amount = f"{money_text(collect[0], rules.locale)} to be collected"
    again = decision.state == "hold"
    reason = decision.because
    if decision.mark not in SAYS_ITS_DAY:
        reason += _when(action.due_on, today, again=again)
    if decision.also[0]:
        reason = f"{reason}; {decision.also[0]}"
    if not facts.open_items:
        return f"{reason[0].upper()}{reason[1:]}."  # with nothing open, nothing is past due
    return f"{age}; {amount}; {reason}." if amount else f"{age}; {reason}."


def _ordinal(number: int) -> str:
    """Return "2nd", "3rd", "11th"."""
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


@lru_cache(maxsize=1024)
def _when(due_on: date, today: date, *, again: bool) -> str:
    """Say from when the next action is due, or when to look at a hold again.

    The year is said where it is not this one.
    """
    due = f"{due_on:%b} {due_on.day}" + (f", {due_on.year}" if due_on.year != today.year else "")
    if again:
        return f"; look again on {due}"
    late = (today - due_on).days
    return ", due today" if late == 0 else f", due since {due}" if late > 0 else f", due on {due}"


def order(lines: list[WorklistLine]) -> list[WorklistLine]:
    """Put the lines in the order of the list: highest rank first, holds and ends last."""
    states = {"action": 0, "hold": 1, "end": 2}
    return sorted(lines, key=lambda line: (states[line.state], -line.rank, line.customer_id))
