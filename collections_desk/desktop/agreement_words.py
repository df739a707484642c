"""What promises and payment plans are called on the screen, and how their rates are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.icons import mark_icon
from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from PySide6.QtGui import QIcon

    from collections_desk.domain.payment_plans import Installment, PlanStanding
    from collections_desk.domain.promises import KeptRates, PromiseStanding


def _tr(text: str) -> str:
    return QCoreApplication.translate("Agreements", text)


#: How the days of a plan follow each other, for the box of the sheet.
RHYTHMS = (
    ("monthly", "Monthly"),
    ("two_weekly", "Every two weeks"),
    ("weekly", "Weekly"),
    ("dates", "On days of my own"),
)


def state_word(state: str) -> str:
    """Return the word of a state."""
    return theme.marked(theme.STATES[state]) if state in theme.STATES else state.capitalize()


def state_icon(state: str) -> QIcon | None:
    """Return the icon of a state."""
    return mark_icon(theme.STATES[state]) if state in theme.STATES else None


def percent_text(share: Decimal) -> str:
    """Return "64.6 %"."""
    return f"{share * 100:.1f} %"


def rates_text(rates: KeptRates, locale: str = "en_US") -> str:
    """Say how many promises were kept, by count and by money."""
    if rates.rate is None:
        return _tr("No promise has fallen due yet.")
    parts = [
        _tr("{0} of {1} promises kept ({2})").format(
            rates.kept, rates.due, percent_text(rates.rate)
        ),
    ]
    if rates.partly:
        parts.append(_tr("{0} kept in part").format(rates.partly))
    for one in rates.money:
        kept = money_text(Money(one.kept, one.currency), locale)
        whole = money_text(Money(one.promised, one.currency), locale)
        said = _tr("{0} of {1} ({2}").format(kept, whole, percent_text(one.rate))
        if one.partial:
            said += _tr(", with parts {0}").format(percent_text(one.rate_with_partial))
        parts.append(f"{said})")
    return "  ·  ".join(parts)


def rate_cell(rates: KeptRates) -> str:
    """Return "7 of 10" for a list."""
    return _tr("{0} of {1}").format(rates.kept, rates.due) if rates.due else ""


def promises_sum(rows: Iterable[PromiseStanding], locale: str = "en_US") -> str:
    """Say how many promises are shown and what they come to."""
    shown = list(rows)
    if not shown:
        return ""
    count = counted(len(shown), "{n} promise", "{n} promises")
    sums = totals_by_currency(one.promise.amount for one in shown)
    return "  ·  ".join([count, *(money_text(total, locale) for total in sums.values())])


def plans_sum(rows: Iterable[PlanStanding], locale: str = "en_US") -> str:
    """Say how many plans are shown, what they come to and what of it is left."""
    shown = list(rows)
    if not shown:
        return ""
    parts = [counted(len(shown), "{n} plan", "{n} plans")]
    left = totals_by_currency(one.left for one in shown)
    for code, total in totals_by_currency(one.plan.balance for one in shown).items():
        parts.append(
            _tr("{0} agreed, {1} still to come").format(
                money_text(total, locale), money_text(left[code], locale)
            )
        )
    return "  ·  ".join(parts)


def part_word(installment: Installment) -> str:
    """Return "Down payment" or "Installment 2"."""
    if installment.number == 0:
        return _tr("Down payment")
    return _tr("Installment {0}").format(installment.number)
