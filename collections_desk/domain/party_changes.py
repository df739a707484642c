"""Customers as an import makes or completes them. It fills what is empty, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_desk.domain.books import RowChange
from collections_desk.domain.names import name_key

if TYPE_CHECKING:
    from collections_desk.domain.books import Books, Numbers, Party, Values
    from collections_desk.domain.readings import ImportedAddress, ImportedCustomer

INACTIVE = "Inactive in the accounting package."
#: What stands in a column of a customer that nobody has filled, where it is not nothing.
_EMPTY = {"kind": "unknown"}
_WORDS = {"kind": "kind of customer"}
_ADDRESS = ("line1", "line2", "line3", "city", "region", "postal_code")


def address_key(address: ImportedAddress) -> tuple[str, str]:
    """Fold an address for comparing."""
    return "address", "\n".join(getattr(address, name) for name in _ADDRESS).casefold()


def completions(
    party: Party, imported: ImportedCustomer, reach: set[tuple[str, str]]
) -> list[str]:
    """Say in words what a file adds to a customer; `reach` grows by it."""
    words = []
    for point in imported.points:
        key = (point.kind, point.normalized or point.value)
        if key not in reach:
            reach.add(key)
            words.append(f"{point.kind} {point.value}")
    person = ("person", imported.contact_name.casefold())
    if imported.contact_name and person not in reach:
        reach.add(person)
        words.append(f"contact {imported.contact_name}")
    if imported.address and address_key(imported.address) not in reach:
        reach.add(address_key(imported.address))
        words.append("address")
    filled = party.known.filled if party.known is not None else frozenset()
    words.extend(
        _WORDS.get(name, name.replace("_minor", "").replace("_", " "))
        for name in facts_of(imported)
        if name not in filled and not party.is_new
    )
    return words


def facts_of(imported: ImportedCustomer) -> dict[str, Any]:
    """Return the columns of a customer that a file fills."""
    note = imported.note
    if not imported.active:
        note = f"{INACTIVE}\n{note}".strip()
    limit = imported.credit_limit
    facts = {
        "reference": imported.reference or None,
        "currency": imported.currency,
        "terms_days": imported.terms_days,
        "credit_limit_minor": None if limit is None else limit.minor,
        "account_note": note or None,
        "kind": imported.kind,
    }
    return {name: value for name, value in facts.items() if value is not None}


class PartyChanges:
    """Collects the row changes of customers; new rows get their numbers here."""

    def __init__(self, books: Books, numbers: Numbers) -> None:
        self.numbers = numbers
        self.changes: list[RowChange] = []
        self._free = dict(numbers.first_free)
        self._ids: dict[str, int] = {}
        self._filled: dict[str, set[str]] = {}
        self._rows: dict[str, Values] = {}
        self._reach = {key: set(value) for key, value in books.reach.items()}

    def take_number(self, table: str) -> int:
        """Take the next free number of a table."""
        number = self._free[table]
        self._free[table] = number + 1
        return number

    def customer_id(self, party: Party) -> int:
        """Return the store's number of a customer."""
        return party.known.id if party.known is not None else self._ids[party.key]

    @property
    def made(self) -> dict[str, int]:
        """Folded names of new customers and their numbers."""
        return {key.removeprefix("new:"): number for key, number in self._ids.items()}

    def customer(self, party: Party, currency: str | None) -> None:
        """Make a customer who is new, or give a name to one of whom only the number was known."""
        if party.known is not None:
            self._filled[party.key] = set(party.known.filled)
            if party.name != party.known.name:
                self.changes.append(
                    RowChange(
                        "customer_changed",
                        "customer",
                        party.known.id,
                        {"name": party.known.name, "name_key": party.known.name_key},
                        {"name": party.name, "name_key": name_key(party.name)},
                    )
                )
            return
        number = self._ids[party.key] = self.take_number("customer")
        values: Values = {
            "reference": party.reference or None,
            "name": party.name,
            "name_key": name_key(party.name),
            "kind": "unknown",
            "category": "unsorted",
            "currency": currency,
            "terms_days": None,
            "credit_limit_minor": None,
            "account_note": None,
            "sample": 0,
            "created_at": self.numbers.now,
        }
        self._rows[party.key] = values
        self.changes.append(RowChange("customer_new", "customer", number, None, values))

    def complete(self, party: Party, imported: ImportedCustomer) -> None:
        """Add what a file says of a customer and the store does not know."""
        number = self.customer_id(party)
        fresh = self._rows.get(party.key)
        if fresh is not None:
            for name, value in facts_of(imported).items():
                if fresh[name] == _EMPTY.get(name):
                    fresh[name] = value
        else:
            filled = self._filled[party.key]
            empty = {
                name: value for name, value in facts_of(imported).items() if name not in filled
            }
            if empty:
                filled.update(empty)
                before = {name: _EMPTY.get(name) for name in empty}
                self.changes.append(
                    RowChange("customer_changed", "customer", number, before, empty)
                )
        reach = self._reach.setdefault(number, set())
        self._points(number, imported, reach)
        self._person(number, imported, reach)
        self._address(number, imported, reach)

    def _points(
        self, number: int, imported: ImportedCustomer, reach: set[tuple[str, str]]
    ) -> None:
        for point in imported.points:
            key = (point.kind, point.normalized or point.value)
            if key in reach:
                continue
            first = not any(kind == point.kind for kind, _ in reach)
            reach.add(key)
            self._add(
                "contact_point",
                {
                    "customer_id": number,
                    "kind": point.kind,
                    "value": point.value,
                    "normalized": point.normalized,
                    "state": "ok",
                    "is_primary": int(first),
                },
            )

    def _person(
        self, number: int, imported: ImportedCustomer, reach: set[tuple[str, str]]
    ) -> None:
        key = ("person", imported.contact_name.casefold())
        if not imported.contact_name or key in reach:
            return
        first = not any(kind == "person" for kind, _ in reach)
        reach.add(key)
        self._add(
            "contact_person",
            {
                "customer_id": number,
                "name": imported.contact_name,
                "is_primary": int(first),
                "is_officer": 0,
            },
        )

    def _address(
        self, number: int, imported: ImportedCustomer, reach: set[tuple[str, str]]
    ) -> None:
        address = imported.address
        if not address or address_key(address) in reach:
            return
        first = not any(kind == "address" for kind, _ in reach)
        reach.add(address_key(address))
        values: Values = {name: getattr(address, name) for name in _ADDRESS}
        values |= {
            "customer_id": number,
            "country": address.country,
            "country_text": address.country_text,
            "is_primary": int(first),
            "state": "ok",
        }
        self._add("address", values)

    def _add(self, table: str, values: Values) -> None:
        self.changes.append(RowChange("contact_new", table, self.take_number(table), None, values))
