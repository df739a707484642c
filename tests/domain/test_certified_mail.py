"""Every number of the shared vectors, and what people and scanners do to numbers."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.certified_mail import (
    NumberUse,
    check_digit,
    examine_reuse,
    parse_article_number,
    parse_return_receipt_number,
    parse_s10,
)
from collections_desk.errors import EntryRefusedError
from tests.shared_data import FOLDER, needs_shared_data, shared_data_is_there

VECTORS: dict[str, Any] = (
    json.loads((FOLDER / "reference" / "postal_vectors.json").read_text(encoding="utf-8"))
    if shared_data_is_there()
    else {}
)

TODAY = date(2026, 11, 20)


def vectors(*path: str) -> list[dict[str, Any]]:
    found: Any = VECTORS
    for key in path:
        found = found.get(key, {})
    return list(found or [])


@needs_shared_data
@pytest.mark.parametrize("vector", vectors("article_numbers"), ids=lambda vector: vector["input"])
def test_article_number_vectors(vector: dict[str, Any]) -> None:
    if vector["valid"] and vector.get("accept_as_article_number", True):
        number = parse_article_number(vector["input"])

        assert number.digits == vector["article_number"]
        assert number.zip_code == vector["zip"]
        assert number.construct == vector["kind"]
        assert number.check_rule == vector["check_rule"]
        assert int(number.digits[-1]) == vector["check_digit"]
        return
    with pytest.raises(EntryRefusedError) as refused:
        parse_article_number(vector["input"])
    assert refused.value.field == "article_number"
    if "expected_check_digit" in vector:
        known_start = re.match("420|9[1-5]", vector["digits"]) or len(vector["digits"]) == 20
        named = f"ask for {vector['expected_check_digit']}" if known_start else "91 to 95"
        assert named in refused.value.problem
    if "length" in vector.get("reason", ""):
        assert re.search(r"\d+ digits", refused.value.problem)
    if vector.get("kind") == "return_receipt_card":
        assert "green" in refused.value.problem
        assert parse_return_receipt_number(vector["input"]).digits == vector["digits"]


@needs_shared_data
@pytest.mark.parametrize("vector", vectors("scanner_inputs"), ids=lambda vector: vector["why"])
def test_what_a_scanner_sends(vector: dict[str, Any]) -> None:
    if "error" not in vector:
        number = parse_article_number(vector["scan"])

        assert (number.digits, number.zip_code) == (vector["article_number"], vector["zip"])
        return
    said = {"return_receipt_card": "green return receipt card", "length": "digits"}
    with pytest.raises(EntryRefusedError, match=said[vector["error"]]):
        parse_article_number(vector["scan"])


@needs_shared_data
@pytest.mark.parametrize("vector", vectors("s10"), ids=lambda vector: vector["input"])
def test_s10_vectors(vector: dict[str, Any]) -> None:
    if vector["valid"]:
        assert parse_s10(vector["input"]) == vector["input"]
    else:
        with pytest.raises(EntryRefusedError, match="ask for 5"):
            parse_s10(vector["input"])
    with pytest.raises(EntryRefusedError, match="Registered or international"):
        parse_article_number(vector["input"])


@needs_shared_data
@pytest.mark.parametrize("pair", vectors("check_digit_limits"), ids=lambda pair: pair["why"])
def test_what_the_check_digit_cannot_notice(pair: dict[str, Any]) -> None:
    assert parse_article_number(pair["a"]).digits == pair["a"]
    assert parse_article_number(pair["b"]).digits == pair["b"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "no number", id="nothing"),
        pytest.param("   \r", "no number", id="only a scanner's Enter"),
        pytest.param("]Q19589071052700000158814", "not a tracking barcode", id="a QR code"),
        pytest.param("958907105270000015881\uff14", "\uff14", id="a digit of another script"),
        pytest.param("958907105270000015881²", "²", id="a raised digit"),
        pytest.param("00000000000000000000", "one digit repeated", id="all zeros"),
        pytest.param("2222222222222222222222", "one digit repeated", id="one digit"),
        pytest.param("9589 O710 5270 0000 1588 14", r"a 0\?", id="letter O, not dropped"),
        pytest.param("9589071052700000158814" * 2, "two scans", id="scanned twice"),
        pytest.param("RB123456785US", "Registered", id="another kind of mail"),
        pytest.param("4201011894073000000000001234500", "31 digits", id="a digit too many"),
    ],
)
def test_what_is_refused_says_why(text: str, said: str) -> None:
    with pytest.raises(EntryRefusedError, match=said):
        parse_article_number(text)


def test_a_letter_s_number_is_refused_as_the_number_of_a_card() -> None:
    with pytest.raises(EntryRefusedError, match="not the number of a return receipt card") as no:
        parse_return_receipt_number("9589 0710 5270 0000 1588 14")
    assert no.value.field == "return_receipt_number"


def test_a_number_is_shown_as_usps_prints_it() -> None:
    assert parse_article_number("9589071052700000158814").shown == "9589 0710 5270 0000 1588 14"


@pytest.mark.parametrize(
    ("used_on", "outcome"),
    [
        pytest.param(date(2026, 11, 20), "refused", id="today"),
        pytest.param(date(2024, 11, 21), "refused", id="a day short of two years"),
        pytest.param(date(2024, 11, 20), "warned", id="two years to the day"),
        pytest.param(date(2019, 1, 2), "warned", id="long ago"),
    ],
)
def test_a_number_comes_back_after_two_years_only(used_on: date, outcome: str) -> None:
    number = parse_article_number("9589071052700000158814")
    uses = [NumberUse("CD-2019-000001", date(2019, 1, 1)), NumberUse("CD-2024-000007", used_on)]

    if outcome == "refused":
        with pytest.raises(EntryRefusedError, match="CD-2024-000007"):
            examine_reuse(number, uses, today=TODAY)
    else:
        assert "CD-2024-000007" in examine_reuse(number, uses, today=TODAY)


def test_a_leap_day_is_two_years_old_on_the_first_of_march() -> None:
    number = parse_article_number("9589071052700000158814")
    uses = [NumberUse("CD-2024-000001", date(2024, 2, 29))]

    with pytest.raises(EntryRefusedError):
        examine_reuse(number, uses, today=date(2026, 2, 28))
    assert examine_reuse(number, uses, today=date(2026, 3, 1))


def test_a_new_number_needs_no_word() -> None:
    number = parse_article_number("9589071052700000158814")

    assert examine_reuse(number, [], today=TODAY) == ""


serials = st.text("0123456789", min_size=17, max_size=17)


def numbered(serial: str) -> str:
    body = "9589" + serial
    return body + str(check_digit(body))


@given(serial=serials, place=st.integers(0, 21), other=st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(serial: str, place: int, other: int) -> None:
    digits = numbered(serial)
    wrong = digits[:place] + str((int(digits[place]) + other) % 10) + digits[place + 1 :]

    with pytest.raises(EntryRefusedError):
        parse_article_number(wrong)


@given(serial=serials, place=st.integers(2, 20))
def test_two_neighbors_swapped_are_noticed_unless_they_differ_by_five(
    serial: str, place: int
) -> None:
    digits = numbered(serial)
    first, second = digits[place], digits[place + 1]
    swapped = digits[:place] + second + first + digits[place + 2 :]

    if swapped.startswith("959094"):
        return  # by then it is the number of a green card
    if abs(int(first) - int(second)) in {0, 5}:
        assert parse_article_number(swapped).digits == swapped
    else:
        with pytest.raises(EntryRefusedError):
            parse_article_number(swapped)


@given(serial=serials, zip_code=st.from_regex(r"[0-9]{5}(?:[0-9]{4})?", fullmatch=True))
def test_the_zip_in_a_barcode_never_becomes_part_of_the_number(serial: str, zip_code: str) -> None:
    digits = numbered(serial)
    if digits.startswith("959094"):
        return

    number = parse_article_number(f"]C1420{zip_code}\x1d{digits}\r")

    assert (number.digits, number.zip_code) == (digits, zip_code)


def digits_or_none(text: str) -> str | None:
    try:
        return parse_article_number(text).digits
    except EntryRefusedError:
        return None


@given(text=st.text(max_size=60) | st.text("0123456789 -]C1\x1d\r", max_size=60))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    digits = digits_or_none(text)

    assert digits is None or re.fullmatch(r"[0-9]{20}|[0-9]{22}|[0-9]{26}", digits)
