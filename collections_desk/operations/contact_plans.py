"""Contact plans: which are in force, and how the clerk changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.plan_versions import in_force
from collections_desk.store.plan_versions import newest_plans

if TYPE_CHECKING:
    from collections_desk.domain.contact_plans import Plans
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading


def current_plans(desk: Desk) -> Plans:
    """Return the plans in force. Not inside another session."""
    with desk.database.read() as session:
        return plans_in(session, desk)


def plans_in(session: Reading, desk: Desk) -> Plans:
    """Return the plans in force, inside a session that is already open."""
    return in_force(desk.resources.plans, newest_plans(session))
