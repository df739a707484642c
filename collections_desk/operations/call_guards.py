"""What the guards say about a call, from the facts in the store. Nothing is written here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.contact_values import ContactFaultError, read_phone
from collections_desk.domain.guard_facts import CallLimits, CallSituation, ContactFact
from collections_desk.domain.guards_frequency import frequency_findings
from collections_desk.domain.guards_identity import identity_findings
from collections_desk.domain.guards_notes import careful_words, mask_numbers, note_findings
from collections_desk.domain.guards_stop import stop_findings
from collections_desk.domain.guards_time import time_findings
from collections_desk.domain.guards_validation import NOTICE, notice_findings
from collections_desk.domain.letters import LetterState
from collections_desk.domain.recording import consent_needed, recording_findings
from collections_desk.domain.time_zones import ZoneFinding, candidate_zones
from collections_desk.operations.agreement_guards import findings_of_promise
from collections_desk.operations.guarding import guard_basis, hardest_first
from collections_desk.operations.worklist import closed_days_of, line_in, local_date
from collections_desk.store.activities import activities
from collections_desk.store.balances import open_items
from collections_desk.store.customers import addresses, contact_points, load_customer
from collections_desk.store.disputes import disputes
from collections_desk.store.holds import holds
from collections_desk.store.mailings import letters_of
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from collections_desk.domain.activities import Activity, CallEntry
    from collections_desk.domain.customers import Address, ContactPoint, Customer
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.holds import Hold
    from collections_desk.domain.promise_text import TypedPromise
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading

#: Letters in these states have gone to nobody.
UNSENT = frozenset({LetterState.DRAFT, LetterState.APPROVED, LetterState.CANCELLED})


def examine_call(
    desk: Desk,
    customer_id: int,
    *,
    number: str | None,
    at: datetime | None = None,
    invoice_ids: Iterable[int] = (),
) -> list[GuardFinding]:
    """Return what the guards say about calling this customer now, the hardest first.

    Args:
        desk: The open desk.
        customer_id: Whom to call.
        number: The number as typed or stored, or None where it is not chosen yet.
        at: The moment; now if None.
        invoice_ids: What the call is about; empty means everything open.
    """
    with desk.database.read() as session:
        call = situation(session, desk, customer_id, number, at or desk.now(), invoice_ids)
    return hardest_first(outbound_findings(call))


def examine_entry(desk: Desk, entry: CallEntry) -> list[GuardFinding]:
    """Return what the guards say about a call that took place, as it is entered."""
    with desk.database.read() as session:
        return entry_findings(session, desk, entry)


def outbound_findings(call: CallSituation) -> list[GuardFinding]:
    """Return everything that is said before an outbound call."""
    return [
        *stop_findings(call),
        *time_findings(call),
        *frequency_findings(call),
        *notice_findings(call),
    ]


def entry_findings(
    session: Reading, desk: Desk, entry: CallEntry, *, instead_of: int | None = None
) -> list[GuardFinding]:
    """Return what the guards say about an entry, inside an open session.

    Hours and frequency bind only the calls that we place. The entry that it corrects
    (`instead_of`) is not counted beside it.
    """
    call = situation(
        session,
        desk,
        entry.customer_id,
        entry.number,
        entry.started,
        entry.invoice_ids,
        instead_of=instead_of,
    )
    found = outbound_findings(call) if entry.direction == "out" else []
    outcome = desk.resources.outcomes[entry.outcome]
    reached = any(fact.outcome and fact.outcome.right_party for fact in call.contacts)
    settings = load_settings(session)
    found += identity_findings(
        entry,
        outcome,
        call.rules,
        mode=call.mode,
        kind=call.kind,
        first_contact=not reached,
        name_used=entry.introduced_as,
        true_name=settings.business.name,
    )
    found += _of_recording(session, desk, entry, call)
    words = careful_words(
        desk.resources.text("codes/careful_words.csv"), "codes/careful_words.csv"
    )
    found += note_findings(
        mask_numbers(entry.note), words, call.rules, mode=call.mode, kind=call.kind
    )
    if entry.promise is not None:
        found += findings_of_promise(
            session, desk, entry.customer_id, entry.promise, call.today, entry.invoice_ids
        )
    return hardest_first(found)


def _of_recording(
    session: Reading, desk: Desk, entry: CallEntry, call: CallSituation
) -> list[GuardFinding]:
    """Say what the guards say about recording this call."""
    if entry.recording is None or not entry.recording.recorded:
        return []
    settings = load_settings(session)
    basis = guard_basis(session, desk, settings, entry.customer_id, call.today)
    needed = consent_needed(settings.place, basis.where, desk.resources.recording_consent)
    card = entry.outcome == "RPF" or "card" in f"{entry.promise_method} {entry.note}".casefold()
    return recording_findings(
        entry.recording, needed, call.rules, mode=call.mode, kind=call.kind, card_step=card
    )


def examine_promise(
    desk: Desk, customer_id: int, promise: TypedPromise, *, invoice_ids: Iterable[int] = ()
) -> list[GuardFinding]:
    """Return what asks about a promise before it is recorded."""
    with desk.database.read() as session:
        today = local_date(desk, load_settings(session))
        return findings_of_promise(session, desk, customer_id, promise, today, invoice_ids)


def situation(  # noqa: PLR0913, PLR0917 - what a call is
    session: Reading,
    desk: Desk,
    customer_id: int,
    number: str | None,
    at: datetime,
    invoice_ids: Iterable[int],
    *,
    instead_of: int | None = None,
) -> CallSituation:
    """Put together what the guards look at."""
    settings = load_settings(session)
    basis = guard_basis(
        session, desk, settings, customer_id, at.astimezone(zone_of(settings)).date()
    )
    customer = load_customer(session, customer_id)
    homes, points = addresses(session, customer_id), contact_points(session, customer_id)
    zones = zones_of(desk, customer, homes, points)
    day = at.astimezone(zone_of(settings)).date()
    items = open_items(session, customer_id)
    chosen = comparable(number, homes)
    point = next((one for one in points if comparable(one.value, homes) == chosen), None)
    line = line_in(session, desk, settings, customer_id, day)
    action = line.next_action
    return CallSituation(
        at=at,
        today=day,
        rules=basis.rules,
        mode=basis.mode,
        kind=basis.kind,
        limits=limits_of(settings),
        zones=zones.zones,
        zone_source=zones.source,
        number=chosen,
        number_state=point.state if point else "",
        number_label=(point.label or "") if point else "",
        invoice_ids=frozenset(invoice_ids),
        contacts=contact_facts(
            desk,
            (entry for entry in activities(session, customer_id) if entry.id != instead_of),
            homes,
            at,
        ),
        holds=tuple(_comparable_hold(hold, homes) for hold in holds(session, customer_id)),
        flags=desk.resources.flags,
        disputes=tuple(disputes(session, customer_id)),
        open_invoice_ids=frozenset(item.id for item in items if item.open.minor > 0),
        end_state=customer.end_state,
        tone=action.tone if action and action.kind == "call" else None,
        days_past_due=line.days_past_due,
        places=basis.places,
        place_known=bool(basis.where),
        country=basis.country,
        office_hours=customer.office_hours,
        closed=closed_days_of(desk, day),
        noticed=any(
            one.type == NOTICE and one.state not in UNSENT
            for one in letters_of(session, customer_id)
        ),
    )


def zones_of(
    desk: Desk,
    customer: Customer,
    homes: Iterable[Address],
    points: Iterable[ContactPoint],
) -> ZoneFinding:
    """Return the zones that a customer may be in. Bad numbers are no evidence."""
    phones = [
        point.normalized or point.value
        for point in points
        if point.is_phone and point.state != "bad"
    ]
    return candidate_zones(customer.time_zone, homes, phones, desk.resources.zone_tables)


def contact_facts(
    desk: Desk, entries: Iterable[Activity], homes: Iterable[Address], before: datetime
) -> tuple[ContactFact, ...]:
    """Turn entries of the record into what the guards count, those before a moment only."""
    where = tuple(homes)
    kinds = {"call", "email", "text", "letter", "visit"}
    return tuple(
        ContactFact(
            at=entry.happened_at,
            kind=entry.kind,
            direction=entry.direction,
            outcome=desk.resources.outcomes.get(entry.outcome or ""),
            number=comparable(entry.number, where),
            booked=frozenset(entry.invoice_ids),
            discussed=frozenset(entry.invoice_ids),
            consent=bool(entry.consent),
        )
        for entry in entries
        if entry.kind in kinds
        and entry.stands
        and entry.withdraws_id is None
        and entry.happened_at <= before
    )


def _comparable_hold(hold: Hold, homes: Iterable[Address]) -> Hold:
    """Return a hold on one number with the number in the form in which it is compared."""
    if hold.scope != "number":
        return hold
    return replace(hold, scope_ref=comparable(hold.scope_ref, homes) or hold.scope_ref)


def comparable(number: str | None, homes: Iterable[Address]) -> str | None:
    """Return a number or an e-mail address in the form in which two spellings are equal."""
    if not number or not number.strip():
        return None
    if "@" in number:
        return number.strip().casefold()
    region = next((home.country for home in homes if home.country), "US")
    try:
        return read_phone(number, region).normalized or number.strip()
    except ContactFaultError:
        return number.strip()


def limits_of(settings: Settings) -> CallLimits:
    """Return the limits that the business has set."""
    return CallLimits(
        earliest=settings.earliest_contact,
        latest=settings.latest_contact,
        seven_day_calls=settings.seven_day_calls,
        quiet_days=settings.quiet_days_after_conversation,
        max_contacts_per_week=settings.max_contacts_per_week,
        patience_days=settings.patience_days,
    )


def zone_of(settings: Settings) -> ZoneInfo:
    """Return the creditor's time zone."""
    return ZoneInfo(settings.time_zone)
