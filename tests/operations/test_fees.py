"""Late charges through the whole house: previewed, charged, waived, and the letter L10."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.letters import LetterState
from collections_desk.domain.money import Money
from collections_desk.errors import EntryRefusedError, NotAllowedError
from collections_desk.operations import contact, customers, fees, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.payments import record_payment
from collections_desk.store.charges import charges
from collections_desk.store.tables import InvoiceRow, LedgerEntryRow
from tests.clock import Clock
from tests.operations.contact_desk import add_customer, add_invoice
from tests.operations.mail_desk import TODAY, write_settings

DUE = date(2026, 10, 1)
RULES = {
    "late_fee_preset": "us_contract_monthly_1_5",
    "late_fee_basis": "Clause 7 of the supply contract",
    "late_fee_agreed_on": date(2020, 1, 5),
}


@pytest.fixture
def customer(desk: Desk) -> int:
    write_settings(desk, **RULES)
    known = add_customer(desk)
    owe(desk, known)
    return known


def owe(desk: Desk, customer_id: int, minor: int = 100_000, due: date = DUE) -> int:
    invoice_id = add_invoice(desk, customer_id, minor, due)
    with desk.database.write("test", "dated an invoice", now=desk.now()) as transaction:
        transaction.get_one(InvoiceRow, invoice_id).issued_on = due - timedelta(days=30)
    return invoice_id


def items(desk: Desk) -> list[tuple[str, str, int]]:
    with desk.database.read() as session:
        rows = session.scalars(
            select(InvoiceRow).where(InvoiceRow.kind.in_(["fee", "interest"])).order_by("id")
        )
        return [(row.kind, row.number, row.open_minor) for row in rows]


def states(desk: Desk, customer_id: int) -> list[tuple[str, int]]:
    with desk.database.read() as session:
        return [(one.state, one.amount.minor) for one in charges(session, customer_id)]


def test_charging_makes_an_item_of_its_own_with_its_basis(desk: Desk, customer: int) -> None:
    preview = fees.preview_charges(desk, customer)
    # 17 Oct to 20 Nov = 35 days: 1,000.00 x 0.18 x 35 / 365 = 17.26
    assert [charge.amount.minor for charge in preview.charges] == [1726]
    assert "\u00d7 18% \u00d7 35 / 365" in preview.charges[0].working[0].text
    assert items(desk) == []

    fees.charge(desk, customer, expected=preview.totals)

    assert items(desk) == [("interest", "INT-INV-1001-100000-1", 1726)]
    page = customers.customer_page(desk, customer)
    assert page.balances == (Money(101_726, "USD"),)
    assert "Clause 7" in page.timeline[0].detail
    assert fees.preview_charges(desk, customer).charges == ()
    with pytest.raises(EntryRefusedError, match="Nothing can be charged"):
        fees.charge(desk, customer)


def test_the_next_charge_begins_where_the_last_ended(
    desk: Desk, customer: int, clock: Clock
) -> None:
    fees.charge(desk, customer)
    clock.pass_by(days=20)
    # 20 days more: 1,000.00 x 0.18 x 20 / 365 = 9.86; none on the 17.26
    assert [one.amount.minor for one in fees.preview_charges(desk, customer).charges] == [986]
    fees.charge(desk, customer)
    assert [number for _, number, _ in items(desk)] == [
        "INT-INV-1001-100000-1",
        "INT-INV-1001-100000-2",
    ]


def test_all_customers_are_charged_in_one_operation(desk: Desk, customer: int) -> None:
    other = add_customer(desk, "Zed Bakery", reference="Z1")
    owe(desk, other, 50_000)
    before = desk.database.head.count
    done = fees.charge(desk)
    assert desk.database.head.count == before + 1
    # 500.00 x 0.18 x 35 / 365 = 8.63
    assert done.totals == {"USD": Money(1726 + 863, "USD")}
    assert states(desk, customer) == [("charged", 1726)]
    assert states(desk, other) == [("charged", 863)]


def test_what_is_not_what_was_shown_is_not_charged(desk: Desk, customer: int) -> None:
    shown = fees.preview_charges(desk, customer).totals
    payment = PaymentEntry(customer, Money(50_000, "USD"), date(2026, 11, 1), "cash")
    record_payment(desk, payment)
    with pytest.raises(EntryRefusedError, match="no longer what was shown"):
        fees.charge(desk, customer, expected=shown)
    assert items(desk) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"late_fee_preset": "none"}, "late_fee_preset"),
        ({"late_fee_basis": ""}, "late_fee_basis"),
        ({"late_fee_agreed_on": None}, "late_fee_agreed_on"),
    ],
)
def test_without_a_basis_nothing_can_be_charged(
    desk: Desk, customer: int, changes: dict[str, object], field: str
) -> None:
    write_settings(desk, **{**RULES, **changes})
    for deed in (fees.preview_charges, fees.charge):
        with pytest.raises(EntryRefusedError) as refused:
            deed(desk, customer)
        assert refused.value.field == field
    assert items(desk) == []


@pytest.mark.parametrize("flag", ["BKY", "BREATHING", "DEC", "DO_NOT_FEE"])
def test_stop_flags_stop_charges(desk: Desk, customer: int, flag: str) -> None:
    contact.set_stop_flag(desk, customer, flag, reason="told us")
    proposal = fees.preview_charges(desk, customer).customers[0].proposals[0]
    assert proposal.charges == ()
    assert "because" in proposal.why_not


def test_a_service_member_pays_six_percent_and_the_rest_is_forgiven(
    desk: Desk, customer: int
) -> None:
    customers.edit_customer(desk, customer, kind="natural_business")
    contact.set_stop_flag(
        desk, customer, "MIL", reason="orders seen", facts={"service_from": "2026-10-20"}
    )
    found = fees.preview_charges(desk, customer).customers[0]
    # 3 days at 18% and 32 days at 6%: 1.48 + 5.26; 15.78 - 5.26 is forgiven
    assert [one.amount.minor for one in found.charges] == [148 + 526]
    assert [one.guard for one in found.findings] == ["G-PAY-06"]
    assert "$10.52 is forgiven" in found.findings[0].said
    with pytest.raises(NotAllowedError):
        fees.charge(desk, customer)
    fees.charge(desk, customer, reasons={"G-PAY-06": "Checked against the orders."})


def test_the_disputed_part_bears_nothing(desk: Desk, customer: int) -> None:
    page = customers.customer_page(desk, customer)
    contact.open_dispute(
        desk,
        customer,
        page.invoices[0].id,
        "D01",
        amount=Money(40_000, "USD"),
        received_on=date(2026, 10, 2),
    )
    # 600.00 x 0.18 x 35 / 365 = 10.36
    assert fees.preview_charges(desk, customer).totals == {"USD": Money(1036, "USD")}


def test_a_debit_of_the_books_asks_whether_it_is_for_the_same_delay(
    desk: Desk, customer: int
) -> None:
    booked = add_invoice(desk, customer, 3_000, date(2026, 11, 1))
    with desk.database.write("test", "a finance charge", now=desk.now()) as transaction:
        transaction.get_one(InvoiceRow, booked).kind = "debit"
    with pytest.raises(NotAllowedError, match="same delay"):
        fees.charge(desk, customer)


def test_a_waiver_is_an_entry_and_drafts_the_letter(
    desk: Desk, customer: int, clock: Clock
) -> None:
    made = fees.charge(desk, customer)
    done = fees.waive(desk, customer, charge_ids=made.charge_ids, reason="Pays the rest by Friday")

    assert done.total == Money(1726, "USD")
    assert items(desk) == [("interest", "INT-INV-1001-100000-1", 0)]
    assert states(desk, customer) == [("waived", 1726)]
    with desk.database.read() as session:
        rows = session.scalars(select(LedgerEntryRow).order_by(LedgerEntryRow.id)).all()
        assert [(row.kind, row.amount_minor) for row in rows] == [
            ("interest", 1726),
            ("waiver", -1726),
        ]
    assert done.letter_id is not None
    draft = mail.open_draft(desk, done.letter_id)
    assert draft.letter.type == "L10"
    assert not [one for one in draft.problems if one.field in {"body", "subject"}]
    values = {one.name: one.value for one in draft.fields}
    assert values["waived_amount"] == "$17.26"
    assert "interest on invoice INV-1001-100000" in values["waived_charges"]
    assert values["balance"] == "$1,000.00"
    clock.pass_by(days=10)
    # nothing up to the day of the waiver; 21 to 30 Nov: 1,000.00 x 0.18 x 10 / 365 = 4.93
    assert fees.preview_charges(desk, customer).totals == {"USD": Money(493, "USD")}
    found = fees.examine_waiver(desk, customer, letter=True)
    assert [one.guard for one in found] == ["G-PAY-08"]
    assert "within 12 months" in found[0].said


def test_what_is_only_shown_can_be_waived_before_it_is_charged(desk: Desk, customer: int) -> None:
    shown = fees.preview_charges(desk, customer).charges
    done = fees.waive(
        desk, customer, shown=[one.key for one in shown], reason="Pays today", letter=False
    )
    assert done.letter_id is None
    assert states(desk, customer) == [("waived", 1726)]
    assert items(desk) == []
    assert fees.preview_charges(desk, customer).charges == ()


def test_a_waiver_is_undone_by_a_new_entry_and_its_draft_is_canceled(
    desk: Desk, customer: int
) -> None:
    made = fees.charge(desk, customer)
    done = fees.waive(desk, customer, charge_ids=made.charge_ids, reason="Pays today")
    fees.take_waiver_back(desk, done.charge_ids, why="The wrong customer")

    assert states(desk, customer) == [("charged", 1726)]
    assert items(desk) == [("interest", "INT-INV-1001-100000-1", 1726)]
    with desk.database.read() as session:
        rows = session.scalars(select(LedgerEntryRow).order_by(LedgerEntryRow.id)).all()
        assert [(row.kind, row.amount_minor, row.reverses_id) for row in rows] == [
            ("interest", 1726, None),
            ("waiver", -1726, None),
            ("reversal", 1726, rows[1].id),
        ]
    assert done.letter_id is not None
    assert mail.one_letter(desk, done.letter_id).state is LetterState.CANCELLED
    assert fees.examine_waiver(desk, customer, letter=True) == []
    letter = mail.draft_letter(desk, customer, "L02").letter
    values = {one.name: one.value for one in mail.open_draft(desk, letter.id).fields}
    assert "$17.26 interest" in values["fees_note"]
    with pytest.raises(EntryRefusedError, match="is charged and cannot be taken back"):
        fees.take_waiver_back(desk, done.charge_ids, why="Again")


def test_a_waiver_of_what_was_only_shown_is_undone(desk: Desk, customer: int) -> None:
    shown = fees.preview_charges(desk, customer).charges
    done = fees.waive(
        desk, customer, shown=[one.key for one in shown], reason="Pays today", letter=False
    )
    fees.take_waiver_back(desk, done.charge_ids, why="A slip")
    assert states(desk, customer) == []
    assert [one.amount.minor for one in fees.preview_charges(desk, customer).charges] == [1726]
    with pytest.raises(EntryRefusedError, match="was taken back already"):
        fees.take_waiver_back(desk, done.charge_ids, why="Again")


def test_a_waiver_that_a_letter_tells_of_is_not_undone(desk: Desk, customer: int) -> None:
    made = fees.charge(desk, customer)
    done = fees.waive(desk, customer, charge_ids=made.charge_ids, reason="Pays today")
    assert done.letter_id is not None
    reasons = {one.guard: "looked" for one in mail.examine_letter(desk, done.letter_id)}
    mail.approve_letter(desk, done.letter_id, reasons=reasons)
    with pytest.raises(EntryRefusedError, match="tells the customer of the waiver"):
        fees.take_waiver_back(desk, done.charge_ids, why="A slip")
    assert states(desk, customer) == [("waived", 1726)]


def test_charges_are_undone_and_can_be_charged_again(desk: Desk, customer: int) -> None:
    made = fees.charge(desk, customer)
    fees.take_charges_back(desk, made.charge_ids, why="Too early")
    assert states(desk, customer) == []
    assert items(desk) == [("interest", "INT-INV-1001-100000-1", 0)]
    assert customers.customer_page(desk, customer).balances == (Money(100_000, "USD"),)
    assert fees.charge(desk, customer).totals == {"USD": Money(1726, "USD")}


def test_a_charge_that_is_paid_in_part_is_not_undone(desk: Desk, customer: int) -> None:
    made = fees.charge(desk, customer)
    record_payment(desk, PaymentEntry(customer, Money(100_100, "USD"), TODAY, "cash"))
    with pytest.raises(EntryRefusedError, match="paid in part"):
        fees.take_charges_back(desk, made.charge_ids, why="A slip")
    assert states(desk, customer) == [("charged", 1726)]


def test_a_waiver_needs_a_reason_and_something_to_waive(desk: Desk, customer: int) -> None:
    made = fees.charge(desk, customer)
    for bad in ({"reason": " "}, {"reason": "why", "charge_ids": ()}):
        with pytest.raises(EntryRefusedError):
            fees.waive(desk, customer, **{"charge_ids": made.charge_ids, **bad})  # type: ignore[arg-type]
    fees.waive(desk, customer, charge_ids=made.charge_ids, reason="Goodwill", letter=False)
    with pytest.raises(EntryRefusedError, match="waived already"):
        fees.waive(desk, customer, charge_ids=made.charge_ids, reason="Goodwill")


def test_a_letter_names_each_charge_with_its_basis(desk: Desk, customer: int) -> None:
    fees.charge(desk, customer)
    letter = mail.draft_letter(desk, customer, "L02").letter
    assert "G-LTR-04" not in {one.guard for one in mail.examine_letter(desk, letter.id)}
    values = {one.name: one.value for one in mail.open_draft(desk, letter.id).fields}
    assert "$17.26 interest on invoice INV-1001-100000" in values["fees_note"]
    assert "Clause 7 of the supply contract, agreed on Jan 5, 2020" in values["fees_note"]


def test_a_fee_without_a_basis_asks_before_a_letter(desk: Desk, customer: int) -> None:
    with desk.database.write("test", "a fee of the books", now=desk.now()) as transaction:
        item = transaction.scalars(select(InvoiceRow)).one()
        transaction.add(
            LedgerEntryRow(
                customer_id=customer, invoice_id=item.id, kind="fee", dated_on=TODAY,
                currency="USD", amount_minor=2_500, source="import", created_at=desk.now(),
            )
        )  # fmt: skip
    letter = mail.draft_letter(desk, customer, "L02").letter
    assert "G-LTR-04" in {one.guard for one in mail.examine_letter(desk, letter.id)}


def test_the_flat_fee_of_the_settings_is_charged_once(
    desk: Desk, customer: int, clock: Clock
) -> None:
    write_settings(
        desk,
        **{
            **RULES,
            "late_fee_preset": "us_contract_flat_fee",
            "late_fee_flat_minor": 2_500,
            "grace_days_fee": 10,
        },
    )
    fees.charge(desk, customer)
    assert items(desk) == [("fee", "FEE-INV-1001-100000-1", 2_500)]
    clock.pass_by(days=60)
    why = fees.preview_charges(desk, customer).customers[0].proposals
    assert "never twice" in why[0].why_not
