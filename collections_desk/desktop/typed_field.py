"""A line of text that stands for a value: what kinds of fields have in common.

What is typed is never thrown away. The value is read at every key; what is wrong with it
is said beside the field when the clerk leaves it or presses Enter. From then on it follows
the typing, and goes away as soon as it is right.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.messages import InlineMessage
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")


class TypedField(QWidget, Generic[Value]):
    """A line of text that stands for a value, its meaning beside it, its fault below it.

    Attributes:
        edit: The line itself; give it the label's buddy and the accessible name.
    """

    changed = Signal()
    confirmed = Signal()  # Enter, with a right value

    def __init__(  # noqa: PLR0913 - a field is its name and what it knows of its values
        self,
        name: str,
        parent: QWidget | None,
        *,
        optional: bool,
        parse: Callable[[str], Value],
        shown: Callable[[Value], str],
        meaning: Callable[[Value], str],
    ) -> None:
        """Make an empty field.

        Args:
            name: The accessible name: the label without its access key.
            parent: The Qt parent.
            optional: Whether the field may stay empty.
            parse: Gives the meaning of a text that is not empty, or raises an
                `EntryRefusedError`.
            shown: How a value is written in the field.
            meaning: What stands beside the field.
        """
        super().__init__(parent)
        self.optional = optional
        self._parse = parse
        self._shown = shown
        self._meant = meaning
        self._value: Value | None = None
        self._fault: EntryRefusedError | None = None
        self.edit = LineEdit()
        self.edit.setAccessibleName(name)
        self._meaning = label("", "muted")
        self.message = InlineMessage(field=self.edit)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self.edit)
        row.addWidget(self._meaning)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.message)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._typed)
        self.edit.installEventFilter(self)

    def value(self) -> Value | None:
        """Return what the text means; None if it is empty or wrong."""
        return self._value

    def set_value(self, value: Value | None) -> None:
        """Show a value."""
        self.edit.setText("" if value is None else self._shown(value))
        self._take(value, None)
        self.settled(value)
        self.message.clear()

    def text(self) -> str:
        """Return what is typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put text into the field as if it were typed."""
        self.edit.setText(text)
        self._typed(text)

    def fault(self) -> EntryRefusedError | None:
        """Return what is wrong with the text, or None."""
        return self._fault

    def is_right(self) -> bool:
        """Tell whether the field can be saved as it stands."""
        return self._fault is None and (self._value is not None or self.optional)

    def check(self) -> bool:
        """Say what is wrong, if anything is; True if nothing is."""
        self._read(self.edit.text())
        if self._fault is not None:
            self.message.say_error(self._fault)
        elif self._value is None and not self.optional:
            self.message.say(self.tr("This is needed."))
        else:
            self.message.clear()
        return self.is_right()

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Answer a key of this kind of field; False lets it be typed."""
        del event
        return False

    def _typed(self, text: str) -> None:
        self._read(text)
        if self.message.text():
            self.check()

    def _read(self, text: str) -> None:
        if not text.strip():
            self._take(None, None)
            return
        try:
            self._take(self._parse(text), None)
        except EntryRefusedError as fault:
            self._take(None, fault)

    def _take(self, value: Value | None, fault: EntryRefusedError | None) -> None:
        news = (value, fault is None) != (self._value, self._fault is None)
        self._value, self._fault = value, fault
        self._meaning.setText("" if value is None else self._meant(value))
        if news:
            self.changed.emit()

    def _settle(self) -> None:
        if self.check() and self._value is not None:
            self.edit.setText(self._shown(self._value))
        if self._fault is None:
            self.settled(self._value)

    def settled(self, value: Value | None) -> None:
        """Take note that the clerk left the field with this value."""

    # Overrides of Qt methods.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and event.type() == QEvent.Type.FocusOut:
            self._settle()
        if watched is self.edit and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._answer(event)
        return super().eventFilter(watched, event)

    def _answer(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._settle()
            if self.is_right():
                self.confirmed.emit()
            return False
        return self.key_pressed(event)


def join_tab_order(*widgets: QWidget | TypedField[Any]) -> None:
    """Let Tab go through widgets in the order given."""
    for before, after in pairwise(widgets):
        first = before.edit if isinstance(before, TypedField) else before
        second = after.edit if isinstance(after, TypedField) else after
        QWidget.setTabOrder(first, second)
