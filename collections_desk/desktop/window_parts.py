"""Going round the parts of a window with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence


def focus_next_part(parts: Sequence[QWidget]) -> None:
    """Put the focus into the part after the one that has it."""
    usable = [part for part in parts if part.isVisible() and first_stop(part) is not None]
    if not usable:
        return
    focused = QApplication.focusWidget()
    now = next(
        (
            place
            for place, part in enumerate(usable)
            if focused is not None and (part is focused or part.isAncestorOf(focused))
        ),
        -1,
    )
    stop = first_stop(usable[(now + 1) % len(usable)])
    if stop is not None:
        stop.setFocus(Qt.FocusReason.ShortcutFocusReason)


def first_stop(part: QWidget) -> QWidget | None:
    """Return the first widget inside `part` that Tab stops at."""
    for widget in part.findChildren(QWidget):
        if (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisibleTo(part)
            and widget.isEnabled()
        ):
            return widget
    return None
