"""The audit log refuses change, and shows what was changed in spite of that."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, TypeAlias

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from collections_desk.operations.desk import Desk
from collections_desk.store.audit_log import event_hash, events, verify_chain
from collections_desk.store.settings import save_info
from tests.clock import Clock

LINES = 12


@pytest.fixture
def filled(desk: Desk, clock: Clock) -> Desk:
    """Give a desk whose audit log has some lines."""
    for number in range(LINES - 1):
        clock.pass_by(minutes=1)
        with desk.database.write("x.done", f"did {number}", now=clock()) as transaction:
            save_info(transaction, f"key {number}", "x")
    return desk


@pytest.fixture
def driver(filled: Desk) -> Iterator[Driver]:
    """Give the bare connection of a key holder."""
    with filled.database.driver() as connection:
        yield connection


#: The bare connection of a key holder; sqlcipher3 ships no types.
Driver: TypeAlias = Any

REPLACE_LAST = (
    "REPLACE INTO audit_event SELECT 12, 'a', utc, kind, payload, prev, hash"
    " FROM audit_event WHERE seq = 12"
)
UPSERT = (
    "INSERT INTO audit_event VALUES (3, 'a', 'u', 'k', '{}', 'p', 'h')"
    " ON CONFLICT (seq) DO UPDATE SET kind = 'x'"
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET kind = 'x' WHERE seq = 3",
        "UPDATE audit_event SET seq = 99 WHERE seq = 12",
        "UPDATE OR REPLACE audit_event SET seq = 3 WHERE seq = 4",
        "DELETE FROM audit_event WHERE seq = 12",
        "DELETE FROM audit_event",
        "INSERT OR REPLACE INTO audit_event VALUES (3, 'a', 'u', 'k', '{}', 'p', 'h')",
        REPLACE_LAST,
        UPSERT,
        "INSERT OR IGNORE INTO audit_event VALUES (99, 'a', 'u', 'k', '{}', 'p', 'h')",
        "INSERT INTO audit_event VALUES (13, 'a', 'u', 'k', '{}', 'p', 'h')",
        "INSERT INTO audit_event VALUES (NULL, 'a', 'u', 'k', '{}', 'p', 'h')",
    ],
)
def test_the_log_refuses_every_way_to_change_it(driver: Driver, statement: str) -> None:
    before = driver.execute("SELECT * FROM audit_event").fetchall()

    with pytest.raises(sqlcipher.IntegrityError):
        driver.execute(statement)

    assert driver.execute("SELECT * FROM audit_event").fetchall() == before


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("activity", "UPDATE activity SET note = 'other'"),
        ("activity", "DELETE FROM activity"),
        ("document", "UPDATE document SET content = x'00'"),
        ("document", "DELETE FROM document"),
    ],
)
def test_entries_of_the_record_are_never_edited(
    driver: Driver, table: str, statement: str
) -> None:
    driver.execute(
        "INSERT INTO customer (id, name, name_key, kind, category, sample, created_at)"
        " VALUES (1, 'A', 'a', 'unknown', 'unsorted', 0, '2026-11-20T15:00:00.000000Z')"
    )
    driver.execute(
        "INSERT INTO activity"
        " (id, uuid, customer_id, kind, direction, happened_at, note, clerk, created_at)"
        " VALUES (1, 'u', 1, 'note', 'none', '2026-11-20T15:00:00.000000Z', 'as said', 'D',"
        " '2026-11-20T15:00:00.000000Z')"
    )
    driver.execute(
        "INSERT INTO document VALUES ('h', 'text/plain', 1, x'01', '2026-11-20T15:00:00.000000Z')"
    )

    with pytest.raises(sqlcipher.IntegrityError, match="cannot be"):
        driver.execute(statement)


def unlock_log(driver: Driver) -> None:
    for trigger in ("audit_event_no_update", "audit_event_no_delete", "audit_event_follows"):
        driver.execute(f"DROP TRIGGER {trigger}")


INSERTED = (
    "INSERT INTO audit_event"
    " SELECT 13, 'new', utc, kind, payload, hash, hash FROM audit_event WHERE seq = 12"
)


@pytest.mark.parametrize(
    ("statements", "first_bad"),
    [
        pytest.param(["UPDATE audit_event SET kind = 'other' WHERE seq = 5"], 5, id="kind"),
        pytest.param(
            ["UPDATE audit_event SET utc = '2020-01-01T00:00:00.000000Z' WHERE seq = 5"],
            5,
            id="time",
        ),
        pytest.param(
            ["UPDATE audit_event SET payload = replace(payload, 'did', 'undid') WHERE seq = 5"],
            5,
            id="what was done",
        ),
        pytest.param(
            ["UPDATE audit_event SET operation_id = 'other' WHERE seq = 5"], 5, id="operation"
        ),
        pytest.param(["DELETE FROM audit_event WHERE seq = 5"], 5, id="deleted"),
        pytest.param(["DELETE FROM audit_event WHERE seq < 3"], 1, id="beginning cut"),
        pytest.param(
            [
                "UPDATE audit_event SET seq = 100 WHERE seq = 5",
                "UPDATE audit_event SET seq = 5 WHERE seq = 6",
                "UPDATE audit_event SET seq = 6 WHERE seq = 100",
            ],
            5,
            id="reordered",
        ),
        pytest.param(
            [INSERTED],
            13,
            id="inserted",
        ),
    ],
)
def test_verify_names_the_first_line_that_does_not_fit(
    filled: Desk, statements: list[str], first_bad: int
) -> None:
    with filled.database.driver() as driver:
        unlock_log(driver)
        for statement in statements:
            driver.execute(statement)

    with filled.database.read() as session:
        report = verify_chain(session)

    assert report.first_bad == first_bad
    assert report.fault


def test_a_line_rewritten_with_a_fitting_hash_no_longer_leads_to_the_next(filled: Desk) -> None:
    with filled.database.driver() as driver:
        unlock_log(driver)
        utc, payload, prev = driver.execute(
            "SELECT utc, payload, prev FROM audit_event WHERE seq = 5"
        ).fetchone()
        digest = event_hash(5, utc, "other", payload, prev)
        driver.execute("UPDATE audit_event SET kind = 'other', hash = ? WHERE seq = 5", (digest,))

    with filled.database.read() as session:
        assert verify_chain(session).first_bad == 6


def test_a_change_of_any_character_of_any_column_is_noticed(filled: Desk) -> None:
    chance = random.Random(3)  # noqa: S311 - the same changes every time
    with filled.database.driver() as driver:
        unlock_log(driver)
        rows = driver.execute("SELECT * FROM audit_event").fetchall()
    names = ["seq", "operation_id", "utc", "kind", "payload", "prev", "hash"]
    for _ in range(150):
        row = chance.choice(rows)
        column = chance.randrange(1, len(names))
        text = row[column]
        place = chance.randrange(len(text))
        letter = chr(ord(text[place]) ^ chance.choice([1, 2, 4, 8]))
        changed = text[:place] + letter + text[place + 1 :]
        update = f"UPDATE audit_event SET {names[column]} = ? WHERE seq = ?"  # noqa: S608 - own names
        with filled.database.driver() as driver:
            driver.execute(update, (changed, row[0]))
        with filled.database.read() as session:
            assert not verify_chain(session).whole, (names[column], place)
        with filled.database.driver() as driver:
            driver.execute(update, (text, row[0]))

    with filled.database.read() as session:
        assert verify_chain(session).whole


def test_a_clock_set_back_is_flagged_and_the_order_holds(desk: Desk, clock: Clock) -> None:
    for step in (timedelta(hours=1), timedelta(days=-3), timedelta(minutes=1)):
        clock.now += step
        with desk.database.write("x", "x", now=clock()):
            pass

    with desk.database.read() as session:
        report = verify_chain(session)
        listed = events(session)

    assert report.whole
    assert report.clock_went_back == (3,)
    assert [event.seq for event in listed] == [4, 3, 2, 1]
    assert [event.clock_went_back for event in listed] == [False, True, False, False]


def test_lines_are_listed_by_family_and_page(filled: Desk) -> None:
    with filled.database.read() as session:
        assert [event.seq for event in events(session, kind="store.")] == [1]
        assert [event.seq for event in events(session, kind="x.done", limit=2)] == [12, 11]
        assert [event.seq for event in events(session, before_seq=3)] == [2, 1]
        assert events(session, kind="x_") == []
