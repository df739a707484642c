"""Guards that fired, as rows: the rule, its date, the facts, the decision and the reason.

Rows are added, never changed: they are part of the evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from collections_desk.store.tables import GuardEventRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.store.database import Transaction


def add_guard_events(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    customer_id: int | None,
    findings: Iterable[GuardFinding],
    *,
    deed: str,
    decision: str,
    reasons: Mapping[str, str] | None = None,
    clerk: str,
    now: datetime,
    activity_id: int | None = None,
    letter_id: int | None = None,
) -> None:
    """Record guards that fired. `decision`: shown, stopped or overridden.

    A finding with a reason is recorded as overridden, whatever `decision` says of the rest.
    """
    given = reasons or {}
    for found in findings:
        reason = given.get(found.guard, "").strip()
        transaction.add(
            GuardEventRow(
                customer_id=customer_id,
                activity_id=activity_id,
                letter_id=letter_id,
                guard=found.guard,
                rule_as_of=found.rule_as_of,
                severity=found.severity.value,
                said=found.said,
                facts=dict(found.facts),
                deed=deed,
                decision="overridden" if reason else decision,
                reason=reason,
                clerk=clerk,
                fired_at=now,
            )
        )


def guard_events(session: Session, customer_id: int) -> list[dict[str, Any]]:
    """Return the guard events of a customer, newest first, as plain values."""
    rows = session.scalars(
        select(GuardEventRow)
        .where(GuardEventRow.customer_id == customer_id)
        .order_by(GuardEventRow.id.desc())
    )
    return [
        {
            "id": row.id,
            "activity_id": row.activity_id,
            "letter_id": row.letter_id,
            "guard": row.guard,
            "rule_as_of": row.rule_as_of,
            "severity": row.severity,
            "said": row.said,
            "facts": row.facts,
            "deed": row.deed,
            "decision": row.decision,
            "reason": row.reason,
            "clerk": row.clerk,
            "fired_at": row.fired_at,
        }
        for row in rows
    ]
