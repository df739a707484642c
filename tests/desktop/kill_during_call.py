"""Opens the window on a store and types into a call until it is killed. Run as a program.

Arguments: the home folder and the number of the customer. Prints a line when the text
stands in the form; the test kills it within the second after the draft is due.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collections_desk.desktop.call_form import CallForm
from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations.desk import Desk, Resources
from collections_desk.store.opening import open_store
from tests.clock import Clock
from tests.conftest import TEST_KEY

#: What is typed before the kill.
TYPED = "Says the check went out on Mon"


def main() -> None:
    home, customer_id = Path(sys.argv[1]), int(sys.argv[2])
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(home / "window-settings")
    )
    QCoreApplication.setOrganizationName("Collections Desk")
    app = QApplication([])
    clock = Clock()
    clock.now = clock.now.replace(hour=18)
    desk = Desk(open_store(home, TEST_KEY), Resources(), clock, home)
    window = MainWindow()
    window.receive(desk, view_id="worklist")
    window.show()
    window.activateWindow()
    window.start_call(customer_id)
    form = window.view
    assert isinstance(form, CallForm)
    while form.fields is None:
        app.processEvents()
    QTest.keyClicks(form.fields.note, TYPED)
    print("typed", flush=True)  # noqa: T201 - the test waits for this line
    app.exec()


if __name__ == "__main__":
    main()
