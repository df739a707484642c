"""Keep the data safe: back it up, restore it, check it, save what is left of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collections_desk.domain.progress import Progress, no_progress
from collections_desk.errors import StoreError
from collections_desk.operations.desk import Desk, Resources, utc_now
from collections_desk.operations.home import config_folder
from collections_desk.operations.orphans import orphans_if_readable
from collections_desk.store import faults
from collections_desk.store.anchors import read_anchors
from collections_desk.store.archive import Archive
from collections_desk.store.backup import FOLDER, BackupInfo, make_backup, prune
from collections_desk.store.backup import list_backups as backups_in
from collections_desk.store.keyfile import FILE_NAME as KEY_FILE
from collections_desk.store.keyfile import save_key_file
from collections_desk.store.keyring_access import Waiting, wait_quietly
from collections_desk.store.opening import FILE_NAME, SIDE_FILES, create_store
from collections_desk.store.restore import key_of_backup, prepare, put_in_place
from collections_desk.store.safe_files import private_folder, write_safely
from collections_desk.store.salvage import Salvaged, played_back, salvage_into
from collections_desk.store.settings import read_info, save_info
from collections_desk.store.starting import Places, hold_lock
from collections_desk.store.unlocking import find_key_file, keep_again, unlock
from collections_desk.store.unlocking import new_recovery_code as make_recovery_code
from collections_desk.store.unlocking import set_passphrase as keep_passphrase
from collections_desk.store.verifying import Check, run_checks

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.errors import DeskError
    from collections_desk.store.keyfile import KeyFile

#: A backup is made this long after the last one, if something changed.
BACKUP_EVERY = timedelta(minutes=30)
#: The whole record is checked this long after the last check.
VERIFY_EVERY = timedelta(days=7)
_VERIFIED_AT = "verified_at"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was made and read back.

    Attributes:
        path: The file.
        size: In bytes.
        events: How many operations it holds.
        made_at: When.
        removed: Names of older backups that were let go.
        warnings: What the clerk must be told.
    """

    path: Path
    size: int
    events: int
    made_at: datetime
    removed: tuple[str, ...] = ()
    warnings: tuple[DeskError, ...] = ()


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """A backup that took the place of the store.

    Attributes:
        desk: The desk over the restored store; the one before is closed.
        made_at: When the backup was made.
        events: How many operations it holds.
        replaced: The folder in the home folder that the old files went to; empty if none.
        safety_backup: The backup made of the store before, if there was one that opened.
    """

    desk: Desk
    made_at: datetime
    events: int
    replaced: str
    safety_backup: Path | None


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What was saved of a damaged store.

    Attributes:
        home: The new home folder.
        tables: What was copied of each table.
    """

    home: Path
    tables: tuple[Salvaged, ...]

    @property
    def lost(self) -> tuple[Salvaged, ...]:
        """Return the tables of which something could not be read."""
        return tuple(table for table in self.tables if table.gaps)


def backup_folder(desk: Desk) -> Path:
    """Return where backups go: as the settings say, or beside the data file."""
    named = desk.settings().backup_folder
    return Path(named) if named else desk.home / FOLDER


def backup(
    desk: Desk, folder: Path | None = None, progress: Progress = no_progress
) -> BackupReport:
    """Make a backup, read it back, and let old ones go.

    Raises:
        StoreError: If it could not be made. The older backups are unchanged.
    """
    target = folder or backup_folder(desk)
    progress(0, 3)
    info = make_backup(desk.database, target, _keys(desk.home).to_bytes(), now=desk.now())
    progress(2, 3)
    removed, warning = prune(target, info)
    progress(3, 3)
    return BackupReport(
        info.path,
        info.size,
        info.manifest.events,
        info.manifest.made_at,
        tuple(removed),
        (warning,) if warning else (),
    )


def backup_if_due(desk: Desk, *, at_exit: bool = False) -> BackupReport | None:
    """Make a backup if something changed since the last one and it is time for one.

    Args:
        desk: The desk.
        at_exit: The program ends: it is time, however long ago the last one was.
    """
    found = list_backups(desk)
    if found:
        newest = found[0].manifest
        if newest.head == desk.database.refresh_head().hash:
            return None
        if not at_exit and timedelta(0) <= desk.now() - newest.made_at < BACKUP_EVERY:
            return None
    return backup(desk)


def list_backups(desk: Desk, folder: Path | None = None) -> list[BackupInfo]:
    """Return the backups of this store, the newest first."""
    return backups_in(folder or backup_folder(desk), desk.database.store_id)


def list_backups_in(folder: Path) -> list[BackupInfo]:
    """Return the backups in any folder, of any store: for a new computer."""
    return backups_in(folder)


def restore(  # noqa: PLR0913 - the ways in
    home: Path,
    archive_path: Path,
    *,
    desk: Desk | None = None,
    passphrase: str | None = None,
    recovery_code: str | None = None,
    now: Callable[[], datetime] = utc_now,
    waiting: Waiting = wait_quietly,
    progress: Progress = no_progress,
) -> RestoreReport:
    """Put a backup in the place of the store, or where there is none.

    The backup is copied out and checked first. Then the store in place is backed up, closed
    and moved away with all its side files.

    Args:
        home: The home folder.
        archive_path: The backup.
        desk: The open desk over this home folder, if there is one; it is closed.
        passphrase: Opens the backup, if it was made of a store with a passphrase.
        recovery_code: Opens the backup on a computer whose keyring does not have its key.
        now: The clock.
        waiting: Told while the keyring does not answer; may raise `Cancelled`.
        progress: Told while the backup is copied out; may raise `Cancelled`.

    Raises:
        StoreError: If the backup cannot be used; the store is as it was.
        KeyProblemError: If the key cannot be had; the store is as it was.
    """
    places = Places(home, config_folder(home))
    with Archive(archive_path) as archive:
        key = key_of_backup(
            archive,
            known_key=desk.database.key if desk else "",
            passphrase=passphrase,
            recovery_code=recovery_code,
            waiting=waiting,
        )
        prepared = prepare(archive, key, home, progress=progress)
    safety = _backup_before(desk, now()) if desk else None
    if desk:
        desk.close()
    lock = hold_lock(places, now=now())
    try:
        started, replaced = put_in_place(prepared, places, lock, now=now())
    except BaseException:
        lock.release()
        raise
    with started.database.closed_on_error():
        warnings = (*started.warnings, *started.database.watch_clock(now()))
        if recovery_code is not None and "passphrase" not in prepared.keys.slots:
            warnings += keep_again(prepared.keys.store_id, key, waiting)
        restored = Desk(
            started.database, Resources(), now, home, sample=started.sample, warnings=warnings
        )
    manifest = prepared.manifest
    return RestoreReport(restored, manifest.made_at, manifest.events, replaced, safety)


def _backup_before(desk: Desk, now: datetime) -> Path | None:
    """Back up what is about to be replaced; a store that is too damaged is kept as it is."""
    try:
        keys = _keys(desk.home).to_bytes()
        return make_backup(desk.database, backup_folder(desk), keys, now=now).path
    except StoreError:
        return None


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What came of checking the record.

    Attributes:
        checks: Each thing that was looked at.
        events: Lines in the audit log.
        head: The hash of the last line: the fingerprint to print or to compare.
    """

    checks: tuple[Check, ...]
    events: int
    head: str

    @property
    def good(self) -> bool:
        """Tell whether all is as it should be."""
        return all(check.good for check in self.checks)

    def values(self) -> dict[str, Any]:
        """Return plain values, for a file."""
        return {
            "good": self.good,
            "events": self.events,
            "head": self.head,
            "checks": [asdict(check) for check in self.checks],
        }


