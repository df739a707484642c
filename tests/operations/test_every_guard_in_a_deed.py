"""No guard of the practice is only a rule on paper: a deed of the clerk asks each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from collections_desk.domain.guards import GuardFinding
from collections_desk.domain.letter_options import CopyTo
from collections_desk.domain.promise_text import parse_promise
from collections_desk.domain.recording import RecordedTalk
from collections_desk.operations import (
    contact,
    customers,
    fees,
    keeping,
    payment_plans,
    preferences,
    recordings,
    rules,
)
from collections_desk.operations.desk import Desk
from collections_desk.operations.emailing import examine_email
from collections_desk.operations.guarding import GuardsStandError
from collections_desk.operations.placements import preview_placement
from collections_desk.store.tables import CustomerRow, InvoiceRow, PromiseRow
from tests.clock import Clock
from tests.operations.contact_desk import TODAY, add_invoice, entry
from tests.operations.guard_deeds import (
    EVERY,
    NUMBER,
    Deed,
    Office,
    after,
    at_place,
    calling,
    calls,
    flagged,
    letter,
    logging,
    office,
    paying,
    planning,
    promising,
)
from tests.operations.mail_desk import add_dispute
from tests.operations.plan_desk import terms, usd

Prepare = Callable[[Office], object]


def _company(one: Office) -> None:
    customers.edit_customer(one.desk, one.customer, kind="entity")


def _end(state: str) -> Prepare:
    def prepare(one: Office) -> None:
        with one.desk.database.write("test.end", state, now=one.desk.now()) as transaction:
            transaction.get_one(CustomerRow, one.customer).end_state = state

    return prepare


def _days_late(days: int) -> Prepare:
    def prepare(one: Office) -> None:
        with one.desk.database.write("test.due", "due", now=one.desk.now()) as transaction:
            transaction.get_one(InvoiceRow, one.invoice).due_on = TODAY - timedelta(days=days)

    return prepare


def _setting(deed: Deed, **settings: Any) -> Deed:  # noqa: ANN401 - any setting
    """Do something under other settings."""

    def done(one: Office) -> list[GuardFinding]:
        preferences.change_settings(one.desk, replace(one.desk.settings(), **settings))
        return list(deed(one))

    return done


def _dispute(one: Office) -> None:
    add_dispute(one.desk, one.customer, one.invoice)


def _two_one_disputed(one: Office) -> None:
    _dispute(one)
    add_invoice(one.desk, one.customer, 5_00, TODAY)


def _trader_in_california(one: Office) -> None:
    at_place(one, "CA", "San Jose", "95113")
    customers.edit_customer(one.desk, one.customer, kind="natural_business")


def _hold_number(one: Office) -> None:
    contact.put_on_hold(
        one.desk, one.customer, "asked by sales", review_on=TODAY + timedelta(days=9),
        scope="number", scope_ref="(617) 555-0134",
    )  # fmt: skip


def _toll_free(one: Office) -> list[GuardFinding]:
    other = customers.add_new_customer(one.desk, "Free Phone")
    customers.add_contact_point(one.desk, other, "phone", "800-234-5678")
    add_invoice(one.desk, other, 100_00, TODAY - timedelta(days=80))
    return contact.examine_call(one.desk, other, number="800-234-5678")


def _inconvenient(one: Office) -> None:
    contact.log_call(
        one.desk,
        entry(one.desk, one.customer, "RPI", consent="never on Fridays"),
        reasons=EVERY,
    )
    one.clock.pass_by(days=7)


def _sunday(one: Office) -> list[GuardFinding]:
    rules.switch_guard(one.desk, "G-TIME-05", on=True, reason="We rest on Sundays.")
    return contact.examine_call(
        one.desk, one.customer, number=NUMBER, at=datetime(2026, 11, 22, 17, tzinfo=UTC)
    )


def _messages(one: Office) -> list[GuardFinding]:
    customers.add_contact_point(one.desk, one.customer, "email", "pat@acme.example")
    return examine_email(one.desk, one.customer, "pat@acme.example")


def _attached(one: Office) -> list[GuardFinding]:
    """Lay a recording beside a call without the other side's consent."""
    try:
        contact.attach_file(
            one.desk, one.customer, b"RIFF\x24\x00\x00\x00WAVEfmt ", "call.wav", "audio/wav"
        )
    except GuardsStandError as stood:
        return list(stood.findings)
    return []


