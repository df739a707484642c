"""The one place where text is put on labels, so that no name is ever read as markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.icons import pixmap
from collections_desk.desktop.table_model import as_tip

__all__ = [
    "IconLabel",
    "access_key_safe",
    "as_tip",
    "card",
    "clear_layout",
    "column",
    "label",
    "line_of",
    "rule",
]


def label(
    text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False
) -> QLabel:
    """Return a label that shows `text` as it stands.

    Args:
        text: What is shown; markup in it is shown, not obeyed.
        role: One of the roles of the style sheet: "title", "heading", "section", "muted" ….
        wrap: Whether long text goes over several lines.
        selectable: Whether the clerk can mark and copy it, by keyboard too.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if selectable:
        flags = Qt.TextInteractionFlag
        made.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        made.setAccessibleName(text)
    return made


def access_key_safe(text: str) -> str:
    """Return text for a button or menu in which "&" from data is not an access key."""
    return text.replace("&", "&&")


def rule() -> QFrame:
    """Return a quiet line between two parts of a screen."""
    made = QFrame()
    made.setProperty("role", "rule")
    made.setFixedHeight(1)
    return made


def card(role: str = "card") -> tuple[QFrame, QVBoxLayout]:
    """Return a framed ground and the column in it."""
    frame = QFrame()
    frame.setProperty("role", role)
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(theme.WIDE, theme.WIDE - 4, theme.WIDE, theme.WIDE - 4)
    inside.setSpacing(theme.GAP)
    return frame, inside


def column(parent: QWidget | None = None, *, margin: int = 0, gap: int = theme.GAP) -> QVBoxLayout:
    """Return a vertical layout on our grid."""
    made = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    return made


def line_of(*things: QWidget | QLayout | int, gap: int = theme.GAP) -> QHBoxLayout:
    """Return things side by side; a number is a stretch of that weight."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    for thing in things:
        if isinstance(thing, int):
            made.addStretch(thing)
        elif isinstance(thing, QLayout):
            made.addLayout(thing)
        else:
            made.addWidget(thing)
    return made


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and drop it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)


class IconLabel(QWidget):
    """An icon and a word side by side, in the color of a mark: a chip for category or state."""

    def __init__(self, mark: theme.Mark, text: str | None = None, *, side: int = 16) -> None:
        super().__init__()
        self._picture = QLabel()
        self._word = label()
        self._side = side
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.TIGHT + 2)
        row.addWidget(self._picture)
        row.addWidget(self._word)
        row.addStretch(1)
        self.show_mark(mark, text)
        theme.notifier.changed.connect(self._paint_anew)

    def show_mark(self, mark: theme.Mark, text: str | None = None) -> None:
        """Show another mark; `text` replaces its word."""
        self._mark = mark
        self._word.setText(text if text is not None else theme.marked(mark))
        self.setAccessibleName(self._word.text())
        self._paint_anew()

    def text(self) -> str:
        """Return the word that is shown."""
        return self._word.text()

    def _paint_anew(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(
            pixmap(self._mark.icon, self._mark.color, side=self._side, ratio=ratio)
        )
        self._word.setStyleSheet(f"color: {theme.color(self._mark.color).name()};")
