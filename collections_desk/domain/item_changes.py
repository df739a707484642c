"""Items of the ledger as an import makes or changes them, each with its dated entry."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from collections_desk.domain.books import RowChange
from collections_desk.domain.invoices import CREDIT_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.books import Numbers, Values
    from collections_desk.domain.difference import DifferenceLine, FileItem, PaymentLine
    from collections_desk.domain.hand_changes import HandChanges
    from collections_desk.domain.invoices import LedgerItem
    from collections_desk.domain.party_changes import PartyChanges

#: What one import did to many rows alike is recorded once, under this word.
CONFIRMED = "confirmed"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


class ItemChanges:
    """Collects the row changes of items and of the entries against them."""

    def __init__(
        self,
        parties: PartyChanges,
        numbers: Numbers,
        ledger: Mapping[int, LedgerItem],
        hand: HandChanges,
    ) -> None:
        self.parties = parties
        self.numbers = numbers
        self.ledger = ledger
        self.hand = hand
        self.as_of = numbers.as_of.isoformat()
        self._made: list[RowChange] = []
        self._changed: list[RowChange] = []
        self._entries: list[RowChange] = []
        self._same: defaultdict[str, list[int]] = defaultdict(list)
        self._left: dict[int, int] = {}

    def line(self, line: DifferenceLine, decision: str | None, customer_id: int) -> None:
        """Take one line of the difference, with the decision on it if it vanished."""
        item, known = line.item, line.ledger
        self.hand.booked(line.booked)
        if known is None:
            assert item is not None  # noqa: S101 - a line has one of the two at least
            self._new(item, line.what, customer_id)
        elif item is None:
            self._vanished(known, decision)
        elif line.what == "unchanged":
            if known.status == "open" and known.as_of < self.numbers.as_of:
                self._same[known.as_of.isoformat()].append(known.id)
        else:
            self._change(line, item, known, decision)

    def payment(self, line: PaymentLine, customer_id: int) -> None:
        """Take one payment: entries against what it settles, a credit for what is left."""
        dated = line.paid_on or self.numbers.as_of
        for invoice_id, part in line.applied:
            known = self.ledger[invoice_id]
            left = self._left.get(invoice_id, known.open_minor) - part.minor
            self._left[invoice_id] = left
            self._entry(
                customer_id,
                invoice_id,
                "payment",
                -part.minor,
                part.currency,
                dated,
                line.number,
                "matched",
            )
        if line.unapplied:
            number = self._row(
                customer_id,
                {
                    "kind": "payment",
                    "number": line.number,
                    "issued_on": _day(line.paid_on),
                    "due_on": None,
                    "due_source": "file",
                    "currency": line.amount.currency,
                    "amount_minor": -line.unapplied.minor,
                    "open_minor": -line.unapplied.minor,
                    "reference": "",
                    "note": "Not applied to an invoice.",
                },
                "credit",
            )
            self._entry(
                customer_id,
                number,
                "payment",
                -line.unapplied.minor,
                line.amount.currency,
                dated,
                line.number,
                "matched",
            )

    def finished(self, *, confirm: bool) -> list[RowChange]:
        """Return all changes: new items, changed items, entries.

        Args:
            confirm: The file is a whole list, so items that are as they were hold for its
                day too.
        """
        for invoice_id, left in self._left.items():
            known = self.ledger[invoice_id]
            after: Values = {"open_minor": left}
            before: Values = {"open_minor": known.open_minor}
            if not left:
                after["status"], before["status"] = "closed", known.status
            what = "part_paid" if left else "paid"
            self._changed.append(RowChange(what, "invoice", invoice_id, before, after))
        for known in self.ledger.values():
            if known.is_ours and known.status == "open" and known.as_of < self.numbers.as_of:
                self._same[known.as_of.isoformat()].append(known.id)
        same = [
            RowChange(CONFIRMED, "invoice", 0, {"as_of": day, "ids": ids}, {"as_of": self.as_of})
            for day, ids in sorted(self._same.items())
            if confirm
        ]
        return [
            *self._made,
            *self._changed,
            *self.hand.changed,
            *self.hand.items(),
            *same,
            *self._entries,
            *self.hand.made,
        ]

    def _new(self, item: FileItem, what: str, customer_id: int) -> None:
        amount = item.open_minor if item.amount_minor is None else item.amount_minor
        values: Values = {
            "kind": item.kind,
            "number": item.number,
            "issued_on": _day(item.issued_on),
            "due_on": _day(item.due_on),
            "due_source": item.due_source,
            "currency": item.currency,
            "amount_minor": amount,
            "open_minor": item.open_minor,
            "reference": item.reference,
            "note": item.note,
        }
        self._row(customer_id, values, what)

    def _row(self, customer_id: int, values: Values, what: str) -> int:
        number = self.parties.take_number("invoice")
        values |= {
            "customer_id": customer_id,
            "status": "open",
            "as_of": self.as_of,
            "batch_id": self.numbers.batch_id,
        }
        self._made.append(RowChange(what, "invoice", number, None, values))
        return number

    def _vanished(self, known: LedgerItem, decision: str | None) -> None:
        if decision in {"paid", "cancelled"}:
            status = "closed" if decision == "paid" else "cancelled"
            self._settle("vanished", known, status)

    def _settle(self, what: str, known: LedgerItem, status: str) -> None:
        before: Values = {
            "open_minor": known.open_minor,
            "status": known.status,
            "as_of": known.as_of.isoformat(),
        }
        after: Values = {"open_minor": 0, "status": status, "as_of": self.as_of}
        self._changed.append(RowChange(what, "invoice", known.id, before, after))
        paid = status == "closed" and known.kind not in CREDIT_KINDS
        self._moved(known, -known.open_minor, "payment" if paid else "adjustment")

    def _change(
        self, line: DifferenceLine, item: FileItem, known: LedgerItem, decision: str | None
    ) -> None:
        assert line.after is not None  # noqa: S101 - the file lists the item
        follow = line.what == "unbooked" and decision == "file" and line.filed is not None
        after_open = (line.filed if follow and line.filed is not None else line.after).minor
        status = "cancelled" if line.what == "cancelled" else ("open" if after_open else "closed")
        wanted: Values = {
            "open_minor": after_open,
            "status": status,
            "as_of": self.as_of,
            "due_on": _day(line.due_after),
        }
        if line.due_after != known.due_on:
            wanted["due_source"] = item.due_source
        if item.amount_minor is not None:
            wanted["amount_minor"] = item.amount_minor
        if item.issued_on is not None:
            wanted["issued_on"] = _day(item.issued_on)
        if item.reference:
            wanted["reference"] = item.reference
        now: Values = {
            "open_minor": known.open_minor,
            "status": known.status,
            "as_of": known.as_of.isoformat(),
            "due_on": _day(known.due_on),
            "due_source": known.due_source,
            "amount_minor": known.amount_minor,
            "issued_on": _day(known.issued_on),
            "reference": known.reference,
        }
        after = {name: value for name, value in wanted.items() if value != now[name]}
        before = {name: now[name] for name in after}
        if after:  # an unbooked payment may leave the item just as it is
            self._changed.append(RowChange(line.what, "invoice", known.id, before, after))
        moved = after_open - known.open_minor
        if (follow or line.what == "moved") and moved == sum(one.minor for one in line.hand):
            self.hand.take_back(line.hand)
        elif line.uses is not None:
            self.hand.uses(line.uses, known.id)
        elif moved:
            paid = line.what in {"paid", "part_paid"} and known.kind not in CREDIT_KINDS
            self._moved(known, moved, "payment" if paid else "adjustment")

    def _moved(self, known: LedgerItem, minor: int, kind: str) -> None:
        if kind == "payment" and minor < 0:
            minor = -self.hand.pay(known, -minor)
        if not minor:
            return
        self._entry(
            known.customer_id,
            known.id,
            kind,
            minor,
            known.currency,
            self.numbers.as_of,
            "",
            "import",
        )

    def _entry(  # noqa: PLR0913, PLR0917 - the columns of an entry
        self,
        customer_id: int,
        invoice_id: int,
        kind: str,
        minor: int,
        currency: str,
        dated_on: date,
        reference: str,
        source: str,
    ) -> None:
        values: Values = {
            "customer_id": customer_id,
            "invoice_id": invoice_id,
            "kind": kind,
            "dated_on": dated_on.isoformat(),
            "currency": currency,
            "amount_minor": minor,
            "reference": reference,
            "note": "",
            "source": source,
            "batch_id": self.numbers.batch_id,
            "created_at": self.numbers.now,
        }
        number = self.parties.take_number("ledger_entry")
        self._entries.append(RowChange("entry_new", "ledger_entry", number, None, values))
