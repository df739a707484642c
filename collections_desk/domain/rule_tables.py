"""What the business decided about the rules: guards switched, tables looked over, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.guards import GuardRule


@dataclass(frozen=True, slots=True)
class GuardSwitch:
    """A guard that the business switched on or off, in the place of what is shipped.

    Attributes:
        guard: "G-TIME-05" for one.
        on: Whether it stands from then on.
        reason: The clerk's sentence.
        since: The creditor's local date of the decision.
        clerk: Who decided it.
    """

    guard: str
    on: bool
    reason: str
    since: date
    clerk: str


def switched(
    rules: Mapping[str, GuardRule], switches: Mapping[str, GuardSwitch]
) -> dict[str, GuardRule]:
    """Return the table of guards as it stands for this business."""
    return {
        guard: replace(rule, on=switches[guard].on) if guard in switches else rule
        for guard, rule in rules.items()
    }
