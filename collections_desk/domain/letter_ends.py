"""With whom a customer is placed, or is to be placed, as a letter names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.money import Money


@dataclass(frozen=True, slots=True)
class LetterEnds:
    """With whom a customer is placed, or is to be placed as decided.

    Attributes:
        kind: agency or court.
        name: The agency, law firm or court; `address` in one line.
        placed_on: The day of the placement; None while it is only decided.
        costs: What the court costs, as stated at the decision.
        item_ids: The items that are placed; empty while it is only decided.
    """

    kind: str
    name: str
    address: str = ""
    phone: str = ""
    placed_on: date | None = None
    costs: Money | None = None
    item_ids: frozenset[int] = frozenset()
