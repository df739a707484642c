"""The pages before a desk is open, and the SAMPLE strip, have their pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop import icons
from collections_desk.desktop.dialogs.first_start import FirstStart
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.opening import Opening
from tests.clock import Clock


def is_blank(picture: QPixmap) -> bool:
    image = picture.toImage()
    return not any(
        image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())
    )


def pictures(page: QWidget) -> list[QPixmap]:
    """Return the pictures of the labels and of the buttons of a page."""
    shown = [one.pixmap() for one in page.findChildren(QLabel) if not one.pixmap().isNull()]
    buttons = [one for one in page.findChildren(QPushButton) if not one.icon().isNull()]
    return [*shown, *(one.icon().pixmap(16, 16) for one in buttons)]


def test_the_first_page_and_the_sample_strip_have_pictures_before_a_desk_is_open(
    dressed: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    home: Path,
    clock: Clock,
) -> None:
    # As a program that has just been started: nobody has said yet where drawings are.
    monkeypatch.setattr(icons._Source, "read", None)  # noqa: SLF001 - the state at the start
    icons._drawing.cache_clear()  # noqa: SLF001 - the state at the start
    icons._pixmap.cache_clear()  # noqa: SLF001 - the state at the start
    window = MainWindow()
    qtbot.addWidget(window)
    assert all(is_blank(one) for one in pictures(window.ribbon))

    opening = Opening(window, home, clock)
    opening.begin()
    page = window.cover
    assert isinstance(page, FirstStart)

    assert len(pictures(page)) >= 2  # the heading and "Try Sample Data"
    assert not any(is_blank(one) for one in pictures(page))
    assert pictures(window.ribbon)
    assert not any(is_blank(one) for one in pictures(window.ribbon))
    window.leave()
