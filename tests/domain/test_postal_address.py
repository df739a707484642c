"""Address blocks: their order, their last line, and what looks wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.customers import Address
from collections_desk.domain.postal_address import address_doubts, address_lines, sorting_code

HOME = Address(1, "4500 West 12th Street", "", "", "Columbus", "OH", "43215", "US")


@pytest.mark.parametrize(
    ("address", "last"),
    [
        pytest.param(HOME, ("Columbus OH 43215",), id="US"),
        pytest.param(
            Address(1, "1 Way", city="Columbus", region="Ohio", postal_code="432151234"),
            ("Columbus OH 43215-1234",),
            id="US, state by name, nine digits, country unknown",
        ),
        pytest.param(
            Address(1, "1 Way", city="Holyoke", region="MA", postal_code="01040", country="US"),
            ("Holyoke MA 01040",),
            id="a leading zero stays",
        ),
        pytest.param(
            Address(1, "6, quai", city="Lyon", postal_code="69002", country="FR"),
            ("69002 Lyon", "FRANCE"),
            id="France",
        ),
        pytest.param(
            Address(1, "1 Road", city="London", postal_code="SW1A 1AA", country="GB"),
            ("London", "SW1A 1AA", "UNITED KINGDOM"),
            id="United Kingdom",
        ),
        pytest.param(
            Address(1, "1 Rd", city="Toronto", region="ON", postal_code="M5V 2T6", country="CA"),
            ("Toronto ON M5V 2T6", "CANADA"),
            id="Canada",
        ),
        pytest.param(
            Address(1, "1 St", city="Ruritania City", postal_code="12", country_text="Ruritania"),
            ("Ruritania City 12", "RURITANIA"),
            id="a country that only the file knows",
        ),
    ],
)
def test_the_last_lines(address: Address, last: tuple[str, ...]) -> None:
    assert address_lines("Acme", "", address)[-len(last) :] == last


@pytest.mark.parametrize(
    ("attention", "second"),
    [
        pytest.param("María Ñuñoa", "Attn: María Ñuñoa", id="a person"),
        pytest.param("c/o Smith", "c/o Smith", id="care of"),
        pytest.param("ACME", "4500 West 12th Street", id="the customer itself"),
        pytest.param("", "4500 West 12th Street", id="nobody"),
    ],
)
def test_the_attention_line(attention: str, second: str) -> None:
    assert address_lines("Acme", attention, HOME)[1] == second


def test_approved_lines_are_printed_as_approved() -> None:
    approved = Address(1, "other", approved_lines=("As", "Approved"))

    assert address_lines("Acme", "Somebody", approved) == ("As", "Approved")


@given(
    name=st.text(min_size=1, max_size=60),
    line1=st.text(max_size=60),
    city=st.text(max_size=40),
    country=st.sampled_from(["US", "DE", "GB", "JP", None]),
)
def test_no_line_is_empty_and_nothing_is_lost(
    name: str, line1: str, city: str, country: str | None
) -> None:
    lines = address_lines(name, "", Address(1, line1, city=city, country=country))

    assert all(line == " ".join(line.split()) and line for line in lines)
    for part in (name, line1, city):
        assert " ".join(part.split()) in " ".join(lines)


@pytest.mark.parametrize(
    ("address", "doubt"),
    [
        pytest.param(HOME, "", id="nothing wrong"),
        pytest.param(
            Address(1, "x", city="y", region="OH", postal_code="4321"), "ZIP", id="short"
        ),
        pytest.param(
            Address(1, "x", city="y", region="XX", postal_code="43215"), "XX", id="state"
        ),
        pytest.param(Address(1, "x", region="OH", postal_code="43215"), "city", id="no city"),
        pytest.param(Address(1, city="y", region="OH", postal_code="43215"), "street", id="bare"),
        pytest.param(Address(1, "x", city="y", country="FR"), "", id="abroad is not judged"),
    ],
)
def test_what_looks_wrong_is_said(address: Address, doubt: str) -> None:
    doubts = address_doubts(address)

    assert len(doubts) == bool(doubt)
    assert doubt in "".join(doubts)


def test_mail_is_sorted_by_zip_and_foreign_mail_comes_last() -> None:
    codes = [sorting_code(HOME), sorting_code(Address(1, postal_code="01040")), sorting_code(None)]
    codes.append(sorting_code(Address(1, postal_code="10115", country="DE")))

    assert sorted(codes) == ["01040", "43215", "~", "~DE10115"]
