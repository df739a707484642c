"""What the worklist says of itself: how many lines, what they come to, why none is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from collections_desk.desktop.customer_words import sums_text
from collections_desk.desktop.when_text import day_text
from collections_desk.desktop.worklist_columns import tr
from collections_desk.desktop.worklist_filters import is_due
from collections_desk.domain.money import Money

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


@dataclass(frozen=True, slots=True)
class Amounts:
    """One amount of each line, made ready to be added up at each key.

    Attributes:
        currency: Most lines are in this one alone.
        minors: By the number of the line; nothing where it has none in that currency.
        others: Amounts in other currencies, by the number of the line.
    """

    currency: str
    minors: list[int]
    others: dict[int, tuple[Money, ...]]

    def total(self, numbers: Sequence[int]) -> list[Money]:
        """Add up the amounts of some lines, each currency by itself, by its code."""
        sums = {self.currency: sum(map(self.minors.__getitem__, numbers))}
        for number in self.others.keys() & set(numbers) if self.others else ():
            for money in self.others[number]:
                sums[money.currency] = sums.get(money.currency, 0) + money.minor
        return [Money(minor, code) for code, minor in sorted(sums.items()) if minor]


def amounts_of(given: Sequence[Sequence[Money]], currency: str) -> Amounts:
    """Make the amounts of lines ready. For the worker thread."""
    minors: list[int] = []
    others: dict[int, tuple[Money, ...]] = {}
    for number, several in enumerate(given):
        if len(several) == 1 and several[0].currency == currency:
            minors.append(several[0].minor)
            continue
        minors.append(sum(one.minor for one in several if one.currency == currency))
        rest = tuple(one for one in several if one.currency != currency)
        if rest:
            others[number] = rest
    return Amounts(currency, minors, others)


def shown_text(
    shown: Sequence[int], whole: int, locale: str, sums: tuple[Amounts, Amounts] | None
) -> str:
    """Say how many lines of the whole are shown and what they come to.

    Args:
        shown: The numbers of the lines.
        whole: How many lines there are.
        locale: How amounts are written.
        sums: Balances, and what is to be collected; None says how many lines only.
    """
    if not shown:
        return ""
    if sums is None:
        return tr("{0} of {1} customers").format(len(shown), whole)
    balance, collect = (one.total(shown) for one in sums)
    return tr("{0} of {1} customers   ·   balance {2}\nTo be collected {3}").format(
        len(shown),
        whole,
        sums_text(balance, none="-", locale=locale),
        sums_text(collect, none="-", locale=locale),
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
