"""Payments that the clerk takes herself: what is typed, what may be kept, what becomes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.calendar import business_day_on_or_after, is_business_day
from collections_desk.domain.guards_notes import mask_numbers
from collections_desk.domain.letter_facts import weekday_day
from collections_desk.domain.money import LARGEST_MINOR
from collections_desk.domain.money_text import money_text
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date, datetime

    from collections_desk.domain.allocation import Part
    from collections_desk.domain.money import Money

#: How a payment may come, in the words of the screen.
METHODS = {
    "check": "Check",
    "cash": "Cash",
    "card": "Card by phone",
    "transfer": "Bank transfer",
    "money_order": "Money order",
    "debit": "Automatic debit",
    "other": "Other",
}
#: How a payment stands, in the words of the screen.
STATES = {
    "applied": "Received",
    "held": "Held, not deposited",
    "handed_back": "Handed back",
    "bounced": "Bounced",
    "withdrawn": "Withdrawn",
}
#: What may be done with a check that says "paid in full" (UCC 3-311).
FULL_PAYMENT_CHOICES = {
    "settlement": "Accept it as settlement of what it is for",
    "return": "Hand it back",
    "ask": "Keep it undeposited and ask the owner",
}
#: Those of them that deposit nothing.
UNDEPOSITED = frozenset({"return", "ask"})
#: Within so many days money taken as "paid in full" by mistake can be repaid (UCC 3-311(c)(2)).
REPAY_DAYS = 90
#: A check dated further ahead is post-dated (12 CFR 1006.22(c)).
POST_DATED_DAYS = 5
#: The notice of a deposit goes out between so many business days before it (12 CFR 1006.22(c)).
NOTICE_FIRST, NOTICE_LAST = 10, 3
#: A payment longer ago than this was hardly forgotten so long.
OLDEST_DAYS = 730
_CARD = "card"
_NOTHING = "Nothing was recorded."


@dataclass(frozen=True, slots=True)
class PaymentEntry:
    """A payment as the clerk types it.

    Attributes:
        amount: What came, with a convenience fee that was paid on top.
        received_on: The creditor's local date.
        reference: Number of the check, the transfer or the receipt.
        last4: The last four digits of a card; more is never kept.
        dated_on: The date on a check.
        deposit_on: The day before which a held check is not deposited.
        payer: Who paid, where it is somebody else than the customer.
        direction: What the payer says it is for, in their words.
        parts: Item to minor units, as the payer directs; None: by the order of the house.
        full_payment: Words on it that claim that all is settled.
        choice: A key of `FULL_PAYMENT_CHOICES`, or empty.
        convenience_fee: What was charged for the way of paying, or None.
        convenience_basis: What that fee rests on.
        authorization: Name and content of the signed authorization of a debit.
    """

    customer_id: int
    amount: Money
    received_on: date
    method: str
    reference: str = ""
    last4: str = ""
    dated_on: date | None = None
    deposit_on: date | None = None
    payer: str = ""
    direction: str = ""
    parts: tuple[tuple[int, int], ...] | None = None
    full_payment: str = ""
    choice: str = ""
    note: str = ""
    convenience_fee: Money | None = None
    convenience_basis: str = ""
    authorization: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class HandPayment:
    """A payment on record.

    Attributes:
        state: A key of `STATES`; its entries stand only while it is "applied".
        parts: What it settles now.
        unapplied: What of it is not laid against anything yet.
        unapplied_id: The item of the ledger that carries that rest.
        settled: What was given up because it was accepted as settlement.
        booked: Whether an import has shown all of it.
    """

    id: int
    customer_id: int
    amount: Money
    received_on: date
    method: str
    reference: str
    last4: str
    dated_on: date | None
    deposit_on: date | None
    payer: str
    direction: str
    full_payment: str
    note: str
    state: str
    state_on: date
    state_reason: str
    activity_id: int | None
    clerk: str
    created_at: datetime
    parts: tuple[Part, ...]
    unapplied: Money
    unapplied_id: int | None = None
    settled: Money | None = None
    booked: bool = False

    @property
    def name(self) -> str:
        """Return what tells it from others: "check 1043", "card ending 4242"."""
        word = METHODS.get(self.method, self.method)
        if self.last4:
            return f"{word} ending {self.last4}"
        return f"{word} {self.reference}".strip()


def check_payment(entry: PaymentEntry, today: date) -> None:
    """Refuse what cannot be recorded as it stands.

    Raises:
        EntryRefusedError: At the first fault; it names the field.
    """
    _check_amount(entry)
    _check_days(entry, today)
    check_last4(entry.last4)
    if entry.last4 and entry.method != _CARD:
        raise EntryRefusedError(
            "last4",
            "Only a card has last four digits.",
            f"Take them out, or choose Card by phone. {_NOTHING}",
        )
    for field in ("reference", "payer", "direction", "full_payment", "convenience_basis"):
        if mask_numbers(getattr(entry, field)).told:
            raise EntryRefusedError(
                field,
                "This looks like the number of a card or an account.",
                "Never write it down: give the last four digits at most, in their own field. "
                f"{_NOTHING}",
            )
    if entry.choice and entry.choice not in FULL_PAYMENT_CHOICES:
        raise EntryRefusedError(
            "choice", f'"{entry.choice}" cannot be done.', f"Choose from the list. {_NOTHING}"
        )


def check_last4(text: str) -> None:
    """Refuse anything but up to four digits: a card number is never kept, not even in part.

    Raises:
        EntryRefusedError: Without the digits in its message.
    """
    if text and not re.fullmatch(r"[0-9]{4}", text, re.ASCII):
        digits = len(re.sub(r"[^0-9]", "", text))
        longer = digits > 4  # noqa: PLR2004 - the last four
        problem = (
            "More than four digits of a card were typed. They were not kept."
            if longer
            else "The last four digits of the card are four digits."
        )
        raise EntryRefusedError(
            "last4", problem, f"Type the last four digits only, or leave it empty. {_NOTHING}"
        )


def _check_amount(entry: PaymentEntry) -> None:
    if entry.method not in METHODS:
        raise EntryRefusedError(
            "method", f'"{entry.method}" is no way to pay.', f"Choose from the list. {_NOTHING}"
        )
    if not 0 < entry.amount.minor <= LARGEST_MINOR:
        raise EntryRefusedError(
            "amount", "A payment needs an amount above zero.", f"Type it again. {_NOTHING}"
        )
    fee = entry.convenience_fee
    if fee is None:
        return
    if fee.currency != entry.amount.currency or not 0 < fee.minor < entry.amount.minor:
        raise EntryRefusedError(
            "convenience_fee",
            f"{money_text(fee)} is not a part of the {money_text(entry.amount)} that came.",
            f"The amount holds the fee for the way of paying. {_NOTHING}",
        )
    if not entry.convenience_basis.strip():
        raise EntryRefusedError(
            "convenience_basis",
            "A fee for the way of paying needs a basis.",
            f"Name the clause or law that allows it, or take the fee out. {_NOTHING}",
        )


def _check_days(entry: PaymentEntry, today: date) -> None:
    if entry.received_on > today:
        raise EntryRefusedError(
            "received_on",
            f"{weekday_day(entry.received_on)} is after today.",
            f"Type the day on which it came. {_NOTHING}",
        )
    if entry.received_on < today - timedelta(days=OLDEST_DAYS):
        raise EntryRefusedError(
            "received_on",
            f"{weekday_day(entry.received_on)} is more than two years ago.",
            f"Type the day on which it came. {_NOTHING}",
        )
    if entry.deposit_on and entry.dated_on and entry.deposit_on < entry.dated_on:
        raise EntryRefusedError(
            "deposit_on",
            f"The check is dated {weekday_day(entry.dated_on)} and cannot be deposited before.",
            f"Give that day or a later one. {_NOTHING}",
        )


def state_of(entry: PaymentEntry, today: date) -> str:
    """Return how a payment stands once it is recorded."""
    if entry.full_payment and entry.choice == "return":
        return "handed_back"
    if entry.full_payment and entry.choice == "ask":
        return "held"
    later = entry.deposit_on or entry.dated_on
    return "held" if later is not None and later > today else "applied"


def deposit_day(entry: PaymentEntry, today: date, closed: Container[date]) -> date | None:
    """Return the first day on which a held check may be deposited; None while nobody knows."""
    if entry.full_payment and entry.choice == "ask":
        return None
    later = entry.deposit_on or entry.dated_on
    if later is None or later <= today:
        return None
    return business_day_on_or_after(later, closed)


def notice_days(deposit_on: date, closed: Container[date]) -> tuple[date, date]:
    """Return the first and the last day for the notice that a check will be deposited."""
    return (
        business_days_before(deposit_on, NOTICE_FIRST, closed),
        business_days_before(deposit_on, NOTICE_LAST, closed),
    )


def business_days_before(day: date, days: int, closed: Container[date]) -> date:
    """Count business days backward; the day itself is not counted."""
    while days:
        day -= timedelta(days=1)
        days -= is_business_day(day, closed)
    return day


@dataclass(frozen=True, slots=True)
class HeldCheck:
    """A check that waits to be deposited, with its reminder.

    Attributes:
        notice_from, notice_by: When the customer is to be told in writing of the deposit;
            None where it is not post-dated.
        said: What to do now, in words.
    """

    payment: HandPayment
    customer_name: str
    notice_from: date | None
    notice_by: date | None
    said: str


def held_check(
    payment: HandPayment, customer_name: str, today: date, closed: Container[date]
) -> HeldCheck:
    """Say what is to be done with a held check on `today`."""
    deposit = payment.deposit_on
    if deposit is None:
        until = weekday_day(payment.received_on + timedelta(days=REPAY_DAYS))
        said = (
            "Do not deposit: it says that all is paid. Ask the owner; once it is deposited, the "
            f"money can be repaid until {until} at the latest."
        )
        return HeldCheck(payment, customer_name, None, None, said)
    if deposit <= today:
        return HeldCheck(payment, customer_name, None, None, "It may be deposited now.")
    ahead = (deposit - payment.received_on).days
    if ahead <= POST_DATED_DAYS:
        said = f"Do not deposit before {weekday_day(deposit)}."
        return HeldCheck(payment, customer_name, None, None, said)
    first, last = notice_days(deposit, closed)
    if today < first:
        said = (
            f"Do not deposit before {weekday_day(deposit)}; tell them from {weekday_day(first)}."
        )
    elif today <= last:
        said = f"Tell them in writing by {weekday_day(last)} that it is deposited on "
        said += f"{weekday_day(deposit)}."
    else:
        said = f"Do not deposit before {weekday_day(deposit)}. The last day for the notice was "
        said += f"{weekday_day(last)}."
    return HeldCheck(payment, customer_name, first, last, said)
