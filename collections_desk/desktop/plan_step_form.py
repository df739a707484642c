"""The fields of one step of a contact plan, each with what is wrong beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QLabel, QScrollArea, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.desktop.plan_words import (
    anchor_word,
    channel_word,
    condition_word,
    signer_word,
    tone_word,
)
from collections_desk.desktop.quiet_boxes import QuietComboBox, QuietSpinBox
from collections_desk.domain.plan_checks import EARLIEST, LATEST, LONGEST_PAUSE
from collections_desk.domain.plan_editing import anchors_of, conditions_of
from collections_desk.domain.plan_reading import (
    CHANNEL_WORDS,
    SIGNER_WORDS,
    condition_words,
    when_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QKeyEvent

    from collections_desk.domain.contact_plans import Step
    from collections_desk.domain.plan_checks import PlanFault
    from collections_desk.operations.contact_plans import PlanPage

#: What one step's text may have at most while it is typed; the check asks for far less.
LONGEST_TYPED = 2_000
#: The lines of the text that are seen at once.
TEXT_LINES = 3


class StepForm(QScrollArea):
    """All fields of one step. Each change is told at once; nothing waits for a button."""

    #: The step as it stands in the fields now.
    changed = Signal(object)
    #: Escape: back to the list.
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step: Step | None = None
        self._showing = False
        self._page: PlanPage | None = None
        self._fields: dict[str, QWidget] = {}
        self._messages: dict[str, InlineMessage] = {}
        self._ground = QWidget()
        self._form = QFormLayout()
        self._make_fields()
        self._lay_out()

    @property
    def first_field(self) -> QWidget:
        """The field in which the cursor begins."""
        return self.name if self.name.isEnabled() else self.offset

    def field(self, name: str) -> QWidget:
        """Return a field by its name, as `PlanFault.field` has it."""
        return self._fields[name]

    def fault_at(self, name: str) -> str:
        """Return what is said beside a field now."""
        return self._messages[name].text()

    def take_page(self, page: PlanPage) -> None:
        """Offer what the steps of a plan may name."""
        self._page = page
        self._showing = True
        plan_id = page.plan.id
        _fill(self.anchor, [(one, anchor_word(one)) for one in anchors_of(plan_id)])
        self.anchor.setEnabled(len(anchors_of(plan_id)) > 1)
        _fill(self.channel, [(one, channel_word(one)) for one in CHANNEL_WORDS])
        letters = [("", self.tr("No letter"))]
        letters += [(one, self._letter_words(one, words)) for one, words in page.letters]
        _fill(self.letter, letters)
        _fill(self.tone, [("", tone_word("")), *((one, tone_word(one)) for one in page.tones)])
        _fill(
            self.signer,
            [("", signer_word("")), *((one, signer_word(one)) for one in SIGNER_WORDS)],
        )
        conditions = ["", *conditions_of(plan_id)]
        _fill(self.condition, [(one, condition_word(one)) for one in conditions])
        self._showing = False

    def show_step(self, step: Step | None, faults: Iterable[PlanFault], *, new: bool) -> None:
        """Show a step, or none in an empty plan.

        Args:
            step: The step.
            faults: What is wrong with it.
            new: Whether it was never saved: only then its name can be chosen.
        """
        self._ground.setEnabled(step is not None)
        other = self._step is None or step is None or step.id != self._step.id
        self._step = step
        self._showing = True
        if step is not None:
            self._put(step, other=other)
        self.name.setEnabled(new)
        self._showing = False
        self._say(step, faults)

    def _put(self, step: Step, *, other: bool) -> None:
        if self.name.text() != step.id:
            self.name.setText(step.id)
        if other or self.typed_text() != step.text:
            self.text.setPlainText(step.text)
        for box, value in (
            (self.anchor, step.anchor),
            (self.unit, step.unit),
            (self.channel, step.channel),
            (self.letter, step.letter),
            (self.tone, step.tone),
            (self.signer, step.signer),
            (self.condition, step.condition),
        ):
            _choose(box, value)
        self.offset.setValue(step.offset)
        self.least_days.setValue(step.least_days)
        self.switch.setChecked(step.on)

    def _say(self, step: Step | None, faults: Iterable[PlanFault]) -> None:
        by_field: dict[str, list[PlanFault]] = {}
        for fault in faults:
            field = "offset" if fault.field == "unit" else fault.field
            by_field.setdefault(field, []).append(fault)
        for name, message in self._messages.items():
            found = sorted(by_field.get(name, ()), key=lambda one: not one.stops)
            message.say(
                " ".join(f"{one.said} {one.remedy}" for one in found),
                "danger" if any(one.stops for one in found) else "caution",
            )
        self.meaning.setText(when_words(step) if step else "")
        tone = self._page.tones.get(step.tone) if self._page and step else None
        self.do.setText(self.tr("Do: {0}.").format(tone.do) if tone else "")
        self.avoid.setText(self.tr("Avoid: {0}.").format(tone.avoid) if tone else "")
        for guide in (self.do, self.avoid):
            guide.setVisible(tone is not None)

    def typed_text(self) -> str:
        """Return the text as one line."""
        return " ".join(self.text.note().split("\n"))

    def _letter_words(self, ident: str, words: str) -> str:
        said = f"{ident}  {words}".strip()
        if self._page is not None and ident not in self._page.known.worded:
            return self.tr("{0} (no wording is shipped)").format(said)
        return said

    def _make_fields(self) -> None:
        self.name = LineEdit(longest=8)
        self.anchor = QuietComboBox()
        self.offset = QuietSpinBox(EARLIEST, LATEST)
        self.unit = QuietComboBox()
        _fill(
            self.unit,
            [("calendar", self.tr("calendar days")), ("business", self.tr("business days"))],
        )
        self.meaning = label("", "muted", wrap=True)
        self.channel = QuietComboBox()
        self.letter = QuietComboBox()
        self.tone = QuietComboBox()
        self.do = label("", "muted", wrap=True)
        self.avoid = label("", "muted", wrap=True)
        self.signer = QuietComboBox()
        self.condition = QuietComboBox()
        self.least_days = QuietSpinBox(0, LONGEST_PAUSE)
        self.switch = QCheckBox(self.tr("The step is on"))
        self.text = NoteEdit(longest=LONGEST_TYPED)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * TEXT_LINES + 18)
        self.text.refused.connect(self._refused)
        for box in (self.anchor, self.unit, self.channel, self.letter, self.tone, self.signer):
            box.currentIndexChanged.connect(self._tell)
        self.condition.currentIndexChanged.connect(self._tell)
        self.name.textEdited.connect(self._tell)
        self.offset.valueChanged.connect(self._tell)
        self.least_days.valueChanged.connect(self._tell)
        self.switch.toggled.connect(self._tell)
        self.text.textChanged.connect(self._tell)

    def _lay_out(self) -> None:
        self._form.setHorizontalSpacing(theme.WIDE - 4)
        self._form.setVerticalSpacing(theme.TIGHT + 2)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._row("id", self.tr("Ste&p"), self.name)
        self._row("text", self.tr("What is &done"), self.text)
        self._row("anchor", self.tr("Cou&nts from"), self.anchor)
        self.unit.setAccessibleName(self.tr("Kind of days"))
        self._row(
            "offset", self.tr("Da&ys after it"), self.offset, self.unit, below=[self.meaning]
        )
        self._row("channel", self.tr("Ho&w"), self.channel)
        self._row("letter", self.tr("&Letter"), self.letter)
        self._row("tone", self.tr("T&one"), self.tone, below=[self.do, self.avoid])
        self._row("signer", self.tr("Signed or done &by"), self.signer)
        self._row("condition", self.tr("Only &if"), self.condition)
        self._row("least_days", self.tr("Least days since the step before"), self.least_days)
        self._form.addRow("", self.switch)
        self._fields["on"] = self.switch
        self._fields["unit"] = self.unit
        inside = column(self._ground)
        inside.setContentsMargins(theme.GAP, 0, theme.GAP, theme.GAP)
        inside.addLayout(self._form)
        inside.addStretch(1)
        self.setProperty("role", "page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Fields of the step"))
        self.setWidget(self._ground)

    def _row(
        self,
        name: str,
        words: str,
        field: QWidget,
        beside: QWidget | None = None,
        *,
        below: Sequence[QLabel] = (),
    ) -> None:
        caption = label(words, wrap=True)
        caption.setBuddy(field)
        caption.setFixedWidth(110)
        caption.setContentsMargins(0, 1, 0, 0)  # in the middle of a field of one line
        field.setAccessibleName(words.replace("&", ""))
        message = InlineMessage(field=field)
        cell = column(gap=2)
        cell.addLayout(line_of(field, beside, 1) if beside is not None else line_of(field))
        for one in below:
            cell.addWidget(one)
        cell.addWidget(message)
        self._form.addRow(caption, cell)
        self._fields[name] = field
        self._messages[name] = message

    def _tell(self, *_: object) -> None:
        if self._showing or self._step is None:
            return
        values: dict[str, Any] = {
            "id": self.name.text().strip(),
            "anchor": self.anchor.currentData(),
            "offset": self.offset.value(),
            "unit": self.unit.currentData(),
            "channel": self.channel.currentData(),
            "letter": self.letter.currentData(),
            "tone": self.tone.currentData(),
            "signer": self.signer.currentData(),
            "condition": self.condition.currentData(),
            "least_days": self.least_days.value(),
            "on": self.switch.isChecked(),
            "text": self.typed_text(),
        }
        self.changed.emit(replace(self._step, **values))

    def _refused(self, why: str) -> None:
        self._messages["text"].say(why)

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def _fill(box: QuietComboBox, choices: Iterable[tuple[str, str]]) -> None:
    box.clear()
    for value, words in choices:
        box.addItem(words, value)


def _choose(box: QuietComboBox, value: str) -> None:
    """Choose a value; one that is not offered is shown as it is, for the check to name it."""
    if box.findData(value) < 0:
        box.addItem(condition_words(value), value)
    box.setCurrentIndex(box.findData(value))
