from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from collections_desk.desktop.scan_field import ScanField
from tests.desktop.office import article_number


class Ticks:
    """A clock for key presses."""

    def __init__(self, step: float) -> None:
        self.moment = 0.0
        self.step = step

    def __call__(self) -> float:
        self.moment += self.step
        return self.moment


@pytest.fixture
def dialog(qtbot: QtBot) -> QDialog:
    dialog = QDialog()
    QVBoxLayout(dialog)
    qtbot.addWidget(dialog)
    return dialog


def field_in(dialog: QDialog, step: float) -> ScanField:
    field = ScanField(clock=Ticks(step))
    layout = dialog.layout()
    assert layout is not None
    layout.addWidget(field)
    button = QPushButton("Close")
    button.setDefault(True)
    button.clicked.connect(dialog.accept)
    layout.addWidget(button)
    dialog.open()
    field.setFocus()
    return field


def test_the_scanner_s_enter_does_not_close_the_dialog(qtbot: QtBot, dialog: QDialog) -> None:
    field = field_in(dialog, 0.01)
    whole: list[str] = []
    field.finished.connect(whole.append)

    qtbot.keyClicks(field, article_number(1))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Enter)  # some scanners end with two

    assert dialog.isVisible()
    assert whole == [article_number(1), article_number(1)]


def test_the_separator_starts_no_command(qtbot: QtBot, dialog: QDialog) -> None:
    field = field_in(dialog, 0.01)

    qtbot.keyClicks(field, "42010001")
    qtbot.keyClick(field, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "9407")

    assert field.text() == "42010001 9407"
    assert dialog.isVisible()


@pytest.mark.parametrize(
    ("seconds", "by_hand"),
    [
        pytest.param(0.005, False, id="a scanner"),
        pytest.param(0.2, True, id="a person"),
    ],
)
def test_a_person_is_told_from_a_scanner(
    qtbot: QtBot, dialog: QDialog, *, seconds: float, by_hand: bool
) -> None:
    field = field_in(dialog, seconds)

    qtbot.keyClicks(field, article_number(2))

    assert field.typed_by_hand is by_hand


def test_a_pasted_number_is_not_typed_by_hand(qtbot: QtBot, dialog: QDialog) -> None:
    field = field_in(dialog, 0.2)
    QGuiApplication.clipboard().setText(article_number(3))

    field.paste()

    assert field.text() == article_number(3)
    assert not field.typed_by_hand


def test_a_huge_paste_is_refused_whole(qtbot: QtBot, dialog: QDialog) -> None:
    field = field_in(dialog, 0.2)
    QGuiApplication.clipboard().setText("9" * 1_000_000)

    field.paste()

    assert field.text() == ""
