"""A month, typed: "10", "10/2026", "2026-10", "oct", "October 2026"; + and - step by one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collections_desk.desktop.typed_field import TypedField
from collections_desk.domain.figures import month_before, next_month
from collections_desk.domain.figures_days import month_words
from collections_desk.domain.month_text import parse_month

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget


class MonthField(TypedField[date]):
    """A month; its value is the first day of it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._today = date.max
        super().__init__(
            name,
            parent,
            optional=False,
            parse=lambda text: parse_month(text, self._today),
            shown=month_words,
            meaning=lambda _month: "",
        )
        self.edit.setToolTip(self.tr("10, 10/2026, 2026-10 or oct 2026; + and - step by a month"))
        self.edit.setMinimumWidth(self.edit.fontMetrics().horizontalAdvance("September 2026") + 32)

    def set_today(self, today: date) -> None:
        """Set the day that a month without a year is counted from."""
        self._today = today

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Step by a month with + and -."""
        if event.text() not in {"+", "-", "="} or self._value is None:
            return False
        if self.edit.text() != month_words(self._value):
            return False
        step = month_before if event.text() == "-" else next_month
        self.set_text(month_words(step(self._value)))
        return True
