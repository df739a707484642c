"""When a store was begun."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.store.tables import AuditEventRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def begun_at(session: Session) -> datetime | None:
    """Return the moment of the first line of the audit log; None in a store without one."""
    first = session.scalar(select(AuditEventRow.utc).order_by(AuditEventRow.seq).limit(1))
    return None if first is None else datetime.fromisoformat(first)
