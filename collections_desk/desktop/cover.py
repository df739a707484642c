"""The pages that stand before the desk: opening, first start, locked, trouble."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.icons import pixmap
from collections_desk.desktop.labels import label

#: The width of the sheet in the middle.
SHEET = 560


class Cover(QScrollArea):
    """A sheet in the middle of the window, with a picture, a title and a sentence.

    Attributes:
        inside: The column below the sentence, for what each page asks.
    """

    def __init__(self, icon_name: str, title: str, text: str = "") -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("role", "page")
        self._icon = icon_name
        self._picture = QLabel()
        self._title = label(title, "title", wrap=True)
        self._text = label(text, wrap=True)
        if not text:
            self._text.hide()  # never `setVisible(True)`: it has no parent yet and were a window
        sheet = QFrame()
        sheet.setProperty("role", "card")
        sheet.setMaximumWidth(SHEET)
        sheet.setMinimumWidth(min(SHEET, 420))
        column = QVBoxLayout(sheet)
        column.setContentsMargins(theme.PAGE + 8, theme.PAGE, theme.PAGE + 8, theme.PAGE)
        column.setSpacing(theme.WIDE - 4)
        head = QHBoxLayout()
        head.setSpacing(theme.WIDE - 4)
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        column.addLayout(head)
        column.addWidget(self._text)
        self.inside = QVBoxLayout()
        self.inside.setSpacing(theme.GAP)
        column.addLayout(self.inside)
        ground = QWidget()
        across = QHBoxLayout(ground)
        across.addStretch(1)
        down = QVBoxLayout()
        down.addStretch(2)
        down.addWidget(sheet)
        down.addStretch(3)
        across.addLayout(down, 6)
        across.addStretch(1)
        self.setWidget(ground)
        self.setAccessibleName(title)
        theme.notifier.changed.connect(self._paint_anew)
        self._paint_anew()

    def say(self, title: str, text: str, icon_name: str = "") -> None:
        """Say something else."""
        self._icon = icon_name or self._icon
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(title)
        self._paint_anew()

    def title(self) -> str:
        """Return the title that is shown."""
        return self._title.text()

    def text(self) -> str:
        """Return the sentence that is shown."""
        return self._text.text()

    def _paint_anew(self) -> None:
        self._picture.setPixmap(
            pixmap(self._icon, "accent", side=28, ratio=self.devicePixelRatioF())
        )
