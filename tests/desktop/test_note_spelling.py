"""Notes are checked for spelling as letters are: in the call form and in the dialogs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from collections_desk.desktop.call_form import CallForm
from collections_desk.desktop.dialogs.note import NoteDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.operations.desk import Desk
from collections_desk.operations.dictionary import known_words
from collections_desk.operations.worklist import worklist
from tests.clock import Clock
from tests.desktop.clerk import Clerk
from tests.desktop.office import overdue_customers
from tests.desktop.test_call_form import NOON, is_free
from tests.desktop.waiting import settle, wait_for

Open = Callable[[Desk], MainWindow]


@pytest.fixture
def clock() -> Clock:
    """Give a clock at which it is daytime in all of the sample's places."""
    clock = Clock()
    clock.now = NOON
    return clock


def somebody_free(desk: Desk) -> int:
    """Return a customer who can be called without a question."""
    return next(line.customer_id for line in worklist(desk) if is_free(desk, line))


def marked(note: NoteEdit) -> list[str]:
    """Return the words that bear a wavy line."""
    block = note.document().firstBlock()
    return [
        block.text()[part.start : part.start + part.length]
        for part in block.layout().formats()
        if part.format.underlineStyle()
    ]


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # off the screen
def test_the_note_of_a_call_is_checked_and_mended_by_a_key(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(sample_desk)
    window.start_call(somebody_free(sample_desk))
    settle(qtbot, window)
    form = window.view
    assert isinstance(form, CallForm)
    assert form.fields is not None
    note = form.fields.note
    name = form.fields._page.customer.name  # noqa: SLF001 - a name that is right
    note.setFocus()
    QTest.keyClicks(note, f"{name} recieved it")

    wait_for(qtbot, lambda: marked(note) == ["recieved"])
    for _ in range(len(" it")):
        QTest.keyClick(note, Qt.Key.Key_Left)
    QTest.keyClick(note, Qt.Key.Key_F7)
    menu = open_menu()
    words = [one.text().replace("&", "") for one in menu.actions() if one.text()]
    assert "received" in words[:5]
    assert "Add to Dictionary" in words
    next(one for one in menu.actions() if one.text() == "received").trigger()
    menu.close()

    assert note.note().endswith("received it")
    wait_for(qtbot, lambda: marked(note) == [])
    settle(qtbot, window)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # off the screen
def test_the_note_dialog_is_checked_and_learns_a_word(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(sample_desk)
    clerk = Clerk(window, qtbot)
    window.open_customer(overdue_customers(sample_desk)[0])
    settle(qtbot, window)
    clerk.press("M")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, NoteDialog)
    QTest.keyClicks(dialog.note, "gaskett")
    wait_for(qtbot, lambda: marked(dialog.note) == ["gaskett"])

    place = dialog.note.cursorRect().center()
    asked = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, place, dialog.note.mapToGlobal(place)
    )
    QApplication.sendEvent(dialog.note, asked)
    menu = open_menu()
    next(one for one in menu.actions() if "Add to Dictionary" in one.text()).trigger()
    menu.close()
    settle(qtbot, window)

    assert "gaskett" in known_words(sample_desk)
    assert marked(dialog.note) == []
    dialog.reject()
    settle(qtbot, window)


def test_marks_are_no_change_of_words(sample_desk: Desk, open_window: Open, qtbot: QtBot) -> None:
    window = open_window(sample_desk)
    window.start_call(somebody_free(sample_desk))
    settle(qtbot, window)
    form = window.view
    assert isinstance(form, CallForm)
    assert form.fields is not None
    note = form.fields.note
    told: list[str] = []
    note.reworded.connect(lambda: told.append(note.note()))
    note.setFocus()
    wait_for(qtbot, lambda: note.spelling is not None)
    assert note.spelling is not None

    note.spelling.marks.rehighlight()
    settle(qtbot, window)
    assert told == []
    QTest.keyClicks(note, "x")
    assert told == ["x"]
    settle(qtbot, window)
