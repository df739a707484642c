"""The files laid beside a customer, and the chosen one shown from memory."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QSplitter, QWidget

from collections_desk.desktop.asking_guards import ask_guards
from collections_desk.desktop.document_view import DocumentView, kind_word, media_type_of
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import moment_text
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import contact
from collections_desk.operations.guarding import NO_REASONS, GuardsStandError
from collections_desk.operations.recordings import save_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QHideEvent

    from collections_desk.desktop.dialogs.guards import GuardsDialog
    from collections_desk.desktop.shell import Shell
    from collections_desk.errors import DeskError
    from collections_desk.operations.desk import Desk
    from collections_desk.store.documents import Attachment, Document

#: The largest file that is taken, in bytes.
LARGEST_FILE = 50_000_000


def size_text(size: int) -> str:
    """Return a size as people say it: "820 bytes", "12 KB", "3.4 MB"."""
    if size < 1000:  # noqa: PLR2004 - a kilobyte
        return f"{size} bytes"
    if size < 1_000_000:  # noqa: PLR2004 - a megabyte
        return f"{size // 1000:,} KB"
    return f"{size / 1_000_000:.1f} MB"


def read_file(path: Path) -> bytes:
    """Read a file to be attached.

    Raises:
        EntryRefusedError: If it is too large, empty or cannot be read.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise EntryRefusedError(
                "file",
                f"{path.name} has {size_text(size)}; at most {size_text(LARGEST_FILE)} are taken.",
                "Scan it in fewer colors or in parts. Nothing was attached.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise EntryRefusedError(
            "file",
            f"{path.name} cannot be read: {error.strerror or error}.",
            "Choose another file. Nothing was attached.",
        ) from error
    if not content:
        raise EntryRefusedError(
            "file", f"{path.name} is empty.", "Choose another file. Nothing was attached."
        )
    return content


