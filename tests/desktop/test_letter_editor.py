from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from collections_desk.desktop.letter_details import copies_as_text, copies_from_text
from collections_desk.desktop.letter_editor import LetterEditor
from collections_desk.desktop.mail_view import MailView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.spelling import Speller, english
from collections_desk.domain.letter_options import CopyTo
from collections_desk.domain.letters import LetterState
from collections_desk.domain.merge_field_list import FIELDS
from collections_desk.domain.settings import Signer
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.dictionary import known_words
from collections_desk.operations.preferences import change_settings
from collections_desk.operations.worklist import worklist
from collections_desk.store.audit_log import events
from tests.desktop.office import letters_that_can_go, overdue_customers, press
from tests.desktop.waiting import settle, wait_for

Open = Callable[[Desk], MainWindow]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(texts).split())


def edit(
    desk: Desk, open_window: Open, qtbot: QtBot, letter_type: str = "L02"
) -> tuple[MainWindow, LetterEditor]:
    """Open a draft in the editor of the window."""
    letter = letters_that_can_go(desk, 1)[0]
    if letter_type == "L02":
        mail.reopen_letter(desk, letter.id, why="to write in the window")
        letter_id = letter.id
    else:
        letter_id = mail.draft_letter(desk, overdue_customers(desk)[0], letter_type).letter.id
    window = open_window(desk)
    window.start_letter(0, f"letter:{letter_id}")
    view = window.view
    assert isinstance(view, MailView)
    wait_for(qtbot, lambda: view.editor is not None and view.editor.preview.pdf())
    settle(qtbot, window)
    assert view.editor is not None
    return window, view.editor


def test_the_page_follows_the_text(sample_desk: Desk, open_window: Open, qtbot: QtBot) -> None:
    _window, editor = edit(sample_desk, open_window, qtbot)
    editor.body.moveCursor(editor.body.textCursor().MoveOperation.End)

    qtbot.keyClicks(editor.body, " Heron and otter.")

    wait_for(qtbot, lambda: "Heron and otter." in text_of(editor.preview.pdf()))


def test_the_page_is_the_very_pdf_that_will_be_printed(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot)
    letter_id = editor.letter_id
    assert letter_id is not None
    shown = editor.preview.pdf()

    qtbot.keyClick(editor.approve_button, Qt.Key.Key_Space)
    wait_for(qtbot, lambda: mail.one_letter(sample_desk, letter_id).state is LetterState.APPROVED)
    settle(qtbot, window)

    batch = mail.printable_batch(sample_desk, [letter_id])
    assert batch.pieces[0].content == shown


def audit_lines(desk: Desk) -> list[str]:
    with desk.database.read() as session:
        return [event.kind for event in events(session)]


def test_what_is_typed_is_kept_and_saved_once_when_she_leaves(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot)
    letter_id = editor.letter_id
    assert letter_id is not None
    before = audit_lines(sample_desk)
    saved = mail.one_letter(sample_desk, letter_id).subject

    qtbot.keyClicks(editor.subject, " soon")
    window.keep_drafts()  # what the window does when it locks or closes
    settle(qtbot, window)

    typed = mail.typed_before(sample_desk, letter_id)
    assert typed is not None
    assert typed[0]["subject"] == f"{saved} soon"
    assert mail.one_letter(sample_desk, letter_id).subject == saved
    assert audit_lines(sample_desk) == before
    assert "not saved yet" in editor.state.text()

    qtbot.keyClick(editor.back_button, Qt.Key.Key_Space)
    settle(qtbot, window)

    assert mail.one_letter(sample_desk, letter_id).subject == f"{saved} soon"
    assert audit_lines(sample_desk) == ["letter.saved", *before]
    assert mail.typed_before(sample_desk, letter_id) is None


