"""The real keyring daemon on a private session bus: unlocked, locked, and in a new home."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("dbus-run-session", "gnome-keyring-daemon", "secret-tool")

pytestmark = [
    pytest.mark.keyring_real,
    pytest.mark.skipif(
        any(shutil.which(program) is None for program in NEEDED),
        reason=f"needs {', '.join(NEEDED)}",
    ),
]

#: What runs inside the session: sets a store up, opens it, and answers one line a step.
PROGRAM = """
import sys
from pathlib import Path
from collections_desk.errors import DeskError
from collections_desk.operations.desk import open_desk, set_up_desk
from collections_desk.store import keyring_access

keyring_access.GIVE_UP_AFTER = float(sys.argv[3])
home = Path(sys.argv[1])

def step(name, work):
    try:
        desk = work()
    except DeskError as error:
        print(name, error.code, flush=True)
    else:
        desk.close()
        print(name, "open", flush=True)

for name in sys.argv[2].split(","):
    if name == "setup":
        step(name, lambda: set_up_desk(home)[0])
    elif name == "start":
        step(name, lambda: open_desk(home))
"""

UNLOCK = (
    'eval "$(printf "pw\\n" | gnome-keyring-daemon --unlock --components=secrets)"; '
    "for i in $(seq 50); do secret-tool search no such >/dev/null 2>&1 && break; sleep 0.1; done; "
)
LOCK = (
    "dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets "
    "org.freedesktop.Secret.Service.Lock "
    "array:objpath:/org/freedesktop/secrets/collection/login >/dev/null; "
)


def in_session(tmp_path: Path, script: str, *, give_up: float = 10) -> list[str]:
    """Run a script in a session of its own; PY stands for our program."""
    account = tmp_path / "account"
    for folder in (".cache", "run", ".local/share"):
        (account / folder).mkdir(parents=True, exist_ok=True)
    (account / "run").chmod(0o700)
    (account / "program.py").write_text(PROGRAM)
    program = f'"{sys.executable}" "{account}/program.py" "{tmp_path}/home"'
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DBUS", "XDG", "GNOME", "DISPLAY", "WAYLAND", "PYTEST"))
    }
    environment |= {
        "HOME": str(account),
        "XDG_RUNTIME_DIR": str(account / "run"),
        "PYTHONPATH": str(ROOT),
    }
    commands = script.replace("PY ", f"{program} ").replace("GIVE_UP", str(give_up))
    ran = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", commands],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return [line for line in ran.stdout.splitlines() if line.startswith(("setup", "start"))]


def test_an_unlocked_keyring_opens_without_a_question(tmp_path: Path) -> None:
    said = in_session(tmp_path, UNLOCK + "PY setup,start,start GIVE_UP")

    assert said == ["setup open", "start open", "start open"]


def test_the_key_is_there_in_the_next_session(tmp_path: Path) -> None:
    assert in_session(tmp_path, UNLOCK + "PY setup GIVE_UP") == ["setup open"]

    assert in_session(tmp_path, UNLOCK + "PY start GIVE_UP") == ["start open"]


def test_a_deleted_entry_is_lost_not_made_anew(tmp_path: Path) -> None:
    script = 'PY setup GIVE_UP; secret-tool clear service "Collections Desk"; PY start GIVE_UP'

    assert in_session(tmp_path, UNLOCK + script) == ["setup open", "start KEY-LOST"]


def test_a_locked_keyring_is_told_and_never_blocks(tmp_path: Path) -> None:
    script = "PY setup GIVE_UP; " + LOCK + "PY start GIVE_UP"

    said = in_session(tmp_path, UNLOCK + script, give_up=3)

    assert said[0] == "setup open"
    assert said[1] in {"start KEY-LOCKED", "start KEY-WAIT"}


def test_a_bus_without_a_keyring_is_none_or_locked(tmp_path: Path) -> None:
    (said,) = in_session(tmp_path, "PY setup GIVE_UP", give_up=3)

    assert said in {"setup KEY-NONE", "setup KEY-LOCKED", "setup KEY-WAIT"}
    assert not (tmp_path / "home" / "desk.db").exists()
