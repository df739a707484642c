"""Two customers become one: everything of the second is the first's from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import column, table, update

from collections_desk.store.tables import CustomerRow

if TYPE_CHECKING:
    from collections_desk.store.database import Transaction

#: Every table that points to a customer, merge proposals aside.
TABLES = (
    "invoice",
    "ledger_entry",
    "contact_person",
    "activity",
    "promise",
    "dispute",
    "hold",
    "letter",
    "contact_step",
    "category_change",
    "guard_event",
    "attachment",
    "draft",
)
#: Tables in which one row is the first to use; the second customer's rows come after.
RANKED = ("contact_point", "address")


def merge_customers(transaction: Transaction, first_id: int, second_id: int) -> None:
    """Let the first customer have all that the second has; the second stays as a name.

    Her name stays in the store, so that a file which still uses it finds the first.
    """
    for name in TABLES:
        plain = table(name, column("customer_id"))
        transaction.execute(
            update(plain).where(plain.c.customer_id == second_id).values(customer_id=first_id)
        )
    for name in RANKED:
        ranked = table(name, column("customer_id"), column("is_primary"))
        transaction.execute(
            update(ranked)
            .where(ranked.c.customer_id == second_id)
            .values(customer_id=first_id, is_primary=0)
        )
    transaction.execute(
        update(CustomerRow).where(CustomerRow.id == second_id).values(merged_into_id=first_id)
    )
    # Whoever was merged into the second before is now part of the first.
    transaction.execute(
        update(CustomerRow)
        .where(CustomerRow.merged_into_id == second_id)
        .values(merged_into_id=first_id)
    )
