from __future__ import annotations

import re
from dataclasses import asdict
from itertools import chain

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from collections_desk.desktop import theme
from collections_desk.desktop.icons import pixmap
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.style_sheet import style_sheet
from collections_desk.operations.desk import Resources
from tests.desktop.gallery import luminance

THEMES = [pytest.param(theme.LIGHT, id="light"), pytest.param(theme.DARK, id="dark")]
GROUNDS = ("window", "surface", "raised", "side")
WORDS = ("text", "muted", "accent", "good", "notice", "caution", "danger", "violet", "teal")
MARKS = [
    *theme.CATEGORIES.values(),
    *theme.BUCKETS.values(),
    *theme.SEVERITIES.values(),
    *theme.STATES.values(),
]


@pytest.mark.parametrize("colors", THEMES)
def test_words_can_be_read_on_every_ground(colors: theme.Theme) -> None:
    for ground in GROUNDS:
        for word in WORDS:
            found = theme.contrast(getattr(colors, word), getattr(colors, ground))
            assert found >= 4.5, f"{word} on {ground}: {found:.2f}"


@pytest.mark.parametrize("colors", THEMES)
@pytest.mark.parametrize(
    ("word", "ground"),
    [
        ("on_accent", "accent"),
        ("on_soft", "soft"),
        ("text", "notice_soft"),
        ("text", "caution_soft"),
        ("text", "danger_soft"),
        ("text", "good_soft"),
    ],
)
def test_words_can_be_read_on_colored_ground(colors: theme.Theme, word: str, ground: str) -> None:
    assert theme.contrast(getattr(colors, word), getattr(colors, ground)) >= 4.5


@pytest.mark.parametrize("colors", THEMES)
def test_edges_and_focus_stand_out(colors: theme.Theme) -> None:
    for edge in ("edge", "accent", "danger"):
        for ground in ("window", "surface"):
            assert theme.contrast(getattr(colors, edge), getattr(colors, ground)) >= 3


@pytest.mark.parametrize("colors", THEMES)
def test_marks_stay_readable_on_the_selected_line(colors: theme.Theme) -> None:
    for mark in MARKS:
        found = theme.contrast(getattr(colors, mark.color), colors.soft)
        assert found >= 3, f"{mark.word}: {found:.2f}"


def test_black_on_white_is_21_to_1() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_no_two_marks_of_a_kind_look_and_read_alike() -> None:
    for kind in (theme.CATEGORIES, theme.BUCKETS):
        assert len({mark.icon for mark in kind.values()}) == len(kind)
        assert len({mark.word for mark in kind.values()}) == len(kind)


def test_every_mark_has_its_icon() -> None:
    icons = set(Resources().names("icons"))

    assert {f"icons/{mark.icon}.svg" for mark in MARKS} <= icons


def test_every_icon_is_drawn_in_the_color_of_the_theme(dressed: QApplication) -> None:
    for name in Resources().names("icons"):
        text = Resources().text(name)
        assert "currentColor" in text
        assert "#" not in text
        picture = pixmap(name.removeprefix("icons/").removesuffix(".svg"), "danger").toImage()
        inked = [
            picture.pixelColor(x, y)
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixelColor(x, y).alpha() > 90
        ]
        wanted = theme.color("danger")
        assert inked, name
        assert all(abs(ink.red() - wanted.red()) < 30 for ink in inked), name


def test_the_window_turns_dark_at_once(help_window: MainWindow) -> None:
    light = luminance(help_window.grab().toImage())

    theme.apply_theme(None, "dark")
    dark = luminance(help_window.grab().toImage())

    assert light > 200
    assert dark < 60
    assert theme.mode_in_force() == "dark"


def test_what_is_worn_already_is_not_put_on_again(dressed: QApplication) -> None:
    """Saving the settings, and the first look at them, dress no widget anew for nothing."""
    changes: list[str] = []
    noted = theme.notifier.changed.connect(lambda: changes.append(theme.mode_in_force()))
    first = theme.current()

    theme.apply_theme(dressed, "light")
    theme.apply_theme(dressed, "dark")
    theme.apply_theme(dressed, "dark")
    theme.apply_theme(dressed, "light")
    QObject.disconnect(noted)

    assert first == theme.current()
    assert changes == ["dark", "light"]


