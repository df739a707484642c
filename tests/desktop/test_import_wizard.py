from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from collections_desk.desktop.import_wizard import CHANGES, FILE, HOW, LINES, RESULT, ImportWizard
from collections_desk.desktop.imports_view import ImportsView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.reason_sheet import ReasonSheet
from collections_desk.operations import books
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist
from tests.desktop.office import focused, press, wait_for_dialog, write_items
from tests.desktop.waiting import settle, wait_for

Open = Callable[..., MainWindow]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

ROWS = (
    "Alder Books,INV-1,2026-08-31,2026-09-30,1200.00,1200.00",
    "Alder Books,INV-2,2026-10-01,2026-10-31,300.50,100.50",
    "Birch Cafe,INV-3,2026-10-15,2026-11-14,75.25,75.25",
)


@pytest.fixture
def view(desk: Desk, open_window: Open, qtbot: QtBot) -> ImportsView:
    """Give the imports screen of a window on an empty store."""
    window = open_window(desk)
    press(qtbot, window, Qt.Key.Key_4, CTRL)
    shown = window.view
    assert isinstance(shown, ImportsView)
    return shown


def window_of(view: ImportsView) -> MainWindow:
    window = view.window()
    assert isinstance(window, MainWindow)
    return window


def wizard_with(qtbot: QtBot, view: ImportsView, path: Path) -> ImportWizard:
    """Open the wizard and read a file, as the file dialog or a drop does."""
    view.start(str(path))
    settle(qtbot, window_of(view))
    assert view.wizard is not None
    answer_currency(qtbot, view)
    return view.wizard


def answer_currency(qtbot: QtBot, view: ImportsView) -> None:
    """Take the currency that is proposed, by the key on its button."""
    assert view.wizard is not None
    for card in view.wizard.how_step.cards():
        if card.question.id == "currency":
            qtbot.keyClick(card.use, Qt.Key.Key_Space)
            settle(qtbot, window_of(view))


def go_on(qtbot: QtBot, view: ImportsView) -> None:
    """Press the main button of the wizard."""
    assert view.wizard is not None
    qtbot.keyClick(view.wizard.next_button, Qt.Key.Key_Space)
    settle(qtbot, window_of(view))


def import_all(qtbot: QtBot, view: ImportsView, path: Path) -> ImportWizard:
    wizard = wizard_with(qtbot, view, path)
    for _ in range(3):
        go_on(qtbot, view)
    assert wizard.steps.currentIndex() == RESULT
    return wizard


def test_a_file_is_imported_with_keys_alone(
    view: ImportsView, qtbot: QtBot, tmp_path: Path
) -> None:
    view.start(str(write_items(tmp_path, "open.csv", *ROWS)))
    settle(qtbot, window_of(view))
    wizard = view.wizard
    assert wizard is not None

    assert wizard.steps.currentIndex() == HOW
    assert not wizard.next_button.isEnabled()
    assert focused() is wizard.how_step.cards()[0].use  # the proposed currency
    press(qtbot, window_of(view), Qt.Key.Key_Space)
    assert focused() is wizard.next_button
    press(qtbot, window_of(view), Qt.Key.Key_Space)
    assert wizard.steps.currentIndex() == LINES
    assert len(wizard.lines_step.items.list.rows_model.all_rows()) == 3
    press(qtbot, window_of(view), Qt.Key.Key_Space)
    assert wizard.steps.currentIndex() == CHANGES
    assert wizard.next_button.text() == "I&mport 5 Changes"
    press(qtbot, window_of(view), Qt.Key.Key_Space)

    assert wizard.steps.currentIndex() == RESULT
    assert "open.csv is imported." in wizard.result_step.title.text()
    names = {line.name for line in worklist(view.shell.desk)}
    assert names == {"Alder Books", "Birch Cafe"}


