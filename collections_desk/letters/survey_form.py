"""The questions of the survey on a letter: boxes from 1 to 5 to tick, and room for words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.surveys import BEST
from collections_desk.letters.fonts import printable
from collections_desk.letters.page import GRAY, INK, Page, Rule, break_lines

if TYPE_CHECKING:
    from collections_desk.letters.content import SurveyPart
    from collections_desk.letters.flow import Flow

BOX, STEP = 10.0, 30.0
#: Lines to write on, and how far apart they are.
LINES, LINE_GAP = 3, 21.0


def draw_survey(flow: Flow, survey: SurveyPart) -> None:
    """Set the survey; a question is never parted from its boxes."""
    regular, bold = flow.fonts.regular, flow.fonts.bold
    flow.paragraph(printable(survey.purpose), regular)
    flow.gap(8)
    left = flow.right - BEST * STEP
    room = left - flow.left - 12
    flow.need(60)
    _scale(flow, survey, left)
    for number, question in enumerate(survey.questions, start=1):
        lines = break_lines(printable(f"{number}. {question}"), regular, flow.density.size, room)
        high = max(len(lines) * flow.density.leading, BOX + 2) + 7
        flow.need(high)
        for place, line in enumerate(lines):
            y = flow.y + flow.density.size + place * flow.density.leading
            flow.page.text(flow.left, y, line, regular, flow.density.size)
        for place in range(BEST):
            tick_box(flow.page, left + place * STEP + (STEP - BOX) / 2, flow.y)
        flow.y += high
        flow.rule(0.3)
        flow.y += 5
    flow.need(20 + LINES * LINE_GAP)
    flow.paragraph("What we should know:", bold, color=INK)
    for _ in range(LINES):
        flow.y += LINE_GAP
        flow.rule(0.4, GRAY)
    flow.y += 10
    flow.paragraph(printable(survey.voluntary), regular, color=GRAY)
    flow.gap(4)
    flow.need(flow.density.leading)
    tick_box(flow.page, flow.left, flow.y + 1)
    flow.paragraph(printable(survey.opt_out), regular, indent=BOX + 8)


def _scale(flow: Flow, survey: SurveyPart, left: float) -> None:
    """Write 1 to 5 over the boxes, and what the ends mean."""
    regular = flow.fonts.regular
    y = flow.y + 9
    flow.page.text(left + (STEP - BOX) / 2 - 4, y, printable(survey.lowest), regular, 7.6, GRAY)
    flow.page.text_right(flow.right, y, printable(survey.highest), regular, 7.6, GRAY)
    for place in range(BEST):
        x = left + place * STEP + STEP / 2 - 2.5
        flow.page.text(x, y + 12, str(place + 1), flow.fonts.bold, 8.6)
    flow.y += 27


def tick_box(page: Page, x: float, y: float) -> None:
    """Draw a box to tick, from its upper left corner."""
    for rule in (
        Rule(x, y, x + BOX, y, 0.7, GRAY),
        Rule(x, y + BOX, x + BOX, y + BOX, 0.7, GRAY),
        Rule(x, y, x, y + BOX, 0.7, GRAY),
        Rule(x + BOX, y, x + BOX, y + BOX, 0.7, GRAY),
    ):
        page.orders.append(rule)
