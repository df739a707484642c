"""Backups: which there are, one more now, and one put back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.messages import ask_once
from collections_desk.desktop.restore_flow import restore_backup
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import moment_text
from collections_desk.operations import safekeeping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.progress import Progress
    from collections_desk.errors import DeskError
    from collections_desk.operations.safekeeping import BackupReport
    from collections_desk.store.backup import BackupInfo


class BackupsTab(QWidget):
    """The list of backups and what can be done with them."""

    #: A backup was made.
    changed = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._zone = "UTC"
        self.folder = label("", "muted", selectable=True)
        self.panel: ListPanel[BackupInfo] = ListPanel(
            ListView(TableModel(self._columns(), row_id=lambda one: one.path.name), "backups")
        )
        self.list = self.panel.list
        self.list.setAccessibleName(self.tr("Backups"))
        self.back_up_button = QPushButton(icon("backup", "on_accent"), self.tr("Back Up &Now"))
        self.back_up_button.setProperty("role", "primary")
        self.to_button = QPushButton(icon("folder"), self.tr("Back &Up To …"))
        self.restore_button = QPushButton(icon("undo"), self.tr("&Restore …"))
        self.panel.empty.tell(
            "backup",
            self.tr("No backup yet"),
            self.tr(
                "A backup is one encrypted file with everything in it. One is made before each"
                " import and when the program ends; keep a copy on a stick or another disk."
            ),
            [(self.tr("Back Up Now"), self.back_up)],
        )
        whole = column(self)
        whole.setContentsMargins(0, theme.GAP, 0, 0)
        whole.addLayout(
            line_of(self.folder, 1, self.restore_button, self.to_button, self.back_up_button)
        )
        whole.addWidget(self.panel, 1)
        self.back_up_button.clicked.connect(lambda _checked=False: self.back_up())
        self.to_button.clicked.connect(self.choose_folder)
        self.restore_button.clicked.connect(self.restore_marked)
        self.list.moved_to.connect(lambda row: self.restore_button.setEnabled(row is not None))
        self.restore_button.setEnabled(False)

    def _columns(self) -> tuple[Column[BackupInfo], ...]:
        return (
            Column(
                self.tr("Made"),
                lambda one: moment_text(one.manifest.made_at, self._zone),
                lambda one: one.manifest.made_at,
                width=30,
            ),
            Column(
                self.tr("Operations"),
                lambda one: f"{one.manifest.events:,}",
                lambda one: one.manifest.events,
                align_right=True,
            ),
            Column(
                self.tr("Customers"),
                lambda one: f"{one.manifest.counts.get('customer', 0):,}",
                lambda one: one.manifest.counts.get("customer", 0),
                align_right=True,
            ),
            Column(
                self.tr("Size"),
                lambda one: QLocale().formattedDataSize(one.size),
                lambda one: one.size,
                align_right=True,
            ),
            Column(
                self.tr("File"),
                lambda one: one.path.name,
                lambda one: one.path.name,
                stretch=True,
            ),
        )

    def show_backups(self, backups: Sequence[BackupInfo], folder: str, zone: str) -> None:
        """Show the backups of this data file."""
        self._zone = zone
        self.folder.setText(self.tr("Folder: {0}").format(folder))
        self.list.rows_model.show_rows(backups)
        self.restore_button.setEnabled(bool(backups))

    def marked(self) -> BackupInfo | None:
        """Return the marked backup."""
        return self.list.current_row()

    def back_up(self, folder: str = "") -> None:
        """Make a backup and read it back."""
        desk = self._shell.desk
        target = Path(folder) if folder else None

        def work(progress: Progress) -> BackupReport:
            return safekeeping.backup(desk, target, progress)

        self.back_up_button.setEnabled(False)
        self._shell.background.run_long(
            self.tr("Making a backup"),
            work,
            done=self._made,
            failed=self._not_made,
            cancelled=self._rest,
            owner=self,
        )

    def choose_folder(self) -> None:
        """Ask for another folder and make a backup there."""
        dialog = QFileDialog(self, self.tr("Back Up to This Folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.back_up)
        dialog.open()

    def restore_marked(self) -> None:
        """Ask once, then put the marked backup in the place of the data."""
        backup = self.marked()
        if backup is None:
            return
        when = moment_text(backup.manifest.made_at, self._zone)
        ask_once(
            self,
            self.tr("Put the backup of {0} in the place of your data?").format(when),
            self.tr(
                "What was recorded since then is not in it. Your data of now is backed up first"
                " and kept in a folder beside it; nothing is deleted."
            ),
            self.tr("&Restore This Backup"),
            partial(restore_backup, self._shell, backup.path, self.window()),
            dangerous=True,
        )

    def _made(self, report: BackupReport) -> None:
        self._rest()
        size = QLocale().formattedDataSize(report.size)
        held = counted(report.events, "1 operation", "{n} operations")
        said = self.tr("Backed up and read back: {0}, {1}, {2}.")
        self._shell.say(said.format(report.path.name, held, size))
        for warning in report.warnings:
            self._shell.fail(warning)
        self.changed.emit()

    def _not_made(self, error: DeskError) -> None:
        self._rest()
        self._shell.fail(error)

    def _rest(self) -> None:
        self.back_up_button.setEnabled(True)
