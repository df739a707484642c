"""The guards one by one: what they say, how hard, and that the shipped table holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.activities import CallEntry
from collections_desk.domain.contact_rules import inconvenient, office_open
from collections_desk.domain.customers import Address, CustomerKind
from collections_desk.domain.disputes import Dispute
from collections_desk.domain.guard_facts import CallSituation
from collections_desk.domain.guards import (
    Mode,
    Severity,
    find,
    guard_rules,
    kind_counts,
    unanswered,
    worst,
)
from collections_desk.domain.guards_frequency import frequency_findings
from collections_desk.domain.guards_identity import identity_findings
from collections_desk.domain.guards_notes import luhn, mask_numbers, note_findings
from collections_desk.domain.guards_stop import stop_findings
from collections_desk.domain.guards_time import time_findings
from collections_desk.domain.holds import Hold
from collections_desk.domain.money import Money
from collections_desk.domain.place_rules import places_of
from collections_desk.errors import ResourceFaultError
from tests.domain.rules import RESOURCES, TODAY, at, call, situation

DAY = "2026-11-18"  # a Wednesday


def said(made: CallSituation) -> dict[str, Severity]:
    found = [*time_findings(made), *frequency_findings(made), *stop_findings(made)]
    return {one.guard: one.severity for one in found}


def held(flag: str = "", **facts: object) -> Hold:
    return Hold(7, 1, "as reported", date(2026, 11, 2), flag=flag, **facts)  # type: ignore[arg-type]


def test_the_table_has_every_group() -> None:
    groups = {ident.rsplit("-", 1)[0] for ident in RESOURCES.guards}

    assert groups == {
        "G-TIME", "G-FREQ", "G-STOP", "G-ID", "G-REC", "G-NOTE", "G-LTR", "G-PAY", "G-KEEP",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "kind", "severity"),
    [
        ("first_party", CustomerKind.CONSUMER, Severity.ASK),
        ("first_party", CustomerKind.UNKNOWN, Severity.ASK),
        ("first_party", CustomerKind.ENTITY, Severity.WARNING),
        ("first_party", CustomerKind.NATURAL_BUSINESS, Severity.WARNING),
        ("third_party", CustomerKind.ENTITY, Severity.BLOCKED),
    ],
)
def test_severity_depends_on_who_collects_from_whom(
    mode: str, kind: CustomerKind, severity: Severity
) -> None:
    late = situation(DAY, "21:30", mode=mode, kind=kind)

    assert said(late)["G-TIME-01"] is severity


@pytest.mark.parametrize(
    ("fault", "line"),
    [("Q", 2), ("", 2)],
)
def test_a_broken_table_names_its_line(fault: str, line: int) -> None:
    head = (
        "id,trigger,first_party_consumer,first_party_business,third_party_consumer,"
        "on,does,source,as_of,confidence\n"
    )
    with pytest.raises(ResourceFaultError) as refused:
        guard_rules(head + f"G-X-01,x,{fault},W,B,on,,house,2026-11-21,house\n", "guards.csv")

    assert refused.value.line == line


def test_no_zone_asks() -> None:
    assert said(situation(DAY, zones=())) == {"G-TIME-02": Severity.ASK}


def test_places_without_a_common_hour_ask() -> None:
    zones = ("Europe/London", "Asia/Shanghai", "America/Los_Angeles")

    assert "G-TIME-02" in said(situation(DAY, zones=zones))


def test_a_call_near_the_end_may_run_over() -> None:
    assert "G-TIME-04" in said(situation(DAY, "20:55"))
    assert "G-TIME-04" not in said(situation(DAY, "20:45"))


def test_sunday_is_off_as_shipped() -> None:
    assert "G-TIME-05" not in said(situation("2026-11-22"))


def test_an_inconvenient_time_that_was_stated() -> None:
    rule = held(scope="time", facts=inconvenient("never before 10 am on Wednesdays").facts())

    assert "G-TIME-03" in said(situation(DAY, "09:30", holds=(rule,)))
    assert "G-TIME-03" not in said(situation(DAY, "10:30", holds=(rule,)))
    assert "G-TIME-03" not in said(situation("2026-11-19", "09:30", holds=(rule,)))


@pytest.mark.parametrize(
    ("hours", "clock", "is_open"),
    [
        ("Mon-Fri 9-17", "16:59", True),
        ("Mon-Fri 9-17", "17:01", False),
        ("8:30 am - 5 pm", "08:29", False),
        ("Thu-Tue 9-17", "12:00", False),
        ("call the front desk", "03:00", None),
    ],
)
def test_office_hours(hours: str, clock: str, is_open: bool | None) -> None:  # noqa: FBT001 - from a table
    there = at(DAY, clock).astimezone(situation(DAY).zone)

    assert office_open(hours, there) is is_open


def test_months_are_no_weekdays() -> None:
    assert not inconvenient("call next month about the money").understood


def test_the_same_number_twice_in_five_minutes_or_thrice_a_day() -> None:
    number = "+12125550134"
    once = call(DAY, clock="11:57", number=number)
    again = situation(DAY, number=number, contacts=(once,))
    assert "G-FREQ-03" in said(again)

    earlier = call(DAY, clock="09:00", number=number)
    twice = (earlier, call(DAY, clock="10:00", number=number))
    assert "G-FREQ-03" in said(situation(DAY, number=number, contacts=twice))
    assert "G-FREQ-03" not in said(situation(DAY, number=number, contacts=twice[:1]))


def test_the_cap_of_massachusetts() -> None:
    home = Address(1, city="Boston", region="MA", postal_code="02115", country="US")
    places = tuple(places_of([home], RESOURCES.places, RESOURCES.zone_tables))
    calls = (call("2026-11-16"), call("2026-11-17"))

    assert [place.id for place in places] == ["US-MA"]
    assert "G-FREQ-04" in said(situation(DAY, places=places, contacts=calls))
    assert "G-FREQ-04" not in said(situation("2026-11-24", places=places, contacts=calls))
    business = situation(DAY, places=places, contacts=calls, kind=CustomerKind.ENTITY)
    assert "G-FREQ-04" not in said(business)


def test_a_firm_tone_waits_for_thirty_days() -> None:
    assert "G-FREQ-07" in said(situation(DAY, tone="firm", days_past_due=29))
    assert "G-FREQ-07" not in said(situation(DAY, tone="firm", days_past_due=30))


@pytest.mark.parametrize(
    ("flag", "guard"),
    [
        (code, flag.guard)
        for code, flag in RESOURCES.flags.items()
        if flag.guard and code not in {"OPT_EMAIL", "OPT_TEXT", "OPT_MAIL", "WORK_NO", "BREATHING"}
    ],
)
def test_each_flag_sets_off_its_guard(flag: str, guard: str) -> None:
    assert guard in said(situation(DAY, holds=(held(flag),)))
    lifted = held(flag, lifted_on=date(2026, 11, 10))
    assert guard not in said(situation(DAY, holds=(lifted,)))


@pytest.mark.parametrize("country", ["GB", "US", "DE"])
def test_a_moratorium_on_record_stands_wherever_it_was_ordered(country: str) -> None:
    space = (held("BREATHING"),)

    assert said(situation(DAY, holds=space, country=country))["G-STOP-11"] is Severity.BLOCKED
    assert "G-STOP-11" not in said(situation(DAY, country=country))


def test_a_refused_work_number_is_that_number_only() -> None:
    work = held("WORK_NO", scope="number", scope_ref="+12125550134")

    assert "G-STOP-05" in said(situation(DAY, holds=(work,), number="+12125550134"))
    assert "G-STOP-05" not in said(situation(DAY, holds=(work,), number="+12125550135"))


def test_a_plain_hold_speaks_and_a_disputed_invoice_too() -> None:
    dispute = Dispute(3, 1, 5, "D02", Money(5000, "USD"), date(2026, 11, 2))

    assert "G-STOP-14" in said(situation(DAY, holds=(held(),)))
    assert "G-STOP-08" in said(situation(DAY, disputes=(dispute,)))
    other = situation(DAY, disputes=(dispute,), invoice_ids=frozenset({6}))
    assert "G-STOP-08" not in said(other)


def test_the_identity_was_not_checked() -> None:
    entry = CallEntry(1, at(DAY), "RPN")
    outcome = RESOURCES.outcomes["RPN"]
    found = identity_findings(
        entry, outcome, RESOURCES.guards, mode="first_party", kind=CustomerKind.CONSUMER
    )

    assert [(one.guard, one.severity) for one in found] == [("G-ID-01", Severity.ASK)]
    assert unanswered(found, {"G-ID-01": " "}) == found
    assert unanswered(found, {"G-ID-01": "known voice"}) == []
    assert worst(found) is Severity.ASK


CARDS = ("4111111111111111", "378282246310005", "6011111111111117", "4222222222222")


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("gap", ["", " ", "-", "."])
def test_card_numbers_are_masked(card: str, gap: str) -> None:
    typed = gap.join(card[start : start + 4] for start in range(0, len(card), 4))
    masked = mask_numbers(f"paid by {typed}, thanks")

    assert masked.text == f"paid by [masked, ends {card[-4:]}], thanks"
    assert len(masked.told) == 1


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("SSN 123-45-6789", "SSN [masked, ends 6789]"),
        ("his ssn is 123456789", "his ssn is [masked, ends 6789]"),
        ("number 219-09-9999", "number [masked, ends 9999]"),
        ("cvv 123", "cvv [masked]"),
        ("routing 021000021 account no 12345678", None),
        ("call 212-555-0134 about invoice 100234", "call 212-555-0134 about invoice 100234"),
        ("order 4111111111111112", "order 4111111111111112"),
        ("dates 2026-11-20 to 2026-12-31", "dates 2026-11-20 to 2026-12-31"),
    ],
)
def test_what_else_is_masked_and_what_is_not(note: str, kept: str | None) -> None:
    masked = mask_numbers(note)

    if kept is None:
        assert "021000021" not in masked.text
        assert "12345678" not in masked.text
    else:
        assert masked.text == kept


@given(st.integers(min_value=10**11, max_value=10**17), st.text(max_size=20))
def test_no_card_number_survives(stem: int, words: str) -> None:
    digits = next(f"{stem}{check}" for check in range(10) if luhn(f"{stem}{check}"))

    assert digits not in mask_numbers(f"{words} {digits} {words}").text


@given(st.text(alphabet=st.characters(exclude_categories=["Nd"], exclude_characters="0123456789")))
def test_words_without_digits_stay_as_they_are(words: str) -> None:
    assert mask_numbers(words).text == words


def test_careful_words_are_warned_of() -> None:
    found = note_findings(
        mask_numbers("He is an idiot"),
        ("idiot",),
        RESOURCES.guards,
        mode="first_party",
        kind=CustomerKind.CONSUMER,
    )

    assert [one.guard for one in found] == ["G-NOTE-02"]


@given(st.integers(min_value=0, max_value=14), st.integers(min_value=1, max_value=9))
def test_more_calls_never_make_a_guard_fall_silent(days_ago: int, calls: int) -> None:
    day = TODAY - timedelta(days=days_ago)
    contacts = tuple(call(day.isoformat(), clock=f"{8 + n:02}:00") for n in range(calls))
    fewer = situation(TODAY.isoformat(), "19:00", contacts=contacts[:-1])
    more = situation(TODAY.isoformat(), "19:00", contacts=contacts)

    assert said(fewer).keys() <= said(more).keys()


def test_the_table_speaks_to_the_clerk_without_short_forms() -> None:
    table = RESOURCES.text("guards/guards.csv")
    assert " in 3P" not in table


@pytest.mark.parametrize(
    ("guard", "mode", "kind", "counts"),
    [
        ("G-TIME-01", "first_party", CustomerKind.UNKNOWN, True),  # ask, for a business warning
        ("G-TIME-05", "first_party", CustomerKind.UNKNOWN, False),  # a warning for everybody
        ("G-TIME-01", "third_party", CustomerKind.UNKNOWN, False),  # an agency: always the same
        ("G-TIME-01", "first_party", CustomerKind.CONSUMER, False),
    ],
)
def test_a_finding_knows_whether_the_unknown_kind_makes_it_harder(
    guard: str, mode: Mode, kind: CustomerKind, *, counts: bool
) -> None:
    rules = {one: replace(rule, on=True) for one, rule in RESOURCES.guards.items()}
    found = find(rules, guard, mode=mode, kind=kind, said="so it is", facts={})

    assert len(found) == 1
    assert kind_counts(found) is counts
