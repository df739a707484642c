"""Money that may be asked for: worked by hand, and what holds for any figures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.invoices import LedgerItem
from collections_desk.domain.letter_asking import asked_lines
from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.to_be_collected import (
    CLOSING_FLAGS,
    NOT_OURS,
    Collectible,
    amounts_left,
    claims,
    collectible,
    of_items,
    sum_lines,
)

TODAY = date(2026, 11, 20)


def usd(minor: int) -> tuple[Money, ...]:
    return (Money(minor, "USD"),) if minor else ()


@pytest.mark.parametrize(
    ("parts", "claim", "left"),
    [
        # due, promised, disputed, on hold, just demanded
        ((100_00, 0, 0, 0, 0), 100_00, 100_00),
        ((100_00, 30_00, 20_00, 0, 0), 50_00, 50_00),
        ((100_00, 30_00, 20_00, 10_00, 15_00), 40_00, 25_00),
        ((100_00, 0, 0, 0, 100_00), 100_00, 0),
        ((100_00, 150_00, 0, 0, 0), 0, 0),
        ((100_00, 0, 100_00, 0, 0), 0, 0),
        ((-40_00, 0, 0, 0, 0), 0, 0),
    ],
)
def test_the_sum_by_hand(parts: tuple[int, int, int, int, int], claim: int, left: int) -> None:
    due, promised, disputed, held, demanded = (usd(part) for part in parts)
    sums = collectible(due, promised=promised, disputed=disputed, on_hold=held, demanded=demanded)

    assert claims(sums) == usd(claim)
    assert amounts_left(sums) == usd(left)


def test_currencies_never_meet() -> None:
    parts = collectible(
        [Money(100, "USD"), Money(100, "EUR")],
        promised=[Money(70, "EUR"), Money(500, "GBP")],
    )

    assert amounts_left(parts) == (Money(30, "EUR"), Money(100, "USD"))


@pytest.mark.parametrize(("owed", "left"), [(5, 0), (6, 6)])
def test_a_small_rest_is_left_alone(owed: int, left: int) -> None:
    parts = collectible(usd(100_00 + owed), promised=usd(100_00), small_minor=5)

    assert amounts_left(parts) == usd(left)
    assert parts[0].small is not bool(left)


@pytest.mark.parametrize("end_state", sorted(NOT_OURS))
def test_what_is_elsewhere_is_not_ours_to_collect(end_state: str) -> None:
    assert not amounts_left(collectible(usd(100), end_state=end_state))


@pytest.mark.parametrize("flag", sorted(CLOSING_FLAGS))
def test_a_flag_that_closes_collecting_leaves_nothing_and_says_why(flag: str) -> None:
    (part,) = collectible(usd(100), demanded=usd(30), flags=["VIP", flag])

    assert not part.left
    assert part.claim == Money(100, "USD")  # what a letter asks for if it goes all the same
    assert part.closed == CLOSING_FLAGS[flag]


@pytest.mark.parametrize("flag", ["ATTY", "CEASE", "OPT_PHONE", "CREDIT_HOLD", ""])
def test_other_flags_leave_the_sum_as_it_is(flag: str) -> None:
    assert amounts_left(collectible(usd(100), flags=[flag])) == usd(100)


def test_a_credit_that_was_decided_is_not_in_dispute_and_not_asked_for() -> None:
    parts = of_items(
        [item(1, 1200_00, 40)], today=TODAY, disputed={1: 900_00}, conceded={1: 500_00}
    )

    (part,) = parts
    assert (part.disputed, part.conceded) == (Money(900_00, "USD"), Money(300_00, "USD"))
    assert not part.claim


def told(part: Collectible, opened: int) -> list[tuple[str, int]]:
    return [(line.kind, line.amount.minor) for line in sum_lines(part, Money(opened, "USD"))]


def test_the_lines_of_the_sum_by_hand() -> None:
    (part,) = collectible(
        usd(900), promised=usd(100), disputed=usd(200), conceded=usd(50), on_hold=usd(25),
        demanded=usd(300),
    )  # fmt: skip
    assert told(part, 1200) == [
        ("open", 1200), ("not_due", -300), ("promised", -100), ("disputed", -200),
        ("conceded", -50), ("on_hold", -25), ("demanded", -300), ("left", 225),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "last"),
    [
        ({"end_state": "placed"}, [("closed", -900), ("left", 0)]),
        ({"flags": ["BKY"]}, [("closed", -900), ("left", 0)]),
        ({"flags": ["DEC"], "demanded": usd(200)},
         [("demanded", -200), ("closed", -700), ("left", 0)]),
        ({"promised": usd(890), "small_minor": 10},
         [("promised", -890), ("small", -10), ("left", 0)]),
        ({"demanded": usd(895), "small_minor": 10},
         [("demanded", -895), ("small", -5), ("left", 0)]),
    ],
)  # fmt: skip
def test_the_lines_say_why_nothing_is_left(
    more: dict[str, Any], last: list[tuple[str, int]]
) -> None:
    (part,) = collectible(usd(900), **more)
    assert told(part, 1200) == [("open", 1200), ("not_due", -300), *last]


SUM = st.integers(0, 300)


@given(
    due=st.integers(-200, 500), later=st.integers(0, 300), promised=SUM, disputed=SUM,
    conceded=SUM, held=SUM, demanded=SUM, small=st.integers(0, 60),
    end_state=st.sampled_from([None, None, *NOT_OURS]),
    flag=st.sampled_from(["", "", "BKY", "DEC"]),
)  # fmt: skip
def test_the_lines_always_add_up(  # noqa: PLR0913, PLR0917 - the parts of the sum
    due: int, later: int, promised: int, disputed: int, conceded: int, held: int, demanded: int,
    small: int, end_state: str | None, flag: str,
) -> None:  # fmt: skip
    (part,) = collectible(
        [Money(due, "USD")], promised=usd(promised), disputed=usd(disputed),
        conceded=usd(conceded), on_hold=usd(held), demanded=usd(demanded), small_minor=small,
        end_state=end_state, flags=[flag],
    )  # fmt: skip
    lines = told(part, due + later)

    assert lines[-1] == ("left", part.left.minor)
    assert sum(minor for _, minor in lines[:-1]) == part.left.minor
    assert all(minor < 0 for kind, minor in lines[1:-1] if kind != "credit")


def item(ident: int, minor: int, days: int | None, currency: str = "USD") -> LedgerItem:
    """An open item that was due so many days ago."""
    due = None if days is None else TODAY - timedelta(days=days)
    return LedgerItem(
        ident, 1, "invoice" if minor > 0 else "credit", f"INV-{ident}", due, due, "file",
        currency, minor, minor, "open", TODAY,
    )  # fmt: skip


def test_items_by_hand() -> None:
    items = [
        item(1, 500_00, 40),  # 120.00 of it disputed
        item(2, 300_00, 20),  # on hold, 50.00 of it disputed
        item(3, 200_00, 5),
        item(4, 900_00, 0),  # due today is not past due
        item(5, 80_00, None),
        item(6, -60_00, None),
    ]

    parts = of_items(
        items,
        today=TODAY,
        disputed={1: 120_00, 2: 50_00, 4: 10_00},
        on_hold={2},
        promised=usd(70_00),
        demanded_on=TODAY - timedelta(days=4),
    )

    part = parts[0]
    # 500 + 300 + 200 - 60 credit
    assert part.due == Money(940_00, "USD")
    assert part.disputed == Money(170_00, "USD")
    assert part.on_hold == Money(250_00, "USD")
    # 940 - 70 - 170 - 250, and the letter asked for what was due before its day, items 1 and 3
    assert part.claim == Money(450_00, "USD")
    assert part.demanded == Money(380_00 + 200_00, "USD")
    assert part.left == Money(0, "USD")


AMOUNTS = st.integers(-50_00, 500_00).filter(bool)
ITEMS = st.lists(
    st.tuples(AMOUNTS, st.one_of(st.none(), st.integers(-30, 120)), st.sampled_from("ABC")),
    max_size=8,
)


@given(ITEMS, st.integers(0, 300_00), st.integers(0, 100), st.data())
def test_for_any_ledger(
    drawn: list[tuple[int, int | None, str]], promised: int, small: int, data: st.DataObject
) -> None:
    codes = {"A": "USD", "B": "EUR", "C": "JPY"}
    items = [
        item(number, minor, days, codes[code]) for number, (minor, days, code) in enumerate(drawn)
    ]
    disputed = {one.id: data.draw(st.integers(0, 600_00)) for one in items}
    held = {one.id for one in items if data.draw(st.booleans())}
    day = data.draw(st.one_of(st.none(), st.integers(0, 10).map(lambda n: TODAY - timedelta(n))))
    kwargs = {"today": TODAY, "disputed": disputed, "on_hold": held, "demanded_on": day}
    parts = of_items(items, promised=usd(promised), small_minor=small, **kwargs)  # type: ignore[arg-type]

    for part in parts:
        assert 0 <= part.left.minor <= part.claim.minor <= part.due.minor
        assert part.left.minor == 0 or part.left.minor > small
        assert part.disputed.minor + part.on_hold.minor <= sum(
            one.open_minor for one in items if one.currency == part.currency and one.open_minor > 0
        )
    # A promise more, or one item more on hold, never lets more be asked for.
    more = of_items(items, promised=usd(promised + 1_00), small_minor=small, **kwargs)  # type: ignore[arg-type]
    assert all(after.left <= before.left for before, after in zip(parts, more, strict=True))
    opened = totals_by_currency(Money(one.open_minor, one.currency) for one in items)
    lines = asked_lines(parts, opened)
    for part in parts if lines else ():
        suffix = f" {part.currency}" if len(parts) > 1 else ""
        own = [amount for words, amount in lines if words.endswith(suffix) or not suffix]
        own = [amount for amount in own if amount.currency == part.currency]
        if opened[part.currency] >= part.due:
            # What is open, less every line, is what the letter asks for.
            taken = sum(amount.minor for amount in own[:-1])
            assert own[-1] == part.claim
            assert opened[part.currency].minor + taken == part.claim.minor
