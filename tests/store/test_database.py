"""Reading, writing and what stands behind both."""

from __future__ import annotations

import pytest

from collections_desk.operations.desk import Desk
from collections_desk.store.audit_log import events, verify_chain
from collections_desk.store.database import AlreadyDone, add_fact
from collections_desk.store.settings import read_info, save_info


def test_a_write_leaves_one_line_with_its_facts(desk: Desk) -> None:
    with desk.database.write(
        "note.added", "added a note", now=desk.now(), facts={"customer_id": 7}
    ) as transaction:
        save_info(transaction, "x", "y")
        add_fact(transaction, activity_id=12)

    with desk.database.read() as session:
        assert read_info(session, "x") == "y"
        newest, created = events(session)
        report = verify_chain(session)
    assert (newest.seq, newest.kind, newest.what) == (2, "note.added", "added a note")
    assert newest.facts == {"customer_id": 7, "activity_id": 12}
    assert created.kind == "store.created"
    assert report.whole
    assert desk.database.head.hash == newest.hash == report.head


def test_a_write_that_fails_leaves_nothing(desk: Desk) -> None:
    def fail() -> None:
        with desk.database.write("x.done", "did x", now=desk.now()) as transaction:
            save_info(transaction, "x", "y")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with desk.database.read() as session:
        assert read_info(session, "x") is None
        assert len(events(session)) == 1


def test_a_retry_records_nothing_twice(desk: Desk) -> None:
    with desk.database.write("x.done", "did x", now=desk.now(), operation_id="abc") as transaction:
        add_fact(transaction, id=5)

    with (
        pytest.raises(AlreadyDone) as caught,
        desk.database.write("x.done", "did x", now=desk.now(), operation_id="abc"),
    ):
        pytest.fail("the body must not run again")

    assert caught.value.facts == {"id": 5}


def test_a_session_inside_another_is_refused_at_once(desk: Desk) -> None:
    with (
        desk.database.read(),
        pytest.raises(RuntimeError, match="inside another"),
        desk.database.read(),
    ):
        pass