class AttachmentsView(QWidget):
    """The list at the left, the document at the right."""

    changed = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._zone = "UTC"
        self._shown = ""
        self.document = DocumentView()
        self.title = label("", "section")
        model: TableModel[Attachment] = TableModel(self._columns(), row_id=lambda row: row.id)
        self.list: ListView[Attachment] = ListView(model, "attachments")
        self.list.setAccessibleName(self.tr("Files"))
        self.panel = ListPanel(self.list)
        right = QWidget()
        inside = column(right)
        inside.addWidget(self.title)
        inside.addWidget(self.document, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(self.panel)
        self._splitter.addWidget(right)
        self._splitter.setSizes([320, 420])
        self._splitter.setChildrenCollapsible(False)
        self.copy_button = QPushButton(icon("save", "muted"), self.tr("Save a Copy …"))
        self.copy_button.setToolTip(
            self.tr("Write the chosen file to a folder; who gets it is recorded")
        )
        self.copy_button.clicked.connect(self.save_copy)
        self.question: GuardsDialog | None = None
        whole = column(self)
        whole.addWidget(self._splitter, 1)
        whole.addLayout(line_of(1, self.copy_button))
        self.list.moved_to.connect(self._show)
        self.list.opened.connect(lambda _row: self.document.setFocus())
        self.panel.empty.tell(
            "attach",
            self.tr("No files yet"),
            self.tr("Scans, pictures and recordings rest here, encrypted. A attaches one."),
        )

    def show_attachments(self, rows: Sequence[Attachment], zone: str) -> None:
        """Show the files of a customer."""
        self._zone = zone
        if not rows:
            self.clear()
        self.copy_button.setEnabled(bool(rows))
        self.list.rows_model.show_rows(rows)

    def clear(self) -> None:
        """Forget the document that is shown."""
        self._shown = ""
        self.title.clear()
        self.document.clear()

    def choose_file(self, customer_id: int, activity_id: int | None = None) -> QFileDialog:
        """Ask for a file and attach it."""
        dialog = QFileDialog(self.window(), self.tr("Attach a File"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda name: self.attach(Path(name), customer_id, activity_id=activity_id)
        )
        dialog.open()
        return dialog

    def attach(
        self,
        path: Path,
        customer_id: int,
        *,
        activity_id: int | None = None,
        reasons: Mapping[str, str] = NO_REASONS,
    ) -> None:
        """Read a file and store it encrypted; a recording asks for the consent to it."""
        again = partial(self._attach_anyway, path, customer_id, activity_id)
        self._shell.background.run(
            partial(_attach, self._shell.desk, path, customer_id, activity_id, reasons),
            done=lambda _sha: self._attached(path.name),
            failed=partial(self._refused, self.tr("&Attach It All the Same"), again),
            owner=self,
        )

    def _attach_anyway(
        self, path: Path, customer_id: int, activity_id: int | None, reasons: dict[str, str]
    ) -> None:
        self.attach(path, customer_id, activity_id=activity_id, reasons=reasons)

    def _refused(
        self, deed: str, again: Callable[[dict[str, str]], object], error: DeskError
    ) -> None:
        if isinstance(error, GuardsStandError):
            self.question = ask_guards(
                self.window(), error, deed=deed, stop=self.tr("&Leave It"), went_on=again
            )
            return
        self._shell.fail(error)

    def save_copy(self) -> QFileDialog | None:
        """Ask where a copy of the chosen file goes, and why."""
        row = self.list.current_row()
        if row is None:
            self._shell.say(self.tr("Choose a file first."))
            return None
        dialog = QFileDialog(self.window(), self.tr("Save a Copy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.selectFile(safe_name(row.label))
        dialog.fileSelected.connect(lambda name: self.copy_to(row, Path(name)))
        dialog.open()
        return dialog

    def copy_to(
        self, row: Attachment, path: Path, reasons: Mapping[str, str] = NO_REASONS
    ) -> None:
        """Write a copy; the file dialog has asked about one that is there already."""
        self._shell.background.run(
            partial(save_copy, self._shell.desk, row.id, path, overwrite=True, reasons=reasons),
            done=lambda _sha: self._shell.say(
                self.tr("A copy of {0} is saved; it is not encrypted there.").format(row.label)
            ),
            failed=partial(
                self._refused, self.tr("&Save It All the Same"), partial(self.copy_to, row, path)
            ),
            owner=self,
        )

    def _attached(self, name: str) -> None:
        self._shell.say(self.tr("{0} is stored, encrypted.").format(name))
        self.changed.emit()

    def _columns(self) -> tuple[Column[Attachment], ...]:
        return (
            Column(self.tr("File"), lambda row: row.label, lambda row: row.label, stretch=True),
            Column(
                self.tr("Kind"), lambda row: kind_word(row.media_type), lambda row: row.media_type
            ),
            Column(
                self.tr("Size"),
                lambda row: size_text(row.size),
                lambda row: row.size,
                align_right=True,
            ),
            Column(
                self.tr("Added"),
                lambda row: moment_text(row.added_at, self._zone),
                lambda row: row.added_at,
            ),
        )

    def _show(self, row: Attachment | None) -> None:
        if row is None or not self.isVisible() or row.sha256 == self._shown:
            return
        self._shell.background.run(
            partial(contact.read_document, self._shell.desk, row.sha256),
            done=lambda document: self._arrived(row, document),
            failed=self._shell.fail,
            owner=self,
        )

    def _arrived(self, row: Attachment, document: Document) -> None:
        self._shown = row.sha256
        self.title.setText(
            f"{row.label}  ·  {kind_word(row.media_type)}  ·  {size_text(row.size)}"
        )
        self.document.show_document(document.content, document.media_type)

    # Overrides of Qt methods.

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._show(self.list.current_row())

    def hideEvent(self, event: QHideEvent) -> None:
        self.clear()  # nothing of a document stays behind when the window locks (W4)
        super().hideEvent(event)


def _attach(
    desk: Desk,
    path: Path,
    customer_id: int,
    activity_id: int | None,
    reasons: Mapping[str, str],
) -> object:
    content = read_file(path)
    return contact.attach_file(
        desk,
        customer_id,
        content,
        path.name,
        media_type_of(content),
        activity_id=activity_id,
        reasons=reasons,
    )


def safe_name(text: str) -> str:
    """Return a name that any folder takes: no separators, no control characters."""
    kept = "".join("_" if letter in '/\\:*?"<>|' or letter < " " else letter for letter in text)
    return kept.strip(". ") or "copy"


__all__ = ["AttachmentsView", "read_file", "size_text"]
