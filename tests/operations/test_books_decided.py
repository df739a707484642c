"""What the desk decided meets the next import: written off, credited, recovered; and the undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from collections_desk.domain.difference import Decisions, Difference
from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.money import Money
from collections_desk.domain.readings import Answers
from collections_desk.errors import ImportRefusedError
from collections_desk.operations import books, contact, customers, decisions, fees
from collections_desk.operations.decisions import DecisionEntry
from collections_desk.operations.desk import Desk
from collections_desk.operations.payment_plans import cancel_plan, offer_plan
from collections_desk.operations.payments import record_payment
from collections_desk.operations.placement_entries import record_recovery
from collections_desk.operations.placements import place
from collections_desk.operations.worklist import worklist_line
from collections_desk.operations.write_offs import write_off
from collections_desk.store.import_undo import BUILT_ON
from collections_desk.store.tables import AddressRow, CustomerRow, InvoiceRow
from collections_desk.store.tables.base import Table
from tests.clock import Clock
from tests.operations.ends_desk import AGENCY, REASONS, usd
from tests.operations.mail_desk import write_settings
from tests.operations.plan_desk import terms
from tests.operations.test_books import snapshot

HEADER = "Customer,Invoice,Date,Due date,Amount,Open balance,Currency\n"
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 20)
BOTH = ("1,2026-06-01,2026-07-01,1000.00,1000.00", "2,2026-09-01,2026-10-01,300.00,300.00")

Bring = Callable[..., Difference]
Deed = Callable[[Desk, Path], None]


@pytest.fixture
def bring(desk: Desk, tmp_path: Path) -> Bring:
    """Import a list of open items of Acme and return the difference that was shown."""
    write_settings(desk)
    count = iter(range(1, 99))

    def run(*rows: str, as_of: date = LAST, decisions: Decisions | None = None) -> Difference:
        path = tmp_path / f"list{next(count)}.csv"
        lines = "".join(f"Acme,{row},USD\n" for row in rows)
        path.write_text(HEADER + lines, encoding="utf-8")
        reading = books.read_import(desk, path, as_of=as_of)
        difference = books.compare_import(desk, reading)
        books.apply_import(desk, reading, difference, decisions)
        return difference

    return run


def acme(desk: Desk) -> int:
    with desk.database.read() as session:
        return session.scalars(select(CustomerRow.id)).one()


def invoice(desk: Desk, number: str) -> int:
    with desk.database.read() as session:
        return session.scalars(select(InvoiceRow.id).where(InvoiceRow.number == number)).one()


def opened(desk: Desk) -> dict[str, int]:
    with desk.database.read() as session:
        rows = session.scalars(select(InvoiceRow).order_by(InvoiceRow.number)).all()
        return {item.number: item.open_minor for item in rows if item.open_minor}


def whats(difference: Difference) -> dict[str, str]:
    return {line.number: line.what for line in difference.lines}


# What takes money off here, and what the difference calls it.


def writes_off(desk: Desk, folder: Path) -> None:
    del folder
    write_off(desk, acme(desk), why="The firm is gone", invoice_ids=[invoice(desk, "1")])


def gives_credit(desk: Desk, folder: Path) -> None:
    del folder
    number = contact.open_dispute(
        desk, acme(desk), invoice(desk, "1"), "D02", amount=usd(1000), words="Never came"
    )
    contact.advance_dispute(
        desk, number, "decided_for_customer", finding="Lost by the carrier", book_credit=True
    )


def recovers(desk: Desk, folder: Path) -> None:
    done = place(desk, [acme(desk)], AGENCY, folder / "placement.zip", reasons=REASONS)
    record_recovery(desk, done.placement_ids[0], usd(1000), dated_on=LAST, reference="R-77")


def pays(desk: Desk, folder: Path) -> None:
    del folder
    paid = PaymentEntry(acme(desk), usd(1000), date(2026, 11, 19), "check", reference="1043")
    record_payment(desk, paid)


DEEDS = [
    (writes_off, "the write-off of Nov 20, 2026"),
    (gives_credit, "the credit (Dispute 1) of Nov 20, 2026"),
    (recovers, "the payment R-77 of Nov 20, 2026"),
    (pays, "the payment 1043 of Nov 19, 2026"),
]


@pytest.fixture(params=DEEDS, ids=lambda one: one[0].__name__)
def taken_off(request: pytest.FixtureRequest, desk: Desk, bring: Bring, tmp_path: Path) -> str:
    """Take all of invoice 1 off; return what the difference calls that."""
    bring(*BOTH, as_of=FIRST)
    customer_id = acme(desk)
    with desk.database.write("test", "an address", now=desk.now()) as transaction:
        transaction.add(
            AddressRow(customer_id=customer_id, line1="1 Main Street", city="Erie",
                       region="PA", postal_code="16501", country="US")
        )  # fmt: skip
    deed, words = request.param
    deed(desk, tmp_path)
    assert opened(desk) == {"2": 30_000}
    return str(words)


def test_what_was_decided_here_stays_until_the_file_is_followed(
    desk: Desk, bring: Bring, taken_off: str
) -> None:
    difference = bring(*BOTH)

    (line,) = difference.of("unbooked")
    assert f"the file shows 1000.00 USD open; {taken_off}, recorded here" in line.text
    assert "is not in it yet and stays, 0.00 USD is open" in line.text
    assert opened(desk) == {"2": 30_000}

    key = line.key
    bring(*BOTH, as_of=LAST + timedelta(days=1), decisions=Decisions(unbooked={key: "file"}))
    assert opened(desk) == {"1": 100_000, "2": 30_000}
    newest = books.import_history(desk)[0]
    books.undo_import(desk, newest.id, reason="The wrong list")
    assert opened(desk) == {"2": 30_000}


def test_what_was_decided_here_and_left_out_by_the_file_is_asked_of_nobody(
    desk: Desk, bring: Bring, taken_off: str
) -> None:
    del taken_off
    assert whats(bring(BOTH[1])) == {"2": "unchanged"}

    back = bring(*BOTH, as_of=LAST + timedelta(days=1))

    assert whats(back)["1"] == "reopened"  # the books show it as closed once: now it is a new debt
    assert "is open again with 1000.00 USD" in back.of("reopened")[0].text


@pytest.mark.parametrize("closed", ["written_off", "paid", "settled"])
def test_to_follow_the_file_against_a_write_off_opens_the_customer_again(
    desk: Desk, bring: Bring, closed: str
) -> None:
    bring(BOTH[0], as_of=FIRST)
    customer = acme(desk)
    write_off(desk, customer, why="The firm is gone")
    customers.end_customer(desk, customer, closed, why="the firm is gone")
    (line,) = bring(BOTH[0]).of("unbooked")
    assert ends(desk, customer) == closed

    bring(
        BOTH[0], as_of=LAST + timedelta(days=1), decisions=Decisions(unbooked={line.key: "file"})
    )

    assert opened(desk) == {"1": 100_000}
    assert ends(desk, customer) is None
    assert worklist_line(desk, customer).state == "action"
    newest = books.import_history(desk)[0]
    books.undo_import(desk, newest.id, reason="The wrong list")
    assert ends(desk, customer) == closed


def test_an_agency_keeps_a_customer_of_whom_the_file_lists_a_new_invoice(
    desk: Desk, bring: Bring
) -> None:
    bring(BOTH[0], as_of=FIRST)
    customers.end_customer(desk, acme(desk), "placed", why="it is with the agency")
    bring(*BOTH)
    assert ends(desk, acme(desk)) == "placed"


def test_what_is_listed_again_is_told_as_once_written_off(desk: Desk, bring: Bring) -> None:
    bring(*BOTH, as_of=FIRST)
    write_off(desk, acme(desk), why="The firm is gone", invoice_ids=[invoice(desk, "1")])
    bring(BOTH[1])

    (back,) = bring(*BOTH, as_of=LAST + timedelta(days=1)).of("reopened")

    assert back.text.endswith("is open again with 1000.00 USD; it was written off on Nov 20, 2026")


def ends(desk: Desk, customer_id: int) -> str | None:
    """Return the end state of a customer."""
    return customers.customer_page(desk, customer_id).customer.end_state


def test_part_of_it_in_the_file_is_no_new_debt(desk: Desk, bring: Bring, taken_off: str) -> None:
    difference = bring(BOTH[0].replace("1000.00,1000.00", "1000.00,400.00"), BOTH[1])

    assert whats(difference)["1"] == "unbooked", difference.lines[0].text
    assert taken_off in difference.of("unbooked")[0].text
    assert opened(desk) == {"2": 30_000}


def test_a_list_without_balances_does_not_show_what_was_decided(
    desk: Desk, bring: Bring, tmp_path: Path, taken_off: str
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "order_number,customer_number,order_date,required_date,shipped_date,status,order_total,"
        "comments\n"
        "1,Acme,2026-06-01,2026-06-09,2026-06-08,Shipped,1000.00,\n"
        "2,Acme,2026-09-01,2026-09-09,2026-09-08,Shipped,300.00,\n"
        "3,Acme,2026-11-01,2026-11-09,2026-11-08,Shipped,50.00,\n",
        encoding="utf-8",
    )
    reading = books.read_import(
        desk, path, answers=Answers(currency="USD", terms_days=30), as_of=LAST
    )
    assert not reading.open_known
    difference = books.compare_import(desk, reading)
    books.apply_import(desk, reading, difference)
    assert opened(desk) == {"2": 30_000, "3": 5_000}

    new = "3,2026-11-01,2026-12-01,50.00,50.00"
    later = bring(*BOTH, new, as_of=LAST + timedelta(days=1))

    assert whats(later)["1"] == "unbooked"
    assert taken_off in later.of("unbooked")[0].text
    assert opened(desk) == {"2": 30_000, "3": 5_000}


@pytest.mark.parametrize(("number", "same"), [("R-77", True), ("", True), ("R-78", False)])
def test_what_the_agency_brought_is_not_counted_twice(
    desk: Desk, bring: Bring, tmp_path: Path, number: str, *, same: bool
) -> None:
    bring(*BOTH, as_of=FIRST)
    recovers(desk, tmp_path)
    path = tmp_path / "payments.csv"
    path.write_text(
        f"customer_number,check_number,payment_date,amount\nAcme,{number},2026-11-20,1000.00\n",
        encoding="utf-8",
    )
    reading = books.read_import(desk, path, answers=Answers(currency="USD"))

    difference = books.compare_import(desk, reading)

    assert (difference.payments[0].how == "known") is same


# Undo.


def test_everything_that_points_into_the_books_is_known_to_the_undo() -> None:
    """A table that came later and is not looked at would make the undo fail on the disk."""
    own = {("customer", "merged_into_id"), ("merge_proposal", "first_id")}
    own |= {("merge_proposal", "second_id")}  # taken away, or decided, with the import
    known = {(table, column) for pointers in BUILT_ON.values() for table, column, _ in pointers}

    pointing = {
        (table.name, column.name)
        for table in Table.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name
        in {"customer", "invoice", "contact_point", "contact_person", "address", "ledger_entry"}
    }

    assert pointing - own == known


def plans(desk: Desk, folder: Path) -> None:
    del folder
    offer_plan(desk, acme(desk), terms(invoice(desk, "1"), invoice(desk, "2"), minor=130_000))


def charges(desk: Desk, folder: Path) -> None:
    del folder
    write_settings(
        desk, late_fee_preset="us_contract_flat_fee", late_fee_flat_minor=2_500,
        late_fee_basis="Clause 7", late_fee_agreed_on=date(2020, 1, 5),
    )  # fmt: skip
    assert fees.charge(desk)


def decides(desk: Desk, folder: Path) -> None:
    del folder
    entry = DecisionEntry(
        acme(desk), "keep", "Cecily Chief", "They are slow",
        review_on=LAST + timedelta(days=30),
    )  # fmt: skip
    decisions.decide(desk, entry)


def settles(desk: Desk, folder: Path) -> None:
    del folder
    entry = DecisionEntry(
        acme(desk), "settle", "Cecily Chief", "Better than nothing", amount=usd(700),
        due_on=LAST + timedelta(days=30),
    )  # fmt: skip
    decisions.decide(desk, entry)


def places(desk: Desk, folder: Path) -> None:
    place(desk, [acme(desk)], AGENCY, folder / "placement.zip", reasons=REASONS)


STANDS = [
    (plans, "a payment plan"),
    (charges, "a late charge"),
    (pays, "a payment taken by hand"),
    (places, "a placement"),
    (settles, "a settlement"),
    (decides, "a decision of a review"),
    (writes_off, "a later payment or entry"),
]


@pytest.mark.parametrize(("deed", "words"), STANDS, ids=lambda one: getattr(one, "__name__", ""))
def test_an_import_on_which_something_stands_is_not_taken_back(
    desk: Desk, bring: Bring, tmp_path: Path, deed: Deed, words: str
) -> None:
    bring(*BOTH, as_of=FIRST)
    deed(desk, tmp_path)
    before, head = snapshot(desk), desk.database.refresh_head()
    (batch,) = books.import_history(desk)

    with pytest.raises(ImportRefusedError) as refused:
        books.undo_import(desk, batch.id, reason="The wrong list")

    assert refused.value.problem == (
        f"The import of {batch.file_name} cannot be undone: there is {words} since."
    )
    assert "Nothing was changed." in refused.value.remedy
    assert snapshot(desk) == before
    assert desk.database.refresh_head() == head


@pytest.mark.parametrize(
    ("deed", "words"),
    [(plans, "a payment plan"), (charges, "a late charge"), (pays, "a payment taken by hand"),
     (places, "a placement"), (writes_off, "an entry made by hand")],
    ids=lambda one: getattr(one, "__name__", ""),
)  # fmt: skip
def test_a_list_that_moved_a_balance_is_not_taken_back_under_what_was_built_on_it(  # noqa: PLR0913, PLR0917 - a table
    desk: Desk, bring: Bring, tmp_path: Path, clock: Clock, deed: Deed, words: str
) -> None:
    rows = [row.replace("000.00,1000.00", "200.00,1200.00") for row in BOTH]
    bring(*rows, as_of=FIRST)
    bring(*BOTH)
    clock.pass_by(minutes=5)
    deed(desk, tmp_path)
    newest, _ = books.import_history(desk)

    with pytest.raises(ImportRefusedError) as refused:
        books.undo_import(desk, newest.id, reason="The wrong list")

    assert f"there is {words} since on invoice 1, which it changed" in refused.value.problem


def test_it_is_taken_back_when_what_stood_on_it_is_gone(
    desk: Desk, bring: Bring, clock: Clock
) -> None:
    rows = [row.replace("000.00,1000.00", "200.00,1200.00") for row in BOTH]
    bring(*rows, as_of=FIRST)
    bring(*BOTH)
    clock.pass_by(minutes=5)
    plan = offer_plan(
        desk, acme(desk), terms(invoice(desk, "1"), invoice(desk, "2"), minor=130_000)
    )
    cancel_plan(desk, plan, why="They want another one")
    newest, _ = books.import_history(desk)

    books.undo_import(desk, newest.id, reason="The wrong list")

    assert opened(desk) == {"1": 120_000, "2": 30_000}
    assert worklist_line(desk, acme(desk)).balances == (Money(150_000, "USD"),)
