"""Line icons from `resources/icons`, drawn in the color of the theme when they are painted.

Qt paints `currentColor` black, so the color is put into the drawing first. The icon asks
for its color at each paint: a switch of the theme needs no new icons.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from collections_desk.desktop import theme

if TYPE_CHECKING:
    from collections.abc import Callable


class _Source:
    """Where the drawings come from: nowhere until the window says so."""

    read: Callable[[str], str] | None = None


def use_icons(read: Callable[[str], str]) -> None:
    """Say how the text of a drawing is had by its file name, "icons/phone.svg".

    Until then icons are blank, so that the window can be painted before anything is read;
    what was painted blank is then painted anew.
    """
    blank = _Source.read is None
    _Source.read = read
    _drawing.cache_clear()
    _pixmap.cache_clear()
    if blank:
        theme.notifier.changed.emit()


def icon(name: str, color: str = "text") -> QIcon:
    """Return an icon.

    Args:
        name: The drawing, "phone" for icons/phone.svg.
        color: The name of a color of `theme.Theme`; it is looked up at each paint.
    """
    return QIcon(_Engine(name, color)) if name else QIcon()


def mark_icon(mark: theme.Mark) -> QIcon:
    """Return the icon of a mark in its color."""
    return icon(mark.icon, mark.color)


def pixmap(name: str, color: str = "text", *, side: int = 16, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture of `side` pixels, sharp on a screen of `ratio`."""
    return _pixmap(name, theme.color(color).name(), side, ratio)


class _Engine(QIconEngine):
    """Paints one drawing in one color of the theme."""

    def __init__(self, name: str, color: str) -> None:
        super().__init__()
        self._name = name
        self._color = color

    # Overrides of Qt methods.

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._color)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        side = min(rect.width(), rect.height())
        picture = _pixmap(self._name, self._shade(mode), side, ratio)
        left = rect.x() + (rect.width() - side) // 2
        top = rect.y() + (rect.height() - side) // 2
        painter.drawPixmap(left, top, picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return QPixmap(_pixmap(self._name, self._shade(mode), min(size.width(), size.height()), 1))

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float
    ) -> QPixmap:
        side = round(min(size.width(), size.height()) / scale)
        return QPixmap(_pixmap(self._name, self._shade(mode), side, scale))

    def _shade(self, mode: QIcon.Mode) -> str:
        return theme.color("edge" if mode == QIcon.Mode.Disabled else self._color).name()


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return _Source.read(f"icons/{name}.svg") if _Source.read is not None else ""


@lru_cache(maxsize=1024)
def _pixmap(name: str, color: str, side: int, ratio: float) -> QPixmap:
    picture = QPixmap(max(1, round(side * ratio)), max(1, round(side * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    drawing = _drawing(name).replace("currentColor", color)
    if drawing:
        painter = QPainter(picture)
        renderer = QSvgRenderer(QByteArray(drawing.encode()))
        renderer.render(painter, QRectF(0, 0, picture.width(), picture.height()))
        painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
