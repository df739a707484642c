"""The list of every screen: keyboard first, widths and sorting kept, a line of sums below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSettings, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon, pixmap
from collections_desk.desktop.labels import label
from collections_desk.desktop.table_model import Row, TableModel

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

#: The first rows that are measured for the width of a column.
ROWS_MEASURED = 60
#: The width of the words that stand in the place of an empty list.
WORDS_WIDE = 440
#: Columns are never narrower or, by themselves, wider than this many average characters.
NARROWEST, WIDEST = 5, 34


class ListView(QTableView, Generic[Row]):
    """A table that is used like a list: one line is current, Enter opens it.

    Widths, order of columns and sorting are kept in `QSettings` under the list's name.
    """

    opened = Signal(object)  # the row on which Enter or a double click fell
    moved_to = Signal(object)  # the row that is current now, or None

    def __init__(self, model: TableModel[Row], name: str, parent: QWidget | None = None) -> None:
        """Make the list.

        Args:
            model: The rows.
            name: A stable name for the settings, "worklist" for one.
            parent: The Qt parent.
        """
        super().__init__(parent)
        self.rows_model = model
        self._name = name
        self._fitted = False
        #: While rows are sorted or read again the header has sizes that are not meant.
        self._rearranging = False
        self._kept: Hashable | None = None
        self._kept_line = 0
        self.setModel(model)
        self.setObjectName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the list, as in every other widget
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._dress_header()
        self._fit_height()
        self.activated.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._tell)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._return)
        self._restore_sort()
        theme.notifier.changed.connect(self.viewport().update)

    def current_row(self) -> Row | None:
        """Return the current row, or None in an empty list."""
        index = self.currentIndex()
        return self.rows_model.row(index) if index.isValid() else None

    def selected_rows(self) -> list[Row]:
        """Return the marked rows in the order shown."""
        indexes = sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        return [self.rows_model.row(index) for index in indexes]

    def go_to_line(self, line: int) -> None:
        """Make a line current, as far as there are lines."""
        last = self.rows_model.rowCount() - 1
        if last >= 0:
            column = max(0, self.horizontalHeader().logicalIndex(0))
            # Not `selectRow`: with Ctrl still held from a shortcut it would unmark the line.
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(
                self.rows_model.index(max(0, min(line, last)), column),
                flags.ClearAndSelect | flags.Rows,
            )

    def go_to(self, identity: Hashable) -> bool:
        """Make the row known by `identity` current; False if it is not shown."""
        line = self.rows_model.place_of(identity)
        if line is not None:
            self.go_to_line(line)
        return line is not None

    def step(self, by: int) -> None:
        """Go some lines down, or up with a negative number."""
        index = self.currentIndex()
        self.go_to_line(index.row() + by if index.isValid() else 0)

    def fit_columns(self) -> None:
        """Give each column the width its text needs, and the rest to the one that stretches."""
        metrics = self.fontMetrics()
        letter = metrics.averageCharWidth()
        rows = self.rows_model.first_rows(ROWS_MEASURED)
        for number, column in enumerate(self.rows_model.columns):
            if column.width:
                wide = column.width * letter
            else:
                texts = [column.text(row) for row in rows]
                wide = max((metrics.horizontalAdvance(text) for text in texts), default=0)
                wide += 20 if column.icon else 0
            head = metrics.horizontalAdvance(column.title) * 11 // 10 + 24
            wide = max(min(wide, WIDEST * letter) + 22, head, NARROWEST * letter)
            self.setColumnWidth(number, wide)
        self._show_numbers_whole()

    def _show_numbers_whole(self) -> None:
        """Widen columns of numbers that would be cut: half an amount is a wrong amount."""
        metrics = self.fontMetrics()
        rows = self.rows_model.first_rows(ROWS_MEASURED)
        before, self._rearranging = self._rearranging, True
        for number, column in enumerate(self.rows_model.columns):
            if not column.align_right or self.isColumnHidden(number):
                continue
            longest = max((column.text(row) for row in rows), key=len, default="")
            wide = metrics.horizontalAdvance(longest) * 11 // 10 + 22  # bold is a tenth wider
            if wide > self.columnWidth(number):
                self.setColumnWidth(number, wide)
        self._rearranging = before

    def _dress_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(28)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setAccessibleName(self.tr("Column headings"))
        for number, column in enumerate(self.rows_model.columns):
            if column.stretch:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(False)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)  # a third click: the order in which rows came
        header.setSectionsClickable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sort)
        header.sectionResized.connect(self._keep_widths)
        header.sectionMoved.connect(self._keep_widths)

    def sort_by(self, column_name: str, order: Qt.SortOrder) -> None:
        """Sort by a column, as a click on its heading does."""
        for number, column in enumerate(self.rows_model.columns):
            if column.name == column_name:
                self.horizontalHeader().setSortIndicator(number, order)

    def unsort(self) -> None:
        """Show the rows in the order in which they were given."""
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def cycle_sort(self) -> None:
        """Sort by the next column: the keyboard's way to what a click on a heading does."""
        header = self.horizontalHeader()
        now = header.sortIndicatorSection()
        falling = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        columns = range(self.rows_model.columnCount())
        if now in columns and not falling:
            header.setSortIndicator(now, Qt.SortOrder.DescendingOrder)
            return
        shown = [number for number in columns if not self.isColumnHidden(number)]
        following = next((number for number in shown if number > now), -1)
        header.setSortIndicator(following, Qt.SortOrder.AscendingOrder)

    def _fit_height(self) -> None:
        self.verticalHeader().setDefaultSectionSize(
            max(theme.TARGET, self.fontMetrics().height() + 14)
        )

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        if self._rearranging:
            return
        kept = self.current_row()
        self._rearranging = True
        self.rows_model.sort(column, order)
        self._rearranging = False
        if kept is not None and self.rows_model.row_id is not None:
            self.go_to(self.rows_model.row_id(kept))
        settings = QSettings()
        known = 0 <= column < len(self.rows_model.columns)
        name = self.rows_model.columns[column].name if known else ""
        settings.setValue(f"lists/{self._name}/sort", name)
        settings.setValue(f"lists/{self._name}/falling", order == Qt.SortOrder.DescendingOrder)

    def _restore_sort(self) -> None:
        settings = QSettings()
        name = settings.value(f"lists/{self._name}/sort", "", str)
        falling = settings.value(f"lists/{self._name}/falling", defaultValue=False, type=bool)
        if name:
            order = Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
            self.sort_by(str(name), order)

    def _keep_widths(self, *_: object) -> None:
        if self._fitted and not self._rearranging:
            settings = QSettings()
            settings.setValue(f"lists/{self._name}/header", self.horizontalHeader().saveState())
            settings.setValue(f"lists/{self._name}/columns", self._column_names())

    def _restore_widths(self) -> bool:
        """Take the widths that were kept; False if there are none for these columns."""
        settings = QSettings()
        state: Any = settings.value(f"lists/{self._name}/header")
        if not state or settings.value(f"lists/{self._name}/columns") != self._column_names():
            return False  # none, or those of a release with other columns
        header = self.horizontalHeader()
        sorted_by = header.sortIndicatorSection(), header.sortIndicatorOrder()
        self._rearranging = True  # Qt keeps the sorting with the widths; ours is kept apart
        restored = header.restoreState(state)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(*sorted_by)
        self._rearranging = False
        return restored

    def _column_names(self) -> str:
        return " ".join(column.name for column in self.rows_model.columns)

    def _remember(self) -> None:
        self._rearranging = True
        row = self.current_row()
        self._kept_line = max(0, self.currentIndex().row())
        row_id = self.rows_model.row_id
        self._kept = row_id(row) if row is not None and row_id is not None else None

    def _return(self) -> None:
        self._rearranging = False
        if not self._fitted and self.rows_model.rowCount():
            if not self._restore_widths():
                self.fit_columns()
            self._fitted = True
        self._show_numbers_whole()
        if self._kept is None or not self.go_to(self._kept):
            self.go_to_line(self._kept_line)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows_model.row(index))

    def _tell(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.moved_to.emit(self.rows_model.row(index) if index.isValid() else None)

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        if event.key() in {keys.Key_Return, keys.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        if event.key() in {keys.Key_Home, keys.Key_End} and not event.modifiers():
            self.go_to_line(0 if event.key() == keys.Key_Home else self.rows_model.rowCount() - 1)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: single letters are commands here, and Ctrl+F finds."""


class EmptyState(QWidget):
    """What stands where a list would be: what it is for, and the next thing to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._title = label("", "heading")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = label("", "muted", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setFixedWidth(WORDS_WIDE)
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(theme.GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.PAGE, theme.PAGE, theme.PAGE)
        column.setSpacing(theme.GAP)
        column.addStretch(2)
        center = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self._picture, 0, center)
        column.addWidget(self._title, 0, center)
        column.addWidget(self._text, 0, center)
        column.addSpacing(theme.GAP)
        column.addLayout(self._buttons)
        column.addStretch(3)
        self._icon = ""
        theme.notifier.changed.connect(self._paint_anew)

    def tell(
        self,
        icon_name: str,
        title: str,
        text: str,
        buttons: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """Say why there is nothing here, and offer what to do about it.

        Args:
            icon_name: The drawing above the words.
            title: "No customers yet", "Nothing matches".
            text: What the list is for, or why nothing matches.
            buttons: Words and deeds; the first is the main one.
        """
        self._icon = icon_name
        self._title.setText(title)
        self._text.setText(text)
        self._text.setMinimumHeight(self._text.heightForWidth(WORDS_WIDE))
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for number, (words, do) in enumerate(buttons):
            button = QPushButton(words)
            button.setProperty("role", "" if number else "primary")
            button.clicked.connect(lambda _checked=False, do=do: do())
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._paint_anew()

    def title(self) -> str:
        """Return the title that is shown."""
        return self._title.text()

    def _paint_anew(self) -> None:
        self._picture.setPixmap(
            pixmap(self._icon, "muted", side=48, ratio=self.devicePixelRatioF())
            if self._icon
            else QIcon().pixmap(1, 1)
        )


class ListPanel(QWidget, Generic[Row]):
    """A list, what is shown while it is empty, and the line of sums below it."""

    def __init__(self, list_view: ListView[Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = list_view
        self.empty = EmptyState()
        self._sums = label("", "muted")
        self._sums.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        stack = QWidget()
        self._stack = QStackedLayout(stack)
        self._stack.addWidget(list_view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.TIGHT)
        column.addWidget(stack, 1)
        column.addWidget(self._sums)
        self._sums.hide()
        self.setFocusProxy(list_view)
        list_view.rows_model.modelReset.connect(self._choose)

    def set_sums(self, text: str) -> None:
        """Say what the shown lines come to; nothing hides the line."""
        self._sums.setText(text)
        self._sums.setVisible(bool(text))

    def sums(self) -> str:
        """Return the line of sums."""
        return self._sums.text()

    def _choose(self) -> None:
        self._stack.setCurrentIndex(0 if self.list.rows_model.rowCount() else 1)


__all__ = ["EmptyState", "ListPanel", "ListView", "icon"]
