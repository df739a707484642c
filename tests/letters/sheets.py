"""Letters to lay out, and how to measure what came of it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw

from collections_desk.domain.envelopes import Box, EnvelopeProfile, envelope_profiles
from collections_desk.domain.merge_fields import MergedLine
from collections_desk.letters.content import (
    LetterContent,
    Letterhead,
    Statement,
    StatementRow,
    StatementTotal,
)
from collections_desk.letters.fonts import Assets

RESOURCES = Path(__file__).parents[2] / "resources"
DPI = 300
#: Darker than this is ink; gray rules count.
INK = 225


@cache
def profiles() -> dict[str, EnvelopeProfile]:
    text = (RESOURCES / "envelopes" / "envelopes.toml").read_text(encoding="utf-8")
    return envelope_profiles(text, "envelopes/envelopes.toml")


@cache
def assets(*, logo: bool = False) -> Assets:
    regular, bold, italic = (
        (RESOURCES / "fonts" / f"NotoSans-{name}.ttf").read_bytes()
        for name in ("Regular", "Bold", "Italic")
    )
    return Assets(regular, bold, italic, logo=a_logo() if logo else None)


def a_logo() -> bytes:
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).ellipse((10, 10, 290, 190), fill=(20, 60, 120))
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def text(words: str) -> MergedLine:
    return MergedLine("text", words)


BLANK = MergedLine("blank")


def a_statement(items: int, currency: str = "USD") -> Statement:
    rows = tuple(
        StatementRow(
            f"INV-{10400 + number}",
            "Aug 5, 2026",
            "Sep 4, 2026",
            str(77 - number % 70),
            "$1,234.50",
            "$200.00",
            "$1,034.50",
        )
        for number in range(items)
    )
    total = StatementTotal(f"Total {currency}", "$9,876.00", "$1,600.00", "$8,276.00")
    return Statement("Open items as of November 19, 2026", rows, (total,))


def a_letter(items: int = 8, **changes: Any) -> LetterContent:  # noqa: ANN401 - any part of it
    letter = LetterContent(
        ref="CD-2026-000123",
        envelope=profiles()["no10_window"],
        letterhead=Letterhead(
            "Northwind Traders Supply, Inc.",
            ("1200 Industrial Parkway, Suite 40", "Pittsburgh PA 15222"),
            ("412-555-0142", "accounts@northwind.example", "Monday to Friday, 8:30 to 5:00"),
        ),
        references=(
            ("Date", "November 20, 2026"),
            ("Letter", "CD-2026-000123"),
            ("Account", "C-4711"),
            ("Balances as of", "November 19, 2026"),
        ),
        service_lines=(
            "CERTIFIED MAIL",
            "9589 0710 5270 0000 1588 14",
            "Return receipt card (PS 3811)",
        ),
        address_lines=(
            "Łódź Hardware & Sons, LLC",
            "Attn: María Ñuñoa",
            "4500 West 12th Street, Floor 3",
            "Columbus OH 43215-1234",
        ),
        subject="Past due: $8,276.00",
        lines=(
            text("Dear María Ñuñoa,"),
            BLANK,
            text("Our books show that the invoices below are past due."),
            BLANK,
            MergedLine("statement_table"),
            BLANK,
            text("Please send $8,276.00 so that it reaches us by December 4, 2026."),
            MergedLine("bullet", "If an invoice is wrong, tell us which one and why."),
            BLANK,
            text("If the payment crossed this letter in the mail, please disregard it."),
        ),
        statement=a_statement(items),
        disputes=None,
        closing="Sincerely,",
        signer_name="Dana Whitfield",
        signer_role="Accounts Receivable",
        enclosures=("Copy of invoice INV-10400",),
        copies=("R. Okafor, Chief Financial Officer",),
        addressee="Łódź Hardware & Sons, LLC",
        footer="Northwind Traders Supply, Inc. \u00b7 Letter CD-2026-000123",
    )
    return replace(letter, **changes)


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [str(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def folded(words: str) -> str:
    """Fold white space away: where a line breaks on paper does not matter."""
    return "".join(words.replace("\ufffe", "").split())


def poppler_text(pdf: bytes) -> str:
    """Extract the text with a second reader."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def page_image(pdf: bytes, number: int = 0) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        image: Image.Image = document[number].render(scale=DPI / 72).to_pil().convert("L")
        return image
    finally:
        document.close()


def ink_box(image: Image.Image, region: Box) -> Box | None:
    """Return the smallest box around the ink in a region of the page, in inches."""
    left, top = max(region.left, 0.0), max(region.top, 0.0)
    part = image.crop(
        (
            round(left * DPI),
            round(top * DPI),
            round(region.right * DPI),
            round(region.bottom * DPI),
        )
    )
    found = part.point(lambda value: 255 if value < INK else 0).getbbox()
    if found is None:
        return None
    return Box(
        left + found[0] / DPI, top + found[1] / DPI, left + found[2] / DPI, top + found[3] / DPI
    )
