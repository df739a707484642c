"""The lock file: who has the store open."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from collections_desk.errors import StoreError
from collections_desk.operations.desk import open_desk, set_up_desk
from collections_desk.store.lock import FILE_NAME, LockedElsewhereError, StoreLock, take_lock
from collections_desk.store.opening import open_store
from tests.clock import FRIDAY, Clock
from tests.conftest import TEST_KEY, open_copy
from tests.memory_keyring import MemoryKeyring

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from collections_desk.store.lock import take_lock
lock = take_lock(Path(sys.argv[1]), now=datetime(2026, 11, 20, 8, 30, tzinfo=UTC))
print("held", flush=True)
sys.stdin.read()
"""


def test_another_process_is_named_and_its_death_frees_the_lock(home: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"

    with pytest.raises(StoreError, match="since 2026-11-20 08:30 UTC") as caught:
        take_lock(home, now=FRIDAY)
    assert caught.value.code == "STORE-BUSY"

    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    take_lock(home, now=FRIDAY).release()


@pytest.mark.parametrize("content", [b"", b"junk", b"[]", b'{"host": ', b"\xff" * 50])
def test_a_lock_file_that_says_nothing_does_not_block(home: Path, content: bytes) -> None:
    (home / FILE_NAME).write_bytes(content)

    take_lock(home, now=FRIDAY).release()


def test_the_lock_of_another_computer_is_explained_and_can_be_removed(
    home: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    set_up_desk(home, now=clock)[0].close()
    foreign = {"host": "office-pc", "user": "dana", "since": "2026-11-19 17:00 UTC"}
    (home / FILE_NAME).write_text(json.dumps(foreign))

    with pytest.raises(LockedElsewhereError, match="office-pc since 2026-11-19") as caught:
        open_desk(home, now=clock)
    assert caught.value.code == "STORE-BUSY"

    open_desk(home, remove_foreign_lock=True, now=clock).close()
    open_desk(home, now=clock).close()


def test_it_is_let_go_even_where_nothing_can_be_written(home: Path) -> None:
    path = home / FILE_NAME
    path.touch()
    file = path.open("rb")  # truncating it fails, as on a disk that takes no more

    with pytest.raises(OSError, match="truncate"):
        StoreLock(file, path).release()

    assert file.closed


def test_the_store_s_own_lock_stands_behind(template_home: Path, home: Path, clock: Clock) -> None:
    desk = open_copy(template_home, home, clock)
    program = (
        "import sys; from pathlib import Path\n"
        "from collections_desk.errors import StoreError\n"
        "from collections_desk.store.opening import open_store\n"
        "try:\n    open_store(Path(sys.argv[1]), sys.argv[2])\n"
        "except StoreError as error:\n    print(error.code)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(home), TEST_KEY],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    desk.database.close()

    assert ran.stdout == "STORE-BUSY\n"
    open_store(home, TEST_KEY).close()
