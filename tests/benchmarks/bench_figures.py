"""How long the figures, what works and the management pack take; the store has a year of work.

    python -m tests.benchmarks.bench_figures [customers ...]

Ten invoices and about six contacts to a customer. Prints a table, asserts nothing. The first
column is what nothing can do without: reading every item and entry as plain rows.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from collections_desk.desktop.app import make_application
from collections_desk.desktop.figures_view import FiguresView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations.desk import Desk, Resources
from collections_desk.operations.figures import figures, period_of, what_works
from collections_desk.operations.management_pack import pack_pdf
from collections_desk.store.figures import rows_of
from collections_desk.store.opening import create_store, open_store
from tests.benchmarks.bench_list import Heartbeat
from tests.benchmarks.bench_worklist import KEY, TODAY, fill
from tests.clock import FRIDAY, Clock

CODES = ("NA", "VML", "RPN", "RPP", "BUSY", "GK")


def fill_a_year(desk: Desk, customers: int, seed: int = 11) -> None:
    """Add payments on the closed items, and calls all through the year."""
    fill(desk, customers)
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    with desk.database.scratch() as session:
        raw = session.connection().connection.cursor()
        raw.execute("UPDATE invoice SET issued_on = date(due_on, '-30 days')")
        raw.execute(
            "SELECT id, customer_id, due_on, amount_minor FROM invoice WHERE status = 'closed'"
        )
        paid = [
            (
                customer,
                ident,
                (date.fromisoformat(due) + timedelta(days=dice.randrange(-5, 40))).isoformat(),
                -minor,
            )
            for ident, customer, due, minor in raw.fetchall()
        ]
        raw.executemany(
            "INSERT INTO ledger_entry (customer_id, invoice_id, kind, dated_on, currency, "
            "amount_minor, reference, note, source, created_at) "
            "VALUES (?, ?, 'payment', ?, 'USD', ?, '', '', 'import', "
            "'2024-01-01T00:00:00.000000Z')",
            paid,
        )
        calls = []
        for number in range(1, customers + 1):
            for turn in range(6):
                day = TODAY - timedelta(days=dice.randrange(1, 365))
                at = f"{day}T{dice.randrange(14, 22)}:15:00.000000Z"
                calls.append((f"y{number}-{turn}", number, at, dice.choice(CODES)))
        raw.executemany(
            "INSERT INTO activity (uuid, customer_id, kind, direction, happened_at, outcome, "
            "note, clerk, created_at) VALUES (?, ?, 'call', 'out', ?, ?, '', 'Ana', "
            "'2024-01-01T00:00:00.000000Z')",
            calls,
        )


def bare(desk: Desk) -> object:
    """Read every item and every entry, and nothing more."""
    with desk.database.read() as session:
        return len(rows_of(session, "SELECT * FROM invoice")) + len(
            rows_of(session, "SELECT * FROM ledger_entry")
        )


def timed(work: Callable[[], object], times: int = 3) -> float:
    """Return the median of some runs in processor seconds."""
    taken = []
    for _ in range(times):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return median(taken)


def on_screen(desk: Desk) -> tuple[float, float]:
    """Return how long until the figures are shown, and how long the window stood still, in ms."""
    app = make_application()
    window = MainWindow()
    window.resize(1366, 768)
    window.show()
    window.receive(desk)
    while window.background.busy:
        app.processEvents()
    beats = Heartbeat()
    beats.take()
    begin = time.perf_counter()
    window.go("figures")
    view = window.view
    assert isinstance(view, FiguresView)
    while not view.figures.list.rows_model.rowCount():
        app.processEvents()
    opened, gap = time.perf_counter() - begin, beats.take()
    window.leave(close_store=False)
    window.close()
    return opened, gap


def main(sizes: list[int]) -> None:
    """Print a line for each size."""
    sys.stdout.write(
        f"{'customers':>10} {'bare rows':>10} {'this month':>11} {'last month':>11} "
        f"{'what works':>11} {'pack':>9} {'screen':>9} {'gap':>9}\n"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            create_store(home, KEY, now=FRIDAY).close()
            desk = Desk(open_store(home, KEY), Resources(), Clock(), home)
            fill_a_year(desk, size)
            before = period_of(date(2026, 10, 1), desk.today())
            row = [
                timed(lambda: bare(desk)),  # noqa: B023 - used at once
                timed(lambda: figures(desk)),  # noqa: B023 - used at once
                timed(lambda: figures(desk, before)),  # noqa: B023 - used at once
                timed(lambda: what_works(desk)),  # noqa: B023 - used at once
                timed(lambda: pack_pdf(desk, before.first), 1),  # noqa: B023 - used at once
            ]
            opened, gap = on_screen(desk)
            sys.stdout.write(
                f"{size:>10,} {row[0]:>9.2f}s {row[1]:>10.2f}s {row[2]:>10.2f}s {row[3]:>10.2f}s "
                f"{row[4]:>8.2f}s {opened:>8.2f}s {gap:>6.0f} ms\n"
            )
            desk.database.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
