"""What the call form needs to know before it opens, in one reading of the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collections_desk.desktop.call_tables import CallTables
from collections_desk.operations import contact, customers
from collections_desk.operations.recordings import ask_about_recording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.call_guides import CallGuide
    from collections_desk.domain.customer_page import CustomerPage
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk

#: The kind under which the drafts of this form are kept; their key is the customer.
DRAFT_KIND = "call"


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What one reading of the store brings for a call."""

    page: CustomerPage
    settings: Settings
    today: date
    tables: CallTables
    guide: CallGuide
    findings: list[GuardFinding]
    draft: Mapping[str, Any] | None
    number: str | None = None  # the number that the clerk chose before the form opened


def read_call(desk: Desk, customer_id: int, number: str | None) -> CallFacts:
    """Read what the call form shows. For the worker thread."""
    page = customers.customer_page(desk, customer_id)
    step = page.next_action.step if page.next_action else None
    key = str(customer_id)
    drafts = [draft for draft in contact.load_drafts(desk, DRAFT_KIND) if draft.key == key]
    resources = desk.resources
    return CallFacts(
        page,
        desk.settings(),
        desk.today(),
        CallTables(
            resources.outcomes,
            resources.reasons,
            resources.dispute_codes,
            ask_about_recording(desk, customer_id),
        ),
        contact.call_guide(desk, page.customer.category, step),
        contact.examine_call(desk, customer_id, number=number or _first_number(page)),
        drafts[0].content if drafts else None,
        number,
    )


def _first_number(page: CustomerPage) -> str | None:
    usable = (point for point in page.contact_points if point.is_phone and point.state == "ok")
    return next((point.value for point in usable), None)
