"""Whether printed letters still point to the pages that were printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.store.tables import LetterRow, PrintRecordRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def letter_faults(session: Session) -> list[str]:
    """Return what is wrong with the kept pages of letters, a sentence each.

    The first printing of a letter is its original: the letter must still point to it.
    """
    rows = session.execute(
        select(LetterRow.letter_ref, LetterRow.document_sha256, PrintRecordRow.document_sha256)
        .join(PrintRecordRow, PrintRecordRow.letter_id == LetterRow.id)
        .where(PrintRecordRow.is_copy.is_(False))
        .order_by(LetterRow.id)
    )
    return [
        f"Letter {ref} no longer points to the pages that were printed."
        for ref, kept, printed in rows
        if kept != printed
    ]
