"""What was decided about each disputed line, beside the answer to a dispute: to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import card, clear_layout, column, label
from collections_desk.domain.dispute_answers import finding_of
from collections_desk.domain.letter_options import FINDINGS, Finding
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.disputes import Dispute
    from collections_desk.domain.letter_options import LetterOptions


class FindingsForm(QScrollArea):
    """One part for each dispute: the decision on record, why, and what remains due.

    A decision is made on the customer page, where it counts for the balance as well; the letter
    only says it. So the two cannot differ.
    """

    #: Nothing is typed here; the editor listens to all its parts alike.
    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, locale: str = "en_US") -> None:
        super().__init__(parent)
        self._locale = locale
        self._disputes: tuple[Dispute, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Findings on record"))
        self.setProperty("role", "page")
        inside = QWidget()
        self._parts = column(inside, gap=theme.WIDE)
        self._parts.setContentsMargins(0, theme.GAP, theme.GAP, theme.GAP)
        self.setWidget(inside)

    def is_empty(self) -> bool:
        """Tell whether there is no dispute to speak of."""
        return not self._disputes

    def show_findings(self, disputes: Sequence[Dispute], findings: Sequence[Finding]) -> None:
        """Show the disputes with what was decided so far.

        Args:
            disputes: Those that the answer speaks of or waits for.
            findings: What was written into the letter itself; it counts before the record.
        """
        clear_layout(self._parts)
        self._disputes = tuple(disputes)
        written = {finding.dispute_id: finding for finding in findings}
        self._parts.addWidget(
            label(
                self.tr("Decisions are made on the customer page with Shift+D."),
                "muted",
                wrap=True,
            )
        )
        for dispute in disputes:
            self._add(dispute, written.get(dispute.id) or finding_of(dispute))
        self._parts.addStretch(1)

    def into(self, options: LetterOptions) -> LetterOptions:
        """Return the options as they are: nothing is chosen here."""
        return options

    def _add(self, dispute: Dispute, finding: Finding | None) -> None:
        frame, inside = card()
        amount = money_text(dispute.amount, self._locale)
        named = " ".join(part for part in (dispute.line, dispute.words) if part)
        inside.addWidget(label(f"{dispute.code}: {named}  ({amount})", "strong", wrap=True))
        if finding is None:
            said = label(self.tr("Not decided yet"), "strong")
            said.setStyleSheet(f"color: {theme.color('danger').name()}")
            inside.addWidget(said)
        else:
            stands = money_text(Money(finding.stands_minor, dispute.amount.currency), self._locale)
            inside.addWidget(
                label(f"{self.tr(FINDINGS[finding.decision])}. {finding.words}", wrap=True)
            )
            inside.addWidget(label(self.tr("Remains due: {0}").format(stands), "muted"))
        self._parts.addWidget(frame)
