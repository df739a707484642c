"""The page that goes into the envelope, measured and read back."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collections_desk.domain.envelopes import Box
from collections_desk.errors import LetterRefusedError
from collections_desk.letters.content import LetterContent, frozen, thawed
from collections_desk.letters.documents import (
    lay_out,
    missing_glyphs,
    render_letter,
)
from collections_desk.letters.flow import FOOT
from collections_desk.letters.fonts import typeface
from collections_desk.letters.page import Page, Text, break_lines
from collections_desk.letters.runs import render_many
from tests.letters.sheets import (
    BLANK,
    a_letter,
    a_statement,
    assets,
    folded,
    ink_box,
    page_image,
    page_texts,
    poppler_text,
    profiles,
    text,
)
from tests.shared_data import hostile, needs_shared_data

NAMES = [item for item in hostile("customer_name") if "value" in item]
LITERAL = {"pdf_literal", "pdf_literal_embedded_font"}
FULL_ADDRESS = (
    "Northwestern Agricultural Implements, LLC",
    "Attn: Accounts Payable, Jgpqy Ågren",
    "4500 West 12th Street, Floor 3",
    "Columbus OH 43215-1234",
)


@pytest.mark.parametrize("name", [name for name, one in profiles().items() if one.exposed_box])
def test_the_address_stands_in_the_window_and_nothing_else_does(name: str) -> None:
    envelope = profiles()[name]
    letter = a_letter(envelope=envelope, address_lines=FULL_ADDRESS)
    if name == "no10_window_375":
        letter = replace(letter, address_lines=FULL_ADDRESS[:1] + FULL_ADDRESS[2:])

    image = page_image(render_letter(letter, assets(logo=True)))

    assert envelope.exposed_box is not None
    shown = ink_box(image, envelope.exposed_box)
    assert shown is not None
    safe = envelope.address_box
    assert safe.left - 0.005 <= shown.left
    assert safe.top - 0.005 <= shown.top
    assert shown.right <= safe.right + 0.005
    assert shown.bottom <= safe.bottom + 0.005


def test_the_sender_stands_in_the_second_window() -> None:
    envelope = profiles()["no10_double"]
    assert envelope.return_box is not None
    assert envelope.return_exposed is not None

    image = page_image(render_letter(a_letter(envelope=envelope), assets(logo=True)))

    upper = replace(envelope.return_exposed, bottom=envelope.return_box.bottom + 0.2)
    shown = ink_box(image, upper)
    assert shown is not None
    assert envelope.return_box.left - 0.005 <= shown.left
    assert envelope.return_box.top - 0.005 <= shown.top
    assert shown.right <= envelope.return_box.right + 0.005
    assert shown.bottom <= envelope.return_box.bottom + 0.005


def first_page_or_none(letter: LetterContent) -> Page | None:
    try:
        return lay_out(letter, assets())[0]
    except LetterRefusedError:
        return None


@given(
    lines=st.lists(
        st.text("ABCDEFGHIJKLMÅÑÓabcdefgjpqy0123456789 ", min_size=1, max_size=60),
        min_size=1,
        max_size=7,
    ),
    name=st.sampled_from(["no10_window", "no9_window", "dl_window", "no10_double"]),
)
@settings(max_examples=60, deadline=None)
def test_an_address_fits_its_box_whole_or_is_refused(lines: list[str], name: str) -> None:
    envelope = profiles()[name]
    letter = a_letter(items=1, envelope=envelope, address_lines=tuple(lines))
    page = first_page_or_none(letter)
    if page is None:
        return
    box = envelope.address_box
    inside = [
        order
        for order in page.orders
        if isinstance(order, Text)
        and abs(order.x - box.left * 72) < 0.01
        and box.top * 72 <= order.y <= box.bottom * 72
    ]

    assert folded("".join(order.text for order in inside)) == folded("".join(lines))
    for order in inside:
        assert order.size >= 8
        assert order.y - order.size * 0.78 >= box.top * 72 - 0.01
        assert order.y + order.size * 0.22 <= box.bottom * 72 + 0.01
        assert order.x + order.face.width(order.text.rstrip(), order.size) <= box.right * 72 + 0.01


def test_too_long_an_address_is_refused_by_name() -> None:
    letter = a_letter(address_lines=tuple(f"Line {number} of the address" for number in range(9)))

    with pytest.raises(LetterRefusedError, match=r"room for the address .* 9 lines where 6 fit"):
        render_letter(letter, assets())


def test_six_address_lines_fit_the_window_of_a_common_envelope() -> None:
    letter = a_letter(items=1, address_lines=tuple(f"Line {number}" for number in range(6)))

    assert first_page_or_none(letter) is not None


def test_the_same_letter_gives_the_same_bytes() -> None:
    first = render_letter(a_letter(40), assets(logo=True))

    assert render_letter(a_letter(40), assets(logo=True)) == first
    assert render_letter(a_letter(40, subject="Another"), assets(logo=True)) != first


def test_a_letter_frozen_and_thawed_gives_the_same_bytes() -> None:
    letter = a_letter(3)
    stored = json.loads(json.dumps(frozen(letter)))
    again = thawed(stored, letter.envelope, letter.service_lines, sample=False, copy_mark=False)

    assert again == letter
    assert render_letter(again, assets()) == render_letter(letter, assets())


@pytest.mark.parametrize("items", [1, 8, 20, 40, 200])
def test_every_line_of_the_statement_is_printed_and_pages_are_counted(items: int) -> None:
    pages = page_texts(render_letter(a_letter(items), assets()))

    whole = "\n".join(pages)
    for number in range(items):
        assert whole.count(f"INV-{10400 + number}") == 1 + (number == 0)  # and as an enclosure
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "CD-2026-000123" in page
    for page in pages[:-1]:
        assert "Due date" in page or "INV-" not in page
    assert whole.count("Total USD") == 1
    assert "Sincerely," in pages[-1]


def test_no_ink_leaves_the_page_or_runs_into_the_foot() -> None:
    for items in range(1, 60, 7):
        for page in lay_out(a_letter(items), assets()):
            texts = [order for order in page.orders if isinstance(order, Text)]
            for order in texts:
                right = order.x + order.face.width(order.text, order.size)
                assert order.x >= 0
                assert right <= page.width - 36
            body = [order for order in texts if order.y < page.height - 54]
            assert max(order.y for order in body) <= page.height - FOOT + 6


def size_of_text(items: int) -> float:
    found = [
        order.size
        for order in lay_out(a_letter(items), assets())[0].orders
        if isinstance(order, Text) and order.text.startswith("Our books")
    ]
    return found[0]


def test_a_letter_that_would_run_over_by_a_line_is_set_closer() -> None:
    lengths = [len(lay_out(a_letter(items), assets())) for items in range(1, 30)]

    assert lengths == sorted(lengths)
    longest = lengths.index(2)  # the most items on one page
    sizes = [size_of_text(items) for items in range(1, longest + 2)]
    assert sizes[:longest] == sorted(sizes[:longest], reverse=True)
    assert set(sizes) == {9.8, 9.3, 9.1}
    assert sizes[-1] == 9.8  # two pages have room enough


@pytest.mark.parametrize("shortest", [1, 2])
def test_no_page_carries_the_closing_with_less_than_two_lines(shortest: int) -> None:
    lines = [
        text("The matter can be settled. " * 6),
        text(""),
        BLANK,
        *([text("Short.")] * shortest),
    ]
    seen = 0
    for above in range(60):
        letter = a_letter(1, lines=(*[text(f"Line {number}") for number in range(above)], *lines))
        pages = page_texts(render_letter(letter, assets()))
        for page in pages[1:]:
            assert ("Sincerely," in page) == ("Enclosure" in page) == ("Copy to" in page)
        if len(pages) > 1:
            seen += 1
            body = pages[-1].split("Sincerely,")[0]
            assert len([line for line in body.splitlines()[1:] if line.strip()]) >= 2
    assert seen > 5


def test_what_stands_on_a_certified_letter() -> None:
    page = page_texts(render_letter(a_letter(), assets()))[0]

    for words in (
        "CERTIFIED MAIL",
        "9589 0710 5270 0000 1588 14",
        "Return receipt card",
        "Balances as of",
        "November 19, 2026",
        "Enclosure",
        "Copy to",
        "R. Okafor, Chief Financial Officer",
        "Dana Whitfield",
        "Days past due",
    ):
        assert folded(words) in folded(page)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"sample": True}, "SAMPLE", id="sample"),
        pytest.param({"copy_mark": True}, "COPY", id="copy"),
        pytest.param({"sample": True, "copy_mark": True}, "SAMPLE COPY", id="both"),
    ],
)
def test_each_page_is_marked_outside_the_window(changes: dict[str, Any], words: str) -> None:
    pdf = render_letter(a_letter(40, **changes), assets())

    for page in page_texts(pdf):
        assert folded(words) in folded(page)
    envelope = profiles()["no10_window"]
    assert envelope.exposed_box is not None
    marked = ink_box(page_image(pdf), envelope.exposed_box)
    plain = ink_box(page_image(render_letter(a_letter(40), assets())), envelope.exposed_box)
    assert marked == plain
    assert folded(words) not in folded(page_texts(render_letter(a_letter(), assets()))[0])


def test_fold_ticks_stand_at_the_folds() -> None:
    image = page_image(render_letter(a_letter(), assets()))

    for fold in (4.0, 7.5):
        tick = ink_box(image, Box(0.15, fold - 0.05, 0.4, fold + 0.05))
        assert tick is not None
        assert tick.top == pytest.approx(fold, abs=0.01)


@needs_shared_data
@pytest.mark.parametrize("item", NAMES, ids=lambda item: item["id"])
def test_hostile_names_are_printed_as_they_are_or_named(item: dict[str, Any]) -> None:
    name, expect = item["value"], set(item["expect"])
    letter = a_letter(
        2,
        address_lines=(name, "1 Main Street", "Columbus OH 43215"),
        lines=(text(f"Dear {name},"), BLANK, text("Please pay.")),
        addressee=name,
        statement=None,
    )
    missing = missing_glyphs(letter, assets())
    if "pdf_glyph_flag" in expect:
        assert missing
        return
    if not LITERAL & expect:
        return
    pdf = render_letter(letter, assets())

    assert missing == ()
    assert folded(f"Dear {name},") in folded("".join(page_texts(pdf)))
    if shutil.which("pdftotext"):
        assert folded(f"Dear {name},") in folded(poppler_text(pdf))
    document = pypdfium2.PdfDocument(pdf)
    assert list(document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])) == []
    assert b"/Annot" not in pdf
    document.close()


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        pytest.param("Łódź Ñuñoa Αθήνα Привет Žižkov Çeşme ő ư", 0, id="Latin, Greek, Cyrillic"),
        pytest.param("Jose\u0301", 0, id="separate accent is composed"),
        pytest.param("株", 1, id="CJK"),
        pytest.param("שלום", 4, id="Hebrew"),
        pytest.param("a\u202eb", 1, id="order override"),
        pytest.param("a\u200bb", 1, id="invisible"),
        pytest.param("\U0001f600", 1, id="emoji"),
        pytest.param("Z\u0301\u0301\u0301", 1, id="stacked accents"),
    ],
)
def test_characters_without_a_shape_are_named(words: str, missing: int) -> None:
    found = missing_glyphs(a_letter(subject=words), assets())

    assert len(found) == missing
    assert all("U+" in name for name in found)


def test_fonts_are_embedded() -> None:
    pdf = render_letter(a_letter(), assets())

    assert pdf.count(b"/FontFile2") >= 2
    assert b"/PrintScaling /None" in pdf


def test_a_batch_holds_the_letters_in_order_each_on_its_own_sheet() -> None:
    letters = [
        (a_letter(items, ref=f"CD-{items}", footer=f"Letter CD-{items}"),) for items in (2, 40, 3)
    ]

    pdf, ranges = render_many(letters, assets(), "Letters", duplex=True)

    pages = page_texts(pdf)
    assert ranges == [(1, 1), (3, 4), (5, 5)]
    assert len(pages) == 6
    assert pages[1].strip() == pages[5].strip() == ""
    assert "Letter CD-40" in pages[3]
    alone, _ = render_many(letters[:1], assets(), "CD-2")
    assert page_texts(alone)[0] == pages[0]


def test_the_first_class_copy_follows_the_certified_piece() -> None:
    letter = a_letter(2)
    copy = replace(letter, service_lines=("FIRST-CLASS MAIL", "Copy of our certified letter"))

    pdf, ranges = render_many([(letter, copy)], assets(), "Letters")

    first, second = page_texts(pdf)
    assert ranges == [(1, 2)]
    assert "CERTIFIED MAIL" in first
    assert "FIRST-CLASS MAIL" in second


def test_sums_too_wide_for_the_page_are_set_smaller_not_cut() -> None:
    large = a_statement(2)
    rows = tuple(
        replace(
            row,
            number="INVOICE-" + "0123456789" * 4,
            original="CLP 999,999,999,999",
            paid="(CLP 999,999,999,999)",
            open="CLP 999,999,999,999",
        )
        for row in large.rows
    )
    page = lay_out(a_letter(statement=replace(large, rows=rows)), assets())[0]

    texts = [order for order in page.orders if isinstance(order, Text)]
    assert folded("".join(order.text for order in texts)).count("INVOICE-" + "0123456789" * 4) == 2
    for order in texts:
        assert order.x >= 72 - 0.1
        assert order.x + order.face.width(order.text, order.size) <= page.width - 72 + 0.6


@given(words=st.text("ab cd\u00e9\u0141\n", max_size=300), width=st.floats(20, 400))
def test_breaking_lines_loses_nothing(words: str, width: float) -> None:
    face = typeface(assets()).regular

    lines = break_lines(words, face, 10, width)

    assert folded("".join(lines)) == folded(words)
    assert all(face.width(line.rstrip(), 10) <= width + 0.01 for line in lines)


def test_a_word_of_twenty_thousand_letters_runs_over_pages() -> None:
    pages = lay_out(a_letter(1, lines=(text("W" * 20_000),)), assets())

    whole = "".join(
        order.text for page in pages for order in page.orders if isinstance(order, Text)
    )
    assert whole.count("W") >= 20_000
    assert len(pages) > 2


def test_a_flow_begins_a_page_with_its_running_head() -> None:
    page = lay_out(a_letter(40), assets())[1]

    head = [order.text for order in page.orders if isinstance(order, Text) and order.y < 80]
    assert head[:1] == ["Łódź Hardware & Sons, LLC"]
    assert max(order.y for order in page.orders if isinstance(order, Text)) <= page.height - 40
