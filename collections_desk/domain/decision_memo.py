"""The decision memo in words: what is owed, what was tried, what it cost, what it would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.aging import BUCKETS
from collections_desk.domain.decisions import DECISIONS, Memo, MemoPart
from collections_desk.domain.letter_facts import counted, long_day, short_day
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.domain.placements import percent_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_desk.domain.decisions import Estimate, MemoFacts

#: A page has room for so many lines of one kind; how many more there were is said.
MOST_LINES = 6
_MINUTE = 60


def decision_memo(  # noqa: PLR0913 - each is named at the call
    facts: MemoFacts,
    estimate: Estimate,
    *,
    today: date,
    locale: str,
    spent: Money | None = None,
    decision: Sequence[tuple[str, str]] = (),
) -> Memo:
    """Put the memo into words. Nothing stands in it that is not on record or was not typed.

    Args:
        facts: The figures on record.
        estimate: What the clerk typed for the cost-benefit note.
        today: The date of the memo.
        locale: How amounts are written.
        spent: What the clerk says was spent so far; None where she did not say.
        decision: What was decided, label and value; empty before it is decided.
    """
    head = [
        ("Date", long_day(today)),
        ("Category", facts.category),
        ("Balances as of", long_day(facts.as_of) if facts.as_of else "not known"),
    ]
    return Memo(
        customer=facts.name,
        reference=facts.reference,
        head=tuple(head),
        aging=tuple(
            (
                aging.currency,
                *(money_text(Money(minor, aging.currency), locale) for minor in aging.minors),
                money_text(aging.balance, locale),
            )
            for aging in facts.agings
        ),
        parts=(
            _owed(facts, locale),
            _tried(facts),
            _promised(facts, locale),
            _disputed(facts, locale),
            _cost(facts, spent, locale),
            _benefit(estimate, locale),
        ),
        decision=tuple(decision),
    )


def aging_heads() -> tuple[str, ...]:
    """Return the headings of the aging table, the currency first and the total last."""
    return ("", "Current", *BUCKETS[1:-1], "Over 120", "Open")


def decided_lines(
    kind: str,
    decided_by: str,
    reason: str,
    review_on: date | None,
    more: Sequence[tuple[str, str]],
) -> tuple[tuple[str, str], ...]:
    """Return the lines of the memo that say what was decided."""
    lines = [("Decision", DECISIONS[kind]), *more]
    if review_on is not None:
        lines.append(("Looked at again on", long_day(review_on)))
    return (*lines, ("Decided by", decided_by), ("Reason", reason))


def _amounts(amounts: Sequence[Money], locale: str) -> str:
    return " and ".join(money_text(one, locale) for one in amounts) or "nothing"


def _owed(facts: MemoFacts, locale: str) -> MemoPart:
    lines = [
        ("Past due", _amounts(facts.overdue, locale)),
        ("To be collected", _amounts(facts.to_be_collected, locale)),
    ]
    if facts.oldest_due is not None:
        since = f"{long_day(facts.oldest_due)}, {facts.days_past_due} days past due"
        lines.append(("Oldest invoice due", since))
    return MemoPart("What is owed", tuple(lines), _few(facts.cases, "earlier times past due"))


def _tried(facts: MemoFacts) -> MemoPart:
    minutes = (facts.seconds + _MINUTE - 1) // _MINUTE
    calls = f"{counted(facts.calls, 'call', 'calls')} out, "
    calls += counted(facts.talks, "conversation", "conversations")
    calls += f", {counted(minutes, 'minute', 'minutes')} on the telephone"
    certified = sum(one[2] for one in facts.letters)
    letters = counted(len(facts.letters), "letter", "letters")
    if certified:
        letters += f", {certified} of them certified"
    named = ", ".join(f"{kind} {short_day(day)}" for kind, day, _ in facts.letters[-MOST_LINES:])
    if len(facts.letters) > MOST_LINES:
        named = f"the last {MOST_LINES}: {named}"
    steps = counted(facts.steps, "step of the contact plan", "steps of the contact plan")
    if facts.skipped:
        steps += f", {facts.skipped} skipped with a reason"
    lines = [("Calls", calls), ("Letters", f"{letters} ({named})" if named else letters)]
    return MemoPart("What was tried", (*lines, ("Steps", steps)))


def _promised(facts: MemoFacts, locale: str) -> MemoPart:
    if not facts.promises and not facts.plans:
        return MemoPart("Promises and payment plans", words=("None on record.",))
    states: dict[str, int] = {}
    for _, _, state in facts.promises:
        states[state] = states.get(state, 0) + 1
    lines = []
    if states:
        said = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
        lines.append(("Promises", said))
    listed = [
        f"{money_text(amount, locale)} by {short_day(day)}: {state}"
        for amount, day, state in facts.promises
    ]
    words = (*_few(listed, "earlier promises"), *_few(facts.plans, "earlier payment plans"))
    return MemoPart("Promises and payment plans", tuple(lines), words)


def _disputed(facts: MemoFacts, locale: str) -> MemoPart:
    if not facts.disputes:
        return MemoPart("Disputes", words=("None on record.",))
    lines = [("In dispute now", _amounts(facts.disputed, locale))]
    if facts.conceded:
        lines.append(("Credit decided, not in the books yet", _amounts(facts.conceded, locale)))
    return MemoPart("Disputes", tuple(lines), _few(facts.disputes, "earlier disputes"))


def _cost(facts: MemoFacts, spent: Money | None, locale: str) -> MemoPart:
    said = money_text(spent, locale) if spent is not None else "not stated"
    certified = sum(one[2] for one in facts.letters)
    posted = f"{len(facts.letters)} letters posted, {certified} of them certified"
    lines = [("Spent so far, as stated", said), ("On record", posted)]
    if facts.recorded_costs:
        earlier = _amounts(facts.recorded_costs, locale)
        lines.append(("Earlier placements cost", earlier))
    return MemoPart("Cost so far", tuple(lines))


def _benefit(estimate: Estimate, locale: str) -> MemoPart:
    if estimate.expected is None and estimate.percent is None and estimate.costs is None:
        return MemoPart("Cost and benefit", words=("Nothing was stated.",))
    lines = []
    if estimate.expected is not None:
        lines.append(("Expected to come in, as stated", money_text(estimate.expected, locale)))
    if estimate.percent is not None:
        lines.append(("Commission, as stated", percent_text(estimate.percent)))
    if estimate.costs is not None:
        lines.append(("Court or other costs, as stated", money_text(estimate.costs, locale)))
    fees, net = estimate.fees(), estimate.net()
    if net is not None and fees is not None:
        lines.append(("Fees and costs", money_text(fees, locale)))
        lines.append(("Left of it", money_text(net, locale)))
    return MemoPart("Cost and benefit", tuple(lines))


def _few(texts: Sequence[str], more: str) -> tuple[str, ...]:
    """Return the last lines that a page has room for, and how many came before them."""
    if len(texts) <= MOST_LINES:
        return tuple(texts)
    left_out = len(texts) - MOST_LINES
    return (f"({left_out} {more} are in the timeline.)", *texts[-MOST_LINES:])
