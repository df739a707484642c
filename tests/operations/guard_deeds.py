"""For every guard of the practice: a deed of the clerk, on a real store, that it stands before.

Each function does something through the operations that the screens call, up to the point at
which the guard is asked, and returns what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from collections_desk.domain.guards import GuardFinding
from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.promise_text import parse_promise
from collections_desk.operations import (
    contact,
    customers,
    mail,
    payment_plans,
)
from collections_desk.operations.desk import Desk
from collections_desk.operations.payments import preview_payment
from tests.clock import Clock
from tests.operations.contact_desk import TODAY, add_customer, add_invoice, entry
from tests.operations.mail_desk import write_settings
from tests.operations.plan_desk import terms, usd

NUMBER = "617-555-0134"
DUE = TODAY - timedelta(days=80)
#: Parts of a letter that are no options.
EDITED = ("body", "service", "first_class_copy")
#: A sentence for whatever asks about deeds that only prepare the one that is looked at.
WHY = "He asked for it."
EVERY = dict.fromkeys(
    [f"G-{part}-{number:02}" for part in ("FREQ", "ID", "TIME", "STOP", "PAY", "LTR", "REC")
     for number in range(1, 18)], WHY,
)  # fmt: skip


@dataclass(frozen=True)
class Office:
    """A desk, its clock, and a customer with 100.00 that is 80 days past due."""

    desk: Desk
    clock: Clock
    customer: int
    invoice: int


Deed = Callable[[Office], Iterable[GuardFinding]]


def office(desk: Desk, clock: Clock, **settings: Any) -> Office:  # noqa: ANN401 - any setting
    """Give an office with a consumer in Boston."""
    write_settings(desk, **settings)
    person = add_customer(desk, "Pat Person")
    customers.edit_customer(desk, person, kind="consumer")
    return Office(desk, clock, person, add_invoice(desk, person, 100_00, DUE))


def at_place(one: Office, region: str, city: str, code: str, country: str = "US") -> Office:
    """Let the customer live elsewhere."""
    home = customers.customer_page(one.desk, one.customer).addresses[0].id
    customers.fix_address(
        one.desk, one.customer, home, line1="1 Main St", city=city, region=region,
        postal_code=code, country=country,
    )  # fmt: skip
    return one


def calls(one: Office, *outcomes: str, number: str = NUMBER, days: int = 0) -> None:
    """Log calls, one a line, `days` apart."""
    for code in outcomes:
        contact.log_call(
            one.desk, entry(one.desk, one.customer, code, number=number), reasons=EVERY
        )
        one.clock.pass_by(days=days)


def calling(number: str = NUMBER, at: datetime | None = None, **known: Any) -> Deed:  # noqa: ANN401 - columns of the customer
    """Begin a call."""

    def deed(one: Office) -> Iterable[GuardFinding]:
        if known:
            customers.edit_customer(one.desk, one.customer, **known)
        return contact.examine_call(one.desk, one.customer, number=number, at=at)

    return deed


def flagged(flag: str, deed: Deed | None = None, **facts: Any) -> Deed:  # noqa: ANN401 - what belongs to a flag
    """Set a stop flag, then do something."""

    def done(one: Office) -> Iterable[GuardFinding]:
        contact.set_stop_flag(one.desk, one.customer, flag, reason="told so", facts=facts)
        return (deed or calling())(one)

    return done


def logging(outcome: str, **facts: Any) -> Deed:  # noqa: ANN401 - parts of a call
    """Enter a call that took place."""
    return lambda one: contact.examine_entry(
        one.desk, entry(one.desk, one.customer, outcome, **facts)
    )


def letter(kind: str = "L02", **options: Any) -> Deed:  # noqa: ANN401 - what the letter says
    """Approve a letter."""

    def deed(one: Office) -> Iterable[GuardFinding]:
        draft = mail.draft_letter(one.desk, one.customer, kind).letter
        known = dict(options)
        if "body" in known:
            known["body"] = f"{draft.body}\n\n{known['body']}"
        parts = {
            name: known.pop(name)
            for name in ("body", "service", "first_class_copy")
            if name in known
        }
        mail.save_letter_draft(
            one.desk, draft.id, options=replace(draft.options, **known), **parts
        )
        return mail.examine_letter(one.desk, draft.id)

    return deed


def paying(minor: int = 50_00, **facts: Any) -> Deed:  # noqa: ANN401 - parts of a payment
    """Record a payment."""
    return lambda one: (
        preview_payment(
            one.desk,
            PaymentEntry(one.customer, usd(minor), TODAY, **{"method": "check", **facts}),
        ).findings
    )


def promising(typed: str) -> Deed:
    """Take a promise."""

    def deed(one: Office) -> Iterable[GuardFinding]:
        promise = parse_promise(typed, today=TODAY, to_be_collected=usd(100_00))
        return contact.examine_promise(one.desk, one.customer, promise)

    return deed


def planning(count: int = 4, minor: int = 100_00) -> Deed:
    """Offer a payment plan."""
    return lambda one: payment_plans.examine_plan(
        one.desk, one.customer, terms(one.invoice, minor=minor, count=count)
    )


def after(prepare: Callable[[Office], Any], deed: Deed) -> Deed:
    """Do something first."""

    def done(one: Office) -> Iterable[GuardFinding]:
        prepare(one)
        return deed(one)

    return done
