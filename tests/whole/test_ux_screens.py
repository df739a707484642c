"""Every screen of the program, looked at with the eyes of UX-01, 08, 18, 19 and 21.

One walk through all screens on sample data in a window of 1366 x 768; each fault is told
with the screen that it is on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget

from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations.desk import Desk
from tests.whole.screens import NAMES, access_keys, clipped, shown, stops

#: The smallest side of what is clicked, in pixels.
TARGET = 24


def nameless(place: QWidget) -> list[str]:
    return [
        f"{type(one).__name__} {one.objectName()}"
        for one in stops(place)
        if not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
    ]


def given_twice(place: QWidget) -> list[str]:
    texts: dict[str, list[str]] = defaultdict(list)
    for key, text in access_keys(place):
        texts[key].append(text)
    return [f"Alt+{key}: {found}" for key, found in texts.items() if len(found) > 1]


def small(place: QWidget) -> list[str]:
    return [
        f"{one.text()!r} {one.width()}x{one.height()}"
        for one in place.findChildren(QAbstractButton)
        if one.isVisible() and one.text() and min(one.width(), one.height()) < TARGET
    ]


@pytest.mark.timeout(400)
def test_every_screen_can_be_named_reached_read_and_pressed(
    sample_desk: Desk, open_window: Callable[[Desk], MainWindow]
) -> None:
    window = open_window(sample_desk)
    faults: list[str] = []
    seen = []
    for name, place in shown(window):
        seen.append(name)
        for kind, found in (
            ("has no name", nameless(place)),
            ("key given twice", given_twice(place)),
            ("is clipped", clipped(place)),
            ("is too small", small(place)),
        ):
            faults += [f"{name}: {kind}: {one}" for one in found]
        if place is window and (window.width(), window.height()) != (1366, 768):
            faults.append(f"{name}: the window grew to {window.width()}x{window.height()}")
            window.resize(1366, 768)

    assert tuple(seen) == NAMES
    assert not faults, "\n".join(faults)
