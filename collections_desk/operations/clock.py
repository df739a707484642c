"""Saying that the clock of the computer is right, after it was set back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.operations.wording import given_reason
from collections_desk.store.clock import CONFIRMED

if TYPE_CHECKING:
    from collections_desk.operations.desk import Desk


def confirm_clock(desk: Desk, why: str, *, operation_id: str | None = None) -> None:
    """Record that the clock is right now; entries are taken again from this line on.

    Raises:
        EntryRefusedError: If there is no reason.
    """
    reason = given_reason(why, "That the clock is right is recorded only with a reason.")
    with desk.database.write(
        CONFIRMED,
        f"the clock is right now: {reason}",
        now=desk.now(),
        facts={"why": reason},
        operation_id=operation_id,
    ):
        pass
