"""The lists of what was agreed: every promise and every payment plan of every customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.payment_plans import PlanStanding
    from collections_desk.domain.promise_chains import ChainPlace
    from collections_desk.domain.promises import KeptRates, PromiseStanding


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise in the list of all.

    Attributes:
        chain: Which promise on this money it is.
        invoices: The numbers of the invoices that it names.
        rates: The customer's kept rates.
    """

    customer_id: int
    name: str
    standing: PromiseStanding
    chain: ChainPlace
    invoices: tuple[str, ...]
    rates: KeptRates


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A payment plan in the list of all."""

    customer_id: int
    name: str
    standing: PlanStanding


@dataclass(frozen=True, slots=True)
class AgreementLists:
    """What the screen "Agreements" shows on one day.

    Attributes:
        rates: The kept rates of all customers together.
    """

    today: date
    promises: tuple[PromiseLine, ...]
    plans: tuple[PlanLine, ...]
    rates: KeptRates
