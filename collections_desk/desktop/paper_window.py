"""Shows a kept paper in a window of its own, from memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from collections_desk.desktop.document_view import DocumentView
from collections_desk.desktop.labels import column
from collections_desk.operations import contact

if TYPE_CHECKING:
    from collections_desk.desktop.shell import Shell
    from collections_desk.store.documents import Document


def show_paper(shell: Shell, parent: QWidget, sha256: str, name: str) -> None:
    """Read a document by its hash and show it; `name` is the title of the window."""
    desk = shell.desk

    def show(document: Document) -> None:
        show_content(parent, document.content, document.media_type, name)

    shell.background.run(
        lambda: contact.read_document(desk, sha256), done=show, failed=shell.fail, owner=parent
    )


def show_content(parent: QWidget, content: bytes, media_type: str, name: str) -> None:
    """Show a document that is at hand; Ctrl+P prints it."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(760, 820)
    view = DocumentView()
    column(dialog).addWidget(view)
    key = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), dialog)
    key.activated.connect(view.print_shown)
    view.show_document(content, media_type)
    dialog.open()
