"""Puts a backup in the place of the data and goes on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop.counting import counted
from collections_desk.operations import safekeeping

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.progress import Progress
    from collections_desk.operations.safekeeping import RestoreReport


def restore_backup(shell: Shell, archive: Path, owner: QWidget) -> None:
    """Restore a backup; the screens are made anew on the desk over it.

    Args:
        shell: The window.
        archive: The backup.
        owner: The window itself: the screen that asked is gone when it is done.
    """
    desk = shell.desk

    def work(progress: Progress) -> RestoreReport:
        return safekeeping.restore(desk.home, archive, desk=desk, now=desk.now, progress=progress)

    def done(report: RestoreReport) -> None:
        shell.replace_desk(report.desk)
        held = counted(report.events, "1 operation", "{n} operations")
        said = _tr("The backup is restored: {0}. The data of before is kept in {1}.")
        shell.say(said.format(held, report.replaced))

    shell.background.run_long(
        _tr("Restoring the backup"), work, done=done, failed=shell.fail, owner=owner
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Restore", text)
