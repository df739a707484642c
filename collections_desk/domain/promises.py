"""Promises to pay: amount, date, and how the promise stands, worked out from the payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from collections_desk.domain.calendar import add_business_days
from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date, datetime


class PromiseState(Enum):
    """How a promise stands on a given day."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY_KEPT = "partly kept"
    BROKEN = "broken"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received from a customer.

    Attributes:
        invoice_id: The invoice it was laid against; None for money that names none.
        recorded_at: When it was put on record; None where that is not known.
        credit: It is no money but a credit on the invoice. It shortens a payment plan and
            keeps no promise.
    """

    amount: Money
    received_on: date
    invoice_id: int | None = None
    recorded_at: datetime | None = None
    credit: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """A customer's word, given on `taken_on`, to pay `amount` by the end of `due_on`.

    Attributes:
        by_whom: Who gave it.
        method: How it is to be paid ("card by phone", "check"), or empty.
        words: What was said or typed, "1200 fri".
        ended: None, "superseded" or "cancelled": only an act of the clerk sets it.
        invoice_ids: What it is for; empty means the oldest first.
        recorded_at: When it was put on record; money put on record before, on the same day,
            does not keep it. None where that is not known.
    """

    id: int
    customer_id: int
    amount: Money
    taken_on: date
    due_on: date
    by_whom: str = ""
    method: str = ""
    words: str = ""
    ended: str | None = None
    ended_on: date | None = None
    superseded_by_id: int | None = None
    invoice_ids: tuple[int, ...] = ()
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PromiseStanding:
    """A promise with its state on one day and what has come in for it.

    Attributes:
        deadline: The last day on which money still keeps the promise: `due_on` and the
            grace in business days.
        left: What is still missing; zero if kept.
    """

    promise: Promise
    state: PromiseState
    received: Money
    deadline: date

    @property
    def left(self) -> Money:
        """Return what is still missing."""
        missing = self.promise.amount.minor - self.received.minor
        return Money(max(missing, 0), self.promise.amount.currency)


def promise_standings(
    promises: Iterable[Promise],
    payments: Iterable[Payment],
    *,
    today: date,
    grace_business_days: int,
    closed: Container[date] = (),
) -> list[PromiseStanding]:
    """Tell how each promise of one customer stands on `today`, the earliest due first.

    A payment counts from the day of the promise to the end of the grace days, once only:
    what one promise has used up is not counted for the next. What comes later, though it be
    the whole sum, leaves the promise broken. A promise that names invoices is kept only by
    money on those, or by money that names no invoice; it is served before a promise that
    names none. Credits keep no promise. The order of `payments` does not matter.

    Args:
        promises: All promises of one customer.
        payments: All payments of that customer; what a payment plan has used up is left out
            (`payment_plans.match_plans` gives the rest).
        today: The creditor's local date.
        grace_business_days: How many business days after `due_on` money may still come in.
        closed: Public holidays.
    """
    left_over = [
        _Left(payment, payment.amount.minor)
        for payment in sorted(payments, key=_payment_order)
        if payment.amount.minor > 0 and not payment.credit and payment.received_on <= today
    ]
    in_order = sorted(promises, key=lambda promise: (promise.due_on, promise.id))
    deadlines = {
        promise.id: add_business_days(promise.due_on, grace_business_days, closed)
        for promise in in_order
    }
    received = dict.fromkeys(deadlines, 0)
    for named in (True, False):
        for promise in in_order:
            if promise.ended is None and (promise.invoice_ids or not named):
                missing = promise.amount.minor - received[promise.id]
                deadline = deadlines[promise.id]
                received[promise.id] += _use_up(left_over, promise, deadline, missing, named=named)
    return [
        PromiseStanding(
            promise,
            _state(promise, received[promise.id], deadlines[promise.id], today),
            Money(received[promise.id], promise.amount.currency),
            deadlines[promise.id],
        )
        for promise in in_order
    ]


@dataclass(slots=True)
class _Left:
    """A payment and what of it no promise has used up."""

    payment: Payment
    minor: int


def _payment_order(payment: Payment) -> tuple[date, int, int]:
    return payment.received_on, payment.invoice_id or 0, payment.amount.minor


def _use_up(
    left_over: list[_Left], promise: Promise, deadline: date, missing: int, *, named: bool
) -> int:
    """Take money for a promise and return how much.

    Args:
        left_over: The payments; what is taken is taken off them.
        promise: For which.
        deadline: The last day that counts.
        missing: The most that is taken.
        named: Only money on the invoices that the promise names; else money that names none,
            or any money where the promise names none.
    """
    received = 0
    for one in left_over:
        on = one.payment.invoice_id
        fits = on in promise.invoice_ids if named else on is None or not promise.invoice_ids
        if fits and _counts(promise, one.payment, deadline):
            used = min(one.minor, missing - received)
            one.minor -= used
            received += used
    return received


def _counts(promise: Promise, payment: Payment, deadline: date) -> bool:
    """Tell whether a payment came in the time of a promise, in its currency."""
    if payment.amount.currency != promise.amount.currency:
        return False
    if payment.received_on == promise.taken_on and promise.recorded_at and payment.recorded_at:
        return payment.recorded_at >= promise.recorded_at  # else it was paid before the word
    return promise.taken_on <= payment.received_on <= deadline


def _state(promise: Promise, received: int, deadline: date, today: date) -> PromiseState:
    if promise.ended is not None:
        return PromiseState(promise.ended)
    if received >= promise.amount.minor:
        return PromiseState.KEPT
    if today <= deadline:
        return PromiseState.OPEN
    return PromiseState.PARTLY_KEPT if received else PromiseState.BROKEN


def too_far_ahead(due_on: date, taken_on: date, max_days: int) -> bool:
    """Tell whether a promise lies beyond the house limit; it is then warned of, not refused."""
    return due_on > taken_on + timedelta(days=max_days)


#: Promises whose end is known; the others are open, superseded or cancelled.
DECIDED = frozenset({PromiseState.KEPT, PromiseState.PARTLY_KEPT, PromiseState.BROKEN})


@dataclass(frozen=True, slots=True)
class KeptMoney:
    """The money of the promises that fell due, in one currency and minor units.

    Attributes:
        promised: The sum of all that fell due.
        kept: The sum of those that were kept in full.
        partial: What came in, in time, for those kept in part.
    """

    currency: str
    promised: int
    kept: int
    partial: int

    @property
    def rate(self) -> Decimal:
        """Return kept / promised: 15,500 of 24,000 is 0.6458."""
        return Decimal(self.kept) / self.promised

    @property
    def rate_with_partial(self) -> Decimal:
        """Return (kept + partial) / promised: (15,500 + 1,200) of 24,000 is 0.6958."""
        return Decimal(self.kept + self.partial) / self.promised


@dataclass(frozen=True, slots=True)
class KeptRates:
    """How many of the promises that fell due were kept.

    Attributes:
        due: How many fell due.
        kept, partly, broken: What became of them; they add up to `due`.
        money: The same in money, a part for each currency, in the order of the codes.
    """

    due: int
    kept: int
    partly: int
    broken: int
    money: tuple[KeptMoney, ...] = ()

    @property
    def rate(self) -> Decimal | None:
        """Return kept / due: 7 of 10 is 0.7. None where nothing fell due yet."""
        return Decimal(self.kept) / self.due if self.due else None


def kept_rates(
    standings: Iterable[PromiseStanding],
    *,
    today: date,
    since: date | None = None,
    until: date | None = None,
) -> KeptRates:
    """Return the kept rates of some promises: kept promises / promises that fell due.

    A promise counts once its day has come and its end is known. One that is paid early counts
    from its day on, so that the early payers do not run ahead of the rest; one within its grace
    days, superseded or cancelled does not count. Kept means in full and within the grace.

    Args:
        standings: Promises of one customer or of many.
        today: The creditor's date.
        since: Only promises due on this day or later.
        until: Only promises due on this day or earlier.
    """
    count = dict.fromkeys(DECIDED, 0)
    money: dict[str, list[int]] = {}
    for one in standings:
        due_on = one.promise.due_on
        if one.state not in DECIDED or due_on > today:
            continue
        if (since and due_on < since) or (until and due_on > until):
            continue
        count[one.state] += 1
        sums = money.setdefault(one.promise.amount.currency, [0, 0, 0])
        sums[0] += one.promise.amount.minor
        if one.state is PromiseState.KEPT:
            sums[1] += one.promise.amount.minor
        elif one.state is PromiseState.PARTLY_KEPT:
            sums[2] += one.received.minor
    return KeptRates(
        due=sum(count.values()),
        kept=count[PromiseState.KEPT],
        partly=count[PromiseState.PARTLY_KEPT],
        broken=count[PromiseState.BROKEN],
        money=tuple(KeptMoney(code, *sums) for code, sums in sorted(money.items())),
    )
