"""The text of a letter flowing over pages: where the next line goes, and when a page is full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.letters.page import BLACK, GRAY, INCH, LIGHT, Page, Rule, break_lines

if TYPE_CHECKING:
    from collections_desk.letters.fonts import Face, Typeface

LEFT = 1.0 * INCH
#: Where text begins on the second page and those after it, and how far the foot reaches up.
NEXT_PAGE_TOP, FOOT = 1.25 * INCH, 0.88 * INCH

#: A paragraph of so many lines stays whole on a page.
WHOLE = 3


@dataclass(frozen=True, slots=True)
class Density:
    """How closely text is set, in points.

    Attributes:
        size: Size of the text.
        leading: From baseline to baseline.
        gap: Between paragraphs.
        sign: Room for the signature.
        head: Between the address or the references and the subject.
        list_gap: Before the enclosures and before the copies.
    """

    size: float
    leading: float
    gap: float
    sign: float
    head: float = 16.0
    list_gap: float = 8.0

    @property
    def signature(self) -> float:
        """Closing, room to sign, and three lines."""
        return self.leading * 4 + self.sign + 2


#: A letter that would run over by a few lines is set closer, so that it keeps to its page.
NORMAL = Density(9.8, 13.8, 7.0, 32.0)
CLOSE = Density(9.3, 12.3, 5.0, 25.0)
#: The closest that still reads well in the letters' typeface, to spare a page for a few lines.
TIGHT = Density(9.1, 11.3, 3.6, 21.0, head=10.0, list_gap=5.0)
#: From widest to closest; the first that needs the fewest pages is taken.
DENSITIES = (NORMAL, CLOSE, TIGHT)


class Flow:
    """Pages being filled from the top down.

    Attributes:
        fonts: The fonts.
        density: How closely text is set.
        pages: The pages so far.
        y: Where the next thing begins, in points from the top.
    """

    def __init__(  # noqa: PLR0913 - a page and what stands at its head
        self,
        fonts: Typeface,
        first: Page,
        top: float,
        *,
        head_left: str,
        head_right: str,
        density: Density = NORMAL,
    ) -> None:
        self.fonts = fonts
        self.density = density
        self.pages = [first]
        self.y = top
        self._head = (head_left, head_right)

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.pages[-1]

    @property
    def left(self) -> float:
        """The left edge of the text."""
        return LEFT

    @property
    def right(self) -> float:
        """The right edge of the text."""
        return self.page.width - LEFT

    @property
    def width(self) -> float:
        """How wide the text is."""
        return self.right - self.left

    @property
    def bottom(self) -> float:
        """How far down text may go."""
        return self.page.height - FOOT

    @property
    def room(self) -> float:
        """What is left of the page."""
        return self.bottom - self.y

    def new_page(self) -> None:
        """Begin a page with its running head."""
        page = Page(self.page.width, self.page.height)
        left, right = self._head
        self.pages.append(page)
        baseline = 0.82 * INCH
        wide = self.fonts.regular.width(right, 8.2)
        room = self.width - wide - 18
        page.text(LEFT, baseline, clipped(left, self.fonts.bold, 8.2, room), self.fonts.bold, 8.2)
        page.text_right(self.right, baseline, right, self.fonts.regular, 8.2, GRAY)
        page.orders.append(Rule(LEFT, baseline + 7, self.right, baseline + 7))
        self.y = NEXT_PAGE_TOP

    def need(self, height: float) -> None:
        """Go on to a new page unless `height` fits on this one."""
        if height > self.room and self.y > NEXT_PAGE_TOP:
            self.new_page()

    def gap(self, height: float) -> None:
        """Leave space, except at the head of a page."""
        if self.y > NEXT_PAGE_TOP:
            self.y += height

    def paragraph(  # noqa: PLR0913 - what, and how it looks
        self,
        text: str,
        face: Face,
        size: float | None = None,
        *,
        leading: float | None = None,
        color: int = BLACK,
        indent: float = 0.0,
        bullet: str = "",
    ) -> None:
        """Set a paragraph; no single line of it stays alone on a page if that can be helped."""
        size = size or self.density.size
        leading = leading or self.density.leading
        lines = break_lines(text, face, size, self.width - indent)
        # Three lines are never parted: one of them would stand alone.
        self.need((len(lines) if len(lines) <= WHOLE else 2) * leading)
        for number, line in enumerate(lines):
            left_over = len(lines) - number
            if leading > self.room or (left_over == 2 and 2 * leading > self.room):  # noqa: PLR2004
                self.new_page()
            if bullet and number == 0:
                self.page.text(self.left + indent - 11, self.y + size, bullet, face, size, color)
            self.page.text(self.left + indent, self.y + size, line, face, size, color)
            self.y += leading

    def rule(self, width: float = 0.5, color: int = LIGHT) -> None:
        """Draw a line over the width of the text."""
        self.page.orders.append(Rule(self.left, self.y, self.right, self.y, width, color))


def clipped(text: str, face: Face, size: float, width: float) -> str:
    """Shorten the running head to its place; the whole name stands on the first page."""
    if face.width(text, size) <= width:
        return text
    while text and face.width(text + "...", size) > width:
        text = text[:-1]
    return text.rstrip() + "..."
