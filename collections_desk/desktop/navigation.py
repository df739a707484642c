"""The frame around the screens: navigation, the sample ribbon, the line of what is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon, pixmap
from collections_desk.desktop.labels import as_tip, label
from collections_desk.desktop.messages import announce

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.desktop.background import Background
    from collections_desk.desktop.status import DeskStatus
    from collections_desk.desktop.views import ViewEntry
    from collections_desk.operations.desk import Desk

#: Width of the navigation with words, and of a window too narrow for them.
WIDE_SIDE, NARROW_SIDE, NARROW_WINDOW = 208, 60, 1000
#: Icons of the screens; and what lies beside a word: margins, padding and border on both sides,
#: and the air after the icon.
ICON_SIDE, WORDS_EDGES = 20, 2 * (10 + 10 + 2) + 10


class Navigation(QFrame):
    """The screens as a list of buttons; arrow keys move, Enter or Space shows."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[ViewEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setAccessibleName(self.tr("Navigation"))
        self._buttons: dict[str, QPushButton] = {}
        self._words: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 14, 10, 10)
        column.setSpacing(2)
        self._picture = QLabel()
        self._picture.setFixedSize(24, 24)
        self._name = label(self.tr("Collections Desk"), "strong")
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 10)
        head.setSpacing(8)
        head.addWidget(self._picture)
        head.addWidget(self._name, 1)
        column.addLayout(head)
        for entry in entries:
            if not entry.navigation:
                continue
            if entry.view_id == "settings":
                column.addStretch(1)
            column.addWidget(self._button(entry))
        theme.notifier.changed.connect(self._paint_anew)
        self.fit(WIDE_SIDE * 10)

    def mark(self, view_id: str) -> None:
        """Mark the screen that is shown."""
        for name, button in self._buttons.items():
            button.setChecked(name == view_id)
        self._paint_anew()

    def fit(self, window_width: int) -> None:
        """Show icons with words, or icons alone in a narrow window (words stay as tooltips)."""
        wide = window_width >= NARROW_WINDOW
        self.setFixedWidth(max(WIDE_SIDE, self._room_for_words()) if wide else NARROW_SIDE)
        self._name.setVisible(wide)
        for name, button in self._buttons.items():
            button.setText(self._words[name] if wide else "")

    def _room_for_words(self) -> int:
        """Return how wide the longest name is when it is marked, with its icon and its edges."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        bold.setPointSizeF(max(bold.pointSizeF(), 1.0))
        longest = max(QFontMetrics(bold).horizontalAdvance(text) for text in self._words.values())
        return longest + ICON_SIDE + WORDS_EDGES

    def _button(self, entry: ViewEntry) -> QPushButton:
        words = QCoreApplication.translate("View", entry.title)
        plain = words.replace("&", "")
        button = QPushButton(icon(entry.icon), "")
        button.setProperty("role", "nav")
        button.setCheckable(True)
        button.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        button.setAccessibleName(plain)
        keys = QKeySequence(entry.key).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(as_tip(f"{plain} ({keys})" if keys else plain))
        button.clicked.connect(lambda _checked=False: self.chosen.emit(entry.view_id))
        self._buttons[entry.view_id] = button
        self._words[entry.view_id] = f"  {plain}"  # the air that Qt leaves out beside the icon
        return button

    def _paint_anew(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap("desk", "accent", side=24, ratio=ratio))

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: True, Qt.Key.Key_Up: False}
        if event.key() in steps:
            self.focusNextPrevChild(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)


class SampleRibbon(QFrame):
    """Says on every screen that the customers are made up."""

    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "ribbon")
        self._picture = QLabel()
        words = label(self.tr("SAMPLE DATA"), "strong")
        more = label(self.tr("These customers are made up. Nothing here reaches your own data."))
        back = QPushButton(self.tr("Leave Sample Data"))
        back.setToolTip(self.tr("Close the sample data and open your own"))
        back.clicked.connect(self.back_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.WIDE, 4, theme.GAP, 4)
        row.setSpacing(theme.GAP)
        row.addWidget(self._picture)
        row.addWidget(words)
        row.addWidget(more, 1)
        row.addWidget(back)
        theme.notifier.changed.connect(self._paint_anew)
        self._paint_anew()
        self.hide()

    def _paint_anew(self) -> None:
        self._picture.setPixmap(pixmap("flag", "caution", side=16, ratio=self.devicePixelRatioF()))


class StatusLine(QFrame):
    """What is so: how old the balances are, that the store is locked up, who sits here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "status")
        self._as_of = label("", "muted")
        self._as_of_picture = QLabel()
        self._store = label(self.tr("Encrypted store"), "muted")
        self._store_picture = QLabel()
        self._busy = label("", "muted")
        self._clerk = label("", "muted")
        self._late = False
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.WIDE, 3, theme.WIDE, 3)
        row.setSpacing(6)
        for thing in (self._as_of_picture, self._as_of):
            row.addWidget(thing)
        row.addSpacing(theme.PAGE)
        row.addWidget(self._busy)
        row.addStretch(1)
        row.addWidget(self._clerk)
        row.addSpacing(theme.PAGE)
        row.addWidget(self._store_picture)
        row.addWidget(self._store)
        theme.notifier.changed.connect(self._paint_anew)

    def reload(self, desk: Desk, background: Background) -> None:
        """Read again what is so."""
        from collections_desk.desktop.status import read_status  # noqa: PLC0415 - after first paint

        background.run(
            lambda: read_status(desk), done=self.show_status, failed=_unread, owner=self
        )

    def show_status(self, status: DeskStatus) -> None:
        """Show what is so."""
        self._as_of.setText(status.as_of_text)
        self._clerk.setText(status.clerk)
        if status.late and not self._late:
            announce(self, status.as_of_text)
        self._late = status.late
        self._paint_anew()

    def show_busy(self, busy: bool) -> None:  # noqa: FBT001 - the slot of a signal
        """Say that work is under way."""
        self._busy.setText(self.tr("Working …") if busy else "")

    def text(self) -> str:
        """Return all that is said, for a test and for a screen reader."""
        parts = (self._as_of, self._busy, self._clerk, self._store)
        return "  ".join(part.text() for part in parts if part.text())

    def _paint_anew(self) -> None:
        ratio = self.devicePixelRatioF()
        name, color = ("warning", "caution") if self._late else ("calendar", "muted")
        self._as_of_picture.setPixmap(pixmap(name, color, side=14, ratio=ratio))
        self._store_picture.setPixmap(pixmap("lock", "good", side=14, ratio=ratio))


def _unread(_error: object) -> None:
    """Leave the line as it is: the screen in the middle shows the same problem."""
