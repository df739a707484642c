"""Bad input: each its sentence, what happened, what was not done, what to do, and nothing written.

Every table is compared before and after, the audit log with them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from collections_desk.domain.contact_plans import Plan
from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.money import Money
from collections_desk.domain.payment_plans import Installment
from collections_desk.domain.plan_editing import edited
from collections_desk.domain.promise_text import TypedPromise
from collections_desk.errors import DeskError, EntryRefusedError, NotAllowedError
from collections_desk.operations import contact, customers, fees
from collections_desk.operations.clock import confirm_clock
from collections_desk.operations.contact_plans import current_plans, save_plan
from collections_desk.operations.desk import (
    Desk,
    Resources,
    open_desk,
    resources_folder,
    set_up_desk,
)
from collections_desk.operations.figures import type_sales
from collections_desk.operations.payment_plans import offer_plan
from collections_desk.operations.payments import record_payment
from collections_desk.operations.rules import broken_tables
from collections_desk.operations.write_offs import write_off
from collections_desk.store.audit_log import events
from collections_desk.store.tables.base import Table
from tests.clock import Clock
from tests.memory_keyring import MemoryKeyring
from tests.operations.contact_desk import add_customer, add_invoice, entry
from tests.operations.mail_desk import TODAY, write_settings
from tests.operations.plan_desk import terms, usd

OWED = 100_000
CARD = "4242 4242 4242 4242"
#: Kept outside the record: what is half typed, and the search.
UNRECORDED = frozenset({"draft", "search_index"})


def dump(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, the audit log too."""
    with desk.database.read() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(table.select())), key=repr)
            for table in Table.metadata.sorted_tables
            if table.name not in UNRECORDED
        }


@pytest.fixture
def customer(desk: Desk) -> int:
    """Add a customer who owes $1,000.00 since 40 days."""
    write_settings(desk, late_fee_preset="us_contract_monthly_1_5")
    known = add_customer(desk)
    add_invoice(desk, known, OWED, TODAY - timedelta(days=40))
    return known


def invoice_of(desk: Desk, customer: int) -> int:
    (item,) = customers.customer_page(desk, customer).invoices
    return item.id


# What is typed wrongly, by the operation that takes it.


def promise_in_the_past(desk: Desk, customer: int) -> None:
    contact.take_promise(
        desk, customer, TypedPromise(usd(OWED), TODAY - timedelta(days=1), "", "")
    )


def promise_above_the_balance(desk: Desk, customer: int) -> None:
    contact.take_promise(
        desk, customer, TypedPromise(usd(OWED + 1), TODAY + timedelta(days=5), "", "")
    )


def plan_that_does_not_add_up(desk: Desk, customer: int) -> None:
    good = terms(invoice_of(desk, customer), minor=OWED)
    *parts, last = good.installments
    short = replace(last, amount=last.amount - usd(1))
    offer_plan(desk, customer, replace(good, installments=(*parts, short)))


def plan_dates_out_of_order(desk: Desk, customer: int) -> None:
    good = terms(invoice_of(desk, customer), minor=OWED)
    down, first, second, *rest = good.installments
    swapped = (
        down,
        Installment(first.number, second.due_on, first.amount),
        Installment(second.number, first.due_on, second.amount),
    )
    offer_plan(desk, customer, replace(good, installments=(*swapped, *rest)))


def fee_without_a_basis(desk: Desk, customer: int) -> None:
    """The preset was chosen by the fixture; clause and date of the contract were not given."""
    fees.charge(desk, customer)


def card_number_in_a_payment(desk: Desk, customer: int) -> None:
    record_payment(desk, PaymentEntry(customer, usd(5_000), TODAY, "card", reference=CARD))


def more_than_four_digits(desk: Desk, customer: int) -> None:
    record_payment(desk, PaymentEntry(customer, usd(5_000), TODAY, "card", last4="42424"))


def dispute_above_the_invoice(desk: Desk, customer: int) -> None:
    contact.open_dispute(desk, customer, invoice_of(desk, customer), "D02", amount=usd(OWED + 1))


