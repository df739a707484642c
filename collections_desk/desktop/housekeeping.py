"""What the program does by itself while the desk is open: backups, and a look at the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from collections_desk.errors import StoreError
from collections_desk.operations.rules import broken_tables, note_stale_tables
from collections_desk.operations.safekeeping import backup_if_due, verify_if_due

if TYPE_CHECKING:
    from collections_desk.desktop.main_window import MainWindow
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.errors import DeskError, ResourceFaultError
    from collections_desk.operations.safekeeping import VerifyReport

#: How often it is asked whether a backup is due, in milliseconds.
BACKUP_ASKED_EVERY = 5 * 60_000
#: How often it is asked whether the weekly check of the record is due, in milliseconds; the
#: first time is that long after the desk was opened, when the morning's rush is over.
CHECK_ASKED_EVERY = 20 * 60_000
#: How often it is looked whether the data file is still the one that is open, in milliseconds.
FILE_LOOKED_AT_EVERY = 10_000


class Housekeeping(QObject):
    """Three timers. What they find wrong is told; what goes well is not."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.backup_timer = QTimer(self, interval=BACKUP_ASKED_EVERY)
        self.backup_timer.timeout.connect(self.back_up)
        self.check_timer = QTimer(self, interval=CHECK_ASKED_EVERY)
        self.check_timer.timeout.connect(self.verify)
        self.file_timer = QTimer(self, interval=FILE_LOOKED_AT_EVERY)
        self.file_timer.timeout.connect(self.look_at_file)

    def start(self) -> None:
        """Begin, once a desk is open."""
        self.backup_timer.start()
        self.check_timer.start()
        self.file_timer.start()
        self.look_at_rules()

    def stop(self) -> None:
        """Rest while no desk is open."""
        self.backup_timer.stop()
        self.check_timer.stop()
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

    def verify(self) -> None:
        """Check the whole record if the last check was a week ago."""
        if self._window.is_open and not self._window.background.busy:
            desk = self._window.desk
            self._window.background.run_long(
                self.tr("Weekly check of the records"),
                lambda progress: verify_if_due(desk, progress),
                done=self._verified,
                failed=self._window.fail,
                owner=self,
            )

    def _verified(self, report: VerifyReport | None) -> None:
        if report is None or report.good:
            return
        bad = [check.said for check in report.checks if not check.good]
        self._window.fail(
            StoreError(
                self.tr("The weekly check found that the record is not in order: {0}").format(
                    " ".join(bad)
                ),
                self.tr(
                    "Open Records and Backups, check the records there, and restore a backup"
                    " from before the change if you need one. Nothing was changed."
                ),
                code="RECORD-CHANGED",
            )
        )

    def look_at_rules(self) -> None:
        """Say it where a table of rules is broken, or was not looked over for too long."""
        if self._window.is_open:
            desk = self._window.desk
            self._window.background.run(
                lambda: broken_tables(desk),
                done=self._tables_read,
                failed=self._window.fail,
                owner=self,
            )

    def _tables_read(self, broken: list[ResourceFaultError]) -> None:
        for fault in broken:
            self._window.fail(fault)
        if not broken and self._window.is_open:
            desk = self._window.desk
            self._window.background.run(
                lambda: note_stale_tables(desk),
                done=self._rules_looked_at,
                failed=self._window.fail,
                owner=self,
            )

    def _rules_looked_at(self, stale: list[GuardFinding]) -> None:
        if stale:
            words = self.tr("{0}. Look at Rules, Tables and dates.")
            self._window.say(words.format("; ".join(found.said for found in stale[:1])))

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
