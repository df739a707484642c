"""What one customer agreed to: promises and payment plans, matched against the same money."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.payment_plans import match_plans
from collections_desk.domain.promises import promise_standings

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date

    from collections_desk.domain.payment_plans import PaymentPlan, PlanStanding
    from collections_desk.domain.promises import Payment, Promise, PromiseStanding


class Agreements(NamedTuple):
    """What one customer agreed to.

    Attributes:
        promises: Every promise, the earliest due first.
        plans: Every payment plan, the oldest offer first.
        payments: Every payment, whether an agreement used it up or not; credits left out.
    """

    promises: tuple[PromiseStanding, ...] = ()
    plans: tuple[PlanStanding, ...] = ()
    payments: tuple[Payment, ...] = ()


def match_agreements(  # noqa: PLR0913 - each is named at the call
    given: Iterable[Promise],
    plans: Iterable[PaymentPlan],
    money: Iterable[Payment],
    *,
    today: date,
    grace_business_days: int,
    closed: Container[date] = (),
) -> Agreements:
    """Lay the money of one customer against its plans first, then against its promises."""
    came = tuple(money)
    matched = match_plans(
        plans, came, today=today, grace_business_days=grace_business_days, closed=closed
    )
    standings = promise_standings(
        given,
        matched.payments,
        today=today,
        grace_business_days=grace_business_days,
        closed=closed,
    )
    return Agreements(
        tuple(standings),
        tuple(matched.standings),
        tuple(one for one in came if not one.credit),
    )
