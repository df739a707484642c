"""A field that finds a code by its letters, its number or its words.

The list below the field never takes the focus: the clerk types, the best line is marked,
the arrow keys move the mark, and Tab or Enter takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from collections_desk.desktop.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMoveEvent

#: Lines of the list that are seen at once.
LINES_SEEN = 9
#: A code is found by no more than this; a longer text is not searched for.
LONGEST_QUERY = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list.

    Attributes:
        code: What is stored.
        label: What it means, in words.
        digit: "1" to "9" for the most used, or empty.
        hint: More words by which it is found, not shown.
    """

    code: str
    label: str
    digit: str = ""
    hint: str = ""

    @property
    def shown(self) -> str:
        """Return the text in the field once it is chosen."""
        return f"{self.code}  {self.label}"


def find_choices(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Return the choices that fit, the best first; all of them where nothing is typed."""
    query = typed.strip().casefold()
    if not query:
        return list(choices)
    if len(query) > LONGEST_QUERY:
        return []
    ranked = [
        (rank, place, choice)
        for place, choice in enumerate(choices)
        if (rank := _rank(choice, query)) is not None
    ]
    ranked.sort(key=lambda found: found[:2])
    return [choice for _, _, choice in ranked]


def _rank(choice: Choice, query: str) -> int | None:
    code = choice.code.casefold()
    words = f"{choice.label} {choice.hint}".casefold()
    if query in {code, choice.digit, choice.shown.casefold()}:
        return 0
    if code.startswith(query) or query in choice.hint.casefold().split():
        return 1
    if words.startswith(query):
        return 2
    starts = words.replace("(", " ").replace("/", " ").replace("-", " ").split()
    if all(any(word.startswith(part) for word in starts) for part in query.split()):
        return 3
    return 4 if query in words else None


class CodeField(LineEdit):
    """A code of a table, found while typing."""

    #: The chosen code changed; empty if there is none.
    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[Choice], parent: QWidget | None = None, *, optional: bool = True
    ) -> None:
        super().__init__(parent=parent)
        self._choices = list(choices)
        self._code = ""
        self._optional = optional
        self._list: QListWidget | None = None
        self.setClearButtonEnabled(optional)
        self.textEdited.connect(self._typed)

    def code(self) -> str:
        """Return the chosen code, or an empty text."""
        return self._code

    def choose(self, code: str) -> None:
        """Choose a code; an empty text chooses nothing."""
        choice = next((choice for choice in self._choices if choice.code == code), None)
        self.setText(choice.shown if choice else "")
        self.setCursorPosition(0)
        self._set(choice.code if choice else "")

    def fits(self) -> bool:
        """Tell whether what stands in the field is a code, or rightly empty."""
        return bool(self._code) or (self._optional and not self.text().strip())

    def lines(self) -> list[str]:
        """Return the lines of the list as they are shown, none while it is closed."""
        if self._list is None or not self._list.isVisible():
            return []
        return [self._list.item(row).text() for row in range(self._list.count())]

    def settle(self) -> None:
        """Take the best match of what was typed, as leaving the field does."""
        if not self.text().strip():
            self._set("")
        elif self._code:
            self.choose(self._code)
        else:
            self._take_marked()
        self._close()

    def _set(self, code: str) -> None:
        if code != self._code:
            self._code = code
            self.chosen.emit(code)

    def _typed(self, text: str) -> None:
        self._set("")
        found = find_choices(self._choices, text)
        if len(found) == 1 or (found and text.strip().casefold() == found[0].digit):
            # Nothing else can be meant: what depends on it may show at once.
            self._set(found[0].code)
        self._open(found)

    def _open(self, found: Sequence[Choice]) -> None:
        popup = self._popup()
        popup.clear()
        for choice in found:
            prefix = f"{choice.digit}  " if choice.digit else "    "
            item = QListWidgetItem(f"{prefix}{choice.code:<5} {choice.label}")
            item.setData(Qt.ItemDataRole.UserRole, choice.code)
            popup.addItem(item)
        if not found:
            popup.hide()
            return
        popup.setCurrentRow(0)
        row = max(popup.sizeHintForRow(0), 20)
        height = row * min(len(found), LINES_SEEN) + 2 * popup.frameWidth()
        below = self.mapTo(self.window(), QPoint(0, self.height()))
        above = self.mapTo(self.window(), QPoint(0, -height))
        fits_below = below.y() + height <= self.window().height()
        width = max(self.width(), popup.sizeHintForColumn(0) + 30)
        place = below if fits_below or above.y() < 0 else above
        left = max(min(place.x(), self.window().width() - width), 0)
        popup.setGeometry(left, place.y(), width, height)
        popup.show()
        popup.raise_()

    def _popup(self) -> QListWidget:
        if self._list is None or self._list.parent() is not self.window():
            self._close()
            popup = QListWidget(self.window())
            popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            popup.setFrameShape(QFrame.Shape.Box)
            popup.setUniformItemSizes(True)
            popup.setAccessibleName(self.tr("What fits"))
            popup.itemClicked.connect(self._clicked)
            popup.hide()
            self._list = popup
            self.destroyed.connect(popup.deleteLater)
        return self._list

    def _close(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _clicked(self, item: QListWidgetItem) -> None:
        self.choose(str(item.data(Qt.ItemDataRole.UserRole)))
        self._close()

    def _take_marked(self) -> None:
        popup = self._list
        if popup is not None and popup.isVisible() and popup.currentItem() is not None:
            self.choose(str(popup.currentItem().data(Qt.ItemDataRole.UserRole)))
            return
        found = find_choices(self._choices, self.text())
        if found:
            self.choose(found[0].code)

    def _move_mark(self, step: int) -> None:
        popup = self._popup()
        if not popup.isVisible():
            self._open(find_choices(self._choices, "" if self._code else self.text()))
            return
        popup.setCurrentRow((popup.currentRow() + step) % popup.count())
        item = popup.currentItem()
        if item is not None:
            self._set(str(item.data(Qt.ItemDataRole.UserRole)))

    # Overrides of Qt methods.

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._list is not None:
            # Escape closes the list, and only then the form.
            key = event.key()  # type: ignore[attr-defined]
            if key == Qt.Key.Key_Escape and self._list.isVisible():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._move_mark(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape and self._list is not None and self._list.isVisible():
            self._close()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._take_marked()
            self._close()
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()
        if not self.text():
            self._open(self._choices)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.settle()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._close()
        super().hideEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        self._close()
        super().moveEvent(event)
