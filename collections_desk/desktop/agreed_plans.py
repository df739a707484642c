"""The tab "Payment plans": every plan of every customer, what came in and what is next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_desk.desktop import theme
from collections_desk.desktop.agreement_tab import AgreementList
from collections_desk.desktop.agreement_words import (
    part_word,
    plans_sum,
    state_icon,
    state_word,
)
from collections_desk.desktop.table_model import Column
from collections_desk.desktop.when_text import day_text, near_day
from collections_desk.domain.agreement_lists import AgreementLists, PlanLine
from collections_desk.domain.money_text import money_text
from collections_desk.domain.payment_plans import ENDED_STATES, PlanState
from collections_desk.operations.forecast import agreement_lists

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.payment_plans import Installment


class PlansTab(AgreementList[PlanLine]):
    """Payment plans over all customers."""

    def __init__(self, shell: Shell) -> None:
        self._today: date | None = None
        super().__init__(
            shell,
            self._columns(),
            name="agreed-plans",
            accessible=self.tr("Payment plans of all customers"),
            row_id=lambda row: row.standing.plan.id,
            customer_of=lambda row: row.customer_id,
            states=(
                (self.tr("Not over"), "live"),
                (self.tr("Offered"), "offered"),
                (self.tr("Late or broken"), "failing"),
                (self.tr("Completed"), "completed"),
                (self.tr("Replaced or canceled"), "ended"),
                (self.tr("All plans"), "all"),
            ),
        )
        self.title = self.tr("Payment p&lans")

    def refresh(self) -> None:
        """Read the plans again."""
        self.shell.background.run(
            partial(agreement_lists, self.shell.desk),
            done=self._show,
            failed=self.shell.fail,
            owner=self,
        )

    def passes(self, row: PlanLine, state: str) -> bool:
        """Tell whether a plan is of the chosen state."""
        value = row.standing.state
        if state == "live":
            return value not in ENDED_STATES
        groups = {
            "failing": {PlanState.LATE, PlanState.BROKEN},
            "ended": {PlanState.CANCELLED, PlanState.REPLACED},
        }
        return state == "all" or value in groups.get(state, set()) or value.value == state

    def text_of(self, row: PlanLine) -> str:
        """Return what the filter looks through."""
        plan = row.standing.plan
        return f"{row.name} {plan.words} {plan.signed_by} {plan.ended_reason}"

    def sums_of(self, rows: Sequence[PlanLine]) -> str:
        """Say what the shown plans come to."""
        return plans_sum(row.standing for row in rows)

    def tell_empty(self, *, any_rows: bool) -> None:
        """Say why nothing is shown."""
        if any_rows:
            self.panel.empty.tell(
                "search",
                self.tr("Nothing matches"),
                self.tr("No plan is in this state with these words. Choose another state."),
            )
        else:
            self.panel.empty.tell(
                "calendar",
                self.tr("No payment plans yet"),
                self.tr("Shift+P agrees on one, on the worklist and on the customer page."),
            )

    def _near(self, day: date | None) -> str:
        return near_day(day, self._today) if day is not None and self._today else ""

    def _show(self, lists: AgreementLists) -> None:
        self._today = lists.today
        self.show_rows(lists.plans)

    def _columns(self) -> tuple[Column[PlanLine], ...]:
        return (*self._the_plan(), *self._what_comes_next())

    def _the_plan(self) -> tuple[Column[PlanLine], ...]:
        return (
            Column(
                self.tr("State"),
                lambda row: state_word(row.standing.state.value),
                lambda row: row.standing.state.value,
                icon=lambda row: state_icon(row.standing.state.value),
                width=13,
            ),
            Column(
                self.tr("Customer"),
                lambda row: row.name,
                lambda row: row.name.casefold(),
                stretch=True,
            ),
            Column(
                self.tr("Agreed"),
                lambda row: money_text(row.standing.plan.balance),
                lambda row: (row.standing.plan.balance.currency, row.standing.plan.balance.minor),
                align_right=True,
                width=12,
            ),
            Column(
                self.tr("Came in"),
                lambda row: money_text(row.standing.received) if row.standing.received else "",
                lambda row: (row.standing.received.currency, row.standing.received.minor),
                align_right=True,
                width=12,
            ),
            Column(
                self.tr("Late"),
                lambda row: money_text(row.standing.overdue) if row.standing.overdue else "",
                lambda row: (row.standing.overdue.currency, row.standing.overdue.minor),
                align_right=True,
                width=12,
                color=lambda _row: theme.color("danger"),
            ),
        )

    def _what_comes_next(self) -> tuple[Column[PlanLine], ...]:
        return (
            Column(
                self.tr("Next part"),
                lambda row: part_word(part) if (part := _next_part(row)) else "",
                lambda row: part.number if (part := _next_part(row)) else None,
                width=15,
            ),
            Column(
                self.tr("Amount"),
                lambda row: money_text(part.amount) if (part := _next_part(row)) else "",
                lambda row: part.amount.minor if (part := _next_part(row)) else None,
                align_right=True,
                width=12,
            ),
            Column(
                self.tr("Due"),
                lambda row: day_text(part.due_on) if (part := _next_part(row)) else "",
                lambda row: part.due_on if (part := _next_part(row)) else None,
                width=20,
            ),
            Column(
                self.tr("Offered"),
                lambda row: self._near(row.standing.plan.offered_on),
                lambda row: row.standing.plan.offered_on,
                width=9,
            ),
            Column(
                self.tr("Signed"),
                lambda row: self._near(row.standing.plan.signed_on),
                lambda row: row.standing.plan.signed_on,
                width=9,
            ),
        )


def _next_part(row: PlanLine) -> Installment | None:
    return None if row.standing.state in ENDED_STATES else row.standing.next_due
