"""Cells of one file, cleaned and understood; every distinct text is looked at only once."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from collections_desk.domain.amount_text import AmountFaultError, AmountText, read_amount
from collections_desk.domain.date_text import DayFaultError, read_day
from collections_desk.domain.names import LineFaultError, clean_line, clean_note
from collections_desk.domain.readings import Fault
from collections_desk.importers.grid import cell_text

if TYPE_CHECKING:
    from collections_desk.importers.extract import Extract, Row
    from collections_desk.importers.grid import Cell
    from collections_desk.importers.recognize import Recognized
    from collections_desk.importers.values import Detected

_NET_DAYS = re.compile(
    r"(?:.*\b)?(?:net|netto)\s*(\d{1,3})\b.*|(\d{1,3})\s*(?:days?|tage)\b.*", re.IGNORECASE
)
_AT_ONCE = re.compile(r"due (?:up)?on receipt|sofort.*|cash.*|cod", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d+")
_NO_NUMBER = frozenset({"n/a", "na", "-", "/", "none"})


class RowFaultError(Exception):
    """A row that cannot be imported, and the cell that is to blame."""

    def __init__(self, column: str, text: str, problem: str) -> None:
        super().__init__(problem)
        self.column = column
        self.text = text
        self.problem = problem


def terms_in_words(text: str) -> int | None:
    """Return the days of "Net 30" and the like; None where the words name no term."""
    if found := _NET_DAYS.fullmatch(text.strip()):
        return int(found[1] or found[2])
    return 0 if _AT_ONCE.fullmatch(text.strip()) else None


class RowReader:
    """Reads cells of one file: cleaned, and each distinct text only once."""

    def __init__(self, found: Recognized, data: Extract, detected: Detected) -> None:
        self.headings = found.headings
        self.indexes = data.indexes
        self.order = detected.order
        self.style = detected.style
        self.notices: list[Fault] = []
        self._lines: dict[str, str] = {}
        self._days: dict[str, date | None] = {}
        self._amounts: dict[str, AmountText | None] = {}

    def has(self, name: str) -> bool:
        """Tell whether the file has a column of this field."""
        return name in self.indexes

    def cell(self, row: Row, name: str) -> Cell:
        """Return the first filled cell of a field."""
        for index in self.indexes.get(name, ()):
            value = row.cells[index]
            if not isinstance(value, str) or value:
                return value
        return row.block.get(name, "")

    def heading(self, name: str) -> str:
        """Return the heading of a field, for a fault."""
        index = self.indexes.get(name, (-1,))[0]
        return self.headings[index] if index >= 0 else name

    def line(self, row: Row, name: str) -> str:
        """Return a one-line text, cleaned; a notice says what was removed."""
        value = self.cell(row, name)
        return self.clean(row, name, value if isinstance(value, str) else cell_text(value))

    def clean(self, row: Row, name: str, text: str) -> str:
        """Clean a text that came out of a cell."""
        known = self._lines.get(text)
        if known is not None:
            return known
        try:
            cleaned = clean_line(text)
        except LineFaultError as error:
            raise RowFaultError(self.heading(name), text[:60], f"the text {error}") from error
        if cleaned.notice:
            self.notices.append(Fault(row.line, self.heading(name), cleaned.text, cleaned.notice))
        else:
            self._lines[text] = cleaned.text
        return cleaned.text

    def note(self, row: Row, name: str = "note") -> str:
        """Return a text of several lines, cleaned."""
        text = cell_text(self.cell(row, name))
        if not text:
            return ""
        try:
            return clean_note(text).text.strip()
        except LineFaultError as error:
            raise RowFaultError(self.heading(name), text[:60], f"the text {error}") from error

    def number(self, row: Row, name: str) -> str:
        """Return a number that is a name: never turned into a number, zeros kept."""
        text = self.line(row, name)
        if text.casefold() in _NO_NUMBER:
            return ""
        if _SCIENTIFIC.fullmatch(text):
            problem = "a spreadsheet has changed this number: its last digits may be lost"
            self.notices.append(Fault(row.line, self.heading(name), text, problem))
        return text

    def day(self, row: Row, name: str) -> date | None:
        """Return a date."""
        value = self.cell(row, name)
        if isinstance(value, date):
            return value
        text = value if isinstance(value, str) else cell_text(value)
        if text in self._days:
            return self._days[text]
        try:
            found = read_day(text, self.order)
        except DayFaultError as error:
            raise RowFaultError(self.heading(name), text[:60], str(error)) from error
        self._days[text] = found
        return found

    def amount(self, row: Row, name: str) -> AmountText | None:
        """Return an amount; None for an empty cell."""
        value = self.cell(row, name)
        if isinstance(value, Decimal):
            return AmountText(value, None)
        if isinstance(value, date):
            raise RowFaultError(self.heading(name), cell_text(value), "a date is not an amount")
        if value in self._amounts:
            return self._amounts[value]
        try:
            found = read_amount(value, self.style)
        except AmountFaultError as error:
            raise RowFaultError(self.heading(name), value[:60], str(error)) from error
        self._amounts[value] = found
        return found
