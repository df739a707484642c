"""G-LTR-07: the validation notice (L17) that is due with the first contact, by call or letter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.calendar import add_business_days
from collections_desk.domain.guard_facts import finding
from collections_desk.domain.letter_facts import weekday_day

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from datetime import date

    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.guard_facts import CallSituation
    from collections_desk.domain.guards import GuardFinding, Mode
    from collections_desk.domain.place_rules import PlaceRule

#: The letter that is the notice.
NOTICE = "L17"
#: Days after the first contact in which an agency sends it (12 CFR 1006.34(a)(1)(i)(B)).
AGENCY_DAYS = 5


class NoticeDue(NamedTuple):
    """That the notice is due, in words, and on which facts."""

    said: str
    facts: Mapping[str, str]


def notice_due(  # noqa: PLR0913 - each is named at the call
    places: Iterable[PlaceRule],
    *,
    mode: Mode,
    kind: CustomerKind,
    today: date,
    first_contact: date | None = None,
    closed: Container[date] = (),
) -> NoticeDue | None:
    """Say by when the notice is due, where one is; the caller knows that none was sent.

    Args:
        places: The rules of the customer's places.
        mode: Who collects.
        kind: From whom.
        today: The creditor's date.
        first_contact: When the customer was first spoken or written to; None: it would be now.
        closed: Public holidays.
    """
    first = first_contact or today
    if mode == "third_party":
        until = weekday_day(first + timedelta(days=AGENCY_DAYS))
        said = (
            f"no validation notice ({NOTICE}) is on record; it is due with the first contact, or "
            f"within {AGENCY_DAYS} days of it: by {until}"
        )
        return NoticeDue(said, {"until": until})
    for rule in places:
        if not rule.validation_notice or not rule.binds(mode, kind, today):
            continue
        facts = {"place": rule.id, "cite": rule.cite}
        days = rule.validation_business_days
        if not days:
            said = f"{rule.id} wants a validation notice ({NOTICE}), and none is on record"
            return NoticeDue(said, facts)
        until = weekday_day(add_business_days(first, days, closed))
        said = (
            f"{rule.id} wants a validation notice ({NOTICE}) within {days} business days of the "
            f"first contact, by {until}, and none is on record"
        )
        return NoticeDue(said, {**facts, "until": until})
    return None


def notice_findings(call: CallSituation) -> list[GuardFinding]:
    """Return what is said before a call while the notice is not on record.

    Where no place of the customer is known, no place can be named; an agency owes it anywhere.
    """
    if call.noticed:
        return []
    talks = [one.at for one in call.contacts if one.is_conversation]
    due = notice_due(
        call.places if call.place_known else (),
        mode=call.mode,
        kind=call.kind,
        today=call.today,
        first_contact=min(talks).astimezone(call.zone).date() if talks else None,
        closed=call.closed,
    )
    return [] if due is None else finding(call, "G-LTR-07", due.said, **due.facts)
