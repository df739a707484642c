"""Rows of data out of a sheet: titles, groups, totals and footers told apart from items."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collections_desk.domain.readings import Fault
from collections_desk.importers.grid import cell_text
from collections_desk.importers.layouts import fold_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.importers.grid import Cell
    from collections_desk.importers.layouts import Layout
    from collections_desk.importers.recognize import Recognized

#: Rows shown beside the column map.
SAMPLES = 5


@dataclass(slots=True)
class Row:
    """One row of data.

    Attributes:
        line: Where it stands in the file.
        cells: As long as the headings at least.
        group: The customer of the group that it stands in; empty where rows name it.
        block: What the block above it says: field to text.
    """

    line: int
    cells: list[Cell]
    group: str = ""
    block: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Extract:
    """Everything that was found in a sheet.

    Attributes:
        indexes: Field to the columns that hold it.
        rows: The rows of data in their order.
        subtotals: (line, group, cell) of the totals of groups.
        total: (line, cell) of the grand total.
        total_marked: A word says that it is one.
        faults: Rows that are neither.
        titles: The texts above the headings, a row each.
        blocks: What each block says, in the order of the file.
    """

    indexes: dict[str, tuple[int, ...]]
    rows: list[Row] = field(default_factory=list)
    subtotals: list[tuple[int, str, Cell]] = field(default_factory=list)
    total: tuple[int, Cell] | None = None
    total_marked: bool = False
    faults: list[Fault] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    blocks: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    def first(self, name: str) -> int:
        """Return the first column of a field, -1 if there is none."""
        return self.indexes.get(name, (-1,))[0]


def extract(found: Recognized) -> Extract:
    """Take the rows of data out of the sheet that was recognized."""
    indexes: dict[str, tuple[int, ...]] = {}
    for index, name in enumerate(found.fields):
        if name:
            indexes[name] = (*indexes.get(name, ()), index)
    result = Extract(indexes)
    head = found.sheet.rows[: max(found.header, 0)]
    result.titles = [_joined(row) for row in head if any(row)]
    if found.layout.shape == "records":
        _records(found, result)
    elif found.layout.shape == "blocks":
        _blocks(found, result)
    else:
        _Table(found, result).read()
    return result


def samples(result: Extract) -> tuple[tuple[str, ...], ...]:
    """Return the first rows as text."""
    return tuple(tuple(cell_text(cell) for cell in row.cells) for row in result.rows[:SAMPLES])


def _joined(row: Sequence[Cell]) -> str:
    return " ".join(text for cell in row if (text := cell_text(cell).strip()))


def _filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or not (not cell or cell.isspace())


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


class _Table:
    """One row of headings, or none, and under it rows, groups, totals and a footer."""

    def __init__(self, found: Recognized, result: Extract) -> None:
        self.layout: Layout = found.layout
        self.sheet = found.sheet
        self.header = found.header
        self.width = len(found.headings)
        self.folded = [fold_heading(heading) for heading in found.headings]
        self.first_heading = next((at for at, text in enumerate(self.folded) if text), 0)
        self.result = result
        self.groups: list[str] = []
        self.money = next(
            (
                result.first(name)
                for name in ("open", "line_amount", "amount")
                if result.first(name) >= 0
            ),
            -1,
        )
        self.named = [
            index
            for name in ("customer", "customer_ref", "number")
            for index in result.indexes.get(name, ())
        ]

    def read(self) -> None:
        lines = self.sheet.lines
        for index in range(self.header + 1, len(self.sheet.rows)):
            row = self.sheet.rows[index]
            if any(row):
                self._row(lines[index], row)

    def _row(self, line: int, row: list[Cell]) -> None:
        if self._is_furniture(line, row) or not self._fits(line, row) or self._is_heading(row):
            return
        group = ":".join(self.groups) if self.layout.group == "customer" else ""
        if self.layout.group == "customer" and not group:
            self._fault(line, row, "the row stands under no customer")
            return
        self.result.rows.append(Row(line, row, group))

    def _is_furniture(self, line: int, row: list[Cell]) -> bool:
        """Take blank rows, footers, groups and totals."""
        first = row[0].strip() if isinstance(row[0], str) else ""
        if not first and isinstance(row[0], str) and not any(map(_filled, row)):
            return True
        layout = self.layout
        if first and (
            (layout.footer is not None and layout.footer.match(cell_text(row[0])))
            or (layout.group != "none" and self._group_row(line, row, first))
            or (layout.ignore_first and _fold(first) in layout.ignore_first)
        ):
            return True
        return self._is_total(line, row)

    def _group_row(self, line: int, row: list[Cell], first: str) -> bool:
        """Take a row whose first cell names a group, its total or the grand total."""
        alone = not any(map(_filled, row[1:]))
        for prefix in self.layout.subtotal:
            if self.groups and first.startswith(prefix) and not alone:
                name = first.removeprefix(prefix).strip()
                if name in self.groups or name.removesuffix(" with sub-customers") in self.groups:
                    return self._subtotal(line, row, name)
        if alone:
            if self.layout.group == "band":
                self.groups = [first]
            else:
                self.groups.append(first)
            return True
        return False

    def _subtotal(self, line: int, row: list[Cell], name: str) -> bool:
        name = name.removesuffix(" with sub-customers")
        while self.groups:
            group = ":".join(self.groups)
            if self.groups.pop() == name:
                if self.layout.group == "customer" and 0 <= self.money < len(row):
                    self.result.subtotals.append((line, group, row[self.money]))
                break
        return True

    def _is_total(self, line: int, row: list[Cell]) -> bool:
        """Take the grand total: its word alone, with no item's number or customer beside it.

        A row with an amount and nothing to tell whose it is may be a total without a word;
        `receivables` compares it with the sum before it believes that.
        """
        named = [row[index] for index in self.named if index < len(row) and _filled(row[index])]
        if len(named) == len(self.named) > 1:
            return False
        layout = self.layout
        marked = bool(layout.total) and any(
            isinstance(cell, str) and cell and _fold(cell) in layout.total for cell in row
        )
        if marked:
            if layout.group == "none" and any(
                _fold(cell_text(cell)) not in layout.total for cell in named
            ):
                return False
        elif named or layout.group != "none" or layout.lines == "sum" or not self.named:
            return False
        if not 0 <= self.money < len(row) or (not marked and not _filled(row[self.money])):
            return marked
        if self.result.total is not None and not self.result.total_marked:
            self._lost_total()
        self.result.total, self.result.total_marked = (line, row[self.money]), marked
        return True

    def _lost_total(self) -> None:
        """List an earlier row that was taken for the total and cannot be it."""
        assert self.result.total is not None  # noqa: S101 - the caller has seen it
        line, cell = self.result.total
        self.result.faults.append(Fault(line, "", cell_text(cell), "the row names no customer"))

    def _fits(self, line: int, row: list[Cell]) -> bool:
        """Make a row as long as the headings where that loses and invents nothing."""
        if len(row) == self.width:
            return True
        if len(row) > self.width:
            if not any(map(_filled, row[self.width :])):
                del row[self.width :]
                return True
            self._fault(line, row, f"{len(row)} cells where the headings are {self.width}")
            return False
        if self.layout.ragged:
            row.extend([""] * (self.width - len(row)))
            return True
        self._fault(line, row, f"{len(row)} cells where the headings are {self.width}")
        return False

    def _is_heading(self, row: list[Cell]) -> bool:
        """Recognize headings that are repeated on each printed page."""
        at = self.first_heading
        if self.header < 0 or not isinstance(row[at], str):
            return False
        if fold_heading(str(row[at]).strip()) != self.folded[at]:
            return False
        texts = [cell for cell in row if isinstance(cell, str)]
        return (
            len(texts) == len(row)
            and [fold_heading(text.strip()) for text in texts] == self.folded
        )

    def _fault(self, line: int, row: list[Cell], problem: str) -> None:
        self.result.faults.append(Fault(line, "", _joined(row)[:200], problem))


def _records(found: Recognized, result: Extract) -> None:
    width = len(found.headings)
    for index, row in enumerate(found.sheet.rows):
        if index > found.header and row and row[0] == found.layout.record:
            cells = [*row[:width], *([""] * (width - len(row)))]
            result.rows.append(Row(found.sheet.lines[index], cells))


def _blocks(found: Recognized, result: Extract) -> None:
    """Read a printed report: labels and values in a row, then headings, then items."""
    layout = found.layout
    opens = next(iter(layout.labels))
    block: dict[str, str] = {}
    width = len(found.headings)
    folded = [fold_heading(heading) for heading in found.headings]
    money, kind = result.first("open"), result.first("kind")
    for line, row in zip(found.sheet.lines, found.sheet.rows, strict=True):
        if not any(row):
            continue
        labeled = _labels(row, layout)
        if opens in labeled:
            block = {}
            result.blocks.append((line, block))
        if labeled:
            block.update({layout.labels[label]: text for label, text in labeled.items() if text})
            continue
        cells = [*row, *([""] * (width - len(row)))]
        texts = [cell_text(cell).strip() for cell in cells]
        starred = texts[1].startswith("*") and bool(texts[money])
        if any(_fold(text) in layout.total for text in texts if text):
            result.total = (line, cells[money])
        elif starred or any(_fold(text) in layout.ignore_first for text in texts if text):
            result.subtotals.append((line, block.get("customer", ""), cells[money]))
        elif (
            [fold_heading(text) for text in texts[:width]] != folded
            and texts[kind]
            and texts[money]
        ):
            result.rows.append(Row(line, list(texts), "", block))
        elif not block:
            result.titles.append(_joined(row))


def _labels(row: Sequence[Cell], layout: Layout) -> dict[str, str]:
    """Find labels and the value behind each: in the next cell, or after a gap of spaces."""
    texts = [cell_text(cell).strip() for cell in row]
    if len(texts) == 1:
        label, *rest = re.split(r"\s{2,}", texts[0], maxsplit=1)
        folded = fold_heading(label)
        return {folded: rest[0] if rest else ""} if folded in layout.labels else {}
    found = {}
    for index, text in enumerate(texts):
        folded = fold_heading(text)
        if (
            text
            and folded in layout.labels
            and (text.endswith(":") or layout.labels[folded] == "credit_limit")
        ):
            value = texts[index + 1] if index + 1 < len(texts) else ""
            found[folded] = "" if fold_heading(value) in layout.labels else value
    return found
