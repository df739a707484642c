"""The validation notice: its day to answer is the end of the validation period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from collections_desk.domain.letters import LetterState
from collections_desk.domain.settings import Business
from collections_desk.operations import mail, preferences
from collections_desk.operations.desk import Desk
from collections_desk.store.mailings import load_letter
from tests.operations.contact_desk import add_customer, add_invoice


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
    assert "December 30, 2026" in text
    assert "How do you want to respond?" in text
