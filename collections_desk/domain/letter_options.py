"""What the clerk chose for one letter: copies, enclosures, findings, the day to act by."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

#: What may be said of a disputed line in the answer to a dispute (L09).
FINDINGS = {
    "stands": "The charge stands",
    "corrected": "The charge is corrected",
    "withdrawn": "The charge is withdrawn",
}


@dataclass(frozen=True, slots=True)
class CopyTo:
    """Somebody who gets a copy, named on the letter.

    Attributes:
        name: The person.
        role: "Chief Financial Officer" for one.
        side: creditor (our own management), customer (an officer of the customer's
            company), lawyer (the customer's), other. See guard G-LTR-06.
    """

    name: str
    role: str = ""
    side: str = "creditor"

    @property
    def shown(self) -> str:
        """The name with the role, as it stands on the letter."""
        return f"{self.name}, {self.role}" if self.role else self.name


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one disputed invoice, for the answer to a dispute.

    Attributes:
        dispute_id: The dispute.
        decision: A key of `FINDINGS`.
        words: Why, in a sentence.
        stands_minor: What of the disputed amount remains due, in minor units.
    """

    dispute_id: int
    decision: str
    words: str
    stands_minor: int


@dataclass(frozen=True, slots=True)
class LetterOptions:
    """What the clerk chose for one letter; stored with it as it is.

    Attributes:
        act_by: The calendar date by which the customer is asked to act.
        consequence: What will follow, as decided: a sentence. Empty means none is stated.
        authorized_by: Who decided on that consequence.
        intended_on: When it is intended.
        copies: Who gets a copy.
        enclosures: What is enclosed, one line each.
        invoice_ids: The invoices to list; None means all that are open.
        dispute_ids: The disputes that it answers; None means all that are open.
        findings: The decisions on them (L09).
        attention: The person in the second address line; None means the customer's first.
        printed_name: The customer's name as printed, where the fonts do not cover it.
        offer: What help is offered, a sentence.
        terms_note: What happens to the credit terms (L14), a sentence.
        fee_basis: The contract clause or statute behind fee or interest lines.
        charge_ids: The waivers that it confirms (L10); None means all that are recent.
        address_lines: The address block as the clerk approved it; None means formatted
            from the customer's address.
        leave_out_credits: Whether credits and unapplied payments are kept out of the letter.
    """

    act_by: date | None = None
    consequence: str = ""
    authorized_by: str = ""
    intended_on: date | None = None
    copies: tuple[CopyTo, ...] = ()
    enclosures: tuple[str, ...] = ()
    invoice_ids: tuple[int, ...] | None = None
    dispute_ids: tuple[int, ...] | None = None
    findings: tuple[Finding, ...] = ()
    attention: str | None = None
    printed_name: str = ""
    offer: str = ""
    terms_note: str = ""
    fee_basis: str = ""
    charge_ids: tuple[int, ...] | None = None
    address_lines: tuple[str, ...] | None = None
    leave_out_credits: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return plain values for the store; what is at its default is left out."""
        plain: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if value == one.default:
                continue
            plain[one.name] = _plain(value)
        return plain


def options_from_json(plain: dict[str, Any]) -> LetterOptions:
    """Read what `LetterOptions.as_json` wrote."""
    values = dict(plain)
    for name in ("act_by", "intended_on"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    for name in ("enclosures", "invoice_ids", "dispute_ids", "charge_ids", "address_lines"):
        if name in values:
            values[name] = tuple(values[name])
    if "copies" in values:
        values["copies"] = tuple(CopyTo(**copy) for copy in values["copies"])
    if "findings" in values:
        values["findings"] = tuple(Finding(**finding) for finding in values["findings"])
    return LetterOptions(**values)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, (CopyTo, Finding)):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return value
