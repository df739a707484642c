"""What the guards say about a promise or a payment plan, inside an open session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.disputes import ALL_ASKED, not_asked_for
from collections_desk.domain.guards_plan import (
    PlanItem,
    PlanSituation,
    plan_findings,
    revival_findings,
)
from collections_desk.domain.guards_promise import promise_findings
from collections_desk.domain.guards_stop import agreement_stops
from collections_desk.domain.money import Money
from collections_desk.operations.guarding import guard_basis
from collections_desk.operations.worklist import agreements_in, facts_in
from collections_desk.store.balances import open_items
from collections_desk.store.customers import load_customer
from collections_desk.store.disputes import disputes
from collections_desk.store.holds import holds
from collections_desk.store.payment_plans import consumer_plans_by_year
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.limitation import LimitationPeriod
    from collections_desk.domain.plan_schedule import PlanTerms
    from collections_desk.domain.promise_text import TypedPromise
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.guarding import GuardBasis
    from collections_desk.store.reading import Reading


def findings_of_promise(  # noqa: PLR0913, PLR0917 - a promise and where it is looked at
    session: Reading,
    desk: Desk,
    customer_id: int,
    promise: TypedPromise,
    taken_on: date,
    invoice_ids: Iterable[int],
) -> list[GuardFinding]:
    """Return what asks about a promise."""
    settings = load_settings(session)
    basis = guard_basis(session, desk, settings, customer_id, taken_on)
    facts = facts_in(session, desk, settings, customer_id, taken_on)
    agreed = agreements_in(session, desk, settings, customer_id, taken_on)
    wanted = set(invoice_ids)
    items = plan_items(session, customer_id)
    named = [item for item in items if item.id in wanted] if wanted else None
    currency = promise.amount.currency
    return [
        *_stops(session, desk, basis, customer_id, taken_on),
        *promise_findings(
            promise,
            facts._replace(promises=agreed.promises),
            basis.rules,
            mode=basis.mode,
            kind=basis.kind,
            invoice_ids=wanted,
            taken_on=taken_on,
            max_days=settings.promise_max_days_ahead,
            payments=agreed.payments,
            max_broken=settings.promise_max_broken,
            named_minor=None
            if named is None
            else sum(item.covered.minor for item in named if item.open.currency == currency),
        ),
        *revival_findings(
            named if named is not None else _overdue(items, currency, taken_on),
            desk.resources.limitation_periods,
            basis.rules,
            mode=basis.mode,
            kind=basis.kind,
            state=state_of(basis, desk.resources.limitation_periods),
            today=taken_on,
        ),
    ]


def findings_of_plan(  # noqa: PLR0913, PLR0917 - a plan and where it is looked at
    session: Reading,
    desk: Desk,
    customer_id: int,
    terms: PlanTerms,
    replaces: int,
    today: date,
) -> list[GuardFinding]:
    """Return what asks about a plan; `replaces` counts the signed plans before it."""
    settings = load_settings(session)
    basis = guard_basis(session, desk, settings, customer_id, today)
    items = [item for item in plan_items(session, customer_id) if item.id in terms.invoice_ids]
    return [
        *_stops(session, desk, basis, customer_id, today),
        *plan_findings(
            terms,
            PlanSituation(
                rules=basis.rules,
                mode=basis.mode,
                kind=basis.kind,
                state=state_of(basis, desk.resources.limitation_periods),
                items=covered_by(items, terms.balance),
                periods=desk.resources.limitation_periods,
                plans_by_year=consumer_plans_by_year(session, 4),
                replaces=replaces,
                today=today,
            ),
        ),
    ]


def findings_of_settlement(
    session: Reading, desk: Desk, customer_id: int, today: date
) -> list[GuardFinding]:
    """Return what asks before a settlement is agreed: it asks for money as a plan does."""
    settings = load_settings(session)
    basis = guard_basis(session, desk, settings, customer_id, today)
    return _stops(session, desk, basis, customer_id, today)


def _stops(
    session: Reading, desk: Desk, basis: GuardBasis, customer_id: int, today: date
) -> list[GuardFinding]:
    """Return which flags forbid to agree on anything: a promise or a plan is collected too."""
    return agreement_stops(
        holds(session, customer_id),
        desk.resources.flags,
        basis.rules,
        mode=basis.mode,
        kind=basis.kind,
        country=basis.country,
        end_state=load_customer(session, customer_id).end_state,
        today=today,
    )


def state_of(basis: GuardBasis, periods: Mapping[str, LimitationPeriod]) -> str:
    """Return the state of the customer whose row is read: "MA" of "US-MA", or nothing.

    Of several states it is the one with the shortest period: the stricter one counts.
    """
    states = [where[3:5] for where in basis.where if where.startswith("US-")]
    known = [state for state in states if state in periods]
    return min(known, key=lambda state: periods[state].years(None)[0], default="")


def plan_items(session: Reading, customer_id: int) -> list[PlanItem]:
    """Return the open invoices of a customer with what is disputed of each, oldest first.

    What was decided for the customer and is not credited yet is left out like what is disputed.
    """
    items = open_items(session, customer_id)
    aside = not_asked_for(disputes(session, customer_id), {item.id: item.as_of for item in items})
    found = []
    for item in items:
        if item.open.minor > 0:
            minor = sum(aside.get(item.id, ALL_ASKED).within(item.open.minor))
            part = Money(minor, item.open.currency)
            found.append(
                PlanItem(item.id, item.number, item.due_on, item.open, part, item.open - part)
            )
    return found


def covered_by(items: Sequence[PlanItem], balance: Money) -> list[PlanItem]:
    """Lay the balance of a plan on its invoices: what is not disputed first, then the rest."""
    left = balance.minor
    parts: dict[int, int] = {}
    for item in items:
        parts[item.id] = min(left, item.open.minor - item.disputed.minor)
        left -= parts[item.id]
    for item in items:
        more = min(left, item.open.minor - parts[item.id])
        parts[item.id] += more
        left -= more
    return [
        PlanItem(
            item.id,
            item.number,
            item.due_on,
            item.open,
            item.disputed,
            Money(parts[item.id], balance.currency),
        )
        for item in items
    ]


def covered_minors(items: Iterable[PlanItem]) -> Mapping[int, int]:
    """Return what a plan covers of each invoice, those of which it covers nothing left out."""
    return {item.id: item.covered.minor for item in items if item.covered}


def _overdue(items: Iterable[PlanItem], currency: str, today: date) -> list[PlanItem]:
    return [
        item
        for item in items
        if item.open.currency == currency and item.due_on is not None and item.due_on < today
    ]
