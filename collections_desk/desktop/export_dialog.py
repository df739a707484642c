"""Hands the call log out: which calls, in which form, to whom.

Telephone numbers show their last four digits and names and notes stay out unless the clerk
asks for them, because what leaves the house cannot be called back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.asking_guards import ask_guards
from collections_desk.desktop.counting import counted
from collections_desk.desktop.customer_picker import CustomerPicker
from collections_desk.desktop.fields import DayField
from collections_desk.desktop.icons import icon, mark_icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.messages import InlineMessage
from collections_desk.domain.call_log import CallLogFilter
from collections_desk.operations import records
from collections_desk.operations.guarding import NO_REASONS, GuardsStandError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.desktop.background import LongWork
    from collections_desk.desktop.dialogs.guards import GuardsDialog
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.activities import Outcome
    from collections_desk.domain.progress import Progress
    from collections_desk.errors import DeskError
    from collections_desk.operations.records import CallLogExport

#: Asked how many calls there are this long after the last change, in milliseconds.
PAUSE = 120
FORMATS = {"csv": "CSV", "xlsx": "Excel", "pdf": "PDF"}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days to choose by its name."""

    id: str
    first: date | None
    last: date | None


def periods(today: date) -> list[Period]:
    """Return the usual stretches as of `today`."""
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    year = date(today.year, 1, 1)
    return [
        Period("month", month, today),
        Period("last_month", before, month - timedelta(days=1)),
        Period("quarter", quarter, today),
        Period("year", year, today),
        Period("last_year", date(today.year - 1, 1, 1), year - timedelta(days=1)),
        Period("all", None, None),
        Period("days", None, None),
    ]


