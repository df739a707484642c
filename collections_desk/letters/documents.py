"""A letter as a PDF: the page that goes into the envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.envelopes import PAPERS
from collections_desk.errors import LetterRefusedError
from collections_desk.letters.flow import DENSITIES, LEFT, NORMAL, Density, Flow
from collections_desk.letters.fonts import missing_characters, printable, typeface
from collections_desk.letters.page import (
    BLACK,
    GRAY,
    INCH,
    INK,
    Page,
    Picture,
    Rule,
    Watermark,
    break_lines,
    pdf,
    picture_size,
)
from collections_desk.letters.statement import draw_disputes, draw_statement
from collections_desk.letters.survey_form import draw_survey, tick_box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.envelopes import Box
    from collections_desk.letters.content import LetterContent
    from collections_desk.letters.fonts import Assets, Typeface

#: Address type is at least 8 point (DMM 602); 10 where there is room.
LARGEST_ADDRESS, SMALLEST_ADDRESS = 10.0, 8.0
#: From line to line of an address, in type sizes: six lines of 8 point just fill the 0.75 inch
#: that a #10 window leaves.
ADDRESS_LEADING = 1.15
#: What two sums of points may differ by without meaning it.
ROUNDING = 0.01
LOGO_HEIGHT, LOGO_WIDTH = 0.62 * INCH, 2.0 * INCH
LETTERHEAD_TOP = 0.55 * INCH
#: Lines of the letter that stay with its closing: at least, and of one paragraph at most.
LEAST_TAIL, LONGEST_TAIL = 2, 6
#: A line of a list that begins so has a box to tick in the place of its point.
TICK = "[ ] "
#: Where this stands, the customer writes by hand: there is room above the line, in points.
TO_WRITE, ROOM_TO_WRITE = "____", 13.0
#: The lists of enclosures and copies, in points; longer ones need not stay with the closing.
LIST_SIZE, LIST_LEADING, LIST_INDENT, LONGEST_LISTS = 8.6, 11.6, 64.0, 120.0


def render_letter(content: LetterContent, assets: Assets) -> bytes:
    """Return the letter as a PDF; the same content gives the same bytes.

    Raises:
        LetterRefusedError: If the address does not fit the window of the envelope.
    """
    return pdf(lay_out(content, assets), assets, content.ref, content.letterhead.name)


def missing_glyphs(content: LetterContent, assets: Assets) -> tuple[str, ...]:
    """Name the characters of the letter that the embedded fonts do not have."""
    return missing_characters(content.texts(), assets)


def lay_out(content: LetterContent, assets: Assets) -> list[Page]:
    """Lay the letter out, count its pages, then number them.

    Raises:
        LetterRefusedError: If the address does not fit the window of the envelope.
    """
    fonts = typeface(assets)
    pages = _laid(content, assets, fonts, NORMAL)
    for density in DENSITIES[1:]:
        if len(pages) == 1:
            break
        closer = _laid(content, assets, fonts, density)
        if len(closer) < len(pages):
            pages = closer
    _finish(pages, content, fonts)
    return pages


def _laid(content: LetterContent, assets: Assets, fonts: Typeface, density: Density) -> list[Page]:
    width, height = (length * INCH for length in PAPERS[content.envelope.paper])
    first = Page(width, height)
    _fold_marks(first, content)
    _letterhead(first, content, assets, fonts)
    _address(first, content, fonts)
    reference_end = _references(first, content, fonts)
    flow = Flow(
        fonts,
        first,
        max(reference_end, _address_end(content)) + density.head,
        head_left=printable(content.addressee),
        head_right=printable(content.footer),
        density=density,
    )
    _text(flow, content)
    _signature(flow, content)
    _lists(flow, content)
    return flow.pages


def _finish(pages: Sequence[Page], content: LetterContent, fonts: Typeface) -> None:
    words = [word for word, on in (("SAMPLE", content.sample), ("COPY", content.copy_mark)) if on]
    for number, page in enumerate(pages, start=1):
        y = page.height - 0.62 * INCH
        right = page.width - LEFT
        page.orders.append(Rule(LEFT, y - 11, right, y - 11))
        page.text(LEFT, y, printable(content.footer), fonts.regular, 7.4, GRAY)
        numbering = f"Page {number} of {len(pages)}"
        page.text_right(right, y, numbering, fonts.regular, 7.4, GRAY)
        if words:
            page.orders.insert(0, Watermark(" ".join(words), fonts.bold))


def _fold_marks(page: Page, content: LetterContent) -> None:
    for fold in content.envelope.folds:
        y = fold * INCH
        page.orders.append(Rule(0.18 * INCH, y, 0.34 * INCH, y, 0.4, GRAY))


def _letterhead(page: Page, content: LetterContent, assets: Assets, fonts: Typeface) -> None:
    head = content.letterhead
    box = content.envelope.return_box
    if box is not None:
        _return_address(page, content, fonts, box)
        return
    x = LEFT
    if assets.logo is not None:
        wide, high = _logo_size(assets.logo)
        page.orders.append(Picture(x, LETTERHEAD_TOP, wide, high, assets.logo))
        x += wide + 14
    right = page.width - LEFT
    contact = [*head.address, *head.contact]
    contact_left = max(
        [right - fonts.regular.width(printable(line), 7.8) for line in contact], default=right
    )
    contact_left = min(contact_left, right - 2.1 * INCH)
    lines = [
        part
        for line in contact
        for part in break_lines(printable(line), fonts.regular, 7.8, right - contact_left)
    ]
    y = LETTERHEAD_TOP + 7.5
    for line in lines:
        page.text_right(right, y, line, fonts.regular, 7.8, GRAY)
        y += 10.2
    name_lines, size = _name_lines(printable(head.name), fonts, contact_left - x - 12)
    name_y = LETTERHEAD_TOP + size
    for line in name_lines:
        page.text(x, name_y, line, fonts.bold, size, INK)
        name_y += size * 1.2
    end = max(y - 4, name_y - size * 0.6, LETTERHEAD_TOP + (LOGO_HEIGHT if assets.logo else 0)) + 8
    page.orders.append(Rule(LEFT, end, right, end, 1.1, INK))


def _name_lines(name: str, fonts: Typeface, width: float) -> tuple[list[str], float]:
    for size in (17.0, 15.0, 13.0, 11.0):
        lines = break_lines(name, fonts.bold, size, width)
        if len(lines) == 1:
            return lines, size
    return lines, size


def _logo_size(content: bytes) -> tuple[float, float]:
    wide, high = picture_size(content)
    scale = min(LOGO_WIDTH / wide, LOGO_HEIGHT / high)
    return wide * scale, high * scale


def _return_address(page: Page, content: LetterContent, fonts: Typeface, box: Box) -> None:
    """Set the sender where a second window shows it, and the rest beside that window."""
    head = content.letterhead
    lines = [printable(line) for line in (head.name, *head.address)]
    _boxed(page, lines, box, fonts, "the sender's address", first_bold=True)
    y = 0.55 * INCH + 8
    for line in head.contact:
        page.text_right(page.width - LEFT, y, printable(line), fonts.regular, 8, GRAY)
        y += 11


def _address(page: Page, content: LetterContent, fonts: Typeface) -> None:
    lines = [printable(line) for line in content.address_lines]
    _boxed(page, lines, content.envelope.address_box, fonts, "the address")


def _boxed(  # noqa: PLR0913 - a block, its place and its name
    page: Page,
    lines: Sequence[str],
    box: Box,
    fonts: Typeface,
    what: str,
    *,
    first_bold: bool = False,
) -> None:
    """Set lines inside a box, as large as they fit; nothing of an address is cut.

    Raises:
        LetterRefusedError: If they do not fit at the smallest size that mail allows.
    """
    width, height = box.width * INCH, box.height * INCH
    size = LARGEST_ADDRESS
    while True:
        broken = [part for line in lines for part in break_lines(line, fonts.regular, size, width)]
        # From the top of the capitals of the first line to the tails of the last.
        taken = (len(broken) - 1) * size * ADDRESS_LEADING + size
        if taken <= height + ROUNDING and (
            len(broken) == len(lines) or size <= SMALLEST_ADDRESS + 0.5
        ):
            break
        size -= 0.25
        if size < SMALLEST_ADDRESS:
            smallest = SMALLEST_ADDRESS
            fit = int((height + ROUNDING - smallest) / (smallest * ADDRESS_LEADING)) + 1
            raise LetterRefusedError(
                f"There is no room for {what} in the window of this envelope: "
                f"{len(broken)} lines where {fit} fit.",
                "Shorten the address lines for this letter, or choose an envelope with a larger "
                "window or a label. Nothing was printed.",
            )
    spare = height - taken
    leading = size * ADDRESS_LEADING + min(max(spare, 0) / max(len(broken) - 1, 1), size * 0.15)
    y = box.top * INCH + size * 0.78
    for number, line in enumerate(broken):
        face = fonts.bold if first_bold and number == 0 else fonts.regular
        page.text(box.left * INCH, y, line, face, size)
        y += leading


def _address_end(content: LetterContent) -> float:
    exposed = content.envelope.exposed_box
    box = content.envelope.address_box
    return max(exposed.bottom if exposed else 0.0, box.bottom) * INCH


def _references(page: Page, content: LetterContent, fonts: Typeface) -> float:
    """Set date, letter id and the like to the right of all that a window can show."""
    exposed = content.envelope.exposed_box
    box = content.envelope.address_box
    clear = (exposed.right if exposed else box.right) * INCH + 9
    right = page.width - LEFT
    x = max(clear, right - 2.05 * INCH)
    y = min(box.top, 2.45) * INCH + 7
    if content.service_lines:
        y = _service(page, content, fonts, x, right, y)
    label_width = max(
        [fonts.regular.width(label, 7.6) for label, _ in content.references], default=0.0
    )
    for label, value in content.references:
        page.text(x, y, label, fonts.regular, 7.6, GRAY)
        left = x + label_width + 8
        for line in break_lines(printable(value), fonts.regular, 8.6, right - left):
            page.text(left, y, line, fonts.regular, 8.6, BLACK)
            y += 11.2
        y += 1.4
    return y


def _service(  # noqa: PLR0913, PLR0917 - a block and its place
    page: Page, content: LetterContent, fonts: Typeface, x: float, right: float, y: float
) -> float:
    top = y - 7
    page.orders.append(Rule(x, top - 2, right, top - 2, 0.8, INK))
    y += 3
    for number, line in enumerate(content.service_lines):
        face, size = (fonts.bold, 8.8) if number == 0 else (fonts.regular, 8.2)
        for part in break_lines(printable(line), face, size, right - x):
            page.text(x, y, part, face, size, INK if number == 0 else BLACK)
            y += 11
    page.orders.append(Rule(x, y - 6, right, y - 6, 0.8, INK))
    return y + 7


def _text(flow: Flow, content: LetterContent) -> None:
    density, regular = flow.density, flow.fonts.regular
    subject = printable(content.subject)
    if subject:
        flow.paragraph(subject, flow.fonts.bold, 11.2, leading=14.6, color=INK)
        flow.gap(density.gap)
    kinds = [line.kind for line in content.lines]
    last = max((at for at, kind in enumerate(kinds) if kind != "blank"), default=-1)
    kept_from, height = _tail(flow, content, last)
    for at, line in enumerate(content.lines):
        if at == kept_from:
            flow.need(height)
        if line.kind == "blank":
            # Lines that had nothing to say were left out; their empty lines go with them.
            if at < last and kinds[at - 1 : at] != ["blank"]:
                flow.gap(density.gap)
        elif line.kind == "statement_table" and content.statement is not None:
            draw_statement(flow, content.statement)
        elif line.kind == "dispute_table" and content.disputes is not None:
            draw_disputes(flow, content.disputes)
        elif line.kind == "survey_form" and content.survey is not None:
            draw_survey(flow, content.survey)
        elif line.kind == "bullet":
            _bullet(flow, printable(line.text))
        else:
            flow.gap(_room_to_write(line.text))
            flow.paragraph(printable(line.text), regular)


def _bullet(flow: Flow, text: str) -> None:
    """Set a line of a list, with a point before it or with a box to tick."""
    regular = flow.fonts.regular
    if text.startswith(TICK):
        words = text.removeprefix(TICK)
        flow.need(2 * flow.density.leading)
        tick_box(flow.page, flow.left + 4, flow.y + 1.5)
        flow.paragraph(words, regular, indent=22)
        flow.gap(3.5)
        return
    flow.paragraph(text, regular, indent=18, bullet="\u2022")
    flow.gap(1.5)


def _room_to_write(text: str) -> float:
    return ROOM_TO_WRITE if TO_WRITE in text else 0.0


def _tail(flow: Flow, content: LetterContent, last: int) -> tuple[int, float]:
    """Return the line from which on the text stays with the closing, and how high that is.

    No signature stands on a page without at least two lines of the letter above it, and no
    list of enclosures or copies without the signature.
    """
    density = flow.density
    closing = density.gap + density.signature + _lists_height(flow, content)
    start, count, rows, gaps, room = -1, 0, 0, 0, 0.0
    for at in range(last, -1, -1):
        line = content.lines[at]
        if line.kind == "blank":
            gaps += 1
            continue
        if line.kind not in {"text", "bullet"}:
            break
        words = break_lines(printable(line.text), flow.fonts.regular, density.size, flow.width)
        start, rows = at, rows + min(len(words), LONGEST_TAIL)
        room += _room_to_write(line.text)
        count += sum(bool(word.strip()) for word in words)
        if count >= LEAST_TAIL:
            break
    return start, rows * density.leading + gaps * density.gap + room + closing


def _lists_height(flow: Flow, content: LetterContent) -> float:
    """Return how high the lists of enclosures and copies will be."""
    room = flow.width - LIST_INDENT
    height = 0.0
    for lines in (content.enclosures, content.copies):
        if lines:
            broken = [
                part
                for line in lines
                for part in break_lines(printable(line), flow.fonts.regular, LIST_SIZE, room)
            ]
            height += flow.density.list_gap + len(broken) * LIST_LEADING
    # Lists longer than this flow on to the next page.
    return min(height, LONGEST_LISTS)


def _signature(flow: Flow, content: LetterContent) -> None:
    """Set the closing with room to sign."""
    business = printable(content.letterhead.name)
    density = flow.density
    flow.gap(density.gap)
    flow.need(density.signature)
    regular, bold = flow.fonts.regular, flow.fonts.bold
    flow.paragraph(printable(content.closing), regular)
    flow.y += density.sign
    flow.paragraph(printable(content.signer_name), bold)
    if content.signer_role:
        flow.paragraph(printable(content.signer_role), regular, density.size - 0.6)
    flow.paragraph(business, regular, density.size - 0.6)


def _lists(flow: Flow, content: LetterContent) -> None:
    for label, lines in (("Enclosures", content.enclosures), ("Copy to", content.copies)):
        if not lines:
            continue
        title = label[:-1] if label == "Enclosures" and len(lines) == 1 else label
        flow.gap(flow.density.list_gap)
        flow.need(LIST_LEADING)
        y = flow.y + 8.6
        flow.page.text(flow.left, y, title, flow.fonts.bold, 8.2, GRAY)
        for line in lines:
            flow.paragraph(
                printable(line),
                flow.fonts.regular,
                LIST_SIZE,
                leading=LIST_LEADING,
                indent=LIST_INDENT,
            )
