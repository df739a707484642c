"""The window's own commands, the same on every screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from collections_desk.desktop import theme
from collections_desk.desktop.command import Command
from collections_desk.desktop.print_pages import print_focused
from collections_desk.desktop.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.desktop.shell import View

#: What can be done while the window is locked or not yet open.
WHILE_COVERED = {
    "app.quit",
    "help.about",
    "help.shortcuts",
    "theme.auto",
    "theme.light",
    "theme.dark",
    "edit.cut",
    "edit.copy",
    "edit.paste",
    "edit.select_all",
    "view.full_screen",
}


class Window(Protocol):
    """The window, as its own commands see it."""

    @property
    def view(self) -> View | None:
        """The screen that is shown."""

    def go(self, view_id: str) -> None:
        """Show a screen."""

    def start_import(self) -> None:
        """Show the import wizard where the file is chosen."""

    def switch_sample(self) -> None:
        """Ask for the made-up data, or for the clerk's own again."""

    def lock(self) -> None:
        """Hide everything."""

    def undo(self) -> None:
        """Take back the last thing."""

    def refresh(self) -> None:
        """Load again what is visible."""

    def quick_find(self) -> None:
        """Open the quick find."""

    def say(self, text: str) -> None:
        """Say something in the bar."""

    def next_part(self) -> None:
        """Put the focus into the next part."""

    def show_help(self) -> None:
        """Show the help page of this screen."""

    def show_shortcuts(self) -> object:
        """List every key."""

    def show_about(self) -> object:
        """Show version, data folder and licenses."""

    def close(self) -> bool:
        """Close the window."""

    def isFullScreen(self) -> bool:
        """Tell whether the whole screen is used."""

    def showFullScreen(self) -> None:
        """Use the whole screen."""

    def showNormal(self) -> None:
        """Use a part of the screen."""


Given = tuple[Command, tuple[str, ...]]


