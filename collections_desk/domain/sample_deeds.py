"""What the clerk of the sample did besides calling and writing, read from its file.

Late charges charged and waived, payments that she took, a placement, a settlement, the answers
to a survey, and the sales of the last months. The operations do the rest, each on its day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from collections_desk.domain.hand_payments import METHODS
from collections_desk.domain.money import Money, from_decimal
from collections_desk.domain.placements import parse_percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from collections_desk.domain.resource_files import Item

#: For how many whole months the sales are typed.
SALES_MONTHS = 4


@dataclass(frozen=True, slots=True)
class SampleCharge:
    """Late charges on an invoice.

    Attributes:
        on: When they were charged.
        waived_on: When they were given up, or None.
        why: Why, in the clerk's words.
    """

    customer_id: int
    invoice_id: int
    on: date
    waived_on: date | None
    why: str


@dataclass(frozen=True, slots=True)
class SamplePayment:
    """A payment that the clerk took herself.

    Attributes:
        reference: Number of the check.
        last4: The last four digits of a card.
    """

    customer_id: int
    amount: Money
    on: date
    method: str
    reference: str
    last4: str
    direction: str


@dataclass(frozen=True, slots=True)
class SampleSettlement:
    """A settlement, decided and agreed on one day."""

    customer_id: int
    agreed: Money
    on: date
    due_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class SamplePlacement:
    """A customer that was placed with an agency before this desk kept the record.

    Attributes:
        reference: Under which the agency keeps it.
    """

    customer_id: int
    name: str
    address_lines: tuple[str, ...]
    phone: str
    commission_percent: Decimal | None
    reference: str
    on: date


@dataclass(frozen=True, slots=True)
class SampleAnswers:
    """The answers to the survey that went to a customer."""

    customer_id: int
    on: date
    answers: tuple[int, ...]
    comment: str


@dataclass(frozen=True, slots=True)
class SampleDeeds:
    """All of it.

    Attributes:
        sales: First day of a month and what was billed in it.
    """

    charges: tuple[SampleCharge, ...]
    payments: tuple[SamplePayment, ...]
    settlements: tuple[SampleSettlement, ...]
    placements: tuple[SamplePlacement, ...]
    answers: tuple[SampleAnswers, ...]
    sales: tuple[tuple[date, Money], ...]


class Reader(Protocol):
    """What is asked of the reader of the sample."""

    shift: timedelta
    ends_on: date

    def customer_of(self, item: Item) -> int:
        """Return the number of the customer that a line names."""

    def invoice_of(self, item: Item) -> int:
        """Return the number of the invoice that a line names."""


def read_deeds(head: Item, reader: Reader, invoices: Iterable[Mapping[str, Any]]) -> SampleDeeds:
    """Read the deeds from the head of the sample.

    Args:
        head: The file.
        reader: Knows the customers and invoices, and how far the days are moved.
        invoices: The rows of the invoices: their sum by month is what was sold.

    Raises:
        ResourceFaultError: If one breaks its form; it names file and line.
    """
    currency = head.text("currency")
    return SampleDeeds(
        tuple(_charge(item, reader) for item in head.tables("charge")),
        tuple(_payment(item, reader, currency) for item in head.tables("payment")),
        tuple(_settlement(item, reader, currency) for item in head.tables("settlement")),
        tuple(_placement(item, reader) for item in head.tables("placement")),
        tuple(_answers(item, reader) for item in head.tables("survey")),
        tuple(_sales(invoices, reader.ends_on, currency)),
    )


def _charge(item: Item, reader: Reader) -> SampleCharge:
    item.only({"customer", "invoice", "on", "waived_on", "why"})
    waived_on = item.day("waived_on") + reader.shift if item.has("waived_on") else None
    return SampleCharge(
        reader.customer_of(item),
        reader.invoice_of(item),
        item.day("on") + reader.shift,
        waived_on,
        item.text("why") if waived_on else "",
    )


def _payment(item: Item, reader: Reader, currency: str) -> SamplePayment:
    item.only({"customer", "amount", "on", "method", "reference", "last4", "direction"})
    return SamplePayment(
        reader.customer_of(item),
        from_decimal(item.decimal("amount"), currency),
        item.day("on") + reader.shift,
        item.choice("method", set(METHODS)),
        item.text("reference", ""),
        item.text("last4", ""),
        item.text("direction", ""),
    )


def _settlement(item: Item, reader: Reader, currency: str) -> SampleSettlement:
    item.only({"customer", "agreed", "on", "due_on", "reason"})
    return SampleSettlement(
        reader.customer_of(item),
        from_decimal(item.decimal("agreed"), currency),
        item.day("on") + reader.shift,
        item.day("due_on") + reader.shift,
        item.text("reason"),
    )


def _placement(item: Item, reader: Reader) -> SamplePlacement:
    item.only({"customer", "name", "address", "phone", "commission", "reference", "on"})
    return SamplePlacement(
        reader.customer_of(item),
        item.text("name"),
        item.texts("address"),
        item.text("phone"),
        parse_percent(item.text("commission")),
        item.text("reference"),
        item.day("on") + reader.shift,
    )


def _answers(item: Item, reader: Reader) -> SampleAnswers:
    item.only({"customer", "on", "answers", "comment"})
    told = item.texts("answers")
    if not all(one.isascii() and one.isdecimal() for one in told):
        item.refuse('"answers" must be numbers like ["4", "5"]', "answers")
    return SampleAnswers(
        reader.customer_of(item),
        item.day("on") + reader.shift,
        tuple(int(one) for one in told),
        item.text("comment", ""),
    )


def _sales(
    invoices: Iterable[Mapping[str, Any]], ends_on: date, currency: str
) -> Iterable[tuple[date, Money]]:
    """Give what was billed in each of the last whole months, the earliest first."""
    billed = [row for row in invoices if row["kind"] == "invoice" and row["currency"] == currency]
    first = ends_on.replace(day=1)
    months = []
    for _ in range(SALES_MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(first)
    for month in reversed(months):
        minor = sum(
            row["amount_minor"] for row in billed if row["issued_on"].replace(day=1) == month
        )
        yield month, Money(minor, currency)
