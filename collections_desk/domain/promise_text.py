"""A promise typed in words: "1200 fri", "half on the 15th", "all next tuesday"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from collections_desk.domain.money_text import money_text, parse_money_typed
from collections_desk.domain.typed_values import day_text, parse_day_typed
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.money import Money

#: Parts of what is to be collected, as words.
PARTS = {
    "all": Decimal(1),
    "everything": Decimal(1),
    "full": Decimal(1),
    "in full": Decimal(1),
    "the whole": Decimal(1),
    "balance": Decimal(1),
    "the rest": Decimal(1),
    "half": Decimal(1) / 2,
    "a half": Decimal(1) / 2,
    "third": Decimal(1) / 3,
    "a third": Decimal(1) / 3,
    "quarter": Decimal(1) / 4,
    "a quarter": Decimal(1) / 4,
}
#: A promise for a later day is said to be far away; "nov 3" on November 4 is such a one.
FAR_AWAY_DAYS = 92
_PART = re.compile("|".join(sorted(PARTS, key=len, reverse=True)) + r"|[0-9]{1,3} ?%")
_JOIN = re.compile(r"^(?:by|on|until|before|due|,|-|at|for)\s+|^,\s*")
_AND = re.compile(r"\b(?:and|then|plus)\b|&|;")
_EXAMPLES = 'one amount and one day, like "1200 fri", "half on the 15th" or "all next tuesday"'


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


def parse_promise(
    text: str, *, today: date, to_be_collected: Money, locale: str = "en_US"
) -> TypedPromise:
    """Read a promise of one amount by one day. "half" and "25%" are parts of what is to be
    collected, rounded half up to the cent.

    Args:
        text: What was typed; the amount may stand before or after the day.
        today: The creditor's date.
        to_be_collected: What "all" means, and the currency.
        locale: How amounts and dates are written.

    Raises:
        EntryRefusedError: If it is not one amount and one day, the day has passed, or "all"
            is said where nothing is to be collected.
    """  # noqa: D205 - one thought
    typed = " ".join(text.casefold().split())
    if not typed:
        raise _refused("Nothing is typed.")
    if _AND.search(typed):
        raise _several()
    found = _both_ways(typed, today, to_be_collected, locale)
    if found is None:
        raise _refused(f'"{text.strip()[:60]}" is not understood.')
    amount, due = found
    if amount.minor <= 0:
        raise _refused("A promise needs an amount above zero.")
    if due < today:
        raise _refused(f"{day_text(due)} is in the past.")
    explanation = f"{money_text(amount, locale)} by {day_text(due)}"
    if amount.minor > to_be_collected.minor:
        explanation += f": more than the {money_text(to_be_collected, locale)} to be collected"
    if (due - today).days > FAR_AWAY_DAYS:
        explanation += f", only in {(due - today).days} days"
    return TypedPromise(amount, due, explanation, text.strip())


def _both_ways(typed: str, today: date, total: Money, locale: str) -> tuple[Money, date] | None:
    """Cut the text at each space: amount and day, or day and amount."""
    words = typed.split(" ")
    several = False
    for at in range(1, len(words)):
        left, right = " ".join(words[:at]), " ".join(words[at:])
        for amount_text, day_words in ((left, right), (right, left)):
            amount = _amount(amount_text, total, locale)
            if amount is None:
                continue
            due = _day(day_words, today, locale)
            if due is not None:
                return amount, due
            several = several or _second_amount(day_words, today, total, locale)
    if several:
        raise _several()
    return None


def _amount(text: str, total: Money, locale: str) -> Money | None:
    bare = re.sub(r"^(?:pays?|will pay|promises?)\s+|\s+of it$", "", text)
    bare = re.sub(r"^(?:by|on)\s+", "", bare)
    if _PART.fullmatch(bare):
        share = PARTS.get(bare) or Decimal(bare.rstrip("% ")) / 100
        if total.minor <= 0:
            raise _refused(f'Nothing is to be collected, so "{bare}" has no amount.')
        if share > 1:
            raise _refused(f"{bare} is more than everything.")
        return total.times(share)
    try:
        return parse_money_typed(bare, total.currency, locale)
    except EntryRefusedError:
        return None


def _day(text: str, today: date, locale: str) -> date | None:
    bare = text
    while (shorter := _JOIN.sub("", bare)) != bare:
        bare = shorter
    if re.fullmatch(r"[+\-=\[\]mhyr]", bare):
        return None  # the keys of a date field mean nothing in a sentence
    try:
        return parse_day_typed(bare, today, locale, prefer="future")
    except EntryRefusedError:
        return None


def _second_amount(text: str, today: date, total: Money, locale: str) -> bool:
    """Tell whether a day is followed by a second amount: "now 500 in two weeks"."""
    words = text.split(" ")
    for at in range(1, len(words)):
        if _day(" ".join(words[:at]), today, locale) is None:
            continue
        for end in range(at + 1, len(words) + 1):
            if _amount(" ".join(words[at:end]), total, locale) is not None:
                return True
    return False


def _several() -> EntryRefusedError:
    return EntryRefusedError(
        "promise",
        "These are several promises, and one can be taken at a time.",
        f"Type {_EXAMPLES}; several dates make a payment plan. Nothing was recorded.",
    )


def _refused(problem: str) -> EntryRefusedError:
    return EntryRefusedError("promise", problem, f"Type {_EXAMPLES}. Nothing was recorded.")
