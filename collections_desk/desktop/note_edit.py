"""A field for notes: plain text, the Tab key leaves it, and a huge paste is refused.

A paste is measured before it is inserted: laying out a text of a megabyte stops the
window for two minutes (threat W3). What a web page or a letter puts on the clipboard is
taken as words only; nothing it points to is loaded (threat W2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QTextDocumentFragment
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from collections_desk.domain.activities import LONGEST_NOTE

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent

    from collections_desk.desktop.spelling import SpellCheck

#: HTML longer than this is not even unpacked to see how much text is in it.
LONGEST_HTML = 1_000_000
#: How a text document marks the ends of paragraphs and lines, and what a note has there.
_LINE_ENDS = str.maketrans("\u2029\u2028", "\n\n")


class NoteEdit(QPlainTextEdit):
    """A note of at most `LONGEST_NOTE` characters. Nothing is ever cut to fit."""

    #: A sentence: why a paste was not taken.
    refused = Signal(str)
    #: Other words stand there; marks under words are told by `textChanged` too, not by this.
    reworded = Signal()

    def __init__(self, parent: QWidget | None = None, *, longest: int = LONGEST_NOTE) -> None:
        super().__init__(parent)
        self._longest = longest
        #: What marks misspelled words, once there is a dictionary.
        self.spelling: SpellCheck | None = None
        self._words = ""
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._look)

    def note(self) -> str:
        """Return what was typed, as it is; `toPlainText` would lose no-break spaces."""
        return self.document().toRawText().translate(_LINE_ENDS)

    def _look(self) -> None:
        words = self.toPlainText()
        if words != self._words:
            self._words = words
            self.reworded.emit()

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F7 and self.spelling is not None:
            self.spelling.show_menu()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.spelling is not None:
            by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
            there = self.cursorForPosition(event.pos()) if by_mouse else self.textCursor()
            self.spelling.offer(menu, there)
        menu.popup(event.globalPos())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            text = source.text()
        elif source.hasHtml() and len(source.html()) <= LONGEST_HTML:
            text = QTextDocumentFragment.fromHtml(source.html()).toPlainText()
        elif source.hasHtml():
            self._refuse(len(source.html()))
            return
        else:
            return
        room = self._longest - len(self.toPlainText()) + len(self.textCursor().selectedText())
        if len(text) > room:
            self._refuse(len(text))
            return
        self.insertPlainText(text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()  # a file is attached on purpose, never by a slip of the hand
            return
        super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
            return
        super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
            return
        super().dropEvent(event)

    def _refuse(self, size: int) -> None:
        self.refused.emit(
            self.tr(
                "The clipboard holds {size} characters; a note takes {longest}. "
                "Nothing was pasted. Attach a long text as a file instead."
            ).format(size=f"{size:,}", longest=f"{self._longest:,}")
        )
