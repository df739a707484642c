"""Every field of the letter editor is reached by a key of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations.desk import Desk
from tests.desktop.test_letter_editor import edit
from tests.desktop.waiting import settle

Open = Callable[[Desk], MainWindow]
ALT = Qt.KeyboardModifier.AltModifier


def key_of(text: str) -> str:
    """Return the letter after the single "&" of a label, or ""."""
    plain = text.replace("&&", "")
    return plain.partition("&")[2][:1].upper()


def labels_of(editor: QWidget) -> list[tuple[str, str]]:
    """Return key and text of every label with a field, and of every button with a key."""
    labels = [one for one in editor.findChildren(QLabel) if one.isVisible() and one.buddy()]
    buttons = [one for one in editor.findChildren(QAbstractButton) if one.isVisible()]
    found = [(key_of(one.text()), one.text()) for one in labels]
    return found + [(key_of(one.text()), one.text()) for one in buttons if key_of(one.text())]


def test_every_field_of_the_details_has_a_key_of_its_own(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot, "L11")
    editor.tabs.setCurrentWidget(editor.details)
    settle(qtbot, window)

    found = labels_of(editor)
    menus = {key_of(action.text()) for action in window.menuBar().actions()}

    assert [text for key, text in found if not key] == []
    keys = [key for key, _ in found]
    assert sorted(key for key in keys if keys.count(key) > 1) == []
    assert not menus & set(keys)


@pytest.mark.parametrize(
    ("key", "field"),
    [
        (Qt.Key.Key_1, "letter_date"),
        (Qt.Key.Key_5, "intended_on"),
        (Qt.Key.Key_8, "copies"),
        (Qt.Key.Key_0, "address"),
        (Qt.Key.Key_Q, "printed_name"),
    ],
)
def test_the_key_puts_the_cursor_there(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, key: Qt.Key, field: str
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot, "L11")
    QTest.keyClick(editor.body, Qt.Key.Key_D, ALT)
    settle(qtbot, window)
    before = QApplication.focusWidget()
    assert before is not None

    QTest.keyClick(before, key, ALT)
    settle(qtbot, window)

    wanted = editor.details.field(field)
    focused = QApplication.focusWidget()
    assert wanted is not None
    assert focused is not None
    assert focused is wanted or wanted.isAncestorOf(focused)
