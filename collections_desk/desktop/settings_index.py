"""The list of the groups of settings, at the side, and the search for one setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import column
from collections_desk.desktop.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Wide enough for the longest title of a group.
WIDTH = 250
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A group of settings as the index knows it.

    Attributes:
        title: What it is called.
        frame: Where it is on the page.
        fields: What each of its fields is called, in their order, and the field.
    """

    title: str
    frame: QWidget
    fields: tuple[tuple[str, QWidget], ...]


class SettingsIndex(QWidget):
    """Groups to go to; while something is looked for, the settings that are called so."""

    #: Show this group or field on the page; the cursor stays in the list.
    shown = Signal(QWidget)
    #: Put the cursor into this field.
    chosen = Signal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Group, ...] = ()
        self._marking = False
        self.search = LineEdit()
        self.search.setPlaceholderText(self.tr("Find a setting (Ctrl+F)"))
        self.search.setAccessibleName(self.tr("Find a setting"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Groups of settings"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH)
        whole = column(self)
        whole.addWidget(self.search)
        whole.addWidget(self.list, 1)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.currentItemChanged.connect(self._moved)
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self.list.installEventFilter(self)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """List the groups."""
        self._groups = tuple(groups)
        self._fill()

    def mark(self, field: QWidget) -> None:
        """Mark the group that the cursor is in."""
        if self.search.text().strip():
            return
        for row, group in enumerate(self._groups):
            if group.frame.isAncestorOf(field):
                self._marking = True
                self.list.setCurrentRow(row)
                self._marking = False

    def _fill(self) -> None:
        """List the groups, or the settings whose name or group has every word looked for."""
        self._marking = True
        self.list.clear()
        words = self.search.text().casefold().split()
        for group in self._groups:
            if not words:
                self._add(group.title, group.frame, group.fields[0][1] if group.fields else None)
                continue
            for name, field in group.fields:
                text = f"{name} {group.title}".casefold()
                if all(word in text for word in words):
                    self._add(f"{name}\n{group.title}", field, field)
        if words and not self.list.count():
            nothing = QListWidgetItem(self.tr("No setting is called so."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self._marking = False
        if words and self._target(self.list.item(0)) is not None:
            self.list.setCurrentRow(0)

    def _add(self, text: str, place: QWidget, field: QWidget | None) -> None:
        item = QListWidgetItem(text)
        item.setToolTip(text.replace("\n", ", "))
        lines = text.count("\n") + 1
        item.setSizeHint(QSize(0, lines * self.fontMetrics().lineSpacing() + 2 * theme.GAP))
        item.setData(Qt.ItemDataRole.UserRole, (place, field or place))
        self.list.addItem(item)

    @staticmethod
    def _target(item: QListWidgetItem | None) -> tuple[QWidget, QWidget] | None:
        known = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return tuple(known) if known else None

    def _moved(self, item: QListWidgetItem | None) -> None:
        found = self._target(item)
        if found is not None and not self._marking:
            self.shown.emit(found[0])

    def _choose(self, item: QListWidgetItem | None) -> None:
        found = self._target(item)
        if found is not None:
            self.chosen.emit(found[1])

    # Overrides of Qt methods.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENTER:
                self._choose(self.list.currentItem())
                return True
            if watched is self.search and event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                return True
            if watched is self.search and event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)
