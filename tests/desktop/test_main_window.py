from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMenuBar,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from collections_desk.desktop.actions import MENUS, Actions, plain_title, shown_keys
from collections_desk.desktop.command import Command
from collections_desk.desktop.dialogs.unlock import UnlockPage
from collections_desk.desktop.idle import CLIPBOARD_STAYS
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.shortcuts_view import ShortcutsView
from collections_desk.desktop.views import VIEWS
from collections_desk.operations.desk import Desk, Resources
from tests.desktop.waiting import settle

#: Keys that mean the same in every program, and what they mean here.
STANDARD = {
    QKeySequence.StandardKey.Find: "edit.find",
    QKeySequence.StandardKey.Undo: "edit.undo",
    QKeySequence.StandardKey.Redo: "edit.redo",
    QKeySequence.StandardKey.Cut: "edit.cut",
    QKeySequence.StandardKey.Copy: "edit.copy",
    QKeySequence.StandardKey.Paste: "edit.paste",
    QKeySequence.StandardKey.SelectAll: "edit.select_all",
    QKeySequence.StandardKey.HelpContents: "help.view",
    QKeySequence.StandardKey.Refresh: "view.refresh",
}


def command(command_id: str, shortcut: str, run: Callable[[], object] = lambda: None) -> Command:
    return Command(command_id, "&Deed", shortcut, run, "customer", "Do it")


