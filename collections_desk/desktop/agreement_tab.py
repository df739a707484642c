"""One tab of the screen "Agreements": a list over all customers, sifted, opened by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic

from PySide6.QtWidgets import QLineEdit, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, Row, TableModel
from collections_desk.desktop.worklist_filters import FilterBox

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from collections_desk.desktop.command import Command
    from collections_desk.desktop.shell import Shell


class AgreementTab(QWidget):
    """What the screen asks of each of its tabs.

    Attributes:
        title: What the tab says, with its access key; set when it is made.
    """

    title: str = ""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell

    def refresh(self) -> None:
        """Read again what is shown; only called while the tab is in sight."""

    def commands(self) -> list[Command]:
        """Return what can be done here and nowhere else."""
        return []

    def focus_first(self) -> None:
        """Put the cursor where the clerk will want it."""

    def find_here(self) -> None:
        """Answer Ctrl+F."""


class AgreementList(AgreementTab, Generic[Row]):
    """A tab that is a list with a box for the state and a line for words.

    Attributes:
        panel: The list.
        states: What is shown; the data of each entry is a name that `passes` knows.
        words: Every one of these stands somewhere in the line.
    """

    def __init__(  # noqa: PLR0913 - a list is its columns, names and choices
        self,
        shell: Shell,
        columns: Sequence[Column[Row]],
        *,
        name: str,
        accessible: str,
        row_id: Callable[[Row], Hashable],
        customer_of: Callable[[Row], int],
        states: Sequence[tuple[str, str]],
    ) -> None:
        """Make the tab.

        Args:
            shell: The window.
            columns: Of the list.
            name: Under which widths and sorting are kept.
            accessible: What a screen reader calls the list.
            row_id: What a row is known by.
            customer_of: The customer whom Enter opens.
            states: The entries of the box: words and name; the first is shown at first.
        """
        super().__init__(shell)
        model = TableModel(columns, row_id=row_id)
        self.panel: ListPanel[Row] = ListPanel(ListView(model, name))
        self.list = self.panel.list
        model.setParent(self.list)
        self.list.setAccessibleName(accessible)
        self.states = FilterBox()
        self.states.setAccessibleName(self.tr("What is shown"))
        for words, state in states:
            self.states.addItem(words, state)
        self.words = LineEdit()
        self.words.setPlaceholderText(self.tr("Filter: name, invoice, words"))
        self.words.setAccessibleName(self.tr("Filter the list by words"))
        self.words.setClearButtonEnabled(True)
        self.words.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.words.setFixedWidth(280)
        self.about = label("", "muted", wrap=True)
        self.inside = column(self, gap=theme.GAP)
        self.inside.setContentsMargins(0, theme.GAP, 0, 0)
        self.inside.addLayout(line_of(self.states, self.words, 1))
        self.inside.addWidget(self.panel, 1)
        self.inside.addWidget(self.about)
        self.states.currentIndexChanged.connect(self.sift)
        self.words.textChanged.connect(self.sift)
        self.words.returnPressed.connect(self.list.setFocus)
        self.list.opened.connect(lambda row: shell.open_customer(customer_of(row)))

    # What a kind of list knows.

    def passes(self, row: Row, state: str) -> bool:
        """Tell whether a row is of the chosen state."""
        raise NotImplementedError

    def text_of(self, row: Row) -> str:
        """Return the words of a row that the filter looks through."""
        raise NotImplementedError

    def sums_of(self, rows: Sequence[Row]) -> str:
        """Say what the shown rows come to."""
        raise NotImplementedError

    def tell_empty(self, *, any_rows: bool) -> None:
        """Say why nothing is shown."""
        raise NotImplementedError

    # What it does.

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows; the choice stays."""
        self.list.rows_model.show_rows(rows)
        self.sift()

    def sift(self, *_: Any) -> None:  # noqa: ANN401 - whatever a signal brings
        """Show what is chosen."""
        state = self.states.currentData()
        wanted = self.words.text().casefold().split()
        model = self.list.rows_model

        def shown(row: Row) -> bool:
            if not self.passes(row, state):
                return False
            text = self.text_of(row).casefold() if wanted else ""
            return all(word in text for word in wanted)

        model.filter(shown)
        self.panel.set_sums(self.sums_of(model.shown_rows()))
        self.tell_empty(any_rows=bool(model.all_rows()))

    def focus_first(self) -> None:
        """Put the cursor on the list."""
        self.list.setFocus()

    def find_here(self) -> None:
        """Put the cursor into the filter."""
        self.words.setFocus()
        self.words.selectAll()
