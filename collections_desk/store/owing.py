"""Who owes something: asked plainly, to check the worklist against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.store.tables import CustomerRow, InvoiceRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def customers_who_owe(session: Session) -> dict[int, str]:
    """Return number and name of every customer with an open item, merged ones too."""
    rows = session.execute(
        select(CustomerRow.id, CustomerRow.name)
        .join(InvoiceRow, InvoiceRow.customer_id == CustomerRow.id)
        .where(InvoiceRow.status == "open", InvoiceRow.open_minor > 0)
        .distinct()
    )
    return {row.id: row.name for row in rows}