def verify(desk: Desk, progress: Progress = no_progress) -> VerifyReport:
    """Check the record: it shows that nothing changed since it was recorded, no more.

    Raises:
        Cancelled: If `progress` raises it.
    """
    places = Places(desk.home, config_folder(desk.home))
    checks = run_checks(
        desk.database, read_anchors(places.both), lambda: list_backups(desk), progress=progress
    )
    head = desk.database.head  # where pages are damaged no more is read: this one stands
    if all(check.good for check in checks if check.name == "pages"):
        checks.append(orphans_if_readable(desk))
        head = desk.database.refresh_head()
    return VerifyReport(tuple(checks), head.count, head.hash)


def verify_if_due(desk: Desk, progress: Progress = no_progress) -> VerifyReport | None:
    """Check the record if the last check by itself was a week ago, and note when it was.

    A check that found something wrong is not noted: the next one comes at the next asking.

    Raises:
        Cancelled: If `progress` raises it; the check stays due.
    """
    now = desk.now()
    with desk.database.read() as session:
        last = read_info(session, _VERIFIED_AT)
    if last is not None and timedelta(0) <= now - datetime.fromisoformat(last) < VERIFY_EVERY:
        return None
    report = verify(desk, progress)
    if report.good:
        with desk.database.write(
            "records.verified",
            "checked the whole record: it is as it was written",
            now=now,
            facts={"events": report.events, "head": report.head},
        ) as transaction:
            save_info(transaction, _VERIFIED_AT, now.isoformat())
    return report


