"""Setting the desk up, and opening it again by each of the ways in."""

from __future__ import annotations

from pathlib import Path

import pytest

from collections_desk.domain.progress import Cancelled
from collections_desk.domain.settings import Business, Settings
from collections_desk.errors import DeskError, EntryRefusedError, KeyProblemError, StoreError
from collections_desk.operations.desk import (
    home_state,
    open_desk,
    set_up_desk,
)
from collections_desk.operations.home import config_folder, home_folder
from collections_desk.operations.sample_home import open_sample
from collections_desk.store.keyring_access import SERVICE
from collections_desk.store.starting import StoreState
from tests.clock import Clock
from tests.memory_keyring import MemoryKeyring

PASSPHRASE = "four words are easy"
BUSINESS = Business(name="Harbor Supply", address_lines=("1 Pier", "Erie PA 16501"))


def refused(home: Path, clock: Clock, **how: str) -> DeskError:
    with pytest.raises(DeskError) as caught:
        open_desk(home, now=clock, **how)  # type: ignore[arg-type] # only texts are given here
    return caught.value


def test_the_keyring_opens_the_desk_without_a_question(
    home: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    desk, _ = set_up_desk(home, business=BUSINESS, clerk=" Dana ", now=clock)
    store_id, key = desk.database.store_id, desk.database.key
    desk.close()

    again = open_desk(home, now=clock)

    assert memory_keyring.kept == {(SERVICE, store_id): key}
    assert again.settings() == Settings(business=BUSINESS, clerk="Dana")
    assert again.warnings == ()
    assert home_state(home) is StoreState.PRESENT
    again.close()


def test_a_passphrase_opens_the_desk(home: Path, clock: Clock) -> None:
    desk, _ = set_up_desk(home, passphrase=PASSPHRASE, keyring=False, now=clock)
    desk.close()

    assert refused(home, clock).code == "KEY-PASSPHRASE-NEEDED"
    assert refused(home, clock, passphrase="four words are hard").code == "KEY-PASSPHRASE"
    open_desk(home, passphrase=PASSPHRASE, now=clock).close()


def test_the_recovery_code_opens_the_desk_and_fills_the_keyring_again(
    home: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    desk, code = set_up_desk(home, now=clock)
    desk.close()
    memory_keyring.kept.clear()

    assert refused(home, clock).code == "KEY-LOST"
    desk = open_desk(home, recovery_code=code.lower().replace("-", " "), now=clock)
    desk.close()

    assert len(memory_keyring.kept) == 1
    open_desk(home, now=clock).close()


def test_a_missing_file_is_never_replaced_by_a_new_one(
    home: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    set_up_desk(home, now=clock)[0].close()
    (home / "desk.db").unlink()

    assert refused(home, clock).code == "STORE-MISSING"
    with pytest.raises(StoreError, match="not where it was"):
        set_up_desk(home, now=clock)
    assert not (home / "desk.db").exists()
    assert home_state(home) is StoreState.MISSING


def test_a_store_is_not_set_up_twice(
    home: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    set_up_desk(home, now=clock)[0].close()

    with pytest.raises(StoreError, match="already"):
        set_up_desk(home, now=clock)


def test_an_empty_folder_has_no_store_yet(home: Path, clock: Clock) -> None:
    assert refused(home, clock).code == "STORE-NONE"
    assert refused(home / "nowhere", clock).code == "STORE-NONE"
    assert home_state(home) is StoreState.NONE


def test_a_short_passphrase_creates_nothing(home: Path, clock: Clock) -> None:
    with pytest.raises(EntryRefusedError, match="9 characters"):
        set_up_desk(home, passphrase="too short", keyring=False, now=clock)

    assert home_state(home) is StoreState.NONE
    set_up_desk(home, passphrase=PASSPHRASE, keyring=False, now=clock)[0].close()


def test_a_first_start_that_was_cut_off_is_forgotten(
    home: Path, clock: Clock, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", lambda *_: 1 // 0)
        patch.setattr("collections_desk.store.starting._forget_unfinished", lambda _: None)
        with pytest.raises(ZeroDivisionError):
            set_up_desk(home, now=clock)

    assert home_state(home) is StoreState.NONE
    set_up_desk(home, now=clock)[0].close()
    assert not list(home.glob(".*"))


def test_files_are_for_the_clerk_alone(
    home: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    home.chmod(0o755)
    desk, _ = set_up_desk(home, now=clock)

    modes = {path.name: path.stat().st_mode & 0o777 for path in home.rglob("*")}
    desk.close()

    assert home.stat().st_mode & 0o777 == 0o700
    assert modes.pop("config") == 0o700
    assert set(modes.values()) == {0o600}


def test_the_home_folder_is_as_told_or_as_the_environment_says(tmp_path: Path) -> None:
    environ = {"COLLECTIONS_DESK_HOME": str(tmp_path / "by-name")}

    assert home_folder(tmp_path / "told", environ) == tmp_path / "told"
    assert home_folder(None, environ) == tmp_path / "by-name"
    usual = home_folder(None, {})
    assert usual.name == "collections-desk"
    assert config_folder(usual) != usual
    assert config_folder(tmp_path) == tmp_path / "config"


def test_wrong_tries_must_wait_longer_and_longer(home: Path, clock: Clock) -> None:
    set_up_desk(home, passphrase=PASSPHRASE, keyring=False, now=clock)[0].close()
    for _ in range(5):
        assert refused(home, clock, passphrase="not this one").code == "KEY-PASSPHRASE"

    assert refused(home, clock, passphrase=PASSPHRASE).code == "KEY-TRIES"
    clock.pass_by(seconds=3)
    open_desk(home, passphrase=PASSPHRASE, now=clock).close()


def test_a_second_start_names_who_has_it_open(
    home: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    desk, _ = set_up_desk(home, now=clock)

    with pytest.raises(StoreError, match="Collections Desk has the data file open") as caught:
        open_desk(home, now=clock)

    assert caught.value.code == "STORE-BUSY"
    assert "2026-11-20 15:00" in caught.value.problem
    desk.close()
    open_desk(home, now=clock).close()


@pytest.mark.parametrize(
    "step",
    [
        "store.starting.missing_records",
        "store.starting.write_anchor",
        "store.database.check_clock",
    ],
)
def test_an_opening_that_fails_leaves_nothing_open(
    home: Path,
    clock: Clock,
    memory_keyring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    set_up_desk(home, now=clock)[0].close()

    with monkeypatch.context() as patch:
        patch.setattr(f"collections_desk.{step}", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError) as kept:
            open_desk(home, now=clock)

    open_desk(home, now=clock).close()  # while the error is still held, as a window may hold it
    assert kept.value


@pytest.mark.parametrize("step", ["store.starting.write_anchor", "operations.desk.save_settings"])
def test_a_first_start_that_fails_leaves_nothing_open(
    home: Path,
    clock: Clock,
    memory_keyring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(f"collections_desk.{step}", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError) as kept:
            set_up_desk(home, now=clock)

    open_desk(home, now=clock).close()
    assert kept.value


def test_a_closing_that_fails_lets_go_of_the_lock(
    home: Path, clock: Clock, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, _ = set_up_desk(home, now=clock)

    with monkeypatch.context() as patch:
        patch.setattr("collections_desk.store.anchors.write_anchor", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError) as kept:
            desk.close()

    open_desk(home, now=clock).close()
    assert kept.value


def test_a_sample_that_was_stopped_halfway_can_be_opened_again(home: Path, clock: Clock) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled) as kept:
        open_sample(home, now=clock, progress=stop)

    desk = open_sample(home, now=clock)
    assert desk.sample
    desk.close()
    assert kept.value


def test_a_code_of_a_store_that_is_gone_is_told_apart(
    home: Path, tmp_path: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    set_up_desk(home, now=clock)[0].close()
    desk, other_code = set_up_desk(tmp_path / "other", now=clock)
    desk.close()

    with pytest.raises(KeyProblemError, match="another data file"):
        open_desk(home, recovery_code=other_code, now=clock)
