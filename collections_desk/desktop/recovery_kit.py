"""The recovery code on paper or in a file, where the clerk wants it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from collections_desk.desktop.messages import show_error
from collections_desk.errors import ExportRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable


def _tr(text: str) -> str:
    return QCoreApplication.translate("RecoveryKit", text)


def print_kit(parent: QWidget, text: str, tell: Callable[[str], object]) -> None:
    """Ask for a printer and print the page."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    chooser = QPrintDialog(printer, parent)
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def print_page() -> None:
        page = QTextDocument()
        page.setPlainText(text)
        page.print_(printer)
        tell(_tr("The page was handed to {0}.").format(printer.printerName()))

    chooser.accepted.connect(print_page)
    QDialog.open(chooser)


def save_kit(parent: QWidget, text: str, tell: Callable[[str], object]) -> None:
    """Ask where to, and write the file so that only this user can read it."""
    chooser = QFileDialog(parent, _tr("Save the recovery code"))
    chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    chooser.setDefaultSuffix("txt")
    chooser.selectFile("collections-desk-recovery-code.txt")
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def save(name: str) -> None:
        try:
            write_private(Path(name), text)
        except OSError:
            show_error(
                parent,
                ExportRefusedError(
                    _tr("The file {0} cannot be written.").format(Path(name).name),
                    _tr("Choose another folder. The code was not saved."),
                ),
            )
            return
        tell(_tr("Saved. Move {0} to another place than this computer.").format(Path(name).name))

    chooser.fileSelected.connect(save)
    chooser.open()


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user can read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    path.chmod(0o600)
