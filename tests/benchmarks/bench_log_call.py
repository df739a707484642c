"""How long logging a call takes, beside a bare encrypted commit.

Run: python -m tests.benchmarks.bench_log_call [customers]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from collections_desk.domain.activities import CallEntry
from collections_desk.operations.contact import log_call
from collections_desk.operations.desk import Desk, Resources
from collections_desk.operations.worklist import worklist_line
from collections_desk.store.opening import create_store, open_store
from tests.benchmarks.bench_worklist import KEY, fill
from tests.clock import FRIDAY, Clock

TIMES = 200


def measure(work: Callable[[int], object]) -> list[float]:
    """Return the sorted milliseconds of many runs."""
    work(0)
    taken = []
    for number in range(1, TIMES + 1):
        begin = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - begin) * 1000)
    return sorted(taken)


def main(customers: int) -> None:
    """Print the median and the 99th percentile of each."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        create_store(home, KEY, now=FRIDAY).close()
        clock = Clock()
        desk = Desk(open_store(home, KEY), Resources(), clock, home)
        fill(desk, customers)

        def bare(number: int) -> None:
            with desk.database.scratch() as session:
                session.execute(
                    text(
                        "INSERT INTO draft (kind, key, content, saved_at) VALUES "
                        "('bench', :key, '{}', '2026-11-20T15:00:00.000000Z')"
                    ),
                    {"key": str(number)},
                )

        def logged(number: int) -> None:
            clock.pass_by(seconds=1)
            customer = number * 3 % customers + 1
            log_call(desk, CallEntry(customer, desk.now(), "NA", note="Nobody answered."))

        def line(number: int) -> None:
            worklist_line(desk, number * 3 % customers + 1)

        for name, work in (("bare commit", bare), ("log a call", logged), ("one line", line)):
            taken = measure(work)
            print(  # noqa: T201
                f"{name:>12}: median {taken[TIMES // 2]:7.2f} ms, "
                f"99 % {taken[TIMES * 99 // 100]:7.2f} ms"
            )
        desk.database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
