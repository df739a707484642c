"""Make backups, list them, and let the old ones go.

A backup is in the list only once it was read back with the key and every count agreed.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as sqlcipher

from collections_desk import __version__
from collections_desk.errors import StoreError
from collections_desk.store import faults
from collections_desk.store.archive import (
    KEYS,
    STORE,
    SUFFIX,
    Archive,
    Manifest,
    hash_file,
    write_archive,
)
from collections_desk.store.checking import contents_of_copy, count_contents
from collections_desk.store.retention import to_keep
from collections_desk.store.safe_files import private_folder, sync_file, sync_folder

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from collections_desk.store.database import Database

#: Where backups go in the home folder.
FOLDER = "backups"
#: Room for the copy and for the archive made of it, over the size of the store.
ROOM = 2.2


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A backup in the list.

    Attributes:
        size: Of the file, in bytes.
    """

    path: Path
    manifest: Manifest
    size: int


def remove_unfinished(folder: Path) -> list[str]:
    """Remove what a backup that was cut off left behind; return the names."""
    removed = []
    for path in folder.glob("*.part"):
        path.unlink(missing_ok=True)
        removed.append(path.name)
    return removed


def make_backup(database: Database, folder: Path, keys: bytes, *, now: datetime) -> BackupInfo:
    """Write one backup and read it back.

    Args:
        database: The open store.
        folder: Where the file goes.
        keys: What `keys.json` holds.
        now: Stands in the name of the file.

    Raises:
        StoreError: If there is no room, or the copy does not read back. No new backup is in
            the list, and the older ones are as they were.
    """
    try:
        private_folder(folder)
        remove_unfinished(folder)
        _check_room(database.path, folder)
        target = _free_name(folder, now)
        copy = target.with_suffix(".db.part")
        part = target.with_name(f"{target.name}.part")
        try:
            manifest = _copy(database, copy, keys, now=now)
            write_archive(part, copy, keys, manifest)
            part.chmod(0o600)
            sync_file(part)
            with Archive(part) as archive:
                archive.copy_store(_Nowhere(), lambda _: None)
            part.rename(target)
        finally:
            copy.unlink(missing_ok=True)
            part.unlink(missing_ok=True)
        sync_folder(folder)
        return BackupInfo(target, manifest, target.stat().st_size)
    except (OSError, sqlcipher.Error) as error:
        raise _not_made(error, folder) from error


class _Nowhere:
    """A file that keeps nothing: for reading a backup through."""

    def write(self, content: bytes) -> int:
        return len(content)


def _not_made(error: BaseException, folder: Path) -> StoreError:
    said = faults.translate(error, folder=folder.name)
    if said is not None and said.code == "DISK-FULL":
        return StoreError(
            f"There is no room for a backup in the folder {folder.name}.",
            "Free some space there or choose another folder. The older backups are unchanged.",
            code="BACKUP-FULL",
        )
    if said is not None and said.code == "STORE-READONLY":
        return StoreError(
            f"The folder {folder.name} cannot be written, so no backup was made.",
            "Choose another folder or another disk. The older backups are unchanged.",
            code="BACKUP-READONLY",
        )
    if said is not None:
        return said
    return StoreError(
        f"No backup could be made in the folder {folder.name}.",
        "Look whether the disk is still there. The older backups are unchanged.",
        code="BACKUP-FAILED",
    )


def _check_room(store: Path, folder: Path) -> None:
    wal = store.with_name(f"{store.name}-wal")
    size = store.stat().st_size + (wal.stat().st_size if wal.exists() else 0)
    if shutil.disk_usage(folder).free < size * ROOM:
        raise OSError(errno.ENOSPC, "no room")


def _free_name(folder: Path, now: datetime) -> Path:
    stem = f"desk-{now:%Y%m%d-%H%M%S}"
    path = folder / f"{stem}{SUFFIX}"
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{SUFFIX}"
    return path


def _copy(database: Database, copy: Path, keys: bytes, *, now: datetime) -> Manifest:
    """Copy the store, then open the copy by itself and compare every count."""
    with database.driver() as connection:
        wanted = count_contents(connection)
        connection.execute("VACUUM INTO ?", (str(copy),))
    copy.chmod(0o600)
    found = contents_of_copy(copy, database.key)
    if found != wanted:
        raise StoreError(
            "The backup that was just made does not read back as it should.",
            "Make another, on another disk. The older backups are unchanged.",
            code="BACKUP-FAILED",
        )
    return Manifest(
        store_id=database.store_id,
        made_at=now,
        revision=found.revision,
        counts=found.counts,
        events=found.events,
        head=found.head,
        program=__version__,
        members={
            STORE: hash_file(copy),
            KEYS: (len(keys), hashlib.sha256(keys).hexdigest()),
        },
    )


def list_backups(folder: Path, store_id: str | None = None) -> list[BackupInfo]:
    """Return the backups in a folder that can be read, the newest first.

    Args:
        folder: Where to look. Other files in it are left alone.
        store_id: Only those of this store.
    """
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        try:
            with Archive(path) as archive:
                manifest = archive.manifest
        except StoreError:
            continue
        if store_id is None or manifest.store_id == store_id:
            found.append(BackupInfo(path, manifest, path.stat().st_size))
    return sorted(found, key=lambda info: (info.manifest.made_at, info.path.name), reverse=True)


def prune(folder: Path, newest: BackupInfo) -> tuple[list[str], StoreError | None]:
    """Remove backups of the same store that no longer need to be kept.

    Nothing is removed if the newest one holds less than one before it: then something is
    wrong with the data, and the older backups may be what is left of it.

    Returns:
        The names that were removed, and what the clerk must be told.
    """
    ours = list_backups(folder, newest.manifest.store_id)
    others = [info for info in ours if info.path != newest.path]
    fuller = next((i for i in others if i.manifest.events > newest.manifest.events), None)
    if fuller is not None:
        return [], StoreError(
            f"This backup holds {newest.manifest.events} records, fewer than the one of"
            f" {fuller.manifest.made_at:%Y-%m-%d}, which holds {fuller.manifest.events}.",
            "No older backup was removed. Look whether the right data file is open.",
            code="BACKUP-SHRUNK",
        )
    kept = to_keep([info.manifest.made_at for info in ours]) | {newest.manifest.made_at}
    removed = []
    for info in others:
        if info.manifest.made_at not in kept:
            info.path.unlink()
            removed.append(info.path.name)
    return removed, None


def latest_words(folder: Path) -> str:
    """Say which backup is the latest, for a message; empty if there is none."""
    found = list_backups(folder)
    if not found:
        return ""
    newest = found[0].manifest
    return f"{newest.made_at:%Y-%m-%d %H:%M} UTC, {newest.events} records"
