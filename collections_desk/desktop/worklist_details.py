"""Below the worklist: how the rank of the chosen line is made up, and the aging of the selection.

Why the line is there stands in the line itself; here stand the points behind its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.aging_chart import AgingChart
from collections_desk.desktop.flow_layout import FlowLayout
from collections_desk.desktop.labels import clear_layout, column, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.worklist import WorklistLine

#: Height of the chart; more currencies than one are scrolled, so that the list keeps its room.
CHART_HEIGHT = 108
#: So many of the points behind the place of a line are named in a sentence.
MOST_NAMED = 2


class WorklistDetails(QFrame):
    """The rank with its parts as named points, and the bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.rank = label("", wrap=True, selectable=True)
        self._points = FlowLayout(gap=theme.TIGHT)
        self.chart = AgingChart()
        words = QWidget()
        text = column(words, gap=theme.TIGHT)
        text.addWidget(label(self.tr("Why here"), "section"))
        text.addWidget(self.rank)
        text.addLayout(self._points)
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
        """Show the points of one line, and the aging of all that are selected."""
        self.rank.setText(self._rank_text(line) if line else "")
        self._show_points(line)
        title = ""
        if len(selected) == 1:
            title = self.tr("Aging of {0}").format(selected[0].name)
        elif selected:
            title = self.tr("Aging of {0} customers").format(len(selected))
        self.chart.show_aging(title, [aging for row in selected for aging in row.aging])

    def points(self) -> list[str]:
        """Return the points as they are shown, "a call 10" for one."""
        items = [self._points.itemAt(place) for place in range(self._points.count())]
        chips = [item.widget() for item in items if item is not None]
        return [chip.accessibleName() for chip in chips if chip is not None]

    def _show_points(self, line: WorklistLine | None) -> None:
        clear_layout(self._points)
        for words, points in line.rank_parts if line else ():
            chip = label(f"{words}  {points:+}", "chip")
            chip.setAccessibleName(f"{words} {points}")
            self._points.addWidget(chip)

    def _rank_text(self, line: WorklistLine) -> str:
        if line.rank_parts:
            heavy = sorted(line.rank_parts, key=lambda part: -part[1])[:MOST_NAMED]
            named = ", ".join(words for words, points in heavy if points > 0)
            told = self.tr("{0} points in all; whoever has more stands higher.").format(line.rank)
            return self.tr("Most weight: {0}.").format(named) + f" {told}" if named else told
        if line.state == "hold":
            return self.tr("On hold: it stands after all that is to be done")
        return self.tr("Closed: it stands at the end of the list")
