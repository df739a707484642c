"""Records a payment taken by hand, with what it settles shown before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton, QSizePolicy, QWidget

from collections_desk.desktop.allocation_table import AllocationTable
from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.dialogs.payment_parts import (
    box,
    line,
    outcome_text,
    read_paper,
    withdraw_again,
)
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.fields import DayField, MoneyField
from collections_desk.desktop.labels import label
from collections_desk.domain.hand_payments import (
    FULL_PAYMENT_CHOICES,
    METHODS,
    PaymentEntry,
    check_last4,
)
from collections_desk.domain.money_text import money_text
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import payments

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.hand_payments import HandPayment
    from collections_desk.domain.payment_preview import PaymentPreview

#: What is waited after a key before the preview is made anew, in milliseconds.
PAUSE = 150
_PAPER = frozenset({"check", "money_order"})


@dataclass(frozen=True, slots=True)
class Correcting:
    """A wrong payment that the dialog enters anew, and why it was wrong."""

    payment: HandPayment
    why: str


class PaymentDialog(Sheet):
    """How, how much, when, for what; below it what would come of it."""

    def __init__(
        self,
        shell: Shell,
        facts: PageFacts,
        parent: QWidget,
        *,
        correcting: Correcting | None = None,
    ) -> None:
        name = facts.page.customer.name
        super().__init__(shell, tr("Payment"), tr("&Record the Payment"), parent, remark=name)
        self._facts = facts
        self._correcting = correcting
        self._authorization: tuple[str, bytes] | None = None
        self.question: GuardsDialog | None = None
        self.preview: PaymentPreview | None = None
        self._looks = 0
        self.setMinimumWidth(740)
        self._make_fields()
        self._add_rows()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._look)
        self._connect()
        if correcting is not None:
            self._fill(correcting.payment)
        self._follow()
        self.amount.setFocus()

    # How it is made.

    def _make_fields(self) -> None:
        facts = self._facts
        page, locale, today = facts.page, facts.settings.locale, facts.today
        owed = page.to_be_collected or page.overdue or page.balances
        code = owed[0].currency if owed else page.customer.currency or facts.settings.currency
        self.method = box(self.tr("How it came"), METHODS)
        self.amount = MoneyField(self.tr("Amount"), code, locale=locale, optional=False)
        self.currency = QComboBox()
        self.currency.setAccessibleName(self.tr("Currency"))
        codes = dict.fromkeys([code, *(debt.open.currency for debt in page.money.debts)])
        self.currency.addItems(list(codes))
        self.received = DayField(
            self.tr("Received on"), today, locale=locale, latest=today, optional=False
        )
        self.received.set_value(today)
        self.reference = line(self.tr("Number"), self.tr("check, transfer or receipt number"))
        self.last4 = line(
            self.tr("Last four digits of the card"), self.tr("four digits at most, never more")
        )
        self.dated = DayField(self.tr("Date on the check"), today, locale=locale)
        self.full = line(
            self.tr("Words of full payment"), self.tr("what it says: paid in full, final payment")
        )
        self.choice = box(self.tr("What to do with it"), {"": "", **FULL_PAYMENT_CHOICES})
        self.payer = line(self.tr("Paid by"), self.tr("if somebody else than the customer paid"))
        self.direction = line(
            self.tr("What the payer says it is for"), self.tr("in their own words")
        )
        self.how = box(
            self.tr("What it is laid on"),
            {"order": tr("By the order of the house"), "payer": tr("As the payer directs")},
        )
        self.table = AllocationTable(locale)
        self.fee = MoneyField(self.tr("Fee for the way of paying"), code, locale=locale)
        self.fee.edit.setPlaceholderText(self.tr("part of the amount; mostly none"))
        self.basis = line(self.tr("Basis of that fee"), self.tr("clause or law that allows it"))
        self.paper = QPushButton(self.tr("Attach the Signed Authori&zation …"))
        self.note = line(self.tr("Note"), "")
        self.outcome = label("", wrap=True, selectable=True)
        self.outcome.setAccessibleName(self.tr("What would come of it"))
        self._least = 3 * self.outcome.fontMetrics().lineSpacing()
        self.outcome.setMinimumHeight(self._least)

    def _add_rows(self) -> None:
        for words, field, name in (
            (self.tr("Ho&w"), self.method, "method"),
            (self.tr("&Amount"), self.amount, "amount"),
            (self.tr("Currency"), self.currency, ""),
            (self.tr("Rece&ived"), self.received, "received_on"),
            (self.tr("&Number"), self.reference, "reference"),
            (self.tr("&Last four digits"), self.last4, "last4"),
            (self.tr("&Date on the check"), self.dated, "deposit_on"),
            (self.tr('Says "paid in f&ull"'), self.full, "full_payment"),
            (self.tr("W&hat to do"), self.choice, "choice"),
            (self.tr("Paid &by"), self.payer, "payer"),
            (self.tr("&For what, they say"), self.direction, "direction"),
            (self.tr("Laid &on"), self.how, ""),
            ("", self.table, "parts"),
            (self.tr("F&ee for paying so"), self.fee, "convenience_fee"),
            (self.tr("Basis of &that fee"), self.basis, "convenience_basis"),
            ("", self.paper, ""),
            (self.tr("No&te"), self.note, "note"),
        ):
            self.add_row(words, field, name)
        self.form.addRow(label(self.tr("What comes of it"), "muted"), self.outcome)
        self.outcome.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def _connect(self) -> None:
        self.method.currentIndexChanged.connect(self._follow)
        self.how.currentIndexChanged.connect(self._follow)
        self.currency.currentTextChanged.connect(self._turn_currency)
        for field in (self.amount, self.received, self.dated, self.fee):
            field.edit.textChanged.connect(self._soon)
        for typed in (self.reference, self.full, self.payer, self.direction, self.basis):
            typed.textChanged.connect(self._soon)
        self.full.textChanged.connect(self._follow_full)
        self.last4.textChanged.connect(self._guard_card)
        self.choice.currentIndexChanged.connect(self._soon)
        self.table.typed.connect(self._soon)
        self.paper.clicked.connect(self._choose_paper)

    def _fill(self, payment: HandPayment) -> None:
        """Begin with a wrong payment as it was typed."""
        self.method.setCurrentIndex(self.method.findData(payment.method))
        self.currency.setCurrentText(payment.amount.currency)
        self.amount.set_value(payment.amount)
        self.received.set_value(payment.received_on)
        self.dated.set_value(payment.dated_on)
        for field, text in (
            (self.reference, payment.reference),
            (self.last4, payment.last4),
            (self.payer, payment.payer),
            (self.direction, payment.direction),
            (self.full, payment.full_payment),
            (self.note, payment.note),
        ):
            field.setText(text)
        self.deed_button.setText(self.tr("&Record It Anew"))

    # What the clerk does.

    def fault(self) -> str:
        """Ask for an amount and for fields that can be understood."""
        fields = (self.amount, self.received, self.dated, self.fee)
        if not all([field.check() for field in fields]):  # noqa: C419 - each says its fault
            return self.tr("Put the marked field right first.")
        return ""

    def perform(self) -> None:
        """Look once more, ask where a guard asks, then record."""
        try:
            entry = self.entry()
        except EntryRefusedError as refused:
            self._failed(refused)
            return
        self.deed_button.setEnabled(False)
        self._run(partial(payments.preview_payment, self.shell.desk, entry), self._examined(entry))

    def entry(self) -> PaymentEntry:
        """Return what is typed.

        Raises:
            EntryRefusedError: If something cannot be read.
        """
        amount, received = self.amount.value(), self.received.value()
        if amount is None or received is None:
            raise EntryRefusedError(
                "amount" if amount is None else "received_on",
                self.tr("The amount and the day are needed."),
                self.tr("Type them."),
            )
        paper = self.method.currentData() in _PAPER
        return PaymentEntry(
            customer_id=self._facts.page.customer.id,
            amount=amount,
            received_on=received,
            method=self.method.currentData(),
            reference=self.reference.text(),
            last4=self.last4.text().strip() if self.method.currentData() == "card" else "",
            dated_on=self.dated.value() if paper else None,
            payer=self.payer.text(),
            direction=self.direction.text(),
            parts=self.table.parts() if self.how.currentData() == "payer" else None,
            full_payment=self.full.text().strip(),
            choice=self.choice.currentData() if self.full.text().strip() else "",
            note=self.note.text(),
            convenience_fee=self.fee.value() if not paper else None,
            convenience_basis=self.basis.text() if not paper else "",
            authorization=self._authorization,
        )

    def _examined(self, entry: PaymentEntry) -> Callable[[PaymentPreview], None]:
        def go_on(preview: PaymentPreview) -> None:
            if preview.asks_choice:
                self.deed_button.setEnabled(True)
                self.say_at(
                    "choice",
                    self.tr("Choose what to do with it first; do not deposit it before."),
                )
                return
            asking = [found for found in preview.findings if found.asks]
            if not asking:
                self._record(entry, {})
                return
            self.question = GuardsDialog(
                preview.findings,
                self.tr("&Record It All the Same"),
                self.tr("&Go Back and Put It Right"),
                self,
            )
            self.question.went_on.connect(partial(self._record, entry))
            self.question.stopped.connect(lambda: self.deed_button.setEnabled(True))
            self.question.open()

        return go_on

    def _record(self, entry: PaymentEntry, reasons: dict[str, str]) -> None:
        correcting = self._correcting
        self.write(
            partial(
                payments.record_payment,
                self.shell.desk,
                entry,
                reasons=reasons,
                instead_of=correcting.payment.id if correcting else None,
                why=correcting.why if correcting else "",
            ),
            lambda done: self.shell.say(
                " ".join([self.tr("Recorded: {0}").format(done.told), *self._charges_left()]),
                undo=partial(withdraw_again, self.shell, done.payment_id),
            ),
        )

    def _charges_left(self) -> list[str]:
        """Remind of late charges that could be waived now that the customer pays."""
        charged = self._facts.page.money.charged
        if not charged:
            return []
        sums = ", ".join(money_text(total, self._facts.settings.locale) for total in charged)
        return [self.tr("Late charges of {0} are open: Shift+I waives them.").format(sums)]

    # What follows what is typed.

    def _follow(self) -> None:
        method = self.method.currentData()
        paper, direct = method in _PAPER, self.how.currentData() == "payer"
        self.form.setRowVisible(self.last4, method == "card")
        self.form.setRowVisible(self.dated, paper)
        self.form.setRowVisible(self.currency, self.currency.count() > 1)
        self.form.setRowVisible(self.fee, method in {"card", "debit", "transfer"})
        self.form.setRowVisible(self.basis, self.fee.isVisibleTo(self) and self._has_fee())
        self.form.setRowVisible(self.paper, method == "debit")
        self.form.setRowVisible(self.full, method in {*_PAPER, "other"})
        code = self.currency.currentText()
        debts = [debt for debt in self._facts.page.money.debts if debt.open.currency == code]
        self.table.show_debts(debts, editable=direct)
        self._follow_full()
        self._soon()

    def _follow_full(self) -> None:
        said = bool(self.full.text().strip()) and self.full.isVisibleTo(self)
        self.form.setRowVisible(self.choice, said)

    def _has_fee(self) -> bool:
        return bool(self.fee.text().strip())

    def _turn_currency(self, code: str) -> None:
        self.amount.set_currency(code)
        self.fee.set_currency(code)
        self._follow()

    def _guard_card(self, text: str) -> None:
        """Never let more of a card than its last four digits stand, not even on the screen."""
        if len(text.strip()) <= 4:  # noqa: PLR2004 - the last four
            return
        self.last4.clear()
        try:
            check_last4(text)
        except EntryRefusedError as refused:
            self.say_at("last4", f"{refused.problem} {self.tr('Type the last four only.')}")

    def _soon(self) -> None:
        visible = self.fee.isVisibleTo(self) and self._has_fee()
        self.form.setRowVisible(self.basis, visible)
        self._timer.start()

    def _look(self) -> None:
        """Show what would come of what is typed so far."""
        self._looks += 1
        fields = (self.amount, self.received, self.dated, self.fee)
        wrong = next(
            (one.fault() for one in fields if one.isVisibleTo(self) and one.fault()), None
        )
        if wrong is not None:
            self._show_none(wrong.problem)
            return
        if not self.amount.value() or not self.received.value():
            self._show_none(self.tr("Type the amount to see what it settles."))
            return
        try:
            entry = self.entry()
        except EntryRefusedError as refused:
            self._show_none(refused.problem)
            return
        looks = self._looks
        self.shell.background.run(
            partial(payments.preview_payment, self.shell.desk, entry),
            done=partial(self._show_preview, looks),
            failed=lambda error: self._show_none(error.problem) if looks == self._looks else None,
            owner=self,
        )

    def _show_none(self, why: str) -> None:
        """Say why nothing would come of what is typed; nothing older stays beside it."""
        self.preview = None
        self.outcome.setText(why)
        if self.how.currentData() != "payer":
            self.table.show_allocation(None)

    def _show_preview(self, looks: int, preview: PaymentPreview) -> None:
        if looks != self._looks:
            return  # something was typed meanwhile
        self.preview = preview
        locale = self._facts.settings.locale
        if self.how.currentData() != "payer":
            self.table.show_allocation(preview.allocation)
        self.outcome.setText(outcome_text(preview, locale))
        self.outcome.setMinimumHeight(  # else the rows above it were pushed into each other
            max(self._least, self.outcome.heightForWidth(self.outcome.width()))
        )

    def _choose_paper(self) -> None:
        chooser = QFileDialog(self, self.tr("Choose the signed authorization"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilter(self.tr("Scans (*.pdf *.png *.jpg *.jpeg)"))
        chooser.fileSelected.connect(self.take_paper)
        chooser.open()

    def take_paper(self, file_name: str) -> None:
        """Keep a file to be stored with the payment."""
        path = Path(file_name)
        self._run(partial(read_paper, path), partial(self._has_paper, path.name))

    def _has_paper(self, name: str, content: bytes) -> None:
        self._authorization = (name, content)
        self.paper.setText(self.tr("Attached: {0}").format(name).replace("&", "&&"))
        self._soon()

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self.shell.background.run(work, done=done, failed=self._failed, owner=self)