def test_the_text_is_kept_while_she_types_on(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    _window, editor = edit(sample_desk, open_window, qtbot)
    qtbot.keyClicks(editor.subject, "a")
    left = editor._keep_timer.remainingTime()  # noqa: SLF001 - the promise is about this timer

    qtbot.keyClicks(editor.subject, "b")

    assert editor._keep_timer.interval() <= 5_000  # noqa: SLF001 - the five seconds of UX-11
    assert 0 <= editor._keep_timer.remainingTime() <= left  # noqa: SLF001 - not put off


def test_ctrl_s_saves_and_the_saved_text_can_be_had_back(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot)
    letter_id = editor.letter_id
    assert letter_id is not None
    qtbot.keyClicks(editor.subject, " one")
    press(qtbot, window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    saved = mail.one_letter(sample_desk, letter_id).subject
    assert saved.endswith(" one")
    assert "saved" in editor.state.text()
    mail.keep_typed(sample_desk, letter_id, 1, subject="Half a subj")

    window.start_letter(0, f"letter:{letter_id}")
    wait_for(qtbot, lambda: editor.subject.text() == "Half a subj")
    assert editor.forget_button.isVisible()
    assert "not saved is back" in editor.restored.words.text()
    qtbot.keyClick(editor.forget_button, Qt.Key.Key_Space)
    wait_for(qtbot, lambda: editor.subject.text() == saved)
    settle(qtbot, window)

    assert mail.typed_before(sample_desk, letter_id) is None
    assert not editor.forget_button.isVisible()


def test_an_unknown_field_is_named_and_stops_the_approval(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot)

    qtbot.keyClicks(editor.body, "{{{{amount}}".replace("{{{{", "{{"))
    wait_for(qtbot, lambda: not editor.approve_button.isEnabled())
    settle(qtbot, window)

    said = " ".join(label.text() for label in editor.preview.findChildren(type(editor.state)))
    assert "amount" in said
    assert editor.body.toPlainText().startswith("{{amount}}")  # nothing typed is thrown away


def test_a_missing_value_leads_to_its_field(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot, "L11")
    links = [
        button
        for button in editor.preview.findChildren(QPushButton)
        if button.property("role") == "link"
    ]

    qtbot.keyClick(links[0], Qt.Key.Key_Space)

    assert editor.details.consequence.hasFocus()
    qtbot.keyClicks(editor.details.consequence, "We will place the account with an agency.")
    editor.details.intended_on.set_text("12/15/2026")
    qtbot.keyClicks(editor.details.authorized_by, "M. Keller")
    wait_for(qtbot, editor.approve_button.isEnabled)
    settle(qtbot, window)


def test_problems_use_the_words_of_the_screens(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    settings = sample_desk.settings()
    nobody = Signer("", "")
    change_settings(
        sample_desk, replace(settings, clerk="", lead_signer=nobody, exec_signer=nobody)
    )
    window, editor = edit(sample_desk, open_window, qtbot, "L11")
    editor.preview.show_problems(
        mail.preview_letter(sample_desk, editor.letter_id or 0, signer="exec").problems[:3],
        editor._names_of_fields(),  # noqa: SLF001 - the words that the editor gives
    )
    links = {
        button.text()
        for button in editor.preview.findChildren(QPushButton)
        if button.property("role") == "link"
    }
    assert not links & {"signer", "copies", "body", "service", "address"}

    window.go("settings")
    settle(qtbot, window)
    assert window.view is not None
    shown = {one.text().replace("&", "") for one in window.view.findChildren(QLabel)}
    for field in FIELDS.values():
        if field.where.startswith("Settings, "):
            assert field.where.removeprefix("Settings, ") in shown
    for name in ("business_hours", "contact_name", "how_to_pay", "dispute_contact"):
        assert FIELDS[name].label in shown
    settle(qtbot, window)


def test_what_was_filled_in_meanwhile_is_seen_when_she_comes_back(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot)
    settings = sample_desk.settings()
    sparse = replace(settings, business=replace(settings.business, payment_instructions=""))

    window.go("settings")
    change_settings(sample_desk, sparse)
    window.go("mail")
    wait_for(qtbot, lambda: not editor.approve_button.isEnabled())
    settle(qtbot, window)

    window.go("settings")
    change_settings(sample_desk, settings)
    window.go("mail")
    wait_for(qtbot, editor.approve_button.isEnabled)
    settle(qtbot, window)


def test_another_wording_takes_the_place_of_the_text(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot)
    before = editor.body.toPlainText()
    editor.choices.template.setFocus()

    qtbot.keyClick(editor.choices.template, Qt.Key.Key_Down)
    wait_for(qtbot, lambda: editor.body.toPlainText() != before)
    settle(qtbot, window)

    letter_id = editor.letter_id
    assert letter_id is not None
    assert (
        mail.one_letter(sample_desk, letter_id).template == editor.choices.template.currentData()
    )


def test_certified_brings_the_card_and_leaves_it_to_the_clerk(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot)
    editor.choices.service.setFocus()

    qtbot.keyClick(editor.choices.service, Qt.Key.Key_Down)
    settle(qtbot, window)

    assert editor.choices.service.currentData() == "certified"
    assert editor.choices.receipt.currentData() == "card"
    wait_for(qtbot, lambda: "CERTIFIED MAIL" in text_of(editor.preview.pdf()))


def test_copies_are_written_one_a_line() -> None:
    copies = (
        CopyTo("Ann Lee", "Chief Financial Officer"),
        CopyTo("Bo Hart", "Owner", "customer"),
        CopyTo("Cy Moss", "", "lawyer"),
    )

    assert copies_from_text(copies_as_text(copies)) == copies
    assert copies_from_text("\n  \n") == ()


def test_added_words_and_names_are_known_in_the_next_window(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot)
    wait_for(qtbot, lambda: editor.spelling is not None)
    assert editor.spelling is not None
    speller = editor.spelling.marks.speller
    assert not speller.is_right("remitt")

    editor.spelling.add("remitt")
    settle(qtbot, window)

    assert "remitt" in known_words(sample_desk)
    again = Speller(english(), ())
    for word in known_words(sample_desk):
        again.know(word)
    text = " ".join(line.name for line in worklist(sample_desk)) + " {{custmoer.nmae}} remitt"
    assert [text[at : at + long] for at, long in again.wrong_words(text)] == []
    assert [text[at : at + long] for at, long in speller.wrong_words(text)] == []
