"""Drafts: what was typed and not saved yet. They are no part of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_desk.store import drafts as stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.operations.desk import Desk
    from collections_desk.store.drafts import Draft


def save_draft(
    desk: Desk,
    kind: str,
    key: str,
    content: Mapping[str, Any],
    customer_id: int | None = None,
) -> None:
    """Keep a form as it stands, in the place of what was kept before. No audit line.

    Args:
        desk: The open desk.
        kind: call, letter, note or import.
        key: Tells one form from another of its kind.
        content: Its fields as plain values.
        customer_id: Whose form it is, or None.
    """
    with desk.database.scratch() as scratch:
        stored.save_draft(scratch, kind, key, content, now=desk.now(), customer_id=customer_id)


def load_drafts(desk: Desk, kind: str | None = None) -> list[Draft]:
    """Return the drafts of one kind or of all, the newest first."""
    with desk.database.read() as session:
        return stored.load_drafts(session, kind)


def discard_draft(desk: Desk, kind: str, key: str) -> None:
    """Throw a draft away."""
    with desk.database.scratch() as scratch:
        stored.discard_draft(scratch, kind, key)
