"""Names that are one customer, names that may be, and names that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.names import clean_line, name_key, names_alike, near_twins


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme", "ACME "),
        ("Acme  Corp", "acme corp"),
        ("Jose\u0301", "José"),
        ("Zero\u200bwidth", "zerowidth"),
        ("STRASSE", "straße"),
    ],
)
def test_case_space_and_form_make_no_other_customer(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
    assert near_twins([one], [other]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Inc", "Acme, Inc."),
        ("Acme LLC", "Acme Ltd"),
        ("O'Malley & Sons Roofing", "OMalley and Sons Roofing"),
        ("Harborline Marine Supply", "Harborline Marine Suply"),
        ("Café Renée", "Cafe Renee"),
        ("Quarry Road Brewing", "Brewing Quarry Road"),
    ],
)
def test_near_twins_are_found(one: str, other: str) -> None:
    assert len(near_twins([one], [other])) == 1
    assert len(near_twins([], [one, other])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Unit 7 Storage", "Unit 8 Storage"),
        ("Zephyr Dental Group", "Zephyr Dental Group:Westside Office"),
        ("Northgate:Bay 2", "Northgate:Lift install"),
        ("Acme", "Bravo"),
        ("Blue Heron Catering", "Blue Heron Marine Works"),
    ],
)
def test_others_are_not_twins(one: str, other: str) -> None:
    assert near_twins([one], [other]) == []


def test_a_shared_number_joins_only_names_that_are_alike() -> None:
    assert names_alike("Umbrella Retail", "Umbrella Retail LLP")
    assert not names_alike("Umbrella Retail", "Fernhill Nursery")


@given(text=st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    try:
        clean = clean_line(text).text
    except ValueError:
        return
    assert clean_line(clean) == type(clean_line(clean))(clean, "")
    assert name_key(clean) == name_key(name_key(clean))
