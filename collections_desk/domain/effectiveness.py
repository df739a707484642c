"""What works: which letter, step, channel, weekday and hour was followed by money or a promise.

What each contact brought stands in `touches`. This shows what came after what; it does not
show why.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collections_desk.domain.intervals import ALARM, Interval, difference, wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from collections_desk.domain.touches import Outcome

#: What contacts are told apart by, in the order of the screen.
DIMENSIONS = ("version", "step", "channel", "weekday", "hour")
#: Fewer contacts than this are too few to say anything about.
FEWEST = 20
USUAL_DAYS = 7
DAYS_OFFERED = (3, 7, 14, 30)


@dataclass(frozen=True, slots=True)
class Group:
    """The contacts that share a letter version, a step, a channel, a weekday or an hour.

    Attributes:
        label: What they share, as stored.
        touches: How many they are.
        customers: With how many customers; contacts with one customer hang together.
        worked: How many brought money or a promise.
        money: How many brought money.
        promises: How many brought a promise.
        weight: As how many independent contacts they count for the interval; never more
            than they are.
        interval: Of the rate, 95 % sure by itself; None if they are too few to say.
    """

    label: str
    touches: int
    customers: int
    worked: int
    money: int
    promises: int
    weight: float
    interval: Interval | None

    @property
    def rate(self) -> float:
        """Return the share that brought money or a promise."""
        return self.worked / self.touches

    @property
    def counted(self) -> tuple[float, float]:
        """Return successes and trials as they weigh in an interval."""
        return self.rate * self.weight, self.weight


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups side by side.

    Attributes:
        first: The group looked at; `second` what it is compared with.
        interval: Of the first rate less the second, corrected for `looks`.
        looks: How many comparisons the clerk might have looked at.
    """

    dimension: str
    first: Group
    second: Group
    interval: Interval
    looks: int

    @property
    def gap(self) -> float:
        """Return the first rate less the second."""
        return self.first.rate - self.second.rate

    @property
    def differs(self) -> bool:
        """Tell whether a difference may be claimed: "none" lies outside the interval."""
        return not self.interval.holds(0.0)


@dataclass(frozen=True, slots=True)
class Effects:
    """What the contacts of a time brought.

    Attributes:
        days: Within how many days money or a promise counts.
        touches: How many contacts were counted.
        waiting: How many were left out because their days are not over.
        groups: By dimension, each in the order of its labels.
        comparisons: Each group against all others of its dimension, where both are enough.
        alarm: How often, all of `comparisons` together, a difference may be claimed that
            is none.
    """

    days: int
    touches: int
    waiting: int
    groups: Mapping[str, tuple[Group, ...]]
    comparisons: tuple[Comparison, ...]
    alarm: float = ALARM

    @property
    def findings(self) -> tuple[Comparison, ...]:
        """Return the differences that may be claimed, the largest first."""
        found = [one for one in self.comparisons if one.differs]
        return tuple(sorted(found, key=lambda one: -abs(one.gap)))


@dataclass(slots=True)
class _Tally:
    """Contacts counted, and the sums over customers that tell how they hang together.

    `both`, `tried` and `won` are the sums over customers of contacts times successes, of
    contacts squared and of successes squared.
    """

    touches: int = 0
    worked: int = 0
    money: int = 0
    promises: int = 0
    customers: int = 0
    both: int = 0
    tried: int = 0
    won: int = 0

    def less(self, other: _Tally, shared: Iterable[tuple[int, int, int, int]]) -> _Tally:
        """Return the others of a whole, `other` being a part of it.

        Args:
            other: The part.
            shared: For each customer of the part its contacts and successes in the whole,
                then in the part.
        """
        rest = _Tally(
            self.touches - other.touches,
            self.worked - other.worked,
            self.money - other.money,
            self.promises - other.promises,
            self.customers,
            self.both,
            self.tried,
            self.won,
        )
        for tried, won, tried_here, won_here in shared:
            left, left_won = tried - tried_here, won - won_here
            rest.customers -= left == 0
            rest.both += left * left_won - tried * won
            rest.tried += left * left - tried * tried
            rest.won += left_won * left_won - won * won
        return rest

    def weight(self) -> float:
        """Return as how many independent contacts these count.

        Contacts with one customer end alike. The variance of the rate between customers is
        set against the one that independent contacts would have (Kish's design effect); it
        only ever lowers the number.
        """
        if self.worked in {0, self.touches}:
            return float(self.customers)
        rate = self.worked / self.touches
        clustered = self.won - 2 * rate * self.both + rate * rate * self.tried
        effect = clustered / (self.touches * rate * (1 - rate))
        return self.touches / max(effect, 1.0)

    def group(self, label: str, fewest: int) -> Group:
        """Return the group with how sure its rate is."""
        made = Group(
            label,
            self.touches,
            self.customers,
            self.worked,
            self.money,
            self.promises,
            self.weight(),
            None,
        )
        if self.touches < fewest:
            return made
        return replace(made, interval=wilson(*made.counted))


