"""Promises to pay: amount, date, and how the promise stands, worked out from the payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
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
    the whole sum, leaves the promise broken.

    Args:
        promises: All promises of one customer.
        payments: All payments of that customer.
        today: The creditor's local date.
        grace_business_days: How many business days after `due_on` money may still come in.
        closed: Public holidays.
    """
    left_over = [
        [payment.received_on, payment.amount.currency, payment.amount.minor]
        for payment in sorted(payments, key=lambda payment: payment.received_on)
        if payment.amount.minor > 0
    ]
    standings = []
    for promise in sorted(promises, key=lambda promise: (promise.due_on, promise.id)):
        deadline = add_business_days(promise.due_on, grace_business_days, closed)
        received = 0
        if promise.ended is None:
            received = _use_up(left_over, promise, deadline)
        standings.append(
            PromiseStanding(
                promise,
                _state(promise, received, deadline, today),
                Money(received, promise.amount.currency),
                deadline,
            )
        )
    return standings


def _use_up(left_over: list[list[object]], promise: Promise, deadline: date) -> int:
    received = 0
    for payment in left_over:
        day, currency, minor = payment
        if (
            not (promise.taken_on <= day <= deadline)  # type: ignore[operator]
            or currency != promise.amount.currency
        ):
            continue
        used = min(int(minor), promise.amount.minor - received)  # type: ignore[call-overload]
        payment[2] = int(minor) - used  # type: ignore[call-overload]
        received += used
    return received


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
