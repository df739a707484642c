"""The kind of customer out of a file: known words alone, each said, none guessed at."""

from __future__ import annotations

import pytest

from collections_desk.desktop.import_words import FIELDS as SHOWN
from collections_desk.domain.readings import Answers
from collections_desk.importers.layouts import FIELDS
from tests.importers.reading import read

CONTACTS = "Customer,{0},Phone\nAlder Books,{1},(617) 555-0101\nDana Reyes,Individual,\n"


def kinds(text: str) -> dict[str, str | None]:
    return {one.name: one.kind for one in read(text).customers}


@pytest.mark.parametrize("heading", ["Type", "Customer Type", "customer_kind", "Kundenart"])
@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Business", "entity"),
        (" company ", "entity"),
        ("Sole Proprietor", "natural_business"),
        ("PERSON", "consumer"),
        ("", None),
    ],
)
def test_a_column_names_the_kind(heading: str, word: str, kind: str | None) -> None:
    assert kinds(CONTACTS.format(heading, word)) == {"Alder Books": kind, "Dana Reyes": "consumer"}


def test_every_word_is_said_with_what_it_is_taken_for() -> None:
    reading = read(CONTACTS.format("Type", "Business") + "Elm,Business,\nOak,Reseller,\n")

    (said,) = reading.assumptions
    assert said.endswith('"Type": "Business" (2) as companies, "Individual" (1) as consumers.')
    (notice,) = reading.notices
    assert (notice.line, notice.column, notice.text) == (5, "Type", "Reseller")
    assert "the kind of 1 customer stays not known" in notice.problem
    assert "E or Shift+E sets it" in notice.problem
    assert reading.customers[-1].kind is None


def test_the_type_of_an_entry_stays_the_type_of_an_entry() -> None:
    head = "Customer,Type,Invoice,Due date,Balance\n"
    rows = head + "Elm,{0},1,2026-10-01,9\nElm,{1},2,2026-10-01,{2}\n"
    entries = read(rows.format("Invoice", "Credit memo", "-9"))
    assert (entries.columns["Type"], entries.customers) == ("kind", ())
    assert [one.kind for one in entries.items] == ["invoice", "credit"]

    # A kind that stands in a later row of the customer alone is not lost.
    people = read(rows.format("", "Business", "9"))
    assert people.columns["Type"] == "customer_kind"
    assert [one.kind for one in people.customers] == ["entity"]
    assert [one.kind for one in people.items] == ["invoice", "invoice"]

    unknown = read(rows.format("Wholesale", "Retail", "9"))
    assert unknown.columns["Type"] == "kind"
    assert len(unknown.notices) == 2


def test_vendors_are_no_customers() -> None:
    reading = read("Name,Type,Phone\nAlder Books,Customer,(617) 555-0101\nPaper Mill,Vendor,\n")

    assert [one.name for one in reading.customers] == ["Alder Books"]
    assert reading.not_open == {"Vendor": 1}


def test_the_clerk_may_map_any_column_to_it() -> None:
    columns = {"Customer": "customer", "Group": "customer_kind", "Phone": "phone"}
    text = CONTACTS.format("Group", "LLC")
    reading = read(text, answers=Answers(columns=columns))

    assert [one.kind for one in reading.customers] == ["entity", "consumer"]
    assert "customer_kind" not in read(text).columns.values()


def test_the_screen_offers_every_field_that_the_importers_know() -> None:
    assert SHOWN.keys() == FIELDS.keys()
