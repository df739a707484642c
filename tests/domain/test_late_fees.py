"""The tables of late charges: what is shipped, and what a typing error in them says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from collections_desk.domain.late_fees import (
    half_year_of,
    next_half_year,
    presets,
    reference_rates,
)
from collections_desk.errors import ResourceFaultError
from collections_desk.operations.desk import Resources

RESOURCES = Resources()
PRESETS = RESOURCES.text("fees/presets.toml")
RATES = RESOURCES.text("fees/reference_rates.csv")


def test_every_preset_of_the_practice_is_shipped() -> None:
    found = RESOURCES.fee_presets
    assert list(found) == [
        "none",
        "us_contract_monthly_1_0",
        "us_contract_monthly_1_5",
        "us_contract_flat_fee",
        "us_contract_percent_once",
        "us_state_legal_rate",
        "us_scra_cap",
        "uk_statutory",
        "eu_statutory",
    ]
    assert found["us_contract_monthly_1_5"].rate == Decimal("0.015")
    assert [(one.up_to, one.add) for one in found["uk_statutory"].fixed_sums] == [
        (99_999, 4_000),
        (999_999, 7_000),
        (None, 10_000),
    ]
    assert found["eu_statutory"].applies_to == {"natural_business", "entity"}
    assert all(preset.basis for preset in found.values() if preset.kind != "none")


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if part in line)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "flat_once"', 'kind = "flat_onse"', '"kind" is "flat_onse"'),
        ('rate_percent = "1.5"', 'rate_percent = "1,5"', "must be a number in quotes"),
        ('rate_percent = "6.0"', 'rate_percent = "600"', "between 0 and 100"),
        ('basis = "orders"', 'basis = "order"', '"basis" is "order"'),
        ('excludes = ["consumer"]', 'excludes = ["consumers"]', "not a kind of customer"),
        ('up_to = "9999.99"', 'up_to = "99.99"', "do not go up"),
        ("includes_fees = true", "include_fees = true", "not a known name"),
        ('add = "70.00"', 'add = "70.001"', "not an amount in GBP"),
    ],
)
def test_a_typing_error_names_file_and_line(old: str, new: str, said: str) -> None:
    broken = PRESETS.replace(old, new, 1)
    with pytest.raises(ResourceFaultError) as fault:
        presets(broken, "fees/presets.toml")
    assert fault.value.file == "fees/presets.toml"
    assert said in fault.value.problem
    assert abs(fault.value.line - line_of(broken, new)) <= 1


def test_a_preset_without_a_basis_is_refused() -> None:
    broken = PRESETS.replace('basis = "statute"\n', "", 1)
    with pytest.raises(ResourceFaultError, match="needs its"):
        presets(broken, "fees/presets.toml")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ecb_mro_on_half_year,2026-02-01,2.15,M,", "not the first day of a half-year"),
        ("ecb_mro_on_half_year,2026-01-01,2.15,M,", "already there"),
        ("ecb_mro_on_half_year,2027-01-01,2.1.5,M,", "must be a number"),
        ("ecb_mro_on_half_year,2027-01-01,215,M,", "is not a rate"),
        ("ecb_mro_on_half_year,2027-01-01,2.15", "cells"),
    ],
)
def test_a_wrong_reference_rate_names_its_line(row: str, said: str) -> None:
    broken = RATES + row + "\n"
    with pytest.raises(ResourceFaultError, match=said) as fault:
        reference_rates(broken, "fees/reference_rates.csv")
    assert fault.value.line == len(broken.splitlines())


@pytest.mark.parametrize(
    ("day", "first", "after"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 6, 30), date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 7, 1), date(2026, 7, 1), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_half_years(day: date, first: date, after: date) -> None:
    assert half_year_of(day) == first
    assert next_half_year(day) == after
