"""What the management pack is put together from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.effectiveness import Effects
    from collections_desk.domain.figure_facts import PlacementFact
    from collections_desk.domain.figure_page import FigurePage
    from collections_desk.domain.money import Money


@dataclass(frozen=True, slots=True)
class TopCustomer:
    """A customer with much past due: amounts as the statement of that day would have them."""

    name: str
    reference: str
    category: str
    open: Money
    overdue: Money
    days: int


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """One write-off of the month."""

    on: date
    customer: str
    what: str
    amount: Money


@dataclass(frozen=True, slots=True)
class PackFacts:
    """What the pack is put together from.

    Attributes:
        page: The figures of the month; `before` those of the month before.
        customers: By currency, most past due first.
        placements: Those that ran in the month, with the customer's name.
    """

    business: str
    clerk: str
    locale: str
    paper: tuple[float, float]
    page: FigurePage
    before: FigurePage
    customers: Mapping[str, tuple[TopCustomer, ...]]
    placements: tuple[tuple[str, PlacementFact], ...]
    written_off: tuple[WrittenOff, ...]
    effects: Effects
    sample: bool = False
