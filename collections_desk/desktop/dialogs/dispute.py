"""Opens a dispute on one invoice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from collections_desk.desktop.code_field import Choice, CodeField
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.fields import DayField, MoneyField
from collections_desk.desktop.labels import label
from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.domain.money import zero
from collections_desk.domain.money_text import money_text
from collections_desk.operations import contact

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell


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
        self._invoices = [item for item in facts.page.invoices if item.open.minor > 0]
        locale = facts.settings.locale
        self.invoice = QComboBox()
        self.invoice.setAccessibleName(self.tr("Invoice"))
        for item in self._invoices:
            self.invoice.addItem(f"{item.number}   {money_text(item.open, locale)}", item.id)
        self.code = CodeField(
            [Choice(code.code, code.label) for code in self._codes.values()], optional=False
        )
        self.code.setAccessibleName(self.tr("Kind of dispute"))
        self.code.setPlaceholderText(self.tr("a code or a word: price, short, damaged"))
        currency = self._invoices[0].open.currency if self._invoices else facts.settings.currency
        self.amount = MoneyField(self.tr("Amount"), currency, locale=locale)
        self.amount.edit.setPlaceholderText(self.tr("empty: the whole invoice"))
        self.received = DayField(
            self.tr("Received on"), facts.today, locale=locale, latest=facts.today, optional=False
        )
        self.received.set_value(facts.today)
        self.words = NoteEdit()
        self.words.setAccessibleName(self.tr("In their words"))
        self.words.setMaximumHeight(110)
        self.words.refused.connect(self.message.say)
        self.evidence = label("", "muted", wrap=True)
        self.evidence.setMinimumHeight(2 * self.evidence.fontMetrics().lineSpacing() + 4)
        self.add_row(self.tr("&Invoice"), self.invoice, "invoices")
        self.add_row(self.tr("Kin&d"), self.code, "code")
        self.add_row(self.tr("&Amount"), self.amount, "amount")
        self.add_row(self.tr("&Received"), self.received, "received_on")
        self.add_row(self.tr("In their &words"), self.words, "words")
        self.form.addRow(label(self.tr("To gather"), "muted"), self.evidence)
        self.code.chosen.connect(self._follow)
        self.invoice.currentIndexChanged.connect(self._follow_invoice)
        self._follow_invoice()
        self._follow("")
        self.code.setFocus()

    def fault(self) -> str:
        """Ask for an open invoice, a kind, and values that can be understood."""
        self.code.settle()
        if not self._invoices:
            return self.tr("Nothing is open that could be disputed.")
        if not self.code.code():
            self.code.setFocus()
            return self.tr("Say what kind of dispute it is.")
        if not (self.amount.check() and self.received.check()):
            return self.tr("Put the marked field right first.")
        return ""

    def perform(self) -> None:
        """Record the dispute."""
        self.write(
            partial(
                contact.open_dispute,
                self.shell.desk,
                self._customer.id,
                int(self.invoice.currentData()),
                self.code.code(),
                amount=self.amount.value(),
                words=self.words.note(),
                received_on=self.received.value(),
            ),
            lambda _id: self.shell.say(
                self.tr("The dispute is recorded. The rest of the invoice stays to be collected.")
            ),
        )

    def _follow(self, code: str) -> None:
        known = self._codes.get(code)
        self.evidence.setText(
            "; ".join(known.evidence) if known else self.tr("depends on the kind")
        )

    def _follow_invoice(self) -> None:
        item = next((one for one in self._invoices if one.id == self.invoice.currentData()), None)
        if item is not None:
            self.amount.set_currency(item.open.currency)
            self.amount.set_most(item.open)
        else:
            self.amount.set_most(zero(self._customer.currency or "USD"))
