"""Put a backup in the place of the store, or where no store is: a new laptop."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as sqlcipher

from collections_desk.domain.progress import Progress, no_progress
from collections_desk.errors import KeyProblemError, StoreError
from collections_desk.store import faults, keyring_access
from collections_desk.store.archive import Archive, Manifest, refused
from collections_desk.store.checking import contents_of_copy, damaged_pages
from collections_desk.store.keyfile import FILE_NAME as KEY_FILE
from collections_desk.store.keyfile import KeyFile, save_key_file
from collections_desk.store.keyring_access import Waiting, wait_quietly
from collections_desk.store.keys import key_check, unwrap_with_code, unwrap_with_passphrase
from collections_desk.store.moving import begin_move
from collections_desk.store.opening import FILE_NAME
from collections_desk.store.safe_files import private_folder, sync_file, write_safely
from collections_desk.store.starting import Places, Started, start_at
from collections_desk.store.upgrade import KNOWN_REVISIONS, too_new

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from collections_desk.store.lock import StoreLock

#: The restored file waits in here until it was checked.
_INCOMING = ".incoming"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A backup that was copied out and checked, ready to take the place of the store."""

    incoming: Path
    manifest: Manifest
    keys: KeyFile
    key: str
    backup_name: str


def key_of_backup(
    archive: Archive,
    *,
    known_key: str = "",
    passphrase: str | None = None,
    recovery_code: str | None = None,
    waiting: Waiting = wait_quietly,
) -> str:
    """Find the key of a backup: the one in use, or as for any store.

    Raises:
        KeyProblemError: If it cannot be had.
    """
    keys = archive.keys
    if known_key and key_check(known_key) == keys.check:
        return known_key
    if recovery_code is not None and "recovery" in keys.slots:
        return unwrap_with_code(
            keys.slots["recovery"], recovery_code, store_id=keys.store_id, check=keys.check
        )
    if passphrase is not None and "passphrase" in keys.slots:
        return unwrap_with_passphrase(
            keys.slots["passphrase"], passphrase, store_id=keys.store_id, check=keys.check
        )
    key = keyring_access.read_key(keys.store_id, waiting=waiting)
    if key is None or key_check(key) != keys.check:
        raise KeyProblemError(
            "The key of this backup is not in the keyring of this computer.",
            "Give the recovery code that was printed for it. Nothing was changed.",
            code="KEY-LOST",
        )
    return key


def prepare(
    archive: Archive, key: str, home: Path, *, progress: Progress = no_progress
) -> Prepared:
    """Copy the store out of a backup into a fresh folder and check every count.

    Raises:
        StoreError: If it is not whole, or from a newer release. The store is untouched.
        Cancelled: If `progress` raises it; what was copied is removed.
    """
    manifest = archive.manifest
    if manifest.revision not in KNOWN_REVISIONS:
        raise too_new(manifest.revision)
    incoming = home / _INCOMING
    try:
        private_folder(home)
        if incoming.exists():
            shutil.rmtree(incoming)
        private_folder(incoming)
        _copy_out(archive, incoming / FILE_NAME, progress)
        _compare(incoming / FILE_NAME, key, manifest)
        write_safely(incoming / KEY_FILE, archive.keys.to_bytes())
    except BaseException as error:
        shutil.rmtree(incoming, ignore_errors=True)
        if isinstance(error, OSError | sqlcipher.Error) and (
            said := faults.translate(error, folder=home.name)
        ):
            raise said from error
        raise
    return Prepared(incoming, manifest, archive.keys, key, archive.path.name)


def _copy_out(archive: Archive, target: Path, progress: Progress) -> None:
    size = archive.manifest.members["desk.db"][0]
    if shutil.disk_usage(target.parent).free < size:
        raise StoreError(
            "There is no room to restore this backup.",
            "Free some space on the disk, then try again. Nothing was changed.",
            code="DISK-FULL",
        )
    target.touch(mode=0o600)
    with target.open("wb") as file:
        archive.copy_store(file, lambda done: progress(done, size))
    sync_file(target)


def _compare(path: Path, key: str, manifest: Manifest) -> None:
    try:
        pages = damaged_pages(path, key)
        found = contents_of_copy(path, key)
    except sqlcipher.DatabaseError as error:
        if faults.error_code(error) not in (faults.NOTADB, faults.CORRUPT, 1):
            raise
        raise refused("it is incomplete", code="BACKUP-INCOMPLETE") from error
    if pages:
        raise refused(f"{len(pages)} of its pages are damaged")
    if (found.revision, dict(found.counts), found.events, found.head) != (
        manifest.revision,
        dict(manifest.counts),
        manifest.events,
        manifest.head,
    ):
        raise refused("it does not hold what its manifest says", code="BACKUP-INCOMPLETE")


def put_in_place(
    prepared: Prepared, places: Places, lock: StoreLock, *, now: datetime
) -> tuple[Started, str]:
    """Let a prepared backup take the place of the store, open it and record it.

    Returns:
        The open store, and the name of the folder that the old files went to; empty if
        there were none.

    Raises:
        StoreError: If the store is open elsewhere, or cannot be opened.
    """
    home = places.home
    had_store = places.store.exists()
    replaced = home / f"replaced-{now:%Y%m%d-%H%M%S}"
    begin_move(home, prepared.incoming, replaced)
    if not any(replaced.iterdir()):
        replaced.rmdir()
    save_key_file(prepared.keys, places.both)
    started = start_at(places, prepared.key, prepared.keys, now=now, lock=lock, check_anchor=False)
    manifest = prepared.manifest
    folder = replaced.name if had_store else ""
    with (
        started.database.closed_on_error(),
        started.database.write(
            "store.restored",
            f"restored the backup {prepared.backup_name} of {manifest.made_at:%Y-%m-%d %H:%M} UTC",
            now=now,
            facts={
                "backup": prepared.backup_name,
                "events": manifest.events,
                "head": manifest.head,
                "replaced": folder,
            },
        ),
    ):
        pass
    return started, folder
