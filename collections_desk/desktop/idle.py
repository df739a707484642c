"""The desk left alone: lock after a while, and what was copied does not stay about."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication

#: What was copied from the program is taken from the clipboard after this, in milliseconds.
CLIPBOARD_STAYS = 60_000
#: So long after the last key nobody is in the middle of typing, in milliseconds.
QUIET = 3_000

_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.MouseMove,
    QEvent.Type.TouchBegin,
}


class IdleWatch(QObject):
    """Tells when nobody has touched the program for the minutes of the settings."""

    left_alone = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.left_alone)
        self._watching = False

    def start(self, *, minutes: int) -> None:
        """Watch from now on."""
        self.timer.start(minutes * 60_000)
        app = QApplication.instance()
        if not self._watching and app is not None:
            app.installEventFilter(self)
            self._watching = True

    def is_quiet(self) -> bool:
        """Tell whether nobody has touched the program for some seconds."""
        untouched = self.timer.interval() - self.timer.remainingTime()
        return not self.timer.isActive() or untouched > QUIET

    def stop(self) -> None:
        """Watch no longer."""
        self.timer.stop()
        app = QApplication.instance()
        if self._watching and app is not None:
            app.removeEventFilter(self)
            self._watching = False

    # Overrides of Qt methods.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self.timer.isActive():
            self.timer.start()
        return super().eventFilter(watched, event)


class ClipboardGuard(QObject):
    """Takes back what was copied from the program: after a minute, and when it locks."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard: QClipboard = QGuiApplication.clipboard()
        self.timer = QTimer(self, singleShot=True, interval=CLIPBOARD_STAYS)
        self.timer.timeout.connect(self.clear)
        self._ours = ""
        self._clipboard.dataChanged.connect(self._look)

    def clear(self) -> None:
        """Empty the clipboard if what is in it came from here."""
        self.timer.stop()
        ours, self._ours = self._ours, ""
        if ours and self._clipboard.text() == ours:
            self._clipboard.clear()

    def _look(self) -> None:
        # Not every platform knows who owns the clipboard; a copy while our window has the
        # focus is ours.
        here = self._clipboard.ownsClipboard() or QGuiApplication.focusWindow() is not None
        self._ours = self._clipboard.text() if here else ""
        if self._ours:
            self.timer.start()
        else:
            self.timer.stop()
