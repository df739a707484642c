"""What the program does by itself while the desk is open: backups, and a look at the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from collections_desk.operations.safekeeping import backup_if_due

if TYPE_CHECKING:
    from collections_desk.desktop.main_window import MainWindow
    from collections_desk.errors import DeskError

#: How often it is asked whether a backup is due, in milliseconds.
BACKUP_ASKED_EVERY = 5 * 60_000
#: How often it is looked whether the data file is still the one that is open, in milliseconds.
FILE_LOOKED_AT_EVERY = 10_000


class Housekeeping(QObject):
    """Two timers. What they find wrong is told; what goes well is not."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.backup_timer = QTimer(self, interval=BACKUP_ASKED_EVERY)
        self.backup_timer.timeout.connect(self.back_up)
        self.file_timer = QTimer(self, interval=FILE_LOOKED_AT_EVERY)
        self.file_timer.timeout.connect(self.look_at_file)

    def start(self) -> None:
        """Begin, once a desk is open."""
        self.backup_timer.start()
        self.file_timer.start()

    def stop(self) -> None:
        """Rest while no desk is open."""
        self.backup_timer.stop()
        self.file_timer.stop()

    def back_up(self, *, at_exit: bool = False) -> None:
        """Make a backup if one is due."""
        if self._window.is_open:
            desk = self._window.desk
            self._window.background.run(
                lambda: backup_if_due(desk, at_exit=at_exit),
                done=_nothing,
                failed=self._window.fail,
                owner=self,
            )

    def look_at_file(self) -> None:
        """See that the file on the disk is still the one that is open."""
        if self._window.is_open and not self._window.background.busy:
            desk = self._window.desk
            self._window.background.run(
                desk.database.check_file, done=_nothing, failed=self._moved, owner=self
            )

    def _moved(self, error: DeskError) -> None:
        self.file_timer.stop()  # said once; each save says it again
        self._window.fail(error)


def _nothing(_result: object) -> None:
    """Take an answer that nobody waits for."""
