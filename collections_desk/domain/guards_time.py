"""G-TIME: is it a decent hour where the customer is?"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from collections_desk.domain.contact_rules import office_open, rule_from_facts
from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.guard_facts import finding
from collections_desk.domain.time_zones import common_window, inside_hours

if TYPE_CHECKING:
    from collections_desk.domain.guard_facts import CallSituation
    from collections_desk.domain.guards import GuardFinding

_SUNDAY = 6


def time_findings(call: CallSituation) -> list[GuardFinding]:
    """Return what the hours rules say about a call at this moment."""
    if not call.zones:
        said = (
            "nobody knows what time it is there: ask where the customer is, or check the address"
        )
        return [*_found(call, "G-TIME-02", said), *_stated(call)]
    return [
        *_hours(call),
        *_stated(call),
        *_near_end(call),
        *_sunday(call),
        *_office(call),
    ]


def window_of(call: CallSituation) -> tuple[time, time]:
    """Return the hours in force: the house's, narrowed by the rules of the customer's places."""
    earliest, latest = call.limits.earliest, call.limits.latest
    for place in call.places:
        left_out = call.channel in place.window_excludes
        if place.window and not left_out and place.binds(call.mode, call.kind, call.today):
            earliest = max(earliest, time.fromisoformat(place.window[0]))
            latest = min(latest, time.fromisoformat(place.window[1]))
    return earliest, latest


def _hours(call: CallSituation) -> list[GuardFinding]:
    earliest, latest = window_of(call)
    if inside_hours(call.at, call.zones, earliest, latest):
        return []
    outside = [zone for zone in call.zones if not inside_hours(call.at, [zone], earliest, latest)]
    clocks = " and ".join(
        f"{clock_words(call.at, zone)} in {place_words(zone)}" for zone in outside
    )
    day = call.at.astimezone(call.zone).date()
    if common_window(day, call.zones, earliest, latest) is None:
        said = (
            f"the places where the customer may be share no hour between {earliest:%H:%M} "
            f"and {latest:%H:%M}: ask where the customer is"
        )
        return _found(call, "G-TIME-02", said)
    return _found(call, "G-TIME-01", f"it is {clocks}, outside {earliest:%H:%M} to {latest:%H:%M}")


def _stated(call: CallSituation) -> list[GuardFinding]:
    found = []
    for hold in call.holds:
        if hold.scope != "time" or not hold.active(call.today):
            continue
        rule = rule_from_facts(hold.facts)
        there = call.at.astimezone(call.zone)
        if not rule.understood or rule.forbids(there):
            said = f"the customer called this inconvenient: {hold.reason}"
            found += _found(call, "G-TIME-03", said, hold=hold.id)
    return found


def _near_end(call: CallSituation) -> list[GuardFinding]:
    earliest, latest = window_of(call)
    later = call.at + timedelta(minutes=call.limits.near_end_minutes)
    if call.channel != "phone":
        return []
    now_inside = inside_hours(call.at, call.zones, earliest, latest)
    if not now_inside or inside_hours(later, call.zones, earliest, latest):
        return []
    said = f"the hours end within {call.limits.near_end_minutes} minutes: the call may run over"
    return _found(call, "G-TIME-04", said)


def _sunday(call: CallSituation) -> list[GuardFinding]:
    there = call.at.astimezone(call.zone).date()
    if there.weekday() == _SUNDAY:
        return _found(call, "G-TIME-05", "it is Sunday there")
    if call.country == "US" and there in call.closed:
        return _found(call, "G-TIME-05", "it is a public holiday there")
    return []


def _office(call: CallSituation) -> list[GuardFinding]:
    if call.channel != "phone":
        return []
    business = call.kind in {CustomerKind.ENTITY, CustomerKind.NATURAL_BUSINESS}
    if not business or not call.office_hours:
        return []
    if office_open(call.office_hours, call.at.astimezone(call.zone)) is not False:
        return []
    return _found(call, "G-TIME-06", f"their office is closed now ({call.office_hours})")


def _found(
    call: CallSituation,
    guard: str,
    said: str,
    **facts: Any,  # noqa: ANN401 - facts of a guard
) -> list[GuardFinding]:
    clocks = {
        zone: f"{call.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}" for zone in call.zones
    }
    return finding(call, guard, said, zones=clocks, source=call.zone_source, **facts)


def clock_words(moment: datetime, zone: str) -> str:
    """Return the local time as people say it, "9:05 PM"."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there.hour % 12 or 12}:{there:%M} {'AM' if there.hour < 12 else 'PM'}"  # noqa: PLR2004 - noon


def place_words(zone: str) -> str:
    """Return the place in the name of a zone: "New York" for "America/New_York"."""
    return zone.rpartition("/")[2].replace("_", " ")
