"""What the figures are worked out from, as the store gives it: light rows, many of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.promises import PromiseStanding

#: States of a letter that left the house.
SENT_STATES = ("printed", "posted", "delivered", "refused", "unclaimed", "returned")


class ItemFact(NamedTuple):
    """An item of the ledger as it stands now.

    Attributes:
        born: From which day on it was owed: its date, else the day of its first file, else
            its due date; None if none of them is known.
        issued_on: The date printed on it.
    """

    id: int
    customer_id: int
    kind: str
    currency: str
    amount_minor: int
    open_minor: int
    born: date | None
    issued_on: date | None
    due_on: date | None


class EntryFact(NamedTuple):
    """A dated entry. `kept` is False where it was taken back, or takes another one back."""

    id: int
    customer_id: int
    invoice_id: int | None
    kind: str
    on: date
    currency: str
    minor: int
    kept: bool


class ContactFact(NamedTuple):
    """A call, letter, e-mail, text or visit that stands in the record."""

    id: int
    customer_id: int
    kind: str
    direction: str
    on: date
    outcome: str
    promised: bool


class DisputeFact(NamedTuple):
    """A dispute as it stands now. `decided_on` is None while it is open."""

    id: int
    customer_id: int
    code: str
    currency: str
    minor: int
    received_on: date
    decided_on: date | None
    is_open: bool


class PlanFact(NamedTuple):
    """A payment plan as it stands on the day of the figures. `late` is in minor units."""

    id: int
    customer_id: int
    currency: str
    state: str
    balance_minor: int
    left_minor: int


class PlacementFact(NamedTuple):
    """A customer placed with an agency or a court, and what came of it, in minor units."""

    id: int
    customer_id: int
    name: str
    currency: str
    placed_on: date
    amount_minor: int
    recovered_minor: int
    ended: str


class SalesFact(NamedTuple):
    """Sales of one month in one currency, as typed last. `month` is its first day."""

    month: date
    currency: str
    minor: int


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """Everything that the figures of one period are worked out from.

    Attributes:
        today: The creditor's date.
        items: All items but those that vanished without a word.
        entries: All entries against them.
        contacts: What was done in the period.
        promises: How the promises that fell due in the period stand today.
        connected: Outcome codes that mean somebody or something answered.
        right_party: Outcome codes that mean the customer was reached.
        promise_codes: Outcome codes that mean a promise was given.
        terms: Days that each customer has to pay, where they are known.
        books_from: The day of the first file; None if there was none.
        vanished: What is open of items that vanished from the files, by currency.
    """

    today: date
    items: tuple[ItemFact, ...] = ()
    entries: tuple[EntryFact, ...] = ()
    contacts: tuple[ContactFact, ...] = ()
    promises: tuple[PromiseStanding, ...] = ()
    disputes: tuple[DisputeFact, ...] = ()
    plans: tuple[PlanFact, ...] = ()
    placements: tuple[PlacementFact, ...] = ()
    sales: tuple[SalesFact, ...] = ()
    connected: frozenset[str] = frozenset()
    right_party: frozenset[str] = frozenset()
    promise_codes: frozenset[str] = frozenset()
    dispute_labels: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[int, int] = field(default_factory=dict)
    books_from: date | None = None
    vanished: Mapping[str, tuple[int, int]] = field(default_factory=dict)
