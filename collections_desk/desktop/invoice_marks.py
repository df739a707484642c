"""A list of invoices to mark: Space marks, the arrows go up and down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable

#: So many lines are in sight; the others are scrolled to.
LINES = 4


class InvoiceMarks(QListWidget):
    """Invoices with a mark before each."""

    marked_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty list; `name` is what a screen reader calls it."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.itemChanged.connect(lambda _item: self.marked_changed.emit())

    def offer(self, invoices: Iterable[tuple[int, str]], marked: Iterable[int] = ()) -> None:
        """Show invoices: number in the store and words; some of them are marked."""
        wanted = set(marked)
        self.blockSignals(True)  # noqa: FBT003 - Qt's own form
        self.clear()
        for ident, words in invoices:
            item = QListWidgetItem(words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = ident in wanted
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, ident)
            self.addItem(item)
        if self.count():
            self.setCurrentRow(0)
        self.blockSignals(False)  # noqa: FBT003 - as above
        lines = min(max(self.count(), 1), LINES)
        self.setFixedHeight(lines * max(self.sizeHintForRow(0), 24) + 8)

    def marked(self) -> list[int]:
        """Return the marked invoices in the order shown."""
        items = (self.item(row) for row in range(self.count()))
        return [
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]
