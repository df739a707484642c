"""An import is taken back whole, or not at all; twins are proposed and decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from collections_desk.domain.difference import Decisions
from collections_desk.domain.progress import Cancelled
from collections_desk.domain.readings import Answers
from collections_desk.errors import ImportRefusedError
from collections_desk.operations import books
from collections_desk.operations.desk import Desk
from collections_desk.store.audit_log import events
from tests.operations.test_books import bring_in, customers, file, look, open_by_number, snapshot
from tests.shared_data import shared_folder

__all__ = ["file"]


def test_undo_restores_exactly(desk: Desk, file: Callable[..., Path]) -> None:
    first = file(
        "Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD",
        "Acme,2,2026-09-01,2026-10-01,100.00,100.00,USD",
        "Acme,,2026-09-03,,-30.00,-30.00,USD",
    )
    bring_in(desk, first, as_of=date(2026, 11, 1))
    before = snapshot(desk)
    second = file(
        "Acme,1,2026-09-01,2026-10-05,100.00,60.00,USD",
        "Acme,,2026-09-03,,-30.00,-10.00,USD",
        "New Co,7,2026-11-01,2026-11-20,9.00,9.00,EUR",
        name="second.csv",
    )
    report = bring_in(desk, second, decisions=Decisions(all_vanished="cancelled"))
    assert report.batch_id is not None
    assert snapshot(desk) != before

    books.undo_import(desk, report.batch_id, reason="the wrong company")

    assert snapshot(desk) == before
    assert books.import_history(desk)[0].undone_at is not None
    with desk.database.read() as session:
        assert events(session)[0].kind == "import.undone"


def test_undo_gives_the_older_day_back(desk: Desk, file: Callable[..., Path]) -> None:
    rows = ("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD",)
    bring_in(desk, file(*rows), as_of=date(2026, 11, 1))
    before = snapshot(desk)
    report = bring_in(desk, file(*rows, "Bee,2,2026-09-01,2026-10-01,1.00,1.00,USD", name="b.csv"))
    assert report.batch_id is not None
    assert {row["as_of"] for row in snapshot(desk)["invoice"].values()} == {"2026-11-20"}

    books.undo_import(desk, report.batch_id, reason="too early")

    assert snapshot(desk) == before


def test_a_file_may_be_imported_again_after_its_undo(
    desk: Desk, file: Callable[..., Path]
) -> None:
    path = file("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD")
    books.undo_import(desk, bring_in(desk, path).batch_id or 0, reason="a test")

    _, difference = look(desk, path)

    assert difference.already_imported is None
    assert bring_in(desk, path).counts["new"] == 1


def test_what_a_later_import_changed_is_not_undone(desk: Desk, file: Callable[..., Path]) -> None:
    first = bring_in(desk, file("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD"))
    bring_in(desk, file("Acme,1,2026-09-01,2026-10-01,100.00,50.00,USD", name="second.csv"))
    before = snapshot(desk)

    with pytest.raises(ImportRefusedError, match=r"a later import \(second.csv\)"):
        books.undo_import(desk, first.batch_id or 0, reason="a test")

    assert snapshot(desk) == before


def test_an_import_with_a_promise_on_it_is_not_undone(
    desk: Desk, file: Callable[..., Path]
) -> None:
    report = bring_in(desk, file("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD"))
    with desk.database.write("test", "took a promise", now=desk.now()) as transaction:
        transaction.execute(
            text(
                "INSERT INTO promise (customer_id, currency, amount_minor, taken_on, due_on, "
                "by_whom, method, words, created_at) VALUES (1, 'USD', 1, '2026-11-20', "
                "'2026-11-27', '', '', '', '2026-11-20T15:00:00.000000Z')"
            )
        )

    with pytest.raises(ImportRefusedError, match="there is a promise since"):
        books.undo_import(desk, report.batch_id or 0, reason="a test")


def test_a_customer_whom_the_clerk_edited_is_not_taken_away(
    desk: Desk, file: Callable[..., Path]
) -> None:
    report = bring_in(desk, file("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD"))
    with desk.database.write("test", "noted something", now=desk.now()) as transaction:
        transaction.execute(text("UPDATE customer SET account_note = 'call Omar'"))

    with pytest.raises(ImportRefusedError, match="a customer that it made or changed"):
        books.undo_import(desk, report.batch_id or 0, reason="a test")


@pytest.mark.parametrize("number", [99, 1])
def test_an_unknown_or_undone_import_is_refused(
    desk: Desk, file: Callable[..., Path], number: int
) -> None:
    report = bring_in(desk, file("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD"))
    books.undo_import(desk, report.batch_id or 0, reason="a test")

    with pytest.raises(ImportRefusedError, match=f"Import number {number}"):
        books.undo_import(desk, number, reason="a test")


def test_an_undo_needs_a_reason(desk: Desk, file: Callable[..., Path]) -> None:
    report = bring_in(desk, file("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD"))

    with pytest.raises(ImportRefusedError, match="without a reason"):
        books.undo_import(desk, report.batch_id or 0, reason="  ")


def test_a_retry_imports_once(desk: Desk, file: Callable[..., Path]) -> None:
    path = file("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD")
    reading, difference = look(desk, path)
    name = "6d6e2f0e-6c5f-4d5e-9d0f-1f5f0f6f0f6f"

    first = books.apply_import(desk, reading, difference, operation_id=name)
    again = books.apply_import(desk, reading, difference, operation_id=name)

    assert (first.batch_id, again.batch_id) == (1, 1)
    assert len(books.import_history(desk)) == 1


def test_a_difference_that_is_no_longer_true_is_refused(
    desk: Desk, file: Callable[..., Path]
) -> None:
    reading, difference = look(desk, file("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD"))
    bring_in(desk, file("Acme,1,2026-09-01,2026-10-01,100.00,90.00,USD", name="other.csv"))

    with pytest.raises(ImportRefusedError, match="has changed since"):
        books.apply_import(desk, reading, difference)


def test_an_older_list_is_imported_only_on_purpose(desk: Desk, file: Callable[..., Path]) -> None:
    bring_in(desk, file("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD"))
    old = file("Acme,1,2026-09-01,2026-10-01,100.00,80.00,USD", name="old.csv")
    reading = books.read_import(desk, old, as_of=date(2026, 10, 1))
    difference = books.compare_import(desk, reading)

    with pytest.raises(ImportRefusedError, match="already holds for 2026-11-20"):
        books.apply_import(desk, reading, difference)
    books.apply_import(desk, reading, difference, Decisions(accept_older=True))

    assert open_by_number(desk) == {"1": 8_000}


def test_near_twins_are_proposed_and_never_merged_silently(
    desk: Desk, file: Callable[..., Path]
) -> None:
    bring_in(desk, file("Harborline Marine Supply,1,2026-09-01,2026-10-01,1.00,1.00,USD"))

    report = bring_in(
        desk,
        file(
            "Harborline Marine Supply,1,2026-09-01,2026-10-01,1.00,1.00,USD",
            "Harborline Marine Suply Inc.,2,2026-09-01,2026-10-01,2.00,2.00,USD",
            name="second.csv",
        ),
    )

    assert report.proposals == 1
    assert len(customers(desk)) == 2
    (pair,) = books.merge_proposals(desk)
    assert (pair.first_name, pair.second_name) == (
        "Harborline Marine Supply",
        "Harborline Marine Suply Inc.",
    )
    assert {str(sum_) for sum_ in pair.second_open.values()} == {"2.00 USD"}

    books.decide_merge(desk, pair.id, merge=True)

    assert books.merge_proposals(desk) == []
    rows = snapshot(desk)["invoice"].values()
    assert {row["customer_id"] for row in rows} == {pair.first_id}
    third = file(
        "Harborline Marine Supply,1,2026-09-01,2026-10-01,1.00,1.00,USD",
        "Harborline Marine Suply Inc.,2,2026-09-01,2026-10-01,2.00,2.00,USD",
        "harborline marine suply inc.,3,2026-09-01,2026-10-01,3.00,3.00,USD",
        name="third.csv",
    )
    _, difference = look(desk, third)
    assert difference.counts == {"new": 1, "unchanged": 2}
    assert difference.customers == ()


def test_two_who_are_two_are_not_asked_about_again(desk: Desk, file: Callable[..., Path]) -> None:
    rows = (
        "Quarry Road Brewing,1,2026-09-01,2026-10-01,1.00,1.00,USD",
        "Quarry Rd. Brewing,2,2026-09-01,2026-10-01,2.00,2.00,USD",
    )
    bring_in(desk, file(*rows))
    (pair,) = books.merge_proposals(desk)

    books.decide_merge(desk, pair.id, merge=False)

    assert books.merge_proposals(desk) == []
    with pytest.raises(ImportRefusedError, match="does not wait"):
        books.decide_merge(desk, pair.id, merge=True)


def test_an_invoice_that_moved_to_a_new_name_proposes_a_merge(
    desk: Desk, file: Callable[..., Path]
) -> None:
    bring_in(desk, file("Blue Heron Catering,88,2026-09-01,2026-10-01,5.00,5.00,USD"))

    _, difference = look(
        desk, file("BHC Events Group,88,2026-09-01,2026-10-01,5.00,5.00,USD", name="second.csv")
    )

    assert [twin.why for twin in difference.twins] == [
        "invoice 88 was there before and is here now"
    ]


def test_the_classic_models_books_come_out_even(desk: Desk) -> None:
    folder = shared_folder() / "data" / "real"
    bring_in(desk, folder / "classicmodels_customers.csv")
    reading = books.read_import(desk, folder / "classicmodels_orders.csv")
    assert [question.id for question in reading.questions] == ["terms_days"]
    assert reading.not_open == {"Cancelled": 6}
    answers = reading.answers.answered("terms_days", "30")
    bring_in(desk, folder / "classicmodels_orders.csv", answers=answers)
    _, difference = look(desk, folder / "classicmodels_payments.csv")
    assert sum(payment.how == "exact" for payment in difference.payments) == 250

    report = bring_in(desk, folder / "classicmodels_payments.csv")

    assert {str(sum_) for sum_ in report.open_after.values()} == {"511497.20 USD"}
    rows = snapshot(desk)
    owed: dict[str, int] = {}
    for item in rows["invoice"].values():
        name = str(rows["customer"][item["customer_id"]]["name"])  # type: ignore[index]
        owed[name] = owed.get(name, 0) + int(str(item["open_minor"]))
    assert sum(sum_ > 0 for sum_ in owed.values()) == 16
    assert owed["The Sharp Gifts Warehouse"] == 8_398_489
    assert len(rows["customer"]) == 122
    for name in ("customers", "orders", "payments"):
        assert bring_in(desk, folder / f"classicmodels_{name}.csv").batch_id is None
    assert snapshot(desk) == rows
    _, same = look(desk, folder / "birt_customers_data.csv")
    assert same.customers == ()

    for batch in books.import_history(desk):
        books.undo_import(desk, batch.id, reason="a test of the way back")
    assert not any(snapshot(desk).values())


def test_a_third_twin_is_asked_about_with_the_one_that_is_left(
    desk: Desk, file: Callable[..., Path]
) -> None:
    bring_in(
        desk,
        file(
            "Acme Tools Inc,1,2026-09-01,2026-10-01,1.00,1.00,USD",
            "Acme Tools LLC,2,2026-09-01,2026-10-01,2.00,2.00,USD",
        ),
    )
    bring_in(
        desk,
        file("Acme Tols Inc,3,2026-09-01,2026-10-01,3.00,3.00,USD", name="second.csv"),
        decisions=Decisions(all_vanished="still_owed"),
    )
    pairs = books.merge_proposals(desk)
    assert [(one.first_id, one.second_id) for one in pairs] == [(1, 2), (1, 3), (2, 3)]

    books.decide_merge(desk, pairs[2].id, merge=True)
    assert [(one.first_id, one.second_id) for one in books.merge_proposals(desk)] == [(1, 2)]
    books.decide_merge(desk, pairs[0].id, merge=True)

    rows = snapshot(desk)["invoice"].values()
    assert {row["customer_id"] for row in rows} == {1}


def test_answers_are_remembered_for_the_same_headings(
    desk: Desk, file: Callable[..., Path]
) -> None:
    header = "Customer,Invoice,Due date,Balance\n"
    first = file("Acme,1,03/04/2026,10.00", header=header)
    asked = books.read_import(desk, first)
    assert [question.id for question in asked.questions] == ["date_order", "currency"]
    bring_in(desk, first, answers=Answers(date_order="dmy", currency="EUR"))

    again = books.read_import(desk, file("Acme,1,05/06/2026,10.00", header=header, name="b.csv"))
    proves = books.read_import(desk, file("Acme,1,05/16/2026,10.00", header=header, name="c.csv"))

    assert again.questions == proves.questions == ()
    assert [str(item.due_on) for item in again.items] == ["2026-06-05"]
    assert [str(item.open) for item in again.items] == ["10.00 EUR"]
    assert [str(item.due_on) for item in proves.items] == ["2026-05-16"]


def test_a_file_with_a_question_is_not_imported(desk: Desk, file: Callable[..., Path]) -> None:
    path = file("Acme,1,2026-04-05,10.00", header="Customer,Invoice,Due date,Balance\n")
    reading, difference = look(desk, path)

    with pytest.raises(ImportRefusedError, match="In which currency"):
        books.apply_import(desk, reading, difference)

    assert not any(snapshot(desk).values())


def test_a_cancelled_import_leaves_nothing(desk: Desk, file: Callable[..., Path]) -> None:
    reading, difference = look(desk, file("Acme,1,2026-09-01,2026-10-01,1.00,1.00,USD"))

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        books.apply_import(desk, reading, difference, progress=stop)

    assert not any(snapshot(desk).values())
    assert books.import_history(desk) == []


def test_what_is_left_of_a_payment_stays_a_credit(desk: Desk, file: Callable[..., Path]) -> None:
    bring_in(desk, file("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD"))
    header = "customer_number,check_number,payment_date,amount\n"
    reading = books.read_import(
        desk, file("Acme,C7,2026-11-02,130.00", header=header, name="p.csv")
    )

    (payment,) = books.compare_import(desk, reading).payments
    assert str(payment.unapplied) == "30.00 USD"
    bring_in(desk, file("Acme,C7,2026-11-02,130.00", header=header, name="p.csv"))

    assert open_by_number(desk) == {"C7": -3_000}


def test_a_first_import_makes_no_backup_and_a_later_one_does(
    desk: Desk, file: Callable[..., Path]
) -> None:
    first = bring_in(desk, file("Acme,1,2026-09-01,2026-10-01,1.00,1.00,USD"))
    second = bring_in(
        desk,
        file(
            "Acme,1,2026-09-01,2026-10-01,1.00,1.00,USD",
            "Acme,2,2026-09-01,2026-10-01,2.00,2.00,USD",
            name="second.csv",
        ),
    )

    assert (first.backup, bool(second.backup)) == ("", True)
