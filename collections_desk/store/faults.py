"""What can be wrong with the data file, each in its own words, and how SQLite's codes map to them.

No message holds SQL, a path longer than a folder's name, or anything about a customer.
"""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlcipher

from collections_desk.errors import StoreError
from collections_desk.store.lock import busy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, CONSTRAINT, NOTADB = (
    5,
    6,
    8,
    10,
    11,
    13,
    14,
    19,
    26,
)


class DiskTroubleError(StoreError):
    """The disk reported an error while something was saved; we looked what became of it.

    Attributes:
        saved: The entry is in the data file; None if that could not be found out.
    """

    def __init__(self, *, saved: bool | None) -> None:
        state = {
            True: "The last entry is saved.",
            False: "The last entry is not saved and is still on the screen.",
            None: "Whether the last entry is saved could not be found out.",
        }[saved]
        remedy = {
            True: "Make a backup to another disk now; this disk may be failing.",
            False: "Save again, then make a backup to another disk; this disk may be failing.",
            None: "Start the program again and look; this disk may be failing.",
        }[saved]
        super().__init__(f"The disk reports an error. {state}", remedy, code="DISK-ERROR")
        self.saved = saved


class DamagedPagesError(StoreError):
    """Pages of the data file are damaged; what can be read can be saved into a new file.

    Attributes:
        pages: Their numbers, where they are known.
        tables: The tables they belong to, where that is known.
    """

    def __init__(self, pages: Sequence[int] = (), tables: Iterable[str] = ()) -> None:
        self.pages = tuple(pages)
        self.tables = tuple(sorted(tables))
        count = f"{len(pages)} pages" if len(pages) > 1 else "A page"
        verb = "are" if len(pages) > 1 else "is"
        where = f" ({_shown(pages)})" if pages else ""
        touched = f" They touch: {', '.join(self.tables)}." if self.tables else ""
        super().__init__(
            f"{count} of the data file {verb} damaged{where}.{touched}",
            "Close now. Save what can be read into a new file, or restore a backup."
            " The damaged file is kept.",
            code="STORE-PAGES",
        )


def _shown(pages: Sequence[int]) -> str:
    most = 10
    text = ", ".join(str(page) for page in pages[:most])
    return f"{text} and {len(pages) - most} more" if len(pages) > most else text


def missing() -> StoreError:
    """Say that the data file is gone, though it was here."""
    return StoreError(
        "The data file is not where it was. Nothing new has been created.",
        "Choose its place or restore a backup.",
        code="STORE-MISSING",
    )


def never_made() -> StoreError:
    """Say that this folder has never held a data file."""
    return StoreError(
        "There is no data file in this folder yet.",
        "Start the program to set one up, or name the folder that holds it. Nothing was created.",
        code="STORE-NONE",
    )


def exists(folder: str) -> StoreError:
    """Say that there is a data file already where one was to be made."""
    return StoreError(
        f"There is a data file already in the folder {folder}.",
        "Open it, or choose another folder. Nothing was created.",
        code="STORE-EXISTS",
    )


def empty(latest: str = "") -> StoreError:
    """Say that the data file is empty."""
    return StoreError(
        "The data file is empty.",
        f"Restore the latest backup{f' ({latest})' if latest else ''}. Nothing was changed.",
        code="STORE-EMPTY",
    )


def plain() -> StoreError:
    """Say that the file is a plain SQLite file."""
    return StoreError(
        "This file is not encrypted and is not used.",
        "Restore a backup, or put the right file back. Nothing was changed.",
        code="STORE-PLAIN",
    )


def other_key() -> StoreError:
    """Say that the key is not of this file."""
    return StoreError(
        "The key on this computer belongs to another data file.",
        "Use the recovery code or another backup. Nothing was changed.",
        code="STORE-KEY",
    )


def damaged(latest: str = "") -> StoreError:
    """Say that the start of the file is damaged, though the key is right."""
    return StoreError(
        "The start of the data file is damaged.",
        f"Restore the latest backup{f' ({latest})' if latest else ''}; the damaged file is kept.",
        code="STORE-DAMAGED",
    )


def schema_changed(names: Sequence[str]) -> StoreError:
    """Say that another program changed the structure."""
    most = 5
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return StoreError(
        "The structure of the data file was changed by another program:"
        f" {', '.join(names[:most])}{more}.",
        "Restore a backup from before that. Nothing was changed.",
        code="STORE-SCHEMA",
    )


def records_missing(count: int, last_good: str) -> StoreError:
    """Say that records that were saved are no longer there. A warning: the store opens."""
    number = f"{count} records that were" if count > 1 else "A record that was"
    return StoreError(
        f"{number} saved before {'are' if count > 1 else 'is'} missing (last good: {last_good}).",
        "Continue with what is there, or restore a backup.",
        code="STORE-RECORDS",
    )


