"""The rules as they stand for the business: switched, looked over, and what they did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from collections_desk.domain.guards import GuardFinding, Severity
from collections_desk.domain.settings import Business
from collections_desk.errors import EntryRefusedError, ResourceFaultError
from collections_desk.operations import contact, preferences, rules
from collections_desk.operations.desk import Desk, Resources
from collections_desk.operations.guarding import guard_rules, stop_deed
from collections_desk.store.audit_log import events
from tests.clock import Clock
from tests.domain.rules import RESOURCES
from tests.operations.contact_desk import TODAY, add_customer, entry

READERS = {
    "places/places.toml": "places",
    "guards/guards.csv": "guards",
    "guards/tables.csv": "rule_tables",
}


def lines(desk: Desk) -> dict[str, rules.GuardLine]:
    return {line.rule.id: line for line in rules.rules_page(desk).guards}


def test_every_guard_is_listed_with_source_date_and_severity(desk: Desk) -> None:
    page = rules.rules_page(desk)
    assert {line.rule.id for line in page.guards} == set(RESOURCES.guards)
    assert lines(desk)["G-TIME-01"].severity == "ask; business warning"
    assert lines(desk)["G-KEEP-04"].severity == "never"
    assert not page.stale
    assert page.unverified[0] == "US-CT"


@pytest.mark.parametrize(
    ("guard", "house"),
    [
        ("G-TIME-04", True),
        ("G-FREQ-07", True),
        ("G-NOTE-02", True),
        ("G-STOP-12", False),  # "house, 1006.30(b)" rests on a section too
        ("G-PAY-07", False),
        ("G-TIME-01", False),
    ],
)
def test_what_rests_on_the_house_alone(desk: Desk, guard: str, *, house: bool) -> None:
    assert lines(desk)[guard].house is house


def test_a_house_guard_goes_off_without_a_sentence_and_comes_back(desk: Desk) -> None:
    customer = add_customer(desk)
    late = entry(desk, customer, "NA", note="She is a liar.")
    assert "G-NOTE-02" in {one.guard for one in contact.examine_entry(desk, late)}

    rules.switch_guard(desk, "G-NOTE-02", on=False, reason="")
    assert "G-NOTE-02" not in {one.guard for one in contact.examine_entry(desk, late)}
    assert not lines(desk)["G-NOTE-02"].rule.on

    rules.switch_guard(desk, "G-NOTE-02", on=True, reason="")
    assert "G-NOTE-02" in {one.guard for one in contact.examine_entry(desk, late)}


def test_a_guard_of_the_law_asks_for_a_sentence(desk: Desk) -> None:
    with pytest.raises(EntryRefusedError, match="12 CFR") as refused:
        rules.switch_guard(desk, "G-TIME-01", on=False, reason=" ")
    assert refused.value.field == "reason"
    with desk.database.read() as session:
        assert guard_rules(session, desk)["G-TIME-01"].on

    rules.switch_guard(desk, "G-TIME-01", on=False, reason="Counsel said so on Nov 3.")
    switch = lines(desk)["G-TIME-01"].switch
    assert switch is not None
    assert (switch.on, switch.reason, switch.since) == (False, "Counsel said so on Nov 3.", TODAY)
    with desk.database.read() as session:
        (line,) = events(session, kind="rules.switched")
    assert line.facts["reason"] == "Counsel said so on Nov 3."


@pytest.mark.parametrize("guard", ["G-NOTE-01", "G-NOTE-03", "G-KEEP-04"])
def test_what_guards_the_record_stays_on(desk: Desk, guard: str) -> None:
    with pytest.raises(EntryRefusedError, match="cannot be switched off"):
        rules.switch_guard(desk, guard, on=False, reason="All the same.")


def test_an_unknown_guard_or_table_is_refused(desk: Desk) -> None:
    with pytest.raises(EntryRefusedError, match="no guard"):
        rules.switch_guard(desk, "G-XX-01", on=False, reason="x")
    with pytest.raises(EntryRefusedError, match="no table"):
        rules.review_table(desk, "places/other.toml")


def test_what_they_did_lately_is_counted_and_listed(desk: Desk, clock: Clock) -> None:
    customer = add_customer(desk)
    told = GuardFinding("G-TIME-04", Severity.WARNING, "x", TODAY, "house")
    stop_deed(desk, [told], deed="call", customer_id=customer)
    clock.pass_by(days=31)
    contact.log_call(
        desk,
        entry(desk, customer, "RPN", identity_checked=False),
        reasons={"G-ID-01": "Known voice."},
    )
    stop_deed(desk, [told], deed="call", customer_id=customer)

    by_guard = lines(desk)
    assert by_guard["G-TIME-04"].count.stopped == 1  # the older one lies further back
    assert by_guard["G-ID-01"].count.overridden + by_guard["G-ID-01"].count.shown == 1
    assert [one.customer_name for one in rules.guard_events_of(desk, "G-TIME-04")] == [
        "Dana Diner",
        "Dana Diner",
    ]
    with desk.database.read() as session:
        story = rules.guard_story(session, customer)
    assert story[0].guard == "G-TIME-04"
    assert story == sorted(story, key=lambda one: one.fired_at)


def test_an_old_table_is_told_and_a_review_is_an_answer(desk: Desk, clock: Clock) -> None:
    clock.pass_by(days=364)
    assert not rules.rules_page(desk).stale
    clock.pass_by(days=3)
    stale = rules.note_stale_tables(desk)
    assert {one.guard for one in stale} == {"G-KEEP-05"}
    assert len(stale) == len(RESOURCES.rule_tables)
    assert len(rules.note_stale_tables(desk)) == len(stale)
    assert len(rules.guard_events_of(desk, "G-KEEP-05")) == len(stale)  # told once

    with pytest.raises(EntryRefusedError, match="Nobody is named"):
        rules.review_table(desk, "places/places.toml")
    preferences.change_settings(
        desk, replace(desk.settings(), clerk="Anna Clerk", business=Business(name="Harbor"))
    )
    rules.review_table(desk, "places/places.toml", note="Read against the statutes.")
    page = rules.rules_page(desk)
    left = {one.facts["table"] for one in page.stale}
    assert "places/places.toml" not in left
    assert len(left) == len(stale) - 1
    line = next(one for one in page.tables if one.table.table == "places/places.toml")
    assert line.review is not None
    assert (line.review.clerk, line.review.note) == (
        "Anna Clerk",
        "Read against the statutes.",
    )


def test_the_dates_of_the_tables_are_those_of_their_rows() -> None:
    tables = {one.table: one.as_of for one in RESOURCES.rule_tables}
    assert tables["guards/guards.csv"] == min(one.as_of for one in RESOURCES.guards.values())
    assert tables["places/places.toml"] == min(one.as_of for one in RESOURCES.places.values())
    for table in tables:
        assert RESOURCES.path(table).is_file()


@pytest.mark.parametrize(
    ("file", "right", "wrong", "line", "fault"),
    [
        ("places/places.toml", 'window = ["08:00", "21:00"]\ncalls = { max = 2',
         'window = ["8 AM", "21:00"]\ncalls = { max = 2', 0, "two times"),
        ("places/places.toml", "effective = 2026-09-01", "efective = 2026-09-01", 0, "efective"),
        ("places/places.toml", 'per = "debt" }', 'per = "dept" }', 0, "not one of"),
        ("places/places.toml", "[[place]]", "[[place]", 0, "not valid TOML"),
        ("guards/guards.csv", "G-TIME-02,", "G-TIME-01,", 3, "already there"),
        ("guards/tables.csv", "2026-11-21", "2026-13-21", 2, "date"),
    ],
)  # fmt: skip
def test_a_typing_error_names_file_and_line(  # noqa: PLR0913, PLR0917 - one row of the table
    tmp_path_factory: pytest.TempPathFactory,
    file: str,
    right: str,
    wrong: str,
    line: int,
    fault: str,
) -> None:
    folder = tmp_path_factory.mktemp("resources")
    text = RESOURCES.text(file)
    assert right in text
    (folder / file).parent.mkdir(parents=True)
    (folder / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    resources = Resources(folder)
    with pytest.raises(ResourceFaultError, match=fault) as refused:
        getattr(resources, READERS[file])
    assert refused.value.file == file
    found = text.replace(right, wrong, 1).splitlines()[refused.value.line - 1]
    assert line in {0, refused.value.line}
    assert refused.value.line > 1
    assert found.strip()
