"""Any ledger and any file: the difference, applied, gives the file, and its undo the ledger."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.books import Books, KnownCustomer, Numbers, RowChange
from collections_desk.domain.difference import Decisions
from collections_desk.domain.import_plan import ImportPlan
from collections_desk.domain.invoices import LedgerItem
from collections_desk.domain.item_changes import CONFIRMED
from collections_desk.domain.money import Money
from collections_desk.domain.names import name_key
from collections_desk.domain.readings import ImportedItem, ImportedPayment, Reading

Rows = dict[int, dict[str, object]]
DAY = date(2026, 11, 20)
EARLIER = date(2026, 11, 1)
NOW = "2026-11-20T15:00:00.000000Z"
CUSTOMERS = [
    KnownCustomer(number, name, name_key(name), None) for number, name in ((1, "Acme"), (2, "Bee"))
]

DAYS = st.sampled_from([date(2026, 9, day) for day in (1, 2, 3)])
NAMES = st.sampled_from(["Acme", "ACME ", "bee", "New Co", "new  co"])


@st.composite
def imported(draw: st.DrawFn, line: int) -> ImportedItem:
    minor = draw(st.integers(1, 5_000))
    credit = draw(st.booleans())
    number = draw(st.sampled_from(["", "1", "2", "3", "4"]))
    sign = -1 if credit else 1
    code = draw(st.sampled_from(["USD", "EUR"]))
    kinds = ["credit", "payment"] if credit else ["invoice", "debit"]
    return ImportedItem(
        line=line,
        customer=draw(NAMES),
        customer_ref="",
        kind=draw(st.sampled_from(kinds)),
        number=number,
        issued_on=draw(DAYS),
        due_on=None if credit else draw(DAYS),
        due_source="file",
        amount=None,
        open=Money(sign * minor, code),
    )


@st.composite
def files(draw: st.DrawFn) -> Reading:
    count = draw(st.integers(0, 12))
    items = tuple(draw(imported(line)) for line in range(2, count + 2))
    return Reading("a.csv", "0", "generic", "", "", "open_items", "utf-8", items=items)


def numbers(rows: Rows, customers: list[KnownCustomer], as_of: date) -> Numbers:
    free = {
        "customer": max((one.id for one in customers), default=0) + 1,
        "invoice": max(rows, default=0) + 1,
        "ledger_entry": 1,
    }
    return Numbers(free, 1, as_of, NOW)


def as_items(rows: Rows) -> list[LedgerItem]:
    return [
        LedgerItem(
            id=number,
            **{  # type: ignore[arg-type]
                name: date.fromisoformat(str(value))
                if name in {"issued_on", "due_on", "as_of"} and value is not None
                else value
                for name, value in row.items()
            },
        )
        for number, row in sorted(rows.items())
    ]


def applied(rows: Rows, changes: list[RowChange]) -> Rows:
    """Do with plain dictionaries what the store does with tables."""
    after = {number: dict(row) for number, row in rows.items()}
    for change in changes:
        if change.what == CONFIRMED and change.before is not None:
            for number in change.before["ids"]:
                after[number].update(change.after)
        elif change.table == "invoice" and change.before is None:
            after[change.row_id] = dict(change.after)
        elif change.table == "invoice":
            after[change.row_id].update(change.after)
    return after


def undone(rows: Rows, changes: list[RowChange]) -> Rows:
    before = {number: dict(row) for number, row in rows.items()}
    for change in reversed(changes):
        if change.what == CONFIRMED and change.before is not None:
            for number in change.before["ids"]:
                before[number]["as_of"] = change.before["as_of"]
        elif change.table == "invoice" and change.before is None:
            del before[change.row_id]
        elif change.table == "invoice":
            before[change.row_id].update(change.before or {})
    return before


def bring_in(
    rows: Rows, customers: list[KnownCustomer], reading: Reading, day: date
) -> tuple[Rows, list[KnownCustomer], list[RowChange]]:
    plan = ImportPlan(reading, Books(as_items(rows), customers))
    changes = plan.changes(Decisions(all_vanished="paid"), numbers(rows, customers, day))
    made = [
        KnownCustomer(one.row_id, one.after["name"], one.after["name_key"], one.after["reference"])
        for one in changes
        if one.what == "customer_new"
    ]
    return applied(rows, changes), [*customers, *made], changes


def owed(rows: Rows, customers: list[KnownCustomer]) -> list[tuple[str, str, str, object, object]]:
    keys = {one.id: one.name_key for one in customers}
    return sorted(
        (
            keys[int(str(row["customer_id"]))],
            str(row["number"]),
            str(row["currency"]),
            row["open_minor"],
            str(row["due_on"]),
        )
        for row in rows.values()
        if row["status"] == "open"
    )


def stated(reading: Reading) -> list[tuple[str, str, str, object, object]]:
    return sorted(
        (
            name_key(item.customer),
            item.number,
            item.open.currency,
            item.open.minor,
            str(item.due_on),
        )
        for item in reading.items
    )


@given(first=files(), second=files())
def test_the_difference_of_two_ledgers_applied_gives_the_second(
    first: Reading, second: Reading
) -> None:
    rows, customers, _ = bring_in({}, list(CUSTOMERS), first, EARLIER)
    assert owed(rows, customers) == stated(first)

    rows, customers, _ = bring_in(rows, customers, second, DAY)

    assert [one[:4] for one in owed(rows, customers)] == [one[:4] for one in stated(second)]
    assert {row["as_of"] for row in rows.values() if row["status"] == "open"} <= {str(DAY)}


@given(first=files(), second=files())
def test_undo_gives_the_first_ledger_back(first: Reading, second: Reading) -> None:
    rows, customers, _ = bring_in({}, list(CUSTOMERS), first, EARLIER)
    after, _, changes = bring_in(rows, customers, second, DAY)

    assert undone(after, changes) == rows


@given(reading=files())
def test_the_same_list_again_is_no_difference(reading: Reading) -> None:
    rows, customers, _ = bring_in({}, list(CUSTOMERS), reading, EARLIER)

    plan = ImportPlan(reading, Books(as_items(rows), customers))
    found = plan.difference(already_imported=None, ledger_day=EARLIER, as_of=EARLIER)

    assert set(found.counts) <= {"unchanged"}
    assert not found.changes_anything


@given(first=files(), second=files())
def test_entries_add_up_to_the_change_of_each_item(first: Reading, second: Reading) -> None:
    rows, customers, _ = bring_in({}, list(CUSTOMERS), first, EARLIER)
    after, _, changes = bring_in(rows, customers, second, DAY)

    moved: dict[int, int] = {}
    for change in changes:
        if change.table == "ledger_entry":
            invoice = change.after["invoice_id"]
            moved[invoice] = moved.get(invoice, 0) + change.after["amount_minor"]
    for number, row in rows.items():
        change_of = int(str(after[number]["open_minor"])) - int(str(row["open_minor"]))
        assert moved.get(number, 0) == change_of


@given(first=files(), second=files())
def test_nothing_vanishes_without_a_word(first: Reading, second: Reading) -> None:
    rows, customers, _ = bring_in({}, list(CUSTOMERS), first, EARLIER)
    plan = ImportPlan(second, Books(as_items(rows), customers))

    changes = plan.changes(Decisions(), numbers(rows, customers, DAY))

    after = applied(rows, changes)
    for line in plan.lines:
        if line.what == "vanished" and line.ledger is not None:
            assert after[line.ledger.id]["open_minor"] == line.ledger.open_minor
            assert after[line.ledger.id]["status"] == "open"


def unnumbered(number: int, minor: int, status: str) -> LedgerItem:
    day = date(2026, 9, 1)
    return LedgerItem(
        number, 1, "payment", "", day, None, "file", "USD", -3_000, minor, status, EARLIER
    )


def test_an_item_without_a_number_is_first_looked_for_among_what_is_open() -> None:
    ledger = [unnumbered(1, 0, "closed"), unnumbered(2, -3_000, "open")]
    item = ImportedItem(
        2, "Acme", "", "payment", "", date(2026, 9, 1), None, "file", None, Money(-2_000, "USD")
    )
    reading = Reading("a.csv", "0", "generic", "", "", "open_items", "utf-8", items=(item,))

    (line,) = ImportPlan(reading, Books(ledger, CUSTOMERS)).lines

    assert line.ledger is not None
    assert (line.what, line.ledger.id) == ("part_paid", 2)


def test_two_payments_of_one_invoice_both_count() -> None:
    day = date(2026, 9, 1)
    debt = LedgerItem(
        1, 1, "invoice", "7", day, day, "file", "USD", 10_000, 10_000, "open", EARLIER
    )
    payments = tuple(
        ImportedPayment(line, "Acme", "", f"C{line}", day, Money(minor, "USD"))
        for line, minor in ((2, 3_000), (3, 4_000))
    )
    reading = Reading("p.csv", "0", "payment_list", "", "", "payments", "utf-8", payments=payments)
    plan = ImportPlan(reading, Books([debt], CUSTOMERS))

    changes = plan.changes(Decisions(), numbers({1: {}}, CUSTOMERS, DAY))

    after = [change.after for change in changes if change.table == "invoice"]
    assert after == [{"open_minor": 3_000}]
