"""Money that may be asked for: one rule, and nobody else does this sum.

Worklist, customer page, letter, statement, placement package and report show the same number,
because they all call `collectible`. For each currency by itself:

    past due, credits and unapplied payments taken off
    - promised: what is missing of open promises, and installments of a running plan that are
      not missed
    - disputed: the part of past-due items that is in an open dispute
    - conceded: what was decided for the customer and is not credited in the books yet
    - on hold: the rest of past-due items that are on hold themselves
    = what may be claimed
    - just demanded: what a letter asked for that was sent a few days ago
    = what is to be collected

Nothing goes below zero. A remainder up to the small balance of the settings is left alone.
Nothing is to be collected of a customer in an end state of `NOT_OURS`, or under a stop flag that
closes collecting (`CLOSING_FLAGS`); `sum_lines` shows how the parts lead to the sum, to the cent,
and why nothing is left.

A letter that repeats a demand before its days are over, or goes out under such a flag all the
same, asks for the whole claim, and a guard stands before it (G-LTR-10, G-STOP).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from collections_desk.domain.money import Money, totals_by_currency, zero
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
#: Stop flags under which nothing is collected, with the reason (collections practice, 2.3).
CLOSING_FLAGS = {
    "BKY": "bankruptcy is known",
    "IDT": "identity theft or fraud is claimed",
    "DEC": "the customer is reported deceased",
    "BREATHING": "a moratorium stands",
    "LEGAL_HOLD": "it is placed, in court, or there is a judgment",
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
        promised, disputed, conceded, on_hold, demanded: What is taken off, as far as it is
            known; they may exceed what is due, the results do not go below nothing.
        claim: due - promised - disputed - conceded - on hold; up to the small balance it is
            nothing.
        left: What is to be collected: the claim less what was just demanded.
        small: Whether there was a remainder that is so small that it is left alone.
        closed: Why nothing is collected here at all, in words, or empty.
    """

    due: Money
    promised: Money
    disputed: Money
    on_hold: Money
    demanded: Money
    claim: Money
    left: Money
    conceded: Money
    small: bool = False
    closed: str = ""

    @property
    def currency(self) -> str:
        """Return the currency of all its parts."""
        return self.due.currency


def collectible(  # noqa: PLR0913 - the parts of the sum, each by its name
    due: Iterable[Money],
    *,
    promised: Iterable[Money] = (),
    disputed: Iterable[Money] = (),
    conceded: Iterable[Money] = (),
    on_hold: Iterable[Money] = (),
    demanded: Iterable[Money] = (),
    small_minor: int = 0,
    end_state: str | None = None,
    flags: Iterable[str] = (),
) -> tuple[Collectible, ...]:
    """Return what may be asked for, in the order of the currency codes.

    Args:
        due: What is past due, credits (negative) among it. A currency that is not here is
            left out, whatever was promised in it.
        promised: Open promises and installments not missed; see `promised_sums`.
        disputed: The part of past-due items in open dispute.
        conceded: The part of them that was decided for the customer and is not credited yet.
        on_hold: The rest of past-due items that are on hold.
        demanded: What letters sent just now ask for.
        small_minor: A remainder up to this is left alone, in minor units.
        end_state: The end state of the customer; in those of `NOT_OURS` nothing is left.
        flags: The stop flags that stand; under those of `CLOSING_FLAGS` nothing is left.
    """
    parts = (promised, disputed, conceded, on_hold, demanded)
    off = [totals_by_currency(part) for part in parts]
    closed = closed_because(end_state, flags)
    found = []
    for code, total in totals_by_currency(due).items():
        owed = max(total.minor, 0)
        taken = [part[code].minor if code in part else 0 for part in off]
        claim = max(owed - sum(taken[:-1]), 0)
        left = max(claim - max(taken[-1], 0), 0)
        small = 0 < claim <= small_minor
        if small or end_state in NOT_OURS:
            claim = left = 0
        elif closed:
            left = 0
        elif left <= small_minor:
            small, left = left > 0, 0
        promise, dispute, credit, held, demand = (Money(minor, code) for minor in taken)
        found.append(
            Collectible(
                due=Money(owed, code),
                promised=promise,
                disputed=dispute,
                on_hold=held,
                demanded=demand,
                claim=Money(claim, code),
                left=Money(left, code),
                conceded=credit,
                small=small and not closed,
                closed=closed,
            )
        )
    return tuple(found)


