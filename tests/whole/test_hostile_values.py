"""Hostile names, notes, numbers, addresses and amounts: what the store holds afterwards."""

from __future__ import annotations

import csv
import re
import unicodedata
from io import StringIO
from pathlib import Path

import pytest

from collections_desk.domain.readings import Answers
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import books, contact, customers, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.finding import find_anywhere
from collections_desk.store.tables import CustomerRow, InvoiceRow
from tests.operations.contact_desk import add_customer, entry
from tests.processor import within
from tests.shared_data import hostile_text, needs_shared_data
from tests.whole import corpus
from tests.whole.corpus import HEADINGS, Item, items, only_item, owner_of, refusal, stored_name


def cases(category: str, *expectations: str) -> pytest.MarkDecorator:
    found = items(category, *expectations)
    return pytest.mark.parametrize("item", found, ids=[item["id"] for item in found])


def import_text(desk: Desk, folder: Path, text: str) -> None:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8", newline="")
    reading = books.read_import(desk, path, answers=Answers(currency="USD", duplicates="keep"))
    assert reading.questions == ()
    books.apply_import(desk, reading, books.compare_import(desk, reading))


# Names.


@cases("customer_name", "store_verbatim")
def test_a_name_rests_in_the_store_letter_by_letter(item: Item, corpus_desk: Desk) -> None:
    assert stored_name(corpus_desk, item) == hostile_text(item)


@cases("customer_name", "clean_control", "single_line", "trim")
def test_a_name_that_cannot_stay_is_cleaned_and_stored(item: Item, corpus_desk: Desk) -> None:
    name = stored_name(corpus_desk, item)

    assert name == " ".join(name.split())
    assert not re.search("[\x00-\x1f\x7f\u200b\u202e\u2060\ufeff]", name)
    visible = re.sub("[\x00-\x09\x0b\x0c\x0e-\x1f\u200b\u202e\u2060\ufeff]", "", item["value"])
    assert name == " ".join(visible.split())


@cases("customer_name", "reject_field", "reject_field_over_limit")
def test_a_name_that_cannot_be_stored_is_refused_by_its_field(item: Item, desk: Desk) -> None:
    text, known = hostile_text(item), customers.add_new_customer(desk, "Acme")
    events = desk.database.head.count
    deeds = (
        lambda: customers.add_new_customer(desk, text),
        lambda: customers.edit_customer(desk, known, name=text),
    )

    with within(2):
        errors = [refusal(deed) for deed in deeds]
    for error in errors:
        assert isinstance(error, EntryRefusedError)
        assert error.field == "name"
        assert "Name" in error.problem
        if "reject_field_over_limit" in item["expect"]:
            assert f"{len(text):,}" in error.problem
            assert "200" in error.problem

    assert desk.database.head.count == events
    assert customers.customer_page(desk, known).customer.name == "Acme"


def test_a_twin_that_differs_in_what_is_unseen_is_found(corpus_desk: Desk) -> None:
    twins = [
        one.partition(":")[2]
        for item in items("customer_name")
        for one in item["expect"]
        if one.startswith("duplicate_of")
    ]

    for twin in twins:
        error = refusal(lambda twin=twin: customers.add_new_customer(corpus_desk, twin))
        assert error is not None, twin
        assert "There is a customer" in error.problem


@cases("customer_name", "filename_safe")
def test_no_file_is_named_after_a_customer(item: Item, corpus_desk: Desk) -> None:
    owner = owner_of(corpus_desk)[item["id"]]

    letter = mail.draft_letter(corpus_desk, owner, "L02").letter

    # The window proposes this, and ".pdf", as the name of the file.
    assert re.fullmatch(r"CD-\d{4}-\d{6}", letter.ref)
    mail.cancel_letter(corpus_desk, letter.id, why="only its name was wanted")


# Notes.


@cases("call_note", "store_verbatim")
def test_a_note_rests_in_the_store_letter_by_letter(item: Item, corpus_desk: Desk) -> None:
    text = hostile_text(item)

    page = customers.customer_page(corpus_desk, owner_of(corpus_desk)[corpus.LISTENER_INVOICE])

    assert [one.activity.note for one in page.timeline if one.activity].count(text) == 1


@cases("call_note", "clean_control")
def test_a_note_with_control_characters_is_cleaned_and_told(item: Item, desk: Desk) -> None:
    customer_id = add_customer(desk)

    logged = contact.log_call(desk, entry(desk, customer_id, note=item["value"]))

    assert any("control characters were removed" in told for told in logged.told)
    page = customers.customer_page(desk, customer_id)
    assert page.timeline[0].activity is not None
    assert page.timeline[0].activity.note == "Paid in full"


