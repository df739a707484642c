"""What can be done with letters: approve, number, print, post, track, take back.

Each deed takes the marked lines, does what it must on the worker thread, and says what
happened. The mail view only decides which lines are marked.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from collections_desk.desktop.certified_dialog import CertifiedDialog
from collections_desk.desktop.counting import counted, letters
from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.mail_emailing import LetterByEmail
from collections_desk.desktop.print_dialog import PrintDialog
from collections_desk.desktop.print_question import PrintQuestion
from collections_desk.desktop.reason_sheet import ReasonSheet
from collections_desk.desktop.save_file import save_bytes
from collections_desk.desktop.tracking import TrackingDialog
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.letters import STATE_WORDS, LetterState
from collections_desk.operations import mail

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from collections_desk.desktop.printers import PrintSystem
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.letters import Letter, MailLine
    from collections_desk.domain.print_attempts import PrintAttempt

#: Guards that ask for nothing are told in the bar after the deed, not in a dialog.
QUIET = frozenset({"information"})


class MailDeeds(QObject):
    """The deeds of the mail view."""

    #: Something was recorded: lists and sheets are to be read again.
    done = Signal()
    #: A draft was made again of an approved letter.
    reopened = Signal(int)
    #: Why letters did not print, by id.
    not_printed = Signal(object, str)
    #: Letters were printed, by id.
    printed = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._parent = parent
        self._approved = 0
        #: Replaced by tests that bring a print system of their own.
        self.print_system: PrintSystem | None = None

    # Approving.

    def approve(self, lines: Sequence[MailLine]) -> None:
        """Approve letters one after the other; guards stand before each."""
        self._approved = 0
        self._approve_next([(line.letter_id, line.customer_name) for line in lines])

    def approve_one(self, letter_id: int, customer_name: str) -> None:
        """Approve the letter that is in the editor."""
        self._approved = 0
        self._approve_next([(letter_id, customer_name)])

    def _approve_next(self, waiting: list[tuple[int, str]]) -> None:
        if not waiting:
            if self._approved:
                said = counted(self._approved, "1 letter approved.", "{n} letters approved.")
                self._shell.say(said)
                self.done.emit()
            return
        (letter_id, name), rest = waiting[0], waiting[1:]
        desk = self._shell.desk
        self._shell.background.run(
            lambda: mail.examine_letter(desk, letter_id),
            done=partial(self._examined, letter_id, name, rest),
            failed=self._shell.fail,
            owner=self,
        )

    def _examined(
        self,
        letter_id: int,
        name: str,
        rest: list[tuple[int, str]],
        findings: list[GuardFinding],
    ) -> None:
        if all(finding.severity.value in QUIET for finding in findings):
            self._write_approval(letter_id, rest, {})
            return
        dialog = GuardsDialog(
            findings,
            self.tr("&Approve the Letter to {0}").format(name.replace("&", "&&")),
            self.tr("&Do Not Approve"),
            self._parent,
        )
        dialog.went_on.connect(partial(self._write_approval, letter_id, rest))
        dialog.stopped.connect(partial(self._stopped, letter_id, findings, rest))
        dialog.open()

    def _stopped(
        self, letter_id: int, findings: list[GuardFinding], rest: list[tuple[int, str]]
    ) -> None:
        """Record that guards kept the clerk from approving, and go on to the next letter."""
        desk = self._shell.desk
        self._shell.background.run(
            lambda: mail.stop_approval(desk, letter_id, findings),
            done=lambda _nothing: self._approve_next(rest),
            failed=self._shell.fail,
            owner=self,
        )

    def _write_approval(
        self, letter_id: int, rest: list[tuple[int, str]], reasons: Mapping[str, str]
    ) -> None:
        desk = self._shell.desk

        def approved(_letter: Letter) -> None:
            self._approved += 1
            self._approve_next(rest)

        self._shell.background.run(
            lambda: mail.approve_letter(desk, letter_id, reasons=reasons),
            done=approved,
            failed=self._shell.fail,
            owner=self,
        )

    # Numbers.

    def enter_numbers(self, lines: Sequence[MailLine]) -> None:
        """Scan the forms of certified letters, one after the other."""
        desk, ids = self._shell.desk, [line.letter_id for line in lines]
        self._shell.background.run(
            lambda: [mail.one_letter(desk, letter_id) for letter_id in ids],
            done=self._show_numbers,
            failed=self._shell.fail,
            owner=self,
        )

    def _show_numbers(self, found: list[Letter]) -> None:
        dialog = CertifiedDialog(self._shell, found, self._parent)
        dialog.saved.connect(lambda _letter_id: self.done.emit())
        dialog.open()

    # Paper.

    def print(self, lines: Sequence[MailLine]) -> None:
        """Print letters; those that were printed before come out as a COPY."""
        dialog = PrintDialog(self._shell, lines, self._parent, system=self.print_system)
        dialog.printed.connect(self.printed)
        dialog.printed.connect(lambda _ids: self.done.emit())
        dialog.not_printed.connect(self.not_printed)
        dialog.open()

    def ask_whether_printed(self) -> None:
        """Ask about the letters of which nobody knows whether they printed, if there are any."""
        desk = self._shell.desk
        self._shell.background.run(
            lambda: (mail.unconfirmed(desk), desk.settings().time_zone),
            done=lambda found: self._ask_whether_printed(*found),
            failed=self._shell.fail,
            owner=self,
        )

    def _ask_whether_printed(self, attempts: list[PrintAttempt], zone: str) -> None:
        if not attempts:
            return
        dialog = PrintQuestion(self._shell, attempts, zone, self._parent)
        dialog.answered.connect(self.done)
        dialog.again.connect(self._print_again)
        dialog.open()

    def _print_again(self, ids: list[int]) -> None:
        desk = self._shell.desk

        def work() -> list[MailLine]:
            every = (line for lines in mail.mail_lists(desk).values() for line in lines)
            return [line for line in every if line.letter_id in ids]

        self._shell.background.run(work, done=self.print, failed=self._shell.fail, owner=self)

    def manifest(self, lines: Sequence[MailLine]) -> None:
        """Make the list for the counter and save it where the clerk says."""
        desk, ids = self._shell.desk, [line.letter_id for line in lines]
        self._make_pdf(lambda: mail.certified_manifest(desk, ids), "certified-mail-manifest.pdf")

    def save_pdf(self, line: MailLine) -> None:
        """Save a letter as it was printed."""
        desk, letter_id = self._shell.desk, line.letter_id
        self._make_pdf(lambda: mail.letter_pdf(desk, letter_id), f"{line.ref}.pdf")

    def test_page(self) -> None:
        """Make the page that shows whether printer, fold and window agree."""
        desk = self._shell.desk
        self._make_pdf(lambda: mail.calibration_page(desk), "envelope-test-page.pdf")

    def _make_pdf(self, make: Callable[[], bytes], name: str) -> None:
        self._shell.background.run(
            make, done=partial(self._ask_where, name), failed=self._shell.fail, owner=self
        )

    def _ask_where(self, name: str, pdf: bytes) -> None:
        dialog = QFileDialog(self._parent, self.tr("Save as a PDF File"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PDF files (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(name)
        dialog.fileSelected.connect(partial(self._save, pdf))
        dialog.open()

    def _save(self, pdf: bytes, file_name: str) -> None:
        self._shell.background.run(
            partial(save_bytes, file_name, pdf),
            done=self._saved,
            failed=self._shell.fail,
            owner=self,
        )

    def _saved(self, path: Path) -> None:
        self._shell.say(self.tr("Saved as {0}.").format(path.name))

    # The ladder.

    def record(
        self, lines: Sequence[MailLine], state: LetterState, today: date, locale: str
    ) -> None:
        """Record that letters were posted, or what became of one."""
        dialog = TrackingDialog(self._shell, lines, state, today, self._parent, locale=locale)

        def recorded() -> None:
            word = STATE_WORDS[state].lower()
            day = dialog.day.value() or today
            self._shell.say(
                self.tr("{0} recorded as {1}, {2}.").format(
                    letters(len(lines)), word, day_text(day)
                ),
                undo=partial(self._take_back, [line.letter_id for line in lines]),
            )
            self.done.emit()

        dialog.recorded.connect(recorded)
        dialog.open()

    def _take_back(self, ids: list[int]) -> None:
        """Answer Undo in the bar: withdraw what was just recorded."""
        desk, why = self._shell.desk, self.tr("Taken back right after it was recorded.")
        self._shell.background.run(
            lambda: mail.withdraw_rungs(desk, ids, why=why),
            done=lambda _letters: self._taken_back(),
            failed=self._shell.fail,
            owner=self,
        )

    def _taken_back(self) -> None:
        self._shell.say(self.tr("Taken back; both stand on record."))
        self.done.emit()

    def by_email(self, line: MailLine) -> None:
        """Save a letter as a draft for the clerk's mail program."""
        LetterByEmail(self._shell, self._parent, line, self.done.emit).begin()

    def withdraw(self, lines: Sequence[MailLine]) -> None:
        """Withdraw a step that was recorded by mistake; the reason is recorded."""
        desk, ids = self._shell.desk, [line.letter_id for line in lines]
        words = ", ".join(sorted({STATE_WORDS[line.state].lower() for line in lines}))
        sheet = ReasonSheet(
            self._shell,
            self.tr("Withdraw What Was Recorded"),
            self.tr("&Withdraw It"),
            self.tr("{0}, {1}: the letter stands on the step before. Both stay on record.").format(
                letters(len(ids)), words
            ),
            lambda why: mail.withdraw_rungs(desk, ids, why=why),
            self._parent,
        )
        sheet.done_well.connect(self.done)
        sheet.open()

    def reopen(self, line: MailLine) -> None:
        """Make a draft again of an approved letter; the reason is recorded."""
        desk, letter_id = self._shell.desk, line.letter_id
        sheet = ReasonSheet(
            self._shell,
            self.tr("Back to Draft"),
            self.tr("Make It a &Draft Again"),
            self.tr("{0}: the approval is taken back, and the figures are read anew.").format(
                line.customer_name
            ),
            lambda why: mail.reopen_letter(desk, letter_id, why=why),
            self._parent,
        )
        sheet.done_well.connect(lambda: self.reopened.emit(letter_id))
        sheet.open()

    def cancel(self, lines: Sequence[MailLine]) -> None:
        """Take letters off the desk; the reason is recorded."""
        desk, ids = self._shell.desk, [line.letter_id for line in lines]

        def work(why: str) -> None:
            for letter_id in ids:
                mail.cancel_letter(desk, letter_id, why=why)

        sheet = ReasonSheet(
            self._shell,
            counted(len(ids), "Cancel the Letter", "Cancel {n} Letters"),
            counted(len(ids), "&Cancel the Letter", "&Cancel {n} Letters"),
            self.tr("It stays on record as canceled and is not sent."),
            work,
            self._parent,
        )
        sheet.done_well.connect(self.done)
        sheet.open()
