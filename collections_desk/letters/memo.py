"""The decision memo on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.decision_memo import aging_heads
from collections_desk.letters.flow import DENSITIES, LEFT, Density, Flow
from collections_desk.letters.fonts import missing_characters, printable, typeface
from collections_desk.letters.page import (
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

    from collections_desk.domain.decisions import Memo
    from collections_desk.letters.content import Letterhead
    from collections_desk.letters.fonts import Assets, Typeface

#: Where the values begin, from the left edge of the text.
VALUE = 2.05 * INCH
TABLE_SIZE, HEAD_SIZE, ROW = 8.2, 7.4, 13.0
TITLE = "Decision memo"


def render_memo(
    memo: Memo,
    sender: Letterhead,
    assets: Assets,
    *,
    paper: tuple[float, float],
    sample: bool = False,
) -> bytes:
    """Return the memo as a PDF; text is set closer until it keeps to one page.

    Args:
        memo: What it says.
        sender: The business.
        assets: Fonts.
        paper: Width and height of the page in inches.
        sample: Whether the word SAMPLE stands across it.
    """
    fonts = typeface(assets)
    pages: list[Page] = []
    for density in DENSITIES:
        pages = _laid(memo, sender, fonts, paper, density)
        if len(pages) == 1:
            break
    for number, page in enumerate(pages, start=1):
        y = page.height - 0.55 * INCH
        page.orders.append(Rule(LEFT, y - 11, page.width - LEFT, y - 11))
        foot = printable(f"{sender.name}, for internal use: decision on {memo.customer}")
        page.text(LEFT, y, foot, fonts.regular, 7.4, GRAY)
        numbering = f"Page {number} of {len(pages)}"
        page.text_right(page.width - LEFT, y, numbering, fonts.regular, 7.4, GRAY)
        if sample:
            page.orders.insert(0, Watermark("SAMPLE", fonts.bold))
    return pdf(pages, assets, f"{TITLE}: {memo.customer}", sender.name)


def missing_in_memo(memo: Memo, assets: Assets) -> tuple[str, ...]:
    """Name the characters of the memo that the embedded fonts do not have."""
    texts = [memo.customer, memo.reference]
    for lines in (memo.head, memo.decision, *(part.lines for part in memo.parts)):
        texts += [text for line in lines for text in line]
    for part in memo.parts:
        texts += part.words
    return missing_characters(texts, assets)


def _laid(
    memo: Memo, sender: Letterhead, fonts: Typeface, paper: tuple[float, float], density: Density
) -> list[Page]:
    first = Page(paper[0] * INCH, paper[1] * INCH)
    flow = Flow(
        fonts,
        first,
        0.6 * INCH,
        head_left=printable(memo.customer),
        head_right=TITLE,
        density=density,
    )
    _head(flow, memo, sender)
    _aging(flow, memo)
    for part in memo.parts:
        _part(flow, part.title, part.lines, part.words)
    if memo.decision:
        _part(flow, "Decision", memo.decision, ())
    _signature(flow)
    return flow.pages


def _head(flow: Flow, memo: Memo, sender: Letterhead) -> None:
    fonts, page = flow.fonts, flow.page
    page.text(LEFT, flow.y + 13, TITLE, fonts.bold, 15, INK)
    name = printable(sender.name)
    page.text_right(flow.right, flow.y + 13, name, fonts.regular, 8.6, GRAY)
    flow.y += 24
    flow.rule(1.1, INK)
    flow.y += 6
    who = f"{memo.customer}, {memo.reference}" if memo.reference else memo.customer
    flow.paragraph(printable(who), fonts.bold, 11.4, leading=15.0)
    _part_lines(flow, memo.head)
    flow.y += flow.density.gap


def _aging(flow: Flow, memo: Memo) -> None:
    if not memo.aging:
        return
    fonts = flow.fonts
    heads = aging_heads()
    label = 40.0
    step = (flow.width - label) / (len(heads) - 1)
    flow.page.orders.append(Fill(LEFT, flow.y, flow.width, ROW + 1, INK))
    for place, head in enumerate(heads[1:], start=1):
        x = LEFT + label + place * step - 4
        flow.page.text_right(x, flow.y + 9.6, head, fonts.bold, HEAD_SIZE, 0xFFFFFF)
    flow.y += ROW + 1
    for number, row in enumerate(memo.aging):
        if number % 2:
            flow.page.orders.append(Fill(LEFT, flow.y, flow.width, ROW, PALE))
        flow.page.text(LEFT + 4, flow.y + 9.4, row[0], fonts.bold, TABLE_SIZE)
        widest = max(fonts.bold.width(cell, TABLE_SIZE) for cell in row[1:])
        size = TABLE_SIZE * min(1.0, (step - 6) / widest)
        for place, cell in enumerate(row[1:], start=1):
            face = fonts.bold if place == len(row) - 1 else fonts.regular
            x = LEFT + label + place * step - 4
            flow.page.text_right(x, flow.y + 9.4, cell, face, size)
        flow.y += ROW
    flow.rule()
    flow.y += flow.density.gap


def _part(flow: Flow, title: str, lines: Sequence[tuple[str, str]], words: Sequence[str]) -> None:
    density = flow.density
    flow.gap(density.gap * 0.6)
    flow.need(density.leading * 3)
    flow.paragraph(title, flow.fonts.bold, density.size, color=INK)
    _part_lines(flow, lines)
    for text in words:
        flow.paragraph(
            printable(text),
            flow.fonts.regular,
            density.size - 0.6,
            leading=density.leading - 1.4,
            indent=VALUE,
        )


def _part_lines(flow: Flow, lines: Sequence[tuple[str, str]]) -> None:
    density, fonts = flow.density, flow.fonts
    size, leading = density.size - 0.6, density.leading - 1.4
    for label, value in lines:
        broken = break_lines(printable(value), fonts.regular, size, flow.width - VALUE)
        flow.need(min(len(broken), 2) * leading)
        for number, text in enumerate(broken):
            if leading > flow.room:
                flow.new_page()
            if number == 0:
                flow.page.text(LEFT, flow.y + size, printable(label), fonts.regular, size, GRAY)
            flow.page.text(LEFT + VALUE, flow.y + size, text, fonts.regular, size)
            flow.y += leading


def _signature(flow: Flow) -> None:
    """Leave room for who decides to sign and date the memo."""
    flow.need(46)
    flow.y += 34
    half = LEFT + flow.width * 0.58
    for x, to_x, words in (
        (LEFT, half - 24, "Decided by (signature)"),
        (half, flow.right, "Date"),
    ):
        flow.page.orders.append(Rule(x, flow.y, to_x, flow.y, 0.5, GRAY))
        flow.page.text(x, flow.y + 9, words, flow.fonts.regular, 7.2, GRAY)
    flow.y += 12