def _corrected(one: Office) -> list[GuardFinding]:
    first = contact.log_call(one.desk, entry(one.desk, one.customer, "NA"), reasons=EVERY)
    contact.correct_call(
        one.desk, first.activity_id, entry(one.desk, one.customer, "BUSY"), why="It was busy."
    )
    return _on_record(one, "G-NOTE-03")


def _on_record(one: Office, guard: str) -> list[GuardFinding]:
    """Return what stands on the record of a guard, as findings."""
    rule = one.desk.resources.guards[guard]
    return [
        GuardFinding(guard, rule.first_party_consumer, line.said, rule.as_of, rule.source)  # type: ignore[arg-type] # it applies
        for line in rules.guard_events_of(one.desk, guard)
    ]


def _charging(one: Office) -> list[GuardFinding]:
    with one.desk.database.write("test.dated", "dated", now=one.desk.now()) as transaction:
        transaction.get_one(InvoiceRow, one.invoice).issued_on = TODAY - timedelta(days=110)
    preview = fees.preview_charges(one.desk, one.customer)
    return [found for each in preview.customers for found in each.findings]


def _booked_debit(one: Office) -> None:
    debit = add_invoice(one.desk, one.customer, 3_00, TODAY - timedelta(days=20))
    with one.desk.database.write("test.debit", "a debit", now=one.desk.now()) as transaction:
        transaction.get_one(InvoiceRow, debit).kind = "debit"


def _promises(*days: int) -> Prepare:
    """Promises of 10.00 that fall due so many days from today."""

    def prepare(one: Office) -> None:
        with one.desk.database.write("test.took", "promised", now=one.desk.now()) as transaction:
            for day in days:
                transaction.add(
                    PromiseRow(
                        customer_id=one.customer, amount_minor=10_00, currency="USD",
                        due_on=TODAY + timedelta(days=day), created_at=one.desk.now(),
                        taken_on=TODAY - timedelta(days=30 - day),
                    )
                )  # fmt: skip

    return prepare


def _third_open(one: Office) -> list[GuardFinding]:
    promise = parse_promise("10 fri", today=TODAY, to_be_collected=usd(10_00))
    for day in (3, 5):
        other = add_invoice(one.desk, one.customer, 50_00, TODAY - timedelta(days=day))
        contact.take_promise(one.desk, one.customer, promise, invoice_ids=[other])
    return contact.examine_promise(one.desk, one.customer, promise, invoice_ids=[one.invoice])


def _placing(one: Office) -> list[GuardFinding]:
    contact.set_stop_flag(one.desk, one.customer, "BKY", reason="chapter 7")
    preview = preview_placement(one.desk, [one.customer])
    return list(preview.findings)


def _replaced_twice(one: Office) -> list[GuardFinding]:
    first: int | None = None
    for _ in range(2):
        first = payment_plans.offer_plan(
            one.desk, one.customer, terms(one.invoice, minor=100_00), replaces=first,
            reasons=EVERY,
        )  # fmt: skip
        payment_plans.sign_plan(one.desk, first, payment_plans.Signature(TODAY, "Pat Person"))
    return payment_plans.examine_plan(
        one.desk, one.customer, terms(one.invoice, minor=100_00), replaces=first
    )


def _purged(prepare: Prepare | None = None) -> Deed:
    def deed(one: Office) -> list[GuardFinding]:
        calls(one, "NA")
        if prepare is not None:
            prepare(one)
        with one.desk.database.write("test.paid", "paid", now=one.desk.now()) as transaction:
            item = transaction.get_one(InvoiceRow, one.invoice)
            item.open_minor, item.status = 0, "closed"
        one.clock.pass_by(days=400)
        lines = keeping.purge_preview(one.desk, everyone=True)
        return [found for line in lines for found in line.findings]

    return deed


