"""The tables in a letter: what is open, and what is disputed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.letters.page import BLACK, GRAY, INK, PALE, Fill, Rule, break_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.letters.content import DisputeTable, Statement
    from collections_desk.letters.flow import Flow

SIZE, HEAD_SIZE, ROW, HEAD, PADDING = 8.4, 7.6, 14.0, 15.0, 4.0
LINE = 10.4
_STATEMENT_HEADS = (
    "Invoice",
    "Date",
    "Due date",
    "Days past due",
    "Original",
    "Paid or credited",
    "Open",
)
#: Heads of two lines, by their place, and the lines that they must have room for.
_TWO_LINES = {3: ("Days", "past due"), 5: ("Paid or", "credited")}
#: A text column gives way down to this before figures are set smaller.
NARROWEST = 62.0


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    width: float
    right: bool


def draw_statement(flow: Flow, statement: Statement) -> None:
    """Set the statement table; its head is repeated on each page it runs over."""
    rows = [
        (row.number, row.issued, row.due, row.days, row.original, row.paid, row.open)
        for row in statement.rows
    ]
    totals = [
        (total.label, "", "", "", total.original, total.paid, total.open)
        for total in statement.totals
    ]
    # The word of a sum runs over the empty cells beside it and needs no room of its own.
    columns = _statement_columns(flow, [*rows, *(("", *total[1:]) for total in totals)])
    table = _Table(flow, columns, statement.heading)
    flow.need(HEAD + LINE + 3 * ROW)
    table.begin()
    for number, row in enumerate(rows):
        # The last row stays with the totals, so that a page never begins with bare sums.
        table.row(row, shaded=number % 2 == 1, keep=len(totals) if number == len(rows) - 1 else 0)
    table.totals(totals)
    for mark in statement.marks:
        flow.paragraph(mark, flow.fonts.regular, 7.6, leading=10.2, color=GRAY)


def draw_disputes(flow: Flow, table: DisputeTable) -> None:
    """Set the dispute table, with the findings once they are made."""
    rows: list[tuple[str, ...]]
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    right: tuple[bool, ...]
    if table.decided:
        rows = [
            (row.number, row.amount, row.reason, row.finding, row.remains) for row in table.rows
        ]
        heads = ("Invoice", "Disputed", "What you told us", "What we found", "Remains due")
        amounts = [row[1] for row in rows] + [row[4] for row in rows]
        figure = _widest(flow, [*amounts, heads[4]])
        rest = flow.width - 2 * figure - 78
        widths = (78.0, figure, rest * 0.42, rest * 0.58, figure)
        right = (False, True, False, False, True)
    else:
        rows = [(row.number, row.amount, row.reason) for row in table.rows]
        heads = ("Invoice", "Disputed", "What you told us")
        figure = _widest(flow, [row[1] for row in rows])
        widths = (96.0, figure, flow.width - figure - 96)
        right = (False, True, False)
    columns = [
        _Column(head, width, to_right)
        for head, width, to_right in zip(heads, widths, right, strict=True)
    ]
    drawn = _Table(flow, columns, table.heading)
    flow.need(HEAD + LINE + 2 * ROW)
    drawn.begin()
    for number, row in enumerate(rows):
        drawn.row(row, shaded=number % 2 == 1)
    drawn.totals([])


def _widest(flow: Flow, texts: Sequence[str]) -> float:
    return max([flow.fonts.regular.width(text, SIZE) for text in texts] + [44.0]) + 2 * PADDING


def _statement_columns(flow: Flow, rows: Sequence[Sequence[str]]) -> list[_Column]:
    """Give figures the room they need, and the rest to the invoice number."""
    fonts = flow.fonts
    widths = []
    for place, head in enumerate(_STATEMENT_HEADS):
        wide = [fonts.bold.width(row[place], SIZE) for row in rows]
        widths.append(max([*wide, fonts.bold.width(head, HEAD_SIZE)]) + 2 * PADDING)
    for place, lines in _TWO_LINES.items():
        wide = [fonts.bold.width(row[place], SIZE) for row in rows]
        halves = [fonts.bold.width(half, HEAD_SIZE) for half in lines]
        widths[place] = max([*wide, *halves, 24.0]) + 2 * PADDING
    spare = flow.width - sum(widths[1:])
    own = widths[0]
    widths[0] = max(spare, NARROWEST)
    over = spare - own
    if over > 0:  # spread what is left over, so that the columns breathe
        widths[0] = own + over * 0.4
        for place in range(1, len(widths)):
            widths[place] += over * 0.1
    return [
        _Column(head, width, place >= 3)  # noqa: PLR2004 - the figures stand at the right
        for place, (head, width) in enumerate(zip(_STATEMENT_HEADS, widths, strict=True))
    ]


class _Table:
    """A table being set, row by row."""

    def __init__(self, flow: Flow, columns: Sequence[_Column], heading: str) -> None:
        self._flow, self._columns, self._heading = flow, columns, heading
        wanted = sum(column.width for column in columns)
        # Sums of ten figures in four columns: set smaller rather than cut.
        self._size = SIZE * min(1.0, flow.width / wanted)
        self._scale = min(1.0, flow.width / wanted)
        self._pages = 0

    def begin(self) -> None:
        """Set the heading and the column heads."""
        flow, fonts = self._flow, self._flow.fonts
        again = ", continued" if self._pages else ""
        self._pages += 1
        flow.page.text(flow.left, flow.y + 9, self._heading + again, fonts.bold, 8.6, INK)
        flow.y += 14
        heads = [
            break_lines(column.head, fonts.bold, HEAD_SIZE, column.width * self._scale - PADDING)
            for column in self._columns
        ]
        height = max(len(lines) for lines in heads) * 9.0 + 6
        flow.page.orders.append(Fill(flow.left, flow.y, flow.width, height, INK))
        x = flow.left
        for column, lines in zip(self._columns, heads, strict=True):
            width = column.width * self._scale
            for number, line in enumerate(lines):
                y = flow.y + height - 5 - (len(lines) - 1 - number) * 9.0
                self._cell(x, y, width, line, right=column.right, head=True)
            x += width
        flow.y += height

    def row(self, cells: Sequence[str], *, shaded: bool, keep: int = 0) -> None:
        """Set one row; `keep` more rows have to fit below it."""
        flow = self._flow
        broken = self._broken(cells, bold=False)
        height = self._height(broken)
        if height + keep * (ROW + 3) + 4 > flow.room:
            flow.rule(0.6, INK)
            flow.new_page()
            self.begin()
        if shaded:
            flow.page.orders.append(Fill(flow.left, flow.y, flow.width, height, PALE))
        self._cells(broken, bold=False)
        flow.y += height

    def totals(self, rows: Sequence[Sequence[str]]) -> None:
        """Set the sums below a rule, and close the table."""
        flow = self._flow
        flow.rule(0.8, INK)
        for cells in rows:
            flow.y += 1.5
            broken = self._broken(cells, bold=True)
            self._cells(broken, bold=True)
            flow.y += self._height(broken) + 0.5
        if rows:
            flow.page.orders.append(Rule(flow.left, flow.y, flow.right, flow.y, 0.8, INK))
        flow.y += 8

    def _broken(self, cells: Sequence[str], *, bold: bool) -> list[list[str]]:
        face = self._flow.fonts.bold if bold else self._flow.fonts.regular
        broken = []
        for place, (cell, column) in enumerate(zip(cells, self._columns, strict=True)):
            width = column.width
            if bold and place == 0:  # the word "Total" may run over the empty cells beside it
                width = sum(one.width for one in self._columns[:4])
            broken.append(
                break_lines(cell, face, self._size, width * self._scale - 2 * PADDING + 0.1)
            )
        return broken

    def _height(self, broken: Sequence[Sequence[str]]) -> float:
        return ROW + (max(len(lines) for lines in broken) - 1) * LINE

    def _cells(self, broken: Sequence[Sequence[str]], *, bold: bool) -> None:
        x = self._flow.left
        for column, lines in zip(self._columns, broken, strict=True):
            width = column.width * self._scale
            for number, line in enumerate(lines):
                y = self._flow.y + 10 + number * LINE
                self._cell(x, y, width, line, right=column.right, bold=bold)
            x += width

    def _cell(  # noqa: PLR0913 - where, what, and how it looks
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        *,
        right: bool,
        bold: bool = False,
        head: bool = False,
    ) -> None:
        fonts = self._flow.fonts
        face = fonts.bold if bold or head else fonts.regular
        size, color = (HEAD_SIZE, 0xFFFFFF) if head else (self._size, BLACK)
        if right:
            self._flow.page.text_right(x + width - PADDING, y, text, face, size, color)
        else:
            self._flow.page.text(x + PADDING, y, text, face, size, color)
