"""Spell check in the notes of forms and dialogs, as in the letter editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from shiboken6 import isValid

from collections_desk.desktop.letter_spelling import begin_spelling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_desk.desktop.note_edit import NoteEdit
    from collections_desk.desktop.shell import Shell
    from collections_desk.desktop.spelling import SpellCheck


def check_spelling(shell: Shell, note: NoteEdit, names: Iterable[str] = ()) -> None:
    """Mark misspelled words of a note from the first time that the cursor is in it.

    Args:
        shell: The window.
        note: The note.
        names: Names that are never marked, beside those that the store knows.
    """
    _Waiting(shell, note, tuple(names))


class _Waiting(QObject):
    """Waits for the cursor: a form that is only looked at loads no dictionary."""

    def __init__(self, shell: Shell, note: NoteEdit, names: tuple[str, ...]) -> None:
        super().__init__(note)
        self._shell, self._note, self._names = shell, note, names
        note.installEventFilter(self)
        if note.hasFocus():
            self._begin()

    def _begin(self) -> None:
        self._note.removeEventFilter(self)
        begin_spelling(self._shell, self._note, self._take, self._shell.fail)

    def _take(self, spelling: SpellCheck) -> None:
        if not isValid(self._note):
            return
        for name in self._names:
            spelling.marks.speller.know(name)
        self._note.spelling = spelling
        spelling.marks.rehighlight()

    # Overrides of Qt methods.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._begin()
        return super().eventFilter(watched, event)
