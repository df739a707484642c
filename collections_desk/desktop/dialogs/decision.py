"""Review and Decide: the memo on one side, what is decided on the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from collections_desk.desktop.asking_guards import ask_guards
from collections_desk.desktop.dialogs.receiver import ReceiverFields
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.document_view import DocumentView
from collections_desk.desktop.fields import DayField, MoneyField
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.domain.decisions import DECISIONS, TO_BE_PLACED, Estimate
from collections_desk.domain.money import zero
from collections_desk.domain.money_text import monies_text
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import decisions
from collections_desk.operations.decisions import DecisionEntry, DecisionMade
from collections_desk.operations.guarding import GuardsStandError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.dialogs.guards import GuardsDialog
    from collections_desk.desktop.shell import Shell
    from collections_desk.errors import DeskError

#: A customer who is kept on is looked at again after so many days, unless the clerk says so.
USUAL_DAYS = 30
SATURDAY = 5
#: The memo is drawn anew this long after the last change, in milliseconds.
PAUSE = 300
#: What is asked for besides who and why, by what is decided.
ASKED = {
    "keep": {"review"},
    "agency": {"receiver", "percent", "expected", "spent"},
    "court": {"receiver", "costs", "expected", "spent"},
    "settle": {"amount", "due", "expected", "spent"},
    "write_off": {"spent"},
    "credit": {"amount"},
}


def working_day(day: date) -> date:
    """Return the day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


