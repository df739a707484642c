"""What the worklist says of itself: how many lines, what they come to, why none is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from collections_desk.desktop.customer_words import sums_text
from collections_desk.desktop.when_text import day_text
from collections_desk.desktop.worklist_columns import tr
from collections_desk.desktop.worklist_filters import is_due
from collections_desk.domain.money import totals_by_currency

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from collections_desk.desktop.list_view import ListPanel
    from collections_desk.desktop.worklist_filters import WorklistFilters
    from collections_desk.domain.worklist import WorklistLine


def counts_text(lines: Sequence[WorklistLine], today: date) -> str:
    """Say the day and how many lines are due, coming up and on hold."""
    due = sum(is_due(line, today) for line in lines)
    held = sum(line.state == "hold" for line in lines)
    later = sum(line.state == "action" for line in lines) - due
    words = tr("{0}   ·   {1} due now   ·   {2} coming up   ·   {3} on hold")
    return words.format(day_text(today), due, later, held)


def shown_text(shown: Sequence[WorklistLine], whole: int, locale: str, *, with_sums: bool) -> str:
    """Say how many lines of the whole are shown and what they come to."""
    if not shown:
        return ""
    if not with_sums:
        return tr("{0} of {1} customers").format(len(shown), whole)
    balance = totals_by_currency(money for line in shown for money in line.balances)
    collect = totals_by_currency(money for line in shown for money in line.to_be_collected)
    return tr("{0} of {1} customers   ·   balance {2}\nTo be collected {3}").format(
        len(shown),
        whole,
        sums_text(balance.values(), none="-", locale=locale),
        sums_text(collect.values(), none="-", locale=locale),
    )


class EmptyWords(QObject):
    """Says why no line is shown, and offers what to do about it."""

    def __init__(
        self,
        panel: ListPanel[WorklistLine],
        filters: WorklistFilters,
        go_to_imports: Callable[[], object],
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._filters = filters
        self._go_to_imports = go_to_imports

    def tell(self, *, lines: int, narrowed: bool) -> None:
        """Choose the words: no customer at all, none that matches, or nothing to do."""
        if not lines:
            self._panel.empty.tell(
                "worklist",
                self.tr("No customers yet"),
                self.tr(
                    "The worklist shows each customer who owes, with the next step and the "
                    "reason for it. Import the open items of your accounting package to begin."
                ),
                [(self.tr("&Import Open Items"), self._go_to_imports)],
            )
        elif narrowed:
            self._panel.empty.tell(
                "filter",
                self.tr("No customer matches"),
                self.tr("{0} customers are hidden by the filter.").format(lines),
                [(self.tr("C&lear the Filter"), self._filters.clear)],
            )
        else:
            self._panel.empty.tell(
                "check",
                self.tr("Nothing is due now"),
                self.tr("Every customer is promised, on hold or planned for a later day."),
                [(self.tr("Show &All Open Customers"), self._show_open)],
            )

    def _show_open(self) -> None:
        self._filters.show_state("open")
