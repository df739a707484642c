"""What a file would change in the ledger: a difference that the clerk reads first.

Pure: two lists in, lines out. Items are paired by customer, currency, side (debt or
credit) and number; items without a number by their date, and several alike in the order
of their balances. Nothing here assumes that what is missing was paid.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.invoices import LedgerItem
    from collections_desk.domain.money import Money
    from collections_desk.domain.names import Twin
    from collections_desk.domain.unbooked import HandEntry

#: What a line can be, in the order in which a screen lists them.
WHATS = (
    "vanished",
    "unbooked",
    "moved",
    "paid",
    "part_paid",
    "cancelled",
    "new",
    "credit",
    "reopened",
    "raised",
    "redated",
    "changed",
    "unchanged",
)
#: Statuses of what is still owed: "vanished" waits for the clerk's word.
OWED = frozenset({"open", "vanished"})
#: What may have become of an item that is no longer in the file.
VANISHED_DECISIONS = ("paid", "still_owed", "cancelled")
#: What is done about a payment by hand that a file does not show yet; the first by default.
UNBOOKED_DECISIONS = ("keep", "file")


@dataclass(frozen=True, slots=True)
class FileItem:
    """An item of a file whose customer has been found, or is about to be made.

    Attributes:
        customer: The folded name by which the customer is known.
        customer_name: The name to show.
        state: "open", or for a listed item on which nothing is owed "closed" or "cancelled".
        open_known: False where the file states the amount only: then what the ledger knows
            of payments stays.
    """

    line: int
    customer: str
    customer_name: str
    kind: str
    number: str
    issued_on: date | None
    due_on: date | None
    due_source: str
    currency: str
    amount_minor: int | None
    open_minor: int
    reference: str = ""
    note: str = ""
    state: str = "open"
    open_known: bool = True


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One item: what the ledger says now, and what it would say after the import.

    Attributes:
        what: One of `WHATS`.
        key: Names the line in `Decisions.vanished`.
        customer: The name to show.
        number: Of the item; may be empty.
        kind: A value of `ItemKind`.
        before: The open balance now; None where the item is new.
        after: The open balance that the file states; None where it does not list the item.
        due_before: The due date now.
        due_after: The due date in the file.
        line: Where it stands in the file; 0 where it does not.
        item: What the file says; None where it does not list the item.
        ledger: What the ledger says; None where the item is new.
        filed: The open balance that the file states, where it is not taken over as it is.
        hand: Entries made here by hand that the file does not show.
        booked: Numbers of entries made here that the file does show.
        uses: The payment by hand that this one turns out to be.
        moved_to: The item on which the books laid a payment that was laid on this one.
        given_up: What was once written off or settled of the item, in words, where the file lists
            it as open again; empty elsewhere.
    """

    what: str
    key: str
    customer: str
    number: str
    kind: str
    before: Money | None
    after: Money | None
    due_before: date | None
    due_after: date | None
    line: int
    item: FileItem | None = None
    ledger: LedgerItem | None = None
    filed: Money | None = None
    hand: tuple[HandEntry, ...] = ()
    booked: tuple[int, ...] = ()
    uses: HandEntry | None = None
    moved_to: str = ""
    given_up: str = ""

    @property
    def text(self) -> str:
        """What happens to the item, in words."""
        name = f"{self.kind} {self.number}".strip()
        told = _WORDS[self.what].format(
            hand=" and ".join(entry.words for entry in self.hand),
            filed=self.filed,
            moved_to=self.moved_to,
            name=name,
            before=self.before,
            after=self.after,
            due_before=self.due_before or "no date",
            due_after=self.due_after or "no date",
        )
        if self.uses is not None:
            told += f"; it is the {self.uses.words}, recorded here before"
        elif self.hand and self.what not in {"unbooked", "moved"}:
            told += f"; the file does not show the {self.hand[-1].words} yet, which stays"
        return f"{told}; {self.given_up}" if self.given_up else told


