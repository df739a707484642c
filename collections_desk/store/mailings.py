"""Letters, their ladder and their printings."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from collections_desk.domain.certified_mail import NumberUse
from collections_desk.domain.letter_options import options_from_json
from collections_desk.domain.letters import Letter, LetterEvent, LetterState, Printing
from collections_desk.errors import StoreError
from collections_desk.store.tables import (
    AddressRow,
    CustomerRow,
    LetterEventRow,
    LetterRow,
    PrintRecordRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction

#: A batch of letters is read in parts, below the limit of bound values.
_PART = 500


def next_letter_ref(session: Session, year: int) -> str:
    """Return the id of the next letter: "CD-2026-000123", counted through the year."""
    start = f"CD-{year}-"
    last = session.scalar(
        select(func.max(LetterRow.letter_ref)).where(LetterRow.letter_ref.startswith(start))
    )
    number = int(last.removeprefix(start)) + 1 if last else 1
    return f"{start}{number:06d}"


def add_letter(transaction: Transaction, *, now: datetime, **values: Any) -> int:  # noqa: ANN401 - columns of the table
    """Add a letter and return its number."""
    row = LetterRow(created_at=now, **values)
    transaction.add(row)
    transaction.flush()
    return row.id


def change_letter(transaction: Transaction, letter_id: int, **values: Any) -> None:  # noqa: ANN401 - columns of the table
    """Change columns of one letter."""
    transaction.execute(update(LetterRow).where(LetterRow.id == letter_id).values(**values))


def add_letter_event(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    letter_id: int,
    state: LetterState,
    *,
    dated_on: date,
    clerk: str,
    now: datetime,
    document_sha256: str | None = None,
    note: str = "",
    withdraws_id: int | None = None,
) -> None:
    """Record that a letter reached a rung, and let it stand there.

    With `withdraws_id` it is the rung on which the letter stands again.
    """
    transaction.add(
        LetterEventRow(
            letter_id=letter_id,
            state=state.value,
            dated_on=dated_on,
            document_sha256=document_sha256,
            note=note,
            withdraws_id=withdraws_id,
            clerk=clerk,
            recorded_at=now,
        )
    )
    change_letter(transaction, letter_id, state=state.value)


def add_printing(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    letter_id: int,
    *,
    is_copy: bool,
    printer: str,
    job: str,
    pages: int,
    document_sha256: str,
    clerk: str,
    now: datetime,
) -> None:
    """Record one printing. The store itself refuses a second original."""
    transaction.add(
        PrintRecordRow(
            letter_id=letter_id,
            is_copy=is_copy,
            printer=printer,
            job=job,
            pages=pages,
            document_sha256=document_sha256,
            clerk=clerk,
            printed_at=now,
        )
    )


def load_letter(session: Session, letter_id: int) -> Letter:
    """Return one letter.

    Raises:
        StoreError: If there is none of that number.
    """
    found = letters_by_id(session, [letter_id])
    if letter_id not in found:
        raise StoreError(
            f"There is no letter number {letter_id} in this store.",
            "Open the mail list again and choose the letter there. Nothing was changed.",
        )
    return found[letter_id]


def letters_by_id(session: Session, letter_ids: Sequence[int]) -> dict[int, Letter]:
    """Return letters by their number; numbers without a letter are left out."""
    found: dict[int, Letter] = {}
    for start in range(0, len(letter_ids), _PART):
        part = list(letter_ids[start : start + _PART])
        for letter in _letters(session, LetterRow.id.in_(part)):
            found[letter.id] = letter
    return found


def letters_of(session: Session, customer_id: int) -> list[Letter]:
    """Return a customer's letters, newest first."""
    found = _letters(session, LetterRow.customer_id == customer_id)
    return sorted(found, key=lambda letter: letter.id, reverse=True)


def letters_on_the_way(session: Session, since: date) -> list[Letter]:
    """Return the letters for the mail lists: all that wait for something, and the later ones.

    Delivered, returned and cancelled letters are listed as long as they are dated `since`.
    """
    done = [
        LetterState.DELIVERED.value,
        LetterState.RETURNED.value,
        LetterState.CANCELLED.value,
    ]
    waiting = LetterRow.state.not_in(done) | (LetterRow.letter_date >= since)
    return _letters(session, waiting)


