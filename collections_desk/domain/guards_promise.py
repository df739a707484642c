"""G-PAY-13 to 16: a promise that asks to be looked at again before it is put on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.guards import find
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.domain.promise_chains import next_place, paid_since_broken, same_money
from collections_desk.domain.promises import PromiseState, too_far_ahead
from collections_desk.domain.to_be_collected import collectible, promised_sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode
    from collections_desk.domain.promise_chains import ChainPlace
    from collections_desk.domain.promise_text import TypedPromise
    from collections_desk.domain.promises import Payment, PromiseStanding
    from collections_desk.domain.worklist import CustomerFacts

#: The guards of this module; the clerk can put the promise right or say why it is so.
PROMISE_GUARDS = ("G-PAY-13", "G-PAY-14", "G-PAY-15", "G-PAY-16")
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
    payments: Iterable[Payment] = (),
    max_broken: int = 2,
    named_minor: int | None = None,
) -> list[GuardFinding]:
    """Return what asks about a promise: too much, too late, or one too many.

    Open promises that this one replaces count neither as money promised nor as open. What a
    letter has just demanded may well be promised in answer to it, so it does not count off.

    Args:
        promise: What was promised.
        facts: The customer's facts of the day, with every promise and its invoices.
        rules: The table of guards.
        mode: Who collects.
        kind: From whom.
        invoice_ids: What it is for; empty means the oldest first.
        taken_on: The creditor's date of the promise.
        max_days: How many days ahead the house lets a promise lie.
        payments: What the customer paid: a part payment after the last broken promise is what
            the house asks for before it takes another one.
        max_broken: After so many broken promises on the same money.
        named_minor: What is open and not disputed on the invoices that the promise names, past
            due or not, in minor units; None where it names none.
    """
    currency, wanted = promise.amount.currency, tuple(invoice_ids)
    staying = [
        standing
        for standing in facts.promises
        if standing.state is PromiseState.OPEN
        and (
            standing.promise.amount.currency != currency
            or not same_money(wanted, standing.promise.invoice_ids)
        )
    ]
    left = named_minor
    if left is None:
        left = _may_be_promised(facts, staying, currency)
    fired: list[tuple[str, str]] = []
    if promise.amount.minor > left:
        much, rest = money_text(promise.amount), money_text(Money(left, currency))
        what = "to be collected" if named_minor is None else "open on the invoices it names"
        fired.append(("G-PAY-13", f"{much} is promised and {rest} is {what}"))
    if too_far_ahead(promise.due, taken_on, max_days):
        days = (promise.due - taken_on).days
        said = f"the promise is {days} days ahead; the house takes up to {max_days} days"
        fired.append(("G-PAY-14", said))
    if len(staying) >= MOST_OPEN:
        said = f"{len(staying)} promises are open already; the house takes at most {MOST_OPEN}"
        fired.append(("G-PAY-15", said))
    place = next_place(facts.promises, currency, wanted, taken_on)
    part_paid = paid_since_broken(facts.promises, payments, place)
    if place.broken_before >= max(max_broken, 1) and not part_paid:
        fired.append(("G-PAY-16", _broken_said(place, max_broken)))
    seen = {
        "promised_minor": promise.amount.minor,
        "to_be_collected_minor": left,
        "currency": currency,
        "due": promise.due.isoformat(),
        "open": len(staying),
        "broken_before": place.broken_before,
        "paid_since_minor": sum(one.minor for one in part_paid),
    }
    return [
        finding
        for guard, said in fired
        for finding in find(rules, guard, mode=mode, kind=kind, said=said, facts=seen)
    ]


def _may_be_promised(
    facts: CustomerFacts, staying: Sequence[PromiseStanding], currency: str
) -> int:
    """Return what may be claimed beside the promises that stay, in minor units."""
    parts = collectible(
        (*(one.overdue for one in facts.aging), *facts.credits),
        promised=promised_sums(staying, facts.payment_plans),
        disputed=facts.disputed,
        conceded=facts.conceded,
        on_hold=facts.on_hold,
        end_state=facts.end_state,
    )
    return next((part.claim.minor for part in parts if part.currency == currency), 0)


def _broken_said(place: ChainPlace, max_broken: int) -> str:
    """Say how many were broken, and what the house does then (practice, section 4.5)."""
    broken = place.broken_before
    many = f"{broken} promises on this money were" if broken > 1 else "a promise on it was"
    said = f"this is the {place.ordinal} promise, {many} broken, and nothing was paid since"
    if broken > max_broken:
        return f"{said}: go one level further instead of taking another promise"
    return f"{said}: ask for a part payment first"
