"""Every letter wording with a customer of whom all is known: nothing on the page is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from collections_desk.domain.decisions import Estimate
from collections_desk.domain.disputes import DisputedLine
from collections_desk.domain.promise_text import TypedPromise
from collections_desk.operations import contact, fees, mail
from collections_desk.operations.decisions import DecisionEntry, decide
from collections_desk.operations.desk import Desk
from collections_desk.operations.payment_plans import offer_plan
from collections_desk.operations.settlements import close_as_paid
from tests.clock import Clock
from tests.operations.contact_desk import add_payment
from tests.operations.full_case import (
    AGENCY,
    COURT,
    TODAY,
    business,
    charged,
    customer,
    disputed,
    draft,
    history,
    opened,
    owe,
    plan_of,
    signed_plan,
    three_invoices,
    usd,
)
from tests.operations.mail_desk import pay_all

# One story for each wording.

OFFER = "You can pay in three monthly parts, or we waive the late charge if all is here by then."


def before_due(desk: Desk, clock: Clock, template: str) -> int:
    """Write to somebody of whom nothing is past due yet."""
    del clock
    known = customer(desk)
    owe(desk, known, "INV-20744", 55_900, -7)
    owe(desk, known, "INV-20751", 121_780, -20)
    return draft(desk, known, template, offer=OFFER)


def next_part(desk: Desk, clock: Clock, template: str) -> int:
    """Remind of the next part of a plan that runs."""
    known = customer(desk)
    invoices = three_invoices(desk, known)
    signed_plan(desk, clock, invoices, 4)
    return draft(desk, known, template)


def past_due(desk: Desk, clock: Clock, template: str) -> int:
    """Write to somebody who was reminded, spoke with us, was charged, disputes, and promised."""
    known = customer(desk)
    invoices = three_invoices(desk, known)
    history(desk, clock, known)
    charged(desk, known)
    contact.open_disputes(
        desk,
        known,
        [DisputedLine(invoices[2], "D02", usd(20_000), "line 3, gaskets", "Two cartons short")],
        received_on=TODAY - timedelta(days=3),
    )
    contact.take_promise(
        desk, known, TypedPromise(usd(30_000), TODAY + timedelta(days=6), ""), by_whom="María"
    )
    return draft(desk, known, template, offer=OFFER)


def offered(desk: Desk, clock: Clock, template: str) -> int:
    """Offer a plan, or send it to be signed."""
    known = customer(desk)
    invoices = three_invoices(desk, known)
    history(desk, clock, known)
    owed = sum(opened(desk, number) for number in invoices[:3])
    offer_plan(
        desk,
        known,
        plan_of(desk, invoices[:3], owed, first=TODAY + timedelta(days=10), offered=TODAY),
    )
    return draft(desk, known, template)


def broken_promise(desk: Desk, clock: Clock, template: str) -> int:
    """Write about a promise that did not come."""
    known = customer(desk)
    three_invoices(desk, known)
    history(desk, clock, known)
    clock.now = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)
    contact.take_promise(
        desk, known, TypedPromise(usd(90_000), date(2026, 11, 16), ""), by_whom="María"
    )
    clock.now = Clock().now
    return draft(desk, known, template, offer=OFFER)


def missed_part(desk: Desk, clock: Clock, template: str) -> int:
    """Write about an installment that did not come."""
    known = customer(desk)
    invoices = three_invoices(desk, known)
    history(desk, clock, known)
    signed_plan(desk, clock, invoices, 12)
    return draft(desk, known, template)


def complaint(desk: Desk, clock: Clock, template: str) -> int:
    """Acknowledge a dispute."""
    del clock
    known = customer(desk)
    disputed(desk, known, three_invoices(desk, known))
    return draft(desk, known, template)


def answered(desk: Desk, clock: Clock, template: str) -> int:
    """Answer a dispute, each line otherwise."""
    del clock
    known = customer(desk)
    first, second, third = disputed(desk, known, three_invoices(desk, known))
    contact.advance_dispute(
        desk, first, "decided_partial", upheld=usd(20_000), book_credit=True,
        finding="The delivery note shows one carton short; the other was signed for.",
        evidence=[("delivery note", True), ("count", False)],
    )  # fmt: skip
    contact.advance_dispute(
        desk, second, "decided_upheld", finding="Clause 4 of the contract leaves freight to you."
    )
    contact.advance_dispute(
        desk, third, "decided_for_customer", finding="The goods were never ordered.",
        book_credit=True,
    )  # fmt: skip
    return draft(desk, known, template)


def waived(desk: Desk, clock: Clock, template: str) -> int:
    """Give up late charges."""
    known = customer(desk)
    three_invoices(desk, known)
    history(desk, clock, known)
    numbers = charged(desk, known)
    letter = fees.waive(desk, known, charge_ids=numbers[:1], reason="a kindness", letter=True)
    del template
    assert letter.letter_id is not None
    return letter.letter_id


def to_agency(desk: Desk, clock: Clock, template: str) -> int:
    """Say that an account is to be placed."""
    known = customer(desk)
    three_invoices(desk, known)
    history(desk, clock, known)
    charged(desk, known)
    decide(desk, DecisionEntry(known, "agency", "Cecily Chief", "looked at", receiver=AGENCY))
    return draft(desk, known, template)


def placed(desk: Desk, clock: Clock, template: str) -> int:
    """Say that an account was placed."""
    from collections_desk.operations.placements import place  # noqa: PLC0415 - one story

    known = customer(desk)
    three_invoices(desk, known)
    history(desk, clock, known)
    told = {"G-LTR-10": "Told by telephone."}
    place(desk, [known], AGENCY, desk.home / "package.zip", reasons=told)
    return draft(desk, known, template, consequence="The agency will write to you.")


def to_court(desk: Desk, clock: Clock, template: str) -> int:
    """Say that a court is to be asked."""
    known = customer(desk)
    three_invoices(desk, known)
    history(desk, clock, known)
    charged(desk, known)
    decide(
        desk,
        DecisionEntry(
            known, "court", "Cecily Chief", "looked at", receiver=COURT,
            estimate=Estimate(costs=usd(8_500)),
        ),
    )  # fmt: skip
    return draft(desk, known, template)


def paid(desk: Desk, clock: Clock, template: str) -> int:
    """Thank somebody who paid."""
    known = customer(desk)
    three_invoices(desk, known)
    history(desk, clock, known)
    contact.set_stop_flag(desk, known, "CREDIT_HOLD", reason="two months late")
    pay_all(desk, known)
    return draft(desk, known, template)


def settled(desk: Desk, clock: Clock, template: str) -> int:
    """Thank somebody who paid what was agreed in a settlement."""
    known = customer(desk)
    number = owe(desk, known, "INV-20417", 184_250, 78)
    history(desk, clock, known)
    made = decide(
        desk,
        DecisionEntry(
            known, "settle", "Cecily Chief", "looked at", amount=usd(100_000),
            due_on=TODAY + timedelta(days=10),
        ),
    )  # fmt: skip
    add_payment(desk, known, number, 100_000, TODAY)
    assert made.settlement_id is not None
    close_as_paid(desk, made.settlement_id)
    assert mail.draft_letter(desk, known, "L14").letter.template == template
    return draft(desk, known, template)


def stopped(desk: Desk, clock: Clock, template: str) -> int:
    """Confirm that contact was stopped."""
    del clock
    known = customer(desk, kind="consumer")
    three_invoices(desk, known)
    contact.set_stop_flag(
        desk, known, "CEASE", reason="asked in writing", facts={"received_on": "2026-11-18"}
    )
    return draft(desk, known, template)


def validated(desk: Desk, clock: Clock, template: str) -> int:
    """Say what the records say."""
    del clock
    known = customer(desk, kind="consumer")
    three_invoices(desk, known)
    return draft(desk, known, template)


STORIES: dict[str, tuple[Callable[[Desk, Clock, str], int], str]] = {
    "L01-friendly": (before_due, "L01-friendly"),
    "L01-installment": (next_part, "L01-installment"),
    "L01-short": (before_due, "L01-short"),
    "L02-friendly": (past_due, "L02-friendly"),
    "L02-helpful": (past_due, "L02-helpful"),
    "L03-plain-firm": (past_due, "L03-plain-firm"),
    "L03-supportive": (past_due, "L03-supportive"),
    "L04-firm": (past_due, "L04-firm"),
    "L05-supportive": (offered, "L05-supportive"),
    "L06-plain": (offered, "L06-plain"),
    "L07-plain-firm": (broken_promise, "L07-plain-firm"),
    "L07-plain-firm, of a plan": (missed_part, "L07-plain-firm"),
    "L08-calm-factual": (complaint, "L08-calm-factual"),
    "L09-formal-neutral": (answered, "L09-formal-neutral"),
    "L10-friendly": (waived, "L10-friendly"),
    "L11-formal": (past_due, "L11-formal"),
    "L12-formal": (to_agency, "L12-formal"),
    "L12-placed": (placed, "L12-placed"),
    "L13-formal": (to_court, "L13-formal"),
    "L14-friendly": (paid, "L14-friendly"),
    "L14-settled": (settled, "L14-settled"),
    "L15-friendly": (paid, "L15-friendly"),
    "L16-formal-neutral": (stopped, "L16-formal-neutral"),
    "L17-validation": (validated, "L17-validation"),
}


def written(desk: Desk, clock: Clock, story: str) -> int:
    """Write the letter of a story and return its number."""
    business(desk)
    tell, template = STORIES[story]
    return tell(desk, clock, template)
