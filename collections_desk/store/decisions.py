"""Decisions at reviews: rows are added, never changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.domain.decisions import Decision, standing_decision
from collections_desk.errors import StoreError
from collections_desk.store.tables import DecisionRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction


def add_decision(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    customer_id: int,
    kind: str,
    *,
    decided_on: date,
    decided_by: str,
    reason: str,
    clerk: str,
    now: datetime,
    review_on: date | None = None,
    facts: Mapping[str, Any] | None = None,
    memo_sha256: str | None = None,
    withdraws_id: int | None = None,
) -> int:
    """Add a decision, or with `withdraws_id` the withdrawal of one; return its number."""
    row = DecisionRow(
        customer_id=customer_id,
        kind=kind,
        decided_on=decided_on,
        decided_by=decided_by,
        reason=reason,
        review_on=review_on,
        facts=dict(facts or {}),
        memo_sha256=memo_sha256,
        withdraws_id=withdraws_id,
        clerk=clerk,
        created_at=now,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def decisions(session: Session, customer_id: int) -> list[Decision]:
    """Return a customer's decisions and withdrawals, newest first."""
    rows = session.scalars(
        select(DecisionRow)
        .where(DecisionRow.customer_id == customer_id)
        .order_by(DecisionRow.id.desc())
    )
    return _marked(_decision(row) for row in rows)


def load_decision(session: Session, decision_id: int) -> Decision:
    """Return one decision.

    Raises:
        StoreError: If there is none of that number.
    """
    row = session.get(DecisionRow, decision_id)
    if row is None:
        raise StoreError(
            f"There is no decision number {decision_id} on record.",
            "Open the customer again and choose the decision there. Nothing was changed.",
        )
    return next(one for one in decisions(session, row.customer_id) if one.id == decision_id)


def standing(session: Session, customer_id: int) -> Decision | None:
    """Return the newest decision on a customer that stands, or None."""
    return standing_decision(decisions(session, customer_id))


def all_standing(session: Session) -> dict[int, Decision]:
    """Return the newest standing decision of every customer that has one."""
    rows = session.scalars(select(DecisionRow).order_by(DecisionRow.id))
    found: dict[int, Decision] = {}
    for one in _marked(_decision(row) for row in rows):
        if one.stands:
            found[one.customer_id] = one
    return found


def _marked(found: Iterable[Decision]) -> list[Decision]:
    """Mark each decision with the entry that took it back."""
    listed = list(found)
    gone = {one.withdraws_id: one.id for one in listed if one.withdraws_id is not None}
    return [replace(one, withdrawn_by=gone.get(one.id)) for one in listed]


def _decision(row: DecisionRow) -> Decision:
    return Decision(
        row.id,
        row.customer_id,
        row.kind,
        row.decided_on,
        row.decided_by,
        row.reason,
        row.review_on,
        row.facts,
        row.memo_sha256,
        row.withdraws_id,
        row.clerk,
        row.created_at,
    )
