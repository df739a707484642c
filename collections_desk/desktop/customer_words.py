"""What facts are called on the screen: kinds, states and sums, in the clerk's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop.theme import Mark
from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_desk.domain.customers import Address
    from collections_desk.domain.money import Money

_KINDS = {
    CustomerKind.CONSUMER: "Consumer",
    CustomerKind.NATURAL_BUSINESS: "Sole trader or partner",
    CustomerKind.ENTITY: "Company",
    CustomerKind.UNKNOWN: "Kind not known",
}
_ENDS = {
    "paid": "Paid in full",
    "written_off": "Written off",
    "placed": "Placed with an agency",
    "settled": "Settled",
}
_INVOICE_KINDS = {
    "invoice": "Invoice",
    "debit": "Debit",
    "credit": "Credit",
    "payment": "Unapplied payment",
}
_DISPUTE_STATES = {
    "received": "Received",
    "acknowledged": "Acknowledged",
    "investigating": "Being looked into",
    "waiting_customer": "Waiting for the customer",
    "decided_upheld": "Decided: the charge stands",
    "decided_partial": "Decided: part of it stands",
    "decided_for_customer": "Decided for the customer",
    "closed_no_reply": "Closed, no reply",
    "withdrawn": "Withdrawn",
}
_PEOPLE = {
    "phone": "Phone",
    "mobile": "Mobile",
    "fax": "Fax",
    "email": "E-mail",
    "website": "Web page",
}
#: What the clerk does next: an icon and a word.
NEXT_MARKS = {
    "call": Mark("phone", "Call", "accent"),
    "letter": Mark("mail", "Letter", "teal"),
    "email": Mark("mail", "E-mail", "teal"),
    "review": Mark("search", "Review", "caution"),
    "check": Mark("check", "Check", "notice"),
    "task": Mark("note", "Task", "notice"),
}


def _word(table: dict[str, str], key: str) -> str:
    known = table.get(key)
    return QCoreApplication.translate("Words", known) if known else key.replace("_", " ")


def kind_word(kind: CustomerKind) -> str:
    """Say what kind of customer it is."""
    return QCoreApplication.translate("Words", _KINDS[kind])


def end_word(end_state: str) -> str:
    """Say how the work with a customer ended."""
    return _word(_ENDS, end_state)


def invoice_kind_word(kind: str) -> str:
    """Say what an open item is."""
    return _word(_INVOICE_KINDS, kind)


def dispute_state_word(state: str) -> str:
    """Say how far a dispute is."""
    return _word(_DISPUTE_STATES, state)


def contact_word(kind: str) -> str:
    """Say what a contact point is."""
    return _word(_PEOPLE, kind)


def sums_text(sums: Iterable[Money], *, none: str = "", locale: str = "en_US") -> str:
    """Write sums of several currencies side by side; they are never added."""
    texts = [money_text(amount, locale) for amount in sums]
    return "  ·  ".join(texts) if texts else none


def address_lines(address: Address) -> list[str]:
    """Return the lines of an address: as approved for an envelope, else as typed."""
    if address.approved_lines:
        return list(address.approved_lines)
    place = " ".join(part for part in (address.city, address.region, address.postal_code) if part)
    lines = [address.line1, address.line2, address.line3, place]
    lines.append(address.country_text or address.country or "")
    return [line for line in lines if line]


def sentence(said: str) -> str:
    """Make a sentence of what a guard says: it is written to follow "because"."""
    text = said.strip()
    end = "" if text.endswith((".", "?", "!")) else "."
    return f"{text[:1].upper()}{text[1:]}{end}"