class ExportDialog(QDialog):
    """The form, the count, and the export with its progress."""

    #: A file was handed out.
    exported = Signal(object)

    def __init__(
        self,
        shell: Shell,
        today: date,
        outcomes: Mapping[str, Outcome],
        parent: QWidget,
        *,
        locale: str = "en_US",
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self.question: GuardsDialog | None = None
        self._work: LongWork | None = None
        self._count = -1
        self._periods = periods(today)
        self.setWindowTitle(self.tr("Export the Call Log"))
        self.setMinimumWidth(620)
        self.period = QComboBox()
        self.first = DayField(self.tr("From"), today, locale=locale, latest=today)
        self.last = DayField(self.tr("To"), today, locale=locale, latest=today)
        self.customer = CustomerPicker(shell)
        self.category = QComboBox()
        self.outcomes = QListWidget()
        self.formats = {name: QRadioButton(words) for name, words in FORMATS.items()}
        self.full_numbers = QCheckBox(self.tr("Telephone numbers in f&ull"))
        self.notes = QCheckBox(self.tr("Na&mes and notes"))
        self.redaction = InlineMessage()
        self.recipient = LineEdit(longest=200)
        self.count = label("", "strong")
        self.message = InlineMessage()
        self.export_button = QPushButton(icon("export", "on_accent"), self.tr("&Export …"))
        self.back_button = QPushButton(self.tr("Go Bac&k"))
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._fill(outcomes)
        self._build()
        self._connect()
        self._choose_period()

    @property
    def working(self) -> bool:
        """Whether a file is being written."""
        return self._work is not None

    def wanted(self) -> CallLogFilter:
        """Return which calls are asked for."""
        marked = (
            self.outcomes.item(place)
            for place in range(self.outcomes.count())
            if self.outcomes.item(place).checkState() == Qt.CheckState.Checked
        )
        return CallLogFilter(
            first=self.first.value(),
            last=self.last.value(),
            customer_id=self.customer.customer_id(),
            category=str(self.category.currentData() or "") or None,
            outcomes=tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in marked),
        )

    def _fill(self, outcomes: Mapping[str, Outcome]) -> None:
        names = {
            "month": self.tr("This month"),
            "last_month": self.tr("Last month"),
            "quarter": self.tr("This quarter"),
            "year": self.tr("This year"),
            "last_year": self.tr("Last year"),
            "all": self.tr("Everything recorded"),
            "days": self.tr("Other days"),
        }
        for period in self._periods:
            self.period.addItem(names[period.id], period.id)
        self.category.addItem(self.tr("Every category"), "")
        for category, mark in theme.CATEGORIES.items():
            self.category.addItem(mark_icon(mark), theme.marked(mark), category)
        for code, outcome in outcomes.items():
            if outcome.channel != "phone":
                continue
            item = QListWidgetItem(f"{code}  {outcome.label}")
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.outcomes.addItem(item)

    def _build(self) -> None:
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        form = QFormLayout()
        form.setHorizontalSpacing(theme.WIDE)
        form.setVerticalSpacing(theme.GAP)
        self.outcomes.setFixedHeight(self.fontMetrics().height() * 8)
        for name, words, field in (
            (self.tr("Period"), self.tr("&Period"), self.period),
            ("", self.tr("F&rom"), self.first),
            ("", self.tr("&To"), self.last),
            (self.tr("Customer"), self.tr("&Customer"), self.customer),
            (self.tr("Category"), self.tr("Cate&gory"), self.category),
            (self.tr("Outcomes"), self.tr("&Outcomes"), self.outcomes),
        ):
            if name:
                field.setAccessibleName(name)
            text = label(words)
            text.setBuddy(field)
            form.addRow(text, field)
        form.addRow("", label(self.tr("None marked exports every outcome."), "small"))
        form.addRow(self.tr("File"), line_of(*self.formats.values(), 1))
        self.formats["xlsx"].setChecked(True)
        form.addRow(self.tr("Shows"), line_of(self.full_numbers, self.notes, 1))
        form.addRow("", self.redaction)
        self.recipient.setAccessibleName(self.tr("For whom"))
        self.recipient.setPlaceholderText(self.tr("manager, lawyer, agency …"))
        text = label(self.tr("For &whom"))
        text.setBuddy(self.recipient)
        form.addRow(text, self.recipient)
        whole.addLayout(form)
        whole.addWidget(self.message)
        whole.addStretch(1)
        self.export_button.setProperty("role", "primary")
        self.export_button.setDefault(True)
        self.back_button.setAutoDefault(False)
        whole.addLayout(line_of(self.count, 1, self.back_button, self.export_button))

    def _connect(self) -> None:
        self.period.currentIndexChanged.connect(self._choose_period)
        self.first.changed.connect(self._changed)
        self.last.changed.connect(self._changed)
        self.customer.chosen.connect(self._changed)
        self.customer.textEdited.connect(self._changed)
        self.category.currentIndexChanged.connect(self._changed)
        self.outcomes.itemChanged.connect(self._changed)
        for box in (self.full_numbers, self.notes):
            box.toggled.connect(self._say_redaction)
        self._timer.timeout.connect(self._ask_count)
        self.export_button.clicked.connect(self._choose_file)
        self.back_button.clicked.connect(self.reject)
        self._say_redaction()

    def _choose_period(self) -> None:
        period = self._periods[self.period.currentIndex()]
        by_hand = period.id == "days"
        for field in (self.first, self.last):
            field.edit.setReadOnly(not by_hand)
        if not by_hand:
            self.first.set_value(period.first)
            self.last.set_value(period.last)
        self._changed()

    def _say_redaction(self) -> None:
        shown = [
            words
            for box, words in (
                (self.full_numbers, self.tr("whole telephone numbers")),
                (self.notes, self.tr("names and what was said")),
            )
            if box.isChecked()
        ]
        if shown:
            text = self.tr("The file will hold {0}. Hand it only to who may read them.")
            self.redaction.say(text.format(self.tr(" and ").join(shown)), "caution")
        else:
            text = self.tr("Redacted: the last four digits of numbers, no names, no notes.")
            self.redaction.say(text, "notice")

    # How many, and the export itself.

    def _changed(self) -> None:
        self._count = -1
        self.count.setText(self.tr("Counting …"))
        self._judge()
        self._timer.start()

    def _ask_count(self) -> None:
        if not self._right():
            self.count.clear()
            return
        desk, wanted = self._shell.desk, self.wanted()
        self._shell.background.run(
            lambda: records.count_call_log(desk, wanted),
            done=partial(self._show_count, wanted),
            failed=self.message.say_error,
            owner=self,
        )

    def _show_count(self, wanted: CallLogFilter, count: int) -> None:
        if wanted == self.wanted():
            self._count = count
            self.count.setText(counted(count, "1 call", "{n} calls"))
            self._judge()

    def _right(self) -> bool:
        first, last = self.first.value(), self.last.value()
        turned = first is not None and last is not None and first > last
        if turned:
            self.message.say(self.tr("The period ends before it begins. Turn the days round."))
        elif not self.customer.is_right():
            self.message.say(
                self.tr("Choose the customer from the list, or empty the field."), "notice"
            )
        else:
            self.message.clear()
        days_right = self.first.is_right() and self.last.is_right()
        return days_right and not turned and self.customer.is_right()

    def _judge(self) -> None:
        right = self._right() and self._work is None
        self.export_button.setEnabled(right and self._count != 0)

    def _choose_file(self) -> None:
        suffix = next(name for name, button in self.formats.items() if button.isChecked())
        dialog = QFileDialog(self, self.tr("Export the Call Log"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{FORMATS[suffix]} (*.{suffix})")
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(f"call-log.{suffix}")
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, file_name: str, reasons: Mapping[str, str] = NO_REASONS) -> None:
        """Write the file; the file dialog has asked about one that is there already."""
        format_ = next(name for name, button in self.formats.items() if button.isChecked())
        desk, wanted = self._shell.desk, self.wanted()
        full, notes = self.full_numbers.isChecked(), self.notes.isChecked()
        recipient, operation_id = self.recipient.text().strip(), uuid4().hex

        def work(progress: Progress) -> CallLogExport:
            return records.export_call_log(
                desk,
                wanted,
                format_,
                Path(file_name),
                full_numbers=full,
                notes=notes,
                recipient=recipient,
                overwrite=True,
                reasons=reasons,
                progress=progress,
                operation_id=operation_id,
            )

        self.message.say(self.tr("Writing {0} …").format(Path(file_name).name), "notice")
        self.back_button.setText(self.tr("&Cancel"))
        self._work = self._shell.background.run_long(
            self.tr("Exporting the call log"),
            work,
            done=self._exported,
            failed=partial(self._refused, file_name),
            cancelled=self._cancelled,
            owner=self,
        )
        self._work.moved.connect(self._moved)
        self.export_button.setEnabled(False)

    def _moved(self, done: int, total: int) -> None:
        self.count.setText(self.tr("{0} of {1}").format(f"{done:,}", f"{total:,}"))

    def _exported(self, export: CallLogExport) -> None:
        self._work = None
        self.exported.emit(export)
        said = counted(export.rows, "1 call exported to {0}.", "{n} calls exported to {0}.")
        self._shell.say(said.format(export.path.name))
        self.accept()

    def _refused(self, file_name: str, error: DeskError) -> None:
        self._rest()
        if isinstance(error, GuardsStandError):
            self.question = ask_guards(
                self,
                error,
                deed=self.tr("&Export It All the Same"),
                stop=self.tr("&Leave It"),
                went_on=partial(self.export_to, file_name),
            )
        self.message.say_error(error)

    def _cancelled(self) -> None:
        self._rest()
        self.message.say(self.tr("Stopped. No file was written."), "notice")

    def _rest(self) -> None:
        self._work = None
        self.back_button.setText(self.tr("Go Bac&k"))
        self.back_button.setEnabled(True)
        self._changed()

    # Overrides of Qt methods.

    def reject(self) -> None:
        """Stop the export that is under way; leave only when none is."""
        if self._work is not None:
            self._work.cancel()
            self.back_button.setEnabled(False)
            self.message.say(self.tr("Stopping …"), "notice")
            return
        super().reject()
