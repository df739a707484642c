"""Drafting and approving letters on a real store."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from collections_desk.domain.guards import Confirmed
from collections_desk.domain.letter_drafts import BODY_LIMIT
from collections_desk.domain.letter_options import (
    CopyTo,
    Finding,
    LetterOptions,
    options_from_json,
)
from collections_desk.domain.letters import LetterState
from collections_desk.domain.money import Money
from collections_desk.errors import EntryRefusedError, LetterRefusedError, NotAllowedError
from collections_desk.operations import contact, customers, mail
from collections_desk.operations.desk import Desk
from collections_desk.store.customers import put_person
from collections_desk.store.search import find
from collections_desk.store.tables import (
    AddressRow,
    AuditEventRow,
    GuardEventRow,
    HoldRow,
    InvoiceRow,
    LetterRow,
)
from tests.clock import Clock
from tests.letters.sheets import folded, page_texts
from tests.operations.mail_desk import (
    BUSINESS,
    DECIDED,
    TODAY,
    add_customer,
    add_dispute,
    approved,
    certified,
    pay_all,
    printed,
    write_settings,
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Give a desk whose business is filled in."""
    write_settings(desk)
    return desk


def page(desk: Desk, letter_id: int, **unsaved: object) -> str:
    result = mail.preview_letter(desk, letter_id, **unsaved)
    assert result.pdf is not None
    return folded("".join(page_texts(result.pdf)))


def test_one_letter_lists_all_that_is_open_with_its_totals(desk: Desk) -> None:
    customer = add_customer(desk, invoices=3)

    draft = mail.draft_letter(desk, customer, "L02")
    said = page(desk, draft.letter.id)

    assert draft.problems == ()
    for number in range(3):
        assert f"INV-{customer}{number:03d}" in said
    assert folded("$500.00 $125.50 $374.50") in said
    assert folded("Total USD $1,500.00 $376.50 $1,123.50") in said
    assert folded("Balances as of November 20, 2026") in said
    assert folded("María Ñuñoa") in said
    assert draft.letter.ref == "CD-2026-000001"
    assert draft.letter.state is LetterState.DRAFT


def test_two_currencies_are_never_added(desk: Desk) -> None:
    customer = add_customer(desk, invoices=2, paid=0)
    with desk.database.write("test", "another currency", now=desk.now()) as transaction:
        invoice = transaction.scalars(select(InvoiceRow)).first()
        assert invoice is not None
        invoice.currency = "EUR"

    said = page(desk, mail.draft_letter(desk, customer, "L02").letter.id)

    assert folded("Total EUR €500.00 €0.00 €500.00") in said
    assert folded("Total USD $500.00 $0.00 $500.00") in said
    assert folded("€500.00 and $500.00") in said
    assert "1,000" not in said


@pytest.mark.parametrize("letter_type", ["L02", "L03", "L04", "L11"])
def test_each_demand_can_be_approved_once_it_is_filled_in(desk: Desk, letter_type: str) -> None:
    customer = add_customer(desk)
    draft = mail.draft_letter(desk, customer, letter_type)
    options = replace(DECIDED, copies=(CopyTo("Morgan Lead", "Lead"),), enclosures=("Invoices",))

    letter = approved(desk, customer, letter_type, options=options)

    assert letter.state is LetterState.APPROVED
    assert letter.snapshot is not None
    assert letter.address_lines[-1] == "Columbus OH 43215"
    assert draft.type_label == mail.type_label(desk, letter_type)


def test_a_reminder_before_the_due_date_names_that_date(desk: Desk) -> None:
    customer = add_customer(desk, invoices=1, oldest_days=-7, paid=0)

    said = page(desk, mail.draft_letter(desk, customer, "L01").letter.id)

    assert folded("$500.00 falls due on November 27, 2026") in said
    assert folded("not due") in said


