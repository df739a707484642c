"""Payments by hand meet the next import: matched, kept, moved; never counted twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from collections_desk.domain.difference import Decisions, Difference
from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.money import Money
from collections_desk.domain.readings import Answers
from collections_desk.operations import books, fees
from collections_desk.operations.desk import Desk
from collections_desk.operations.payment_changes import bounce_payment
from collections_desk.operations.payments import record_payment
from collections_desk.store.hand_payments import hand_payments
from collections_desk.store.promises import payments
from collections_desk.store.tables import CustomerRow, InvoiceRow, LedgerEntryRow
from tests.clock import Clock
from tests.operations.mail_desk import write_settings

HEADER = "Customer,Invoice,Date,Due date,Amount,Open balance,Currency\n"
FIRST = date(2026, 11, 1)


@pytest.fixture
def bring(desk: Desk, tmp_path: Path) -> Callable[..., Difference]:
    """Import a list of open items and return the difference that was shown."""
    count = iter(range(1, 99))

    def run(
        *rows: str, as_of: date = date(2026, 11, 19), decisions: Decisions | None = None
    ) -> Difference:
        path = tmp_path / f"list{next(count)}.csv"
        path.write_text(HEADER + "".join(row + "\n" for row in rows), encoding="utf-8")
        reading = books.read_import(desk, path, as_of=as_of)
        difference = books.compare_import(desk, reading)
        books.apply_import(desk, reading, difference, decisions)
        return difference

    return run


def row(number: str, opened: str, amount: str = "1000.00") -> str:
    return f"Acme,{number},2026-09-01,2026-10-01,{amount},{opened},USD"


def acme(desk: Desk) -> int:
    with desk.database.read() as session:
        return session.scalars(select(CustomerRow.id)).one()


def pay(desk: Desk, minor: int, **facts: object) -> int:
    known = {"reference": "1043", **facts}
    paid = PaymentEntry(acme(desk), Money(minor, "USD"), date(2026, 11, 18), "check", **known)  # type: ignore[arg-type]
    return record_payment(desk, paid).payment_id


def opened(desk: Desk) -> dict[str, int]:
    with desk.database.read() as session:
        rows = session.scalars(select(InvoiceRow).order_by(InvoiceRow.number)).all()
        return {item.number: item.open_minor for item in rows if item.open_minor}


def received(desk: Desk) -> int:
    """What the promises see of the customer's money."""
    customer_id = acme(desk)
    with desk.database.read() as session:
        return sum(one.amount.minor for one in payments(session, customer_id))


def agrees(desk: Desk) -> None:
    """Each balance is what the first import brought and the entries since made of it."""
    with desk.database.read() as session:
        for item in session.scalars(select(InvoiceRow)).all():
            moved = session.scalar(
                select(func.sum(LedgerEntryRow.amount_minor)).where(
                    LedgerEntryRow.invoice_id == item.id
                )
            )
            first = item.amount_minor if item.batch_id is not None else 0
            assert first + (moved or 0) == item.open_minor, item.number


def whats(difference: Difference) -> dict[str, str]:
    return {line.number: line.what for line in difference.lines}


def test_a_payment_that_the_file_shows_is_the_same_payment(
    desk: Desk, bring: Callable[..., Difference]
) -> None:
    bring(row("1", "1000.00"), as_of=FIRST)
    pay(desk, 30_000)
    difference = bring(row("1", "700.00"))

    assert whats(difference) == {"1": "unchanged"}
    assert opened(desk) == {"1": 70_000}
    assert received(desk) == 30_000
    customer_id = acme(desk)
    with desk.database.read() as session:
        assert hand_payments(session, customer_id)[0].booked
    agrees(desk)


def test_a_payment_that_is_not_booked_yet_is_kept_and_said_so(
    desk: Desk, bring: Callable[..., Difference]
) -> None:
    bring(row("1", "1000.00"), as_of=FIRST)
    pay(desk, 30_000)
    difference = bring(row("1", "1000.00"))

    assert whats(difference) == {"1": "unbooked"}
    text = difference.lines[0].text
    assert "the file shows 1000.00 USD open" in text
    assert "payment 1043 of Nov 18, 2026" in text
    assert "700.00 USD is open" in text
    assert opened(desk) == {"1": 70_000}

    later = bring(row("1", "700.00"), as_of=date(2026, 11, 20))
    assert whats(later) == {"1": "unchanged"}
    raised = bring(row("1", "1000.00"), as_of=date(2026, 11, 21))
    assert whats(raised) == {"1": "raised"}  # it was booked: now it is really open again
    agrees(desk)


def test_an_invoice_paid_in_full_here_stays_closed(
    desk: Desk, bring: Callable[..., Difference]
) -> None:
    bring(row("1", "1000.00"), as_of=FIRST)
    pay(desk, 100_000)
    assert whats(bring(row("1", "1000.00"), row("2", "50.00", "50.00"))) == {
        "1": "unbooked",
        "2": "new",
    }
    assert opened(desk) == {"2": 5_000}
    # the next list leaves it out: it is paid there too, and nobody is asked
    difference = bring(row("2", "50.00", "50.00"), as_of=date(2026, 11, 20))
    assert whats(difference) == {"2": "unchanged"}
    assert received(desk) == 100_000
    agrees(desk)


