"""Guards that fired, as rows: the rule, its date, the facts, the decision and the reason.

Rows are added, never changed: they are part of the evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from collections_desk.domain.rule_tables import GuardCount, GuardEventLine
from collections_desk.store.tables import CustomerRow, GuardEventRow

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
    """Record guards that fired. `decision`: shown or stopped.

    Of a deed that was done, a finding that was heeded is recorded as heeded, with what was
    done as the guard asks, and one with a reason as overridden, whatever `decision` says of
    the rest.
    """
    given = reasons or {}
    for found in findings:
        made, reason = _made_of(found, decision, given.get(found.guard, "").strip())
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
                decision=made,
                reason=reason,
                clerk=clerk,
                fired_at=now,
            )
        )


def _made_of(found: GuardFinding, decision: str, reason: str) -> tuple[str, str]:
    """Return what was decided on a finding, and why."""
    if found.heeded and decision != "stopped":
        return "heeded", found.heeded
    return ("overridden" if reason else decision), reason


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


def guard_counts(
    session: Session, begins_at: datetime, ends_before: datetime
) -> dict[str, GuardCount]:
    """Return how often each guard fired within a span, by what became of it."""
    rows = session.execute(
        select(GuardEventRow.guard, GuardEventRow.decision, func.count())
        .where(GuardEventRow.fired_at >= begins_at, GuardEventRow.fired_at < ends_before)
        .group_by(GuardEventRow.guard, GuardEventRow.decision)
    )
    counts: dict[str, dict[str, int]] = {}
    for guard, decision, number in rows:
        counts.setdefault(guard, {})[decision] = number
    return {
        guard: GuardCount(
            known.get("shown", 0),
            known.get("stopped", 0),
            known.get("overridden", 0),
            known.get("heeded", 0),
        )
        for guard, known in counts.items()
    }


def event_lines(
    session: Session,
    *,
    guard: str | None = None,
    customer_id: int | None = None,
    decision: str | None = None,
    limit: int | None = None,
) -> list[GuardEventLine]:
    """Return firings with the customer's name, the newest first; conditions must all hold."""
    question = (
        select(GuardEventRow, CustomerRow.name)
        .outerjoin(CustomerRow, CustomerRow.id == GuardEventRow.customer_id)
        .order_by(GuardEventRow.id.desc())
        .limit(limit)
    )
    for column, wanted in (
        (GuardEventRow.guard, guard),
        (GuardEventRow.customer_id, customer_id),
        (GuardEventRow.decision, decision),
    ):
        if wanted is not None:
            question = question.where(column == wanted)
    return [
        GuardEventLine(
            row.id,
            row.fired_at,
            row.guard,
            row.severity,
            row.customer_id,
            name or "",
            row.deed,
            row.said,
            row.decision,
            row.reason,
            row.clerk,
            row.rule_as_of,
            row.activity_id,
            row.letter_id,
        )
        for row, name in session.execute(question)
    ]
