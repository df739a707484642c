"""Keyrings that are absent, locked, silent, forgetful or not to be trusted."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import InitError, KeyringLocked, PasswordSetError

from collections_desk.domain.progress import Cancelled
from collections_desk.errors import KeyProblemError
from collections_desk.operations.desk import home_state, open_desk, set_up_desk
from collections_desk.store import keyring_access
from collections_desk.store.keyring_access import SERVICE, forget_key, read_key, store_key
from collections_desk.store.starting import StoreState
from tests.clock import Clock
from tests.memory_keyring import MemoryKeyring

ROOT = Path(__file__).parents[2]


class Untrusted(MemoryKeyring):
    """Keeps passwords in the clear, as far as we know."""


Untrusted.__module__ = "keyrings.alt.file"


class Raising(MemoryKeyring):
    """Raises what it is told to."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


class Silent(MemoryKeyring):
    """Never answers, as long as the test runs."""

    def __init__(self) -> None:
        super().__init__()
        self.over = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.over.wait(60)
        return None


class Forgetful(MemoryKeyring):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Windows(MemoryKeyring):
    """Has the limit and the setting of the Windows one."""

    persist = "enterprise"

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password) * 2 > 1280:
            raise PasswordSetError(1783)
        super().set_password(service, username, password)


def absent() -> KeyringBackend:
    """Give what keyring gives where there is no session bus."""
    return fail.Keyring()  # type: ignore[no-untyped-call] # keyring is typed in part


def null_keyring() -> KeyringBackend:
    """Give the one that throws everything away."""
    return null.Keyring()  # type: ignore[no-untyped-call] # keyring is typed in part


@pytest.fixture
def use(
    memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> Callable[[KeyringBackend], None]:
    """Put a keyring in the place of the desktop's own."""
    allowed = (*keyring_access.ALLOWED, __name__)
    monkeypatch.setattr(keyring_access, "ALLOWED", allowed)
    return keyring.set_keyring


Use = Callable[[KeyringBackend], None]


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(KeyProblemError) as caught:
        work()
    return caught.value.code


@pytest.mark.parametrize(
    ("backend", "code"),
    [
        pytest.param(absent(), "KEY-NONE", id="no session bus"),
        pytest.param(Untrusted(), "KEY-NONE", id="not on the list"),
        pytest.param(null_keyring(), "KEY-NONE", id="the null keyring"),
        pytest.param(Raising(KeyringLocked("x")), "KEY-LOCKED", id="locked"),
        pytest.param(Raising(InitError("x")), "KEY-LOCKED", id="not begun"),
        pytest.param(Raising(OSError("the bus went away")), "KEY-NONE", id="broken"),
        pytest.param(Forgetful(), "KEY-REFUSED", id="forgetful"),
        pytest.param(Raising(PasswordSetError("x")), "KEY-REFUSED", id="refusing"),
    ],
)
def test_setup_does_not_go_on_and_creates_nothing(
    use: Use, backend: KeyringBackend, code: str, home: Path, clock: Clock
) -> None:
    use(backend)

    assert code_of(lambda: set_up_desk(home, now=clock)) == code
    assert home_state(home) is StoreState.NONE
    assert not list(home.rglob("*.db*"))


@pytest.mark.parametrize(
    ("backend", "code"),
    [
        pytest.param(absent(), "KEY-NONE", id="no session bus"),
        pytest.param(Raising(KeyringLocked("x")), "KEY-LOCKED", id="locked"),
        pytest.param(MemoryKeyring(), "KEY-LOST", id="another desktop, another keyring"),
    ],
)
def test_at_the_start_the_recovery_code_always_opens(  # noqa: PLR0913, PLR0917 - fixtures
    use: Use,
    memory_keyring: MemoryKeyring,
    backend: KeyringBackend,
    code: str,
    home: Path,
    clock: Clock,
) -> None:
    desk, recovery_code = set_up_desk(home, now=clock)
    desk.close()
    kept = dict(memory_keyring.kept)
    use(backend)

    assert code_of(lambda: open_desk(home, now=clock)) == code
    desk = open_desk(home, recovery_code=recovery_code, now=clock)
    desk.close()

    assert [warning.code for warning in desk.warnings] == ([] if code == "KEY-LOST" else [code])
    assert memory_keyring.kept == kept


def test_a_silent_keyring_is_told_cancelled_and_given_up(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring_access, "TELL_AFTER", 0.05)
    monkeypatch.setattr(keyring_access, "GIVE_UP_AFTER", 0.3)
    silent = Silent()
    use(silent)
    told: list[float] = []

    begun = monotonic()
    assert code_of(lambda: read_key("x", waiting=told.append)) == "KEY-WAIT"
    assert monotonic() - begun < 2
    assert told

    def cancel(seconds: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_key("x", waiting=cancel)
    silent.over.set()


def test_the_first_keyring_on_the_list_is_used_of_several(
    use: Use, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Chain(chainer.ChainerBackend):
        backends = [Untrusted(), memory_keyring]  # noqa: RUF012 - keyring's own form

    use(Chain())  # type: ignore[no-untyped-call] # keyring is typed in part

    store_key("store", "ab" * 32)

    assert memory_keyring.kept == {(SERVICE, "store"): "ab" * 32}
    assert read_key("store") == "ab" * 32
    forget_key("store")
    assert memory_keyring.kept == {}


def test_windows_keeps_the_key_on_this_computer_alone(use: Use) -> None:
    windows = Windows()
    use(windows)

    store_key("store", "ab" * 32)

    assert windows.persist == "local machine"


def test_a_keyring_named_by_the_environment_is_not_trusted(tmp_path: Path) -> None:
    program = (
        "from collections_desk.errors import KeyProblemError\n"
        "from collections_desk.store.keyring_access import read_key\n"
        "try:\n    read_key('x')\n"
        "except KeyProblemError as error:\n    print(error.code)\n"
    )
    environment = {
        **os.environ,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert ran.stdout == "KEY-NONE\n"


def test_a_store_without_a_bus_opens_by_its_passphrase(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from collections_desk.operations.desk import open_desk, set_up_desk\n"
        "home = Path(sys.argv[1])\n"
        "set_up_desk(home, passphrase='four words are easy', keyring=False)[0].close()\n"
        "open_desk(home, passphrase='four words are easy').close()\n"
        "print('keyring' in sys.modules)\n"
    )
    environment = {name: value for name, value in os.environ.items() if "DBUS" not in name}
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "home")],
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert ran.stdout == "False\n"
