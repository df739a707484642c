"""Where garbage in circles is collected: on the screen's thread, never on another.

Python collects on whichever thread happens to allocate. On the worker thread it would take
Qt widgets apart while Qt is using them, and the program would end without a word.
"""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

#: How often the screen's thread looks whether there is garbage to collect.
LOOK_EVERY_MS = 200
#: Looking through all there is takes a while: not more often than this, and while nobody types.
SECONDS_BETWEEN_FULL_LOOKS = 60.0


class ScreenCollector(QObject):
    """Keeps the automatic collector off, and does its work on the screen's thread.

    What a large reading made is set aside until the next full look: it forms no cycles, and
    looking through a hundred thousand lines would hold the window up.

    Several may live at a time (a window being opened while another closes); the automatic
    collector comes back when the last one stops.
    """

    _alive = 0

    def __init__(
        self, parent: QObject | None = None, *, quiet: Callable[[], bool] = lambda: True
    ) -> None:
        super().__init__(parent)
        self._quiet = quiet
        self._rests_ended: int | None = None
        self._thresholds = gc.get_threshold()
        self._stopped = False
        self._full_look = time.monotonic()
        self._count(+1)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the generations that are due, the way the automatic collector would."""
        from collections_desk.operations.resting import rests  # noqa: PLC0415 - after first paint

        state = rests()
        if state.running:
            return
        before, self._rests_ended = self._rests_ended, state.ended
        if before is not None and before != state.ended:
            gc.freeze()
            return
        counts = gc.get_count()
        due = [count > limit for count, limit in zip(counts, self._thresholds, strict=True)]
        if not due[0]:
            return
        waited = time.monotonic() - self._full_look
        if due[2] and waited > SECONDS_BETWEEN_FULL_LOOKS and self._quiet():
            self._full_look = time.monotonic()
            gc.unfreeze()
            gc.collect(2)
            gc.freeze()
        else:
            gc.collect(1 if due[1] else 0)

    def stop(self) -> None:
        """Hand the work back to the automatic collector, once no other collector is alive."""
        if self._stopped:
            return
        self._stopped = True
        self._timer.stop()
        self._count(-1)

    @classmethod
    def _count(cls, step: int) -> None:
        cls._alive += step
        if cls._alive:
            gc.disable()
        else:
            gc.unfreeze()
            gc.enable()
