"""In the window: a wrong step is taken back, a reason outlives a restart, a stop is on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.reason_sheet import ReasonSheet
from collections_desk.desktop.tracking import TrackingDialog
from collections_desk.domain.letters import LetterState
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk
from collections_desk.store.guard_events import guard_events
from tests.clock import Clock
from tests.desktop.office import letters_that_can_go, press, wait_for_dialog
from tests.desktop.test_mail_view import CTRL, SHIFT, go_to_mail, printed_letter, state_of
from tests.desktop.waiting import settle, wait_for

Open = Callable[[Desk], MainWindow]


def test_undo_in_the_bar_takes_the_posting_back(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    letter_id = printed_letter(sample_desk)
    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, "post")
    view.list.go_to(letter_id)
    press(qtbot, window, Qt.Key.Key_P, CTRL, SHIFT)
    dialog = wait_for_dialog(qtbot, TrackingDialog)
    assert isinstance(dialog, TrackingDialog)
    qtbot.keyClick(dialog.note, Qt.Key.Key_Return)
    wait_for(qtbot, lambda: state_of(sample_desk, letter_id) is LetterState.POSTED)
    settle(qtbot, window)
    go_to_mail(qtbot, window, "posted")
    assert window.message_bar.can_undo

    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    wait_for(qtbot, lambda: state_of(sample_desk, letter_id) is LetterState.PRINTED)
    settle(qtbot, window)

    events = mail.one_letter(sample_desk, letter_id).events
    assert [event.state.value for event in events][-2:] == ["posted", "printed"]
    assert events[-1].withdraws_id == events[-2].id


def test_a_wrong_delivery_is_withdrawn_by_key_with_a_sentence(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    letter_id = printed_letter(sample_desk, "L11")
    today = sample_desk.today()
    for state in (LetterState.POSTED, LetterState.DELIVERED):
        mail.record_rung(sample_desk, [letter_id], state, today)
    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, "delivered")
    view.list.go_to(letter_id)

    press(qtbot, window, Qt.Key.Key_W, CTRL, SHIFT)
    sheet = wait_for_dialog(qtbot, ReasonSheet)
    assert isinstance(sheet, ReasonSheet)
    qtbot.keyClicks(sheet.why, "The card was of another letter")
    qtbot.keyClick(sheet.why, Qt.Key.Key_Return)
    wait_for(qtbot, lambda: state_of(sample_desk, letter_id) is LetterState.POSTED)
    settle(qtbot, window)

    view = go_to_mail(qtbot, window, "posted")
    view.list.go_to(letter_id)
    press(qtbot, window, Qt.Key.Key_Return)
    wait_for(qtbot, lambda: view.sheet.letter is not None)
    said = [label.text() for label in view.sheet.findChildren(type(view.sheet.title))]
    assert any("Delivered (withdrawn)" in text for text in said)
    assert any("“Delivered” withdrawn: posted again" in text for text in said)


def test_the_reason_why_a_letter_did_not_print_is_there_after_a_restart(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    letter_id = letters_that_can_go(sample_desk, 1)[0].id
    reason = "Jammed did not print: The paper tray is empty."
    mail.record_not_printed(sample_desk, [letter_id], printer="Jammed", reason=reason)

    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, "print")
    settle(qtbot, window)

    place = [column.name for column in view.list.rows_model.columns].index("next")
    view.list.go_to(letter_id)
    assert view.list.currentIndex().siblingAtColumn(place).data() == reason


def test_a_guard_that_keeps_her_from_approving_is_on_record(
    sample_desk: Desk, clock: Clock, open_window: Open, qtbot: QtBot
) -> None:
    letter = letters_that_can_go(sample_desk, 1)[0]
    mail.reopen_letter(sample_desk, letter.id, why="to approve it in the window")
    clock.pass_by(days=21)
    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, "drafts")
    view.list.go_to(letter.id)
    press(qtbot, window, Qt.Key.Key_A, CTRL, SHIFT)
    dialog = wait_for_dialog(qtbot, GuardsDialog)

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    def decisions() -> set[str]:
        with sample_desk.database.read() as session:
            found = guard_events(session, letter.customer_id)
        return {one["decision"] for one in found if one["letter_id"] == letter.id}

    wait_for(qtbot, lambda: "stopped" in decisions())
    settle(qtbot, window)
    assert state_of(sample_desk, letter.id) is LetterState.DRAFT


@pytest.mark.parametrize(
    ("list_id", "said"),
    [("drafts", "cannot be printed yet. Next: Finish and approve it."), ("print", "Mark")],
)
def test_ctrl_p_says_what_is_missing(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, list_id: str, said: str
) -> None:
    letter = letters_that_can_go(sample_desk, 1)[0]
    mail.reopen_letter(sample_desk, letter.id, why="to approve it in the window")
    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, list_id)
    settle(qtbot, window)
    if list_id == "drafts":
        view.list.go_to(letter.id)
    else:
        view.list.clearSelection()

    press(qtbot, window, Qt.Key.Key_P, CTRL)

    assert said in window.message_bar.text()


def test_ctrl_p_on_a_screen_without_pages_says_what_can_be_printed(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(sample_desk)
    window.activateWindow()
    settle(qtbot, window)

    press(qtbot, window, Qt.Key.Key_P, CTRL)

    assert "Letters print from Mail" in window.message_bar.text()
