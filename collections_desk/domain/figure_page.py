"""All figures of a period put together, and the pictures that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.figures import Figure, History, Period, currencies_of, month_before
from collections_desk.domain.figures_contact import figures_of_contact, kept_figures, plan_figures
from collections_desk.domain.figures_days import figures_of_days
from collections_desk.domain.figures_money import figures_of_money
from collections_desk.domain.letter_facts import long_day, short_day
from collections_desk.domain.money import Money
from collections_desk.domain.month_ends import totals_back

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from collections_desk.domain.figure_facts import FigureFacts
    from collections_desk.domain.figures import FigureText

#: How many month ends the history shows.
MONTHS_SHOWN = 12
#: Figures that have a currency but nothing to say where nothing ever happened in it.
_QUIET = frozenset({"credited", "written_off", "waived", "settled_away", "disputed"})


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """What was open at the end of a month; `last` may be today in the month that runs."""

    last: date
    open: Money
    overdue: Money


@dataclass(frozen=True, slots=True)
class FigurePage:
    """The figures of one period.

    Attributes:
        today: The creditor's date.
        figures: In the order of the resource, the currency of the business first.
        texts: Titles and formulas by the id of a figure.
        history: Month ends by currency, the oldest first.
        currencies: That of the business first.
        cautions: What to know before reading, one sentence each.
        earliest: The first day of which anything is known; None of an empty desk.
    """

    period: Period
    today: date
    figures: tuple[Figure, ...]
    texts: Mapping[str, FigureText]
    history: Mapping[str, tuple[MonthEnd, ...]]
    currencies: tuple[str, ...]
    cautions: tuple[str, ...] = ()
    earliest: date | None = None

    def figure(self, ident: str, currency: str = "", part: str = "") -> Figure:
        """Return one figure; there must be one."""
        return next(
            one
            for one in self.figures
            if one.id == ident and one.currency == currency and (not part or one.part == part)
        )

    def parts_of(self, ident: str, currency: str) -> list[Figure]:
        """Return the figures of a kind that comes in parts: one a bucket."""
        return [one for one in self.figures if one.id == ident and one.currency == currency]


def figure_page(
    facts: FigureFacts,
    period: Period,
    texts: Mapping[str, FigureText],
    *,
    home_currency: str,
    months: int = MONTHS_SHOWN,
) -> FigurePage:
    """Work out every figure of a period.

    Args:
        facts: What the store holds.
        period: A month, or the days of one that have passed.
        texts: The table of figures; its order is kept.
        home_currency: The currency of the business, shown first.
        months: How many month ends the history is to have.
    """
    history = History(facts)
    figures = figures_of_contact(facts, history, period, texts)
    currencies = currencies_of(facts, home_currency)
    for currency in currencies:
        figures += figures_of_money(facts, history, period, currency, texts)
        figures += kept_figures(facts.promises, period, currency, texts)
        figures += plan_figures(facts.plans, currency)
        figures += figures_of_days(facts, history, period, currency, texts)
    order = {ident: place for place, ident in enumerate(texts)}
    places = {code: place for place, code in enumerate(currencies)}
    shown = sorted(
        (one for one in figures if not _says_nothing(one, home_currency)),
        key=lambda one: (order[one.id], places.get(one.currency, 0)),
    )
    return FigurePage(
        period,
        facts.today,
        tuple(shown),
        texts,
        month_ends(facts, period, currencies, months),
        tuple(currencies),
        tuple(_cautions(facts, period)),
        min((item.born for item in facts.items if item.born is not None), default=None),
    )


def _says_nothing(figure: Figure, home_currency: str) -> bool:
    """Tell whether a figure of a foreign currency is left out: nothing ever happened there."""
    if figure.currency in {"", home_currency}:
        return False
    nothing = figure.value is None or figure.value == Money(0, figure.currency)
    return nothing and (figure.id in _QUIET or not any(one.parts for one in figure.inputs))


def month_ends(
    facts: FigureFacts, period: Period, currencies: Sequence[str], months: int
) -> dict[str, tuple[MonthEnd, ...]]:
    """Return the balances at the last so many month ends, the period's own the last of them."""
    days = [period.last]
    first = period.first.replace(day=1)
    for _ in range(months - 1):
        days.append(Period(first, first).before)
        first = month_before(first)
    found: dict[str, list[MonthEnd]] = {code: [] for code in currencies}
    for day, totals in zip(days, totals_back(facts.items, facts.entries, days), strict=True):
        for code, ends in found.items():
            everything, overdue = totals.get(code, (0, 0))
            ends.append(MonthEnd(day, Money(everything, code), Money(overdue, code)))
    return {code: tuple(reversed(ends)) for code, ends in found.items()}


def _cautions(facts: FigureFacts, period: Period) -> list[str]:
    cautions = []
    if facts.books_from is not None and period.first <= facts.books_from:
        cautions.append(
            f"The first file was of {long_day(facts.books_from)}. What was paid before and was "
            "not in a file is missing from earlier balances."
        )
    for currency, (count, minor) in sorted(facts.vanished.items()):
        total = Money(minor, currency)
        items = "item of" if count == 1 else "items of together"
        cautions.append(
            f"{count} {items} {currency} {total.decimal()} vanished from the last file and "
            "nobody said why: no figure counts them."
        )
    if period.last >= facts.today and period.first < facts.today:
        cautions.append(f"The month is not over: figures are as of {short_day(facts.today)}.")
    return cautions
