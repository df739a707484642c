"""The sample's files hold together, and everything invented in them may be printed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zip2info import timezone as zone_of_zip

from collections_desk.domain.sample import Sample, read_sample
from collections_desk.errors import ResourceFaultError
from collections_desk.store.tables import Table

RESOURCES = Path(__file__).parents[2] / "resources"
FRIDAY = date(2026, 11, 20)

#: Telephone numbers that the authorities set aside for fiction, by country.
FICTION = {
    "US": r"\([2-9][0-9]{2}\) 555-01[0-9]{2}",
    "CA": r"[2-9][0-9]{2}-555-01[0-9]{2}",
    "GB": r"020 7946 0[0-9]{3}|01[13][0-9] 496 0[0-9]{3}",
    "AU": r"0491 570 (?:006|156|157|158|159|110)",
    "DE": r"030 23125 0[0-9]{2}",
    "FR": r"04 65 71 [0-9]{2} [0-9]{2}",
    "SE": r"08-465 004 [0-9]{2}",
}


def text(name: str) -> str:
    return (RESOURCES / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sample() -> Sample:
    return read_sample(text, today=FRIDAY)


def days_of(sample: Sample) -> list[date]:
    """Give every day on which something happened; plans for the future are left out."""
    happened: list[date] = []
    for name, columns in {
        "invoice": ["issued_on"],
        "ledger_entry": ["dated_on"],
        "activity": ["happened_at"],
        "promise": ["taken_on"],
        "dispute": ["received_on", "decided_on"],
        "hold": ["begins_on", "lifted_on"],
        "contact_step": ["done_on"],
        "category_change": ["decided_at"],
    }.items():
        for row in sample.tables[name]:
            for column in columns:
                value = row[column]
                if value is not None:
                    happened.append(value.date() if isinstance(value, datetime) else value)
    return happened


@settings(max_examples=25, deadline=None)
@given(st.dates(date(2026, 11, 20), date(2099, 12, 31)))
def test_the_sample_ends_in_the_week_before_today(today: date) -> None:
    moved = read_sample(text, today=today)

    assert today - timedelta(days=7) <= moved.ends_on < today
    assert moved.ends_on.weekday() == date(2026, 11, 19).weekday()


def test_nothing_happened_after_the_end(sample: Sample) -> None:
    assert max(days_of(sample)) <= sample.ends_on < FRIDAY


def test_what_is_open_is_what_was_billed_less_what_was_entered(sample: Sample) -> None:
    entered: Counter[int] = Counter()
    for entry in sample.tables["ledger_entry"]:
        entered[entry["invoice_id"]] += entry["amount_minor"]

    for invoice in sample.tables["invoice"]:
        assert invoice["open_minor"] == invoice["amount_minor"] + entered[invoice["id"]]
        assert (invoice["status"] == "closed") == (invoice["open_minor"] == 0)


def test_every_category_has_contact_in_the_last_ten_days(sample: Sample) -> None:
    category = {row["id"]: row["category"] for row in sample.tables["customer"]}
    recent = {
        category[row["customer_id"]]
        for row in sample.tables["activity"]
        if row["happened_at"].date() > sample.ends_on - timedelta(days=10)
    }

    assert recent == {"disorganized", "struggling", "disputing", "unsorted"}


def test_every_bucket_of_the_aging_holds_something(sample: Sample) -> None:
    overdue = [
        (sample.ends_on - row["due_on"]).days
        for row in sample.tables["invoice"]
        if row["status"] == "open"
    ]

    for low, high in [(-99, 0), (1, 30), (31, 60), (61, 90), (91, 120), (121, 999)]:
        assert any(low <= days <= high for days in overdue), f"{low} to {high} days"


def test_a_promise_falls_due_whatever_day_it_is(sample: Sample) -> None:
    due = {row["due_on"] for row in sample.tables["promise"]}
    week = {sample.ends_on + timedelta(days=ahead) for ahead in range(1, 8)}

    assert len({day for day in week if day.weekday() < 5} & due) >= 4


def test_all_telephone_numbers_are_reserved_for_fiction(sample: Sample) -> None:
    country = {row["customer_id"]: row["country"] for row in sample.tables["address"]}
    phones = [row for row in sample.tables["contact_point"] if row["kind"] != "email"]

    for phone in phones:
        pattern = FICTION[country[phone["customer_id"]]]
        assert re.fullmatch(pattern, phone["value"]), phone["value"]
    assert len(phones) > 100


def test_all_mail_goes_to_example_domains(sample: Sample) -> None:
    mails = [row["value"] for row in sample.tables["contact_point"] if row["kind"] == "email"]

    assert len(mails) == len(sample.tables["customer"])
    assert [mail for mail in mails if not mail.endswith(".example")] == []


def test_every_american_zip_code_exists(sample: Sample) -> None:
    zips = [row["postal_code"] for row in sample.tables["address"] if row["country"] == "US"]

    assert [code for code in zips if zone_of_zip(code) is None] == []


def test_names_of_other_scripts_are_there(sample: Sample) -> None:
    cities = {row["city"] for row in sample.tables["address"]}

    assert {"Łódź", "Ñuñoa", "Αθήνα"} <= cities


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("sample/entries.csv", "INV-", "XNV-", "is not in the sample"),
        ("sample/invoices.csv", "C-1", "X-1", "is not in the sample"),
        ("sample/activities.csv", ":", ".", "must be a time"),
        ("sample/invoices.csv", "issued_on", "issued", "the column issued_on is missing"),
    ],
)
def test_a_broken_file_is_named_with_its_line(file: str, old: str, new: str, says: str) -> None:
    def broken(name: str) -> str:
        return text(name).replace(old, new, 1) if name == file else text(name)

    with pytest.raises(ResourceFaultError, match=says) as caught:
        read_sample(broken, today=FRIDAY)

    assert caught.value.file == file
    assert caught.value.line >= 1


def test_rows_name_only_columns_of_the_store(sample: Sample) -> None:
    for name, rows in sample.tables.items():
        columns = set(Table.metadata.tables[name].columns.keys())
        used: set[Any] = {key for row in rows for key in row}
        assert used <= columns, name
