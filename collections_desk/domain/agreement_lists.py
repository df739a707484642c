"""The lists of what was agreed: every promise and every payment plan of every customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.money import Money
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


@dataclass(frozen=True, slots=True)
class PlanBasis:
    """What a plan for one customer rests on, for the sheet in which it is agreed.

    Attributes:
        items: Open invoices in any currency, the oldest due first, those of a running plan too.
        today: The creditor's date.
        as_of: The oldest day for which these balances are known.
        consumer: Whether the customer is treated as a consumer.
        most: The most installments that the house allows this kind of customer.
        percent: The usual down payment, in percent of the balance.
        cure_days: The usual cure days.
        first_within_days: Within how many days the first part falls due.
        plans: The plans that are neither ended nor completed, with their standing.
        rates: The customer's kept rates.
        locale: How money is written.
    """

    items: tuple[PlanChoice, ...]
    today: date
    as_of: date
    consumer: bool
    most: int
    percent: int
    cure_days: int
    first_within_days: int
    plans: tuple[PlanStanding, ...]
    rates: KeptRates
    locale: str


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """An open invoice that a plan may cover.

    Attributes:
        disputed: What of the open part is in an open dispute; a plan leaves it out.
        in_plan: The running plan that covers it already, or None.
    """

    id: int
    number: str
    due_on: date | None
    open: Money
    disputed: Money
    in_plan: int | None = None

    @property
    def undisputed(self) -> Money:
        """Return what a plan may cover."""
        return self.open - self.disputed
