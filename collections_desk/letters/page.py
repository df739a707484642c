"""Pages as plain drawing orders: laid out first, counted, then drawn.

Text goes to the canvas as it is. There is no markup anywhere in a letter, so there is
nothing in a name that could be read as markup. All lengths are in points; `y` counts from
the top of the page, as one reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from collections_desk.letters.fonts import settle, typeface

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from collections_desk.letters.fonts import Assets, Face

# Streams stay binary: the text form of them is a quarter larger and takes its time.
rl_config.useA85 = 0

INCH = 72.0
#: Ink of the letterhead and of headings; text is black, for a letter is also faxed and copied.
INK, BLACK, GRAY, LIGHT, PALE = 0x1F3A5F, 0x111111, 0x5A6270, 0xC9CFD8, 0xF3F5F8
WATERMARK_INK = 0xE3E6EA


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text with its baseline at `y`."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    color: int = BLACK


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    width: float = 0.5
    color: int = LIGHT


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled rectangle whose upper left corner is at `x`, `y`."""

    x: float
    y: float
    width: float
    height: float
    color: int = PALE


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in the box whose upper left corner is at `x`, `y`."""

    x: float
    y: float
    width: float
    height: float
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Watermark:
    """A word across the lower part of the page, under everything else."""

    word: str
    face: Face


Order = Text | Rule | Fill | Picture | Watermark


@dataclass(slots=True)
class Page:
    """One page: its size in points, and what is drawn on it, in order."""

    width: float
    height: float
    orders: list[Order] = field(default_factory=list)

    def text(  # noqa: PLR0913, PLR0917 - where, what, and how it looks
        self, x: float, y: float, text: str, face: Face, size: float, color: int = BLACK
    ) -> None:
        """Add text that begins at `x`."""
        if text:
            self.orders.append(Text(x, y, text, face, size, color))

    def text_right(  # noqa: PLR0913, PLR0917 - where, what, and how it looks
        self, x: float, y: float, text: str, face: Face, size: float, color: int = BLACK
    ) -> None:
        """Add text that ends at `x`."""
        self.text(x - face.width(text, size), y, text, face, size, color)


@lru_cache(maxsize=4)
def picture_size(content: bytes) -> tuple[int, int]:
    """Return width and height of an image in pixels."""
    width, height = ImageReader(BytesIO(content)).getSize()
    return int(width), int(height)


@lru_cache(maxsize=4)
def _picture(content: bytes) -> ImageReader:
    return ImageReader(BytesIO(content))


def new_canvas(
    stream: BytesIO, assets: Assets, title: str, author: str, *, duplex: bool = False
) -> Canvas:
    """Open a PDF whose bytes depend on its content alone: no clock, no random id."""
    canvas = Canvas(stream, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("Collections Desk")
    canvas.setViewerPreference("PrintScaling", "None")
    if duplex:
        canvas.setViewerPreference("Duplex", "DuplexFlipLongEdge")
    settle(typeface(assets), canvas)
    return canvas


def draw(canvas: Canvas, pages: Iterable[Page]) -> None:
    """Draw pages at the end of the PDF."""
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        _draw_page(canvas, page)
        canvas.showPage()


def pdf(pages: Sequence[Page], assets: Assets, title: str, author: str) -> bytes:
    """Return a PDF of these pages."""
    stream = BytesIO()
    canvas = new_canvas(stream, assets, title, author)
    draw(canvas, pages)
    canvas.save()
    return stream.getvalue()


def _draw_page(canvas: Canvas, page: Page) -> None:
    """Draw what lies below first, then all text in one piece: a third of the time."""
    for order in page.orders:
        if not isinstance(order, Text):
            _draw_below(canvas, page, order)
    # Straight to the text object's list of orders: its own `textOut` measures every text again.
    block: Any = canvas.beginText()
    code = block._code  # noqa: SLF001 - see above
    color, font = -1, ("", 0.0)
    for order in page.orders:
        if not isinstance(order, Text):
            continue
        if order.color != color:
            color = order.color
            block.setFillColorRGB(*_rgb(color))
        if (order.face.name, order.size) != font:
            font = (order.face.name, order.size)
            block.setFont(*font)
        code.append(f"1 0 0 1 {order.x:.2f} {page.height - order.y:.2f} Tm")
        code.append(block._formatText(order.text))  # noqa: SLF001 - see above
    canvas.drawText(block)


def _draw_below(canvas: Canvas, page: Page, order: Rule | Fill | Picture | Watermark) -> None:
    height = page.height
    if isinstance(order, Rule):
        canvas.setStrokeColorRGB(*_rgb(order.color))
        canvas.setLineWidth(order.width)
        canvas.line(order.x, height - order.y, order.to_x, height - order.to_y)
    elif isinstance(order, Fill):
        canvas.setFillColorRGB(*_rgb(order.color))
        y = height - order.y - order.height
        canvas.rect(order.x, y, order.width, order.height, stroke=0, fill=1)
    elif isinstance(order, Picture):
        y = height - order.y - order.height
        picture = _picture(order.content)
        canvas.drawImage(picture, order.x, y, order.width, order.height, mask="auto")
    else:
        _draw_watermark(canvas, page, order)


def _draw_watermark(canvas: Canvas, page: Page, mark: Watermark) -> None:
    """Draw the word below the first fold, so that it shows in no window."""
    size = 96.0
    canvas.saveState()
    canvas.setFillColorRGB(*_rgb(WATERMARK_INK))
    canvas.translate(page.width / 2, page.height * 0.36)
    canvas.rotate(32)
    canvas.setFont(mark.face.name, size)
    canvas.drawString(-mark.face.width(mark.word, size) / 2, -size / 3, mark.word)
    canvas.restoreState()


@lru_cache(maxsize=64)
def _rgb(color: int) -> tuple[float, float, float]:
    return ((color >> 16) & 255) / 255, ((color >> 8) & 255) / 255, (color & 255) / 255


def break_lines(text: str, face: Face, size: float, width: float) -> list[str]:
    """Break text into lines no wider than `width`; a word that is wider is broken.

    Line breaks in the text stay line breaks. Nothing is lost: a space may become the end
    of a line, and that is all.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _broken(part, face, size, width)
    return lines


def _broken(text: str, face: Face, size: float, width: float) -> list[str]:
    space = face.width(" ", size)
    lines: list[str] = []
    words: list[str] = []
    used = 0.0
    for whole in text.split(" "):
        for word in _fitting(whole, face, size, width):
            wide = face.width(word, size)
            if words and used + space + wide > width:
                lines.append(" ".join(words))
                words, used = [], 0.0
            used += wide + (space if words else 0.0)
            words.append(word)
    lines.append(" ".join(words))
    return lines


def _fitting(word: str, face: Face, size: float, width: float) -> list[str]:
    if face.width(word, size) <= width:
        return [word]
    parts: list[str] = []
    start, used = 0, 0.0
    for place, character in enumerate(word):
        wide = face.width(character, size)
        if used + wide > width and place > start:
            parts.append(word[start:place])
            start, used = place, 0.0
        used += wide
    parts.append(word[start:])
    return parts
