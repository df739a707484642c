"""Work that is done in a child process, so that it can be killed in the middle of it.

The children are forked from a server that has imported everything once.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from collections_desk.operations.desk import Desk, Resources, open_desk, set_up_desk, utc_now
from collections_desk.operations.safekeeping import backup, restore
from collections_desk.store import upgrade as upgrading
from collections_desk.store.opening import open_store
from collections_desk.store.upgrade import upgrade
from tests.conftest import TEST_KEY
from tests.store import rows

PASSPHRASE = "a passphrase for children"

#: How many kills a loop makes; the long run asks for more.
KILLS = int(os.environ.get("COLLECTIONS_DESK_KILLS", "24"))

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.store.children", "alembic.command", "argon2"])


def killed_after(
    work: Callable[..., None], *arguments: object, seconds: float, messages: int = 1
) -> tuple[list[str], bool]:
    """Run `work(pipe, *arguments)` in a child and kill it `seconds` after its first messages.

    Waiting for more than one makes sure that something was done, however slow the machine is.

    Returns:
        What it said until then, and whether it was still at work when it was killed.
    """
    ours, theirs = _context.Pipe(duplex=False)
    child = _context.Process(target=work, args=(theirs, *arguments))
    child.start()
    theirs.close()
    said = [ours.recv() for _ in range(messages)]
    time.sleep(seconds)
    at_work = child.is_alive()
    if child.pid is not None and at_work:
        with suppress(ProcessLookupError):  # it ended just now
            os.kill(child.pid, signal.SIGKILL)
    child.join()
    try:
        while True:
            said.append(ours.recv())
    except EOFError:
        ours.close()
    child.close()
    return said, at_work


def moments(longest: float, *, count: int = KILLS, seed: int = 1) -> list[float]:
    """Return random waits in seconds up to `longest`, the same in every run."""
    chance = random.Random(seed)  # noqa: S311 - the same waits every time
    return [chance.uniform(0, longest) for _ in range(count)]


def raw_desk(home: Path) -> Desk:
    return Desk(open_store(home, TEST_KEY), Resources(), utc_now, home)


def save_for_ever(pipe: Connection, home: Path, run: int) -> None:
    """Save one customer with two entries after the other, and name each once it is saved."""
    desk = raw_desk(home)
    pipe.send("open")
    number = 0
    while True:
        number += 1
        name = f"run {run} number {number}"
        with desk.database.write("x", f"saved {name}", now=desk.now()) as transaction:
            customer_id = rows.add_customer(transaction, name)
            rows.add_activity(transaction, customer_id, "first")
            rows.add_activity(transaction, customer_id, "second")
        pipe.send(name)


def back_up_for_ever(pipe: Connection, home: Path) -> None:
    """Make one backup after the other."""
    desk = open_desk(home, passphrase=PASSPHRASE)
    pipe.send("open")
    while True:
        pipe.send(backup(desk).path.name)


def restore_once(pipe: Connection, home: Path, archive: Path) -> None:
    """Restore a backup over the store."""
    pipe.send("begin")
    restore(home, archive, passphrase=PASSPHRASE).desk.close()


def set_up_once(pipe: Connection, home: Path) -> None:
    """Set a desk up."""
    pipe.send("begin")
    set_up_desk(home, passphrase=PASSPHRASE, keyring=False)[0].close()


def upgrade_to_later(pipe: Connection, home: Path, migrations: Path) -> None:
    """Run a later revision on a store."""
    upgrading.MIGRATIONS = migrations
    upgrading.KNOWN_REVISIONS = frozenset({"0001", "0002", "0003"})
    database = open_store(home, TEST_KEY)
    pipe.send("begin")
    upgrade(database.engine)
    database.close()
