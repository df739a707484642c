"""Everything that happened with a customer, newest first, in one list.

An entry that was corrected or withdrawn stays where it is, struck through, with the words
that say by what: the record shows both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon
from collections_desk.desktop.when_text import day_text, time_text
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent

    from collections_desk.domain.customer_page import TimelineEntry

Index = QModelIndex | QPersistentModelIndex

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
#: A long note shows this many lines here; Enter shows the whole.
LINES_SHOWN = 6
ICON_SIDE = 18
#: A line may be broken here; it has no width.
_ANYWHERE = "\u200b"
#: Kind of entry: its icon and its color.
KIND_MARKS = {
    "call": ("phone", "accent"),
    "letter": ("mail", "teal"),
    "email": ("mail", "teal"),
    "text": ("quote", "teal"),
    "visit": ("people", "accent"),
    "note": ("note", "text"),
    "payment": ("money", "good"),
    "ledger": ("money", "good"),
    "import": ("import", "muted"),
    "promise": ("promise", "notice"),
    "dispute": ("scales", "violet"),
    "hold": ("pause", "caution"),
    "category": ("flag", "muted"),
    "step": ("check", "muted"),
    "guard": ("shield", "caution"),
    "decision": ("scales", "accent"),
    "system": ("info", "muted"),
}


class TimelineModel(QAbstractListModel):
    """The entries, as they were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[TimelineEntry, ...] = ()
        self.zone = "UTC"

    def show_entries(self, entries: Sequence[TimelineEntry], zone: str) -> None:
        """Replace all entries; `zone` is the creditor's."""
        self.beginResetModel()
        self._entries = tuple(entries)
        self.zone = zone
        self.endResetModel()

    def entry(self, index: Index) -> TimelineEntry:
        """Return the entry behind an index."""
        return self._entries[index.row()]

    def entries(self) -> tuple[TimelineEntry, ...]:
        """Return all entries shown."""
        return self._entries

    def local(self, entry: TimelineEntry) -> datetime:
        """Return when an entry happened, by the creditor's clock."""
        return entry.when if entry.day_only else entry.when.astimezone(ZoneInfo(self.zone))

    def when(self, entry: TimelineEntry) -> tuple[str, str]:
        """Return day and time of an entry in words; no time where only a day is known."""
        local = self.local(entry)
        return day_text(local.date()), "" if entry.day_only else time_text(local)

    # Overrides of Qt methods.

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [*self.when(entry), entry.title, entry.detail, entry.mark]
            return ", ".join(part for part in parts if part)
        return None


