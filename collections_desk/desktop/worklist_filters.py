"""What the worklist shows: by words, category, age, amount, last contact, and due or held.

A filter is a frozen value with one question, `passes`; the bar above the list only makes
such values. The bar's fields hold no state of their own that is not visible.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.fields import MoneyField
from collections_desk.desktop.icons import icon, mark_icon
from collections_desk.desktop.labels import label, line_of
from collections_desk.desktop.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import date
    from decimal import Decimal

    from collections_desk.domain.worklist import WorklistLine

#: What the first box offers; "due" is the day's work.
STATES = ("due", "later", "hold", "open", "end")
#: Days without contact that the last box offers; 0 is "never".
QUIET_DAYS = (7, 14, 30, 60)


class Sieve(NamedTuple):
    """A filter in two parts: what a line must be, and the words that its text must hold.

    Attributes:
        key: What `keeps` asks for; while it is the same, its answers are.
        words: Folded, as `searched_text` is.
    """

    keeps: Callable[[WorklistLine], bool]
    key: Hashable
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """Which lines are shown.

    Attributes:
        state: due, later, hold, open (all three) or end.
        category: The value of a category, or empty for all.
        bucket: The label of a bucket, or empty for all.
        at_least: Show only customers with at least this much to collect in one currency,
            in major units; None for all.
        quiet_days: Show only customers without contact for this many days; 0: never
            contacted; None for all.
        words: Every one of these stands in the name, reference, phone, category, next step or
            reason.
    """

    state: str = "due"
    category: str = ""
    bucket: str = ""
    at_least: Decimal | None = None
    quiet_days: int | None = None
    words: str = ""

    @property
    def narrows(self) -> bool:
        """Tell whether anything but the state is asked for."""
        return replace(self, state="due") != WorklistFilter()

    def passes(self, line: WorklistLine, today: date, now: datetime) -> bool:
        """Tell whether a line is shown."""
        return (
            self._in_state(line, today)
            and (not self.category or line.category.value == self.category)
            and (not self.bucket or line.bucket == self.bucket)
            and (
                self.at_least is None
                or any(money.decimal() >= self.at_least for money in line.to_be_collected)
            )
            and self._quiet(line, now)
            and (not self.words or self._has_words(line))
        )

    def sieve(self, today: date, now: datetime) -> Sieve:
        """Return `passes`, made ready to be asked of a hundred thousand lines at each key.

        Args:
            today: The creditor's date.
            now: The moment, for the days without contact.
        """
        rest = replace(self, words="")
        keeps = partial(rest._in_state, today=today)  # noqa: SLF001 - of this class
        if rest != WorklistFilter(state=self.state):
            keeps = partial(rest.passes, today=today, now=now)
        key = (rest, today, now if rest.quiet_days is not None else None)
        return Sieve(keeps, key, tuple(_folded(self.words).split()))

    def _in_state(self, line: WorklistLine, today: date) -> bool:
        if self.state == "open":
            return line.state != "end"
        if self.state in {"hold", "end"}:
            return line.state == self.state
        return line.state == "action" and is_due(line, today) == (self.state == "due")

    def _quiet(self, line: WorklistLine, now: datetime) -> bool:
        if self.quiet_days is None or line.last_contact is None:
            return True
        if self.quiet_days == 0:
            return False
        return line.last_contact <= now - timedelta(days=self.quiet_days)

    def _has_words(self, line: WorklistLine) -> bool:
        text = searched_text(line)
        return all(word in text for word in _folded(self.words).split())


def searched_text(line: WorklistLine) -> str:
    """Return what the words of the filter are looked for in, folded."""
    action = line.next_action.text if line.next_action else ""
    parts = (line.name, line.reference, line.phone, line.category.value, action, line.why)
    return _folded(" ".join([part for part in parts if part]))


def is_due(line: WorklistLine, today: date) -> bool:
    """Tell whether there is something to do today with this customer."""
    return (
        line.state == "action"
        and line.next_action is not None
        and line.next_action.due_on <= today
    )


def _folded(text: str) -> str:
    """Fold case and accents: "lodz" finds "Łódź" as far as Unicode takes marks apart."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("ł", "l")
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


class FilterBox(QComboBox):
    """A box to choose one thing; letters pick an entry and are not commands of the window."""

    # Overrides of Qt methods.

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.text().isprintable()
            and event.text()
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            return True
        return super().event(event)


