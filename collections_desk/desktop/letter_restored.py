"""The line that says that what was typed and not saved is back, with the way to the saved text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import label, line_of
from collections_desk.desktop.messages import announce
from collections_desk.desktop.when_text import moment_text

if TYPE_CHECKING:
    from collections_desk.desktop.letter_loading import EditorPage


class RestoredLine(QWidget):
    """Hidden, unless something that was typed is back."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", "caution", wrap=True)
        self.button = QPushButton(icon("undo"), self.tr("Bac&k to the Saved Text"))
        self.setLayout(line_of(self.words, self.button))
        self.hide()

    def show_typed(self, page: EditorPage) -> bool:
        """Say that what was typed is back, and tell whether there was anything."""
        self.setVisible(page.typed is not None)
        if page.typed is None:
            return False
        when = moment_text(page.typed[1], page.zone)
        words = self.tr("What was typed on {0} and not saved is back.").format(when)
        self.words.setText(words)
        announce(self, words)
        return True