#: Contacts and successes of each customer.
_Customers = dict[int, list[int]]


def _tallied(outcomes: Iterable[Outcome]) -> tuple[_Tally, _Customers]:
    tally = _Tally()
    customers: _Customers = {}
    for one in outcomes:
        worked = one.money or one.promise
        tally.touches += 1
        tally.worked += worked
        tally.money += one.money
        tally.promises += one.promise
        counts = customers.get(one.touch.customer_id)
        if counts is None:
            customers[one.touch.customer_id] = [1, int(worked)]
        else:
            counts[0] += 1
            counts[1] += worked
    for tried, won in customers.values():
        tally.both += tried * won
        tally.tried += tried * tried
        tally.won += won * won
    tally.customers = len(customers)
    return tally, customers


def group(label: str, outcomes: Iterable[Outcome], fewest: int = FEWEST) -> Group:
    """Count one group and say how sure its rate is."""
    return _tallied(outcomes)[0].group(label, fewest)


def effects(
    outcomes: Sequence[Outcome],
    *,
    days: int = USUAL_DAYS,
    waiting: int = 0,
    fewest: int = FEWEST,
    alarm: float = ALARM,
) -> Effects:
    """Group the contacts every way, and compare each group with the others of its kind.

    All comparisons together claim a difference where there is none with a chance of at most
    `alarm`: each is made that much stricter (Bonferroni).
    """
    groups: dict[str, tuple[Group, ...]] = {}
    pairs: list[tuple[str, Group, Group]] = []
    for dimension in DIMENSIONS:
        parted: dict[str, list[Outcome]] = defaultdict(list)
        for one in outcomes:
            if label := one.touch.label(dimension):
                parted[label].append(one)
        groups[dimension], found = _against_others(parted, fewest)
        pairs += [(dimension, one, rest) for one, rest in found]
    looks = len(pairs)
    return Effects(
        days,
        len(outcomes),
        waiting,
        groups,
        tuple(_compared(dimension, a, b, looks, alarm) for dimension, a, b in pairs),
        alarm,
    )


def _against_others(
    parted: Mapping[str, Sequence[Outcome]], fewest: int
) -> tuple[tuple[Group, ...], list[tuple[Group, Group]]]:
    """Return the groups, and each that is enough beside all others of its dimension."""
    whole, everybody = _tallied(one for several in parted.values() for one in several)
    groups: list[Group] = []
    pairs: list[tuple[Group, Group]] = []
    for label in sorted(parted):
        tally, customers = _tallied(parted[label])
        made = tally.group(label, fewest)
        groups.append(made)
        if made.interval is None or len(parted) < 2:  # noqa: PLR2004 - nothing to compare with
            continue
        shared = ((*everybody[one], *counts) for one, counts in customers.items())
        rest = whole.less(tally, shared).group("", fewest)  # type: ignore[arg-type]
        if rest.interval is not None:
            pairs.append((made, rest))
    if len(groups) == 2:  # noqa: PLR2004 - the other one would say the same again
        del pairs[1:]
    return tuple(groups), pairs


def _compared(dimension: str, first: Group, second: Group, looks: int, alarm: float) -> Comparison:
    interval = difference(first.counted, second.counted, alarm / looks)
    return Comparison(dimension, first, second, interval, looks)


def compare(effects: Effects, dimension: str, first: str, second: str) -> Comparison | None:
    """Compare two groups that the clerk chose; None if one of them is too few to say.

    She chose them after seeing the list, so all pairs of the list count as looked at.
    """
    known = {one.label: one for one in effects.groups[dimension]}
    enough = sum(one.interval is not None for one in known.values())
    one, other = known.get(first), known.get(second)
    if one is None or other is None or one.interval is None or other.interval is None:
        return None
    if first == second:
        return None
    return _compared(dimension, one, other, enough * (enough - 1) // 2, effects.alarm)
