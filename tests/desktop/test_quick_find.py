from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.command_match import best_matches
from tests.desktop.waiting import settle, wait_for

TITLES = ["Lock", "Log Call", "Show Sample Data", "Worklist", "Keyboard Shortcuts", "Quit"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lo", "Lock"),
        ("call", "Log Call"),
        ("sa da", "Show Sample Data"),
        ("worklst", "Worklist"),
        ("shortcts", "Keyboard Shortcuts"),
    ],
)
def test_what_was_probably_meant_comes_first(typed: str, first: str) -> None:
    assert TITLES[best_matches(typed, TITLES)[0]] == first


def test_what_says_nothing_finds_nothing() -> None:
    assert best_matches("", TITLES) == []
    assert best_matches("   ", TITLES) == []
    assert best_matches("zzzzzzqqqq", TITLES) == []


@given(typed=st.text(max_size=30), texts=st.lists(st.text(max_size=30), max_size=20))
def test_nothing_that_can_be_typed_is_an_error(typed: str, texts: list[str]) -> None:
    found = best_matches(typed, texts)

    assert len(found) == len(set(found)) <= 8
    assert all(0 <= place < len(texts) for place in found)


def open_finder(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.finder.edit


def titles(window: MainWindow) -> list[str]:
    model = window.finder.model
    return [model.index(row).data() for row in range(model.rowCount())]


def test_a_command_is_found_and_run_by_keys(help_window: MainWindow, qtbot: QtBot) -> None:
    open_finder(help_window, qtbot)

    qtbot.keyClicks(help_window.finder.edit, "settngs")
    settle(qtbot, help_window)
    assert titles(help_window)[0] == "Settings"
    qtbot.keyClick(help_window.finder.edit, Qt.Key.Key_Return)

    assert help_window.view_id == "settings"
    assert not help_window.finder.isVisible()


def test_escape_goes_back_to_where_the_clerk_was(help_window: MainWindow, qtbot: QtBot) -> None:
    before = help_window.focusWidget()
    open_finder(help_window, qtbot)

    qtbot.keyClick(help_window.finder.edit, Qt.Key.Key_Escape)

    assert not help_window.finder.isVisible()
    assert help_window.focusWidget() is before


def test_it_says_when_nothing_is_found(help_window: MainWindow, qtbot: QtBot) -> None:
    open_finder(help_window, qtbot)

    qtbot.keyClicks(help_window.finder.edit, "zzzzqqqq")
    settle(qtbot, help_window)

    assert titles(help_window) == []


def test_a_customer_is_found_by_what_was_meant(sample_window: MainWindow, qtbot: QtBot) -> None:
    sample_window.go("help")
    open_finder(sample_window, qtbot)

    qtbot.keyClicks(sample_window.finder.edit, "peregrin courrier")
    wait_for(qtbot, lambda: titles(sample_window)[:1] == ["Peregrine Courier Service, Inc."])
    qtbot.keyClick(sample_window.finder.edit, Qt.Key.Key_Return)
    settle(qtbot, sample_window)

    assert sample_window.view_id == "customer"


@pytest.mark.parametrize("typed", ['"', "a OR b", "NEAR(", "*", "'; drop", "\\", "ä" * 300])
def test_no_text_breaks_the_search(sample_window: MainWindow, qtbot: QtBot, typed: str) -> None:
    sample_window.go("help")
    open_finder(sample_window, qtbot)

    sample_window.finder.edit.setText(typed)
    settle(qtbot, sample_window)

    assert sample_window.finder.isVisible()
