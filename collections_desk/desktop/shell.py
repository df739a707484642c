"""What a screen may ask of the window around it, and what the window asks of a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from PySide6.QtWidgets import QWidget

from collections_desk.desktop.command import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMenu

    from collections_desk.desktop.actions import Actions
    from collections_desk.desktop.background import Background
    from collections_desk.errors import DeskError
    from collections_desk.operations.desk import Desk


class Shell(Protocol):
    """The window, as its screens see it.

    `desk` is replaced when the program is locked and unlocked; screens are made anew
    then, so a screen may keep what it was given.
    """

    @property
    def desk(self) -> Desk:
        """The open desk."""

    @property
    def background(self) -> Background:
        """Where every read and write of the store is run."""

    @property
    def all_actions(self) -> Actions:
        """All actions of the window."""

    def go(self, view_id: str) -> None:
        """Show a screen."""

    def open_customer(self, customer_id: int) -> None:
        """Show one customer."""

    def start_call(self, customer_id: int, number: str | None = None) -> None:
        """Begin to log a call with a customer, to the number that was chosen."""

    def start_letter(self, customer_id: int, letter_type: str | None = None) -> None:
        """Begin a letter to a customer."""

    def fill_in(self, setting: str, waits: str, back: Callable[[], object]) -> None:
        """Show a setting that a deed waits for; from there one key leads back to the deed."""

    def replace_desk(self, desk: Desk) -> None:
        """Go on with another desk, after a backup was restored; screens are made anew."""

    def go_back(self) -> None:
        """Leave the help for the screen that was shown before."""

    def refresh(self) -> None:
        """Load again what is visible, after an operation."""

    def say(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        """Say what happened in the bar that asks nothing, with an Undo where there is one."""

    def fail(self, error: DeskError) -> object:
        """Show a problem and its remedy."""


class View(QWidget):
    """A screen in the middle of the window.

    It is made on first show, so its module may import what it needs. It reads the store
    only in `refresh`, through `shell.background`.
    """

    #: The name by which the window goes to the screen, "worklist" for one.
    view_id: ClassVar[str] = ""
    #: What the navigation and the window title say; marked with QT_TRANSLATE_NOOP("View", ...).
    title: ClassVar[str] = ""
    #: The name of an icon.
    icon_name: ClassVar[str] = ""
    #: The name of the help page, resources/help/NAME.md; the `view_id` if empty.
    help_page: ClassVar[str] = ""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell

    def refresh(self) -> None:
        """Read again what is shown. Called on each show and after each operation."""

    def commands(self) -> list[Command]:
        """Return what can be done here; it is in the menus while the screen is shown."""
        return []

    def open_for(self, customer_id: int, detail: str | None = None) -> None:
        """Turn to one customer: her page, a call with her, a letter of type `detail`."""

    def keep(self) -> None:
        """Save what is half typed as a draft, now: the window locks, closes or failed."""

    def focus_first(self) -> None:
        """Put the cursor where the clerk will want it."""
        self.setFocus()

    def find_here(self) -> None:
        """Answer Ctrl+F: put the cursor into the filter of this screen, if it has one."""

    def print_document(self) -> bool:
        """Answer Ctrl+P; return False if there is nothing to print here."""
        return False

    def undo_last(self) -> bool:
        """Answer Ctrl+Z outside a text field; return False if nothing can be undone here."""
        return False

    def context_menu(self, menu: QMenu) -> None:
        """Add to a context menu the same actions that the menu bar has, and no others."""


__all__ = ["Command", "Shell", "View"]
