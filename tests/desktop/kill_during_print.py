"""Prints a letter until the printer has its pages, and is killed there. Run as a program.

Arguments: the home folder and the number of the letter. The printer is a print system that
takes the pages and never answers; it prints a line when it has them.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication

from collections_desk.desktop.mail_view import MailView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.print_dialog import PrintDialog
from collections_desk.desktop.printers import PrintedJob, Printer
from collections_desk.domain.progress import Progress, no_progress
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk, Resources
from collections_desk.store.opening import open_store
from tests.clock import Clock
from tests.conftest import TEST_KEY


class SilentPrinter:
    """Takes the pages and never answers."""

    def printers(self) -> list[Printer]:
        return [Printer("Desk", "Desk", is_default=True)]

    def print_pdf(  # noqa: PLR0913 - as `PrintSystem`
        self,
        pdf: bytes,
        *,
        printer: str,
        title: str,
        paper: str,
        duplex: bool = False,
        progress: Progress = no_progress,
    ) -> PrintedJob:
        del title, paper, duplex, progress
        print("printing", len(pdf), flush=True)  # noqa: T201 - the test waits for this line
        threading.Event().wait()
        return PrintedJob(printer, "1", 1)


def main() -> None:
    home, letter_id = Path(sys.argv[1]), int(sys.argv[2])
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(home / "window-settings")
    )
    QCoreApplication.setOrganizationName("Collections Desk")
    app = QApplication([])
    desk = Desk(open_store(home, TEST_KEY), Resources(), Clock(), home)
    window = MainWindow()
    window.receive(desk, view_id="worklist")
    window.show()
    window.go("mail")
    view = window.view
    assert isinstance(view, MailView)
    every = [line for lines in mail.mail_lists(desk).values() for line in lines]
    view.deeds.print_system = SilentPrinter()
    view.deeds.print([line for line in every if line.letter_id == letter_id])
    dialog = next(one for one in window.findChildren(PrintDialog))
    while not dialog.print_button.isEnabled():
        app.processEvents()
    dialog.print_button.click()
    app.exec()


if __name__ == "__main__":
    main()
