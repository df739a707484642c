"""Holds on one thing only, and flags with what they cancel, on the real store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from collections_desk.domain.charges import Charge
from collections_desk.domain.guards import Confirmed
from collections_desk.domain.letters import LetterState
from collections_desk.domain.money import Money
from collections_desk.errors import EntryRefusedError, LetterRefusedError, NotAllowedError
from collections_desk.operations import contact, customers, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist_line
from collections_desk.store.audit_log import verify_chain
from collections_desk.store.charges import add_charge, charges
from collections_desk.store.customers import put_contact_point
from collections_desk.store.tables import InvoiceRow, LedgerEntryRow
from tests.clock import Clock
from tests.letters.sheets import folded, page_texts
from tests.operations.mail_desk import add_customer, approved, printed, write_settings

TODAY = date(2026, 11, 20)
SOON = TODAY + timedelta(days=10)


@pytest.fixture
def customer(desk: Desk) -> int:
    write_settings(desk)
    return add_customer(desk)


def hold(desk: Desk, customer: int, scope: str, ref: str) -> int:
    return contact.put_on_hold(
        desk, customer, "asked by sales", review_on=SOON, scope=scope, scope_ref=ref
    )


def guards(desk: Desk, letter_id: int) -> list[str]:
    return [one.guard for one in mail.examine_letter(desk, letter_id)]


def charge(  # noqa: PLR0913, PLR0917 - the parts of a charge
    desk: Desk, customer: int, minor: int, begins: date, ends: date, kind: str
) -> int:
    """Book a late charge on the first invoice, as a clerk did."""
    with desk.database.write("test.charge", "charged", now=desk.now()) as transaction:
        invoice = transaction.query(InvoiceRow).filter_by(customer_id=customer).first()
        assert invoice is not None
        item = InvoiceRow(
            customer_id=customer, kind="fee" if kind == "fee" else "interest",
            number=f"{kind}-{minor}", due_on=ends, currency="USD", amount_minor=minor,
            open_minor=minor, as_of=TODAY,
        )  # fmt: skip
        transaction.add(item)
        transaction.flush()
        amount = Money(minor, "USD")
        made = Charge(
            id=0, customer_id=customer, invoice_id=invoice.id, invoice_number=invoice.number,
            kind=kind, preset="us_contract_monthly_1_5", preset_as_of=TODAY,
            basis="clause 7", basis_on=date(2026, 1, 5), amount=amount,
            principal=Money(374_50, "USD"), rate="", from_on=begins, to_on=ends,
            working=(), state="charged", state_on=ends,
        )  # fmt: skip
        return add_charge(
            transaction, made, state="charged", on=ends, item_id=item.id, reason="",
            clerk="Dana Whitfield", now=desk.now(),
        )  # fmt: skip


def test_an_invoice_on_hold_is_not_asked_for_and_comes_back_when_lifted(
    desk: Desk, customer: int
) -> None:
    first = customers.customer_page(desk, customer).invoices[0]
    before = worklist_line(desk, customer).to_be_collected

    number = hold(desk, customer, "invoice", str(first.id))

    line = worklist_line(desk, customer)
    page = customers.customer_page(desk, customer)
    assert line.to_be_collected == (before[0] - first.open,)
    assert page.on_hold == (first.open,)
    assert line.days_past_due == 79  # the next oldest
    result = mail.preview_letter(desk, mail.draft_letter(desk, customer, "L02").letter.id)
    said = folded(" ".join(page_texts(result.pdf or b"")))
    assert folded("Less on hold") in said
    assert folded("On hold. It is not asked for in this letter.") in said

    contact.lift_hold(desk, number, why="sales agreed")
    assert worklist_line(desk, customer).to_be_collected == before
    with pytest.raises(EntryRefusedError, match="lifted already"):
        contact.lift_hold(desk, number, why="again")


def test_everything_on_hold_is_looked_at_again_and_never_an_orphan(
    desk: Desk, clock: Clock, customer: int
) -> None:
    for item in customers.customer_page(desk, customer).invoices:
        hold(desk, customer, "invoice", str(item.id))

    line = worklist_line(desk, customer)
    assert line.to_be_collected == ()
    assert line.next_action is not None
    assert line.next_action.due_on == date(2026, 11, 30)
    with pytest.raises(LetterRefusedError, match=r"\$1,123.50 is on hold"):
        approved(desk, customer)

    clock.pass_by(days=40)
    later = worklist_line(desk, customer)
    assert later.state == "action"
    assert later.next_action == line.next_action


@pytest.mark.parametrize(
    ("scope", "ref"),
    [
        ("invoice", "999"),
        ("invoice", "'; DROP TABLE hold"),
        ("invoice", ""),
        ("channel", "pigeon"),
        ("number", "617-555-0000"),
        ("address", "77"),
        ("planet", "mars"),
    ],
)
def test_a_hold_on_nothing_is_refused(desk: Desk, customer: int, scope: str, ref: str) -> None:
    with pytest.raises(EntryRefusedError, match="has no such") as refused:
        hold(desk, customer, scope, ref)

    assert "Nothing was recorded" in refused.value.remedy
    assert not customers.customer_page(desk, customer).holds


def test_letters_and_address_on_hold_ask_before_a_letter(desk: Desk, customer: int) -> None:
    letter = mail.draft_letter(desk, customer, "L02").letter
    address = customers.customer_page(desk, customer).addresses[0]
    with desk.database.write("test.number", "a number", now=desk.now()) as transaction:
        put_contact_point(transaction, customer, None, kind="phone", value="614-555-0120")
    hold(desk, customer, "channel", "phone")
    hold(desk, customer, "number", "614-555-0120")
    assert "G-STOP-14" not in guards(desk, letter.id)

    there = hold(desk, customer, "address", str(address.id))
    said = [one.said for one in mail.examine_letter(desk, letter.id) if one.guard == "G-STOP-14"]
    assert "this address is on hold" in said[0]
    contact.lift_hold(desk, there, why="it was checked")
    hold(desk, customer, "channel", "mail")
    said = [one.said for one in mail.examine_letter(desk, letter.id) if one.guard == "G-STOP-14"]
    assert "writing letters is on hold" in said[0]


def test_bankruptcy_cancels_what_waits_also_for_a_company(desk: Desk, customer: int) -> None:
    sent = approved(desk, customer)
    printed(desk, sent.id)
    draft = mail.draft_letter(desk, customer, "L01").letter
    preview = contact.preview_stop(desk, customer, "BKY", {"filed_on": date(2026, 11, 1)})
    assert [one.words for one in preview.effects] == [f"Letter {draft.ref} (L01), draft"]
    assert f"{sent.ref} (L02) is printed: do not post it" in preview.mind[0]

    number = contact.set_stop_flag(
        desk, customer, "BKY", reason="notice of the court",
        facts={"filed_on": date(2026, 11, 1), "court": "W.D. Pa.", "case_number": "26-1234"},
    )  # fmt: skip

    letter = mail.one_letter(desk, draft.id)
    assert letter.state is LetterState.CANCELLED
    assert letter.events[-1].note == "Canceled by the flag BKY: Bankruptcy known"
    assert mail.one_letter(desk, sent.id).state is LetterState.PRINTED
    page = customers.customer_page(desk, customer)
    flag = next(one for one in page.holds if one.id == number)
    assert flag.facts["filed_on"] == "2026-11-01"
    assert flag.facts["cancelled"] == [f"Letter {draft.ref} (L01), draft"]
    assert any("It canceled" in entry.detail for entry in page.timeline if entry.kind == "note")
    with desk.database.read() as session:
        assert verify_chain(session).first_bad is None

    contact.lift_hold(desk, number, why="case dismissed")
    assert mail.one_letter(desk, draft.id).state is LetterState.CANCELLED


def test_charges_are_reversed_from_the_day_of_filing(desk: Desk, customer: int) -> None:
    early = charge(desk, customer, 10_00, date(2026, 9, 1), date(2026, 9, 30), "interest")
    across = charge(desk, customer, 31_00, date(2026, 10, 1), date(2026, 10, 31), "interest")
    late = charge(desk, customer, 7_77, date(2026, 11, 5), date(2026, 11, 5), "fee")
    unknown = contact.preview_stop(desk, customer, "BKY")
    assert not unknown.of_kind("charge")
    assert "not known: no late charge is reversed" in unknown.mind[-1]

    contact.set_stop_flag(
        desk, customer, "BKY", reason="notice", facts={"filed_on": date(2026, 10, 22)}
    )

    # Oct 22 to Oct 31 are 10 of 31 days: 31.00 x 10 / 31 = 10.00
    with desk.database.read() as session:
        stand = {one.id: (one.state, one.left) for one in charges(session, customer)}
    assert stand[early] == ("charged", Money(10_00, "USD"))
    assert stand[across] == ("charged", Money(21_00, "USD"))
    assert stand[late][0] == "waived"
    assert (stand[late][1] or Money(0, "USD")).minor == 0


def test_a_filing_date_that_comes_later_reverses_then(desk: Desk, customer: int) -> None:
    late = charge(desk, customer, 7_77, date(2026, 11, 5), date(2026, 11, 5), "fee")
    first = contact.set_stop_flag(desk, customer, "BKY", reason="said on the telephone")
    second = contact.set_stop_flag(
        desk, customer, "BKY", reason="notice", facts={"filed_on": date(2026, 11, 2)}
    )

    assert first == second
    with desk.database.read() as session:
        assert next(one for one in charges(session, customer) if one.id == late).state == "waived"
    flags = [one for one in customers.customer_page(desk, customer).holds if one.flag]
    assert [one.facts["filed_on"] for one in flags] == ["2026-11-02"]


def test_the_payments_of_ninety_days_are_listed(desk: Desk, customer: int) -> None:
    with desk.database.write("test.paid", "paid", now=desk.now()) as transaction:
        for days, minor in ((5, 40_00), (80, 25_00), (95, 99_00)):
            transaction.add(
                LedgerEntryRow(
                    customer_id=customer,
                    kind="payment",
                    currency="USD",
                    amount_minor=-minor,
                    dated_on=TODAY - timedelta(days=days),
                    source="import",
                    created_at=desk.now(),
                )
            )

    preview = contact.preview_stop(desk, customer, "BKY", {"filed_on": TODAY})

    assert [one.amount.minor for one in preview.payments] == [25_00, 40_00]
    contact.set_stop_flag(desk, customer, "BKY", reason="notice", facts={"filed_on": TODAY})
    notes = [one.detail for one in customers.customer_page(desk, customer).timeline]
    assert any("2026-11-15: $40.00" in note and "$99.00" not in note for note in notes)


@pytest.mark.parametrize(
    ("flag", "facts", "field", "said"),
    [
        ("BKY", {"filed_on": TODAY + timedelta(days=1)}, "filed_on", "still to come"),
        ("BKY", {"filed_on": "soon"}, "filed_on", "not a day"),
        ("BREATHING", {"ends_on": TODAY}, "ends_on", "not after today"),
        ("BREATHING", {"court": "x"}, "ends_on", "has an end"),
        ("ATTY", {"attorney": "x" * 100_000}, "attorney", "The text|Attorney"),
        ("NOPE", {}, "flag", "not a stop flag"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_canceled(  # noqa: PLR0913, PLR0917 - a case
    desk: Desk, customer: int, flag: str, facts: dict[str, Any], field: str, said: str
) -> None:
    draft = mail.draft_letter(desk, customer, "L02").letter

    with pytest.raises(EntryRefusedError, match=said) as refused:
        contact.set_stop_flag(desk, customer, flag, reason="why", facts=facts)

    assert refused.value.field == field
    assert mail.one_letter(desk, draft.id).state is LetterState.DRAFT
    assert not customers.customer_page(desk, customer).holds


def test_an_attorney_is_the_one_to_ask_for(desk: Desk, customer: int) -> None:
    contact.set_stop_flag(
        desk, customer, "ATTY", reason="letter of Nov 18",
        facts={"attorney": "Ida Okafor, Okafor & Lund", "attorney_phone": "412-555-0177"},
    )  # fmt: skip

    page = customers.customer_page(desk, customer)
    assert (page.people[0].name, page.people[0].role) == ("Ida Okafor, Okafor & Lund", "Attorney")
    assert [one.label for one in page.contact_points if one.value == "412-555-0177"] == [
        "attorney"
    ]


def test_after_a_cease_only_the_confirmation_goes(desk: Desk, customer: int) -> None:
    contact.set_stop_flag(
        desk, customer, "CEASE", reason="their letter", facts={"received_on": date(2026, 11, 18)}
    )
    demand = mail.draft_letter(desk, customer, "L02").letter
    assert "G-STOP-03" in guards(desk, demand.id)
    confirmation = mail.draft_letter(desk, customer, "L16").letter

    assert "G-STOP-03" not in guards(desk, confirmation.id)
    said = folded(" ".join(page_texts(mail.preview_letter(desk, confirmation.id).pdf or b"")))
    assert folded("with effect from November 18, 2026") in said
    assert folded("all contact about the account") in said
    assert folded("$") not in said
    assert approved(desk, customer, "L16").state is LetterState.APPROVED


def test_a_breathing_space_ends_on_its_day(desk: Desk, clock: Clock, customer: int) -> None:
    contact.set_stop_flag(
        desk, customer, "BREATHING", reason="register", facts={"ends_on": date(2026, 12, 18)}
    )

    line = worklist_line(desk, customer)
    assert line.state == "hold"
    assert line.next_action is not None
    assert line.next_action.due_on == date(2026, 12, 18)
    clock.pass_by(days=30)
    assert worklist_line(desk, customer).state == "action"


def test_credits_that_cover_the_debt_block_a_letter_until_a_sentence(
    desk: Desk, customer: int
) -> None:
    with desk.database.write("test.credit", "a credit", now=desk.now()) as transaction:
        transaction.add(
            InvoiceRow(
                customer_id=customer,
                kind="payment",
                number="",
                due_on=None,
                currency="USD",
                amount_minor=-1_200_00,
                open_minor=-1_200_00,
                as_of=TODAY,
            )
        )
    draft = mail.draft_letter(desk, customer, "L02")
    assert worklist_line(desk, customer).to_be_collected == ()
    assert [one.field for one in draft.problems] == ["amount_due"]
    assert "G-LTR-16" in guards(desk, draft.letter.id)

    options = draft.letter.options

    mail.save_letter_draft(desk, draft.letter.id, options=replace(options, leave_out_credits=True))
    with pytest.raises(NotAllowedError, match=r"\$1,200.00 of credits"):
        mail.approve_letter(desk, draft.letter.id)
    sent = mail.approve_letter(
        desk,
        draft.letter.id,
        reasons={"G-LTR-16": Confirmed("The money is a deposit for another order")},
    )
    assert sent.snapshot is not None
    assert "$1,123.50" in str(sent.snapshot["content"])
