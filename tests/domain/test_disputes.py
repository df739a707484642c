"""Disputes: their order, their clocks, and what of an invoice they keep aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.disputes import (
    DISPUTE_STATES,
    NEXT_STATES,
    OPEN_STATES,
    Dispute,
    NotAsked,
    dispute_clocks,
    disputed_between,
    not_asked_for,
    read_clocks,
)
from collections_desk.domain.money import Money

DAY = date(2026, 11, 2)  # a Monday
THANKSGIVING = date(2026, 11, 26)


def dispute(minor: int = 100_00, **known: Any) -> Dispute:  # noqa: ANN401 - any field
    made = Dispute(1, 1, 7, "D02", Money(minor, "USD"), DAY)
    return replace(made, **known)


def test_every_open_state_leads_on_and_a_closed_one_nowhere() -> None:
    assert set(NEXT_STATES) == OPEN_STATES
    assert {state for states in NEXT_STATES.values() for state in states} == set(
        DISPUTE_STATES
    ) - {"received"}
    assert all(dispute(state=state).next_states for state in OPEN_STATES)
    closed = set(DISPUTE_STATES) - OPEN_STATES
    assert not any(dispute(state=state).next_states for state in closed)


def test_the_clocks_by_hand() -> None:
    clocks = dispute_clocks(date(2026, 11, 20), {THANKSGIVING})

    # Five business days from Friday, Nov 20: 23, 24, 25, 27, 30; Thanksgiving is skipped.
    assert clocks.acknowledge_by == date(2026, 11, 30)
    assert clocks.decide_by == date(2026, 12, 5)
    assert clocks.hard_limit == date(2026, 12, 20)
    own = dispute_clocks(DAY, ack_business_days=2, decide_days=10, hard_days=5)
    assert (own.acknowledge_by, own.decide_by) == (date(2026, 11, 4), date(2026, 11, 12))
    assert own.hard_limit == own.decide_by  # a limit before the decision makes no sense


@pytest.mark.parametrize(
    ("days", "known", "word", "left"),
    [
        (0, {}, "acknowledge", 7),
        (7, {}, "acknowledge", 0),
        (8, {}, "acknowledge_late", 1),
        (8, {"state": "investigating"}, "acknowledge_late", 1),
        (8, {"state": "acknowledged", "acknowledged_on": DAY}, "decide", 7),
        (8, {"state": "waiting_customer"}, "decide", 7),
        (16, {}, "decide_late", 1),
        (30, {"state": "acknowledged", "acknowledged_on": DAY}, "decide_late", 15),
        (31, {"state": "waiting_customer"}, "past_limit", 1),
        (99, {"state": "withdrawn", "decided_on": DAY}, "no", 0),
    ],
)
def test_what_the_clocks_say(days: int, known: dict[str, Any], word: str, left: int) -> None:
    one = dispute(**known)

    reading = read_clocks(one, dispute_clocks(DAY), DAY + timedelta(days=days))

    assert (reading.word, reading.days) == (word, left)
    assert reading.late is (word in {"past_limit", "decide_late", "acknowledge_late"})


def test_days_in_dispute_by_hand() -> None:
    first = dispute(60_00, state="decided_upheld", decided_on=DAY + timedelta(days=10))
    second = dispute(25_00, id=2, received_on=DAY + timedelta(days=4))
    error = dispute(99_00, id=3, state="withdrawn")
    other = dispute(50_00, id=4, invoice_id=8)

    spans = disputed_between(
        [first, second, error, other], 7, DAY - timedelta(days=5), DAY + timedelta(days=20)
    )

    assert [(s.from_on, s.to_on, s.amount.minor) for s in spans] == [
        (DAY, DAY + timedelta(days=3), 60_00),
        (DAY + timedelta(days=4), DAY + timedelta(days=9), 85_00),
        (DAY + timedelta(days=10), DAY + timedelta(days=20), 25_00),
    ]
    assert disputed_between([first], 7, DAY + timedelta(10), DAY + timedelta(30)) == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 40)),
                  st.integers(1, 500)),
        max_size=5,
    ),
    st.integers(0, 20),
    st.integers(0, 30),
)  # fmt: skip
def test_the_spans_are_the_days(
    drawn: list[tuple[int, int | None, int]], first: int, length: int
) -> None:
    known = [
        dispute(
            minor,
            received_on=DAY + timedelta(days=begins),
            state="received" if ends is None else "decided_upheld",
            decided_on=None if ends is None else DAY + timedelta(days=ends),
        )
        for begins, ends, minor in drawn
    ]
    begin = DAY + timedelta(days=first)
    end = begin + timedelta(days=length)

    spans = disputed_between(known, 7, begin, end)

    for number in range(length + 1):
        day = begin + timedelta(days=number)
        wanted = sum(
            one.amount.minor
            for one in known
            if one.received_on <= day and (one.decided_on is None or day < one.decided_on)
        )
        found = [span.amount.minor for span in spans if span.from_on <= day <= span.to_on]
        assert found == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    ("known", "as_of", "aside"),
    [
        ({}, DAY, 100_00),
        ({"state": "decided_upheld", "decided_on": DAY, "upheld": Money(100_00, "USD")}, DAY, 0),
        ({"state": "decided_partial", "decided_on": DAY, "upheld": Money(30_00, "USD")}, DAY,
         70_00),
        ({"state": "decided_for_customer", "decided_on": DAY, "upheld": Money(0, "USD")}, DAY,
         100_00),
        # A file that came after the decision states the balance anew.
        ({"state": "decided_for_customer", "decided_on": DAY, "upheld": Money(0, "USD")},
         DAY + timedelta(days=1), 0),
        ({"state": "decided_for_customer", "decided_on": DAY, "upheld": Money(0, "USD"),
          "credited": True}, DAY, 0),
        ({"state": "withdrawn", "decided_on": None}, DAY, 0),
    ],
)  # fmt: skip
def test_what_is_not_asked_for(known: dict[str, Any], as_of: date, aside: int) -> None:
    found = not_asked_for([dispute(**known)], {7: as_of})
    opened = dispute(**known).is_open
    assert found == ({7: NotAsked(aside, 0) if opened else NotAsked(0, aside)} if aside else {})
    assert not_asked_for([dispute(**known)], {}) == {}
