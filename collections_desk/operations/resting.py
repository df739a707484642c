"""Lets Python's collector of cycles rest while a job makes a hundred thousand objects."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Rests(NamedTuple):
    """How many jobs have the collector rest now, and how many have ended."""

    running: int = 0
    ended: int = 0


_lock = threading.Lock()
_rests = Rests()


def rests() -> Rests:
    """Return which jobs rest the collector, for who collects elsewhere by hand."""
    return _rests


def _count(running: int, ended: int) -> None:
    global _rests  # noqa: PLW0603 - the collector is one for the whole program as well
    with _lock:
        _rests = Rests(_rests.running + running, _rests.ended + ended)


@contextmanager
def collector_resting() -> Iterator[None]:
    """Let the collector rest; none of what is made forms a cycle.

    Looking through all of it again and again takes a third of the time. In the window the
    collector is off already (it works there on the screen's thread only) and stays off.
    """
    was_on = gc.isenabled()
    gc.disable()
    _count(+1, 0)
    try:
        yield
    finally:
        _count(-1, +1)
        if was_on:
            gc.enable()
