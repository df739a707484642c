"""The tab "Promises": every promise of every customer, with its state and its place in a chain."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_desk.desktop.agreement_tab import AgreementList
from collections_desk.desktop.agreement_words import (
    percent_text,
    promises_sum,
    rate_cell,
    rates_text,
    state_icon,
    state_word,
)
from collections_desk.desktop.table_model import Column
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.agreement_lists import AgreementLists, PromiseLine
from collections_desk.domain.money_text import money_text
from collections_desk.operations.forecast import agreement_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.desktop.shell import Shell


class PromisesTab(AgreementList[PromiseLine]):
    """Promises over all customers."""

    def __init__(self, shell: Shell) -> None:
        self._lists: AgreementLists | None = None
        super().__init__(
            shell,
            self._columns(),
            name="agreed-promises",
            accessible=self.tr("Promises of all customers"),
            row_id=lambda row: row.standing.promise.id,
            customer_of=lambda row: row.customer_id,
            states=(
                (self.tr("Open"), "open"),
                (self.tr("Broken or kept in part"), "failed"),
                (self.tr("Kept"), "kept"),
                (self.tr("Superseded or canceled"), "ended"),
                (self.tr("All promises"), "all"),
            ),
        )
        self.title = self.tr("&Promises")

    def refresh(self) -> None:
        """Read the promises again."""
        self.shell.background.run(
            partial(agreement_lists, self.shell.desk),
            done=self._show,
            failed=self.shell.fail,
            owner=self,
        )

    def passes(self, row: PromiseLine, state: str) -> bool:
        """Tell whether a promise is of the chosen state."""
        value = row.standing.state.value
        groups = {"failed": {"broken", "partly kept"}, "ended": {"superseded", "cancelled"}}
        return state == "all" or value in groups.get(state, {state})

    def text_of(self, row: PromiseLine) -> str:
        """Return what the filter looks through."""
        promise = row.standing.promise
        return " ".join([row.name, promise.by_whom, promise.method, promise.words, *row.invoices])

    def sums_of(self, rows: Sequence[PromiseLine]) -> str:
        """Say what the shown promises come to."""
        return promises_sum(row.standing for row in rows)

    def tell_empty(self, *, any_rows: bool) -> None:
        """Say why nothing is shown."""
        if any_rows:
            self.panel.empty.tell(
                "search",
                self.tr("Nothing matches"),
                self.tr("No promise is in this state with these words. Choose another state."),
            )
        else:
            self.panel.empty.tell(
                "promise",
                self.tr("No promises yet"),
                self.tr("R takes a promise on the worklist and on the customer page."),
            )

    def _show(self, lists: AgreementLists) -> None:
        self._lists = lists
        self.about.setText(self.tr("All customers: {0}").format(rates_text(lists.rates)))
        self.show_rows(lists.promises)

    def _columns(self) -> tuple[Column[PromiseLine], ...]:
        return (*self._what_was_promised(), *self._how_it_is_kept())

    def _what_was_promised(self) -> tuple[Column[PromiseLine], ...]:
        return (
            Column(
                self.tr("State"),
                lambda row: state_word(row.standing.state.value),
                lambda row: row.standing.state.value,
                icon=lambda row: state_icon(row.standing.state.value),
                width=14,
            ),
            Column(
                self.tr("Customer"),
                lambda row: row.name,
                lambda row: row.name.casefold(),
                stretch=True,
            ),
            Column(
                self.tr("Promised"),
                lambda row: money_text(row.standing.promise.amount),
                lambda row: (
                    row.standing.promise.amount.currency,
                    row.standing.promise.amount.minor,
                ),
                align_right=True,
                width=12,
            ),
            Column(
                self.tr("By"),
                lambda row: day_text(row.standing.promise.due_on),
                lambda row: row.standing.promise.due_on,
                width=20,
            ),
            Column(
                self.tr("Came in"),
                lambda row: money_text(row.standing.received) if row.standing.received else "",
                lambda row: (row.standing.received.currency, row.standing.received.minor),
                align_right=True,
                width=12,
            ),
        )

    def _how_it_is_kept(self) -> tuple[Column[PromiseLine], ...]:
        return (
            Column(
                self.tr("For"),
                lambda row: ", ".join(row.invoices) or self.tr("the oldest"),
                lambda row: row.invoices,
                width=18,
            ),
            Column(
                self.tr("Promise"),
                lambda row: row.chain.ordinal,
                lambda row: row.chain.place,
                width=8,
                tip=lambda row: self.tr("{0} promise on this money, {1} broken before it").format(
                    row.chain.ordinal, row.chain.broken_before
                ),
            ),
            Column(
                self.tr("Keeps"),
                lambda row: rate_cell(row.rates),
                lambda row: row.rates.rate,
                width=9,
                tip=lambda row: (
                    self.tr("keeps {0} of the promises").format(percent_text(row.rates.rate))
                    if row.rates.rate is not None
                    else self.tr("nothing fell due yet")
                ),
            ),
            Column(
                self.tr("By whom, how"),
                lambda row: ", ".join(
                    part
                    for part in (row.standing.promise.by_whom, row.standing.promise.method)
                    if part
                ),
                lambda row: row.standing.promise.by_whom.casefold(),
                width=22,
            ),
        )
