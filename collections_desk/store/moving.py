"""Put a restored file in the place of the store, so that a cut-off move is finished later.

The store and every side file move away together: a write-ahead log that stayed behind
would be played back over the restored file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from collections_desk.store.keyfile import FILE_NAME as KEY_FILE
from collections_desk.store.opening import FILE_NAME, SIDE_FILES
from collections_desk.store.safe_files import private_folder, sync_folder, write_safely

if TYPE_CHECKING:
    from pathlib import Path

#: Names the move that is under way: written before the first rename, removed after the last.
PLAN_FILE = "restore-plan.json"


def begin_move(home: Path, incoming: Path, replaced: Path) -> None:
    """Move the store away and what lies in `incoming` into its place.

    Args:
        home: The home folder.
        incoming: A folder inside it with the verified new `desk.db` and `keys.json`.
        replaced: The folder inside it that the old files go to.
    """
    plan = {"incoming": incoming.name, "replaced": replaced.name}
    write_safely(home / PLAN_FILE, json.dumps(plan).encode())
    finish_move(home)


def finish_move(home: Path) -> bool:
    """Finish a move that was begun, from whatever step it was cut off at.

    Returns:
        Whether there was one.
    """
    plan_file = home / PLAN_FILE
    try:
        plan = json.loads(plan_file.read_bytes())
        incoming, replaced = home / str(plan["incoming"]), home / str(plan["replaced"])
    except FileNotFoundError:
        return False
    private_folder(replaced)
    if (incoming / FILE_NAME).exists():
        for name in (*SIDE_FILES, FILE_NAME, KEY_FILE):
            if (home / name).exists():
                (home / name).rename(replaced / name)
        sync_folder(replaced)
        sync_folder(home)
        # The keys first: once the store is in its place, the move counts as done.
        if (incoming / KEY_FILE).exists():
            (incoming / KEY_FILE).rename(home / KEY_FILE)
        (incoming / FILE_NAME).rename(home / FILE_NAME)
        sync_folder(home)
    for rest in incoming.glob("*"):
        rest.unlink()
    if incoming.exists():
        incoming.rmdir()
    plan_file.unlink()
    sync_folder(home)
    return True
