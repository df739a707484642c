from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.records_view import RecordsView
from collections_desk.operations import mail, safekeeping
from collections_desk.operations.desk import Desk
from tests.desktop.office import overdue_customers, press
from tests.desktop.waiting import settle, wait_for

Open = Callable[[Desk], MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier


def go_to_records(qtbot: QtBot, window: MainWindow) -> RecordsView:
    press(qtbot, window, Qt.Key.Key_6, CTRL)
    view = window.view
    assert isinstance(view, RecordsView)
    return view


def test_every_operation_is_listed_newest_first(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    letter = mail.draft_letter(sample_desk, overdue_customers(sample_desk)[0], "L02").letter
    window = open_window(sample_desk)

    view = go_to_records(qtbot, window)

    lines = view.list.rows_model.all_rows()
    assert lines[0].kind == "letter.drafted"
    assert lines[0].facts["letter"] == letter.ref
    assert [line.seq for line in lines] == sorted((line.seq for line in lines), reverse=True)


def test_the_check_gives_a_plain_answer(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(sample_desk)
    view = go_to_records(qtbot, window)

    press(qtbot, window, Qt.Key.Key_Space)  # the button has the focus
    wait_for(qtbot, view.verify_button.isEnabled)
    settle(qtbot, window)

    report = safekeeping.verify(sample_desk)
    if report.good:
        assert view.verdict.text().startswith("The record is as it was written")
    else:
        assert "not in order" in view.verdict.text()


def test_a_changed_line_is_found(sample_desk: Desk, open_window: Open, qtbot: QtBot) -> None:
    with sample_desk.database.driver() as connection:
        connection.execute("DROP TRIGGER IF EXISTS audit_event_no_update")
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_event'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(
            "UPDATE audit_event SET payload = replace(payload, 'sample', 'simple') WHERE seq = 2"
        )
        connection.commit()
    window = open_window(sample_desk)
    view = go_to_records(qtbot, window)

    view.verify()
    wait_for(qtbot, view.verify_button.isEnabled)
    settle(qtbot, window)

    assert "not in order" in view.verdict.text()


def test_a_backup_is_made_by_its_key_and_listed(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(sample_desk)
    view = go_to_records(qtbot, window)

    press(qtbot, window, Qt.Key.Key_B, CTRL)
    wait_for(qtbot, lambda: view.backups.list.rows_model.rowCount() == 1)
    settle(qtbot, window)

    assert window.message_bar.text().startswith("Backed up and read back")


def test_a_backup_is_put_back_after_one_question(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, home: Path
) -> None:
    safekeeping.backup(sample_desk)
    customer = overdue_customers(sample_desk)[0]
    mail.draft_letter(sample_desk, customer, "L02")
    window = open_window(sample_desk)
    view = go_to_records(qtbot, window)
    view.tabs.setCurrentWidget(view.backups)

    qtbot.keyClick(view.backups.restore_button, Qt.Key.Key_Space)
    box = view.backups.findChildren(QMessageBox)[0]
    assert "Put the backup of" in box.text()
    button = next(one for one in box.findChildren(QPushButton) if "Restore" in one.text())
    qtbot.keyClick(button, Qt.Key.Key_Space)
    wait_for(qtbot, lambda: window.desk is not sample_desk)
    settle(qtbot, window)

    try:
        assert mail.letters_for(window.desk, customer) == []
        assert "The backup is restored" in window.message_bar.text()
        assert list(home.glob("replaced-*"))
    finally:
        window.desk.close()
