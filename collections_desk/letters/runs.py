"""A run of the printer: many pieces of mail as one PDF, each with what goes with it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

from collections_desk.domain.envelopes import PAPERS
from collections_desk.letters.documents import lay_out
from collections_desk.letters.management_memo import Memo, lay_out_memo
from collections_desk.letters.page import INCH, Page, draw, new_canvas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_desk.letters.content import LetterContent
    from collections_desk.letters.fonts import Assets

#: A letter, perhaps its first-class copy behind it, perhaps the memo and copy for management.
Piece: TypeAlias = "tuple[LetterContent | Memo, ...]"


def render_piece(piece: Piece, assets: Assets) -> tuple[bytes, int]:
    """Return a letter with the pieces that go with it as one PDF, and the number of pages."""
    content, ranges = render_many([piece], assets, _of(piece[0]).ref)
    return content, ranges[-1][1]


def render_many(
    pieces: Sequence[Piece],
    assets: Assets,
    title: str,
    *,
    duplex: bool = False,
    each: Callable[[int], None] | None = None,
) -> tuple[bytes, list[tuple[int, int]]]:
    """Return one PDF of many pieces of mail, and the first and last page of each.

    Fonts and logo are in it once. With `duplex` each letter begins on the front of a sheet.
    `each` is told how many pieces are laid out.
    """
    stream = BytesIO()
    author = _of(pieces[0][0]).letterhead.name if pieces else ""
    canvas = new_canvas(stream, assets, title, author, duplex=duplex)
    ranges: list[tuple[int, int]] = []
    at = 0
    for number, piece in enumerate(pieces):
        if each is not None:
            each(number)
        first = at + 1
        for content in piece:
            if duplex and at % 2:
                width, height = (side * INCH for side in PAPERS[_of(content).envelope.paper])
                draw(canvas, [Page(width, height)])
                at += 1
                first += content is piece[0]
            pages = _laid_out(content, assets)
            draw(canvas, pages)
            at += len(pages)
        ranges.append((first, at))
    if duplex and at % 2:  # the last sheet has two sides as well
        width, height = (side * INCH for side in PAPERS[_of(pieces[-1][-1]).envelope.paper])
        draw(canvas, [Page(width, height)])
    canvas.save()
    return stream.getvalue(), ranges


def _of(content: LetterContent | Memo) -> LetterContent:
    """Return the letter that a page is about."""
    return content.letter if isinstance(content, Memo) else content


def _laid_out(content: LetterContent | Memo, assets: Assets) -> list[Page]:
    if isinstance(content, Memo):
        return lay_out_memo(content, assets)
    return lay_out(content, assets)
