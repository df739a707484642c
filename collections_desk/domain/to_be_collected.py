"""Money that may be asked for: one rule, and nobody else does this sum.

Worklist, customer page, letter, statement, placement package and report show the same number,
because they all call `collectible`. For each currency by itself:

    past due, credits and unapplied payments taken off
    - promised: what is missing of open promises, and installments of a running plan that are
      not missed
    - disputed: the part of past-due items that is in an open dispute
    - on hold: the rest of past-due items that are on hold themselves
    = what may be claimed
    - just demanded: what a letter asked for that was sent a few days ago
    = what is to be collected

Nothing goes below zero. A remainder up to the small balance of the settings is left alone. A
letter that repeats a demand before its days are over asks for the whole claim, and a guard asks
first (G-LTR-10).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.promises import PromiseState

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from datetime import date

    from collections_desk.domain.promises import PromiseStanding

#: Letters that demand money; what they demand is not counted as still to be collected.
DEMANDS = ("L02", "L03", "L04", "L07", "L11", "L12", "L13")
#: The states of a letter in which its demand has gone out to the customer.
SENT = ("printed", "posted", "delivered", "refused", "unclaimed")
#: End states in which this desk collects nothing, with the reason.
NOT_OURS = {
    "placed": "it is placed with an agency",
    "legal": "it is in court",
    "judgment": "there is a judgment",
    "settled": "it is settled",
    "written_off": "it is written off",
}


class PlanPart(Protocol):
    """What the rule asks of the standing of a payment plan."""

    @property
    def promised(self) -> Money:
        """What is agreed for later and not missed."""


class Item(Protocol):
    """What the rule asks of an open item of the ledger."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def due_on(self) -> date | None:
        """Its due date."""

    @property
    def open_minor(self) -> int:
        """What is open of it; negative for a credit or an unapplied payment."""

    @property
    def currency(self) -> str:
        """Its currency."""


@dataclass(frozen=True, slots=True)
class Collectible:
    """What may be asked for in one currency, with the parts that lead to it.

    Attributes:
        due: Past due, credits and unapplied payments taken off; never below nothing.
        promised, disputed, on_hold, demanded: What is taken off, as far as it is known; they
            may exceed what is due, the results do not go below nothing.
        claim: due - promised - disputed - on hold; up to the small balance it is nothing.
        left: What is to be collected: the claim less what was just demanded.
        small: Whether there was a remainder that is so small that it is left alone.
    """

    due: Money
    promised: Money
    disputed: Money
    on_hold: Money
    demanded: Money
    claim: Money
    left: Money
    small: bool = False

    @property
    def currency(self) -> str:
        """Return the currency of all its parts."""
        return self.due.currency


def collectible(  # noqa: PLR0913 - the parts of the sum, each by its name
    due: Iterable[Money],
    *,
    promised: Iterable[Money] = (),
    disputed: Iterable[Money] = (),
    on_hold: Iterable[Money] = (),
    demanded: Iterable[Money] = (),
    small_minor: int = 0,
    end_state: str | None = None,
) -> tuple[Collectible, ...]:
    """Return what may be asked for, in the order of the currency codes.

    Args:
        due: What is past due, credits (negative) among it. A currency that is not here is
            left out, whatever was promised in it.
        promised: Open promises and installments not missed; see `promised_sums`.
        disputed: The part of past-due items in open dispute.
        on_hold: The rest of past-due items that are on hold.
        demanded: What letters sent just now ask for.
        small_minor: A remainder up to this is left alone, in minor units.
        end_state: The end state of the customer; in those of `NOT_OURS` nothing is left.
    """
    off = [totals_by_currency(part) for part in (promised, disputed, on_hold, demanded)]
    found = []
    for code, total in totals_by_currency(due).items():
        owed = max(total.minor, 0)
        taken = [part[code].minor if code in part else 0 for part in off]
        claim = max(owed - sum(taken[:3]), 0)
        left = max(claim - max(taken[3], 0), 0)
        small = 0 < claim <= small_minor
        if small or end_state in NOT_OURS:
            claim = left = 0
        elif left <= small_minor:
            small, left = left > 0, 0
        promise, dispute, held, demand = (Money(minor, code) for minor in taken)
        found.append(
            Collectible(
                due=Money(owed, code),
                promised=promise,
                disputed=dispute,
                on_hold=held,
                demanded=demand,
                claim=Money(claim, code),
                left=Money(left, code),
                small=small,
            )
        )
    return tuple(found)


def amounts_left(parts: Iterable[Collectible]) -> tuple[Money, ...]:
    """Return what is to be collected, by currency; nothing is left out."""
    return tuple(part.left for part in parts if part.left)


def claims(parts: Iterable[Collectible]) -> tuple[Money, ...]:
    """Return what may be claimed, just demanded or not, by currency; nothing is left out."""
    return tuple(part.claim for part in parts if part.claim)


def promised_sums(
    promises: Iterable[PromiseStanding], plans: Iterable[PlanPart] = ()
) -> tuple[Money, ...]:
    """Return what is promised and not broken, by currency: promises and installments."""
    running = [one.left for one in promises if one.state is PromiseState.OPEN]
    sums = totals_by_currency([*running, *(plan.promised for plan in plans)])
    return tuple(total for total in sums.values() if total.minor > 0)


def of_items(  # noqa: PLR0913 - the parts of the sum, each by its name
    items: Iterable[Item],
    *,
    today: date,
    disputed: Mapping[int, int],
    on_hold: Container[int] = (),
    promised: Iterable[Money] = (),
    demanded_on: date | None = None,
    small_minor: int = 0,
    end_state: str | None = None,
) -> tuple[Collectible, ...]:
    """Return what may be asked for of a list of open items.

    Args:
        items: Open items with their credits.
        today: The creditor's date: an item is past due from the day after its due date.
        disputed: What is in open dispute, by item, in minor units.
        on_hold: The items that are on hold themselves.
        promised: As for `collectible`.
        demanded_on: The date of the last demand whose days are not over, or None.
        small_minor: As for `collectible`.
        end_state: As for `collectible`.
    """
    due: list[Money] = []
    parts: dict[str, list[Money]] = {"disputed": [], "on_hold": [], "demanded": []}
    for item in items:
        past = item.due_on is not None and item.due_on < today
        if item.open_minor < 0 or past:
            due.append(Money(item.open_minor, item.currency))
        if not past or item.due_on is None:
            continue
        contested = min(max(disputed.get(item.id, 0), 0), max(item.open_minor, 0))
        rest = item.open_minor - contested
        parts["disputed"].append(Money(contested, item.currency))
        if item.id in on_hold and item.open_minor > 0:
            parts["on_hold"].append(Money(rest, item.currency))
        elif demanded_on is not None and item.due_on < demanded_on:
            parts["demanded"].append(Money(rest, item.currency))
    return collectible(
        due,
        promised=promised,
        disputed=parts["disputed"],
        on_hold=parts["on_hold"],
        demanded=parts["demanded"],
        small_minor=small_minor,
        end_state=end_state,
    )
