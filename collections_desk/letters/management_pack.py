"""The management pack: the figures of a month on paper, with their pictures.

It is laid out from plain values. Text in it is never markup, and nothing is cut: a long cell
goes over several lines, a long table over several pages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collections_desk.domain.figure_pictures import BarPicture, LinePicture
from collections_desk.letters.charts import bars_height, draw_bars, draw_lines, lines_height
from collections_desk.letters.fonts import missing_characters, printable, typeface
from collections_desk.letters.page import (
    BLACK,
    GRAY,
    INCH,
    INK,
    PALE,
    Fill,
    Page,
    Rule,
    Watermark,
    break_lines,
    pdf,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.letters.fonts import Assets, Face

LEFT, TOP, FOOT = 0.85 * INCH, 0.85 * INCH, 0.9 * INCH
SIZE, LEADING, HEAD_SIZE, PADDING = 8.6, 11.4, 8.0, 4.0


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. `quiet` is set smaller and gray."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        heads: One for each column.
        rows: Cells as printed.
        widths: Shares of the width, adding up to 1.
        right: Columns whose cells end at the right.
        strong: Whether the last row is a sum.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()
    strong: bool = False


Block = Words | Table | BarPicture | LinePicture


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the pack under its own heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole pack.

    Attributes:
        business: Whose it is.
        title: "Collections in October 2026".
        under: When and by whom it was made.
        paper: Width and height in inches.
    """

    business: str
    title: str
    under: str
    parts: tuple[Part, ...]
    paper: tuple[float, float]
    sample: bool = False

    def without(self, characters: set[str]) -> Pack:
        """Return the pack with "?" in the place of characters that cannot be printed."""
        table = {ord(character): "?" for character in characters}

        def clean(block: Block) -> Block:
            if isinstance(block, Table):
                rows = tuple(tuple(cell.translate(table) for cell in row) for row in block.rows)
                return replace(block, rows=rows)
            if isinstance(block, BarPicture):
                bars = tuple(replace(bar, label=bar.label.translate(table)) for bar in block.bars)
                return replace(block, bars=bars)
            return block

        return replace(
            self,
            business=self.business.translate(table),
            under=self.under.translate(table),
            parts=tuple(
                replace(part, blocks=tuple(clean(block) for block in part.blocks))
                for part in self.parts
            ),
        )

    def texts(self) -> list[str]:
        """Return every text that comes from data, to look for characters without a shape."""
        found = [self.business, self.under]
        for part in self.parts:
            for block in part.blocks:
                if isinstance(block, Table):
                    found += [cell for row in block.rows for cell in row]
                elif isinstance(block, BarPicture):
                    found += [bar.label for bar in block.bars]
        return found


def missing_in_pack(pack: Pack, assets: Assets) -> tuple[str, ...]:
    """Name the characters of the pack that the embedded fonts do not have."""
    return missing_characters(pack.texts(), assets)


def render_pack(pack: Pack, assets: Assets) -> tuple[bytes, int]:
    """Return the pack as a PDF and its number of pages; the same pack gives the same bytes."""
    flow = _Flow(pack, assets)
    flow.cover()
    for number, part in enumerate(pack.parts):
        flow.part(part, first=number == 0)
    flow.finish()
    return pdf(flow.pages, assets, pack.title, pack.business), len(flow.pages)


