"""The tab "Expected cash": by week, weighted with each customer's own record, parts in sight."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_desk.desktop import theme
from collections_desk.desktop.agreement_tab import AgreementList
from collections_desk.desktop.agreement_words import percent_text
from collections_desk.desktop.counting import counted
from collections_desk.desktop.expected_cash_chart import ExpectedCashChart
from collections_desk.desktop.icons import icon
from collections_desk.desktop.table_model import Column
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.forecast import PRIOR_COUNT, ExpectedPayment, Forecast
from collections_desk.domain.money import totals_by_currency
from collections_desk.domain.money_text import money_text
from collections_desk.operations.forecast import expected_cash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.desktop.shell import Shell
    from collections_desk.operations.desk import Desk


class ExpectedCashTab(AgreementList[ExpectedPayment]):
    """What is likely to come, and how that is worked out."""

    def __init__(self, shell: Shell) -> None:
        self._forecast: Forecast | None = None
        super().__init__(
            shell,
            self._columns(),
            name="expected-cash",
            accessible=self.tr("Expected payments"),
            row_id=lambda row: (row.kind, row.ref_id, row.part),
            customer_of=lambda row: row.customer_id,
            states=(
                (self.tr("Promises and installments"), "all"),
                (self.tr("Promises"), "promise"),
                (self.tr("Installments"), "installment"),
                (self.tr("Past their day"), "late"),
            ),
        )
        self.title = self.tr("Expected &cash")
        self.chart = ExpectedCashChart()
        self.inside.insertWidget(0, self.chart)

    def refresh(self) -> None:
        """Work it out again."""
        self.shell.background.run(
            partial(_read, self.shell.desk),
            done=self._show,
            failed=self.shell.fail,
            owner=self,
        )

    def passes(self, row: ExpectedPayment, state: str) -> bool:
        """Tell whether a line is of the chosen kind."""
        if state == "late":
            return self._forecast is not None and row.due_on < self._forecast.today
        return state in {"all", row.kind}

    def text_of(self, row: ExpectedPayment) -> str:
        """Return what the filter looks through."""
        return f"{row.name} {row.kind} {row.stopped}"

    def sums_of(self, rows: Sequence[ExpectedPayment]) -> str:
        """Say what the shown lines come to, each currency by itself."""
        if not rows:
            return ""
        parts = [counted(len(rows), "{n} line", "{n} lines")]
        expected = totals_by_currency(row.expected for row in rows)
        for code, promised in totals_by_currency(row.promised for row in rows).items():
            parts.append(
                self.tr("{0} promised, {1} expected").format(
                    money_text(promised), money_text(expected[code])
                )
            )
        return "  ·  ".join(parts)

    def tell_empty(self, *, any_rows: bool) -> None:
        """Say why nothing is shown."""
        if any_rows:
            self.panel.empty.tell(
                "search",
                self.tr("Nothing matches"),
                self.tr("No expected payment has these words. Choose another kind."),
            )
        else:
            self.panel.empty.tell(
                "money",
                self.tr("Nothing is promised"),
                self.tr(
                    "Open promises and installments of signed plans stand here, by week. Money"
                    " that nobody promised is not expected."
                ),
            )

    def _show(self, both: tuple[Forecast, str]) -> None:
        found, self.chart.home_currency = both
        self._forecast = found
        self.chart.show_weeks(found.weeks, found.today)
        about = self.tr(
            "Expected is what was promised, times its weight. The weight is the share of promises"
            " and installments that the customer kept, counted together with {0} more that are"
            " kept as often as those of all customers: {1} of {2} kept, taken as {3}. Money"
            " that nobody promised is not in it."
        )
        self.about.setText(
            about.format(
                PRIOR_COUNT,
                found.overall.kept,
                found.overall.due,
                percent_text(found.overall_rate),
            )
        )
        self.show_rows(found.lines)

    def _columns(self) -> tuple[Column[ExpectedPayment], ...]:
        return (
            Column(
                self.tr("Week of"), lambda row: day_text(row.week), lambda row: row.week, width=20
            ),
            Column(
                self.tr("Customer"),
                lambda row: row.name,
                lambda row: row.name.casefold(),
                stretch=True,
            ),
            Column(
                self.tr("What"),
                self._what,
                lambda row: (row.kind, row.part or 0),
                icon=lambda row: icon("promise" if row.kind == "promise" else "calendar", "muted"),
                width=18,
            ),
            Column(
                self.tr("Due"),
                lambda row: day_text(row.due_on),
                lambda row: row.due_on,
                width=20,
                color=lambda row: theme.color("danger") if self._is_late(row) else None,
            ),
            Column(
                self.tr("Promised"),
                lambda row: money_text(row.promised),
                lambda row: (row.promised.currency, row.promised.minor),
                align_right=True,
                width=12,
            ),
            Column(
                self.tr("Kept before"),
                lambda row: self.tr("{0} of {1}").format(row.record.kept, row.record.due),
                lambda row: (row.record.kept, row.record.due),
                align_right=True,
                width=11,
            ),
            Column(
                self.tr("Weight"),
                lambda row: percent_text(row.weight),
                lambda row: row.weight,
                align_right=True,
                width=9,
            ),
            Column(
                self.tr("Expected"),
                lambda row: money_text(row.expected),
                lambda row: (row.expected.currency, row.expected.minor),
                align_right=True,
                width=12,
                bold=lambda _row: True,
            ),
            Column(self.tr("Remark"), lambda row: row.stopped, lambda row: row.stopped, width=12),
        )

    def _what(self, row: ExpectedPayment) -> str:
        if row.kind == "promise":
            return self.tr("Promise")
        if row.part == 0:
            return self.tr("Down payment")
        return self.tr("Installment {0}").format(row.part)

    def _is_late(self, row: ExpectedPayment) -> bool:
        return self._forecast is not None and row.due_on < self._forecast.today


def _read(desk: Desk) -> tuple[Forecast, str]:
    """Read the forecast and the currency of the business. For the worker thread."""
    return expected_cash(desk), desk.settings().currency
