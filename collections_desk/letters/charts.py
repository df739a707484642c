"""Pictures on paper: bars and lines as plain drawing orders, told apart without color too."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from collections_desk.letters.fonts import printable
from collections_desk.letters.page import BLACK, GRAY, LIGHT, Fill, Page, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.figure_pictures import BarPicture, LinePicture
    from collections_desk.letters.fonts import Typeface

#: Inks of the bars in turn, and by how many points their stripes stand apart; 0 is solid.
INKS = (0x1D5FA7, 0x0B6566, 0x8A4B00, 0x6B3FA0, 0xA81F24, 0x1C6B3C)
STRIPES = (0.0, 3.0, 5.0, 2.0, 7.0, 4.0)
SIZE, ROW, TITLE = 8.4, 15.0, 18.0
LINES_HIGH = 120.0
#: The share of the width that names may take.
MOST_WORDS = 0.4


def bars_height(picture: BarPicture) -> float:
    """Return how high the picture is."""
    return TITLE + ROW * len(picture.bars) + 8


def draw_bars(
    page: Page, fonts: Typeface, picture: BarPicture, place: tuple[float, float, float]
) -> None:
    """Draw bars; `place` is left, top and width."""
    left, y, width = place
    regular = fonts.regular
    page.text(left, y + 10, printable(picture.title), fonts.bold, 9)
    y += TITLE
    words = max((regular.width(bar.label, SIZE) for bar in picture.bars), default=0.0) + 8
    words = min(words, width * MOST_WORDS)
    numbers = max((regular.width(bar.text, SIZE) for bar in picture.bars), default=0.0) + 8
    room = max(width - words - numbers, 20.0)
    sizes = [bar.size or 0.0 for bar in picture.bars]
    longest, least = max(picture.whole or 0.0, 0.0, *sizes), min(0.0, *sizes)
    span = (longest - least) or 1.0
    zero = left + words - least / span * room
    for number, bar in enumerate(picture.bars):
        label = _shortened(printable(bar.label), fonts, words - 8)
        page.text_right(left + words - 8, y + 9, label, regular, SIZE)
        size = bar.size or 0.0
        wide = abs(size) / span * room
        if size:
            _bar(page, (zero if size > 0 else zero - wide, y + 1, max(wide, 0.8), 10), number)
        after = zero + (wide if size > 0 else 0.0) + 5
        page.text(after, y + 9, bar.text, regular, SIZE, GRAY if bar.size is None else BLACK)
        y += ROW
    page.orders.append(Rule(zero, y - ROW * len(picture.bars) - 2, zero, y - 2, 0.6, GRAY))


def _bar(page: Page, box: tuple[float, float, float, float], number: int) -> None:
    """Draw one bar: solid, or an outline with stripes as far apart as its number says."""
    x, y, wide, high = box
    ink, apart = INKS[number % len(INKS)], STRIPES[number % len(STRIPES)]
    if not apart:
        page.orders.append(Fill(x, y, wide, high, ink))
        return
    for from_x, from_y, to_x, to_y in (
        (x, y, x + wide, y),
        (x, y + high, x + wide, y + high),
        (x, y, x, y + high),
        (x + wide, y, x + wide, y + high),
    ):
        page.orders.append(Rule(from_x, from_y, to_x, to_y, 0.7, ink))
    at = x + apart
    while at < x + wide:
        page.orders.append(Rule(at, y, at, y + high, 0.7, ink))
        at += apart


def _shortened(text: str, fonts: Typeface, width: float) -> str:
    if fonts.regular.width(text, SIZE) <= width:
        return text
    while text and fonts.regular.width(text + "…", SIZE) > width:
        text = text[:-1]
    return text + "…"


def lines_height() -> float:
    """Return how high a picture of lines is."""
    return TITLE + 16 + LINES_HIGH + 24


def draw_lines(
    page: Page, fonts: Typeface, picture: LinePicture, place: tuple[float, float, float]
) -> None:
    """Draw lines over month ends; `place` is left, top and width."""
    left, y, width = place
    regular = fonts.regular
    page.text(left, y + 10, printable(picture.title), fonts.bold, 9)
    y += TITLE
    x = left
    for number, (name, _) in enumerate(picture.lines):
        _line(page, [(x, y + 4), (x + 24, y + 4)], number)
        page.text(x + 30, y + 7, name, regular, SIZE)
        x += 30 + regular.width(name, SIZE) + 22
    y += 16
    points = picture.lines[0][1]
    sizes = [point.size for _, several in picture.lines for point in several]
    highest, lowest = max(0.0, *sizes), min(0.0, *sizes)
    span = (highest - lowest) or 1.0
    area = (left + 4, width - 8 - 70)
    base = y + LINES_HIGH + lowest / span * LINES_HIGH
    page.orders.append(Rule(left, base, left + width - 70, base, 0.6, GRAY))
    step = area[1] / max(len(points) - 1, 1)
    ends: list[tuple[float, str]] = []
    for number, (_, several) in enumerate(picture.lines):
        places = [
            (area[0] + at * step, base - point.size / span * LINES_HIGH)
            for at, point in enumerate(several)
        ]
        _line(page, places, number)
        ends.append((places[-1][1], several[-1].text))
    if len(ends) > 1 and abs(ends[0][0] - ends[1][0]) < SIZE + 2:
        ends[1] = (ends[0][0] + SIZE + 2, ends[1][1])
    for at_y, text in ends:
        page.text(area[0] + area[1] + 7, at_y + 3, text, regular, 7.6)
    for at in range(len(points) - 1, -1, -2):
        text = f"{points[at].day:%Y-%m}"
        wide = regular.width(text, 7.2)
        page.text(area[0] + at * step - wide / 2, y + LINES_HIGH + 13, text, regular, 7.2, GRAY)
        at_x = area[0] + at * step
        page.orders.append(Rule(at_x, base, at_x, base + 3, 0.5, LIGHT))


def _line(page: Page, places: Sequence[tuple[float, float]], number: int) -> None:
    """Draw one line: whole with round-looking marks, or dashed with larger square ones."""
    ink = INKS[0] if number == 0 else INKS[4]
    for (x, y), (to_x, to_y) in itertools.pairwise(places):
        if number == 0:
            page.orders.append(Rule(x, y, to_x, to_y, 1.3, ink))
            continue
        parts = 7
        for part in range(0, parts, 2):
            page.orders.append(
                Rule(
                    x + (to_x - x) * part / parts,
                    y + (to_y - y) * part / parts,
                    x + (to_x - x) * (part + 1) / parts,
                    y + (to_y - y) * (part + 1) / parts,
                    1.3,
                    ink,
                )
            )
    half = 1.5 if number == 0 else 2.4
    for x, y in places:
        page.orders.append(Fill(x - half, y - half, 2 * half, 2 * half, ink))
