"""The worklist: read the facts, decide for each customer, put in order. Nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.calendar import closed_around
from collections_desk.domain.fee_policy import fees_are_on
from collections_desk.domain.next_actions import WorklistRules
from collections_desk.domain.plan_steps import Pace
from collections_desk.domain.ranking import order
from collections_desk.domain.ranking import worklist_line as line_of
from collections_desk.errors import StoreError
from collections_desk.operations.contact_plans import plans_in
from collections_desk.operations.resting import collector_resting
from collections_desk.store.agreements import agreements_of
from collections_desk.store.settings import load_settings
from collections_desk.store.worklist import customer_facts
from collections_desk.store.worklist_questions import FactQuestion

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.agreements import Agreements
    from collections_desk.domain.contact_plans import Plans
    from collections_desk.domain.promises import PromiseStanding
    from collections_desk.domain.settings import Settings
    from collections_desk.domain.worklist import CustomerFacts, WorklistLine
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading


def worklist(
    desk: Desk, *, today: date | None = None, everyone: bool = False
) -> list[WorklistLine]:
    """Return a line for each customer who owes or must be thanked, the most urgent first.

    Args:
        desk: The open desk.
        today: The day to look at; the creditor's date if None.
        everyone: Also customers who owe nothing, with their end state.
    """
    with collector_resting():
        with desk.database.read() as session:
            settings = load_settings(session)
            day = today or local_date(desk, settings)
            question = fact_question(desk, settings, day, everyone=everyone)
            facts = customer_facts(session, question)
            rules = rules_in(session, desk, settings, day)
        return order([line_of(customer, rules, day) for customer in facts])


def worklist_line(desk: Desk, customer_id: int, *, today: date | None = None) -> WorklistLine:
    """Return the line of one customer: what changed after an operation.

    Raises:
        StoreError: If there is no such customer.
    """
    with desk.database.read() as session:
        settings = load_settings(session)
        day = today or local_date(desk, settings)
        return line_in(session, desk, settings, customer_id, day)


def line_in(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, day: date
) -> WorklistLine:
    """Return the line of one customer inside a session that is already open."""
    facts = facts_in(session, desk, settings, customer_id, day)
    return line_of(facts, rules_in(session, desk, settings, day), day)


def facts_in(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, day: date
) -> CustomerFacts:
    """Return the facts of one customer inside a session that is already open.

    Raises:
        StoreError: If there is no such customer, or it was merged into another.
    """
    found = customer_facts(session, fact_question(desk, settings, day, customer_id=customer_id))
    if not found:
        raise StoreError(
            f"There is no customer number {customer_id} to work on in this store.",
            "Go back to the worklist and choose the customer there. Nothing was changed.",
        )
    return found[0]


def local_date(desk: Desk, settings: Settings) -> date:
    """Return the creditor's date; for use inside a session."""
    return desk.now().astimezone(ZoneInfo(settings.time_zone)).date()


def closed_days_of(desk: Desk, day: date) -> frozenset[date]:
    """Return the public holidays around a day."""
    return closed_around(desk.resources.holidays, day)


def fact_question(
    desk: Desk,
    settings: Settings,
    day: date,
    *,
    customer_id: int | None = None,
    everyone: bool = False,
) -> FactQuestion:
    """Return what to ask the store for."""
    return FactQuestion(
        today=day,
        zone=ZoneInfo(settings.time_zone),
        customer_id=customer_id,
        everyone=everyone,
        grace_business_days=settings.promise_tolerance_business_days,
        demand_days=settings.min_days_between_escalations,
        conversations=frozenset(
            outcome.code for outcome in desk.resources.outcomes.values() if outcome.conversation
        ),
        closed=closed_days_of(desk, day),
    )


def rules_in(session: Reading, desk: Desk, settings: Settings, day: date) -> WorklistRules:
    """Return what the decisions rest on besides the facts, with the plans in force."""
    return worklist_rules(desk, settings, day, plans_in(session, desk))


def worklist_rules(desk: Desk, settings: Settings, day: date, plans: Plans) -> WorklistRules:
    """Return what the decisions rest on besides the facts."""
    return WorklistRules(
        plans=plans,
        flags=desk.resources.flags,
        closed=closed_days_of(desk, day),
        small_balance_minor=settings.small_balance_minor,
        locale=settings.locale,
        pace=Pace(
            plans.catch_up_days,
            settings.min_days_between_escalations,
            settings.min_days_between_touches,
        ),
        patience_days=settings.patience_days,
        fee_preset=fees_are_on(settings, desk.resources.fee_presets),
        dispute_ack_business_days=settings.dispute_ack_business_days,
        dispute_decide_days=settings.dispute_decide_days,
        dispute_hard_days=settings.dispute_hard_days,
    )


def standings_in(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, day: date | None = None
) -> list[PromiseStanding]:
    """Return how every promise of one customer stands, inside an open session."""
    return list(agreements_in(session, desk, settings, customer_id, day).promises)


def agreements_in(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, day: date | None = None
) -> Agreements:
    """Return how the promises and plans of one customer stand, inside an open session."""
    today = day or local_date(desk, settings)
    return agreements_of(
        session,
        customer_id,
        today=today,
        grace_business_days=settings.promise_tolerance_business_days,
        closed=closed_days_of(desk, today),
    )