def test_a_dispute_is_acknowledged_and_answered_line_by_line(desk: Desk) -> None:
    customer = add_customer(desk)
    dispute = add_dispute(desk, customer, 10_000)

    said = page(desk, mail.draft_letter(desk, customer, "L08").letter.id)
    assert folded("$100.00") in said
    assert folded("Quantity short. Two cartons short") in said
    assert folded("by December 2, 2026") in said
    assert folded("not ask you for the disputed amount") in said

    draft = mail.draft_letter(desk, customer, "L09")
    assert [problem.field for problem in draft.problems] == ["findings", "enclosures"]
    assert "is not decided yet" in draft.problems[0].said
    contact.advance_dispute(
        desk, dispute, "decided_partial", upheld=Money(5_000, "USD"),
        finding="One carton was short.",
    )  # fmt: skip
    answer = page(desk, draft.letter.id)
    assert folded("The charge is corrected. One carton was short.") in answer
    assert folded("$50.00 of the disputed amount remains due") in answer
    assert folded("until then our books still show $374.50 for this invoice") in answer
    assert folded("The correction of $50.00 is not booked yet") in answer
    assert folded("A credit is decided and not booked yet. It is not asked for") in answer
    assert folded("new balance") not in answer
    assert [one.field for one in mail.open_draft(desk, draft.letter.id).problems] == ["enclosures"]


def test_the_disputed_part_is_not_asked_for(desk: Desk) -> None:
    customer = add_customer(desk, invoices=2, paid=0)
    add_dispute(desk, customer, 20_000)

    said = page(desk, mail.draft_letter(desk, customer, "L02").letter.id)

    assert folded("Of this, $800.00 is past due as of November 20, 2026") in said
    assert folded("* Disputed.") in said


def test_paid_in_full_says_so_only_when_it_is_so(desk: Desk) -> None:
    customer = add_customer(desk)
    early = mail.draft_letter(desk, customer, "L14")
    assert any("still has open invoices" in problem.said for problem in early.problems)

    pay_all(desk, customer)
    said = page(desk, early.letter.id)

    assert mail.open_draft(desk, early.letter.id).problems == ()
    assert folded("your balance is $0.00") in said
    assert folded("$1,123.50, received on November 19, 2026") in said


def test_the_draft_takes_the_customer_s_next_step(desk: Desk) -> None:
    customer = add_customer(desk, oldest_days=5)

    draft = mail.draft_letter(desk, customer, "L02")

    assert draft.letter.step == "D2"
    assert draft.letter.template == "L02-friendly"
    mail.cancel_letter(desk, draft.letter.id, why="another one fits better")
    assert mail.draft_letter(desk, customer, "L03").letter.step is None


@pytest.mark.parametrize("second", ["L02", "L03", "L11"])
def test_a_customer_gets_one_letter_at_a_time_that_asks_for_money(desk: Desk, second: str) -> None:
    customer = add_customer(desk)
    first = mail.draft_letter(desk, customer, "L02").letter

    with pytest.raises(LetterRefusedError, match=first.ref) as refused:
        mail.draft_letter(desk, customer, second)

    assert "Nothing was drafted" in refused.value.remedy
    assert [one.id for one in mail.letters_for(desk, customer)] == [first.id]
    mail.draft_letter(desk, customer, "L01")  # asks for nothing that is past due
    printed(desk, approved(desk, customer).id)
    with pytest.raises(LetterRefusedError, match="printed, to post"):
        mail.draft_letter(desk, customer, second)
    mail.record_rung(desk, [first.id], LetterState.POSTED, TODAY)
    with pytest.raises(LetterRefusedError, match="of today"):
        mail.draft_letter(desk, customer, second)


def test_certified_letters_propose_copy_receipt_and_management(desk: Desk) -> None:
    letter = mail.draft_letter(desk, add_customer(desk), "L11").letter

    assert letter.certified
    assert letter.return_receipt == "card"
    assert letter.first_class_copy
    assert letter.signer == "exec"
    assert [copy.name for copy in letter.options.copies] == ["Morgan Lead"]


def test_what_the_editor_holds_is_previewed_without_being_saved(desk: Desk) -> None:
    letter_id = mail.draft_letter(desk, add_customer(desk), "L02").letter.id

    said = page(desk, letter_id, subject="Quite another subject", body="Only {{balance}}.")

    assert folded("Quite another subject") in said
    assert folded("Only $1,123.50.") in said
    assert mail.one_letter(desk, letter_id).subject != "Quite another subject"


