from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.labels import access_key_safe, label
from collections_desk.desktop.messages import (
    STAYS,
    InlineMessage,
    MessageBar,
    ask_once,
    show_error,
)
from collections_desk.errors import EntryRefusedError, StoreError

HOSTILE = '<img src="x"><b>Bold & Co</b>'


@pytest.fixture
def ground(dressed: QApplication, qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(600, 200)
    widget.show()
    return widget


def test_the_bar_stays_long_enough_to_undo(ground: QWidget, qtbot: QtBot) -> None:
    assert STAYS >= 10_000
    bar = MessageBar(ground)
    undone: list[bool] = []

    bar.say("Call with Acme logged.", undo=lambda: undone.append(True))
    qtbot.mouseClick(bar.undo_button, Qt.MouseButton.LeftButton)
    bar.undo()

    assert undone == [True]
    assert not bar.isVisible()


def test_the_bar_leaves_after_a_later_deed_that_says_nothing(
    ground: QWidget, qtbot: QtBot
) -> None:
    undone: list[str] = []
    bar = MessageBar(ground)
    bar.move(200, 120)  # away from where the mouse rests
    bar.say("Logged: no answer.", undo=lambda: undone.append("call"))
    bar.after_deed()
    assert bar.isVisible()  # the list is read again after the very deed

    qtbot.keyClick(ground, Qt.Key.Key_M)
    assert bar.isVisible()  # to go on alone takes nothing away
    bar.after_deed()
    assert not bar.isVisible()

    bar.say("The note is saved.")
    bar.after_deed()
    assert bar.text() == "The note is saved."
    assert bar.isVisible()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Check 1043 of $50.00 is kept", "Check 1043 of $50.00 is kept."),
        ("The page is saved. ", "The page is saved."),
        ("Stopping …", "Stopping …"),
        ('It says "paid in full."', 'It says "paid in full."'),
        ("", ""),
    ],
)
def test_what_the_bar_says_is_a_sentence(ground: QWidget, said: str, shown: str) -> None:
    bar = MessageBar(ground)
    bar.say(said)

    assert bar.text() == shown


def test_the_bar_offers_no_undo_where_there_is_none(ground: QWidget) -> None:
    bar = MessageBar(ground)

    bar.say("3 letters printed.")

    assert not bar.undo_button.isVisible()
    assert not bar.can_undo
    assert bar.text() == "3 letters printed."


def test_an_error_shows_problem_remedy_and_code_as_they_stand(
    ground: QWidget, qtbot: QtBot
) -> None:
    box = show_error(ground, StoreError(f"{HOSTILE} is gone.", "Restore it.", code="STORE-X"))

    assert box.text() == f"{HOSTILE} is gone."
    assert box.informativeText() == "Restore it.\n\nSTORE-X"
    texts = box.findChildren(QLabel)
    assert all(part.textFormat() == Qt.TextFormat.PlainText for part in texts)
    box.close()


def test_a_question_is_asked_once_and_the_safe_answer_is_ready(
    ground: QWidget, qtbot: QtBot
) -> None:
    done: list[bool] = []

    box = ask_once(
        ground, "Mark it as posted?", "It cannot be undone.", "Mark", lambda: done.append(True)
    )
    assert box.defaultButton().text() == "&Go Back"
    qtbot.keyClick(box, Qt.Key.Key_Escape)

    assert done == []


def test_a_wrong_field_keeps_its_text(ground: QWidget) -> None:
    field = QLineEdit("31/31/2026", ground)
    message = InlineMessage(ground, field=field)

    message.say_error(EntryRefusedError("day", "That is no day.", "Give one like 11/27/2026."))

    assert message.text() == "That is no day. Give one like 11/27/2026."
    assert field.text() == "31/31/2026"
    assert field.accessibleDescription() == message.text()
    assert field.property("wrong") is True

    message.clear()

    assert not message.isVisible()
    assert field.property("wrong") is False


def test_labels_show_markup_and_do_not_obey_it(ground: QWidget) -> None:
    assert label(HOSTILE).textFormat() == Qt.TextFormat.PlainText
    assert access_key_safe("Marsh & Sons") == "Marsh && Sons"
