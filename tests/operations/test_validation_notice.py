"""The validation notice: its day to answer is the end of the validation period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from collections_desk.domain.letters import LetterState
from collections_desk.domain.settings import Business
from collections_desk.operations import mail, preferences
from collections_desk.operations.desk import Desk
from collections_desk.store.mailings import load_letter
from tests.letters.sheets import page_texts
from tests.operations.contact_desk import add_customer, add_invoice
from tests.operations.mail_desk import add_customer as add_a_customer
from tests.operations.mail_desk import write_settings


def test_an_agency_sends_it_first_and_it_gives_the_whole_period(desk: Desk) -> None:
    business = Business(
        name="Harbor Recovery",
        address_lines=("5 Pier Rd", "Boston, MA 02110"),
        phone="617-555-0100",
        hours="9 to 5",
        contact_name="Anna Clerk",
        payment_instructions="Pay by check.",
    )
    settings = replace(desk.settings(), mode="third_party", clerk="Anna Clerk", business=business)
    preferences.change_settings(desk, settings)
    customer = add_customer(desk)
    add_invoice(desk, customer, 10_000, date(2026, 9, 1))

    asked = {
        one.guard
        for one in mail.examine_letter(desk, mail.draft_letter(desk, customer, "L02").letter.id)
    }
    assert "G-LTR-07" in asked

    notice = mail.draft_letter(desk, customer, "L17").letter
    # Friday, November 20, 2026: five business days, Thanksgiving left out, is Monday the 30th;
    # thirty days later is December 30.
    assert notice.options.act_by == date(2026, 12, 30)
    found = {one.guard for one in mail.examine_letter(desk, notice.id)}
    assert "G-LTR-07" not in found

    reasons = dict.fromkeys(found, "Tried in a test.")
    mail.approve_letter(desk, notice.id, reasons=reasons)
    with desk.database.read() as session:
        approved = load_letter(session, notice.id)
    assert approved.state is LetterState.APPROVED
    text = str(approved.snapshot)
    assert "attempt to collect a debt" in text
    assert "original creditor if it is not Harbor Recovery" in text
    assert "I want you to send me the name and address" in text
    assert "December 30, 2026" in text
    assert "How do you want to respond?" in text


def test_a_creditor_that_collects_its_own_debts_does_not_write_as_an_agency(desk: Desk) -> None:
    write_settings(desk)
    customer = add_a_customer(desk)

    letter = mail.draft_letter(desk, customer, "L17").letter
    text = " ".join(" ".join(page_texts(mail.preview_letter(desk, letter.id).pdf or b"")).split())

    assert "we are the creditor and write in our own name" in text
    assert "You may dispute all or a part of this debt. If you do so in writing" in text
    for words in ("attempt to collect a debt", "original creditor", "[ ]  ", "{{"):
        assert words not in text
    for words in ("I want to dispute the debt because", "I enclose this amount"):
        assert words in text
