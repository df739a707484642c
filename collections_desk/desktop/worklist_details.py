"""Below the worklist: why the chosen line is where it is, and the aging of the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.aging_chart import AgingChart
from collections_desk.desktop.labels import column, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.worklist import WorklistLine

#: Height of the chart; more currencies than one are scrolled, so that the list keeps its room.
CHART_HEIGHT = 124


class WorklistDetails(QFrame):
    """The reason in words, the rank with its parts, and the bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.why = label("", wrap=True, selectable=True)
        self.rank = label("", "muted", wrap=True, selectable=True)
        self.chart = AgingChart()
        words = QWidget()
        text = column(words, gap=theme.TIGHT)
        text.addWidget(label(self.tr("Why here"), "section"))
        text.addWidget(self.why)
        text.addWidget(self.rank)
        text.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Aging of the selection"))
        area.setWidget(self.chart)
        area.setFixedHeight(CHART_HEIGHT)
        area.viewport().setAutoFillBackground(False)
        self.chart.setAutoFillBackground(False)
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.WIDE, theme.GAP, theme.WIDE, theme.GAP)
        across.setSpacing(theme.PAGE)
        across.addWidget(words, 5)
        across.addWidget(area, 6)

    def show_lines(self, line: WorklistLine | None, selected: Sequence[WorklistLine]) -> None:
        """Show the reason of one line, and the aging of all that are selected."""
        self.why.setText(f"{line.name}: {line.why}" if line else "")
        self.rank.setText(self._rank_text(line) if line else "")
        title = ""
        if len(selected) == 1:
            title = self.tr("Aging of {0}").format(selected[0].name)
        elif selected:
            title = self.tr("Aging of {0} customers").format(len(selected))
        self.chart.show_aging(title, [aging for row in selected for aging in row.aging])

    def _rank_text(self, line: WorklistLine) -> str:
        parts = [f"{words} {points}" for words, points in line.rank_parts]
        return self.tr("Rank {0}:  {1}").format(line.rank, "  +  ".join(parts) or "0")
