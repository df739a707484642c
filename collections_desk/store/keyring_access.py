"""The desktop's own keyring, asked on a thread of its own, because it may never answer.

Only keyrings that keep their content encrypted by the system are used. Any other, a
plain file for one, counts as none.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from collections_desk.errors import KeyProblemError

if TYPE_CHECKING:
    from collections.abc import Callable

    from keyring.backend import KeyringBackend

SERVICE = "Collections Desk"
#: Modules whose keyrings are used, by the beginning of their names.
ALLOWED = (
    "keyring.backends.SecretService",
    "keyring.backends.kwallet",
    "keyring.backends.libsecret",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
)
#: Seconds until the clerk is told that the keyring has not answered, and until we give up.
TELL_AFTER = 1.0
GIVE_UP_AFTER = 15.0

Result = TypeVar("Result")


class Waiting(Protocol):
    """Told now and then that the keyring has not answered; raises `Cancelled` to stop."""

    def __call__(self, seconds: float, /) -> None:
        """Tell how long it has been."""


def wait_quietly(seconds: float) -> None:
    """Tell nobody, for the command line and for tests."""


def no_keyring() -> KeyProblemError:
    """Return what to say where there is no keyring that can be used."""
    return KeyProblemError(
        "This computer has no keyring that the program can use.",
        "Use a passphrase, or the recovery code. Nothing was changed.",
        code="KEY-NONE",
    )


def locked() -> KeyProblemError:
    """Return what to say about a locked keyring."""
    return KeyProblemError(
        "The keyring of this computer is locked.",
        "Unlock it and try again, or use the recovery code. Nothing was changed.",
        code="KEY-LOCKED",
    )


def refused() -> KeyProblemError:
    """Return what to say about a keyring that does not keep what it is given."""
    return KeyProblemError(
        "The keyring of this computer did not keep the key.",
        "Use a passphrase instead. Nothing was created.",
        code="KEY-REFUSED",
    )


def no_answer() -> KeyProblemError:
    """Return what to say when we have waited long enough."""
    return KeyProblemError(
        "The keyring of this computer does not answer.",
        "Look for its window, unlock it and try again, or use the recovery code."
        " Nothing was changed.",
        code="KEY-WAIT",
    )


def lost() -> KeyProblemError:
    """Return what to say when the keyring does not have our key."""
    return KeyProblemError(
        "The key to the data file is not in the keyring of this computer.",
        "Use the recovery code or the passphrase; the key is then kept in the keyring again."
        " Nothing was changed.",
        code="KEY-LOST",
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    value: Any = None
    error: BaseException | None = None


def ask(question: Callable[[], Result], *, waiting: Waiting = wait_quietly) -> Result:
    """Ask on another thread and wait at most `GIVE_UP_AFTER` seconds.

    Raises:
        KeyProblemError: If no answer came. The thread is left behind; it holds nothing.
        Cancelled: If `waiting` raises it.
    """
    answers: list[_Answer] = []
    arrived = threading.Event()

    def work() -> None:
        try:
            answers.append(_Answer(question()))
        except BaseException as error:  # noqa: BLE001 - raised again on the thread that asked
            answers.append(_Answer(error=error))
        arrived.set()

    threading.Thread(target=work, daemon=True, name="keyring").start()
    begun = monotonic()
    if not arrived.wait(TELL_AFTER):
        while not arrived.wait(0.1):
            passed = monotonic() - begun
            waiting(passed)
            if passed > GIVE_UP_AFTER:
                raise no_answer()
    answer = answers[0]
    if answer.error is not None:
        raise answer.error
    result: Result = answer.value
    return result


def read_key(store_id: str, *, waiting: Waiting = wait_quietly) -> str | None:
    """Return the key that the keyring has for a store, or None if it has none.

    Raises:
        KeyProblemError: KEY-NONE, KEY-LOCKED or KEY-WAIT.
    """
    return ask(
        lambda: _guarded(lambda: _backend().get_password(SERVICE, store_id)), waiting=waiting
    )


def store_key(store_id: str, key: str, *, waiting: Waiting = wait_quietly) -> None:
    """Keep a key in the keyring, and see that it is really there.

    Raises:
        KeyProblemError: KEY-NONE, KEY-LOCKED, KEY-WAIT or KEY-REFUSED.
    """

    def keep() -> str | None:
        backend = _backend()
        if hasattr(backend, "persist"):  # Windows would carry it to other computers
            backend.persist = "local machine"
        backend.set_password(SERVICE, store_id, key)
        return backend.get_password(SERVICE, store_id)

    if ask(lambda: _guarded(keep), waiting=waiting) != key:
        raise refused()


def forget_key(store_id: str) -> None:
    """Take a key out of the keyring, if it is there: a store that was never finished."""
    from keyring.errors import PasswordDeleteError  # noqa: PLC0415 - keyring is imported late

    def drop() -> None:
        try:
            _backend().delete_password(SERVICE, store_id)
        except PasswordDeleteError:
            return

    ask(lambda: _guarded(drop))


def _backend() -> KeyringBackend:
    """Return the first keyring that is on the list.

    Raises:
        KeyProblemError: KEY-NONE if there is none.
    """
    import keyring  # noqa: PLC0415 - 0.1 s that passphrase mode need not pay

    found = keyring.get_keyring()
    for each in getattr(found, "backends", [found]):
        if type(each).__module__.startswith(ALLOWED):
            backend: KeyringBackend = each
            return backend
    raise no_keyring()


def _guarded(work: Callable[[], Result]) -> Result:
    """Turn what keyrings raise into what the clerk can act on."""
    from keyring import errors  # noqa: PLC0415 - keyring is imported late

    try:
        return work()
    except KeyProblemError:
        raise
    except errors.NoKeyringError:
        raise no_keyring() from None
    except (errors.KeyringLocked, errors.InitError):
        raise locked() from None
    except errors.PasswordSetError:
        raise refused() from None
    except Exception:  # noqa: BLE001 - each system has its own; the bus went away for one
        raise no_keyring() from None
