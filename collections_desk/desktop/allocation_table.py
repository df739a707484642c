"""What a payment is laid on, item by item: shown, or typed as the payer directs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QTableWidget,
    QTableWidgetItem,
)

from collections_desk.desktop.customer_words import invoice_kind_word
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.money_text import money_text, parse_money_typed
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from collections_desk.domain.allocation import Allocation, OpenDebt

_FIRST_AMOUNT = 2
_PART = 4
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
#: Rows that are seen at once.
LEAST_ROWS, SHOWN_ROWS = 2, 4


class AllocationTable(QTableWidget):
    """The open items; the last column is what goes to each."""

    #: The clerk typed a part.
    typed = Signal()

    def __init__(self, locale: str, parent: QWidget | None = None) -> None:
        super().__init__(0, _PART + 1, parent)
        self._locale = locale
        self._debts: list[OpenDebt] = []
        self._filling = False
        #: What is being typed into a cell that is not left yet, by its row.
        self._live: dict[int, str] = {}
        self.setItemDelegate(_LiveCells(self))
        titles = (
            self.tr("Item"),
            self.tr("Due"),
            self.tr("Open"),
            self.tr("Disputed"),
            self.tr("This payment"),
        )
        for place, title in enumerate(titles):
            head = QTableWidgetItem(title)
            head.setTextAlignment(_RIGHT if place >= _FIRST_AMOUNT else _LEFT)
            self.setHorizontalHeaderItem(place, head)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setAccessibleName(self.tr("What the payment is for"))
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._row = self.fontMetrics().height() + 12
        self.verticalHeader().setDefaultSectionSize(self._row)
        self._fit(LEAST_ROWS)
        self.itemChanged.connect(self._changed)

    def show_debts(self, debts: Sequence[OpenDebt], *, editable: bool) -> None:
        """Show what is open, with nothing laid on it yet."""
        self._filling = True
        self._debts = list(debts)
        self.setRowCount(len(debts))
        self._fit(len(debts))
        for place, debt in enumerate(debts):
            kind = "" if debt.kind == "invoice" else invoice_kind_word(debt.kind)
            name = f"{kind} {debt.number}".strip()
            if debt.conceded:
                credit = money_text(debt.conceded, self._locale)
                name += "  " + self.tr("({0} to be credited)").format(credit)
            disputed = money_text(debt.disputed, self._locale) if debt.disputed else ""
            texts = (
                name,
                day_text(debt.due_on) if debt.due_on else "",
                money_text(debt.open, self._locale),
                disputed,
                "",
            )
            for at, text in enumerate(texts):
                cell = QTableWidgetItem(text)
                if at >= _FIRST_AMOUNT:
                    cell.setTextAlignment(_RIGHT)
                if at != _PART or not editable:
                    cell.setFlags(cell.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.setItem(place, at, cell)
        if editable and debts:
            self.setCurrentCell(0, _PART)
        self._filling = False

    def _fit(self, count: int) -> None:
        """Be as high as the items need, and no higher than a form has room for."""
        shown = min(max(count, LEAST_ROWS), SHOWN_ROWS)
        self.setFixedHeight(self._row * (shown + 1) + 10)

    def show_allocation(self, allocation: Allocation | None) -> None:
        """Show what goes to each item; None: nothing does."""
        self._filling = True
        made = allocation.parts if allocation is not None else ()
        parts = {part.item_id: part.amount for part in made}
        for place, debt in enumerate(self._debts):
            cell = self.item(place, _PART) or QTableWidgetItem()
            amount = parts.get(debt.id)
            cell.setText(money_text(amount, self._locale) if amount is not None else "")
        self._filling = False

    def parts(self) -> tuple[tuple[int, int], ...]:
        """Return (item, minor units) as typed.

        Raises:
            EntryRefusedError: If a part is not an amount.
        """
        found = []
        for place, debt in enumerate(self._debts):
            cell = self.item(place, _PART)
            text = cell.text().strip() if cell is not None else ""
            text = self._live.get(place, text).strip()
            if not text:
                continue
            try:
                amount = parse_money_typed(text, debt.open.currency, self._locale)
            except EntryRefusedError as refused:
                raise EntryRefusedError(
                    "parts", f"{debt.number}: {refused.problem}", refused.remedy
                ) from refused
            found.append((debt.id, amount.minor))
        return tuple(found)

    def follow(self, row: int, text: str | None) -> None:
        """Take note of what is typed into a cell; None once it is left."""
        if text is not None:
            self._live[row] = text
            self.typed.emit()
        elif self._live.pop(row, None) is not None:
            self.typed.emit()

    def _changed(self, cell: QTableWidgetItem) -> None:
        if not self._filling and cell.column() == _PART:
            self._live.pop(cell.row(), None)
            self.typed.emit()


class _LiveCells(QStyledItemDelegate):
    """Lets the table know what is typed at every key, not only when the cell is left."""

    def __init__(self, table: AllocationTable) -> None:
        super().__init__(table)
        self._table = table

    # Overrides of Qt methods.

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            editor.textEdited.connect(partial(self._table.follow, index.row()))
        return editor

    def destroyEditor(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        super().destroyEditor(editor, index)
        self._table.follow(index.row(), None)