def test_every_color_has_a_place(dressed: QApplication) -> None:
    sheet = dressed.styleSheet()
    names = set(theme.LIGHT.__dataclass_fields__) - {"dark"}
    used = {name for name in chain(names) if getattr(theme.LIGHT, name) in sheet} | {
        mark.color for mark in MARKS
    }

    assert names <= used


def most_contrast(widget: QWidget, left: int, right: int, against: str) -> float:
    """Return the contrast of the strongest edge in a strip of a widget's picture.

    A strip is taken in the middle of the height, where an upright edge crosses it; a letter
    is not in it.
    """
    picture = widget.grab().toImage()
    middle = picture.height() // 2
    return max(
        theme.contrast(QColor(picture.pixel(x, middle)).name(), against)
        for x in range(left, right)
    )


def made(kind: str) -> tuple[QWidget, int, int]:
    """Return a box without a mark, and where its left edge is looked for."""
    if kind == "check box":
        return QCheckBox("Incoming"), 0, 5
    if kind == "radio button":
        return QRadioButton("Excel"), 0, 5
    if kind == "spin box":
        return QSpinBox(), 0, 3
    box = QComboBox(editable=kind == "editable combo box")
    box.addItem("one")
    return box, 0, 3


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    "kind", ["check box", "radio button", "combo box", "editable combo box", "spin box"]
)
def test_boxes_have_an_edge_that_can_be_seen(
    dressed: QApplication, qtbot: QtBot, kind: str, mode: str
) -> None:
    theme.apply_theme(dressed, mode)
    ground = QWidget()
    qtbot.addWidget(ground)
    box, left, right = made(kind)
    box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside = QVBoxLayout(ground)
    inside.addWidget(box)
    ground.show()
    colors = theme.current()

    for behind in (colors.window, colors.surface):
        assert most_contrast(box, left, right, behind) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_line_to_be_checked_has_a_box_that_can_be_seen(
    dressed: QApplication, qtbot: QtBot, mode: str
) -> None:
    theme.apply_theme(dressed, mode)
    lines = QListWidget()
    qtbot.addWidget(lines)
    lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    item = QListWidgetItem("")
    item.setCheckState(Qt.CheckState.Unchecked)
    lines.addItem(item)
    lines.show()
    place = lines.visualItemRect(item)
    picture = lines.viewport().grab().toImage()
    row = [picture.pixel(x, place.center().y()) for x in range(place.left(), place.left() + 24)]

    best = max(theme.contrast(QColor(one).name(), theme.current().surface) for one in row)

    assert best >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("role", ["good", "notice", "caution", "danger"])
def test_colored_words_stand_in_no_box(
    dressed: QApplication, qtbot: QtBot, role: str, mode: str
) -> None:
    theme.apply_theme(dressed, mode)
    word = QLabel()  # without words, only a box could be seen
    word.setMinimumSize(80, 24)
    theme.give_role(word, role)
    qtbot.addWidget(word)
    word.show()
    picture = word.grab().toImage()

    found = {picture.pixel(x, y) for x in range(80) for y in range(picture.height())}

    assert len(found) == 1


#: A part of a control has a font of its own; these are states of the whole control.
STATES_OF_CONTROLS = re.compile(r":(default|hover|focus|checked|disabled|pressed)\b")


def test_no_state_of_a_control_changes_its_font() -> None:
    # Qt measures a control without its states: words drawn wider than measured are cut
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", style_sheet(asdict(theme.LIGHT), 10.0))
    assert len(rules) > 50
    guilty = {
        selector.strip()
        for selector, body in rules
        if "font" in body and STATES_OF_CONTROLS.search(selector)
    }
    guilty.remove('QPushButton[role="nav"]:checked')  # test_navigation.py measures it in bold
    assert not guilty, guilty
