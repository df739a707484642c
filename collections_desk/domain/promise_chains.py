"""Promises on the same money: the first, the second, the third, and what broke before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.promises import PromiseState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from collections_desk.domain.money import Money
    from collections_desk.domain.promises import Payment, PromiseStanding

#: An earlier promise that fell due longer before the next one was taken is another story.
CHAIN_DAYS = 180
_BROKEN = frozenset({PromiseState.BROKEN, PromiseState.PARTLY_KEPT})
_PASSED_ON = frozenset({*_BROKEN, PromiseState.SUPERSEDED, PromiseState.OPEN})
_WORDS = ("", "1st", "2nd", "3rd")


class ChainPlace(NamedTuple):
    """Where a promise stands among the promises on the same money.

    Attributes:
        place: 1 for the first, 2 for one that came after it.
        broken_before: How many of those before it were broken or kept in part.
        before_id: The promise right before it, or None.
    """

    place: int
    broken_before: int
    before_id: int | None = None

    @property
    def ordinal(self) -> str:
        """Return "1st", "2nd", "3rd", "4th" …; enough for promises, not for 21."""
        return _WORDS[self.place] if self.place < len(_WORDS) else f"{self.place}th"


def same_money(first: Iterable[int], second: Iterable[int]) -> bool:
    """Tell whether two promises may be about the same invoices; naming none is all of them."""
    one, other = set(first), set(second)
    return not one or not other or bool(one & other)


def promise_chains(standings: Sequence[PromiseStanding]) -> dict[int, ChainPlace]:
    """Return the place of each promise of one customer, by its id.

    A promise follows the newest earlier one in its currency that may be about the same invoices
    and fell due at most `CHAIN_DAYS` before it was taken, unless that one was kept: then the
    count begins anew. Cancelled promises were none.
    """
    places: dict[int, ChainPlace] = {}
    told = sorted(
        (one for one in standings if one.state is not PromiseState.CANCELLED),
        key=lambda one: (one.promise.taken_on, one.promise.id),
    )
    for at, one in enumerate(told):
        promise = one.promise
        before = _before(told[:at], promise.amount.currency, promise.invoice_ids, promise.taken_on)
        places[promise.id] = _after(before, places)
    return places


def next_place(
    standings: Sequence[PromiseStanding],
    currency: str,
    invoice_ids: Iterable[int],
    taken_on: date,
) -> ChainPlace:
    """Return the place that a promise taken now would have."""
    told = sorted(
        (one for one in standings if one.state is not PromiseState.CANCELLED),
        key=lambda one: (one.promise.taken_on, one.promise.id),
    )
    return _after(_before(told, currency, invoice_ids, taken_on), promise_chains(standings))


def _before(
    told: Sequence[PromiseStanding], currency: str, invoice_ids: Iterable[int], taken_on: date
) -> PromiseStanding | None:
    wanted = tuple(invoice_ids)
    for one in reversed(told):
        promise = one.promise
        if promise.amount.currency == currency and same_money(promise.invoice_ids, wanted):
            near = promise.due_on + timedelta(days=CHAIN_DAYS) >= taken_on
            return one if near and one.state in _PASSED_ON else None
    return None


def _after(before: PromiseStanding | None, places: dict[int, ChainPlace]) -> ChainPlace:
    if before is None:
        return ChainPlace(1, 0)
    earlier = places[before.promise.id]
    broken = earlier.broken_before + (before.state in _BROKEN)
    return ChainPlace(earlier.place + 1, broken, before.promise.id)


def paid_since_broken(
    standings: Sequence[PromiseStanding],
    payments: Iterable[Payment],
    place: ChainPlace,
) -> tuple[Money, ...]:
    """Return the payments that came after the last broken promise before a place in a chain."""
    by_id = {one.promise.id: one for one in standings}
    chains = promise_chains(standings)
    at = place.before_id
    while at is not None and by_id[at].state not in _BROKEN:
        at = chains[at].before_id
    if at is None:
        return ()
    last = by_id[at]
    return tuple(
        payment.amount
        for payment in payments
        if payment.received_on > last.deadline
        and not payment.credit
        and payment.amount.currency == last.promise.amount.currency
        and (
            payment.invoice_id is None
            or same_money(last.promise.invoice_ids, [payment.invoice_id])
        )
    )
