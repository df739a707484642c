"""Backups, restoring, verifying and salvaging."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from collections_desk.errors import StoreError
from collections_desk.operations.desk import Desk, open_desk, set_up_desk
from collections_desk.operations.safekeeping import (
    backup,
    backup_if_due,
    list_backups,
    new_recovery_code,
    restore,
    salvage,
    set_passphrase,
    verify,
    verify_if_due,
)
from collections_desk.store import backup as making
from collections_desk.store.archive import Archive
from collections_desk.store.audit_log import events
from collections_desk.store.checking import Contents, contents_of_copy
from collections_desk.store.documents import put_document
from collections_desk.store.settings import read_info, save_info
from tests.clock import Clock
from tests.memory_keyring import MemoryKeyring


@pytest.fixture
def kept(home: Path, clock: Clock, memory_keyring: MemoryKeyring) -> Iterator[tuple[Desk, str]]:
    """Give a desk that was set up the ordinary way, and its recovery code."""
    desk, code = set_up_desk(home, clerk="Dana", now=clock)
    yield desk, code
    desk.close()


def note(desk: Desk, key: str, value: str = "x") -> None:
    with desk.database.write("note", f"noted {key}", now=desk.now()) as transaction:
        save_info(transaction, key, value)


def noted(desk: Desk, key: str) -> str | None:
    with desk.database.read() as session:
        return read_info(session, key)


def test_a_backup_is_read_back_and_listed(kept: tuple[Desk, str]) -> None:
    desk, _ = kept
    note(desk, "before")

    report = backup(desk)

    (info,) = list_backups(desk)
    assert info.path == report.path
    assert info.manifest.events == report.events == desk.database.head.count
    assert info.manifest.head == desk.database.head.hash
    assert info.path.name == "desk-20261120-150000.cdbackup"
    assert [path.suffix for path in info.path.parent.iterdir()] == [".cdbackup"]
    assert b"SQLite format 3" not in info.path.read_bytes()
    assert (info.path.stat().st_mode & 0o777) == 0o600


def test_a_copy_that_does_not_read_back_is_no_backup(
    kept: tuple[Desk, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, _ = kept
    first = backup(desk).path

    def one_short(path: Path, key: str) -> Contents:
        found = contents_of_copy(path, key)
        return replace(found, counts={**found.counts, "store_info": 0})

    monkeypatch.setattr(making, "contents_of_copy", one_short)
    with pytest.raises(StoreError, match="does not read back"):
        backup(desk)

    assert list(first.parent.iterdir()) == [first]


def test_restoring_brings_back_exactly_what_was_there(
    kept: tuple[Desk, str], home: Path, clock: Clock
) -> None:
    desk, _ = kept
    note(desk, "before")
    path = backup(desk).path
    clock.pass_by(hours=1)
    for number in range(50):
        note(desk, f"after {number}")

    report = restore(home, path, desk=desk, now=clock)

    restored = report.desk
    assert noted(restored, "before") == "x"
    assert noted(restored, "after 0") is None
    with restored.database.read() as session:
        newest = events(session)[0]
    assert newest.kind == "store.restored"
    assert newest.seq == report.events + 1
    assert (home / report.replaced / "desk.db").exists()
    assert report.safety_backup is not None
    assert restored.warnings == ()
    assert verify(restored).good  # the backup of what was put aside is no alarm
    restored.close()
    again = open_desk(home, now=clock)
    assert again.warnings == ()
    again.close()


def test_a_stale_log_beside_a_restored_file_is_never_played_back(
    kept: tuple[Desk, str], home: Path, clock: Clock
) -> None:
    desk, _ = kept
    path = backup(desk).path
    note(desk, "later")
    shutil.copy(home / "desk.db-wal", home / "kept-wal")
    desk.close()
    shutil.copy(home / "kept-wal", home / "desk.db-wal")
    (home / "desk.db-journal").write_bytes(b"junk")

    report = restore(home, path, now=clock)

    assert noted(report.desk, "later") is None
    with Archive(path) as archive:
        assert report.desk.database.head.count == archive.manifest.events + 1
    moved = {each.name for each in (home / report.replaced).iterdir()}
    assert {"desk.db", "desk.db-wal", "desk.db-journal", "keys.json"} <= moved
    report.desk.close()


def test_a_new_laptop_needs_one_backup_and_the_paper(
    kept: tuple[Desk, str], tmp_path: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    desk, code = kept
    note(desk, "before")
    path = Path(shutil.copy(backup(desk).path, tmp_path / "stick.cdbackup"))
    memory_keyring.kept.clear()
    laptop = tmp_path / "laptop"

    with pytest.raises(Exception, match="not in the keyring"):
        restore(laptop, path, now=clock)
    assert not (laptop / "desk.db").exists()
    report = restore(laptop, path, recovery_code=code, now=clock)

    assert noted(report.desk, "before") == "x"
    assert report.replaced == ""
    assert len(memory_keyring.kept) == 1
    report.desk.close()
    open_desk(laptop, now=clock).close()


@pytest.mark.parametrize(
    "step", ["safekeeping.keep_again", "safekeeping.Desk"], ids=["the keyring", "the desk"]
)
def test_a_restore_that_fails_at_the_end_leaves_nothing_open(
    kept: tuple[Desk, str],
    home: Path,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    desk, code = kept
    archive = backup(desk).path

    with monkeypatch.context() as patch:
        patch.setattr(f"collections_desk.operations.{step}", lambda *_, **__: 1 // 0)
        with pytest.raises(ZeroDivisionError) as held:
            restore(home, archive, desk=desk, recovery_code=code, now=clock)

    open_desk(home, now=clock).close()
    assert held.value


def test_a_backup_is_made_when_something_changed_and_it_is_time(
    kept: tuple[Desk, str], clock: Clock
) -> None:
    desk, _ = kept

    assert backup_if_due(desk) is not None
    assert backup_if_due(desk, at_exit=True) is None
    note(desk, "changed")
    assert backup_if_due(desk) is None
    clock.pass_by(minutes=30)
    assert backup_if_due(desk) is not None
    note(desk, "changed again")
    assert backup_if_due(desk, at_exit=True) is not None
    clock.pass_by(days=-2)
    note(desk, "the clock went back")
    assert backup_if_due(desk) is not None


def test_old_backups_go_and_strangers_stay(kept: tuple[Desk, str], clock: Clock) -> None:
    desk, _ = kept
    folder = desk.home / "backups"
    for _ in range(15):
        report = backup(desk)
        clock.pass_by(minutes=40)
    strangers = {"other.cdbackup": b"not ours", "holiday.jpg": b"\xff"}
    for name, content in strangers.items():
        (folder / name).write_bytes(content)

    report = backup(desk)

    assert len(list_backups(desk)) == 10
    assert report.path.exists()
    assert all((folder / name).read_bytes() == content for name, content in strangers.items())


def test_nothing_is_removed_when_the_data_shrank(
    kept: tuple[Desk, str], home: Path, clock: Clock
) -> None:
    desk, _ = kept
    first = backup(desk).path
    for number in range(5):
        clock.pass_by(minutes=1)
        note(desk, f"x{number}")
        backup(desk)
    restored = restore(home, first, desk=desk, now=clock).desk
    before = len(list_backups(restored))

    report = backup(restored)

    assert len(list_backups(restored)) == before + 1
    assert report.removed == ()
    assert [warning.code for warning in report.warnings] == ["BACKUP-SHRUNK"]
    restored.close()


def test_verify_finds_nothing_wrong_with_a_sound_store(kept: tuple[Desk, str]) -> None:
    desk, _ = kept
    backup(desk)

    report = verify(desk)

    assert report.good, report.values()
    assert report.events == 2
    assert [check.name for check in report.checks] == [
        "pages",
        "chain",
        "anchor",
        "backups",
        "structure",
        "documents",
        "letters",
        "orphans",
    ]


ORPHAN = (
    "INSERT INTO attachment VALUES"
    " (1, 99, NULL, NULL, NULL, 'none', 'x', '2026-11-20T15:00:00.000000Z')"
)


@pytest.mark.parametrize(
    ("statements", "failed"),
    [
        pytest.param(
            [
                "DROP TRIGGER audit_event_no_update",
                "UPDATE audit_event SET kind = 'y' WHERE seq=3",
            ],
            {"chain", "structure"},
            id="a line changed",
        ),
        pytest.param(
            ["DROP TRIGGER audit_event_no_delete", "DELETE FROM audit_event WHERE seq = 3"],
            {"chain", "structure"},
            id="a line removed",
        ),
        pytest.param(
            ["DROP TRIGGER document_no_update", "UPDATE document SET content = x'00'"],
            {"documents", "structure"},
            id="a document changed",
        ),
        pytest.param(
            ["CREATE TRIGGER eat AFTER INSERT ON invoice BEGIN DELETE FROM invoice; END"],
            {"structure"},
            id="a foreign trigger",
        ),
        pytest.param(
            ["PRAGMA foreign_keys=OFF", ORPHAN],
            {"pages"},
            id="a row that points nowhere",
        ),
    ],
)
def test_verify_names_what_a_key_holder_changed(
    kept: tuple[Desk, str], statements: list[str], failed: set[str]
) -> None:
    desk, _ = kept
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        put_document(transaction, b"as printed", "application/pdf", now=desk.now())
    note(desk, "more")
    with desk.database.driver() as connection:
        for statement in statements:
            connection.execute(statement)
        connection.execute("PRAGMA foreign_keys=ON")

    report = verify(desk)

    assert {check.name for check in report.checks if not check.good} == failed


def test_verify_finds_a_cut_tail_by_its_anchor_and_its_backup(
    kept: tuple[Desk, str], clock: Clock
) -> None:
    desk, _ = kept
    for number in range(5):
        note(desk, f"n{number}")
    backup(desk)
    desk.close()
    desk = open_desk(desk.home, now=clock)
    with desk.database.driver() as connection:
        (trigger,) = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'audit_event_no_delete'"
        ).fetchone()
        connection.execute("DROP TRIGGER audit_event_no_delete")
        connection.execute("DELETE FROM audit_event WHERE seq > 4")
        connection.execute(trigger)

    report = verify(desk)

    assert {check.name for check in report.checks if not check.good} == {"anchor", "backups"}
    desk.close()


def test_salvage_saves_the_rows_around_a_damaged_page(
    kept: tuple[Desk, str], home: Path, tmp_path: Path, clock: Clock
) -> None:
    desk, _ = kept
    for number in range(300):
        note(desk, f"key {number:03}", "a rather long value " * 20)
    desk.close()
    content = bytearray((home / "desk.db").read_bytes())
    pages = len(content) // 4096
    for page in (pages // 2, pages * 3 // 4, pages - 5):
        content[page * 4096 + 1000] ^= 1
    (home / "desk.db").write_bytes(content)

    report = salvage(home, tmp_path / "saved", now=clock)

    assert (home / "desk.db").read_bytes() == bytes(content)
    assert report.lost
    saved = open_desk(tmp_path / "saved", now=clock)
    rows = {table.table: table.rows for table in report.tables}
    assert 250 < rows["store_info"] < 301
    assert 200 < rows["audit_event"] <= 302
    with saved.database.write("x", "x", now=clock()) as transaction:
        transaction.execute(text("SELECT 1"))
    saved.close()


def test_a_new_recovery_code_takes_the_place_of_the_old(
    kept: tuple[Desk, str], home: Path, clock: Clock
) -> None:
    desk, old = kept
    new = new_recovery_code(desk)
    desk.close()

    with pytest.raises(Exception, match="another data file"):
        open_desk(home, recovery_code=old, now=clock)
    open_desk(home, recovery_code=new, now=clock).close()


def test_a_passphrase_can_be_set_later(kept: tuple[Desk, str], home: Path, clock: Clock) -> None:
    desk, _ = kept
    set_passphrase(desk, "correct horse battery")
    desk.close()

    open_desk(home, passphrase="correct horse battery", now=clock).close()


def test_no_backup_is_made_without_its_keys(kept: tuple[Desk, str], home: Path) -> None:
    desk, _ = kept
    (home / "keys.json").unlink()
    (home / "config" / "keys.json").unlink()

    with pytest.raises(StoreError, match="wrapped key"):
        backup(desk)


def test_the_whole_record_is_checked_once_a_week(kept: tuple[Desk, str], clock: Clock) -> None:
    desk, _code = kept
    first = verify_if_due(desk)
    assert first is not None
    assert first.good

    clock.now += timedelta(days=6, hours=23)
    assert verify_if_due(desk) is None
    clock.now += timedelta(hours=1)
    assert verify_if_due(desk) is not None
    clock.now -= timedelta(days=30)  # a clock set back does not put the check off
    assert verify_if_due(desk) is not None

    with desk.database.read() as session:
        kinds = [event.kind for event in events(session)]
    assert kinds.count("records.verified") == 3


def test_a_check_that_finds_something_comes_again(kept: tuple[Desk, str]) -> None:
    desk, _code = kept
    with desk.database.write("test", "kept a paper", now=desk.now()) as transaction:
        sha256 = put_document(transaction, b"the paper", "text/plain", now=desk.now())
    desk.database.engine.dispose()
    with desk.database.driver() as connection:
        connection.execute("DROP TRIGGER IF EXISTS document_no_update")
        connection.execute("UPDATE document SET content = ? WHERE sha256 = ?", (b"other", sha256))
        connection.commit()

    report = verify_if_due(desk)

    assert report is not None
    assert not report.good
    assert verify_if_due(desk) is not None
