"""How the screen of a call is laid out: form at the left, guide and past at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.call_guide_view import CallGuideView
from collections_desk.desktop.customer_words import sentence
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import IconLabel, card, clear_layout, column, label, line_of
from collections_desk.desktop.list_view import EmptyState
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.timeline_view import TimelineView
from collections_desk.domain.guards import kind_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_desk.domain.guards import GuardFinding


class CallPage(QWidget):
    """The parts of the screen; `CallForm` gives them their meaning."""

    def __init__(self, host: QWidget, go_to_worklist: Callable[[], object]) -> None:
        super().__init__()
        self.heading = label("", "title")
        self.there = label("", "muted")
        self.clock = label("0:00", "amount")
        self.clock.setAccessibleName(self.tr("Length of the call"))
        self.clock_button = QPushButton(icon("pause", "muted"), self.tr("Stop"))
        self.clock_button.setProperty("role", "quiet")
        self.clock_button.setToolTip(self.tr("Stop the clock when the talk is over (Ctrl+T)"))
        self.stamp = label("", "muted")
        self.draft_note = label("", "small")
        self.length_message = InlineMessage()
        self.form_place = QVBoxLayout()
        self.log_button = QPushButton(icon("check", "on_accent"), self.tr("&Log Call"))
        self.log_button.setProperty("role", "primary")
        self.log_button.setToolTip(self.tr("Record the call (Ctrl+Return)"))
        self.leave_button = QPushButton(self.tr("Back"))
        self.leave_button.setToolTip(self.tr("Back; what is typed stays as a draft (Esc)"))
        self.guide = CallGuideView()
        self.timeline = TimelineView()
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(theme.TIGHT)
        self._body = QWidget()
        self._empty = EmptyState()
        self._lay_out()
        self._empty.tell(
            "phone",
            self.tr("No call is open"),
            self.tr("Choose a customer in the worklist and press C."),
            [(self.tr("Go to the &Worklist"), go_to_worklist)],
        )
        around = column(host)
        around.setContentsMargins(theme.WIDE, theme.GAP + 4, theme.WIDE, theme.GAP)
        around.addWidget(self)
        self.show_body(shown=False)

    def show_body(self, *, shown: bool) -> None:
        """Show the call, or what the screen is for."""
        self._body.setVisible(shown)
        self._empty.setVisible(not shown)

    def show_findings(self, findings: Sequence[GuardFinding]) -> None:
        """Show what the guards say, one strip each."""
        clear_layout(self._warnings)
        for found in findings:
            mark = theme.SEVERITIES[found.severity.value]
            frame = QFrame()
            frame.setProperty("role", mark.color)
            row = line_of(IconLabel(mark), label(sentence(found.said), wrap=True))
            row.setStretch(1, 1)
            row.setContentsMargins(theme.GAP, 5, theme.GAP, 5)
            frame.setLayout(row)
            self._warnings.addWidget(frame)
        if kind_counts(findings):
            told = self.tr(
                "The kind of this customer is not known, so the rules for consumers count: E on "
                "the customer page says what it is."
            )
            self._warnings.addWidget(label(told, "muted", wrap=True))

    def _lay_out(self) -> None:
        frame, inside = card()
        inside.addLayout(line_of(self.stamp, 1, self.clock, self.clock_button))
        inside.addLayout(self.form_place, 1)
        inside.addWidget(self.length_message)
        area = QScrollArea()
        area.setProperty("role", "page")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(frame)
        form = QWidget()
        left = column(form, gap=theme.GAP)
        left.addWidget(area, 1)  # only the fields scroll: the buttons stay in sight
        left.addLayout(line_of(self.draft_note, 1, self.leave_button, self.log_button))
        past = QWidget()
        below = column(past, gap=theme.TIGHT)
        below.addWidget(label(self.tr("What happened before"), "section"))
        below.addWidget(self.timeline, 1)
        side = QSplitter(Qt.Orientation.Vertical)
        side.setChildrenCollapsible(False)
        side.setHandleWidth(1)
        side.addWidget(self.guide)
        side.addWidget(past)
        side.setSizes([380, 240])
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setChildrenCollapsible(False)
        across.addWidget(form)
        across.addWidget(side)
        across.setSizes([640, 460])
        down = column(self._body, gap=theme.GAP)
        down.addLayout(line_of(self.heading, 1, self.there))
        down.addLayout(self._warnings)
        down.addWidget(across, 1)
        whole = column(self)
        whole.addWidget(self._body, 1)
        whole.addWidget(self._empty, 1)