def test_an_unknown_field_is_refused_with_its_line_and_shown_as_typed(desk: Desk) -> None:
    letter_id = mail.draft_letter(desk, add_customer(desk), "L02").letter.id
    body = "Dear {{greeting_name}},\n\n{{customer_nmae}} owes.\n{{statement_table}}"

    result = mail.preview_letter(desk, letter_id, body=body)

    assert result.problems[0].line == 3
    assert "customer_nmae" in result.problems[0].said
    assert result.pdf is not None
    assert "{{customer_nmae}}" in "".join(page_texts(result.pdf))
    mail.save_letter_draft(desk, letter_id, body=body)
    with pytest.raises(LetterRefusedError, match="customer_nmae"):
        mail.approve_letter(desk, letter_id)


def test_a_missing_value_is_refused_by_its_name(desk: Desk) -> None:
    draft = mail.draft_letter(desk, add_customer(desk), "L04")

    assert [problem.field for problem in draft.problems] == ["consequence", "intended_on"]
    with pytest.raises(LetterRefusedError, match="What will follow, as decided"):
        mail.approve_letter(desk, draft.letter.id)


def test_a_text_that_lost_a_required_element_is_refused(desk: Desk) -> None:
    letter_id = mail.draft_letter(desk, add_customer(desk), "L02").letter.id

    result = mail.preview_letter(desk, letter_id, body="Pay {{amount_due}} now.")

    assert any("Invoice list" in problem.said for problem in result.problems)
    assert any("How to pay" in problem.said for problem in result.problems)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"body": "x" * (BODY_LIMIT + 1)}, "body", id="text over the limit"),
        pytest.param({"subject": "x" * 201}, "subject", id="subject over the limit"),
        pytest.param({"service": "pigeon"}, "service", id="unknown service"),
        pytest.param({"signer": "nobody"}, "signer", id="unknown signer"),
        pytest.param({"envelope": "bag"}, "envelope", id="unknown envelope"),
        pytest.param({"paper": "legal"}, "paper", id="unknown paper"),
    ],
)
def test_what_cannot_be_saved_names_its_field(
    desk: Desk, changes: dict[str, str], field: str
) -> None:
    letter_id = mail.draft_letter(desk, add_customer(desk), "L02").letter.id

    with pytest.raises(EntryRefusedError) as refused:
        mail.save_letter_draft(desk, letter_id, **changes)  # type: ignore[arg-type] # wrong on purpose
    assert refused.value.field == field
    problems = mail.preview_letter(desk, letter_id, **changes).problems
    assert problems[0].field == field


def test_characters_without_a_shape_stop_the_letter_until_the_name_is_written_otherwise(
    desk: Desk,
) -> None:
    customer = add_customer(desk, "株式会社山田")
    draft = mail.draft_letter(desk, customer, "L02")
    assert any("U+682A" in problem.said for problem in draft.problems)
    with pytest.raises(LetterRefusedError, match=r"U\+682A"):
        mail.approve_letter(desk, draft.letter.id)

    options = replace(draft.letter.options, printed_name="Kabushiki Kaisha Yamada")
    mail.save_letter_draft(desk, draft.letter.id, options=options)

    assert mail.open_draft(desk, draft.letter.id).problems == ()
    assert folded("Kabushiki Kaisha Yamada") in page(desk, draft.letter.id)


def test_an_address_too_large_for_the_window_is_named_in_the_preview(desk: Desk) -> None:
    draft = mail.draft_letter(desk, add_customer(desk), "L02").letter
    lines = tuple(f"Line {number}" for number in range(12))

    result = mail.preview_letter(
        desk, draft.id, options=replace(draft.options, address_lines=lines)
    )

    assert result.pdf is None
    assert result.problems[-1].field == "address"


