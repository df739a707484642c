"""The worklist in the window: filter, sort, paint, and how long the window ever stands still.

    python -m tests.benchmarks.bench_list [customers ...]

A timer of 10 ms beats while the list is read, filtered and sorted; the longest time between
two beats is how long the clerk would wait for a key. Prints figures, asserts nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QSettings, Qt, QTimer

from collections_desk.desktop.app import make_application
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.read_ahead import import_store
from collections_desk.desktop.worklist_view import WorklistView
from collections_desk.operations.desk import Desk, Resources
from collections_desk.store.opening import create_store, open_store
from tests.benchmarks.bench_worklist import KEY, fill
from tests.clock import FRIDAY, Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

#: What is typed into the filter, a key at a time.
TYPED = "customer 42"
BEAT = 10
FRAMES = 30


class Heartbeat:
    """The longest time between two beats of the window's thread."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(interval=BEAT)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def take(self) -> float:
        """Return the longest gap since the last time, in milliseconds."""
        longest, self.longest = self.longest * 1000, 0.0
        return longest


def timed(app: QApplication, work: Callable[[], object]) -> float:
    """Return the processor milliseconds of some work and of the painting after it."""
    begin = time.process_time()
    work()
    app.processEvents()
    return (time.process_time() - begin) * 1000


def measure(app: QApplication, desk: Desk, size: int) -> None:
    """Open the window, work the list, print one line."""
    window = MainWindow()
    window.resize(1366, 768)
    window.show()
    app.processEvents()
    beats = Heartbeat()
    begin = time.perf_counter()
    window.receive(desk, view_id="worklist")
    view = window.view
    assert isinstance(view, WorklistView)
    view.filters.show_state("open")
    wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents  # as the program does: not in a spin
    while not view.table.rows_model.rowCount():
        app.processEvents(wait)
    opened, gap_open = time.perf_counter() - begin, beats.take()
    while window.background.busy:
        app.processEvents(wait)
    words = view.filters.words
    keys = [
        timed(app, lambda end=end: words.setText(TYPED[:end]))  # type: ignore[misc]
        for end in range(1, len(TYPED) + 1)
    ]
    words.clear()
    app.processEvents()
    header = view.table.horizontalHeader()
    sorts = [
        timed(app, lambda n=n: header.setSortIndicator(n, order))  # type: ignore[misc] # noqa: B023 - used at once
        for n in range(len(view.table.rows_model.columns))
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)
    ]
    bar = view.table.verticalScrollBar()
    frames = [
        timed(app, lambda n=n: bar.setValue(bar.maximum() * n // FRAMES))  # type: ignore[misc]
        for n in range(FRAMES)
    ]
    app.processEvents()
    sys.stdout.write(
        f"{size:>10,} {opened:>7.2f} s {gap_open:>8.0f} ms {median(keys):>7.1f} {max(keys):>7.1f} "
        f"{median(sorts):>8.1f} {max(sorts):>7.1f} {median(frames):>8.1f} {max(frames):>7.1f}\n"
    )
    window.leave(close_store=False)
    window.close()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def main(sizes: list[int]) -> None:
    """Print the table."""
    import_store()
    app = make_application()
    sys.stdout.write(
        "processor milliseconds, median and worst; targets: 50 a key, 16 a frame, gap 100\n"
        f"{'customers':>10} {'opened':>9} {'gap':>11} {'filter':>15} {'sort':>16} {'frame':>16}\n"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            QSettings.setDefaultFormat(QSettings.Format.IniFormat)
            QSettings.setPath(
                QSettings.Format.IniFormat, QSettings.Scope.UserScope, f"{folder}/window"
            )
            home = Path(folder) / "home"
            create_store(home, KEY, now=FRIDAY).close()
            desk = Desk(open_store(home, KEY), Resources(), Clock(), home)
            fill(desk, size)
            measure(app, desk, size)
            desk.database.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
