"""The buttons below the next step: the deeds of every day, and first the one that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from collections_desk.desktop import theme
from collections_desk.desktop.actions import plain_title
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import as_tip
from collections_desk.domain.next_deed import next_deed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_desk.desktop.command import Command
    from collections_desk.desktop.customer_panel import CustomerPanel

#: Deeds that stand there always, in this order; all others are in the menu.
ALWAYS = ("call", "no_answer", "letter", "promise", "note")
#: Deeds that stand before them while they are what is asked for.
WHEN_ASKED = ("decide", "dispute_work", "hold", "charges", "step_done")


class DeedButtons:
    """Makes the buttons of one customer page and dresses the one that is asked for."""

    def __init__(self, panel: CustomerPanel, commands: Iterable[Command]) -> None:
        by_id = {command.id.removeprefix("customer."): command for command in commands}
        self.buttons: dict[str, QPushButton] = {}
        self._icons: dict[str, str] = {}
        for name in (*WHEN_ASKED, *ALWAYS):
            command = by_id[name]
            button = QPushButton(icon(command.icon, "text"), plain_title(command.title))
            button.setToolTip(as_tip(f"{command.tip} ({command.shortcut})"))
            button.clicked.connect(lambda _checked=False, run=command.run: run())
            panel.add_deed(button)
            button.setVisible(name in ALWAYS)
            self.buttons[name], self._icons[name] = button, command.icon
        self._panel = panel
        panel.shown.connect(self.dress)

    def asked_for(self) -> str:
        """Return the name of the deed that stands out, or an empty text."""
        page = self._panel.page
        return next_deed(page.state, page.next_action) if page is not None else ""

    def dress(self, *_: object) -> None:
        """Let the deed that the next step names stand out, and no other."""
        asked = self.asked_for()
        for name, button in self.buttons.items():
            primary = name == asked
            button.setVisible(primary or name in ALWAYS)
            if button.property("role") != ("primary" if primary else ""):
                theme.give_role(button, "primary" if primary else "")
                button.setIcon(icon(self._icons[name], "on_accent" if primary else "text"))