def write_off_of_nothing(desk: Desk, customer: int) -> None:
    del customer
    nobody = add_customer_without_debt(desk)
    write_off(desk, nobody, why="It is not worth it")


def write_off_without_a_reason(desk: Desk, customer: int) -> None:
    write_off(desk, customer, why="  ")


def faulty_step(desk: Desk, customer: int) -> None:
    del customer
    save_plan(desk, backwards(current_plans(desk).plans["A"]), "It is quicker")


def backwards(plan: Plan) -> Plan:
    """Let the fifth step come before the one that stands before it."""
    place = [one.id for one in plan.steps].index("A5")
    return edited(plan, place, replace(plan.steps[place], offset=3))


def sales_of_minus_one(desk: Desk, customer: int) -> None:
    del customer
    type_sales(desk, date(2026, 10, 1), Money(-100, "USD"))


def add_customer_without_debt(desk: Desk) -> int:
    """Return the customer who owes nothing; the fixture put it there."""
    customers_table = Table.metadata.tables["customer"]
    with desk.database.read() as session:
        wanted = customers_table.select().where(customers_table.c.name == "Owes Nothing")
        return int(session.execute(wanted).one().id)


Deed = Callable[[Desk, int], None]
CASES: list[tuple[Deed, str, str]] = [
    (promise_in_the_past, "November 19, 2026 is before the day", "Nothing was recorded."),
    (
        promise_above_the_balance,
        "$1,000.01 is promised and $1,000.00 is",
        "What you typed is kept.",
    ),
    (plan_that_does_not_add_up, "less than the balance", "Nothing was recorded."),
    (plan_dates_out_of_order, "does not come after installment 1", "Nothing was recorded."),
    (fee_without_a_basis, "until the settings say the contract clause", "Nothing was charged."),
    (card_number_in_a_payment, "looks like the number of a card", "Nothing was recorded."),
    (more_than_four_digits, "They were not kept", "Nothing was recorded."),
    (dispute_above_the_invoice, "is not a part of the $1,000.00", "Nothing was recorded."),
    (write_off_of_nothing, "Nothing is owed", "Nothing was recorded."),
    (write_off_without_a_reason, "only with a reason", "Nothing was"),
    (faulty_step, "A5 is due 3 days after", "Nothing was saved."),
    (sales_of_minus_one, "below zero", "Nothing was"),
]


@pytest.mark.parametrize(
    ("deed", "happened", "remedy"), CASES, ids=lambda one: getattr(one, "__name__", "")
)
def test_it_is_refused_with_a_sentence_and_nothing_is_written(
    desk: Desk, customer: int, deed: Deed, happened: str, remedy: str
) -> None:
    add_customer(desk, name="Owes Nothing")
    before = dump(desk)

    with pytest.raises(DeskError) as refused:
        deed(desk, customer)

    said = refused.value
    assert happened in said.problem
    assert remedy in said.remedy
    assert said.problem.rstrip().endswith((".", "?"))
    assert len(said.remedy.replace(remedy, "").strip()) > 10, "it does not say what to do now"
    assert "4242" not in f"{said.problem} {said.remedy}"
    after = dump(desk)
    if isinstance(said, NotAllowedError):  # what a guard stopped is itself a record
        (line,) = set(after["audit_event"]) - set(before["audit_event"])
        assert "guard.stopped" in line
        for told in ("audit_event", "guard_event"):
            del after[told], before[told]
    assert after == before


