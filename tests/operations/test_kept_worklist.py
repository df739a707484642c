"""The kept worklist is the worklist, after whatever was done; and it is not made anew for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from collections_desk.domain.customers import Category
from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.money import Money
from collections_desk.domain.worklist import WorklistLine
from collections_desk.operations import contact, customers, kept_worklist
from collections_desk.operations.contact_steps import skip_step
from collections_desk.operations.desk import Desk
from collections_desk.operations.holding import put_on_hold, set_stop_flag
from collections_desk.operations.kept_worklist import KeptWorklist
from collections_desk.operations.mail_drafting import draft_letter
from collections_desk.operations.payments import record_payment
from collections_desk.operations.worklist import worklist
from tests.operations.contact_desk import add_customer, add_invoice, add_payment, entry
from tests.operations.mail_desk import TODAY, write_settings


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def log(desk: Desk, customer_id: int) -> None:
    contact.log_call(desk, entry(desk, customer_id, "NA", next_on=TODAY + timedelta(days=3)))


def pay_all(desk: Desk, customer_id: int) -> None:
    record_payment(desk, PaymentEntry(customer_id, usd(500_00), TODAY, "cash"))


#: What a clerk does with one customer, and how its line tells.
DEEDS: dict[str, Callable[[Desk, int], object]] = {
    "call": log,
    "note": lambda desk, one: contact.add_note(desk, one, "Sent the copy."),
    "hold": lambda desk, one: put_on_hold(
        desk, one, "Waits for the owner", review_on=TODAY + timedelta(days=9)
    ),
    "flag": lambda desk, one: set_stop_flag(desk, one, "BKY", reason="Letter of the court"),
    "category": lambda desk, one: customers.decide_category(
        desk, one, Category.DISPUTING, reason="Says so"
    ),
    "end": lambda desk, one: customers.end_customer(desk, one, "written_off", why="Gone"),
    "payment": pay_all,
    "step": lambda desk, one: skip_step(desk, one, why="Met the owner at the fair"),
    "letter": lambda desk, one: draft_letter(desk, one, "L02"),
    "name": lambda desk, one: customers.edit_customer(desk, one, name="Zebra Diner"),
}


@pytest.fixture
def three(desk: Desk) -> list[int]:
    """Give three customers who owe, and one who owes nothing."""
    numbers = [add_customer(desk, f"Customer {letter}") for letter in "ABCD"]
    for number in numbers[:3]:
        add_invoice(desk, number, 500_00, TODAY - timedelta(days=12))
    return numbers


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_has_its_own_line_worked_out_again_and_no_other(
    desk: Desk, three: list[int], deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptWorklist(desk)
    before = {line.customer_id: line for line in kept.lines(TODAY)}
    asked: list[str] = []

    def whole(desk: Desk, **how: object) -> list[WorklistLine]:
        del desk, how
        asked.append("all")
        return []

    monkeypatch.setattr(kept_worklist, "worklist", whole)
    DEEDS[deed](desk, three[1])
    after = kept.lines(TODAY)

    assert asked == []
    assert after == worklist(desk, today=TODAY)
    others = [line for line in after if line.customer_id != three[1]]
    assert all(line is before[line.customer_id] for line in others)


def test_nothing_done_gives_the_very_same_list(desk: Desk, three: list[int]) -> None:
    del three
    kept = KeptWorklist(desk)

    assert kept.lines(TODAY) is kept.lines(TODAY)


def test_who_paid_all_leaves_the_list_and_who_owes_again_comes_back(
    desk: Desk, three: list[int]
) -> None:
    kept = KeptWorklist(desk)
    kept.lines(TODAY)

    pay_all(desk, three[0])
    assert [line.customer_id for line in kept.lines(TODAY)] == [three[1], three[2]]
    add_invoice(desk, three[0], 70_00, TODAY - timedelta(days=1))
    assert {line.customer_id for line in kept.lines(TODAY)} == set(three[:3])
    assert kept.lines(TODAY) == worklist(desk, today=TODAY)


def test_another_day_everyone_or_other_settings_work_out_all_of_it(
    desk: Desk, three: list[int]
) -> None:
    kept = KeptWorklist(desk)
    before = kept.lines(TODAY)

    later = TODAY + timedelta(days=30)
    assert kept.lines(later) == worklist(desk, today=later) != before
    assert kept.lines(TODAY, everyone=True) == worklist(desk, today=TODAY, everyone=True)
    assert len(kept.lines(TODAY, everyone=True)) == len(three)
    kept.lines(TODAY)
    write_settings(desk, small_balance_minor=600_00)
    assert all(line.state == "hold" for line in kept.lines(TODAY))


def test_a_call_with_a_promise_and_a_dispute_is_told(desk: Desk) -> None:
    customer = add_customer(desk)
    invoice = add_invoice(desk, customer, 500_00, TODAY - timedelta(days=20))
    add_payment(desk, customer, invoice, 100_00, TODAY - timedelta(days=2))
    kept = KeptWorklist(desk)
    kept.lines(TODAY)

    contact.open_dispute(desk, customer, invoice, "D02", amount=usd(50_00))
    assert kept.lines(TODAY) == worklist(desk, today=TODAY)
    contact.log_call(desk, entry(desk, customer, "NA", note="No answer."))
    assert kept.lines(TODAY) == worklist(desk, today=TODAY)
