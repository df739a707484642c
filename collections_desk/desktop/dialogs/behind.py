"""The list behind a number: each thing that it adds up or counts. Enter opens the customer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.operations import figures

if TYPE_CHECKING:
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.figures import Input
    from collections_desk.store.figures import Behind


class BehindDialog(QDialog):
    """A list in a window of its own, with its sum below."""

    def __init__(  # noqa: PLR0913, PLR0917 - what the list is of
        self,
        shell: Shell,
        title: str,
        one: Input,
        currency: str,
        locale: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.shell = shell
        self._locale = locale
        self.setWindowTitle(self.tr("Behind the Number"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(760, 480)
        self.panel: ListPanel[Behind] = ListPanel(
            ListView(TableModel(self._columns(), row_id=lambda row: row.id), "behind")
        )
        self.list = self.panel.list
        self.list.setAccessibleName(title)
        self.panel.empty.tell(
            "bar-3", self.tr("Reading …"), self.tr("The list is read from the data file.")
        )
        close = QPushButton(self.tr("&Close"))
        close.clicked.connect(self.reject)
        close.setAutoDefault(False)
        whole = column(self, margin=theme.PAGE - 4, gap=theme.GAP)
        whole.addWidget(label(title, "heading", wrap=True))
        whole.addWidget(label(self.tr("Enter opens the customer; Escape goes back."), "muted"))
        whole.addWidget(self.panel, 1)
        whole.addLayout(line_of(1, close))
        self.list.opened.connect(self._open)
        shell.background.run(
            partial(figures.behind, shell.desk, one, currency),
            done=self._show,
            failed=shell.fail,
            owner=self,
        )

    def _columns(self) -> tuple[Column[Behind], ...]:
        return (
            Column(
                self.tr("Customer"),
                lambda row: row.customer,
                lambda row: row.customer.casefold(),
                stretch=True,
                key="customer",
            ),
            Column(
                self.tr("What"), lambda row: row.what, lambda row: row.what.casefold(), key="what"
            ),
            Column(
                self.tr("Day"),
                lambda row: day_text(row.on) if row.on else "",
                lambda row: row.on,
                key="day",
                width=18,
            ),
            Column(
                self.tr("Counts for"),
                lambda row: money_text(row.amount, self._locale) if row.amount else "",
                lambda row: row.amount.minor if row.amount else None,
                align_right=True,
                key="amount",
            ),
        )

    def _show(self, rows: list[Behind]) -> None:
        self.list.rows_model.show_rows(rows)
        sums: dict[str, int] = {}
        for row in rows:
            if row.amount is not None:
                sums[row.amount.currency] = sums.get(row.amount.currency, 0) + row.amount.minor
        said = counted(len(rows), "1 line", "{n} lines")
        totals = [money_text(Money(minor, code), self._locale) for code, minor in sums.items()]
        self.panel.set_sums(", ".join([said, *totals]))
        self.list.setFocus()

    def _open(self, row: Behind) -> None:
        self.accept()
        self.shell.open_customer(row.customer_id)
