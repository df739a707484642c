"""Begins a letter: the one that is asked for, the one that waits already, or one of choice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from collections_desk.desktop.letter_loading import EditorPage, load_editor, waiting_letter
from collections_desk.desktop.letter_start import LetterStart
from collections_desk.domain.letters import STATE_WORDS
from collections_desk.operations import mail

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.letter_templates import LetterTemplate
    from collections_desk.domain.letters import Letter


class LetterBeginning(QObject):
    """Leads from "a letter to this customer" to a draft in the editor."""

    #: A draft is there: what the editor shows.
    drafted = Signal(object)
    #: A letter of that kind waits already: its number.
    waits = Signal(int)

    def __init__(self, shell: Shell, host: QWidget) -> None:
        super().__init__(host)
        self._shell = shell
        self._host = host

    def begin(self, customer_id: int, letter_type: str | None) -> None:
        """Begin a letter; without a type the clerk chooses one."""
        desk = self._shell.desk
        if letter_type:
            self._shell.background.run(
                lambda: waiting_letter(desk, customer_id, letter_type),
                done=partial(self._begin_or_open, customer_id, letter_type),
                failed=self._shell.fail,
                owner=self,
            )
            return
        self._shell.background.run(
            lambda: mail.letter_types(desk),
            done=partial(self._ask_type, customer_id),
            failed=self._shell.fail,
            owner=self,
        )

    def _begin_or_open(self, customer_id: int, letter_type: str, waiting: Letter | None) -> None:
        """Begin the letter, unless the same one still waits to be finished or printed."""
        if waiting is None:
            self._draft(customer_id, letter_type, None)
            return
        self.waits.emit(waiting.id)
        self._shell.say(
            self.tr(
                "Letter {0} of this kind waits already ({1}), so it is opened. A customer gets"
                " one letter at a time that asks for money."
            ).format(waiting.ref, STATE_WORDS[waiting.state].lower())
        )

    def _ask_type(self, customer_id: int, templates: list[LetterTemplate]) -> None:
        dialog = LetterStart(templates, self._host)
        dialog.chosen.connect(lambda one: self._draft(customer_id, one.letter_type, one.id))
        dialog.open()

    def _draft(self, customer_id: int, letter_type: str, template: str | None) -> None:
        desk = self._shell.desk

        def work() -> EditorPage:
            draft = mail.draft_letter(desk, customer_id, letter_type, template=template)
            return load_editor(desk, draft)

        self._shell.background.run(
            work, done=self.drafted.emit, failed=self._shell.fail, owner=self
        )
