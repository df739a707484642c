"""G-PAY-13 to 15: a promise that asks to be looked at again before it is put on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.guards import find
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.domain.promises import PromiseState, too_far_ahead

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode
    from collections_desk.domain.promise_text import TypedPromise
    from collections_desk.domain.worklist import CustomerFacts

#: The guards of this module; the clerk can put the promise right or say why it is so.
PROMISE_GUARDS = ("G-PAY-13", "G-PAY-14", "G-PAY-15")
#: How many promises of one customer may be open at a time (house rule).
MOST_OPEN = 2


def promise_findings(  # noqa: PLR0913 - each is named at the call
    promise: TypedPromise,
    facts: CustomerFacts,
    rules: Mapping[str, GuardRule],
    *,
    mode: Mode,
    kind: CustomerKind,
    invoice_ids: Iterable[int],
    taken_on: date,
    max_days: int,
) -> list[GuardFinding]:
    """Return what asks about a promise: too much, too late, or one too many.

    Open promises that this one replaces count neither as money promised nor as open. What a
    letter has just demanded may well be promised in answer to it, so it does not count off.

    Args:
        promise: What was promised.
        facts: The customer's facts of the day.
        rules: The table of guards.
        mode: Who collects.
        kind: From whom.
        invoice_ids: What it is for; empty means the oldest first.
        taken_on: The creditor's date of the promise.
        max_days: How many days ahead the house lets a promise lie.
    """
    currency, wanted = promise.amount.currency, set(invoice_ids)
    staying = [
        standing
        for standing in facts.promises
        if standing.state is PromiseState.OPEN
        and (
            standing.promise.amount.currency != currency
            or (
                wanted
                and standing.promise.invoice_ids
                and not wanted & set(standing.promise.invoice_ids)
            )
        )
    ]
    due = sum(one.overdue.minor for one in facts.aging if one.currency == currency)
    taken = [*facts.disputed, *(standing.left for standing in staying)]
    left = max(due - sum(one.minor for one in taken if one.currency == currency), 0)
    fired: list[tuple[str, str]] = []
    if promise.amount.minor > left:
        much, rest = money_text(promise.amount), money_text(Money(left, currency))
        fired.append(("G-PAY-13", f"{much} is promised and {rest} is to be collected"))
    if too_far_ahead(promise.due, taken_on, max_days):
        days = (promise.due - taken_on).days
        said = f"the promise is {days} days ahead; the house takes up to {max_days} days"
        fired.append(("G-PAY-14", said))
    if len(staying) >= MOST_OPEN:
        said = f"{len(staying)} promises are open already; the house takes at most {MOST_OPEN}"
        fired.append(("G-PAY-15", said))
    seen = {
        "promised_minor": promise.amount.minor,
        "to_be_collected_minor": left,
        "currency": currency,
        "due": promise.due.isoformat(),
        "open": len(staying),
    }
    return [
        finding
        for guard, said in fired
        for finding in find(rules, guard, mode=mode, kind=kind, said=said, facts=seen)
    ]