def closed_because(end_state: str | None, flags: Iterable[str]) -> str:
    """Say why nothing is collected of a customer at all, or nothing."""
    if end_state in NOT_OURS:
        return NOT_OURS[end_state]
    standing = frozenset(flags)
    return next((words for flag, words in CLOSING_FLAGS.items() if flag in standing), "")


class SumLine(NamedTuple):
    """One line of the sum, from what is open to what is to be collected.

    Attributes:
        kind: open, credit, not_due, promised, disputed, conceded, on_hold, small, demanded,
            closed or left.
        amount: As it stands in the sum: what is taken off is negative.
    """

    kind: str
    amount: Money


def sum_lines(part: Collectible, opened: Money) -> tuple[SumLine, ...]:
    """Return the lines that lead from what is open to what is to be collected.

    The first is what is open, the last what is left; those between add up to it exactly. What
    is taken off is shown as far as it lowers the sum.

    Args:
        part: The sum of one currency.
        opened: What is open in it, credits taken off.
    """
    lines = [SumLine("open", opened)]
    left = opened
    if left < part.due:
        lines.append(SumLine("credit", part.due - left))
        left = part.due
    nothing = zero(part.currency)
    for kind, off in (
        ("not_due", left - part.due),
        ("promised", part.promised),
        ("disputed", part.disputed),
        ("conceded", part.conceded),
        ("on_hold", part.on_hold),
        ("rest", nothing if part.claim else left),
        ("demanded", part.demanded),
        ("rest", nothing if part.left else left),
    ):
        taken = min(off, left)
        if taken.minor > 0:
            lines.append(SumLine(_why_less(part) if kind == "rest" else kind, -taken))
            left -= taken
    return (*lines, SumLine("left", part.left))


def _why_less(part: Collectible) -> str:
    return "closed" if part.closed else "small"


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
    conceded: Mapping[int, int] | None = None,
    on_hold: Container[int] = (),
    promised: Iterable[Money] = (),
    demanded_on: date | None = None,
    small_minor: int = 0,
    end_state: str | None = None,
    flags: Iterable[str] = (),
) -> tuple[Collectible, ...]:
    """Return what may be asked for of a list of open items.

    Args:
        items: Open items with their credits.
        today: The creditor's date: an item is past due from the day after its due date.
        disputed: What is in open dispute, by item, in minor units.
        conceded: What was decided for the customer and is not credited yet, by item.
        on_hold: The items that are on hold themselves.
        promised: As for `collectible`.
        demanded_on: The date of the last demand whose days are not over, or None.
        small_minor: As for `collectible`.
        end_state: As for `collectible`.
        flags: As for `collectible`.
    """
    due: list[Money] = []
    given = conceded or {}
    parts: dict[str, list[Money]] = {
        "disputed": [], "conceded": [], "on_hold": [], "demanded": []
    }  # fmt: skip
    for item in items:
        past = item.due_on is not None and item.due_on < today
        if item.open_minor < 0 or past:
            due.append(Money(item.open_minor, item.currency))
        if not past or item.due_on is None:
            continue
        contested = min(max(disputed.get(item.id, 0), 0), max(item.open_minor, 0))
        rest = item.open_minor - contested
        credit = min(max(given.get(item.id, 0), 0), max(rest, 0))
        rest -= credit
        parts["disputed"].append(Money(contested, item.currency))
        parts["conceded"].append(Money(credit, item.currency))
        if item.id in on_hold and item.open_minor > 0:
            parts["on_hold"].append(Money(rest, item.currency))
        elif demanded_on is not None and item.due_on < demanded_on:
            parts["demanded"].append(Money(rest, item.currency))
    return collectible(
        due,
        promised=promised,
        disputed=parts["disputed"],
        conceded=parts["conceded"],
        on_hold=parts["on_hold"],
        demanded=parts["demanded"],
        small_minor=small_minor,
        end_state=end_state,
        flags=flags,
    )
