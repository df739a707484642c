"""What another category would change for a customer, shown before it is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.customers import Category
from collections_desk.domain.plan_moves import PlanMove, move_to_plan
from collections_desk.operations.worklist import facts_in, local_date, rules_in
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.operations.desk import Desk


def plan_moves(
    desk: Desk, customer_id: int, *, today: date | None = None
) -> dict[Category, PlanMove]:
    """Return for each category what would come next. Nothing is written.

    Raises:
        StoreError: If there is no such customer.
    """
    with desk.database.read() as session:
        settings = load_settings(session)
        day = today or local_date(desk, settings)
        facts = facts_in(session, desk, settings, customer_id, day)
        rules = rules_in(session, desk, settings, day)
    return {category: move_to_plan(facts, category, rules, day) for category in Category}
