"""A letter on its way to a printer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class PrintAttempt:
    """A piece that was handed to a printer, and what is known of it.

    Attributes:
        id: Its number in the store.
        letter_id: The letter; `letter_ref` its id on paper, `customer_name` to whom.
        is_copy: Whether it says COPY.
        printer: Where it went.
        pages: How many pages.
        document_sha256: The PDF that was handed over; None where it did not come to that.
        outcome: handed, printed, failed, stopped or denied; see the table.
        reason: Why it did not print, in words.
        handed_at: When it was handed over.
        memo_sha256: The memo for our own management that followed it, or None.
    """

    id: int
    letter_id: int
    letter_ref: str
    customer_name: str
    is_copy: bool
    printer: str
    pages: int
    document_sha256: str | None
    outcome: str
    reason: str
    handed_at: datetime
    memo_sha256: str | None = None
