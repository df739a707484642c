"""Put a backup in the place of a store that cannot be opened, or on a new computer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from collections_desk.desktop import theme
from collections_desk.desktop.cover import Cover
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import label, line_of
from collections_desk.desktop.line_edit import LONGEST_SECRET, LineEdit
from collections_desk.desktop.list_view import ListView
from collections_desk.desktop.messages import InlineMessage, announce
from collections_desk.desktop.table_model import Column, TableModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.errors import DeskError
    from collections_desk.store.backup import BackupInfo


class RestorePage(Cover):
    """Lists the backups that were found; another can be chosen from any folder."""

    #: The file, and what opens it: a passphrase or a recovery code, or an empty text.
    restore_asked = Signal(object, str)
    back_asked = Signal()

    def __init__(self, found: Sequence[BackupInfo]) -> None:
        super().__init__(
            "backup",
            self.tr("Restore a backup"),
            self.tr(
                "The backup is checked first. The data file that is there now is kept in a"
                " folder of its own; nothing is deleted."
            ),
        )
        self._file: Path | None = None
        self.model: TableModel[BackupInfo] = TableModel(
            [
                Column(
                    self.tr("Made at"),
                    lambda info: f"{info.manifest.made_at.astimezone():%Y-%m-%d %H:%M}",
                    lambda info: info.manifest.made_at,
                    width=18,
                ),
                Column(
                    self.tr("Entries"),
                    lambda info: f"{info.manifest.events:,}",
                    lambda info: info.manifest.events,
                    align_right=True,
                ),
                Column(
                    self.tr("File"),
                    lambda info: info.path.name,
                    lambda info: info.path.name,
                    stretch=True,
                ),
            ],
            self,
            row_id=lambda info: info.path,
        )
        self.list: ListView[BackupInfo] = ListView(self.model, "backups-to-restore")
        self.list.setAccessibleName(self.tr("Backups"))
        self.list.setMinimumHeight(150)
        self.list.moved_to.connect(self._choose)
        self.other = QPushButton(icon("folder"), self.tr("&Another File …"))
        self.other.clicked.connect(self._choose_file)
        self._chosen = label("", "muted", wrap=True)
        self.secret = LineEdit(longest=LONGEST_SECRET)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        words = label(self.tr("&Passphrase or recovery code"))
        words.setBuddy(self.secret)
        self.secret.setAccessibleName(self.tr("Passphrase or recovery code"))
        self.secret.setPlaceholderText(self.tr("not needed where the keyring has the key"))
        self.message = InlineMessage()
        self.go_on = QPushButton(self.tr("&Restore This Backup"))
        self.go_on.setProperty("role", "primary")
        self.go_on.clicked.connect(self._restore)
        self.secret.returnPressed.connect(self._restore)
        back = QPushButton(self.tr("&Go Back"))
        back.clicked.connect(self.back_asked)
        self.inside.addWidget(self.list)
        self.inside.addLayout(line_of(self._chosen, 1, self.other))
        self.inside.addWidget(words)
        self.inside.addWidget(self.secret)
        self.inside.addWidget(self.message)
        self.inside.addSpacing(theme.TIGHT)
        self.inside.addLayout(line_of(1, back, self.go_on))
        self.list.setVisible(bool(found))
        self.go_on.setEnabled(False)
        self.model.show_rows(list(found))
        self.setFocusProxy(self.list if found else self.other)

    def wait(self) -> None:
        """Say that the backup is being checked and put in place."""
        self.go_on.setEnabled(False)
        self.message.say(self.tr("Checking the backup …"), "notice")

    def refuse(self, error: DeskError) -> None:
        """Say why nothing was restored."""
        self.go_on.setEnabled(self._file is not None)
        self.message.say_error(error)
        announce(self, f"{error.problem} {error.remedy}", urgent=True)

    def choose(self, path: Path) -> None:
        """Choose a file."""
        self._file = path
        self._chosen.setText(path.name)
        self.go_on.setEnabled(True)

    def _choose(self, info: BackupInfo | None) -> None:
        if info is not None:
            self.choose(info.path)

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, self.tr("Choose a backup"))
        chooser.setNameFilter(self.tr("Backups (*.cdbackup)"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(lambda name: self.choose(Path(name)))
        chooser.open()

    def _restore(self) -> None:
        if self._file is not None:
            self.restore_asked.emit(self._file, self.secret.text().strip())
