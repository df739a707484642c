"""The lock file: who has the store open, so that a second start can say so.

The lock is the operating system's and dies with the program, so a start after a crash
waits for nothing. The real guard is the store's own exclusive lock.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import sys
from typing import TYPE_CHECKING, BinaryIO

from collections_desk.errors import StoreError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

FILE_NAME = "desk.lock"


class LockedElsewhereError(StoreError):
    """The lock file was left by another computer, which may still be running.

    Opening with `remove_foreign_lock` passes it; the store's own lock still stands.
    """


class StoreLock:
    """The lock while it is held."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file = file
        self.path = path

    def release(self) -> None:
        """Let go, and leave an empty file: removing it would let two starts hold two files."""
        if self._file.closed:
            return
        try:
            self._file.truncate(0)
        finally:  # a disk that takes no more must not keep it locked
            self._file.close()


def take_lock(home: Path, *, now: datetime, remove_foreign: bool = False) -> StoreLock:
    """Take the lock of a home folder.

    Raises:
        StoreError: STORE-BUSY, naming who holds it; STORE-READONLY or DISK-FULL if the file
            cannot be written.
        LockedElsewhereError: If another computer left it.
    """
    path = home / FILE_NAME
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    try:
        _claim(file, remove_foreign=remove_foreign)
        mine = {
            "program": "Collections Desk",
            "pid": os.getpid(),
            "user": _user(),
            "host": platform.node(),
            "since": now.strftime("%Y-%m-%d %H:%M UTC"),
        }
        file.seek(0)
        file.truncate(0)
        file.write(json.dumps(mine).encode())
        file.flush()
    except BaseException:
        file.close()
        raise
    return StoreLock(file, path)


def _claim(file: BinaryIO, *, remove_foreign: bool) -> None:
    holder = _holder(file.read(4096))
    if not _lock(file):
        raise busy(holder)
    if holder and holder.get("host") != platform.node() and not remove_foreign:
        raise LockedElsewhereError(
            f"The data file was open on {holder.get('host')} since {holder.get('since')}.",
            "If the program is closed there, remove the lock and open. Nothing was changed.",
            code="STORE-BUSY",
        )


def busy(holder: dict[str, str] | None = None) -> StoreError:
    """Return what to say when the store is open already."""
    if holder:
        who = (
            f"{holder.get('program')} has the data file open:"
            f" {holder.get('user')} on {holder.get('host')} since {holder.get('since')}."
        )
    else:
        who = "The data file is open in another program."
    return StoreError(
        who, "Use that window, or close it and try again. Nothing was changed.", code="STORE-BUSY"
    )


def _holder(content: bytes) -> dict[str, str] | None:
    try:
        values = json.loads(content)
        return {str(key): str(value) for key, value in values.items()}
    except (ValueError, AttributeError):
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> bool:
        """Lock a byte far behind the text, so that others can still read who holds it."""
        file.seek(1_000_000)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True

else:
    import fcntl

    def _lock(file: BinaryIO) -> bool:
        """Lock the whole file."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