def _recorded_call(one: Office) -> None:
    talk = RecordedTalk("start", "May I record?", "Pat", "yes", recorded=True)
    call = contact.log_call(
        one.desk, entry(one.desk, one.customer, "RPN", recording=talk), reasons=EVERY
    )
    contact.attach_file(
        one.desk, one.customer, b"RIFF\x24\x00\x00\x00WAVEfmt ", "call.wav", "audio/wav",
        activity_id=call.activity_id,
    )  # fmt: skip


def _copied(one: Office) -> list[GuardFinding]:
    _recorded_call(one)
    return recordings.examine_copy(one.desk, contact.attachments(one.desk, one.customer)[0].id)


def _a_year_on(one: Office) -> list[GuardFinding]:
    one.clock.pass_by(days=500)
    return rules.note_stale_tables(one.desk)


CLAUSE: dict[str, Any] = {"late_fee_basis": "Clause 7", "late_fee_agreed_on": date(2020, 1, 5)}
MONTHLY = {**CLAUSE, "late_fee_preset": "us_contract_monthly_1_5"}
FLAT = {**CLAUSE, "late_fee_preset": "us_contract_flat_fee", "late_fee_flat_minor": 25_00}
EIGHT = ("NA",) * 8
RECORDED = RecordedTalk(recorded=True)
AGREED = RecordedTalk("start", "May I record?", "Pat", "yes", recorded=True)


def _ohio(one: Office) -> None:
    at_place(one, "OH", "Columbus", "43215")


def _britain(one: Office) -> None:
    at_place(one, "", "London", "SW1A 1AA", "GB")


