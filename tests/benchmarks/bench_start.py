"""How long the program takes to start, beside a bare window with a table of as many lines.

    python -m tests.benchmarks.bench_start [customers] [runs]

Each run is a process of its own, ours and the bare one in turn. Both are timed from before
the interpreter starts until a table with lines in it has been painted. Ours opens an
encrypted store with a key from a keyring in memory. Prints figures, asserts nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections_desk.desktop.main_window import MainWindow

ROOT = Path(__file__).parents[2]
KEYRING = "tests.benchmarks.start_keyring.StartKeyring"
BEGUN = "BENCH_BEGUN"
COLUMNS = 10
#: Milliseconds: how often it is looked whether the list is there, and when we give up.
LOOK_EVERY, LONGEST = 1, 120_000


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")


def tell_times() -> None:
    """Print seconds on the wall since the process was asked for, and its own time so far."""
    wall = time.monotonic() - float(os.environ[BEGUN])
    say(f"{wall} {time.process_time()}")
    sys.stdout.flush()


def bare(lines: int) -> None:
    """Show a bare window with a table; this is what nothing can beat."""
    from PySide6.QtCore import QAbstractTableModel, Qt  # noqa: PLC0415 - timed
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView  # noqa: PLC0415 - timed

    class Model(QAbstractTableModel):
        def rowCount(self, _parent: object = None) -> int:  # noqa: N802 - Qt's name
            return lines

        def columnCount(self, _parent: object = None) -> int:  # noqa: N802 - Qt's name
            return COLUMNS

        def data(self, index: object, role: int = 0) -> object:
            if role == Qt.ItemDataRole.DisplayRole:
                return f"{index.row()} {index.column()}"  # type: ignore[attr-defined]
            return None

    app = QApplication([])
    window, table, model = QMainWindow(), QTableView(), Model()
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1280, 760)
    window.show()
    window.grab()
    app.processEvents()
    tell_times()
    os._exit(0)


def ours(home: Path) -> None:
    """Start the program as its users do, until the worklist is painted."""
    from collections_desk.command_line import main  # noqa: PLC0415 - timed
    from collections_desk.desktop import app  # noqa: PLC0415 - timed

    run = app.run

    def watched(folder: Path) -> int:
        return run(folder, started=_wait_for_list)

    app.run = watched  # type: ignore[assignment]
    main(["--home", str(home)])


def _wait_for_list(window: MainWindow) -> None:
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - timed

    def look() -> None:
        table = getattr(window.view, "table", None)
        if table is None or not table.rows_model.rowCount():
            return
        timer.stop()
        window.grab()
        tell_times()
        os._exit(0)

    timer = QTimer(window, interval=LOOK_EVERY)
    timer.timeout.connect(look)
    timer.start()


def make_store(home: Path, customers: int) -> None:
    """Fill an encrypted store whose key is kept where a keyring would keep it."""
    from collections_desk.operations.desk import Desk, Resources  # noqa: PLC0415 - not in the child
    from collections_desk.store.keyfile import KeyFile, save_key_file  # noqa: PLC0415 - as above
    from collections_desk.store.keys import key_check  # noqa: PLC0415 - as above
    from collections_desk.store.opening import create_store, open_store  # noqa: PLC0415 - as above
    from tests.benchmarks.bench_worklist import fill  # noqa: PLC0415 - as above
    from tests.benchmarks.start_keyring import KEY  # noqa: PLC0415 - as above
    from tests.clock import FRIDAY, Clock  # noqa: PLC0415 - as above

    create_store(home, KEY, now=FRIDAY).close()
    desk = Desk(open_store(home, KEY), Resources(), Clock(), home)
    fill(desk, customers)
    config = home / "config"
    config.mkdir(exist_ok=True)
    save_key_file(KeyFile(desk.database.store_id, key_check(KEY), {}), (home, config))
    desk.close()


def one_run(compiled: Path, *words: str) -> tuple[float, float]:
    """Start a process and return its seconds on the wall and its own.

    Python's compiled files lie in a folder of the benchmark, as an installer leaves them.
    """
    place = {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": KEYRING,
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(compiled),
        BEGUN: str(time.monotonic()),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_start", *words],
        env=os.environ | place,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST / 1000,
        check=False,
    )
    if not done.stdout.strip():
        raise SystemExit(done.stderr)
    wall, own = done.stdout.split()[-2:]
    return float(wall), float(own)


def main(customers: int, runs: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        make_store(home, customers)
        pairs = []
        for number in range(runs + 1):
            compiled = Path(folder) / "compiled"
            pair = (
                one_run(compiled, "bare", str(customers)),
                one_run(compiled, "ours", str(home)),
            )
            if number:  # the first only warms the files up
                pairs.append(pair)
    say(f"start to a painted list of {customers:,} customers, medians of {runs} runs in turn")
    for name, place in (("on the wall", 0), ("processor", 1)):
        base = median(first[place] for first, _ in pairs)
        took = median(second[place] for _, second in pairs)
        ratio = median(second[place] / first[place] for first, second in pairs)
        say(
            f"  {name:<12} bare window {base * 1000:6.0f} ms   ours {took * 1000:6.0f} ms"
            f"   ratio {ratio:.2f} (target 1.6)"
        )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare", lines]:
            bare(int(lines))
        case ["ours", place]:
            ours(Path(place))
        case numbers:
            sizes = [int(number) for number in numbers]
            main(*(sizes + [10_000, 7][len(sizes) :]))
