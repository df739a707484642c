"""The record of what happened: activities and steps of contact plans.

Rows are added, never changed. A correction or withdrawal is a row of its own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import select, union

from collections_desk.domain.activities import Activity
from collections_desk.domain.worklist import TakenStep
from collections_desk.errors import StoreError
from collections_desk.store.tables import ActivityInvoiceRow, ActivityRow, ContactStepRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import CompoundSelect
    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction


def add_activity(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    customer_id: int,
    kind: str,
    *,
    clerk: str,
    happened_at: datetime,
    now: datetime,
    invoice_ids: Iterable[int] = (),
    **values: Any,  # noqa: ANN401 - columns of the table
) -> int:
    """Add an entry to the record and return its number. `values` are columns of the table."""
    row = ActivityRow(
        uuid=str(uuid4()),
        customer_id=customer_id,
        kind=kind,
        clerk=clerk,
        happened_at=happened_at,
        created_at=now,
        **values,
    )
    transaction.add(row)
    transaction.flush()
    for invoice_id in sorted(set(invoice_ids)):
        transaction.add(ActivityInvoiceRow(activity_id=row.id, invoice_id=invoice_id))
    return row.id


def load_activity(session: Session, activity_id: int) -> Activity:
    """Return one entry.

    Raises:
        StoreError: If there is none of that number.
    """
    row = session.get(ActivityRow, activity_id)
    if row is None:
        raise StoreError(
            f"There is no entry number {activity_id} in the record.",
            "Open the customer again and choose the entry there. Nothing was changed.",
        )
    return next(entry for entry in activities(session, row.customer_id) if entry.id == activity_id)


def activities(
    session: Session,
    customer_id: int,
    *,
    kinds: Sequence[str] | None = None,
    since: datetime | None = None,
) -> list[Activity]:
    """Return a customer's entries, newest first, each with what corrects or withdraws it."""
    question = (
        select(ActivityRow)
        .where(ActivityRow.customer_id == customer_id)
        .order_by(ActivityRow.happened_at.desc(), ActivityRow.id.desc())
    )
    if kinds is not None:
        question = question.where(ActivityRow.kind.in_(kinds))
    if since is not None:
        question = question.where(ActivityRow.happened_at >= since)
    rows = session.scalars(question).all()
    later = session.execute(
        select(ActivityRow.id, ActivityRow.corrects_id, ActivityRow.withdraws_id).where(
            ActivityRow.customer_id == customer_id,
            ActivityRow.corrects_id.is_not(None) | ActivityRow.withdraws_id.is_not(None),
        )
    ).all()
    corrected = {corrects: entry for entry, corrects, _ in later if corrects is not None}
    withdrawn = {withdraws: entry for entry, _, withdraws in later if withdraws is not None}
    invoices = defaultdict(list)
    pairs = session.execute(
        select(ActivityInvoiceRow.activity_id, ActivityInvoiceRow.invoice_id)
        .join(ActivityRow, ActivityRow.id == ActivityInvoiceRow.activity_id)
        .where(ActivityRow.customer_id == customer_id)
        .order_by(ActivityInvoiceRow.invoice_id)
    )
    for activity_id, invoice_id in pairs:
        invoices[activity_id].append(invoice_id)
    return [
        _activity(row, tuple(invoices[row.id]), corrected.get(row.id), withdrawn.get(row.id))
        for row in rows
    ]


def add_step(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    customer_id: int,
    taken: TakenStep,
    *,
    plan_as_of: date,
    how: str,
    reason: str = "",
    activity_id: int | None = None,
    letter_id: int | None = None,
    plan_version: int = 0,
) -> None:
    """Record a step taken or skipped, with the version of the plan that was in force.

    The same step for the same anchor is recorded once. One that was skipped and is taken after
    all is recorded again: the first entry stays as it was.
    """
    known = steps_on_record(transaction, customer_id)
    again = how != "skipped"
    if any(one[:3] == taken[:3] and not (again and one.how == "skipped") for one in known):
        return
    transaction.add(
        ContactStepRow(
            customer_id=customer_id,
            plan=taken.plan,
            plan_as_of=plan_as_of,
            step=taken.step,
            anchor_on=taken.anchor_on,
            done_on=taken.done_on,
            how=how,
            reason=reason,
            activity_id=activity_id,
            letter_id=letter_id,
            plan_version=plan_version,
        )
    )
    transaction.flush()


def superseded_entries() -> CompoundSelect[tuple[int | None]]:
    """Select the ids of entries that were corrected or withdrawn: they bring nothing about."""
    return union(
        select(ActivityRow.corrects_id).where(ActivityRow.corrects_id.is_not(None)),
        select(ActivityRow.withdraws_id).where(ActivityRow.withdraws_id.is_not(None)),
    )


def steps_on_record(session: Session, customer_id: int) -> list[TakenStep]:
    """Return the steps that count as taken for a customer, oldest first.

    A step that came from a call which was corrected or withdrawn does not count.
    """
    rows = session.execute(
        select(
            ContactStepRow.plan,
            ContactStepRow.step,
            ContactStepRow.anchor_on,
            ContactStepRow.done_on,
            ContactStepRow.how,
        )
        .where(
            ContactStepRow.customer_id == customer_id,
            ContactStepRow.activity_id.is_(None)
            | ContactStepRow.activity_id.not_in(superseded_entries()),
        )
        .order_by(ContactStepRow.id)
    )
    return [TakenStep(*row) for row in rows]


def _activity(
    row: ActivityRow,
    invoice_ids: tuple[int, ...],
    corrected_by: int | None,
    withdrawn_by: int | None,
) -> Activity:
    return Activity(
        id=row.id,
        customer_id=row.customer_id,
        kind=row.kind,
        direction=row.direction,  # type: ignore[arg-type] # the store holds these three only
        happened_at=row.happened_at,
        clerk=row.clerk,
        created_at=row.created_at,
        action=row.action,
        seconds=row.seconds,
        zone=row.zone,
        local_time=row.local_time,
        number=row.number,
        contact_point_id=row.contact_point_id,
        reached_name=row.reached_name,
        reached_role=row.reached_role,
        identity_checked=row.identity_checked,
        outcome=row.outcome,
        reason=row.reason,
        dispute_code=row.dispute_code,
        note=row.note,
        consent=row.consent,
        next_action=row.next_action,
        next_on=row.next_on,
        promise_id=row.promise_id,
        letter_id=row.letter_id,
        corrects_id=row.corrects_id,
        withdraws_id=row.withdraws_id,
        invoice_ids=invoice_ids,
        corrected_by=corrected_by,
        withdrawn_by=withdrawn_by,
    )
