"""Pages of a paper: sections flow from top to bottom as drawing orders, then they are drawn."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from collections_desk.domain.paper import FactLines, PaperTable, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reportlab.pdfgen.canvas import Canvas

    from collections_desk.domain.paper import Block, Section

MARGIN, FOOT = 54.0, 40.0
SIZES = {"text": 9.4, "small": 8.0, "strong": 9.4}
LEADING = 1.36
TITLE, HEADING, TABLE, TABLE_HEAD = 17.0, 12.5, 7.9, 7.4
LABEL = 132.0
PADDING = 3.5
INK, BLACK, GRAY, PALE, WHITE = 0x1F3A5F, 0x111111, 0x5A6270, 0xF3F5F8, 0xFFFFFF
MARK = 0xE3E6EA
#: After how many rows the clerk is asked whether to go on.
ASK_AFTER = 50


class Face:
    """One embedded font: its name, what it lacks, and how wide its words are."""

    def __init__(self, content: bytes) -> None:
        self.name = "paper-" + hashlib.sha256(content).hexdigest()[:12]
        font = TTFont(self.name, BytesIO(content))
        pdfmetrics.registerFont(font)
        known = font.face.charToGlyph
        widths = font.face.charWidths
        self._widths = {code: float(widths.get(code, 0)) / 1000 for code in known}
        self.show = lru_cache(maxsize=20_000)(self._show)
        self._natural = lru_cache(maxsize=20_000)(self._measure)

    def width(self, text: str, size: float) -> float:
        """Return how wide a text is, in points."""
        return self._natural(text) * size

    def _show(self, word: str) -> str:
        """Name the characters that the font lacks by their code: never a black box."""
        if word.isascii() and word.isprintable():
            return word
        return "".join(one if ord(one) in self._widths else f"[U+{ord(one):04X}]" for one in word)

    def _measure(self, text: str) -> float:
        return sum(self._widths.get(ord(one), 0.6) for one in text)


class Faces(NamedTuple):
    """The fonts of a paper."""

    regular: Face
    bold: Face


@lru_cache(maxsize=4)
def _face(content: bytes) -> Face:
    return Face(content)


def faces(regular: bytes, bold: bytes) -> Faces:
    """Make the fonts ready; the work is done once for each font file."""
    return Faces(_face(regular), _face(bold))


class Words(NamedTuple):
    """A text with its baseline `y` points above the foot of the page."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    color: int = BLACK


class Bar(NamedTuple):
    """A filled bar; a line is a thin one."""

    x: float
    y: float
    width: float
    height: float
    color: int


Order = Words | Bar


