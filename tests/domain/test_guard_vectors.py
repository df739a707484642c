"""The vectors V1 to V16 of the collections practice, from the official comments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from collections_desk.domain.calendar import closed_days, validation_period_end
from collections_desk.domain.customers import Address
from collections_desk.domain.guard_facts import CallSituation, ContactFact
from collections_desk.domain.guards_frequency import counted_calls, frequency_findings
from collections_desk.domain.time_zones import candidate_zones, common_window, inside_hours
from tests.domain.rules import RESOURCES, at, call, situation

#: Makes the house's own limit on all channels silent, so that a vector speaks of one rule.
EASTERN_MOBILE = "+12125550134"
MOUNTAIN_LANDLINE = "+13035550134"


def fired(made: CallSituation) -> set[str]:
    return {found.guard for found in frequency_findings(made)}


def test_v1_one_call_a_day_stays_silent() -> None:
    calls = [call("2020-04-01", "VML"), *(call(f"2020-04-0{day}") for day in range(2, 8))]

    for number in range(1, 8):
        made = situation(f"2020-04-0{number}", "11:00", contacts=tuple(calls[: number - 1]))
        assert "G-FREQ-01" not in fired(made)
    assert "G-FREQ-01" not in fired(situation("2020-04-08", contacts=tuple(calls)))
    assert len(counted_calls(situation("2020-04-08", contacts=tuple(calls)), None, 7)) == 6


def test_v2_the_eighth_call_in_seven_days_fires() -> None:
    calls = [call("2020-04-01")]
    for day in ("2020-04-02", "2020-04-03", "2020-04-06"):
        calls += [call(day, clock="09:00"), call(day, clock="15:00")]

    assert "G-FREQ-01" in fired(situation("2020-04-07", contacts=tuple(calls)))
    assert "G-FREQ-01" not in fired(situation("2020-04-07", contacts=tuple(calls[1:])))


@pytest.mark.parametrize(("day", "fires"), [*((day, True) for day in range(15, 21)), (21, False)])
def test_v3_seven_quiet_days_after_a_conversation(day: int, *, fires: bool) -> None:
    calls = (call("2020-08-11"), call("2020-08-14", "RPN"))

    assert ("G-FREQ-02" in fired(situation(f"2020-08-{day}", contacts=calls))) is fires


@pytest.mark.parametrize(("day", "fires"), [*((day, True) for day in range(14, 20)), (20, False)])
def test_v4_an_inbound_conversation_counts_too(day: int, *, fires: bool) -> None:
    calls = (call("2020-08-13", "RPN", direction="in"),)

    assert ("G-FREQ-02" in fired(situation(f"2020-08-{day}", contacts=calls))) is fires


def test_v5_consent_is_used_up_by_the_next_conversation() -> None:
    friday = call("2020-04-03", "RPC", consent=True)
    monday = call("2020-04-06", "RPN")

    assert "G-FREQ-02" not in fired(situation("2020-04-06", contacts=(friday,)))
    assert "G-FREQ-02" in fired(situation("2020-04-08", contacts=(friday, monday)))


def test_v6_calls_with_consent_are_not_counted() -> None:
    email = ContactFact(at("2020-06-04"), "email", "in", consent=True)
    calls = [
        call(day, clock=clock)
        for day in ("2020-06-08", "2020-06-09", "2020-06-10")
        for clock in ("09:00", "12:00", "15:00")
    ][:8]
    made = situation("2020-06-10", "16:00", contacts=(email, *calls))

    assert counted_calls(made, None, 7) == []
    assert "G-FREQ-01" not in fired(made)
    later = situation("2020-06-11", contacts=(email, *calls, call("2020-06-11", clock="09:00")))
    assert len(counted_calls(later, None, 7)) == 1


@pytest.mark.parametrize(("outcome", "count"), [("BUSY", 0), ("NIS", 0), ("DROP", 1), ("VMN", 1)])
def test_v7_and_v8_what_counts(outcome: str, count: int) -> None:
    made = situation("2020-04-02", contacts=(call("2020-04-01", outcome),))

    assert len(counted_calls(made, None, 7)) == count


def test_v9_calls_to_a_stranger_are_not_counted() -> None:
    stranger = "+12125550199"
    calls = (
        call("2020-04-06", number=stranger),
        call("2020-04-08", number=stranger),
        call("2020-04-09", "WN", number=stranger),
    )

    assert counted_calls(situation("2020-04-10", contacts=calls), None, 7) == []


def test_v10_an_attempt_counts_for_its_own_debt() -> None:
    made = situation("2020-04-02", contacts=(call("2020-04-01", booked=frozenset({1})),))

    assert len(counted_calls(made, 1, 7)) == 1
    assert counted_calls(made, 2, 7) == []


def test_v11_a_second_debt_in_the_talk() -> None:
    talk = call("2020-04-01", "RPN", booked=frozenset({1}), discussed=frozenset({1, 2}))
    made = situation("2020-04-03", contacts=(talk,), invoice_ids=frozenset({2}))

    assert "G-FREQ-02" in fired(made)
    assert counted_calls(made, 2, 7) == []
    assert len(counted_calls(made, 1, 7)) == 1


def test_v12_an_eastern_mobile_at_a_pacific_address() -> None:
    home = Address(1, city="Seattle", region="WA", postal_code="98101", country="US")
    zones = candidate_zones(None, [home], [EASTERN_MOBILE], RESOURCES.zone_tables).zones
    window = common_window(date(2020, 4, 1), zones, time(8), time(21))

    assert window is not None
    eastern = [moment.astimezone(ZoneInfo("America/New_York")) for moment in window]
    assert [moment.time() for moment in eastern] == [time(11), time(21)]


def test_v13_an_eastern_mobile_and_a_mountain_landline() -> None:
    phones = [EASTERN_MOBILE, MOUNTAIN_LANDLINE]
    zones = candidate_zones(None, [], phones, RESOURCES.zone_tables).zones
    window = common_window(date(2020, 4, 1), zones, time(8), time(21))

    assert window is not None
    eastern = [moment.astimezone(ZoneInfo("America/New_York")) for moment in window]
    assert [moment.time() for moment in eastern] == [time(10), time(21)]


@pytest.mark.parametrize(
    ("clock", "inside"),
    [("07:59:59", False), ("08:00:00", True), ("21:00:00", True), ("21:00:01", False)],
)
def test_v14_both_ends_of_the_window_are_inside(clock: str, *, inside: bool) -> None:
    moment = at("2020-04-01", clock)

    assert inside_hours(moment, ["America/New_York"], time(8), time(21)) is inside


def test_v15_phoenix_keeps_no_daylight_saving_time() -> None:
    def offsets(day: str) -> list[timedelta | None]:
        moment = at(day)
        zones = ("America/Phoenix", "America/Denver")
        return [moment.astimezone(ZoneInfo(zone)).utcoffset() for zone in zones]

    july, january = offsets("2020-07-01"), offsets("2020-01-02")
    assert july[0] != july[1]
    assert january[0] == january[1]


def test_v16_only_the_first_part_skips_holidays() -> None:
    closed = closed_days(RESOURCES.holidays, 2019, 2021)

    # Monday 2020-06-29; Friday July 3 is kept for July 4, so five business days end on July 7.
    assert validation_period_end(date(2020, 6, 29), closed) == date(2020, 8, 6)
    assert date(2020, 7, 3) in closed


def test_the_clock_of_the_vectors_is_aware() -> None:
    assert isinstance(at("2020-04-01"), datetime)
    assert at("2020-04-01").utcoffset() == timedelta(0)
