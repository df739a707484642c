"""Opens the window on a store and types into a letter until it is killed. Run as a program.

Arguments: the home folder and the number of the letter. Prints a line once the store has what
was typed; the test kills it then. Nothing is saved by hand.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collections_desk.desktop.mail_view import MailView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk, Resources
from collections_desk.store.opening import open_store
from tests.clock import Clock
from tests.conftest import TEST_KEY

#: What is typed before the kill.
TYPED = " - second notice"


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
    window.start_letter(0, f"letter:{letter_id}")
    view = window.view
    assert isinstance(view, MailView)
    while view.editor is None or view.editor.letter_id is None:
        app.processEvents()
    QTest.keyClicks(view.editor.subject, TYPED)
    print("typed", flush=True)  # noqa: T201 - the test waits for this line
    while not _is_kept(desk, letter_id):
        app.processEvents()
    print("kept", flush=True)  # noqa: T201 - the test waits for this line
    app.exec()


def _is_kept(desk: Desk, letter_id: int) -> bool:
    found = mail.typed_before(desk, letter_id)
    return found is not None and str(found[0]["subject"]).endswith(TYPED)


if __name__ == "__main__":
    main()
