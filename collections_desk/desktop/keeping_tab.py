"""How long records are kept: which are past their day, and what stands before purging them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.asking_guards import ask_guards
from collections_desk.desktop.icons import mark_icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text
from collections_desk.operations.guarding import GuardsStandError
from collections_desk.operations.keeping import ask_to_purge, purge_preview

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from collections_desk.desktop.dialogs.guards import GuardsDialog
    from collections_desk.desktop.shell import Shell
    from collections_desk.errors import DeskError
    from collections_desk.operations.keeping import PurgeLine


class KeepingTab(QWidget):
    """The records that are past their day, or all, each with what keeps it."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.question: GuardsDialog | None = None
        self.everyone = QCheckBox(self.tr("Show &every customer"))
        self.ask_button = QPushButton(self.tr("May It Be &Purged?"))
        self.panel: ListPanel[PurgeLine] = ListPanel(
            ListView(
                TableModel(self._columns(), row_id=lambda one: one.record.customer_id), "keeping"
            )
        )
        self.list = self.panel.list
        self.list.setAccessibleName(self.tr("Records and how long they are kept"))
        whole = column(self)
        whole.setContentsMargins(0, theme.GAP, 0, 0)
        whole.addWidget(
            label(
                self.tr(
                    "This program deletes nothing of the record. Here stands which records are"
                    " past the day on which the house looks at them, and what speaks against"
                    " purging them; a legal hold always does. The answer is recorded."
                ),
                "muted",
                wrap=True,
            )
        )
        whole.addLayout(line_of(self.everyone, 1, self.ask_button))
        whole.addWidget(self.panel, 1)
        self.panel.empty.tell(
            "records",
            self.tr("No record is past its day"),
            self.tr("Records are kept seven years after the last activity, recordings apart."),
        )
        self.everyone.toggled.connect(self.refresh)
        self.ask_button.clicked.connect(lambda _checked=False: self.ask())
        self.list.moved_to.connect(lambda row: self.ask_button.setEnabled(row is not None))
        self.ask_button.setEnabled(False)

    def refresh(self) -> None:
        """Read the list again."""
        self._shell.background.run(
            partial(purge_preview, self._shell.desk, everyone=self.everyone.isChecked()),
            done=self._show,
            failed=self._shell.fail,
            owner=self,
        )

    def ask(self, reasons: dict[str, str] | None = None) -> None:
        """Ask the guards about the chosen record, and keep what they say."""
        line = self.list.current_row()
        if line is None:
            return
        self._shell.background.run(
            partial(
                ask_to_purge, self._shell.desk, line.record.customer_id, reasons=reasons or {}
            ),
            done=self._answered,
            failed=self._refused,
            owner=self,
        )

    def _answered(self, line: PurgeLine) -> None:
        words = self.tr(
            "Nothing stands before purging the record of {0}. It is noted; nothing was deleted."
        )
        self._shell.say(words.format(line.record.name))
        self.refresh()

    def _refused(self, error: DeskError) -> None:
        if isinstance(error, GuardsStandError):
            self.question = ask_guards(
                self.window(),
                error,
                deed=self.tr("&Note It All the Same"),
                stop=self.tr("&Keep It"),
                went_on=self.ask,
            )
            return
        self._shell.fail(error)

    def _show(self, lines: list[PurgeLine]) -> None:
        self.list.rows_model.show_rows(lines)
        self.ask_button.setEnabled(self.list.current_row() is not None)

    def _columns(self) -> tuple[Column[PurgeLine], ...]:
        return (
            Column(
                self.tr("Customer"),
                lambda one: one.record.name,
                lambda one: one.record.name.casefold(),
                icon=lambda one: (
                    mark_icon(theme.SEVERITIES["never"]) if one.record.legal_hold else None
                ),
                width=30,
            ),
            Column(
                self.tr("Last activity"),
                lambda one: day_text(one.record.last_activity) if one.record.last_activity else "",
                lambda one: one.record.last_activity,
            ),
            Column(
                self.tr("Looked at from"),
                lambda one: day_text(one.house_date) if one.house_date else "",
                lambda one: one.house_date,
            ),
            Column(self.tr("What keeps it"), self._keeps, self._keeps, stretch=True),
        )

    def _keeps(self, one: PurgeLine) -> str:
        reasons = [found.said for found in one.findings]
        if one.record.open_balance:
            reasons.insert(0, self.tr("something is open"))
        return "; ".join(reasons) or self.tr("nothing")

    # Overrides of Qt methods.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
