"""The parts of a payment plan as fields: a day and an amount for each, and what they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.agreement_words import part_word
from collections_desk.desktop.fields import DayField, MoneyField
from collections_desk.desktop.labels import clear_layout, column, label
from collections_desk.domain.money import Money, zero
from collections_desk.domain.money_text import money_text
from collections_desk.domain.payment_plans import Installment
from collections_desk.domain.plan_schedule import reschedule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class ScheduleFields(QWidget):
    """Tab goes from part to part. A changed amount lets those after it take up the difference."""

    #: A day was changed by hand: the days follow no rhythm any more.
    day_changed = Signal()
    #: Anything was changed.
    changed = Signal()

    def __init__(self, today: date, locale: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._locale = today, locale
        self._numbers: list[int] = []
        self._balance = zero("USD")
        self._filling = False
        self.days: list[DayField] = []
        self.amounts: list[MoneyField] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(theme.TIGHT)
        self._grid.setColumnStretch(3, 1)
        self.total = label("", "muted", wrap=True)
        inside = column(self, gap=theme.GAP)
        inside.addLayout(self._grid)
        inside.addWidget(self.total)
        inside.addStretch(1)

    def show_parts(self, parts: Sequence[Installment], balance: Money) -> None:
        """Show a schedule; fields are made anew where their number or currency differ."""
        self._filling = True
        numbers = [part.number for part in parts]
        if numbers != self._numbers or balance.currency != self._balance.currency:
            self._make(numbers, balance.currency)
        self._balance = balance
        for part, day, amount in zip(parts, self.days, self.amounts, strict=True):
            if day.value() != part.due_on:
                day.set_value(part.due_on)
            if amount.value() != part.amount:
                amount.set_value(part.amount)
        self._filling = False
        self._tell()

    def parts(self) -> tuple[Installment, ...] | None:
        """Return the schedule as it is typed, or None while a field cannot be understood."""
        made = []
        for number, day, amount in zip(self._numbers, self.days, self.amounts, strict=True):
            due_on, money = day.value(), amount.value()
            if due_on is None or money is None:
                return None
            made.append(Installment(number, due_on, money))
        return tuple(made)

    def check(self) -> bool:
        """Say beside each field what is wrong with it; True if nothing is."""
        right = [day.check() for day in self.days] + [one.check() for one in self.amounts]
        return all(right)

    def _make(self, numbers: list[int], currency: str) -> None:
        clear_layout(self._grid)
        self._numbers, self.days, self.amounts = numbers, [], []
        for place, number in enumerate(numbers):
            words = part_word(Installment(number, self._today, zero(currency)))
            day = DayField(
                self.tr("Day of: {0}").format(words),
                self._today,
                locale=self._locale,
                optional=False,
                prefer="future",
            )
            amount = MoneyField(
                self.tr("Amount of: {0}").format(words),
                currency,
                locale=self._locale,
                optional=False,
            )
            amount.edit.setFixedWidth(amount.edit.fontMetrics().averageCharWidth() * 18)
            day.edit.editingFinished.connect(self._day_settled)
            amount.edit.editingFinished.connect(lambda place=place: self._amount_settled(place))
            for field in (day, amount):
                field.changed.connect(self._follow_typing)
            self._grid.addWidget(label(words), place, 0)
            self._grid.addWidget(day, place, 1)
            self._grid.addWidget(amount, place, 2)
            self.days.append(day)
            self.amounts.append(amount)
        for before, after in zip(self._in_order()[:-1], self._in_order()[1:], strict=True):
            QWidget.setTabOrder(before, after)

    def _in_order(self) -> list[QWidget]:
        return [field.edit for pair in zip(self.days, self.amounts, strict=True) for field in pair]

    def _follow_typing(self) -> None:
        if not self._filling:
            self._tell()

    def _day_settled(self) -> None:
        if not self._filling:
            self.day_changed.emit()
            self._tell()

    def _amount_settled(self, place: int) -> None:
        parts = self.parts()
        if self._filling or parts is None:
            return
        self.show_parts(reschedule(parts, self._balance, place), self._balance)
        self.changed.emit()

    def _tell(self) -> None:
        parts = self.parts()
        if not parts:
            self.total.setText("")
            return
        total = Money(sum(part.amount.minor for part in parts), self._balance.currency)
        if total == self._balance:
            words = self.tr("Adds up to {0}.").format(money_text(total, self._locale))
        else:
            more = self.tr("more") if total > self._balance else self.tr("less")
            difference = abs(total.minor - self._balance.minor)
            words = self.tr("Adds up to {0}: {1} {2} than the balance of {3}.").format(
                money_text(total, self._locale),
                money_text(Money(difference, total.currency), self._locale),
                more,
                money_text(self._balance, self._locale),
            )
        self.total.setText(words)
        theme.give_role(self.total, "muted" if total == self._balance else "caution")
