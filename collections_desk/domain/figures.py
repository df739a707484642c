"""The figures of the desk: each with what it was worked out from, so that it can be checked.

A figure that cannot be worked out is None and says why; it is never 0. Currencies are never
added. The balance of an item on an earlier day is what is open now less the entries dated
after that day, and nothing before it was issued.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple, overload

from collections_desk.domain.aging import BUCKET_ENDS, BUCKETS
from collections_desk.domain.money import Money
from collections_desk.domain.resource_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.figure_facts import FigureFacts, ItemFact

#: What a figure or one of its inputs may be; None where there is not enough to say.
Value = Money | Decimal | int | str | date | None
UNITS = frozenset({"money", "percent", "days", "count"})
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a figure looks at, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Return how many days that is."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> date:
        """Return the day before it begins, for balances at the beginning."""
        return self.first - timedelta(days=1)

    @property
    def is_month(self) -> bool:
        """Tell whether it is one whole calendar month."""
        return self == month_of(self.first)

    def holds(self, day: date | None) -> bool:
        """Tell whether a day lies in it."""
        return day is not None and self.first <= day <= self.last


def month_of(day: date) -> Period:
    """Return the calendar month in which a day lies."""
    first = day.replace(day=1)
    return Period(first, next_month(first) - timedelta(days=1))


def next_month(first: date) -> date:
    """Return the first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def month_before(first: date) -> date:
    """Return the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


class Pairs(Sequence[tuple[int, int]]):
    """Pairs of whole numbers, packed: a hundred thousand of them are two objects, not as many.

    The collector looks through every object there is while the window waits.
    """

    __slots__ = ("_first", "_second")

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        firsts, seconds = zip(*pairs, strict=True) if (pairs := list(pairs)) else ((), ())
        self._first, self._second = array("q", firsts), array("q", seconds)

    def __len__(self) -> int:
        return len(self._first)

    @overload
    def __getitem__(self, at: int) -> tuple[int, int]: ...

    @overload
    def __getitem__(self, at: slice) -> Pairs: ...

    def __getitem__(self, at: int | slice) -> tuple[int, int] | Pairs:
        if isinstance(at, slice):
            return Pairs(zip(self._first[at], self._second[at], strict=True))
        return self._first[at], self._second[at]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._first, self._second, strict=True)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(
            one == another for one, another in zip(self, other, strict=True)
        )

    def __hash__(self) -> int:
        return hash((self._first.tobytes(), self._second.tobytes()))


@dataclass(frozen=True, slots=True)
class Input:
    """One number that a figure was worked out from.

    Attributes:
        label: What it is, in words.
        value: The number.
        of: What it adds up or counts: item, entry, call, promise, dispute, customer, plan;
            empty where there is no list behind it.
        parts: The number in the store and the minor units of each thing in the list; the
            minor units are 0 where things are counted.
    """

    label: str
    value: Value
    of: str = ""
    parts: Sequence[tuple[int, int]] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Pack the list: there may be a hundred thousand things in it."""
        object.__setattr__(self, "parts", Pairs(self.parts))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one currency.

    Attributes:
        id: Its name in `resources/figures/figures.toml`, where title and formula stand.
        currency: ISO 4217 code; empty where nothing is money.
        value: In the unit that the resource names; None if there is not enough to say.
        inputs: What it was worked out from.
        part: Which of several of the kind: "1-30 to 31-60".
        missing: Why there is no value, one sentence; empty where there is one.
    """

    id: str
    currency: str
    value: Value
    inputs: tuple[Input, ...]
    part: str = ""
    missing: str = ""

    @property
    def key(self) -> str:
        """Return by what it is known among the figures of a page."""
        return f"{self.id}/{self.currency}/{self.part}"


@dataclass(frozen=True, slots=True)
class FigureText:
    """What the screens and papers say of a figure.

    Attributes:
        group: The heading under which it stands.
        unit: money, percent, days or count.
        formula: How it is worked out, in words.
        says: What it tells, in one sentence.
        missing: What is said where it cannot be worked out.
        good: "high" or "low" is better, or empty.
    """

    id: str
    group: str
    title: str
    unit: str
    formula: str
    says: str
    missing: str
    good: str = ""


def figure_texts(text: str, file: str) -> dict[str, FigureText]:
    """Read the table of figures, in its order.

    Raises:
        ResourceFaultError: If something is missing or written wrong; it names file and line.
    """
    found: dict[str, FigureText] = {}
    whole = read_toml(text, file)
    whole.only({"figure", "as_of"})
    for one in whole.tables("figure"):
        one.only({"id", "group", "title", "unit", "formula", "says", "missing", "good"})
        ident = one.text("id")
        if ident in found:
            one.refuse(f'the figure "{ident}" is there twice', "id")
        found[ident] = FigureText(
            ident,
            one.text("group"),
            one.text("title"),
            one.choice("unit", UNITS),
            one.text("formula"),
            one.text("says"),
            one.text("missing"),
            one.text("good", ""),
        )
    return found


def percent(part: int, whole: int) -> Decimal | None:
    """Return a share in percent with two decimals, half up; None of nothing."""
    if whole <= 0:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(_CENT, ROUND_HALF_UP)


def quotient(part: int, whole: int) -> Decimal | None:
    """Return a mean with two decimals, half up; None of nothing."""
    if whole <= 0:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(_CENT, ROUND_HALF_UP)


class Standing(NamedTuple):
    """An item with what was open of it on a day, and how many days it was past due then."""

    item: ItemFact
    minor: int
    days: int

    @property
    def bucket(self) -> int:
        """Return the place of its bucket in `aging.BUCKETS`."""
        return bucket_place(self.days)


def bucket_place(days: int) -> int:
    """Return the place of the bucket of so many days past due; negative is current."""
    return bisect_left(BUCKET_ENDS, max(days, 0))


class History:
    """The ledger on any day: worked back from today, each day looked at once."""

    def __init__(self, facts: FigureFacts) -> None:
        self._items = {item.id: item for item in facts.items}
        self._open = [item for item in facts.items if item.open_minor]
        self._entries = sorted(facts.entries, key=lambda entry: entry.on)
        self._days = [entry.on for entry in self._entries]
        self._known: dict[date, list[Standing]] = {}

    def on(self, day: date) -> list[Standing]:
        """Return what was open at the end of a day, credits and unapplied cash too."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._worked_back(day)
        return known

    def open_minor(self, day: date) -> dict[int, int]:
        """Return what was open at the end of a day, by the number of the item."""
        return {one.item.id: one.minor for one in self.on(day)}

    def _worked_back(self, day: date) -> list[Standing]:
        number = day.toordinal()
        return [
            Standing(item, minor, number - item.due_on.toordinal() if item.due_on else 0)
            for item, minor in self._balances(day)
        ]

    def _balances(self, day: date) -> list[tuple[ItemFact, int]]:
        """Return the items that were open at the end of a day, and what was open of them.

        Only what is open now, or was changed since, can have been open then.
        """
        later: dict[int, int] = defaultdict(int)
        for entry in self._entries[bisect_left(self._days, day + timedelta(days=1)) :]:
            if entry.invoice_id is not None:
                later[entry.invoice_id] += entry.minor
        found = [
            (item, minor)
            for item in self._open
            if (item.born is None or item.born <= day)
            and (minor := item.open_minor - later.get(item.id, 0))
        ]
        for ident, moved in later.items():
            item = self._items.get(ident)
            if item is None or item.open_minor or not moved:
                continue
            if item.born is None or item.born <= day:
                found.append((item, -moved))
        return found


def by_bucket(standings: Iterable[Standing], currency: str) -> list[list[Standing]]:
    """Part what is open in one currency by age, as `aging.BUCKETS` has them."""
    buckets: list[list[Standing]] = [[] for _ in BUCKETS]
    for one in standings:
        if one.item.currency == currency:
            buckets[one.bucket].append(one)
    return buckets


def summed(label: str, standings: Sequence[Standing], currency: str) -> Input:
    """Return the sum of some items as an input with its list."""
    return Input(
        label,
        Money(sum(one.minor for one in standings), currency),
        "item",
        tuple((one.item.id, one.minor) for one in standings),
    )


def currencies_of(facts: FigureFacts, home: str) -> list[str]:
    """Return the currencies that anything is in: that of the business first."""
    found = {item.currency for item in facts.items} | {entry.currency for entry in facts.entries}
    return sorted(found, key=lambda code: (code != home, code)) or [home]


def with_texts(
    figures: Iterable[Figure], texts: Mapping[str, FigureText]
) -> list[tuple[FigureText, Figure]]:
    """Pair figures with their texts, in the order of the table."""
    order = {ident: place for place, ident in enumerate(texts)}
    return [(texts[one.id], one) for one in sorted(figures, key=lambda figure: order[figure.id])]
