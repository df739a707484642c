"""The sample goes into an empty store in one stroke, table by table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from collections_desk.store.settings import save_info, save_settings
from collections_desk.store.tables import ContactStepRow, CustomerRow, InvoiceRow, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from collections_desk.domain.settings import Settings
    from collections_desk.store.database import Transaction


def has_customers(session: Session) -> bool:
    """Tell whether anybody is in the store."""
    return session.scalar(select(CustomerRow.id).limit(1)) is not None


def add_sample(
    transaction: Transaction,
    settings: Settings,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
) -> None:
    """Store the sample and mark the store, so that every page and window says SAMPLE."""
    save_info(transaction, "sample", "yes")
    save_settings(transaction, settings)
    for name, rows in tables.items():
        if rows:
            transaction.execute(insert(Table.metadata.tables[name]), [dict(row) for row in rows])


def set_balances_as_of(transaction: Transaction, customer_id: int, day: date) -> None:
    """Let a customer's balances be those of a day, so that a letter of that day says so."""
    transaction.execute(
        update(InvoiceRow).where(InvoiceRow.customer_id == customer_id).values(as_of=day)
    )


def join_step(transaction: Transaction, customer_id: int, day: date, letter_id: int) -> None:
    """Let the step that the sample says a letter took on that day name the letter itself."""
    transaction.execute(
        update(ContactStepRow)
        .where(
            ContactStepRow.customer_id == customer_id,
            ContactStepRow.done_on == day,
            ContactStepRow.how == "letter",
        )
        .values(letter_id=letter_id)
    )
