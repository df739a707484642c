"""Every package's export gives exactly what its list says, and nothing of its furniture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from collections_desk.domain.money import Money
from collections_desk.domain.names import name_key
from collections_desk.domain.readings import Answers, ImportedCustomer, Reading
from collections_desk.errors import ImportRefusedError, ResourceFaultError
from collections_desk.importers.layouts import all_layouts, layout
from tests.importers.reading import layouts, read
from tests.shared_data import FOLDER, shared_folder

FILE = FOLDER / "data" / "layouts" / "expected.json"
EXPECTED: dict[str, Any] = (
    json.loads(FILE.read_text(encoding="utf-8"))["files"] if FILE.is_file() else {}
)
OWED = [name for name, facts in EXPECTED.items() if facts["kind"] != "contacts"]
CONTACTS = [name for name, facts in EXPECTED.items() if facts["kind"] == "contacts"]
#: Files that know a customer by a number; the names come from another file (see test_books).
BY_NUMBER = {"stripe/invoices.csv", "gnucash/invoices.csv"}
#: What the clerk answers where no row proves it.
ANSWERS = {"xero/aged_receivables_detail.xlsx": Answers(currency="NZD")}


def read_layout(name: str) -> Reading:
    path = shared_folder() / "data" / "layouts" / name
    return read(path.read_bytes(), name=Path(name).name, answers=ANSWERS.get(name))


def texts(totals: Mapping[str, Money]) -> dict[str, str]:
    return {code: f"{total.decimal():.2f}" for code, total in totals.items()}


@pytest.mark.parametrize("name", OWED)
def test_a_list_gives_its_totals(name: str) -> None:
    expected = EXPECTED[name]

    reading = read_layout(name)

    assert reading.kind == expected["kind"]
    assert reading.encoding == expected.get("encoding", reading.encoding)
    assert {"\t": "tab"}.get(reading.delimiter, reading.delimiter) == expected.get(
        "delimiter", reading.delimiter
    )
    assert reading.customer_count == expected["customers"]
    assert reading.customers_owing == expected["customers_owing"]
    for group, total in (
        ("open_invoices", "open_invoice_total"),
        ("other_debits", "other_debit_total"),
        ("credits", "credit_total"),
    ):
        assert reading.counts[group] == expected[group]
        assert texts(reading.total_of(group)) == expected[total]
    assert texts(reading.net_open) == expected["net_open"]
    assert dict(reading.not_open) == expected.get("not_open", {})


@pytest.mark.parametrize("name", [name for name in OWED if name not in BY_NUMBER])
def test_a_list_gives_what_each_customer_owes(name: str) -> None:
    expected = {
        name_key(customer): sums for customer, sums in EXPECTED[name]["by_customer"].items()
    }

    reading = read_layout(name)

    owed = {key: texts(sums) for key, sums in reading.by_customer.items()}
    assert owed == expected


@pytest.mark.parametrize("name", OWED)
def test_a_list_gives_its_day_and_its_oldest_due_date(name: str) -> None:
    expected = EXPECTED[name]

    reading = read_layout(name)

    days = [item.due_on or item.issued_on for item in reading.items if item.kind == "invoice"]
    assert str(min(day for day in days if day)) == expected["oldest_due"]
    assert (str(reading.as_of) if reading.as_of else None) == expected.get("as_of")
    order = expected.get("date_order", "mdy").split()[0]
    assert reading.date_order in {order, "typed cells", "mdy"}


@pytest.mark.parametrize(
    "name", [name for name in OWED if "reported_grand_total" in EXPECTED[name]]
)
def test_the_file_s_own_total_is_compared(name: str) -> None:
    reading = read_layout(name)

    assert reading.reported_total is not None
    assert f"{reading.reported_total.decimal()}" == EXPECTED[name]["reported_grand_total"]
    assert not [notice for notice in reading.notices if "total" in notice.problem]


@pytest.mark.parametrize("name", OWED)
def test_only_what_must_be_reported_is(name: str) -> None:
    reading = read_layout(name)

    wanted = [must["row"] for must in EXPECTED[name].get("must_report", [])]
    assert [fault.line for fault in reading.faults] == wanted


@pytest.mark.parametrize("name", CONTACTS)
def test_a_contact_list_gives_its_customers(name: str) -> None:
    expected = EXPECTED[name]

    reading = read_layout(name)

    assert reading.kind == "contacts"
    assert reading.customer_count == expected["customers"]
    for wanted, kinds in (
        ("with_valid_email", ("email",)),
        ("with_any_phone", ("phone", "mobile")),
    ):
        found = sum(customer.first(*kinds) is not None for customer in reading.customers)
        assert found == expected.get(wanted, found)
    addresses = sum(bool(customer.address) for customer in reading.customers)
    assert addresses == expected.get("with_bill_address", addresses)
    inactive = sum(not customer.active for customer in reading.customers)
    assert inactive == expected.get("inactive", 0)
    assert sum(reading.not_open.values()) == expected.get("vendors", 0)


def spot_of(customer: ImportedCustomer, fact: str) -> object:
    address = customer.address
    places = {"postal_code", "region", "city", "line2"}
    if fact in places:
        return getattr(address, fact)
    if fact == "credit_limit":
        return f"{customer.credit_limit.decimal()}" if customer.credit_limit else None
    if fact == "note_has_newline":
        return "\n" in customer.note
    if fact == "account":
        return customer.reference
    return customer.first(fact)


@pytest.mark.parametrize(
    ("name", "customer", "fact", "value"),
    [
        (name, customer, fact, value)
        for name in [*CONTACTS, "sage50_uk/aged_debtors_detailed.csv"]
        for customer, facts in EXPECTED.get(name, {}).get("spot", {}).items()
        for fact, value in facts.items()
        if fact != "note"
    ],
)
def test_a_contact_list_gives_single_facts(
    name: str, customer: str, fact: str, value: object
) -> None:
    found = {one.name: one for one in read_layout(name).customers}

    assert spot_of(found[customer], fact) == value


def test_the_city_of_a_one_line_address_is_not_guessed() -> None:
    found = {
        one.name: one
        for one in read_layout("quickbooks_online/customer_contact_list.csv").customers
    }

    address = found["Total Comfort Heating, Inc."].address
    assert (address.city, address.region, address.postal_code) == ("", "MN", "55802")
    assert address.line1 == "700 Superior Pl Duluth"


def test_an_expected_payment_is_kept() -> None:
    items = {item.number: item for item in read_layout("zoho_books/invoices.csv").items}

    assert str(items["INV-000101"].expected_payment) == "2026-11-05"


def test_a_partly_paid_invoice_without_balance_is_flagged() -> None:
    reading = read_layout("freshbooks/invoice_details.csv")

    assert [notice.line for notice in reading.notices if "at most" in notice.problem] == [9]


def test_net_30_in_a_date_column_makes_the_due_date() -> None:
    reading = read_layout("spreadsheets/marges_overdue_list.xlsx")

    (item,) = [item for item in reading.items if item.number == "2211"]
    assert (str(item.due_on), item.due_source) == ("2026-10-20", "terms")


def test_bank_accounts_are_not_read() -> None:
    reading = read_layout("xero/contacts.csv")

    assert "12-3456-7890123-00" not in repr(reading.customers)


@pytest.mark.parametrize(
    ("name", "questions"),
    [
        ("quickbooks_online/ar_aging_detail.csv", []),
        ("xero/aged_receivables_detail.xlsx", []),
        ("sage50_uk/aged_debtors_detailed.csv", ["currency", "terms_days"]),
        ("spreadsheets/marges_overdue_list.xlsx", ["date_order", "number_style", "currency"]),
        ("spreadsheets/offene_posten_de.csv", ["number_style"]),
    ],
)
def test_what_no_row_proves_is_asked(name: str, questions: list[str]) -> None:
    assert [question.id for question in read_layout(name).questions] == questions


def test_the_base_currency_of_xero_is_asked() -> None:
    path = shared_folder() / "data" / "layouts" / "xero" / "aged_receivables_detail.xlsx"

    reading = read(path.read_bytes(), name=path.name)

    assert [question.id for question in reading.questions] == ["currency"]


def test_the_birt_customer_file_is_a_tab_separated_list() -> None:
    path = shared_folder() / "data" / "real" / "birt_customers_data.csv"

    reading = read(path.read_bytes(), name=path.name)

    assert (reading.encoding, reading.delimiter) == ("utf-8-sig", "\t")
    assert (reading.customer_count, reading.faults) == (122, ())
    names = {customer.name: customer for customer in reading.customers}
    assert names["Atelier graphique"].contact_name == "Carine Schmitt"
    assert names["Atelier graphique"].address.country == "FR"
    assert names["Signal Gift Stores"].address.country == "US"
    assert names["Euro+ Shopping Channel"].reference == "141"


def test_a_list_that_is_no_receivables_is_asked_about() -> None:
    path = shared_folder() / "data" / "real" / "cfpb_debt_collection_counts.csv"

    reading = read(path.read_bytes(), name=path.name)

    assert [question.id for question in reading.questions] == ["columns"]
    assert reading.items == ()


def test_a_layout_that_does_not_fit_is_refused_by_name() -> None:
    with pytest.raises(ImportRefusedError, match="Xero: sales invoices"):
        read("name,balance\nAcme,1\n", layout_id="xero_sales_invoices")


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match='no layout "tally"'):
        read("name,balance\nAcme,1\n", layout_id="tally")


@pytest.mark.parametrize("layout_id", sorted(layouts()))
def test_a_shipped_layout_is_named_as_its_file(layout_id: str) -> None:
    assert layouts()[layout_id].label


GOOD = 'id = "x"\nlabel = "X"\nkind = "open_items"\nsignature = ["A"]\n\n[columns]\n"A" = "open"\n'


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        (GOOD.replace('"open"', '"opne"'), 6, "not a field"),
        (GOOD.replace('kind = "open_items"', 'kind = "letters"'), 3, "not one of"),
        (GOOD.replace("signature", "signatur"), 4, "not a known name"),
        (GOOD.replace('signature = ["A"]', ""), 1, "missing"),
        (GOOD.replace('label = "X"', 'label = "X"\nas_of = "("'), 3, "not a pattern"),
        (GOOD + '"a " = "amount"\n', 8, "reads like another heading"),
        (GOOD + "\n[kinds]\n" + '"Bill" = "bil"\n', 10, "not one of"),
        (GOOD.replace('id = "x"', "id = x"), 1, "not valid TOML"),
    ],
)
def test_a_broken_layout_names_file_and_line(text: str, line: int, fault: str) -> None:
    with pytest.raises(ResourceFaultError, match=fault) as caught:
        layout(text, "import_layouts/x.toml")

    assert (caught.value.file, caught.value.line) == ("import_layouts/x.toml", line)


def test_two_layouts_of_one_name_are_refused() -> None:
    with pytest.raises(ResourceFaultError, match="another layout"):
        all_layouts([("a.toml", GOOD), ("b.toml", GOOD)])
