"""What keeps a record: nothing is deleted, and a legal hold always speaks."""

from __future__ import annotations

from datetime import date

import pytest

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.guards_keep import KeptRecord, purge_findings
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import contact, emailing, keeping
from collections_desk.operations.desk import Desk
from collections_desk.operations.guarding import GuardsStandError
from collections_desk.operations.rules import guard_events_of
from tests.clock import Clock
from tests.domain.rules import RESOURCES
from tests.operations.contact_desk import add_customer, add_invoice, entry

LAST = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("today", "facts", "guards"),
    [
        (date(2029, 11, 19), {}, {"G-KEEP-01"}),
        (date(2029, 11, 20), {}, set()),
        (date(2029, 11, 20), {"legal_hold": "suit"}, {"G-KEEP-04"}),
        (date(2029, 11, 19), {"legal_hold": "suit"}, {"G-KEEP-01", "G-KEEP-04"}),
        (date(2029, 11, 20), {"recordings": (date(2026, 11, 21),)}, {"G-KEEP-02"}),
        (date(2029, 11, 21), {"recordings": (date(2026, 11, 21),)}, set()),
        (date(2029, 11, 20), {"years": 5}, {"G-KEEP-01"}),
    ],
)
def test_when_the_guards_speak(today: date, facts: dict[str, object], guards: set[str]) -> None:
    record = KeptRecord(1, "Acme", CustomerKind.ENTITY, LAST, **facts)  # type: ignore[arg-type]
    found = purge_findings(record, RESOURCES.guards, mode="first_party", today=today)
    assert {one.guard for one in found} == guards


def test_the_preview_names_what_is_past_its_day(desk: Desk, clock: Clock) -> None:
    old, owing = add_customer(desk, "Old Mill"), add_customer(desk, "Still Owing")
    for customer in (old, owing):
        contact.log_call(desk, entry(desk, customer, "NA"))
    add_invoice(desk, owing, 10_000, LAST)
    assert keeping.purge_preview(desk) == []

    clock.pass_by(days=7 * 366)
    (line,) = keeping.purge_preview(desk)
    assert line.record.name == "Old Mill"
    assert line.house_date == date(2033, 11, 20)
    assert len(keeping.purge_preview(desk, everyone=True)) == 2


def test_asking_is_on_record_and_nothing_is_deleted(desk: Desk, clock: Clock) -> None:
    customer = add_customer(desk)
    contact.log_call(desk, entry(desk, customer, "NA"))
    with pytest.raises(GuardsStandError, match="is kept"):
        keeping.ask_to_purge(desk, customer)
    keeping.ask_to_purge(desk, customer, reasons={"G-KEEP-01": "Entered twice by mistake."})
    assert [one.decision for one in guard_events_of(desk, "G-KEEP-01")] == [
        "overridden",
        "stopped",
    ]
    assert keeping.purge_preview(desk, everyone=True)

    contact.set_stop_flag(desk, customer, "LEGAL_HOLD", reason="Suit filed.")
    clock.pass_by(days=9 * 366)
    with pytest.raises(GuardsStandError):
        keeping.ask_to_purge(desk, customer, reasons={"G-KEEP-04": "All the same."})
    assert guard_events_of(desk, "G-KEEP-04")[0].decision == "stopped"


def test_what_is_owed_keeps_its_record(desk: Desk, clock: Clock) -> None:
    customer = add_customer(desk)
    add_invoice(desk, customer, 10_000, LAST)
    clock.pass_by(days=8 * 366)
    with pytest.raises(EntryRefusedError, match="open items"):
        keeping.ask_to_purge(desk, customer)


def test_a_corrected_call_says_that_the_old_one_stays(desk: Desk) -> None:
    customer = add_customer(desk)
    first = contact.log_call(desk, entry(desk, customer, "NA")).activity_id
    contact.correct_call(desk, first, entry(desk, customer, "BUSY"), why="It was busy.")
    (event,) = guard_events_of(desk, "G-NOTE-03")
    assert (event.decision, event.severity) == ("stopped", "never")
    assert f"call {first} stays" in event.said


def test_an_email_asks_the_guards_and_is_on_record(desk: Desk, clock: Clock) -> None:
    customer = add_customer(desk)
    contact.set_stop_flag(desk, customer, "OPT_EMAIL", reason="Said so.")
    found = {one.guard for one in emailing.examine_email(desk, customer, "ap@acme.example")}
    assert "G-STOP-04" in found
    assert not found & {"G-FREQ-01", "G-TIME-04"}
    with pytest.raises(GuardsStandError, match="no e-mail"):
        emailing.open_email(desk, customer, "ap@acme.example")
    emailing.open_email(
        desk, customer, "ap@acme.example", reasons={"G-STOP-04": "She asked for it by phone."}
    )
    assert guard_events_of(desk, "G-STOP-04")[0].decision == "overridden"

    clock.pass_by(hours=13)  # 23:00 in Boston
    late = {one.guard for one in emailing.examine_email(desk, customer, "ap@acme.example")}
    assert "G-TIME-01" in late
