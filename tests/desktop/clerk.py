"""The clerk at the keyboard: keys go to whatever has the focus, as they do for her."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.call_form import CallForm
from collections_desk.desktop.customer_view import CustomerView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.worklist_view import WorklistView
from tests.desktop.waiting import settle, wait_for

#: What is held down, by the name in "Ctrl+Return".
MODIFIERS = {
    "Alt": Qt.KeyboardModifier.AltModifier,
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
}


@dataclass
class Clerk:
    """Presses keys and counts them.

    Attributes:
        presses: Key presses so far, without the letters of a text.
    """

    window: MainWindow
    qtbot: QtBot
    presses: int = field(default=0)

    def press(self, keys: str) -> None:
        """Press one key with its modifiers, "Ctrl+Return", and wait until all is at rest."""
        *held, name = keys.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        for one in held:
            modifiers |= MODIFIERS[one]
        QTest.keyClick(self._target(), Qt.Key[f"Key_{name}"], modifiers)
        self.presses += 1
        settle(self.qtbot, self.window)

    def type(self, text: str) -> None:
        """Type a text."""
        QTest.keyClicks(self._target(), text)
        settle(self.qtbot, self.window)

    def sees_dialog(self) -> QDialog:
        """Wait for a dialog and return it."""
        wait_for(self.qtbot, lambda: isinstance(QApplication.activeModalWidget(), QDialog))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        return dialog

    def back_in_the_window(self) -> None:
        """Do what a window manager does when a dialog closes."""
        self.window.activateWindow()
        settle(self.qtbot, self.window)

    @property
    def worklist(self) -> WorklistView:
        view = self.window.view
        assert isinstance(view, WorklistView), self.window.view_id
        return view

    @property
    def call(self) -> CallForm:
        view = self.window.view
        assert isinstance(view, CallForm), self.window.view_id
        return view

    @property
    def page(self) -> CustomerView:
        view = self.window.view
        assert isinstance(view, CustomerView), self.window.view_id
        return view

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self.window
