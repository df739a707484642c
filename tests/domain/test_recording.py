"""Whose consent a recording needs: the strictest of all places, and unknown counts as strict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.recording import (
    RecordedTalk,
    announcements,
    consent_needed,
    consent_rules,
    parse_pauses,
    pauses_text,
    recording_findings,
)
from collections_desk.errors import ResourceFaultError
from tests.domain.rules import RESOURCES

TEXT = RESOURCES.text("places/recording_consent.csv")
RULES = consent_rules(TEXT, "places/recording_consent.csv")


@pytest.mark.parametrize(
    ("clerk", "customers", "class_"),
    [
        ("US-NY", ["US-TX"], "one"),
        ("US-NY", ["US-TX", "US-CA"], "all"),  # two addresses: the stricter
        ("US-PA", ["US-TX"], "all"),  # the clerk's own place counts
        ("US-NY", ["US-MI"], "mixed"),
        ("US-NY", [], "unknown"),
        ("", ["US-NY"], "unknown"),
        ("US-NY", ["GB"], "mixed"),
        ("US-NY", ["DE"], "mixed"),
        ("US-NY", ["CA"], "mixed"),
        ("US-NY", ["BR"], "unknown"),
        ("US-NY", ["US-MI", "US-CA"], "all"),
    ],
)
def test_the_strictest_place_counts(clerk: str, customers: list[str], class_: str) -> None:
    assert consent_needed(clerk, customers, RULES).class_ == class_


@given(st.lists(st.sampled_from(["US-NY", "US-CA", "US-MI", "GB", "BR"]), max_size=4))
def test_a_further_place_never_makes_it_easier(places: list[str]) -> None:
    order = ["one", "mixed", "unknown", "all"]
    alone = consent_needed("US-NY", ["US-TX"], RULES).class_
    more = consent_needed("US-NY", ["US-TX", *places], RULES).class_
    assert order.index(more) >= order.index(alone)


@pytest.mark.parametrize(
    ("place", "talk", "card", "fires"),
    [
        ("US-CA", RecordedTalk(), False, set()),
        ("US-CA", RecordedTalk(recorded=True), False, {"G-REC-01"}),
        ("US-CA", RecordedTalk(recorded=True, answer="yes"), False, set()),
        ("US-CA", RecordedTalk(recorded=True, answer="silent_continued"), False, set()),
        ("US-MI", RecordedTalk(recorded=True), False, {"G-REC-01"}),
        ("", RecordedTalk(recorded=True), False, {"G-REC-01"}),
        ("US-TX", RecordedTalk(recorded=True), False, {"G-REC-02"}),
        ("US-TX", RecordedTalk(recorded=True, answer="yes"), False, set()),
        ("US-TX", RecordedTalk(recorded=True, answer="yes"), True, {"G-REC-03"}),
        ("US-TX", RecordedTalk(recorded=True, answer="yes", paused=((60, 90),)), True, set()),
        ("US-TX", RecordedTalk(answer="yes"), True, set()),
    ],
)
def test_when_the_guards_speak(
    place: str,
    talk: RecordedTalk,
    card: bool,  # noqa: FBT001
    fires: set[str],
) -> None:
    needed = consent_needed("US-NY", [place] if place else [], RULES)
    found = recording_findings(
        talk,
        needed,
        RESOURCES.guards,
        mode="first_party",
        kind=CustomerKind.ENTITY,
        card_step=card,
    )
    assert {one.guard for one in found} == fires


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("", ()),
        ("3:10-4:05", ((190, 245),)),
        ("3:10 - 4:05, 7:00-7:30", ((190, 245), (420, 450))),
        ("4:05-3:10", None),
        ("3:10-4:05, 4:00-5:00", None),
        ("3:70-4:00", None),
        ("soon", None),
    ],
)
def test_pauses_are_read(typed: str, spans: tuple[tuple[int, int], ...] | None) -> None:
    assert parse_pauses(typed) == spans
    if spans:
        assert parse_pauses(pauses_text(spans)) == spans


@pytest.mark.parametrize(
    ("broken", "line", "fault"),
    [
        (TEXT.replace("CA,all,", "CA,both,"), 7, "not one of"),
        (TEXT.replace("PA,all,", "CA,all,", 1), 41, "already there"),
    ],
)
def test_a_typing_error_names_its_line(broken: str, line: int, fault: str) -> None:
    with pytest.raises(ResourceFaultError, match=fault) as refused:
        consent_rules(broken, "places/recording_consent.csv")
    assert refused.value.line == line


def test_announcements_need_their_words() -> None:
    assert set(RESOURCES.announcements) == {"start", "during"}
    with pytest.raises(ResourceFaultError, match="missing"):
        announcements('as_of = 2026-11-21\n[[announcement]]\nid = "a"\nlabel = "b"\n', "x.toml")
