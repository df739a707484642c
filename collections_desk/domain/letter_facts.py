"""What is known of a customer when a letter is written, and the sums that a letter states."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collections_desk.domain.disputes import Dispute, dispute_clocks
from collections_desk.domain.money import Money, totals_by_currency

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from collections_desk.domain.customers import Address, ContactPerson, Customer
    from collections_desk.domain.holds import Hold
    from collections_desk.domain.invoices import LedgerItem
    from collections_desk.domain.letter_options import LetterOptions
    from collections_desk.domain.promises import Payment, PromiseStanding

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FEW = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def long_day(day: date) -> str:
    """Return "November 21, 2026"; the words of a letter do not hang on the computer's locale."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def short_day(day: date | None) -> str:
    """Return "Nov 21, 2026" for a table; nothing where no date is known."""
    return "" if day is None else f"{_MONTHS[day.month - 1][:3]} {day.day}, {day.year}"


def weekday_day(day: date) -> str:
    """Return "Fri, Nov 27, 2026", as the screens write a day."""
    return f"{_WEEKDAYS[day.weekday()]}, {_MONTHS[day.month - 1][:3]} {day.day}, {day.year}"


def counted(number: int, one: str, many: str) -> str:
    """Return "three invoices"; figures above ten."""
    word = _FEW[number] if number < len(_FEW) else str(number)
    return f"{word} {one if number == 1 else many}"


@dataclass(frozen=True, slots=True)
class PriorContact:
    """Something that happened before this letter, to be named in it.

    Attributes:
        kind: letter (we wrote), talk (we spoke).
        on: The creditor's local date.
        letter_type: The letter's type, or "".
        certified: Whether it went by Certified Mail.
    """

    kind: str
    on: date
    letter_type: str = ""
    certified: bool = False


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything about a customer that a letter may state.

    Attributes:
        customer: The customer.
        people: The people there, the first to ask for first.
        address: The address for letters, or None.
        items: The open items, oldest due first.
        numbers: Invoice number by item id, for items of disputes that are closed too.
        disputes: Its disputes, newest first.
        dispute_labels: The words of the dispute codes.
        promises: Open promises with their standing.
        payments: Money received, oldest first.
        fees: Late fees and interest in the open balance, by currency.
        contacts: What happened before, oldest first.
        holds: Holds and flags that stand today.
        books_as_of: The latest date for which balances were imported, or None.
    """

    customer: Customer
    people: tuple[ContactPerson, ...] = ()
    address: Address | None = None
    items: tuple[LedgerItem, ...] = ()
    numbers: tuple[tuple[int, str], ...] = ()
    disputes: tuple[Dispute, ...] = ()
    dispute_labels: tuple[tuple[str, str], ...] = ()
    promises: tuple[PromiseStanding, ...] = ()
    payments: tuple[Payment, ...] = ()
    fees: tuple[Money, ...] = ()
    contacts: tuple[PriorContact, ...] = ()
    holds: tuple[Hold, ...] = ()
    books_as_of: date | None = None

    @property
    def as_of(self) -> date | None:
        """The date the balances are as of: the oldest among the items of the letter."""
        return min((item.as_of for item in self.items), default=self.books_as_of)

    def chosen(self, options: LetterOptions) -> LetterFacts:
        """Return the facts with the items and disputes that the clerk chose for the letter."""
        items, disputes = self.items, self.disputes
        if options.invoice_ids is not None:
            items = tuple(item for item in items if item.id in options.invoice_ids)
        if options.dispute_ids is not None:
            disputes = tuple(one for one in disputes if one.id in options.dispute_ids)
        elif options.findings:
            decided = {finding.dispute_id for finding in options.findings}
            disputes = tuple(one for one in disputes if one.id in decided)
        else:
            disputes = tuple(one for one in disputes if one.is_open)
        return replace(self, items=items, disputes=disputes)

    def number_of(self, item_id: int) -> str:
        """Return the invoice number of an item."""
        return dict(self.numbers).get(item_id) or f"item {item_id}"


@dataclass(frozen=True, slots=True)
class LetterSums:
    """The sums of a letter, each by currency.

    Attributes:
        open: Everything open, credits taken off.
        overdue: Past due, credits and unapplied payments taken off; never below nothing.
        disputed: Open disputes, as far as their items are open.
        amount_due: Past due, less what is disputed of it; what the letter asks for.
        days_past_due: Days of the oldest invoice that is not wholly disputed, else of the oldest.
        oldest_due: Its due date, or None.
    """

    open: tuple[Money, ...]
    overdue: tuple[Money, ...]
    disputed: tuple[Money, ...]
    amount_due: tuple[Money, ...]
    days_past_due: int
    oldest_due: date | None


def letter_sums(facts: LetterFacts, today: date) -> LetterSums:
    """Add up what a letter states, as of `today`."""
    disputed_of = disputed_by_item(facts.disputes)
    opened: list[Money] = []
    past: list[Money] = []
    disputed: list[Money] = []
    disputed_past: list[Money] = []
    oldest: list[date] = []
    disputed_oldest: list[date] = []
    for item in facts.items:
        money = Money(item.open_minor, item.currency)
        opened.append(money)
        part = Money(min(disputed_of.get(item.id, 0), max(item.open_minor, 0)), item.currency)
        disputed.append(part)
        if item.open_minor < 0:
            past.append(money)
        elif item.due_on is not None and item.due_on < today:
            past.append(money)
            disputed_past.append(part)
            (disputed_oldest if part == money else oldest).append(item.due_on)
    owed = _at_least_nothing(totals_by_currency(past))
    held = totals_by_currency(disputed_past)
    due = {
        code: Money(max(sum_.minor - held[code].minor if code in held else sum_.minor, 0), code)
        for code, sum_ in owed.items()
    }
    first = min(oldest or disputed_oldest, default=None)
    return LetterSums(
        open=_some(totals_by_currency(opened)),
        overdue=_some(owed),
        disputed=_some(totals_by_currency(disputed)),
        amount_due=_some(due),
        days_past_due=(today - first).days if first else 0,
        oldest_due=first,
    )


def disputed_by_item(disputes: Iterable[Dispute]) -> dict[int, int]:
    """Return what is under open dispute, by item, in minor units."""
    amounts: dict[int, int] = {}
    for dispute in disputes:
        if dispute.is_open:
            amounts[dispute.invoice_id] = amounts.get(dispute.invoice_id, 0) + dispute.amount.minor
    return amounts


def next_due(facts: LetterFacts, today: date) -> tuple[date | None, tuple[Money, ...]]:
    """Return the next due date from `today` on, and what falls due on it."""
    days = [
        item.due_on
        for item in facts.items
        if item.due_on is not None and item.due_on >= today and item.open_minor > 0
    ]
    if not days:
        return None, ()
    first = min(days)
    sums = totals_by_currency(
        Money(item.open_minor, item.currency) for item in facts.items if item.due_on == first
    )
    return first, _some(sums)


def decide_by(facts: LetterFacts) -> date | None:
    """Return the day by which the first of the disputes is to be decided."""
    return min((dispute_clocks(one.received_on).decide_by for one in facts.disputes), default=None)


def _some(sums: dict[str, Money]) -> tuple[Money, ...]:
    return tuple(money for money in sums.values() if money)


def _at_least_nothing(sums: dict[str, Money]) -> dict[str, Money]:
    return {code: Money(max(money.minor, 0), code) for code, money in sums.items()}