def stops(window: QWidget) -> list[QWidget]:
    """Return what Tab should stop at."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
    ]


def walk(window: QWidget, most: int = 300) -> list[QWidget]:
    """Press Tab until the focus comes round, and return where it was."""
    seen: list[QWidget] = []
    for _ in range(most):
        focused = QApplication.focusWidget()
        if focused is None or (focused in seen and focused is not seen[-1]):  # parts of a time
            break
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return seen


def test_each_key_is_given_once(help_window: MainWindow) -> None:
    keys = [
        key.toString() for action in help_window.all_actions.every() for key in action.shortcuts()
    ]

    assert len(keys) == len(set(keys))
    assert len(keys) > 15


def test_a_key_given_twice_is_refused(qtbot: QtBot) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    actions = Actions(bar)
    actions.add(command("one", "Ctrl+G"))

    with pytest.raises(ValueError, match=r"Ctrl\+G is the key of one, so not of two"):
        actions.add(command("two", "Ctrl+G"))
    with pytest.raises(ValueError, match="one is there twice"):
        actions.add(command("one", "Ctrl+J"))


def test_a_screen_s_commands_come_and_go_with_it(qtbot: QtBot) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    actions = Actions(bar)
    done: list[str] = []

    actions.show_commands_of_view([command("a", "Ctrl+G", lambda: done.append("a"))])
    assert actions.menu("customer").menuAction().isVisible()
    actions.action("a").trigger()
    actions.show_commands_of_view([command("b", "Ctrl+G", lambda: done.append("b"))])
    actions.action("b").trigger()
    actions.show_commands_of_view([])

    assert done == ["a", "b"]
    assert actions.every() == []
    assert not actions.menu("customer").menuAction().isVisible()


def test_every_action_is_in_the_menu_bar(help_window: MainWindow) -> None:
    in_menus = set(help_window.all_actions.every())
    ours = [
        action
        for action in help_window.findChildren(QAction)
        if action.property("command_id") and not action.menu()
    ]

    assert len(ours) > 20
    assert set(ours) == in_menus
    assert all(help_window.all_actions.menu_title_of(action) for action in ours)


def test_menus_have_different_access_keys() -> None:
    keys = [title[title.index("&") + 1].lower() for _, title in MENUS]

    assert len(keys) == len(set(keys))


def test_access_keys_are_unique_inside_a_menu(help_window: MainWindow) -> None:
    for menu_id, _ in MENUS:
        texts = [action.text() for action in help_window.all_actions.menu(menu_id).actions()]
        keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
        assert len(keys) == len(set(keys)), f"{menu_id}: {texts}"


def test_keys_of_the_platform_mean_what_they_mean_everywhere(help_window: MainWindow) -> None:
    actions = help_window.all_actions
    for standard, wanted in STANDARD.items():
        bindings = set(QKeySequence.keyBindings(standard))
        found = [
            action.property("command_id")
            for action in actions.every()
            if bindings & set(action.shortcuts())
        ]
        assert found == [wanted], standard


def test_our_own_keys_use_ctrl_and_never_alt(help_window: MainWindow) -> None:
    for action in help_window.all_actions.every():
        for key in action.shortcuts():
            text = key.toString()
            assert "Alt" not in text
            assert text.startswith(("Ctrl+", "F", "Esc", "?")), text


def test_the_list_of_keys_is_what_the_actions_say(help_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(help_window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    sheet = help_window.findChild(ShortcutsView)
    assert sheet is not None

    listed = {(line.keys, line.title) for line in sheet.model.all_rows()}

    assert listed == {
        (shown_keys(action), plain_title(action.text()))
        for action in help_window.all_actions.every()
        if action.shortcuts()
    }
    assert ("Ctrl+/ or ?", "Keyboard Shortcuts") in listed
    sheet.close()


def test_menus_and_tooltips_show_the_keys(help_window: MainWindow) -> None:
    lock = help_window.all_actions.action("file.lock")

    assert "Ctrl+L" in lock.toolTip()
    assert help_window.all_actions.menu("file").toolTipsVisible()


@pytest.mark.parametrize("view_id", ["help", "settings"])
def test_tab_reaches_everything(help_window: MainWindow, qtbot: QtBot, view_id: str) -> None:
    help_window.go(view_id)
    settle(qtbot, help_window)
    wanted = stops(help_window)

    reached = walk(help_window)

    missed = [w for w in wanted if w not in reached and w.objectName() != "qt_spinbox_lineedit"]
    names = [f"{type(w).__name__} {w.accessibleName()!r}" for w in missed]
    assert names == []
    assert len(reached) > 8


@pytest.mark.parametrize("view_id", ["help", "settings"])
def test_everything_has_a_name_to_be_said(
    help_window: MainWindow, qtbot: QtBot, view_id: str
) -> None:
    help_window.go(view_id)
    settle(qtbot, help_window)

    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in stops(help_window)
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]

    assert nameless == []


def test_labels_show_text_as_it_stands(help_window: MainWindow, qtbot: QtBot) -> None:
    help_window.go("settings")
    settle(qtbot, help_window)

    assert {part.textFormat() for part in help_window.findChildren(QLabel)} <= {
        Qt.TextFormat.PlainText,
        Qt.TextFormat.AutoText,
    }
    auto = [
        part.text()
        for part in help_window.findChildren(QLabel)
        if part.textFormat() == Qt.TextFormat.AutoText and part.text()
    ]
    assert auto == []


def test_access_keys_of_the_settings_are_unique(help_window: MainWindow, qtbot: QtBot) -> None:
    help_window.go("settings")
    settle(qtbot, help_window)

    texts = [title for menu, title in MENUS if help_window.all_actions.menu(menu).actions()]
    labels = help_window.findChildren(QLabel)
    buttons = help_window.findChildren(QAbstractButton)
    texts += [part.text() for part in labels if part.isVisible()]
    texts += [part.text() for part in buttons if part.isVisible()]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text]

    assert len(keys) == len(set(keys)), sorted(keys)
    assert len(keys) > 12


@pytest.mark.parametrize("view_id", ["help", "settings"])
def test_targets_are_large_enough(help_window: MainWindow, qtbot: QtBot, view_id: str) -> None:
    help_window.go(view_id)
    settle(qtbot, help_window)

    small = [
        f"{button.text()} {button.width()}x{button.height()}"
        for button in help_window.findChildren(QAbstractButton)
        if button.isVisible() and min(button.width(), button.height()) < 24
    ]

    assert small == []


@pytest.mark.parametrize("view_id", ["help", "settings"])
def test_the_window_fits_a_small_laptop(
    help_window: MainWindow, qtbot: QtBot, view_id: str
) -> None:
    help_window.go(view_id)
    settle(qtbot, help_window)

    least = help_window.minimumSizeHint()
    assert least.width() <= 1366
    assert least.height() <= 768


def test_ctrl_z_takes_back_typing_first(help_window: MainWindow, qtbot: QtBot) -> None:
    help_window.go("settings")
    settle(qtbot, help_window)
    undone: list[bool] = []
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    qtbot.keyClicks(edit, "Hallgate")
    help_window.say("Something was done.", undo=lambda: undone.append(True))

    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(edit, Qt.Key.Key_Z, control)
    assert edit.text() == ""
    assert undone == []
    help_window.go("help")
    help_window.setFocus()
    qtbot.keyClick(help_window, Qt.Key.Key_Z, control)

    assert undone == [True]


def test_f6_goes_round_the_parts(help_window: MainWindow, qtbot: QtBot) -> None:
    help_window.navigation.findChildren(QAbstractButton)[0].setFocus()
    places = set()
    for _ in range(2):
        qtbot.keyClick(help_window, Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        places.add(focused is not None and help_window.navigation.isAncestorOf(focused))

    assert places == {True, False}


def test_lock_hides_everything(
    help_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked: list[bool] = []
    help_window.lock_asked.connect(lambda: locked.append(True))
    help_window.lock_asked.connect(lambda: help_window.show_cover(UnlockPage()))
    secret = "Marsh & Sons owe $1,200"
    marker = QLabel(secret, help_window.view)
    marker.show()
    view = help_window.view
    assert view is not None

    qtbot.keyClick(help_window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert locked == [True]
    assert not help_window.is_open
    texts = [part.text() for part in help_window.findChildren(QLabel)]
    assert secret not in texts
    assert help_window.windowTitle() == "Collections Desk"
    usable = {
        action.property("command_id")
        for action in help_window.all_actions.every()
        if action.isEnabled()
    }
    assert "file.import" not in usable
    assert "edit.quick_find" not in usable


def test_left_alone_it_locks(help_window: MainWindow) -> None:
    locked: list[bool] = []
    help_window.lock_asked.connect(lambda: locked.append(True))
    assert help_window.idle.timer.interval() == 10 * 60_000
    assert help_window.idle.timer.isActive()

    help_window.idle.timer.timeout.emit()

    assert locked == [True]


def test_a_key_press_puts_the_lock_off(help_window: MainWindow, qtbot: QtBot) -> None:
    timer = help_window.idle.timer
    before = timer.timerId()  # Qt gives a new one to each wait that begins; no clock is read

    qtbot.keyClick(help_window, Qt.Key.Key_Shift)

    assert timer.timerId() != before


def test_what_was_copied_is_taken_back(help_window: MainWindow) -> None:
    clipboard = QGuiApplication.clipboard()
    guard = help_window.clipboard_guard
    assert CLIPBOARD_STAYS == 60_000

    clipboard.setText("4155550101")
    assert guard.timer.isActive()
    guard.timer.timeout.emit()

    assert clipboard.text() == ""


def test_locking_empties_the_clipboard(help_window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("4155550101")

    help_window.lock()

    assert QGuiApplication.clipboard().text() == ""


def test_a_refused_operation_is_shown_and_the_window_goes_on(
    help_window: MainWindow, qtbot: QtBot
) -> None:
    from collections_desk.store import faults  # noqa: PLC0415 - only here

    help_window.fail(faults.missing())

    box = help_window.findChild(QMessageBox)
    assert box is not None
    assert box.isVisible()
    assert "STORE-MISSING" in box.informativeText()
    box.close()
    help_window.go("settings")
    assert help_window.view_id == "settings"


def test_every_screen_has_its_help(desk: Desk) -> None:
    pages = {name.removeprefix("help/").removesuffix(".md") for name in Resources().names("help")}

    assert {entry.view_id for entry in VIEWS} - {"help"} <= pages


def test_f1_opens_the_page_of_the_screen_and_back(help_window: MainWindow, qtbot: QtBot) -> None:
    help_window.go("settings")
    settle(qtbot, help_window)

    qtbot.keyClick(help_window, Qt.Key.Key_F1)

    assert help_window.view_id == "help"
    page: QObject | None = help_window.view
    assert getattr(page, "page_name")() == "settings"  # noqa: B009 - known by the screen alone
    qtbot.keyClick(help_window, Qt.Key.Key_Escape)
    assert help_window.view_id == "settings"


def test_the_sample_says_so(desk: Desk, open_window: Callable[..., MainWindow]) -> None:
    from dataclasses import replace  # noqa: PLC0415 - only here

    window = open_window(replace(desk, sample=True), "help")

    assert window.ribbon.isVisible()
    assert "sample data" in window.windowTitle()


def test_a_narrow_window_keeps_the_navigation_usable(help_window: MainWindow) -> None:
    help_window.resize(900, 700)
    help_window.navigation.fit(900)

    buttons = help_window.navigation.findChildren(QAbstractButton)

    assert all(not button.text() for button in buttons)
    assert all(button.accessibleName() and button.toolTip() for button in buttons)
