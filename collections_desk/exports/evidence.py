"""A paper as one PDF: cover, table of contents, sections, and stored documents behind them.

The same paper gives the same bytes. Pages of stored documents are put in as they are, a
little smaller, under a head that names the exhibit and the SHA-256 of the stored file.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from collections_desk.domain.paper import Paragraph
from collections_desk.exports.evidence_pages import (
    FOOT,
    GRAY,
    INK,
    LEADING,
    MARGIN,
    MARK,
    SIZES,
    TITLE,
    Bar,
    Flow,
    Words,
    draw_page,
    faces,
    rgb,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.paper import Exhibit, Paper
    from collections_desk.domain.progress import Progress
    from collections_desk.exports.evidence_pages import Faces

#: Room for the head of an exhibit above a page, in points.
EXHIBIT_HEAD = 34.0
#: The longest side of a picture in the paper, in pixels; a scan needs no more to be read.
MOST_PIXELS = 2400
#: Lines of the table of contents on one page.
CONTENTS_LINES = 38
#: How a program is told how far it is: laying out, drawing, putting documents in.
WHOLE, LAID, DRAWN = 100, 40, 60
#: What a picture may turn out to be when it is opened.
_UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
)
_ID = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]*)>\s*<([0-9A-Fa-f]*)>\s*\]")


class _Shown(NamedTuple):
    """One page behind the sections: a page of a PDF, a picture, or a sentence."""

    exhibit: Exhibit
    number: int
    of: int
    picture: bytes | None = None
    says: str = ""


def write_paper(
    paper: Paper, regular: bytes, bold: bytes, progress: Progress, *, size: str = "letter"
) -> tuple[bytes, int]:
    """Return a paper as a PDF, and the number of its pages.

    Args:
        paper: What it says.
        regular: A TrueType font; `bold` the same in bold.
        bold: See above.
        progress: Told how far it is, in hundredths; may cancel.
        size: "letter" or "a4".

    Raises:
        Cancelled: If the clerk asked for it.
    """
    fonts = faces(regular, bold)
    progress(0, WHOLE)
    flow = Flow(fonts, size, lambda: progress(LAID // 2, WHOLE))
    flow.new_page()
    if not paper.contents:
        _title(flow, paper)
    for section in paper.sections:
        flow.section(section)
    shown = [one for exhibit in paper.exhibits for one in _pages_of(exhibit)]
    progress(LAID, WHOLE)
    front = _front(paper, fonts, size, flow, shown) if paper.contents else []
    total = len(front) + len(flow.pages) + len(shown)
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(flow.width, flow.height), invariant=1, pageCompression=1)
    canvas.setTitle(paper.title)
    canvas.setAuthor(paper.author)
    canvas.setCreator("Collections Desk")
    for number, orders in enumerate([*front, *flow.pages], start=1):
        _mark(canvas, paper, fonts, flow)
        draw_page(canvas, orders)
        _foot(canvas, paper, fonts, flow, f"Page {number} of {total}")
        canvas.showPage()
    first = len(front) + len(flow.pages)
    for number, one in enumerate(shown, start=first + 1):
        progress(DRAWN * number // total, WHOLE)
        _exhibit_page(canvas, one, fonts, flow)
        _foot(canvas, paper, fonts, flow, f"Page {number} of {total}")
        canvas.showPage()
    canvas.save()
    return _with_documents(stream.getvalue(), shown, first, progress), total


def _pages_of(exhibit: Exhibit) -> list[_Shown]:
    """Return the pages that an exhibit takes."""
    kind = exhibit.media_type
    if kind == "application/pdf":
        try:
            with pypdfium2.PdfDocument(exhibit.content) as document:
                count = len(document)
        except pypdfium2.PdfiumError:
            count = 0
        if count:
            return [_Shown(exhibit, page, count) for page in range(1, count + 1)]
    elif kind.startswith("image/"):
        pictures = _pictures(exhibit.content)
        if pictures:
            count = len(pictures)
            return [
                _Shown(exhibit, place, count, picture)
                for place, picture in enumerate(pictures, start=1)
            ]
    says = (
        f"This file ({kind}, {len(exhibit.content):,} bytes) cannot be shown on paper. It is "
        "kept under the hash above."
    )
    return [_Shown(exhibit, 1, 1, None, says)]


def _pictures(content: bytes) -> list[bytes]:
    """Return each page of a picture file as PNG, no larger than is needed to read it."""
    found = []
    try:
        with Image.open(BytesIO(content)) as image:
            for frame in range(getattr(image, "n_frames", 1)):
                image.seek(frame)
                page = image.convert("RGB")
                page.thumbnail((MOST_PIXELS, MOST_PIXELS))
                stream = BytesIO()
                page.save(stream, "PNG")
                found.append(stream.getvalue())
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ):
        return []
    return found


def _title(flow: Flow, paper: Paper) -> None:
    """Set the head of a paper without a cover."""
    flow.y -= 4
    flow.words(paper.title, flow.fonts.bold, TITLE, INK)
    if paper.subtitle:
        flow.words(paper.subtitle, flow.fonts.regular, SIZES["text"] + 1, GRAY)
    flow.bar(1.1, INK)
    flow.y -= 6
    flow.facts(paper.head)


def _front(
    paper: Paper, fonts: Faces, size: str, body: Flow, shown: Sequence[_Shown]
) -> list[list[Words | Bar]]:
    """Lay out the cover and the table of contents, whose length is known beforehand."""
    entries = [title for title, _ in body.starts]
    places = [page for _, page in body.starts]
    for place, one in enumerate(shown):
        if one.number == 1:
            entries.append(f"{one.exhibit.label}: {one.exhibit.title}")
            places.append(len(body.pages) + place)
    count = 1 + max(1, -(-len(entries) // CONTENTS_LINES))
    flow = Flow(fonts, size, lambda: None)
    flow.new_page()
    flow.y -= 120
    flow.words(paper.title, fonts.bold, TITLE + 7, INK)
    flow.y -= 6
    flow.words(paper.subtitle, fonts.bold, 13)
    flow.bar(1.4, INK)
    flow.y -= 14
    flow.facts(paper.head, 150.0)
    for start in range(0, max(len(entries), 1), CONTENTS_LINES):
        flow.new_page()
        flow.words("Contents", fonts.bold, 14, INK)
        flow.bar(0.8, INK)
        flow.y -= 8
        for place in range(start, min(start + CONTENTS_LINES, len(entries))):
            _entry(flow, fonts, entries[place], places[place] + count + 1)
    return flow.pages


def _entry(flow: Flow, fonts: Faces, title: str, page: int) -> None:
    """Set one line of the contents; a title that is too long is shortened to its line."""
    size = SIZES["text"]
    room = flow.room - 40
    text = " ".join(fonts.regular.show(word) for word in title.split())
    while fonts.regular.width(text, size) > room:
        text = text[:-2].rstrip() + "\u2026"
    flow.y -= size * LEADING + 1.8
    number = str(page)
    right = MARGIN + flow.room - fonts.regular.width(number, size)
    flow.pages[-1].append(Words(MARGIN, flow.y, text, fonts.regular, size))
    flow.pages[-1].append(Words(right, flow.y, number, fonts.regular, size))


def _mark(canvas: Canvas, paper: Paper, fonts: Faces, flow: Flow) -> None:
    if not paper.sample:
        return
    canvas.saveState()
    canvas.setFillColorRGB(*rgb(MARK))
    canvas.translate(flow.width / 2, flow.height * 0.4)
    canvas.rotate(32)
    canvas.setFont(fonts.bold.name, 96)
    canvas.drawCentredString(0, -30, "SAMPLE")
    canvas.restoreState()


def _foot(canvas: Canvas, paper: Paper, fonts: Faces, flow: Flow, numbering: str) -> None:
    canvas.setFillColorRGB(*rgb(GRAY))
    canvas.setFont(fonts.regular.name, 7.4)
    room = flow.room - fonts.regular.width(numbering, 7.4) - 14
    text = " ".join(fonts.regular.show(word) for word in paper.footer.split())
    while fonts.regular.width(text, 7.4) > room:
        text = text[:-2].rstrip() + "\u2026"
    canvas.drawString(MARGIN, FOOT - 10, text)
    canvas.drawRightString(flow.width - MARGIN, FOOT - 10, numbering)


def _exhibit_page(canvas: Canvas, one: _Shown, fonts: Faces, flow: Flow) -> None:
    """Draw the head and the frame of an exhibit page; a PDF page is put into it later."""
    exhibit = one.exhibit
    head = Flow(fonts, "letter", lambda: None)
    head.width, head.height = flow.width, flow.height
    head.new_page()
    head.y = flow.height - 20
    head.words(f"{exhibit.label}: {exhibit.title}", fonts.bold, 9.2, INK)
    which = f"Page {one.number} of {one.of}, as stored. SHA-256 {exhibit.sha256}"
    head.words(which, fonts.regular, 6.8, GRAY)
    if one.says:
        head.y -= 30
        head.block(Paragraph(one.says))
    draw_page(canvas, head.pages[0])
    x, y, width, height = _box(flow)
    if one.picture is not None:
        picture = ImageReader(BytesIO(one.picture))
        wide, high = picture.getSize()
        scale = min(width / wide, height / high)
        canvas.drawImage(
            picture,
            x + (width - wide * scale) / 2,
            y + height - high * scale,
            wide * scale,
            high * scale,
        )
    if not one.says:
        canvas.setStrokeColorRGB(*rgb(GRAY))
        canvas.setLineWidth(0.4)
        canvas.rect(x, y, width, height)


def _box(flow: Flow) -> tuple[float, float, float, float]:
    """Return the frame into which a page of a document goes: x, y, width, height."""
    height = flow.height - EXHIBIT_HEAD - FOOT - 16
    width = flow.width - 2 * MARGIN * 0.6
    return MARGIN * 0.6, FOOT + 4, width, height


def _with_documents(
    content: bytes, shown: Sequence[_Shown], first: int, progress: Progress
) -> bytes:
    """Put the pages of the stored PDFs into their frames."""
    wanted = [
        (first + place, one)
        for place, one in enumerate(shown)
        if one.picture is None and not one.says
    ]
    if not wanted:
        return content
    with pypdfium2.PdfDocument(content) as whole:
        for number, (page, one) in enumerate(wanted):
            progress(DRAWN + (WHOLE - DRAWN) * number // len(wanted), WHOLE)
            with pypdfium2.PdfDocument(one.exhibit.content) as source:
                _put(whole, page, source, one.number - 1)
        stream = BytesIO()
        whole.save(stream)
    return _settled(stream.getvalue())


def _put(
    whole: pypdfium2.PdfDocument, place: int, source: pypdfium2.PdfDocument, page: int
) -> None:
    target = whole[place]
    wide, high = source.get_page_size(page)
    flow_width, flow_height = target.get_size()
    x, y = MARGIN * 0.6, FOOT + 4
    width = flow_width - 2 * MARGIN * 0.6
    height = flow_height - EXHIBIT_HEAD - FOOT - 16
    scale = min(width / wide, height / high)
    left, bottom = x + (width - wide * scale) / 2, y + height - high * scale
    inside = source.page_as_xobject(page, whole)
    shown = inside.as_pageobject()
    shown.set_matrix(pypdfium2.PdfMatrix(scale, 0, 0, scale, left, bottom))
    target.insert_obj(shown)
    target.gen_content()
    inside.close()


def _settled(content: bytes) -> bytes:
    """Give the file an id that hangs on nothing: PDFium makes a random one."""

    def zeros(found: re.Match[bytes]) -> bytes:
        text = found.group()
        for part in found.groups():
            text = text.replace(b"<" + part + b">", b"<" + b"0" * len(part) + b">")
        return text

    return _ID.sub(zeros, content)