def salvage(  # noqa: PLR0913 - the ways in
    home: Path,
    new_home: Path,
    *,
    passphrase: str | None = None,
    recovery_code: str | None = None,
    now: Callable[[], datetime] = utc_now,
    waiting: Waiting = wait_quietly,
    progress: Progress = no_progress,
) -> SalvageReport:
    """Save what can be read of the damaged store in `home` into a new home folder.

    The damaged store is only read. The new one has the same key and opens the same way.

    Raises:
        StoreError: If the new folder holds a store, or nothing at all can be read.
        KeyProblemError: If the key cannot be had.
    """
    places = Places(home, config_folder(home))
    unlocked = unlock(
        places.both, passphrase=passphrase, recovery_code=recovery_code, waiting=waiting
    )
    database = create_store(new_home, unlocked.key, now=now(), store_id=unlocked.keys.store_id)
    try:
        with (
            played_back(home / FILE_NAME, new_home, unlocked.key) as copy,
            database.driver() as connection,
        ):
            tables = salvage_into(copy, unlocked.key, connection, progress=progress)
        lost = {table.table: table.gaps for table in tables if table.gaps}
        with database.write(
            "store.salvaged", "saved what could be read", now=now(), facts={"lost": lost}
        ) as transaction:
            save_info(transaction, "store_id", unlocked.keys.store_id)
    except BaseException:
        database.close()
        (new_home / FILE_NAME).unlink(missing_ok=True)
        raise
    database.close()
    save_key_file(unlocked.keys, Places(new_home, config_folder(new_home)).both)
    return SalvageReport(new_home, tuple(tables))


def copy_home(home: Path, new_home: Path) -> None:
    """Copy a store that is not open to another folder, where a folder cannot be written.

    The copy opens the same way. What is changed in it does not come back by itself.

    Raises:
        StoreError: If the new folder holds a store, or there is no room.
    """
    if (new_home / FILE_NAME).exists():
        raise faults.exists(new_home.name)
    try:
        private_folder(new_home)
        for name in (*SIDE_FILES, KEY_FILE, FILE_NAME):  # the data file last: then it is whole
            if (home / name).exists():
                write_safely(new_home / name, (home / name).read_bytes())
    except OSError as error:
        if said := faults.translate(error, folder=new_home.name):
            raise said from error
        raise


def new_recovery_code(desk: Desk) -> str:
    """Make a new recovery code in the place of the old one; it is to be shown once.

    Older backups still open with the code of their day.
    """
    places = Places(desk.home, config_folder(desk.home))
    with desk.database.write("keys.code", "made a new recovery code", now=desk.now()):
        return make_recovery_code(desk.database.key, _keys(desk.home), places.both)


def set_passphrase(desk: Desk, passphrase: str) -> None:
    """Set or change the passphrase, which is asked for at each start from now on.

    Raises:
        EntryRefusedError: If it is too short; what was before still holds.
    """
    places = Places(desk.home, config_folder(desk.home))
    with desk.database.write("keys.passphrase", "set a passphrase", now=desk.now()):
        keep_passphrase(desk.database.key, _keys(desk.home), passphrase, places.both)


def _keys(home: Path) -> KeyFile:
    """Return the wrapped keys, which every backup carries.

    Raises:
        StoreError: If they are missing everywhere: such a backup would open nowhere.
    """
    keys, _ = find_key_file(Places(home, config_folder(home)).both)
    if keys is None:
        raise StoreError(
            "The wrapped key of the data file is missing.",
            "Make a new recovery code first (Settings, Security). No backup was made.",
            code="KEY-FILE-LOST",
        )
    return keys
