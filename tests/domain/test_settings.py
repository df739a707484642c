"""Settings are saved within their limits and come back as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from decimal import Decimal

import pytest

from collections_desk.domain.settings import Business, Settings, Signer, checked
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.desk import Desk
from collections_desk.store.settings import load_settings, save_settings

FULL = Settings(
    business=Business(
        name="Harbor Supply",
        address_lines=("1 Pier", "Erie PA 16501"),
        dispute_address=("PO Box 1",),
        payment_instructions="By check.\nOr by phone.",
    ),
    clerk="Dana",
    exec_signer=Signer("R. Harbor", "President"),
    earliest_contact=time(8, 30),
    late_fee_annual_rate=Decimal("0.18"),
    late_fee_cap_minor=5000,
    paper="a4",
    certified_with_first_class=False,
)


def test_every_kind_of_value_comes_back(desk: Desk) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        changed = save_settings(transaction, FULL)

    assert desk.settings() == FULL
    assert set(changed) >= {"business", "clerk", "paper", "late_fee_annual_rate"}
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        assert save_settings(transaction, FULL) == []


def test_a_fresh_store_has_the_defaults_and_today_is_the_creditor_s(desk: Desk) -> None:
    with desk.database.read() as session:
        assert load_settings(session) == Settings()
    assert desk.today().isoformat() == "2026-11-20"
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        save_settings(transaction, Settings(time_zone="Pacific/Auckland", clerk="Dana"))
    assert desk.today().isoformat() == "2026-11-21"
    assert desk.clerk == "Dana"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mode", "pirate"),
        ("paper", "a5"),
        ("theme", "pink"),
        ("currency", "usd"),
        ("currency", "DOLLAR"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", ""),
        ("time_zone", "../etc/passwd"),
        ("clerk", "x" * 201),
        ("clerk", "two\nlines"),
        ("lock_after_minutes", 0),
        ("data_age_limit_days", -1),
        ("seven_day_calls", 51),
        ("latest_contact", time(7, 0)),
        ("late_fee_annual_rate", Decimal("1.5")),
        ("late_fee_annual_rate", Decimal("-0.01")),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_field(field: str, value: object) -> None:
    with pytest.raises(EntryRefusedError) as caught:
        checked(replace(Settings(), **{field: value}))  # type: ignore[arg-type] # what a form may hold

    assert caught.value.field == field
    assert "Nothing was saved." in caught.value.remedy


def test_texts_are_trimmed() -> None:
    settings = Settings(
        clerk=" Dana ", business=Business(name=" Harbor ", address_lines=(" 1 Pier ", "  "))
    )

    assert checked(settings).clerk == "Dana"
    assert checked(settings).business == Business(name="Harbor", address_lines=("1 Pier",))
    assert checked(FULL) == FULL
