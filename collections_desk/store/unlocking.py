"""Find the data key: in the keyring, by a passphrase, by the recovery code.

Where nothing gives the key, nothing is made in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.errors import DeskError, KeyProblemError
from collections_desk.store import keyring_access
from collections_desk.store.anchors import read_anchors
from collections_desk.store.keyfile import KeyFile, load_key_files, save_key_file
from collections_desk.store.keyring_access import Waiting, wait_quietly
from collections_desk.store.keys import (
    key_check,
    unwrap_with_code,
    unwrap_with_passphrase,
    wrap_with_passphrase,
    wrap_with_secret,
)
from collections_desk.store.recovery_code import make_code, new_secret

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The key and what came up while it was found.

    Attributes:
        key: The data key, 64 hex digits.
        keys: What `keys.json` holds.
        warnings: What the clerk must be told.
    """

    key: str
    keys: KeyFile
    warnings: tuple[DeskError, ...] = ()


def find_key_file(folders: Sequence[Path]) -> tuple[KeyFile | None, tuple[DeskError, ...]]:
    """Return the wrapped keys, mending copies that are missing, cut or of another store.

    The first folder is the home folder.
    """
    found = load_key_files(folders)
    readable = [each for _, each in found if each is not None]
    if not readable:
        return None, ()
    # Of two that disagree, the one is right whose store was last open here.
    known = {anchor.store_id for anchor in read_anchors(folders)}
    keys = next((each for each in readable if each.store_id in known), readable[0])
    warnings: list[DeskError] = []
    for path, each in found:
        if each is not None and each.to_bytes() == keys.to_bytes():
            continue
        try:
            save_key_file(keys, [path.parent])
        except OSError:
            warnings.append(
                KeyProblemError(
                    f"A copy of the wrapped key in the folder {path.parent.name}"
                    " is missing and could not be written.",
                    "The data file is open. Make that folder writable.",
                    code="KEY-FILE",
                )
            )
    return keys, tuple(warnings)


def unlock(
    folders: Sequence[Path],
    *,
    passphrase: str | None = None,
    recovery_code: str | None = None,
    waiting: Waiting = wait_quietly,
) -> Unlocked:
    """Find the key of the store whose files lie in `folders`.

    A key that came by passphrase or code is kept in the keyring again, where the store
    was set up with one.

    Raises:
        KeyProblemError: If it cannot be had; the message says what to do.
        Cancelled: If `waiting` raises it.
    """
    keys, warnings = find_key_file(folders)
    if keys is None:
        return _from_keyring_alone(folders, waiting)
    if passphrase is not None:
        key = _by_passphrase(keys, passphrase)
    elif recovery_code is not None:
        if "recovery" not in keys.slots:
            raise _no_slot("recovery code")
        key = unwrap_with_code(
            keys.slots["recovery"], recovery_code, store_id=keys.store_id, check=keys.check
        )
        if "passphrase" not in keys.slots:
            warnings += keep_again(keys.store_id, key, waiting)
    else:
        key = _by_keyring(keys, waiting)
    return Unlocked(key, keys, warnings)


def _by_passphrase(keys: KeyFile, passphrase: str) -> str:
    if "passphrase" not in keys.slots:
        raise _no_slot("passphrase")
    return unwrap_with_passphrase(
        keys.slots["passphrase"], passphrase, store_id=keys.store_id, check=keys.check
    )


def _by_keyring(keys: KeyFile, waiting: Waiting) -> str:
    if "passphrase" in keys.slots:
        raise KeyProblemError(
            "This data file is opened by a passphrase.",
            "Type the passphrase, or the recovery code. Nothing was changed.",
            code="KEY-PASSPHRASE-NEEDED",
        )
    key = keyring_access.read_key(keys.store_id, waiting=waiting)
    if key is None:
        raise keyring_access.lost()
    return key


def _no_slot(what: str) -> KeyProblemError:
    return KeyProblemError(
        f"This data file was set up without a {what}.",
        "Open it the way it was set up. Nothing was changed.",
        code="KEY-NO-SLOT",
    )


def keep_again(store_id: str, key: str, waiting: Waiting) -> tuple[DeskError, ...]:
    """Put the key back into the keyring; a keyring that will not is told, not fatal."""
    try:
        keyring_access.store_key(store_id, key, waiting=waiting)
    except KeyProblemError as error:
        return (
            KeyProblemError(
                f"{error.problem} The data file is open.",
                "The recovery code will be asked for again next time, unless a passphrase is set.",
                code=error.code,
            ),
        )
    return ()


def _from_keyring_alone(folders: Sequence[Path], waiting: Waiting) -> Unlocked:
    """Every copy of `keys.json` is gone: perhaps the keyring still has the key.

    Raises:
        KeyProblemError: If not. Then only a backup helps, for it carries its own copy.
    """
    for anchor in read_anchors(folders):
        try:
            key = keyring_access.read_key(anchor.store_id, waiting=waiting)
        except KeyProblemError:
            key = None
        if key is None:
            continue
        keys = KeyFile(anchor.store_id, key_check(key), {})
        save_key_file(keys, folders)
        warning = KeyProblemError(
            "The wrapped key of the data file was missing, so the recovery code on paper"
            " no longer opens it.",
            "Make a new recovery code now (Settings, Security) and print it.",
            code="KEY-FILE-LOST",
        )
        return Unlocked(key, keys, (warning,))
    raise KeyProblemError(
        "The wrapped key of the data file is missing everywhere, and the keyring has no key.",
        "Restore a backup with the recovery code: each backup carries its own wrapped key."
        " Nothing was changed.",
        code="KEY-GONE",
    )


def set_up_keys(
    key: str, store_id: str, *, passphrase: str | None, keyring: bool, waiting: Waiting
) -> tuple[KeyFile, str]:
    """Wrap a new key and, in keyring mode, keep it there.

    Returns:
        What `keys.json` is to hold, and the recovery code to be shown once.

    Raises:
        KeyProblemError: If the keyring does not keep it. Nothing was written.
        EntryRefusedError: If the passphrase is too short.
        ValueError: If there is to be neither keyring nor passphrase.
    """
    if passphrase is None and not keyring:
        msg = "a store needs a keyring or a passphrase"
        raise ValueError(msg)
    secret = new_secret()
    keys = KeyFile(store_id, key_check(key), {}).with_slot(
        wrap_with_secret(key, secret, store_id=store_id)
    )
    if passphrase is not None:
        keys = keys.with_slot(wrap_with_passphrase(key, passphrase, store_id=store_id))
    else:
        keyring_access.store_key(store_id, key, waiting=waiting)
    return keys, make_code(secret, store_id)


def new_recovery_code(key: str, keys: KeyFile, folders: Sequence[Path]) -> str:
    """Make a new recovery code in the place of the old one, and return it to be shown once."""
    secret = new_secret()
    slot = wrap_with_secret(key, secret, store_id=keys.store_id)
    save_key_file(keys.with_slot(slot), folders)
    return make_code(secret, keys.store_id)


def set_passphrase(key: str, keys: KeyFile, passphrase: str, folders: Sequence[Path]) -> None:
    """Set or change the passphrase; from now on it is asked for at each start.

    Raises:
        EntryRefusedError: If it is too short. The old one still holds.
    """
    slot = wrap_with_passphrase(key, passphrase, store_id=keys.store_id)
    save_key_file(keys.with_slot(slot), folders)
