"""The first two steps of an import: which file, and how it is read.

What the bytes prove is shown and can be changed; what they do not prove is asked, and the
import does not go on before it is answered.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.column_map import ColumnMap
from collections_desk.desktop.fields import DayField
from collections_desk.desktop.icons import icon, pixmap
from collections_desk.desktop.import_words import (
    DATE_ORDERS,
    DELIMITERS,
    ENCODINGS,
    KINDS,
    NUMBER_STYLES,
    word,
)
from collections_desk.desktop.labels import card, clear_layout, column, label, line_of
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.messages import InlineMessage
from collections_desk.domain.readings import Answers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from collections_desk.domain.readings import Question, Reading

#: More answers than this are offered in a list.
MOST_BUTTONS = 6
FILTER = "*.csv *.tsv *.txt *.xlsx *.xlsm"


class FileStep(QWidget):
    """Takes a file by dialog or by drop."""

    #: The path of the chosen file.
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._frame, inside = card()
        inside.setSpacing(theme.WIDE)
        self._picture = label()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title = label(self.tr("Drop a file here"), "heading")
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text = label(
            self.tr(
                "The open items, customers or payments that your accounting package exports:"
                " CSV, tab or semicolon separated text, or an Excel workbook. The file is"
                " only read; nothing is changed before you have seen what would change."
            ),
            "muted",
            wrap=True,
        )
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setFixedWidth(520)
        self.button = QPushButton(icon("folder", "on_accent"), self.tr("&Choose a File …"))
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self.choose)
        self.message = InlineMessage()
        self.message.setMaximumWidth(640)
        center = Qt.AlignmentFlag.AlignHCenter
        inside.addStretch(2)
        inside.addWidget(self._picture)
        inside.addWidget(self._title)
        inside.addLayout(line_of(1, text, 1))
        inside.addWidget(self.button, 0, center)
        inside.addWidget(self.message)
        inside.addStretch(3)
        column(self).addWidget(self._frame, 1)
        self._paint_anew()
        theme.notifier.changed.connect(self._paint_anew)

    def choose(self) -> None:
        """Open the file dialog of the desktop."""
        dialog = QFileDialog(self, self.tr("Choose the File to Import"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Lists ({0})").format(FILTER), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.chosen)
        dialog.open()

    def _paint_anew(self) -> None:
        self._picture.setPixmap(pixmap("import", "muted", side=48, ratio=self.devicePixelRatioF()))

    # Overrides of Qt methods.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if len(files) > 1:
            self.message.say(self.tr("Drop one file at a time. Nothing was read."), "caution")
        elif files:
            if Path(files[0]).is_dir():
                self.message.say(self.tr("That is a folder. Drop the file in it."), "caution")
            else:
                self.chosen.emit(files[0])


class QuestionCard(QFrame):
    """One question about the file, with its answers or a line to type one."""

    #: Question id and answer.
    answered = Signal(str, str)

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.setProperty("role", "caution")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(theme.WIDE, 10, theme.WIDE, 10)
        inside.addWidget(label(question.text, "strong", wrap=True))
        self.message = InlineMessage()
        self.buttons: list[QRadioButton] = []
        self.edit: QLineEdit | None = None
        self.box: QComboBox | None = None
        self.use = QPushButton(self.tr("Use Thi&s"))  # only where an answer must be confirmed
        if len(question.options) > MOST_BUTTONS:
            self._offer_list(inside)
        elif question.options:
            group = QButtonGroup(self)
            for option in question.options:
                button = QRadioButton(option.label.replace("&", "&&"))
                button.clicked.connect(
                    lambda _checked=False, value=option.value: self._answer(value)
                )
                group.addButton(button)
                self.buttons.append(button)
                inside.addWidget(button)
            self.setFocusProxy(self.buttons[0])
        else:
            self.edit = LineEdit()
            self.edit.setMaximumWidth(220)
            self.edit.setAccessibleName(question.text)
            self.use.clicked.connect(self._typed)
            self.edit.returnPressed.connect(self._typed)
            inside.addLayout(line_of(self.edit, self.use, 1))
            self.setFocusProxy(self.edit)
        inside.addWidget(self.message)

    def _offer_list(self, inside: QVBoxLayout) -> None:
        """Offer many answers in a list, the likely one marked; nothing counts before Use This."""
        box = self.box = QComboBox()
        box.setAccessibleName(self.question.text)
        for option in self.question.options:
            box.addItem(option.label, option.value)
        box.setCurrentIndex(max(0, box.findData(self.question.suggested)))
        box.setMinimumWidth(160)
        self.use.clicked.connect(lambda: self._answer(str(box.currentData())))
        inside.addLayout(line_of(box, self.use, 1))
        self.setFocusProxy(self.use)

    def _typed(self) -> None:
        assert self.edit is not None  # noqa: S101 - only connected where there is one
        self._answer(self.edit.text().strip())

    def _answer(self, value: str) -> None:
        try:
            Answers().answered(self.question.id, value)
        except ValueError:
            self.message.say(self.tr("This is no answer to the question. Type a whole number."))
            return
        self.answered.emit(self.question.id, value)


class HowStep(QWidget):
    """How the file is read: layout, characters, dates, numbers, columns, and the questions."""

    #: The file must be read again with other answers.
    reread = Signal()

    def __init__(
        self, today: date, parent: QWidget | None = None, *, locale: str = "en_US"
    ) -> None:
        super().__init__(parent)
        self._reading: Reading | None = None
        self._answers = Answers()
        self._showing = False
        self._answered_now = False
        self.layout_name = label("", "heading")
        self.questions = column()
        self.encoding = self._box(self.tr("Characters"))
        self.delimiter = self._box(self.tr("Between the cells"))
        self.date_order = self._box(self.tr("Dates"))
        self.number_style = self._box(self.tr("Amounts"))
        self.header_line = LineEdit()
        self.header_line.setMaximumWidth(80)
        self.header_line.setAccessibleName(self.tr("Line of the headings"))
        self.currency = LineEdit(longest=3)
        self.currency.setMaximumWidth(80)
        self.currency.setAccessibleName(self.tr("Currency where the file names none"))
        self.as_of = DayField(
            self.tr("Balances as of"), today, locale=locale, optional=True, latest=today
        )
        self.map = ColumnMap()
        self._build()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.currentIndexChanged.connect(self._chosen)
        return box

    def _build(self) -> None:
        whole = column(self, gap=theme.WIDE)
        whole.addWidget(self.layout_name)
        whole.addLayout(self.questions)
        form_card, inside = card()
        form = QFormLayout()
        form.setHorizontalSpacing(theme.WIDE)
        form.setVerticalSpacing(theme.GAP)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for name, field in (
            (self.tr("Cha&racters"), self.encoding),
            (self.tr("Between ce&lls"), self.delimiter),
            (self.tr("Headin&gs on line"), self.header_line),
            (self.tr("&Dates"), self.date_order),
            (self.tr("A&mounts"), self.number_style),
            (self.tr("C&urrency"), self.currency),
            (self.tr("Balances as &of"), self.as_of),
        ):
            text = label(name)
            text.setBuddy(field)
            form.addRow(text, field)
        inside.addLayout(form)
        inside.addStretch(1)
        map_card, map_inside = card()
        map_inside.addWidget(self.map)
        form_card.setMinimumWidth(380)
        both = line_of(form_card, map_card, gap=theme.WIDE)
        both.setStretch(0, 2)
        both.setStretch(1, 3)
        whole.addLayout(both, 1)
        self.header_line.editingFinished.connect(self._typed)
        self.currency.editingFinished.connect(self._typed)
        self.as_of.edit.editingFinished.connect(self._typed)
        self.map.changed.connect(self._mapped)

    def show_reading(self, reading: Reading, fields: Sequence[str], sheets: Sequence[str]) -> None:
        """Show how the file was read just now."""
        del sheets
        self._showing = True
        self._reading, self._answers = reading, reading.answers
        self.layout_name.setText(
            self.tr("{0}  ·  {1}").format(reading.layout_label, word(KINDS, reading.kind))
        )
        _fill(self.encoding, ENCODINGS, reading.encoding)
        _fill(self.delimiter, DELIMITERS, reading.delimiter)
        _fill(self.date_order, DATE_ORDERS, reading.date_order)
        _fill(self.number_style, NUMBER_STYLES, reading.number_style)
        text_file = bool(reading.delimiter)
        for box in (self.encoding, self.delimiter):
            box.setEnabled(text_file)
        self.date_order.setEnabled(bool(reading.date_order))
        self.header_line.setText(str(reading.header_line or ""))
        self.currency.setText(reading.answers.currency or "")
        if reading.as_of is not None:
            self.as_of.set_value(reading.as_of)
        self.map.show_map(reading, fields)
        self._ask(reading.questions)
        self._showing = False

    def answers(self) -> Answers:
        """Return what the clerk has said so far."""
        return self._answers

    def was_answered(self) -> bool:
        """Tell, once, whether the file was read again because a question was answered."""
        answered, self._answered_now = self._answered_now, False
        return answered

    def day(self) -> date | None:
        """Return the day for which the balances hold, as typed."""
        return self.as_of.value()

    def open_questions(self) -> int:
        """Return how many questions wait for an answer."""
        return self.questions.count()

    def cards(self) -> list[QuestionCard]:
        """Return the questions that are asked."""
        found = (self.questions.itemAt(place) for place in range(self.questions.count()))
        cards = (item.widget() for item in found if item is not None)
        return [one for one in cards if isinstance(one, QuestionCard)]

    def _ask(self, questions: Sequence[Question]) -> None:
        clear_layout(self.questions)
        for question in questions:
            one = QuestionCard(question)
            one.answered.connect(self.answer)
            self.questions.addWidget(one)

    def answer(self, question_id: str, value: str) -> None:
        """Take the answer to a question and have the file read again."""
        self._answers = self._answers.answered(question_id, value)
        self._answered_now = True
        self.reread.emit()

    def _chosen(self) -> None:
        if self._showing or self._reading is None:
            return
        answers, reading = self._answers, self._reading
        for name, box, now in (
            ("encoding", self.encoding, reading.encoding),
            ("delimiter", self.delimiter, reading.delimiter),
            ("date_order", self.date_order, reading.date_order),
            ("number_style", self.number_style, reading.number_style),
        ):
            value = str(box.currentData() or "")
            if value and value != now:
                answers = answers.answered(name, value)
        if answers != self._answers:
            self._answers = answers
            self.reread.emit()

    def _typed(self) -> None:
        if self._showing or self._reading is None:
            return
        answers = self._answers
        line = self.header_line.text().strip()
        if line.isdigit() and int(line) != self._reading.header_line:
            answers = answers.answered("header_line", line)
        currency = self.currency.text().strip().upper()
        if currency and currency != answers.currency:
            answers = answers.answered("currency", currency)
        moved = self.as_of.value() is not None and self.as_of.value() != self._reading.as_of
        if answers != self._answers or moved:
            self._answers = answers
            self.reread.emit()

    def _mapped(self) -> None:
        if not self._showing:
            self._answers = Answers(columns=self.map.columns()).over(self._answers)
            self.reread.emit()


def _fill(box: QComboBox, words: Mapping[str, object], now: str) -> None:
    """Offer what can be chosen, and show what is in force even if it cannot be chosen."""
    box.clear()
    for name in dict.fromkeys([*([now] if now not in words else []), *words]):
        if name in {"utf-8-sig", "xlsx"} and name != now:
            continue
        box.addItem(word(words, name) if name else "-", name)
    box.setCurrentIndex(max(0, box.findData(now)))


def scrolled(widget: QWidget) -> QScrollArea:
    """Return a widget in a scroll area, for windows that are smaller than it."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setProperty("role", "page")
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the keyboard, and scrolls it
    return area