_WORDS = {
    "new": "{name} of {after} is new",
    "credit": "{name} of {after} is new",
    "unbooked": (
        "{name}: the file shows {filed} open; the {hand}, recorded here, is not in it yet and "
        "stays, {after} is open"
    ),
    "moved": "{name}: it goes from {before} to {after}, the books laid the {hand} on {moved_to}",
    "vanished": "{name} with {before} open is no longer in the file",
    "paid": "{name} is closed: {before} was open",
    "cancelled": "{name} was canceled: {before} was open",
    "part_paid": "{name} goes from {before} to {after}",
    "raised": "{name} goes from {before} to {after}",
    "reopened": "{name} is open again with {after}",
    "redated": "{name} falls due on {due_after}, not on {due_before}",
    "changed": "{name} has other details",
    "unchanged": "{name} is as it was",
}


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment of a file, and what it settles.

    Attributes:
        line: Where it stands in the file.
        customer: The name to show.
        number: Check number and the like.
        paid_on: Its date.
        amount: The sum received, positive.
        applied: Pairs of (invoice id, sum): exact amount first, then the oldest.
        unapplied: What is left over; it stays a credit of the customer.
        how: "exact", "oldest", "unapplied" or "known" (imported before).
    """

    line: int
    customer: str
    number: str
    paid_on: date | None
    amount: Money
    applied: tuple[tuple[int, Money], ...]
    unapplied: Money
    how: str


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer that the file would add or complete; `adds` says with what, in words."""

    what: str
    name: str
    line: int
    adds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """Everything that an import would change.

    Attributes:
        lines: One for each item, file and ledger together.
        payments: One for each payment of a list of payments.
        customers: New customers, and those that get contact data.
        twins: Names that may be one customer; proposed for merging, never merged here.
        already_imported: The number of the earlier import of the same bytes.
        newer_than_file: The ledger is as of this later day; None where it is not later.
        as_of: The day for which the balances will hold.
    """

    lines: tuple[DifferenceLine, ...] = ()
    payments: tuple[PaymentLine, ...] = ()
    customers: tuple[CustomerLine, ...] = ()
    twins: tuple[Twin, ...] = ()
    already_imported: int | None = None
    newer_than_file: date | None = None
    as_of: date | None = None

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many lines of each sort there are, zeros left out."""
        found = Counter(line.what for line in self.lines)
        return {what: found[what] for what in WHATS if found[what]}

    @cached_property
    def vanished(self) -> tuple[DifferenceLine, ...]:
        """The lines on which the clerk must decide."""
        return tuple(line for line in self.lines if line.what == "vanished")

    @property
    def changes_anything(self) -> bool:
        """Tell whether applying it would change an item, a payment or a customer."""
        return (
            any(line.what != "unchanged" for line in self.lines)
            or any(payment.how != "known" for payment in self.payments)
            or bool(self.customers)
        )

    @property
    def confirms_a_later_day(self) -> bool:
        """Tell whether it says of unchanged open items that they hold for a later day."""
        return not self.changes_anything and any(
            line.ledger is not None
            and line.ledger.status == "open"
            and self.as_of is not None
            and line.ledger.as_of < self.as_of
            for line in self.lines
        )

    def of(self, what: str) -> tuple[DifferenceLine, ...]:
        """Return the lines of one sort."""
        return tuple(line for line in self.lines if line.what == what)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the clerk decided about a difference.

    Attributes:
        vanished: `DifferenceLine.key` to one of `VANISHED_DECISIONS`.
        all_vanished: One decision for every vanished line that is not named above.
        accept_older: True to import a file whose day lies before that of the ledger.
        exported_again: True if a file with the very bytes of an earlier one was exported anew,
            so that its balances hold for the later day.
        unbooked: `DifferenceLine.key` to one of `UNBOOKED_DECISIONS`: "file" takes the payment
            by hand back and follows the file. What is not named is kept.
    """

    vanished: Mapping[str, str] = field(default_factory=dict)
    all_vanished: str | None = None
    accept_older: bool = False
    exported_again: bool = False
    unbooked: Mapping[str, str] = field(default_factory=dict)

    def on(self, line: DifferenceLine) -> str | None:
        """Return the decision on a line that asks for one, None where there is none."""
        if line.what == "unbooked":
            return self.unbooked.get(line.key, UNBOOKED_DECISIONS[0])
        return self.vanished.get(line.key, self.all_vanished)
