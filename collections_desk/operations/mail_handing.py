"""Letters on their way to a printer.

A piece is noted before it is sent. If the program dies before it knows what became of it,
the note is still there, and the clerk is asked; no second original is made unknowingly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.letter_batches import BatchPiece
from collections_desk.errors import LetterRefusedError
from collections_desk.operations.mail_facts import done_before, mail_day
from collections_desk.operations.mail_listing import handed_words
from collections_desk.operations.mail_printing import record_piece
from collections_desk.store.documents import get_document, put_document
from collections_desk.store.print_attempts import add_attempt, end_attempts, open_attempts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from collections_desk.domain.letter_batches import Batch
    from collections_desk.domain.print_attempts import PrintAttempt
    from collections_desk.operations.desk import Desk

#: What is kept of the reason of a printer, in characters.
LONGEST_REASON = 500


def hand_over(desk: Desk, batch: Batch, *, printer: str, operation_id: str | None = None) -> None:
    """Note that a batch is about to be sent to a printer; call it before the first byte goes.

    Raises:
        LetterRefusedError: If a letter in it was handed over before and nobody said yet
            whether it printed. Nothing may be sent then.
    """
    if done_before(desk, operation_id):
        return
    with desk.database.read() as session:
        day = mail_day(desk, session)
    with desk.database.write(
        "letters.handed_over",
        f"handed {len(batch.pieces)} letters to {printer}, not confirmed yet",
        now=desk.now(),
        facts={
            "printer": printer,
            "letters": {piece.letter_ref: piece.sha256 for piece in batch.pieces},
        },
        operation_id=operation_id,
    ) as transaction:
        waiting = open_attempts(transaction, [piece.letter_id for piece in batch.pieces])
        if waiting:
            first = next(iter(waiting.values()))
            raise LetterRefusedError(
                f"Letter {first.letter_ref} was {handed_words(first, day.settings)}.",
                "Say first whether it printed. Nothing was sent to the printer.",
            )
        for piece in batch.pieces:
            add_attempt(
                transaction,
                piece.letter_id,
                is_copy=piece.is_copy,
                printer=printer,
                pages=piece.pages,
                document_sha256=put_document(
                    transaction, piece.content, "application/pdf", now=desk.now()
                ),
                clerk=day.settings.clerk,
                now=desk.now(),
                memo_sha256=put_document(
                    transaction, piece.memo, "application/pdf", now=desk.now()
                )
                if piece.memo
                else None,
            )


def record_not_printed(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    letter_ids: Sequence[int],
    *,
    printer: str,
    reason: str,
    stopped: bool = False,
    operation_id: str | None = None,
) -> None:
    """Keep the reason why letters did not print; they stay in "To print" with it.

    Args:
        desk: The open desk.
        letter_ids: The letters.
        printer: Where they were to go.
        reason: In words; empty if the clerk stopped the job herself.
        stopped: Whether she did.
        operation_id: Makes asking again safe.
    """
    if done_before(desk, operation_id):
        return
    outcome = "stopped" if stopped else "failed"
    said = reason.strip()[:LONGEST_REASON]
    ids = list(dict.fromkeys(letter_ids))
    with desk.database.read() as session:
        day = mail_day(desk, session)
    with desk.database.write(
        "letters.not_printed",
        f"{len(ids)} letters did not print on {printer}: {said or 'stopped by the clerk'}",
        now=desk.now(),
        facts={"letter_ids": ids, "printer": printer, "reason": said},
        operation_id=operation_id,
    ) as transaction:
        waiting = open_attempts(transaction, ids)
        end_attempts(transaction, waiting, outcome=outcome, now=desk.now(), reason=said)
        for letter_id in ids:
            if letter_id not in waiting:
                add_attempt(
                    transaction,
                    letter_id,
                    is_copy=False,
                    printer=printer,
                    pages=0,
                    document_sha256=None,
                    clerk=day.settings.clerk,
                    now=desk.now(),
                    outcome=outcome,
                    reason=said,
                )


def confirm_printed(
    desk: Desk, letter_ids: Sequence[int], *, operation_id: str | None = None
) -> None:
    """Record, on the clerk's word, that pieces handed over before did print.

    What is kept is the very PDF that was handed over, and the memo that followed it. A letter
    that nobody waits for is left as it is, so that answering twice moves nothing twice.
    """
    if done_before(desk, operation_id):
        return
    with desk.database.read() as session:
        day = mail_day(desk, session)
        waiting = open_attempts(session, letter_ids)
    if not waiting:
        return
    with desk.database.write(
        "letters.confirmed",
        f"said that {_refs(waiting.values())} printed",
        now=desk.now(),
        facts={"letters": [one.letter_ref for one in waiting.values()]},
        operation_id=operation_id,
    ) as transaction:
        for one in open_attempts(transaction, letter_ids).values():
            if one.document_sha256 is None:
                continue
            piece = BatchPiece(
                one.letter_id,
                one.letter_ref,
                one.customer_name,
                1,
                one.pages,
                one.pages,
                one.document_sha256,
                get_document(transaction, one.document_sha256).content,
                is_copy=one.is_copy,
                memo=get_document(transaction, one.memo_sha256).content
                if one.memo_sha256
                else b"",
            )
            record_piece(desk, transaction, day, piece, one.printer, "")
        end_attempts(transaction, waiting, outcome="printed", now=desk.now())


def deny_printed(
    desk: Desk, letter_ids: Sequence[int], *, operation_id: str | None = None
) -> None:
    """Record, on the clerk's word, that pieces handed over before did not print.

    They may be printed again, as originals if they were.
    """
    if done_before(desk, operation_id):
        return
    with desk.database.read() as session:
        waiting = open_attempts(session, letter_ids)
    if not waiting:
        return
    with desk.database.write(
        "letters.denied",
        f"said that {_refs(waiting.values())} did not print",
        now=desk.now(),
        facts={"letters": [one.letter_ref for one in waiting.values()]},
        operation_id=operation_id,
    ) as transaction:
        end_attempts(transaction, waiting, outcome="denied", now=desk.now())


def _refs(attempts: Iterable[PrintAttempt]) -> str:
    return ", ".join(one.letter_ref for one in attempts)
