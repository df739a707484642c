"""The brief as one list: groups with their counts, top lines, and "and 12 more" to open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QRect, Qt, Signal

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon
from collections_desk.desktop.list_view import ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text, short_day

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from PySide6.QtGui import QColor, QIcon, QKeyEvent, QResizeEvent

    from collections_desk.domain.brief import Brief, BriefLine, BriefPart

#: Lines of a group that are shown before the rest is asked for.
TOP_LINES = 5
#: The icon beside a text, the edges of its cell, and a little room, in pixels.
BESIDE_TEXT = 44
#: The drawing of each group, by the beginning of its id.
ICONS = (
    ("import", "import", "accent"),
    ("first", "worklist", "accent"),
    ("broken", "cross", "danger"),
    ("promise", "promise", "notice"),
    ("installment", "calendar", "caution"),
    ("plan", "calendar", "caution"),
    ("step", "plan", "accent"),
    ("return", "undo", "danger"),
    ("number", "certified", "caution"),
    ("data", "warning", "caution"),
    ("dispute", "scales", "violet"),
    ("review", "scales", "notice"),
)


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One line on the screen.

    Attributes:
        kind: "part" is the heading of a group, "line" one of its lines, "more" the rest.
        more: For "more" how many lines are not shown; else 0.
        number: The place of the line in its group.
    """

    kind: Literal["part", "line", "more"]
    part: BriefPart
    line: BriefLine | None = None
    more: int = 0
    number: int = 0


def today_rows(brief: Brief, open_parts: Collection[str]) -> list[TodayRow]:
    """Return what is shown: every group, its top lines, and how many more there are."""
    rows: list[TodayRow] = []
    for part in brief.parts:
        if not part.lines:
            continue
        rows.append(TodayRow("part", part))
        # One line more takes no more room than to say that there is one more.
        whole = part.id in open_parts or len(part.lines) <= TOP_LINES + 1
        shown = part.lines if whole else part.lines[:TOP_LINES]
        rows += [TodayRow("line", part, line, number=place) for place, line in enumerate(shown)]
        if not whole:
            rows.append(TodayRow("more", part, more=len(part.lines) - len(shown)))
    return rows


class TodayList(ListView[TodayRow]):
    """Enter opens the customer or the letter, or the rest of a group; Space does as well."""

    #: The rest of a group is asked for, or is to be folded again: its id.
    unfold_asked = Signal(str)

    def __init__(self) -> None:
        self._today: date | None = None
        super().__init__(
            TableModel(self._columns(), row_id=lambda row: (row.part.id, row.kind, row.number)),
            "today",
        )
        self.rows_model.setParent(self)
        self.setAccessibleName(_tr("What changed"))
        self.horizontalHeader().hide()
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(False)
        self.setWordWrap(True)

    def show_brief(self, brief: Brief, open_parts: Collection[str]) -> None:
        """Show a brief."""
        self._today = brief.day
        self.rows_model.show_rows(today_rows(brief, open_parts))
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Give a sentence that is too long for one line the lines that it needs."""
        room, metrics = self.columnWidth(0) - BESIDE_TEXT, self.fontMetrics()
        one = self.verticalHeader().defaultSectionSize()
        flags = int(Qt.TextFlag.TextWordWrap)
        for place, row in enumerate(self.rows_model.shown_rows()):
            high = one
            if row.line is not None and metrics.horizontalAdvance(row.line.text) > room > 0:
                box = QRect(0, 0, room, 10_000)
                high += metrics.boundingRect(box, flags, row.line.text).height()
                high -= metrics.lineSpacing()
            if self.rowHeight(place) != high:
                self.setRowHeight(place, high)

    def _columns(self) -> tuple[Column[TodayRow], ...]:
        return (
            Column(
                _tr("What changed"),
                _text,
                lambda row: row.number,
                icon=_icon,
                bold=lambda row: row.kind == "part",
                color=_color,
                stretch=True,
                accessible=_aloud,
                tip=_tip,
            ),
            Column(
                _tr("When"),
                lambda row: self._when(row),  # noqa: PLW0108 - the day is known later
                lambda row: row.line.when if row.line else None,
                color=lambda _row: theme.color("muted"),
                tip=lambda row: day_text(row.line.when) if row.line and row.line.when else "",
                align_right=True,
                width=18,
            ),
        )

    def _when(self, row: TodayRow) -> str:
        if row.line is None or row.line.when is None or self._today is None:
            return ""
        return short_day(row.line.when, self._today)

    # Overrides of Qt methods.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if event.key() == Qt.Key.Key_Space and row is not None:
            self.opened.emit(row)
            return
        super().keyPressEvent(event)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TodayList", text)


def _text(row: TodayRow) -> str:
    if row.line is not None:
        return row.line.text
    if row.kind == "more":
        return _tr("and {0} more").format(row.more)
    return f"{row.part.title}  ({len(row.part.lines)})"


def _icon(row: TodayRow) -> QIcon | None:
    if row.kind == "more":
        return icon("chevron-down", "accent")
    if row.line is not None:
        named = row.line.customer_id is not None or row.line.letter_id is not None
        return icon("dot" if named else "info", "muted")
    for begins, name, color in ICONS:
        if begins in row.part.id:
            return icon(name, color)
    return icon("info", "notice")


def _color(row: TodayRow) -> QColor | None:
    return theme.color("accent") if row.kind == "more" else None


def _aloud(row: TodayRow) -> str:
    if row.kind == "part":
        return _tr("{0}: {1} lines").format(row.part.title, len(row.part.lines))
    return _text(row)


def _tip(row: TodayRow) -> str:
    if row.kind == "more":
        return _tr("Enter shows them all")
    if row.line is not None and row.line.letter_id is not None:
        return f"{row.line.text}\n{_tr('Enter opens the letter')}"
    if row.line is not None and row.line.customer_id is not None:
        return f"{row.line.text}\n{_tr('Enter opens the customer')}"
    return _text(row)
