from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from collections_desk.desktop.background import Background
from collections_desk.desktop.spelling import PAUSE, SpellCheck, Speller, english, load_speller
from tests.desktop.waiting import wait_for


@pytest.fixture
def speller() -> Speller:
    made = Speller(english())
    assert made.ready
    return made


def wrong(speller: Speller, text: str) -> list[str]:
    return [text[start : start + length] for start, length in speller.wrong_words(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We recieved your payment.", ["recieved"]),
        ("The customer doesn't want to pay.", []),
        ("Dear {{custmer.nmae}}, thank you.", []),
        ("Invoice INV-2041x and 12thh and jdoe@exmaple.example", []),
        ("CHK RCVD", []),
        ("The café is closed", []),
    ],
)
def test_what_is_marked(speller: Speller, text: str, found: list[str]) -> None:
    assert wrong(speller, text) == found


def test_names_of_customers_are_right(speller: Speller) -> None:
    assert wrong(speller, "Called Przybylski today.") == ["Przybylski"]

    speller.know("Przybylski & Sons")

    assert wrong(speller, "Called Przybylski today.") == []


def test_at_most_five_suggestions_the_likeliest_among_them(speller: Speller) -> None:
    found = speller.suggestions("recieved")

    assert "received" in found
    assert len(found) <= 5


def test_without_a_dictionary_nothing_is_marked() -> None:
    assert Speller(None).wrong_words("recieved") == []
    assert Speller(None).suggestions("recieved") == []


def test_marks_come_soon_after_the_last_key_and_go_with_add(
    dressed: QApplication, qtbot: QtBot, speller: Speller
) -> None:
    assert PAUSE <= 300
    editor = QPlainTextEdit()
    qtbot.addWidget(editor)
    editor.show()
    added: list[str] = []
    check = SpellCheck(editor, speller, added.append)

    qtbot.keyClicks(editor, "We recieved it.")

    def marked() -> bool:
        formats = editor.document().firstBlock().layout().formats()
        return any(part.format.fontUnderline() or part.format.underlineStyle() for part in formats)

    wait_for(qtbot, marked)
    check.add("recieved")
    assert not marked()
    assert added == ["recieved"]


def test_a_suggestion_takes_the_place_of_the_word(
    dressed: QApplication, qtbot: QtBot, speller: Speller
) -> None:
    editor = QPlainTextEdit("We recieved it.")
    qtbot.addWidget(editor)
    check = SpellCheck(editor, speller, lambda _word: None)
    cursor = QTextCursor(editor.document())
    cursor.setPosition(5)
    menu = QMenu(editor)

    check.offer(menu, cursor)
    action = next(action for action in menu.actions() if action.text() == "received")
    action.trigger()

    assert editor.toPlainText() == "We received it."


def test_the_dictionary_is_loaded_in_the_background(background: Background, qtbot: QtBot) -> None:
    found: list[Speller] = []

    load_speller(background, found.append)

    wait_for(qtbot, lambda: found)
    assert found[0].ready
