"""A program that is killed over a letter loses no text and prints no second original."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from collections_desk.desktop.mail_view import MailView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.print_dialog import PrintDialog
from collections_desk.desktop.print_question import PrintQuestion
from collections_desk.domain.letters import LetterState
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk, Resources
from collections_desk.store.opening import open_store
from tests.clock import Clock
from tests.conftest import TEST_KEY
from tests.desktop.kill_during_letter import TYPED
from tests.desktop.office import letters_that_can_go, wait_for_dialog
from tests.desktop.waiting import settle, wait_for

ROOT = Path(__file__).parents[2]
Open = Callable[[Desk], MainWindow]


def kill(module: str, home: Path, letter_id: int, lines: Sequence[bytes]) -> None:
    """Run a program of the tests, and kill it after the last of these lines."""
    program = subprocess.Popen(
        [sys.executable, "-m", module, str(home), str(letter_id)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert program.stdout is not None
    for line in lines:
        assert program.stdout.readline().startswith(line)
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()


def reopened(home: Path) -> Desk:
    return Desk(open_store(home, TEST_KEY), Resources(), Clock(), home)


def test_what_was_typed_is_offered_and_there_after_kill_9(
    sample_desk: Desk, home: Path, open_window: Open, qtbot: QtBot
) -> None:
    letter = letters_that_can_go(sample_desk, 1)[0]
    mail.reopen_letter(sample_desk, letter.id, why="to write in the window")
    sample_desk.database.close()

    kill("tests.desktop.kill_during_letter", home, letter.id, [b"typed", b"kept"])

    desk = reopened(home)
    window = open_window(desk)
    assert mail.one_letter(desk, letter.id).subject == letter.subject  # the record is as it was
    wait_for(qtbot, window.draft_notice.isVisible)
    assert "A letter was not finished" in window.draft_notice.text()
    qtbot.keyClick(window.draft_notice.go_on, Qt.Key.Key_Space)
    view = window.view
    assert isinstance(view, MailView)
    wait_for(qtbot, lambda: view.editor is not None and view.editor.letter_id == letter.id)
    assert view.editor is not None
    assert view.editor.subject.text() == letter.subject + TYPED
    assert "not saved is back" in view.editor.restored.words.text()
    settle(qtbot, window)
    window.leave()


def handed_and_killed(
    sample_desk: Desk, home: Path, open_window: Open, qtbot: QtBot
) -> tuple[Desk, MainWindow, PrintQuestion, int]:
    """Kill the program while the printer has the pages, and answer to the notice."""
    letter_id = letters_that_can_go(sample_desk, 1)[0].id
    sample_desk.database.close()
    kill("tests.desktop.kill_during_print", home, letter_id, [b"printing"])
    desk = reopened(home)
    window = open_window(desk)
    wait_for(qtbot, window.draft_notice.isVisible)
    assert "Did it print?" in window.draft_notice.text()
    qtbot.keyClick(window.draft_notice.go_on, Qt.Key.Key_Space)
    dialog = wait_for_dialog(qtbot, PrintQuestion)
    assert isinstance(dialog, PrintQuestion)
    assert dialog.heading.text() == f"Did {mail.one_letter(desk, letter_id).ref} print?"
    return desk, window, dialog, letter_id


def test_the_clerk_says_that_it_printed(
    sample_desk: Desk, home: Path, open_window: Open, qtbot: QtBot
) -> None:
    desk, window, dialog, letter_id = handed_and_killed(sample_desk, home, open_window, qtbot)

    qtbot.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    wait_for(qtbot, lambda: not dialog.isVisible())
    settle(qtbot, window)

    letter = mail.one_letter(desk, letter_id)
    assert letter.state is LetterState.PRINTED
    assert [one.is_copy for one in letter.printings] == [False]
    window.leave()


def test_the_clerk_prints_it_again_as_the_original(
    sample_desk: Desk, home: Path, open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    desk, window, dialog, letter_id = handed_and_killed(sample_desk, home, open_window, qtbot)
    assert mail.one_letter(desk, letter_id).state is LetterState.APPROVED

    qtbot.keyClick(dialog, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    again = wait_for_dialog(qtbot, PrintDialog)
    assert isinstance(again, PrintDialog)
    again.save_to(str(tmp_path / "again.pdf"))
    wait_for(qtbot, lambda: not again.isVisible())
    settle(qtbot, window)

    letter = mail.one_letter(desk, letter_id)
    assert [one.is_copy for one in letter.printings] == [False]
    assert mail.unconfirmed(desk) == []
    window.leave()


@pytest.mark.parametrize("later", [True, False])
def test_an_answer_can_wait_or_be_no(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, *, later: bool
) -> None:
    letter_id = letters_that_can_go(sample_desk, 1)[0].id
    batch = mail.printable_batch(sample_desk, [letter_id])
    mail.hand_over(sample_desk, batch, printer="Desk")
    window = open_window(sample_desk)
    window.go("mail")
    dialog = wait_for_dialog(qtbot, PrintQuestion)
    assert isinstance(dialog, PrintQuestion)

    key = Qt.Key.Key_L if later else Qt.Key.Key_N
    qtbot.keyClick(dialog, key, Qt.KeyboardModifier.AltModifier)
    wait_for(qtbot, lambda: not dialog.isVisible())
    settle(qtbot, window)

    assert mail.one_letter(sample_desk, letter_id).state is LetterState.APPROVED
    assert [one.letter_id for one in mail.unconfirmed(sample_desk)] == ([letter_id] * later)
