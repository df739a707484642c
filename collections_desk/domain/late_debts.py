"""An invoice with all that bears on its late charges: what was open when, disputed, paused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.charges import Charge
    from collections_desk.domain.money import Money


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both ends included; without an end it goes on.

    Attributes:
        why: What stands on these days, in words that follow "because".
        minor: What of the invoice it takes out, in minor units; None: all of it.
    """

    from_on: date
    to_on: date | None
    why: str = ""
    minor: int | None = None

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class Debt:
    """An invoice with all that bears on its late charges.

    Attributes:
        kind: Of the ledger item; only "invoice" bears charges.
        open: What is open of it now.
        moves: Entries against it: (day, change of what is open in minor units).
        disputes: What was disputed of it, and when.
        pauses: Days on which nothing accrues.
        earlier: Charges on it so far, waived ones too.
        service: Active duty of the customer, where the debt is older than that; or None.
    """

    invoice_id: int
    customer_id: int
    number: str
    kind: str
    issued_on: date | None
    due_on: date | None
    open: Money
    moves: tuple[tuple[date, int], ...] = ()
    disputes: tuple[Span, ...] = ()
    pauses: tuple[Span, ...] = ()
    earlier: tuple[Charge, ...] = ()
    service: Span | None = None

    def principal(self, day: date) -> int:
        """Return what was open and not disputed when a day began, in minor units."""
        later = sum(minor for on, minor in self.moves if on >= day)
        opened = max(self.open.minor - later, 0)
        taken = sum(
            opened if span.minor is None else span.minor
            for span in self.disputes
            if span.holds(day)
        )
        return max(opened - taken, 0)
