"""Rows of data into open items and payments; every line that cannot be is listed with why."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.amount_text import CODES, AmountText
from collections_desk.domain.invoices import CREDIT_KINDS
from collections_desk.domain.money import Money, from_decimal
from collections_desk.domain.readings import Fault, ImportedItem, ImportedPayment
from collections_desk.importers.cells import RowFaultError, RowReader, terms_in_words
from collections_desk.importers.grid import cell_text
from collections_desk.importers.values import DOLLARS

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.domain.readings import Answers
    from collections_desk.importers.extract import Extract, Row
    from collections_desk.importers.recognize import Recognized
    from collections_desk.importers.values import Detected, Home


class ItemReader(RowReader):
    """Reads a whole list of open items, invoices, orders or payments."""

    def __init__(
        self,
        found: Recognized,
        data: Extract,
        detected: Detected,
        answers: Answers,
        home: Home,
    ) -> None:
        super().__init__(found, data, detected)
        self.layout = found.layout
        self.kind = found.kind
        self.home = home
        self.currency = answers.currency or found.layout.suggested_currency or home.currency
        self.currency_needed = False
        self.dollars_seen = False
        self.terms = answers.terms_days
        if self.terms is None and self.asks_terms:
            self.terms = found.layout.suggested_terms
        self.items: list[ImportedItem] = []
        self.closed: list[ImportedItem] = []
        self.payments: list[ImportedPayment] = []
        self.faults: list[Fault] = list(data.faults)
        self.not_open: Counter[str] = Counter()
        self.as_of_seen: Counter[date] = Counter()
        self._money_known: dict[tuple[AmountText, str], Money] = {}
        self._last_number = ""

    @property
    def asks_terms(self) -> bool:
        """Tell whether due dates must be made from terms that the clerk gives."""
        unstated = self.layout.kind == "generic" and self.has("issued_on")
        return not self.has("due_on") and (self.layout.due == "ask" or unstated)

    def read(self, rows: list[Row], tick: Callable[[], None]) -> None:
        """Read all rows."""
        one = self._payment if self.kind == "payments" else self._item
        for row in rows:
            try:
                one(row)
            except RowFaultError as fault:
                self.faults.append(Fault(row.line, fault.column, fault.text, fault.problem))
            tick()
        self.items = self._one_per_invoice(self.items)
        self.closed = self._one_per_invoice(self.closed)
        for item in self.closed:
            self.not_open[item.status or "nothing owed"] += 1

    def money(self, row: Row, name: str, read: AmountText, currency: str) -> Money:
        """Give an amount its currency: that of the row, of the cell, or of the file.

        `currency` is what the row says; it is empty where it has no such column.
        """
        known = self._money_known.get((read, currency))
        if known is not None:
            return known
        code = self._code(row, name, read, currency)
        try:
            money = from_decimal(read.value, code)
        except ValueError as error:
            raise RowFaultError(self.heading(name), f"{read.value:f}", str(error)) from error
        self._money_known[read, currency] = money
        return money

    def row_currency(self, row: Row) -> str:
        """Return the ISO code in the currency column; empty where there is none."""
        text = self.line(row, "currency").upper() if self.has("currency") else ""
        if text and text not in CODES:
            raise RowFaultError(self.heading("currency"), text, f'"{text}" is not a currency')
        return text

    def _code(self, row: Row, name: str, read: AmountText, currency: str) -> str:
        stated = read.currency
        if stated == "$":
            self.dollars_seen = True
            stated = currency if currency in DOLLARS else None
            if stated is None and not currency:
                self.currency_needed |= self.currency not in DOLLARS
                return self.currency if self.currency in DOLLARS else "USD"
        elif stated == "¥":
            stated = currency or ("CNY" if self.currency == "CNY" else "JPY")
        if currency and stated and stated != currency:
            text = cell_text(self.cell(row, name))
            raise RowFaultError(
                self.heading(name), text[:60], f"the cell says {stated} and the row {currency}"
            )
        if not currency and not stated:
            self.currency_needed = True
        return currency or stated or self.currency

    def _customer(self, row: Row) -> tuple[str, str]:
        name = self.clean(row, "customer", row.group) if row.group else self.line(row, "customer")
        ref = self.number(row, "customer_ref")
        if not name and not ref:
            raise RowFaultError(self.heading("customer"), "", "the row names no customer")
        return name, ref

    def _payment(self, row: Row) -> None:
        name, ref = self._customer(row)
        read = self.amount(row, "amount") or self.amount(row, "open")
        if read is None:
            raise RowFaultError(self.heading("amount"), "", "the amount is empty")
        amount = self.money(row, "amount", read, self.row_currency(row))
        if amount.minor <= 0:
            raise RowFaultError(
                self.heading("amount"), str(amount), "a payment must be more than nothing"
            )
        number = self.number(row, "number")
        self.payments.append(
            ImportedPayment(row.line, name, ref, number, self.day(row, "issued_on"), amount)
        )

    def _item(self, row: Row) -> None:
        name, ref = self._customer(row)
        status, state = self._status(row)
        currency = self.row_currency(row)
        amount, opened = self._amounts_of(row, currency, state)
        issued = self.day(row, "issued_on")
        number = self.number(row, "number")
        if not number and self.layout.blank_number == "continues":
            number = self._last_number
        self._last_number = number
        kind = self._kind(row, opened)
        due, source = self._due(row, issued, kind, state)
        is_open = state == "open" and bool(opened.minor or self.layout.lines == "sum")
        item = ImportedItem(
            row.line,
            name,
            ref,
            kind,
            number,
            issued,
            due,
            source,
            amount,
            opened,
            self.line(row, "reference") if self.has("reference") else "",
            self.note(row) if self.has("note") else "",
            status,
            self.day(row, "expected_payment") if self.has("expected_payment") else None,
            "closed" if state == "open" and not is_open else state,
        )
        if self.has("age"):
            self._as_of(row, due or issued)
        if is_open:
            self.items.append(item)
            if status.casefold() in self.layout.unsure:
                problem = f'status "{status}": how much is left is not said; {opened} at most'
                self.notices.append(Fault(row.line, self.heading("status"), status, problem))
        else:
            self.closed.append(item)

    def _status(self, row: Row) -> tuple[str, str]:
        """Return the status in the file's word, and open, closed or cancelled."""
        first = ""
        for index in self.indexes.get("status", ()):
            text = self.clean(row, "status", cell_text(row.cells[index]))
            folded = " ".join(text.casefold().split())
            shown = self.layout.status_names.get(folded, text)
            if folded in self.layout.cancelled:
                return shown, "cancelled"
            if folded in self.layout.closed:
                return shown, "closed"
            first = first or shown
        return first, "open"

    def _amounts_of(self, row: Row, currency: str, state: str) -> tuple[Money | None, Money]:
        """Return the original amount, where it is known, and what is open."""
        if self.has("price"):
            quantity, price = self.amount(row, "quantity"), self.amount(row, "price")
            if quantity is None or price is None:
                raise RowFaultError(self.heading("price"), "", "quantity or price is empty")
            line = AmountText(quantity.value * price.value, price.currency)
            money = self.money(row, "price", line, currency)
            return money, money
        if self.has("line_amount"):
            money = self._required(row, "line_amount", currency)
            return money, money
        read = self.amount(row, "amount") if self.has("amount") else None
        amount = None if read is None else self.money(row, "amount", read, currency)
        if self.has("open"):
            if state != "open" and self.amount(row, "open") is None:
                return amount, amount or Money(0, currency or self.currency)
            return amount, self._required(row, "open", currency)
        if amount is None:
            raise RowFaultError(self.heading("amount"), "", "the amount is empty")
        paid = self.amount(row, "paid") if self.has("paid") else None
        return amount, amount - self.money(row, "paid", paid, currency) if paid else amount

    def _required(self, row: Row, name: str, currency: str) -> Money:
        read = self.amount(row, name)
        if read is None:
            raise RowFaultError(self.heading(name), "", "the amount is empty")
        return self.money(row, name, read, currency)

    def _kind(self, row: Row, opened: Money) -> str:
        word = self.line(row, "kind") if self.has("kind") else ""
        mapped = self.layout.kinds.get(word.casefold()) if word else None
        if mapped is None and not word:
            return "invoice" if opened.minor >= 0 else "credit"
        if mapped is None:
            problem = f'the type "{word}" is not known; its sign decides'
            self.notices.append(Fault(row.line, self.heading("kind"), word, problem))
        if mapped in CREDIT_KINDS and opened.minor > 0:
            problem = f"a {word} that raises what is owed is taken as a charge"
            self.notices.append(Fault(row.line, self.heading("kind"), word, problem))
            return "debit"
        if opened.minor < 0:
            return mapped if mapped in CREDIT_KINDS and mapped else "credit"
        return "debit" if mapped in {None, "by_sign"} else str(mapped)

    def _due(
        self, row: Row, issued: date | None, kind: str, state: str
    ) -> tuple[date | None, str]:
        terms = self.terms
        value = self.cell(row, "due_on") if self.has("due_on") else ""
        if value != "":
            days = terms_in_words(value) if isinstance(value, str) else None
            if days is None:
                return self.day(row, "due_on"), "file"
            terms = days
        if kind in CREDIT_KINDS:
            return None, "file"
        if self.has("terms") and value == "":
            in_words = terms_in_words(self.line(row, "terms"))
            terms = terms if in_words is None else in_words
        if issued is not None and terms is not None:
            return issued + timedelta(days=terms), "terms"
        if self.has("due_on") and state == "open":
            taken = f"its date, {issued}, is taken" if issued else "it never gets past due"
            self.notices.append(
                Fault(row.line, self.heading("due_on"), "", f"there is no due date: {taken}")
            )
        return issued, "issue_date"

    def _as_of(self, row: Row, counted_from: date | None) -> None:
        """Work out the day of the list from the days past due that it states."""
        text = cell_text(self.cell(row, "age")).strip()
        if counted_from is not None and re.fullmatch(r"-?[0-9]{1,5}", text, re.ASCII):
            self.as_of_seen[counted_from + timedelta(days=int(text))] += 1

    def _one_per_invoice(self, items: list[ImportedItem]) -> list[ImportedItem]:
        """Put the lines of an invoice together where the file has a row for each line."""
        if self.layout.lines == "one":
            return items
        merged: dict[tuple[str, str, str, str], ImportedItem] = {}
        for item in items:
            number = item.number or f"line {item.line}"
            key = (item.customer, item.customer_ref, number, item.open.currency)
            first = merged.get(key)
            if first is None:
                merged[key] = item
            elif self.layout.lines == "sum":
                both = first.open + item.open
                merged[key] = replace(first, open=both, amount=both)
            elif item.open != first.open:
                self.faults.append(
                    Fault(
                        item.line,
                        self.heading("open"),
                        str(item.open),
                        f"line {first.line} of the same invoice says {first.open}",
                    )
                )
        return list(merged.values())
