"""Start the window: paint first, then import what is heavy, then open the desk."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from collections_desk.desktop import theme
from collections_desk.desktop.crash import CrashHandler
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.read_ahead import import_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

#: Seconds until another thread may have Python's lock: short, so that the window never waits.
SWITCH_INTERVAL = 0.001
#: The folder of crash reports inside the home folder.
REPORTS = "reports"


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """Return the application, dressed as it was when it was last closed."""
    found = QApplication.instance()
    app = (
        found
        if isinstance(found, QApplication)
        else QApplication(["collections-desk", *arguments])
    )
    QCoreApplication.setOrganizationName("Collections Desk")
    QCoreApplication.setApplicationName("Collections Desk")
    QApplication.setDesktopFileName("collections-desk")
    theme.apply_theme(app, str(QSettings().value("window/theme", "auto")))
    return app


def run(
    home: Path,
    *,
    sample: bool = False,
    now: Callable[[], datetime] | None = None,
    arguments: Sequence[str] = (),
    started: Callable[[MainWindow], object] | None = None,
) -> int:
    """Show the window until it is closed, and return the exit code.

    Args:
        home: The folder of the data file.
        sample: Open the made-up customers instead.
        now: The clock; the computer's own if None.
        arguments: What Qt may read: "-platform", "-style".
        started: Called once the desk is open, to measure or to close again.
    """
    sys.setswitchinterval(SWITCH_INTERVAL)
    app = make_application(arguments)
    window = MainWindow()
    at_end: list[Callable[[], None]] = []
    window.show()
    app.processEvents()  # the first paint, before anything heavy is imported

    def begin() -> None:
        from collections_desk.desktop.opening import Opening  # noqa: PLC0415 - after first paint
        from collections_desk.operations.desk import utc_now  # noqa: PLC0415 - after first paint

        gc.freeze()  # what is imported stays: the collector need not look through it again
        clock = now or utc_now
        handler = CrashHandler(lambda: home / REPORTS, window.keep_drafts, clock, window)
        handler.install()
        at_end.append(handler.remove)
        opening = Opening(window, home, clock, sample=sample)
        if started is not None:
            opening.opened.connect(lambda: started(window))
        at_end.insert(0, opening.leave)
        opening.begin()

    def go_on() -> None:
        window.background.run(import_store, done=lambda _: begin(), failed=window.fail)

    QTimer.singleShot(0, go_on)
    code = app.exec()
    for deed in at_end[:1]:
        deed()  # the backup is made before the store is closed
    window.leave()
    for deed in at_end[1:]:
        deed()
    return code
