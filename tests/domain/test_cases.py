"""Cases: when a customer was past due, how it ended, and whether it has recovered."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.cases import CaseItem, WayOut, cases, late_spells, repeats
from collections_desk.domain.money import Money

DAY = date(2026, 1, 1)
TODAY = DAY + timedelta(days=500)


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def item(due: int, paid: int | None, minor: int = 10_000, by: str = "payment") -> CaseItem:
    """An invoice of `minor` cents that fell due and was paid so many days after DAY."""
    if paid is None:
        return CaseItem(on(due), Money(minor, "USD"))
    return CaseItem(on(due), Money(0, "USD"), on(paid), by, ((on(paid), -minor),))


def test_spans_that_touch_are_one_case() -> None:
    spans = [(0, 40), (30, 50), (200, 205), (300, 300), (400, 390), (450, 453)]
    found = late_spells([(on(due), on(paid)) for due, paid in spans], today=TODAY)

    assert [(one.worst_days, one.invoices) for one in found] == [(40, 2), (5, 1)]


def test_a_case_says_when_how_much_and_how_it_ended() -> None:
    first, second = cases(
        [item(0, 40, 5_000), item(30, 50, 7_000), item(200, 230, 900, "write_off")],
        today=TODAY,
        steps=[on(3), on(45), on(60), on(210)],
    )

    assert (first.number, first.began_on, first.ended_on, first.how) == (1, on(1), on(50), "paid")
    assert first.largest_overdue == (Money(12_000, "USD"),)
    assert (first.days, first.worst_days, first.invoices, first.steps_taken) == (50, 40, 2, 2)
    assert (second.number, second.how, second.days) == (2, "written off", 30)
    assert second.largest_overdue == (Money(900, "USD"),)


def test_a_part_payment_lowers_what_is_overdue_and_does_not_end_the_case() -> None:
    part = CaseItem(on(0), Money(4_000, "USD"), entries=((on(20), -6_000),))
    later = CaseItem(on(30), Money(3_000, "USD"))
    (one,) = cases([part, later], today=on(60))

    assert one.is_open
    assert one.ended_on is None
    assert one.largest_overdue == (Money(10_000, "USD"),)
    assert one.days == 60


@pytest.mark.parametrize("how", ["placed", "settled", "written off"])
def test_what_is_still_open_can_end_otherwise(how: str) -> None:
    way_out = WayOut(how, on(95))  # type: ignore[arg-type] # the words of the table
    (one,) = cases([item(0, None)], today=on(200), way_out=way_out)

    assert (one.how, one.ended_on, one.days) == (how, on(95), 95)


@pytest.mark.parametrize(
    ("spans", "before", "recovered"),
    [
        ([(0, 2)], 0, None),  # money that was on its way
        ([(0, 40)], 1, None),  # nothing since
        ([(0, 40), (60, 55), (90, 91)], 1, 40),
        ([(0, 40), (60, 55)], 1, None),  # one invoice says nothing
        ([(0, 40), (60, 55), (90, 120)], 2, None),
        ([(0, 40), (60, 55), (90, 91), (400, None)], 1, None),  # late again
        ([(0, 40), (60, 55), (90, 91), (498, None)], 1, 40),  # a day late is no case yet
        ([(0, 40), (100, 140), (200, 240), (300, None)], 3, None),
    ],
)
def test_repeats_and_recovery(
    spans: list[tuple[int, int | None]], before: int, recovered: int | None
) -> None:
    items = [(on(due), None if paid is None else on(paid)) for due, paid in spans]
    found = repeats(items, today=TODAY)

    assert found.before == before
    assert found.recovered_since == (None if recovered is None else on(recovered))


DUES = st.integers(0, 400)
SPANS = st.lists(st.tuples(DUES, st.none() | st.integers(-30, 120)), max_size=12)


@given(SPANS)
def test_spells_never_touch_and_lose_no_late_invoice(spans: list[tuple[int, int | None]]) -> None:
    items = [(on(due), None if late is None else on(due + late)) for due, late in spans]
    found = late_spells(items, today=TODAY)

    late_items = [one for one in items if ((one[1] or TODAY) - one[0]).days > 3]
    assert sum(one.invoices for one in found) == len(late_items)
    assert all(
        one.ended_on is not None and one.ended_on < other.due_on for one, other in pairwise(found)
    )
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)


@given(SPANS)
def test_the_history_and_the_count_agree(spans: list[tuple[int, int | None]]) -> None:
    dated = [item(due, None if late is None else due + late) for due, late in spans]
    history = cases(dated, today=TODAY)
    counted = repeats([(one.due_on, one.closed_on) for one in dated], today=TODAY)

    assert counted.before == sum(case.ended_on is not None for case in history)
    assert [case.number for case in history] == list(range(1, len(history) + 1))
