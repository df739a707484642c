"""Disputes and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from collections_desk.domain.disputes import Dispute
from collections_desk.domain.money import Money
from collections_desk.errors import StoreError
from collections_desk.store.tables import DisputeRow

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    return _dispute(row)


def disputes(session: Session, customer_id: int) -> list[Dispute]:
    """Return a customer's disputes, newest first."""
    rows = session.scalars(
        select(DisputeRow)
        .where(DisputeRow.customer_id == customer_id)
        .order_by(DisputeRow.received_on.desc(), DisputeRow.id.desc())
    )
    return [_dispute(row) for row in rows]


def _dispute(row: DisputeRow) -> Dispute:
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
    )
