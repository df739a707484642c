"""The tab "Disputes": those of all customers, the most overdue first, with their clocks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_desk.desktop import theme
from collections_desk.desktop.agreement_tab import AgreementList
from collections_desk.desktop.counting import counted
from collections_desk.desktop.customer_words import dispute_state_word, sums_text
from collections_desk.desktop.dispute_words import clock_text, line_text
from collections_desk.desktop.icons import icon, mark_icon
from collections_desk.desktop.shell import Command
from collections_desk.desktop.table_model import Column
from collections_desk.desktop.when_text import day_text, near_day
from collections_desk.domain.disputes import CLOCK_WORDS, ListedDispute
from collections_desk.domain.money import totals_by_currency
from collections_desk.domain.money_text import money_text
from collections_desk.operations.dispute_lists import listed_disputes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QDialog

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell


class DisputesTab(AgreementList[ListedDispute]):
    """Disputes over all customers. Enter opens the customer, Shift+D works on the dispute."""

    def __init__(self, shell: Shell) -> None:
        self._codes = shell.desk.resources.dispute_codes
        #: The dialog that was opened last, for as long as it lives.
        self.dialog: QDialog | None = None
        super().__init__(
            shell,
            self._columns(),
            name="agreed-disputes",
            accessible=self.tr("Disputes of all customers"),
            row_id=lambda row: row.dispute.id,
            customer_of=lambda row: row.dispute.customer_id,
            states=(
                (self.tr("Open"), "open"),
                (self.tr("Overdue"), "late"),
                (self.tr("Decided or closed"), "closed"),
                (self.tr("All disputes"), "all"),
            ),
        )
        self.title = self.tr("&Disputes")

    def refresh(self) -> None:
        """Read the disputes again."""
        self.shell.background.run(
            partial(listed_disputes, self.shell.desk),
            done=self._show,
            failed=self.shell.fail,
            owner=self,
        )

    def commands(self) -> list[Command]:
        """Return the one deed of this tab."""
        return [
            Command(
                "agreements.work_on_dispute",
                self.tr("&Work on the Dispute"),
                "Shift+D",
                self.work_on,
                "tools",
                self.tr("Tick papers, acknowledge, decide, close"),
                "scales",
            )
        ]

    def work_on(self) -> None:
        """Open the dialog of the chosen dispute."""
        from collections_desk.desktop.customer_panel import read_page  # noqa: PLC0415 - on demand

        row = self.list.current_row() if self.isVisible() else None
        if row is None:
            self.shell.say(self.tr("Choose a dispute on the tab Disputes first."))
            return
        self.shell.background.run(
            partial(read_page, self.shell.desk, row.dispute.customer_id),
            done=partial(self._open, row.dispute.id),
            failed=self.shell.fail,
            owner=self,
        )

    def passes(self, row: ListedDispute, state: str) -> bool:
        """Tell whether a dispute is of the chosen state."""
        if state == "late":
            return row.reading.late
        return state == "all" or row.dispute.is_open is (state == "open")

    def text_of(self, row: ListedDispute) -> str:
        """Return what the filter looks through."""
        one = row.dispute
        return " ".join([row.customer_name, line_text(row), one.words, one.owner, self._kind(row)])

    def sums_of(self, rows: Sequence[ListedDispute]) -> str:
        """Say what the shown disputes come to, and how many are overdue."""
        if not rows:
            return ""
        sums = totals_by_currency(row.dispute.amount for row in rows)
        late = sum(row.reading.late for row in rows)
        parts = [counted(len(rows), "{n} dispute", "{n} disputes"), sums_text(sums.values())]
        if late:
            parts.append(self.tr("{0} overdue").format(late))
        return "  ·  ".join(parts)

    def tell_empty(self, *, any_rows: bool) -> None:
        """Say why nothing is shown."""
        if any_rows:
            self.panel.empty.tell(
                "search",
                self.tr("Nothing matches"),
                self.tr("No dispute is in this state with these words. Choose another state."),
            )
        else:
            self.panel.empty.tell(
                "scales",
                self.tr("No disputes"),
                self.tr("D opens one on the worklist and on the customer page."),
            )

    def _open(self, dispute_id: int, facts: PageFacts) -> None:
        from collections_desk.desktop.dialogs.dispute_work import (  # noqa: PLC0415 - on demand
            DisputeWorkDialog,
        )

        self.dialog = DisputeWorkDialog(self.shell, facts, self.window(), dispute_id=dispute_id)
        self.dialog.destroyed.connect(self._forget)
        self.dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def _show(self, rows: list[ListedDispute]) -> None:
        self.about.setText(
            self.tr(
                "What is in dispute is not asked for and bears no fee. Shift+D works on a dispute."
            )
        )
        self.show_rows(rows)

    def _kind(self, row: ListedDispute) -> str:
        known = self._codes.get(row.dispute.code)
        return known.label if known else row.dispute.code

    def _columns(self) -> tuple[Column[ListedDispute], ...]:
        def late(row: ListedDispute) -> QColor | None:
            return theme.color("danger") if row.reading.late else None

        return (
            Column(
                self.tr("Clock"),
                lambda row: clock_text(row.reading, self.shell.desk.today()),
                lambda row: (CLOCK_WORDS.index(row.reading.word), row.reading.by),
                icon=lambda row: (
                    mark_icon(theme.SEVERITIES["blocked"])
                    if row.reading.late
                    else icon("scales", "violet" if row.dispute.is_open else "muted")
                ),
                color=late,
                bold=lambda row: row.reading.late,
                width=32,
            ),
            Column(
                self.tr("Customer"),
                lambda row: row.customer_name,
                lambda row: row.customer_name.casefold(),
                stretch=True,
            ),
            Column(self.tr("Invoice, line"), line_text, line_text, width=14),
            Column(
                self.tr("Disputed"),
                lambda row: money_text(row.dispute.amount),
                lambda row: (row.dispute.amount.currency, row.dispute.amount.minor),
                align_right=True,
                width=10,
            ),
            Column(self.tr("Why"), self._kind, self._kind, tip=self._kind, width=24),
            Column(
                self.tr("State"),
                lambda row: dispute_state_word(row.dispute.state),
                lambda row: row.dispute.state,
                tip=lambda row: dispute_state_word(row.dispute.state),
                width=22,
            ),
            Column(
                self.tr("Owner"),
                lambda row: row.dispute.owner,
                lambda row: row.dispute.owner,
                width=12,
            ),
            Column(
                self.tr("Received"),
                lambda row: near_day(row.dispute.received_on, self.shell.desk.today()),
                lambda row: row.dispute.received_on,
                tip=lambda row: day_text(row.dispute.received_on),
                width=8,
            ),
        )
