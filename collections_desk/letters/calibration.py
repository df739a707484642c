"""The calibration page: do printer, fold and window agree?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.envelopes import PAPERS
from collections_desk.letters.fonts import typeface
from collections_desk.letters.page import GRAY, INCH, INK, Page, Rule, break_lines, pdf

if TYPE_CHECKING:
    from collections_desk.domain.envelopes import Box, EnvelopeProfile
    from collections_desk.letters.fonts import Assets, Typeface

_STEPS = (
    "1. Print this page at 100 percent, not fitted to the page. The ruler measures 4 inches.",
    "2. Fold at the ticks and put the page into the envelope.",
    "3. Push it left, right, up and down. The inner frame must stay in sight all round.",
    "The outer frame marks all that the window can ever show.",
)


def render_calibration(envelope: EnvelopeProfile, assets: Assets) -> bytes:
    """Return the calibration page of an envelope profile as a PDF."""
    fonts = typeface(assets)
    width, height = (length * INCH for length in PAPERS[envelope.paper])
    page = Page(width, height)
    for fold in envelope.folds:
        page.orders.append(Rule(0.18 * INCH, fold * INCH, 0.5 * INCH, fold * INCH, 0.5, GRAY))
        label = f"fold {fold:.2f} in"
        page.text(0.55 * INCH, fold * INCH + 2.5, label, fonts.regular, 7, GRAY)
    page.text(INCH, 0.7 * INCH, "Envelope calibration", fonts.bold, 14, INK)
    page.text(INCH, 0.7 * INCH + 16, envelope.label, fonts.regular, 10)
    _frame(page, envelope.address_box, fonts, "The address stands here")
    if envelope.exposed_box is not None:
        _frame(page, envelope.exposed_box, fonts, "")
    if envelope.return_box is not None:
        _frame(page, envelope.return_box, fonts, "The sender stands here")
    y = 5.0 * INCH
    for step in _STEPS:
        for line in break_lines(step, fonts.regular, 10, width - 2 * INCH):
            page.text(INCH, y, line, fonts.regular, 10)
            y += 14
        y += 5
    _ruler(page, fonts, y + 30)
    return pdf([page], assets, f"Calibration {envelope.id}", "Collections Desk")


def _frame(page: Page, box: Box, fonts: Typeface, label: str) -> None:
    left, top = max(box.left, 0.15) * INCH, box.top * INCH
    right, bottom = box.right * INCH, box.bottom * INCH
    color, width = (INK, 0.8) if label else (GRAY, 0.4)
    for x, y, to_x, to_y in (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ):
        page.orders.append(Rule(x, y, to_x, to_y, width, color))
    if label:
        page.text(left + 5, top + 13, label, fonts.regular, 9, INK)
        size = f"{box.width:.2f} x {box.height:.2f} in"
        page.text(left + 5, top + 25, size, fonts.regular, 8, GRAY)


def _ruler(page: Page, fonts: Typeface, y: float) -> None:
    page.orders.append(Rule(INCH, y, 5 * INCH, y, 0.6, INK))
    for eighth in range(33):
        x = INCH + eighth * INCH / 8
        tick = 10 if eighth % 8 == 0 else 5
        page.orders.append(Rule(x, y, x, y - tick, 0.5, INK))
        if eighth % 8 == 0:
            page.text(x - 2, y + 11, str(eighth // 8), fonts.regular, 8)
    page.text(5 * INCH + 14, y + 3, "inches", fonts.regular, 8, GRAY)