class WorklistFilters(QWidget):
    """The bar above the worklist."""

    changed = Signal()
    #: Enter or Down in the text: back to the list.
    done = Signal()

    def __init__(self, currency: str = "USD", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = LineEdit()
        self.words.setPlaceholderText(self.tr("Filter: name, number, phone, reason"))
        self.words.setAccessibleName(self.tr("Filter the worklist by words"))
        self.words.setToolTip(self.tr("Show only lines with all of these words (Ctrl+F)"))
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(120)
        self.words.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.state = self._box(
            self.tr("What is shown"),
            [
                (self.tr("Due now"), "due"),
                (self.tr("Coming up"), "later"),
                (self.tr("On hold"), "hold"),
                (self.tr("All open"), "open"),
                (self.tr("Closed"), "end"),
            ],
        )
        self.category = self._box(self.tr("Category"), [(self.tr("All categories"), "")])
        for value, mark in theme.CATEGORIES.items():
            self.category.addItem(mark_icon(mark), theme.marked(mark), value)
        self.bucket = self._box(self.tr("Age"), [(self.tr("Any age"), "")])
        for value, mark in theme.BUCKETS.items():
            self.bucket.addItem(mark_icon(mark), theme.marked(mark), value)
        self.quiet = self._box(
            self.tr("Last contact"),
            [
                (self.tr("Any last contact"), None),
                (self.tr("Never contacted"), 0),
                *((self.tr("Not for {0} days").format(days), days) for days in QUIET_DAYS),
            ],
        )
        self.amount = MoneyField(self.tr("To collect at least"), currency, above_zero=False)
        self.amount.edit.setPlaceholderText(self.tr("At least"))
        self.amount.edit.setMaximumWidth(110)
        self.amount.edit.setToolTip(self.tr("Show only customers with this much to collect"))
        self.clear_button = QPushButton(icon("close", "muted"), self.tr("Clear"))
        self.clear_button.setProperty("role", "quiet")
        self.clear_button.setToolTip(self.tr("Show all lines that are due"))
        self.clear_button.clicked.connect(self.clear)
        self._narrow_note = label("", "muted")
        self.setLayout(
            line_of(
                self.words,
                self.state,
                self.category,
                self.bucket,
                self.quiet,
                self.amount,
                self.clear_button,
                self._narrow_note,
            )
        )
        for box in (self.state, self.category, self.bucket, self.quiet):
            box.currentIndexChanged.connect(self._changed)
        self.words.textChanged.connect(self._changed)
        self.amount.changed.connect(self._changed)
        self.words.installEventFilter(self)
        self._narrow = False
        self._changed()

    def value(self) -> WorklistFilter:
        """Return what is asked for."""
        amount = self.amount.value()
        return WorklistFilter(
            state=self.state.currentData(),
            category=self.category.currentData(),
            bucket=self.bucket.currentData(),
            at_least=amount.decimal() if amount is not None else None,
            quiet_days=self.quiet.currentData(),
            words=self.words.text().strip(),
        )

    def clear(self) -> None:
        """Ask for nothing but what is due."""
        self.words.clear()
        self.amount.set_value(None)
        for box in (self.state, self.category, self.bucket, self.quiet):
            box.setCurrentIndex(0)
        self._changed()

    def show_state(self, state: str) -> None:
        """Turn to due, later, hold, open or end, and drop every other filter."""
        self.clear()
        self.state.setCurrentIndex(STATES.index(state))

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave only the words while a customer stands beside the list."""
        self._narrow = narrow
        for box in (self.category, self.bucket, self.quiet, self.amount):
            box.setVisible(not narrow)
        self._changed()

    def _box(self, name: str, items: list[tuple[str, object]]) -> FilterBox:
        box = FilterBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        for text, data in items:
            box.addItem(text, data)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def _changed(self) -> None:
        asked = self.value()
        any_filter = asked != WorklistFilter()
        self.clear_button.setVisible(any_filter and not self._narrow)
        hidden = replace(asked, words="", state="due") != WorklistFilter()
        self._narrow_note.setText(self.tr("filtered") if self._narrow and hidden else "")
        self._narrow_note.setVisible(self._narrow and hidden)
        self.changed.emit()

    # Overrides of Qt methods.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.words and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in {
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
                Qt.Key.Key_Down,
            }:
                self.done.emit()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self.words.clear()
                self.done.emit()
                return True
        return super().eventFilter(watched, event)


#: A moment before every contact, to sort those who were never contacted first.
NEVER = datetime.min.replace(tzinfo=UTC)
