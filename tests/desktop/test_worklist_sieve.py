"""The filter made ready for many lines says the same of each as the filter itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.desktop.table_model import TableModel
from collections_desk.desktop.worklist_filters import (
    STATES,
    WorklistFilter,
    searched_text,
)
from collections_desk.desktop.worklist_reading import ListReader
from collections_desk.desktop.worklist_summary import amounts_of
from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.worklist import WorklistLine
from collections_desk.operations.contact import add_note
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist

FILTERS = (
    WorklistFilter(),
    WorklistFilter(words="a"),
    WorklistFilter(words="PLAN call"),
    WorklistFilter(words="nothing says this"),
    WorklistFilter(category="struggling", words="e"),
    WorklistFilter(at_least=Decimal(500)),
    WorklistFilter(quiet_days=14, bucket="31-60"),
)


@pytest.mark.parametrize("state", STATES)
def test_the_sieve_keeps_what_passes(sample_desk: Desk, state: str) -> None:
    today, now = sample_desk.today(), sample_desk.now()
    lines = worklist(sample_desk, everyone=True)
    texts = [searched_text(line) for line in lines]
    model: TableModel[WorklistLine] = TableModel([])
    model.show_rows(lines)
    for one in FILTERS:
        asked = replace(one, state=state)

        sieve = asked.sieve(today, now)
        model.sieve(sieve.keeps, key=sieve.key, words=sieve.words, texts=texts)

        assert model.shown_rows() == [line for line in lines if asked.passes(line, today, now)]


AMOUNTS = st.lists(
    st.lists(
        st.builds(Money, st.integers(-10_000, 10_000), st.sampled_from(["USD", "EUR", "CLP"])),
        max_size=3,
    ),
    max_size=8,
)


@given(given_amounts=AMOUNTS, picks=st.sets(st.integers(0, 7)))
def test_the_sums_are_those_of_the_shown_lines(
    given_amounts: list[list[Money]], picks: set[int]
) -> None:
    numbers = [one for one in sorted(picks) if one < len(given_amounts)]
    wanted = totals_by_currency(money for one in numbers for money in given_amounts[one])

    found = amounts_of(given_amounts, "USD").total(numbers)

    assert {one.currency: one for one in found} == {
        code: money for code, money in wanted.items() if money
    }


def test_a_new_reading_forgets_what_passed_before(sample_desk: Desk) -> None:
    """An equal key must not bring back the answers about other rows."""
    lines = worklist(sample_desk, everyone=True)
    sieve = WorklistFilter(state="open").sieve(sample_desk.today(), sample_desk.now())
    model: TableModel[WorklistLine] = TableModel([])
    model.show_rows(lines)
    model.sieve(sieve.keeps, key=sieve.key)

    model.show_rows(lines[:5])
    model.sieve(sieve.keeps, key=sieve.key)

    assert model.shown_rows() == [line for line in lines[:5] if line.state != "end"]


@pytest.mark.parametrize("state", STATES)
def test_new_lines_with_answers_given_before_are_the_lines_that_pass(
    sample_desk: Desk, state: str
) -> None:
    """The worker asks the sieve; the table takes its answers, or asks where it has none."""
    today, now = sample_desk.today(), sample_desk.now()
    asked = WorklistFilter(state=state, words="a")
    found = ListReader(sample_desk).read(asked, everyone=state == "end")
    sieve = asked.sieve(today, now)
    wanted = [line for line in found.lines if asked.passes(line, today, now)]
    for flags in (found.flags, None):
        model: TableModel[WorklistLine] = TableModel([])
        model.show_sieved(
            found.lines,
            sieve.keeps,
            key=sieve.key,
            flags=flags,
            words=sieve.words,
            texts=found.texts,
        )
        assert model.shown_rows() == wanted
    assert found.key == sieve.key


def test_the_same_reading_comes_back_while_nothing_is_done(sample_desk: Desk) -> None:
    reader, asked = ListReader(sample_desk), WorklistFilter()
    first = reader.read(asked, everyone=False)

    assert reader.read(asked, everyone=False) is first
    add_note(sample_desk, first.lines[0].customer_id, "Sent the copy.")
    second = reader.read(asked, everyone=False)
    assert second is not first
    assert second.texts == [searched_text(line) for line in second.lines]
