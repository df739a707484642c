"""How long a call has lasted: a clock that can be stopped and goes on."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer


class CallClock:
    """Counts seconds by a clock that no change of the time of day can move."""

    def __init__(self) -> None:
        self._before = 0
        self._running = QElapsedTimer()

    @property
    def is_running(self) -> bool:
        """Whether it counts now."""
        return self._running.isValid()

    def start(self) -> None:
        """Begin at zero."""
        self._before = 0
        self._running.start()

    def stand_at(self, seconds: int) -> None:
        """Stand still at so many seconds."""
        self._before = max(seconds, 0)
        self._running.invalidate()

    def toggle(self) -> None:
        """Stop, or go on."""
        if self.is_running:
            self.stand_at(self.seconds())
        else:
            self._running.start()

    def seconds(self) -> int:
        """Return how long the call has lasted, in whole seconds."""
        return self._before + (self._running.elapsed() // 1000 if self.is_running else 0)
