"""A promise typed in words: "1200 fri", "half on the 15th", "all next tuesday"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.money import Money


@dataclass(frozen=True, slots=True)
class TypedPromise:
    """What the program understood.

    Attributes:
        amount: What is promised.
        due: The last day on which it is to be paid.
        explanation: In full words, "$1,200.00 by Friday, November 27, 2026", to be shown.
        words: What was typed.
    """

    amount: Money
    due: date
    explanation: str
    words: str = ""
