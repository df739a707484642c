"""The letters of payment plans and broken promises, as they print."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pypdfium2
import pytest

from collections_desk.domain.promise_text import TypedPromise
from collections_desk.operations import contact, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.payment_plans import Signature, offer_plan, sign_plan
from tests.clock import Clock
from tests.operations.contact_desk import TODAY, add_customer, add_invoice
from tests.operations.mail_desk import write_settings
from tests.operations.plan_desk import terms, usd


@pytest.fixture
def customer(desk: Desk) -> int:
    write_settings(desk)
    return add_customer(desk, reference="C-7001")


@pytest.fixture
def invoice(desk: Desk, customer: int) -> int:
    return add_invoice(desk, customer, 100_001, TODAY - timedelta(days=40))


def letter_text(desk: Desk, customer: int, letter_type: str) -> str:
    draft = mail.draft_letter(desk, customer, letter_type)
    assert draft.problems == ()
    shown = mail.preview_letter(desk, draft.letter.id).pdf
    assert shown is not None
    pdf = pypdfium2.PdfDocument(io.BytesIO(shown))
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    return " ".join(text.split())


def test_the_offer_names_the_ways_to_pay(desk: Desk, customer: int, invoice: int) -> None:
    before = letter_text(desk, customer, "L05")  # nothing is offered yet: the house's own ways
    assert before.count("$1,000.01 in all.") == 3
    assert "is past due as of November 19, 2026" in before
    assert "then six monthly payments of" in before

    offer_plan(desk, customer, terms(invoice))
    text = letter_text(desk, customer, "L05")
    assert "$200.00 by November 24, 2026, then four monthly payments of $200.00" in text
    assert "the last ($200.01) by March 24, 2027: $1,000.01 in all." in text
    assert text.count("$1,000.01 in all.") == 3
    assert "by November 30, 2026" in text  # the answer asked for in the offer


def test_the_agreement_has_the_schedule_the_clauses_and_a_line_to_sign(
    desk: Desk, customer: int, invoice: int
) -> None:
    missing = mail.draft_letter(desk, customer, "L06")
    assert {one.field for one in missing.problems} >= {"plan_balance", "plan_default_clause"}

    offer_plan(desk, customer, terms(invoice))
    text = letter_text(desk, customer, "L06")
    assert "of the undisputed balance of the invoices below as of November 19, 2026." in text
    for words in (
        "Down payment: $200.00 by November 24, 2026",
        "Installment 4: $200.01 by March 24, 2027",
        "Together: $1,000.01.",
        "within ten days after its day",
        "the whole unpaid balance is due at once",
        "The plan is changed only in writing",
        "Signature: ____",
        "INV-1011-100001",
    ):
        assert words in text


def test_the_agreement_lists_the_invoices_of_the_plan_on_one_page(
    desk: Desk, customer: int, invoice: int
) -> None:
    add_invoice(desk, customer, 7_700, TODAY - timedelta(days=12))
    offer_plan(desk, customer, terms(invoice))
    draft = mail.draft_letter(desk, customer, "L06")
    assert draft.letter.options.invoice_ids == (invoice,)
    shown = mail.preview_letter(desk, draft.letter.id).pdf
    assert shown is not None
    pdf = pypdfium2.PdfDocument(io.BytesIO(shown))
    assert len(pdf) == 1
    text = pdf[0].get_textpage().get_text_bounded()
    assert "INV-1011-100001" in text
    assert "7700" not in text
    assert "$77.00" not in text
    # what the plan leaves out stands in the offer, which asks about the whole account
    assert "$77.00" in letter_text(desk, customer, "L05")


def test_the_reminder_while_a_plan_runs_is_of_the_next_part(
    desk: Desk, customer: int, invoice: int
) -> None:
    sign_plan(desk, offer_plan(desk, customer, terms(invoice)), Signature(TODAY, "Dana Reyes"))

    draft = mail.draft_letter(desk, customer, "L01")
    text = letter_text(desk, customer, "L01")

    assert draft.letter.template == "L01-installment"
    assert "$200.00 (Down payment), which is to reach us by November 24, 2026" in text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (6, "$200.00 reaches us by December 5, 2026. If it is here by then, the plan goes on"),
        (6, "the whole unpaid balance of $1,000.01 is due at once, as agreed"),
        (16, "the whole unpaid balance of $1,000.01 is now due"),
    ],
)
def test_the_missed_payment_says_until_when_and_what_follows(  # noqa: PLR0913, PLR0917 - one row
    desk: Desk, clock: Clock, customer: int, invoice: int, days: int, said: str
) -> None:  # fmt: skip
    sign_plan(desk, offer_plan(desk, customer, terms(invoice)), Signature(TODAY, "Dana Reyes"))
    clock.pass_by(days=days)
    text = letter_text(desk, customer, "L07")

    assert "the down payment of $200.00, due on November 24, 2026, has not reached us" in text
    assert said in text


def test_the_broken_promise_is_named_with_its_day(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    assert invoice
    contact.take_promise(desk, customer, TypedPromise(usd(30_000), date(2026, 11, 23), ""))
    clock.pass_by(days=6)
    text = letter_text(desk, customer, "L07")

    assert "On November 20, 2026 you promised $300.00 by November 23, 2026." in text
    assert "It has not reached us." in text
    assert text.count("$300.00") == 3  # subject, sentence and request; the history is silent on it
