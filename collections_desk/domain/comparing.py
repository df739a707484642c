"""The comparison itself: items of a file paired with items of the ledger, one line for each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from collections_desk.domain.difference import OWED, DifferenceLine, FileItem
from collections_desk.domain.invoices import CREDIT_KINDS
from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.invoices import LedgerItem


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
        for item, paired in _pairs(found, drawers.get(file_key, [])):
            known_item = paired or _same_credit(item, ledger, customers, seen)
            if known_item is not None:
                seen.add(known_item.id)
            if (line := _line(item, known_item)) is not None:
                lines.append(line)
    lines.sort(key=lambda line: line.line)
    gone = [
        known
        for known in ledger
        if known.id not in seen and known.status in OWED and not known.is_ours
    ]
    gone.sort(key=lambda known: (customers[known.customer_id][1], str(known.due_on), known.id))
    lines.extend(_vanished(known, customers[known.customer_id][1]) for known in gone)
    return tuple(lines)


def _same_credit(
    item: FileItem,
    ledger: Sequence[LedgerItem],
    customers: Mapping[int, tuple[str, str]],
    seen: set[int],
) -> LedgerItem | None:
    """Find the unapplied payment recorded here that a credit of a file is, by its sum."""
    if item.kind not in CREDIT_KINDS or item.state != "open":
        return None
    for known in ledger:
        if (
            known.is_ours
            and known.kind in CREDIT_KINDS
            and known.status == "open"
            and known.id not in seen
            and known.open_minor == item.open_minor
            and known.currency == item.currency
            and customers[known.customer_id][0] == item.customer
        ):
            return known
    return None


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
