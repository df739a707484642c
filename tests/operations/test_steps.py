"""Steps of contact plans on a real store: done, skipped, refused by a guard, counted for cases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from collections_desk.domain.customers import Category
from collections_desk.domain.guards import GuardFinding, Severity
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import contact, customers, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.plan_moves import plan_moves
from collections_desk.operations.rules import guard_events_of
from collections_desk.operations.safekeeping import verify
from collections_desk.operations.worklist import worklist, worklist_line
from collections_desk.store.tables import ContactStepRow, CustomerRow
from tests.clock import Clock
from tests.operations.contact_desk import TODAY, add_customer, add_invoice, add_payment, entry
from tests.operations.mail_desk import add_customer as add_mail_customer
from tests.operations.mail_desk import write_settings


@pytest.fixture
def customer(desk: Desk) -> int:
    write_settings(desk)
    return add_customer(desk)


@pytest.fixture
def invoice(desk: Desk, customer: int) -> int:
    return add_invoice(desk, customer, 120_000, TODAY - timedelta(days=12))


def records(desk: Desk, customer: int) -> list[tuple[str, str, str]]:
    with desk.database.read() as session:
        rows = session.query(ContactStepRow).filter_by(customer_id=customer).all()
        return [(row.step, row.how, row.reason) for row in rows]


def finding(guard: str, severity: Severity = Severity.ASK) -> GuardFinding:
    return GuardFinding(guard, severity, f"{guard} says no", TODAY, "house")


def at_the_call(desk: Desk, clock: Clock, customer: int) -> None:
    """Do D2, and wait for D3, the first call."""
    contact.finish_step(desk, customer, note="e-mailed")
    clock.pass_by(days=7)
    action = worklist_line(desk, customer).next_action
    assert action is not None
    assert action.step == "D3"


def test_a_step_that_is_not_next_any_more_is_not_skipped(
    desk: Desk, customer: int, invoice: int
) -> None:
    with pytest.raises(EntryRefusedError, match="Another step is next"):
        contact.skip_step(desk, customer, why="They know.", step="D5")
    contact.skip_step(desk, customer, why="They know.", step="D2")

    assert records(desk, customer) == [("D2", "skipped", "They know.")]


def test_what_no_word_closes_is_refused_with_the_way_to_do_it(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    contact.put_on_hold(desk, customer, "Owner away", review_on=TODAY + timedelta(days=3))
    clock.pass_by(days=4)
    with pytest.raises(EntryRefusedError) as refused:
        contact.finish_step(desk, customer)

    assert "Extend or lift the hold" in refused.value.remedy
    assert records(desk, customer) == []


def test_what_the_clerk_had_planned_is_over_once_she_says_so(
    desk: Desk, customer: int, invoice: int
) -> None:
    contact.add_note(desk, customer, "They ask for copies.", next_action="Send the copies",
                     next_on=TODAY)  # fmt: skip
    before = worklist_line(desk, customer).next_action
    after = contact.finish_step(desk, customer, note="sent")

    assert before is not None
    assert before.text == "Send the copies"
    assert after is not None
    assert after.step == "D2"
    assert records(desk, customer) == [("own", "hand", "sent")]


@pytest.mark.parametrize(
    ("guards", "skipped"),
    [
        (("G-FREQ-01",), True),
        (("G-STOP-04", "G-TIME-01"), True),
        (("G-TIME-01",), False),  # it is only too late in the day
        (("G-FREQ-03",), False),  # twice in five minutes
    ],
)
def test_a_call_that_a_guard_refused_is_skipped_with_its_reason(  # noqa: PLR0913 - fixtures
    desk: Desk,
    clock: Clock,
    customer: int,
    invoice: int,
    guards: tuple[str, ...],
    *,
    skipped: bool,
) -> None:
    at_the_call(desk, clock, customer)
    contact.leave_call(desk, customer, [finding(one) for one in guards])
    action = worklist_line(desk, customer).next_action

    assert action is not None
    assert (action.step == "D4") is skipped
    assert (("D3", "skipped") in {one[:2] for one in records(desk, customer)}) is skipped
    if skipped:
        assert f"{guards[0]} says no" in records(desk, customer)[-1][2]


def test_a_warning_skips_nothing(desk: Desk, clock: Clock, customer: int, invoice: int) -> None:
    at_the_call(desk, clock, customer)
    contact.leave_call(desk, customer, [finding("G-FREQ-06", Severity.WARNING)])

    assert [one[0] for one in records(desk, customer)] == ["D2"]


@pytest.mark.parametrize(
    ("found", "at_once"),
    [
        (finding("G-STOP-04", Severity.BLOCKED), True),
        (finding("G-LTR-10"), False),
    ],
)
def test_a_letter_that_a_guard_refused_is_skipped_when_it_is_given_up(
    desk: Desk, found: GuardFinding, *, at_once: bool
) -> None:
    write_settings(desk)
    customer = add_mail_customer(desk, oldest_days=5)
    letter = mail.draft_letter(desk, customer, "L02").letter
    mail.stop_approval(desk, letter.id, [found])
    assert bool(records(desk, customer)) is at_once
    mail.cancel_letter(desk, letter.id, why="Not now.")

    ((step, how, reason),) = records(desk, customer)
    assert (step, how) == ("D2", "skipped")
    assert found.said in reason


def test_a_skipped_step_that_is_taken_after_all_is_recorded_again(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    at_the_call(desk, clock, customer)
    contact.leave_call(desk, customer, [finding("G-FREQ-01")])
    settings = desk.settings()
    with desk.database.write("test.step", "took it", now=desk.now()) as transaction:
        taken = contact.record_step(
            transaction, desk, settings, customer, "D3", how="call",
            done_on=TODAY + timedelta(days=8),
        )  # fmt: skip

    assert taken
    assert [one[:2] for one in records(desk, customer)][1:] == [("D3", "skipped"), ("D3", "call")]


def test_the_moves_of_every_category_are_shown_and_nothing_is_written(
    desk: Desk, customer: int, invoice: int
) -> None:
    contact.finish_step(desk, customer)
    events = desk.database.refresh_head().count
    moves = plan_moves(desk, customer)

    assert set(moves) == set(Category)
    then = moves[Category.STRUGGLING].after.next_action
    assert then is not None
    assert then.step == "B2"
    assert desk.database.refresh_head().count == events
    for category, move in moves.items():
        customers.decide_category(desk, customer, category, reason="As heard.")
        assert worklist_line(desk, customer).next_action == move.after.next_action


def test_worklist_and_page_count_the_same_cases(desk: Desk, customer: int) -> None:
    for start, paid in ((400, 350), (300, 260), (200, 170)):
        ident = add_invoice(desk, customer, 1_000 + start, TODAY - timedelta(days=start))
        add_payment(desk, customer, ident, 1_000 + start, TODAY - timedelta(days=paid))
    add_invoice(desk, customer, 9_900, TODAY - timedelta(days=20))
    line, page = worklist_line(desk, customer), customers.customer_page(desk, customer)

    assert line.repeat_count == page.repeats.before == len(page.earlier_delinquencies) == 3
    assert [case.how for case in page.cases] == ["paid", "paid", "paid", "open"]
    assert line.why.startswith("4th time late: 20 days past due")


def test_who_stays_on_time_has_recovered(desk: Desk, customer: int) -> None:
    for start, paid in ((400, 350), (300, 301), (200, 205), (100, 103)):
        ident = add_invoice(desk, customer, 1_000 + start, TODAY - timedelta(days=start))
        add_payment(desk, customer, ident, 1_000 + start, TODAY - timedelta(days=paid))
    add_invoice(desk, customer, 9_900, TODAY + timedelta(days=20))
    line = worklist_line(desk, customer)

    assert line.repeat_count == 1
    assert line.recovered_since == TODAY - timedelta(days=350)
    assert "on time again since Dec 5, 2025" in line.why


def test_verify_names_who_would_be_forgotten(desk: Desk, customer: int, invoice: int) -> None:
    other = add_customer(desk, "Acme of Boston")

    def orphans() -> tuple[bool, str]:
        (check,) = [one for one in verify(desk).checks if one.name == "orphans"]
        return check.good, check.said

    assert orphans() == (
        True,
        "Everyone who owes (1) has a next action, a hold or an end state.",
    )
    with desk.database.write("test.merge", "merged badly", now=desk.now()) as transaction:
        row = transaction.get(CustomerRow, customer)
        assert row is not None
        row.merged_into_id = other  # its invoice stays behind

    assert orphans() == (
        False,
        "Dana Diner: owing something, with no next action, hold or end state.",
    )
    assert worklist(desk) == []


def test_a_call_that_is_answered_takes_the_step_of_the_plan(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    at_the_call(desk, clock, customer)
    contact.log_call(desk, entry(desk, customer, "RPN"))

    assert [one[:2] for one in records(desk, customer)] == [("D2", "hand"), ("D3", "call")]


def test_a_step_done_by_e_mail_of_her_own_is_a_contact(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    assert invoice
    action = worklist_line(desk, customer).next_action
    assert action is not None
    assert action.step == "D2"  # an e-mail by the plan

    clock.pass_by(hours=13)  # 23:00 in Boston
    contact.finish_step(desk, customer, note="Sent from the mail program.")

    # It has happened: what the guards say of it is on record, and stops nothing.
    (event,) = guard_events_of(desk, "G-TIME-01")
    assert event.decision == "shown"
    page = customers.customer_page(desk, customer)
    (sent,) = [one for one in page.timeline if one.kind == "email"]
    assert "Sent from the mail program." in sent.detail
    line = worklist_line(desk, customer)
    assert line.last_outcome == "EMS"
    letter = mail.draft_letter(desk, customer, "L04").letter
    asked = {one.guard: one.said for one in mail.examine_letter(desk, letter.id)}
    assert "the last letter went out on November 20, 2026" in asked["G-LTR-10"]
