"""Which letters may have printed: asked at the start of the window, so it loads little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.store.print_attempts import open_attempts

if TYPE_CHECKING:
    from collections_desk.domain.print_attempts import PrintAttempt
    from collections_desk.operations.desk import Desk


def unconfirmed(desk: Desk) -> list[PrintAttempt]:
    """Return the pieces of which nobody knows whether they printed, the oldest first."""
    with desk.database.read() as session:
        return list(open_attempts(session).values())
