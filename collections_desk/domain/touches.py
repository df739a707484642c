"""Contacts, and the money or promise that each of them brought.

A payment or promise counts for one contact only, the last one before it: for a call from the
same day on, for a letter or e-mail from the day after, and within the days that were chosen.
A promise given in a call counts for that call. A contact whose days are not over yet is left
out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

MONEY, PROMISE = "money", "promise"


@dataclass(frozen=True, slots=True)
class Touch:
    """One contact that went out from us or was a conversation.

    Attributes:
        id: Known by this among the touches.
        on: The creditor's date.
        channel: call, letter, email, text, visit.
        version: Letter wording and its version, "L02-friendly v2"; empty for a call.
        step: The step of the contact plan that it took, or empty.
        weekday: 0 Monday to 6 Sunday, at the customer's clock where that is known.
        hour: Hour of a call at the customer's clock; None where there is none.
        letter_type: "L02" for one; empty for a call.
    """

    id: int
    customer_id: int
    on: date
    channel: str
    version: str = ""
    step: str = ""
    weekday: int = 0
    hour: int | None = None
    letter_type: str = ""

    def label(self, dimension: str) -> str:
        """Return the group it belongs to; empty where it has none."""
        if dimension == "hour":
            return "" if self.hour is None else f"{self.hour:02}"
        if dimension == "weekday":
            return str(self.weekday)
        return str(getattr(self, dimension))


@dataclass(frozen=True, slots=True)
class Answer:
    """Money that came in, or a promise that was given.

    Attributes:
        kind: "money" or "promise".
        touch_id: The contact in which it was given, where that is on record.
    """

    customer_id: int
    on: date
    kind: str
    touch_id: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A contact and what it brought."""

    touch: Touch
    money: bool = False
    promise: bool = False

    @property
    def worked(self) -> bool:
        """Tell whether it brought money or a promise."""
        return self.money or self.promise


def attribute(
    touches: Iterable[Touch], answers: Iterable[Answer], *, days: int, today: date
) -> tuple[list[Outcome], int]:
    """Lay money and promises to the last contact before them.

    Args:
        touches: The contacts, in any order.
        answers: What came in, in any order.
        days: Within how many days it counts.
        today: Contacts younger than `days` are left out: their time is not over.

    Returns:
        The contacts with what they brought, and how many were left out as too young.
    """
    by_customer: dict[int, list[Touch]] = defaultdict(list)
    for touch in touches:
        by_customer[touch.customer_id].append(touch)
    for several in by_customer.values():
        several.sort(key=lambda touch: (touch.on, touch.id))
    brought: dict[int, set[str]] = defaultdict(set)
    for answer in answers:
        ident = answer.touch_id
        if ident is None:
            ident = _last_before(by_customer.get(answer.customer_id, ()), answer, days)
        if ident is not None:
            brought[ident].add(answer.kind)
    over = today - timedelta(days=days)
    outcomes: list[Outcome] = []
    waiting = 0
    for several in by_customer.values():
        for touch in several:
            if touch.on > over:
                waiting += 1
                continue
            kinds = brought.get(touch.id, ())
            outcomes.append(Outcome(touch, MONEY in kinds, PROMISE in kinds))
    return outcomes, waiting


def _last_before(touches: Sequence[Touch], answer: Answer, days: int) -> int | None:
    for touch in reversed(touches):
        gap = (answer.on - touch.on).days
        if gap < 0 or (gap == 0 and touch.channel not in {"call", "visit"}):
            continue
        return touch.id if gap <= days else None
    return None
