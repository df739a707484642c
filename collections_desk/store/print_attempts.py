"""Letters on their way to a printer: noted before they are sent, answered afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from collections_desk.domain.print_attempts import PrintAttempt
from collections_desk.store.tables import CustomerRow, LetterRow, PrintAttemptRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from typing import Any

    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

#: Numbers are asked for in parts, below the limit of bound values.
_PART = 500


def add_attempt(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    letter_id: int,
    *,
    is_copy: bool,
    printer: str,
    pages: int,
    document_sha256: str | None,
    clerk: str,
    now: datetime,
    outcome: str = "handed",
    reason: str = "",
    memo_sha256: str | None = None,
) -> None:
    """Note that a piece is handed to a printer, or that it did not come to that."""
    transaction.add(
        PrintAttemptRow(
            letter_id=letter_id,
            is_copy=is_copy,
            printer=printer,
            pages=pages,
            document_sha256=document_sha256,
            outcome=outcome,
            reason=reason,
            clerk=clerk,
            handed_at=now,
            ended_at=None if outcome == "handed" else now,
            memo_sha256=memo_sha256,
        )
    )


def end_attempts(
    transaction: Transaction,
    letter_ids: Iterable[int],
    *,
    outcome: str,
    now: datetime,
    reason: str = "",
) -> None:
    """Say what became of the pieces of these letters that are with a printer."""
    for part in _parts(list(letter_ids)):
        transaction.execute(
            update(PrintAttemptRow)
            .where(PrintAttemptRow.letter_id.in_(part), PrintAttemptRow.outcome == "handed")
            .values(outcome=outcome, reason=reason, ended_at=now)
        )


def open_attempts(
    session: Reading, letter_ids: Sequence[int] | None = None
) -> dict[int, PrintAttempt]:
    """Return by letter the pieces of which nobody knows whether they printed."""
    if letter_ids is None:
        return _attempts(session, PrintAttemptRow.outcome == "handed")
    found: dict[int, PrintAttempt] = {}
    for part in _parts(letter_ids):
        found |= _attempts(
            session, (PrintAttemptRow.outcome == "handed") & PrintAttemptRow.letter_id.in_(part)
        )
    return found


def last_attempts(session: Reading, letter_ids: Sequence[int]) -> dict[int, PrintAttempt]:
    """Return by letter the last piece that was to be printed, whatever became of it."""
    found: dict[int, PrintAttempt] = {}
    for part in _parts(letter_ids):
        newest = (
            select(func.max(PrintAttemptRow.id))
            .where(PrintAttemptRow.letter_id.in_(part))
            .group_by(PrintAttemptRow.letter_id)
        )
        found |= _attempts(session, PrintAttemptRow.id.in_(newest))
    return found


def _attempts(session: Reading, condition: Any) -> dict[int, PrintAttempt]:  # noqa: ANN401 - a condition of the query
    rows = session.execute(
        select(PrintAttemptRow, LetterRow.letter_ref, CustomerRow.name)
        .join(LetterRow, LetterRow.id == PrintAttemptRow.letter_id)
        .join(CustomerRow, CustomerRow.id == LetterRow.customer_id)
        .where(condition)
        .order_by(PrintAttemptRow.id)
    )
    return {
        row.letter_id: PrintAttempt(
            row.id,
            row.letter_id,
            ref,
            name,
            row.is_copy,
            row.printer,
            row.pages,
            row.document_sha256,
            row.outcome,
            row.reason,
            row.handed_at,
            row.memo_sha256,
        )
        for row, ref, name in rows
    }


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _PART] for start in range(0, len(ids), _PART))
