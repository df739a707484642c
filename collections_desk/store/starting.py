"""Set a store up, and start with one: lock, key, file, checks and anchors in their order."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING
from uuid import uuid4

from collections_desk.store import faults
from collections_desk.store.anchors import (
    Anchor,
    AnchorKeeper,
    missing_records,
    read_anchors,
    write_anchor,
)
from collections_desk.store.audit_log import events, read_head, utc_text
from collections_desk.store.backup import FOLDER as BACKUPS
from collections_desk.store.backup import latest_words, make_backup
from collections_desk.store.keyfile import FILE_NAME as KEY_FILE
from collections_desk.store.keyfile import load_key_files, save_key_file
from collections_desk.store.keyring_access import Waiting, forget_key, wait_quietly
from collections_desk.store.keys import new_key
from collections_desk.store.lock import StoreLock, take_lock
from collections_desk.store.moving import finish_move
from collections_desk.store.opening import FILE_NAME, create_store, open_store
from collections_desk.store.safe_files import private_folder, sync_folder
from collections_desk.store.settings import read_info
from collections_desk.store.tries import Tries
from collections_desk.store.unlocking import set_up_keys, unlock

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from collections_desk.errors import DeskError
    from collections_desk.store.database import Database
    from collections_desk.store.keyfile import KeyFile

#: A store is made in here and moved to its place once it is whole.
_MAKING = ".setting-up"


class StoreState(Enum):
    """What a home folder holds."""

    NONE = "none"
    PRESENT = "present"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of a store.

    Attributes:
        home: Holds the data file.
        config: Holds the second copies of keys and anchor.
    """

    home: Path
    config: Path

    @property
    def both(self) -> tuple[Path, Path]:
        """Return both, the home folder first."""
        return self.home, self.config

    @property
    def store(self) -> Path:
        """Return where the data file lies."""
        return self.home / FILE_NAME


@dataclass(frozen=True, slots=True)
class Started:
    """An open store.

    Attributes:
        warnings: What opening found and the clerk must be told.
        sample: The data is invented.
    """

    database: Database
    warnings: tuple[DeskError, ...] = ()
    sample: bool = False


def store_state(places: Places) -> StoreState:
    """Tell whether there is a store, was one, or never was one."""
    if places.store.exists() or places.store.is_symlink():
        return StoreState.PRESENT
    if (places.home / _MAKING).exists():
        return StoreState.NONE  # a first start that was never finished
    known = any(keys is not None for _, keys in load_key_files(places.both))
    return StoreState.MISSING if known or read_anchors(places.both) else StoreState.NONE


def set_up_store(
    places: Places,
    *,
    passphrase: str | None,
    keyring: bool,
    now: datetime,
    waiting: Waiting = wait_quietly,
) -> tuple[Started, str]:
    """Make a new store and return it open, with its recovery code.

    Raises:
        StoreError: If there is or was a store here, or none can be made.
        KeyProblemError: If the keyring does not keep the key. Nothing was created.
        EntryRefusedError: If the passphrase is too short. Nothing was created.
    """
    state = store_state(places)
    if state is StoreState.MISSING:
        raise faults.missing()
    if state is StoreState.PRESENT:
        raise faults.exists(places.home.name)
    lock = hold_lock(places, now=now)
    try:
        _forget_unfinished(places)
        return _make(places, lock, passphrase, keyring=keyring, now=now, waiting=waiting)
    except BaseException:
        lock.release()
        raise


def _make(  # noqa: PLR0913 - what the first start was told
    places: Places,
    lock: StoreLock,
    passphrase: str | None,
    *,
    keyring: bool,
    now: datetime,
    waiting: Waiting,
) -> tuple[Started, str]:
    key = new_key()
    making = places.home / _MAKING
    store_id = str(uuid4())
    keys, code = set_up_keys(
        key, store_id, passphrase=passphrase, keyring=keyring, waiting=waiting
    )
    try:
        create_store(making, key, now=now, store_id=store_id).close()
        save_key_file(keys, places.both)
        (making / FILE_NAME).rename(places.store)
        sync_folder(places.home)
        making.rmdir()
    except BaseException as error:
        _forget_unfinished(places)
        if passphrase is None:
            forget_key(store_id)
        if isinstance(error, OSError) and (said := faults.translate(error)):
            raise said from error
        raise
    database = open_store(places.home, key, check=keys.check)
    with database.closed_on_error():
        _keep_anchors(database, places, lock)
    return Started(database), code


