"""All actions of the window: each in a menu, each key given once.

A screen's commands are in the menus while the screen is shown. A key that is given twice
is a fault in this program and is refused when the action is made, not when it is pressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from collections_desk.desktop.icons import icon
from collections_desk.desktop.table_model import as_tip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from collections_desk.desktop.command import Command

#: The menus in their order: id and title with its access key, unique among them.
MENUS = (
    ("file", "&File"),
    ("edit", "&Edit"),
    ("view", "&View"),
    ("customer", "&Customer"),
    ("mail", "&Mail"),
    ("tools", "&Tools"),
    ("help", "&Help"),
)
#: Where the id of a command is kept on its action.
COMMAND_ID = "command_id"


def plain_title(title: str) -> str:
    """Return a title without its access key: "&Log Call …" is "Log Call"."""
    return title.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip(" …")


def shown_keys(action: QAction) -> str:
    """Return the keys of an action as this system writes them, "Ctrl+/ or ?"."""
    keys = [
        sequence.toString(QKeySequence.SequenceFormat.NativeText)
        for sequence in action.shortcuts()
    ]
    return QCoreApplication.translate("Actions", " or ").join(keys)


class Actions(QObject):
    """The menu bar and everything in it."""

    def __init__(self, menu_bar: QMenuBar) -> None:
        super().__init__(menu_bar)
        self._bar = menu_bar
        self._menus: dict[str, QMenu] = {}
        self._made: dict[str, QAction] = {}
        self._of_view: list[str] = []
        self._enabled: dict[str, Command] = {}
        self._open = True
        for menu_id, title in MENUS:
            menu = QMenu(QCoreApplication.translate("Actions", title), menu_bar)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self.refresh_enabled)
            menu_bar.addMenu(menu)
            self._menus[menu_id] = menu
        self._hide_empty()

    def add(self, command: Command, *, more_keys: Sequence[str] = ()) -> QAction:
        """Put a command into its menu for good.

        Raises:
            ValueError: If its id or its key is taken.
        """
        return self._make(command, more_keys)

    def show_commands_of_view(self, commands: Iterable[Command]) -> None:
        """Put the commands of the screen that is shown now into the menus.

        Raises:
            ValueError: If an id or a key is taken.
        """
        for command_id in self._of_view:
            action = self._made.pop(command_id)
            self._enabled.pop(command_id, None)
            action.deleteLater()
            for menu in self._menus.values():
                menu.removeAction(action)
            action.setShortcuts([])
        self._of_view.clear()
        for command in commands:
            self._make(command, ())
            self._of_view.append(command.id)
        self._hide_empty()

    def action(self, command_id: str) -> QAction:
        """Return an action by the id of its command."""
        return self._made[command_id]

    def has(self, command_id: str) -> bool:
        """Tell whether a command can be asked for now."""
        return command_id in self._made

    def every(self) -> list[QAction]:
        """Return all actions in the order of the menus."""
        return [
            action
            for menu in self._menus.values()
            for action in menu.actions()
            if action.property(COMMAND_ID)
        ]

    def menu(self, menu_id: str) -> QMenu:
        """Return a menu."""
        return self._menus[menu_id]

    def menu_title_of(self, action: QAction) -> str:
        """Return the title of the menu that an action is in."""
        for menu in self._menus.values():
            if action in menu.actions():
                return plain_title(menu.title())
        return ""

    def open_all(self, allowed: set[str] | None = None) -> None:
        """Let all actions be used, or only those `allowed` while the window is covered."""
        self._open = allowed is None
        for command_id, action in self._made.items():
            usable = allowed is None or command_id in allowed
            action.setEnabled(usable)
        if self._open:
            self.refresh_enabled()

    def refresh_enabled(self) -> None:
        """Ask each command whether it can be done now."""
        if not self._open:
            return
        for command_id, command in self._enabled.items():
            if command.enabled is not None:
                self._made[command_id].setEnabled(command.enabled())

    def _make(self, command: Command, more_keys: Sequence[str]) -> QAction:
        if command.id in self._made:
            msg = f"the command {command.id} is there twice"
            raise ValueError(msg)
        keys = [QKeySequence(key) for key in (command.shortcut, *more_keys) if key]
        self._refuse_taken(command.id, keys)
        menu = self._menus[command.menu]
        action = QAction(icon(command.icon), command.title, menu)
        action.setProperty(COMMAND_ID, command.id)
        action.setShortcuts(keys)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        tip = command.tip or plain_title(command.title)
        shown = shown_keys(action)
        action.setStatusTip(tip)
        action.setToolTip(as_tip(f"{tip} ({shown})" if shown else tip))
        action.triggered.connect(lambda _checked=False: command.run())
        menu.addAction(action)
        menu.menuAction().setVisible(True)
        self._made[command.id] = action
        if command.enabled is not None:
            self._enabled[command.id] = command
            action.setEnabled(command.enabled())
        return action

    def _refuse_taken(self, command_id: str, keys: list[QKeySequence]) -> None:
        for other_id, other in self._made.items():
            for key in keys:
                if key in other.shortcuts():
                    msg = f"{key.toString()} is the key of {other_id}, so not of {command_id}"
                    raise ValueError(msg)

    def _hide_empty(self) -> None:
        for menu in self._menus.values():
            filled = any(not action.isSeparator() for action in menu.actions())
            menu.menuAction().setVisible(filled)
