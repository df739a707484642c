"""Two small dialogs of the screen "Rules": switch a guard, record that a table was looked over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.desktop.when_text import day_text
from collections_desk.operations import rules

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.rule_tables import TableReview
    from collections_desk.operations.rules import GuardLine, TableLine


class SwitchSheet(Sheet):
    """Switches one guard on or off, with a sentence where it rests on a law."""

    def __init__(self, shell: Shell, line: GuardLine, parent: QWidget) -> None:
        self._line, self._on = line, not line.rule.on
        off = tr("Every firing of the past stays on record. From now on it says nothing.")
        law = tr("It rests on {0}, as of {1}.").format(line.rule.source, day_text(line.rule.as_of))
        remark = line.rule.trigger + ". " + (law if self._on else f"{law} {off}")
        super().__init__(
            shell,
            tr("Switch {0}").format(line.rule.id),
            tr("Switch It &On") if self._on else tr("Switch It &Off"),
            parent,
            remark=remark,
        )
        self.why = LineEdit()
        self.why.setAccessibleName(self.tr("Reason"))
        self.why.setPlaceholderText(
            self.tr("one sentence; it is recorded")
            if self._needed
            else self.tr("may stay empty: a rule of the house")
        )
        self.add_row(self.tr("&Reason"), self.why, "reason")
        self.why.setFocus()

    @property
    def _needed(self) -> bool:
        return not self._on and not self._line.house

    def fault(self) -> str:
        """Ask for a sentence where the guard rests on a law."""
        if self._needed and not self.why.text().strip():
            return self.tr("Say in a sentence why it is switched off.")
        return ""

    def perform(self) -> None:
        """Switch it."""
        guard = self._line.rule.id
        words = self.tr("{0} stands.") if self._on else self.tr("{0} is switched off.")
        self.write(
            partial(
                rules.switch_guard,
                self.shell.desk,
                guard,
                on=self._on,
                reason=self.why.text().strip(),
            ),
            lambda _none: self.shell.say(words.format(guard)),
        )


class ReviewSheet(Sheet):
    """Records that the clerk looked a table over today."""

    def __init__(self, shell: Shell, line: TableLine, parent: QWidget) -> None:
        self._line = line
        super().__init__(
            shell,
            tr("Reviewed: {0}").format(line.table.label),
            tr("I Have &Reviewed This Table"),
            parent,
            remark=tr(
                "Read its rows against their sources, with whoever advises you. Your name and"
                " today's date are recorded; the rows themselves do not change."
            ),
        )
        self.note = NoteEdit()
        self.note.setAccessibleName(self.tr("What was found"))
        self.note.setFixedHeight(84)
        self.add_row(self.tr("&What was found"), self.note, "reason")
        self.note.setFocus()

    def perform(self) -> None:
        """Record it."""
        self.write(
            partial(
                rules.review_table,
                self.shell.desk,
                self._line.table.table,
                note=self.note.toPlainText().strip(),
            ),
            self._told,
        )

    def _told(self, review: TableReview) -> None:
        words = self.tr("{0}: looked over by {1}.")
        self.shell.say(words.format(self._line.table.label, review.clerk))
