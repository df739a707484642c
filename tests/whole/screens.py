"""Every screen on sample data, brought about as the gallery does, and what is looked at on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QLabel,
    QMenuBar,
    QTabBar,
    QWidget,
)

from collections_desk.desktop.main_window import MainWindow
from tests.desktop.gallery import COVERS, scenes
from tests.desktop.waiting import rest

Scene = Callable[[MainWindow], QWidget | None]
#: Screens that stand for all: each view, each page of it, each dialog, each cover.
NAMES = tuple(name for name in scenes() if name not in {"error", "message", "worklist_selection"})


def shown(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Give every screen by name, one after the other; what it opened is closed again."""
    desk = window.desk
    for name in NAMES:
        if not window.is_open and name not in COVERS:
            window.receive(desk, view_id="worklist")
            rest(window)
        place = scenes()[name](window) or window
        rest(window)
        yield name, place
        for other in QApplication.topLevelWidgets():
            if other is not window and other.isVisible():
                other.close()
        window.finder.leave()
        window.message_bar.hide()


def stops(place: QWidget) -> list[QWidget]:
    """Return what Tab should stop at."""
    return [
        widget
        for widget in place.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.window() is place.window()
        and not isinstance(widget.parent(), QAbstractSpinBox)
    ]


def access_keys(place: QWidget) -> list[tuple[str, str]]:
    """Return each access key that works now, with the text that has it."""
    texts: list[str] = []
    for widget in place.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not place.window():
            continue
        if isinstance(widget, QTabBar):
            texts += [
                widget.tabText(place_)
                for place_ in range(widget.count())
                if widget.isTabVisible(place_)
            ]
        elif isinstance(widget, QMenuBar):
            texts += [action.text() for action in widget.actions() if action.isVisible()]
        elif isinstance(widget, QAbstractButton):
            if widget.isEnabled():
                texts.append(widget.text())
        elif isinstance(widget, QLabel) and widget.buddy() is not None:
            texts.append(widget.text())
    found = []
    for text in texts:
        plain = text.replace("&&", "")
        if "&" in plain and not plain.endswith("&"):
            found.append((plain[plain.index("&") + 1].lower(), text))
    return found


def clipped(place: QWidget) -> list[str]:
    """Return the texts that do not have the room they need."""
    cut = []
    for widget in place.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not place.window():
            continue
        if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
            if widget.wordWrap():
                needed = widget.heightForWidth(widget.width())
                if widget.height() < needed - 2:
                    cut.append(f"{widget.text()[:60]!r} is {widget.height()} of {needed} high")
            elif widget.height() < widget.sizeHint().height() - 2:
                high = widget.sizeHint().height()
                cut.append(f"{widget.text()[:60]!r} is {widget.height()} of {high} high")
        elif isinstance(widget, QAbstractButton) and widget.text():
            least = widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, widget.text())
            if widget.width() < least.width() or widget.height() < least.height():
                cut.append(f"button {widget.text()!r} is {widget.width()} of {least.width()}")
    return cut
