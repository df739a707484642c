"""Printing letters: a batch as one PDF, the record that it was printed, and the manifest."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from collections_desk.domain.letter_batches import Batch, BatchPiece
from collections_desk.domain.letters import LetterState
from collections_desk.domain.progress import no_progress
from collections_desk.errors import LetterRefusedError
from collections_desk.letters.composing import service_lines
from collections_desk.letters.content import thawed
from collections_desk.letters.parallel import render_each
from collections_desk.letters.runs import render_many, render_piece
from collections_desk.operations.contact_plans import plans_in
from collections_desk.operations.contact_steps import record_letter_step
from collections_desk.operations.dispute_letters import bring_forward
from collections_desk.operations.mail_facts import (
    assets_for,
    done_before,
    envelope_of,
    mail_day,
)
from collections_desk.operations.management_memo import goes_to_management, memo_for
from collections_desk.operations.print_obstacles import require_printable
from collections_desk.operations.worklist import worklist
from collections_desk.store.activities import add_activity
from collections_desk.store.documents import add_attachment, get_document, put_document
from collections_desk.store.mailings import (
    add_letter_event,
    add_printing,
    change_letter,
    letters_by_id,
    load_letter,
)
from collections_desk.store.print_attempts import end_attempts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.letters import Letter
    from collections_desk.domain.progress import Progress
    from collections_desk.letters.content import LetterContent
    from collections_desk.letters.runs import Piece
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.mail_facts import MailDay
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

ORDERS = ("worklist", "zip")


def printable_batch(
    desk: Desk,
    letter_ids: Sequence[int],
    *,
    order: str = "worklist",
    duplex: bool = False,
    progress: Progress = no_progress,
) -> Batch:
    """Render letters into one PDF, in worklist order or by ZIP code. Records nothing.

    A letter whose original was printed before comes out as a COPY. A certified letter with a
    First-Class copy is followed by that second piece. An original that names our own
    management is followed by a memo of one page and their copy of the letter.

    Raises:
        LetterRefusedError: If one of them cannot be printed; it names the letters and why,
            and nothing is rendered.
        Cancelled: If `progress` asks for it.
    """
    if order not in ORDERS:
        msg = f"order is one of {ORDERS}, not {order}"
        raise ValueError(msg)
    with desk.database.read() as session:
        day = mail_day(desk, session)
        found = letters_by_id(session, list(dict.fromkeys(letter_ids)))
        if len(found) < len(set(letter_ids)) or not found:
            raise LetterRefusedError(
                "A letter of this batch is not in the store.",
                "Open the mail list again and choose the letters there. Nothing was printed.",
            )
        letters = list(found.values())
        require_printable(desk, session, day, letters)
        assets = assets_for(desk, session, day.settings)
        memos = _memos(desk, session, day, letters)
    letters = _in_order(desk, letters, order)
    contents: list[Piece] = [_pages_of(desk, letter) for letter in letters]
    # Half of the way is each letter by itself, the other half all of them in one PDF.
    count = len(letters)
    rendered = render_each(contents, assets, lambda done, total: progress(done, 2 * total))
    pdf, ranges = render_many(
        [
            piece + memos.get(letter.id, ())
            for piece, letter in zip(contents, letters, strict=True)
        ],
        assets,
        "Letters",
        duplex=duplex,
        each=lambda done: progress(count + done, 2 * count),
    )
    progress(2 * count, 2 * count)
    pieces = tuple(
        BatchPiece(
            letter.id,
            letter.ref,
            letter.customer_name,
            first,
            last,
            pages,
            hashlib.sha256(content).hexdigest(),
            content,
            is_copy=bool(letter.printings),
            with_first_class_copy=letter.first_class_copy,
            memo=render_piece(memos[letter.id], assets)[0] if letter.id in memos else b"",
        )
        for letter, (content, pages), (first, last) in zip(letters, rendered, ranges, strict=True)
    )
    pages = pieces[-1].last_page
    return Batch(pdf, pages + (pages % 2 if duplex else 0), pieces, order, duplex)


def _memos(
    desk: Desk, session: Reading, day: MailDay, letters: Sequence[Letter]
) -> dict[int, Piece]:
    """Return what follows each original that our own management gets a copy of."""
    found: dict[int, Piece] = {}
    for letter in letters:
        if goes_to_management(letter) and not letter.printings:
            content = _content(desk, letter, service_lines(letter))
            memo = memo_for(desk, session, day, letter, content)
            found[letter.id] = (memo, replace(content, copy_mark=True))
    return found


def _pages_of(desk: Desk, letter: Letter) -> Piece:
    """Return the letter as approved, and the piece that goes by First-Class Mail."""
    first = _content(desk, letter, service_lines(letter))
    if not letter.first_class_copy:
        return (first,)
    return (first, _content(desk, letter, service_lines(letter, first_class_piece=True)))


def _content(desk: Desk, letter: Letter, services: tuple[str, ...]) -> LetterContent:
    if letter.snapshot is None:
        msg = f"letter {letter.ref} is {letter.state} and has no snapshot"
        raise ValueError(msg)
    return thawed(
        letter.snapshot["content"],
        envelope_of(desk, letter),
        services,
        sample=desk.sample,
        copy_mark=bool(letter.printings),
    )


def _in_order(desk: Desk, letters: list[Letter], order: str) -> list[Letter]:
    if order == "zip":
        return sorted(letters, key=lambda letter: (_sorting(letter), letter.id))
    ranks = {line.customer_id: place for place, line in enumerate(worklist(desk))}
    return sorted(letters, key=lambda one: (ranks.get(one.customer_id, len(ranks)), one.id))


def _sorting(letter: Letter) -> str:
    return str((letter.snapshot or {}).get("sorting", "~"))


def record_printed(
    desk: Desk, batch: Batch, *, printer: str, job: str = "", operation_id: str | None = None
) -> None:
    """Record that a batch went to the printer; the PDFs are kept by their SHA-256.

    The first printing of a letter is the original, once only: it moves the ladder, takes the
    step of the contact plan and stands in the timeline. A COPY does none of that.

    Raises:
        LetterRefusedError: If an original in it was recorded in the meantime. Nothing of the
            batch is recorded then.
    """
    if done_before(desk, operation_id):
        return
    with desk.database.read() as session:
        day = mail_day(desk, session)
    originals = sum(not piece.is_copy for piece in batch.pieces)
    with desk.database.write(
        "letters.printed",
        f"printed {len(batch.pieces)} letters on {printer}, {originals} of them originals",
        now=desk.now(),
        facts={
            "printer": printer,
            "job": job,
            "letters": {piece.letter_ref: piece.sha256 for piece in batch.pieces},
        },
        operation_id=operation_id,
    ) as transaction:
        for piece in batch.pieces:
            record_piece(desk, transaction, day, piece, printer, job)
        ids = [piece.letter_id for piece in batch.pieces]
        end_attempts(transaction, ids, outcome="printed", now=desk.now())


def record_piece(  # noqa: PLR0913, PLR0917 - one piece and where it went
    desk: Desk,
    transaction: Transaction,
    day: MailDay,
    piece: BatchPiece,
    printer: str,
    job: str,
) -> None:
    """Record, inside an operation, that one piece came out of a printer."""
    letter = load_letter(transaction, piece.letter_id)
    now, clerk = desk.now(), day.settings.clerk
    if not piece.is_copy and letter.state is not LetterState.APPROVED:
        raise LetterRefusedError(
            f"Letter {letter.ref} is {letter.state_words.lower()} already.",
            "Its original is printed once only; print it again and it says COPY. "
            "Nothing of this batch was recorded.",
        )
    sha256 = put_document(transaction, piece.content, "application/pdf", now=now)
    add_printing(
        transaction,
        letter.id,
        is_copy=piece.is_copy,
        printer=printer,
        job=job,
        pages=piece.pages,
        document_sha256=sha256,
        clerk=clerk,
        now=now,
    )
    if piece.is_copy:
        return
    _record_original(desk, transaction, day, letter, sha256)
    if piece.memo:
        add_attachment(
            transaction,
            customer_id=letter.customer_id,
            sha256=put_document(transaction, piece.memo, "application/pdf", now=now),
            label=f"Memo to management with {letter.ref}",
            now=now,
            letter_id=letter.id,
        )


def _record_original(
    desk: Desk, transaction: Transaction, day: MailDay, letter: Letter, sha256: str
) -> None:
    """Move the ladder, enter the letter in the timeline, take the step of the contact plan."""
    now, clerk = desk.now(), day.settings.clerk
    change_letter(transaction, letter.id, document_sha256=sha256)
    add_letter_event(
        transaction,
        letter.id,
        LetterState.PRINTED,
        dated_on=day.today,
        clerk=clerk,
        now=now,
        document_sha256=sha256,
    )
    content = (letter.snapshot or {}).get("content", {})
    add_activity(
        transaction,
        letter.customer_id,
        "letter",
        clerk=clerk,
        happened_at=now,
        now=now,
        invoice_ids=[item[0] for item in (letter.snapshot or {}).get("items", [])],
        direction="out",
        action="CL" if letter.certified else "LT",
        letter_id=letter.id,
        note=f"{letter.type} {letter.ref}: {content.get('subject', '')}",
    )
    plans = plans_in(transaction, desk).plans.values()
    known = {step.id for plan in plans for step in plan.steps}
    record_letter_step(
        transaction,
        desk,
        day.settings,
        letter.customer_id,
        letter.type,
        letter_id=letter.id,
        done_on=day.today,
        step_id=letter.step if letter.step in known else None,
    )
    bring_forward(desk, transaction, day, letter)


def letter_pdf(desk: Desk, letter_id: int) -> bytes:
    """Return the letter exactly as it was printed.

    Raises:
        LetterRefusedError: If it was never printed.
    """
    with desk.database.read() as session:
        letter = load_letter(session, letter_id)
        if letter.document_sha256 is None:
            raise LetterRefusedError(
                f"Letter {letter.ref} was not printed yet.",
                "Look at its preview instead.",
            )
        return get_document(session, letter.document_sha256).content
