"""The front of the mail: the lists at the left, the letters of one of them, the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import letters
from collections_desk.desktop.icons import icon
from collections_desk.desktop.import_words import sums_text
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.mail_lists import (
    LISTS,
    columns_shown,
    fits_filter,
    mail_columns,
    title_of,
    what_of,
)
from collections_desk.desktop.table_model import TableModel
from collections_desk.domain.money import totals_by_currency

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from collections_desk.desktop.letter_loading import MailPage
    from collections_desk.domain.letters import MailLine

#: The list that was shown last, in the window's settings.
LAST_LIST = "mail/list"


class MailFront(QWidget):
    """Letters by what is to be done with them next."""

    #: Another list, other letters or another mark: the deeds may differ.
    changed = Signal()

    def __init__(self, today: Callable[[], date], reasons: Mapping[int, str]) -> None:
        """Make the front.

        Args:
            today: Gives today, once the lists were read.
            reasons: Why letters could not be printed, by letter.
        """
        super().__init__()
        self._page: MailPage | None = None
        self.lists = QListWidget()
        self.filter = LineEdit()
        self.panel: ListPanel[MailLine] = ListPanel(
            ListView(
                TableModel(
                    mail_columns(today, reasons, "en_US"),
                    row_id=lambda line: line.letter_id,
                ),
                "mail",
            )
        )
        self.list = self.panel.list
        self.next_buttons = line_of()
        self._build()
        self.lists.currentRowChanged.connect(self._show_list)
        self.filter.textChanged.connect(self._sift)
        self.filter.returnPressed.connect(self.list.setFocus)
        self.list.selectionModel().selectionChanged.connect(self._marked)

    def _build(self) -> None:
        self.lists.setAccessibleName(self.tr("Lists of the mail"))
        self.lists.setFixedWidth(230)
        for one in LISTS:
            item = QListWidgetItem(icon(one.icon, "muted"), title_of(one))
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            self.lists.addItem(item)
        self.lists.setCurrentRow(self._last_list())
        self.filter.setAccessibleName(self.tr("Filter the letters"))
        self.filter.setPlaceholderText(self.tr("Customer, letter or article number (Ctrl+F)"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(360)
        self.list.setAccessibleName(self.tr("Letters"))
        inside = column(self, margin=theme.PAGE, gap=theme.WIDE)
        inside.addLayout(line_of(label(self.tr("Mail"), "title"), 1, self.filter))
        right = column()
        right.addLayout(self.next_buttons)
        right.addWidget(self.panel, 1)
        both = line_of(self.lists, right, gap=theme.WIDE)
        both.setStretch(1, 1)
        inside.addLayout(both, 1)

    def _marked(self, *_: object) -> None:
        self.changed.emit()

    def show_mail(self, page: MailPage) -> None:
        """Show the lists as they were read."""
        self._page = page
        for place, one in enumerate(LISTS):
            count = sum(one.holds(line) for lines in page.lists.values() for line in lines)
            text = title_of(one)
            self.lists.item(place).setText(f"{text}   {count:,}" if count else text)
        self._show_list(self.lists.currentRow())

    def _show_list(self, place: int) -> None:
        if self._page is None or place < 0:
            return
        one = LISTS[place]
        QSettings().setValue(LAST_LIST, one.id)
        lines = [line for found in self._page.lists.values() for line in found if one.holds(line)]
        self.list.rows_model.show_rows(lines)
        for name, shown in columns_shown(lines).items():
            self.list.setColumnHidden(self._column(name), not shown)
        if lines:
            self.panel.empty.tell(
                "search",
                self.tr("Nothing matches"),
                self.tr("No letter in this list fits the filter."),
                [(self.tr("&Clear the Filter"), self.filter.clear)],
            )
        else:
            self.panel.empty.tell(one.icon, title_of(one), what_of(one))
        self._sum()
        self.changed.emit()

    def _column(self, name: str) -> int:
        names = [one.name for one in self.list.rows_model.columns]
        return names.index(name)

    def _sift(self, typed: str) -> None:
        self.list.rows_model.filter((lambda line: fits_filter(line, typed)) if typed else None)
        self._sum()

    def _sum(self) -> None:
        shown = self.list.rows_model.shown_rows()
        if not shown:
            self.panel.set_sums("")
            return
        totals = totals_by_currency(amount for line in shown for amount in line.totals)
        said = letters(len(shown))
        locale = self._page.locale if self._page is not None else "en_US"
        self.panel.set_sums(f"{said}  ·  {sums_text(totals, locale)}" if totals else said)

    @staticmethod
    def _last_list() -> int:
        kept = QSettings().value(LAST_LIST, LISTS[0].id)
        return next((place for place, one in enumerate(LISTS) if one.id == kept), 0)
