"""Versions of contact plans. Rows are only added; the newest version of a plan counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from collections_desk.domain.plan_dates import StepRecord
from collections_desk.domain.plan_versions import PlanVersion, plan_as_values, plan_of_values
from collections_desk.store.activities import superseded_entries
from collections_desk.store.tables.contact import ContactStepRow
from collections_desk.store.tables.method import PlanVersionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from collections_desk.domain.contact_plans import Plan
    from collections_desk.store.database import Transaction


def saved_plans(session: Session) -> list[Plan]:
    """Return every version of every plan that was ever changed, the oldest first."""
    rows = session.execute(
        select(PlanVersionRow.content, PlanVersionRow.version).order_by(PlanVersionRow.id)
    )
    return [plan_of_values(content, version) for content, version in rows]


def plan_versions(session: Session, plan_id: str) -> list[PlanVersion]:
    """Return the versions of one plan, newest first; version 0 is not among them."""
    rows = session.scalars(
        select(PlanVersionRow)
        .where(PlanVersionRow.plan == plan_id)
        .order_by(PlanVersionRow.version.desc())
    )
    return [
        PlanVersion(plan_of_values(row.content, row.version), row.reason, row.clerk, row.saved_at)
        for row in rows
    ]


def last_version(session: Session, plan_id: str) -> int:
    """Return the number of the newest version of a plan; 0 if it was never changed."""
    newest = session.scalar(
        select(func.max(PlanVersionRow.version)).where(PlanVersionRow.plan == plan_id)
    )
    return newest or 0


def add_plan_version(
    transaction: Transaction, plan: Plan, *, reason: str, clerk: str, now: datetime
) -> None:
    """Keep a plan under its version number, which must be a new one."""
    transaction.add(
        PlanVersionRow(
            plan=plan.id,
            version=plan.version,
            content=plan_as_values(plan),
            reason=reason,
            clerk=clerk,
            saved_at=now,
        )
    )
    transaction.flush()


def step_records(session: Session, customer_id: int) -> list[StepRecord]:
    """Return the steps on record for a customer that still stand, oldest first."""
    rows = session.execute(
        select(
            ContactStepRow.plan,
            ContactStepRow.step,
            ContactStepRow.anchor_on,
            ContactStepRow.done_on,
            ContactStepRow.how,
            ContactStepRow.reason,
            ContactStepRow.plan_version,
        )
        .where(
            ContactStepRow.customer_id == customer_id,
            ContactStepRow.activity_id.is_(None)
            | ContactStepRow.activity_id.not_in(superseded_entries()),
        )
        .order_by(ContactStepRow.id)
    )
    return [StepRecord(*row) for row in rows]