def read_only(folder: str = "") -> StoreError:
    """Say that the folder cannot be written."""
    return StoreError(
        f"The folder {folder} cannot be written." if folder else "The folder cannot be written.",
        "Make it writable, or open a copy in another folder. Nothing was saved.",
        code="STORE-READONLY",
    )


def cannot_open() -> StoreError:
    """Say that the file cannot be opened at all."""
    return StoreError(
        "The data file cannot be opened: its folder is missing, or you may not read it.",
        "Look at the folder and its permissions. Nothing was changed.",
        code="STORE-OPEN",
    )


def disk_full() -> StoreError:
    """Say that there is no room. Deleting records would need room too, so it is not advised."""
    return StoreError(
        "The disk is full. This entry is not saved and is still on the screen.",
        "Free some space on the disk, then save again.",
        code="DISK-FULL",
    )


def disk_error() -> StoreError:
    """Say that the disk failed while nothing of the record was being saved."""
    return StoreError(
        "The disk reports an error. Nothing of the record was being saved.",
        "Try again, then make a backup to another disk; this disk may be failing.",
        code="DISK-ERROR",
    )


def cut_short(latest: str = "") -> StoreError:
    """Say that the file ends too early."""
    return StoreError(
        "The data file is damaged: its end is missing.",
        f"Restore the latest backup{f' ({latest})' if latest else ''}; the damaged file is kept.",
        code="STORE-DAMAGED",
    )


def moved(rescued: str) -> StoreError:
    """Say that the open file was taken away under us, and where everything is now."""
    kept = (
        f"Everything, this entry too, was saved to {rescued} beside it."
        if rescued
        else "This entry may not be saved; it is still on the screen."
    )
    return StoreError(
        f"The data file was moved, deleted or replaced while it was open. {kept}",
        "Close the program and look into the folder before you go on.",
        code="STORE-MOVED",
    )


_RULES = {
    "UNIQUE constraint failed: customer.name_key": "There is a customer of this name already",
    "UNIQUE constraint failed: activity.uuid": "This entry was saved before",
    "UNIQUE constraint failed: print_record.letter_id": "This letter was printed before",
    "UNIQUE constraint failed: letter.letter_ref": "There is a letter of this number already",
    "FOREIGN KEY constraint failed": "Something that this entry points to is no longer there",
}


def rule_broken(text: str) -> StoreError:
    """Say which rule of the store an entry goes against."""
    if (rule := _RULES.get(text)) is None:
        field = re.search(r"constraint failed: ([\w.]+)", text)
        if field:
            table, _, column = field.group(1).partition(".")
            words = f"{table} {column}".replace("_", " ").strip()
            rule = f"The data file does not take this {words}"
        else:
            rule = text[:1].upper() + text[1:]  # a trigger of ours speaks for itself
    return StoreError(f"{rule}.", "Nothing was saved.", code="RULE")


def driver_error(error: BaseException) -> sqlcipher.Error | None:
    """Return SQLite's own error behind an exception, if there is one."""
    if isinstance(error, DBAPIError):
        error = error.orig or error
    return error if isinstance(error, sqlcipher.Error) else None


def error_code(error: BaseException) -> int | None:
    """Return SQLite's primary code, or None if the error did not come from SQLite.

    `backup()` gives no code; its text is compared.
    """
    found = driver_error(error)
    if found is None:
        return None
    code = getattr(found, "sqlite_errorcode", None)
    if code is not None:
        return int(code) & 0xFF
    texts = {"disk is full": FULL, "malformed": CORRUPT, "not a database": NOTADB}
    return next((number for text, number in texts.items() if text in str(found)), None)


def translate(error: BaseException, *, folder: str = "") -> StoreError | None:
    """Return what to say about an error of the store or the disk; None if it is our own fault."""
    if isinstance(error, OSError):
        return _translate_system(error, folder)
    code = error_code(error)
    if code == CONSTRAINT:
        return rule_broken(str(driver_error(error)))
    said = {
        BUSY: busy,
        LOCKED: busy,
        READONLY: lambda: read_only(folder),
        IOERR: lambda: DiskTroubleError(saved=None),
        CORRUPT: DamagedPagesError,
        FULL: disk_full,
        CANTOPEN: cannot_open,
        NOTADB: damaged,
    }
    return said[code]() if code in said else None


def _translate_system(error: OSError, folder: str) -> StoreError | None:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full()
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return read_only(folder)
    if error.errno == errno.EIO:
        return DiskTroubleError(saved=None)
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EISDIR):
        return cannot_open()
    return None
