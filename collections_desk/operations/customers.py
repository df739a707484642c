"""The customer page, and the doors to changing what is known of a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.aging import age, bucket_of, days_past_due
from collections_desk.domain.cases import Repeats
from collections_desk.domain.customer_page import CustomerPage, DraftNote, LocalTime, OpenInvoice
from collections_desk.domain.disputes import ALL_ASKED, not_asked_for
from collections_desk.domain.guards_time import clock_words, place_words
from collections_desk.domain.money import Money
from collections_desk.domain.promise_chains import promise_chains
from collections_desk.domain.promises import PromiseState, kept_rates
from collections_desk.domain.ranking import collectible_parts, promised
from collections_desk.domain.ranking import worklist_line as line_of
from collections_desk.domain.time_zones import common_window, inside_hours
from collections_desk.operations.call_guards import zones_of
from collections_desk.operations.customer_changes import (
    add_contact_point,
    add_new_customer,
    decide_category,
    edit_contact_point,
    edit_customer,
    end_customer,
    fix_address,
    put_in_person,
    reopen_customer,
)
from collections_desk.operations.dispute_lists import clock_readings
from collections_desk.operations.ends import end_lines
from collections_desk.operations.money_page import money_page
from collections_desk.operations.proposals import propose_category
from collections_desk.operations.timeline import timeline_of
from collections_desk.operations.worklist import (
    agreements_in,
    facts_in,
    local_date,
    rules_in,
)
from collections_desk.store import drafts as stored_drafts
from collections_desk.store.balances import open_items
from collections_desk.store.cases import case_history
from collections_desk.store.customers import (
    addresses,
    category_changes,
    contact_points,
    load_customer,
    people,
)
from collections_desk.store.disputes import disputes
from collections_desk.store.holds import holds
from collections_desk.store.letter_summaries import letter_summaries
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from collections_desk.domain.customers import Address, ContactPoint, Customer
    from collections_desk.domain.disputes import Dispute
    from collections_desk.domain.promises import PromiseStanding
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.balances import OpenItem
    from collections_desk.store.reading import Reading

__all__ = [
    "add_contact_point",
    "add_new_customer",
    "customer_page",
    "decide_category",
    "edit_contact_point",
    "edit_customer",
    "end_customer",
    "fix_address",
    "put_in_person",
    "reopen_customer",
]


def customer_page(desk: Desk, customer_id: int, *, today: date | None = None) -> CustomerPage:
    """Return everything about one customer, read in one session.

    Raises:
        StoreError: If there is no such customer, or it was merged into another.
    """
    with desk.database.read() as session:
        settings = load_settings(session)
        day = today or local_date(desk, settings)
        return _page(session, desk, settings, customer_id, day)


def _page(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, day: date
) -> CustomerPage:
    facts = facts_in(session, desk, settings, customer_id, day)
    line = line_of(facts, rules_in(session, desk, settings, day), day)
    customer = load_customer(session, customer_id)
    homes, points = addresses(session, customer_id), contact_points(session, customer_id)
    raised = disputes(session, customer_id)
    agreed = agreements_in(session, desk, settings, customer_id, day)
    standings = list(agreed.promises)
    items = open_items(session, customer_id, vanished=True)
    aging = age((item for item in items if item.status == "open"), day)
    return CustomerPage(
        customer=customer,
        people=people(session, customer_id),
        contact_points=points,
        addresses=homes,
        local_time=local_time(desk, settings, customer, homes, points),
        aging=tuple(aging.values()),
        balances=line.balances,
        overdue=line.overdue,
        promised=promised(facts),
        disputed=facts.disputed,
        demanded=facts.demanded,
        conceded=facts.conceded,
        collectible=collectible_parts(facts, settings.small_balance_minor),
        on_hold=facts.on_hold,
        dispute_clocks=clock_readings(desk, settings, raised, day),
        credits=facts.credits,
        to_be_collected=line.to_be_collected,
        days_past_due=line.days_past_due,
        invoices=tuple(_invoices(items, raised, day)),
        timeline=tuple(timeline_of(session, desk, settings, customer_id)),
        state=line.state,
        next_action=line.next_action,
        why=line.why,
        hold=line.hold,
        category_history=category_changes(session, customer_id),
        proposal=propose_category(session, desk, customer_id, standings),
        promises=tuple(sorted(standings, key=_newest_first)),
        disputes=tuple(raised),
        holds=tuple(holds(session, customer_id)),
        letters=tuple(letter_summaries(session, customer_id)),
        drafts=tuple(
            DraftNote(draft.kind, draft.key, draft.customer_id, draft.content, draft.saved_at)
            for draft in stored_drafts.load_drafts(session, customer_id=customer_id)
        ),
        as_of=line.as_of,
        money=money_page(session, desk, customer_id, day),
        payment_plans=agreed.plans[::-1],
        cases=case_history(session, customer_id, today=day),
        repeats=Repeats(facts.repeat_count, facts.recovered_since),
        kept_rates=kept_rates(standings, today=day),
        promise_chains=promise_chains(standings),
        ends=tuple(end_lines(session, desk, settings, customer_id, day)),
    )


def _newest_first(standing: PromiseStanding) -> tuple[bool, int, int]:
    """Open promises first, then the newest."""
    done = standing.state is not PromiseState.OPEN
    return done, -standing.promise.due_on.toordinal(), -standing.promise.id


def _invoices(
    items: Iterable[OpenItem], raised: Iterable[Dispute], day: date
) -> Iterable[OpenInvoice]:
    known = list(items)
    contested = not_asked_for(raised, {item.id: item.as_of for item in known})
    for item in known:
        days = days_past_due(item.due_on, day)
        aside = contested.get(item.id, ALL_ASKED).within(item.open.minor)
        yield OpenInvoice(
            item.id,
            item.kind,
            item.number,
            item.issued_on,
            item.due_on,
            days,
            bucket_of(days),
            item.amount,
            item.open,
            Money(aside.disputed, item.open.currency),
            item.status,
            item.as_of,
            item.reference,
            item.note,
            Money(aside.conceded, item.open.currency),
        )


def local_time(
    desk: Desk,
    settings: Settings,
    customer: Customer,
    homes: Iterable[Address],
    points: Iterable[ContactPoint],
) -> LocalTime:
    """Return the clock at the customer's place, and whether a call may begin now."""
    found = zones_of(desk, customer, homes, points)
    now = desk.now()
    if not found.zones:
        said = "Nobody knows what time it is there: ask, or complete the address."
        return LocalTime((), "", (), None, inside=False, said=said)
    clocks = tuple(now.astimezone(ZoneInfo(zone)) for zone in found.zones)
    earliest, latest = settings.earliest_contact, settings.latest_contact
    return LocalTime(
        found.zones,
        found.source,
        clocks,
        common_window(clocks[0].date(), found.zones, earliest, latest),
        inside=inside_hours(now, found.zones, earliest, latest),
        said=_clocks_said(now, found.zones),
    )


def _clocks_said(now: datetime, zones: Iterable[str]) -> str:
    """Say each different time once: "10:24 AM in Chicago or 11:24 AM in New York"."""
    places: dict[str, str] = {}
    for zone in zones:
        places.setdefault(clock_words(now, zone), place_words(zone))
    return " or ".join(f"{clock} in {place}" for clock, place in places.items())
