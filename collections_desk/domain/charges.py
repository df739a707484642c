"""Late charges: fees, fixed sums and interest on one invoice, shown, charged or waived.

"Shown" is what could be charged today and is not booked; nothing of it is owed. "Charged" is an
item of the ledger. "Waived" was given up, before it was charged or after; the entry stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from decimal import Decimal

    from collections_desk.domain.late_fees import Preset, ReferenceRates

#: What a charge can be, in the words of a letter.
CHARGE_WORDS = {"fee": "late fee", "fixed_sum": "fixed sum", "interest": "interest"}
#: How a charge stands.
CHARGE_STATES = ("shown", "charged", "waived")
#: Kinds of ledger items that this desk made for a charge.
CHARGE_ITEMS = frozenset({"fee", "interest"})
#: The preset of a fee for a way of paying; it is no charge for a delay.
CONVENIENCE = "convenience_fee"


@dataclass(frozen=True, slots=True)
class WorkingLine:
    """One line of a calculation, rounded half up to the cent at its end.

    Attributes:
        text: "$1,000.00 x 18% x 30 / 365 (Oct 2, 2026 to Oct 31, 2026)".
        amount: What it comes to.
        forgiven: What a ceiling took off it for good.
    """

    text: str
    amount: Money
    forgiven: Money

    def as_json(self) -> dict[str, Any]:
        """Return plain values for the store."""
        return {
            "text": self.text,
            "minor": self.amount.minor,
            "forgiven_minor": self.forgiven.minor,
        }


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge on one invoice.

    Attributes:
        id: Its number in the store; 0 while it is only shown.
        kind: fee, fixed_sum or interest.
        preset: Id of the preset behind it.
        preset_as_of: The date of the table of presets.
        basis: The contract clause or statute.
        basis_on: When the clause was agreed; None for a statute.
        amount: What it came to when it was charged or waived.
        principal: The largest sum that it was counted on; never a fee, never a disputed part.
        rate: In words, "18% a year", or empty.
        from_on, to_on: The days that it is for, both included.
        working: How it comes about, line by line.
        state: One of `CHARGE_STATES`.
        state_on: Since when.
        reason: Why it was waived.
        item_id: The item of the ledger that carries it, once it was charged.
        letter_id: The letter that told the customer of the waiver.
        left: What is still open of it; None while it is shown.
    """

    id: int
    customer_id: int
    invoice_id: int
    invoice_number: str
    kind: str
    preset: str
    preset_as_of: date
    basis: str
    basis_on: date | None
    amount: Money
    principal: Money
    rate: str
    from_on: date
    to_on: date
    working: tuple[WorkingLine, ...]
    state: str
    state_on: date
    reason: str = ""
    item_id: int | None = None
    letter_id: int | None = None
    left: Money | None = None
    clerk: str = ""
    created_at: datetime | None = None

    @property
    def key(self) -> str:
        """Return what tells a shown charge from all others: invoice and kind."""
        return f"{self.invoice_id}-{self.kind}"

    @property
    def forgiven(self) -> Money:
        """Return what a ceiling took off."""
        lost = sum(line.forgiven.minor for line in self.working)
        return Money(lost, self.amount.currency)

    @property
    def item_kind(self) -> str:
        """Return the kind of ledger item that carries it."""
        return "interest" if self.kind == "interest" else "fee"

    @property
    def words(self) -> str:
        """Return it in the words of a letter: "interest on invoice 1001 for Oct 2 to ..."."""
        days = short_day(self.from_on)
        if self.to_on != self.from_on:
            days += f" to {short_day(self.to_on)}"
        for_days = f" for {days}" if self.kind == "interest" else ""
        return f"{CHARGE_WORDS[self.kind]} on invoice {self.invoice_number}{for_days}"

    @property
    def basis_words(self) -> str:
        """Return what it rests on, with the day on which that was agreed."""
        agreed = f", agreed on {short_day(self.basis_on)}" if self.basis_on else ""
        return f"{self.basis}{agreed}"


@dataclass(frozen=True, slots=True)
class FeePolicy:
    """What this business charges, complete: preset, its rate or amount, and its basis.

    Attributes:
        rate: The fraction that the preset or the settings give; None for a flat fee.
        flat: The flat fee, or None.
        grace_days: Days past due that bear nothing.
        counts_grace: Interest counts those days too, once they are over.
        cap: The most on one invoice, or None.
        agreed_on: When the clause was agreed; None for a statute.
        ceiling: The ceiling for service members.
    """

    preset: Preset
    rate: Decimal | None
    flat: Money | None
    grace_days: int
    counts_grace: bool
    cap: Money | None
    basis: str
    agreed_on: date | None
    rates: ReferenceRates
    ceiling: Preset


@dataclass(frozen=True, slots=True)
class Proposal:
    """What can be charged on one invoice today.

    Attributes:
        charges: With state "shown"; none where nothing can be charged.
        why_not: Why nothing can be, in a sentence; empty where something can.
    """

    invoice_id: int
    customer_id: int
    invoice_number: str
    charges: tuple[Charge, ...] = ()
    why_not: str = ""

    @property
    def total(self) -> Money | None:
        """Return what all its charges come to, or None without one."""
        if not self.charges:
            return None
        return Money(
            sum(charge.amount.minor for charge in self.charges), self.charges[0].amount.currency
        )


def charges_text(charges: Iterable[Charge], locale: str) -> str:
    """Return charges one after the other, each with its amount, for a sentence."""
    parts = [
        f"{money_text(charge.left or charge.amount, locale)} {charge.words}" for charge in charges
    ]
    if len(parts) < 2:  # noqa: PLR2004 - "a, b and c"
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def charge_label(charge: Charge) -> str:
    """Return what a charge is called in a list: "Interest on 1001"."""
    word = CHARGE_WORDS[charge.kind]
    return f"{word[:1].upper()}{word[1:]} on {charge.invoice_number}"
