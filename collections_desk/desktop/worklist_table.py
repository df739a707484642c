"""The table of the worklist: two lines a customer on the whole width, one beside a customer.

The second line says why the customer is there. It is painted over the cells, once a row and
only for rows in sight, so that a list of a hundred thousand costs no more than a screenful.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QToolTip

from collections_desk.desktop import theme
from collections_desk.desktop.icons import mark_icon
from collections_desk.desktop.list_view import ListView
from collections_desk.desktop.table_model import as_tip
from collections_desk.desktop.worklist_columns import (
    NARROW_COLUMNS,
    SAMPLES,
    SHARES,
    STAND_BACK,
    next_text,
    standing,
)
from collections_desk.domain.worklist import WorklistLine

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from collections_desk.desktop.table_model import Column

#: Left and right of the text of a cell, in pixels.
CELL_PADDING = 4
#: Both paddings, and the margins that the style keeps around a text.
CELL_EDGES = 2 * CELL_PADDING + 8
#: Room for an icon in a cell.
ICON_ROOM = 22
#: Room for the edges of a heading and its arrow.
HEAD_EDGES = 20
#: The edge of a list with the focus, as the style sheet draws it.
FOCUS_EDGE = 2
#: Above the first line, between the two, and below the second, in pixels.
ROW_EDGE, LINE_GAP = 5, 1
#: Room of the mark of a customer who was late before, at the beginning of the second line.
MARK_ROOM = 18
#: The second line is a little smaller than the first.
SMALLER = 0.94
#: What the next step keeps where the names want all the room, in average characters.
LEAST_FOR_NEXT = 10
#: The first rows that are measured; a column may be so many times wider than its sample.
ROWS_MEASURED, MOST_TIMES_SAMPLE = 200, 1.6


class WorklistTable(ListView[WorklistLine]):
    """The list. Columns fit the window until the clerk drags one; then hers are kept."""

    narrow = False
    _fitting = False
    _measured: dict[str, int] | None = None

    @property
    def _next_column(self) -> int:
        keys = [column.key for column in self.rows_model.columns]
        return keys.index("next")

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave only the columns that fit beside an open customer, or show all again."""
        if narrow == self.narrow:
            return
        self.narrow = True  # hiding a column must not be kept as its width
        for number, column in enumerate(self.rows_model.columns):
            self.setColumnHidden(number, narrow and column.key not in NARROW_COLUMNS)
        stretch = QHeaderView.ResizeMode.Stretch if narrow else QHeaderView.ResizeMode.Interactive
        self.horizontalHeader().setSectionResizeMode(0, stretch)
        self.narrow = narrow
        self._fit_height()
        if not narrow and not self._restore_widths():
            self.fit_columns()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def measure_again(self) -> None:
        """Fit the columns to rows that were read again."""
        self._measured = None
        if not self.narrow and not self._restore_widths():
            self.fit_columns()

    def fit_columns(self) -> None:
        """Give each column what its texts need; names and next steps share what is left."""
        self._fitting = True
        needs, room = self._needs(), self._room()
        hidden: set[str] = set()
        for key in STAND_BACK:
            if sum(width for name, width in needs.items() if name not in hidden) > room:
                hidden.add(key)
        fixed = sum(width for key, width in needs.items() if key not in {*hidden, *SHARES})
        widths = needs | self._shares(room - fixed, needs)
        for number, column in enumerate(self.rows_model.columns):
            self.setColumnHidden(number, column.key in hidden)
            self.setColumnWidth(number, widths[column.key])
        self._fitting = False

    def why_rect(self, row: int) -> QRect:
        """Return where the second line of a row is painted, or nothing where it has one line."""
        if self.narrow:
            return QRect()
        left = CELL_PADDING + 3 - self.horizontalOffset()
        whole = max(self.horizontalHeader().length() - self.horizontalOffset(), 0)
        right = max(whole, self.viewport().width()) - CELL_PADDING
        height = QFontMetrics(self._why_font()).height()
        top = self.rowViewportPosition(row) + self.rowHeight(row) - ROW_EDGE - height
        return QRect(left, top, right - left, height)

    def second_line(self, line: WorklistLine) -> str:
        """Return why a line is there; a next step that its column cuts follows in full.

        Where both have no room the reason stands alone, and the tooltip has both.
        """
        whole = self._whole(line)
        room = self.why_rect(0).width() - (MARK_ROOM if standing(line) is not None else 0)
        if self.fontMetrics().horizontalAdvance(whole) <= room:
            return whole
        return line.why.replace("\n", " ")

    def tip_of_second_line(self, height: int) -> str:
        """Return the whole second line under the mouse at a height, or an empty text."""
        row = self.rowAt(height)
        rect = self.why_rect(row) if row >= 0 else QRect()
        if not rect.isValid() or height < rect.top():
            return ""
        return self._whole(self.rows_model.row(self.rows_model.index(row, 0)))

    def _whole(self, line: WorklistLine) -> str:
        why, step = line.why.replace("\n", " "), next_text(line).replace("\n", " ")
        room = self.columnWidth(self._next_column) - CELL_EDGES - ICON_ROOM
        if not step or self.fontMetrics().horizontalAdvance(step) <= room:
            return why
        return self.tr("{0}  Next: {1}").format(why, step)

    def _room(self) -> int:
        """Return the width inside the edge that is drawn while the list has the focus.

        Without the focus the edge is thinner; columns must not move by a pixel for that.
        """
        bar = self.verticalScrollBar()
        return self.width() - 2 * FOCUS_EDGE - (bar.width() if bar.isVisible() else 0)

    def _shares(self, left: int, needs: dict[str, int]) -> dict[str, int]:
        """Divide what is left: the names come first, as far as the next step can be read."""
        spare = left - sum(needs[key] for key in SHARES)
        if spare >= 0:
            name = needs["name"] + spare // 2
        else:
            letter = self.fontMetrics().averageCharWidth()
            least = LEAST_FOR_NEXT * letter + CELL_EDGES + ICON_ROOM
            name = max(min(needs["name"], left - least), left // 2, least)
        return {"name": name, "next": max(left - name, CELL_EDGES + ICON_ROOM)}

    def _needs(self) -> dict[str, int]:
        if self._measured is None:
            rows = self.rows_model.first_rows(ROWS_MEASURED)
            self._measured = {
                column.key: self._need(column, rows) for column in self.rows_model.columns
            }
        return self._measured

    def _need(self, column: Column[WorklistLine], rows: list[WorklistLine]) -> int:
        metrics, bold = self.fontMetrics(), QFontMetrics(demi_bold(self.font()))
        of_text = bold if column.bold else metrics
        texts = {column.text(row) for row in rows}
        wide = max(map(of_text.horizontalAdvance, texts), default=0)
        if column.key in SAMPLES:
            sample = metrics.horizontalAdvance(SAMPLES[column.key])
            wide = max(sample, min(wide, round(sample * MOST_TIMES_SAMPLE)))
        wide += CELL_EDGES + (ICON_ROOM if column.icon else 0)
        return max(wide, bold.horizontalAdvance(column.title) + HEAD_EDGES)

    def _why_font(self) -> QFont:
        font = QFont(self.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * SMALLER)
        return font

    def _paint_why(self, painter: QPainter, area: QRect) -> None:
        painter.setFont(self._why_font())
        metrics = painter.fontMetrics()
        marked = self.selectionModel()
        top = self.rowAt(max(area.top(), 0))
        last = self.rows_model.rowCount() - 1
        if top < 0:
            return
        for row in range(top, last + 1):
            rect = self.why_rect(row)
            if self.rowViewportPosition(row) > area.bottom():
                break
            index = self.rows_model.index(row, 0)
            selected = marked.isRowSelected(row, index.parent())
            line = self.rows_model.row(index)
            quiet = theme.color("on_soft" if selected else "muted")
            head, rest = said_first(line, self.second_line(line))
            mark = standing(line)
            if mark is not None:
                side = rect.height()
                mark_icon(mark).paint(painter, QRect(rect.left(), rect.top(), side, side))
                rect.setLeft(rect.left() + MARK_ROOM)
                painter.setPen(theme.color("on_soft" if selected else mark.color))
                painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), head)
                rect.setLeft(rect.left() + metrics.horizontalAdvance(head))
            painter.setPen(quiet)
            shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), shown)

    # Overrides.

    def _fit_height(self) -> None:
        first = self.fontMetrics().height()
        if self.narrow:
            self.setStyleSheet(f"QTableView::item {{ padding: 0 {CELL_PADDING}px; }}")
            super()._fit_height()
            return
        second = QFontMetrics(self._why_font()).height()
        below = LINE_GAP + second + ROW_EDGE
        # What the cells show stands in the upper part of the row; the reason has the lower.
        self.setStyleSheet(
            f"QTableView::item {{ padding: {ROW_EDGE}px {CELL_PADDING}px {below}px "
            f"{CELL_PADDING}px; }}"
        )
        self.verticalHeader().setDefaultSectionSize(ROW_EDGE + first + below)

    def _keep_widths(self, *args: object) -> None:
        if not self.narrow and not self._fitting:
            super()._keep_widths(*args)

    def _restore_widths(self) -> bool:
        before, self._fitting = self._fitting, True  # what is restored is not kept, half done
        restored = super()._restore_widths()
        self._fitting = before
        return restored

    # Overrides of Qt methods.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.narrow and not self._fitting and not self._restore_widths():
            self.fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.narrow:
            painter = QPainter(self.viewport())
            self._paint_why(painter, event.rect())
            painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        if (
            isinstance(event, QHelpEvent)
            and event.type() == QEvent.Type.ToolTip
            and (tip := self.tip_of_second_line(event.pos().y()))
        ):
            QToolTip.showText(event.globalPos(), as_tip(tip), self.viewport())
            return True
        return super().viewportEvent(event)


def said_first(line: WorklistLine, said: str) -> tuple[str, str]:
    """Part a reason behind "3rd time late": these words have the color of their mark."""
    head, colon, rest = said.partition(":")
    if standing(line) is None or line.recovered_since is not None or "time late" not in head:
        return "", said
    return head + colon, rest


def demi_bold(font: QFont) -> QFont:
    """Return the font of names and headings."""
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold
