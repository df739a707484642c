"""What can be done with contact plans, with menu and key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop.command import Command
from collections_desk.domain.plan_editing import same_steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.desktop.plan_state import PlanState
    from collections_desk.desktop.plan_step_list import StepList
    from collections_desk.desktop.plan_tabs import ReadingTab


class Editor(Protocol):
    """The screen of the contact plans, as its commands see it.

    Attributes:
        state: The plan that is edited, or None while it is being read.
    """

    state: PlanState | None
    list: StepList
    reading: ReadingTab

    def save(self) -> None:
        """Ask for the reason and save."""

    def add_step(self) -> None:
        """Put a step after the current one."""

    def remove_step(self) -> None:
        """Take the current step out."""

    def move_step(self, by: int) -> None:
        """Move the current step."""

    def switch_step(self) -> None:
        """Turn the current step on or off."""

    def show_tab(self, tab: int) -> None:
        """Show one of the tabs below."""

    def discard(self) -> None:
        """Show again what is in force."""

    def restore(self, version: int) -> None:
        """Bring an old version back."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlanCommands", text)


def plan_commands(view: Editor) -> list[Command]:
    """Return the commands of the screen."""

    def chosen() -> bool:
        return view.list.current_row() is not None

    def changed() -> bool:
        return view.state is not None and view.state.has_changes

    def differs() -> bool:
        state = view.state
        return state is not None and not same_steps(state.page.plan, state.page.shipped)

    return [
        _command("save", _tr("&Save Plan …"), "Ctrl+S", view.save,
                 _tr("Save the plan as a new version, with a reason"), "save", changed),
        _command("add", _tr("&Add Step"), "Ctrl+N", view.add_step,
                 _tr("Put a step after the current one"), "plus"),
        _command("remove", _tr("&Remove Step"), "Ctrl+D", view.remove_step,
                 _tr("Take the current step out"), "minus", chosen),
        _command("up", _tr("Move Step &Up"), "Ctrl+Shift+Up", partial(view.move_step, -1),
                 _tr("One place further up"), "arrow-up", chosen),
        _command("down", _tr("Move Step &Down"), "Ctrl+Shift+Down", partial(view.move_step, 1),
                 _tr("One place further down"), "arrow-down", chosen),
        _command("switch", _tr("Turn Step &On or Off"), "Ctrl+Shift+O", view.switch_step,
                 _tr("A step that is off is kept and left out"), "", chosen),
        _command("checks", _tr("Chec&ks"), "Ctrl+Shift+K", partial(view.show_tab, 1),
                 _tr("What is wrong or odd in this plan"), "warning"),
        _command("read", _tr("Read A&loud"), "Ctrl+Shift+R", partial(view.show_tab, 2),
                 _tr("The plan in plain sentences, one line a step"), "note"),
        _command("copy", _tr("&Copy Lines"), "Ctrl+Shift+C", view.reading.copy,
                 _tr("Put the plan in plain sentences on the clipboard"), ""),
        _command("versions", _tr("&Versions"), "Ctrl+Shift+V", partial(view.show_tab, 3),
                 _tr("What was changed when, and the way back"), "records"),
        _command("discard", _tr("Discard Chan&ges"), "", view.discard,
                 _tr("Show the plan in force again"), "undo", changed),
        _command("reset", _tr("Reset to Shi&pped Plan …"), "", partial(view.restore, 0),
                 _tr("Save the plan that the program ships as the newest version"), "", differs),
    ]  # fmt: skip


def _command(  # noqa: PLR0913, PLR0917 - one row of the table above
    name: str,
    title: str,
    key: str,
    run: Callable[[], object],
    tip: str,
    icon: str = "",
    enabled: Callable[[], bool] | None = None,
) -> Command:
    return Command(f"plans.{name}", title, key, run, "tools", tip, icon, enabled)
