"""What is known of a customer when a letter is written, and the sums that a letter states."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collections_desk.domain.disputes import (
    ALL_ASKED,
    Dispute,
    dispute_clocks,
    not_asked_for,
)
from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.to_be_collected import claims, of_items, promised_sums

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from collections_desk.domain.customers import Address, ContactPerson, Customer
    from collections_desk.domain.holds import Hold
    from collections_desk.domain.invoices import LedgerItem
    from collections_desk.domain.letter_ends import LetterEnds
    from collections_desk.domain.letter_options import LetterOptions
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.payment_plans import PlanStanding
    from collections_desk.domain.promises import Payment, PromiseStanding
    from collections_desk.domain.settlements import Settlement
    from collections_desk.domain.to_be_collected import Collectible

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
class ChargeNote:
    """A late charge as a letter names it.

    Attributes:
        state: charged or waived.
        words: "interest on invoice 1001 for Oct 2, 2026 to Oct 31, 2026".
        basis: What it rests on.
        amount: What is open of it; of a waiver, what was waived.
        on: The day of the charge or the waiver.
    """

    id: int
    state: str
    words: str
    basis: str
    amount: Money
    on: date


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
        charges: Late charges of this desk: those open, and those waived lately.
        contacts: What happened before, oldest first.
        holds: Holds and flags that stand today.
        ends: With whom it is placed, or is to be placed as decided; None where neither.
        books_as_of: The latest date for which balances were imported, or None.
        payment_plans: Payment plans with their standing, the oldest offer first.
        demanded_on: The date of the last letter that demanded money, if its days are not over.
        small_minor: A remainder up to this is left alone, in minor units.
        end_state: The end state of the customer where this letter respects it, or None.
        every_dispute: All disputes, where `disputes` holds those that the letter speaks of.
        answered: The disputes to which an answer (L09) went out.
        settled: The newest settlement, if it was paid and the rest given up; else None.
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
    charges: tuple[ChargeNote, ...] = ()
    contacts: tuple[PriorContact, ...] = ()
    holds: tuple[Hold, ...] = ()
    books_as_of: date | None = None
    ends: LetterEnds | None = None
    payment_plans: tuple[PlanStanding, ...] = ()
    demanded_on: date | None = None
    small_minor: int = 0
    end_state: str | None = None
    every_dispute: tuple[Dispute, ...] | None = None
    answered: frozenset[int] = frozenset()
    settled: Settlement | None = None

    @property
    def as_of(self) -> date | None:
        """The date the balances are as of: the oldest among the items of the letter."""
        return min((item.as_of for item in self.items), default=self.books_as_of)

    def chosen(self, options: LetterOptions) -> LetterFacts:
        """Return the facts with the items and disputes that the clerk chose for the letter."""
        items, disputes = self.items, self.disputes
        if options.invoice_ids is not None:
            items = tuple(item for item in items if item.id in options.invoice_ids)
        if options.leave_out_credits:
            items = tuple(item for item in items if item.open_minor > 0)
        if options.dispute_ids is not None:
            disputes = tuple(one for one in disputes if one.id in options.dispute_ids)
        elif options.findings:
            decided = {finding.dispute_id for finding in options.findings}
            disputes = tuple(one for one in disputes if one.id in decided)
        else:
            disputes = tuple(one for one in disputes if one.is_open)
        every = self.disputes if self.every_dispute is None else self.every_dispute
        charges = tuple(
            one
            for one in self.charges
            if options.charge_ids is None or one.state == "charged" or one.id in options.charge_ids
        )
        return replace(self, items=items, disputes=disputes, charges=charges, every_dispute=every)

    def on_hold(self, today: date) -> frozenset[int]:
        """Return the items that are on hold themselves."""
        return frozenset(
            int(hold.scope_ref)
            for hold in self.holds
            if hold.scope == "invoice" and hold.scope_ref.isdecimal() and hold.active(today)
        )

    @property
    def fees_without_basis(self) -> tuple[Money, ...]:
        """Return what of the fees in the balance no charge with a basis stands behind."""
        based = totals_by_currency(
            one.amount for one in self.charges if one.state == "charged" and one.basis
        )
        return tuple(
            fee
            for fee in self.fees
            if fee.currency not in based or fee.minor > based[fee.currency].minor
        )

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
        amount_due: What may be claimed, and what the letter asks for; see `to_be_collected`.
        days_past_due: Days of the oldest invoice of which something may be asked for, else of
            the oldest.
        oldest_due: Its due date, or None.
        parts: How the amount due comes about, by currency.
    """

    open: tuple[Money, ...]
    overdue: tuple[Money, ...]
    disputed: tuple[Money, ...]
    amount_due: tuple[Money, ...]
    days_past_due: int
    oldest_due: date | None
    parts: tuple[Collectible, ...] = ()


def letter_sums(facts: LetterFacts, today: date) -> LetterSums:
    """Add up what a letter states, as of `today`."""
    spoken_of = disputed_by_item(facts.disputes)
    every = facts.disputes if facts.every_dispute is None else facts.every_dispute
    contested = not_asked_for(every, {item.id: item.as_of for item in facts.items})
    held = facts.on_hold(today)
    disputed = [
        Money(min(spoken_of.get(item.id, 0), max(item.open_minor, 0)), item.currency)
        for item in facts.items
    ]
    oldest: list[date] = []
    aside: list[date] = []
    for item in facts.items:
        if item.open_minor > 0 and item.due_on is not None and item.due_on < today:
            aside_minor = sum(contested.get(item.id, ALL_ASKED))
            whole = item.id in held or aside_minor >= item.open_minor
            (aside if whole else oldest).append(item.due_on)
    parts = of_items(
        facts.items,
        today=today,
        disputed={item_id: one.disputed for item_id, one in contested.items()},
        conceded={item_id: one.conceded for item_id, one in contested.items()},
        on_hold=held,
        promised=promised_sums(
            [one for one in facts.promises if one.promise.taken_on <= today],
            [one for one in facts.payment_plans if one.plan.offered_on <= today],
        ),
        demanded_on=facts.demanded_on,
        small_minor=facts.small_minor,
        end_state=facts.end_state,
        flags=[one.flag for one in facts.holds if one.flag and one.active(today)],
    )
    first = min(oldest or aside, default=None)
    return LetterSums(
        open=_some(
            totals_by_currency(Money(item.open_minor, item.currency) for item in facts.items)
        ),
        overdue=tuple(part.due for part in parts if part.due),
        disputed=_some(totals_by_currency(disputed)),
        amount_due=claims(parts),
        days_past_due=(today - first).days if first else 0,
        oldest_due=first,
        parts=parts,
    )


def of_letter(letter: Letter, known: LetterFacts) -> LetterFacts:
    """Return the facts as one letter speaks of them.

    A notice of placement or of court states the claim though this desk collects nothing more;
    after a placement it speaks of what was placed, and of nothing else.
    """
    chosen = known.chosen(letter.options)
    if letter.type not in {"L12", "L13"}:
        return chosen
    ends = known.ends
    if ends is not None and ends.item_ids:
        items = tuple(item for item in chosen.items if item.id in ends.item_ids)
        chosen = replace(chosen, items=items)
    return replace(chosen, end_state=None)


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


def decide_by(facts: LetterFacts, decide_days: int) -> date | None:
    """Return the day by which the first of the disputes is to be decided."""
    return min(
        (
            dispute_clocks(one.received_on, decide_days=decide_days).decide_by
            for one in facts.disputes
        ),
        default=None,
    )


def _some(sums: dict[str, Money]) -> tuple[Money, ...]:
    return tuple(money for money in sums.values() if money)
