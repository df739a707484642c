"""Pictures beside the numbers, drawn with QPainter: bars, lines over months, intervals.

Each bar has its words and its number; bars differ in pattern as well as in color, lines in
their dashes and their marks. The accessible description says the same in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from collections_desk.desktop import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from collections_desk.domain.figure_pictures import BarPicture, LinePicture

#: Colors of `theme.Theme` and patterns in turn; what is neighbor to another differs in both.
COLORS = ("accent", "teal", "caution", "violet", "danger", "good")
PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense4Pattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.CrossPattern,
    Qt.BrushStyle.HorPattern,
)
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)
#: A bar that stands for something is never shorter than this, in pixels.
SHORTEST = 2.0
LINE_HEIGHT = 170
#: The share of the width that names may take.
MOST_WORDS = 0.42


class _Picture(QWidget):
    """What the pictures have in common: a title above, words for a screen reader."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier.changed.connect(self.update)

    def _line(self) -> float:
        return QFontMetricsF(self.font()).height()

    def _tell(self, words: str) -> None:
        self.setAccessibleDescription(words)
        self.setToolTip("")
        self.updateGeometry()
        self.update()

    def _title(self, painter: QPainter, title: str) -> float:
        """Write the title and return where the picture begins."""
        line = self._line()
        font = painter.font()
        strong = painter.font()
        strong.setWeight(strong.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(font)
        return line + 6


def _elided(metrics: QFontMetricsF, text: str, width: float) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)


class BarChart(_Picture):
    """Bars from left to right, one below the other; credits go to the left of the line."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._bars: BarPicture | None = None

    def show_picture(self, bars: BarPicture) -> None:
        """Show other bars."""
        self._bars = bars
        self._tell(bars.in_words())

    # Overrides of Qt methods.

    def sizeHint(self) -> QSize:
        count = len(self._bars.bars) if self._bars else 1
        return QSize(360, round((self._line() + 10) * count + self._line() + 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        picture = self._bars
        if picture is None or not picture.bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        top = self._title(painter, picture.title)
        words = max(metrics.horizontalAdvance(bar.label) for bar in picture.bars) + 10
        words = min(words, self.width() * MOST_WORDS)
        numbers = max(metrics.horizontalAdvance(bar.text) for bar in picture.bars) + 10
        room = QRectF(words, 0, max(self.width() - words - numbers, 20.0), 0)
        sizes = [bar.size or 0.0 for bar in picture.bars]
        longest = max(picture.whole or 0.0, 0.0, *sizes)
        least = min(0.0, *sizes)
        span = (longest - least) or 1.0
        zero = room.left() - least / span * room.width()
        high = self._line()
        for number, bar in enumerate(picture.bars):
            painter.setPen(theme.color("text"))
            place = QRectF(0, top, words - 10, high)
            painter.drawText(
                place,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                _elided(metrics, bar.label, words - 10),
            )
            size = bar.size or 0.0
            wide = abs(size) / span * room.width()
            if size:
                wide = max(wide, SHORTEST)
            left = zero if size >= 0 else zero - wide
            self._bar(painter, QRectF(left, top + 1, wide, high - 2), number)
            painter.setPen(theme.color("text" if bar.size is not None else "muted"))
            after = zero + (wide if size >= 0 else 0) + 8
            painter.drawText(
                QRectF(after, top, numbers + 80, high), Qt.AlignmentFlag.AlignVCenter, bar.text
            )
            top += high + 10
        painter.setPen(QPen(theme.color("edge"), 1))
        painter.drawLine(QPointF(zero, self._line() + 4), QPointF(zero, top - 6))
        painter.end()

    def _bar(self, painter: QPainter, rect: QRectF, number: int) -> None:
        color = theme.color(COLORS[number % len(COLORS)])
        painter.setPen(QPen(color, 1))
        painter.setBrush(QBrush(color, PATTERNS[number % len(PATTERNS)]))
        painter.drawRect(rect)
        painter.setBrush(Qt.BrushStyle.NoBrush)


class LineChart(_Picture):
    """Lines over the ends of months, each with dashes and marks of its own."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._lines: LinePicture | None = None

    def show_picture(self, lines: LinePicture) -> None:
        """Show other lines."""
        self._lines = lines
        self._tell(lines.in_words())

    # Overrides of Qt methods.

    def sizeHint(self) -> QSize:
        return QSize(360, LINE_HEIGHT + round(self._line()))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        picture = self._lines
        if picture is None or not picture.lines or not picture.lines[0][1]:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self._line()
        top = self._title(painter, picture.title)
        top = self._legend(painter, picture, top)
        area = QRectF(6, top + line, self.width() - 12, self.height() - top - 2 * line - 8)
        sizes = [point.size for _, points in picture.lines for point in points]
        highest, lowest = max(0.0, *sizes), min(0.0, *sizes)
        span = (highest - lowest) or 1.0
        base = area.bottom() + lowest / span * area.height()
        painter.setPen(QPen(theme.color("edge"), 1))
        painter.drawLine(QPointF(area.left(), base), QPointF(area.right(), base))
        self._months(painter, picture, area)
        for number, (_, points) in enumerate(picture.lines):
            step = area.width() / max(len(points) - 1, 1)
            places = [
                QPointF(area.left() + at * step, base - point.size / span * area.height())
                for at, point in enumerate(points)
            ]
            self._draw(painter, places, number)
        last = max((points[-1] for _, points in picture.lines), key=lambda point: point.size)
        painter.setPen(theme.color("text"))
        at = base - last.size / span * area.height()
        painter.drawText(
            QRectF(area.left(), at - line - 5, area.width(), line),
            Qt.AlignmentFlag.AlignRight,
            last.text,
        )
        painter.end()

    def _draw(self, painter: QPainter, places: Sequence[QPointF], number: int) -> None:
        color = theme.color(COLORS[0] if number == 0 else "danger")
        painter.setPen(QPen(color, 2, DASHES[number % len(DASHES)]))
        painter.drawPolyline(list(places))
        painter.setPen(QPen(color, 2))
        painter.setBrush(theme.color("surface"))
        for place in places:
            if number == 0:
                painter.drawEllipse(place, 3, 3)
            else:
                painter.drawRect(QRectF(place.x() - 3, place.y() - 3, 6, 6))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _legend(self, painter: QPainter, picture: LinePicture, top: float) -> float:
        line, left = self._line(), 6.0
        metrics = QFontMetricsF(self.font())
        for number, (name, _) in enumerate(picture.lines):
            middle = top + line / 2
            self._draw(painter, [QPointF(left, middle), QPointF(left + 26, middle)], number)
            painter.setPen(theme.color("text"))
            wide = metrics.horizontalAdvance(name)
            painter.drawText(
                QRectF(left + 36, top, wide + 4, line), Qt.AlignmentFlag.AlignVCenter, name
            )
            left += 36 + wide + 24
        return top + line + 2

    def _months(self, painter: QPainter, picture: LinePicture, area: QRectF) -> None:
        points = picture.lines[0][1]
        step = area.width() / max(len(points) - 1, 1)
        metrics = QFontMetricsF(self.font())
        every = 1
        while every * step < metrics.horizontalAdvance("2026-00") + 12 and every < len(points):
            every += 1
        painter.setPen(theme.color("muted"))
        for at in range(len(points) - 1, -1, -every):
            text = f"{points[at].day:%Y-%m}"
            wide = metrics.horizontalAdvance(text)
            x = min(max(area.left() + at * step - wide / 2, 0), self.width() - wide)
            painter.drawText(
                QRectF(x, area.bottom() + 6, wide + 2, self._line()),
                Qt.AlignmentFlag.AlignLeft,
                text,
            )


