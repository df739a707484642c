"""How every promise and payment plan stands: of one customer, or of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_desk.domain.agreements import match_agreements
from collections_desk.store.payment_plans import all_plans, plans_of
from collections_desk.store.promises import all_promises, money_in, money_of_all, promises

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from collections_desk.domain.agreements import Agreements


def agreements_of(
    session: Session,
    customer_id: int,
    *,
    today: date,
    grace_business_days: int,
    closed: Container[date] = (),
) -> Agreements:
    """Return how the promises and plans of one customer stand on a day.

    Money that a signed plan uses up keeps no promise.
    """
    return match_agreements(
        promises(session, customer_id),
        plans_of(session, customer_id),
        money_in(session, customer_id),
        today=today,
        grace_business_days=grace_business_days,
        closed=closed,
    )


def agreements_of_all(
    session: Session,
    *,
    today: date,
    grace_business_days: int,
    closed: Container[date] = (),
) -> dict[int, Agreements]:
    """Return the same of every customer who ever promised or agreed on a plan."""
    given, plans, money = all_promises(session), all_plans(session), money_of_all(session)
    return {
        customer: match_agreements(
            given.get(customer, ()),
            plans.get(customer, ()),
            money.get(customer, ()),
            today=today,
            grace_business_days=grace_business_days,
            closed=closed,
        )
        for customer in sorted(given.keys() | plans.keys())
    }


def agreements_among(  # noqa: PLR0913 - each is named at the call
    session: Session,
    among: Select[Any],
    customer_id: int | None,
    *,
    today: date,
    grace_business_days: int,
    closed: Container[date] = (),
) -> dict[int, Agreements]:
    """Return the same of the customers that `among` selects, or of one of them alone."""
    if customer_id is not None:
        one = agreements_of(
            session,
            customer_id,
            today=today,
            grace_business_days=grace_business_days,
            closed=closed,
        )
        return {customer_id: one}
    given, money = all_promises(session, among), money_of_all(session, among)
    plans = all_plans(session)
    return {
        customer: match_agreements(
            given.get(customer, ()),
            plans.get(customer, ()),
            money.get(customer, ()),
            today=today,
            grace_business_days=grace_business_days,
            closed=closed,
        )
        for customer in given.keys() | plans.keys()
        if customer in given or any(plan.ended is None for plan in plans.get(customer, ()))
    }
