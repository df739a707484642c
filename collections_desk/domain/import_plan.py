"""One import, thought through whole before a row is touched: the difference, then the changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from collections_desk.domain.books import Directory
from collections_desk.domain.comparing import compare
from collections_desk.domain.difference import CustomerLine, Difference, FileItem
from collections_desk.domain.hand_changes import HandChanges
from collections_desk.domain.hand_matching import with_hand
from collections_desk.domain.item_changes import ItemChanges
from collections_desk.domain.names import Twin, name_key, near_twins
from collections_desk.domain.party_changes import PartyChanges, completions
from collections_desk.domain.payment_matching import ArrivedPayment, match_payments
from collections_desk.domain.unbooked import by_invoice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.books import Books, Numbers, Party, RowChange
    from collections_desk.domain.difference import Decisions, DifferenceLine, PaymentLine
    from collections_desk.domain.readings import ImportedItem, ImportedPayment, Reading
    from collections_desk.domain.unbooked import HandEntry

#: Lists that hold everything that is open: only of them can an item be missing.
WHOLE_LISTS = frozenset({"open_items", "invoice_lines", "invoices"})
#: A payment of a list is the one recorded here if no more days lie between them.
SAME_PAYMENT_DAYS = 10


class ImportPlan:
    """What a reading means for the books. Pure: the same input gives the same plan."""

    def __init__(self, reading: Reading, books: Books) -> None:
        self.reading = reading
        self.books = books
        self.directory = Directory(books.customers)
        self.parties: dict[str, Party] = {}
        items = [*map(self._file_item, reading.items), *map(self._file_item, reading.closed)]
        self.reached = [
            (self._party(one.name, one.reference, one.line), one) for one in reading.customers
        ]
        names = self._names()
        self.lines: tuple[DifferenceLine, ...] = ()
        if reading.kind in WHOLE_LISTS or items:
            self.lines = with_hand(compare(books.ledger, items, names), by_invoice(books.hand))
        if reading.kind not in WHOLE_LISTS:
            self.lines = tuple(line for line in self.lines if line.what != "vanished")
        self.lines = tuple(self._with_its_past(line) for line in self.lines)
        self.payments = self._match()

    def _with_its_past(self, line: DifferenceLine) -> DifferenceLine:
        """Say of an item that is listed as open again that it was once given up."""
        if line.what != "reopened" or line.ledger is None:
            return line
        return replace(line, given_up=self.books.given_up.get(line.ledger.id, ""))

    def difference(
        self, *, already_imported: int | None, ledger_day: date | None, as_of: date
    ) -> Difference:
        """Return what the clerk reads before she applies it."""
        older = self.reading.kind in WHOLE_LISTS and ledger_day is not None and as_of < ledger_day
        return Difference(
            lines=self.lines,
            payments=self.payments,
            customers=self._customer_lines(),
            twins=tuple(self._twins),
            already_imported=already_imported,
            newer_than_file=ledger_day if older else None,
            as_of=as_of,
        )

    def changes(self, decisions: Decisions, numbers: Numbers) -> list[RowChange]:
        """Return every row change of the import, new customers first."""
        making = PartyChanges(self.books, numbers)
        by_party: defaultdict[str, list[str]] = defaultdict(list)
        for item in (*self.reading.items, *self.reading.closed):
            party = self._party(item.customer, item.customer_ref, item.line)
            by_party[party.key].append(item.open.currency)
        for party in self.parties.values():
            making.customer(party, next(iter(by_party.get(party.key, ())), None))
        for party, imported in self.reached:
            making.complete(party, imported)
        ledger = {item.id: item for item in self.books.ledger}
        hand = HandChanges(making, numbers, ledger, self.books.hand, self._paired())
        items = ItemChanges(making, numbers, ledger, hand)
        for line in self.lines:
            number = (
                line.ledger.customer_id
                if line.item is None and line.ledger is not None
                else making.customer_id(self.parties[line.item.customer])
                if line.item is not None
                else 0
            )
            items.line(line, decisions.on(line), number)
        for payment, arrived in zip(self.payments, self._arrived(), strict=True):
            items.payment(payment, making.customer_id(self.parties[arrived.party]))
        whole = self.reading.kind in WHOLE_LISTS
        if whole:
            hand.unlisted(self.lines)
        return [*making.changes, *items.finished(confirm=whole)]

    def _paired(self) -> set[int]:
        """Return the items of the ledger that the file lists."""
        return {
            line.ledger.id
            for line in self.lines
            if line.ledger is not None and line.item is not None
        }

    def pairs(self, numbers_of: Mapping[str, int]) -> list[tuple[int, int, str]]:
        """Return the near twins as pairs of store numbers that were not proposed before."""
        found = []
        for twin in self._twins:
            first, second = numbers_of[name_key(twin.first)], numbers_of[name_key(twin.second)]
            pair = (min(first, second), max(first, second))
            if pair not in self.books.decided:
                found.append((*pair, twin.why))
        return found

    def _party(self, name: str, reference: str, line: int) -> Party:
        party = self.directory.find(name, reference, line)
        self.parties.setdefault(party.key, party)
        return party

    def _file_item(self, item: ImportedItem) -> FileItem:
        party = self._party(item.customer, item.customer_ref, item.line)
        return FileItem(
            line=item.line,
            customer=party.key,
            customer_name=party.name,
            kind=item.kind,
            number=item.number,
            issued_on=item.issued_on,
            due_on=item.due_on,
            due_source=item.due_source,
            currency=item.open.currency,
            amount_minor=None if item.amount is None else item.amount.minor,
            open_minor=item.open.minor,
            reference=item.reference,
            note=_note(item),
            state=item.state,
            open_known=self.reading.open_known,
        )

    def _names(self) -> dict[int, tuple[str, str]]:
        by_id = {customer.id: customer for customer in self.books.customers}
        names = {}
        for customer in self.books.customers:
            target = customer
            while target.merged_into_id is not None:
                target = by_id[target.merged_into_id]
            names[customer.id] = (f"#{target.id}", target.name)
        return names

    def _arrived(self) -> list[ArrivedPayment]:
        arrived = []
        received = dict(self.books.received)
        taken: set[int] = set()
        for one in self.reading.payments:
            party = self._party(one.customer, one.customer_ref, one.line)
            known = False
            if party.known is not None:
                key = (party.known.id, one.number, str(one.paid_on), one.amount.currency)
                known = received.get(key, 0) >= one.amount.minor
                if known:
                    received[key] -= one.amount.minor
                else:
                    known = self._recorded_here(party.known.id, one, taken)
            arrived.append(
                ArrivedPayment(
                    one.line, party.key, party.name, one.number, one.paid_on, one.amount, known
                )
            )
        return arrived

    def _recorded_here(self, customer_id: int, one: ImportedPayment, taken: set[int]) -> bool:
        """Tell whether a payment of a list was recorded here by hand; each is found once.

        The sum must be the same, and the number, or where one of the two has none, the day
        within `SAME_PAYMENT_DAYS`. What an agency brought has no payment of its own: its
        entries of one day and number are one.
        """
        whole: dict[tuple[int | None, str, date | None], list[HandEntry]] = {}
        for entry in self.books.hand:
            same = entry.customer_id == customer_id and entry.currency == one.amount.currency
            if same and entry.kind == "payment":
                payment_id = entry.hand_payment_id
                day = entry.received_on if payment_id is None else None
                named = entry.reference if payment_id is None else ""
                whole.setdefault((payment_id, named, day), []).append(entry)
        for entries in whole.values():
            if entries[0].id in taken:
                continue
            if sum(entry.minor for entry in entries) != one.amount.minor:
                continue
            first = entries[0]
            if first.reference and one.number:
                fits = first.reference.casefold() == one.number.casefold()
            else:
                day = one.paid_on or self.reading.as_of
                fits = day is None or abs((day - first.received_on).days) <= SAME_PAYMENT_DAYS
            if fits:
                taken.add(entries[0].id)
                return True
        return False

    def _match(self) -> tuple[PaymentLine, ...]:
        if not self.reading.payments:
            return ()
        names = self._names()
        debts = [
            (names[item.customer_id][0], item)
            for item in self.books.ledger
            if item.status == "open"
        ]
        return match_payments(self._arrived(), debts)

    def _customer_lines(self) -> tuple[CustomerLine, ...]:
        adds: defaultdict[str, list[str]] = defaultdict(list)
        known: dict[str, set[tuple[str, str]]] = {}
        for party, imported in self.reached:
            reach = known.setdefault(
                party.key, set(self.books.reach.get(party.known.id, ())) if party.known else set()
            )
            adds[party.key].extend(completions(party, imported, reach))
        lines = []
        for party in self.parties.values():
            words = tuple(adds[party.key])
            if party.is_new:
                lines.append(CustomerLine("new", party.name, party.line, words))
            elif party.known is not None and (words or party.name != party.known.name):
                renamed = () if party.name == party.known.name else (f'name "{party.name}"',)
                lines.append(
                    CustomerLine("completed", party.known.name, party.line, renamed + words)
                )
        return tuple(lines)

    @cached_property
    def _twins(self) -> list[Twin]:
        fresh = [party.name for party in self.parties.values() if party.is_new]
        if not fresh:
            return []
        known = [one.name for one in self.books.customers if one.merged_into_id is None]
        twins = {
            (name_key(one.first), name_key(one.second)): one for one in near_twins(known, fresh)
        }
        for twin in self._same_numbers():
            twins.setdefault((name_key(twin.first), name_key(twin.second)), twin)
        return list(twins.values())

    def _same_numbers(self) -> list[Twin]:
        """Find invoices that left one customer and turned up at a new one."""
        gone = {
            (line.number, line.before): line.customer
            for line in self.lines
            if line.what == "vanished" and line.number
        }
        found = []
        for line in self.lines:
            if line.what in {"new", "credit"} and line.item is not None:
                other = gone.get((line.number, line.after))
                party = self.parties[line.item.customer]
                if other is not None and party.is_new:
                    why = f"invoice {line.number} was there before and is here now"
                    found.append(Twin(other, party.name, why))
        return found


def _note(item: ImportedItem) -> str:
    """Put together what the file says of an item beside its figures."""
    parts = [item.note]
    if item.status:
        parts.append(f"Status in the file: {item.status}.")
    if item.expected_payment is not None:
        parts.append(f"Payment expected on {item.expected_payment} by the file.")
    return "\n".join(part for part in parts if part)
