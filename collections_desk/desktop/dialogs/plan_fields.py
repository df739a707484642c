"""What is agreed in a payment plan: invoices, down payment, rhythm, parts and clauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QSpinBox, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.agreement_words import RHYTHMS
from collections_desk.desktop.fields import DayField, MoneyField, TypedField
from collections_desk.desktop.invoice_marks import InvoiceMarks
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.plan_schedule_fields import ScheduleFields
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.guards_plan import is_consumer
from collections_desk.domain.money import Money, zero
from collections_desk.domain.money_text import money_text
from collections_desk.domain.payment_plans import ENDED_STATES
from collections_desk.domain.plan_schedule import PlanTerms, plan_schedule, usual_down_payment
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.domain.customer_page import OpenInvoice

#: Days in which the customer is asked to answer an offer (practice, section 4.2, B3).
REPLY_DAYS = 10
#: What is written after a plan is on record: a letter type, or nothing.
LETTERS = (
    ("L05", QT_TRANSLATE_NOOP("PlanFields", "L05, the offer with its options")),
    ("L06", QT_TRANSLATE_NOOP("PlanFields", "L06, the agreement to sign")),
    ("", QT_TRANSLATE_NOOP("PlanFields", "No letter now")),
)


def tr(text: str) -> str:
    """Translate a text of this form."""
    return QCoreApplication.translate("PlanFields", text)


class PlanFields(QWidget):
    """The terms of a plan. Whatever is changed above, the parts are cut anew."""

    def __init__(self, facts: PageFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        page, settings = facts.page, facts.settings
        self._page, self._settings, self._today = page, settings, facts.today
        self._locale = settings.locale
        self._items = [item for item in page.invoices if item.open.minor > 0]
        consumer = is_consumer(page.customer.kind)
        #: While the program itself writes into a field, nothing follows from it.
        self._filling = False
        #: The most installments of this kind of customer.
        self.most = (
            settings.plan_max_installments_consumer if consumer else settings.plan_max_installments
        )
        self._make(page.customer.currency or settings.currency)
        self._lay_out()
        self._connect()

    def offer(self, replaced: int | None) -> None:
        """Offer the invoices that no other plan covers; mark what is past due."""
        taken = {
            invoice
            for one in self._page.payment_plans
            if one.state not in ENDED_STATES and one.plan.id != replaced
            for invoice in one.plan.invoice_ids
        }
        before = next(
            (one.plan for one in self._page.payment_plans if one.plan.id == replaced), None
        )
        free = [item for item in self._items if item.id not in taken and _undisputed(item)]
        home = free[0].open.currency if free else ""
        marked = [
            item.id
            for item in free
            if item.open.currency == home
            and (item.id in before.invoice_ids if before else item.days_past_due > 0)
        ]
        self.invoices.offer(((item.id, self._words_of(item)) for item in free), marked)
        self._follow_invoices()

    def fault(self) -> str:
        """Return what is still missing."""
        if not self.invoices.count():
            return self.tr("Nothing is open for a plan: all of it is paid, disputed or in one.")
        if not self.invoices.marked():
            return self.tr("Mark the invoices that the plan covers.")
        fields: tuple[TypedField[Money] | DayField, ...] = (
            self.balance,
            self.down,
            self.first,
            self.reply_by,
        )
        right = [field.check() for field in fields]
        if not all(right) or not self.schedule.check():
            return self.tr("Put the marked field right first.")
        if self.schedule.parts() == ():
            return self.note.text() or self.tr("The parts cannot be cut.")
        return ""

    def terms(self) -> PlanTerms:
        """Return what is typed. Only asked for when `fault` finds nothing."""
        balance, parts = self.balance.value(), self.schedule.parts()
        assert balance is not None  # noqa: S101 - `fault` has looked
        assert parts is not None  # noqa: S101 - as above
        return PlanTerms(
            balance=balance,
            as_of=self._page.as_of or self._today,
            rhythm=str(self.rhythm.currentData()),
            cure_days=self.cure.value(),
            accelerates=self.accelerates.isChecked(),
            offered_on=self._today,
            installments=parts,
            invoice_ids=tuple(self.invoices.marked()),
            reply_by=self.reply_by.value(),
            words=self.words.text().strip(),
        )

    # How it is made.

    def _make(self, currency: str) -> None:
        settings, locale = self._settings, self._locale
        self.invoices = InvoiceMarks(self.tr("Invoices of the plan"))
        self.balance = MoneyField(
            self.tr("Balance of the plan"), currency, locale=locale, optional=False
        )
        self.down = MoneyField(
            self.tr("Down payment"), currency, locale=locale, optional=False, above_zero=False
        )
        self.count = QSpinBox()
        self.count.setRange(1, self.most)
        self.count.setSuffix(self.tr("   at most {0}").format(self.most))
        self.count.setValue(min(4, self.most))
        self.rhythm = QComboBox()
        for name, words in RHYTHMS:
            self.rhythm.addItem(QCoreApplication.translate("Agreements", words), name)
        self.first = DayField(
            self.tr("First payment on"),
            self._today,
            locale=locale,
            optional=False,
            earliest=self._today,
            prefer="future",
        )
        self.first.set_value(self._today + timedelta(days=min(7, settings.plan_first_within_days)))
        self.cure = QSpinBox()
        self.cure.setRange(0, 90)
        self.cure.setValue(settings.plan_cure_days)
        self.accelerates = QCheckBox(self.tr("Once broken, the &whole rest falls due"))
        self.accelerates.setChecked(True)
        self.credit_hold = QCheckBox(self.tr("No new supply on cre&dit meanwhile"))
        self.reply_by = DayField(
            self.tr("Answer by"), self._today, locale=locale, earliest=self._today, prefer="future"
        )
        # An answer is of use before the first payment falls due, not after it.
        first_due = min(7, settings.plan_first_within_days)
        self.reply_by.set_value(self._today + timedelta(days=min(REPLY_DAYS, first_due)))
        self.words = LineEdit()
        self.words.setPlaceholderText(self.tr("what was said, facts only"))
        self.letter = QComboBox()
        for kind, letter_words in LETTERS:
            self.letter.addItem(tr(str(letter_words)), kind)
        self.schedule = ScheduleFields(self._today, locale)
        self.note = label("", "caution", wrap=True)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.WIDE)
        form.setVerticalSpacing(theme.TIGHT + 2)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("&Invoices"), self.invoices),
            (self.tr("&Balance"), self.balance),
            (self.tr("Down &payment"), self.down),
            (self.tr("I&nstallments"), self.count),
            (self.tr("&Rhythm"), self.rhythm),
            (self.tr("&First payment"), self.first),
            (self.tr("C&ure days"), self.cure),
            (self.tr("Answer b&y"), self.reply_by),
            (self.tr("Re&mark"), self.words),
            (self.tr("&Then write"), self.letter),
        )
        for words, field in rows:
            caption = label(words)
            caption.setBuddy(field.edit if isinstance(field, TypedField) else field)
            if not isinstance(field, (TypedField, InvoiceMarks)):
                field.setAccessibleName(words.replace("&", ""))
            form.addRow(caption, field)
        form.addRow("", self.accelerates)
        form.addRow("", self.credit_hold)
        right = column(gap=theme.GAP)
        right.addWidget(label(self.tr("The parts"), "section"))
        right.addWidget(self.schedule)
        right.addWidget(self.note)
        right.addStretch(1)
        both = line_of(form, right, gap=theme.PAGE)
        both.setStretch(0, 5)
        both.setStretch(1, 6)
        column(self).addLayout(both)

    def _connect(self) -> None:
        self.invoices.marked_changed.connect(self._follow_invoices)
        self.balance.changed.connect(self._balance_typed)
        for field in (self.down, self.first):
            field.changed.connect(self._terms_typed)
        self.count.valueChanged.connect(self._follow_count)
        self.rhythm.currentIndexChanged.connect(self._cut)
        self.schedule.day_changed.connect(self._own_days)

    # What follows from what.

    def _follow_invoices(self) -> None:
        marked = self.invoices.marked()
        chosen = [item for item in self._items if item.id in marked]
        code = chosen[0].open.currency if chosen else self._settings.currency
        same = [item for item in chosen if item.open.currency == code]
        self._filling = True
        for field in (self.balance, self.down):
            field.set_currency(code)
        self._filling = False
        self.balance.set_value(Money(sum(_undisputed(item) for item in same), code))
        self._follow_balance()

    def _balance_typed(self) -> None:
        if not self._filling:
            self._follow_balance()

    def _terms_typed(self) -> None:
        if not self._filling:
            self._cut()

    def _follow_balance(self) -> None:
        """Propose a down payment for the balance, and cut the parts."""
        balance = self.balance.value()
        if balance is not None:
            percent = self._settings.plan_down_payment_percent
            self._filling = True
            self.down.set_value(usual_down_payment(balance, self.count.value(), percent))
            self._filling = False
        self._cut()

    def _follow_count(self) -> None:
        self._follow_balance()

    def _cut(self) -> None:
        balance, down, first = self.balance.value(), self.down.value(), self.first.value()
        rhythm = str(self.rhythm.currentData())
        wrong = [one.fault() for one in (self.balance, self.down, self.first)]
        if fault := next((one for one in wrong if one is not None), None):
            self.note.setText(f"{fault.problem} {fault.remedy}")
            return
        if balance is None or first is None:
            self.note.setText(self.tr("The balance and the first day are needed for the parts."))
            return
        if not balance:
            self.note.setText("")
            self.schedule.show_parts((), balance)
            return
        if rhythm == "dates" and (parts := self.schedule.parts()):
            days = [part.due_on for part in parts]  # days typed by hand stay
        else:
            days = []
        try:
            cut = plan_schedule(
                balance,
                down_payment=down or zero(balance.currency),
                installments=self.count.value(),
                first_on=first,
                rhythm=rhythm,
            )
        except EntryRefusedError as error:
            self.note.setText(f"{error.problem} {error.remedy}")
            self.schedule.show_parts((), balance)
            return
        self.note.setText("")
        if len(days) == len(cut):
            cut = tuple(replace(part, due_on=day) for part, day in zip(cut, days, strict=True))
        self.schedule.show_parts(cut, balance)

    def _own_days(self) -> None:
        """Let the rhythm be the clerk's own once she changed a day by hand."""
        parts = self.schedule.parts()
        if not parts or self.rhythm.currentData() == "dates":
            return
        made = plan_schedule(
            Money(len(parts) * 100, "USD"),
            down_payment=Money(0, "USD"),
            installments=len(parts),
            first_on=parts[0].due_on,
            rhythm=str(self.rhythm.currentData()),
        )
        if [part.due_on for part in made] != [part.due_on for part in parts]:
            self.rhythm.blockSignals(True)  # noqa: FBT003 - Qt's own form
            self.rhythm.setCurrentIndex(self.rhythm.findData("dates"))
            self.rhythm.blockSignals(False)  # noqa: FBT003 - as above
        elif parts[0].due_on != self.first.value():
            self._filling = True
            self.first.set_value(parts[0].due_on)
            self._filling = False

    def _words_of(self, item: OpenInvoice) -> str:
        open_part = Money(_undisputed(item), item.open.currency)
        due = self.tr("due {0}").format(day_text(item.due_on)) if item.due_on else ""
        words = f"{item.number}   {money_text(open_part, self._locale)}   {due}"
        if item.disputed:
            disputed = money_text(item.disputed, self._locale)
            words += "   " + self.tr("without {0} disputed").format(disputed)
        return words


def _undisputed(item: OpenInvoice) -> int:
    return item.claimable.minor


def customers_people(names: Iterable[str]) -> QComboBox:
    """Return a box in which the person who signed is typed or chosen."""
    box = QComboBox(editable=True)
    box.setAccessibleName(tr("Signed by"))
    box.addItems(["", *names])
    return box
