"""G-FREQ: how often the customer was called and written to lately.

Days are consecutive local dates of the customer; the day of an event is day 1 (official
comments to 12 CFR 1006.14). The counts are a presumption for agencies and a house rule for a
business that collects its own debts.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.guard_facts import finding
from collections_desk.domain.place_rules import strictest_caps

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from collections_desk.domain.guard_facts import CallSituation, ContactFact
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.place_rules import Cap, PlaceRule

#: Tones that belong to the time after the first thirty days.
FIRM_TONES = frozenset({"plain-firm", "firm", "formal"})
_CAP_WORDS = {
    "calls": "calls",
    "calls_other": "calls to a place of work",
    "conversations": "conversations",
    "electronic": "e-mails and texts",
    "all_channels": "contacts by all channels",
}
#: Prior consent covers the day on which it was given and the six days after it.
CONSENT_DAYS = 7


def frequency_findings(call: CallSituation) -> list[GuardFinding]:
    """Return what the frequency rules say about one more outbound call now."""
    by_phone = [
        *_seven_in_seven(call),
        *_quiet_days(call),
        *_same_number(call),
        *_third_party_again(call),
    ]
    of_any = [*_place_caps(call), *_all_channels(call), *_too_firm(call)]
    return [*by_phone, *of_any] if call.channel == "phone" else of_any


def counted_calls(call: CallSituation, invoice_id: int | None, days: int) -> list[ContactFact]:
    """Return the calls that count for one debt within the last `days` local dates.

    Left out: busy and not in service (the outcome says so), inbound calls, calls to a number
    that later proved to be a stranger's, and calls that the customer had agreed to.
    """
    first = _local(call, None) - timedelta(days=days - 1)
    strangers = _strangers(call)
    return [
        contact
        for contact in call.contacts
        if contact.counts
        and contact.at <= call.at
        and first <= _local(call, contact)
        and (contact.number is None or contact.number not in strangers)
        and (invoice_id is None or not contact.booked or invoice_id in contact.booked)
        and not had_consent(call, contact)
    ]


def had_consent(call: CallSituation, later: ContactFact | None) -> bool:
    """Tell whether the customer had agreed to a contact at that moment (None: to this call).

    Consent is used up by the next conversation, unless it is given anew there.
    """
    moment = call.at if later is None else later.at
    before = [contact for contact in call.contacts if contact.at < moment]
    speaking = [contact for contact in before if contact.consent or contact.is_conversation]
    last = max(speaking, key=lambda contact: contact.at, default=None)
    if last is None or not last.consent:
        return False
    last_day = _local(call, last) + timedelta(days=CONSENT_DAYS - 1)
    return _local(call, later) <= last_day


def _local(call: CallSituation, contact: ContactFact | None) -> date:
    return (call.at if contact is None else contact.at).astimezone(call.zone).date()


def _strangers(call: CallSituation) -> set[str]:
    return {
        contact.number
        for contact in call.contacts
        if contact.number and contact.outcome is not None and contact.outcome.code == "WN"
    }


def _debts(call: CallSituation) -> Iterable[int | None]:
    """Return the debts to count for: those named, else each that anything was booked to."""
    if call.invoice_ids:
        return sorted(call.invoice_ids)
    booked = {debt for contact in call.contacts for debt in contact.booked}
    booked &= call.open_invoice_ids or booked
    return sorted(booked) or [None]


def _seven_in_seven(call: CallSituation) -> list[GuardFinding]:
    most = call.limits.seven_day_calls
    if had_consent(call, None):
        return []
    count = max((len(counted_calls(call, debt, 7)) for debt in _debts(call)), default=0)
    if count < most:
        return []
    said = f"this would be call {count + 1} about this debt in seven days; the limit is {most}"
    return finding(call, "G-FREQ-01", said, calls=count, limit=most)


def _quiet_days(call: CallSituation) -> list[GuardFinding]:
    days = call.limits.quiet_days
    talks = [
        contact
        for contact in call.contacts
        if contact.is_conversation
        and contact.at < call.at
        and (not call.invoice_ids or not contact.discussed or call.invoice_ids & contact.discussed)
    ]
    last = max(talks, key=lambda contact: contact.at, default=None)
    if last is None or had_consent(call, None):
        return []
    last_day = _local(call, last) + timedelta(days=days - 1)
    if _local(call, None) > last_day:
        return []
    talked = _local(call, last)
    said = (
        f"you talked about this on {talked:%a, %b} {talked.day}; "
        f"the {days} quiet days end on {last_day:%a, %b} {last_day.day}"
    )
    return finding(
        call, "G-FREQ-02", said, talked=talked.isoformat(), quiet_until=last_day.isoformat()
    )


def _same_number(call: CallSituation) -> list[GuardFinding]:
    if call.number is None:
        return []
    dialed = [
        contact
        for contact in call.contacts
        if contact.kind == "call"
        and contact.direction == "out"
        and contact.number == call.number
        and contact.at <= call.at
    ]
    minutes = [contact for contact in dialed if call.at - contact.at < timedelta(minutes=5)]
    if minutes:
        said = "this number was called less than five minutes ago"
        return finding(call, "G-FREQ-03", said, calls=len(minutes) + 1, minutes=5)
    today = [contact for contact in dialed if _local(call, contact) == _local(call, None)]
    if len(today) < 2:  # noqa: PLR2004 - the third call on one date fires
        return []
    said = f"this would be call {len(today) + 1} to this number today"
    return finding(call, "G-FREQ-03", said, calls=len(today) + 1)


def _place_caps(call: CallSituation) -> list[GuardFinding]:
    bound = [place for place in call.places if place.binds(call.mode, call.kind, call.today)]
    caps = [(place, cap) for place in bound for cap in place.caps]
    if not call.place_known:
        return [one for place, cap in strictest_caps(bound) for one in _cap(call, place, cap)]
    found = []
    for place in bound:
        if 0 < call.days_past_due < place.starts_days_past_due:
            said = (
                f"{place.id} wants {place.starts_days_past_due} days past due before contact; "
                f"it is {call.days_past_due}"
            )
            found += finding(call, "G-FREQ-04", said, place=place.id, cite=place.cite)
    return [*found, *(one for place, cap in caps for one in _cap(call, place, cap))]


def _cap(call: CallSituation, place: PlaceRule, cap: Cap) -> list[GuardFinding]:
    count = _count_for(call, cap)
    if count < cap.most:
        return []
    intent = ", where they are meant to annoy" if cap.with_intent else ""
    where = place.id if call.place_known else f"the place is not known, and {place.id}"
    said = (
        f"{where} allows {cap.most} {_CAP_WORDS[cap.what]} in {cap.days} days{intent}, "
        f"and there were {count}"
    )
    return finding(call, "G-FREQ-04", said, place=place.id, count=count, cite=place.cite)


def _count_for(call: CallSituation, cap: Cap) -> int:
    first = _local(call, None) - timedelta(days=cap.days - 1)
    recent = [
        contact
        for contact in call.contacts
        if contact.at <= call.at and _local(call, contact) >= first
    ]
    by_phone = call.channel == "phone"
    if cap.what == "calls_other" and not (by_phone and call.at_work):
        return 0
    if cap.what in {"calls", "calls_other"}:
        debts = _debts(call) if cap.per == "debt" else [None]
        counts = (len(counted_calls(call, debt, cap.days)) for debt in debts)
        return max(counts, default=0) if by_phone else 0
    if cap.what == "conversations":
        return sum(contact.is_conversation for contact in recent) if by_phone else 0
    if cap.what == "electronic":
        sent = sum(one.direction == "out" and one.kind in {"email", "text"} for one in recent)
        return sent if call.channel in {"email", "text"} else 0
    return sum(contact.direction == "out" for contact in recent)


def _third_party_again(call: CallSituation) -> list[GuardFinding]:
    if call.number is None:
        return []
    earlier = [
        contact
        for contact in call.contacts
        if contact.number == call.number
        and contact.outcome is not None
        and contact.outcome.code in {"TPC", "TPM"}
        and contact.at < call.at
    ]
    if not earlier:
        return []
    said = "someone else answered at this number before: a second call there needs a reason"
    return finding(call, "G-FREQ-05", said, earlier=len(earlier))


def _all_channels(call: CallSituation) -> list[GuardFinding]:
    most = call.limits.max_contacts_per_week
    first = _local(call, None) - timedelta(days=6)
    count = sum(
        contact.direction == "out"
        and contact.at <= call.at
        and _local(call, contact) >= first
        and not had_consent(call, contact)
        for contact in call.contacts
    )
    if count < most or had_consent(call, None):
        return []
    said = f"there were {count} contacts by all channels in seven days; the house limit is {most}"
    return finding(call, "G-FREQ-06", said, contacts=count, limit=most)


def _too_firm(call: CallSituation) -> list[GuardFinding]:
    if call.tone not in FIRM_TONES or call.days_past_due >= call.limits.patience_days:
        return []
    said = (
        f"a {call.tone} tone comes after {call.limits.patience_days} days of patience; "
        f"it is day {call.days_past_due}"
    )
    return finding(call, "G-FREQ-07", said, days_past_due=call.days_past_due)
