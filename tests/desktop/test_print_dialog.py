from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from collections_desk.desktop.mail_view import MailView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.print_commands import CommandPrinting
from collections_desk.desktop.print_dialog import PrintDialog
from collections_desk.domain.letters import LetterState
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk
from tests.desktop.office import letters_that_can_go, press, wait_for_dialog
from tests.desktop.test_letter_editor import text_of as page_text
from tests.desktop.test_mail_view import CTRL, SHIFT, go_to_mail
from tests.desktop.waiting import settle, wait_for
from tests.printing.conftest import queue  # noqa: F401 - a fixture
from tests.printing.print_queue import PrintQueue

Open = Callable[[Desk], MainWindow]


@pytest.fixture
def sample_home(letterless_home: Path) -> Path:
    """Let the lists of the mail be empty: each test says which letters there are."""
    return letterless_home


def text_of(pdf: Path) -> str:
    done = subprocess.run(
        ["pdftotext", str(pdf), "-"], capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()


def words(pdf: Path) -> str:
    """Return the text without its spaces: the mark across the page stands in single letters."""
    return "".join(page_text(pdf.read_bytes()).split())


def open_print(
    desk: Desk, open_window: Open, qtbot: QtBot, printing: CommandPrinting | None, count: int = 2
) -> tuple[MainWindow, MailView, PrintDialog]:
    """Mark the letters to print and press Ctrl+P."""
    letters_that_can_go(desk, count)
    window = open_window(desk)
    view = go_to_mail(qtbot, window, "print")
    view.deeds.print_system = printing
    view.list.selectAll()
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    dialog = wait_for_dialog(qtbot, PrintDialog)
    assert isinstance(dialog, PrintDialog)
    return window, view, dialog


def states(desk: Desk) -> dict[LetterState, int]:
    return {state: len(lines) for state, lines in mail.mail_lists(desk).items() if lines}


@pytest.mark.printing
def test_letters_reach_the_printer_and_are_on_record(
    sample_desk: Desk,
    open_window: Open,
    qtbot: QtBot,
    queue: PrintQueue,  # noqa: F811 - the fixture
) -> None:
    printing = CommandPrinting(environment=queue.environment)
    window, view, dialog = open_print(sample_desk, open_window, qtbot, printing)
    wait_for(qtbot, dialog.print_button.isEnabled)
    ids = [line.letter_id for line in view.list.rows_model.shown_rows()]

    qtbot.keyClick(dialog.print_button, Qt.Key.Key_Space)
    wait_for(qtbot, lambda: not dialog.isVisible())
    settle(qtbot, window)

    paper = text_of(queue.at / "out" / "Desk.pdf")
    for letter_id in ids:
        letter = mail.one_letter(sample_desk, letter_id)
        assert letter.state is LetterState.PRINTED
        assert letter.printings[0].printer == "Desk"
        assert letter.ref in paper
    assert "COPY" not in paper


@pytest.mark.printing
def test_a_printer_that_is_off_keeps_the_letters_to_print_with_the_reason(
    sample_desk: Desk,
    open_window: Open,
    qtbot: QtBot,
    queue: PrintQueue,  # noqa: F811 - the fixture
) -> None:
    printing = CommandPrinting(patience=0.3, environment=queue.environment)
    window, view, dialog = open_print(sample_desk, open_window, qtbot, printing)
    wait_for(qtbot, dialog.print_button.isEnabled)
    dialog.printer_box.setCurrentIndex(dialog.printer_box.findData("Jammed"))
    assert "The paper tray is empty" in dialog.printer_message.text()

    qtbot.keyClick(dialog.print_button, Qt.Key.Key_Space)
    wait_for(qtbot, lambda: "The paper tray is empty" in dialog.message.text())
    dialog.close()
    settle(qtbot, window)

    assert LetterState.PRINTED not in states(sample_desk)
    place = [column.name for column in view.list.rows_model.columns].index("next")
    shown = view.list.rows_model.index(0, place).data()
    assert shown == "Jammed did not print: The paper tray is empty."
    assert queue.waiting() == []


@pytest.mark.printing
def test_cancel_takes_the_job_back(
    sample_desk: Desk,
    open_window: Open,
    qtbot: QtBot,
    queue: PrintQueue,  # noqa: F811 - the fixture
) -> None:
    printing = CommandPrinting(patience=60, environment=queue.environment)
    window, _view, dialog = open_print(sample_desk, open_window, qtbot, printing)
    wait_for(qtbot, dialog.print_button.isEnabled)
    dialog.printer_box.setCurrentIndex(dialog.printer_box.findData("Jammed"))
    qtbot.keyClick(dialog.print_button, Qt.Key.Key_Space)
    wait_for(qtbot, queue.waiting)

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    wait_for(qtbot, lambda: "Nothing was printed" in dialog.message.text())
    settle(qtbot, window)

    assert dialog.isVisible()
    assert queue.waiting() == []
    assert LetterState.PRINTED not in states(sample_desk)


def test_letters_are_saved_as_one_file_and_a_second_time_as_copies(
    sample_desk: Desk,
    open_window: Open,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no print system at all
    window, view, dialog = open_print(sample_desk, open_window, qtbot, None)
    wait_for(qtbot, lambda: "no printer" in dialog.printer_message.text())
    assert not dialog.print_button.isEnabled()

    dialog.save_to(str(tmp_path / "letters.pdf"))
    wait_for(qtbot, lambda: not dialog.isVisible())
    settle(qtbot, window)
    assert states(sample_desk)[LetterState.PRINTED] == 2

    view = go_to_mail(qtbot, window, "post")
    view.list.selectAll()
    press(qtbot, window, Qt.Key.Key_Y, CTRL, SHIFT)
    again = wait_for_dialog(qtbot, PrintDialog)
    assert isinstance(again, PrintDialog)
    again.save_to(str(tmp_path / "again.pdf"))
    wait_for(qtbot, lambda: not again.isVisible())
    settle(qtbot, window)

    monkeypatch.undo()
    assert "COPY" not in words(tmp_path / "letters.pdf")
    assert "COPY" in words(tmp_path / "again.pdf")
    assert states(sample_desk)[LetterState.PRINTED] == 2


def test_a_folder_that_cannot_be_written_marks_nothing_as_printed(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window, _view, dialog = open_print(sample_desk, open_window, qtbot, None, 1)

    dialog.save_to(str(tmp_path / "nowhere" / "letters.pdf"))
    wait_for(qtbot, lambda: "could not be written" in dialog.message.text())
    settle(qtbot, window)

    assert LetterState.PRINTED not in states(sample_desk)
