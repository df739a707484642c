from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from collections_desk.desktop.certified_dialog import CertifiedDialog
from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.letter_start import LetterStart
from collections_desk.desktop.mail_lists import LISTS
from collections_desk.desktop.mail_view import MailView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.reason_sheet import ReasonSheet
from collections_desk.desktop.tracking import TrackingDialog
from collections_desk.domain.letters import LetterState
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk
from tests.clock import Clock
from tests.desktop.office import (
    article_number,
    letters_that_can_go,
    overdue_customers,
    press,
    ready_draft,
    wait_for_dialog,
    with_check_digit,
)
from tests.desktop.waiting import settle, wait_for

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Open = Callable[[Desk], MainWindow]


@pytest.fixture
def sample_home(letterless_home: Path) -> Path:
    """Let the lists of the mail be empty: each test says which letters there are."""
    return letterless_home


def go_to_mail(qtbot: QtBot, window: MainWindow, list_id: str) -> MailView:
    """Go to the mail by its key, and to one of its lists."""
    window.activateWindow()
    press(qtbot, window, Qt.Key.Key_3, CTRL)
    view = window.view
    assert isinstance(view, MailView)
    view.lists.setCurrentRow([one.id for one in LISTS].index(list_id))
    view.list.setFocus()
    return view


def names(view: MailView) -> list[str]:
    return [line.ref for line in view.list.rows_model.shown_rows()]


def state_of(desk: Desk, letter_id: int) -> LetterState:
    return mail.one_letter(desk, letter_id).state


