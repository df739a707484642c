"""Wrong passphrases and codes: after five, each further try waits longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, TypeVar

from collections_desk.errors import KeyProblemError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FREE_TRIES = 5
LONGEST_WAIT = 300
#: The answers that count as a wrong try.
COUNTED = frozenset({"KEY-PASSPHRASE", "KEY-OTHER-CODE", "KEY-CODE"})

Result = TypeVar("Result")


@dataclass
class Tries:
    """The wrong tries on one home folder since the program started."""

    wrong: int = 0
    last: datetime | None = None

    _by_home: ClassVar[dict[Path, Tries]] = {}

    @classmethod
    def of(cls, home: Path) -> Tries:
        """Return the tries on a home folder."""
        return cls._by_home.setdefault(home, cls())

    def wait_seconds(self, now: datetime) -> int:
        """Return how many seconds must pass before the next try."""
        if self.last is None or self.wrong < FREE_TRIES:
            return 0
        pause = min(1 << (self.wrong - FREE_TRIES + 1), LONGEST_WAIT)
        left = self.last + timedelta(seconds=pause) - now
        return max(0, min(pause, round(left.total_seconds())))

    def guard(self, attempt: Callable[[], Result], *, now: datetime) -> Result:
        """Make an attempt, if it is time for one, and count it if it was wrong.

        Raises:
            KeyProblemError: KEY-TRIES if it is too soon, or what the attempt raises.
        """
        if seconds := self.wait_seconds(now):
            raise KeyProblemError(
                f"That was wrong {self.wrong} times.",
                f"Wait {seconds} seconds, then try again. Nothing was changed.",
                code="KEY-TRIES",
            )
        try:
            result = attempt()
        except KeyProblemError as error:
            if error.code in COUNTED:
                self.wrong += 1
                self.last = now
            raise
        self.wrong = 0
        return result
