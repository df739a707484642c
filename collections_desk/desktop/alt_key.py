"""A held Alt key asks for a button, a field or a menu; it never writes into a text.

Qt hands the key on to the text where the button that it belongs to is disabled or there is
none, and the text takes it as typed: one letter more in a letter that goes to a customer.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QToolTip,
    QWidget,
)

from collections_desk.desktop.enter_key import EnterPresses

#: What is typed into.
TEXTS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
_ALT, _CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
_ALT_GR = Qt.KeyboardModifier.GroupSwitchModifier


class AltWritesNothing(QObject):
    """Listens at the text that has the focus, in the window as in every dialog."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(before, TEXTS):
            before.removeEventFilter(self)
        if isinstance(now, TEXTS):
            now.installEventFilter(self)

    # Overrides of Qt methods.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(watched, QWidget)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and _asks(event)
        ):
            say_why_not(watched.window(), event.key())
            return True
        return super().eventFilter(watched, event)


def watch_keys(parent: QObject) -> None:
    """Let Enter press what has the focus, and Alt write nothing, as long as `parent` lives."""
    EnterPresses(parent)
    AltWritesNothing(parent)


def _asks(event: QKeyEvent) -> bool:
    """Tell whether a key that would write something is meant for a button or a menu."""
    held = event.modifiers()
    if sys.platform == "darwin":  # there the key writes what the keyboard has on it
        return False
    alone = bool(held & _ALT) and not held & _CONTROL and not held & _ALT_GR
    return alone and event.text().isprintable() and bool(event.text())


def say_why_not(window: QWidget, key: int) -> None:
    """Show beside the disabled button that was asked for what its tip says."""
    wanted = QKeySequence(Qt.Modifier.ALT | Qt.Key(key))
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and not button.isEnabled() and button.shortcut() == wanted:
            below = button.mapToGlobal(QPoint(0, button.height()))
            QToolTip.showText(below, button.toolTip(), button)
            return
