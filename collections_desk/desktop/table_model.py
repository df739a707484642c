"""One model for all lists: frozen rows, columns of small functions, sorted and filtered here.

Qt's own sorting model asks Python for every comparison and takes eleven seconds for a
hundred thousand rows; sorting a list of ready keys takes a twentieth of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QIcon

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

#: What a column sorts by: money by amount and dates by date, not by their text.
SORT_ROLE = int(Qt.ItemDataRole.UserRole)
#: The frozen row itself.
ROW_ROLE = SORT_ROLE + 1

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)  # without slots, so that Column[Row](...) can be written
class Column(Generic[Row]):
    """One column: its title, its text, and what it sorts by.

    Attributes:
        title: The heading, already translated.
        text: What a cell shows.
        sort_by: What a cell sorts by; None stands last in both directions.
        align_right: For amounts and counts.
        tip: The tooltip of a cell; plain text. None repeats the text where it is cut.
        icon: The icon of a cell, never alone: the text says the same.
        accessible: What a screen reader says, "Balance: $100.00"; title and text if None.
        color: The color of the text, from the theme; None for the usual one.
        bold: Whether a cell stands out.
        key: A stable name under which widths are kept; the title if empty.
        width: The first width, in average characters; 0 fits the heading and some rows.
        stretch: Whether the column takes what room is left.
    """

    title: str
    text: Callable[[Row], str]
    sort_by: Callable[[Row], Any]
    align_right: bool = False
    tip: Callable[[Row], str] | None = None
    icon: Callable[[Row], QIcon | None] | None = None
    accessible: Callable[[Row], str] | None = None
    color: Callable[[Row], QColor | str | None] | None = None
    bold: Callable[[Row], bool] | None = None
    key: str = ""
    width: int = 0
    stretch: bool = False

    @property
    def name(self) -> str:
        """The stable name of the column."""
        return self.key or self.title


class TableModel(QAbstractTableModel, Generic[Row]):
    """A read-only list of frozen rows.

    It holds what it was given and asks nobody for more: no query runs while Qt paints.

    Attributes:
        columns: What is shown.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        parent: QObject | None = None,
        *,
        row_id: Callable[[Row], Hashable] | None = None,
    ) -> None:
        """Make an empty list.

        Args:
            columns: What is shown.
            parent: The Qt parent.
            row_id: What a row is known by, so that the same row stays selected when the
                rows are read again. Without it the place in the list is kept.
        """
        super().__init__(parent)
        self.columns = tuple(columns)
        self.row_id = row_id
        self._rows: list[Row] = []
        self._order: list[int] = []  # all rows, sorted
        self._shown: list[int] = []  # those that pass the filter, in the same order
        self._keys: dict[int, list[Any]] = {}
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._passes: Callable[[Row], bool] | None = None
        self._passes_key: Hashable = None
        self._flags: list[bool] | None = None  # what `_passes` says of each row
        self._passing: list[int] | None = None  # those that pass, sorted
        self._words: tuple[str, ...] = ()
        self._texts: Sequence[str] = ()
        self._numbers: dict[Hashable, int] | None = None  # where the row of an identity is

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace all rows; sorting and filter stay."""
        self.beginResetModel()
        self._rows = list(rows)
        self._keys.clear()
        self._flags = self._numbers = None
        self._words, self._texts = (), ()  # they were those of the rows before
        self._arrange()
        self.endResetModel()

    def show_sieved(  # noqa: PLR0913 - rows and sieve in one go
        self,
        rows: Sequence[Row],
        passes: Callable[[Row], bool],
        *,
        key: Hashable,
        flags: list[bool] | None,
        words: Sequence[str] = (),
        texts: Sequence[str] = (),
    ) -> None:
        """Replace all rows and the sieve at once; sorting stays.

        Args:
            rows: The new rows.
            passes: As in `sieve`, and so `key`, `words` and `texts`.
            key: What `passes` asks for.
            flags: What `passes` says of each row, where that was asked before; None asks now.
            words: Folded as `texts` are.
            texts: The text of each row.
        """
        self.beginResetModel()
        self._rows = list(rows)
        self._keys.clear()
        self._numbers = None
        self._passes, self._passes_key, self._flags = passes, key, flags
        self._words, self._texts = tuple(words), texts
        self._arrange()
        self.endResetModel()

    def filter(self, passes: Callable[[Row], bool] | None) -> None:
        """Show only the rows that pass; None shows all."""
        self.beginResetModel()
        self._passes, self._passes_key, self._flags = passes, None, None
        self._words = ()
        self._sift()
        self.endResetModel()

    def sieve(
        self,
        passes: Callable[[Row], bool],
        *,
        key: Hashable,
        words: Sequence[str] = (),
        texts: Sequence[str] = (),
    ) -> None:
        """Show only the rows that pass and whose text holds every word.

        Made to be asked at each key of a hundred thousand rows: the rows are asked again
        only if `key` is another one; the words are looked for without a call for each row.

        Args:
            passes: What a row must be besides its words.
            key: What `passes` asks for; an equal key gives equal answers.
            words: Folded as `texts` are.
            texts: The text of each row, in the order in which the rows were given.
        """
        self.beginResetModel()
        if key != self._passes_key or self._passes is None:
            self._flags = None
        self._passes, self._passes_key = passes, key
        self._words, self._texts = tuple(words), texts
        self._sift()
        self.endResetModel()

    def all_rows(self) -> list[Row]:
        """Return every row, in the order in which it was given."""
        return list(self._rows)

    def shown_rows(self) -> list[Row]:
        """Return the rows that pass the filter, in the order shown."""
        return [self._rows[number] for number in self._shown]

    def first_rows(self, count: int) -> list[Row]:
        """Return the first of the rows that pass the filter, in the order shown."""
        return [self._rows[number] for number in self._shown[:count]]

    def shown_numbers(self) -> Sequence[int]:
        """Return which of the rows pass the filter, counted as they were given; do not change."""
        return self._shown

    def row(self, index: Index) -> Row:
        """Return the row behind an index of this model."""
        return self._rows[self._shown[index.row()]]

    def place_of(self, identity: Hashable) -> int | None:
        """Return the shown line of the row known by `identity`, or None."""
        if self.row_id is None:
            return None
        if self._numbers is None:
            row_id = self.row_id
            self._numbers = {row_id(row): number for number, row in enumerate(self._rows)}
        return self._line_of(self._numbers.get(identity, -1))

    def _line_of(self, number: int) -> int | None:
        """Return the shown line of the row given as so-manieth, or None."""
        try:
            return self._shown.index(number)
        except ValueError:
            return None

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder] | None:
        """The column and the direction of the last sort."""
        return self._sorted_by

    # Overrides of Qt methods.

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not -1 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [self._shown[index.row()] for index in before]
        self._sorted_by = (column, order) if column >= 0 else None
        self._arrange()
        lines = {number: self._line_of(number) for number in set(kept)}
        after = [
            QModelIndex() if (line := lines[number]) is None else self.index(line, index.column())
            for number, index in zip(kept, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        row = self._rows[self._shown[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.align_right else LEFT
        if role == Qt.ItemDataRole.DecorationRole:
            return column.icon(row) if column.icon else None
        return self._rare_data(column, row, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.align_right else LEFT
        return None

    def _rare_data(self, column: Column[Row], row: Row, role: int) -> object:
        give = _RARE.get(role)
        return give(column, row) if give else None

    def _arrange(self) -> None:
        self._passing = None
        if self._sorted_by is None:
            self._order = list(range(len(self._rows)))
        else:
            column, direction = self._sorted_by
            keys = self._sort_keys(column)
            falling = direction == Qt.SortOrder.DescendingOrder
            known = [number for number, key in enumerate(keys) if key is not None]
            unknown = [number for number, key in enumerate(keys) if key is None]
            known.sort(key=keys.__getitem__, reverse=falling)
            self._order = known + unknown
        self._sift()

    def _sort_keys(self, column: int) -> list[Any]:
        keys = self._keys.get(column)
        if keys is None:
            sort_by = self.columns[column].sort_by
            keys = self._keys[column] = [sort_by(row) for row in self._rows]
        return keys

    def _sift(self) -> None:
        shown = self._order
        if self._passes is not None:
            if self._flags is None:
                self._flags = list(map(self._passes, self._rows))
                self._passing = None
            if self._passing is None:
                flags = self._flags
                self._passing = [number for number in self._order if flags[number]]
            shown = self._passing
        texts = self._texts
        for word in self._words:
            shown = [number for number in shown if word in texts[number]]
        self._shown = shown


def _color(column: Column[Row], row: Row) -> QColor | None:
    color = column.color(row) if column.color else None
    return QColor(color) if color is not None else None


def _font(column: Column[Row], row: Row) -> QFont | None:
    if not (column.bold and column.bold(row)):
        return None
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _accessible(column: Column[Row], row: Row) -> str:
    if column.accessible:
        return column.accessible(row)
    return f"{column.title}: {column.text(row) or '-'}"


#: What Qt asks for less often than text, side and icon.
_RARE: dict[int, Callable[[Column[Any], Any], object]] = {
    int(Qt.ItemDataRole.ForegroundRole): _color,
    int(Qt.ItemDataRole.FontRole): _font,
    int(Qt.ItemDataRole.ToolTipRole): lambda column, row: as_tip(
        column.tip(row) if column.tip else column.text(row)
    ),
    int(Qt.ItemDataRole.AccessibleTextRole): _accessible,
    SORT_ROLE: lambda column, row: column.sort_by(row),
    ROW_ROLE: lambda _column, row: row,
}


def as_tip(text: str) -> str:
    """Return a tooltip that Qt shows as it stands, markup in it included."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{escaped}</span>".replace("\n", "<br>") if text else ""
