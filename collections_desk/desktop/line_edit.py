"""A line to type in that refuses what is too long, whole, and says so.

Qt cuts a paste to the length that is left, without a word; what was meant to be a reason
or a name would be kept in part. Here the paste is not taken at all, the sentence below the
line says why, and a megabyte on the clipboard does not stop the window (threat W3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QValidator
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import column, label
from collections_desk.desktop.messages import announce

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent, QFocusEvent, QHideEvent, QKeyEvent
    from PySide6.QtWidgets import QComboBox, QLabel

#: The longest reason, subject or name that is typed in one line, in characters.
LONGEST_TYPED = 500
#: The longest pass phrase.
LONGEST_SECRET = 4_000
#: Far beyond anything that is taken: so Qt cuts nothing before it can be refused.
NEVER_CUT = 1 << 30
#: The sentence below the line is not narrower than this, in pixels.
SENTENCE_WIDTH = 320


class LengthGuard(QValidator):
    """Refuses a change that makes a line too long; Qt then takes the change back whole."""

    def __init__(self, line: QLineEdit, longest: int = LONGEST_TYPED) -> None:
        """Guard a line: one of ours, or that of a box that can be typed into."""
        super().__init__(line)
        self._line = line
        self.longest = longest
        self._size = 0
        self._sentence: QFrame | None = None
        self._words: QLabel | None = None
        # Qt asks before it takes a change back; a text that the program set stays.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell)
        line.setMaxLength(NEVER_CUT)
        line.setValidator(self)
        line.textChanged.connect(self.hush)

    def refuse(self, size: int) -> None:
        """Say that a text of this size was not taken."""
        self._size = size
        self._soon.start()

    def said(self) -> str:
        """Return the sentence that is shown now, or an empty text."""
        shown = self._sentence is not None and self._sentence.isVisible()
        return self._words.text() if shown and self._words is not None else ""

    def hush(self) -> None:
        """Take the sentence away."""
        if self._sentence is not None:
            self._sentence.hide()

    def _tell(self) -> None:
        line = self._line
        if len(line.text()) > self.longest or not line.isVisible():
            return  # the program itself set it
        words = self.tr(
            "These are {size} characters; this line takes {longest}. Nothing was put in. "
            "Write a long text as a note, or attach it as a file."
        ).format(size=f"{self._size:,}", longest=f"{self.longest:,}")
        sentence, label_ = self._frame()
        label_.setText(words)
        width = min(max(line.width(), SENTENCE_WIDTH), line.window().width())
        height = label_.heightForWidth(width - 2 * theme.GAP) + 2 * theme.GAP
        below = line.mapTo(line.window(), QPoint(0, line.height() + 2))
        above = line.mapTo(line.window(), QPoint(0, -height - 2))
        fits = below.y() + height <= line.window().height()
        left = max(min(below.x(), line.window().width() - width), 0)
        sentence.setGeometry(left, below.y() if fits else above.y(), width, height)
        sentence.show()
        sentence.raise_()
        announce(line, words)

    def _frame(self) -> tuple[QFrame, QLabel]:
        if self._sentence is None or self._words is None:
            self._sentence = QFrame(self._line.window())
            self._sentence.setProperty("role", "danger")
            self._words = label("", wrap=True)
            column(self._sentence, margin=theme.GAP).addWidget(self._words)
            self._line.destroyed.connect(self._sentence.deleteLater)
        return self._sentence, self._words

    # Overrides of Qt methods.

    def validate(self, text: str, place: int) -> object:
        if len(text) <= self.longest:
            return QValidator.State.Acceptable, text, place
        self.refuse(len(text))
        return QValidator.State.Invalid, text, place


class LineEdit(QLineEdit):
    """A line of at most so many characters. Nothing is ever cut to fit."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, longest: int = LONGEST_TYPED
    ) -> None:
        """Make a line.

        Args:
            text: What stands in it at first.
            parent: The Qt parent.
            longest: The most characters that it takes.
        """
        super().__init__(text, parent)
        self.length = LengthGuard(self, longest)

    def _takes(self, source: QMimeData | None) -> bool:
        """Tell whether a text is short enough to be looked at; say so if it is not."""
        text = source.text() if source is not None and source.hasText() else ""
        if len(text) > self.length.longest:
            self.length.refuse(len(text))
            return False
        return True

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pasted = event.matches(QKeySequence.StandardKey.Paste) and not self.isReadOnly()
        if pasted and not self._takes(QGuiApplication.clipboard().mimeData()):
            return
        super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self._takes(event.mimeData()):
            super().dropEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.length.hush()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.length.hush()
        super().hideEvent(event)


def line_of_box(box: QComboBox) -> QLineEdit:
    """Return the line of a box that is typed into."""
    line = box.lineEdit()
    assert line is not None  # noqa: S101 - the box is editable
    return line


def with_label(value: str, words: str | None) -> str:
    """Return a value with the words that tell it from others, "555-0134  (work)"."""
    return f"{value}  ({words})" if words else value


__all__ = [
    "LONGEST_SECRET",
    "LONGEST_TYPED",
    "LengthGuard",
    "LineEdit",
    "line_of_box",
    "with_label",
]
