"""The made-up business in a store of its own, one click away and never beside real data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.progress import Progress, no_progress
from collections_desk.operations.desk import home_state, open_desk, set_up_desk, utc_now
from collections_desk.store.starting import StoreState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from collections_desk.operations.desk import Desk

#: The folder inside the home folder.
FOLDER = "sample"
#: Nothing in the sample is secret, so it needs no keyring: this opens every sample store.
PASSPHRASE = "made-up customers only"  # noqa: S105 - guards nothing


def sample_home(home: Path) -> Path:
    """Return where the sample store of a home folder lies."""
    return home / FOLDER


def open_sample(
    home: Path,
    *,
    now: Callable[[], datetime] = utc_now,
    progress: Progress = no_progress,
) -> Desk:
    """Open the sample store of a home folder; the first time it is made and filled.

    Raises:
        StoreError: If it cannot be opened or made.
    """
    folder = sample_home(home)
    if home_state(folder) is StoreState.PRESENT:
        desk = open_desk(folder, passphrase=PASSPHRASE, now=now)
        if desk.sample:
            return desk
    else:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        desk, _code = set_up_desk(folder, passphrase=PASSPHRASE, keyring=False, now=now)
    from collections_desk.operations.sample import load_sample  # noqa: PLC0415 - once only

    try:
        load_sample(desk, progress)
    finally:
        desk.close()
    return open_desk(folder, passphrase=PASSPHRASE, now=now)
