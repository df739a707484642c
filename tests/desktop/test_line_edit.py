"""One-line fields refuse what is too long, whole, however it comes in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.fields import MoneyField
from collections_desk.desktop.line_edit import LONGEST_TYPED, LengthGuard, LineEdit
from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations.desk import Desk
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle, wait_for

HUGE = [
    pytest.param("x" * 1_000_000, id="one word of a megabyte"),
    pytest.param("word " * 200_000, id="a megabyte of words"),
    pytest.param("line\n" * 200, id="many lines"),
    pytest.param("x" * (LONGEST_TYPED + 1), id="one character too many"),
]


@pytest.fixture
def line(dressed: QApplication, qtbot: QtBot) -> Iterator[LineEdit]:
    del dressed
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(400, 300)
    made = LineEdit(parent=ground)
    made.setGeometry(10, 10, 200, 30)
    ground.show()
    qtbot.waitExposed(ground)
    made.setText("typed before")
    made.setFocus()
    yield made
    ground.close()


@pytest.fixture(autouse=True)
def clean_clipboard(qapp: QApplication) -> None:
    del qapp
    QApplication.clipboard().clear()


@pytest.mark.parametrize("by_key", [True, False])
@pytest.mark.parametrize("text", HUGE)
def test_a_huge_paste_is_refused_whole_and_said(
    line: LineEdit, qtbot: QtBot, text: str, *, by_key: bool
) -> None:
    QApplication.clipboard().setText(text)

    if by_key:
        qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    else:
        line.paste()  # as the context menu does

    assert line.text() == "typed before"
    wait_for(qtbot, line.length.said)
    assert "Nothing was put in" in line.length.said()
    assert f"{LONGEST_TYPED:,}" in line.length.said()
    line.insert("!")
    assert line.text() == "typed before!"
    assert line.length.said() == ""


def test_what_fits_goes_in_to_the_last_character(line: LineEdit, qtbot: QtBot) -> None:
    line.clear()
    QApplication.clipboard().setText("é" * LONGEST_TYPED)

    line.paste()
    qtbot.keyClicks(line, "x")

    assert line.text() == "é" * LONGEST_TYPED
    wait_for(qtbot, line.length.said)


def test_a_paste_over_what_is_marked_counts_what_is_left(line: LineEdit) -> None:
    line.setText("a" * LONGEST_TYPED)
    line.selectAll()
    QApplication.clipboard().setText("b" * LONGEST_TYPED)

    line.paste()

    assert line.text() == "b" * LONGEST_TYPED


def test_a_huge_drop_is_refused(line: LineEdit, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setText("x" * 10_000)
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    line.dropEvent(drop)

    assert line.text() == "typed before"
    wait_for(qtbot, line.length.said)


def test_what_the_program_puts_in_is_never_cut(line: LineEdit) -> None:
    line.setText("y" * 40_000)

    assert len(line.text()) == 40_000
    QApplication.processEvents()
    assert line.length.said() == ""
    line.backspace()
    assert len(line.text()) == 39_999


def test_the_sentence_goes_with_the_focus(line: LineEdit, qtbot: QtBot) -> None:
    line.length.refuse(1_000)
    wait_for(qtbot, line.length.said)

    line.clearFocus()

    assert line.length.said() == ""


def test_a_box_that_can_be_typed_into_is_guarded_too(dressed: QApplication, qtbot: QtBot) -> None:
    del dressed
    box = QComboBox(editable=True)
    qtbot.addWidget(box)
    edit = box.lineEdit()
    assert edit is not None
    guard = LengthGuard(edit)
    box.show()
    QApplication.clipboard().setText("z" * 100_000)

    edit.paste()

    assert box.currentText() == ""
    wait_for(qtbot, guard.said)


def test_fields_of_values_are_guarded(dressed: QApplication, qtbot: QtBot) -> None:
    del dressed
    field = MoneyField("Amount", "USD")
    qtbot.addWidget(field)
    field.show()
    QApplication.clipboard().setText("1" * 1_000_000)

    field.edit.paste()

    assert field.text() == ""


def test_no_line_of_the_screens_cuts_a_paste(
    sample_window: MainWindow, sample_desk: Desk, qtbot: QtBot
) -> None:
    """A line that is not guarded takes 32,767 characters of a million and says nothing."""
    del sample_desk
    clerk = Clerk(sample_window, qtbot)
    clerk.press("C")
    for view_id in ("mail", "reports", "imports", "records", "settings", "worklist"):
        sample_window.go(view_id)
        settle(qtbot, sample_window)
    found = sample_window.findChildren(QLineEdit)
    lines = [one for one in found if not isinstance(one.parent(), QAbstractSpinBox)]
    assert len(lines) > 20

    for one in lines:
        assert one.maxLength() > 1_000_000, one.accessibleName()
        assert one.validator() is not None, one.accessibleName()
