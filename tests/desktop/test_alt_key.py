"""A held Alt key asks for a button or a menu and never writes into a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.domain.letters import LetterState
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk
from tests.desktop.test_letter_editor import edit
from tests.desktop.waiting import settle, wait_for

Open = Callable[[Desk], MainWindow]
ALT = Qt.KeyboardModifier.AltModifier


def focused() -> QWidget:
    """Return what has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # off the screen
def test_the_key_of_a_disabled_button_writes_nothing_into_the_letter(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot, "L11")
    wait_for(qtbot, lambda: not editor.approve_button.isEnabled())
    editor.body.setFocus()
    before = editor.body.toPlainText()

    QTest.keyClick(focused(), Qt.Key.Key_P, ALT)
    settle(qtbot, window)

    assert editor.body.toPlainText() == before
    editor.subject.setFocus()
    subject = editor.subject.text()
    QTest.keyClick(focused(), Qt.Key.Key_P, ALT)
    assert editor.subject.text() == subject
    assert "is missing" in editor.approve_button.toolTip()
    settle(qtbot, window)


def test_in_a_dialog_too_and_alt_gr_still_types(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(sample_desk)  # listens wherever the focus goes
    dialog = QWidget(window, Qt.WindowType.Dialog)
    inside = QVBoxLayout(dialog)
    line, note, button = LineEdit(), NoteEdit(), QPushButton("&Save")
    button.setEnabled(False)
    for widget in (line, note, button):
        inside.addWidget(widget)
    dialog.show()
    dialog.activateWindow()
    for field in (line, note):
        field.setFocus()
        wait_for(qtbot, field.hasFocus)
        QTest.keyClick(field, Qt.Key.Key_S, ALT)
        QTest.keyClick(field, Qt.Key.Key_A, ALT | Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClicks(field, "q")
        QTest.keyClick(
            field, Qt.Key.Key_B, ALT | Qt.KeyboardModifier.GroupSwitchModifier
        )  # the right Alt key writes what a keyboard has there
    assert (line.text(), note.toPlainText()) == ("qb", "qb")
    settle(qtbot, window)


def test_a_day_counts_as_it_is_typed(sample_desk: Desk, open_window: Open, qtbot: QtBot) -> None:
    window, editor = edit(sample_desk, open_window, qtbot, "L11")
    details = editor.details
    editor.tabs.setCurrentWidget(details)
    for field, text in (
        (details.consequence, "we will place the account with an agency."),
        (details.authorized_by, "M. Keller"),
    ):
        field.setFocus()
        QTest.keyClicks(focused(), text)
    wait_for(qtbot, lambda: not window.background.busy)
    wait_for(qtbot, lambda: not editor.approve_button.isEnabled())

    details.intended_on.setFocus()
    QTest.keyClicks(focused(), "12/15/2026")
    wait_for(qtbot, editor.approve_button.isEnabled)

    assert details.intended_on.edit.hasFocus()
    settle(qtbot, window)


def test_a_press_before_the_page_is_there_waits_for_it(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot)
    letter_id = editor.letter_id
    assert letter_id is not None
    editor.body.moveCursor(editor.body.textCursor().MoveOperation.End)
    QTest.keyClicks(editor.body, " Heron.")
    with qtbot.waitSignal(editor.approve_asked) as asked:
        QTest.keyClick(editor.body, Qt.Key.Key_P, ALT)
    assert asked.args == [letter_id]
    wait_for(qtbot, lambda: mail.one_letter(sample_desk, letter_id).state is LetterState.APPROVED)
    assert "Heron." in mail.one_letter(sample_desk, letter_id).body
    settle(qtbot, window)


def test_a_press_with_something_missing_leads_to_it(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot, "L11")
    wait_for(qtbot, lambda: not editor.approve_button.isEnabled())
    editor.body.setFocus()
    QTest.keyClicks(editor.body, "x")
    QTest.keyClick(editor.body, Qt.Key.Key_P, ALT)

    wait_for(qtbot, editor.details.consequence.hasFocus)
    assert editor.body.toPlainText().startswith("xDear")
    settle(qtbot, window)
