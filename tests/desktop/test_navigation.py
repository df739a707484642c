"""No name in the navigation is cut off, also when it is marked and set bold."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from collections_desk.desktop import theme
from collections_desk.desktop.navigation import NARROW_WINDOW, Navigation
from collections_desk.desktop.views import VIEWS


@pytest.mark.parametrize("larger", [1.0, 1.5])
def test_every_name_fits_when_it_is_marked(
    qapp: QApplication, qtbot: QtBot, larger: float
) -> None:
    theme.apply_theme(qapp, "light")
    before = QFont(qapp.font())
    font = QFont(before)
    font.setPointSizeF(before.pointSizeF() * larger)
    qapp.setFont(font)
    try:
        navigation = Navigation(VIEWS)
        qtbot.addWidget(navigation)
        navigation.resize(navigation.sizeHint().width(), 700)
        navigation.show()
        navigation.fit(NARROW_WINDOW + 400)
        for entry in VIEWS:
            if entry.navigation:
                navigation.mark(entry.view_id)
        qapp.processEvents()
        for button in navigation.findChildren(QPushButton):
            bold = QFont(button.font())
            bold.setWeight(QFont.Weight.DemiBold)
            words = QFontMetrics(bold).horizontalAdvance(button.text())
            room = button.width() - 2 * (10 + 2) - button.iconSize().width()
            assert words <= room, button.text()
            assert button.sizeHint().width() <= button.width(), button.text()
    finally:
        qapp.setFont(before)
