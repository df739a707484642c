"""Recording in the window: what to say stands there, a refusal never records, files come after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from collections_desk.desktop.attachments_view import AttachmentsView, safe_name
from collections_desk.desktop.call_recording import RecordingPart
from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.settings import Business
from collections_desk.operations import contact, preferences, recordings
from collections_desk.operations.desk import Desk
from collections_desk.operations.rules import guard_events_of
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle, wait_for
from tests.operations.contact_desk import add_customer

Open = Callable[[Desk], MainWindow]


@pytest.fixture
def customer(desk: Desk) -> int:
    return add_customer(desk)  # Massachusetts: all parties


@pytest.fixture
def clerk(desk: Desk, customer: int, open_window: Open, qtbot: QtBot) -> Clerk:
    made = Clerk(open_window(desk), qtbot)
    made.window.start_call(customer)
    settle(qtbot, made.window)
    return made


def part(clerk: Clerk) -> RecordingPart:
    fields = clerk.call.fields
    assert fields is not None
    return fields.recording


def choose(clerk: Clerk, answer: str) -> None:
    made = part(clerk)
    made.wanted.setFocus()
    clerk.press("Space")
    assert made.wanted.isChecked()
    made.answer.setCurrentIndex(made.answer.findData(answer))


def log(clerk: Clerk) -> None:
    fields = clerk.call.fields
    assert fields is not None
    fields.note.setFocus()
    clerk.type("Talked about the invoice.")
    clerk.press("Ctrl+Return")


def test_the_words_to_say_and_whose_consent_stand_there(clerk: Clerk) -> None:
    made = part(clerk)
    assert not made.words.isVisible()
    made.wanted.setFocus()
    clerk.press("Space")
    assert "record this call" in made.words.text()
    assert "consent of all parties" in made.needed.text()
    assert "US-MA" in made.needed.text()


def test_an_agreed_recording_is_kept_with_its_words(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    choose(clerk, "yes")
    part(clerk).paused.setText("3:10-4:05")
    log(clerk)
    (consent,) = recordings.recording_consents(desk, customer)
    assert (consent.answer, consent.class_, consent.paused) == ("yes", "all", ((190, 245),))
    assert "record this call" in consent.announcement


def test_a_refusal_is_kept_and_nothing_is_recorded(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    choose(clerk, "no")
    assert "not recorded" in part(clerk).needed.text()
    log(clerk)
    (consent,) = recordings.recording_consents(desk, customer)
    assert consent.answer == "no"


def test_without_an_answer_it_asks_before_it_is_logged(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    choose(clerk, "")
    log(clerk)
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, GuardsDialog)
    assert "G-REC-01" in dialog.reasons
    clerk.type("Heard the tone and went on talking.")
    assert not dialog.go_button.isEnabled()  # blocked: the second confirmation is missing
    assert dialog.sure is not None
    dialog.sure.setChecked(True)
    dialog.go_button.click()
    settle(clerk.qtbot, clerk.window)
    assert len(recordings.recording_consents(desk, customer)) == 1
    assert guard_events_of(desk, "G-REC-01")[0].decision == "overridden"


def test_pauses_that_cannot_be_read_are_told(clerk: Clerk, desk: Desk, customer: int) -> None:
    choose(clerk, "yes")
    part(clerk).paused.setText("later")
    log(clerk)
    assert "3:10-4:05" in part(clerk).message.text()
    assert not recordings.recording_consents(desk, customer)


def test_the_draft_keeps_what_was_chosen(clerk: Clerk, desk: Desk, customer: int) -> None:
    choose(clerk, "silent_continued")
    clerk.window.keep_drafts()
    settle(clerk.qtbot, clerk.window)
    clerk.call.leave()
    settle(clerk.qtbot, clerk.window)
    clerk.window.start_call(customer)
    settle(clerk.qtbot, clerk.window)
    assert part(clerk).answer.currentData() == "silent_continued"


def test_another_name_asks(clerk: Clerk, desk: Desk) -> None:
    made = part(clerk)
    made.other_name.setFocus()
    clerk.press("Space")
    made.name_used.setText("Regional Recovery Office")
    assert made.introduced_as() == "Regional Recovery Office"


def files_of(clerk: Clerk, customer: int) -> AttachmentsView:
    clerk.window.open_customer(customer)
    settle(clerk.qtbot, clerk.window)
    return clerk.page.findChildren(AttachmentsView)[0]


def test_a_sound_file_asks_for_consent_and_a_copy_for_a_reason(
    clerk: Clerk, desk: Desk, customer: int, tmp_path: Path
) -> None:
    view = files_of(clerk, customer)
    sound = tmp_path / "call.wav"
    sound.write_bytes(b"RIFF\x24\x00\x00\x00WAVEfmt ")
    view.attach(sound, customer)
    answer(clerk, "G-REC-01", "The consent lies with the lawyer.")
    wait_for(clerk.qtbot, lambda: contact.attachments(desk, customer))

    settle(clerk.qtbot, clerk.window)
    (row,) = contact.attachments(desk, customer)
    view.copy_to(row, tmp_path / "out.wav")
    answer(clerk, "G-KEEP-03", "For the lawyer.")
    wait_for(clerk.qtbot, (tmp_path / "out.wav").exists)
    assert (tmp_path / "out.wav").read_bytes() == sound.read_bytes()


def answer(clerk: Clerk, guard: str, reason: str) -> None:
    dialog: QDialog = clerk.sees_dialog()
    assert isinstance(dialog, GuardsDialog)
    dialog.reasons[guard].setText(reason)
    if dialog.sure is not None:
        dialog.sure.setChecked(True)
    dialog.go_button.click()
    settle(clerk.qtbot, clerk.window)


@pytest.mark.parametrize(
    ("label", "name"),
    [("scan.pdf", "scan.pdf"), ("../../etc/x", "_.._etc_x"), ("a\nb", "a_b"), (" .. ", "copy")],
)
def test_a_label_never_leaves_its_folder(label: str, name: str) -> None:
    assert safe_name(label) == name


def test_a_business_that_never_records_is_not_asked(
    desk: Desk, customer: int, open_window: Open, qtbot: QtBot
) -> None:
    settings = replace(desk.settings(), record_calls="never", business=Business(name="Harbor"))
    preferences.change_settings(desk, settings)
    clerk = Clerk(open_window(desk), qtbot)
    clerk.window.start_call(customer)
    settle(qtbot, clerk.window)
    assert not part(clerk).wanted.isVisible()
    assert part(clerk).other_name.isVisible()
