"""Quick find: one line over the window that finds customers, papers, notes and commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from collections_desk.desktop import theme
from collections_desk.desktop.actions import plain_title, shown_keys
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.messages import announce

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.desktop.actions import Actions
    from collections_desk.desktop.shell import Shell
    from collections_desk.errors import DeskError
    from collections_desk.store.search import Hit

#: Lines shown at most, and of them commands.
MOST_LINES, MOST_COMMANDS = 40, 6
#: The icon of each kind of thing found.
_ICONS = {
    "customer": "customer",
    "contact": "phone",
    "invoice": "letter",
    "letter": "mail",
    "activity": "note",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the quick find: what was found and what Enter does with it."""

    icon: str
    title: str
    detail: str
    choose: Callable[[], object]

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return f"{self.title}. {self.detail}" if self.detail else self.title


class FindingModel(QAbstractListModel):
    """What was found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._findings: list[Finding] = []

    def show_findings(self, findings: list[Finding]) -> None:
        """Replace all lines."""
        self.beginResetModel()
        self._findings = findings
        self.endResetModel()

    def finding(self, line: int) -> Finding | None:
        """Return a line, or None."""
        return self._findings[line] if 0 <= line < len(self._findings) else None

    # Overrides of Qt methods.

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._findings)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        finding = self.finding(index.row())
        if finding is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return finding.spoken
        return finding if role == Qt.ItemDataRole.UserRole else None


class FindingDelegate(QStyledItemDelegate):
    """Paints a line: icon, title, and what else is known in a quieter color."""

    # Overrides of Qt methods.

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 16)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        finding = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(finding, Finding):
            return
        colors = theme.current()
        rect = option.rect.adjusted(4, 1, -4, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("soft"))
            painter.drawRoundedRect(rect, 5, 5)
        side = 18
        top = rect.y() + (rect.height() - side) // 2
        icon(finding.icon, "on_soft" if chosen else "muted").paint(
            painter, QRect(rect.x() + 10, top, side, side)
        )
        metrics = QFontMetrics(option.font)
        left = rect.x() + 10 + side + 12
        room = rect.right() - left - 10
        title = metrics.elidedText(finding.title, Qt.TextElideMode.ElideRight, room * 6 // 10)
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color("on_soft" if chosen else "text"))
        painter.drawText(QRect(left, rect.y(), room, rect.height()), vertical, title)
        used = metrics.horizontalAdvance(title) + 16
        detail = metrics.elidedText(finding.detail, Qt.TextElideMode.ElideRight, room - used)
        painter.setPen(theme.color("on_soft") if chosen else colors.muted)
        painter.drawText(
            QRect(left + used, rect.y(), room - used, rect.height()),
            vertical | Qt.AlignmentFlag.AlignRight,
            detail,
        )


class QuickFind(QFrame):
    """The line and the list below it, over the middle of the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "popup")
        self.setAccessibleName(self.tr("Quick find"))
        self._shell: Shell | None = None
        self._actions: Actions | None = None
        self._asked = ""
        self._asking = False
        self._went_from: QWidget | None = None
        self.model = FindingModel(self)
        self.edit = LineEdit()
        self.edit.setAccessibleName(self.tr("Find a customer, phone, invoice, note or command"))
        self.edit.setPlaceholderText(self.tr("Find a customer, phone, invoice, note or command"))
        self.edit.setClearButtonEnabled(True)
        self.edit.textChanged.connect(self._look)
        self.edit.installEventFilter(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(FindingDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setStyleSheet("QListView { border: none; background: transparent; }")
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self._hint = label("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(theme.GAP)
        column.addWidget(self.edit)
        column.addWidget(self.list, 1)
        column.addWidget(self._hint)
        self.hide()

    def serve(self, shell: Shell) -> None:
        """Say whose quick find this is."""
        self._shell = shell
        self._actions = shell.all_actions

    def open_over(self, window: QWidget) -> None:
        """Show the line, empty, over the window."""
        self._went_from = window.focusWidget()
        width = min(720, window.width() - 48)
        height = min(440, window.height() - 120)
        self.setGeometry((window.width() - width) // 2, 72, width, height)
        self._asking = False
        self.edit.clear()
        self._show(self._found_commands(""))
        self.show()
        self.raise_()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Go back to where the clerk was."""
        self.hide()
        before, self._went_from = self._went_from, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()

    def _look(self, text: str) -> None:
        self._show(self._found_commands(text))
        if not text.strip() or self._shell is None:
            return
        self._asked = text
        if not self._asking:
            self._ask()

    def _ask(self) -> None:
        """Ask the store for the newest text only: keys typed meanwhile wait for the answer."""
        shell, text = self._shell, self._asked
        if shell is None:
            return
        from collections_desk.operations.finding import find_anywhere  # noqa: PLC0415 - after paint

        self._asking = True
        desk = shell.desk
        shell.background.run(
            lambda: find_anywhere(desk, text),
            done=lambda hits: self._take(text, hits),
            failed=self._failed,
            owner=self,
        )

    def _take(self, text: str, hits: list[Hit]) -> None:
        self._asking = False
        if text != self._asked:
            self._ask()
            return
        if text != self.edit.text():
            return
        found = [self._from_store(hit) for hit in hits]
        commands = self._found_commands(text)
        self._show((found + commands)[:MOST_LINES])

    def _failed(self, error: DeskError) -> None:
        self._asking = False
        self._hint.setText(f"{error.problem} {error.remedy}")

    def _from_store(self, hit: Hit) -> Finding:
        def choose() -> None:
            if self._shell is not None:
                self._shell.open_customer(hit.customer_id)

        return Finding(_ICONS.get(hit.kind, "search"), hit.title, hit.detail, choose)

    def _found_commands(self, text: str) -> list[Finding]:
        if self._actions is None:
            return []
        usable = [action for action in self._actions.every() if action.isEnabled()]
        if not text.strip():
            usable = [action for action in usable if action.shortcuts()][:MOST_LINES]
            places = list(range(len(usable)))
        else:
            from collections_desk.domain.command_match import best_matches  # noqa: PLC0415 - as above

            titles = [plain_title(action.text()) for action in usable]
            places = best_matches(text, titles, limit=MOST_COMMANDS)
        return [
            Finding(
                "keyboard",
                plain_title(usable[place].text()),
                shown_keys(usable[place]),
                usable[place].trigger,
            )
            for place in places
        ]

    def _show(self, findings: list[Finding]) -> None:
        self.model.show_findings(findings)
        if findings:
            self.list.setCurrentIndex(self.model.index(0))
        nothing = self.edit.text().strip() and not findings
        self._hint.setText(
            self.tr("Nothing found by these letters. Try fewer, or another word.")
            if nothing
            else self.tr("Up and Down choose, Enter opens, Esc goes back")
        )

    def _choose(self, line: int) -> None:
        finding = self.model.finding(line)
        if finding is not None:
            self.leave()
            finding.choose()

    def _move(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            line = (self.list.currentIndex().row() + by) % count
            self.list.setCurrentIndex(self.model.index(line))
            finding = self.model.finding(line)
            if finding is not None:
                announce(self.list, finding.spoken)

    # Overrides of Qt methods.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()  # a screen below may have Esc for a key of its own
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: 8,
                Qt.Key.Key_PageUp: -8,
            }
            key = Qt.Key(event.key())
            if key in steps:
                self._move(steps[key])
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._choose(self.list.currentIndex().row())
                return True
            if key == Qt.Key.Key_Escape:
                self.leave()
                return True
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)
