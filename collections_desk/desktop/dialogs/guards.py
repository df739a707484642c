"""What stands before a deed: the fact, the rule and its date; then the clerk decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.customer_words import sentence
from collections_desk.desktop.labels import IconLabel, card, column, label, line_of
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.guards import Severity, answer, kind_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.guards import GuardFinding

#: A reason shorter than this says nothing, in characters.
SHORTEST_REASON = 5
#: The longest reason, in characters.
LONGEST_REASON = 500


class GuardsDialog(QDialog):
    """All findings at once, each with a field for the sentence where one is asked for.

    "Never" leaves only the way back. "Blocked" needs a second confirmation.
    """

    #: The clerk goes on: guard id to her sentence.
    went_on = Signal(object)
    #: The clerk does not do it.
    stopped = Signal()
    #: The customer called us, so most guards do not stand.
    was_incoming = Signal()

    def __init__(
        self,
        findings: Sequence[GuardFinding],
        deed: str,
        stop: str,
        parent: QWidget,
        *,
        incoming: bool = False,
    ) -> None:
        """Show findings.

        Args:
            findings: What the guards say, all of them.
            deed: The word on the button that goes on: "Call All the Same".
            stop: The word on the button that does not: "Do Not Call".
            parent: The widget that it belongs to.
            incoming: Whether "they called us" is offered.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Before You Go On"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        order = list(Severity)
        self._findings = sorted(findings, key=lambda found: -order.index(found.severity))
        self.reasons: dict[str, QLineEdit] = {}
        self.sure: QCheckBox | None = None
        self.message = InlineMessage()
        self.go_button = QPushButton(deed)
        self.stop_button = QPushButton(stop)
        self.incoming_button = QPushButton(self.tr("They Called &Us"))
        self._decided = False
        self._lay_out()
        self.incoming_button.setVisible(incoming)  # in the layout first: else it were a window
        self.go_button.clicked.connect(self._go)
        self.stop_button.clicked.connect(self.reject)
        self.incoming_button.clicked.connect(self._incoming)
        self.rejected.connect(self._stop)
        self._judge()

    def _lay_out(self) -> None:
        ground = QWidget()
        inside = column(ground, gap=theme.GAP)
        for place, found in enumerate(self._findings, start=1):
            inside.addWidget(self._card_of(found, place))
        if kind_counts(self._findings):
            told = self.tr(
                "The kind of this customer is not known, so the rules for consumers count. Say "
                "what it is with E, Edit Contact Details, or with Shift+E for all such customers."
            )
            inside.addWidget(label(told, "muted", wrap=True))
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(ground)
        area.setMinimumHeight(min(ground.sizeHint().height() + 4, 420))
        whole = column(self, margin=theme.PAGE - 4, gap=theme.WIDE - 4)
        whole.addWidget(area, 1)
        if any(found.severity is Severity.BLOCKED and found.asks for found in self._findings):
            self.sure = QCheckBox(self.tr("I have &read this and do it all the same"))
            self.sure.toggled.connect(self._judge)
            whole.addWidget(self.sure)
        whole.addWidget(self.message)
        never = any(found.severity is Severity.NEVER for found in self._findings)
        whole.addLayout(line_of(self.incoming_button, 1, self.stop_button, self.go_button))
        self.go_button.setVisible(not never)
        self.stop_button.setDefault(never)
        self.go_button.setDefault(not never)

    def _card_of(self, found: GuardFinding, place: int) -> QFrame:
        mark = theme.SEVERITIES[found.severity.value]
        role = mark.color if mark.color in {"notice", "caution", "danger"} else "card"
        frame, inside = card(role)
        inside.setSpacing(theme.TIGHT)
        name = label(found.guard, "small")
        inside.addLayout(line_of(IconLabel(mark), 1, name))
        said = label(sentence(found.said), wrap=True, selectable=True)
        inside.addWidget(said)
        rule = self.tr("{0}, as of {1}").format(found.source, day_text(found.rule_as_of))
        inside.addWidget(label(rule, "small", wrap=True))
        if found.heeded:
            heeded = self.tr("This is done as it asks: {0}.").format(found.heeded)
            inside.addWidget(label(heeded, "strong", wrap=True))
        if found.asks:
            field = LineEdit()
            caption = label(self.tr("Reason &{0}: why you go on").format(place))
            caption.setBuddy(field)
            field.setAccessibleName(self.tr("Reason for {0}").format(found.guard))
            field.setPlaceholderText(self.tr("one sentence; it is recorded"))
            field.textChanged.connect(self._judge)
            inside.addWidget(caption)
            inside.addWidget(field)
            self.reasons[found.guard] = field
        return frame

    def _judge(self) -> None:
        long = [
            field for field in self.reasons.values() if len(field.text().strip()) > LONGEST_REASON
        ]
        self.message.say(
            self.tr("A reason has at most {0} characters.").format(LONGEST_REASON) if long else ""
        )
        enough = all(
            SHORTEST_REASON <= len(field.text().strip()) <= LONGEST_REASON
            for field in self.reasons.values()
        )
        self.go_button.setEnabled(enough and (self.sure is None or self.sure.isChecked()))

    def _go(self) -> None:
        self._decided = True
        sure = self.sure is not None and self.sure.isChecked()
        given = {
            found.guard: answer(found, self.reasons[found.guard].text().strip(), sure=sure)
            for found in self._findings
            if found.guard in self.reasons
        }
        self.went_on.emit(given)
        self.accept()

    def _incoming(self) -> None:
        self._decided = True
        self.was_incoming.emit()
        self.accept()

    def _stop(self) -> None:
        if not self._decided:
            self._decided = True
            self.stopped.emit()
