"""The names of all customers, for finding one by what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.store.tables import ContactPersonRow, CustomerRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def customer_names(session: Session) -> dict[int, str]:
    """Return every customer's name by her number; merged ones are known by who they became."""
    question = select(CustomerRow.id, CustomerRow.name).where(CustomerRow.merged_into_id.is_(None))
    return {row.id: row.name for row in session.execute(question)}


def every_name(session: Session) -> list[str]:
    """Return the names of all customers and of the people at them, each once."""
    customers = session.scalars(select(CustomerRow.name).distinct())
    people = session.scalars(select(ContactPersonRow.name).distinct())
    return [*customers, *people]
