"""The wake-up brief on one sheet of paper.

What does not fit is counted in words ("and 12 more"), never cut without a sign.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_desk.domain.brief import Brief, BriefPart

#: Distances on the page, in points.
MARGIN, TITLE, LINE, GAP, INDENT, DAY_WIDE = 54.0, 20.0, 13.0, 7.0, 12.0, 62.0
#: Sizes of the letters, in points.
LARGE, HEAD, SMALL = 17.0, 10.5, 9.0
#: A line of the brief takes at most so many lines of the page.
MOST_WRAPPED = 2
#: A box to tick, in points.
BOX = 7.0


@dataclass(frozen=True, slots=True)
class BriefSheet:
    """What is written.

    Attributes:
        business: Whose desk it is.
        clerk: Who sits there.
        fonts: The bytes of a regular and a bold TrueType font.
        paper: "letter" or "a4".
        sample: The data is invented: the page says so.
    """

    brief: Brief
    business: str
    clerk: str
    fonts: tuple[bytes, bytes]
    paper: str = "letter"
    sample: bool = False


def write_brief(sheet: BriefSheet) -> bytes:
    """Return the brief as a PDF of one page."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4 if sheet.paper == "a4" else LETTER, invariant=1)
    canvas.setTitle("What changed")
    _Page(canvas, sheet).write()
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def day_words(day: date) -> str:
    """Return "Fri, Nov 20, 2026"."""
    return f"{day:%a, %b} {day.day}, {day.year}"


class _Face:
    """One embedded font."""

    def __init__(self, content: bytes, size: float) -> None:
        self.name = "brief-" + hashlib.sha256(content).hexdigest()[:12]
        self.size = size
        font = TTFont(self.name, BytesIO(content))
        pdfmetrics.registerFont(font)
        self._known = font.face.charToGlyph

    def show(self, text: str) -> str:
        """Name the characters that the font lacks by their code: never a black box."""
        return "".join(one if ord(one) in self._known else f"[U+{ord(one):04X}]" for one in text)

    def width(self, text: str) -> float:
        """Return how wide a text is, in points."""
        return float(pdfmetrics.stringWidth(text, self.name, self.size))

    def wrap(self, text: str, room: float) -> list[str]:
        """Break a text into lines; a word that fits no line is broken itself."""
        lines = [""]
        for word in self.show(text).split():
            joined = f"{lines[-1]} {word}".strip()
            if self.width(joined) <= room:
                lines[-1] = joined
                continue
            rest = word
            if lines[-1]:
                lines.append("")
            while self.width(rest) > room:
                fits = max(
                    (n for n in range(1, len(rest)) if self.width(rest[:n]) <= room), default=1
                )
                lines[-1], rest = rest[:fits], rest[fits:]
                lines.append("")
            lines[-1] = rest
        return lines

    def cut(self, text: str, room: float) -> str:
        """Return a text with a sign that it goes on, where it does not fit."""
        if self.width(text) <= room:
            return text
        while text and self.width(text + "…") > room:
            text = text[:-1]
        return text.rstrip() + "…"


class _Page:
    """Lays the groups on one page."""

    def __init__(self, canvas: Canvas, sheet: BriefSheet) -> None:
        self._canvas = canvas
        self._sheet = sheet
        size: tuple[float, float] = canvas._pagesize  # type: ignore[attr-defined]  # noqa: SLF001 - has no other name
        self._wide, self._high = size
        self._y = self._high - MARGIN
        regular, bold = sheet.fonts
        self._text, self._head = _Face(regular, SMALL), _Face(bold, HEAD)
        self._title = _Face(bold, LARGE)
        self._room = self._wide - 2 * MARGIN - INDENT - BOX - 4 - DAY_WIDE

    def write(self) -> None:
        """Write the page."""
        brief = self._sheet.brief
        if self._sheet.sample:
            self._say(self._head, "SAMPLE DATA", MARGIN, LINE)
        self._say(self._title, "What changed", MARGIN, TITLE)
        who = ", ".join(part for part in (self._sheet.business, self._sheet.clerk) if part)
        said = f"From {day_words(brief.since)} to {day_words(brief.day)}"
        self._say(self._text, f"{said}.  {who}".strip(), MARGIN, LINE)
        self._y -= GAP
        if not any(part.lines for part in brief.parts):
            self._say(self._text, "Nothing changed.", MARGIN, LINE)
            return
        parts = [part for part in brief.parts if part.lines]
        for part, shown in zip(parts, self._shown(parts), strict=True):
            self._part(part, shown)

    def _shown(self, parts: Sequence[BriefPart]) -> list[int]:
        """Return how many lines of each group fit; the longest groups give way first."""
        heights = [[len(self._lines(line.text)) for line in part.lines] for part in parts]
        shown = [len(part.lines) for part in parts]
        room = self._y - MARGIN
        while self._needed(heights, shown) > room and any(shown):
            longest = max(range(len(parts)), key=lambda number: (shown[number], number))
            shown[longest] -= 1
        return shown

    def _needed(self, heights: list[list[int]], shown: list[int]) -> float:
        total = 0.0
        for lines, count in zip(heights, shown, strict=True):
            rest = LINE if count < len(lines) else 0.0
            total += GAP + LINE + sum(lines[:count]) * LINE + rest
        return total

    def _lines(self, text: str) -> list[str]:
        wrapped = self._text.wrap(text, self._room)
        if len(wrapped) <= MOST_WRAPPED:
            return wrapped
        rest = " ".join(wrapped[MOST_WRAPPED - 1 :])
        return [*wrapped[: MOST_WRAPPED - 1], self._text.cut(rest, self._room)]

    def _part(self, part: BriefPart, shown: int) -> None:
        self._y -= GAP
        self._say(self._head, f"{part.title} ({len(part.lines)})", MARGIN, LINE)
        left = MARGIN + INDENT
        for line in part.lines[:shown]:
            self._canvas.rect(left, self._y - LINE + 1, BOX, BOX, stroke=1, fill=0)
            for number, words in enumerate(self._lines(line.text)):
                if number == 0 and line.when is not None:
                    self._right(f"{line.when:%b} {line.when.day}, {line.when.year}")
                self._say(self._text, words, left + BOX + 4, LINE)
        if shown < len(part.lines):
            more = len(part.lines) - shown
            words = f"and {more} more: they are on the screen Today."
            self._say(self._text, words, left + BOX + 4, LINE)

    def _say(self, face: _Face, text: str, left: float, down: float) -> None:
        self._y -= down
        self._canvas.setFont(face.name, face.size)
        self._canvas.drawString(
            left, self._y, face.cut(face.show(text), self._wide - MARGIN - left)
        )

    def _right(self, text: str) -> None:
        self._canvas.setFont(self._text.name, self._text.size)
        self._canvas.drawRightString(self._wide - MARGIN, self._y - LINE, self._text.show(text))
