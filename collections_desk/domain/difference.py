"""What a file would change in the ledger: a difference that the clerk reads first.

Pure: two lists in, lines out. Items are paired by customer, currency, side (debt or
credit) and number; items without a number by their date, and several alike in the order
of their balances. Nothing here assumes that what is missing was paid.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from collections_desk.domain.invoices import CREDIT_KINDS
from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.invoices import LedgerItem
    from collections_desk.domain.names import Twin

#: What a line can be, in the order in which a screen lists them.
WHATS = (
    "vanished",
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

    @property
    def text(self) -> str:
        """What happens to the item, in words."""
        name = f"{self.kind} {self.number}".strip()
        return _WORDS[self.what].format(
            name=name,
            before=self.before,
            after=self.after,
            due_before=self.due_before or "no date",
            due_after=self.due_after or "no date",
        )


_WORDS = {
    "new": "{name} of {after} is new",
    "credit": "{name} of {after} is new",
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
    """

    vanished: Mapping[str, str] = field(default_factory=dict)
    all_vanished: str | None = None
    accept_older: bool = False
    exported_again: bool = False

    def on(self, line: DifferenceLine) -> str | None:
        """Return the decision on a vanished line, None where there is none."""
        return self.vanished.get(line.key, self.all_vanished)


def compare(
    ledger: Sequence[LedgerItem],
    items: Iterable[FileItem],
    customers: Mapping[int, tuple[str, str]],
) -> tuple[DifferenceLine, ...]:
    """Compare a file with the ledger.

    Args:
        ledger: Every item of the ledger, closed ones too: a closed one may be open again.
        items: Every item of the file, those on which nothing is owed too.
        customers: Store number to (folded name, name to show).

    Returns:
        Lines in the order of the file, and after them what vanished by customer and date.
    """
    drawers: dict[tuple[str, str, bool, str], list[LedgerItem]] = defaultdict(list)
    for known in ledger:
        key = (
            customers[known.customer_id][0],
            known.currency,
            known.kind in CREDIT_KINDS,
            known.number or f"@{known.issued_on}",
        )
        drawers[key].append(known)
    grouped: dict[tuple[str, str, bool, str], list[FileItem]] = defaultdict(list)
    for item in items:
        number = item.number or f"@{item.issued_on}"
        grouped[item.customer, item.currency, item.kind in CREDIT_KINDS, number].append(item)
    lines: list[DifferenceLine] = []
    seen: set[int] = set()
    for file_key, found in grouped.items():
        for item, known_item in _pairs(found, drawers.get(file_key, [])):
            if known_item is not None:
                seen.add(known_item.id)
            if (line := _line(item, known_item)) is not None:
                lines.append(line)
    lines.sort(key=lambda line: line.line)
    gone = [known for known in ledger if known.id not in seen and known.status in OWED]
    gone.sort(key=lambda known: (customers[known.customer_id][1], str(known.due_on), known.id))
    lines.extend(_vanished(known, customers[known.customer_id][1]) for known in gone)
    return tuple(lines)


def _pairs(
    items: list[FileItem], known: list[LedgerItem]
) -> list[tuple[FileItem, LedgerItem | None]]:
    """Pair what one drawer of the file and of the ledger hold.

    Mostly one and one. Where several are alike, equal balances find each other first, then
    the rest in the order of size, open ones before closed ones.
    """
    if len(items) == 1 and len(known) <= 1:
        return [(items[0], known[0] if known else None)]
    left = sorted(known, key=lambda one: (one.status != "open", -abs(one.open_minor), one.id))
    pairs: list[tuple[FileItem, LedgerItem | None]] = []
    waiting = []
    for item in items:
        twin = next(
            (
                one
                for one in left
                if one.open_minor == item.open_minor
                and one.due_on == item.due_on
                and (one.status == "open") == (item.state == "open")
            ),
            None,
        )
        if twin is None:
            waiting.append(item)
        else:
            left.remove(twin)
            pairs.append((item, twin))
    waiting.sort(key=lambda item: (item.state != "open", -abs(item.open_minor), item.line))
    return pairs + [(item, left.pop(0) if left else None) for item in waiting]


def _line(item: FileItem, known: LedgerItem | None) -> DifferenceLine | None:
    """Say what becomes of one item of the file; None for a closed one that nobody knows."""
    if known is None and (item.state != "open" or (item.open_known and not item.open_minor)):
        return None
    after = 0 if item.state != "open" else item.open_minor
    if known is not None and item.state == "open" and not item.open_known:
        after = _open_without_balance(item, known)
    due_after = item.due_on
    if known is not None and (due_after is None or item.due_source == "issue_date"):
        due_after = known.due_on or due_after
    return DifferenceLine(
        what=_what(item, known, after, due_after),
        key=f"line-{item.line}-{item.number}",
        customer=item.customer_name,
        number=item.number,
        kind=item.kind,
        before=None if known is None else Money(known.open_minor, known.currency),
        after=Money(after, item.currency),
        due_before=None if known is None else known.due_on,
        due_after=due_after,
        line=item.line,
        item=item,
        ledger=known,
    )


def _open_without_balance(item: FileItem, known: LedgerItem) -> int:
    """Give the balance of an item whose file states the amount only."""
    raised = 0 if item.amount_minor is None else item.amount_minor - known.amount_minor
    return known.open_minor + raised


def _what(item: FileItem, known: LedgerItem | None, after: int, due_after: date | None) -> str:
    if known is None:
        return "credit" if item.kind in CREDIT_KINDS else "new"
    if known.status != "open":
        settled = item.state != "open" or not after
        return "unchanged" if settled else "reopened"
    if item.state == "cancelled":
        return "cancelled"
    if after != known.open_minor:
        return _moved(known.open_minor, after)
    if due_after != known.due_on:
        return "redated"
    return "changed" if _other_details(item, known) else "unchanged"


def _moved(before: int, after: int) -> str:
    """Name the way in which a balance changed."""
    if not after:
        return "paid"
    smaller = abs(after) < abs(before) and (after < 0) == (before < 0)
    return "part_paid" if smaller else "raised"


def _other_details(item: FileItem, known: LedgerItem) -> bool:
    """Tell whether the file says something else of an item than its balance and due date."""
    return (
        (item.amount_minor is not None and item.amount_minor != known.amount_minor)
        or (item.issued_on is not None and item.issued_on != known.issued_on)
        or bool(item.reference and item.reference != known.reference)
    )


def _vanished(known: LedgerItem, customer: str) -> DifferenceLine:
    return DifferenceLine(
        what="vanished",
        key=f"item-{known.id}",
        customer=customer,
        number=known.number,
        kind=known.kind,
        before=Money(known.open_minor, known.currency),
        after=None,
        due_before=known.due_on,
        due_after=None,
        line=0,
        ledger=known,
    )
