"""The one-page memo to senior management that lies on their copy of a letter.

Every amount on it is taken from the letter as it was approved, so the two cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.envelopes import PAPERS
from collections_desk.letters.flow import LEFT
from collections_desk.letters.fonts import printable, typeface
from collections_desk.letters.page import (
    BLACK,
    GRAY,
    INCH,
    INK,
    PALE,
    Fill,
    Page,
    Rule,
    Watermark,
    break_lines,
)

if TYPE_CHECKING:
    from collections_desk.letters.content import LetterContent
    from collections_desk.letters.fonts import Assets, Face, Typeface

SIZE, LEADING, GAP = 9.4, 12.6, 9.0
#: So many lines of a list are printed; how many more there are is said.
MOST_LINES = 9
LABEL_WIDE = 92.0


@dataclass(frozen=True, slots=True)
class Memo:
    """What the memo says besides what it takes from the letter.

    Attributes:
        letter: The letter as it goes out.
        title: What kind of letter it is: "Certified final demand".
        to: Who gets it, one line each.
        sender: Who sits at the desk.
        dated: The day of the run, in words.
        customer: Name and number.
        asks_for: What the letter asks for, as it says it.
        oldest: How late the oldest invoice is, a sentence; empty where none is.
        history: What was done before, newest first, one line each.
        promises: What was promised and what became of it, newest first.
        follows: What follows and by whom it was decided; empty if the letter states nothing.
    """

    letter: LetterContent
    title: str
    to: tuple[str, ...]
    sender: str
    dated: str
    customer: str
    asks_for: str
    oldest: str
    history: tuple[str, ...]
    promises: tuple[str, ...]
    follows: str


def lay_out_memo(memo: Memo, assets: Assets) -> list[Page]:
    """Lay the memo out on one page."""
    width, height = (length * INCH for length in PAPERS[memo.letter.envelope.paper])
    sheet = _Sheet(Page(width, height), typeface(assets))
    if memo.letter.sample:
        sheet.page.orders.append(Watermark("SAMPLE", sheet.fonts.bold))
    sheet.head(memo)
    sheet.amounts(memo)
    sheet.listed("Done so far", memo.history, "Nothing was done before this letter.")
    sheet.listed("Promised", memo.promises, "Nothing was promised.")
    if memo.letter.disputes is not None:
        lines = tuple(
            f"{row.number}: {row.amount}, {row.reason}"
            + (f"; {row.finding}" if row.finding else "")
            for row in memo.letter.disputes.rows
        )
        sheet.listed("In dispute", lines, "Nothing is in dispute.")
    sheet.section("What follows")
    sheet.words(memo.follows or "The letter states no consequence.")
    sheet.foot(memo)
    return [sheet.page]


class _Sheet:
    """One page being filled from the top."""

    def __init__(self, page: Page, fonts: Typeface) -> None:
        self.page = page
        self.fonts = fonts
        self.y = 0.8 * INCH
        self.right = page.width - LEFT

    def head(self, memo: Memo) -> None:
        """Set the title and to whom, from whom, about whom."""
        page, fonts = self.page, self.fonts
        page.text(LEFT, self.y, "Memo to management", fonts.bold, 16, INK)
        name = printable(memo.letter.letterhead.name)
        page.text_right(self.right, self.y, name, fonts.regular, 9, GRAY)
        self.y += 10
        page.orders.append(Rule(LEFT, self.y, self.right, self.y, 1.1, INK))
        self.y += 18
        for label, value in (
            ("To", "; ".join(memo.to)),
            ("From", memo.sender),
            ("Date", memo.dated),
            ("Customer", memo.customer),
            ("Letter", f"{memo.letter.ref}, {memo.title}: {memo.letter.subject}"),
        ):
            page.text(LEFT, self.y, label, fonts.regular, 8.4, GRAY)
            lines = break_lines(
                printable(value), fonts.regular, SIZE, self.right - LEFT - LABEL_WIDE
            )
            for line in lines[:3]:
                page.text(LEFT + LABEL_WIDE, self.y, line, fonts.regular, SIZE)
                self.y += LEADING
        self.y += GAP / 2
        self.words("This letter goes out today with a copy to you. Your copy follows this page.")

    def amounts(self, memo: Memo) -> None:
        """Set the amounts of the letter and of its statement, as they are printed there."""
        self.section("What the letter asks for")
        page, fonts = self.page, self.fonts
        page.text(LEFT, self.y + 3, printable(memo.asks_for), fonts.bold, 13, BLACK)
        self.y += 19
        if memo.oldest:
            self.words(memo.oldest)
            self.y += 5
        statement = memo.letter.statement
        if statement is None:
            return
        columns = (self.right - 190, self.right - 95, self.right - 4)
        page.orders.append(Fill(LEFT, self.y - 9, self.right - LEFT, 14, INK))
        page.text(LEFT + 4, self.y + 1, printable(statement.heading), fonts.bold, 8, 0xFFFFFF)
        for x, words in zip(columns, ("Original", "Paid or credited", "Open"), strict=True):
            page.text_right(x, self.y + 1, words, fonts.bold, 8, 0xFFFFFF)
        self.y += 15
        for place, total in enumerate(statement.totals):
            if place % 2 == 0:
                page.orders.append(Fill(LEFT, self.y - 9, self.right - LEFT, 13, PALE))
            page.text(LEFT + 4, self.y, printable(total.label), fonts.regular, 8.6)
            cells = (total.original, total.paid, total.open)
            for x, text in zip(columns, cells, strict=True):
                page.text_right(x, self.y, printable(text), fonts.regular, 8.6)
            self.y += 13
        self.y += 2

    def listed(self, title: str, lines: tuple[str, ...], none: str) -> None:
        """Set a list, newest first; what there is no room for is counted."""
        self.section(title)
        for line in lines[:MOST_LINES]:
            self.line(line, self.fonts.regular)
        if len(lines) > MOST_LINES:
            self.line(f"and {len(lines) - MOST_LINES} earlier", self.fonts.italic)
        if not lines:
            self.words(none)

    def section(self, title: str) -> None:
        """Begin a part."""
        self.y += GAP
        self.page.text(LEFT, self.y, title, self.fonts.bold, 10.2, INK)
        self.y += LEADING + 2

    def line(self, text: str, face: Face) -> None:
        """Set one line of a list; a long one goes over two."""
        self.page.text(LEFT, self.y, "\u2022", self.fonts.regular, SIZE)
        for part in break_lines(printable(text), face, SIZE, self.right - LEFT - 12)[:2]:
            self.page.text(LEFT + 12, self.y, part, face, SIZE)
            self.y += LEADING

    def words(self, text: str) -> None:
        """Set a sentence."""
        face = self.fonts.regular
        for part in break_lines(printable(text), face, SIZE, self.right - LEFT):
            self.page.text(LEFT, self.y, part, face, SIZE)
            self.y += LEADING

    def foot(self, memo: Memo) -> None:
        """Say at the foot that this page stays in the house."""
        y = self.page.height - 0.62 * INCH
        self.page.orders.append(Rule(LEFT, y - 11, self.right, y - 11))
        said = "Internal. It does not go to the customer."
        self.page.text(LEFT, y, said, self.fonts.regular, 7.4, GRAY)
        self.page.text_right(
            self.right, y, printable(memo.letter.footer), self.fonts.regular, 7.4, GRAY
        )
