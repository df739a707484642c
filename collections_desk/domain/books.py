"""From a reading and the ledger to single row changes: pure, so that it can be tested whole.

Values of rows are as they rest in the store: dates as ISO text, money in minor units,
yes and no as 1 and 0. That makes a change and its undo the same plain data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from collections_desk.domain.names import name_key, names_alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.invoices import LedgerItem
    from collections_desk.domain.unbooked import HandEntry

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is made (`before` is None) or changed.

    Attributes:
        what: As in the table of import changes.
        table: Its table.
        row_id: Its number.
        before: The values that change, as they were; None for a new row.
        after: The values that change, as they become; for a new row all of them.
    """

    what: str
    table: str
    row_id: int
    before: Values | None
    after: Values


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A customer of the store, with what an import may complete.

    Attributes:
        merged_into_id: The customer that it was merged into.
        filled: Columns that already have a value; an import never overwrites them.
    """

    id: int
    name: str
    name_key: str
    reference: str | None
    merged_into_id: int | None = None
    filled: frozenset[str] = frozenset()


@dataclass(slots=True)
class Party:
    """A customer as a file names it, found in the store or about to be made.

    Attributes:
        key: Names the customer within one comparison.
        known: The customer in the store; None for a new one.
    """

    key: str
    name: str
    reference: str
    line: int
    known: KnownCustomer | None = None
    is_new: bool = field(default=False)


class Directory:
    """Finds customers by name and by the number of the accounting package.

    A name that differs only in case or space is the same customer. A number alone is
    enough where the file has no name, where only the number was known, or where the names
    are alike; so numbers of two packages that meet by chance join nobody.
    """

    def __init__(self, known: Iterable[KnownCustomer]) -> None:
        customers = list(known)
        by_id = {customer.id: customer for customer in customers}
        self._by_key: dict[str, Party] = {}
        self._by_reference: dict[str, list[Party]] = {}
        self._seen: dict[tuple[str, str], Party] = {}
        parties: dict[int, Party] = {}
        for customer in customers:
            target = customer
            while target.merged_into_id is not None:
                target = by_id[target.merged_into_id]
            party = parties.get(target.id)
            if party is None:
                party = Party(f"#{target.id}", target.name, target.reference or "", 0, target)
                parties[target.id] = party
            self._by_key[customer.name_key] = party
            if customer.reference:
                self._by_reference.setdefault(customer.reference, []).append(party)

    def find(self, name: str, reference: str, line: int) -> Party:
        """Return the customer that a file means; a new one is made on first sight."""
        known = self._seen.get((name, reference))
        if known is None:
            known = self._find(name, reference) or self._make(name, reference, line)
            self._seen[name, reference] = known
        return known

    def _find(self, name: str, reference: str) -> Party | None:
        if name and (found := self._by_key.get(name_key(name))):
            return found
        for party in self._by_reference.get(reference, ()) if reference else ():
            placeholder = party.name == party.reference
            if not name or placeholder or names_alike(party.name, name):
                if placeholder and name:
                    # Only its number was known so far; from here on it has its name.
                    party.name = name
                    self._by_key.setdefault(name_key(name), party)
                return party
        return self._by_key.get(name_key(reference)) if not name else None

    def _make(self, name: str, reference: str, line: int) -> Party:
        shown = name or reference
        party = Party(f"new:{name_key(shown)}", shown, reference, line, None, is_new=True)
        self._by_key[name_key(shown)] = party
        if reference:
            self._by_reference.setdefault(reference, []).append(party)
        return party


@dataclass(frozen=True, slots=True)
class Books:
    """What the store knows before the import.

    Attributes:
        ledger: Every item.
        customers: Every customer, merged ones too.
        reach: How each can be reached; only read where the file says such things.
        received: What was imported of each payment, by (customer, reference, date, currency).
        decided: Pairs of customers that were proposed for merging before.
        hand: What was booked here by hand and no import has shown yet.
        given_up: What was written off or settled of an item, in words.
    """

    ledger: Sequence[LedgerItem] = ()
    customers: Sequence[KnownCustomer] = ()
    reach: Mapping[int, set[tuple[str, str]]] = field(default_factory=dict)
    received: Mapping[tuple[int, str, str, str], int] = field(default_factory=dict)
    decided: frozenset[tuple[int, int]] = frozenset()
    hand: Sequence[HandEntry] = ()
    given_up: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the store gives to new rows.

    Attributes:
        first_free: Table to its first free number.
        batch_id: Of this import.
        as_of: The day for which the balances hold.
        now: The moment, as it rests in the store.
    """

    first_free: Mapping[str, int]
    batch_id: int
    as_of: date
    now: str
