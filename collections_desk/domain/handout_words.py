"""Small words of papers that are handed out: addresses, states, cells of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.call_log import last_four
from collections_desk.domain.letter_facts import short_day

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.customers import Address
    from collections_desk.domain.money import Money

#: What an entry of the ledger is called on paper.
ENTRY_WORDS = {
    "payment": "Payment",
    "credit": "Credit",
    "fee": "Late fee",
    "interest": "Interest",
    "waiver": "Waived",
    "write_off": "Written off",
    "settlement": "Settled, not asked for",
    "adjustment": "Changed by the file",
    "reversal": "Taken back",
}
#: What stands where something of the record is left out.
KEPT_BACK = "given, left out here"
#: What a kind of customer is called on paper.
KINDS = {
    "consumer": "a consumer",
    "natural_business": "a person in business",
    "entity": "a company or other legal entity",
    "unknown": "not known; looked at as a consumer",
}
ITEM_WORDS = {
    "invoice": "Invoice",
    "debit": "Charge",
    "credit": "Credit",
    "payment": "Payment, not applied",
    "fee": "Late fee",
    "interest": "Interest",
}


def address_text(address: Address | None) -> str:
    """Return an address in one line, or ""."""
    if address is None:
        return ""
    place = " ".join(part for part in (address.city, address.region, address.postal_code) if part)
    parts = (address.line1, address.line2, address.line3, place, address.country or "")
    return ", ".join(part for part in parts if part)


def state_words(text: str) -> str:
    """Return a state as it is read: "decided partial"."""
    return text.replace("_", " ").replace("cancelled", "canceled")


def shown_number(number: str | None, *, full: bool) -> str:
    """Return a telephone number whole or by its last four digits."""
    return (number or "") if full else last_four(number)


def plain_amount(money: Money) -> str:
    """Return "1234.50" for a spreadsheet."""
    return str(money.decimal())


def plain_day(day: date | None) -> str:
    """Return an ISO date, or ""."""
    return "" if day is None else day.isoformat()


def paper_day(day: date | None) -> str:
    """Return "Nov 21, 2026", or ""."""
    return short_day(day)
