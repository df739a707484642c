"""The sample in a real store."""

from __future__ import annotations

from datetime import timedelta

import pytest

from collections_desk.domain.worklist import WorklistLine
from collections_desk.errors import StoreError
from collections_desk.operations.desk import Desk
from collections_desk.operations.sample import load_sample
from collections_desk.operations.worklist import worklist
from collections_desk.store.audit_log import events
from tests.clock import Clock


def test_the_sample_is_one_operation(desk: Desk) -> None:
    report = load_sample(desk)

    with desk.database.read() as session:
        newest = events(session, limit=1)[0]
    assert newest.kind == "sample.loaded"
    assert newest.facts["rows"]["invoice"] == report.invoices == 600
    assert report.customers >= 115
    assert desk.settings().business.name.startswith("Tamarack")


def test_it_never_goes_beside_other_customers(sample_desk: Desk) -> None:
    before = worklist(sample_desk)

    with pytest.raises(StoreError, match="holds customers already"):
        load_sample(sample_desk)

    assert worklist(sample_desk) == before


def is_due(line: WorklistLine, clock: Clock) -> bool:
    return line.next_action is not None and line.next_action.due_on <= clock.now.date()


@pytest.mark.parametrize("days", range(7))
def test_on_every_day_of_the_week_there_is_work(desk: Desk, clock: Clock, days: int) -> None:
    clock.now += timedelta(days=days)
    load_sample(desk)

    lines = worklist(desk)

    due = [line for line in lines if is_due(line, clock)]
    assert len(due) > 30
    assert {line.category.value for line in due} == {
        "disorganized",
        "struggling",
        "disputing",
        "unsorted",
    }
    assert {line.next_action.kind for line in due if line.next_action} >= {"call", "letter"}
    assert any(line.state == "hold" for line in lines)
