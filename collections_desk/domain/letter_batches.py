"""Letters made ready for the printer as one PDF."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BatchPiece:
    """One piece of a batch: which pages it takes and which bytes are kept of it.

    Attributes:
        letter_id: The letter; `letter_ref` its id on paper.
        customer_name: To whom, for the list beside the printer.
        first_page: Its first page in the batch, from 1; `last_page` the last.
        pages: How many the letter takes, with the first-class copy behind it; what follows for
            our own management is not counted.
        sha256: The hash of `content`.
        content: The letter's own PDF, as it will be kept.
        is_copy: Whether it says COPY, because the original was printed before.
        with_first_class_copy: Whether the second piece follows it in the batch.
        memo: The memo and the copy for our own management that follow it in the batch, as
            a PDF; empty where nobody there is named. It is no part of the letter.
    """

    letter_id: int
    letter_ref: str
    customer_name: str
    first_page: int
    last_page: int
    pages: int
    sha256: str
    content: bytes = field(repr=False)
    is_copy: bool = False
    with_first_class_copy: bool = False
    memo: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters made ready for the printer as one PDF.

    Attributes:
        pdf: All pages in order.
        pages: How many.
        pieces: The letters in it, in order.
        order: worklist or zip.
        duplex: Whether each letter begins on the front of a sheet.
    """

    pdf: bytes = field(repr=False)
    pages: int
    pieces: tuple[BatchPiece, ...]
    order: str
    duplex: bool = False
