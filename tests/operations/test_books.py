"""Imports through the whole house: file, difference, store, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from collections_desk.domain.difference import Decisions, Difference
from collections_desk.domain.import_history import ImportReport
from collections_desk.domain.readings import Answers, Reading
from collections_desk.errors import ImportRefusedError
from collections_desk.operations import books
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist
from collections_desk.store.freshness import newest_as_of
from collections_desk.store.ledger import ledger_items, open_totals, rows_as_stored
from collections_desk.store.tables import Table
from tests.clock import Clock
from tests.shared_data import shared_folder

HEADER = "Customer,Invoice,Date,Due date,Amount,Open balance,Currency\n"
#: Every table that an import may change.
TABLES = ("customer", "contact_point", "contact_person", "address", "invoice", "ledger_entry")


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write a list of open items in the plainest layout."""

    def write(*rows: str, name: str = "list.csv", header: str = HEADER) -> Path:
        path = tmp_path / name
        path.write_text(header + "".join(row + "\n" for row in rows), encoding="utf-8")
        return path

    return write


def bring_in(
    desk: Desk,
    path: Path,
    *,
    answers: Answers | None = None,
    as_of: date | None = None,
    decisions: Decisions | None = None,
) -> ImportReport:
    reading = books.read_import(desk, path, answers=answers, as_of=as_of)
    difference = books.compare_import(desk, reading)
    return books.apply_import(desk, reading, difference, decisions)


def look(desk: Desk, path: Path, **how: Answers) -> tuple[Reading, Difference]:
    reading = books.read_import(desk, path, **how)  # type: ignore[arg-type]
    return reading, books.compare_import(desk, reading)


def open_by_number(desk: Desk) -> dict[str, int]:
    with desk.database.read() as session:
        return {
            item.number: item.open_minor for item in ledger_items(session) if item.status == "open"
        }


def snapshot(desk: Desk) -> dict[str, dict[int, dict[str, object]]]:
    """Everything that an import may change, as it rests in the store."""
    with desk.database.read() as session:
        found = {}
        for name in TABLES:
            ids = [row[0] for row in session.execute(Table.metadata.tables[name].select())]
            found[name] = rows_as_stored(session, name, ids)
        return found


def customers(desk: Desk) -> list[str]:
    return sorted(str(row["name"]) for row in snapshot(desk)["customer"].values())


def test_the_first_import_makes_customers_and_items(desk: Desk, file: Callable[..., Path]) -> None:
    path = file(
        "Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD",
        "Acme,CM1,2026-09-05,,-10.00,-10.00,USD",
        "Zoë & Co,2,2026-09-02,2026-10-02,50.00,20.00,EUR",
    )

    report = bring_in(desk, path)

    assert report.counts["new"] == 2
    assert report.counts["credit"] == 1
    assert {code: str(total) for code, total in report.open_after.items()} == {
        "EUR": "20.00 EUR",
        "USD": "90.00 USD",
    }
    assert customers(desk) == ["Acme", "Zoë & Co"]
    assert report.backup == ""


def test_the_same_file_twice_changes_nothing(desk: Desk, file: Callable[..., Path]) -> None:
    path = file("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD")
    bring_in(desk, path)
    before = snapshot(desk)

    _, difference = look(desk, path)
    report = bring_in(desk, path)

    assert difference.already_imported == 1
    assert report.batch_id is None
    assert snapshot(desk) == before
    assert len(books.import_history(desk)) == 1


def test_the_same_bytes_exported_again_hold_for_the_later_day(
    desk: Desk, clock: Clock, file: Callable[..., Path]
) -> None:
    path = file("Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD")
    bring_in(desk, path)
    clock.pass_by(days=7)
    reading, difference = look(desk, path)

    kept = books.apply_import(desk, reading, difference, Decisions())
    meant = books.apply_import(desk, reading, difference, Decisions(exported_again=True))

    assert difference.confirms_a_later_day
    assert kept.batch_id is None, "last week's file, chosen by mistake, must not count as news"
    assert meant.batch_id == 2
    (line,) = worklist(desk)
    assert line.as_of == desk.today()


def test_a_second_list_is_a_difference(desk: Desk, file: Callable[..., Path]) -> None:
    bring_in(
        desk,
        file(
            "Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD",
            "Acme,2,2026-09-01,2026-10-01,100.00,100.00,USD",
            "Acme,3,2026-09-01,2026-10-01,100.00,100.00,USD",
            "Acme,4,2026-09-01,2026-10-01,100.00,100.00,USD",
        ),
        as_of=date(2026, 11, 1),
    )

    reading, difference = look(
        desk,
        file(
            "ACME ,1,2026-09-01,2026-10-01,100.00,40.00,USD",
            "acme,2,2026-09-01,2026-10-15,100.00,100.00,USD",
            "Acme,3,2026-09-01,2026-10-01,100.00,100.00,USD",
            "Acme,5,2026-09-09,2026-10-09,7.00,7.00,USD",
            name="second.csv",
        ),
    )

    assert {(line.number, line.what) for line in difference.lines} == {
        ("1", "part_paid"),
        ("2", "redated"),
        ("3", "unchanged"),
        ("4", "vanished"),
        ("5", "new"),
    }
    assert difference.customers == ()
    with pytest.raises(ImportRefusedError, match=r"no longer in second\.csv"):
        books.apply_import(desk, reading, difference)

    books.apply_import(desk, reading, difference, Decisions(all_vanished="paid"))

    assert open_by_number(desk) == {"1": 4_000, "2": 10_000, "3": 10_000, "5": 700}