class _Flow:
    """Pages being filled from the top down."""

    def __init__(self, pack: Pack, assets: Assets) -> None:
        self.pack = pack
        self.assets = assets
        self.fonts = typeface(assets)
        width, height = (side * INCH for side in pack.paper)
        self._size = (width, height)
        self.pages: list[Page] = []
        self.width = width - 2 * LEFT
        self.y = 0.0
        self.new_page()

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def new_page(self) -> None:
        self.pages.append(Page(*self._size))
        self.y = TOP
        if self.pack.sample:
            self.page.orders.append(Watermark("SAMPLE", self.fonts.bold))

    def need(self, height: float) -> None:
        """Begin a new page if there is no room for so much; more than a page has its own."""
        if self.y + height > self._size[1] - FOOT and self.y > TOP:
            self.new_page()

    def cover(self) -> None:
        page, fonts = self.page, self.fonts
        page.text(LEFT, self.y, printable(self.pack.business), fonts.regular, 10, GRAY)
        self.y += 24
        page.text(LEFT, self.y, self.pack.title, fonts.bold, 20, INK)
        self.y += 16
        page.text(LEFT, self.y, printable(self.pack.under), fonts.regular, 9, GRAY)
        self.y += 10
        page.orders.append(Rule(LEFT, self.y, LEFT + self.width, self.y, 1.2, INK))
        self.y += 14

    def part(self, part: Part, *, first: bool) -> None:
        """Set a part; its heading stays with what follows."""
        ahead = max((_first_height(block) for block in part.blocks[:2]), default=0.0)
        if not first:
            self.y += 16
        self.need(34 + ahead)
        self.page.text(LEFT, self.y + 10, part.title, self.fonts.bold, 13, INK)
        self.y += 22
        for block in part.blocks:
            if isinstance(block, Words):
                self.words(block)
            elif isinstance(block, Table):
                self.table(block)
            elif isinstance(block, BarPicture):
                self.need(bars_height(block))
                draw_bars(self.page, self.fonts, block, (LEFT, self.y, self.width))
                self.y += bars_height(block) + 4
            else:
                self.need(lines_height())
                draw_lines(self.page, self.fonts, block, (LEFT, self.y, self.width))
                self.y += lines_height() + 4

    def words(self, words: Words) -> None:
        face, size = self.fonts.regular, 7.8 if words.quiet else SIZE + 0.4
        for line in break_lines(printable(words.text), face, size, self.width):
            self.need(LEADING)
            self.page.text(LEFT, self.y + 9, line, face, size, GRAY if words.quiet else BLACK)
            self.y += LEADING
        self.y += 4

    def table(self, table: Table) -> None:
        self.need(15 + 3 * LEADING)
        self._heads(table)
        for number, row in enumerate(table.rows):
            last = table.strong and number == len(table.rows) - 1
            face = self.fonts.bold if last else self.fonts.regular
            cells = [
                break_lines(printable(cell), face, SIZE, self.width * share - 2 * PADDING)
                for cell, share in zip(row, table.widths, strict=True)
            ]
            high = max(len(lines) for lines in cells) * LEADING + 2.6
            if self.y + high > self._size[1] - FOOT:
                self.new_page()
                self._heads(table)
            if number % 2 and not last:
                self.page.orders.append(Fill(LEFT, self.y, self.width, high, PALE))
            if last:
                self.page.orders.append(Rule(LEFT, self.y, LEFT + self.width, self.y, 0.8, INK))
            self._row(table, cells, face)
            self.y += high
        self.y += 10

    def _heads(self, table: Table) -> None:
        self.page.orders.append(Fill(LEFT, self.y, self.width, 15, INK))
        x = LEFT
        for number, (head, share) in enumerate(zip(table.heads, table.widths, strict=True)):
            wide = self.width * share
            if number in table.right:
                end = x + wide - PADDING
                self.page.text_right(end, self.y + 10.6, head, self.fonts.bold, 8, 0xFFFFFF)
            else:
                self.page.text(x + PADDING, self.y + 10.6, head, self.fonts.bold, 8, 0xFFFFFF)
            x += wide
        self.y += 16

    def _row(self, table: Table, cells: Sequence[Sequence[str]], face: Face) -> None:
        x = LEFT
        for number, (lines, share) in enumerate(zip(cells, table.widths, strict=True)):
            wide = self.width * share
            for place, line in enumerate(lines):
                y = self.y + 9.4 + place * LEADING
                if number in table.right:
                    self.page.text_right(x + wide - PADDING, y, line, face, SIZE)
                else:
                    self.page.text(x + PADDING, y, line, face, SIZE)
            x += wide

    def finish(self) -> None:
        for number, page in enumerate(self.pages, start=1):
            y = page.height - 0.55 * INCH
            page.orders.append(Rule(LEFT, y - 11, LEFT + self.width, y - 11))
            said = printable(f"{self.pack.business} \u00b7 {self.pack.title} \u00b7 internal")
            page.text(LEFT, y, said, self.fonts.regular, 7.4, GRAY)
            numbering = f"Page {number} of {len(self.pages)}"
            page.text_right(LEFT + self.width, y, numbering, self.fonts.regular, 7.4, GRAY)


def _first_height(block: Block) -> float:
    """Return how much of a block must stand on the page of its heading."""
    if isinstance(block, BarPicture):
        return bars_height(block)
    if isinstance(block, LinePicture):
        return lines_height()
    return 15 + 3 * LEADING
