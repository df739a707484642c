"""Holds and stop flags: contact paused, or forbidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from collections_desk.domain.resource_files import read_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class Flag:
    """A kind of stop flag or mark.

    Attributes:
        code: "BKY" for one.
        label: "Bankruptcy known".
        guard: The guard that it sets off, or empty.
        stops: "all" contact, one channel ("phone", "email", "text", "mail"), or "" for a mark.
        pause_days: How long the house pauses before it looks again; 0: until lifted.
        does: What to do, in words.
    """

    code: str
    label: str
    guard: str
    stops: str
    pause_days: int
    does: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A pause (`flag` empty) or a stop flag.

    Attributes:
        scope: customer, invoice, channel, number or address; `scope_ref` names which.
        review_on: When the clerk looks at it again; None: until it is lifted.
    """

    id: int
    customer_id: int
    reason: str
    begins_on: date
    scope: str = "customer"
    scope_ref: str = ""
    flag: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    review_on: date | None = None
    lifted_on: date | None = None
    lifted_reason: str = ""

    def active(self, today: date) -> bool:
        """Tell whether it stands on `today`."""
        return self.begins_on <= today and (self.lifted_on is None or self.lifted_on > today)


def flags(text: str, file: str) -> dict[str, Flag]:
    """Read the table of flags."""
    columns = {"code", "label", "guard", "stops", "pause_days", "does"}
    return {
        row.text("code"): Flag(
            row.text("code"),
            row.text("label"),
            row.text("guard", ""),
            row.text("stops", ""),
            row.integer("pause_days", 0),
            row.text("does", ""),
        )
        for row in read_csv(text, file, columns)
    }


def active_holds(holds: Iterable[Hold], today: date) -> list[Hold]:
    """Return the holds that stand on `today`, stop flags first."""
    standing = [hold for hold in holds if hold.active(today)]
    return sorted(standing, key=lambda hold: (not hold.flag, hold.begins_on, hold.id))
