"""The invoices that a call is about: the overdue ones are marked, the clerk marks others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from collections_desk.desktop.when_text import day_text
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.customer_page import OpenInvoice


class CallInvoices(QListWidget):
    """A short list of open invoices with a mark each."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Invoices discussed"))

    def offer(self, invoices: Sequence[OpenInvoice], locale: str) -> None:
        """Show the invoices on which something is open."""
        for invoice in invoices:
            if invoice.open.minor <= 0:
                continue
            amount = money_text(invoice.open, locale)
            item = QListWidgetItem(f"{invoice.number}   {amount}   {self._age(invoice)}")
            item.setData(Qt.ItemDataRole.UserRole, invoice.id)
            on = invoice.days_past_due > 0
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.addItem(item)
        if self.count():
            self.setCurrentRow(0)
        lines = min(max(self.count(), 1), 3)
        self.setFixedHeight(lines * max(self.sizeHintForRow(0), 24) + 8)

    def checked(self) -> list[int]:
        """Return the ids of the invoices that are marked."""
        items = [self.item(row) for row in range(self.count())]
        return [
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _age(self, invoice: OpenInvoice) -> str:
        if invoice.days_past_due:
            return self.tr("{0} days past due").format(invoice.days_past_due)
        if invoice.due_on:
            return self.tr("due {0}").format(day_text(invoice.due_on))
        return self.tr("no due date")
