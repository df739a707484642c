"""The table of the worklist: twelve columns on a small screen, four beside a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHeaderView

from collections_desk.desktop.list_view import ListView
from collections_desk.desktop.worklist_columns import (
    NARROW_COLUMNS,
    SAMPLES,
    SHARES,
    STAND_BACK,
)
from collections_desk.domain.worklist import WorklistLine

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

#: Room for the edges of a cell, and for an icon in it, in pixels.
CELL_EDGES, ICON_ROOM = 24, 22
#: Room for the edges of a heading and its arrow.
HEAD_EDGES = 20
#: What the columns that share need before the others stand back, in average characters.
SHARE_NEEDED = {"name": 26, "next": 18, "why": 24}


class WorklistTable(ListView[WorklistLine]):
    """The list. Columns fit the window until the clerk drags one; then hers are kept."""

    narrow = False
    _fitting = False

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
        if not narrow and not self._restore_widths():
            self.fit_columns()

    def fit_columns(self) -> None:
        """Give each column what its texts need; the long ones share what is left."""
        self._fitting = True
        needs = self._needs()
        letter = self.fontMetrics().averageCharWidth()
        shares = {key: count * letter + CELL_EDGES for key, count in SHARE_NEEDED.items()}
        room = self.viewport().width()
        hidden: set[str] = set()
        for key in STAND_BACK:
            whole = sum(width for name, width in {**needs, **shares}.items() if name not in hidden)
            if whole > room:
                hidden.add(key)
        left = room - sum(width for key, width in needs.items() if key not in hidden)
        parts = {key: part for key, part in SHARES.items() if key not in hidden}
        for number, column in enumerate(self.rows_model.columns):
            key = column.key
            self.setColumnHidden(number, key in hidden)
            if key in needs:
                self.setColumnWidth(number, needs[key])
            elif key in parts:
                share = max(left, 0) * parts[key] // sum(parts.values())
                self.setColumnWidth(number, max(share, shares[key] // 2))
        self._fitting = False

    def _needs(self) -> dict[str, int]:
        metrics = self.fontMetrics()
        needs = {}
        for column in self.rows_model.columns:
            if column.key not in SHARES:
                text = metrics.horizontalAdvance(SAMPLES[column.key]) + CELL_EDGES
                text += ICON_ROOM if column.icon else 0
                head = metrics.horizontalAdvance(column.title) * 11 // 10 + HEAD_EDGES
                needs[column.key] = max(text, head)
        return needs

    # Overrides.

    def _keep_widths(self, *args: object) -> None:
        if not self.narrow and not self._fitting:
            super()._keep_widths(*args)

    def _restore_widths(self) -> bool:
        self._fitting = True  # what is restored is not kept again, half done
        restored = super()._restore_widths()
        self._fitting = False
        return restored

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.narrow and not self._restore_widths():
            self.fit_columns()
