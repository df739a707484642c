"""How the letter editor is laid out: the text at the left, the page at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import column, line_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def arrange(  # noqa: PLR0913, PLR0917 - the parts, each in its place
    editor: QWidget,
    head: Sequence[QWidget],
    above: QWidget,
    tabs: QWidget,
    below: Sequence[QWidget],
    preview: QWidget,
) -> None:
    """Put the parts of the editor into their places.

    Args:
        editor: What all of it stands in.
        head: The line at the top; its second part takes the room that is left.
        above: What stands above the text.
        tabs: The text and what belongs to it.
        below: What stands below the text.
        preview: The page, at the right.
    """
    left = QWidget()
    inside = column(left)
    inside.addWidget(above)
    inside.addWidget(tabs, 1)
    for part in below:
        inside.addWidget(part)
    both = QSplitter(Qt.Orientation.Horizontal)
    both.setChildrenCollapsible(False)
    both.addWidget(left)
    both.addWidget(preview)
    both.setSizes([520, 560])
    both.setStretchFactor(1, 1)
    whole = column(editor, margin=theme.WIDE)
    line = line_of(*head)
    line.setStretch(1, 1)
    whole.addLayout(line)
    whole.addWidget(both, 1)
