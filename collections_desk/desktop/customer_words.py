"""What facts are called on the screen: kinds, states and sums, in the clerk's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop.theme import Mark
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.cases import TOLERANCE_DAYS
from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

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
    "fee": "Late fee",
    "interest": "Interest",
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


def standing_mark(before: int, days_past_due: int, recovered_since: date | None) -> Mark | None:
    """Return the mark of a customer who was late before, seen at a glance; None for others.

    Args:
        before: Cases before this one.
        days_past_due: How late it is now; a few days are no case yet.
        recovered_since: End of the last case, if everything since was paid in time.
    """
    if recovered_since is not None:
        words = QCoreApplication.translate("Words", "On time again since {0}")
        return Mark("check", words.format(day_text(recovered_since)), "good")
    if not before or days_past_due <= TOLERANCE_DAYS:
        return None
    if before == 1:
        return Mark("refresh", "Late for the 2nd time", "caution")
    if before == 2:  # noqa: PLR2004 - the third time
        return Mark("refresh", "Late for the 3rd time", "danger")
    words = QCoreApplication.translate("Words", "Late for the {0}th time")
    return Mark("refresh", words.format(before + 1), "danger")


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
