"""Row changes of an import where it meets what was booked here by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.books import RowChange

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from collections_desk.domain.books import Numbers, Values
    from collections_desk.domain.difference import DifferenceLine
    from collections_desk.domain.invoices import LedgerItem
    from collections_desk.domain.party_changes import PartyChanges
    from collections_desk.domain.unbooked import HandEntry


class HandChanges:
    """Marks what a file shows, takes back what it does not, and finds unapplied payments again."""

    def __init__(
        self,
        parties: PartyChanges,
        numbers: Numbers,
        ledger: Mapping[int, LedgerItem],
        entries: Sequence[HandEntry],
        listed: Collection[int],
    ) -> None:
        """Take what is known.

        Args:
            parties: Gives numbers to new rows.
            numbers: Of the import.
            ledger: Items by number.
            entries: What was booked here and no import has shown yet.
            listed: Items that the file lists.
        """
        self.parties = parties
        self.numbers = numbers
        self.ledger = ledger
        self.entries = entries
        self.listed = listed
        self.made: list[RowChange] = []
        self.changed: list[RowChange] = []
        self._marked: set[int] = set()
        self._open: dict[int, int] = {}
        self._waiting = [
            entry
            for entry in entries
            if entry.invoice_id in ledger
            and ledger[entry.invoice_id].is_ours
            and ledger[entry.invoice_id].kind == "payment"
            and entry.invoice_id not in listed
        ]
        self._left = {entry.id: entry.minor for entry in self._waiting}

    def booked(self, entry_ids: Iterable[int]) -> None:
        """Record that this import shows entries that were made here."""
        for entry_id in entry_ids:
            if entry_id not in self._marked:
                self._marked.add(entry_id)
                self.changed.append(
                    RowChange(
                        "booked",
                        "ledger_entry",
                        entry_id,
                        {"batch_id": None},
                        {"batch_id": self.numbers.batch_id},
                    )
                )

    def take_back(self, entries: Iterable[HandEntry]) -> None:
        """Reverse entries by new ones that point to them; the item itself is changed elsewhere."""
        for entry in entries:
            self._entry(
                entry,
                entry.invoice_id,
                "reversal",
                entry.minor,
                dated_on=self.numbers.as_of.isoformat(),
                reverses_id=entry.id,
            )

    def uses(self, entry: HandEntry, invoice_id: int) -> None:
        """Lay a payment by hand on the item on which the books laid it."""
        self._entry(entry, invoice_id, "payment", -entry.minor)

    def pay(self, known: LedgerItem, minor: int) -> int:
        """Settle an item from what the customer paid here unapplied; return what is left.

        Args:
            known: The item that the file says was paid.
            minor: How much was, positive.
        """
        for entry in self._waiting:
            if entry.customer_id != known.customer_id or entry.currency != known.currency:
                continue
            part = min(minor, self._left[entry.id])
            if part <= 0:
                continue
            self._left[entry.id] -= part
            minor -= part
            self._entry(entry, known.id, "payment", -part)
            self._entry(entry, entry.invoice_id, "payment", part)
            unapplied = self.ledger[entry.invoice_id]
            opened = self._open.get(unapplied.id, unapplied.open_minor)
            self._open[unapplied.id] = opened + part
        return minor

    def unlisted(self, lines: Iterable[DifferenceLine]) -> None:
        """Record of items that a whole list leaves out, and that are closed here, as shown."""
        gone = {line.ledger.id for line in lines if line.ledger is not None and line.item is None}
        for entry in self.entries:
            known = self.ledger.get(entry.invoice_id)
            if known is None or known.is_ours or known.id in self.listed or known.id in gone:
                continue
            if known.status != "open" and entry.received_on <= self.numbers.as_of:
                self.booked([entry.id])

    def items(self) -> list[RowChange]:
        """Return the changes of unapplied payments that were found again."""
        found = []
        for item_id, left in self._open.items():
            known = self.ledger[item_id]
            before: Values = {"open_minor": known.open_minor}
            after: Values = {"open_minor": left}
            if not left:
                before["status"], after["status"] = known.status, "closed"
            found.append(RowChange("matched", "invoice", item_id, before, after))
        return found

    def _entry(  # noqa: PLR0913 - the columns of an entry
        self,
        entry: HandEntry,
        invoice_id: int,
        kind: str,
        minor: int,
        *,
        dated_on: str | None = None,
        reverses_id: int | None = None,
    ) -> None:
        values: Values = {
            "customer_id": entry.customer_id,
            "invoice_id": invoice_id,
            "kind": kind,
            "dated_on": dated_on or entry.received_on.isoformat(),
            "currency": entry.currency,
            "amount_minor": minor,
            "reference": entry.reference,
            "note": "As the books have it",
            "source": "import" if reverses_id else "matched",
            "batch_id": self.numbers.batch_id,
            "created_at": self.numbers.now,
            "hand_payment_id": entry.hand_payment_id,
            "reverses_id": reverses_id,
        }
        number = self.parties.take_number("ledger_entry")
        self.made.append(RowChange("entry_new", "ledger_entry", number, None, values))
