"""The confirmation of a settlement: one page with both signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.letter_words import as_sentence
from collections_desk.letters.flow import LEFT, Flow
from collections_desk.letters.fonts import printable, typeface
from collections_desk.letters.page import GRAY, INCH, INK, Page, Rule, Watermark, pdf

if TYPE_CHECKING:
    from collections_desk.letters.content import Letterhead
    from collections_desk.letters.fonts import Assets

TITLE = "Settlement confirmation"


@dataclass(frozen=True, slots=True)
class SettlementPaper:
    """What the page says; amounts and days in words of the locale."""

    sender: Letterhead
    customer: str
    reference: str
    dated: str
    owed: str
    agreed: str
    given_up: str
    due: str
    how_to_pay: str
    signer: str
    role: str
    number: int


def render_settlement(
    paper: SettlementPaper, assets: Assets, *, size: tuple[float, float], sample: bool = False
) -> bytes:
    """Return the confirmation as a PDF; `size` is width and height of the page in inches."""
    fonts = typeface(assets)
    first = Page(size[0] * INCH, size[1] * INCH)
    flow = Flow(fonts, first, 0.7 * INCH, head_left=printable(paper.customer), head_right=TITLE)
    name = printable(paper.sender.name)
    first.text(LEFT, flow.y + 14, name, fonts.bold, 14, INK)
    contact = " \u00b7 ".join((*paper.sender.address, *paper.sender.contact))
    flow.y += 22
    flow.paragraph(printable(contact), fonts.regular, 8.0, leading=10.4, color=GRAY)
    flow.rule(1.1, INK)
    flow.y += 24
    flow.paragraph(TITLE, fonts.bold, 13, leading=18, color=INK)
    who = f"{paper.customer}, account {paper.reference}" if paper.reference else paper.customer
    flow.paragraph(printable(who), fonts.bold)
    flow.paragraph(f"{paper.dated}, settlement {paper.number}", fonts.regular, color=GRAY)
    flow.y += 12
    for text in _sentences(paper):
        flow.paragraph(printable(text), fonts.regular)
        flow.y += 8
    _signatures(flow, paper)
    for number, page in enumerate(flow.pages, start=1):
        foot = f"{TITLE} {paper.number}, page {number} of {len(flow.pages)}"
        page.text_right(flow.right, page.height - 0.55 * INCH, foot, fonts.regular, 7.4, GRAY)
        if sample:
            page.orders.insert(0, Watermark("SAMPLE", fonts.bold))
    return pdf(flow.pages, assets, f"{TITLE} {paper.number}", paper.sender.name)


def _sentences(paper: SettlementPaper) -> tuple[str, ...]:
    pay = as_sentence(paper.how_to_pay.strip())
    quote = f"Please quote settlement {paper.number}."
    opened = (
        f"On {paper.dated} the open balance is {paper.owed}. We have agreed that "
        f"{paper.customer} pays {paper.agreed} so that it reaches {paper.sender.name} by "
        f"{paper.due}."
    )
    kept = (
        f"If {paper.agreed} is here by {paper.due}, the remaining {paper.given_up} is not asked "
        "for any more, and nothing is left open of this balance."
    )
    missed = (
        f"If it is not here by {paper.due}, this agreement ends by itself. What was paid is "
        "taken off, and the rest of the balance stands as before."
    )
    rest = (
        "Everything else that was agreed between us is not changed by this. A change of this "
        "agreement is in writing."
    )
    return (opened, kept, missed, rest, f"{pay} {quote}" if pay else quote)


def _signatures(flow: Flow, paper: SettlementPaper) -> None:
    fonts = flow.fonts
    flow.need(90)
    flow.y += 52
    middle = LEFT + flow.width / 2
    ours = ", ".join(part for part in (paper.signer, paper.role) if part)
    for x, to_x, whom, below in (
        (LEFT, middle - 18, paper.sender.name, ours),
        (middle + 18, flow.right, paper.customer, "Name, date"),
    ):
        page = flow.page
        page.orders.append(Rule(x, flow.y, to_x, flow.y, 0.6, GRAY))
        page.text(x, flow.y + 11, printable(whom), fonts.regular, 8.4)
        page.text(x, flow.y + 22, printable(below), fonts.regular, 7.6, GRAY)
    flow.y += 30
