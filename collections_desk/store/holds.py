"""Holds and stop flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from collections_desk.domain.holds import Hold
from collections_desk.errors import StoreError
from collections_desk.store.tables import HoldRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction


def add_hold(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    customer_id: int,
    reason: str,
    *,
    begins_on: date,
    now: datetime,
    flag: str = "",
    scope: str = "customer",
    scope_ref: str = "",
    review_on: date | None = None,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Add a hold, or with `flag` a stop flag, and return its number."""
    row = HoldRow(
        customer_id=customer_id,
        scope=scope,
        scope_ref=scope_ref,
        flag=flag,
        reason=reason,
        facts=dict(facts or {}),
        begins_on=begins_on,
        review_on=review_on,
        created_at=now,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def end_hold(transaction: Transaction, hold_id: int, *, on: date, reason: str) -> None:
    """Lift a hold; it stays on record with the day and the reason."""
    transaction.execute(
        update(HoldRow).where(HoldRow.id == hold_id).values(lifted_on=on, lifted_reason=reason)
    )


def move_review(transaction: Transaction, hold_id: int, review_on: date) -> None:
    """Look at a hold again on another day."""
    transaction.execute(update(HoldRow).where(HoldRow.id == hold_id).values(review_on=review_on))


def put_facts(transaction: Transaction, hold_id: int, facts: Mapping[str, Any]) -> None:
    """Keep what became known of a hold or flag."""
    transaction.execute(update(HoldRow).where(HoldRow.id == hold_id).values(facts=dict(facts)))


def load_hold(session: Session, hold_id: int) -> Hold:
    """Return one hold.

    Raises:
        StoreError: If there is none of that number.
    """
    row = session.get(HoldRow, hold_id)
    if row is None:
        raise StoreError(
            f"There is no hold number {hold_id}.",
            "Open the customer again and choose the hold there. Nothing was changed.",
        )
    return _hold(row)


def holds(session: Session, customer_id: int) -> list[Hold]:
    """Return a customer's holds and flags, newest first, lifted ones too."""
    rows = session.scalars(
        select(HoldRow)
        .where(HoldRow.customer_id == customer_id)
        .order_by(HoldRow.begins_on.desc(), HoldRow.id.desc())
    )
    return [_hold(row) for row in rows]


def _hold(row: HoldRow) -> Hold:
    return Hold(
        id=row.id,
        customer_id=row.customer_id,
        reason=row.reason,
        begins_on=row.begins_on,
        scope=row.scope,
        scope_ref=row.scope_ref,
        flag=row.flag,
        facts=row.facts,
        review_on=row.review_on,
        lifted_on=row.lifted_on,
        lifted_reason=row.lifted_reason,
    )
