"""The button that approves a letter: it waits for the page of what was typed last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from collections_desk.desktop.labels import as_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.letter_drafts import LetterProblem


class ApproveButton(QPushButton):
    """Can be pressed while the page is being laid out; disabled where something is missing.

    What is typed counts at once: a press that comes before the page is there is answered when
    it is there, by the approval or by the way to what is missing.
    """

    #: The letter can be approved, and the clerk asks for it.
    approved = Signal()
    #: The clerk asks for it before the page is laid out: do that at once.
    page_wanted = Signal()
    #: It was asked for, and this field of the letter is in the way.
    in_the_way = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(self.tr("A&pprove …"))
        self.setProperty("role", "primary")
        self._fresh = False
        self._asked = False
        self._problems: tuple[LetterProblem, ...] = ()
        self.clicked.connect(self._pressed)

    def typing(self) -> None:
        """Something was changed: what the last page lacked is not known any more."""
        self._fresh = False
        self.setEnabled(True)
        self.setToolTip("")

    def laid_out(self, problems: Sequence[LetterProblem]) -> None:
        """The page of what was typed last is there, or these problems are."""
        self._fresh = True
        self._problems = tuple(problems)
        asked, self._asked = self._asked, False
        self.setEnabled(not problems)
        self.setToolTip(as_tip("\n".join(f"{one.said} {one.remedy}" for one in problems)))
        if asked:
            self._answer()

    def forget(self) -> None:
        """Another letter is shown, or none."""
        self._fresh = self._asked = False

    def _pressed(self) -> None:
        if self._fresh:  # a press by key comes a moment later, when the page may be there
            self._answer()
        else:
            self._asked = True
            self.page_wanted.emit()

    def _answer(self) -> None:
        if self._problems:
            self.in_the_way.emit(self._problems[0].field)
        else:
            self.approved.emit()
