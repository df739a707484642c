"""How long the worklist takes, beside the bare query that it cannot do without.

Run: python -m tests.benchmarks.bench_worklist [customers ...]
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import text

from collections_desk.operations.contact import add_note
from collections_desk.operations.desk import Desk, Resources
from collections_desk.operations.kept_worklist import KeptWorklist
from collections_desk.operations.worklist import worklist, worklist_line
from collections_desk.store.opening import create_store, open_store
from tests.clock import FRIDAY, Clock

KEY = "c0ffee" * 10 + "beef"
TODAY = date(2026, 11, 20)
BARE = """
    SELECT customer_id, currency, SUM(open_minor), MIN(due_on) FROM invoice
    WHERE status = 'open' AND open_minor <> 0 GROUP BY customer_id, currency
"""


def fill(desk: Desk, customers: int, seed: int = 7) -> None:
    """Invent customers with ten invoices each; two in three owe something."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    people, invoices, points, calls, steps, promises, entries = [], [], [], [], [], [], []
    categories = ("disorganized", "struggling", "disputing", "unsorted")
    for number in range(1, customers + 1):
        people.append(
            (number, f"Customer {number}", f"customer {number}", dice.choice(categories))
        )
        points.append((number, f"212-555-{number % 10000:04}"))
        owes = number % 3 != 0
        for bill in range(10):
            due = TODAY - timedelta(days=int(dice.expovariate(1 / 60)) - 20)
            minor = int(dice.paretovariate(1.2) * 10_000)
            is_open = owes and bill < 5  # half of them are paid
            invoices.append(
                (
                    number,
                    f"{number}-{bill}",
                    due.isoformat(),
                    minor,
                    minor if is_open else 0,
                    "open" if is_open else "closed",
                )
            )
            if not is_open:  # paid once, two in three of them late
                paid = due + timedelta(days=dice.randrange(-10, 30))
                entries.append((number, len(invoices), paid.isoformat(), -minor))
        if owes and number % 4 == 0:
            when = f"{TODAY - timedelta(days=dice.randrange(1, 40))}T15:00:00.000000Z"
            calls.append((f"u{number}", number, when))
            steps.append((number, (TODAY - timedelta(days=9)).isoformat()))
        if owes and number % 20 == 0:
            promises.append((number, (TODAY + timedelta(days=dice.randrange(-9, 9))).isoformat()))
    with desk.database.scratch() as session:
        raw = session.connection().connection.cursor()
        raw.executemany(
            "INSERT INTO customer (id, name, name_key, kind, category, sample, created_at) "
            "VALUES (?, ?, ?, 'entity', ?, 0, '2024-01-01T00:00:00.000000Z')",
            people,
        )
        raw.executemany(
            "INSERT INTO contact_point (customer_id, kind, value, state, is_primary) "
            "VALUES (?, 'phone', ?, 'ok', 1)",
            points,
        )
        raw.executemany(
            "INSERT INTO invoice (customer_id, kind, number, due_on, due_source, currency, "
            "amount_minor, open_minor, reference, note, status, as_of) "
            "VALUES (?, 'invoice', ?, ?, 'file', 'USD', ?, ?, '', '', ?, '2026-11-19')",
            invoices,
        )
        raw.executemany(
            "INSERT INTO ledger_entry (customer_id, invoice_id, kind, dated_on, currency, "
            "amount_minor, reference, note, source, created_at) "
            "VALUES (?, ?, 'payment', ?, 'USD', ?, '', '', 'import', "
            "'2024-01-01T00:00:00.000000Z')",
            entries,
        )
        raw.executemany(
            "INSERT INTO activity (uuid, customer_id, kind, direction, happened_at, outcome, "
            "note, clerk, created_at) VALUES (?, ?, 'call', 'out', ?, 'NA', '', 'Ana', "
            "'2024-01-01T00:00:00.000000Z')",
            calls,
        )
        raw.executemany(
            "INSERT INTO contact_step (customer_id, plan, plan_as_of, step, anchor_on, done_on, "
            "how, reason) VALUES (?, 'D', '2026-11-21', 'D3', ?, '2026-11-19', 'call', '')",
            steps,
        )
        raw.executemany(
            "INSERT INTO promise (customer_id, currency, amount_minor, taken_on, due_on, "
            "by_whom, method, words, created_at) VALUES (?, 'USD', 5000, '2026-11-01', ?, "
            "'', '', '', '2024-01-01T00:00:00.000000Z')",
            promises,
        )


def best(work: Callable[[], object], times: int = 5) -> float:
    """Return the median of some runs, in processor seconds, after one to warm up."""
    work()
    taken = []
    for _ in range(times):
        begin = time.process_time()  # other programs shall not count
        work()
        taken.append(time.process_time() - begin)
    return median(taken)


def bare(desk: Desk) -> list[object]:
    """Ask only for the sums by customer: what any worklist must do."""
    with desk.database.read() as session:
        return list(session.execute(text(BARE)))


def after_a_note(desk: Desk, times: int = 5) -> float:
    """Return how long the kept worklist takes once something was done with one customer."""
    kept = KeptWorklist(desk)
    kept.lines(TODAY)
    taken = []
    for number in range(1, times + 1):
        add_note(desk, number, "Sent the copy of the invoice.")
        begin = time.process_time()
        kept.lines(TODAY)
        taken.append(time.process_time() - begin)
    return median(taken)


def main(sizes: list[int]) -> None:
    """Print one line for each size."""
    gc.disable()  # as in the window, which collects on the screen's thread between two keys
    print(  # noqa: T201
        f"{'customers':>10} {'lines':>8} {'bare sums':>10} {'worklist':>10} {'ratio':>6} "
        f"{'first':>8} {'one line':>9} {'after a note':>13}"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            create_store(home, KEY, now=FRIDAY).close()
            desk = Desk(open_store(home, KEY), Resources(), Clock(), home)
            fill(desk, size)
            begin = time.process_time()
            lines = worklist(desk)
            first = time.process_time() - begin
            base = best(lambda: bare(desk))  # noqa: B023 - used at once
            ours = best(lambda: worklist(desk))  # noqa: B023 - used at once
            one = best(lambda: worklist_line(desk, size // 2))  # noqa: B023 - used at once
            print(  # noqa: T201
                f"{size:>10,} {len(lines):>8,} {base:>9.3f}s {ours:>9.3f}s {ours / base:>6.1f} "
                f"{first:>7.3f}s {one * 1000:>7.2f}ms {after_a_note(desk) * 1000:>11.1f}ms"
            )
            desk.database.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
