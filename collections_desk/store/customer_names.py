"""The names of all customers, for finding one by what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.store.tables import CustomerRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def customer_names(session: Session) -> dict[int, str]:
    """Return every customer's name by her number; merged ones are known by who they became."""
    question = select(CustomerRow.id, CustomerRow.name).where(CustomerRow.merged_into_id.is_(None))
    return {row.id: row.name for row in session.execute(question)}