def test_a_customer_without_address_gets_no_letter(desk: Desk) -> None:
    draft = mail.draft_letter(desk, add_customer(desk, address=False), "L02")

    assert draft.problems[0].field == "address"
    assert mail.preview_letter(desk, draft.letter.id).pdf is not None


def test_a_business_without_a_name_sends_no_letter(desk: Desk) -> None:
    customer = add_customer(desk)
    write_settings(desk, business=replace(BUSINESS, name="", payment_instructions=""))

    fields = {problem.field for problem in mail.draft_letter(desk, customer, "L02").problems}

    assert {"business_name", "how_to_pay"} <= fields


def test_old_balances_block_a_letter_until_a_reason_is_given(desk: Desk) -> None:
    customer = add_customer(desk, as_of=TODAY - timedelta(days=8))
    letter_id = mail.draft_letter(desk, customer, "L02").letter.id

    with pytest.raises(NotAllowedError, match="8 days old; the limit is 7"):
        mail.approve_letter(desk, letter_id)
    with pytest.raises(NotAllowedError):
        mail.approve_letter(desk, letter_id, reasons={"G-LTR-05": "   "})
    with pytest.raises(NotAllowedError, match="not approved yet"):  # and not confirmed
        mail.approve_letter(desk, letter_id, reasons={"G-LTR-05": "The bank was asked today."})
    asked = Confirmed("The bank was asked today.")
    mail.approve_letter(desk, letter_id, reasons={"G-LTR-05": asked})

    with desk.database.read() as session:
        *stopped, event = session.scalars(select(GuardEventRow).order_by(GuardEventRow.id)).all()
    assert [one.decision for one in stopped] == ["stopped"] * 3
    assert (event.guard, event.decision, event.letter_id) == ("G-LTR-05", "overridden", letter_id)
    assert event.reason == "The bank was asked today."


GUARDED = [
    pytest.param(
        "L04", replace(DECIDED, authorized_by=""), {}, "G-LTR-02", "who decided", id="G-LTR-02"
    ),
    pytest.param(
        "L04",
        replace(DECIDED, consequence="the Sheriff will seize your car."),
        {},
        "G-LTR-03",
        "sheriff",
        id="G-LTR-03",
    ),
    pytest.param(
        "L02",
        replace(DECIDED, consequence="", copies=(CopyTo("A Neighbor", side="other"),)),
        {},
        "G-LTR-06",
        "A Neighbor",
        id="G-LTR-06",
    ),
    pytest.param("L04", DECIDED, {}, "G-LTR-10", "no earlier letter", id="G-LTR-10"),
    pytest.param(
        "L04",
        replace(DECIDED, consequence="we will tell the credit bureau."),
        {},
        "G-LTR-13",
        "credit bureau",
        id="G-LTR-13",
    ),
    pytest.param(
        "L11", DECIDED, {"first_class_copy": False}, "G-LTR-14", "First-Class", id="G-LTR-14"
    ),
]


@pytest.mark.parametrize(("letter_type", "options", "changes", "guard", "said"), GUARDED)
def test_guards_say_what_they_see(  # noqa: PLR0913, PLR0917 - one case
    desk: Desk,
    letter_type: str,
    options: LetterOptions,
    changes: dict[str, bool],
    guard: str,
    said: str,
) -> None:
    letter_id = mail.draft_letter(desk, add_customer(desk), letter_type).letter.id
    mail.save_letter_draft(desk, letter_id, options=options, **changes)  # type: ignore[arg-type] # one flag

    found = {one.guard: one.said for one in mail.examine_letter(desk, letter_id)}

    assert said in found[guard]


def test_an_ordinary_reminder_passes_every_guard(desk: Desk) -> None:
    letter_id = mail.draft_letter(desk, add_customer(desk), "L02").letter.id

    assert mail.examine_letter(desk, letter_id) == []


def test_firm_words_wait_for_the_days_of_patience(desk: Desk) -> None:
    letter_id = mail.draft_letter(desk, add_customer(desk, oldest_days=12), "L03").letter.id

    assert "G-FREQ-07" in {one.guard for one in mail.examine_letter(desk, letter_id)}


