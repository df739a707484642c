"""Hostile files and values get a sentence, a question or an exact answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

import pytest

from collections_desk.domain.amount_text import AmountFaultError, read_amount
from collections_desk.domain.contact_values import (
    ContactFaultError,
    mailto,
    read_email,
    read_phone,
    read_website,
)
from collections_desk.domain.date_text import DayFaultError, read_day
from collections_desk.domain.names import LineFaultError, clean_line, name_key
from collections_desk.domain.readings import Reading
from collections_desk.errors import ImportRefusedError
from tests.importers.reading import read
from tests.processor import within
from tests.shared_data import hostile, hostile_bytes, hostile_text

Item = dict[str, Any]


def ids(items: list[Item]) -> list[str]:
    return [item["id"] for item in items]


def cases(category: str) -> pytest.MarkDecorator:
    items = hostile(category)
    return pytest.mark.parametrize("item", items, ids=ids(items))


def read_or_refuse(item: Item) -> Reading | ImportRefusedError:
    try:
        return read(hostile_bytes(item))
    except ImportRefusedError as refused:
        return refused


@cases("csv_file")
def test_a_hostile_file_meets_its_expectations(item: Item) -> None:
    with within(2) if "time_limit" in item["expect"] else nullcontext():
        result = read_or_refuse(item)

    for expectation in item["expect"]:
        check_file(expectation, result, item)


def check_file(expectation: str, result: Reading | ImportRefusedError, item: Item) -> None:
    word, _, value = expectation.partition(":")
    if word in {"csv_no_formula", "time_limit"}:
        return  # the first is a matter of the export; the second was measured
    if word.startswith("import_refused"):
        assert isinstance(result, ImportRefusedError)
        said = {
            "import_refused_line": rf"Line {value} of list\.csv",
            "import_refused_header": "heading|header",
            "import_refused_empty": "empty",
            "import_refused_not_text": "by its content it is",
        }[word]
        assert re.search(said, result.problem)
        return
    assert isinstance(result, Reading)
    assert CHECKS[word](result, value), f"{expectation} of {item['id']}"


def offered(reading: Reading) -> int:
    return len(reading.items) + len(reading.customers)


def asked(reading: Reading) -> set[str]:
    return {question.id for question in reading.questions}


def lines_that_say(reading: Reading, words: str) -> list[int]:
    return [notice.line for notice in reading.notices if words in notice.problem]


CHECKS: dict[str, Callable[[Reading, str], bool]] = {
    "import_rows": lambda reading, value: offered(reading) == int(value),
    "import_row_errors": lambda reading, value: (
        len(reading.faults) == int(value)
        and all(fault.line > 1 for fault in reading.faults)
        and not offered(reading)
    ),
    "header_matched": lambda reading, _: set(reading.columns.values()) == {"customer", "open"},
    "delimiter_asked_or_detected": lambda reading, _: reading.delimiter == ";",
    "amount_ask": lambda reading, _: "number_style" in asked(reading),
    "clean_control_or_row_error": lambda reading, _: (
        bool(reading.faults) or (reading.items[0].customer == "Acme" and bool(reading.notices))
    ),
    "duplicates_reported": lambda reading, value: (
        len(lines_that_say(reading, "same as line")) == int(value)
        and "duplicates" in asked(reading)
    ),
    "store_verbatim_accounts": lambda reading, _: (
        [one.reference for one in reading.customers] == ["00123", "123", "1.23E+02"]
    ),
    "warn_scientific": lambda reading, _: lines_that_say(reading, "spreadsheet") == [4],
    "encoding_asked_or_detected": lambda reading, _: reading.encoding in {"cp1252", "utf-16"},
    "import_row_or_file_error_named": lambda reading, _: (
        lines_that_say(reading, "cp1252") == [2] and reading.items[0].customer == "José"
    ),
}


@cases("amount")
def test_a_hostile_amount_is_exact_or_asked_or_refused(item: Item) -> None:
    reading = read_or_refuse({"value": f'name,balance,currency\nAcme,"{item["value"]}",USD\n'})

    assert isinstance(reading, Reading)
    cents = [one.open.minor for one in (*reading.items, *reading.closed)]
    if "number_style" not in asked(reading):
        assert cents in ([], *[[accepted] for accepted in item["accept_cents"]])
        assert bool(cents) != bool(reading.faults)
    if item.get("must_accept"):
        assert cents == item["accept_cents"]


@cases("date")
def test_a_hostile_date_is_exact_or_asked_or_refused(item: Item) -> None:
    reading = read_or_refuse(
        {"value": f"name,balance,due date\nAcme,10.00,{item['value']}\nB,1.00,2026-01-05\n"}
    )

    assert isinstance(reading, Reading)
    days = [str(one.due_on) for one in reading.items if one.customer == "Acme" and one.due_on]
    if "date_order" not in asked(reading):
        assert days in ([], item["accept_iso"])
        assert days or reading.faults or reading.notices
    if item.get("must_accept"):
        assert days == item["accept_iso"]


def is_refused(item: Item) -> bool:
    return bool({"reject_field", "reject_field_over_limit"} & set(item["expect"]))


NAMES = hostile("customer_name")
OVER_LIMIT = [item for item in NAMES if "reject_field_over_limit" in item["expect"]]


@pytest.mark.parametrize("item", OVER_LIMIT, ids=ids(OVER_LIMIT))
def test_a_name_over_the_limit_is_refused_with_its_length(item: Item) -> None:
    text = hostile_text(item)
    refused = pytest.raises(LineFaultError, match=f"{len(text):,} characters long .* 200")
    with within(2), refused:
        clean_line(text)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(LineFaultError, match="half of a character"):
        clean_line("Lone surrogate \ud800 here")


CLEANED = [item for item in NAMES if not is_refused(item)]


@pytest.mark.parametrize("item", CLEANED, ids=ids(CLEANED))
def test_a_hostile_name_is_kept_or_cleaned_with_notice(item: Item) -> None:
    text = hostile_text(item)

    clean = clean_line(text)

    wanted = set(item["expect"])
    if "store_verbatim" in wanted:
        assert (clean.text, clean.notice) == (text, "")
    if "clean_control" in wanted:
        assert clean.notice
        assert not re.search("[\x00-\x1f\u200b\u202e\u2060\ufeff]", clean.text)
    if "single_line" in wanted:
        assert clean.text == "Line1 Line2 Line3"
        assert clean.notice
    if "trim" in wanted:
        assert clean.text == text.strip()
    for twin in (one.partition(":")[2] for one in wanted if one.startswith("duplicate_of")):
        assert name_key(clean.text) == name_key(twin)


def fits_a_file(item: Item) -> bool:
    """Tell whether a file can hold such a cell: not too long, and no half of a character."""
    name = hostile_text(item)
    return len(name) <= 100_000 and not any("\ud800" <= one <= "\udfff" for one in name)


FITTING = [item for item in NAMES if fits_a_file(item)]


@pytest.mark.parametrize("item", FITTING, ids=ids(FITTING))
def test_a_hostile_name_goes_through_a_file(item: Item) -> None:
    name = hostile_text(item)
    row = '"' + name.replace('"', '""') + '"'

    reading = read(f"name,balance\n{row},10.00\n")

    if "store_verbatim" in item["expect"]:
        assert [one.customer for one in reading.items] == [name]
    elif is_refused(item):
        assert not reading.items
        assert len(reading.faults) == 1
    elif "clean_control" in item["expect"]:
        assert reading.notices


@cases("phone")
def test_a_hostile_phone(item: Item) -> None:
    wanted = " ".join(item["expect"])
    try:
        phone = read_phone(item["value"], "US")
    except ContactFaultError:
        assert "reject_field" in wanted
        return
    assert phone.value == item["value"]
    assert not item["expect"][0].startswith("reject_field")
    if found := re.search(r"phone_normalised:(\S+)", wanted):
        assert phone.normalized == found[1]
    assert bool(phone.warning) == ("with_warning" in wanted)


@cases("email")
def test_a_hostile_email(item: Item) -> None:
    wanted = " ".join(item["expect"])
    try:
        value = read_email(item["value"])
    except ContactFaultError:
        assert "reject" in wanted or "mailto_quoted" in wanted
        return
    assert "email_ok" in wanted
    assert mailto(value).count("?") == 0
    assert mailto(value).count("&") == 0


@cases("website_or_link")
def test_a_hostile_link(item: Item) -> None:
    wanted = " ".join(item["expect"])
    try:
        link = read_website(item["value"])
    except ContactFaultError:
        assert "refused" in wanted or "reject" in wanted
        return
    assert "refused" not in wanted
    if found := re.search(r"link_shows_host:(\S+)", wanted):
        assert link.host == found[1]
    if "link_shows_punycode" in wanted:
        assert link.host.startswith("xn--")
    assert link.url == item["value"].strip()


def test_a_foreign_sum_does_not_become_dollars() -> None:
    reading = read("name,balance\nAcme,10 EUR\n")

    assert [str(item.open) for item in reading.items] == ["10.00 EUR"]


@pytest.mark.parametrize("text", ["12 345,67", "1.234.567,89-", "1\u00a0234,50"])
def test_european_amounts_are_read_in_their_own_style(text: str) -> None:
    found = read_amount(text, "comma")

    assert found is not None
    with pytest.raises(AmountFaultError):
        read_amount(text, "point")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,18,000.00", "118000.00"), ("-$5", "-5"), ("€ 3", "3"), ("(1.5)", "-1.5"), ("5 CR", "-5")],
)
def test_other_ways_to_write_an_amount(text: str, value: str) -> None:
    found = read_amount(text)

    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize("text", ["--5", "(-5)", "5- CR", "USD 5 EUR", "XYZ 5", "5 5"])
def test_contradictions_in_an_amount_are_refused(text: str) -> None:
    with pytest.raises(AmountFaultError):
        read_amount(text)


@pytest.mark.parametrize("text", ["Feb 30 2026", "31-Foo-26", "2026-13-01", "1/2", "0/0/2026"])
def test_impossible_days_are_refused(text: str) -> None:
    with pytest.raises(DayFaultError):
        read_day(text, "mdy")
