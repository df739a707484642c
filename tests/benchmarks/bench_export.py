"""Export of the call log beside the csv module alone: `python -m tests.benchmarks.bench_export`.

Prints a table and asserts nothing. The store is a real encrypted one with as many calls as
asked for (default 100000); the baseline reads the same columns bare and hands them to the csv
module as they are: no labels, no shortened numbers, no guards, no hash, no check for formulas.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from collections_desk.domain.call_log import CallLogFilter
from collections_desk.domain.progress import Cancelled
from collections_desk.operations.desk import Desk
from collections_desk.operations.records import export_call_log
from collections_desk.operations.sample_home import open_sample
from collections_desk.store.tables import Table

EVERYTHING = CallLogFilter()
LEFT_OUT = {"id", "uuid"}


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def fill(desk: Desk, calls: int) -> None:
    """Copy the sample's calls until there are enough."""
    columns = Table.metadata.tables["activity"].columns
    names = ", ".join(column.name for column in columns if column.name not in LEFT_OUT)
    with desk.database.write("bench.filled", "copied calls", now=desk.now()) as transaction:
        connection = transaction.connection()
        have = connection.exec_driver_sql(
            "SELECT count(*) FROM activity WHERE kind = 'call'"
        ).scalar_one()
        for round_ in range(-(-(calls - have) // have)):
            most = min(have, calls - have * (round_ + 1))
            connection.exec_driver_sql(
                f"INSERT INTO activity (uuid, {names}) "  # noqa: S608 - our own column names
                f"SELECT uuid || ':{round_}', {names} FROM activity "
                f"WHERE kind = 'call' AND uuid NOT LIKE '%:%' LIMIT {most}"
            )


#: The same values as recorded, in the same order, with nothing made of them.
BARE = """
    SELECT a.id, c.reference, a.local_time, a.happened_at, a.zone, a.direction, a.number,
      a.reached_name, a.reached_role, a.outcome, a.reason, a.dispute_code, p.amount_minor,
      p.currency, p.due_on, a.next_action, a.next_on, a.consent, a.clerk, a.withdraws_id,
      a.corrects_id
    FROM activity a JOIN customer c ON c.id = a.customer_id
    LEFT JOIN promise p ON p.id = a.promise_id
    WHERE a.kind = 'call' ORDER BY a.happened_at, a.id
"""


def write_alone(desk: Desk, path: Path) -> None:
    """Write the bare values with the csv module and nothing else."""
    with desk.database.read() as session, path.open("w", encoding="utf-8", newline="") as file:
        cursor: Any = session.connection().exec_driver_sql(BARE).cursor
        csv.writer(file).writerows(cast("Iterable[Iterable[object]]", cursor))


def main(calls: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        began = datetime.now(UTC)
        desk = open_sample(out / "home", now=lambda: began)
        desk = replace(desk, now=lambda: datetime.now(UTC))
        fill(desk, calls)

        def export(format_: str) -> float:
            path = out / f"calls.{format_}"
            return timed(lambda: export_call_log(desk, EVERYTHING, format_, path, overwrite=True))

        export("csv")
        alone = [timed(lambda: write_alone(desk, out / "alone.csv")) for _ in range(3)]
        ours = [export("csv") for _ in range(3)]
        print(f"{calls:,} calls, {len(alone)} runs each, the best counts")  # noqa: T201
        base = min(alone)
        report("csv module alone, bare values", base, base, calls)
        report("CSV from the store", min(ours), base, calls)
        report("XLSX from the store", export("xlsx"), base, calls)
        report("PDF from the store", export("pdf"), base, calls)
        for format_ in ("csv", "xlsx", "pdf"):
            most = peak(desk, out, format_)
            late = cancel(desk, out, format_) * 1000
            print(f"{format_}: at most {most:.1f} MB, cancel within {late:.0f} ms")  # noqa: T201
        desk.close()


def report(what: str, seconds: float, base: float, calls: int) -> None:
    """Print a line of the table."""
    print(f"{what:36} {seconds:7.2f} s {calls / seconds:10,.0f}/s {base / seconds:6.2f} x csv")  # noqa: T201


def peak(desk: Desk, out: Path, format_: str) -> float:
    """Return the most memory that Python held, in MB; tracing makes it slow."""
    tracemalloc.start()
    export_call_log(desk, EVERYTHING, format_, out / f"peak.{format_}", overwrite=True)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def cancel(desk: Desk, out: Path, format_: str) -> float:
    """Return the longest time that a press of Cancel may go unheard, in seconds."""
    asked: list[float] = []

    def progress(done: int, total: int) -> None:
        asked.append(time.perf_counter())
        if len(asked) > 1 and done == total:
            asked.append(time.perf_counter())
            raise Cancelled

    try:
        export_call_log(desk, EVERYTHING, format_, out / "never", progress=progress)
    except Cancelled:
        asked.append(time.perf_counter())
    return max(after - before for before, after in pairwise(asked))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
