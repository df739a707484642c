"""The import, step by step: file, how it is read, its lines, what changes, done.

Nothing is written before the last step, and then everything or nothing. The clerk can go
back at every step; what she answered stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.import_changes import ChangesStep
from collections_desk.desktop.import_result import ResultStep
from collections_desk.desktop.import_review import LinesStep, reading_in_a_line
from collections_desk.desktop.import_steps import FileStep, HowStep, scrolled
from collections_desk.desktop.import_words import FIELDS
from collections_desk.desktop.labels import column, label, line_of, rule
from collections_desk.desktop.messages import InlineMessage
from collections_desk.domain.readings import Answers
from collections_desk.operations import books

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.difference import Difference
    from collections_desk.domain.import_history import ImportReport
    from collections_desk.domain.progress import Progress
    from collections_desk.domain.readings import Reading
    from collections_desk.errors import DeskError

FILE, HOW, LINES, CHANGES, RESULT = range(5)


@dataclass
class _State:
    """What the wizard knows so far."""

    path: Path | None = None
    reading: Reading | None = None
    difference: Difference | None = None
    operation_id: str = field(default_factory=lambda: uuid4().hex)


class ImportWizard(QWidget):
    """One import."""

    #: The clerk is through, or has given up.
    closed = Signal()
    #: An import was applied.
    imported = Signal(object)
    #: The clerk wants the import with this number taken back.
    undo_asked = Signal(int)

    def __init__(
        self, shell: Shell, today: date, parent: QWidget | None = None, *, locale: str = "en_US"
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._locale = locale
        self._state = _State()
        self._busy = False
        self.file_step = FileStep()
        self.how_step = HowStep(today, locale=locale)
        self.lines_step = LinesStep(locale=locale)
        self.changes_step = ChangesStep(locale=locale)
        self.result_step = ResultStep(locale=locale)
        self.steps = QStackedWidget()
        for step in (
            self.file_step,
            scrolled(self.how_step),  # questions may need more room than a small window has
            self.lines_step,
            self.changes_step,
            self.result_step,
        ):
            self.steps.addWidget(step)
        self.back_button = QPushButton(self.tr("&Back"))
        self.next_button = QPushButton()
        self.next_button.setProperty("role", "primary")
        self.close_button = QPushButton(self.tr("Leave the &Import"))
        self.message = InlineMessage()
        self._summary = label("", "muted")
        self._trail = [label(f"{number}  {name}") for number, name in enumerate(self._names(), 1)]
        self._build()
        self.file_step.chosen.connect(self.start_with)
        self.how_step.reread.connect(self._read)
        self.changes_step.decided.connect(self._judge)
        self.result_step.undo_asked.connect(self.undo_asked)
        self.result_step.another_asked.connect(self.start)
        self.result_step.worklist_asked.connect(lambda: shell.go("worklist"))
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.forward)
        self.close_button.clicked.connect(self.closed)
        self._show_step(FILE)

    def _names(self) -> tuple[str, ...]:
        return (
            self.tr("File"),
            self.tr("How it is read"),
            self.tr("Lines"),
            self.tr("What changes"),
            self.tr("Done"),
        )

    def _build(self) -> None:
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        whole.addLayout(
            line_of(label(self.tr("Import a file"), "title"), *self._trail, 1, gap=theme.PAGE)
        )
        whole.addWidget(self._summary)
        whole.addWidget(self.steps, 1)
        whole.addWidget(self.message)
        whole.addWidget(rule())
        whole.addLayout(line_of(self.close_button, 1, self.back_button, self.next_button))

    # What the clerk does.

    def start(self) -> None:
        """Begin again with another file."""
        self._state = _State()
        self.file_step.message.clear()
        self._show_step(FILE)
        self.file_step.button.setFocus()

    def start_with(self, file_name: str) -> None:
        """Read a file and go on to how it was read."""
        if self._busy:
            return
        self._state = _State(path=Path(file_name))
        self._read(Answers())

    def forward(self) -> None:
        """Go on to the next step."""
        step = self.steps.currentIndex()
        if self._busy or not self.next_button.isEnabled():
            return
        if step == FILE:
            self.file_step.choose()
        elif step == HOW:
            self._show_step(LINES)
        elif step == LINES:
            self._compare()
        elif step == CHANGES:
            self._apply()
        else:
            self.closed.emit()

    def back(self) -> None:
        """Go back one step."""
        if not self._busy and 0 < self.steps.currentIndex() < RESULT:
            self._show_step(self.steps.currentIndex() - 1)
            # The button that had the focus may be gone; Qt would give it to the navigation,
            # where the next press of the space bar leaves the import.
            on_file = self.steps.currentIndex() == FILE
            (self.file_step.button if on_file else self.next_button).setFocus()

    # Reading, comparing, applying.

    def _read(self, answers: Answers | None = None) -> None:
        path, desk = self._state.path, self._shell.desk
        if path is None:
            return
        first = answers is not None
        given = answers if answers is not None else self.how_step.answers()
        as_of = None if first else self.how_step.day()
        self._work(self.tr("Reading {0} …").format(path.name))
        self._shell.background.run(
            lambda: books.read_import(desk, path, answers=given, as_of=as_of),
            done=self._was_read,
            failed=self._refused,
            owner=self,
        )

    def _was_read(self, reading: Reading) -> None:
        self._rest()
        self._state.reading, self._state.difference = reading, None
        self.how_step.show_reading(reading, tuple(FIELDS), ())
        self.lines_step.show_reading(reading)
        first = self.steps.currentIndex() == FILE
        if first:
            self._show_step(HOW)
        self._judge()
        if first or self.how_step.was_answered():
            cards = self.how_step.cards()
            (cards[0] if cards else self.next_button).setFocus()

    def _compare(self) -> None:
        reading, desk = self._state.reading, self._shell.desk
        assert reading is not None  # noqa: S101 - the step before has read it
        self._work(self.tr("Comparing the file with the ledger …"))
        self._shell.background.run(
            lambda: books.compare_import(desk, reading),
            done=self._was_compared,
            failed=self._refused,
            owner=self,
        )

    def _was_compared(self, difference: Difference) -> None:
        self._rest()
        self._state.difference = difference
        self.changes_step.show_difference(difference)
        self._show_step(CHANGES)
        if self.changes_step.undecided():
            self.changes_step.list.setFocus()
        else:
            self.next_button.setFocus()

    def _apply(self) -> None:
        state, desk = self._state, self._shell.desk
        reading, difference = state.reading, state.difference
        decisions = self.changes_step.decisions()
        assert reading is not None  # noqa: S101 - two steps back it was read
        assert difference is not None  # noqa: S101 - the step before has compared it

        def work(progress: Progress) -> ImportReport:
            return books.apply_import(
                desk,
                reading,
                difference,
                decisions,
                progress=progress,
                operation_id=state.operation_id,
            )

        title = self.tr("Importing {0}").format(reading.file_name)
        self._work(f"{title} …")
        self._shell.background.run_long(
            title,
            work,
            done=partial(self._was_applied, reading),
            failed=self._refused,
            cancelled=self._was_cancelled,
            owner=self,
        )

    def _was_applied(self, reading: Reading, report: ImportReport) -> None:
        self._rest()
        self.result_step.show_report(reading, report)
        self._show_step(RESULT)
        self.next_button.setFocus()
        self.imported.emit(report)
        self._shell.say(self.tr("{0} is imported.").format(reading.file_name))

    def _was_cancelled(self) -> None:
        self._rest()
        self.message.say(self.tr("Stopped. Nothing was imported."), "notice")

    def _refused(self, error: DeskError) -> None:
        self._rest()
        if self.steps.currentIndex() == FILE:
            self.file_step.message.say_error(error)
        else:
            self.message.say_error(error)

    # What is seen.

    def _work(self, words: str) -> None:
        self._busy = True
        self.message.say(words, "notice")
        self.file_step.message.clear()
        self.next_button.setEnabled(False)
        self.back_button.setEnabled(False)

    def _rest(self) -> None:
        self._busy = False
        self.message.clear()
        self._judge()

    def _show_step(self, step: int) -> None:
        self.message.clear()
        self.steps.setCurrentIndex(step)
        for number, name in enumerate(self._trail):
            theme.give_role(name, "strong" if number == step else "muted")
        self._judge()

    def _judge(self) -> None:
        """Say what Next does, and whether it can be done."""
        step, state = self.steps.currentIndex(), self._state
        self._summary.setVisible(state.reading is not None and step > FILE)
        if state.reading is not None:
            self._summary.setText(reading_in_a_line(state.reading, self._locale))
        self.next_button.setVisible(step != FILE)
        self.back_button.setVisible(FILE < step < RESULT)
        self.back_button.setEnabled(not self._busy)
        self.close_button.setVisible(step < RESULT)
        words, possible = self._next_words(step)
        self.next_button.setText(words)
        self.next_button.setEnabled(possible and not self._busy)

    def _next_words(self, step: int) -> tuple[str, bool]:
        if step == HOW:
            asked = self.how_step.open_questions()
            if asked:
                return counted(asked, "Answer the Question", "Answer the {n} Questions"), False
            return self.tr("&Next: Look at the Lines"), True
        if step == LINES:
            return self.tr("&Next: See What Changes"), True
        if step == CHANGES:
            return self._import_words()
        return self.tr("&Close"), True

    def _import_words(self) -> tuple[str, bool]:
        waiting = self.changes_step.undecided()
        if waiting:
            return counted(waiting, "Decide 1 Line", "Decide {n} Lines"), False
        changes = self.changes_step.changes()
        words = counted(changes, "I&mport 1 Change", "I&mport {n} Changes")
        if self.changes_step.confirms():
            words = self.tr("Confi&rm the Balances")
        return words, self.changes_step.ready()
