"""A field for the number of a form: typed, pasted or read by a barcode scanner.

A scanner is a fast keyboard that ends with Enter and may send the separator GS, which
arrives as Ctrl+]. Neither may do here what it does elsewhere: Enter must not close the
dialog, and Ctrl+] must not start a command (reference on postal numbers, section 2.4).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from collections_desk.desktop.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

#: The longest text that is looked at; a number with its ZIP and separators has under 60.
LONGEST_SCAN = 200
#: A scanner sends its characters faster than this, in seconds between two of them.
SCANNER_PACE = 0.045
#: So many characters at that pace are a scan and not a quick pair of keys.
LEAST_SCANNED = 12

ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class ScanField(LineEdit):
    """Takes a number; Enter means "the number is whole" and goes no further."""

    #: The number is whole: Enter was pressed, or the field was left with a new text.
    finished = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent=parent, longest=LONGEST_SCAN)
        self._clock = clock
        self._key_times: list[float] = []
        self._finished_text = ""
        self.textEdited.connect(self._edited)

    @property
    def typed_by_hand(self) -> bool:
        """Whether a person typed it: too slow for a scanner, and not pasted."""
        times = self._key_times
        if not times:
            return False
        if len(times) < LEAST_SCANNED:
            return True
        return (times[-1] - times[0]) / (len(times) - 1) > SCANNER_PACE

    def take(self, text: str) -> None:
        """Show a number in its printed form without asking for it again."""
        self.setText(text)
        self._finished_text = text
        self._key_times.clear()

    def _edited(self, text: str) -> None:
        if not text:
            self._key_times.clear()

    def _finish(self) -> None:
        if self.text() != self._finished_text:
            self._finished_text = self.text()
            self.finished.emit(self.text())

    # Overrides of Qt methods.

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and (_is_separator(event) or event.key() in ENTERS)
        ):
            event.accept()  # comes to keyPressEvent, not to a shortcut or default button
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTERS:
            event.accept()
            if self.text():
                self._finished_text = ""  # Enter asks again, also about the same text
            self._finish()
            return
        if _is_separator(event):
            self.insert(" ")  # the separator is no part of the number
            event.accept()
            return
        if event.text().isprintable() and event.text():
            self._key_times.append(self._clock())
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._finish()


def _is_separator(event: QKeyEvent) -> bool:
    """Tell whether this is GS, which a keyboard can only send as Ctrl+]."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.text() == "\x1d" or (control and event.key() == Qt.Key.Key_BracketRight)