class TimelineDelegate(QStyledItemDelegate):
    """Draws one entry: when, icon, title, text, and who wrote it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(ENTRY_ROLE)
        metrics = option.fontMetrics
        width = self._width(option) - self._left(metrics) - theme.WIDE
        height = metrics.lineSpacing() + self._detail_height(metrics, entry, width)
        if entry.mark:
            height += metrics.lineSpacing()
        return QSize(120, max(height, 2 * metrics.lineSpacing()) + 2 * theme.GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY_ROLE)
        model = index.model()
        assert isinstance(model, TimelineModel)  # noqa: S101 - made for this model only
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = option.rect
        if selected:
            painter.fillRect(rect, theme.color("soft"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        strong = theme.color("on_soft" if selected else "text")
        quiet = strong if selected else theme.color("muted")
        inner = rect.adjusted(theme.GAP, theme.GAP, -theme.GAP, -theme.GAP)
        metrics = option.fontMetrics
        painter.setFont(option.font)
        day, clock = model.when(entry)
        line = metrics.lineSpacing()
        painter.setPen(strong)
        painter.drawText(QRect(inner.left(), inner.top(), 200, line), 0, day)
        painter.setPen(quiet)
        painter.drawText(QRect(inner.left(), inner.top() + line, 200, line), 0, clock)
        left = rect.left() + self._left(metrics)
        name, color = KIND_MARKS.get(entry.kind, ("info", "muted"))
        place = QRect(left - ICON_SIDE - theme.GAP, inner.top(), ICON_SIDE, ICON_SIDE)
        icon(name, color).paint(painter, place)
        body = QRect(left, inner.top(), inner.right() - left, inner.height())
        self._paint_body(painter, option, entry, body, (strong, quiet))
        painter.restore()

    def _paint_body(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        entry: TimelineEntry,
        body: QRect,
        colors: tuple[object, object],
    ) -> None:
        strong, quiet = colors
        metrics = option.fontMetrics
        line = metrics.lineSpacing()
        right = entry.clerk
        if entry.amount is not None:
            right = money_text(entry.amount) + (f"  ·  {right}" if right else "")
        if entry.attachments:
            right = _files(entry.attachments) + (f"  ·  {right}" if right else "")
        right_width = metrics.horizontalAdvance(right) + theme.GAP if right else 0
        title_font = QFont(option.font)
        title_font.setWeight(QFont.Weight.DemiBold)
        title_font.setStrikeOut(not entry.stands)
        painter.setFont(title_font)
        painter.setPen(strong if entry.stands else quiet)
        room = body.width() - right_width
        title = QFontMetrics(title_font).elidedText(entry.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(body.left(), body.top(), room, line), 0, title)
        painter.setFont(option.font)
        painter.setPen(quiet)
        painter.drawText(
            QRect(body.left(), body.top(), body.width(), line), Qt.AlignmentFlag.AlignRight, right
        )
        top = body.top() + line
        if entry.mark:
            painter.setPen(theme.color("caution"))
            painter.drawText(QRect(body.left(), top, body.width(), line), 0, entry.mark)
            top += line
        if entry.detail:
            painter.setPen(strong if entry.stands else quiet)
            height = self._detail_height(metrics, entry, body.width())
            shown = breakable(self._shown(metrics, entry, body.width()), metrics, body.width())
            flags = int(Qt.TextFlag.TextWordWrap)
            painter.drawText(QRect(body.left(), top, body.width(), height), flags, shown)

    def _shown(self, metrics: QFontMetrics, entry: TimelineEntry, width: int) -> str:
        """Return the text that is drawn; a long one ends with how to read the rest."""
        # A text far beyond what fits is cut before it is measured; its length is in the hint.
        most = max(width // max(metrics.averageCharWidth(), 1), 1) * LINES_SHOWN
        lines = entry.detail.splitlines()
        if len(entry.detail) <= most and len(lines) <= LINES_SHOWN:
            return entry.detail
        head = "\n".join(lines[: LINES_SHOWN - 1])[: most * 2 // 3].rstrip()
        return head + self.tr(" … (Enter shows all)")

    def _detail_height(self, metrics: QFontMetrics, entry: TimelineEntry, width: int) -> int:
        if not entry.detail:
            return 0
        room = max(width, 40)
        shown = breakable(self._shown(metrics, entry, width), metrics, room)
        flags = int(Qt.TextFlag.TextWordWrap)
        return metrics.boundingRect(QRect(0, 0, room, 10_000), flags, shown).height()

    @staticmethod
    def _left(metrics: QFontMetrics) -> int:
        return metrics.horizontalAdvance("Wed, Sep 30, 2026") + ICON_SIDE + theme.WIDE + theme.GAP

    @staticmethod
    def _width(option: QStyleOptionViewItem) -> int:
        view = option.widget
        if isinstance(view, QListView):
            return view.viewport().width()
        return option.rect.width()


def breakable(text: str, metrics: QFontMetrics, width: int) -> str:
    """Let a word that is wider than the line be broken anywhere; others break between words."""
    parts = re.split(r"(\s+)", text)
    return "".join(
        _ANYWHERE.join(part) if metrics.horizontalAdvance(part) > width else part for part in parts
    )


def _files(count: int) -> str:
    tr = QCoreApplication.translate
    one, more = tr("Timeline", "1 file"), tr("Timeline", "{0} files")
    return one if count == 1 else more.format(count)


class TimelineView(QListView):
    """The list. Enter shows the whole entry."""

    opened = Signal(object)  # a TimelineEntry

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TimelineModel(self)
        self.setModel(self._model)
        self.setItemDelegate(TimelineDelegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Timeline: everything that happened, newest first"))
        self.setTabKeyNavigation(False)
        self.activated.connect(self._activate)

    def show_entries(self, entries: Sequence[TimelineEntry], zone: str) -> None:
        """Show other entries; the chosen one stays chosen if it is still there."""
        chosen = self.chosen()
        self._model.show_entries(entries, zone)
        for row, entry in enumerate(entries):
            if chosen and (entry.kind, entry.ref_id) == (chosen.kind, chosen.ref_id):
                self.setCurrentIndex(self._model.index(row))
                return
        if entries:
            self.setCurrentIndex(self._model.index(0))

    def entries(self) -> tuple[TimelineEntry, ...]:
        """Return the entries shown."""
        return self._model.entries()

    def chosen(self) -> TimelineEntry | None:
        """Return the entry with the mark on it."""
        index = self.currentIndex()
        return self._model.entry(index) if index.isValid() else None

    def choose(self, kind: str, ref_id: int) -> None:
        """Put the mark on an entry."""
        for row, entry in enumerate(self._model.entries()):
            if (entry.kind, entry.ref_id) == (kind, ref_id):
                self.setCurrentIndex(self._model.index(row))
                return

    def _activate(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.entry(index))

    # Overrides of Qt methods.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