def _forget_unfinished(places: Places) -> None:
    """Remove what a first start that was cut off left behind; it never held anything."""
    making = places.home / _MAKING
    if not making.exists():
        return
    if not places.store.exists():
        for folder in places.both:
            (folder / KEY_FILE).unlink(missing_ok=True)
    shutil.rmtree(making)


def hold_lock(places: Places, *, now: datetime, remove_foreign: bool = False) -> StoreLock:
    """Make the home folder if need be and take its lock.

    Raises:
        StoreError: If another program holds it, or the folder cannot be written.
    """
    try:
        private_folder(places.home)
        return take_lock(places.home, now=now, remove_foreign=remove_foreign)
    except OSError as error:
        if said := faults.translate(error, folder=places.home.name):
            raise said from error
        raise


def start_store(  # noqa: PLR0913 - the ways in
    places: Places,
    *,
    passphrase: str | None = None,
    recovery_code: str | None = None,
    now: datetime,
    waiting: Waiting = wait_quietly,
    remove_foreign_lock: bool = False,
) -> Started:
    """Open the store, in the order in which things can go wrong.

    Raises:
        KeyProblemError: If the key cannot be had.
        StoreError: If the store cannot be opened as it stands.
    """
    try:
        there = places.home.is_dir()
    except OSError as error:  # a folder above it may not be entered
        raise faults.cannot_open() from error
    if not there:
        _check_present(places)
    lock = hold_lock(places, now=now, remove_foreign=remove_foreign_lock)
    try:
        finish_move(places.home)
        _check_present(places)
        _forget_unfinished(places)
        unlocked = Tries.of(places.home).guard(
            lambda: unlock(
                places.both, passphrase=passphrase, recovery_code=recovery_code, waiting=waiting
            ),
            now=now,
        )
        started = start_at(places, unlocked.key, unlocked.keys, now=now, lock=lock)
    except BaseException:
        lock.release()
        raise
    return replace(started, warnings=(*unlocked.warnings, *started.warnings))


def start_at(  # noqa: PLR0913 - what a start and a restore know
    places: Places,
    key: str,
    keys: KeyFile,
    *,
    now: datetime,
    lock: StoreLock,
    check_anchor: bool = True,
) -> Started:
    """Open the store with a key that was found, compare it with its anchors, and keep them.

    Raises:
        StoreError: If it cannot be opened as it stands. It is closed; the lock is the caller's.
    """
    backups = places.home / BACKUPS

    def before_upgrade(database: Database) -> None:
        make_backup(database, backups, keys.to_bytes(), now=now)

    database = open_store(
        places.home,
        key,
        check=keys.check,
        latest_backup=lambda: latest_words(backups),
        before_upgrade=before_upgrade,
    )
    with database.closed_on_error():
        warnings = _check_anchor(database, places, now) if check_anchor else ()
        _keep_anchors(database, places, lock)
        with database.read() as session:
            sample = read_info(session, "sample") is not None
    return Started(database, warnings, sample=sample)


def _check_present(places: Places) -> None:
    state = store_state(places)
    if state is StoreState.MISSING:
        raise faults.missing()
    if state is StoreState.NONE:
        raise faults.never_made()


def _check_anchor(database: Database, places: Places, now: datetime) -> tuple[DeskError, ...]:
    """Compare the audit log with the anchors; what is missing is itself recorded."""
    with database.read() as session:
        found = missing_records(session, database.store_id, read_anchors(places.both))
    if found is None:
        return ()
    count, anchor = found
    with database.write(
        "store.records_missing",
        f"found {count} records missing that were saved before",
        now=now,
        facts={"expected": anchor.head.count, "hash": anchor.head.hash, "last_good": anchor.at},
    ):
        pass
    return (faults.records_missing(count, anchor.at),)


def _keep_anchors(database: Database, places: Places, lock: StoreLock) -> None:
    """Have the end of the audit log written down from now on, and the lock let go at the end."""
    keeper = AnchorKeeper(database.store_id, places.both)
    database.on_commit = keeper.note
    database.on_close += [lock.release, keeper.flush]
    with database.read() as session:
        head = read_head(session)
        newest = events(session, limit=1)
    at = utc_text(newest[0].at) if newest else ""
    write_anchor(Anchor(database.store_id, head, at), places.both)