def test_an_officer_of_a_company_may_be_in_copy_a_consumer_s_may_not(desk: Desk) -> None:
    company = add_customer(desk, "Company")
    person = add_customer(desk, "Person", kind="consumer")
    copies = LetterOptions(copies=(CopyTo("Chief", "Officer", "customer"),))

    guards = []
    for customer in (company, person):
        letter_id = mail.draft_letter(desk, customer, "L02").letter.id
        mail.save_letter_draft(desk, letter_id, options=copies)
        guards.append({one.guard for one in mail.examine_letter(desk, letter_id)})

    assert "G-LTR-06" not in guards[0]
    assert "G-LTR-06" in guards[1]


@pytest.mark.parametrize(
    ("flag", "guard"), [("BKY", "G-STOP-01"), ("CEASE", "G-STOP-03"), ("", "G-STOP-14")]
)
def test_a_stop_flag_or_hold_stands_before_a_letter(desk: Desk, flag: str, guard: str) -> None:
    customer = add_customer(desk, kind="consumer")
    with desk.database.write("test.hold", "set", now=desk.now()) as transaction:
        transaction.add(
            HoldRow(
                customer_id=customer,
                flag=flag,
                reason="told by phone",
                facts={},
                begins_on=TODAY,
                created_at=desk.now(),
            )
        )
    letter_id = mail.draft_letter(desk, customer, "L02").letter.id

    found = {one.guard: one for one in mail.examine_letter(desk, letter_id)}

    assert "told by phone" in found[guard].said
    with pytest.raises(NotAllowedError):
        mail.approve_letter(desk, letter_id)


def test_approving_freezes_the_figures(desk: Desk) -> None:
    customer = add_customer(desk)
    letter = approved(desk, customer)
    before = mail.preview_letter(desk, letter.id).pdf

    pay_all(desk, customer)

    assert mail.preview_letter(desk, letter.id).pdf == before
    assert letter.as_of == TODAY


def test_a_letter_drafted_last_week_carries_today_s_date(desk: Desk, clock: Clock) -> None:
    letter_id = mail.draft_letter(desk, add_customer(desk), "L02").letter.id

    clock.pass_by(days=3)

    assert mail.open_draft(desk, letter_id).letter.letter_date == date(2026, 11, 23)
    assert folded("November 23, 2026") in page(desk, letter_id)


def test_an_approved_letter_is_opened_again_or_cancelled_with_a_reason(desk: Desk) -> None:
    letter = approved(desk, add_customer(desk))
    with pytest.raises(LetterRefusedError, match="approved, to print"):
        mail.save_letter_draft(desk, letter.id, subject="Late change")
    with pytest.raises(EntryRefusedError):
        mail.reopen_letter(desk, letter.id, why=" ")

    reopened = mail.reopen_letter(desk, letter.id, why="The amount is wrong")
    assert reopened.state is LetterState.DRAFT
    assert reopened.snapshot is None

    mail.cancel_letter(desk, letter.id, why="The customer paid")
    states = [event.state for event in mail.one_letter(desk, letter.id).events]
    assert states == [
        LetterState.DRAFT,
        LetterState.APPROVED,
        LetterState.DRAFT,
        LetterState.CANCELLED,
    ]


def test_the_same_operation_asked_twice_is_done_once(desk: Desk) -> None:
    customer = add_customer(desk)

    first = mail.draft_letter(desk, customer, "L02", operation_id="one")
    again = mail.draft_letter(desk, customer, "L02", operation_id="one")
    done = mail.approve_letter(desk, first.letter.id, operation_id="two")

    assert again.letter.id == first.letter.id
    assert mail.approve_letter(desk, first.letter.id, operation_id="two") == done
    assert len(mail.letters_for(desk, customer)) == 1


def test_each_operation_is_one_audit_line(desk: Desk) -> None:
    customer = add_customer(desk)
    letter = certified(desk, customer)

    with desk.database.read() as session:
        kinds = list(session.scalars(select(AuditEventRow.kind).order_by(AuditEventRow.seq)))
    assert kinds[-4:] == [
        "letter.drafted",
        "letter.saved",
        "letter.approved",
        "letter.article_number",
    ]
    assert mail.letters_for(desk, customer)[0].id == letter.id


