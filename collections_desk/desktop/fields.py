"""Fields that understand what the clerk types: a day, an amount, a promise."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt

from collections_desk.desktop.typed_field import TypedField, join_tab_order
from collections_desk.domain.money_text import money_text, parse_money_typed
from collections_desk.domain.promise_text import TypedPromise
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from collections_desk.domain.money import Money
    from collections_desk.domain.typed_values import Prefer

__all__ = ["DayField", "MoneyField", "PromiseField", "TypedField", "join_tab_order"]


class DayField(TypedField[date]):
    """A day, typed in many ways; the weekday stands beside it.

    On a day that is already there, `+` and `-` step by a day, `[` and `]` by a month, and
    `t m h y r` go to today and to the first and last day of the month and of the year at
    once. Typing on ("mo" after "m") starts a word: a weekday or a month.
    """

    def __init__(  # noqa: PLR0913 - each limit has its own name
        self,
        name: str,
        today: date,
        parent: QWidget | None = None,
        *,
        locale: str = "en_US",
        optional: bool = True,
        earliest: date | None = None,
        latest: date | None = None,
        prefer: Prefer = "near",
    ) -> None:
        """Make the field.

        Args:
            name: The accessible name.
            today: The day that `t`, weekdays and partial dates are counted from.
            parent: The Qt parent.
            locale: How dates are written, "en_US".
            optional: Whether the field may stay empty.
            earliest: The first day allowed, today for a follow-up.
            latest: The last day allowed, today for something that happened.
            prefer: How an incomplete date is completed.
        """
        self._today = today
        self._locale = locale
        self._earliest = earliest
        self._latest = latest
        self._prefer = prefer
        self._base: date | None = None  # the last right day: what "+5" is counted from
        self._letter = ""  # the single letter that has just been answered
        super().__init__(
            name,
            parent,
            optional=optional,
            parse=self.parse,
            shown=self.shown,
            meaning=self.meaning,
        )
        self.edit.setToolTip(
            self.tr("t today, + - a day, [ ] a month, m h first and last of month, y r of year")
        )
        self.edit.setMinimumWidth(self.edit.fontMetrics().horizontalAdvance("00/00/0000") + 32)
        self.edit.setMaximumWidth(self.edit.fontMetrics().averageCharWidth() * 20)

    def parse(self, text: str) -> date:
        """Return what the text means, or refuse it."""
        from collections_desk.domain.typed_values import parse_day_typed  # noqa: PLC0415 - when typed

        day = parse_day_typed(
            text, self._today, self._locale, current=self._base, prefer=self._prefer
        )
        if self._earliest is not None and day < self._earliest:
            raise EntryRefusedError(
                "day",
                self.tr("{0} is too early.").format(self._long(day)),
                self.tr("Give {0} or a later day.").format(self._long(self._earliest)),
            )
        if self._latest is not None and day > self._latest:
            raise EntryRefusedError(
                "day",
                self.tr("{0} is too late.").format(self._long(day)),
                self.tr("Give {0} or an earlier day.").format(self._long(self._latest)),
            )
        return day

    def settled(self, value: date | None) -> None:
        """Remember the day that is in the field once the clerk left it."""
        self._base = value

    def shown(self, value: date) -> str:
        """Return how the value is written."""
        locale = QLocale(self._locale)
        form = locale.dateFormat(QLocale.FormatType.ShortFormat)
        # Two digits of a year would leave a doubt about a promise; one digit of a day wobbles.
        for short, long in (("yy", "yyyy"), ("M", "MM"), ("d", "dd")):
            form = form if long in form else form.replace(short, long)
        return locale.toString(QDate(value.year, value.month, value.day), form)

    def meaning(self, value: date) -> str:
        """Return what stands beside the field."""
        days = (value - self._today).days
        weekday = QLocale(self._locale).dayName(value.isoweekday())
        if days == 0:
            return self.tr("{0}, today").format(weekday)
        if days == 1:
            return self.tr("{0}, tomorrow").format(weekday)
        if days == -1:
            return self.tr("{0}, yesterday").format(weekday)
        if days > 0:
            return self.tr("{0}, in {1} days").format(weekday, days)
        return self.tr("{0}, {1} days ago").format(weekday, -days)

    def key_pressed(self, event: QKeyEvent) -> bool:
        key = event.text()
        letter, self._letter = self._letter, ""
        if letter and key.isalpha():
            self.set_text(letter + key)
            return True
        base = self._value
        if base is None or self.edit.text() != self.shown(base) or not key:
            return False
        from collections_desk.domain.typed_values import KEYS  # noqa: PLC0415 - when typed

        if key == "t":
            day = self._today
        elif key in KEYS:
            day = KEYS[key](base)
        else:
            return False
        self.set_text(self.shown(day))
        self.check()
        if key.isalpha():
            self._letter = key
        return True

    def _long(self, day: date) -> str:
        return QLocale(self._locale).toString(
            QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat
        )


class MoneyField(TypedField["Money"]):
    """An amount in one currency; a sum may be typed (100+25.50)."""

    def __init__(  # noqa: PLR0913 - each limit has its own name
        self,
        name: str,
        currency: str,
        parent: QWidget | None = None,
        *,
        locale: str = "en_US",
        optional: bool = True,
        most: Money | None = None,
        above_zero: bool = True,
    ) -> None:
        """Make the field.

        Args:
            name: The accessible name.
            currency: ISO 4217 code.
            parent: The Qt parent.
            locale: How amounts are written.
            optional: Whether the field may stay empty.
            most: The largest amount allowed.
            above_zero: Whether nothing and credits are refused.
        """
        self._currency = currency
        self._locale = locale
        self._most = most
        self._above_zero = above_zero
        super().__init__(
            name,
            parent,
            optional=optional,
            parse=self.parse,
            shown=self.shown,
            meaning=self.meaning,
        )
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.edit.setMaximumWidth(self.edit.fontMetrics().averageCharWidth() * 24)

    def set_currency(self, currency: str) -> None:
        """Change the currency; what is typed is read again."""
        self._currency = currency
        self._read(self.edit.text())

    def set_most(self, most: Money | None) -> None:
        """Change the largest amount allowed; what is typed is read again."""
        self._most = most
        self._read(self.edit.text())

    def parse(self, text: str) -> Money:
        """Return what the text means, or refuse it."""
        amount = parse_money_typed(text, self._currency, self._locale)
        if self._above_zero and amount.minor <= 0:
            raise EntryRefusedError(
                "amount",
                self.tr("The amount is not above zero."),
                self.tr("Give what is paid or promised."),
            )
        if self._most is not None and amount > self._most:
            raise EntryRefusedError(
                "amount",
                self.tr("This is more than {0}.").format(money_text(self._most, self._locale)),
                self.tr("Give that amount or a smaller one."),
            )
        return amount

    def shown(self, value: Money) -> str:
        """Return how the value is written."""
        return money_text(value, self._locale)

    def meaning(self, value: Money) -> str:
        """Return what stands beside the field."""
        return value.currency


class PromiseField(TypedField[TypedPromise]):
    """A promise in a few words: "1200 fri", "half on the 15th"; its meaning stands beside it."""

    def __init__(
        self,
        name: str,
        today: date,
        to_be_collected: Money,
        parent: QWidget | None = None,
        *,
        optional: bool = True,
    ) -> None:
        """Make the field.

        Args:
            name: The accessible name.
            today: The day that weekdays are counted from.
            to_be_collected: What "all" and "half" are measured by.
            parent: The Qt parent.
            optional: Whether the field may stay empty.
        """
        self._today = today
        self._to_be_collected = to_be_collected
        super().__init__(
            name,
            parent,
            optional=optional,
            parse=self.parse,
            shown=self.shown,
            meaning=self.meaning,
        )
        self.edit.setPlaceholderText(self.tr("1200 fri, half on the 15th, all tomorrow"))
        self._meaning.setWordWrap(True)
        self._meaning.setMinimumWidth(160)

    def set_to_be_collected(self, amount: Money) -> None:
        """Measure "all" and "half" by another sum; what is typed is read again."""
        self._to_be_collected = amount
        self._read(self.edit.text())

    def parse(self, text: str) -> TypedPromise:
        """Return what the text means, or refuse it."""
        from collections_desk.domain.promise_text import parse_promise  # noqa: PLC0415 - when typed

        return parse_promise(text, today=self._today, to_be_collected=self._to_be_collected)

    def shown(self, value: TypedPromise) -> str:
        """Return how the value is written."""
        del value
        return self.edit.text()

    def meaning(self, value: TypedPromise) -> str:
        """Return what stands beside the field."""
        return value.explanation
