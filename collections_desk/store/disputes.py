"""Disputes and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from collections_desk.domain.disputes import OPEN_STATES, Dispute, DisputeEvent
from collections_desk.domain.money import Money
from collections_desk.errors import StoreError
from collections_desk.store.tables import (
    CustomerRow,
    DisputeEventRow,
    DisputeRow,
    InvoiceRow,
    LedgerEntryRow,
    LetterRow,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction


def add_dispute(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    customer_id: int,
    invoice_id: int,
    code: str,
    amount: Money,
    *,
    received_on: date,
    evidence: Iterable[tuple[str, bool]],
    owner: str,
    words: str,
    now: datetime,
    line: str = "",
) -> int:
    """Add a dispute and return its number."""
    row = DisputeRow(
        customer_id=customer_id,
        invoice_id=invoice_id,
        code=code,
        currency=amount.currency,
        amount_minor=amount.minor,
        received_on=received_on,
        owner=owner,
        words=words,
        line=line,
        evidence=[list(paper) for paper in evidence],
        created_at=now,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def change_dispute(transaction: Transaction, dispute_id: int, **values: Any) -> None:  # noqa: ANN401 - columns of the table
    """Let a dispute go on: its state, its evidence, its decision."""
    transaction.execute(update(DisputeRow).where(DisputeRow.id == dispute_id).values(**values))


def load_dispute(session: Session, dispute_id: int) -> Dispute:
    """Return one dispute.

    Raises:
        StoreError: If there is none of that number.
    """
    row = session.get(DisputeRow, dispute_id)
    if row is None:
        raise StoreError(
            f"There is no dispute number {dispute_id}.",
            "Open the customer again and choose the dispute there. Nothing was changed.",
        )
    return _dispute(row, _credited(session, row.customer_id))


def disputes(session: Session, customer_id: int) -> list[Dispute]:
    """Return a customer's disputes, newest first."""
    rows = session.scalars(
        select(DisputeRow)
        .where(DisputeRow.customer_id == customer_id)
        .order_by(DisputeRow.received_on.desc(), DisputeRow.id.desc())
    ).all()
    credited = _credited(session, customer_id) if rows else frozenset()
    return [_dispute(row, credited) for row in rows]


def _credited(session: Session, customer_id: int) -> frozenset[str]:
    """Return the references of the credits that decisions brought, those reversed left out."""
    reversed_ = select(LedgerEntryRow.reverses_id).where(LedgerEntryRow.reverses_id.is_not(None))
    return frozenset(
        session.scalars(
            select(LedgerEntryRow.reference).where(
                LedgerEntryRow.customer_id == customer_id,
                LedgerEntryRow.kind == "credit",
                LedgerEntryRow.source == "hand",
                LedgerEntryRow.id.not_in(reversed_),
            )
        )
    )


def every_dispute(session: Session, *, closed: bool) -> list[tuple[Dispute, str, str]]:
    """Return disputes over all customers, each with the customer's name and the invoice number.

    Args:
        session: The session.
        closed: Also those that are decided or closed.
    """
    wanted = (
        select(DisputeRow, CustomerRow.name, InvoiceRow.number)
        .join(CustomerRow, CustomerRow.id == DisputeRow.customer_id)
        .join(InvoiceRow, InvoiceRow.id == DisputeRow.invoice_id)
        .order_by(DisputeRow.received_on, DisputeRow.id)
    )
    if not closed:
        wanted = wanted.where(DisputeRow.state.in_(sorted(OPEN_STATES)))
    return [(_dispute(row), name, number) for row, name, number in session.execute(wanted)]


def add_dispute_event(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    dispute_id: int,
    state: str,
    *,
    dated_on: date,
    clerk: str,
    now: datetime,
    note: str = "",
    letter_id: int | None = None,
) -> None:
    """Add a step to the life of a dispute."""
    transaction.add(
        DisputeEventRow(
            dispute_id=dispute_id,
            state=state,
            dated_on=dated_on,
            note=note,
            letter_id=letter_id,
            clerk=clerk,
            recorded_at=now,
        )
    )
    transaction.flush()


def dispute_events(session: Session, dispute_id: int) -> list[DisputeEvent]:
    """Return the steps of a dispute, oldest first."""
    rows = session.scalars(
        select(DisputeEventRow)
        .where(DisputeEventRow.dispute_id == dispute_id)
        .order_by(DisputeEventRow.id)
    )
    return [
        DisputeEvent(row.state, row.dated_on, row.note, row.letter_id, row.clerk, row.recorded_at)
        for row in rows
    ]


def of_letter(session: Session, letter_id: int) -> list[Dispute]:
    """Return the disputes that a letter brought forward."""
    rows = session.scalars(
        select(DisputeRow)
        .join(DisputeEventRow, DisputeEventRow.dispute_id == DisputeRow.id)
        .where(DisputeEventRow.letter_id == letter_id)
        .distinct()
        .order_by(DisputeRow.id)
    )
    return [_dispute(row) for row in rows]


def answered(session: Session, customer_id: int) -> frozenset[int]:
    """Return the disputes of a customer that were answered by a letter L09 that went out."""
    found = session.scalars(
        select(DisputeEventRow.dispute_id)
        .join(LetterRow, LetterRow.id == DisputeEventRow.letter_id)
        .where(
            LetterRow.customer_id == customer_id,
            LetterRow.type == "L09",
            LetterRow.state != "cancelled",
        )
    )
    return frozenset(found)


def _dispute(row: DisputeRow, credited: Container[str] = ()) -> Dispute:
    return Dispute(
        id=row.id,
        customer_id=row.customer_id,
        invoice_id=row.invoice_id,
        code=row.code,
        amount=Money(row.amount_minor, row.currency),
        received_on=row.received_on,
        owner=row.owner,
        words=row.words,
        evidence=tuple((str(paper), bool(there)) for paper, there in row.evidence),
        state=row.state,
        decided_on=row.decided_on,
        upheld=None if row.upheld_minor is None else Money(row.upheld_minor, row.currency),
        finding=row.finding,
        line=row.line,
        acknowledged_on=row.acknowledged_on,
        credited=credit_reference(row.id) in credited,
    )


def credit_reference(dispute_id: int) -> str:
    """Return how a credit entry names the dispute that brought it; the worklist reads it too."""
    return f"Dispute {dispute_id}"
