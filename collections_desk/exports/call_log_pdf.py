"""The call log on paper: one block for each call, every column that holds something."""

from __future__ import annotations

import hashlib
from contextlib import closing
from functools import lru_cache
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from reportlab.lib.pagesizes import A4, LETTER, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from collections_desk.exports.pdf_flow import let_pages_flow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collections_desk.domain.progress import Progress
    from collections_desk.exports.call_log_content import CallLog

MARGIN = 40.0
SIZE = 8.5
LINE = 11.0
GAP = 5.0
INDENT = 14.0
#: Columns that stand in the first, bold line of a block.
FIRST_LINE = ("entry_id", "account_ref", "customer_name", "local_datetime", "zone", "direction")
#: After how many calls the clerk is asked whether to go on; about a hundredth of a second.
ASK_AFTER = 100
#: The form that each page points to for the number of pages, known only at the end.
TOTAL = "total-pages"


class _Face:
    """One embedded font: its name, and how wide its words are."""

    def __init__(self, content: bytes) -> None:
        self.name = "log-" + hashlib.sha256(content).hexdigest()[:12]
        font = TTFont(self.name, BytesIO(content))
        pdfmetrics.registerFont(font)
        self._known = font.face.charToGlyph
        self.show = lru_cache(maxsize=20_000)(self._show)
        self.width = lru_cache(maxsize=20_000)(self._width)

    def _show(self, word: str) -> str:
        """Name the characters that the font lacks by their code: never a black box."""
        return "".join(
            character if ord(character) in self._known else f"[U+{ord(character):04X}]"
            for character in word
        )

    def _width(self, word: str) -> float:
        return float(pdfmetrics.stringWidth(word, self.name, SIZE))


def write_pdf(log: CallLog, file: BinaryIO, *, scratch: Path, progress: Progress) -> None:  # noqa: ARG001 - as all writers
    """Write the log; each page goes to the file as it fills, and the end can be stopped."""
    rows = log.header.rows
    canvas = Canvas(file, pagesize=landscape(A4 if log.paper == "a4" else LETTER), invariant=1)
    let_pages_flow(canvas, file, promised=TOTAL, ask=lambda: progress(rows, rows))
    canvas.setTitle("Call log")
    sheet = _Sheet(canvas, _Face(log.fonts["regular"]), _Face(log.fonts["bold"]), log)
    sheet.head()
    progress(0, rows)
    done = 0
    with closing(log.batches()) as batches:
        for row in chain.from_iterable(batches):
            sheet.call(row)
            done += 1
            if done % ASK_AFTER == 0:
                progress(done, rows)
    sheet.finish()
    canvas.save()


class _Sheet:
    """Lays blocks of lines on pages."""

    def __init__(self, canvas: Canvas, regular: _Face, bold: _Face, log: CallLog) -> None:
        self.canvas = canvas
        self.regular = regular
        self.bold = bold
        self.log = log
        self.names = [column.name for column in log.columns]
        self.titles = [column.title for column in log.columns]
        size: tuple[float, float] = canvas._pagesize  # type: ignore[attr-defined]  # noqa: SLF001 - has no other name
        self.width, self.height = size
        self.page = 1
        self.y = self.height - MARGIN

    def head(self) -> None:
        """Write the header of the log."""
        for label, value in self.log.header.lines():
            self._lines([(self.bold, f"{label}:"), (self.regular, value)], MARGIN)
        self.y -= GAP

    def call(self, row: tuple[Any, ...]) -> None:
        """Write one call: who and when in bold, then everything else that is there."""
        first, rest, note = [], [], ""
        for name, title, value in zip(self.names, self.titles, row, strict=True):
            if value == "":
                continue
            if name == "note":
                note = value
            elif name in FIRST_LINE:
                first.append(str(value))
            else:
                rest.append(f"{title}: {value}")
        blocks = [
            *self._wrap([(self.bold, " · ".join(first))], MARGIN),
            *self._wrap([(self.regular, "  |  ".join(rest))], MARGIN + INDENT),
        ]
        for line in note.splitlines():
            blocks += self._wrap([(self.regular, line)], MARGIN + INDENT)
        if self.y - LINE * min(len(blocks), 3) < MARGIN + LINE:
            self._next_page()
        for indent, block in blocks:
            self._draw(indent, block)
        self.y -= GAP

    def finish(self) -> None:
        """Close the last page and tell all pages how many there are."""
        self._footer()
        self.canvas.showPage()
        self.canvas.beginForm(TOTAL)
        self.canvas.setFont(self.regular.name, SIZE)
        self.canvas.drawString(0, 0, str(self.page))
        self.canvas.endForm()

    def _lines(self, runs: list[tuple[_Face, str]], indent: float) -> None:
        for left, line in self._wrap(runs, indent):
            self._draw(left, line)

    def _wrap(
        self, runs: list[tuple[_Face, str]], indent: float
    ) -> Iterator[tuple[float, list[tuple[_Face, str, float]]]]:
        """Break runs of words into lines; a word that fits no line is broken itself."""
        room = self.width - 2 * MARGIN - (indent - MARGIN)
        line: list[tuple[_Face, str, float]] = []
        x = 0.0
        for face, text in runs:
            space = face.width(" ")
            for word in text.split():
                for piece in _pieces(face, face.show(word), room):
                    width = face.width(piece)
                    if line and x + width > room:
                        yield indent, line
                        line, x = [], 0.0
                    line.append((face, piece, x))
                    x += width + space
        if line:
            yield indent, line

    def _draw(self, indent: float, line: list[tuple[_Face, str, float]]) -> None:
        if self.y < MARGIN + LINE:
            self._next_page()
        self.y -= LINE
        start = 0
        for place in range(1, len(line) + 1):
            if place == len(line) or line[place][0] is not line[start][0]:
                face, _, x = line[start]
                self.canvas.setFont(face.name, SIZE)
                words = " ".join(word for _, word, _ in line[start:place])
                self.canvas.drawString(indent + x, self.y, words)
                start = place

    def _next_page(self) -> None:
        self._footer()
        self.canvas.showPage()
        self.page += 1
        self.y = self.height - MARGIN

    def _footer(self) -> None:
        header = self.log.header
        sample = "SAMPLE DATA   " if header.sample else ""
        left = f"{sample}Call log, {header.period}   SHA-256 of body {header.body_sha256}"
        self.canvas.setFont(self.regular.name, SIZE)
        self.canvas.drawString(MARGIN, MARGIN / 2, self.regular.show(left))
        page = f"page {self.page} of "
        x = self.width - MARGIN - self.regular.width(page) - 30
        self.canvas.drawString(x, MARGIN / 2, page)
        self.canvas.saveState()
        self.canvas.translate(x + self.regular.width(page), MARGIN / 2)
        self.canvas.doForm(TOTAL)
        self.canvas.restoreState()


def _pieces(face: _Face, word: str, room: float) -> Iterator[str]:
    """Break a word that is wider than a line."""
    if face.width(word) <= room:
        yield word
        return
    piece, width = "", 0.0
    for character in word:
        step = face.width(character)
        if width + step > room:
            yield piece
            piece, width = "", 0.0
        piece += character
        width += step
    yield piece
