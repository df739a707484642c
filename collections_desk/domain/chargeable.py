"""Why an invoice bears no late charge, in a sentence that the clerk can read out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.calendar import business_day_on_or_after
from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.letter_facts import short_day

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from collections_desk.domain.charges import FeePolicy
    from collections_desk.domain.late_debts import Debt

_DAY = timedelta(days=1)
_WORDS = {
    CustomerKind.CONSUMER: "consumers",
    CustomerKind.UNKNOWN: "consumers",
    CustomerKind.NATURAL_BUSINESS: "sole traders and partners",
    CustomerKind.ENTITY: "companies",
}


def never_charged(debt: Debt, policy: FeePolicy, kind: CustomerKind) -> str:
    """Say why this invoice bears no charge at all; nothing where it may."""
    preset = policy.preset
    for bare, why in (
        (debt.kind != "invoice", "Only invoices bear late charges, never fees or credits."),
        (debt.open.minor <= 0, "It is paid."),
        (debt.due_on is None, "It has no due date."),
    ):
        if bare:
            return why
    if not preset.may_charge(kind):
        unknown = (
            "The kind of customer is not known and counts as a consumer: E, Edit Contact Details, "
            "says what it is. "
        )
        told = unknown if kind is CustomerKind.UNKNOWN else ""
        return f'{told}"{preset.label}" does not charge {_WORDS[kind]}.'
    if preset.currency and preset.currency != debt.open.currency:
        return f'"{preset.label}" charges in {preset.currency} only.'
    if policy.cap is not None and policy.cap.currency != debt.open.currency:
        return f"The most on one invoice is set in {policy.cap.currency} only."
    return _older_than_clause(debt, policy)


def _older_than_clause(debt: Debt, policy: FeePolicy) -> str:
    if policy.agreed_on is None:
        return ""
    if debt.issued_on is None:
        return "Its date is not known, so nobody can say that the clause was agreed before."
    if debt.issued_on < policy.agreed_on:
        return f"It is older than the clause, agreed on {short_day(policy.agreed_on)}."
    return ""


def not_yet_charged(debt: Debt, policy: FeePolicy, today: date, closed: Container[date]) -> str:
    """Say why nothing may be charged today; nothing where it may."""
    assert debt.due_on is not None  # noqa: S101 - `never_charged` has looked
    over = debt.due_on + timedelta(days=policy.grace_days)
    first = over + _DAY
    if policy.preset.charges_once:
        first = business_day_on_or_after(first, closed)
    if today <= debt.due_on:
        return "It is not past due."
    if today < first:
        return f"It is within its days of grace; the first day after them is {short_day(first)}."
    for span in debt.pauses:
        if span.holds(today):
            return f"Nothing is charged, because {span.why}."
    if not debt.principal(today + _DAY):
        return "All that is open of it is in dispute."
    return _once_only(debt, policy)


def _once_only(debt: Debt, policy: FeePolicy) -> str:
    if not policy.preset.charges_once:
        return ""
    for charge in debt.earlier:
        if charge.kind in {"fee", "interest"}:
            done = "waived" if charge.state == "waived" else "charged"
            return f"This delay was {done} on {short_day(charge.state_on)}; never twice."
    return ""


def nothing_more(debt: Debt, today: date) -> str:
    """Say why an invoice that may be charged comes to nothing today."""
    last = max((charge.to_on for charge in debt.earlier), default=None)
    if last is not None and last >= today:
        return "It is charged up to today."
    waived = [charge for charge in debt.earlier if charge.state == "waived"]
    if waived:
        return "What came up to the waiver is not charged again, and nothing has come since."
    return "Nothing comes to a cent yet."