def test_each_letter_stands_in_the_list_of_its_next_deed(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    draft = ready_draft(sample_desk, overdue_customers(sample_desk)[0])
    plain = letters_that_can_go(sample_desk, 1)[0]
    certified = letters_that_can_go(sample_desk, 1, "L11")[0]
    window = open_window(sample_desk)

    assert draft.ref in names(go_to_mail(qtbot, window, "drafts"))
    assert plain.ref in names(go_to_mail(qtbot, window, "print"))
    assert names(go_to_mail(qtbot, window, "number")) == [certified.ref]


def test_a_draft_is_approved_by_its_key_and_asks_nothing(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    letter = letters_that_can_go(sample_desk, 1)[0]
    mail.reopen_letter(sample_desk, letter.id, why="to approve it in the window")
    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, "drafts")
    view.list.go_to(letter.id)

    press(qtbot, window, Qt.Key.Key_A, CTRL, SHIFT)
    wait_for(qtbot, lambda: state_of(sample_desk, letter.id) is LetterState.APPROVED)
    settle(qtbot, window)

    assert letter.ref not in names(view)
    assert window.message_bar.text() == "1 letter approved."


def test_a_guard_asks_for_a_sentence_before_a_letter_on_old_balances(
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
    assert isinstance(dialog, GuardsDialog)

    assert not dialog.go_button.isEnabled()
    for field in dialog.reasons.values():
        qtbot.keyClicks(field, "The customer asked for it today")
    if dialog.sure is not None:
        dialog.sure.setChecked(True)
    qtbot.keyClick(dialog.go_button, Qt.Key.Key_Space)
    wait_for(qtbot, lambda: state_of(sample_desk, letter.id) is LetterState.APPROVED)
    settle(qtbot, window)


def open_numbers(
    desk: Desk, open_window: Open, qtbot: QtBot, count: int = 1
) -> tuple[MainWindow, MailView, CertifiedDialog]:
    letters_that_can_go(desk, count, "L11")
    window = open_window(desk)
    view = go_to_mail(qtbot, window, "number")
    view.list.selectAll()
    press(qtbot, window, Qt.Key.Key_N, CTRL, SHIFT)
    dialog = wait_for_dialog(qtbot, CertifiedDialog)
    assert isinstance(dialog, CertifiedDialog)
    return window, view, dialog


def scan(qtbot: QtBot, dialog: CertifiedDialog, text: str) -> None:
    """Send what a scanner sends: all at once, then Enter."""
    qtbot.keyClicks(dialog.article, text)
    qtbot.keyClick(dialog.article, Qt.Key.Key_Return)


def test_forms_are_scanned_letter_after_letter(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, view, dialog = open_numbers(sample_desk, open_window, qtbot, 2)

    for serial in (1, 2):
        scan(qtbot, dialog, article_number(serial))
        qtbot.keyClick(dialog.save_button, Qt.Key.Key_Space)
        settle(qtbot, window)

    wait_for(qtbot, lambda: not dialog.isVisible())
    settle(qtbot, window)
    found = [
        line.article_number.replace(" ", "")
        for line in mail.mail_lists(sample_desk)[LetterState.APPROVED]
        if line.service == "certified"
    ]
    assert sorted(found) == [article_number(1), article_number(2)]
    assert names(view) == []


def test_a_number_typed_by_hand_is_asked_for_twice(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    _window, _view, dialog = open_numbers(sample_desk, open_window, qtbot)

    qtbot.keyClicks(dialog.article, article_number(3), delay=60)
    qtbot.keyClick(dialog.article, Qt.Key.Key_Return)

    assert dialog.again.isVisible()
    assert not dialog.save_button.isEnabled()
    qtbot.keyClicks(dialog.again, article_number(4))
    assert "differ" in dialog.again_message.text()
    assert not dialog.save_button.isEnabled()
    dialog.again.clear()
    qtbot.keyClicks(dialog.again, article_number(3))
    assert dialog.save_button.isEnabled()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(f"9507{article_number(1)[4:]}", "cannot be right", id="a wrong digit"),
        pytest.param(
            with_check_digit("959094020000000000001"), "green return receipt card", id="the card"
        ),
        pytest.param("940730000000000000000", "digits", id="a digit lost"),
        pytest.param("94073OOOOOOOOOOOOOOOO5", "digits only", id="the letter O"),
    ],
)
def test_a_wrong_number_is_named_beside_the_field_and_stays_there(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, text: str, said: str
) -> None:
    _window, _view, dialog = open_numbers(sample_desk, open_window, qtbot)

    scan(qtbot, dialog, text)

    assert said in dialog.article_message.text()
    assert dialog.article.text() == text
    assert not dialog.save_button.isEnabled()


def test_a_number_is_never_used_twice(sample_desk: Desk, open_window: Open, qtbot: QtBot) -> None:
    window, _view, dialog = open_numbers(sample_desk, open_window, qtbot, 2)

    scan(qtbot, dialog, article_number(5))
    qtbot.keyClick(dialog.save_button, Qt.Key.Key_Space)
    settle(qtbot, window)
    scan(qtbot, dialog, article_number(5))
    qtbot.keyClick(dialog.save_button, Qt.Key.Key_Space)
    wait_for(qtbot, lambda: "already belongs to letter" in dialog.article_message.text())

    assert dialog.isVisible()


def printed_letter(desk: Desk, letter_type: str = "L02") -> int:
    letter = letters_that_can_go(desk, 1, letter_type)[0]
    if letter_type == "L11":
        mail.enter_article_number(desk, letter.id, article_number(7))
    batch = mail.printable_batch(desk, [letter.id])
    mail.record_printed(desk, batch, printer="Desk", job="Desk-1")
    return letter.id


def test_a_letter_climbs_the_ladder_by_keys(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    letter_id = printed_letter(sample_desk, "L11")
    receipt = tmp_path / "receipt.pdf"
    receipt.write_bytes(b"%PDF-1.4 the postmarked receipt")
    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, "post")
    view.list.go_to(letter_id)

    press(qtbot, window, Qt.Key.Key_P, CTRL, SHIFT)
    dialog = wait_for_dialog(qtbot, TrackingDialog)
    assert isinstance(dialog, TrackingDialog)
    dialog.take_file(str(receipt))
    name = dialog.file_name
    wait_for(qtbot, lambda: name.text() == "receipt.pdf")
    qtbot.keyClick(dialog.note, Qt.Key.Key_Return)
    wait_for(qtbot, lambda: state_of(sample_desk, letter_id) is LetterState.POSTED)
    settle(qtbot, window)

    view = go_to_mail(qtbot, window, "posted")
    view.list.go_to(letter_id)
    press(qtbot, window, Qt.Key.Key_D, CTRL, SHIFT)
    dialog = wait_for_dialog(qtbot, TrackingDialog)
    assert isinstance(dialog, TrackingDialog)
    qtbot.keyClick(dialog.day.edit, Qt.Key.Key_Return)
    wait_for(qtbot, lambda: state_of(sample_desk, letter_id) is LetterState.DELIVERED)
    settle(qtbot, window)

    events = mail.one_letter(sample_desk, letter_id).events
    assert [event.state.value for event in events][-2:] == ["posted", "delivered"]
    assert events[-2].document_sha256 is not None
    assert events[-2].dated_on == date(2026, 11, 20)


def test_a_scan_that_is_no_scan_is_refused(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    letter_id = printed_letter(sample_desk)
    wrong = tmp_path / "notes.txt"
    wrong.write_text("hello", encoding="utf-8")
    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, "post")
    view.list.go_to(letter_id)
    press(qtbot, window, Qt.Key.Key_P, CTRL, SHIFT)
    dialog = wait_for_dialog(qtbot, TrackingDialog)
    assert isinstance(dialog, TrackingDialog)

    dialog.take_file(str(wrong))

    wait_for(qtbot, lambda: "neither a picture nor a PDF" in dialog.message.text())
    assert dialog.file_name.text() == "none yet"


def test_a_letter_cannot_be_posted_before_it_was_printed_or_tomorrow(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    letter_id = printed_letter(sample_desk)
    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, "post")
    view.list.go_to(letter_id)
    press(qtbot, window, Qt.Key.Key_P, CTRL, SHIFT)
    dialog = wait_for_dialog(qtbot, TrackingDialog)
    assert isinstance(dialog, TrackingDialog)

    for day in ("11/21/2026", "11/19/2026"):
        dialog.day.set_text(day)
        assert not dialog.save_button.isEnabled()
    dialog.day.set_text("11/20/2026")
    assert dialog.save_button.isEnabled()


def test_the_record_of_a_letter_shows_its_pages_and_its_ladder(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    letter_id = printed_letter(sample_desk)
    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, "post")
    view.list.go_to(letter_id)

    press(qtbot, window, Qt.Key.Key_Return)
    wait_for(qtbot, lambda: view.sheet.letter is not None)

    assert view.sheet.preview.pdf() == mail.letter_pdf(sample_desk, letter_id)
    assert view.sheet.preview.page_count() >= 1


def test_a_scanned_number_finds_its_letter(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    letter_id = printed_letter(sample_desk, "L11")
    printed_letter(sample_desk)
    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, "post")

    press(qtbot, window, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(view.filter, article_number(7))

    assert [line.letter_id for line in view.list.rows_model.shown_rows()] == [letter_id]


def test_cancelling_a_letter_asks_for_the_reason(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    letter = letters_that_can_go(sample_desk, 1)[0]
    window = open_window(sample_desk)
    view = go_to_mail(qtbot, window, "print")
    view.list.go_to(letter.id)
    press(qtbot, window, Qt.Key.Key_X, CTRL, SHIFT)
    sheet = wait_for_dialog(qtbot, ReasonSheet)
    assert isinstance(sheet, ReasonSheet)

    qtbot.keyClick(sheet.why, Qt.Key.Key_Return)
    assert "Say why" in sheet.message.text()
    qtbot.keyClicks(sheet.why, "She paid this morning")
    qtbot.keyClick(sheet.why, Qt.Key.Key_Return)

    wait_for(qtbot, lambda: state_of(sample_desk, letter.id) is LetterState.CANCELLED)
    settle(qtbot, window)


def test_a_letter_begins_from_the_customer_with_a_choice_of_wordings(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    customer_id = overdue_customers(sample_desk)[0]
    window = open_window(sample_desk)

    window.start_letter(customer_id)
    dialog = wait_for_dialog(qtbot, LetterStart)
    assert isinstance(dialog, LetterStart)
    dialog.list.go_to("L02-friendly")
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    view = window.view
    assert isinstance(view, MailView)
    wait_for(qtbot, lambda: view.editor is not None and view.editor.letter_id)
    settle(qtbot, window)

    assert view.editor is not None
    assert "{{greeting_name}}" in view.editor.body.toPlainText()


def test_a_letter_that_waits_is_opened_and_not_written_twice(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    letter = ready_draft(sample_desk, overdue_customers(sample_desk)[0])
    window = open_window(sample_desk)

    window.start_letter(letter.customer_id, letter.type)
    view = window.view
    assert isinstance(view, MailView)
    wait_for(qtbot, lambda: view.editor is not None and view.editor.letter_id == letter.id)
    settle(qtbot, window)

    assert letter.ref in window.message_bar.text()
    assert "one letter at a time" in window.message_bar.text()
    assert [
        one.id
        for one in mail.letters_for(sample_desk, letter.customer_id)
        if one.type == letter.type
    ] == [letter.id]


def test_deeds_that_do_not_fit_the_marked_letters_are_off(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    letters_that_can_go(sample_desk, 1)
    window = open_window(sample_desk)
    go_to_mail(qtbot, window, "print")
    settle(qtbot, window)

    def usable(command_id: str) -> bool:
        return window.all_actions.action(command_id).isEnabled()

    assert usable("mail.print")
    assert not usable("mail.posted")
    assert not usable("mail.number")
    assert not usable("mail.manifest")


def test_the_empty_list_says_what_it_is_for(desk: Desk, open_window: Open, qtbot: QtBot) -> None:
    window = open_window(replace(desk))

    view = go_to_mail(qtbot, window, "print")
    settle(qtbot, window)

    assert view.panel.empty.title() == "To print"
