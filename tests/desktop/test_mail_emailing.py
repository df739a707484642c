"""By keys: a letter becomes a draft that the clerk's mail program opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.letters import LetterState
from collections_desk.operations import customers, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.mail_emailing import email_addresses, examine_emailing
from tests.desktop.office import letters_that_can_go, press
from tests.desktop.test_mail_view import go_to_mail
from tests.desktop.waiting import settle, wait_for

Open = Callable[[Desk], MainWindow]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TO = "ap@starling.example"


class MailProgram(QObject):
    """Stands for the clerk's mail program: takes files that it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Take a file."""
        self.opened.append(url.toLocalFile())


@pytest.fixture
def program() -> Iterator[MailProgram]:
    made = MailProgram()
    QDesktopServices.setUrlHandler("file", made, "take")  # type: ignore[arg-type] # what the stub says is refused
    yield made
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def sample_home(letterless_home: Path) -> Path:
    """Let the lists of the mail be empty."""
    return letterless_home


def test_an_approved_letter_is_saved_as_a_draft_and_opened(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, program: MailProgram, tmp_path: Path
) -> None:
    letter = letters_that_can_go(sample_desk, 1)[0]
    customers.add_contact_point(sample_desk, letter.customer_id, "email", TO, is_primary=True)
    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, "print")
    assert [line.ref for line in view.marked()] == [letter.ref]

    press(qtbot, window, Qt.Key.Key_Q, CTRL, SHIFT)
    settle(qtbot, window)
    if len(email_addresses(sample_desk, letter.id)) > 1:
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, QInputDialog)
        qtbot.keyClick(asked, Qt.Key.Key_Return)
        settle(qtbot, window)
    assert examine_emailing(sample_desk, letter.id, TO) == []
    wait_for(qtbot, lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "draft.eml"))
    chooser.reject()
    wait_for(qtbot, lambda: program.opened)
    settle(qtbot, window)

    assert program.opened == [str(tmp_path / "draft.eml")]
    assert (tmp_path / "draft.eml").read_bytes().startswith(b"X-Unsent: 1")
    assert mail.one_letter(sample_desk, letter.id).state is LetterState.PRINTED
    assert "Send it there" in window.message_bar.text()
