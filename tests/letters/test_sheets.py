"""The manifest for the counter, the calibration page, the logo, and many letters at once."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from collections_desk.domain.envelopes import PAPERS, Box
from collections_desk.domain.progress import Cancelled
from collections_desk.errors import LetterRefusedError
from collections_desk.letters.calibration import render_calibration
from collections_desk.letters.logo import checked_logo
from collections_desk.letters.manifest import (
    LINES_ON_A_SHEET,
    Manifest,
    ManifestRow,
    missing_in_manifest,
    render_manifest,
)
from collections_desk.letters.parallel import render_each
from tests.letters.sheets import (
    DPI,
    INK,
    a_letter,
    a_logo,
    assets,
    folded,
    ink_box,
    page_image,
    page_texts,
    profiles,
)


def a_manifest(pieces: int, name: str = "Łódź Hardware & Sons") -> Manifest:
    rows = tuple(
        ManifestRow(
            "9589 0710 5270 0000 1588 14",
            (f"{name} {number}", "1 Main Street", "Columbus OH 43215"),
            "Certified, return receipt (card)",
            f"CD-2026-{number:06d}",
            "9590 9402 0000 0000 8844 79",
        )
        for number in range(pieces)
    )
    return Manifest(a_letter().letterhead, "November 20, 2026", rows, PAPERS["letter"])


@pytest.mark.parametrize("pieces", [1, LINES_ON_A_SHEET, LINES_ON_A_SHEET + 1, 30])
def test_the_manifest_lists_every_piece_and_carries_no_form_number(pieces: int) -> None:
    pages = page_texts(render_manifest(a_manifest(pieces), assets()))

    whole = "\n".join(pages)
    assert len(pages) == -(-pieces // LINES_ON_A_SHEET)
    for number in range(pieces):
        assert whole.count(f"CD-2026-{number:06d}") == 1
    assert whole.count("9589 0710 5270 0000 1588 14") == pieces
    assert whole.count("9590 9402 0000 0000 8844 79") == pieces
    for number, page in enumerate(pages, start=1):
        assert "Certified mail manifest" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "Pieces received" in page
        assert not any(form in page for form in ("PS Form", "3877", "3665", "USPS"))


def test_the_manifest_is_the_same_each_time_and_names_what_it_cannot_print() -> None:
    manifest = a_manifest(3)

    assert render_manifest(manifest, assets()) == render_manifest(manifest, assets())
    assert missing_in_manifest(manifest, assets()) == ()
    assert missing_in_manifest(a_manifest(1, "株式会社"), assets())


@pytest.mark.parametrize("name", list(profiles()))
def test_the_calibration_page_frames_the_box_and_measures_four_inches(name: str) -> None:
    envelope = profiles()[name]

    image = page_image(render_calibration(envelope, assets()))

    box = envelope.address_box
    for x in (box.left, box.right):
        edge = ink_box(image, Box(x - 0.04, box.top + 0.3, x + 0.04, box.bottom - 0.05))
        assert edge is not None
        assert (edge.left + edge.right) / 2 == pytest.approx(x, abs=0.012)
    rows = image.crop((0, 5 * DPI, image.width, 9 * DPI)).point(lambda v: 255 if v < INK else 0)
    boxes = [
        rows.crop((0, y, round(5.1 * DPI), y + 1)).getbbox()
        for y in range(rows.height)
        if rows.crop((round(1.1 * DPI), y, round(4.9 * DPI), y + 1)).getextrema() == (255, 255)
    ]
    ruler = boxes[0]
    assert ruler is not None
    assert ruler[0] / DPI == pytest.approx(1.0, abs=0.01)
    assert ruler[2] / DPI == pytest.approx(5.0, abs=0.01)
    assert "100 percent" in page_texts(render_calibration(envelope, assets()))[0]


def test_a_logo_becomes_a_png_of_a_sensible_size() -> None:
    stream = BytesIO()
    Image.new("P", (4000, 1000)).save(stream, "GIF")

    with Image.open(BytesIO(checked_logo(stream.getvalue()))) as image:
        assert image.format == "PNG"
        assert image.size == (1200, 300)


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"\x89PNG\r\n\x1a\nbroken", a_logo()[:60], b"x" * 11_000_000]
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(LetterRefusedError, match="logo"):
        checked_logo(content)


def test_processes_render_the_same_bytes_in_the_same_order() -> None:
    pieces = [(a_letter(number % 9, ref=f"CD-{number}"),) for number in range(24)]
    told: list[int] = []

    apart = render_each(pieces, assets(), lambda done, total: told.append(done), parallel_from=2)
    alone = render_each(pieces, assets())

    assert apart == alone
    assert told[-1] == 24
    assert told == sorted(told)


def test_cancel_stops_the_processes() -> None:
    pieces = [(a_letter(2, ref=f"CD-{number}"),) for number in range(40)]

    def give_up(done: int, total: int) -> None:
        if done > 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        render_each(pieces, assets(), give_up, parallel_from=2)


def test_a_long_address_is_whole_on_the_manifest() -> None:
    manifest = a_manifest(1, "A very long name of a company that goes on and on " * 3)

    page = page_texts(render_manifest(manifest, assets()))[0]

    assert folded("goes on and on 0") in folded(page)
