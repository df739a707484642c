"""The clock of the computer against the record: entries are not given a day that has passed.

A clock that is wrong by less than a day (a time zone, a correction over the network) moves no
due date by more than one; such lines are flagged in the log and its order holds. A clock that was
set back further would put false dates on promises, letters and payments: nothing is recorded
until it is right, or somebody says that it is right now and was wrong before.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.errors import StoreError
from collections_desk.store.tables import AuditEventRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

#: How far the clock may stand before the last line; see above.
TOLERANCE = timedelta(days=1)
#: The line by which somebody says that the clock is right.
CONFIRMED = "clock.confirmed"
#: Lines that are written whatever the clock says: they carry no date of the business.
PASSES = (CONFIRMED, "backup.", "keys.", "records.", "store.")


class ClockSetBackError(StoreError):
    """The clock stands more than a day before the last line of the record."""

    def __init__(self, now: datetime, last: datetime) -> None:
        super().__init__(
            f"The clock of this computer says {_words(now)}, but the last entry was recorded on "
            f"{_words(last)}.",
            "Nothing was recorded: it would bear a false date. Set the clock of the computer "
            "right and try again. If it is right now and was wrong before, say so under Records "
            "and Backups, The Clock Is Right.",
            code="CLOCK",
        )


def check_clock(session: Session, now: datetime) -> None:
    """Refuse a moment more than a day before the last line.

    Raises:
        ClockSetBackError: If it is one.
    """
    last = session.scalar(select(AuditEventRow.utc).order_by(AuditEventRow.seq.desc()).limit(1))
    if last is None:
        return
    recorded = datetime.fromisoformat(last).astimezone(UTC)
    if now + TOLERANCE < recorded:
        raise ClockSetBackError(now, recorded)


def _words(moment: datetime) -> str:
    there = moment.astimezone(UTC)
    return f"{there:%B} {there.day}, {there:%Y, %H:%M} UTC"
