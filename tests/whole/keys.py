"""A clerk who has only a keyboard: she presses keys and reads what stands on the screen.

Keys go to whatever has the focus. Nothing here calls a method of a screen to bring
something about; what is shown is read from labels, lists and fields, as eyes read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from tests.desktop.clerk import MODIFIERS
from tests.desktop.waiting import wait_for

#: More presses of Tab than any window has stops.
MOST_TABS = 90


@dataclass
class Keys:
    """The keyboard, and the eyes."""

    window: MainWindow
    qtbot: QtBot

    # Hands.

    def press(self, *chords: str) -> None:
        """Press keys one after the other, "Ctrl+Return", and wait until all is at rest."""
        for chord in chords:
            *held, name = chord.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for one in held:
                modifiers |= MODIFIERS[one]
            QTest.keyClick(self._target(), Qt.Key[f"Key_{name}"], modifiers)
            self.rest()

    def write(self, text: str) -> None:
        """Type a text; a line break is the Return key."""
        for place, line in enumerate(text.split("\n")):
            if place:
                self.press("Return")
            QTest.keyClicks(self._target(), line)
        self.rest()

    def tab_to(self, name: str) -> QWidget:
        """Press Tab until the focus is on what is called so; it must be reachable."""
        seen = []
        for _ in range(MOST_TABS):
            focused = QApplication.focusWidget()
            called = name_of(focused)
            if name.casefold() in called.casefold() and focused is not None:
                return focused
            seen.append(called)
            self.press("Tab")
        message = f"Tab never came to {name!r}, only to {sorted(set(seen))}"
        raise AssertionError(message)

    def fill(self, name: str, text: str) -> None:
        """Go to a field by Tab and replace what stands in it."""
        self.tab_to(name)
        self.press("Ctrl+A")
        self.write(text)

    def choose(self, name: str, words: str) -> None:
        """Go to a box of choices by Tab and press Down until it says this."""
        box = self.tab_to(name)
        assert isinstance(box, QComboBox), name_of(box)
        self.press("Home")
        for _ in range(box.count()):
            if words in box.currentText():
                return
            self.press("Down")
        message = f"{name_of(box)} never offers {words!r}, only {box.currentText()!r} at last"
        raise AssertionError(message)

    def check(self, chord: str, name: str) -> None:
        """Tick a box by its access key; Qt takes a tenth of a second to press it."""
        self.press(chord)
        box = QApplication.focusWidget()
        assert isinstance(box, QAbstractButton), name_of(box)
        assert name_of(box) == name
        self.until(box.isChecked)

    def choose_file(self, path: Path) -> None:
        """Type the path of a file into the file dialog."""
        self.sees(QFileDialog)
        self.press("Ctrl+A")
        self.write(str(path))
        names = QApplication.activePopupWidget()
        if names is not None:
            QTest.keyClick(names, Qt.Key.Key_Escape)
        self.press("Return")
        self.until(lambda: not isinstance(QApplication.activeModalWidget(), QFileDialog))
        for popup in QApplication.topLevelWidgets():  # names that Qt offers a moment too late
            if popup.isVisible() and popup.windowType() is Qt.WindowType.Popup:
                QTest.keyClick(popup, Qt.Key.Key_Escape)

    def go_to_line(self, words: str) -> None:
        """Press Down in a list until the line with these words is the current one."""
        table = QApplication.focusWidget()
        assert isinstance(table, QTableView), name_of(table)
        self.press("Home")
        for _ in range(table.model().rowCount() + 1):
            if words in self.line(table):
                return
            self.press("Down")
        message = f"no line says {words!r}"
        raise AssertionError(message)

    # Eyes.

    def sees(self, kind: type[QDialog]) -> QDialog:
        """Wait for a dialog that has the keyboard."""
        self.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
        found = QApplication.activeModalWidget()
        assert isinstance(found, kind)
        dialog: QDialog = found
        # What a window manager does with a new dialog, and what no keyboard can do off the
        # screen: give it the keyboard.
        dialog.activateWindow()
        self.until(lambda: dialog.isActiveWindow() and QApplication.focusWidget() is not None)
        self.rest()
        return dialog

    def back_in_the_window(self) -> None:
        """Do what a window manager does when a dialog closes."""

        def back() -> bool:
            if QApplication.activeModalWidget() is None:
                self.window.activateWindow()
            return self.window.isActiveWindow()

        self.until(back)
        self.rest()

    def reads(self, words: str) -> None:
        """Wait until something on the screen says this."""
        self.until(lambda: words in self.text(), lambda: f"{words!r} is not shown")

    def text(self) -> str:
        """Return all that can be read: labels, buttons, fields and the lines of lists."""
        place: QWidget = QApplication.activeModalWidget() or self.window
        said: list[str] = [place.windowTitle()]
        for widget in place.findChildren(QWidget):
            if not widget.isVisible():
                continue
            if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
                said.append(widget.text().replace("&", ""))
            elif isinstance(widget, QPlainTextEdit):
                said.append(widget.toPlainText())
            elif isinstance(widget, QAbstractItemView):
                said += self.lines(widget)
        return "\n".join(text for text in said if text)

    def lines(self, table: QAbstractItemView) -> list[str]:
        """Return the lines of a list as they are shown."""
        return [self._line(table, row) for row in range(table.model().rowCount())]

    def line(self, table: QTableView) -> str:
        """Return the current line of a list."""
        current = table.currentIndex()
        return self._line(table, current.row()) if current.isValid() else ""

    def _line(self, table: QAbstractItemView, row: int) -> str:
        model = table.model()
        columns = model.columnCount() if isinstance(table, QTableView) else 1
        return " | ".join(
            str(model.index(row, column).data() or "")
            for column in range(columns)
            if not (isinstance(table, QTableView) and table.isColumnHidden(column))
        )

    def selected(self, table: QTableView) -> int:
        """Return how many lines are marked."""
        selection: QItemSelectionModel = table.selectionModel()
        return len(selection.selectedRows())

    # Patience.

    def until(
        self, condition: Callable[[], object], explain: Callable[[], str] = lambda: ""
    ) -> None:
        """Wait until something is so."""
        try:
            wait_for(self.qtbot, condition)
        except Exception as error:
            focused = name_of(QApplication.focusWidget())
            message = f"{explain()}\nfocus: {focused}\nshown:\n{self.text()}"
            raise AssertionError(message) from error

    def rest(self) -> None:
        """Wait until no work is under way, several looks in a row."""
        calm = 0

        def at_rest() -> bool:
            nonlocal calm
            QApplication.sendPostedEvents()
            calm = 0 if self.window.background.busy else calm + 1
            return calm > 2

        self.until(at_rest, lambda: "work never came back")

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or QApplication.activeModalWidget() or self.window


def name_of(widget: QWidget | None) -> str:
    """Return what a screen reader would call a widget."""
    if widget is None:
        return "nothing"
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        return widget.text().replace("&", "")
    return f"{type(widget).__name__} {widget.objectName()}"
