"""How long an import of 20,000 items takes, beside the bare insert that it cannot beat.

Run: python -m tests.benchmarks.bench_import [items]. Prints figures, asserts nothing.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import sqlcipher3
import xlsxwriter

from collections_desk.domain.difference import Decisions
from collections_desk.operations import books
from collections_desk.operations.desk import Desk, Resources
from collections_desk.store.keyfile import KeyFile
from collections_desk.store.keys import key_check
from collections_desk.store.opening import create_store
from collections_desk.store.unlocking import new_recovery_code

KEY = "c0ffee" * 10 + "beef"
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
HEADINGS = ("Customer", "Invoice", "Date", "Due date", "Amount", "Open balance", "Currency")
WORDS = ("Harbor", "Slate", "Quarry", "Fern", "Cedar", "Copper", "Granite", "Willow", "Summit")
TRADES = ("Bakery", "Marine", "Dental", "Roofing", "Studio", "Cycles", "Printing", "Motors")
Row = tuple[str, str, date, date, float, float, str]


def rows_of(count: int, *, seed: int, paid_share: float) -> list[Row]:
    """Invent open items; the same seed gives the same items, fewer of them still open."""
    dice, rows = random.Random(seed), []  # noqa: S311 - invented data, no secret
    for number in range(count):
        day = date(2026, 1, 1) + timedelta(days=dice.randrange(300))
        amount = dice.randrange(1_000, 500_000) / 100
        who = dice.randrange(max(count // 5, 1))
        name = f"{WORDS[who % 9]} {WORDS[who // 9 % 9]} {TRADES[who // 81 % 8]} {who}"
        paid, part_paid = dice.random() < paid_share, dice.random() < paid_share
        if not paid:
            left = round(amount / 2, 2) if part_paid else amount
            rows.append((name, f"INV-{number:07}", day, day + timedelta(30), amount, left, "USD"))
    return rows


def as_csv(rows: list[Row]) -> bytes:
    """Write a list as CSV."""
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    writer.writerows((*row[:4], f"{row[4]:.2f}", f"{row[5]:.2f}", row[6]) for row in rows)
    return stream.getvalue().encode()


def write_xlsx(path: Path, rows: list[Row]) -> None:
    """Write a list as XLSX with typed cells."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    for line, row in enumerate(rows, start=1):
        sheet.write_row(line, 0, row[:2])
        sheet.write_datetime(line, 2, row[2], day)
        sheet.write_datetime(line, 3, row[3], day)
        sheet.write_row(line, 4, row[4:])
    book.close()


def timed(what: str, work: Callable[[], object], baseline: float | None = None) -> float:
    """Run and print."""
    start = time.perf_counter()
    work()
    took = time.perf_counter() - start
    beside = f"  {took / baseline:5.1f} x the bare insert" if baseline else ""
    print(f"{what:<52}{took * 1000:9.0f} ms{beside}")  # noqa: T201 - a figure to read
    return took


def bare_insert(folder: Path, rows: list[Row]) -> None:
    """Parse the CSV with the library and insert it with one statement, encrypted."""
    database = sqlcipher3.connect(str(folder / "bare.db"), isolation_level=None)
    database.execute(f"PRAGMA key=\"x'{KEY}'\"")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute(
        "CREATE TABLE invoice (id INTEGER PRIMARY KEY, customer TEXT, number TEXT, issued TEXT, "
        "due TEXT, amount INTEGER, open INTEGER, currency TEXT) STRICT"
    )
    parsed = list(csv.reader(StringIO(as_csv(rows).decode())))[1:]
    database.execute("BEGIN")
    database.executemany(
        "INSERT INTO invoice (customer, number, issued, due, amount, open, currency) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (*one[:4], round(float(one[4]) * 100), round(float(one[5]) * 100), one[6])
            for one in parsed
        ],
    )
    database.execute("COMMIT")
    database.close()


def a_desk(folder: Path) -> Desk:
    """Open a fresh encrypted store."""
    database = create_store(folder, KEY, now=NOW)
    new_recovery_code(KEY, KeyFile(database.store_id, key_check(KEY), {}), [folder])
    return Desk(database, Resources(), lambda: NOW, folder)


def import_all(desk: Desk, path: Path, day: date, baseline: float) -> None:
    """Read, compare and apply one list, each timed."""
    kept: list[object] = []
    kind = path.suffix[1:].upper()
    total = timed(f"  read {kind}", lambda: kept.append(books.read_import(desk, path, as_of=day)))
    reading = kept[0]
    total += timed(
        "  difference",
        lambda: kept.append(books.compare_import(desk, reading)),  # type: ignore[arg-type]
    )
    decided = Decisions(all_vanished="paid")
    total += timed(
        "  apply, with backup where there is something",
        lambda: books.apply_import(desk, reading, kept[1], decided),  # type: ignore[arg-type]
    )
    print(f"  {kind} in all{total * 1000:47.0f} ms  {total / baseline:5.1f} x the bare insert")  # noqa: T201 - a figure to read


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    first = rows_of(count, seed=7, paid_share=0.0)
    second = rows_of(count, seed=7, paid_share=0.1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        baseline = timed(f"bare encrypted insert of {count:,}", lambda: bare_insert(folder, first))
        for kind in ("csv", "xlsx"):
            desk = a_desk(folder / kind)
            paths = [folder / f"{week}.{kind}" for week in ("week1", "week2")]
            for path, rows in zip(paths, (first, second), strict=True):
                if kind == "csv":
                    path.write_bytes(as_csv(rows))
                else:
                    write_xlsx(path, rows)
            print(f"{kind.upper()}, first import")  # noqa: T201 - a figure to read
            import_all(desk, paths[0], date(2026, 11, 13), baseline)
            print(f"{kind.upper()}, a week later")  # noqa: T201 - a figure to read
            import_all(desk, paths[1], date(2026, 11, 20), baseline)
            desk.database.close()


if __name__ == "__main__":
    main()
