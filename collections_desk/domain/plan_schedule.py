"""How a payment plan is cut into parts: amounts to the cent, days by rhythm, what may not be."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.domain.payment_plans import RHYTHMS, Installment
from collections_desk.domain.typed_values import day_text
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOTHING = "Nothing was recorded."
_DAYS = {"weekly": 7, "two_weekly": 14}
#: What a rhythm is called on the screen and in a letter.
RHYTHM_WORDS = {
    "weekly": "weekly",
    "two_weekly": "every two weeks",
    "monthly": "monthly",
    "dates": "on the dates below",
}
#: The most years between the offer and the last installment; further away is a slip.
MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What is agreed, before it is on record.

    Attributes:
        balance: What the installments add up to.
        as_of: For which day the balance is known.
        installments: In the order of their days; number 0 is the down payment.
        invoice_ids: What it covers.
    """

    balance: Money
    as_of: date
    rhythm: str
    cure_days: int
    accelerates: bool
    offered_on: date
    installments: tuple[Installment, ...]
    invoice_ids: tuple[int, ...]
    reply_by: date | None = None
    words: str = ""


def usual_down_payment(balance: Money, installments: int, percent: int) -> Money:
    """Return the down payment that the house proposes.

    The given percentage of the balance, rounded half up to the cent, and no less than one
    installment (collections practice, section 4.2). With 0 percent there is none.
    """
    if percent == 0:
        return Money(0, balance.currency)
    share = balance.times(Decimal(percent) / 100)
    least = -(-balance.minor // (installments + 1))  # rounded up: no installment is larger
    return Money(min(max(share.minor, least), balance.minor), balance.currency)


def plan_days(first_on: date, count: int, rhythm: str) -> list[date]:
    """Return the days of a plan: every so many days, or on the same day of each month.

    A month without that day takes its last: January 31, February 28, March 31.
    """
    if rhythm in _DAYS:
        return [first_on + timedelta(days=_DAYS[rhythm] * at) for at in range(count)]
    days = []
    for at in range(count):
        year, month = divmod(first_on.month - 1 + at, 12)
        year, month = first_on.year + year, month + 1
        days.append(date(year, month, min(first_on.day, monthrange(year, month)[1])))
    return days


def plan_schedule(
    balance: Money, *, down_payment: Money, installments: int, first_on: date, rhythm: str
) -> tuple[Installment, ...]:
    """Cut a balance into a down payment and equal installments; the last takes the rounding.

    With a down payment, that is due on `first_on` and the first installment one period later;
    without one, the first installment is due on `first_on`.

    Raises:
        EntryRefusedError: If the parts cannot be cut: the down payment is the whole balance
            or more, or an installment would be nothing.
    """
    if not 0 <= down_payment.minor < balance.minor:
        raise EntryRefusedError(
            "down_payment",
            f"A down payment of {money_text(down_payment)} leaves nothing to pay later of "
            f"{money_text(balance)}.",
            f"Type less than the balance, or take a promise instead. {_NOTHING}",
        )
    rest = balance.minor - down_payment.minor
    share = rest // installments
    if share == 0:
        raise EntryRefusedError(
            "installments",
            f"{money_text(Money(rest, balance.currency))} is too little for {installments} parts.",
            f"Choose fewer installments. {_NOTHING}",
        )
    amounts = [share] * (installments - 1) + [rest - share * (installments - 1)]
    first_number = 1
    if down_payment.minor:
        amounts.insert(0, down_payment.minor)
        first_number = 0
    days = plan_days(first_on, len(amounts), "monthly" if rhythm == "dates" else rhythm)
    return tuple(
        Installment(first_number + at, day, Money(minor, balance.currency))
        for at, (day, minor) in enumerate(zip(days, amounts, strict=True))
    )


def reschedule(
    installments: Sequence[Installment], balance: Money, changed: int
) -> tuple[Installment, ...]:
    """Let the parts after a changed one take up the difference, the last the rounding.

    Where nothing comes after it, or nothing would be left for what does, the parts are given
    back as they are: `check_terms` then says what is wrong.

    Args:
        installments: The parts, one of them changed by the clerk.
        balance: What they shall add up to.
        changed: The place of the changed one, from 0.
    """
    kept = sum(one.amount.minor for one in installments[: changed + 1])
    after = len(installments) - changed - 1
    rest = balance.minor - kept
    if after == 0 or rest < after:
        return tuple(installments)
    share = rest // after
    amounts = [share] * (after - 1) + [rest - share * (after - 1)]
    return tuple(installments[: changed + 1]) + tuple(
        Installment(one.number, one.due_on, Money(minor, balance.currency))
        for one, minor in zip(installments[changed + 1 :], amounts, strict=True)
    )


def check_terms(terms: PlanTerms, *, today: date, most: int, first_within_days: int) -> None:
    """Refuse a plan that cannot stand, whatever the guards say.

    Args:
        terms: What was typed.
        today: The creditor's date.
        most: The most installments that the house allows this kind of customer.
        first_within_days: Within how many days the first part falls due.

    Raises:
        EntryRefusedError: At the first thing that is wrong; it names the field.
    """
    _check_numbers(terms, most)
    _check_days(terms, today, first_within_days)
    total = sum(one.amount.minor for one in terms.installments)
    if total != terms.balance.minor:
        difference = money_text(Money(abs(total - terms.balance.minor), terms.balance.currency))
        more = "more" if total > terms.balance.minor else "less"
        raise EntryRefusedError(
            "schedule",
            f"The parts add up to {difference} {more} than the balance of "
            f"{money_text(terms.balance)}.",
            f"Change an amount so that they add up to the cent. {_NOTHING}",
        )


def _check_numbers(terms: PlanTerms, most: int) -> None:
    if terms.rhythm not in RHYTHMS:
        raise EntryRefusedError(
            "rhythm", f'"{terms.rhythm}" is not a rhythm.', f"Choose one of the list. {_NOTHING}"
        )
    if terms.balance.minor <= 0:
        raise EntryRefusedError(
            "balance",
            "There is no balance for a plan.",
            f"Choose the invoices that it covers. {_NOTHING}",
        )
    count = sum(one.number > 0 for one in terms.installments)
    if not 1 <= count <= most:
        raise EntryRefusedError(
            "installments",
            f"The plan has {count} installments; the house allows 1 to {most}.",
            f"Choose fewer, or change the limit in Settings. {_NOTHING}",
        )
    for one in terms.installments:
        if one.amount.minor <= 0 or one.amount.currency != terms.balance.currency:
            raise EntryRefusedError(
                "schedule",
                f"{part_word(one.number)} is {money_text(one.amount)}.",
                f"Give each part an amount above zero in {terms.balance.currency}. {_NOTHING}",
            )
    if terms.cure_days < 0:
        raise EntryRefusedError(
            "cure_days", "The cure days are below zero.", f"Type 0 or more. {_NOTHING}"
        )


def _check_days(terms: PlanTerms, today: date, first_within_days: int) -> None:
    first = terms.installments[0]
    if first.due_on < today:
        raise EntryRefusedError(
            "schedule",
            f"{part_word(first.number)} falls due on {day_text(first.due_on)}, which is past.",
            f"Give it today or a later day. {_NOTHING}",
        )
    if first.due_on > today + timedelta(days=first_within_days):
        last = day_text(today + timedelta(days=first_within_days))
        raise EntryRefusedError(
            "schedule",
            f"{part_word(first.number)} falls due on {day_text(first.due_on)}; the house wants "
            f"the first payment within {first_within_days} days.",
            f"Give it a day up to {last}, or change the limit in Settings. {_NOTHING}",
        )
    for one, after in pairwise(terms.installments):
        if after.due_on <= one.due_on:
            raise EntryRefusedError(
                "schedule",
                f"{part_word(after.number)} on {day_text(after.due_on)} does not come after "
                f"{part_word(one.number).lower()} on {day_text(one.due_on)}.",
                f"Put the days in order. {_NOTHING}",
            )
    if terms.installments[-1].due_on > today + timedelta(days=366 * MOST_YEARS):
        raise EntryRefusedError(
            "schedule",
            f"The last installment falls due on {day_text(terms.installments[-1].due_on)}.",
            f"Give a day within {MOST_YEARS} years. {_NOTHING}",
        )
    if terms.reply_by is not None and terms.reply_by < today:
        raise EntryRefusedError(
            "reply_by",
            f"The answer is asked for by {day_text(terms.reply_by)}, which is past.",
            f"Give today or a later day. {_NOTHING}",
        )


def part_word(number: int) -> str:
    """Say which part of a plan it is."""
    return f"Installment {number}" if number else "The down payment"
