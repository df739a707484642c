"""The dates of a contact plan for a chosen customer, before the plan is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_desk.domain.plan_outlook import plan_outlook
from collections_desk.operations.contact_plans import plans_in
from collections_desk.operations.worklist import facts_in, local_date, worklist_rules
from collections_desk.store.plan_versions import step_records
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections_desk.domain.contact_plans import Plan
    from collections_desk.domain.plan_dates import PlanDates
    from collections_desk.operations.desk import Desk


def preview_dates(desk: Desk, plan: Plan, customer_id: int) -> PlanDates:
    """Return every step of a plan with its day for one customer. Nothing is written.

    Args:
        desk: The open desk.
        plan: The plan, saved or as it is edited.
        customer_id: For whom.

    Raises:
        StoreError: If there is no such customer.
    """
    with desk.database.read() as session:
        settings = load_settings(session)
        today = local_date(desk, settings)
        facts = facts_in(session, desk, settings, customer_id, today)
        plans = plans_in(session, desk)
        edited = replace(plans, plans={**plans.plans, plan.id: plan})
        rules = worklist_rules(desk, settings, today, edited)
        return plan_outlook(plan, facts, rules, step_records(session, customer_id), today)
