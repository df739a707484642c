"""How a call enters the record: checked, cleaned, with everything that it brings about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from collections_desk.domain.activities import LoggedCall
from collections_desk.domain.calendar import add_business_days
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.call_effects import (
    mark_number_bad,
    raise_disputes,
    record_call_step,
    set_flag_of,
    set_time_rule,
)
from collections_desk.operations.call_guards import entry_findings, zone_of, zones_of
from collections_desk.operations.commitments import record_promise
from collections_desk.operations.guarding import kept_reasons
from collections_desk.operations.recordings import check_talk, keep_talk
from collections_desk.operations.wording import checked_note, kept_line
from collections_desk.operations.worklist import closed_days_of, line_in
from collections_desk.store.activities import add_activity
from collections_desk.store.balances import open_items
from collections_desk.store.customers import addresses, contact_points, load_customer
from collections_desk.store.drafts import discard_draft
from collections_desk.store.guard_events import add_guard_events
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from collections_desk.domain.activities import CallEntry, Outcome
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

_NOTHING = "Nothing was logged; what you typed is kept."


def check_entry(session: Reading, desk: Desk, entry: CallEntry) -> CallEntry:
    """Return the entry as it can be recorded: texts cleaned, codes known, days possible.

    Raises:
        EntryRefusedError: At the first thing that cannot be recorded; it names the field.
    """
    resources, now = desk.resources, desk.now()
    outcome = resources.outcomes.get(entry.outcome)
    if outcome is None or outcome.channel != "phone":
        raise _refused("outcome", f'"{entry.outcome}" is not how a call can end.')
    if entry.reason and entry.reason not in resources.reasons:
        raise _refused("reason", f'"{entry.reason}" is not a known reason.')
    if entry.started.tzinfo is None or entry.started > now + timedelta(minutes=5):
        raise _refused("started", "The call would begin in the future.")
    if entry.seconds is not None and entry.seconds < 0:
        raise _refused("seconds", "The call would last less than no time.")
    today = now.astimezone(zone_of(load_settings(session))).date()
    if entry.next_on is not None and entry.next_on < today:
        raise _refused("next_on", f"The next action on {entry.next_on} would be in the past.")
    if outcome.sets == "PTP" and entry.promise is None:
        raise _refused("promise", "A promise to pay needs its amount and day.")
    _check_dispute(session, desk, entry, outcome)
    check_talk(session, desk, entry.customer_id, entry.recording)
    return replace(
        entry,
        number=kept_number(entry.number),
        reached_name=kept_line(entry.reached_name, field="reached_name") or None,
        reached_role=kept_line(entry.reached_role, field="reached_role") or None,
        consent=kept_line(entry.consent, field="consent") or None,
        next_action=kept_line(entry.next_action, field="next_action") or None,
        promise_method=kept_line(entry.promise_method, field="promise_method"),
        introduced_as=kept_line(entry.introduced_as, field="introduced_as"),
    )


def kept_number(number: str | None) -> str | None:
    """Return a number to call, in one line; it is no card number, however long."""
    text = " ".join((number or "").split())
    if len(text) > 60:  # noqa: PLR2004 - the longest number with extensions and words
        raise _refused("number", "The number is longer than any telephone number.")
    return text or None


def _check_dispute(session: Reading, desk: Desk, entry: CallEntry, outcome: Outcome) -> None:
    if entry.dispute_code and entry.dispute_code not in desk.resources.dispute_codes:
        raise _refused("dispute_code", f'"{entry.dispute_code}" is not a kind of dispute.')
    if outcome.sets == "dispute" and not entry.dispute_code:
        raise _refused("dispute_code", "A dispute needs its kind.")
    if entry.dispute_code and not entry.invoice_ids:
        raise _refused("invoices", "A dispute needs the invoice that it is about.")
    known = {item.id for item in open_items(session, entry.customer_id, vanished=True)}
    if unknown := set(entry.invoice_ids) - known:
        raise _refused(
            "invoices", f"Invoice number {min(unknown)} is not open with this customer."
        )


def _refused(field: str, problem: str) -> EntryRefusedError:
    return EntryRefusedError(field, problem, f"Put it right. {_NOTHING}")


def record_call(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    desk: Desk,
    entry: CallEntry,
    *,
    reasons: Mapping[str, str],
    now: datetime,
    corrects_id: int | None = None,
    findings: list[GuardFinding] | None = None,
) -> LoggedCall:
    """Put a checked call on record with all that it brings about, in one transaction.

    Args:
        transaction: The open transaction.
        desk: The desk.
        entry: As `check_entry` gave it.
        reasons: The clerk's sentence for each guard that asked.
        now: The moment of recording.
        corrects_id: The entry that this one corrects.
        findings: What the guards said, if that was worked out before.
    """
    settings = load_settings(transaction)
    if findings is None:
        findings = entry_findings(transaction, desk, entry, instead_of=corrects_id)
    day = now.astimezone(zone_of(settings)).date()
    started_on = entry.started.astimezone(zone_of(settings)).date()
    note = checked_note(entry.note)
    before = line_in(transaction, desk, settings, entry.customer_id, day)
    promise_id = _promise_of(transaction, desk, entry, started_on)
    activity_id = add_activity(
        transaction,
        entry.customer_id,
        "call",
        clerk=settings.clerk,
        happened_at=entry.started,
        now=now,
        invoice_ids=entry.invoice_ids,
        note=note.text,
        promise_id=promise_id,
        corrects_id=corrects_id,
        **_columns(transaction, desk, entry, day),
    )
    keep_talk(transaction, desk, entry.customer_id, activity_id, entry.recording, entry.started)
    disputes = raise_disputes(transaction, desk, entry, note.text, started_on)
    hold_id = set_flag_of(transaction, desk, entry, note.text, day, activity_id)
    set_time_rule(transaction, desk, entry, note.text, day, activity_id)
    mark_number_bad(transaction, entry, desk.resources.outcomes[entry.outcome])
    record_call_step(transaction, desk, settings, entry, before.next_action, activity_id, day)
    add_guard_events(
        transaction,
        entry.customer_id,
        findings,
        deed="call logged",
        decision="shown",
        reasons=kept_reasons(reasons),
        clerk=settings.clerk,
        now=now,
        activity_id=activity_id,
    )
    if entry.draft_key is not None:
        discard_draft(transaction, "call", entry.draft_key)
    transaction.flush()
    after = line_in(transaction, desk, settings, entry.customer_id, day)
    return LoggedCall(
        activity_id,
        promise_id,
        tuple(findings),
        after.next_action,
        tuple(disputes),
        hold_id,
        note.told,
    )


def _promise_of(
    transaction: Transaction, desk: Desk, entry: CallEntry, taken_on: date
) -> int | None:
    if entry.promise is None:
        return None
    currency = entry.promise.amount.currency
    payable = {
        item.id
        for item in open_items(transaction, entry.customer_id)
        if item.open.minor > 0 and item.open.currency == currency
    }
    return record_promise(
        transaction,
        desk,
        entry.customer_id,
        entry.promise,
        taken_on=taken_on,
        by_whom=entry.reached_name or "",
        method=entry.promise_method,
        invoice_ids=payable.intersection(entry.invoice_ids),  # a talk may touch more than is owed
    )


def _columns(session: Reading, desk: Desk, entry: CallEntry, day: date) -> dict[str, Any]:
    """Return what is recorded of a call as it was entered, with the clock there."""
    zone, local = _local_time(session, desk, entry)
    text, on = _next_of(desk, entry, desk.resources.outcomes[entry.outcome], day)
    return {
        "direction": entry.direction,
        "action": "IC" if entry.direction == "in" else "OC",
        "seconds": entry.seconds,
        "zone": zone,
        "local_time": local,
        "number": entry.number,
        "contact_point_id": entry.contact_point_id,
        "reached_name": entry.reached_name,
        "reached_role": entry.reached_role,
        "identity_checked": entry.identity_checked,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "dispute_code": entry.dispute_code,
        "consent": entry.consent,
        "next_action": text,
        "next_on": on,
    }


def _next_of(
    desk: Desk, entry: CallEntry, outcome: Outcome, day: date
) -> tuple[str | None, date | None]:
    """Return the next action that the entry leaves: the clerk's own, else the outcome's.

    Where a promise, dispute or flag decides, nothing is left: the worklist works it out.
    """
    if entry.next_on is not None:
        return entry.next_action or outcome.next_default or "Call again", entry.next_on
    if entry.next_action is not None:
        return entry.next_action, add_business_days(day, 1, closed_days_of(desk, day))
    if entry.promise is not None or outcome.next_days is None:
        return None, None
    on = add_business_days(day, outcome.next_days, closed_days_of(desk, day))
    return outcome.next_default, on


def _local_time(session: Reading, desk: Desk, entry: CallEntry) -> tuple[str | None, str | None]:
    """Return the customer's zone, the likeliest one, and the clock there at the call."""
    customer = load_customer(session, entry.customer_id)
    zones = zones_of(
        desk,
        customer,
        addresses(session, entry.customer_id),
        contact_points(session, entry.customer_id),
    ).zones
    if not zones:
        return None, None
    there = entry.started.astimezone(ZoneInfo(zones[0]))
    return zones[0], there.isoformat(timespec="seconds")
