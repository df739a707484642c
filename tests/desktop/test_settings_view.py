"""The settings: a list of groups, a search, and a question where changes are left behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.settings_view import SettingsView
from collections_desk.operations.desk import Desk
from tests.desktop.waiting import settle, wait_for

Open = Callable[[Desk], MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(sample_desk: Desk, open_window: Open, qtbot: QtBot) -> MainWindow:
    window = open_window(sample_desk)
    window.go("settings")
    settle(qtbot, window)
    return window


def view_of(window: MainWindow) -> SettingsView:
    view = window.view
    assert isinstance(view, SettingsView)
    return view


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def asked(qtbot: QtBot) -> QMessageBox:
    wait_for(qtbot, lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    return box


def answer(qtbot: QtBot, window: MainWindow, word: str) -> None:
    box = asked(qtbot)
    button = next(one for one in box.buttons() if word in one.text())
    QTest.keyClick(button, Qt.Key.Key_Space)
    settle(qtbot, window)


def test_every_group_is_in_the_list_and_every_field_in_a_group(window: MainWindow) -> None:
    view = view_of(window)
    groups = view.form.groups()

    listed = [view.index.list.item(row).text() for row in range(view.index.list.count())]
    assert listed == [group.title for group in groups]
    assert len(listed) >= 10
    fields = [field for group in groups for _, field in group.fields]
    assert len(fields) == len(view.form._fields)


def test_arrow_keys_show_a_group_and_enter_goes_into_it(window: MainWindow, qtbot: QtBot) -> None:
    view = view_of(window)
    groups = view.form.groups()
    view.index.list.setFocus()
    last = len(groups) - 1

    for _ in range(last):
        QTest.keyClick(view.index.list, Qt.Key.Key_Down)
    settle(qtbot, window)

    frame = groups[last].frame
    assert view.index.list.hasFocus()
    assert not frame.visibleRegion().isEmpty()
    QTest.keyClick(view.index.list, Qt.Key.Key_Return)
    field = groups[last].fields[0][1]
    assert field.hasFocus()
    # The list follows the cursor.
    view.form.first_field.setFocus()
    assert view.index.list.currentRow() == 0


def test_a_setting_is_found_by_a_word(window: MainWindow, qtbot: QtBot) -> None:
    view = view_of(window)
    QTest.keyClick(focused(), Qt.Key.Key_F, CTRL)
    settle(qtbot, window)
    assert view.index.search.hasFocus()

    QTest.keyClicks(focused(), "lock min")
    assert "Lock after minutes" in view.index.list.item(0).text()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert view.form.field("lock_after_minutes").hasFocus()

    view.find_here()
    QTest.keyClicks(focused(), "xyzzy")
    assert view.index.list.item(0).text() == "No setting is called so."
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert view.index.list.count() == len(view.form.groups())


@pytest.mark.parametrize(("word", "kept"), [("Save Them", True), ("Discard the Changes", False)])
def test_changes_are_asked_about_when_the_screen_is_left(
    window: MainWindow, qtbot: QtBot, sample_desk: Desk, word: str, *, kept: bool
) -> None:
    before = sample_desk.settings().business.name
    QTest.keyClicks(view_of(window).form.first_field, "X")
    view = view_of(window)

    QTest.keyClick(focused(), Qt.Key.Key_1, CTRL)
    answer(qtbot, window, word)

    now = sample_desk.settings().business.name
    assert (now != before) is kept
    assert not view.has_changes()
    assert window.view is not view


def test_what_is_wrong_on_the_way_out_is_said_where_it_is_mended(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = view_of(window)
    currency = view.form.field("currency")
    currency.setFocus()
    QTest.keyClicks(focused(), "nonsense")
    QTest.keyClick(focused(), Qt.Key.Key_1, CTRL)
    answer(qtbot, window, "Save Them")

    wait_for(qtbot, lambda: window.view is view)
    wait_for(qtbot, lambda: window.focusWidget() is currency)
    view._discard()  # noqa: SLF001 - leaves nothing behind for the end of the test
    settle(qtbot, window)


def test_the_way_back_keeps_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    view = view_of(window)
    QTest.keyClicks(view.form.first_field, "X")
    QTest.keyClick(focused(), Qt.Key.Key_1, CTRL)

    answer(qtbot, window, "Back to the Settings")

    assert window.view is view
    assert view.has_changes()
    view._discard()  # noqa: SLF001 - leaves nothing behind for the end of the test
    settle(qtbot, window)


def test_without_changes_nothing_is_asked(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_1, CTRL)
    settle(qtbot, window)

    assert QApplication.activeModalWidget() is None
