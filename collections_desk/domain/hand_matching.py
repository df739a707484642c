"""What this desk booked by hand and a file may not show yet: matched, kept, never counted twice.

A payment that the clerk recorded lowers an invoice at once; the accounting package books it
later, sometimes on another invoice. When its next list comes, either it shows the payment (the
balances agree), or it does not show it yet (the file is higher by what was paid), or it was
laid on another invoice (one is higher and one is lower by the same sum).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_desk.domain.invoices import CREDIT_KINDS
from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_desk.domain.difference import DifferenceLine
    from collections_desk.domain.unbooked import HandEntry


def with_hand(
    lines: Sequence[DifferenceLine], hand: Mapping[int, Sequence[HandEntry]]
) -> tuple[DifferenceLine, ...]:
    """Look at each line again in the light of what was booked here by hand."""
    if not hand:
        return tuple(lines)
    seen = [_one(line, hand) for line in lines]
    return tuple(_moved(seen))


def _one(line: DifferenceLine, hand: Mapping[int, Sequence[HandEntry]]) -> DifferenceLine:
    known, item = line.ledger, line.item
    entries = tuple(hand.get(known.id, ())) if known is not None else ()
    if known is None or item is None or line.after is None or not entries:
        return line
    if not item.open_known:
        return line  # a list of amounts says nothing of what was paid or given up
    if known.kind in CREDIT_KINDS or line.what == "cancelled":
        return replace(line, booked=tuple(entry.id for entry in entries))
    ours = known.open_minor if known.status == "open" else 0
    over = line.after.minor - ours
    if over <= 0:
        return replace(line, booked=tuple(entry.id for entry in entries))
    total = sum(entry.minor for entry in entries)
    kept = min(over, total)
    rest = Money(line.after.minor - kept, line.after.currency)
    missing = _exactly(entries, kept)
    return replace(
        line,
        what="unbooked" if rest.minor == ours else line.what,
        after=rest,
        filed=line.after,
        hand=missing,
        booked=tuple(entry.id for entry in entries if entry not in missing),
    )


def _exactly(entries: Sequence[HandEntry], minor: int) -> tuple[HandEntry, ...]:
    """Return which entries the file lacks: the newest that come to the sum, else all."""
    found: list[HandEntry] = []
    for entry in reversed(entries):
        if entry.minor == minor:
            return (entry,)
        if sum(one.minor for one in found) < minor:
            found.append(entry)
    exact = sum(one.minor for one in found) == minor
    return tuple(reversed(found)) if exact else tuple(entries)


def _moved(lines: list[DifferenceLine]) -> list[DifferenceLine]:
    """Find payments that the books laid on another invoice of the same customer."""
    result = list(lines)
    for at, line in enumerate(result):
        if line.what != "unbooked" or len(line.hand) != 1 or line.hand[0].kind != "payment":
            continue
        entry = line.hand[0]
        for other, lower in enumerate(result):
            if _takes(lower, line, entry):
                result[other] = replace(lower, uses=entry)
                result[at] = replace(line, what="moved", after=line.filed, moved_to=lower.number)
                break
    return result


def _takes(lower: DifferenceLine, line: DifferenceLine, entry: HandEntry) -> bool:
    """Tell whether a line went down by just what another one did not."""
    if lower.what not in {"paid", "part_paid"} or lower.uses is not None or lower.booked:
        return False
    if lower.ledger is None or line.ledger is None or lower.before is None or lower.after is None:
        return False
    same = lower.ledger.customer_id == line.ledger.customer_id
    return (
        same
        and lower.before.currency == entry.currency
        and lower.before.minor - lower.after.minor == entry.minor
    )
