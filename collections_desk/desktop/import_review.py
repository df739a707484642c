"""The third step of an import: what was read, with every fault by its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QTabWidget, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.import_words import ITEM_KINDS, sums_text, word
from collections_desk.desktop.labels import card, clear_layout, column, label
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.readings import (
        Fault,
        ImportedCustomer,
        ImportedItem,
        ImportedPayment,
        Reading,
    )


class LinesStep(QWidget):
    """The totals of the file, its faults, and its items."""

    def __init__(self, parent: QWidget | None = None, *, locale: str = "en_US") -> None:
        super().__init__(parent)
        self._locale = locale
        self.totals = QGridLayout()
        self.totals.setHorizontalSpacing(theme.PAGE)
        self.totals.setVerticalSpacing(2)
        self.total_message = InlineMessage()
        self.assumed = label("", "muted", wrap=True)
        self.tabs = QTabWidget()
        self.faults = self._fault_list("import-faults", self.tr("What is wrong"))
        self.notices = self._fault_list("import-notices", self.tr("What to know"))
        self.items = self._item_list()
        self.customers = self._customer_list()
        self.payments = self._payment_list()
        frame, inside = card()
        inside.addLayout(self.totals)
        inside.addWidget(self.total_message)
        inside.addWidget(self.assumed)
        whole = column(self, gap=theme.WIDE)
        whole.addWidget(frame)
        whole.addWidget(self.tabs, 1)

    def show_reading(self, reading: Reading) -> None:
        """Show what was read."""
        self._show_totals(reading)
        self.assumed.setText("\n".join(reading.assumptions))
        self.assumed.setVisible(bool(reading.assumptions))
        self.tabs.clear()
        groups: tuple[tuple[ListPanel[Any], tuple[Any, ...], str], ...] = (
            (self.faults, reading.faults, self.tr("Will not be imported ({0})")),
            (self.notices, reading.notices, self.tr("Worth a look ({0})")),
            (self.items, reading.items, self.tr("Items ({0})")),
            (self.payments, reading.payments, self.tr("Payments ({0})")),
            (self.customers, reading.customers, self.tr("Customers ({0})")),
        )
        for panel, rows, title in groups:
            panel.list.rows_model.show_rows(rows)
            if rows or panel is self.faults:
                self.tabs.addTab(panel, title.format(f"{len(rows):,}"))
        if not reading.faults and self.tabs.count() > 1:
            self.tabs.setCurrentIndex(1)

    def _show_totals(self, reading: Reading) -> None:
        clear_layout(self.totals)
        counts = reading.counts
        figures = [
            (self.tr("Customers"), f"{reading.customer_count:,}", ""),
            *(
                (title, f"{counts[name]:,}", sums_text(reading.total_of(name), self._locale))
                for title, name in (
                    (self.tr("Open invoices"), "open_invoices"),
                    (self.tr("Other charges"), "other_debits"),
                    (self.tr("Credits"), "credits"),
                )
                if counts[name]
            ),
        ]
        if reading.items:
            net = sums_text(reading.net_open, self._locale)
            figures.append((self.tr("Open in all"), f"{len(reading.items):,}", net))
        if reading.payments:
            figures.append((self.tr("Payments"), f"{len(reading.payments):,}", ""))
        if reading.as_of is not None:
            figures.append((self.tr("Balances as of"), day_text(reading.as_of), ""))
        for place, (title, number, amount) in enumerate(figures):
            self.totals.addWidget(label(title, "section"), 0, place)
            self.totals.addWidget(label(number, "heading"), 1, place)
            self.totals.addWidget(label(amount, "muted", selectable=bool(amount)), 2, place)
        self.totals.setColumnStretch(len(figures), 1)
        self._compare_total(reading)

    def _compare_total(self, reading: Reading) -> None:
        stated = reading.reported_total
        if stated is None:
            self.total_message.clear()
            return
        found = reading.net_open.get(stated.currency)
        if found == stated:
            self.total_message.say(
                self.tr("The file states the same total: {0}.").format(
                    money_text(stated, self._locale)
                ),
                "good",
            )
        else:
            self.total_message.say(
                self.tr("The file states a total of {0}, and its lines come to {1}.").format(
                    money_text(stated, self._locale), sums_text(reading.net_open, self._locale)
                ),
                "caution",
            )

    def _fault_list(self, name: str, said: str) -> ListPanel[Fault]:
        columns: tuple[Column[Fault], ...] = (
            Column(
                self.tr("Line"),
                lambda one: str(one.line) if one.line else self.tr("file"),
                lambda one: one.line,
                align_right=True,
                width=6,
            ),
            Column(self.tr("Column"), lambda one: one.column, lambda one: one.column, width=18),
            Column(self.tr("What stands there"), lambda one: one.text, lambda one: one.text),
            Column(
                said,
                lambda one: one.problem,
                lambda one: one.problem,
                stretch=True,
            ),
        )
        panel = ListPanel(ListView(TableModel(columns), name))
        panel.list.setAccessibleName(self.tr("Lines of the file with a remark"))
        panel.empty.tell(
            "check", self.tr("No faults"), self.tr("Every line of the file can be imported.")
        )
        return panel

    def _item_list(self) -> ListPanel[ImportedItem]:
        columns: tuple[Column[ImportedItem], ...] = (
            _line_column(self.tr("Line")),
            Column(
                self.tr("Customer"),
                lambda one: one.customer or one.customer_ref,
                lambda one: (one.customer or one.customer_ref).casefold(),
                stretch=True,
            ),
            Column(
                self.tr("Kind"),
                lambda one: word(ITEM_KINDS, one.kind),
                lambda one: one.kind,
            ),
            Column(self.tr("Number"), lambda one: one.number, lambda one: one.number),
            Column(self.tr("Date"), lambda one: _day(one.issued_on), lambda one: one.issued_on),
            Column(self.tr("Due"), lambda one: _day(one.due_on), lambda one: one.due_on),
            Column(
                self.tr("Original"),
                lambda one: "" if one.amount is None else money_text(one.amount, self._locale),
                lambda one: None if one.amount is None else one.amount.minor,
                align_right=True,
            ),
            Column(
                self.tr("Open"),
                lambda one: money_text(one.open, self._locale),
                lambda one: one.open.minor,
                align_right=True,
            ),
        )
        panel = ListPanel(ListView(TableModel(columns), "import-items"))
        panel.list.setAccessibleName(self.tr("Items of the file"))
        return panel

    def _payment_list(self) -> ListPanel[ImportedPayment]:
        columns: tuple[Column[ImportedPayment], ...] = (
            _line_column(self.tr("Line")),
            Column(
                self.tr("Customer"),
                lambda one: one.customer or one.customer_ref,
                lambda one: (one.customer or one.customer_ref).casefold(),
                stretch=True,
            ),
            Column(self.tr("Number"), lambda one: one.number, lambda one: one.number),
            Column(self.tr("Date"), lambda one: _day(one.paid_on), lambda one: one.paid_on),
            Column(
                self.tr("Amount"),
                lambda one: money_text(one.amount, self._locale),
                lambda one: one.amount.minor,
                align_right=True,
            ),
        )
        panel = ListPanel(ListView(TableModel(columns), "import-payments"))
        panel.list.setAccessibleName(self.tr("Payments of the file"))
        return panel

    def _customer_list(self) -> ListPanel[ImportedCustomer]:
        columns: tuple[Column[ImportedCustomer], ...] = (
            _line_column(self.tr("Line")),
            Column(
                self.tr("Customer"),
                lambda one: one.name,
                lambda one: one.name.casefold(),
                stretch=True,
            ),
            Column(self.tr("Number"), lambda one: one.reference, lambda one: one.reference),
            Column(self.tr("Contact"), lambda one: one.contact_name, lambda one: one.contact_name),
            Column(
                self.tr("Phone"),
                lambda one: one.first("phone", "mobile") or "",
                lambda one: one.first("phone", "mobile") or "",
            ),
            Column(
                self.tr("E-mail"),
                lambda one: one.first("email") or "",
                lambda one: one.first("email") or "",
            ),
            Column(self.tr("City"), lambda one: one.address.city, lambda one: one.address.city),
        )
        panel = ListPanel(ListView(TableModel(columns), "import-customers"))
        panel.list.setAccessibleName(self.tr("Customers of the file"))
        return panel


def _line_column(title: str) -> Column[Any]:
    return Column(
        title, lambda one: str(one.line), lambda one: one.line, align_right=True, width=6
    )


def _day(day: date | None) -> str:
    return "" if day is None else day_text(day)


def reading_in_a_line(reading: Reading, locale: str = "en_US") -> str:
    """Return "500 items of 32 customers, $511,497.20 open" for the head of the wizard."""
    parts = []
    if reading.items:
        items = counted(len(reading.items), "{n} item", "{n} items")
        customers = counted(reading.customer_count, "{n} customer", "{n} customers")
        parts.append(f"{items}, {customers}, {sums_text(reading.net_open, locale)}")
    elif reading.payments:
        parts.append(counted(len(reading.payments), "{n} payment", "{n} payments"))
    elif reading.customers:
        parts.append(counted(len(reading.customers), "{n} customer", "{n} customers"))
    return "  ·  ".join([reading.file_name, *parts])
