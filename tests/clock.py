"""A clock that shows what a test sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: A Friday, 10:00 in the morning in New York.
FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Stands in the place of `Desk.now`; time passes only when told."""

    now: datetime = FRIDAY

    def __call__(self) -> datetime:
        """Return the time that was set."""
        return self.now

    def pass_by(self, **how_long: float) -> None:
        """Let time pass: `clock.pass_by(days=3)`."""
        self.now += timedelta(**how_long)