def window_commands(window: Window) -> list[Given]:
    """Return the commands in the order of the menus, each with its further keys."""
    return [
        *_file_commands(window),
        *_edit_commands(window),
        *_view_commands(window),
        *_help_commands(window),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Commands", text)


def _given(  # noqa: PLR0913, PLR0917 - one row of the tables below
    command_id: str,
    title: str,
    keys: str,
    run: Callable[[], object],
    tip: str,
    icon: str = "",
) -> Given:
    menu = {"app": "file", "theme": "view"}.get(command_id.partition(".")[0])
    first, *more = keys.split(" ") if keys else [""]
    menu = menu or command_id.partition(".")[0]
    return Command(command_id, title, first, run, menu, tip, icon), tuple(more)


def _file_commands(window: Window) -> list[Given]:
    return [
        _given(
            "file.import",
            _tr("&Import Open Items …"),
            "Ctrl+I",
            window.start_import,
            _tr("Read this week's open items from a file of the accounting package"),
            "import",
        ),
        _given(
            "file.sample",
            _tr("Try &Sample Data"),
            "",
            window.switch_sample,
            _tr("Open made-up customers in a store of their own, or go back to yours"),
            "flag",
        ),
        _given(
            "file.print",
            _tr("&Print …"),
            "Ctrl+P",
            lambda: _print(window),
            _tr("Print what this screen shows: letters, a batch, a document"),
            "printer",
        ),
        _given(
            "file.lock",
            _tr("&Lock"),
            "Ctrl+L",
            window.lock,
            _tr("Hide everything until the desk is unlocked"),
            "lock",
        ),
        _given("app.quit", _tr("&Quit"), "Ctrl+Q", window.close, _tr("Close the program")),
    ]


def _edit_commands(window: Window) -> list[Given]:
    return [
        _given(
            "edit.undo",
            _tr("&Undo"),
            "Ctrl+Z",
            lambda: _undo(window),
            _tr("Take back what was typed, or the last thing done"),
            "undo",
        ),
        _given(
            "edit.redo",
            _tr("&Redo"),
            "Ctrl+Shift+Z",
            lambda: _in_text("redo"),
            _tr("Type again what was taken back"),
            "redo",
        ),
        _given("edit.cut", _tr("Cu&t"), "Ctrl+X", lambda: _in_text("cut"), _tr("Cut text")),
        _given("edit.copy", _tr("&Copy"), "Ctrl+C", lambda: _in_text("copy"), _tr("Copy text")),
        _given(
            "edit.paste", _tr("&Paste"), "Ctrl+V", lambda: _in_text("paste"), _tr("Insert text")
        ),
        _given(
            "edit.select_all",
            _tr("Select &All"),
            "Ctrl+A",
            lambda: _in_text("selectAll"),
            _tr("Mark all text or all lines"),
        ),
        _given(
            "edit.find",
            _tr("&Find on This Screen"),
            "Ctrl+F",
            lambda: _find(window),
            _tr("Go to the filter of this screen"),
            "filter",
        ),
        _given(
            "edit.quick_find",
            _tr("&Quick Find …"),
            "Ctrl+K",
            window.quick_find,
            _tr("Find a customer, phone, invoice, letter, note or command from anywhere"),
            "search",
        ),
    ]


def _view_commands(window: Window) -> list[Given]:
    given = [
        _given(
            f"view.{entry.view_id}",
            QCoreApplication.translate("View", entry.title),
            entry.key,
            partial(window.go, entry.view_id),
            _tr("Show this screen"),
            entry.icon,
        )
        for entry in VIEWS
        if entry.navigation and entry.view_id != "help"
    ]
    given += [
        _given(
            "view.refresh",
            _tr("Re&fresh"),
            "F5",
            window.refresh,
            _tr("Read again what is shown"),
            "refresh",
        ),
        _given(
            "view.next_part",
            _tr("&Next Part"),
            "F6",
            window.next_part,
            _tr("Go from the navigation to the screen and on"),
        ),
        _given(
            "view.full_screen",
            _tr("F&ull Screen"),
            "F11",
            lambda: _full_screen(window),
            _tr("Use the whole screen, or stop it"),
        ),
    ]
    given += [
        _given(
            f"theme.{mode}",
            title,
            "",
            partial(theme.apply_theme, None, mode),
            tip,
            "theme",
        )
        for mode, title, tip in (
            ("auto", _tr("Colors of the S&ystem"), _tr("Light or dark as the system is")),
            ("light", _tr("&Light Colors"), _tr("Dark text on light ground")),
            ("dark", _tr("&Dark Colors"), _tr("Light text on dark ground")),
        )
    ]
    return given


def _help_commands(window: Window) -> list[Given]:
    return [
        _given(
            "help.view",
            _tr("&Help for This Screen"),
            "F1",
            window.show_help,
            _tr("Show what this screen does"),
            "help",
        ),
        _given(
            "help.shortcuts",
            _tr("&Keyboard Shortcuts"),
            "Ctrl+/ ?",
            window.show_shortcuts,
            _tr("List every key"),
            "keyboard",
        ),
        _given(
            "help.about",
            _tr("&About Collections Desk"),
            "",
            window.show_about,
            _tr("Version, data folder and licenses"),
            "info",
        ),
    ]


def _undo(window: Window) -> None:
    if not _in_text("undo"):
        window.undo()


def _print(window: Window) -> None:
    """Print the document that has the focus, else what the screen shows; or say what can be."""
    if print_focused() or (window.view is not None and window.view.print_document()):
        return
    window.say(
        _tr(
            "There is nothing to print on this screen. Letters print from Mail, documents from"
            " where they are shown, lists and the call log from Reports."
        )
    )


def _find(window: Window) -> None:
    if window.view is not None:
        window.view.find_here()


def _in_text(deed: str) -> bool:
    """Do something in the text that has the focus; False if there is none that can."""
    widget = QApplication.focusWidget()
    if not isinstance(widget, (QLineEdit, QPlainTextEdit, QTextEdit)):
        if deed == "selectAll" and isinstance(widget, QAbstractItemView):
            widget.selectAll()
        return False
    if deed == "undo" and not _can_undo(widget):
        return False
    getattr(widget, deed)()
    return True


def _can_undo(widget: QLineEdit | QPlainTextEdit | QTextEdit) -> bool:
    if isinstance(widget, QLineEdit):
        return widget.isUndoAvailable()
    return widget.document().isUndoAvailable()


def _full_screen(window: Window) -> None:
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()
