"""Lets Python's collector of cycles rest while a job makes a hundred thousand objects."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collector_resting() -> Iterator[None]:
    """Let the collector rest; none of what is made forms a cycle.

    Looking through all of it again and again takes a third of the time. In the window the
    collector is off already (it works there on the screen's thread only) and stays off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
