"""Settlements: less than is owed, agreed for a day. How one stands is worked out, not stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from collections_desk.domain.promises import Payment

#: How a settlement stands, as the clerk reads it.
STATES = {
    "running": "Running",
    "paid": "Paid, the rest is to be written",
    "failed": "Not paid in time",
    "closed": "Settled",
    "lapsed": "Failed, the whole stands",
    "cancelled": "Canceled",
}
_ENDED = {"paid": "closed", "failed": "lapsed", "cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class Settlement:
    """An agreement to take less than is owed.

    Attributes:
        owed: What was open when it was agreed.
        agreed: What is to be paid in the place of it.
        due_on: The last day for it.
        ended: paid (the rest was written as a settlement), failed, cancelled; None: it runs.
    """

    id: int
    customer_id: int
    customer_name: str
    decision_id: int | None
    owed: Money
    agreed: Money
    agreed_on: date
    due_on: date
    reason: str
    ended: str | None
    ended_on: date | None
    clerk: str
    created_at: datetime

    @property
    def given_up(self) -> Money:
        """What is not asked for if it is paid in time."""
        return self.owed - self.agreed


class SettlementStanding(NamedTuple):
    """How a settlement stands on a day.

    Attributes:
        state: A key of `STATES`.
        received: What came for it from the day it was agreed to its last day.
        last_day: The due date with the grace of promises.
    """

    settlement: Settlement
    state: str
    received: Money
    last_day: date

    @property
    def missing(self) -> Money:
        """What is still to come."""
        return Money(
            max(self.settlement.agreed.minor - self.received.minor, 0),
            self.received.currency,
        )


def settlement_standing(
    settlement: Settlement, payments: Iterable[Payment], *, today: date, last_day: date
) -> SettlementStanding:
    """Tell how a settlement stands on `today`.

    Payments count from the day it was agreed to `last_day`. What comes later, though it be
    the whole sum, leaves it failed, and the whole debt stands.

    Args:
        settlement: The agreement.
        payments: Money received from the customer, in any currency.
        today: The creditor's date.
        last_day: The due date with the grace business days of promises.
    """
    code = settlement.agreed.currency
    received = Money(
        sum(
            payment.amount.minor
            for payment in payments
            if payment.amount.currency == code
            and settlement.agreed_on <= payment.received_on <= last_day
        ),
        code,
    )
    if settlement.ended is not None:
        state = _ENDED.get(settlement.ended, settlement.ended)
    elif received.minor >= settlement.agreed.minor:
        state = "paid"
    else:
        state = "running" if today <= last_day else "failed"
    return SettlementStanding(settlement, state, received, last_day)
