"""Asks for the one sentence that a deed is recorded with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.desktop.dialogs.sheet import Sheet
from collections_desk.desktop.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Shell

#: A shorter reason says nothing, in characters.
SHORTEST = 5


class ReasonSheet(Sheet):
    """A sentence, and the deed that it is the reason for."""

    def __init__(  # noqa: PLR0913, PLR0917 - the words of a small dialog
        self,
        shell: Shell,
        title: str,
        deed: str,
        remark: str,
        work: Callable[[str], object],
        parent: QWidget,
    ) -> None:
        super().__init__(shell, title, deed, parent, remark=remark)
        self._work = work
        self.why = LineEdit()
        self.why.setAccessibleName(self.tr("Reason"))
        self.why.setPlaceholderText(self.tr("one sentence; it is recorded"))
        self.add_row(self.tr("&Reason"), self.why, "reason")
        self.why.setFocus()

    def fault(self) -> str:
        """Ask for a sentence."""
        if len(self.why.text().strip()) < SHORTEST:
            return self.tr("Say why in a sentence.")
        return ""

    def perform(self) -> None:
        """Do it."""
        why = self.why.text().strip()
        self.write(lambda: self._work(why), lambda _done: None)