@pytest.mark.parametrize(
    ("decision", "status", "open_minor"),
    [("paid", "closed", 0), ("still_owed", "open", 10_000), ("cancelled", "cancelled", 0)],
)
def test_the_clerk_decides_what_became_of_a_vanished_item(
    desk: Desk, file: Callable[..., Path], decision: str, status: str, open_minor: int
) -> None:
    bring_in(
        desk,
        file(
            "Acme,1,2026-09-01,2026-10-01,100.00,100.00,USD",
            "Acme,2,2026-09-01,2026-10-01,5.00,5.00,USD",
        ),
    )
    second = file("Acme,2,2026-09-01,2026-10-01,5.00,4.00,USD", name="second.csv")
    reading, difference = look(desk, second)

    key = difference.vanished[0].key
    books.apply_import(desk, reading, difference, Decisions({key: decision}))

    with desk.database.read() as session:
        first = ledger_items(session)[0]
    assert (first.status, first.open_minor) == (status, open_minor)


def test_the_second_week_of_the_shared_files(desk: Desk, clock: Clock) -> None:
    folder = shared_folder() / "data" / "layouts" / "reimport"
    bring_in(desk, folder / "a_week1.csv")

    reading, difference = look(desk, folder / "a_week2.csv")

    assert {(line.number, line.what) for line in difference.lines} == {
        ("3001", "vanished"),
        ("3004", "vanished"),
        ("3002", "part_paid"),
        ("3005", "new"),
        ("CM-5", "credit"),
        ("3003", "unchanged"),
    }
    lower = difference.of("part_paid")[0]
    assert (str(lower.before), str(lower.after)) == ("700.00 USD", "300.00 USD")
    books.apply_import(desk, reading, difference, Decisions(all_vanished="paid"))
    assert customers(desk) == ["Dockside Bikes", "Quarry Road Brewing", "Silver Fern Spa"]
    with desk.database.read() as session:
        assert {str(total) for total in open_totals(session).values()} == {"585.00 USD"}

    before = snapshot(desk)
    assert bring_in(desk, folder / "a_week2.csv").batch_id is None
    assert snapshot(desk) == before


def test_two_reports_of_one_company_do_not_double(desk: Desk) -> None:
    folder = shared_folder() / "data" / "layouts" / "quickbooks_online"
    bring_in(desk, folder / "ar_aging_detail.csv")

    _, difference = look(desk, folder / "open_invoices.csv")

    assert set(difference.counts) == {"unchanged"}
    assert not difference.changes_anything


def test_contacts_complete_customers_and_overwrite_nothing(desk: Desk) -> None:
    folder = shared_folder() / "data" / "layouts" / "quickbooks_online"
    bring_in(desk, folder / "ar_aging_detail.csv")

    report = bring_in(desk, folder / "customer_contact_list.csv")

    assert report.counts["customers"] == 10
    rows = snapshot(desk)
    assert len(rows["customer"]) == 11
    assert len(rows["address"]) == 10
    assert bring_in(desk, folder / "customer_contact_list.csv").batch_id is None


def test_a_list_of_customers_makes_no_balance_newer(desk: Desk) -> None:
    folder = shared_folder() / "data" / "layouts" / "quickbooks_online"
    bring_in(desk, folder / "ar_aging_detail.csv")  # as of October 31, says the file

    bring_in(desk, folder / "customer_contact_list.csv")

    with desk.database.read() as session:
        assert newest_as_of(session) == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("folder", "files", "owed"),
    [
        (
            "stripe",
            ("customers.csv", "invoices.csv"),
            {"Kitsune KK": 12_000, "Pixel & Pine": 14_900, "owner@solo.example": 200_000},
        ),
        (
            "stripe",
            ("invoices.csv", "customers.csv"),
            {"Kitsune KK": 12_000, "Pixel & Pine": 14_900, "owner@solo.example": 200_000},
        ),
        (
            "gnucash",
            ("customers.csv", "invoices.csv"),
            {"Fernhill Nursery": 16_500, "Lindqvist & Co.": 22_200},
        ),
        (
            "gnucash",
            ("invoices.csv", "customers.csv"),
            {"Fernhill Nursery": 16_500, "Lindqvist & Co.": 22_200},
        ),
        (
            "zoho_books",
            ("invoices.csv", "contacts.csv"),
            {
                "Bruno's Tire": 214_510,
                "Highland Stationers": 78_975,
                "Umbrella Retail LLP": 11_800_000,
            },
        ),
    ],
)
def test_customers_known_by_number_are_joined(
    desk: Desk, folder: str, files: tuple[str, str], owed: dict[str, int]
) -> None:
    for name in files:
        bring_in(desk, shared_folder() / "data" / "layouts" / folder / name)

    rows = snapshot(desk)
    sums: dict[str, int] = {}
    for item in rows["invoice"].values():
        name = str(rows["customer"][item["customer_id"]]["name"])  # type: ignore[index]
        sums[name] = sums.get(name, 0) + int(str(item["open_minor"]))
    assert sums == owed
