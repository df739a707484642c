"""Who promised or agreed on a plan, and what their promises and plans name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select, union

from collections_desk.store.tables import (
    CustomerRow,
    HoldRow,
    InvoiceRow,
    PaymentPlanInvoiceRow,
    PaymentPlanRow,
    PromiseInvoiceRow,
    PromiseRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session


def people_of_agreements(session: Session) -> dict[int, tuple[str, str | None]]:
    """Return name and end state of every customer who ever promised or agreed on a plan."""
    agreed = union(select(PromiseRow.customer_id), select(PaymentPlanRow.customer_id))
    rows = session.execute(
        select(CustomerRow.id, CustomerRow.name, CustomerRow.end_state).where(
            CustomerRow.id.in_(agreed)
        )
    )
    return {ident: (name, end) for ident, name, end in rows}


def numbers_of_promised(session: Session) -> dict[int, str]:
    """Return the number of every invoice that a promise or a plan names."""
    named = union(select(PromiseInvoiceRow.invoice_id), select(PaymentPlanInvoiceRow.invoice_id))
    rows = session.execute(
        select(InvoiceRow.id, InvoiceRow.number).where(InvoiceRow.id.in_(named))
    )
    return dict(rows.all())


def flagged_customers(session: Session, flags: Collection[str], today: date) -> dict[int, str]:
    """Return the customers on whom one of these flags stands on a day, with the flag."""
    rows = session.execute(
        select(HoldRow.customer_id, HoldRow.flag)
        .where(
            HoldRow.flag.in_(sorted(flags)),
            HoldRow.begins_on <= today,
            or_(HoldRow.lifted_on.is_(None), HoldRow.lifted_on > today),
        )
        .order_by(HoldRow.id.desc())
    )
    return dict(rows.all())
