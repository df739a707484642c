"""Every key in one list, made from the actions themselves so that it cannot be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.actions import plain_title, shown_keys
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.list_view import ListView
from collections_desk.desktop.table_model import Column, TableModel

if TYPE_CHECKING:
    from collections_desk.desktop.actions import Actions


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line: a key and what it does."""

    keys: str
    title: str
    menu: str
    tip: str


def key_lines(actions: Actions) -> list[KeyLine]:
    """Return a line for each action that has a key, in the order of the menus."""
    return [
        KeyLine(
            shown_keys(action),
            plain_title(action.text()),
            actions.menu_title_of(action),
            action.statusTip(),
        )
        for action in actions.every()
        if action.shortcuts()
    ]


class ShortcutsView(QDialog):
    """A sheet that lists every key; typing narrows the list."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard Shortcuts"))
        self.resize(720, 560)
        self.model: TableModel[KeyLine] = TableModel(
            [
                Column(self.tr("Key"), lambda line: line.keys, lambda line: line.keys, width=16),
                Column(
                    self.tr("What it does"),
                    lambda line: line.title,
                    lambda line: line.title.casefold(),
                    width=26,
                ),
                Column(self.tr("Menu"), lambda line: line.menu, lambda line: line.menu, width=10),
                Column(
                    self.tr("In other words"),
                    lambda line: line.tip,
                    lambda line: line.tip,
                    stretch=True,
                ),
            ],
            self,
            row_id=lambda line: line.title,
        )
        self.list: ListView[KeyLine] = ListView(self.model, "shortcuts")
        self.list.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.filter = LineEdit()
        self.filter.setPlaceholderText(self.tr("Filter by key or word"))
        self.filter.setAccessibleName(self.tr("Filter by key or word"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._narrow)
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("&Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.WIDE, theme.PAGE, theme.WIDE)
        column.setSpacing(theme.GAP)
        column.addWidget(label(self.tr("Keyboard Shortcuts"), "title"))
        column.addWidget(
            label(self.tr("Keys of this screen and of the whole window."), "muted", wrap=True)
        )
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        self.model.show_rows(key_lines(actions))
        self.filter.setFocus()

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        self.model.filter(
            lambda line: all(
                word in f"{line.keys} {line.title} {line.menu} {line.tip}".casefold()
                for word in words
            )
        )
