"""The quick find."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from collections_desk.operations.desk import Desk
from collections_desk.store.search import Hit, find, indexing_in_bulk
from collections_desk.store.tables import ContactPointRow, CustomerRow, InvoiceRow, LetterRow
from collections_desk.store.upgrade import read_schema
from tests.processor import within
from tests.shared_data import hostile, hostile_text
from tests.store import rows


def search(desk: Desk, typed: str) -> list[Hit]:
    with desk.database.read() as session:
        return find(session, typed)


def kinds(desk: Desk, typed: str) -> list[tuple[str, int]]:
    return [(hit.kind, hit.ref_id) for hit in search(desk, typed)]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        pytest.param("O'Brien-Łukasiewicz, Renée", "obrien renee", id="apostrophe and accent"),
        pytest.param("O'Brien-Łukasiewicz, Renée", "o'brien", id="apostrophe as typed"),
        pytest.param("O'Brien-Łukasiewicz, Renée", "lukas", id="a letter with a stroke"),
        pytest.param("Straße & Söhne GmbH", "strasse sohne", id="sharp s"),
        pytest.param("Straße & Söhne GmbH", "STRASSE", id="capitals"),
        pytest.param("Jose\u0301 (decomposed)", "jose", id="combining accent"),
        pytest.param("José", "jose\u0301", id="combining accent in what is typed"),
        pytest.param("A.C.M.E. Tools", "acme", id="dots"),
    ],
)
def test_a_customer_is_found_as_people_type(desk: Desk, name: str, typed: str) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        customer_id = rows.add_customer(transaction, name)

    assert kinds(desk, typed) == [("customer", customer_id)]


@pytest.mark.parametrize(
    ("typed", "value", "normalized"),
    [
        ("(215) 555-0123", "215-555-0123", "+12155550123"),
        ("2155550123", "215-555-0123", "+12155550123"),
        ("5550123", "215-555-0123", "+12155550123"),
        ("+1 215 555 0123", "215-555-0123", "+12155550123"),
        ("(215) 555-0123", "(215) 555 0123", None),
        ("2155550123", "(215) 555 0123", None),
        ("5550123", "(215) 555 0123", None),
    ],
)
def test_a_number_is_found_however_it_is_written(
    desk: Desk, typed: str, value: str, normalized: str | None
) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        customer_id = rows.add_customer(transaction, "Acme")
        point_id = rows.add_contact_point(transaction, customer_id, value, normalized)

    assert kinds(desk, typed) == [("contact", point_id)]


@pytest.mark.parametrize("typed", ["INV-0042", "inv0042", "42", "INV-00", "roof"])
def test_an_invoice_is_found(desk: Desk, typed: str) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        customer_id = rows.add_customer(transaction, "Acme")
        invoice_id = rows.add_invoice(transaction, customer_id, "INV-0042", note="Roof repair")

    (hit,) = search(desk, typed)
    assert (hit.kind, hit.ref_id, hit.title) == ("invoice", invoice_id, "Acme")
    assert "123.45 USD open" in hit.detail


def test_notes_come_newest_first_after_the_customers(desk: Desk) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        customer_id = rows.add_customer(transaction, "Lighthouse Bakery")
        old = rows.add_activity(transaction, customer_id, "asked about the lighthouse invoice")
        new = rows.add_activity(transaction, customer_id, "x " * 300 + "lighthouse again")
        letter = rows.add_letter(transaction, customer_id, "L-1", "Dear Lighthouse")

    hits = search(desk, "lightho")

    assert [(hit.kind, hit.ref_id) for hit in hits] == [
        ("customer", customer_id),
        ("letter", letter),
        ("activity", new),
        ("activity", old),
    ]
    assert "lighthouse again" in hits[2].detail
    assert len(hits[2].detail) <= 122


def test_what_changes_is_found_by_its_new_words_alone(desk: Desk) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        customer_id = rows.add_customer(transaction, "Oldname")
        point_id = rows.add_contact_point(transaction, customer_id, "oldmail@x.example")
        invoice_id = rows.add_invoice(transaction, customer_id, "OLDNUMBER")
        letter_id = rows.add_letter(transaction, customer_id, "L-1", "oldbody")

    with desk.database.write("x", "x", now=desk.now()) as transaction:
        transaction.get_one(CustomerRow, customer_id).name = "Newname"
        transaction.get_one(ContactPointRow, point_id).value = "newmail@x.example"
        transaction.get_one(InvoiceRow, invoice_id).number = "NEWNUMBER"
        transaction.get_one(LetterRow, letter_id).body = "newbody"

    assert kinds(desk, "old") == []
    assert [kind for kind, _ in kinds(desk, "new")] == ["customer", "contact", "invoice", "letter"]


def test_what_is_deleted_is_found_no_more(desk: Desk) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        customer_id = rows.add_customer(transaction, "Gonesoon")
        invoice_id = rows.add_invoice(transaction, customer_id, "GONESOON")
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        transaction.delete(transaction.get_one(InvoiceRow, invoice_id))
        transaction.delete(transaction.get_one(CustomerRow, customer_id))

    assert kinds(desk, "gonesoon") == []


def test_invoices_added_in_bulk_are_found_as_all_others(desk: Desk) -> None:
    schema = schema_of(desk)
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        customer_id = rows.add_customer(transaction, "Acme")
        before = rows.add_invoice(transaction, customer_id, "INV-0001", note="roof")
        with indexing_in_bulk(transaction):
            inside = [rows.add_invoice(transaction, customer_id, f"INV-000{n}") for n in (2, 3)]
            transaction.get_one(InvoiceRow, before).note = "gutter"
        after = rows.add_invoice(transaction, customer_id, "INV-0004")

    assert [ref for _, ref in kinds(desk, "inv000")] == [after, *reversed(inside), before]
    assert kinds(desk, "gutter") == [("invoice", before)]
    assert kinds(desk, "roof") == []
    assert schema_of(desk) == schema


def test_a_bulk_that_fails_leaves_the_trigger(desk: Desk) -> None:
    schema = schema_of(desk)

    def fail() -> None:
        with (
            desk.database.write("x", "x", now=desk.now()) as transaction,
            indexing_in_bulk(transaction),
        ):
            rows.add_customer(transaction, "Acme")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert schema_of(desk) == schema


def schema_of(desk: Desk) -> dict[str, str]:
    with desk.database.read() as session:
        return read_schema(session.connection())


def test_no_kind_crowds_out_the_others(desk: Desk) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        for number in range(100):
            customer_id = rows.add_customer(transaction, f"Smith {number}")
            rows.add_invoice(transaction, customer_id, f"Smith-{number}")
            rows.add_activity(transaction, customer_id, "called Smith")

    hits = search(desk, "smith")

    assert len(hits) == 50
    assert {hit.kind for hit in hits} == {"customer", "invoice", "activity"}


@pytest.mark.parametrize("typed", ["", "   ", '"', "*", "()", "-", "%", "\0", "\ud800", "a" * 201])
def test_what_says_nothing_finds_nothing(desk: Desk, typed: str) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        rows.add_customer(transaction, "a" * 200)

    assert search(desk, typed) == []


@pytest.mark.parametrize(
    "item", [pytest.param(item, id=item["id"]) for item in hostile("search_query")]
)
def test_hostile_queries_give_a_list(item: dict[str, Any], desk: Desk) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        for number in range(20):
            customer_id = rows.add_customer(transaction, f"And Or Near {number} 100 a b x")
            rows.add_activity(transaction, customer_id, "1=1 nosuch x unclosed")

    with within(2):
        hits = search(desk, hostile_text(item))

    assert isinstance(hits, list)


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(item, id=item["id"])
        for item in hostile("customer_name")
        if "search_folds_case_and_accents" in item["expect"]
    ],
)
def test_hostile_names_are_found_without_case_accents_and_apostrophes(
    item: dict[str, Any], desk: Desk
) -> None:
    name = hostile_text(item)
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        customer_id = rows.add_customer(transaction, name)
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))

    assert ("customer", customer_id) in kinds(desk, plain.replace("'", ""))
