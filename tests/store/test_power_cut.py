"""The power goes: the write-ahead log is cut or scrambled, the main file half written back."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from collections_desk.operations.desk import Desk
from collections_desk.store.audit_log import verify_chain
from collections_desk.store.checking import broken_structure, damaged_pages
from collections_desk.store.connection import connect_for_work
from collections_desk.store.opening import open_store
from collections_desk.store.tables import CustomerRow
from tests.conftest import TEST_KEY
from tests.store import rows
from tests.store.children import KILLS

SECTOR = 512
NAMES = [f"Customer {number}" for number in range(12)]


def save_all(desk: Desk) -> None:
    for name in NAMES:
        with desk.database.write("x", f"saved {name}", now=desk.now()) as transaction:
            rows.add_activity(transaction, rows.add_customer(transaction, name), "called")


def saved_names(home: Path) -> list[str]:
    """Open the store, check all of it, and return what is there, in order."""
    database = open_store(home, TEST_KEY)
    with database.read() as session:
        names = list(session.scalars(select(CustomerRow.name).order_by(CustomerRow.id)))
        assert verify_chain(session).whole
    database.close()
    assert damaged_pages(home / "desk.db", TEST_KEY) == []
    assert broken_structure(home / "desk.db", TEST_KEY) == []
    return names


def lay_out(home: Path, main: bytes, wal: bytes) -> None:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    (home / "desk.db").write_bytes(main)
    (home / "desk.db-wal").write_bytes(wal)


@pytest.fixture
def crashed(desk: Desk) -> tuple[bytes, bytes]:
    """Give main file and write-ahead log as a power cut leaves them."""
    save_all(desk)
    return desk.database.path.read_bytes(), Path(f"{desk.database.path}-wal").read_bytes()


def test_a_cut_log_leaves_a_beginning_of_what_was_saved(
    crashed: tuple[bytes, bytes], tmp_path: Path
) -> None:
    main, wal = crashed
    chance = random.Random(1)  # noqa: S311 - the same cuts every time
    seen = set()
    for _ in range(KILLS):
        lay_out(tmp_path / "cut", main, wal[: chance.randrange(len(wal))])
        names = saved_names(tmp_path / "cut")
        assert names == NAMES[: len(names)]
        seen.add(len(names))

    assert len(seen) > 3
    lay_out(tmp_path / "cut", main, wal)
    assert saved_names(tmp_path / "cut") == NAMES


def test_scrambled_sectors_after_the_last_synced_one_lose_nothing(
    crashed: tuple[bytes, bytes], tmp_path: Path
) -> None:
    main, wal = crashed
    chance = random.Random(2)  # noqa: S311 - the same sectors every time
    for _ in range(KILLS // 2):
        tail = bytearray(chance.randbytes(SECTOR * chance.randint(1, 24)))
        lay_out(tmp_path / "scrambled", main, wal + bytes(tail))
        assert saved_names(tmp_path / "scrambled") == NAMES


def test_a_checkpoint_that_was_cut_loses_nothing(
    crashed: tuple[bytes, bytes], tmp_path: Path
) -> None:
    old, wal = crashed
    lay_out(tmp_path / "whole", old, wal)
    connect_for_work(tmp_path / "whole" / "desk.db", TEST_KEY).close()  # writes the log back
    new = (tmp_path / "whole" / "desk.db").read_bytes()
    chance = random.Random(3)  # noqa: S311 - the same sectors every time
    for _ in range(KILLS // 2):
        mixed = bytearray(new)
        for start in range(0, len(old), SECTOR):
            if chance.random() < 0.5:
                mixed[start : start + SECTOR] = old[start : start + SECTOR]
        if chance.random() < 0.5:
            del mixed[len(old) :]  # the file had not grown yet
        lay_out(tmp_path / "mixed", bytes(mixed), wal)

        assert saved_names(tmp_path / "mixed") == NAMES
