"""Days of sales outstanding and their kin, from balances and from sales typed month by month.

Formulas as the Credit Research Foundation writes them. Sales are never guessed: without the
typed sales of every month that is needed there is no figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from collections_desk.domain.figures import (
    Figure,
    Input,
    Period,
    by_bucket,
    month_before,
    month_of,
    summed,
)
from collections_desk.domain.letter_facts import long_day, short_day
from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from collections_desk.domain.figure_facts import FigureFacts, SalesFact
    from collections_desk.domain.figures import FigureText, History

_CENT = Decimal("0.01")
#: More months than this are not counted back: something is wrong with the sales then.
LONGEST_COUNTBACK = 60


@dataclass(frozen=True, slots=True)
class Countback:
    """Days of sales outstanding counted back month by month.

    Attributes:
        days: The result with one decimal, or None if the months do not reach.
        used: For each month its first day, its sales, the sales taken of it, and its days.
        missing: The first month whose sales are not typed, if that is what is missing.
    """

    days: Decimal | None
    used: tuple[tuple[date, int, int, int], ...] = ()
    missing: date | None = None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)


def days_sales_outstanding(end: int, sales: int, days: int) -> Decimal | None:
    """Return balance at the end, divided by sales, times days; None without sales."""
    if sales <= 0:
        return None
    return _rounded(Decimal(end) * days / Decimal(sales))


def collection_effectiveness(begin: int, sales: int, end: int, current: int) -> Decimal | None:
    """Return what was collected of what could have been, in percent.

    (begin + sales - end) / (begin + sales - current at the end). None where nothing could
    have been collected.
    """
    could = begin + sales - current
    if could <= 0:
        return None
    return _rounded(Decimal(begin + sales - end) * 100 / Decimal(could))


def countback(end: int, last_month: date, sales: Mapping[date, int]) -> Countback:
    """Take whole months of sales off the balance, the latest first; the last one in part.

    Args:
        end: The balance in minor units.
        last_month: First day of the month at whose end that is.
        sales: By the first day of the month.
    """
    if end <= 0:
        return Countback(None)
    left, days, month = end, Decimal(0), last_month
    used: list[tuple[date, int, int, int]] = []
    for _ in range(LONGEST_COUNTBACK):
        sold = sales.get(month)
        if sold is None or sold < 0:
            return Countback(None, tuple(used), month)
        length = month_of(month).days
        taken = min(left, sold)
        used.append((month, sold, taken, length))
        if taken == sold:
            days += length
        else:
            days += Decimal(taken) * length / Decimal(sold)
        left -= taken
        if not left:
            return Countback(days.quantize(Decimal("0.1"), ROUND_HALF_UP), tuple(used))
        month = month_before(month)
    return Countback(None, tuple(used))


def month_words(month: date) -> str:
    """Return "October 2026" for the first day of that month."""
    name, _, year = long_day(month).partition(" 1, ")
    return f"{name} {year}"


def sales_of(sales: Sequence[SalesFact], currency: str) -> dict[date, int]:
    """Return the typed sales of a currency by month."""
    return {one.month: one.minor for one in sales if one.currency == currency}


def figures_of_days(
    facts: FigureFacts,
    history: History,
    period: Period,
    currency: str,
    texts: Mapping[str, FigureText],
) -> list[Figure]:
    """Return the figures that need the sales of the month.

    They are of a whole calendar month; of any other stretch of days they say nothing.
    """
    typed = sales_of(facts.sales, currency)
    month = period.first.replace(day=1)
    buckets = by_bucket(history.on(period.last), currency)
    everything = [one for bucket in buckets for one in bucket]
    end = summed(f"Open balance at the end, {short_day(period.last)}", everything, currency)
    current = summed("Of that not yet due", buckets[0], currency)
    start = [one for one in history.on(period.before) if one.item.currency == currency]
    begin = summed(f"Open balance at the beginning, {short_day(period.before)}", start, currency)
    sold = typed.get(month)
    sales = Input(
        f"Sales of {month_words(month)}, typed",
        Money(sold, currency) if sold is not None else None,
    )
    days = Input("Days of the month", period.days)
    end_minor, current_minor, begin_minor = (_minor(one) for one in (end, current, begin))
    whole = period.is_month and sold is not None and sold > 0
    dso = days_sales_outstanding(end_minor, sold or 0, period.days) if whole else None
    best = days_sales_outstanding(current_minor, sold or 0, period.days) if whole else None
    late = dso - best if dso is not None and best is not None else None
    cei = (
        collection_effectiveness(begin_minor, sold or 0, end_minor, current_minor)
        if whole
        else None
    )
    rows: list[tuple[str, Decimal | None, tuple[Input, ...]]] = [
        ("dso", dso, (end, sales, days)),
        ("best_dso", best, (current, sales, days)),
        (
            "average_days_delinquent",
            late,
            (Input("Days of sales outstanding", dso), Input("Best possible", best)),
        ),
        ("cei", cei, (begin, sales, end, current)),
    ]
    why = _why(period, month, sold)
    found = [
        Figure(
            ident,
            currency,
            value,
            inputs,
            missing="" if value is not None else why or texts[ident].missing,
        )
        for ident, value, inputs in rows
    ]
    return [*found, _countback(end, end_minor, period, month, typed, currency, texts)]


def _minor(one: Input) -> int:
    return one.value.minor if isinstance(one.value, Money) else 0


def _why(period: Period, month: date, sold: int | None) -> str:
    if not period.is_month:
        return "Not enough to say: this is worked out for whole months that are over. Choose one."
    if sold is None:
        return (
            f"Not enough to say: the sales of {month_words(month)} are not typed. "
            "Type them on the tab Monthly Sales."
        )
    return ""


def _countback(  # noqa: PLR0913, PLR0917 - the balance, the month and what is known of it
    end: Input,
    end_minor: int,
    period: Period,
    month: date,
    typed: Mapping[date, int],
    currency: str,
    texts: Mapping[str, FigureText],
) -> Figure:
    if not period.is_month:
        return Figure("countback_dso", currency, None, (end,), missing=_why(period, month, 0))
    found = countback(end_minor, month, typed)
    inputs = (
        end,
        *(
            Input(
                f"Sales of {month_words(first)}, {length} days"
                + ("" if taken == sold else f": {Money(taken, currency).decimal()} of it"),
                Money(sold, currency),
            )
            for first, sold, taken, length in found.used
        ),
    )
    missing = ""
    if found.missing is not None:
        missing = (
            f"Not enough to say: the sales of {month_words(found.missing)} are not typed. "
            "Type them on the tab Monthly Sales."
        )
    elif found.days is None:
        missing = texts["countback_dso"].missing
    return Figure("countback_dso", currency, found.days, inputs, missing=missing)