class DecisionDialog(Sheet):
    """One page of facts, and one decision with who and why."""

    def __init__(self, shell: Shell, facts: PageFacts, parent: QWidget) -> None:
        super().__init__(
            shell,
            tr("Review and Decide"),
            tr("Record the &Decision"),
            parent,
            remark=facts.page.customer.name,
        )
        self._customer = facts.page.customer
        self._again: Callable[[dict[str, str]], object] | None = None
        self.question: GuardsDialog | None = None
        settings = facts.settings
        self._locale = settings.locale
        owed = [one for one in facts.page.balances if one.minor > 0]
        self._owed = owed[0] if owed else zero(self._customer.currency or settings.currency)
        code = self._owed.currency
        self.what = QComboBox()
        self.what.setAccessibleName(self.tr("What is decided"))
        for kind, words in DECISIONS.items():
            self.what.addItem(words, kind)
        self.review = DayField(
            self.tr("Look again on"),
            facts.today,
            locale=self._locale,
            earliest=facts.today + timedelta(days=1),
        )
        self.review.set_value(working_day(facts.today + timedelta(days=USUAL_DAYS)))
        self.receiver = ReceiverFields(shell, self)
        money = partial(MoneyField, locale=self._locale)
        self.amount = money(self.tr("Amount"), code, most=self._owed if owed else None)
        self.due = DayField(
            self.tr("To be paid by"), facts.today, locale=self._locale, earliest=facts.today
        )
        self.expected = money(self.tr("Expected to come in"), code)
        self.costs = money(self.tr("Court and other costs"), code)
        self.spent = money(self.tr("Spent so far"), code)
        self.decided_by = QComboBox(editable=True)
        self.decided_by.setAccessibleName(self.tr("Who decided"))
        signers = (settings.exec_signer.name, settings.lead_signer.name, settings.clerk)
        self.decided_by.addItems([one for one in dict.fromkeys(signers) if one])
        self.reason = LineEdit()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("one sentence; it is recorded"))
        self.effect = label("", "muted", wrap=True)
        self.memo = DocumentView()
        self.memo.setAccessibleName(self.tr("Decision memo"))
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._add_rows()
        self._lay_beside()
        self._connect()
        self._follow()
        self._draw_memo()
        self.what.setFocus()

    def entry(self) -> DecisionEntry:
        """Return what is filled in."""
        kind = str(self.what.currentData())
        asked = ASKED[kind]
        receiver = self.receiver.value(kind) if kind in TO_BE_PLACED else None
        estimate = Estimate(
            self.expected.value() if "expected" in asked else None,
            self.receiver.percent_typed() if "percent" in asked else None,
            self.costs.value() if "costs" in asked else None,
        )
        return DecisionEntry(
            self._customer.id,
            kind,
            self.decided_by.currentText(),
            self.reason.text(),
            self.review.value() if "review" in asked else None,
            estimate,
            self.spent.value() if "spent" in asked else None,
            self.amount.value() if "amount" in asked else None,
            self.due.value() if "due" in asked else None,
            receiver,
        )

    def choose(self, kind: str) -> None:
        """Choose what is decided."""
        self.what.setCurrentIndex(self.what.findData(kind))

    def fault(self) -> str:
        """Ask for what is missing."""
        fields = (self.review, self.amount, self.due, self.expected, self.costs, self.spent)
        if not all(field.check() for field in fields if field.isVisibleTo(self)):
            return self.tr("Put the marked field right first.")
        if not self.decided_by.currentText().strip():
            return self.tr("Say who decided.")
        if not self.reason.text().strip():
            return self.tr("Say why; the sentence is recorded.")
        try:
            self.receiver.percent_typed()
        except EntryRefusedError as refused:
            return f"{refused.problem} {refused.remedy}"
        return ""

    def perform(self) -> None:
        """Record it."""
        self._record(self.entry(), {})

    def _record(self, entry: DecisionEntry, reasons: dict[str, str]) -> None:
        """Record it; where guards stand, ask the clerk and do it again with her sentences."""
        self._again = partial(self._record, entry)
        self.write(
            partial(decisions.decide, self.shell.desk, entry, reasons=reasons),
            partial(self._decided, entry.kind),
        )

    def _failed(self, error: DeskError) -> None:
        if not isinstance(error, GuardsStandError) or self._again is None:
            super()._failed(error)
            return
        self.deed_button.setEnabled(True)
        self.question = ask_guards(
            self,
            error,
            deed=self.tr("&Settle All the Same"),
            stop=self.tr("&Go Back"),
            went_on=self._again,
        )

    def print_memo(self) -> None:
        """Print the memo as it is shown."""
        self.memo.print_shown()

    # How it is made.

    def _add_rows(self) -> None:
        self.add_row(self.tr("De&cision"), self.what, "kind")
        self.add_row(self.tr("&Look again"), self.review, "review_on")
        self.receiver.add_to(self)
        self.add_row(self.tr("&Amount"), self.amount, "amount")
        self.add_row(self.tr("To be pa&id by"), self.due, "due_on")
        self.add_row(self.tr("E&xpected to come in"), self.expected)
        self.add_row(self.tr("C&osts of the court"), self.costs)
        self.add_row(self.tr("&Spent so far"), self.spent)
        self.add_row(self.tr("Decided &by"), self.decided_by, "decided_by")
        self.add_row(self.tr("&Reason"), self.reason, "why")
        self.form.addRow("", self.effect)

    def _lay_beside(self) -> None:
        """Put the memo to the left of the fields."""
        fields = QWidget()
        old = self.layout()
        assert old is not None  # noqa: S101 - the sheet has made one
        fields.setLayout(old)
        fields.setFixedWidth(460)
        beside = QHBoxLayout(self)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.memo, 1)
        beside.addWidget(fields)
        self.resize(1120, 680)

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(self._follow)
        for field in (self.review, self.amount, self.due, self.expected, self.costs, self.spent):
            field.changed.connect(self._timer.start)
        self.reason.textChanged.connect(self._timer.start)
        self.decided_by.currentTextChanged.connect(self._timer.start)
        self.receiver.changed.connect(self._timer.start)
        self._timer.timeout.connect(self._draw_memo)
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        key.activated.connect(self.print_memo)

    def _follow(self) -> None:
        kind = str(self.what.currentData())
        asked = ASKED[kind]
        for name, field in (
            ("review", self.review),
            ("amount", self.amount),
            ("due", self.due),
            ("expected", self.expected),
            ("costs", self.costs),
            ("spent", self.spent),
        ):
            self.form.setRowVisible(field, name in asked)
        self.receiver.show_for(self.form, kind if "receiver" in asked else "")
        self.effect.setText(self._effect(kind))
        self._timer.start()

    def _effect(self, kind: str) -> str:
        owed = monies_text((self._owed,), self._locale)
        return {
            "keep": self.tr("The contact plan goes on; the review comes back on that day."),
            "agency": self.tr("Only decided now. Place it in Decisions (Ctrl+8) with P."),
            "court": self.tr("Only decided now. Place it in Decisions (Ctrl+8) with P."),
            "settle": self.tr(
                "Agreed in the place of {0}. If it is paid in time, the rest is written off as"
                " settled; else the whole stands. A confirmation is put among the files."
            ).format(owed),
            "write_off": self.tr(
                "{0} is written off at once. It is shown apart from what was paid, and can be"
                " taken back."
            ).format(owed),
            "credit": self.tr("The credit is entered at once, on the oldest invoice first."),
        }[kind]

    def _draw_memo(self) -> None:
        try:
            entry = self.entry()
        except EntryRefusedError:
            entry = DecisionEntry(self._customer.id, str(self.what.currentData()))
        self.shell.background.run(
            partial(decisions.preview_memo, self.shell.desk, replace(entry, receiver=None)),
            done=lambda pdf: self.memo.show_document(pdf, "application/pdf"),
            failed=self.message.say_error,
            owner=self,
        )

    def _decided(self, kind: str, made: DecisionMade) -> None:
        words = DECISIONS[kind]
        if kind in TO_BE_PLACED:
            said = self.tr("Decided: {0}. P in Decisions (Ctrl+8) places it.").format(words)
        else:
            said = self.tr("Decided: {0}. The memo is kept with it.").format(words)
        undo = partial(self._take_back, made.decision_id)
        self.shell.say(said, undo=undo if kind in {"keep", *TO_BE_PLACED} else None)

    def _take_back(self, decision_id: int) -> None:
        shell = self.shell
        why = tr("Undone right after it was recorded")
        shell.background.run(
            partial(decisions.withdraw_decision, shell.desk, decision_id, why=why),
            done=lambda _id: shell.refresh(),
            failed=shell.fail,
        )
