"""Waiting for a condition, never for a duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from collections_desk.desktop.main_window import MainWindow

#: The longest that anything in a test may take, in milliseconds; two cores, many builders.
LONGEST = 20_000
#: What is put off for longer than this many milliseconds is not waited for: messages go, say.
SOON = 500
#: How many times in a row the window must be found without work.
REST = 2


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until no work is under way and nothing waits to be painted.

    Work may ask for more work when it comes back, so the window must be found at rest
    several times in a row, with all events delivered between.
    """
    _until_calm(lambda: int(window.background.busy))


def rest(window: MainWindow) -> None:
    """Wait as `settle` does, and for what the window has put off for a moment, as previews are."""
    _until_calm(lambda: int(window.background.busy) or _put_off(window))


def _put_off(window: MainWindow) -> int:
    """Return in how many milliseconds all has happened that was put off; 0 if nothing was."""
    return max(
        (
            timer.remainingTime() + 1
            for timer in window.findChildren(QTimer)
            if timer.isActive() and timer.isSingleShot() and timer.interval() <= SOON
        ),
        default=0,
    )


def _until_calm(work: Callable[[], int]) -> None:
    """Let events through until there is no `work`, which says how many milliseconds it takes."""
    calm = 0
    last = QDeadlineTimer(LONGEST)
    while calm <= REST:
        assert not last.hasExpired(), f"the window is at work for more than {LONGEST} ms"
        _let_events_through(work())
        calm = 0 if work() else calm + 1


def _let_events_through(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    QApplication.sendPostedEvents()


def wait_for(qtbot: QtBot, condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    qtbot.waitUntil(lambda: bool(condition()), timeout=LONGEST)