DEEDS: dict[str, Deed] = {
    "G-TIME-01": calling(at=datetime(2026, 11, 20, 4, tzinfo=UTC)),
    "G-TIME-02": _toll_free,
    "G-TIME-03": after(_inconvenient, calling()),
    "G-TIME-04": calling(at=datetime(2026, 11, 21, 1, 55, tzinfo=UTC)),
    "G-TIME-05": _sunday,
    "G-TIME-06": after(_company, calling(office_hours="Mon-Fri 14:00-17:00")),
    "G-FREQ-01": after(lambda one: calls(one, *EIGHT), calling()),
    "G-FREQ-02": after(lambda one: calls(one, "RPN", days=1), calling()),
    "G-FREQ-03": after(lambda one: calls(one, "NA"), calling()),
    "G-FREQ-04": after(lambda one: calls(one, "NA", "NA", days=1), calling()),
    "G-FREQ-05": after(lambda one: calls(one, "TPC", days=1), calling()),
    "G-FREQ-06": after(lambda one: calls(one, "NA", "NA", "NA", days=1), letter()),
    "G-FREQ-07": after(_days_late(9), letter("L03")),
    "G-STOP-01": flagged("BKY", planning()),
    "G-STOP-02": flagged("ATTY"),
    "G-STOP-03": flagged("CEASE", letter()),
    "G-STOP-04": flagged("OPT_EMAIL", _messages),
    "G-STOP-05": flagged("WORK_NO", number=NUMBER),
    "G-STOP-06": flagged("DEC"),
    "G-STOP-07": flagged("IDT", promising("50 fri")),
    "G-STOP-08": after(_dispute, calling()),
    "G-STOP-09": flagged("MIL"),
    "G-STOP-10": flagged("MINOR", letter()),
    "G-STOP-11": flagged("BREATHING", letter(), ends_on=date(2027, 1, 5)),
    "G-STOP-12": after(_end("placed"), letter()),
    "G-STOP-13": flagged("ABUSIVE"),
    "G-STOP-14": after(_hold_number, calling()),
    "G-ID-01": logging("RPN", identity_checked=False),
    "G-ID-02": logging("VML"),
    "G-ID-03": logging("TPC"),
    "G-ID-04": _setting(logging("RPN"), mode="third_party"),
    "G-ID-05": logging("RPN", introduced_as="Legal Office"),
    "G-REC-01": _attached,
    "G-REC-02": _setting(after(_ohio, logging("RPN", recording=RECORDED)), place="US-OH"),
    "G-REC-03": logging("RPF", recording=AGREED),
    "G-NOTE-01": logging("RPN", note="Card 4111 1111 1111 1111"),
    "G-NOTE-02": logging("RPN", note="He is a liar."),
    "G-NOTE-03": _corrected,
    "G-LTR-01": letter(address_lines=("FINAL NOTICE", "1 Main St", "BOSTON MA 02115")),
    "G-LTR-02": letter("L04", consequence="we will go to court."),
    "G-LTR-03": letter(body="A summons follows."),
    "G-LTR-04": after(_booked_debit, letter()),
    "G-LTR-05": after(lambda one: one.clock.pass_by(days=30), letter()),
    "G-LTR-06": letter(copies=(CopyTo("P. Doe", "Neighbor", "other"),)),
    "G-LTR-07": letter(),
    "G-LTR-08": after(_days_late(7 * 365), letter("L04")),
    "G-LTR-09": _messages,
    "G-LTR-10": letter("L04"),
    "G-LTR-11": after(
        _britain, letter("L13", consequence="we go to court.", act_by=TODAY + timedelta(days=8))
    ),
    "G-LTR-12": _placing,
    "G-LTR-13": letter(body="We report to the credit bureau."),
    "G-LTR-14": letter("L11", service="certified", first_class_copy=False),
    "G-LTR-15": after(_trader_in_california, letter()),
    "G-LTR-16": after(
        lambda one: add_invoice(one.desk, one.customer, -200_00, TODAY), letter()
    ),
    "G-PAY-01": _setting(planning(count=5), plan_max_installments_consumer=6),
    "G-PAY-02": paying(method="debit"),
    "G-PAY-03": paying(dated_on=TODAY + timedelta(days=9)),
    "G-PAY-04": paying(full_payment="paid in full"),
    "G-PAY-05": after(_two_one_disputed, paying()),
    "G-PAY-06": after(
        lambda one: customers.edit_customer(one.desk, one.customer, kind="natural_business"),
        flagged("MIL", _setting(_charging, **MONTHLY), service_from=date(2026, 9, 15)),
    ),
    "G-PAY-07": after(_booked_debit, _setting(_charging, **FLAT)),
    "G-PAY-08": lambda one: fees.examine_waiver(one.desk, one.customer, letter=False),
    "G-PAY-09": after(_days_late(7 * 365), promising("50 fri")),
    "G-PAY-10": after(
        _company,
        flagged("BREATHING", paying(90_00), ends_on=date(2027, 1, 5)),
    ),
    "G-PAY-11": after(_dispute, planning()),
    "G-PAY-12": paying(method="card", last4="1111", convenience_fee=usd(3_00),
        convenience_basis="Clause 9"),
    "G-PAY-13": promising("101 fri"),
    "G-PAY-14": promising("50 12/31"),
    "G-PAY-15": _third_open,
    "G-PAY-16": after(_promises(-20, -10), promising("50 fri")),
    "G-PAY-17": _replaced_twice,
    "G-KEEP-01": _purged(),
    "G-KEEP-02": _purged(_recorded_call),
    "G-KEEP-03": _copied,
    "G-KEEP-04": _purged(lambda one: contact.set_stop_flag(
        one.desk, one.customer, "LEGAL_HOLD", reason="Suit filed.")),
    "G-KEEP-05": _a_year_on,
}  # fmt: skip


@pytest.mark.parametrize("guard", DEEDS)
def test_a_deed_asks_the_guard(desk: Desk, clock: Clock, guard: str) -> None:
    found = {one.guard for one in DEEDS[guard](office(desk, clock))}

    assert guard in found


def test_every_guard_of_the_table_has_a_deed(desk: Desk) -> None:
    assert set(DEEDS) == set(desk.resources.guards)
