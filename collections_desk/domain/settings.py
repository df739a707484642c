"""What the business has decided: one dataclass, kept in the store, each value with a default."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import time
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.money import LARGEST_MINOR
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

#: The longest one-line text, in characters; longer is refused, never cut.
LONGEST_LINE = 200

MODES = ("first_party", "third_party")
PAPERS = ("letter", "a4")
THEMES = ("auto", "light", "dark")
RECORD_CALLS = ("never", "announce_and_log")
#: What a payment without a direction of the payer is laid against first.
PAYMENT_ORDERS = ("principal_first", "interest_first", "fees_first")
#: A clause on late charges was agreed in this year or later.
OLDEST_CLAUSE = 1950
#: The longest contract clause or statute that is kept as the basis of late charges.
LONGEST_BASIS = 500


@dataclass(frozen=True, slots=True)
class Business:
    """Who is owed the money, as the letterhead says it.

    Attributes:
        dispute_address: Where customers write about disputes; empty means the address above.
        hours: When the telephone is answered, in words.
    """

    name: str = ""
    address_lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    hours: str = ""
    contact_name: str = ""
    dispute_address: tuple[str, ...] = ()
    payment_instructions: str = ""
    tax_number: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs a letter."""

    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the business. Window sizes are not here.

    Attributes:
        clerk: Who sits at the desk; stands in every entry.
        lead_signer: Signs firm letters; the clerk signs the others.
        exec_signer: Senior management: signs or is copied on the last letters.
        mode: "first_party" (own debts, own name) or "third_party" (agency).
        currency: ISO 4217 code that is assumed where a file names none.
        time_zone: The creditor's: it decides what "today" is.
        place: Country and region of the creditor, "US-PA".
        locale: How money and dates are written, "en_US".
        paper: "letter" or "a4".
        envelope: The envelope profile that addresses are placed for.
        data_age_limit_days: Balances older than this block a letter until overridden.
        small_balance_minor: A balance up to this is left alone, in minor units.
        earliest_contact: First minute of the day for calls, in the customer's own time.
        latest_contact: Last minute of the day for calls, in the customer's own time.
        max_contacts_per_week: Contacts in seven days before the guard asks.
        seven_day_calls: Calls in seven days about one debt (12 CFR 1006.14).
        quiet_days_after_conversation: Days without a call after a conversation.
        patience_days: Days past due before anything firm is said.
        agency_review_day: Days past due at which an agency is considered.
        grace_days_fee: Days past due that bear no fee.
        dispute_ack_business_days: Business days to acknowledge a dispute.
        dispute_decide_days: Days to decide it.
        dispute_hard_days: Days after which it must be decided.
        plan_down_payment_percent: First payment of a plan, in percent of the balance.
        plan_max_installments: Most installments of a plan.
        plan_max_installments_consumer: The same for consumers.
        plan_cure_days: Days in which a missed installment may be made good.
        plan_first_within_days: Days within which the first installment falls due.
        promise_max_days_ahead: A promise further away is asked about.
        promise_tolerance_business_days: Business days after the due date that still count.
        promise_max_broken: Broken promises before the plan gets firmer.
        min_days_between_escalations: Days between two firmer letters.
        min_days_between_touches: Days between two steps on which the customer hears from us.
        certified_with_first_class: A certified letter is followed by a first-class copy.
        keep_first_class_copy: A copy of each first-class letter is printed for the file.
        late_fee_preset: Id of a late-charge preset; "none" charges nothing.
        late_fee_annual_rate: Yearly rate as a fraction, for a preset that leaves it open.
        late_fee_once_rate: One-time rate as a fraction, for a preset that leaves it open.
        late_fee_flat_minor: Flat fee in minor units, for a preset that leaves it open.
        late_fee_cap_minor: Most that is charged on one invoice; None for no cap.
        late_fee_basis: Contract clause or statute that the charges rest on, in words.
        late_fee_agreed_on: When that clause was agreed; None for a statute.
        late_fee_counts_grace: Interest counts the days of grace too, because the clause says so.
        payment_order: What a payment without a direction is laid against first.
        record_calls: "never", "announce_and_log".
        rules_review_days: Days after which the shipped rules ask to be reviewed.
        lock_after_minutes: Idle minutes before the window locks.
        backup_folder: Where backups go besides the data folder; None for there alone.
        theme: "auto", "light" or "dark".
        logo_sha256: The letterhead logo among the stored documents.
    """

    business: Business = field(default_factory=Business)
    clerk: str = ""
    lead_signer: Signer = field(default_factory=Signer)
    exec_signer: Signer = field(default_factory=Signer)
    mode: str = "first_party"
    currency: str = "USD"
    time_zone: str = "America/New_York"
    place: str = "US-PA"
    locale: str = "en_US"
    paper: str = "letter"
    envelope: str = "no10_window"
    data_age_limit_days: int = 7
    small_balance_minor: int = 0
    earliest_contact: time = time(8, 0)
    latest_contact: time = time(21, 0)
    max_contacts_per_week: int = 3
    seven_day_calls: int = 7
    quiet_days_after_conversation: int = 7
    patience_days: int = 30
    agency_review_day: int = 90
    grace_days_fee: int = 15
    dispute_ack_business_days: int = 5
    dispute_decide_days: int = 15
    dispute_hard_days: int = 30
    plan_down_payment_percent: int = 20
    plan_max_installments: int = 6
    plan_max_installments_consumer: int = 4
    plan_cure_days: int = 10
    plan_first_within_days: int = 10
    promise_max_days_ahead: int = 14
    promise_tolerance_business_days: int = 1
    promise_max_broken: int = 2
    min_days_between_escalations: int = 10
    min_days_between_touches: int = 2
    certified_with_first_class: bool = True
    keep_first_class_copy: bool = False
    late_fee_preset: str = "none"
    late_fee_annual_rate: Decimal | None = None
    late_fee_once_rate: Decimal | None = None
    late_fee_flat_minor: int | None = None
    late_fee_cap_minor: int | None = None
    late_fee_basis: str = ""
    late_fee_agreed_on: date | None = None
    late_fee_counts_grace: bool = False
    payment_order: str = "principal_first"
    record_calls: str = "announce_and_log"
    rules_review_days: int = 365
    lock_after_minutes: int = 10
    backup_folder: str | None = None
    theme: str = "auto"
    logo_sha256: str | None = None


#: Whole numbers and what they may be: (least, most).
LIMITS: dict[str, tuple[int, int]] = {
    "data_age_limit_days": (0, 365),
    "small_balance_minor": (0, 100_000),
    "max_contacts_per_week": (1, 50),
    "seven_day_calls": (1, 50),
    "quiet_days_after_conversation": (0, 60),
    "patience_days": (0, 365),
    "agency_review_day": (1, 730),
    "grace_days_fee": (0, 365),
    "dispute_ack_business_days": (1, 30),
    "dispute_decide_days": (1, 90),
    "dispute_hard_days": (1, 180),
    "plan_down_payment_percent": (0, 100),
    "plan_max_installments": (1, 60),
    "plan_max_installments_consumer": (1, 60),
    "plan_cure_days": (0, 90),
    "plan_first_within_days": (0, 90),
    "promise_max_days_ahead": (1, 365),
    "promise_tolerance_business_days": (0, 10),
    "promise_max_broken": (0, 20),
    "min_days_between_escalations": (0, 90),
    "min_days_between_touches": (0, 30),
    "rules_review_days": (1, 3650),
    "lock_after_minutes": (1, 240),
}


def checked(settings: Settings) -> Settings:
    """Return the settings as they may be saved: texts trimmed, every value within its limits.

    Raises:
        EntryRefusedError: At the first value that cannot be; it names the field.
    """
    trimmed = replace(
        settings,
        business=_trim_business(settings.business),
        clerk=_line("clerk", settings.clerk),
        lead_signer=_trim_signer("lead_signer", settings.lead_signer),
        exec_signer=_trim_signer("exec_signer", settings.exec_signer),
    )
    _choice("mode", trimmed.mode, MODES)
    _choice("paper", trimmed.paper, PAPERS)
    _choice("theme", trimmed.theme, THEMES)
    _choice("record_calls", trimmed.record_calls, RECORD_CALLS)
    for name, (least, most) in LIMITS.items():
        value = getattr(trimmed, name)
        if not least <= value <= most:
            raise EntryRefusedError(
                name,
                f"{_words(name)} is {value}.",
                f"Give a whole number from {least} to {most}. Nothing was saved.",
            )
    if not re.fullmatch(r"[A-Z]{3}", trimmed.currency, re.ASCII):
        raise EntryRefusedError(
            "currency",
            f'"{trimmed.currency}" is not a currency code.',
            "Give three capital letters, like USD. Nothing was saved.",
        )
    _check_zone(trimmed.time_zone)
    if trimmed.earliest_contact >= trimmed.latest_contact:
        raise EntryRefusedError(
            "latest_contact",
            "The last minute for calls is not after the first.",
            "Give a later time. Nothing was saved.",
        )
    return _checked_fees(trimmed)


def _checked_fees(settings: Settings) -> Settings:
    """Return the settings of late charges and payments as they may be saved."""
    _choice("payment_order", settings.payment_order, PAYMENT_ORDERS)
    for name, words in (
        ("late_fee_annual_rate", "The yearly rate"),
        ("late_fee_once_rate", "The one-time rate"),
    ):
        rate = getattr(settings, name)
        if rate is not None and not Decimal(0) <= rate <= Decimal(1):
            raise EntryRefusedError(
                name,
                f"{words} is not between 0 % and 100 %.",
                "Give it in percent: 18 for 18 %. Nothing was saved.",
            )
    for name, words in (
        ("late_fee_flat_minor", "The flat fee"),
        ("late_fee_cap_minor", "The most on one invoice"),
    ):
        minor = getattr(settings, name)
        if minor is not None and not 0 < minor <= LARGEST_MINOR:
            raise EntryRefusedError(
                name, f"{words} is not above zero.", "Give an amount, or none. Nothing was saved."
            )
    agreed = settings.late_fee_agreed_on
    if agreed is not None and agreed.year < OLDEST_CLAUSE:
        raise EntryRefusedError(
            "late_fee_agreed_on",
            "This is not a day on which a clause was agreed.",
            "Type a date like 01/05/2024, or leave it empty. Nothing was saved.",
        )
    basis = " ".join(settings.late_fee_basis.split())
    if len(basis) > LONGEST_BASIS:
        raise EntryRefusedError(
            "late_fee_basis",
            f"The basis of late charges has {len(basis)} characters.",
            f"Say it in at most {LONGEST_BASIS}. Nothing was saved.",
        )
    return replace(settings, late_fee_basis=basis)


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise EntryRefusedError(
            "time_zone",
            f'"{name}" is not a time zone.',
            "Choose one from the list, like America/New_York. Nothing was saved.",
        ) from None


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _choice(name: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        raise EntryRefusedError(
            name,
            f'{_words(name)} is "{value}".',
            f"Choose one of {', '.join(allowed)}. Nothing was saved.",
        )


def _line(name: str, text: str) -> str:
    trimmed = text.strip()
    if len(trimmed) > LONGEST_LINE or any(ord(letter) < ord(" ") for letter in trimmed):
        raise EntryRefusedError(
            name,
            f"{_words(name)} is not one line of at most {LONGEST_LINE} characters.",
            "Shorten it. Nothing was saved.",
        )
    return trimmed


def _trim_signer(name: str, signer: Signer) -> Signer:
    return Signer(_line(name, signer.name), _line(name, signer.role))


def _trim_business(business: Business) -> Business:
    lines = {
        name: _line(name, getattr(business, name))
        for name in ("name", "phone", "email", "website", "hours", "contact_name", "tax_number")
    }
    return replace(
        business,
        **lines,
        payment_instructions=business.payment_instructions.strip(),
        address_lines=_lines("address_lines", business.address_lines),
        dispute_address=_lines("dispute_address", business.dispute_address),
    )


def _lines(name: str, lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(trimmed for line in lines if (trimmed := _line(name, line)))