def test_nothing_is_written_before_the_last_step(
    view: ImportsView, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard_with(qtbot, view, write_items(tmp_path, "open.csv", *ROWS))
    go_on(qtbot, view)
    go_on(qtbot, view)

    assert books.import_history(view.shell.desk) == []


def test_every_fault_is_shown_by_its_line(view: ImportsView, qtbot: QtBot, tmp_path: Path) -> None:
    rows = (*ROWS, "Cedar Inn,INV-4,2026-10-15,2026-11-14,12x,9y9")
    wizard = wizard_with(qtbot, view, write_items(tmp_path, "open.csv", *rows))
    go_on(qtbot, view)

    faults = wizard.lines_step.faults.list.rows_model.all_rows()
    assert {fault.line for fault in faults} == {5}
    assert wizard.lines_step.tabs.tabText(0) == f"Will not be imported ({len(faults)})"


def test_what_no_row_proves_is_asked_before_the_import_goes_on(
    view: ImportsView, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = (
        "Alder Books,INV-1,03/04/2026,05/06/2026,10.00,10.00",
        "Birch Cafe,INV-2,01/02/2026,02/03/2026,20.00,20.00",
    )
    wizard = wizard_with(qtbot, view, write_items(tmp_path, "open.csv", *rows))
    cards = {card.question.id: card for card in wizard.how_step.cards()}

    assert "date_order" in cards
    assert not wizard.next_button.isEnabled()
    button = next(
        button
        for button, option in zip(
            cards["date_order"].buttons, cards["date_order"].question.options, strict=True
        )
        if option.value == "dmy"
    )
    qtbot.keyClick(button, Qt.Key.Key_Space)
    settle(qtbot, window_of(view))

    assert wizard.next_button.isEnabled()
    assert wizard.how_step.date_order.currentData() == "dmy"
    items = wizard.lines_step.items.list.rows_model.all_rows()
    assert items[0].issued_on is not None
    assert (items[0].issued_on.day, items[0].issued_on.month) == (3, 4)


def test_a_column_can_be_read_as_something_else(
    view: ImportsView, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = wizard_with(qtbot, view, write_items(tmp_path, "open.csv", *ROWS))
    box = wizard.how_step.map.boxes()["Amount"]
    assert box.currentData() == "amount"

    box.setCurrentIndex(0)  # (not read)
    settle(qtbot, window_of(view))

    items = wizard.lines_step.items.list.rows_model.all_rows()
    assert [item.amount for item in items] == [None, None, None]


def test_what_vanished_is_asked_about_and_decided_by_keys(
    view: ImportsView, qtbot: QtBot, tmp_path: Path
) -> None:
    import_all(qtbot, view, write_items(tmp_path, "first.csv", *ROWS))
    wizard = wizard_with(qtbot, view, write_items(tmp_path, "second.csv", ROWS[0]))
    go_on(qtbot, view)
    go_on(qtbot, view)

    assert wizard.next_button.text() == "Decide 2 Lines"
    assert not wizard.next_button.isEnabled()
    assert focused() is wizard.changes_step.list
    press(qtbot, window_of(view), Qt.Key.Key_P)
    press(qtbot, window_of(view), Qt.Key.Key_S)
    assert wizard.next_button.isEnabled()
    go_on(qtbot, view)

    assert wizard.steps.currentIndex() == RESULT
    names = {line.name for line in worklist(view.shell.desk)}
    assert "Alder Books" in names


def test_the_same_file_twice_changes_nothing(
    view: ImportsView, qtbot: QtBot, tmp_path: Path
) -> None:
    path = write_items(tmp_path, "open.csv", *ROWS)
    import_all(qtbot, view, path)

    wizard = wizard_with(qtbot, view, path)
    go_on(qtbot, view)
    go_on(qtbot, view)

    assert "imported before" in wizard.changes_step.warning.text()
    assert not wizard.next_button.isEnabled()


def test_enter_presses_the_button_that_has_the_focus(view: ImportsView, qtbot: QtBot) -> None:
    assert focused() is view.import_button

    press(qtbot, window_of(view), Qt.Key.Key_Return)

    assert view.wizard is not None
    assert view.wizard.isVisible()


def test_back_leaves_the_keyboard_in_the_wizard(
    view: ImportsView, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = wizard_with(qtbot, view, write_items(tmp_path, "open.csv", *ROWS))
    go_on(qtbot, view)
    assert wizard.steps.currentIndex() == LINES

    for step in (HOW, FILE):
        qtbot.keyClick(wizard.back_button, Qt.Key.Key_Space)
        assert wizard.steps.currentIndex() == step
        assert wizard.isAncestorOf(focused())


def test_an_import_is_taken_back_with_its_reason(
    view: ImportsView, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = import_all(qtbot, view, write_items(tmp_path, "open.csv", *ROWS))
    go_on(qtbot, view)  # close

    press(qtbot, window_of(view), Qt.Key.Key_U, CTRL, SHIFT)
    sheet = wait_for_dialog(qtbot, ReasonSheet)
    assert isinstance(sheet, ReasonSheet)
    qtbot.keyClicks(sheet.why, "It was last month's file")
    qtbot.keyClick(sheet.why, Qt.Key.Key_Return)
    wait_for(qtbot, lambda: books.import_history(view.shell.desk)[0].undone_at is not None)
    settle(qtbot, window_of(view))

    assert wizard is view.wizard
    assert worklist(view.shell.desk) == []
    assert not view.undo_button.isEnabled()


def test_near_twins_wait_for_the_clerk(view: ImportsView, qtbot: QtBot, tmp_path: Path) -> None:
    rows = (
        "Harbor Light Bakery,INV-1,2026-08-31,2026-09-30,10.00,10.00",
        "Harbour Light Bakery,INV-2,2026-08-31,2026-09-30,20.00,20.00",
    )
    import_all(qtbot, view, write_items(tmp_path, "open.csv", *rows))
    go_on(qtbot, view)
    assert view.merges.list.rows_model.rowCount() == 1
    view.tabs.setCurrentIndex(1)

    qtbot.keyClick(view.merges.merge_button, Qt.Key.Key_Space)
    box = view.merges.findChildren(QMessageBox)[0]
    button = next(one for one in box.findChildren(QPushButton) if "One" in one.text())
    qtbot.keyClick(button, Qt.Key.Key_Space)
    wait_for(qtbot, lambda: view.merges.list.rows_model.rowCount() == 0)
    settle(qtbot, window_of(view))

    assert len(worklist(view.shell.desk)) == 1


@pytest.mark.parametrize("came_from", ["worklist", "imports", "settings"])
def test_the_import_key_opens_the_choice_of_the_file_from_anywhere(
    desk: Desk, open_window: Open, qtbot: QtBot, came_from: str
) -> None:
    window = open_window(desk, came_from)
    press(qtbot, window, Qt.Key.Key_I, CTRL)
    settle(qtbot, window)
    view = window.view
    assert isinstance(view, ImportsView)
    wizard = view.wizard
    assert wizard is not None

    assert wizard.isVisible()
    assert wizard.steps.currentIndex() == FILE
    assert wizard.file_step.button.hasFocus()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="an empty file"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), id="a picture"),
        pytest.param(b"PK\x03\x04 not a workbook", id="a broken workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    view: ImportsView, qtbot: QtBot, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "strange.csv"
    path.write_bytes(content)

    wizard = wizard_with(qtbot, view, path)

    assert wizard.steps.currentIndex() == FILE
    assert wizard.file_step.message.text()
    assert books.import_history(view.shell.desk) == []


def test_a_dropped_file_is_read_and_a_folder_is_not(
    view: ImportsView, qtbot: QtBot, tmp_path: Path
) -> None:
    path = write_items(tmp_path, "open.csv", *ROWS)
    view.start()
    wizard = view.wizard
    assert wizard is not None

    def drop(dropped: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(dropped))])
        event = QDropEvent(
            QPoint(10, 10),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        wizard.file_step.dropEvent(event)
        settle(qtbot, window_of(view))

    drop(tmp_path)
    assert "folder" in wizard.file_step.message.text()
    drop(path)
    assert wizard.steps.currentIndex() == HOW


def test_the_empty_screen_offers_the_import(view: ImportsView) -> None:
    assert view.panel.empty.title() == "Nothing imported yet"
