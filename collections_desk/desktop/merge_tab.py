"""Names that may be one customer: merged or kept apart by the clerk, never by the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.import_words import sums_text
from collections_desk.desktop.labels import column, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.messages import ask_once
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.operations import books

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.import_history import MergeProposal


class MergeTab(QWidget):
    """The pairs that wait for a decision."""

    decided = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._locale = "en_US"
        columns: tuple[Column[MergeProposal], ...] = (
            Column(
                self.tr("Customer"),
                lambda one: one.first_name,
                lambda one: one.first_name.casefold(),
                width=26,
            ),
            Column(
                self.tr("Open"),
                lambda one: sums_text(one.first_open, self._locale),
                lambda one: one.first_name,
                align_right=True,
            ),
            Column(
                self.tr("And this one"),
                lambda one: one.second_name,
                lambda one: one.second_name.casefold(),
                width=26,
            ),
            Column(
                self.tr("Open"),
                lambda one: sums_text(one.second_open, self._locale),
                lambda one: one.second_name,
                align_right=True,
                key="open-2",
            ),
            Column(self.tr("Why"), lambda one: one.why, lambda one: one.why, stretch=True),
        )
        self.panel: ListPanel[MergeProposal] = ListPanel(
            ListView(TableModel(columns, row_id=lambda one: one.id), "merges")
        )
        self.list = self.panel.list
        self.list.setAccessibleName(self.tr("Pairs of names"))
        self.panel.empty.tell(
            "people",
            self.tr("No pair to decide"),
            self.tr(
                "When an import brings a name that is nearly another one, the pair is shown here."
            ),
        )
        self.merge_button = QPushButton(self.tr("They Are &One Customer …"))
        self.apart_button = QPushButton(self.tr("They Are &Two Customers"))
        whole = column(self)
        whole.setContentsMargins(0, theme.GAP, 0, 0)
        whole.addWidget(self.panel, 1)
        whole.addLayout(line_of(1, self.apart_button, self.merge_button))
        self.merge_button.clicked.connect(self._ask_merge)
        self.apart_button.clicked.connect(lambda: self._decide(merge=False))
        self.list.moved_to.connect(lambda _row: self._judge())
        self._judge()

    def show_proposals(self, proposals: Sequence[MergeProposal], locale: str) -> None:
        """Show the pairs."""
        self._locale = locale
        self.list.rows_model.show_rows(proposals)
        self._judge()

    def _judge(self) -> None:
        for button in (self.merge_button, self.apart_button):
            button.setEnabled(self.list.current_row() is not None)

    def _ask_merge(self) -> None:
        pair = self.list.current_row()
        if pair is None:
            return
        ask_once(
            self,
            self.tr("Make {0} and {1} one customer?").format(pair.first_name, pair.second_name),
            self.tr(
                "Invoices, calls and letters of {0} go to {1}. This is recorded and cannot be"
                " undone."
            ).format(pair.second_name, pair.first_name),
            self.tr("Make Them &One Customer"),
            lambda: self._decide(merge=True),
        )

    def _decide(self, *, merge: bool) -> None:
        pair = self.list.current_row()
        if pair is None:
            return
        desk = self._shell.desk

        def done(_nothing: object) -> None:
            said = self.tr("{0} and {1} are one customer now.")
            if not merge:
                said = self.tr("{0} and {1} stay two customers.")
            self._shell.say(said.format(pair.first_name, pair.second_name))
            self.decided.emit()

        self._shell.background.run(
            lambda: books.decide_merge(desk, pair.id, merge),
            done=done,
            failed=self._shell.fail,
            owner=self,
        )
