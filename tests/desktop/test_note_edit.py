"""Notes take plain text of a length that a person writes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.domain.activities import LONGEST_NOTE


@pytest.fixture
def note(qtbot: QtBot) -> NoteEdit:
    made = NoteEdit()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 1_000_000, id="one word of a megabyte"),
        pytest.param("word " * 200_000, id="a megabyte of words"),
        pytest.param("x" * (LONGEST_NOTE + 1), id="one character too many"),
    ],
)
def test_a_huge_paste_is_refused_whole(note: NoteEdit, qtbot: QtBot, text: str) -> None:
    note.setPlainText("typed before")
    QApplication.clipboard().setText(text)

    with qtbot.waitSignal(note.refused) as refused:
        note.paste()

    assert note.toPlainText() == "typed before"
    assert refused.args is not None
    assert "Nothing was pasted" in refused.args[0]
    assert f"{len(text):,}" in refused.args[0]
    QApplication.clipboard().clear()


def test_what_fits_is_pasted_to_the_last_character(note: NoteEdit) -> None:
    text = "é" * LONGEST_NOTE
    QApplication.clipboard().setText(text)

    note.paste()

    assert note.note() == text
    QApplication.clipboard().clear()


def test_html_gives_its_words_only(note: NoteEdit) -> None:
    clipboard = QMimeData()
    clipboard.setHtml("<p>Pays <b>Friday</b><img src='file:///etc/hostname'></p>")

    note.insertFromMimeData(clipboard)

    assert note.note().replace("\ufffc", "") == "Pays Friday"


def test_files_are_not_dropped_into_a_note(note: NoteEdit) -> None:
    clipboard = QMimeData()
    clipboard.setUrls([QUrl.fromLocalFile("/etc/hostname")])

    assert not note.canInsertFromMimeData(clipboard) or clipboard.hasText()
    note.insertFromMimeData(QMimeData())

    assert note.toPlainText() == ""


def test_markup_stays_text_and_tab_leaves_the_field(qtbot: QtBot) -> None:
    form = QWidget()
    note, button = NoteEdit(), QPushButton()
    for part in (note, button):
        part.setParent(form)
    qtbot.addWidget(form)
    form.show()
    note.setFocus()
    qtbot.keyClicks(note, "<img src=x> & more")
    qtbot.keyClick(note, Qt.Key.Key_Tab)

    assert note.note() == "<img src=x> & more"
    assert form.focusWidget() is button


def test_what_was_typed_is_kept_as_it_is(note: NoteEdit) -> None:
    text = "\n  Said:\ttomorrow\u00a0at 3\n\n"
    note.setPlainText(text)

    assert note.note() == text
