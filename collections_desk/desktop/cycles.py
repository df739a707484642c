"""Python's collector of cycles, kept on the screen's thread.

It runs in whichever thread happens to make the next object. In a worker thread it would
take apart widgets that Qt allows to be touched on the screen's thread alone, and the
program would crash. So it is switched off and called from a timer.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

#: How often it is looked whether there is enough to collect, in milliseconds.
LOOKED_AT_EVERY = 500


class CycleCollector(QObject):
    """Collects cycles from a timer while at least one of its kind is at work."""

    _at_work = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=LOOKED_AT_EVERY)
        self._timer.timeout.connect(collect_if_due)
        self._timer.start()
        CycleCollector._at_work += 1
        gc.disable()

    def stop(self) -> None:
        """Give the collector back to Python once nobody is left who minds; may be repeated."""
        if self._timer.isActive():
            self._timer.stop()
            CycleCollector._at_work -= 1
            if CycleCollector._at_work == 0:
                gc.enable()


def collect_if_due() -> None:
    """Collect what Python itself would by now, the oldest generation that is due."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation] > 0:
            gc.collect(generation)
            return
