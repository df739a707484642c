"""Bars of what is owed by age, one group per currency, drawn with QPainter.

Each bar carries its words and its amount: color alone tells nothing. A credit hangs
below the line. Currencies are drawn apart, each to its own scale; they are never added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from collections_desk.desktop import theme
from collections_desk.domain.aging import BUCKETS
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QPaintEvent

    from collections_desk.domain.aging import Aging

#: A bar that stands for something is never thinner than this, in pixels.
THINNEST = 2.0
BAR_GAP = 10.0
#: Height of one currency's group: amounts above, bars, words below.
GROUP_HEIGHT = 84


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it is drawn and what it says."""

    label: str
    amount: Money
    rect: QRectF


def add_up(agings: Iterable[Aging]) -> list[tuple[tuple[str, Money], ...]]:
    """Add agings bucket by bucket, each currency by itself, in the order of the codes."""
    sums: dict[str, list[int]] = {}
    for aging in agings:
        buckets = sums.setdefault(aging.currency, [0] * len(BUCKETS))
        for place, minor in enumerate(aging.minors):
            buckets[place] += minor
    return [
        tuple((label, Money(minor, code)) for label, minor in zip(BUCKETS, minors, strict=True))
        for code, minors in sorted(sums.items())
    ]


def _span(amounts: Sequence[tuple[str, Money]]) -> int:
    highest = max(0, *(amount.minor for _, amount in amounts))
    return (highest - min(0, *(amount.minor for _, amount in amounts))) or 1


def base_line(amounts: Sequence[tuple[str, Money]], area: QRectF) -> float:
    """Return where zero lies: at the bottom, or higher if there is a credit."""
    lowest = min(0, *(amount.minor for _, amount in amounts))
    return area.bottom() + area.height() * lowest / _span(amounts)


def arrange_bars(amounts: Sequence[tuple[str, Money]], area: QRectF) -> list[Bar]:
    """Place one bar per bucket in `area`; heights are in proportion to the amounts."""
    if not amounts:
        return []
    span = _span(amounts)
    base = base_line(amounts, area)
    width = (area.width() - BAR_GAP * (len(amounts) - 1)) / len(amounts)
    bars = []
    for place, (label, amount) in enumerate(amounts):
        height = abs(amount.minor) * area.height() / span
        if amount.minor:
            height = max(height, THINNEST)
        top = base - height if amount.minor >= 0 else base
        left = area.left() + place * (width + BAR_GAP)
        bars.append(Bar(label, amount, QRectF(left, top, width, height)))
    return bars


class AgingChart(QWidget):
    """The bars. Its accessible description says the same in words."""

    def __init__(self, parent: QWidget | None = None, *, locale: str = "en_US") -> None:
        super().__init__(parent)
        self.money_locale = locale
        #: The currency of the business is drawn first.
        self.home_currency = ""
        self._title = ""
        self._groups: list[tuple[tuple[str, Money], ...]] = []
        self.setAccessibleName(self.tr("Aging"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_aging(self, title: str, agings: Iterable[Aging]) -> None:
        """Show the sum of some agings, one group of bars per currency."""
        self._title = title
        groups = add_up(agings)
        self._groups = sorted(groups, key=lambda one: one[0][1].currency != self.home_currency)
        self.setAccessibleDescription(self.in_words())
        self.updateGeometry()
        self.update()

    def in_words(self) -> str:
        """Say what the bars say."""
        parts = [self._title] if self._title else []
        parts += [
            ", ".join(f"{label}: {self._text(amount)}" for label, amount in group)
            for group in self._groups
        ]
        return ". ".join(parts)

    def _text(self, amount: Money) -> str:
        return money_text(amount, self.money_locale)

    def _title_height(self) -> int:
        return round(QFontMetricsF(self.font()).height()) + 6 if self._title else 0

    # Overrides of Qt methods.

    def sizeHint(self) -> QSize:
        return QSize(480, self._title_height() + GROUP_HEIGHT * max(len(self._groups), 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QFontMetricsF(self.font()).height()
        top = float(self._title_height())
        if self._title:
            painter.setPen(theme.color("muted"))
            title_area = QRectF(0, 0, self.width(), line)
            painter.drawText(title_area, Qt.AlignmentFlag.AlignLeft, self._title)
        room = max((self.height() - top) / max(len(self._groups), 1), 3 * line)
        for group in self._groups:
            self._paint_group(painter, group, QRectF(0, top, self.width(), room))
            top += room
        painter.end()

    def _paint_group(
        self, painter: QPainter, group: Sequence[tuple[str, Money]], area: QRectF
    ) -> None:
        line = QFontMetricsF(self.font()).height()
        bars_area = area.adjusted(0, line + 2, 0, -(line + 4))
        text, quiet = theme.color("text"), theme.color("muted")
        for bar in arrange_bars(group, bars_area):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(theme.BUCKETS[bar.label].color))
            painter.drawRoundedRect(bar.rect, 2, 2)
            painter.setPen(text if bar.amount else quiet)
            cell = QRectF(bar.rect.left() - BAR_GAP / 2, 0, bar.rect.width() + BAR_GAP, line)
            cell.moveTop(bar.rect.top() - line - 1)
            shown = self._text(bar.amount) if bar.amount else "-"
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, shown)
            cell.moveTop(area.bottom() - line - 1)
            painter.setPen(quiet)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, bar.label)
        painter.setPen(theme.color("edge"))
        base = base_line(group, bars_area)
        painter.drawLine(QPointF(area.left(), base), QPointF(area.right(), base))
