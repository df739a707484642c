"""A window for each test: offscreen, with its own settings, on a real encrypted store."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop import theme
from collections_desk.desktop.background import Background
from collections_desk.desktop.icons import use_icons
from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations.desk import Desk, Resources
from tests.desktop.waiting import settle


@pytest.fixture(autouse=True)
def private_window_settings(tmp_path: Path) -> None:
    """Keep window sizes and sorting in a folder of the test."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "window-settings")
    )
    QCoreApplication.setOrganizationName("Collections Desk")
    QCoreApplication.setApplicationName("Collections Desk")


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """Give the application in the light theme, with its icons."""
    use_icons(Resources().text)
    theme.apply_theme(qapp, "light")
    return qapp


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    """Give a worker thread that is stopped after the test."""
    runner = Background()
    yield runner
    runner.stop()


@pytest.fixture
def open_window(dressed: QApplication, qtbot: QtBot) -> Iterator[Callable[..., MainWindow]]:
    """Give a function that opens the main window on a desk and waits until it stands still.

    It opens at the worklist, as after an unlock; `at_start=True` opens as the program does,
    where the brief may come first.
    """
    windows: list[MainWindow] = []

    def open_on(desk: Desk, view_id: str = "worklist", *, at_start: bool = False) -> MainWindow:
        window = MainWindow()
        window.resize(1366, 768)
        windows.append(window)
        window.receive(desk, view_id="" if at_start else view_id)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        settle(qtbot, window)
        return window

    yield open_on
    for window in windows:
        window.leave(close_store=False)
        window.close()
        close_other_windows(window)
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(desk: Desk, open_window: Callable[..., MainWindow]) -> MainWindow:
    """Give the main window on an empty store."""
    return open_window(desk)


@pytest.fixture
def help_window(desk: Desk, open_window: Callable[..., MainWindow]) -> MainWindow:
    """Give the main window on its help: what is the same on every screen is tested there."""
    return open_window(desk, "help")


@pytest.fixture
def sample_window(sample_desk: Desk, open_window: Callable[..., MainWindow]) -> MainWindow:
    """Give the main window on the sample data."""
    return open_window(sample_desk)


def close_other_windows(window: QWidget) -> None:
    """Close what a test left open: boxes, sheets, previews."""
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            other.close()
