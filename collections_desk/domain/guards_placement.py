"""Guards before a placement: what must not go and why, and whether the customer was told.

G-LTR-12: rows are dropped and listed, never passed. 12 CFR 1006.30(b) forbids the sale, transfer
and placement of a debt that was paid, settled or discharged, and of one under an identity theft
report (FCRA 615(f)).

G-LTR-10 asks before somebody is placed who had no letter, no call or no notice of it: the
agency or the court will ask what was tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.guards import GuardFinding, find
from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.to_be_collected import CLOSING_FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.guards import GuardRule, Mode
    from collections_desk.domain.holds import Hold
    from collections_desk.domain.money import Money

#: Stop flags under which nothing of a customer is placed, and what is said of each.
NOT_WITH = {flag: CLOSING_FLAGS[flag] for flag in ("BKY", "IDT", "DEC", "BREATHING")}


#: The letter that says beforehand what is going to happen, by kind of placement.
NOTICES = {"agency": ("L12", "notice of placement"), "court": ("L13", "notice before court")}


class PlaceableItem(NamedTuple):
    """An item of the ledger as the guard looks at it.

    Attributes:
        kind: invoice, debit, credit, payment, fee or interest.
        status: open, closed, vanished, cancelled.
    """

    id: int
    number: str
    kind: str
    status: str
    due_on: date | None
    open: Money


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """What is known of a customer when a placement is prepared.

    Attributes:
        items: Its items, paid ones too if they were asked for.
        disputed: Items of which a part is in dispute.
        conceded: Items of which a part was decided for the customer and is still in the balance.
        on_hold: Items that are on hold themselves.
        promised: Whether a promise is open: it may still be kept.
        in_plan: Items in a running payment plan; None in it means that the plan covers all.
        placed: Items that are placed already.
        settled: Whether a settlement runs.
        holds: Those that stand today.
        talked_on: Days of calls out and of conversations, in any order.
        letters: Type and date of each letter that was sent.
    """

    customer_id: int
    name: str
    reference: str
    kind: CustomerKind
    place: str
    items: tuple[PlaceableItem, ...]
    disputed: frozenset[int] = frozenset()
    conceded: frozenset[int] = frozenset()
    on_hold: frozenset[int] = frozenset()
    promised: bool = False
    in_plan: frozenset[int | None] = frozenset()
    placed: frozenset[int] = frozenset()
    settled: bool = False
    holds: tuple[Hold, ...] = ()
    talked_on: tuple[date, ...] = ()
    letters: tuple[tuple[str, date], ...] = ()


class Dropped(NamedTuple):
    """A row that does not go, and why."""

    item: PlaceableItem
    why: str


@dataclass(frozen=True, slots=True)
class Sifted:
    """What goes of one customer, and what does not."""

    facts: PlacementFacts
    kept: tuple[PlaceableItem, ...]
    dropped: tuple[Dropped, ...]


def sift(facts: PlacementFacts, today: date) -> Sifted:
    """Part the items into those that may be placed and those that may not, with the reason."""
    kept, dropped = [], []
    whole = _whole(facts, today)
    for item in facts.items:
        why = _own(item, today) or whole or _of_item(item, facts)
        if why:
            dropped.append(Dropped(item, why))
        else:
            kept.append(item)
    return Sifted(facts, tuple(kept), tuple(dropped))


def _whole(facts: PlacementFacts, today: date) -> str:
    """Say why nothing of this customer goes, or nothing."""
    for hold in facts.holds:
        if hold.active(today) and hold.flag in NOT_WITH:
            return NOT_WITH[hold.flag]
    if None in facts.in_plan:
        return "in a running payment plan"
    if facts.settled:
        return "a settlement is agreed and runs"
    if facts.promised:
        return "a promise is open; it may still be kept"
    if any(item.open.minor < 0 and item.status == "open" for item in facts.items):
        return "credits or unapplied payments are open; apply them first"
    return ""


def _own(item: PlaceableItem, today: date) -> str:
    if item.status == "vanished":
        return "missing from the last file, and nobody has said why"
    if item.open.minor < 0:
        return "a credit or a payment that is not applied"
    if item.open.minor == 0 or item.status != "open":
        return "paid"
    if item.due_on is None:
        return "no due date is known"
    return "not past due" if item.due_on >= today else ""


def _of_item(item: PlaceableItem, facts: PlacementFacts) -> str:
    if item.id in facts.placed:
        return "placed already"
    if item.id in facts.disputed:
        return "in an open dispute"
    if item.id in facts.conceded:
        return "a credit is decided and not in the books yet; enter it first"
    if item.id in facts.on_hold:
        return "on hold"
    return "in a running payment plan" if item.id in facts.in_plan else ""


#: What is left out without a word of the guard: it is not a debt that could be placed.
_NO_DEBT = frozenset({"not past due", "no due date is known", "placed already"})


def placement_findings(
    sifted: Sequence[Sifted], rules: Mapping[str, GuardRule], mode: Mode
) -> dict[int, list[GuardFinding]]:
    """Return the findings of G-LTR-12 by customer: what was dropped, item by item."""
    found: dict[int, list[GuardFinding]] = {}
    for one in sifted:
        rows = [drop for drop in one.dropped if drop.why not in _NO_DEBT]
        if not rows:
            continue
        facts = one.facts
        names = _listed(f"{drop.item.number or drop.item.kind} ({drop.why})" for drop in rows)
        found[facts.customer_id] = find(
            rules,
            "G-LTR-12",
            mode=mode,
            kind=facts.kind,
            said=f"this does not go with the placement of {facts.name}: {names}",
            facts={
                "dropped": [[drop.item.number, str(drop.item.open), drop.why] for drop in rows]
            },
            place=facts.place,
        )
    return found


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts)


def untried_findings(
    sifted: Sequence[Sifted], kind: str, rules: Mapping[str, GuardRule], mode: Mode
) -> dict[int, list[GuardFinding]]:
    """Return the findings of G-LTR-10 by customer: what was not done before the placement.

    What was done since the oldest of the invoices fell due counts; an earlier case does not.

    Args:
        sifted: What goes of each customer.
        kind: agency or court; each has a notice of its own.
        rules: The table.
        mode: Who collects.
    """
    notice, words = NOTICES[kind]
    found: dict[int, list[GuardFinding]] = {}
    for one in sifted:
        since = min((item.due_on for item in one.kept if item.due_on is not None), default=None)
        if since is None:
            continue
        facts = one.facts
        letters = [letter for letter, on in facts.letters if on >= since]
        calls = sum(on >= since for on in facts.talked_on)
        missing = [
            text
            for text, there in (
                ("no letter was sent", bool(letters)),
                ("no call was made", bool(calls)),
                (f"no {words} ({notice}) went out", notice in letters),
            )
            if not there
        ]
        if missing:
            found[facts.customer_id] = find(
                rules,
                "G-LTR-10",
                mode=mode,
                kind=facts.kind,
                said=f"{facts.name}: {' and '.join(missing)} since {short_day(since)}",
                facts={"since": since.isoformat(), "letters": letters, "calls": calls},
                place=facts.place,
            )
    return found
