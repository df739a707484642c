"""The wake-up brief: what changed since the clerk last read one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One thing that changed.

    Attributes:
        customer_id: With whom, or None where it is about the desk itself.
        letter_id: The letter it is about, or None.
        text: The sentence.
        when: The day on which it happened or fell due, or None.
    """

    customer_id: int | None
    letter_id: int | None
    text: str
    when: date | None


@dataclass(frozen=True, slots=True)
class BriefPart:
    """Things of one kind.

    Attributes:
        id: "promises_broken" for one; stable.
        title: "Broken promises" for one.
        lines: All of them, the weightiest first.
    """

    id: str
    title: str
    lines: tuple[BriefLine, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What changed from `since` to `day`.

    Attributes:
        since: The day of the brief that was read last, or of the first work at this desk.
        day: The creditor's date for which it is true.
        parts: Those that have lines.
        nothing_yet: Whether there is no customer yet of whom anything could be said.
    """

    since: date
    day: date
    parts: tuple[BriefPart, ...]
    nothing_yet: bool = False
