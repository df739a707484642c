"""Bars of expected cash by week: what is promised, and within it what is expected of it.

Each bar carries its week and its amounts: color alone tells nothing. Currencies are drawn
apart, each to its own scale; they are never added.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.when_text import near_day
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QPaintEvent

    from collections_desk.domain.forecast import WeekSum

#: More weeks than this are drawn as one bar "later".
MOST_BARS = 10
BAR_GAP = 14.0
#: A bar is never wider than this: few weeks must not look like more money.
WIDEST = 96.0
#: Height of one currency's group: amounts above, bars, words below.
GROUP_HEIGHT = 112
#: A bar that stands for something is never thinner than this, in pixels.
THINNEST = 2.0


@dataclass(frozen=True, slots=True)
class CashBar:
    """One bar: what it says, and where both of its parts are drawn."""

    label: str
    promised: Money
    expected: Money
    whole: QRectF
    part: QRectF


def bars_of(
    weeks: Sequence[WeekSum], later: str, label: dict[date, str]
) -> list[tuple[str, Money, Money]]:
    """Return label, promised and expected of each bar; the weeks after the last are one bar."""
    bars = [(label[one.week], one.promised, one.expected) for one in weeks[:MOST_BARS]]
    rest = weeks[MOST_BARS:]
    if rest:
        code = rest[0].promised.currency
        promised = sum(one.promised.minor for one in rest)
        expected = sum(one.expected.minor for one in rest)
        bars.append((later, Money(promised, code), Money(expected, code)))
    return bars


def arrange(bars: Sequence[tuple[str, Money, Money]], area: QRectF) -> list[CashBar]:
    """Place the bars in `area`; heights are in proportion to the amounts."""
    if not bars:
        return []
    highest = max(promised.minor for _, promised, _ in bars) or 1
    width = min((area.width() - BAR_GAP * (len(bars) - 1)) / len(bars), WIDEST)
    made = []
    for place, (label, promised, expected) in enumerate(bars):
        left = area.left() + place * (width + BAR_GAP)
        rects = []
        for amount in (promised, expected):
            height = amount.minor * area.height() / highest
            if amount.minor:
                height = max(height, THINNEST)
            rects.append(QRectF(left, area.bottom() - height, width, height))
        made.append(CashBar(label, promised, expected, rects[0], rects[1]))
    return made


class ExpectedCashChart(QWidget):
    """The bars. Its accessible description says the same in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[list[tuple[str, Money, Money]]] = []
        #: The currency of the business is drawn first.
        self.home_currency = ""
        self.setAccessibleName(self.tr("Expected cash by week"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_weeks(self, weeks: Sequence[WeekSum], today: date) -> None:
        """Show the weeks, one group of bars per currency."""
        labels = {
            one.week: self.tr("This week") if one.week <= today else near_day(one.week, today)
            for one in weeks
        }
        groups = [
            bars_of(list(group), self.tr("Later"), labels)
            for _code, group in groupby(weeks, key=lambda one: one.promised.currency)
        ]
        home = self.home_currency
        self._groups = sorted(groups, key=lambda bars: bars[0][1].currency != home)
        self.setAccessibleDescription(self.in_words())
        self.setVisible(bool(self._groups))
        self.updateGeometry()
        self.update()

    def in_words(self) -> str:
        """Say what the bars say."""
        words = self.tr("{0}: {1} promised, {2} expected")
        return ". ".join(
            ", ".join(
                words.format(label, money_text(promised), money_text(expected))
                for label, promised, expected in group
                if promised
            )
            for group in self._groups
        )

    # Overrides of Qt methods.

    def sizeHint(self) -> QSize:
        return QSize(480, GROUP_HEIGHT * max(len(self._groups), 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.height() / max(len(self._groups), 1)
        for place, group in enumerate(self._groups):
            self._paint_group(painter, group, QRectF(0, place * room, self.width(), room))
        painter.end()

    def _paint_group(
        self, painter: QPainter, group: Sequence[tuple[str, Money, Money]], area: QRectF
    ) -> None:
        line = QFontMetricsF(self.font()).height()
        inside = area.adjusted(0, line + 2, 0, -(2 * line + 6))
        text, quiet = theme.color("text"), theme.color("muted")
        for bar in arrange(group, inside):
            painter.setPen(theme.color("edge"))
            painter.setBrush(theme.color("raised"))
            if bar.promised:
                painter.drawRoundedRect(bar.whole, 2, 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            if bar.expected:
                painter.drawRoundedRect(bar.part, 2, 2)
            cell = QRectF(bar.whole.left() - BAR_GAP / 2, 0, bar.whole.width() + BAR_GAP, line)
            painter.setPen(text if bar.promised else quiet)
            cell.moveTop(bar.whole.top() - line - 1)
            shown = money_text(bar.promised) if bar.promised else "-"
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, shown)
            cell.moveTop(inside.bottom() + 2)
            painter.setPen(theme.color("accent") if bar.expected else quiet)
            expected = money_text(bar.expected) if bar.expected else "-"
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, expected)
            cell.moveTop(inside.bottom() + line + 3)
            painter.setPen(quiet)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, bar.label)
        painter.setPen(theme.color("edge"))
        painter.drawLine(inside.bottomLeft(), inside.bottomRight())
