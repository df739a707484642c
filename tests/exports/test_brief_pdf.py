"""The brief on one sheet: whatever changed, one page, and nothing left out without a word."""

from __future__ import annotations

from datetime import date, timedelta

import pypdfium2
import pytest

from collections_desk.domain.brief import Brief, BriefLine, BriefPart
from collections_desk.exports.brief_pdf import BriefSheet, write_brief
from collections_desk.operations.desk import Resources

ASSETS = Resources().letter_assets
FONTS = (ASSETS.regular, ASSETS.bold)
DAY = date(2026, 11, 20)


def text_of(content: bytes) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(content)
    words = "\n".join(page.get_textpage().get_text_range() for page in document)
    count = len(document)
    document.close()
    return count, words


def brief(*counts: int, text: str = "Acme Tools: $100.00 promised for Friday") -> Brief:
    parts = tuple(
        BriefPart(
            f"part{number}",
            f"Group {number}",
            tuple(BriefLine(1, None, f"{text} no. {line}", DAY) for line in range(count)),
        )
        for number, count in enumerate(counts)
    )
    return Brief(DAY - timedelta(days=3), DAY, parts)


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize(
    "counts", [(1,), (3, 4, 5), (500,), (40, 2, 300, 1, 60, 7, 8, 9, 10, 400, 3, 90)]
)
def test_it_is_one_page_and_counts_what_does_not_fit(counts: tuple[int, ...], paper: str) -> None:
    count, words = text_of(
        write_brief(BriefSheet(brief(*counts), "Tamarack", "Robin", FONTS, paper))
    )

    assert count == 1
    shown = words.count(" no. ")
    more = sum(int(line.split()[1]) for line in words.splitlines() if line.startswith("and "))
    assert shown + more == sum(counts)
    assert shown >= min(sum(counts), 20)
    for number, lines in enumerate(counts):
        assert f"Group {number} ({lines})" in words
    assert "From Tue, Nov 17, 2026 to Fri, Nov 20, 2026. Tamarack, Robin" in words


def test_long_and_odd_names_stay_on_the_page() -> None:
    odd = "W" * 400 + " 漢字 <b>&amp; " + "long " * 80

    count, words = text_of(
        write_brief(BriefSheet(brief(30, text=odd), "Tamarack & Söhne", "", FONTS))
    )

    assert count == 1
    assert "…" in words
    assert "Tamarack & Söhne" in words


def test_a_character_without_a_drawing_is_named() -> None:
    _, words = text_of(write_brief(BriefSheet(brief(1, text="\U0001f600"), "T", "", FONTS)))

    assert "[U+1F600]" in words


def test_nothing_is_said_in_words_and_the_sample_says_so() -> None:
    _, words = text_of(write_brief(BriefSheet(brief(), "T", "", FONTS, sample=True)))

    assert "Nothing changed." in words
    assert "SAMPLE DATA" in words
