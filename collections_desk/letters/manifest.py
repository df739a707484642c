"""The list that goes to the counter with the certified pieces.

It is called "Certified mail manifest" and carries no form number: a computer-made PS 3877
needs the written approval of the postmaster (postal reference, section 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.letters.flow import LEFT
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

    from collections_desk.letters.content import Letterhead
    from collections_desk.letters.fonts import Assets, Typeface

TITLE = "Certified mail manifest"
LINES_ON_A_SHEET = 8
_ROW = 0.82 * INCH


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One piece.

    Attributes:
        article_number: In groups of four.
        address_lines: The addressee, line by line.
        services: "Certified, return receipt card" for one.
        letter_ref: Our letter id.
        receipt_number: The green card's own number in fours, or "".
    """

    article_number: str
    address_lines: tuple[str, ...]
    services: str
    letter_ref: str
    receipt_number: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The sheet: the sender, the day of mailing, and the pieces in mailing order."""

    sender: Letterhead
    mailed_on: str
    rows: tuple[ManifestRow, ...]
    paper: tuple[float, float]
    sample: bool = False


def render_manifest(manifest: Manifest, assets: Assets) -> bytes:
    """Return the manifest as a PDF, eight pieces to the sheet."""
    fonts = typeface(assets)
    rows = manifest.rows
    sheets = [
        rows[start : start + LINES_ON_A_SHEET] for start in range(0, len(rows), LINES_ON_A_SHEET)
    ] or [()]
    pages = []
    for number, sheet in enumerate(sheets):
        page = Page(manifest.paper[0] * INCH, manifest.paper[1] * INCH)
        if manifest.sample:
            page.orders.append(Watermark("SAMPLE", fonts.bold))
        y = _head(page, manifest, fonts)
        y = _lines(page, fonts, sheet, number * LINES_ON_A_SHEET, y)
        _foot(page, fonts, manifest, sheet, y)
        numbering = f"Page {number + 1} of {len(sheets)}"
        page.text_right(page.width - LEFT, page.height - 40, numbering, fonts.regular, 8, GRAY)
        pages.append(page)
    return pdf(pages, assets, TITLE, manifest.sender.name)


def missing_in_manifest(manifest: Manifest, assets: Assets) -> tuple[str, ...]:
    """Name the characters of the manifest that the embedded fonts do not have."""
    texts = [manifest.sender.name, *manifest.sender.address]
    for row in manifest.rows:
        texts += row.address_lines
    return missing_characters(texts, assets)


def _head(page: Page, manifest: Manifest, fonts: Typeface) -> float:
    y = 0.75 * INCH
    page.text(LEFT, y, TITLE, fonts.bold, 15, INK)
    page.text_right(page.width - LEFT, y, f"Mailed {manifest.mailed_on}", fonts.regular, 9.5)
    y += 20
    page.text(LEFT, y, "Sender", fonts.regular, 7.6, GRAY)
    for line in (manifest.sender.name, *manifest.sender.address):
        page.text(LEFT + 48, y, printable(line), fonts.regular, 9)
        y += 12
    stamp_left = page.width - LEFT - 1.9 * INCH
    page.text(stamp_left, 0.75 * INCH + 20, "Postmark of receipt", fonts.regular, 7.6, GRAY)
    for x, to_x, at, to_at in (
        (stamp_left, page.width - LEFT, 0, 0),
        (stamp_left, page.width - LEFT, 62, 62),
        (stamp_left, stamp_left, 0, 62),
        (page.width - LEFT, page.width - LEFT, 0, 62),
    ):
        top = 0.75 * INCH + 26
        page.orders.append(Rule(x, top + at, to_x, top + to_at, 0.5, GRAY))
    return max(y, 0.75 * INCH + 96)


def _columns(page: Page) -> tuple[float, float, float, float]:
    return LEFT, LEFT + 24, LEFT + 178, page.width - LEFT - 118


def _lines(
    page: Page, fonts: Typeface, rows: Sequence[ManifestRow], before: int, y: float
) -> float:
    number_x, article_x, address_x, service_x = _columns(page)
    right = page.width - LEFT
    page.orders.append(Fill(LEFT, y, right - LEFT, 15, INK))
    for x, head in (
        (number_x + 3, "#"),
        (article_x, "Article number"),
        (address_x, "Addressee"),
        (service_x, "Service, our letter"),
    ):
        page.text(x, y + 10.5, head, fonts.bold, 7.8, 0xFFFFFF)
    y += 15
    for place, row in enumerate(rows):
        if place % 2:
            page.orders.append(Fill(LEFT, y, right - LEFT, _ROW, PALE))
        page.text(number_x + 3, y + 12, str(before + place + 1), fonts.regular, 8.6)
        page.text(article_x, y + 12, row.article_number, fonts.bold, 8.6)
        if row.receipt_number:
            page.text(article_x, y + 24, "Return receipt card", fonts.regular, 7.2, GRAY)
            page.text(article_x, y + 34, row.receipt_number, fonts.regular, 7.8)
        _address(page, fonts, row, (address_x, y, service_x - address_x - 8))
        line_y = y + 12
        for line in break_lines(row.services, fonts.regular, 8.2, right - service_x - 4):
            page.text(service_x, line_y, line, fonts.regular, 8.2)
            line_y += 10.4
        page.text(service_x, line_y, row.letter_ref, fonts.regular, 8.2, GRAY)
        y += _ROW
        page.orders.append(Rule(LEFT, y, right, y, 0.4))
    return y


def _address(
    page: Page, fonts: Typeface, row: ManifestRow, place: tuple[float, float, float]
) -> None:
    """Set the addressee as large as all of its lines fit."""
    x, y, width = place
    size = 8.4
    while True:
        lines = [
            part
            for line in row.address_lines
            for part in break_lines(printable(line), fonts.regular, size, width)
        ]
        if len(lines) * size * 1.2 <= _ROW - 6 or size <= 4:  # noqa: PLR2004 - still legible
            break
        size -= 0.4
    for number, line in enumerate(lines):
        page.text(x, y + 11.5 + number * size * 1.2, line, fonts.regular, size)


def _foot(
    page: Page,
    fonts: Typeface,
    manifest: Manifest,
    rows: Sequence[ManifestRow],
    y: float,
) -> None:
    right = page.width - LEFT
    # The unused part is struck out, so that nothing can be added after the counter signed.
    end = 0.75 * INCH + 96 + 15 + LINES_ON_A_SHEET * _ROW
    if rows and y < end - _ROW / 2:
        page.orders.append(Rule(LEFT, end, right, y, 0.6, GRAY))
    y = end + 22
    total = len(manifest.rows)
    for label, value, x in (
        ("Pieces listed on this sheet", str(len(rows)), LEFT),
        ("Pieces listed in all", str(total), LEFT + 150),
        ("Pieces received", "", LEFT + 270),
        ("Received by", "", LEFT + 360),
    ):
        page.text(x, y, label, fonts.regular, 7.6, GRAY)
        page.text(x, y + 16, value, fonts.bold, 10)
        if not value:
            to_x = right if label == "Received by" else x + 76
            page.orders.append(Rule(x, y + 20, to_x, y + 20, 0.5, GRAY))
