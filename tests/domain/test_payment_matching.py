"""Payments against debts: exact amount first, then the oldest; nothing is made or lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.invoices import LedgerItem
from collections_desk.domain.money import Money
from collections_desk.domain.payment_matching import ArrivedPayment, match_payments

DAY = date(2026, 1, 1)


def debt(number: int, minor: int, *, code: str = "USD") -> LedgerItem:
    due = DAY + timedelta(days=number)
    return LedgerItem(
        number, 1, "invoice", str(number), due, due, "file", code, minor, minor, "open", DAY
    )


def payment(minor: int, *, day: int = 0, known: bool = False) -> ArrivedPayment:
    return ArrivedPayment(
        2, "#1", "Acme", "C1", DAY + timedelta(days=day), Money(minor, "USD"), known
    )


@pytest.mark.parametrize(
    ("payments", "debts", "applied", "how"),
    [
        ([500], [100, 500], [[(2, 500)]], ["exact"]),
        ([600], [100, 500], [[(1, 100), (2, 500)]], ["oldest"]),
        ([700], [100, 500], [[(1, 100), (2, 500)]], ["oldest"]),
        ([50], [100, 500], [[(1, 50)]], ["oldest"]),
        ([50, 500], [500], [[], [(1, 500)]], ["unapplied", "exact"]),
        ([100, 100], [100, 100], [[(1, 100)], [(2, 100)]], ["exact", "exact"]),
        ([5], [], [[]], ["unapplied"]),
    ],
)
def test_payments_are_laid_against_debts(
    payments: list[int], debts: list[int], applied: list[list[tuple[int, int]]], how: list[str]
) -> None:
    open_items = [("#1", debt(number, minor)) for number, minor in enumerate(debts, start=1)]

    lines = match_payments([payment(minor) for minor in payments], open_items)

    assert [[(one, part.minor) for one, part in line.applied] for line in lines] == applied
    assert [line.how for line in lines] == how


def test_what_is_known_settles_nothing() -> None:
    (line,) = match_payments([payment(100, known=True)], [("#1", debt(1, 100))])

    assert (line.how, line.applied, line.unapplied.minor) == ("known", (), 0)


def test_another_currency_is_not_settled() -> None:
    (line,) = match_payments([payment(100)], [("#1", debt(1, 100, code="EUR"))])

    assert line.how == "unapplied"


@given(
    payments=st.lists(st.integers(1, 300), max_size=8),
    debts=st.lists(st.integers(1, 300), max_size=8),
)
def test_every_cent_is_applied_once_or_left_over(payments: list[int], debts: list[int]) -> None:
    open_items = [("#1", debt(number, minor)) for number, minor in enumerate(debts, start=1)]

    lines = match_payments([payment(minor) for minor in payments], open_items)

    settled: dict[int, int] = {}
    for line in lines:
        parts = sum(part.minor for _, part in line.applied)
        assert parts + line.unapplied.minor == line.amount.minor
        for number, part in line.applied:
            settled[number] = settled.get(number, 0) + part.minor
    assert all(settled.get(number, 0) <= minor for number, minor in enumerate(debts, start=1))
    left = sum(line.unapplied.minor for line in lines)
    assert left == 0 or sum(settled.values()) == sum(debts)
