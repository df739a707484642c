"""A code is found by its letters, its digit or its words, with keys only."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.call_tables import QUICK_OUTCOMES, outcome_choices
from collections_desk.desktop.code_field import Choice, CodeField, find_choices
from collections_desk.operations.desk import Resources

CHOICES = outcome_choices(Resources().outcomes.values())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("RPP", "RPP", id="the whole code"),
        pytest.param("rpp", "RPP", id="case does not count"),
        pytest.param("6", "RPP", id="its digit"),
        pytest.param("prom", "RPP", id="the beginning of its words"),
        pytest.param("pay promise", "RPP", id="words in any order"),
        pytest.param("busy", "BUSY", id="a code that is a word"),
        pytest.param("gatek", "GK", id="another word"),
        pytest.param("disp", "RPD", id="dispute"),
        pytest.param("NA", "NA", id="a code that begins other words"),
        pytest.param("bankr", "RPK", id="bankruptcy"),
    ],
)
def test_the_best_match_comes_first(typed: str, first: str) -> None:
    assert find_choices(CHOICES, typed)[0].code == first


def test_what_fits_nothing_finds_nothing() -> None:
    assert find_choices(CHOICES, "xyzzy") == []
    assert find_choices(CHOICES, "a" * 5000) == []


def test_only_calls_are_offered_and_the_most_used_have_a_digit() -> None:
    assert [choice.code for choice in CHOICES if choice.digit] == list(QUICK_OUTCOMES)
    assert "PMT" not in {choice.code for choice in CHOICES}


@pytest.fixture
def form(qtbot: QtBot) -> tuple[QWidget, CodeField, QLineEdit]:
    window = QWidget()
    window.resize(500, 400)
    field = CodeField(CHOICES)
    after = QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(after)
    layout.addStretch(1)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    field.setFocus()
    return window, field, after


def test_tab_takes_the_best_match(
    form: tuple[QWidget, CodeField, QLineEdit], qtbot: QtBot
) -> None:
    _, field, after = form

    qtbot.keyClicks(field, "prom")
    qtbot.keyClick(field, Qt.Key.Key_Tab)

    assert field.code() == "RPP"
    assert field.text() == "RPP  Promise to pay"
    assert after.hasFocus()
    assert field.lines() == []


def test_arrows_move_the_mark_and_enter_takes_it(
    form: tuple[QWidget, CodeField, QLineEdit], qtbot: QtBot
) -> None:
    _, field, _ = form

    qtbot.keyClicks(field, "voicem")
    second = field.lines()[1]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert field.code() in second.split()


def test_what_fits_nothing_stays_typed_and_is_no_code(
    form: tuple[QWidget, CodeField, QLineEdit], qtbot: QtBot
) -> None:
    _, field, _ = form

    qtbot.keyClicks(field, "xyzzy")
    qtbot.keyClick(field, Qt.Key.Key_Tab)

    assert field.code() == ""
    assert field.text() == "xyzzy"
    assert not field.fits()


def test_escape_closes_the_list_only(
    form: tuple[QWidget, CodeField, QLineEdit], qtbot: QtBot
) -> None:
    _, field, _ = form
    qtbot.keyClicks(field, "vo")
    assert field.lines()

    qtbot.keyClick(field, Qt.Key.Key_Escape)

    assert field.lines() == []
    assert field.hasFocus()


def test_a_label_with_markup_is_shown_as_it_stands(qtbot: QtBot) -> None:
    field = CodeField([Choice("X1", "<b>bold</b> & co")])
    qtbot.addWidget(field)

    field.choose("X1")

    assert field.text() == "X1  <b>bold</b> & co"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ptp", "RPP"), ("lm", "VML"), ("vm", "VML"), ("cb", "RPC"), ("nsf", "RPN"),
     ("dispute", "RPD"), ("BK", "RPK"), ("5", "RPN")],
)  # fmt: skip
def test_the_words_of_the_trade_find_their_outcome(typed: str, code: str) -> None:
    assert find_choices(CHOICES, typed)[0].code == code
