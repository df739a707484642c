"""Drafts: what the clerk has typed and not saved. No part of the record, so no audit line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from collections_desk.store.tables import DraftRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Scratch, Transaction


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it stood at the last pause.

    Attributes:
        kind: Which form: call, letter, note, import.
        key: Tells one form from another of its kind.
        content: Its fields as plain values.
    """

    kind: str
    key: str
    customer_id: int | None
    content: Mapping[str, Any]
    saved_at: datetime


def save_draft(  # noqa: PLR0913 - the fields of a draft
    scratch: Scratch,
    kind: str,
    key: str,
    content: Mapping[str, Any],
    *,
    now: datetime,
    customer_id: int | None = None,
) -> None:
    """Save a draft in the place of the one with the same kind and key."""
    values = {"customer_id": customer_id, "content": dict(content), "saved_at": now}
    statement = insert(DraftRow).values(kind=kind, key=key, **values)
    scratch.execute(statement.on_conflict_do_update(index_elements=["kind", "key"], set_=values))


def load_drafts(
    session: Session, kind: str | None = None, *, customer_id: int | None = None
) -> list[Draft]:
    """Return the drafts, the newest first."""
    question = select(DraftRow).order_by(DraftRow.saved_at.desc(), DraftRow.id.desc())
    if kind is not None:
        question = question.where(DraftRow.kind == kind)
    if customer_id is not None:
        question = question.where(DraftRow.customer_id == customer_id)
    return [
        Draft(row.kind, row.key, row.customer_id, row.content, row.saved_at)
        for row in session.scalars(question)
    ]


def find_draft(session: Session, kind: str, key: str) -> Draft | None:
    """Return one draft, or None."""
    return next((one for one in load_drafts(session, kind) if one.key == key), None)


def discard_draft(session: Scratch | Transaction, kind: str, key: str) -> None:
    """Throw a draft away: by itself, or in the transaction that saves what it became."""
    session.execute(delete(DraftRow).where(DraftRow.kind == kind, DraftRow.key == key))
