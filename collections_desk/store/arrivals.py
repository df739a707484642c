"""What came in with an import: the items of one customer, and whose items are new to the desk."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from collections_desk.domain.brief_imports import CameIn
from collections_desk.domain.money import Money
from collections_desk.store.tables import ImportBatchRow, InvoiceRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from collections_desk.store.worklist_questions import Asker


class ArrivedItem(NamedTuple):
    """An item as the import made it."""

    kind: str
    number: str
    amount: Money
    due_on: date | None


class Arrival(NamedTuple):
    """The items of one customer that one import made.

    Attributes:
        items: In the order of their due dates.
    """

    batch_id: int
    file_name: str
    imported_at: datetime
    clerk: str
    items: tuple[ArrivedItem, ...]


def arrivals(session: Session, customer_id: int) -> list[Arrival]:
    """Return the imports that brought items of a customer, oldest first."""
    rows = session.execute(
        select(
            ImportBatchRow.id,
            ImportBatchRow.file_name,
            ImportBatchRow.imported_at,
            ImportBatchRow.clerk,
            InvoiceRow.kind,
            InvoiceRow.number,
            InvoiceRow.amount_minor,
            InvoiceRow.currency,
            InvoiceRow.due_on,
        )
        .join(InvoiceRow, InvoiceRow.batch_id == ImportBatchRow.id)
        .where(InvoiceRow.customer_id == customer_id, ImportBatchRow.undone_at.is_(None))
        .order_by(ImportBatchRow.id, InvoiceRow.due_on, InvoiceRow.id)
    )
    found: dict[int, Arrival] = {}
    for batch, file_name, at, clerk, kind, number, minor, currency, due_on in rows:
        item = ArrivedItem(kind, number, Money(minor, currency), due_on)
        known = found.get(batch) or Arrival(batch, file_name, at, clerk, ())
        found[batch] = known._replace(items=(*known.items, item))
    return list(found.values())


def imports_since(ask: Asker, since: date) -> list[CameIn]:
    """Return the imports that stand and were made after a day, oldest first."""
    zone, session = ask.question.zone, ask.session
    rows = session.execute(
        select(
            ImportBatchRow.imported_at,
            ImportBatchRow.file_name,
            ImportBatchRow.as_of,
            ImportBatchRow.summary,
        )
        .where(ImportBatchRow.undone_at.is_(None))
        .order_by(ImportBatchRow.id)
    ).all()
    made = [
        CameIn(at.astimezone(zone).date(), file_name, as_of, dict(summary.get("counts", {})))
        for at, file_name, as_of, summary in rows
    ]
    return [one._replace(first=one is made[0]) for one in made if one.on > since]


def arrived_on(ask: Asker) -> dict[int, date]:
    """Return, for customers all of whose open items came by import, the day of the first."""
    rows = ask.rows(
        "SELECT i.customer_id, MIN(b.imported_at) FROM invoice i "
        "LEFT JOIN import_batch b ON b.id = i.batch_id "
        "WHERE i.status = 'open' AND i.open_minor > 0 {one_i} "
        "GROUP BY i.customer_id HAVING COUNT(*) = COUNT(b.id)"
    )
    zone = ask.question.zone
    return {customer: datetime.fromisoformat(at).astimezone(zone).date() for customer, at in rows}
