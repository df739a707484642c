"""Bounds on processor time that hold on a slow or busy machine as well."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

#: Processor time of `_turns` on the machine on which the limits were set.
_USUAL = 0.09


def _turns() -> float:
    """Return how long a plain loop takes here and now."""
    begun = time.process_time()
    total = 0
    for number in range(2_000_000):
        total += number & 7
    assert total
    return time.process_time() - begun


def slower() -> float:
    """Return how many times slower the machine is just now than where the limits were set."""
    return max(1.0, _turns() / _USUAL)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """See that what is done inside takes less processor time.

    What earlier tests left in memory is kept from the collector meanwhile. Where the limit is
    passed, a plain loop tells how much slower the machine is just now.

    Raises:
        AssertionError: If it took longer.
    """
    gc.collect()
    gc.freeze()
    begun = time.process_time()
    try:
        yield
    finally:
        spent = time.process_time() - begun
        gc.unfreeze()
    if spent >= seconds:
        times = slower()
        assert spent < seconds * times, f"{spent:.2f} s, on a machine {times:.1f} times slower"