@dataclass(frozen=True, slots=True)
class Whisker:
    """A rate with its interval, both as fractions; no interval where they are too few."""

    label: str
    rate: float
    low: float | None
    high: float | None
    text: str


class IntervalChart(_Picture):
    """Rates as dots, with how sure they are as a line to both sides."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._name = ""
        self._rows: tuple[Whisker, ...] = ()

    def show_rates(self, title: str, rows: Sequence[Whisker]) -> None:
        """Show other rates."""
        self._name, self._rows = title, tuple(rows)
        said = "; ".join(f"{row.label}: {row.text}" for row in rows)
        self._tell(f"{title}. {said}")

    # Overrides of Qt methods.

    def sizeHint(self) -> QSize:
        return QSize(360, round((self._line() + 8) * max(len(self._rows), 1) + 3 * self._line()))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        if not self._rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        high = self._line()
        top = self._title(painter, self._name)
        words = max(metrics.horizontalAdvance(row.label) for row in self._rows) + 12
        words = min(words, self.width() * MOST_WORDS)
        area = QRectF(words, top, self.width() - words - 18, (high + 8) * len(self._rows))
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            x = area.left() + share * area.width()
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(theme.color("muted"))
            painter.drawText(
                QRectF(x - 30, area.bottom() + 2, 60, high),
                Qt.AlignmentFlag.AlignHCenter,
                f"{share:.0%}",
            )
        for row in self._rows:
            painter.setPen(theme.color("text" if row.low is not None else "muted"))
            painter.drawText(
                QRectF(0, top, words - 12, high + 8),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                _elided(metrics, row.label, words - 12),
            )
            self._whisker(painter, row, area, top + (high + 8) / 2)
            top += high + 8
        painter.end()

    def _whisker(self, painter: QPainter, row: Whisker, area: QRectF, y: float) -> None:
        if row.low is None or row.high is None:
            painter.setPen(theme.color("muted"))
            painter.drawText(
                QRectF(area.left() + 6, y - 12, area.width(), 24),
                Qt.AlignmentFlag.AlignVCenter,
                row.text,
            )
            return
        left, right, middle = (
            area.left() + share * area.width() for share in (row.low, row.high, row.rate)
        )
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        for x in (left, right):
            painter.drawLine(QPointF(x, y - 5), QPointF(x, y + 5))
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(QPointF(middle, y), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
