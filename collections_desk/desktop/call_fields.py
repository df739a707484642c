"""The fields of the call form, and the entry that they make.

The order on the screen is the order of Tab. The cursor starts in the note; what the clerk
leaves alone is proposed from what she typed: a promise makes the outcome "promise to pay",
a reason makes it a talk with the right person, nothing leaves it "no answer".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLayout,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.call_invoices import CallInvoices
from collections_desk.desktop.call_recording import RecordingPart
from collections_desk.desktop.call_tables import (
    CONSENT_OUTCOMES,
    DEFAULT_OUTCOME,
    DISPUTE_OUTCOMES,
    PROMISE_OUTCOME,
    TALK_OUTCOME,
    outcome_choices,
)
from collections_desk.desktop.code_field import Choice, CodeField
from collections_desk.desktop.fields import DayField, MoneyField, PromiseField, TypedField
from collections_desk.desktop.labels import label, line_of
from collections_desk.desktop.line_edit import LengthGuard, LineEdit, line_of_box, with_label
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.desktop.promise_before import before_text
from collections_desk.domain.activities import CallEntry
from collections_desk.domain.money import zero

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from collections_desk.desktop.call_tables import CallTables
    from collections_desk.domain.activities import Direction
    from collections_desk.domain.customer_page import CustomerPage
    from collections_desk.domain.settings import Settings


class CallFields(QWidget):
    """Everything the clerk can say about a call."""

    changed = Signal()
    #: Another number, or in instead of out: the guards are asked again.
    guarded_changed = Signal()

    def __init__(
        self, tables: CallTables, page: CustomerPage, settings: Settings, today: date
    ) -> None:
        super().__init__()
        self._tables = tables
        self._page = page
        self._locale, self._today = settings.locale, today
        self._touched = False  # whether the clerk chose the outcome herself
        self._filling = False
        self._make(settings, today)
        self._arrange()
        self._fill()
        self._listen()
        self._follow()

    # What the form asks.

    def entry(self, started: datetime, seconds: int | None, draft_key: str) -> CallEntry | None:
        """Return what is to be logged, or None after saying beside a field what is missing."""
        for code_field in (self.outcome, self.reason, self.dispute):
            code_field.settle()
        if not self._is_complete():
            return None
        name, _, role = self.reached.currentText().partition(",")
        disputed = self.disputed.value() if self._asks_dispute() else None
        direction: Direction = "in" if self.incoming.isChecked() else "out"
        return CallEntry(
            customer_id=self._page.customer.id,
            started=started,
            outcome=self.outcome.code(),
            direction=direction,
            seconds=seconds,
            number=self._number() or None,
            contact_point_id=self._contact_point_id(),
            reached_name=name.strip() or None,
            reached_role=role.strip() or None,
            identity_checked=self.identity.isChecked(),
            reason=self.reason.code() or None,
            dispute_code=(self.dispute.code() or None) if self._asks_dispute() else None,
            invoice_ids=tuple(self.checked_invoices()),
            note=self.note.note(),
            promise=self.promise.value(),
            promise_method=self.method.text().strip(),
            next_action=self.next_text.text().strip() or None,
            next_on=self.next_on.value(),
            consent=self.consent.text().strip() or None,
            disputed_minor=disputed.minor if disputed else None,
            draft_key=draft_key,
            introduced_as=self.recording.introduced_as(),
            recording=self.recording.talk(self.reached.currentText().strip()),
        )

    def outcome_of_clerk(self) -> str:
        """Return the outcome if the clerk chose it herself, not the proposed one."""
        return self.outcome.code() if self._touched else ""

    def choose_outcome(self, code: str) -> None:
        """Choose an outcome as the clerk does: it is not replaced by a proposal."""
        self._touched = True
        self.outcome.choose(code)

    def fill_quietly(self, fill: Callable[[], object]) -> None:
        """Fill fields without telling that the clerk typed."""
        self._filling = True
        fill()
        self._filling = False
        self._follow()

    def choose_number(self, number: str) -> None:
        """Choose the number that was clicked; one that is not on the page is typed in."""
        values = [
            self.number.itemText(place).partition("  (")[0] for place in range(self.number.count())
        ]
        if number in values:
            self.number.setCurrentIndex(values.index(number))
        else:
            self.number.setEditText(number)

    def checked_invoices(self) -> list[int]:
        """Return the ids of the invoices that were discussed."""
        return self.invoices.checked()

    def is_incoming(self) -> bool:
        """Tell whether the customer called us."""
        return self.incoming.isChecked()

    def called_number(self) -> str:
        """Return the number of this call, or an empty text."""
        return self._number()

    def show_fault(self, field: str, text: str) -> None:
        """Say beside a field what the store did not take."""
        known = {
            "outcome": (self.outcome, self.outcome_message),
            "note": (self.note, self.note_message),
            "promise": (self.promise.edit, self.promise.message),
            "amount": (self.promise.edit, self.promise.message),
            "due": (self.promise.edit, self.promise.message),
            "dispute_code": (self.dispute, self.dispute_message),
            "invoice_ids": (self.dispute, self.dispute_message),
            "disputed_minor": (self.disputed.edit, self.disputed.message),
            "reason": (self.reason, self.outcome_message),
            "next_on": (self.next_on.edit, self.next_on.message),
            "recording": (self.recording.wanted, self.recording.message),
        }
        widget, message = known.get(field, (self.outcome, self.outcome_message))
        message.say(text)
        widget.setFocus()

    # How it is made.

    def _make(self, settings: Settings, today: date) -> None:
        money = self._page.to_be_collected
        owed = money[0] if money else zero(self._page.customer.currency or settings.currency)
        self._currency = owed.currency
        self.incoming = QCheckBox(self.tr("&Incoming"))
        self.incoming.setToolTip(self.tr("The customer called us"))
        self.number = QComboBox(editable=True)
        self.number.setAccessibleName(self.tr("Number"))
        self.reached = QComboBox(editable=True)
        self.reached.setAccessibleName(self.tr("Reached: name, role"))
        for box in (self.number, self.reached):
            LengthGuard(line_of_box(box))
        self.identity = QCheckBox(self.tr("I&dentity checked"))
        self.identity.setToolTip(self.tr("Two facts asked and right, before the debt was named"))
        self.note = NoteEdit()
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setMinimumHeight(72)
        self.note_message = InlineMessage(field=self.note)
        self.note.refused.connect(self.note_message.say)
        self.outcome = CodeField(outcome_choices(self._tables.outcomes.values()), optional=False)
        self.outcome.setAccessibleName(self.tr("Outcome"))
        self.outcome_message = InlineMessage(field=self.outcome)
        self.reason = CodeField(
            [Choice(reason.code, reason.label) for reason in self._tables.reasons.values()]
        )
        self.reason.setAccessibleName(self.tr("Reason for not paying"))
        self.reason.setPlaceholderText(self.tr("why they have not paid, if they said"))
        self.dispute = CodeField(
            [Choice(code.code, code.label) for code in self._tables.disputes.values()]
        )
        self.dispute.setAccessibleName(self.tr("Kind of dispute"))
        self.dispute.setPlaceholderText(self.tr("what they disagree with"))
        self.dispute_message = InlineMessage(field=self.dispute)
        self.disputed = MoneyField(self.tr("Amount in question"), owed.currency)
        self.disputed.edit.setPlaceholderText(self.tr("empty: all of it"))
        self.promise = PromiseField(self.tr("Promise"), today, owed)
        self.method = LineEdit()
        self.method.setAccessibleName(self.tr("How it will be paid"))
        self.method.setPlaceholderText(self.tr("card by phone, check in the mail"))
        self.before = label("", "muted", wrap=True)
        self.invoices = CallInvoices()
        self.next_text = LineEdit()
        self.next_text.setAccessibleName(self.tr("Next action"))
        self.next_on = DayField(
            self.tr("On which day"), today, locale=self._locale, earliest=today
        )
        self.next_on.edit.setPlaceholderText(self.tr("day: fri, +3"))
        self.consent = LineEdit()
        self.consent.setAccessibleName(self.tr("What they agreed to"))
        self.consent.setPlaceholderText(self.tr("call back on Monday after 2"))
        self.recording = RecordingPart(self._tables.recording)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP + 4)
        grid.setVerticalSpacing(theme.GAP - 2)
        grid.setColumnStretch(1, 1)
        self._grid = grid
        self._row_widgets: dict[QWidget, QWidget] = {}
        self._row(self.tr("Num&ber"), self.number, line_of(self.number, self.incoming))
        self._row(self.tr("&Reached"), self.reached, line_of(self.reached, self.identity))
        self._row(self.tr("&Note"), self.note)
        self._grid.setRowStretch(self._grid.rowCount() - 1, 1)
        self._message_row(self.note_message)
        self._row(self.tr("&Outcome"), self.outcome)
        self._message_row(self.outcome_message)
        self._row(self.tr("Rea&son"), self.reason)
        self._row(self.tr("&Kind of dispute"), self.dispute)
        self._message_row(self.dispute_message)
        self._row(self.tr("Amount in &question"), self.disputed)
        self._row(self.tr("&Promise"), self.promise)
        self._grid.addWidget(self.before, self._grid.rowCount(), 1)
        self._row(self.tr("Paid b&y"), self.method)
        self._row(self.tr("Re&garding"), self.invoices)
        self._row(self.tr("Ne&xt"), self.next_text, line_of(self.next_text, self.next_on))
        self._row(self.tr("&Agreed"), self.consent)
        self._grid.addWidget(self.recording, self._grid.rowCount(), 1)
        self.number.setSizePolicy(self.reached.sizePolicy())
        for box in (self.number, self.reached):
            box.setMinimumContentsLength(16)

    def _row(self, words: str, field: QWidget, content: QLayout | None = None) -> None:
        row = self._grid.rowCount()
        caption = label(words, "muted")
        caption.setBuddy(field.edit if isinstance(field, TypedField) else field)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        caption.setContentsMargins(0, 6, 0, 0)
        self._grid.addWidget(caption, row, 0, side)
        if content is None:
            self._grid.addWidget(field, row, 1)
        else:
            self._grid.addLayout(content, row, 1)
        self._row_widgets[field] = caption

    def _message_row(self, message: InlineMessage) -> None:
        self._grid.addWidget(message, self._grid.rowCount(), 1)

    def _fill(self) -> None:
        for point in self._page.contact_points:
            if point.is_phone and point.state == "ok":
                self.number.addItem(with_label(point.value, point.label), point.id)
        self.reached.addItem("")
        for person in self._page.people:
            role = f", {person.role}" if person.role else ""
            self.reached.addItem(f"{person.name}{role}")
        self.reached.setCurrentIndex(0)
        line_of_box(self.reached).setPlaceholderText(self.tr("name, role"))
        self.invoices.offer(self._page.invoices, self._locale)

    def _listen(self) -> None:
        self.incoming.toggled.connect(self._guarded)
        self.number.currentIndexChanged.connect(self._guarded)
        line_of_box(self.number).editingFinished.connect(self._guarded)
        self.outcome.textEdited.connect(self._touch)
        self.outcome.chosen.connect(self._follow)
        self.reason.chosen.connect(self._follow)
        self.dispute.chosen.connect(self._tell)
        for field in (self.promise, self.disputed, self.next_on):
            field.changed.connect(self._follow)
        for edit in (self.method, self.next_text, self.consent, self.promise.edit):
            edit.textEdited.connect(self._tell)
        self.number.editTextChanged.connect(self._tell)
        self.reached.editTextChanged.connect(self._follow)
        self.identity.toggled.connect(self._tell)
        self.recording.changed.connect(self._tell)
        self.note.reworded.connect(self._tell)
        self.invoices.itemChanged.connect(self._follow)

    # What follows from what is typed.

    def _touch(self) -> None:
        self._touched = True

    def _guarded(self) -> None:
        self._tell()
        if not self._filling:
            self.guarded_changed.emit()

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit()

    def _follow(self) -> None:
        """Propose the outcome, and show only the fields that it asks for."""
        if not self.outcome.hasFocus() and not (self._touched and self.outcome.text().strip()):
            self._touched = False  # emptied: the proposal holds again
            self.outcome.choose(self._proposed_outcome())
        if self.outcome.code():
            self.outcome_message.clear()
        asks_dispute = self._asks_dispute()
        for field in (self.dispute, self.disputed):
            field.setVisible(asks_dispute)
            self._row_widgets[field].setVisible(asks_dispute)
        promised = bool(self.promise.text().strip())
        self._show_row(self.method, shown=promised)
        self._say_before(promised=promised)
        asks_consent = self.outcome.code() in CONSENT_OUTCOMES or bool(self.consent.text())
        self._show_row(self.consent, shown=asks_consent)
        outcome = self._tables.outcomes.get(self.outcome.code())
        proposal = outcome.next_default if outcome else ""
        self.next_text.setPlaceholderText(
            self.tr("as planned: {0}").format(proposal) if proposal else self.tr("as planned")
        )
        self._tell()

    def _say_before(self, *, promised: bool) -> None:
        """Say, while a promise is typed, which one on this money it is."""
        self.before.setVisible(promised)
        if promised:
            given = self.promise.value()
            code = given.amount.currency if given is not None else self._currency
            marked = self.checked_invoices()
            said = before_text(self._page, code, marked, self._today, self._locale)
            self.before.setText(said)

    def _show_row(self, field: QWidget, *, shown: bool) -> None:
        field.setVisible(shown)
        self._row_widgets[field].setVisible(shown)

    def _proposed_outcome(self) -> str:
        if self.promise.value() is not None:
            return PROMISE_OUTCOME
        if self.reason.code() or self.reached.currentText().strip() or self.incoming.isChecked():
            return TALK_OUTCOME
        return DEFAULT_OUTCOME

    def _asks_dispute(self) -> bool:
        reason = self._tables.reasons.get(self.reason.code())
        hinted = reason is not None and reason.category_hint == "disputing"
        return self.outcome.code() in DISPUTE_OUTCOMES or (
            hinted and self.outcome.code() not in {"", DEFAULT_OUTCOME}
        )

    def _is_complete(self) -> bool:
        if not self.outcome.code():
            self.show_fault("outcome", self.tr("Say how the call ended: a digit, code or word."))
            return False
        if self.outcome.code() == PROMISE_OUTCOME and not self.promise.text().strip():
            self.show_fault("promise", self.tr("Say how much and by when: 1200 fri."))
            return False
        for field in (self.promise, self.disputed, self.next_on):
            if not field.check():
                field.setFocus()
                return False
        return self.recording.is_right()

    def _number(self) -> str:
        text = self.number.currentText().strip()
        return text.partition("  (")[0]

    def _contact_point_id(self) -> int | None:
        place = self.number.findText(self.number.currentText())
        return int(self.number.itemData(place)) if place >= 0 else None
