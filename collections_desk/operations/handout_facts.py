"""Everything about one customer that may be handed out, read in one session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collections_desk.operations.review_facts import plans_in
from collections_desk.operations.settlements import standings_of
from collections_desk.operations.timeline import timeline_of
from collections_desk.operations.worklist import line_in, standings_in
from collections_desk.store.activities import activities
from collections_desk.store.audit_log import read_head
from collections_desk.store.customers import addresses, contact_points, load_customer, people
from collections_desk.store.decisions import decisions
from collections_desk.store.disputes import disputes
from collections_desk.store.documents import attachments
from collections_desk.store.guard_events import guard_events
from collections_desk.store.hand_payments import hand_payments
from collections_desk.store.handout import all_entries, all_items
from collections_desk.store.holds import holds
from collections_desk.store.mailings import letters_of
from collections_desk.store.placements import placements
from collections_desk.store.promises import payments

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.activities import Activity
    from collections_desk.domain.customer_page import TimelineEntry
    from collections_desk.domain.customers import Address, ContactPerson, ContactPoint, Customer
    from collections_desk.domain.decisions import Decision
    from collections_desk.domain.disputes import Dispute
    from collections_desk.domain.hand_payments import HandPayment
    from collections_desk.domain.holds import Hold
    from collections_desk.domain.invoices import LedgerItem
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.payment_plans import PlanStanding
    from collections_desk.domain.placements import Placement
    from collections_desk.domain.promises import Payment, PromiseStanding
    from collections_desk.domain.settings import Settings
    from collections_desk.domain.settlements import SettlementStanding
    from collections_desk.domain.worklist import WorklistLine
    from collections_desk.operations.desk import Desk
    from collections_desk.store.documents import Attachment
    from collections_desk.store.handout import EntryLine
    from collections_desk.store.reading import Reading


@dataclass(frozen=True, slots=True)
class Handout:
    """What is known of one customer. Lists are oldest first, unless said otherwise.

    Attributes:
        payments: Those that were taken by hand, held and handed back ones too.
        received: All money that came, imported or by hand.
        timeline: Everything that happened, corrections and withdrawals among it.
        guards: Guard events as plain values.
        head: Number of operations on record and the fingerprint of the last one.
    """

    settings: Settings
    today: date
    customer: Customer
    people: tuple[ContactPerson, ...]
    addresses: tuple[Address, ...]
    points: tuple[ContactPoint, ...]
    line: WorklistLine
    items: tuple[LedgerItem, ...]
    entries: tuple[EntryLine, ...]
    payments: tuple[HandPayment, ...]
    received: tuple[Payment, ...]
    promises: tuple[PromiseStanding, ...]
    plans: tuple[PlanStanding, ...]
    disputes: tuple[Dispute, ...]
    holds: tuple[Hold, ...]
    decisions: tuple[Decision, ...]
    placements: tuple[Placement, ...]
    settlements: tuple[SettlementStanding, ...]
    activities: tuple[Activity, ...]
    timeline: tuple[TimelineEntry, ...]
    letters: tuple[Letter, ...]
    attachments: tuple[Attachment, ...]
    guards: tuple[dict[str, Any], ...]
    head: tuple[int, str]


def handout(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, day: date
) -> Handout:
    """Read it.

    Raises:
        StoreError: If there is no such customer, or it was merged into another.
    """
    head = read_head(session)
    standings = standings_in(session, desk, settings, customer_id, day)
    agreed = standings_of(session, desk, settings, customer_id, day)
    return Handout(
        settings=settings,
        today=day,
        customer=load_customer(session, customer_id),
        people=people(session, customer_id),
        addresses=addresses(session, customer_id),
        points=contact_points(session, customer_id),
        line=line_in(session, desk, settings, customer_id, day),
        items=tuple(all_items(session, customer_id)),
        entries=tuple(all_entries(session, customer_id)),
        payments=tuple(reversed(hand_payments(session, customer_id))),
        received=tuple(one for one in payments(session, customer_id) if one.amount.minor > 0),
        promises=tuple(sorted(standings, key=lambda one: one.promise.id)),
        plans=tuple(plans_in(session, desk, settings, customer_id, day)),
        disputes=tuple(reversed(disputes(session, customer_id))),
        holds=tuple(holds(session, customer_id)),
        decisions=tuple(reversed(decisions(session, customer_id))),
        placements=tuple(reversed(placements(session, customer_id))),
        settlements=tuple(reversed(agreed)),
        activities=tuple(reversed(activities(session, customer_id))),
        timeline=tuple(reversed(timeline_of(session, desk, settings, customer_id))),
        letters=tuple(reversed(letters_of(session, customer_id))),
        attachments=tuple(reversed(attachments(session, customer_id=customer_id))),
        guards=tuple(reversed(guard_events(session, customer_id))),
        head=(head.count, head.hash),
    )
