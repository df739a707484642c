"""Payment plans as they were written down. How they stand is worked out, never stored."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from collections_desk.domain.money import Money
from collections_desk.domain.payment_plans import Installment, PaymentPlan
from collections_desk.errors import StoreError
from collections_desk.store.tables import (
    CustomerRow,
    InstallmentRow,
    PaymentPlanInvoiceRow,
    PaymentPlanRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from collections_desk.domain.plan_schedule import PlanTerms
    from collections_desk.store.database import Transaction


def add_plan(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    customer_id: int,
    terms: PlanTerms,
    covered: Mapping[int, int],
    *,
    clerk: str,
    now: datetime,
) -> int:
    """Add a plan with its installments and return its number.

    Args:
        transaction: The transaction of the deed.
        customer_id: Whose.
        terms: What was agreed.
        covered: Invoice to what the plan covers of it, in minor units.
        clerk: Who wrote it down.
        now: The moment.
    """
    row = PaymentPlanRow(
        customer_id=customer_id,
        currency=terms.balance.currency,
        balance_minor=terms.balance.minor,
        as_of=terms.as_of,
        rhythm=terms.rhythm,
        cure_days=terms.cure_days,
        accelerates=terms.accelerates,
        offered_on=terms.offered_on,
        reply_by=terms.reply_by,
        words=terms.words,
        clerk=clerk,
        created_at=now,
    )
    transaction.add(row)
    transaction.flush()
    transaction.add_all(
        InstallmentRow(
            plan_id=row.id,
            number=one.number,
            due_on=one.due_on,
            amount_minor=one.amount.minor,
        )
        for one in terms.installments
    )
    transaction.add_all(
        PaymentPlanInvoiceRow(plan_id=row.id, invoice_id=invoice_id, amount_minor=minor)
        for invoice_id, minor in sorted(covered.items())
    )
    transaction.flush()
    return row.id


def sign_plan(
    transaction: Transaction, plan_id: int, *, on: date, by: str, scan: str | None
) -> None:
    """Record that the customer signed, and under which hash the scan is stored."""
    transaction.execute(
        update(PaymentPlanRow)
        .where(PaymentPlanRow.id == plan_id)
        .values(signed_on=on, signed_by=by, signed_sha256=scan)
    )


def unsign_plan(transaction: Transaction, plan_id: int) -> None:
    """Take a signature back that was recorded by mistake."""
    transaction.execute(
        update(PaymentPlanRow)
        .where(PaymentPlanRow.id == plan_id)
        .values(signed_on=None, signed_by="", signed_sha256=None)
    )


def end_plan(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    plan_id: int,
    *,
    how: str,
    on: date,
    reason: str,
    replaced_by: int | None = None,
) -> None:
    """Let a plan no longer count: "cancelled", or "replaced" by another one."""
    transaction.execute(
        update(PaymentPlanRow)
        .where(PaymentPlanRow.id == plan_id)
        .values(ended=how, ended_on=on, ended_reason=reason, replaced_by_id=replaced_by)
    )


def load_plan(session: Session, plan_id: int) -> PaymentPlan:
    """Return one plan.

    Raises:
        StoreError: If there is none of that number.
    """
    customer_id = session.scalar(
        select(PaymentPlanRow.customer_id).where(PaymentPlanRow.id == plan_id)
    )
    if customer_id is None:
        raise StoreError(
            f"There is no payment plan number {plan_id} in this store.",
            "Open the customer again. Nothing was changed.",
        )
    return next(plan for plan in plans_of(session, customer_id) if plan.id == plan_id)


def plans_of(session: Session, customer_id: int) -> list[PaymentPlan]:
    """Return the plans of one customer, the oldest offer first."""
    return _plans(session, customer_id).get(customer_id, [])


def all_plans(session: Session) -> dict[int, list[PaymentPlan]]:
    """Return the plans of all customers, by customer, the oldest offer first."""
    return _plans(session, None)


def _plans(session: Session, customer_id: int | None) -> dict[int, list[PaymentPlan]]:
    wanted = select(PaymentPlanRow).order_by(PaymentPlanRow.offered_on, PaymentPlanRow.id)
    ids = select(PaymentPlanRow.id)
    if customer_id is not None:
        only = PaymentPlanRow.customer_id == customer_id
        wanted, ids = wanted.where(only), ids.where(only)
    rows = session.scalars(wanted).all()
    if not rows:
        return {}
    parts: dict[int, list[tuple[int, date, int]]] = defaultdict(list)
    for plan_id, number, due_on, minor in session.execute(
        select(
            InstallmentRow.plan_id,
            InstallmentRow.number,
            InstallmentRow.due_on,
            InstallmentRow.amount_minor,
        )
        .where(InstallmentRow.plan_id.in_(ids))
        .order_by(InstallmentRow.due_on, InstallmentRow.number)
    ):
        parts[plan_id].append((number, due_on, minor))
    invoices: dict[int, list[int]] = defaultdict(list)
    for plan_id, invoice_id in session.execute(
        select(PaymentPlanInvoiceRow.plan_id, PaymentPlanInvoiceRow.invoice_id)
        .where(PaymentPlanInvoiceRow.plan_id.in_(ids))
        .order_by(PaymentPlanInvoiceRow.invoice_id)
    ):
        invoices[plan_id].append(invoice_id)
    found: dict[int, list[PaymentPlan]] = defaultdict(list)
    generation = _generations(rows)
    for row in rows:
        found[row.customer_id].append(
            _plan(row, parts[row.id], tuple(invoices[row.id]), generation[row.id])
        )
    return dict(found)


def _generations(rows: Sequence[PaymentPlanRow]) -> dict[int, int]:
    """Count for each plan how many signed ones were replaced, one by the other, before it."""
    before = {row.replaced_by_id: row for row in rows if row.replaced_by_id is not None}
    counts: dict[int, int] = {}
    for row in rows:
        count, at = 0, before.get(row.id)
        while at is not None:
            count, at = count + (at.signed_on is not None), before.get(at.id)
        counts[row.id] = count
    return counts


def _plan(
    row: PaymentPlanRow,
    parts: list[tuple[int, date, int]],
    invoice_ids: tuple[int, ...],
    replaces: int,
) -> PaymentPlan:
    return PaymentPlan(
        id=row.id,
        customer_id=row.customer_id,
        balance=Money(row.balance_minor, row.currency),
        as_of=row.as_of,
        rhythm=row.rhythm,
        cure_days=row.cure_days,
        accelerates=row.accelerates,
        offered_on=row.offered_on,
        reply_by=row.reply_by,
        signed_on=row.signed_on,
        signed_by=row.signed_by,
        signed_sha256=row.signed_sha256,
        installments=tuple(
            Installment(number, due_on, Money(minor, row.currency))
            for number, due_on, minor in parts
        ),
        invoice_ids=invoice_ids,
        words=row.words,
        ended=row.ended,
        ended_on=row.ended_on,
        ended_reason=row.ended_reason,
        replaced_by_id=row.replaced_by_id,
        replaces=replaces,
        recorded_at=row.created_at,
    )


def consumer_plans_by_year(session: Session, over: int) -> dict[int, int]:
    """Count by year of the offer the plans of consumers with more than `over` installments.

    The down payment is not counted. A customer of unknown kind is counted as a consumer.
    """
    counts: dict[int, int] = {}
    everyone = all_plans(session)
    businesses = set(
        session.scalars(
            select(CustomerRow.id).where(
                CustomerRow.id.in_(list(everyone)),
                CustomerRow.kind.in_(["entity", "natural_business"]),
            )
        )
    )
    for customer_id, plans in everyone.items():
        for plan in plans if customer_id not in businesses else ():
            if sum(one.number > 0 for one in plan.installments) > over:
                counts[plan.offered_on.year] = counts.get(plan.offered_on.year, 0) + 1
    return counts
