"""Every way in which the data file can be wrong has its own sentence, and nothing is written."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from collections_desk.errors import DeskError, StoreError
from collections_desk.operations.desk import Desk, open_desk, set_up_desk
from collections_desk.operations.safekeeping import backup, salvage, verify
from collections_desk.store.connection import connect
from collections_desk.store.settings import save_info
from tests.clock import Clock
from tests.memory_keyring import MemoryKeyring
from tests.shared_data import hostile

PAGE = 4096


@pytest.fixture
def closed_home(home: Path, clock: Clock, memory_keyring: MemoryKeyring) -> Path:
    """Give the home folder of a store that holds something and is closed."""
    desk, _ = set_up_desk(home, now=clock)
    with desk.database.write("x", "x", now=clock()) as transaction:
        for number in range(40):
            save_info(transaction, f"key {number}", "a rather long value " * 20)
    backup(desk)
    desk.close()
    return home


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def cut(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


def plain_file(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE customer (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE filler (x)")


def key_in(keyring: MemoryKeyring) -> str:
    return next(iter(keyring.kept.values()))


def change_inside(statement: str) -> Callable[[Path, MemoryKeyring], None]:
    def change(path: Path, keyring: MemoryKeyring) -> None:
        with closing(connect(path, key_in(keyring))) as connection:
            connection.execute(statement)

    return change


def other_key(path: Path, keyring: MemoryKeyring) -> None:
    for place in keyring.kept:
        keyring.kept[place] = "ab" * 32


def on_file(change: Callable[[Path], object]) -> Callable[[Path, MemoryKeyring], None]:
    def spoil(path: Path, _: MemoryKeyring) -> None:
        change(path)

    return spoil


CASES = [
    pytest.param(on_file(lambda p: p.write_bytes(b"")), "STORE-EMPTY", id="zero bytes"),
    pytest.param(on_file(lambda p: cut(p, 4095)), "STORE-EMPTY", id="shorter than a page"),
    pytest.param(on_file(Path.unlink), "STORE-MISSING", id="missing"),
    pytest.param(on_file(plain_file), "STORE-PLAIN", id="a plain SQLite file"),
    pytest.param(
        on_file(lambda p: p.write_bytes(random.Random(1).randbytes(8192))),  # noqa: S311 - junk
        "STORE-DAMAGED",
        id="random bytes",
    ),
    pytest.param(on_file(lambda p: p.write_bytes(bytes(8192))), "STORE-DAMAGED", id="zeros"),
    pytest.param(other_key, "STORE-KEY", id="another key"),
    pytest.param(on_file(lambda p: flip(p, 1000)), "STORE-DAMAGED", id="page 1"),
    pytest.param(on_file(lambda p: flip(p, 3)), "STORE-DAMAGED", id="the salt"),
    pytest.param(on_file(lambda p: flip(p, PAGE + 50)), "STORE-PAGES", id="page 2"),
    pytest.param(
        on_file(lambda p: cut(p, p.stat().st_size // PAGE // 2 * PAGE)),
        "STORE-DAMAGED",
        id="cut to half at a page border",
    ),
    pytest.param(
        on_file(lambda p: cut(p, p.stat().st_size - 1000)), "STORE-PAGES", id="cut by 1000 bytes"
    ),
    pytest.param(
        on_file(lambda p: p.write_bytes(p.read_bytes() + b"x" * 5000)),
        "STORE-PAGES",
        id="5000 bytes appended",
    ),
    pytest.param(
        change_inside("UPDATE alembic_version SET version_num = '0999'"), "STORE-NEWER", id="newer"
    ),
    pytest.param(change_inside("PRAGMA user_version = 2"), "STORE-NEWER", id="a newer form"),
    pytest.param(
        change_inside("PRAGMA application_id = 7"), "STORE-SCHEMA", id="another program's file"
    ),
    pytest.param(
        change_inside("CREATE TRIGGER eat AFTER INSERT ON invoice BEGIN DELETE FROM invoice; END"),
        "STORE-SCHEMA",
        id="an extra trigger",
    ),
    pytest.param(
        change_inside("DROP TRIGGER audit_event_no_update"), "STORE-SCHEMA", id="a trigger less"
    ),
]


def folder_now(home: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in home.iterdir()
        if path.is_file() and path.name != "desk.lock"
    }


@pytest.mark.parametrize(("spoil", "code"), CASES)
def test_each_fault_has_its_own_message_and_writes_nothing(
    closed_home: Path,
    clock: Clock,
    memory_keyring: MemoryKeyring,
    spoil: Callable[[Path, MemoryKeyring], None],
    code: str,
) -> None:
    spoil(closed_home / "desk.db", memory_keyring)
    before = folder_now(closed_home)

    with pytest.raises(DeskError) as caught:
        open_desk(closed_home, now=clock)

    assert caught.value.code == code
    assert folder_now(closed_home) == before
    for word in (str(closed_home), "SELECT", "sqlite", "key 1"):
        assert word not in caught.value.problem + caught.value.remedy


def test_an_empty_file_names_the_latest_backup(closed_home: Path, clock: Clock) -> None:
    (closed_home / "desk.db").write_bytes(b"")

    with pytest.raises(DeskError) as caught:
        open_desk(closed_home, now=clock)

    assert "2026-11-20 15:00 UTC, 3 records" in caught.value.remedy


def test_a_folder_in_the_place_of_the_file_is_named(closed_home: Path, clock: Clock) -> None:
    (closed_home / "desk.db").unlink()
    (closed_home / "desk.db").mkdir()

    with pytest.raises(DeskError) as caught:
        open_desk(closed_home, now=clock)

    assert caught.value.code == "STORE-OPEN"


def noticed(home: Path, clock: Clock, page: int) -> bool:
    """Tell whether a damaged page is told at the start, or else by number when verifying."""
    try:
        desk = open_desk(home, now=clock)
    except DeskError as error:
        return error.code in {"STORE-PAGES", "STORE-DAMAGED"}
    report = verify(desk)
    desk.close()
    (check,) = [check for check in report.checks if check.name == "pages"]
    return not check.good and f"({page})" in check.said


def test_no_single_byte_anywhere_goes_unnoticed(
    closed_home: Path, clock: Clock, tmp_path: Path
) -> None:
    path = closed_home / "desk.db"
    sound = path.read_bytes()
    chance = random.Random(5)  # noqa: S311 - the same bytes every time
    pages = range(1, len(sound) // PAGE)
    for page in chance.sample(pages, 25):
        path.write_bytes(sound)
        flip(path, page * PAGE + chance.randrange(PAGE))
        assert noticed(closed_home, clock, page + 1), page


def test_what_can_be_read_of_a_damaged_file_is_saved(
    closed_home: Path, clock: Clock, tmp_path: Path
) -> None:
    flip(closed_home / "desk.db", PAGE + 50)

    report = salvage(closed_home, tmp_path / "saved", now=clock)

    rows = {table.table: table.rows for table in report.tables}
    assert rows["audit_event"] == 3
    open_desk(tmp_path / "saved", now=clock).close()


@pytest.fixture
def crashed_home(home: Path, clock: Clock, memory_keyring: MemoryKeyring) -> Path:
    """Give a home folder as a power cut leaves it, with a log that was not written back."""
    desk, _ = set_up_desk(home, now=clock)
    for number in range(5):
        with desk.database.write("x", f"x{number}", now=clock()) as transaction:
            save_info(transaction, f"key {number}", "x")
    crashed = home.with_name("crashed")
    crashed.mkdir()
    for name in ("desk.db", "desk.db-wal", "keys.json"):
        (crashed / name).write_bytes((home / name).read_bytes())
    desk.close()
    (crashed / "config").mkdir()
    (crashed / "config" / "anchor.json").write_bytes((home / "anchor.json").read_bytes())
    return crashed


def test_a_shorter_history_is_told_and_recorded(crashed_home: Path, clock: Clock) -> None:
    wal = crashed_home / "desk.db-wal"
    wal.write_bytes(wal.read_bytes()[:-4096])

    desk = open_desk(crashed_home, now=clock)

    (warning,) = desk.warnings
    assert warning.code == "STORE-RECORDS"
    assert "1 record" in warning.problem.replace("A record", "1 record")
    assert "last good: 2026-11-20" in warning.problem
    desk.close()
    again = open_desk(crashed_home, now=clock)
    assert again.warnings == ()
    again.close()


def test_a_rotten_log_is_told(crashed_home: Path, clock: Clock) -> None:
    wal = crashed_home / "desk.db-wal"
    flip(wal, 32 + 24 + 100)

    desk = open_desk(crashed_home, now=clock)

    assert [warning.code for warning in desk.warnings] == ["STORE-RECORDS"]
    desk.close()


def test_yesterdays_file_put_back_is_told(closed_home: Path, clock: Clock) -> None:
    yesterday = (closed_home / "desk.db").read_bytes()
    desk = open_desk(closed_home, now=clock)
    with desk.database.write("x", "x", now=clock()) as transaction:
        save_info(transaction, "today", "x")
    desk.close()
    (closed_home / "desk.db").write_bytes(yesterday)

    desk = open_desk(closed_home, now=clock)

    assert [warning.code for warning in desk.warnings] == ["STORE-RECORDS"]
    desk.close()


def test_a_store_that_was_not_closed_opens_without_a_word(
    crashed_home: Path, clock: Clock
) -> None:
    desk: Desk = open_desk(crashed_home, now=clock)

    assert desk.warnings == ()
    assert desk.database.head.count == 7
    desk.close()


@pytest.mark.parametrize("seed", range(4))
def test_salvage_ends_soon_whatever_is_damaged(
    closed_home: Path, clock: Clock, tmp_path: Path, seed: int
) -> None:
    path = closed_home / "desk.db"
    chance = random.Random(seed)  # noqa: S311 - the same pages every time
    pages = path.stat().st_size // PAGE
    for page in chance.sample(range(1, pages), pages // 6):
        flip(path, page * PAGE + 70)

    with suppress(StoreError):  # the list of tables may be on one of these pages
        assert salvage(closed_home, tmp_path / "saved", now=clock).lost


def test_salvage_says_so_when_nothing_can_be_read(
    closed_home: Path, clock: Clock, tmp_path: Path
) -> None:
    flip(closed_home / "desk.db", 100)

    with pytest.raises(DeskError, match="start of the data file"):
        salvage(closed_home, tmp_path / "saved", now=clock)

    assert not (tmp_path / "saved" / "desk.db").exists()


#: Which case above, or which test elsewhere, stands for each recipe of the hostile inputs.
RECIPES = {
    "zero bytes": "zero bytes",
    "missing, but the keyring or header knows the store": "missing",
    "plain SQLite file with the right schema": "a plain SQLite file",
    "8192 random bytes": "random bytes",
    "right file, other key": "another key",
    "one byte flipped in page 1": "page 1",
    "one byte flipped in page 2": "page 2",
    "cut to half at a page border": "cut to half at a page border",
    "cut by 1000 bytes": "cut by 1000 bytes",
    "schema revision newer than the program": "newer",
    "valid store with an extra trigger that deletes ledger rows": "an extra trigger",
}
#: test_a_shorter_history_is_told_and_recorded here, test_a_stale_log_... in test_safekeeping,
#: test_an_empty_copy_inside_a_backup_is_incomplete in test_archive.
ELSEWHERE = {
    "valid store, WAL cut by 4096 bytes",
    "backup restored while the old -wal still lies beside it",
    "backup made by VACUUM INTO and killed",
}
#: The names that the hostile inputs give to our codes.
CODES = {
    "EMPTY": "STORE-EMPTY",
    "MISSING": "STORE-MISSING",
    "NOT_ENCRYPTED": "STORE-PLAIN",
    "DAMAGED": "STORE-DAMAGED",
    "WRONG_KEY": "STORE-KEY",
    "DAMAGED_PAGE": "STORE-PAGES",
    "NEWER_VERSION": "STORE-NEWER",
    "SCHEMA_CHANGED": "STORE-SCHEMA",
}


@pytest.mark.parametrize(
    "item", [pytest.param(item, id=item["id"]) for item in hostile("store_file")]
)
def test_every_hostile_recipe_has_its_case(item: dict[str, Any]) -> None:
    recipe = item["make"]["recipe"]
    if recipe in ELSEWHERE:
        return
    codes = {case.id: case.values[1] for case in CASES}
    expected = item["expect"][0].partition(":")[2]

    assert codes[RECIPES[recipe]] == CODES[expected]
