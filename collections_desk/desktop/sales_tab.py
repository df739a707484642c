"""Sales of a month, typed by the clerk: the only source of days sales outstanding."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.fields import MoneyField, join_tab_order
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import card, column, label, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.month_field import MonthField
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import moment_text
from collections_desk.domain.figures import month_before
from collections_desk.domain.figures_days import month_words
from collections_desk.domain.money_text import money_text
from collections_desk.operations import figures

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.desktop.shell import Shell
    from collections_desk.errors import DeskError
    from collections_desk.operations.desk import Desk
    from collections_desk.store.figures import TypedSales


@dataclass(frozen=True, slots=True)
class SalesPage:
    """What the tab shows."""

    typed: list[TypedSales]
    today: date
    locale: str
    zone: str
    currencies: tuple[str, ...]


def load_sales(desk: Desk) -> SalesPage:
    """Read what was typed. Runs on the worker thread."""
    settings = desk.settings()
    codes = figures.currencies_in_use(desk)
    return SalesPage(
        figures.sales_typed(desk), desk.today(), settings.locale, settings.time_zone, codes
    )


class SalesTab(QWidget):
    """A line to type into, and what was typed before."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self._page: SalesPage | None = None
        self.month = MonthField(self.tr("Month"))
        self.currency = QComboBox()
        self.currency.setAccessibleName(self.tr("Currency"))
        self.amount = MoneyField(
            self.tr("Sales on account"), "USD", optional=False, above_zero=False
        )
        self.save_button = QPushButton(icon("save", "on_accent"), self.tr("&Keep"))
        self.save_button.setProperty("role", "primary")
        self.message = InlineMessage()
        self.panel: ListPanel[TypedSales] = ListPanel(
            ListView(
                TableModel(self._columns(), row_id=lambda one: (one.month, one.amount.currency)),
                "sales",
            )
        )
        self.list = self.panel.list
        self.list.setAccessibleName(self.tr("Sales typed so far"))
        self._build()
        self.save_button.clicked.connect(self.save)
        self.amount.confirmed.connect(self.save)
        self.currency.currentTextChanged.connect(self._currency_chosen)
        self.list.opened.connect(self._take)

    def _build(self) -> None:
        frame, inside = card()
        inside.addWidget(
            label(
                self.tr(
                    "Days sales outstanding and the collection effectiveness index need the"
                    " sales on account of each month. They are in no list of open items, so"
                    " nobody guesses them: type them from the sales report."
                ),
                "muted",
                wrap=True,
            )
        )
        fields = line_of(gap=theme.WIDE)
        for words, field, target in (
            (self.tr("Mo&nth"), self.month, self.month.edit),
            (self.tr("C&urrency"), self.currency, self.currency),
            (self.tr("S&ales on account"), self.amount, self.amount.edit),
        ):
            caption = label(words)
            caption.setBuddy(target)
            pair = column(gap=theme.TIGHT)
            pair.addWidget(caption)
            pair.addWidget(field)
            pair.addStretch(1)
            fields.addLayout(pair)
        button = column(gap=theme.TIGHT)
        button.addWidget(label(" "))
        button.addWidget(self.save_button)
        button.addStretch(1)
        fields.addLayout(button)
        fields.addStretch(1)
        inside.addLayout(fields)
        inside.addWidget(self.message)
        whole = column(self, gap=theme.WIDE)
        whole.setContentsMargins(0, theme.GAP, 0, 0)
        whole.addWidget(frame)
        whole.addWidget(self.panel, 1)
        join_tab_order(self.month, self.currency, self.amount, self.save_button, self.list)
        self.panel.empty.tell(
            "calendar",
            self.tr("No sales typed yet"),
            self.tr("Type the sales of the last whole month first; countback needs more of them."),
        )

    def _columns(self) -> tuple[Column[TypedSales], ...]:
        return (
            Column(
                self.tr("Month"),
                lambda one: month_words(one.month),
                lambda one: one.month,
                key="month",
                width=18,
            ),
            Column(
                self.tr("Sales on account"),
                lambda one: money_text(one.amount, self._page.locale if self._page else "en_US"),
                lambda one: one.amount.minor,
                align_right=True,
                key="amount",
                width=20,
            ),
            Column(self.tr("By"), lambda one: one.clerk, lambda one: one.clerk, key="clerk"),
            Column(
                self.tr("Typed"),
                lambda one: moment_text(one.typed_at, self._page.zone if self._page else "UTC"),
                lambda one: one.typed_at,
                key="typed",
                stretch=True,
            ),
        )

    def refresh(self) -> None:
        """Read what was typed again."""
        self.shell.background.run(
            partial(load_sales, self.shell.desk),
            done=self._show,
            failed=self.shell.fail,
            owner=self,
        )

    def focus_first(self) -> None:
        """Put the cursor where the month is typed."""
        self.month.setFocus()

    def save(self) -> None:
        """Keep what is typed, if it is right."""
        self.message.clear()
        right = [self.month.check(), self.amount.check()]
        month, amount = self.month.value(), self.amount.value()
        if not all(right) or month is None or amount is None:
            (self.amount if right[0] else self.month).setFocus()
            return
        self.save_button.setEnabled(False)

        def kept(_nothing: None) -> None:
            self.save_button.setEnabled(True)
            self.shell.say(
                self.tr("Sales of {0} kept: {1}.").format(
                    month_words(month),
                    money_text(amount, self._page.locale if self._page else "en_US"),
                )
            )
            self.amount.set_value(None)
            self.month.set_value(month_before(month))
            self.month.setFocus()
            self.refresh()

        self.shell.background.run(
            partial(figures.type_sales, self.shell.desk, month, amount),
            done=kept,
            failed=self._refused,
            owner=self,
        )

    def _refused(self, error: DeskError) -> None:
        self.save_button.setEnabled(True)
        self.message.say_error(error)

    def _show(self, page: SalesPage) -> None:
        first = self._page is None
        self._page = page
        self.month.set_today(page.today)
        if first:
            self.currency.addItems(list(page.currencies))
            self.month.set_value(month_before(page.today.replace(day=1)))
        self.list.rows_model.show_rows(page.typed)

    def _currency_chosen(self, code: str) -> None:
        if code:
            self.amount.set_currency(code)

    def _take(self, one: TypedSales) -> None:
        """Lay a line into the fields, to be typed anew."""
        self.month.set_value(one.month)
        self.currency.setCurrentText(one.amount.currency)
        self.amount.set_value(one.amount)
        self.amount.setFocus()
        self.amount.edit.selectAll()
