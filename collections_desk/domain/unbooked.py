"""Entries that this desk booked by hand and no import has shown yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.letter_facts import short_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


_KINDS = {"write_off": "write-off"}


@dataclass(frozen=True, slots=True)
class HandEntry:
    """An entry made here that no import has shown yet.

    Attributes:
        invoice_id: The item that it lowered.
        minor: By how much, positive.
        kind: payment, credit, settlement or write_off.
        hand_payment_id: The payment that it belongs to, or None.
        received_on: The day of that payment, else of the entry.
    """

    id: int
    customer_id: int
    invoice_id: int
    currency: str
    minor: int
    kind: str
    received_on: date
    reference: str = ""
    hand_payment_id: int | None = None

    @property
    def words(self) -> str:
        """Return what it is called in a difference: "payment 1043 of Nov 20, 2026"."""
        kind = _KINDS.get(self.kind, self.kind)
        named = self.reference
        if self.kind != "payment" and named:
            named = f"({named})"
        name = f"{kind} {named}".strip()
        return f"{name} of {short_day(self.received_on)}"


def by_invoice(entries: Iterable[HandEntry]) -> dict[int, list[HandEntry]]:
    """Return entries by the item that they lowered."""
    found: defaultdict[int, list[HandEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.invoice_id].append(entry)
    return dict(found)
