"""How old the balances are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from collections_desk.store.imports import HOLD_BALANCES
from collections_desk.store.tables import ImportBatchRow, InvoiceRow

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


def newest_as_of(session: Session) -> date | None:
    """Return the day of the newest balances that stand, or None before the first.

    A list of customers or payments says nothing about what is open on its day.
    """
    imported = session.scalar(
        select(func.max(ImportBatchRow.as_of)).where(
            ImportBatchRow.kind.in_(HOLD_BALANCES), ImportBatchRow.undone_at.is_(None)
        )
    )
    if imported is not None:
        return imported
    return session.scalar(select(func.max(InvoiceRow.as_of)))
