"""A note, stamped with date and time; its draft survives a crash."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.desktop.note_spelling import check_spelling
from collections_desk.desktop.when_text import moment_text
from collections_desk.operations import contact

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell

#: From the first key to the saved draft, in milliseconds.
DRAFT_AFTER = 800
DRAFT_KIND = "note"


class NoteDialog(Sheet):
    """Writes one note into the record."""

    def __init__(self, shell: Shell, facts: PageFacts, parent: QWidget) -> None:
        stamp = moment_text(shell.desk.now(), facts.settings.time_zone)
        super().__init__(
            shell,
            tr("Note"),
            tr("&Save Note"),
            parent,
            remark=f"{facts.page.customer.name}, {stamp}",
        )
        self._customer = facts.page.customer
        self.note = NoteEdit()
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setMinimumHeight(140)
        self.note.refused.connect(self.message.say)
        self.add_row(self.tr("&Note"), self.note, "note")
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._timer.timeout.connect(self._keep)
        key = str(self._customer.id)
        for draft in facts.page.drafts:
            if draft.kind == DRAFT_KIND and draft.key == key:
                self.note.setPlainText(str(draft.content.get("note", "")))
                self.message.say(self.tr("This is the draft that was kept."), "notice")
        self.note.reworded.connect(self._typed)
        check_spelling(shell, self.note, [self._customer.name])
        self.rejected.connect(self._left)
        self.note.setFocus()

    def fault(self) -> str:
        """Ask for words."""
        return "" if self.note.note().strip() else self.tr("The note is empty.")

    def perform(self) -> None:
        """Save the note, and let its draft go."""
        self._timer.stop()
        self.write(
            partial(
                contact.add_note,
                self.shell.desk,
                self._customer.id,
                self.note.note(),
                draft_key=str(self._customer.id),
            ),
            lambda saved: self.shell.say(
                " ".join(
                    [self.tr("The note on {0} is saved.").format(self._customer.name), *saved[1]]
                )
            ),
        )

    def _typed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _left(self) -> None:
        if self._timer.isActive():
            self._keep()

    def _keep(self) -> None:
        self._timer.stop()
        text, key = self.note.toPlainText(), str(self._customer.id)
        desk = self.shell.desk
        work = (
            partial(
                contact.save_draft, desk, DRAFT_KIND, key, {"note": text}, customer_id=int(key)
            )
            if text.strip()
            else partial(contact.discard_draft, desk, DRAFT_KIND, key)
        )
        self.shell.background.run(work, done=_nothing, failed=self.shell.fail)


def _nothing(_result: object) -> None:
    """Take an answer that nobody waits for."""