def test_a_card_number_in_a_note_is_never_kept(desk: Desk, customer: int) -> None:
    paid = PaymentEntry(customer, usd(5_000), TODAY, "card", note=f"She said {CARD}.")

    record_payment(desk, paid)

    assert "4242 4242" not in repr(dump(desk))
    assert "4242424242424242" not in repr(dump(desk))


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("places/places.toml", "max = 2, days = 7", "max = two, days = 7"),
        ("places/places.toml", "max = 2, days = 7", "max = 2, dais = 7"),
        ("places/area_codes.csv", "America/Boise", "America/Boisy"),
    ],
)
def test_a_place_table_with_a_typing_error_is_named_by_file_and_line(  # noqa: PLR0913, PLR0917 - a table
    desk: Desk, customer: int, tmp_path: Path, file: str, right: str, wrong: str
) -> None:
    folder = tmp_path / "resources"
    shutil.copytree(
        resources_folder(), folder, ignore=shutil.ignore_patterns("pictures", "help", "licenses")
    )
    text = (folder / file).read_text(encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    (folder / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    lame = replace(desk, resources=Resources(folder))
    before = dump(desk)

    (fault,) = broken_tables(lame)
    with pytest.raises(DeskError) as refused:
        contact.log_call(lame, entry(lame, customer))

    assert fault.file == file
    assert abs(fault.line - line) <= 1, fault.problem  # a table of TOML is named by its head
    assert str(refused.value.problem) == fault.problem
    assert "Nothing was changed." in fault.remedy
    assert dump(desk) == before


# The clock.


def opened_as_the_program_does(desk: Desk) -> Desk:
    """Watch the clock, as `open_desk` does; what there is to say becomes a warning."""
    return replace(desk, warnings=desk.database.watch_clock(desk.now()))


def takes_a_note(desk: Desk, customer: int) -> None:
    contact.add_note(desk, customer, "Called back")


@pytest.mark.parametrize(
    "deed", [takes_a_note, sales_of_minus_one, promise_in_the_past], ids=lambda one: one.__name__
)
def test_a_clock_set_back_records_nothing_with_a_false_day(
    desk: Desk, customer: int, clock: Clock, deed: Deed
) -> None:
    clock.pass_by(days=-3)
    set_back = opened_as_the_program_does(desk)
    before = dump(desk)

    with pytest.raises(DeskError) as refused:
        deed(set_back, customer)

    if deed is takes_a_note:
        assert refused.value.problem == (
            "The clock of this computer says November 17, 2026, 15:00 UTC, but the last entry was "
            "recorded on November 20, 2026, 15:00 UTC."
        )
        assert "Nothing was recorded" in refused.value.remedy
        assert "Set the clock of the computer right" in refused.value.remedy
        assert [one.problem for one in set_back.warnings] == [refused.value.problem]
    assert dump(desk) == before


def test_hours_are_flagged_and_not_refused(desk: Desk, customer: int, clock: Clock) -> None:
    clock.pass_by(hours=-14)  # as far as a wrong time zone goes
    set_back = opened_as_the_program_does(desk)

    takes_a_note(set_back, customer)

    assert set_back.warnings == ()
    with desk.database.read() as session:
        assert events(session)[0].clock_went_back


def test_a_clock_that_was_wrong_before_is_confirmed_once(
    desk: Desk, customer: int, clock: Clock
) -> None:
    clock.pass_by(days=-400)
    set_back = opened_as_the_program_does(desk)
    with pytest.raises(EntryRefusedError):
        confirm_clock(set_back, "  ")

    confirm_clock(set_back, "The battery was empty and it said 2026")
    takes_a_note(set_back, customer)

    with desk.database.read() as session:
        kinds = [one.kind for one in events(session)[:2]]
        flagged = [one.clock_went_back for one in events(session)[:2]]
    assert kinds == ["note.added", "clock.confirmed"]
    assert flagged == [False, True]


def test_a_desk_is_opened_under_watch(
    tmp_path: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    del memory_keyring
    desk, _code = set_up_desk(tmp_path / "own", clerk="Dana", now=clock)
    desk.close()
    clock.pass_by(days=-3)

    again = open_desk(tmp_path / "own", now=clock)

    try:
        assert any(one.code == "CLOCK" for one in again.warnings)
        with pytest.raises(DeskError, match="clock of this computer"):
            customers.add_new_customer(again, "Acme")
    finally:
        again.close()
