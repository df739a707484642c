"""A field that finds one customer by name, number or phone while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QWidget

from collections_desk.desktop.line_edit import LineEdit
from collections_desk.operations.finding import find_anywhere

if TYPE_CHECKING:
    from collections_desk.desktop.shell import Shell
    from collections_desk.errors import DeskError
    from collections_desk.store.search import Hit

#: Asked this long after the last key, in milliseconds.
PAUSE = 80
#: Names offered at once.
MOST_NAMES = 12


class CustomerPicker(LineEdit):
    """Empty means every customer."""

    #: The chosen customer changed: its number, or 0 for none.
    chosen = Signal(int)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, longest=200)
        self._shell = shell
        self._chosen = 0
        self._asked = ""
        self._model = QStandardItemModel(0, 1, self)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self._ask)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        completer.setMaxVisibleItems(MOST_NAMES)
        self.setCompleter(completer)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(self.tr("Every customer"))
        self.textEdited.connect(self._typed)

    def customer_id(self) -> int | None:
        """Return the chosen customer; None for every one."""
        return self._chosen or None

    def is_right(self) -> bool:
        """Tell whether the field is empty or a customer is chosen."""
        return bool(self._chosen) or not self.text().strip()

    def choose(self, customer_id: int, name: str) -> None:
        """Show a customer."""
        self._chosen = customer_id
        self.setText(name)
        self.chosen.emit(customer_id)

    def _typed(self, text: str) -> None:
        if self._chosen:
            self._chosen = 0
            self.chosen.emit(0)
        elif not text.strip():
            self.chosen.emit(0)
        if text.strip():
            self._timer.start()

    def _ask(self) -> None:
        typed, desk = self.text().strip(), self._shell.desk
        if not typed:
            return
        self._asked = typed
        self._shell.background.run(
            lambda: find_anywhere(desk, typed, limit=MOST_NAMES),
            done=self._offer,
            failed=self._nothing,
            owner=self,
        )

    def _nothing(self, error: DeskError) -> None:
        self._model.clear()
        self.setToolTip(error.problem)

    def _offer(self, hits: list[Hit]) -> None:
        self._model.clear()
        seen: set[int] = set()
        for hit in hits:
            if hit.customer_id in seen:
                continue
            seen.add(hit.customer_id)
            item = QStandardItem(hit.title)
            item.setData(hit.customer_id, Qt.ItemDataRole.UserRole)
            self._model.appendRow(item)
        if self._model.rowCount() and self.hasFocus() and self.text().strip() == self._asked:
            completer = self.completer()
            completer.complete()
            if (popup := completer.popup()) is not None:
                popup.setCurrentIndex(self._model.index(0, 0))

    def _take(self, index: QModelIndex) -> None:
        self._timer.stop()
        self.choose(int(index.data(Qt.ItemDataRole.UserRole)), str(index.data()))
