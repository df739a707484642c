"""Calls, notes, promises, disputes, holds and corrections on the real encrypted store."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collections_desk.domain.customers import Category
from collections_desk.domain.guards import Severity
from collections_desk.domain.money import Money
from collections_desk.domain.promise_text import TypedPromise, parse_promise
from collections_desk.domain.promises import PromiseState
from collections_desk.errors import EntryRefusedError, NotAllowedError
from collections_desk.operations import contact, customers
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist, worklist_line
from collections_desk.store.audit_log import verify_chain
from collections_desk.store.database import AlreadyDone
from tests.clock import Clock
from tests.operations.contact_desk import TODAY, add_customer, add_invoice, add_payment, entry

OVERDUE = TODAY - timedelta(days=25)


@pytest.fixture
def customer(desk: Desk) -> int:
    return add_customer(desk)


@pytest.fixture
def invoice(desk: Desk, customer: int) -> int:
    return add_invoice(desk, customer, 100_000, OVERDUE)


def promise(typed: str = "half fri") -> TypedPromise:
    return parse_promise(typed, today=TODAY, to_be_collected=Money(100_000, "USD"))


def guards(desk: Desk, customer: int) -> set[str]:
    return {one.guard for one in contact.examine_call(desk, customer, number="617 555 0134")}


def test_a_call_with_a_promise(desk: Desk, customer: int, invoice: int) -> None:
    logged = contact.log_call(
        desk,
        entry(desk, customer, "RPP", promise=promise(), reached_name="Dana", reason="R07",
              invoice_ids=(invoice,), note="Pays with the run on Friday.", seconds=95),
    )  # fmt: skip
    page = customers.customer_page(desk, customer)

    assert logged.promise_id == page.promises[0].promise.id
    assert page.promises[0].state is PromiseState.OPEN
    assert page.promised == (Money(50_000, "USD"),)
    assert page.to_be_collected == (Money(50_000, "USD"),)
    titles = [line.title for line in page.timeline if line.kind == "promise"]
    assert titles == ["Promise of $500.00 by Fri, Nov 27, 2026"]
    call = next(line.activity for line in page.timeline if line.kind == "call")
    assert call is not None
    assert (call.zone, call.local_time) == ("America/New_York", "2026-11-20T10:00:00-05:00")
    assert call.invoice_ids == (invoice,)
    with desk.database.read() as session:
        assert verify_chain(session).first_bad is None


def test_logging_again_with_the_same_operation_id_logs_once(desk: Desk, customer: int) -> None:
    call = entry(desk, customer, "NA")
    contact.log_call(desk, call, operation_id="b7d2a0c4-8f2f-4c1e-9d55-0d6a6b1f3c11")
    with pytest.raises(AlreadyDone):
        contact.log_call(desk, call, operation_id="b7d2a0c4-8f2f-4c1e-9d55-0d6a6b1f3c11")

    assert len(customers.customer_page(desk, customer).timeline) == 1


def test_three_attempts_take_a_phone_step(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    contact.finish_step(desk, customer, note="e-mailed")
    clock.pass_by(days=7)
    assert worklist_line(desk, customer).next_action.step == "D3"  # type: ignore[union-attr]
    for attempt in range(3):
        logged = contact.log_call(desk, entry(desk, customer, "NA"))
        assert logged.next_action is not None
        if attempt < 2:
            assert logged.next_action.text == "Call again at another time of day"
        clock.pass_by(days=3)
    contact.log_call(desk, entry(desk, customer, "RPN"))

    action = worklist_line(desk, customer).next_action
    assert action is not None
    assert action.step in {"D4", "D5"}


def test_the_identity_guard_asks_before_the_entry_is_saved(desk: Desk, customer: int) -> None:
    customers.edit_customer(desk, customer, kind="consumer")
    call = entry(desk, customer, "RPN", identity_checked=False)
    with pytest.raises(NotAllowedError) as refused:
        contact.log_call(desk, call)
    assert "identity" in refused.value.problem

    logged = contact.log_call(desk, call, reasons={"G-ID-01": "I know the voice."})
    events = [line for line in customers.customer_page(desk, customer).timeline
              if line.kind == "guard" and "G-ID-01" in line.title]  # fmt: skip

    assert "G-ID-01" in {one.guard for one in logged.findings}
    assert [(line.title.split()[:2], line.detail) for line in events] == [
        (["G-ID-01", "overridden:"], "I know the voice.")
    ]


def test_a_call_at_night_is_recorded_with_its_guard(
    desk: Desk, clock: Clock, customer: int
) -> None:
    clock.pass_by(hours=12)
    found = {one.guard: one.severity for one in
             contact.examine_call(desk, customer, number="617 555 0134")}  # fmt: skip
    logged = contact.log_call(
        desk, entry(desk, customer, "NA"), reasons={"G-TIME-01": "The customer asked for 10 PM."}
    )

    assert found["G-TIME-01"] is Severity.WARNING
    assert "G-TIME-01" in {one.guard for one in logged.findings}


def test_card_numbers_never_reach_the_store(desk: Desk, customer: int) -> None:
    logged = contact.log_call(
        desk, entry(desk, customer, "NA", note="card 4111 1111 1111 1111, ssn 123-45-6789")
    )
    _, told = contact.add_note(desk, customer, "again 4111111111111111")

    assert len(logged.told) == 2
    assert len(told) == 1
    details = " ".join(line.detail for line in customers.customer_page(desk, customer).timeline)
    assert "4111 1111" not in details
    assert "4111111111111111" not in details
    assert "123-45" not in details


def test_a_dispute_on_the_telephone(desk: Desk, customer: int, invoice: int) -> None:
    logged = contact.log_call(
        desk,
        entry(desk, customer, "RPD", dispute_code="D02", invoice_ids=(invoice,),
              disputed_minor=30_000, note="Two boxes short."),
    )  # fmt: skip
    page = customers.customer_page(desk, customer)

    assert logged.dispute_ids == (page.disputes[0].id,)
    assert page.disputes[0].evidence == (("delivery note", False), ("count", False))
    assert page.to_be_collected == (Money(70_000, "USD"),)
    assert page.invoices[0].disputed == Money(30_000, "USD")
    assert "G-STOP-08" in guards(desk, customer)
    contact.advance_dispute(
        desk, page.disputes[0].id, "decided_partial", upheld=Money(10_000, "USD"),
        finding="One box was short.",
    )  # fmt: skip
    decided = customers.customer_page(desk, customer)
    assert decided.disputes[0].upheld == Money(10_000, "USD")
    # What was decided for the customer is not asked for, though the books still show it.
    assert decided.to_be_collected == (Money(80_000, "USD"),)


@pytest.mark.parametrize(
    ("outcome", "flag", "guard"),
    [("RPK", "BKY", "G-STOP-01"), ("RPA", "ATTY", "G-STOP-02"), ("RPX", "OPT_PHONE", "G-STOP-04"),
     ("RPT", "IDT", "G-STOP-07"), ("DEC", "DEC", "G-STOP-06")],
)  # fmt: skip
def test_what_is_said_sets_the_flag(  # noqa: PLR0913, PLR0917 - a table and fixtures
    desk: Desk, customer: int, invoice: int, outcome: str, flag: str, guard: str
) -> None:
    logged = contact.log_call(desk, entry(desk, customer, outcome))
    page = customers.customer_page(desk, customer)

    assert page.holds[0].id == logged.hold_id
    assert page.holds[0].flag == flag
    assert guard in guards(desk, customer)
    contact.lift_stop_flag(desk, page.holds[0].id, why="It was a mistake.")
    assert guard not in guards(desk, customer)


def test_an_inconvenient_time_is_kept(desk: Desk, clock: Clock, customer: int) -> None:
    contact.log_call(desk, entry(desk, customer, "RPI", note="Never before 11 am."))
    clock.pass_by(days=10)

    assert "G-TIME-03" in guards(desk, customer)
    clock.pass_by(hours=2)
    assert "G-TIME-03" not in guards(desk, customer)


def test_a_wrong_number_is_bad_until_the_call_is_withdrawn(desk: Desk, customer: int) -> None:
    logged = contact.log_call(desk, entry(desk, customer, "WN"))
    assert customers.customer_page(desk, customer).contact_points[0].state == "bad"

    contact.withdraw_entry(desk, logged.activity_id, why="I had misdialed.")
    assert customers.customer_page(desk, customer).contact_points[0].state == "ok"


def test_a_correction_takes_back_what_the_wrong_entry_brought(
    desk: Desk, customer: int, invoice: int
) -> None:
    wrong = contact.log_call(desk, entry(desk, customer, "RPP", promise=promise("all fri")))
    right = contact.correct_call(
        desk, wrong.activity_id, entry(desk, customer, "RPP", promise=promise("half mon")),
        why="It was half, and Monday.",
    )  # fmt: skip
    page = customers.customer_page(desk, customer)
    marks = {line.ref_id: (line.stands, line.mark) for line in page.timeline
             if line.kind == "call"}  # fmt: skip

    assert marks == {
        wrong.activity_id: (False, f"corrected by entry {right.activity_id}"),
        right.activity_id: (True, f"corrects entry {wrong.activity_id}"),
    }
    assert page.promised == (Money(50_000, "USD"),)
    assert {one.state for one in page.promises} == {PromiseState.OPEN, PromiseState.CANCELLED}


def test_a_withdrawal_shows_both_and_gives_the_state_back(
    desk: Desk, customer: int, invoice: int
) -> None:
    before = worklist_line(desk, customer)
    earlier = contact.take_promise(desk, customer, promise("200 fri"))
    logged = contact.log_call(desk, entry(desk, customer, "RPP", promise=promise()))
    states = {
        one.promise.id: one.state for one in customers.customer_page(desk, customer).promises
    }
    assert states[earlier] is PromiseState.SUPERSEDED
    contact.withdraw_entry(desk, logged.activity_id, why="Wrong customer.")
    states = {
        one.promise.id: one.state for one in customers.customer_page(desk, customer).promises
    }
    assert states[earlier] is PromiseState.OPEN
    contact.cancel_promise(desk, earlier, why="Wrong customer too.")

    assert worklist_line(desk, customer).next_action == before.next_action
    calls = [line for line in customers.customer_page(desk, customer).timeline
             if line.kind == "call"]  # fmt: skip
    assert [line.stands for line in calls] == [True, False]
    with pytest.raises(EntryRefusedError, match="already"):
        contact.withdraw_entry(desk, logged.activity_id, why="again")


def test_a_kept_promise_is_seen_by_the_payment(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    contact.log_call(desk, entry(desk, customer, "RPP", promise=promise("half fri")))
    add_payment(desk, customer, invoice, 50_000, date(2026, 11, 30))
    clock.pass_by(days=11)

    standing = customers.customer_page(desk, customer).promises[0]
    assert standing.state is PromiseState.KEPT
    assert standing.deadline == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"outcome": "MLD"}, "outcome"),
        ({"outcome": "RPP"}, "promise"),
        ({"outcome": "RPD"}, "dispute_code"),
        ({"outcome": "RPD", "dispute_code": "D02"}, "invoices"),
        ({"reason": "R98"}, "reason"),
        ({"seconds": -1}, "seconds"),
        ({"next_on": date(2026, 11, 19)}, "next_on"),
        ({"invoice_ids": (999,)}, "invoices"),
        ({"note": "x" * 20_001}, "note"),
        ({"reached_name": "x" * 201}, "reached_name"),
    ],
)
def test_what_cannot_be_recorded_names_its_field(
    desk: Desk, customer: int, facts: dict[str, object], field: str
) -> None:
    with pytest.raises(EntryRefusedError) as refused:
        contact.log_call(desk, entry(desk, customer, **facts))  # type: ignore[arg-type]

    assert refused.value.field == field
    assert customers.customer_page(desk, customer).timeline == ()


def test_a_call_in_the_future_is_refused(desk: Desk, clock: Clock, customer: int) -> None:
    later = entry(desk, customer)
    clock.pass_by(hours=-1)
    with pytest.raises(EntryRefusedError, match="future"):
        contact.log_call(desk, later)


def test_a_hold_is_looked_at_again(desk: Desk, clock: Clock, customer: int, invoice: int) -> None:
    hold_id = contact.put_on_hold(
        desk, customer, "Waits for the owner", review_on=TODAY + timedelta(days=5)
    )
    assert worklist_line(desk, customer).state == "hold"
    assert "G-STOP-14" in guards(desk, customer)
    clock.pass_by(days=7)
    assert worklist_line(desk, customer).next_action.kind == "review"  # type: ignore[union-attr]
    contact.lift_hold(desk, hold_id, why="The owner agreed.")
    assert worklist_line(desk, customer).state == "action"


def test_a_step_is_skipped_only_with_a_reason(desk: Desk, customer: int, invoice: int) -> None:
    with pytest.raises(EntryRefusedError, match="reason"):
        contact.skip_step(desk, customer, why=" ")
    action = contact.skip_step(desk, customer, why="They know about it.")

    assert action is not None
    assert action.step == "D3"


def test_drafts_come_back_until_the_call_is_logged(desk: Desk, customer: int) -> None:
    contact.save_draft(desk, "call", "7", {"note": "he sa"}, customer_id=customer)
    contact.save_draft(desk, "call", "7", {"note": "he said"}, customer_id=customer)
    assert [draft.content for draft in contact.load_drafts(desk, "call")] == [{"note": "he said"}]

    contact.log_call(desk, entry(desk, customer, "NA", draft_key="7"))
    assert contact.load_drafts(desk) == []


def test_files_are_kept_by_their_hash(desk: Desk, customer: int) -> None:
    logged = contact.log_call(desk, entry(desk, customer, "NA"))
    contact.attach_file(
        desk, customer, b"%PDF-1.4", "scan.pdf", "application/pdf", activity_id=logged.activity_id
    )
    paper = contact.attachments(desk, customer)[0]

    assert contact.read_document(desk, paper.sha256).content == b"%PDF-1.4"
    assert customers.customer_page(desk, customer).timeline[0].attachments == 1


def test_a_call_that_was_left_is_on_record(desk: Desk, clock: Clock, customer: int) -> None:
    clock.pass_by(hours=12)
    found = contact.examine_call(desk, customer, number=None)
    contact.leave_call(desk, customer, found, reason="Tomorrow.")

    titles = [line.title for line in customers.customer_page(desk, customer).timeline]
    assert titles[0].startswith("G-TIME-01 stopped")


def test_the_guide_fits_the_step(desk: Desk) -> None:
    page_guide = contact.call_guide(desk, Category.STRUGGLING, "B4")

    assert page_guide.title == "Agree a down payment and dates"
    assert contact.call_guide(desk, Category.STRUGGLING, "B1").steps == ()


def test_the_list_and_the_line_agree(desk: Desk) -> None:
    for number in range(4):
        one = add_customer(desk, f"Customer {number}")
        add_invoice(desk, one, 10_000 * (number + 1), OVERDUE + timedelta(days=number * 15))
    lines = worklist(desk)

    assert [worklist_line(desk, line.customer_id) for line in lines] == lines
    assert len(lines) == 4
