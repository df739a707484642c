"""What was found about each disputed invoice, for the answer to a dispute."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLineEdit, QScrollArea, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.fields import MoneyField
from collections_desk.desktop.labels import card, clear_layout, column, label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.domain.letter_options import FINDINGS, Finding
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.disputes import Dispute
    from collections_desk.domain.letter_options import LetterOptions


@dataclass(frozen=True, slots=True)
class _Line:
    dispute: Dispute
    decision: QComboBox
    words: QLineEdit
    stands: MoneyField


class FindingsForm(QScrollArea):
    """One part for each dispute: the decision, why, and what remains due."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, locale: str = "en_US") -> None:
        super().__init__(parent)
        self._locale = locale
        self._lines: list[_Line] = []
        self._showing = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "page")
        inside = QWidget()
        self._parts = column(inside, gap=theme.WIDE)
        self._parts.setContentsMargins(0, theme.GAP, theme.GAP, theme.GAP)
        self.setWidget(inside)

    def is_empty(self) -> bool:
        """Tell whether there is no dispute to decide."""
        return not self._lines

    def show_findings(self, disputes: Sequence[Dispute], findings: Sequence[Finding]) -> None:
        """Show the disputes with what was decided so far."""
        self._showing = True
        clear_layout(self._parts)
        self._lines = []
        known = {finding.dispute_id: finding for finding in findings}
        for dispute in disputes:
            self._add(dispute, known.get(dispute.id))
        self._parts.addStretch(1)
        self._showing = False

    def into(self, options: LetterOptions) -> LetterOptions:
        """Return the options with the findings as they stand here."""
        findings = []
        for line in self._lines:
            decision = str(line.decision.currentData() or "")
            if not decision:
                continue
            amount = line.stands.value()
            stands = line.dispute.amount.minor if amount is None else amount.minor
            words = line.words.text().strip()
            findings.append(Finding(line.dispute.id, decision, words, stands))
        return replace(options, findings=tuple(findings))

    def _add(self, dispute: Dispute, finding: Finding | None) -> None:
        frame, inside = card()
        amount = money_text(dispute.amount, self._locale)
        inside.addWidget(
            label(f"{dispute.code}: {dispute.words}  ({amount})", "strong", wrap=True)
        )
        decision = QComboBox()
        decision.setAccessibleName(self.tr("Decision"))
        decision.addItem(self.tr("(not decided)"), "")
        for value, words in FINDINGS.items():
            decision.addItem(words, value)
        why = LineEdit()
        why.setAccessibleName(self.tr("Why"))
        stands = MoneyField(
            self.tr("Remains due"),
            dispute.amount.currency,
            locale=self._locale,
            most=dispute.amount,
            above_zero=False,
        )
        if finding is not None:
            decision.setCurrentIndex(max(0, decision.findData(finding.decision)))
            why.setText(finding.words)
            stands.set_value(Money(finding.stands_minor, dispute.amount.currency))
        form = QFormLayout()
        form.addRow(self.tr("Decision"), decision)
        form.addRow(self.tr("Why"), why)
        form.addRow(self.tr("Remains due"), stands)
        inside.addLayout(form)
        self._parts.addWidget(frame)
        self._lines.append(_Line(dispute, decision, why, stands))
        decision.currentIndexChanged.connect(self._tell)
        why.textEdited.connect(self._tell)
        stands.changed.connect(self._tell)

    def _tell(self) -> None:
        if not self._showing:
            self.changed.emit()
