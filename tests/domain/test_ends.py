"""When a review is due, what a commission is, what may be placed: worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.decisions import (
    Decision,
    Estimate,
    ReviewFacts,
    review_due,
    standing_decision,
)
from collections_desk.domain.guards_placement import (
    PlaceableItem,
    PlacementFacts,
    placement_findings,
    sift,
)
from collections_desk.domain.holds import Hold
from collections_desk.domain.money import Money
from collections_desk.domain.paper import file_name
from collections_desk.domain.placements import (
    PlacedInvoice,
    commission_on,
    parse_percent,
    percent_text,
    plain_percent,
    spread,
)
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.desk import Resources

TODAY = date(2026, 11, 20)
RULES = Resources().guards


def decision(
    kind: str, on: date, *, review_on: date | None = None, number: int = 1, gone: bool = False
) -> Decision:
    """A decision on one customer."""
    return Decision(
        number, 1, kind, on, "Cecily", "why", review_on, {}, None, None, "Dana",
        datetime(2026, 11, 1, tzinfo=UTC), 9 if gone else None,
    )  # fmt: skip


def facts(
    days: int,
    made: Decision | None = None,
    *,
    plan: date | None = None,
    ended: date | None = None,
    away: bool = False,
) -> ReviewFacts:
    """A customer so many days past due."""
    return ReviewFacts(
        overdue=days > 0,
        days_past_due=days,
        plan_review_on=plan,
        decision=made,
        ended_on=ended,
        out_of_hand=away,
    )


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("known", "since"),
    [
        (facts(0), None),
        (facts(89), None),
        (facts(90), TODAY),
        (facts(95), TODAY - 5 * DAY),
        (facts(95, away=True), None),
        (facts(40, plan=TODAY), TODAY),
        (facts(40, plan=TODAY + DAY), None),
        # kept on: until the day, or thirty days where none was named
        (facts(95, decision("keep", TODAY - DAY, review_on=TODAY + DAY)), None),
        (facts(95, decision("keep", TODAY - DAY, review_on=TODAY)), TODAY),
        (facts(95, decision("credit", TODAY - 29 * DAY)), None),
        (facts(95, decision("credit", TODAY - 30 * DAY)), TODAY),
        # decided and not carried out: it waits from the day of the decision on
        (facts(95, decision("agency", TODAY - 3 * DAY)), TODAY - 3 * DAY),
        # placed and back: since it came back
        (facts(95, decision("agency", TODAY - 60 * DAY), ended=TODAY - 2 * DAY), TODAY - 2 * DAY),
        # a decision of an earlier delinquency says nothing about this one
        (facts(20, decision("agency", TODAY - 21 * DAY)), None),
        (facts(90, decision("keep", TODAY - 91 * DAY)), TODAY),
        (facts(90, decision("keep", TODAY - 90 * DAY)), TODAY - 60 * DAY),
    ],
)
def test_since_when_a_review_is_due(known: ReviewFacts, since: date | None) -> None:
    due = review_due(known, today=TODAY, review_day=90)
    assert (due and due[0]) == since


@given(
    days=st.integers(0, 400),
    made=st.integers(0, 400),
    review=st.none() | st.integers(-30, 60),
    kind=st.sampled_from(["keep", "agency", "credit", "write_off"]),
    later=st.integers(1, 30),
)
def test_a_review_that_is_due_stays_due_until_somebody_acts(
    days: int, made: int, review: int | None, kind: str, later: int
) -> None:
    """A laptop that was shut for weeks finds what was due when it was shut."""
    review_on = None if review is None else TODAY + review * DAY
    one = decision(kind, TODAY - made * DAY, review_on=review_on)
    first = review_due(facts(days, one), today=TODAY, review_day=90)
    if first is not None:
        again = review_due(facts(days + later, one), today=TODAY + later * DAY, review_day=90)
        assert again is not None
        assert again[0] <= TODAY + later * DAY


def test_the_newest_decision_that_was_not_withdrawn_stands() -> None:
    kept = decision("keep", TODAY, number=1)
    gone = decision("write_off", TODAY, number=2, gone=True)
    assert standing_decision([kept, gone]) == kept
    assert standing_decision([gone]) is None


@pytest.mark.parametrize(
    ("dollars", "percent", "cents"),
    [(100, "25", 2500), (100, "33.3", 3330), (1, "33.333", 33), (1, "12.5", 13), (100, "0", 0)],
)
def test_a_commission_is_rounded_half_up_once(dollars: int, percent: str, cents: int) -> None:
    amount = Money(dollars * 100, "USD")
    assert commission_on(amount, Decimal(percent)).minor == cents


@pytest.mark.parametrize(
    ("typed", "read"), [("25", 25), (" 33.5 % ", "33.5"), ("0", 0), ("100", 100)]
)
def test_a_commission_is_read_as_typed(typed: str, read: str | int) -> None:
    assert parse_percent(typed) == Decimal(read)


def test_no_commission_typed_is_none_agreed_and_not_nothing_agreed() -> None:
    assert parse_percent("  ") is None
    assert percent_text(None) == "not agreed"
    assert plain_percent(None) == ""
    assert commission_on(Money(10_000, "USD"), None).minor == 0


@pytest.mark.parametrize(
    "typed", ["a quarter", "-1", "100.01", "25.1234", "NaN", "1e5", "Infinity"]
)
def test_a_commission_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(EntryRefusedError):
        parse_percent(typed)


def test_a_commission_reads_without_zeros() -> None:
    assert percent_text(Decimal("25.00")) == "25 %"
    assert percent_text(Decimal("33.50")) == "33.5 %"
    assert percent_text(Decimal(0)) == "0 %"
    assert percent_text(Decimal(100)) == "100 %"


def test_the_estimate_is_what_was_typed_and_nothing_else() -> None:
    money = Money(90_000, "USD")
    assert Estimate().net() is None
    assert Estimate(costs=Money(5_000, "USD")).net() is None
    assert Estimate(money).net() == money
    whole = Estimate(money, Decimal("33.3"), Money(5_000, "USD"))
    assert (whole.fees(), whole.net()) == (Money(34_970, "USD"), Money(55_030, "USD"))


OPENS = st.lists(st.integers(1, 100_000), min_size=1, max_size=6)


@given(OPENS, st.integers(1, 700_000))
def test_a_recovery_is_spread_to_the_cent_oldest_first(opens: list[int], minor: int) -> None:
    invoices = [
        PlacedInvoice(
            number,
            str(number),
            TODAY - number * DAY,
            Money(value, "USD"),
            Money(value, "USD"),
        )
        for number, value in enumerate(opens, start=1)
    ]
    amount = Money(minor, "USD")
    if minor > sum(opens):
        with pytest.raises(EntryRefusedError):
            spread(amount, invoices)
        return
    parts = spread(amount, invoices)
    assert sum(part.minor for _, part in parts) == minor
    # Invoice n is n days older than today: the highest number is the oldest.
    numbers = [number for number, _ in parts]
    assert numbers == sorted(range(1, len(opens) + 1), reverse=True)[: len(numbers)]
    for number, part in parts[:-1]:
        assert part.minor == opens[number - 1]


def item(
    number: int, minor: int = 10_000, *, status: str = "open", days: int = 95
) -> PlaceableItem:
    """An item of the ledger."""
    return PlaceableItem(
        number, f"INV-{number}", "invoice", status, TODAY - days * DAY, Money(minor, "USD")
    )


def customer(*items: PlaceableItem, **known: object) -> PlacementFacts:
    """A business whose placement is prepared."""
    return PlacementFacts(1, "Acme", "C-1", CustomerKind.ENTITY, "US-OH", items, **known)  # type: ignore[arg-type] # fields of the facts


def flag(code: str) -> tuple[Hold, ...]:
    return (Hold(1, 1, "why", TODAY - DAY, flag=code),)


@pytest.mark.parametrize(
    ("known", "whys"),
    [
        (customer(item(1)), []),
        (customer(item(1, 0, status="closed")), ["paid"]),
        (customer(item(1, -500)), ["a credit or a payment that is not applied"]),
        (customer(item(1, days=0)), ["not past due"]),
        (customer(item(1), item(2), disputed=frozenset({2})), ["in an open dispute"]),
        (customer(item(1), item(2), in_plan=frozenset({1})), ["in a running payment plan"]),
        (customer(item(1), item(2), in_plan=frozenset({None})), ["in a running payment plan"] * 2),
        (customer(item(1), placed=frozenset({1})), ["placed already"]),
        (customer(item(1), settled=True), ["a settlement is agreed and runs"]),
        (customer(item(1), holds=flag("BKY")), ["bankruptcy is known"]),
        (customer(item(1), holds=flag("IDT")), ["identity theft or fraud is claimed"]),
        (customer(item(1), holds=flag("DEC")), ["the customer is reported deceased"]),
        (customer(item(1), holds=flag("CEASE")), []),
    ],
)
def test_what_may_not_be_placed_and_why(known: PlacementFacts, whys: list[str]) -> None:
    parted = sift(known, TODAY)

    assert [drop.why for drop in parted.dropped] == whys
    assert len(parted.kept) + len(parted.dropped) == len(known.items)


@pytest.mark.parametrize("mode", ["first_party", "third_party"])
def test_the_guard_speaks_only_of_debts_that_must_not_go(mode: str) -> None:
    quiet = sift(customer(item(1), item(2, days=0)), TODAY)
    loud = sift(customer(item(1), item(2), disputed=frozenset({2})), TODAY)

    assert placement_findings([quiet], RULES, mode) == {}  # type: ignore[arg-type] # parametrized
    (found,) = placement_findings([loud], RULES, mode)[1]  # type: ignore[arg-type] # as above
    assert found.guard == "G-LTR-12"
    assert "INV-2 (in an open dispute)" in found.said


@given(st.text(max_size=120))
def test_a_name_in_a_package_is_never_a_path(text: str) -> None:
    name = file_name(text)
    assert name
    assert not set(name) & set('/\\:*?"<>|\0')
    assert name not in {".", ".."}
    assert not name.endswith((".", " "))
    assert name.partition(".")[0].casefold() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
