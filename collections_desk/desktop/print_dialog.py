"""Prints letters: choose printer and order, make the pages, send them, record them.

A letter is noted as handed over before the first byte goes to the printer, and is on record as
printed only after its job has gone through. If it has not, the letters stay in "To print", and
the reason stands in the dialog and beside them in the list, also after a restart. If nobody
knows, the note stays, and the clerk is asked.
"""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted, letters
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import ListView
from collections_desk.desktop.mail_lists import print_columns
from collections_desk.desktop.messages import InlineMessage, announce
from collections_desk.desktop.pdf_pages import page_sizes
from collections_desk.desktop.printer_choice import PrinterChoice
from collections_desk.desktop.printers import PrintRefusedError
from collections_desk.desktop.printing import print_system
from collections_desk.desktop.save_file import save_bytes
from collections_desk.desktop.table_model import TableModel
from collections_desk.domain.progress import Cancelled
from collections_desk.operations import mail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_desk.desktop.background import LongWork
    from collections_desk.desktop.printers import PrintedJob, Printer, PrintSystem
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.letter_batches import Batch
    from collections_desk.domain.letters import MailLine
    from collections_desk.domain.progress import Progress
    from collections_desk.errors import DeskError

#: A4 is 842 points high and US Letter 792; between them lies the boundary.
TALLEST_LETTER = 800


