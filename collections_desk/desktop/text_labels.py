"""Labels in a color of the theme; labels and links that are cut with a sign that they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QStyle, QStyleOptionButton

from collections_desk.desktop import theme
from collections_desk.desktop.table_model import as_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QPaintEvent, QResizeEvent


class ToneLabel(QLabel):
    """Plain text in a color of the theme, whichever theme is in force."""

    def __init__(self, tone: str = "text", *, wrap: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._tone = tone
        theme.notifier.changed.connect(self._paint_anew)
        self._paint_anew()

    def set_tone(self, tone: str) -> None:
        """Take another color of `theme.Theme`."""
        self._tone = tone
        self._paint_anew()

    def _paint_anew(self) -> None:
        self.setStyleSheet(f"color: {theme.color(self._tone).name()}; font-weight: 600;")


class ElidedLabel(QLabel):
    """One line that ends with "…" where the room ends; the tooltip has the whole."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(as_tip(text))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(40)

    # Overrides of Qt methods.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - one line is painted whole
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        mode = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.text(), mode, self.width())
        painter.drawText(self.rect(), self.alignment(), shown)
        painter.end()


class ElidedLink(QPushButton):
    """A button that reads like a link and ends with "…" where the room ends.

    It asks for no width of its own, so a long address never makes a page wider than the
    window. Give it a tooltip with the whole.
    """

    def __init__(self, picture: QIcon, text: str) -> None:
        super().__init__(picture, "")
        self._whole = text
        self.setProperty("role", "link")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(60)

    def whole_text(self) -> str:
        """Return the text, cut or not."""
        return self._whole

    # Overrides of Qt methods.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        room = inside.width() - self.iconSize().width() - theme.GAP
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