class Flow:
    """Sections laid on pages from the top down.

    Attributes:
        pages: The orders of each page.
        starts: For each section its title and the page on which it begins, from 0.
    """

    def __init__(self, fonts: Faces, paper: str, ask: Callable[[], None]) -> None:
        self.fonts = fonts
        self.width, self.height = A4 if paper == "a4" else LETTER
        self.pages: list[list[Order]] = []
        self.starts: list[tuple[str, int]] = []
        self._ask = ask
        self._rows = 0
        self.y = 0.0

    @property
    def room(self) -> float:
        """The width of the text."""
        return self.width - 2 * MARGIN

    def new_page(self) -> None:
        """Begin a page."""
        self.pages.append([])
        self.y = self.height - MARGIN

    def need(self, height: float) -> None:
        """Go on to a new page unless `height` fits on this one."""
        if self.y - height < MARGIN + 6:
            self.new_page()

    def section(self, section: Section) -> None:
        """Lay a section out under its heading."""
        if self.y < self.height - MARGIN - 1:
            self.y -= 14
        self.need(70)
        self.starts.append((section.title, len(self.pages) - 1))
        self.words(section.title, self.fonts.bold, HEADING, INK)
        self.bar(0.8, INK)
        self.y -= 6
        for block in section.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        """Lay one block out."""
        if isinstance(block, Paragraph):
            face = self.fonts.bold if block.style == "strong" else self.fonts.regular
            color = GRAY if block.style == "small" else BLACK
            for part in block.text.split("\n"):
                self.words(part, face, SIZES[block.style], color)
            self.y -= 4
        elif isinstance(block, FactLines):
            self.facts(block.lines)
            self.y -= 4
        else:
            self.table(block)
            self.y -= 8

    def words(
        self, text: str, face: Face, size: float, color: int = BLACK, indent: float = 0.0
    ) -> None:
        """Set a text over as many lines as it takes."""
        for line in self._lines(text, face, size, self.room - indent):
            self.need(size * LEADING)
            self.y -= size * LEADING
            self._add(Words(MARGIN + indent, self.y, line, face, size, color))

    def facts(self, lines: Sequence[tuple[str, str]], label: float = LABEL) -> None:
        """Set labels with their values beside them."""
        size = SIZES["text"] - 0.4
        for name, value in lines:
            texts = self._lines(value, self.fonts.regular, size, self.room - label)
            names = self._lines(name, self.fonts.regular, size, label - 8)
            for place in range(max(len(texts), len(names))):
                self.need(size * LEADING)
                self.y -= size * LEADING
                if place < len(names):
                    self._add(Words(MARGIN, self.y, names[place], self.fonts.regular, size, GRAY))
                if place < len(texts):
                    text = texts[place]
                    self._add(Words(MARGIN + label, self.y, text, self.fonts.regular, size))

    def table(self, table: PaperTable) -> None:
        """Set a table; its head stands again on each page that it runs over."""
        widths = [self.room * weight / sum(table.weights) for weight in table.weights]
        self.need(TABLE * LEADING * 4)
        self._head(table, widths)
        last = len(table.rows) - table.totals
        for number, row in enumerate(table.rows):
            self._rows += 1
            if self._rows % ASK_AFTER == 0:
                self._ask()
            bold = number >= last
            face = self.fonts.bold if bold else self.fonts.regular
            cells = [
                self._lines(cell, face, TABLE, width - 2 * PADDING)
                for cell, width in zip(row, widths, strict=True)
            ]
            self._row(table, widths, cells, face, shaded=number % 2 == 1 and not bold)
        self.bar(0.5, GRAY)

    def _head(self, table: PaperTable, widths: Sequence[float]) -> None:
        high = TABLE_HEAD * LEADING + 3
        self._add(Bar(MARGIN, self.y - high, self.room, high, INK))
        x = MARGIN
        for place, (head, width) in enumerate(zip(table.heads, widths, strict=True)):
            left = x + PADDING
            if place in table.right:
                left = x + width - PADDING - self.fonts.bold.width(head, TABLE_HEAD)
            self._add(Words(left, self.y - high + 4, head, self.fonts.bold, TABLE_HEAD, WHITE))
            x += width
        self.y -= high

    def _row(
        self,
        table: PaperTable,
        widths: Sequence[float],
        cells: Sequence[Sequence[str]],
        face: Face,
        *,
        shaded: bool,
    ) -> None:
        step = TABLE * LEADING
        count = max(len(cell) for cell in cells)
        if (min(count, 4) * step + 4) > self.y - MARGIN - 6:
            self.new_page()
            self._head(table, widths)
        done = 0
        while done < count:
            fits = max(int((self.y - MARGIN - 10) / step), 1)
            part = min(count - done, fits)
            high = part * step + 3
            if shaded:
                self._add(Bar(MARGIN, self.y - high, self.room, high, PALE))
            self._cells(table, widths, [cell[done : done + part] for cell in cells], face)
            self.y -= high
            done += part
            if done < count:
                self.new_page()
                self._head(table, widths)

    def _cells(
        self,
        table: PaperTable,
        widths: Sequence[float],
        cells: Sequence[Sequence[str]],
        face: Face,
    ) -> None:
        x = MARGIN
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            y = self.y - TABLE * 1.05 - 1
            for line in cell:
                left = x + PADDING
                if place in table.right:
                    left = x + width - PADDING - face.width(line, TABLE)
                self._add(Words(left, y, line, face, TABLE))
                y -= TABLE * LEADING
            x += width

    def bar(self, height: float, color: int) -> None:
        """Draw a line over the width of the text."""
        self.y -= 3
        self._add(Bar(MARGIN, self.y, self.room, height, color))

    def _add(self, order: Order) -> None:
        self.pages[-1].append(order)

    def _lines(self, text: str, face: Face, size: float, room: float) -> list[str]:
        """Break a text into lines; a word that fits no line is broken itself."""
        lines: list[str] = []
        for part in text.split("\n"):
            words: list[str] = []
            used = 0.0
            for whole in part.split():
                for word in _pieces(face, face.show(whole), size, room):
                    wide = face.width(word, size)
                    gap = face.width(" ", size) if words else 0.0
                    if words and used + gap + wide > room:
                        lines.append(" ".join(words))
                        words, used, gap = [], 0.0, 0.0
                    words.append(word)
                    used += gap + wide
            lines.append(" ".join(words))
        return lines


def _pieces(face: Face, word: str, size: float, room: float) -> Iterator[str]:
    if face.width(word, size) <= room:
        yield word
        return
    piece, used = "", 0.0
    for one in word:
        wide = face.width(one, size)
        if piece and used + wide > room:
            yield piece
            piece, used = "", 0.0
        piece += one
        used += wide
    yield piece


def draw_page(canvas: Canvas, orders: Sequence[Order]) -> None:
    """Draw the orders of one page, bars under words."""
    for order in orders:
        if isinstance(order, Bar):
            canvas.setFillColorRGB(*rgb(order.color))
            canvas.rect(order.x, order.y, order.width, order.height, stroke=0, fill=1)
    block: Any = canvas.beginText()
    for order in orders:
        if isinstance(order, Words):
            block.setFillColorRGB(*rgb(order.color))
            block.setFont(order.face.name, order.size)
            block.setTextOrigin(order.x, order.y)
            block.textOut(order.text)
    canvas.drawText(block)


@lru_cache(maxsize=64)
def rgb(color: int) -> tuple[float, float, float]:
    """Return a color as fractions of red, green and blue."""
    return ((color >> 16) & 255) / 255, ((color >> 8) & 255) / 255, (color & 255) / 255
