"""The worklist: who needs attention, in which order and why; the customer beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.customer_deeds import CustomerDeeds
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import ListPanel
from collections_desk.desktop.shell import View
from collections_desk.desktop.table_model import TableModel
from collections_desk.desktop.worklist_clocks import WorklistClocks
from collections_desk.desktop.worklist_columns import worklist_columns
from collections_desk.desktop.worklist_commands import worklist_commands
from collections_desk.desktop.worklist_details import WorklistDetails
from collections_desk.desktop.worklist_filters import WorklistFilters, is_due
from collections_desk.desktop.worklist_reading import ListReader
from collections_desk.desktop.worklist_summary import EmptyWords, shown_text
from collections_desk.desktop.worklist_table import WorklistTable

if TYPE_CHECKING:
    from datetime import date, datetime

    from PySide6.QtGui import QKeyEvent, QShowEvent
    from PySide6.QtWidgets import QMenu

    from collections_desk.desktop.customer_panel import CustomerPanel
    from collections_desk.desktop.shell import Command, Shell
    from collections_desk.desktop.worklist_reading import ListFacts
    from collections_desk.domain.worklist import NextAction, WorklistLine

#: Width of the list beside an open customer, in pixels.
NARROW_WIDTH = 400


class WorklistView(View):
    """The list in the middle, one customer at the right of it."""

    view_id: ClassVar[str] = "worklist"
    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("View", "Worklist"))
    icon_name: ClassVar[str] = "worklist"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._facts: ListFacts | None = None
        self._in_table: ListFacts | None = None
        self._reader: ListReader | None = None
        self._page: CustomerPanel | None = None
        self._reading_everyone = False
        #: Customer and last contact when a call was begun: a newer contact moves on.
        self._called: tuple[int, datetime | None] | None = None
        self._order_before: list[int] = []
        self.filters = WorklistFilters()
        self.table = self._make_table()
        self.clocks = WorklistClocks(shell, self.table)
        self.panel = ListPanel(self.table)
        self.details = WorklistDetails()
        self.counts = label("", "muted")
        self.sums = label("", "muted", wrap=True, selectable=True)
        self.empty = EmptyWords(self.panel, self.filters, partial(shell.go, "imports"))
        self.heading = label(self.tr("Worklist"), "title")
        self.deeds = CustomerDeeds(
            shell, self, self.current_id, self._page_of_current, self._next_of_current
        )
        self._lay_out()
        self._listen()

    @property
    def page(self) -> CustomerPanel:
        """The customer beside the list; made when one is first opened, not at the start."""
        if self._page is None:
            self._page = self._make_page()
        return self._page

    @property
    def page_is_open(self) -> bool:
        """Whether a customer is shown beside the list."""
        return self._page is not None and self._page.isVisible()

    # What the window asks.

    def refresh(self) -> None:
        """Read the list again, and the customer beside it."""
        asked = self.filters.value()
        self._reading_everyone = everyone = asked.state == "end"
        if self._reader is None or self._reader.desk is not self.shell.desk:
            self._reader = ListReader(self.shell.desk)
        self.shell.background.run(
            partial(self._reader.read, asked, everyone=everyone),
            done=self._arrived,
            failed=self.shell.fail,
            owner=self,
        )
        if self.page_is_open:
            self.page.reload()

    def open_for(self, customer_id: int, detail: str | None = None) -> None:
        """Show a customer beside the list."""
        del detail
        self.open_page(customer_id)

    def focus_first(self) -> None:
        """Put the cursor into the list."""
        self.table.setFocus()

    def find_here(self) -> None:
        """Put the cursor into the filter."""
        self.filters.words.setFocus()
        self.filters.words.selectAll()

    def commands(self) -> list[Command]:
        """Return what can be done with the list and the chosen customer."""
        return worklist_commands(self, self.tr)

    def context_menu(self, menu: QMenu) -> None:
        """Offer the deeds at the line under the mouse."""
        for command in self.commands():
            if command.menu == "customer":
                menu.addAction(command.title, command.run)

    # What the clerk does.

    def _next_of_current(self) -> NextAction | None:
        line = self.table.current_row()
        return line.next_action if line else None

    def current_id(self) -> int | None:
        """Return the customer that a key acts on: the open page, else the chosen line."""
        if self.page_is_open and self.page.customer_id is not None:
            return self.page.customer_id
        line = self.table.current_row()
        return line.customer_id if line else None

    def open_current(self) -> None:
        """Show the chosen customer beside the list."""
        line = self.table.current_row()
        if line is not None:
            self.open_page(line.customer_id)

    def open_page(self, customer_id: int) -> None:
        """Show a customer beside the list."""
        self.page.show_customer(customer_id)
        if not self.page_is_open:
            self._set_narrow(narrow=True)
            for layout in (self.filters.layout(), self._left.layout()):
                if layout is not None:
                    layout.activate()  # what is hidden now still claims its width
            self.page.show()
            whole = max(self._splitter.width(), 2 * NARROW_WIDTH)
            self._splitter.setSizes([NARROW_WIDTH, whole - NARROW_WIDTH])

    def close_page(self) -> None:
        """Give the list the whole width again."""
        self.page.hide()
        self._set_narrow(narrow=False)
        self.table.setFocus()

    def toggle_width(self) -> None:
        """Show the customer over the whole width."""
        customer_id = self.current_id()
        if customer_id is not None:
            self.shell.open_customer(customer_id)

    def remember_call(self) -> None:
        """Note where the list stands, to go on from there when the call is logged."""
        line = self.table.current_row()
        self._called = (line.customer_id, line.last_contact) if line else None
        self._order_before = [row.customer_id for row in self.table.rows_model.shown_rows()]

    # How it is made.

    def _make_table(self) -> WorklistTable:
        model: TableModel[WorklistLine] = TableModel(
            worklist_columns(
                self._today, self._there, self._local_day, self._outcome_label, self._locale
            ),
            self,
            row_id=lambda line: line.customer_id,
        )
        table = WorklistTable(model, "worklist")
        table.setAccessibleName(self.tr("Worklist"))
        return table

    def _lay_out(self) -> None:
        self._left = left = QFrame()
        down = column(left, gap=theme.GAP)
        down.addLayout(line_of(self.heading, 1, self.counts))
        down.addWidget(self.filters)
        down.addWidget(self.panel, 1)
        down.addWidget(self.sums)
        down.addWidget(self.details)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(left)
        whole = column(self)
        whole.setContentsMargins(theme.WIDE, theme.GAP + 4, theme.WIDE, theme.GAP)
        whole.addWidget(self._splitter)

    def _listen(self) -> None:
        self.table.opened.connect(lambda line: self.open_page(line.customer_id))
        self.table.moved_to.connect(self._moved)
        self.table.selectionModel().selectionChanged.connect(self._show_selection)
        self.filters.changed.connect(self._filter)
        self.filters.done.connect(self.table.setFocus)
        self.deeds.call_begins.connect(self.remember_call)

    def _make_page(self) -> CustomerPanel:
        from collections_desk.desktop.customer_panel import CustomerPanel  # noqa: PLC0415 - on demand

        page = CustomerPanel(self.shell)
        self.deeds.add_buttons(page)
        page.hide()
        self._splitter.addWidget(page)
        self._splitter.setStretchFactor(1, 1)
        page.closed.connect(self.close_page)
        page.width_toggled.connect(self.toggle_width)
        page.call_asked.connect(self.deeds.call)
        page.changed.connect(self.shell.refresh)
        page.timeline.opened.connect(self.deeds.show_entry)
        return page

    # What comes back from the store, and what follows from it.

    def _arrived(self, facts: ListFacts) -> None:
        if facts is self._in_table:  # nothing was done since; the clock may have moved a filter
            self.clocks.forget()
            self._filter()
            self._move_on()
            return
        self._facts = facts
        self.clocks.forget()
        self.details.chart.money_locale = facts.settings.locale
        self.details.chart.home_currency = facts.settings.currency
        self._filter(new=True)
        self.table.measure_again()
        self._move_on()

    def _filter(self, *, new: bool = False) -> None:
        """Show what the filter asks for, of the lines in the table or of new ones."""
        if self._facts is None:
            return
        asked = self.filters.value()
        if (asked.state == "end") != self._reading_everyone:
            self.refresh()
            return
        facts, now = self._facts, self.shell.desk.now()
        sieve = asked.sieve(facts.today, now)
        model = self.table.rows_model
        if new:
            self._in_table = facts
            flags = facts.flags if facts.key == sieve.key else None
            model.show_sieved(
                facts.lines,
                sieve.keeps,
                key=sieve.key,
                flags=flags,
                words=sieve.words,
                texts=facts.texts,
            )
        else:
            model.sieve(sieve.keeps, key=sieve.key, words=sieve.words, texts=facts.texts)
        self._tell_counts(facts)
        self.empty.tell(lines=len(facts.lines), narrowed=asked.narrows)
        self._show_selection()

    def _tell_counts(self, facts: ListFacts) -> None:
        self.counts.setText(facts.counts)
        self.counts.setVisible(not self.table.narrow)
        shown = self.table.rows_model.shown_numbers()
        sums = None if self.table.narrow else facts.sums
        self.sums.setText(shown_text(shown, len(facts.lines), facts.settings.locale, sums))

    def _moved(self, line: WorklistLine | None) -> None:
        if line is not None and self.page_is_open and line.customer_id != self.page.customer_id:
            self.page.show_customer(line.customer_id)

    def _show_selection(self, *_: object) -> None:
        self.details.show_lines(self.table.current_row(), self.table.selected_rows())
        self.details.setVisible(self.table.current_row() is not None and not self.table.narrow)

    def _move_on(self) -> None:
        """After a call was logged: choose the next line that is due."""
        called, self._called = self._called, None
        if called is None or self._facts is None:
            return
        by_id = {line.customer_id: line for line in self._facts.lines}
        line = by_id.get(called[0])
        if line is not None and line.last_contact == called[1]:
            self._called = called  # the call is not logged yet
            return
        shown = {row.customer_id for row in self.table.rows_model.shown_rows()}
        before = self._order_before
        place = before.index(called[0]) if called[0] in before else -1
        for customer_id in [*before[place + 1 :], *before[: max(place, 0)]]:
            row = by_id.get(customer_id)
            if customer_id in shown and row is not None and is_due(row, self._facts.today):
                self.table.go_to(customer_id)
                break
        self.table.setFocus()

    def _set_narrow(self, *, narrow: bool) -> None:
        self.table.set_narrow(narrow=narrow)
        self.filters.set_narrow(narrow=narrow)
        if self._facts is not None:
            self._tell_counts(self._facts)
        self.details.setVisible(not narrow and self.table.current_row() is not None)

    def _page_of_current(self) -> CustomerPanel | None:
        return self.page if self.page_is_open else None

    def _today(self) -> date:
        assert self._facts is not None  # noqa: S101 - rows come with their facts
        return self._facts.today

    def _there(self, line: WorklistLine) -> str:
        return self.clocks.there(line)

    def _local_day(self, moment: datetime) -> date:
        zone = self._facts.settings.time_zone if self._facts else "UTC"
        return moment.astimezone(ZoneInfo(zone)).date()

    def _locale(self) -> str:
        return self._facts.settings.locale if self._facts else "en_US"

    def _outcome_label(self, code: str) -> str:
        outcome = self.shell.desk.resources.outcomes.get(code)
        return outcome.label if outcome else code

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.page_is_open:
            self.close_page()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.viewport().update()