@cases("call_note", "reject_field_over_limit", "time_limit")
def test_a_long_note_is_kept_whole_or_refused_in_time(item: Item, desk: Desk) -> None:
    text, customer_id = hostile_text(item), add_customer(desk)

    with within(2):
        error = refusal(lambda: contact.log_call(desk, entry(desk, customer_id, note=text)))

    if "reject_field_over_limit" in item["expect"]:
        assert isinstance(error, EntryRefusedError)
        assert error.field == "note"
        assert f"{len(text):,}" in error.problem
        assert "20,000" in error.problem
    kept = [one.activity for one in customers.customer_page(desk, customer_id).timeline]
    assert [one.note for one in kept if one] == ([text] if error is None else [])


# Amounts and dates.


@needs_shared_data
def test_amounts_are_stored_to_the_cent(desk: Desk, tmp_path: Path) -> None:
    wanted = {
        item["id"]: (item["value"], item["accept_cents"][0])
        for item in items("amount")
        if item.get("must_accept")
    }
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for number, (value, _) in wanted.items():
        writer.writerow(("Acme", number, "2026-09-01", "2026-10-01", value, value, "USD"))

    import_text(desk, tmp_path, text.getvalue())

    with desk.database.read() as session:
        stored = {row.number: row.open_minor for row in session.query(InvoiceRow)}
    assert stored == {number: cents for number, (_, cents) in wanted.items() if cents}


@cases("amount")
def test_an_amount_is_stored_exactly_or_not_at_all(item: Item, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f'name,invoice,balance,currency\nAcme,1,"{item["value"]}",USD\n')
    refusal(lambda: apply_file(desk, path))

    with desk.database.read() as session:
        stored = [row.open_minor for row in session.query(InvoiceRow)]
    assert stored in ([], *[[cents] for cents in item["accept_cents"]])


def apply_file(desk: Desk, path: Path) -> None:
    reading = books.read_import(desk, path)
    books.apply_import(desk, reading, books.compare_import(desk, reading))


@cases("date")
def test_a_date_is_stored_exactly_or_not_at_all(item: Item, desk: Desk, tmp_path: Path) -> None:
    text = f"name,invoice,balance,currency,due date\nAcme,1,10.00,USD,{item['value']}\n"
    path = tmp_path / "list.csv"
    path.write_text(text + "B,2,1.00,USD,2026-01-05\n", encoding="utf-8")
    refusal(lambda: apply_file(desk, path))

    with desk.database.read() as session:
        days = [str(row.due_on) for row in session.query(InvoiceRow) if row.number == "1"]
    assert days in ([], ["None"], item["accept_iso"])
    if item.get("must_accept"):
        assert days == item["accept_iso"]


@needs_shared_data
def test_account_numbers_keep_their_zeros_in_the_store(desk: Desk, tmp_path: Path) -> None:
    item = only_item("csv_file", "store_verbatim_accounts")

    import_text(desk, tmp_path, item["value"])

    with desk.database.read() as session:
        stored = {row.reference: row.name for row in session.query(CustomerRow)}
    assert stored == {"00123": "Acme", "123": "Beta", "1.23E+02": "Gamma"}


# Ways to reach a customer.


KINDS = {"phone": "phone", "email": "email", "website_or_link": "website"}
POINTS = items("phone") + items("email") + items("website_or_link")


@pytest.mark.parametrize("item", POINTS, ids=[item["id"] for item in POINTS])
def test_a_way_to_reach_is_stored_as_typed_or_refused(item: Item, desk: Desk) -> None:
    kind, wanted = KINDS[item["category"]], " ".join(item["expect"])
    customer_id = customers.add_new_customer(desk, "Acme")

    error = refusal(lambda: customers.add_contact_point(desk, customer_id, kind, item["value"]))

    stored = customers.customer_page(desk, customer_id).contact_points
    if error is not None:
        assert isinstance(error, EntryRefusedError)
        assert error.field == "value"
        assert any(word in wanted for word in ("reject", "refused", "mailto_quoted"))
        assert stored == ()
        return
    assert "refused" not in wanted
    assert "reject_field" not in item["expect"]
    assert [point.value for point in stored] == [item["value"].strip()]
    if found := re.search(r"phone_normalised:(\S+)", wanted):
        assert stored[0].normalized == found[1]


# The search box.


@cases("search_query")
def test_a_hostile_search_gives_a_list_in_time(item: Item, corpus_desk: Desk) -> None:
    with within(2):
        hits = find_anywhere(corpus_desk, hostile_text(item))

    assert isinstance(hits, list)


def plain_spelling(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one)).replace("'", "")


@cases("customer_name", "search_folds_case_and_accents")
def test_a_hostile_name_is_found_as_people_type(item: Item, corpus_desk: Desk) -> None:
    hits = find_anywhere(corpus_desk, plain_spelling(hostile_text(item)))

    assert owner_of(corpus_desk)[item["id"]] in {hit.customer_id for hit in hits}
