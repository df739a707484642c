"""What an import leaves behind where the clerk looks: in Today and in the timeline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from collections_desk.domain.brief import Brief
from collections_desk.operations import books, contact, customers
from collections_desk.operations.brief import mark_brief_read, wake_up_brief
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist
from tests.clock import Clock
from tests.operations.test_books import HEADER, bring_in

OLD = "Alder,INV-1,2026-08-01,2026-09-01,1200.00,1200.00,USD"
NEW = "Birch,INV-2,2026-10-20,2026-11-19,300.50,300.50,USD"
LATE = "Cedar,INV-3,2026-09-01,2026-10-01,80.00,80.00,USD"


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write a list of open items."""

    def write(name: str, *rows: str) -> Path:
        path = tmp_path / name
        path.write_text(HEADER + "".join(row + "\n" for row in rows), encoding="utf-8")
        return path

    return write


def texts(brief: Brief, part: str) -> list[str]:
    return [line.text for one in brief.parts if one.id == part for line in one.lines]


def test_after_the_first_import_today_says_what_came_and_who_comes_first(
    desk: Desk, file: Callable[..., Path]
) -> None:
    assert wake_up_brief(desk).nothing_yet
    bring_in(desk, file("first.csv", NEW, OLD), as_of=date(2026, 11, 20))

    brief = wake_up_brief(desk)

    assert not brief.nothing_yet
    assert texts(brief, "imported") == [
        "first.csv, as of Fri, Nov 20, 2026: 2 new items, 2 customers new or completed"
    ]
    ranked = [line.name for line in worklist(desk)]
    first = texts(brief, "first_ones")
    assert [said.split(":")[0] for said in first] == ranked[: len(first)] == ["Alder"]
    assert "80 days past due; $1,200.00 to be collected" in first[0]
    # What was due before it came in comes due on the day on which it came in.
    (step,) = [line for one in brief.parts if one.id == "steps" for line in one.lines]
    assert (step.text.split(":")[0], step.when) == ("Alder", date(2026, 11, 20))
    mark_brief_read(desk, brief)
    assert wake_up_brief(desk).parts == ()


def test_who_comes_in_late_is_not_left_out_a_week_later(
    desk: Desk, clock: Clock, file: Callable[..., Path]
) -> None:
    bring_in(desk, file("first.csv", OLD), as_of=date(2026, 11, 20))
    mark_brief_read(desk, wake_up_brief(desk))
    clock.pass_by(days=7)
    bring_in(desk, file("second.csv", OLD, LATE), as_of=date(2026, 11, 27))
    clock.pass_by(days=1)

    brief = wake_up_brief(desk)

    assert [said[:10] for said in texts(brief, "imported")] == ["second.csv"]
    assert texts(brief, "first_ones") == []
    assert [said.split(":")[0] for said in texts(brief, "steps")] == ["Cedar"]
    mark_brief_read(desk, brief)
    clock.pass_by(days=1)
    assert texts(wake_up_brief(desk), "steps") == []


def test_the_timeline_has_one_entry_for_each_import_that_brought_something(
    desk: Desk, clock: Clock, file: Callable[..., Path]
) -> None:
    bring_in(desk, file("first.csv", OLD), as_of=date(2026, 11, 20))
    clock.pass_by(days=7)
    more = OLD.replace("INV-1", "INV-9").replace("1200.00", "55.00")
    last = bring_in(desk, file("second.csv", OLD, more), as_of=date(2026, 11, 27))
    clock.pass_by(days=7)
    bring_in(desk, file("third.csv", OLD, more, NEW), as_of=date(2026, 12, 4))
    (alder,) = [line.customer_id for line in worklist(desk) if line.name == "Alder"]

    entries = customers.customer_page(desk, alder).timeline

    assert [(one.kind, one.title) for one in entries] == [
        ("import", "1 item came in with second.csv"),
        ("import", "1 item came in with first.csv"),
    ]
    assert entries[1].detail == "Invoice INV-1: $1,200.00, due Tue, Sep 1, 2026"
    assert last.batch_id is not None
    contact.add_note(desk, alder, "They ask for a copy.")
    assert customers.customer_page(desk, alder).timeline[0].kind == "note"


def test_an_import_that_was_taken_back_is_in_neither(
    desk: Desk, file: Callable[..., Path]
) -> None:
    report = bring_in(desk, file("first.csv", OLD), as_of=date(2026, 11, 20))
    assert report.batch_id is not None
    books.undo_import(desk, report.batch_id, reason="The wrong company.")

    brief = wake_up_brief(desk)

    assert brief.parts == ()
    assert brief.nothing_yet