def test_options_come_back_from_the_store_as_they_went_in() -> None:
    options = replace(
        DECIDED,
        copies=(CopyTo("A", "B", "lawyer"),),
        enclosures=("one", "two"),
        invoice_ids=(1, 2),
        findings=(Finding(7, "stands", "why", 3),),
        attention="",
        address_lines=("x", "y"),
    )

    assert options_from_json(options.as_json()) == options
    assert LetterOptions().as_json() == {}


def test_chosen_invoices_alone_are_listed_and_that_is_said(desk: Desk) -> None:
    customer = add_customer(desk, invoices=3)
    letter = mail.draft_letter(desk, customer, "L02").letter
    with desk.database.read() as session:
        first = session.scalars(select(InvoiceRow.id).order_by(InvoiceRow.id)).first()
    assert first is not None

    result = mail.preview_letter(
        desk, letter.id, options=replace(letter.options, invoice_ids=(first,))
    )

    assert result.pdf is not None
    assert "".join(page_texts(result.pdf)).count("INV-") == 1
    assert "2 open items are not listed, as you chose." in result.notes


def test_a_foreign_address_ends_with_the_country(desk: Desk) -> None:
    customer = add_customer(desk)
    with desk.database.write("test", "moved", now=desk.now()) as transaction:
        address = transaction.scalars(select(AddressRow)).one()
        address.city, address.region, address.postal_code = "Lyon", "", "69002"
        address.country = "FR"

    letter = approved(desk, customer)

    assert letter.address_lines[-2:] == ("69002 Lyon", "FRANCE")


def test_the_logo_stands_on_the_letterhead(desk: Desk) -> None:
    from collections_desk.store.documents import put_document  # noqa: PLC0415 - one test needs it
    from tests.letters.sheets import a_logo  # noqa: PLC0415 - one test needs it

    customer = add_customer(desk)
    plain = mail.preview_letter(desk, mail.draft_letter(desk, customer, "L02").letter.id).pdf
    with desk.database.write("test.logo", "logo", now=desk.now()) as transaction:
        sha = put_document(transaction, a_logo(), "image/png", now=desk.now())
    write_settings(desk, logo_sha256=sha)

    pdf = mail.preview_letter(desk, mail.letters_for(desk, customer)[0].id).pdf

    assert pdf is not None
    assert plain is not None
    assert b"/Subtype /Image" in pdf
    assert b"/Subtype /Image" not in plain
    assert hashlib.sha256(a_logo()).hexdigest() == sha


def test_a_second_officer_is_proposed_for_the_copy_line(desk: Desk) -> None:
    customer = add_customer(desk)
    with desk.database.write("test", "person", now=desk.now()) as transaction:
        put_person(
            transaction, customer, None, name="Otto Owner", role="President", is_officer=True
        )
        assert transaction.scalars(select(LetterRow)).all() == []

    copies = mail.draft_letter(desk, customer, "L11").letter.options.copies

    assert CopyTo("Otto Owner", "President", "customer") in copies


def test_no_list_shows_a_raw_merge_field(desk: Desk) -> None:
    customer_id = add_customer(desk)
    final = approved(desk, customer_id, "L04", options=DECIDED)
    draft = mail.draft_letter(desk, customer_id, "L01").letter
    assert "{{" in final.subject
    assert "{{" in draft.subject

    shown = customers.customer_page(desk, customer_id)
    subjects = {letter.id: letter.subject for letter in shown.letters}
    assert final.snapshot is not None
    assert subjects[final.id] == final.snapshot["content"]["subject"]
    assert "[Amount due on the next due date]" in subjects[draft.id]
    with desk.database.read() as session:
        found = [hit.detail for hit in find(session, final.ref) + find(session, draft.ref)]
    assert found
    lines = [*subjects.values(), *found, *(entry.detail for entry in shown.timeline)]
    assert not [line for line in lines if "{{" in line]
    assert any(subjects[final.id] in entry.detail for entry in shown.timeline)