def number_uses(session: Session, digits: str, *, except_letter: int) -> list[NumberUse]:
    """Return the other letters that carry an article number, cancelled ones too."""
    rows = session.execute(
        select(LetterRow.letter_ref, LetterRow.letter_date).where(
            LetterRow.article_number == digits, LetterRow.id != except_letter
        )
    )
    return [NumberUse(ref, day) for ref, day in rows]


def receipt_number_use(session: Session, digits: str, *, except_letter: int) -> str | None:
    """Return the letter that has this return receipt number already, or None."""
    return session.scalar(
        select(LetterRow.letter_ref).where(
            LetterRow.return_receipt_number == digits, LetterRow.id != except_letter
        )
    )


def mark_address_returned(
    transaction: Transaction, address_id: int, *, on: date, reason: str
) -> None:
    """Mark an address: mail to it came back."""
    transaction.execute(
        update(AddressRow)
        .where(AddressRow.id == address_id)
        .values(state="returned", returned_on=on, returned_reason=reason)
    )


def lift_address_mark(transaction: Transaction, address_id: int, *, on: date, reason: str) -> bool:
    """Take the mark away that `mark_address_returned` made with the same words; tell if so."""
    marked = (
        AddressRow.id == address_id,
        AddressRow.state == "returned",
        AddressRow.returned_on == on,
        AddressRow.returned_reason == reason,
    )
    if transaction.scalar(select(AddressRow.id).where(*marked)) is None:
        return False
    transaction.execute(
        update(AddressRow)
        .where(AddressRow.id == address_id)
        .values(state="ok", returned_on=None, returned_reason=None)
    )
    return True


def _letters(session: Session, condition: Any) -> list[Letter]:  # noqa: ANN401 - a condition of the query
    rows = session.execute(
        select(LetterRow, CustomerRow.name, CustomerRow.reference)
        .join(CustomerRow, CustomerRow.id == LetterRow.customer_id)
        .where(condition)
        .order_by(LetterRow.id)
    ).all()
    ids = [row.id for row, _, _ in rows]
    events, printings = _events(session, ids), _printings(session, ids)
    return [
        _letter(row, name, reference or "", tuple(events[row.id]), tuple(printings[row.id]))
        for row, name, reference in rows
    ]


def _events(session: Session, ids: Sequence[int]) -> dict[int, list[LetterEvent]]:
    found: dict[int, list[LetterEvent]] = defaultdict(list)
    for part in _parts(ids):
        rows = session.scalars(
            select(LetterEventRow)
            .where(LetterEventRow.letter_id.in_(part))
            .order_by(LetterEventRow.id)
        )
        for row in rows:
            found[row.letter_id].append(
                LetterEvent(
                    LetterState(row.state),
                    row.dated_on,
                    row.document_sha256,
                    row.note,
                    row.clerk,
                    row.recorded_at,
                    row.id,
                    row.withdraws_id,
                )
            )
    return found


def _printings(session: Session, ids: Sequence[int]) -> dict[int, list[Printing]]:
    found: dict[int, list[Printing]] = defaultdict(list)
    for part in _parts(ids):
        rows = session.scalars(
            select(PrintRecordRow)
            .where(PrintRecordRow.letter_id.in_(part))
            .order_by(PrintRecordRow.id)
        )
        for row in rows:
            found[row.letter_id].append(
                Printing(
                    row.is_copy,
                    row.printer,
                    row.job,
                    row.pages,
                    row.document_sha256,
                    row.clerk,
                    row.printed_at,
                )
            )
    return found


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _PART] for start in range(0, len(ids), _PART))


def _letter(
    row: LetterRow,
    name: str,
    reference: str,
    events: tuple[LetterEvent, ...],
    printings: tuple[Printing, ...],
) -> Letter:
    return Letter(
        id=row.id,
        ref=row.letter_ref,
        customer_id=row.customer_id,
        customer_name=name,
        customer_reference=reference,
        type=row.type,
        template=row.template,
        template_version=row.template_version,
        subject=row.subject,
        body=row.body,
        options=options_from_json(row.options),
        snapshot=row.snapshot,
        state=LetterState(row.state),
        service=row.service,
        article_number=row.article_number,
        return_receipt=row.return_receipt,
        return_receipt_number=row.return_receipt_number,
        first_class_copy=row.first_class_copy,
        address_id=row.address_id,
        address_lines=tuple(row.address_lines),
        envelope=row.envelope,
        paper=row.paper,
        signer=row.signer,
        as_of=row.as_of,
        letter_date=row.letter_date,
        step=row.step,
        document_sha256=row.document_sha256,
        created_at=row.created_at,
        events=events,
        printings=printings,
    )