def test_the_clerk_may_follow_the_file(
    desk: Desk, bring: Callable[..., Difference], clock: Clock
) -> None:
    bring(row("1", "1000.00"), as_of=FIRST)
    pay(desk, 30_000)
    before = opened(desk)
    path_rows = row("1", "1000.00")
    difference = bring(path_rows, decisions=Decisions(unbooked={"line-2-1": "file"}))

    assert difference.lines[0].key == "line-2-1"
    assert opened(desk) == {"1": 100_000}
    assert received(desk) == 0  # taken back by a reversal that points to it
    agrees(desk)
    newest = books.import_history(desk)[0]
    books.undo_import(desk, newest.id, reason="The wrong list")
    assert opened(desk) == before
    assert received(desk) == 30_000
    del clock


def test_more_open_than_before_beside_a_payment_by_hand(
    desk: Desk, bring: Callable[..., Difference]
) -> None:
    bring(row("1", "1000.00"), as_of=FIRST)
    pay(desk, 30_000)
    difference = bring(row("1", "1100.00", "1100.00"))
    assert whats(difference) == {"1": "raised"}
    assert "does not show the payment 1043" in difference.lines[0].text
    assert opened(desk) == {"1": 80_000}


def test_less_open_than_here_is_a_further_payment(
    desk: Desk, bring: Callable[..., Difference]
) -> None:
    bring(row("1", "1000.00"), as_of=FIRST)
    pay(desk, 30_000)
    assert whats(bring(row("1", "500.00"))) == {"1": "part_paid"}
    assert received(desk) == 50_000
    agrees(desk)


def test_the_books_may_lay_the_payment_on_another_invoice(
    desk: Desk, bring: Callable[..., Difference]
) -> None:
    bring(row("1", "1000.00"), row("2", "300.00", "300.00"), as_of=FIRST)
    pay(desk, 30_000)
    assert opened(desk) == {"1": 70_000, "2": 30_000}
    difference = bring(row("1", "1000.00"), row("2", "0.00", "300.00"))

    assert whats(difference) == {"1": "moved", "2": "paid"}
    assert "laid the payment 1043 of Nov 18, 2026 on 2" in difference.lines[0].text
    assert opened(desk) == {"1": 100_000}
    assert received(desk) == 30_000
    agrees(desk)


@pytest.mark.parametrize("listed", [True, False])
def test_an_unapplied_payment_is_found_again_where_the_books_applied_it(
    desk: Desk, bring: Callable[..., Difference], *, listed: bool
) -> None:
    bring(row("1", "1000.00"), row("2", "300.00", "300.00"), as_of=FIRST)
    pay(desk, 40_000, parts=())
    assert opened(desk)["1043"] == -40_000
    rows = [row("1", "1000.00")] + [row("2", "0.00", "300.00")] * listed
    bring(*rows, decisions=Decisions(all_vanished="paid"))

    assert opened(desk) == {"1": 100_000, "1043": -10_000}
    assert received(desk) == 40_000
    agrees(desk)


def test_an_unapplied_payment_that_the_file_lists_is_the_same(
    desk: Desk, bring: Callable[..., Difference]
) -> None:
    bring(row("1", "1000.00"), as_of=FIRST)
    pay(desk, 40_000, parts=())
    credit = "Acme,PMT-77,2026-11-18,,-400.00,-400.00,USD"
    difference = bring(row("1", "1000.00"), credit)
    assert sorted(opened(desk).values()) == [-40_000, 100_000]
    assert "vanished" not in whats(difference).values()
    assert received(desk) == 40_000


def test_late_charges_never_vanish_and_do_not_make_balances_old(
    desk: Desk, bring: Callable[..., Difference], clock: Clock
) -> None:
    write_settings(
        desk,
        late_fee_preset="us_contract_flat_fee",
        late_fee_flat_minor=2_500,
        late_fee_basis="Clause 7",
        late_fee_agreed_on=date(2020, 1, 5),
    )
    bring(row("1", "1000.00"), as_of=FIRST)
    fees.charge(desk)
    clock.pass_by(days=7)
    difference = bring(row("1", "1000.00"), row("2", "5.00", "5.00"), as_of=date(2026, 11, 27))
    assert whats(difference) == {"1": "unchanged", "2": "new"}
    assert opened(desk) == {"1": 100_000, "2": 500, "FEE-1-1": 2_500}
    with desk.database.read() as session:
        days = set(session.scalars(select(InvoiceRow.as_of)))
    assert days == {date(2026, 11, 27)}


def test_a_payment_that_bounces_after_the_books_showed_it(
    desk: Desk, bring: Callable[..., Difference]
) -> None:
    bring(row("1", "1000.00"), as_of=FIRST)
    number = pay(desk, 30_000)
    bring(row("1", "700.00"))
    bounce_payment(desk, number, why="Not sufficient funds")
    assert opened(desk) == {"1": 100_000}
    assert whats(bring(row("1", "1000.00"), as_of=date(2026, 11, 20))) == {"1": "unchanged"}
    agrees(desk)


@pytest.mark.parametrize(
    ("number", "day", "same"),
    [("1043", "2026-12-30", True), ("", "2026-11-20", True), ("1044", "2026-11-18", False),
     ("", "2026-12-30", False)],
)  # fmt: skip
def test_a_list_of_payments_knows_what_was_recorded_here(  # noqa: PLR0913 - a table
    desk: Desk,
    bring: Callable[..., Difference],
    tmp_path: Path,
    number: str,
    day: str,
    *,
    same: bool,
) -> None:
    bring(row("1", "1000.00"), as_of=FIRST)
    pay(desk, 30_000)
    path = tmp_path / "payments.csv"
    path.write_text(
        f"customer_number,check_number,payment_date,amount\nAcme,{number},{day},300.00\n",
        encoding="utf-8",
    )
    reading = books.read_import(desk, path, answers=Answers(currency="USD"))
    assert len(reading.payments) == 1
    difference = books.compare_import(desk, reading)
    assert (difference.payments[0].how == "known") is same
