"""Waiting for a condition, never for a duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from collections_desk.desktop.main_window import MainWindow

#: The longest that anything in a test may take, in milliseconds; two cores, many builders.
LONGEST = 20_000


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until no work is under way and nothing waits to be painted.

    Work may ask for more work when it comes back, so the window must be found at rest
    several times in a row, with all events delivered between.
    """
    calm = 0

    def at_rest() -> bool:
        nonlocal calm
        QApplication.sendPostedEvents()
        calm = 0 if window.background.busy else calm + 1
        return calm > 2

    qtbot.waitUntil(at_rest, timeout=LONGEST)


def wait_for(qtbot: QtBot, condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    qtbot.waitUntil(lambda: bool(condition()), timeout=LONGEST)
