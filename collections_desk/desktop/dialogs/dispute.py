"""Opens the disputes of one complaint: one line or several, each on an invoice or a part of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QListWidget, QPushButton, QSizePolicy

from collections_desk.desktop.code_field import Choice, CodeField
from collections_desk.desktop.counting import counted
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.fields import DayField, MoneyField
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.domain.disputes import DisputedLine
from collections_desk.domain.money import Money, zero
from collections_desk.domain.money_text import money_text
from collections_desk.operations import contact

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.customer_page import OpenInvoice


class DisputeDialog(Sheet):
    """What the customer disagrees with; the rest stays to be collected."""

    def __init__(self, shell: Shell, facts: PageFacts, parent: QWidget) -> None:
        super().__init__(
            shell,
            tr("Dispute"),
            tr("&Open the Dispute"),
            parent,
            remark=facts.page.customer.name,
        )
        self._customer = facts.page.customer
        self._codes = shell.desk.resources.dispute_codes
        self._locale = facts.settings.locale
        self._invoices = [item for item in facts.page.invoices if item.claimable.minor > 0]
        self._invoices = [item for item in self._invoices if item.open.minor > 0]
        self._lines: list[DisputedLine] = []
        self._make_fields(facts)
        self.lines = QListWidget()
        self.lines.setAccessibleName(self.tr("Lines of this complaint so far"))
        self.lines.setMaximumHeight(4 * self.lines.fontMetrics().lineSpacing() + 12)
        remove = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.lines)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(self._remove)
        self.more_button = QPushButton(self.tr("Add A&nother Line of the Complaint"))
        self.more_button.setAutoDefault(False)
        self.more_button.clicked.connect(self._add)
        self.add_row(self.tr("&Lines so far"), self.lines)
        self.add_row(self.tr("&Invoice"), self.invoice, "invoices")
        self.add_row(self.tr("Line o&f it"), self.line, "line")
        self.add_row(self.tr("Kin&d"), self.code, "dispute_code")
        self.add_row(self.tr("&Amount"), self.amount, "disputed_amount")
        self.add_row(self.tr("In their &words"), self.words, "words")
        self.form.addRow(label(self.tr("To gather"), "muted"), self.evidence)
        self.add_row(self.tr("&Received"), self.received, "received_on")
        self.form.addRow("", self.more_button)
        self.form.setRowVisible(self.lines, bool(self._lines))
        self.code.chosen.connect(self._follow)
        self.invoice.currentIndexChanged.connect(self._follow_invoice)
        self._follow_invoice()
        self._follow("")
        self.code.setFocus()

    def _make_fields(self, facts: PageFacts) -> None:
        self.invoice = QComboBox()
        self.invoice.setAccessibleName(self.tr("Invoice"))
        for item in self._invoices:
            self.invoice.addItem(self._invoice_words(item), item.id)
        self.line = LineEdit()
        self.line.setAccessibleName(self.tr("Which line of the invoice"))
        self.line.setPlaceholderText(self.tr("empty: the invoice as a whole"))
        self.code = CodeField(
            [Choice(code.code, code.label) for code in self._codes.values()], optional=False
        )
        self.code.setAccessibleName(self.tr("Kind of dispute"))
        self.code.setPlaceholderText(self.tr("a code or a word: price, short, damaged"))
        currency = self._invoices[0].open.currency if self._invoices else facts.settings.currency
        self.amount = MoneyField(self.tr("Amount"), currency, locale=self._locale)
        self.amount.edit.setPlaceholderText(self.tr("empty: all of it"))
        self.received = DayField(
            self.tr("Received on"),
            facts.today,
            locale=self._locale,
            latest=facts.today,
            optional=False,
        )
        self.received.set_value(facts.today)
        self.words = NoteEdit()
        self.words.setAccessibleName(self.tr("In their words"))
        self.words.setMaximumHeight(76)
        self.words.refused.connect(self.message.say)
        self.evidence = label("", "muted", wrap=True)
        self.evidence.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding
        )
        self.evidence.setMinimumHeight(2 * self.evidence.fontMetrics().lineSpacing() + 4)

    def fault(self) -> str:
        """Ask for an open invoice, a kind, and values that can be understood."""
        if self._lines and self._is_blank():
            return "" if self.received.check() else self.tr("Put the marked field right first.")
        return self._line_fault()

    def perform(self) -> None:
        """Record the disputes."""
        lines = list(self._lines)
        if not lines or not self._is_blank():
            lines.append(self._typed_line())
        self.write(
            partial(
                contact.open_disputes,
                self.shell.desk,
                self._customer.id,
                lines,
                received_on=self.received.value(),
            ),
            lambda ids: self.shell.say(
                self.tr("{0} recorded. The rest stays to be collected.").format(
                    counted(len(ids), "{n} dispute is", "{n} disputes are")
                )
            ),
        )

    def _line_fault(self) -> str:
        self.code.settle()
        if not self._invoices:
            return self.tr("Nothing is open that is not disputed already.")
        if not self.code.code():
            self.code.setFocus()
            return self.tr("Say what kind of dispute it is.")
        if not (self.amount.check() and self.received.check()):
            return self.tr("Put the marked field right first.")
        return ""

    def _is_blank(self) -> bool:
        """Tell whether nothing was typed for one more line."""
        typed = (self.line.text(), self.words.note(), self.amount.edit.text())
        return not self.code.code() and not any(text.strip() for text in typed)

    def _typed_line(self) -> DisputedLine:
        return DisputedLine(
            int(self.invoice.currentData()),
            self.code.code(),
            self.amount.value(),
            self.line.text().strip(),
            self.words.note(),
        )

    def _add(self) -> None:
        """Put the line that is typed to the others, and begin the next."""
        fault = self._line_fault()
        self.message.say(fault)
        if fault:
            return
        made = self._typed_line()
        free = self._free(made.invoice_id)
        if free.minor <= 0:
            self.message.say(self.tr("All that is open on this invoice is disputed by now."))
            return
        made = made._replace(amount=made.amount or free)
        self._lines.append(made)
        code = self._codes[made.code]
        amount = money_text(made.amount or free, self._locale)
        words = [f"{self._number(made.invoice_id)} {made.line}".strip(), code.label, amount]
        self.lines.addItem(", ".join(words))
        self.form.setRowVisible(self.lines, bool(self._lines))
        for field in (self.line, self.words, self.amount.edit):
            field.clear()
        self.code.choose("")
        self._follow("")
        self._follow_invoice()
        self.invoice.setFocus()

    def _remove(self) -> None:
        row = self.lines.currentRow()
        if row >= 0:
            self.lines.takeItem(row)
            del self._lines[row]
            self.form.setRowVisible(self.lines, bool(self._lines))
            self._follow_invoice()

    def _free(self, invoice_id: int) -> Money:
        """Return what is open of an invoice and neither disputed nor in a line above."""
        item = next(one for one in self._invoices if one.id == invoice_id)
        taken = [line.amount for line in self._lines if line.invoice_id == invoice_id]
        minor = sum(amount.minor for amount in taken if amount is not None)
        return item.claimable - Money(minor, item.open.currency)

    def _number(self, invoice_id: int) -> str:
        return next(one.number for one in self._invoices if one.id == invoice_id)

    def _invoice_words(self, item: OpenInvoice) -> str:
        words = f"{item.number}   {money_text(item.open, self._locale)}"
        if item.claimable != item.open:
            free = money_text(item.claimable, self._locale)
            words += "   " + self.tr("({0} not disputed yet)").format(free)
        return words

    def _follow(self, code: str) -> None:
        known = self._codes.get(code)
        self.evidence.setText(
            "; ".join(known.evidence) if known else self.tr("depends on the kind")
        )

    def _follow_invoice(self) -> None:
        invoice_id = self.invoice.currentData()
        if invoice_id is None:
            self.amount.set_most(zero(self._customer.currency or "USD"))
            return
        free = self._free(int(invoice_id))
        self.amount.set_currency(free.currency)
        self.amount.set_most(free if free.minor > 0 else zero(free.currency))
