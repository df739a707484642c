"""A customer's letters in one line each, for the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.domain.customer_page import LetterSummary
from collections_desk.domain.letters import shown_subject
from collections_desk.store.tables import LetterEventRow, LetterRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from collections_desk.store.reading import Reading


def letter_summaries(session: Reading, customer_id: int) -> list[LetterSummary]:
    """Return a customer's letters, newest first."""
    rows: Iterable[LetterRow] = session.scalars(
        select(LetterRow)
        .where(LetterRow.customer_id == customer_id)
        .order_by(LetterRow.letter_date.desc(), LetterRow.id.desc())
    )
    return [
        LetterSummary(
            row.id,
            row.letter_ref,
            row.type,
            row.state,
            row.service,
            row.letter_date,
            shown_subject(row.subject, row.snapshot),
            row.article_number,
            row.document_sha256,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class LetterEvent:
    """A rung of the ladder that a letter stood on, or its withdrawal.

    `withdrawn` tells that a later event takes it back, `withdraws` which state it takes back.
    """

    id: int
    letter: LetterSummary
    state: str
    dated_on: date
    note: str
    clerk: str
    recorded_at: datetime
    withdrawn: bool = False
    withdraws: str = ""


def letter_events(session: Reading, customer_id: int) -> list[LetterEvent]:
    """Return the rungs that a customer's letters stood on, newest first."""
    letters = {letter.id: letter for letter in letter_summaries(session, customer_id)}
    rows = session.scalars(
        select(LetterEventRow)
        .where(LetterEventRow.letter_id.in_(letters))
        .order_by(LetterEventRow.id.desc())
    ).all()
    states = {row.id: row.state for row in rows}
    gone = {row.withdraws_id for row in rows}
    return [
        LetterEvent(
            row.id,
            letters[row.letter_id],
            row.state,
            row.dated_on,
            row.note,
            row.clerk,
            row.recorded_at,
            row.id in gone,
            states.get(row.withdraws_id or 0, ""),
        )
        for row in rows
    ]