class PrintDialog(QDialog):
    """The way of some letters to paper."""

    #: Letters are printed and on record.
    printed = Signal(object)
    #: The letters and the reason why they did not print.
    not_printed = Signal(object, str)

    def __init__(
        self,
        shell: Shell,
        lines: Sequence[MailLine],
        parent: QWidget,
        *,
        system: PrintSystem | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._lines = list(lines)
        self._system = system or print_system()
        self._batch: Batch | None = None
        self._making: LongWork | None = None
        self._stop = threading.Event()
        self._sending = False
        self._handed_to = ""
        self.setWindowTitle(self.tr("Print Letters"))
        self.setMinimumSize(640, 520)
        self.printers = PrinterChoice(shell, self._system, self)
        self.printer_box, self.printer_message = self.printers.box, self.printers.message
        self.by_worklist = QRadioButton(self.tr("In &worklist order"))
        self.by_zip = QRadioButton(self.tr("By &ZIP code"))
        self.both_sides = QCheckBox(self.tr("On &both sides of the paper"))
        self.message = InlineMessage()
        self.bar = QProgressBar()
        self.step = label("", "muted")
        self.print_button = QPushButton()
        self.save_button = QPushButton(self.tr("Save as &PDF …"))
        self.close_button = QPushButton(self.tr("&Go Back"))
        self.list = ListView(TableModel(print_columns()), "print")
        self._build()
        self.printers.ask()

    def _build(self) -> None:
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        copies = sum(1 for line in self._lines if line.printings)
        self._heading = label(
            counted(len(self._lines), "{n} letter to print", "{n} letters to print"), "heading"
        )
        whole.addWidget(self._heading)
        self.list.setAccessibleName(self.tr("Letters that will be printed"))
        self.list.rows_model.show_rows(self._lines)
        whole.addWidget(self.list, 1)
        if copies:
            whole.addWidget(
                label(
                    counted(
                        copies,
                        "One of them was printed before. It will say COPY.",
                        "{n} of them were printed before. They will say COPY.",
                    ),
                    "caution",
                    wrap=True,
                )
            )
        form = QFormLayout()
        form.setHorizontalSpacing(theme.WIDE)
        name = label(self.tr("P&rinter"))
        name.setBuddy(self.printer_box)
        form.addRow(name, self.printers)
        self.by_worklist.setChecked(True)
        form.addRow(self.tr("Order"), line_of(self.by_worklist, self.by_zip, 1))
        form.addRow("", self.both_sides)
        whole.addLayout(form)
        self.bar.hide()
        self.bar.setTextVisible(False)
        self.step.hide()
        whole.addWidget(self.step)
        whole.addWidget(self.bar)
        whole.addWidget(self.message)
        self.print_button.setProperty("role", "primary")
        self.print_button.setText(
            counted(len(self._lines), "&Print {n} Letter", "&Print {n} Letters")
        )
        self.print_button.setDefault(True)
        self.print_button.setEnabled(False)
        for button in (self.save_button, self.close_button):
            button.setAutoDefault(False)
        whole.addLayout(line_of(self.save_button, 1, self.close_button, self.print_button))
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._choose_file)
        self.close_button.clicked.connect(self.reject)
        self.printers.chosen.connect(self._judge)
        self.printers.known_now.connect(self._printers_known)

    def _judge(self) -> None:
        """Say whether anything can be printed now."""
        free = bool(self.printers.known) and not self._busy() and bool(self._lines)
        self.print_button.setEnabled(free)

    def _printers_known(self) -> None:
        self._judge()
        (self.print_button if self.print_button.isEnabled() else self.save_button).setFocus()

    # Pages, paper, record.

    def _busy(self) -> bool:
        return self._making is not None or self._sending

    def _print(self) -> None:
        printer = self.printers.printer()
        if printer is not None and not self._busy():
            self.printers.remember(printer)
            self._make(partial(self._send, printer))

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the Letters as a PDF File"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PDF files (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.tr("letters.pdf"))
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, file_name: str) -> None:
        """Write the letters into one PDF file and record them as printed."""
        if not self._busy():
            self._make(partial(self._write, file_name))

    def _make(self, then: Callable[[Batch], None]) -> None:
        self._stop.clear()
        self.message.clear()
        ids = [line.letter_id for line in self._lines]
        order = "zip" if self.by_zip.isChecked() else "worklist"
        desk, duplex = self._shell.desk, self.both_sides.isChecked()

        def work(progress: Progress) -> Batch:
            return mail.printable_batch(desk, ids, order=order, duplex=duplex, progress=progress)

        self._begin(self.tr("Making the pages"))
        self._making = self._shell.background.run_long(
            self.tr("Making the pages"),
            work,
            done=partial(self._made, then),
            failed=self._refused,
            cancelled=self._cancelled,
            owner=self,
        )
        self._making.moved.connect(self._move)

    def _made(self, then: Callable[[Batch], None], batch: Batch) -> None:
        self._making = None
        self._batch = batch
        then(batch)

    def _hand_over(self, batch: Batch, printer: str, then: Callable[[], object]) -> None:
        """Note where the batch is about to go; only then may it be sent."""
        desk = self._shell.desk
        self._sending = True
        self._say_step(self.tr("Noting where the letters go"))

        def noted(_nothing: None) -> None:
            self._handed_to = printer
            then()

        self._shell.background.run(
            lambda: mail.hand_over(desk, batch, printer=printer),
            done=noted,
            failed=self._refused,
            owner=self,
        )

    def _send(self, printer: Printer, batch: Batch) -> None:
        papers = {
            "a4" if height > TALLEST_LETTER else "letter" for _, height in page_sizes(batch.pdf)
        }
        if len(papers) > 1:
            self._end()
            self.message.say(
                self.tr(
                    "Some of these letters are on US Letter and some on A4. Print them in two"
                    " goes, so that the paper can be changed. Nothing was printed."
                )
            )
            return
        paper, duplex = papers.pop(), self.both_sides.isChecked()
        title = letters(len(batch.pieces))
        if len(batch.pieces) == 1:
            title = batch.pieces[0].letter_ref

        def progress(done: int, total: int) -> None:  # noqa: ARG001 - only listens
            if self._stop.is_set():
                raise Cancelled

        def work() -> PrintedJob | None:
            try:
                return self._system.print_pdf(
                    batch.pdf,
                    printer=printer.name,
                    title=title,
                    paper=paper,
                    duplex=duplex,
                    progress=progress,
                )
            except Cancelled:
                return None

        def send() -> None:
            self._say_step(
                self.tr("{0} is printing %n page(s)", "", batch.pages).format(printer.label)
            )
            self.bar.setRange(0, 0)
            self._shell.background.run_apart(
                work, done=self._sent, failed=self._not_sent, owner=self
            )

        self._hand_over(batch, printer.name, send)

    def _sent(self, job: PrintedJob | None) -> None:
        self._sending = False
        if job is None:
            self._keep_why("", stopped=True)
            self._cancelled()
        else:
            self._record(job.printer, job.job)

    def _not_sent(self, error: DeskError) -> None:
        """Keep why it did not print; where nobody knows, the note stays open."""
        if not (isinstance(error, PrintRefusedError) and error.unclear):
            self._keep_why(error.problem)
        self._refused(error)

    def _keep_why(self, reason: str, *, stopped: bool = False) -> None:
        desk, printer = self._shell.desk, self._handed_to
        ids = [line.letter_id for line in self._lines]
        self._shell.background.run(
            lambda: mail.record_not_printed(
                desk, ids, printer=printer, reason=reason, stopped=stopped
            ),
            done=lambda _nothing: self.not_printed.emit(ids, reason),
            failed=self.message.say_error,
            owner=self,
        )

    def _write(self, file_name: str, batch: Batch) -> None:
        def write() -> None:
            self._shell.background.run(
                partial(save_bytes, file_name, batch.pdf),
                done=self._written,
                failed=self._not_sent,
                owner=self,
            )

        self._hand_over(batch, self.tr("PDF file {0}").format(Path(file_name).name), write)

    def _written(self, path: Path) -> None:  # noqa: ARG002 - its name was noted before
        self._sending = False
        self._record(self._handed_to, "")

    def _record(self, printer: str, job: str) -> None:
        batch, desk = self._batch, self._shell.desk
        assert batch is not None  # noqa: S101 - only called after `_made`
        self._say_step(self.tr("Recording what was printed"))
        self._shell.background.run(
            lambda: mail.record_printed(desk, batch, printer=printer, job=job),
            done=partial(self._recorded, printer),
            failed=self._refused,
            owner=self,
        )

    def _recorded(self, printer: str, _nothing: None) -> None:
        self._end()
        self.printed.emit([line.letter_id for line in self._lines])
        self._shell.say(self.tr("{0} printed: {1}.").format(letters(len(self._lines)), printer))
        self.accept()

    # What is seen meanwhile.

    def _begin(self, words: str) -> None:
        for widget in (self.print_button, self.save_button, self.printer_box, self.both_sides):
            widget.setEnabled(False)
        self.close_button.setText(self.tr("&Cancel"))
        self.bar.setRange(0, 0)
        self.bar.show()
        self._say_step(words)

    def _say_step(self, words: str) -> None:
        self.step.setText(f"{words} …")
        self.step.show()
        self.bar.setAccessibleName(words)
        announce(self, words)

    def _move(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _end(self) -> None:
        self._making, self._sending = None, False
        self.bar.hide()
        self.step.hide()
        self.close_button.setText(self.tr("&Go Back"))
        self.close_button.setEnabled(True)
        for widget in (self.save_button, self.both_sides):
            widget.setEnabled(True)
        self.printer_box.setEnabled(bool(self.printers.known))
        self._judge()

    def _refused(self, error: DeskError) -> None:
        self._end()
        self.message.say_error(error)
        self.not_printed.emit([line.letter_id for line in self._lines], error.problem)
        self.printers.ask()

    def _cancelled(self) -> None:
        self._end()
        self.message.say(self.tr("Stopped. Nothing was printed or recorded."), "notice")

    # Overrides of Qt methods.

    def reject(self) -> None:
        """Stop what is under way; leave only when nothing is."""
        if self._making is not None:
            self._making.cancel()
        elif self._sending:
            self._stop.set()
        else:
            super().reject()
            return
        self.close_button.setEnabled(False)
        self._say_step(self.tr("Stopping"))
