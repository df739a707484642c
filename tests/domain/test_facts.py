"""Promises, aging, disputes, delinquencies, categories and code tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.activities import outcomes
from collections_desk.domain.aging import BUCKETS, age, bucket_of
from collections_desk.domain.call_guides import call_guides, guide_for
from collections_desk.domain.categories import CategoryFacts, propose
from collections_desk.domain.customers import Category
from collections_desk.domain.disputes import dispute_clocks
from collections_desk.domain.money import Money
from collections_desk.domain.promises import Payment, Promise, PromiseState, promise_standings
from collections_desk.errors import ResourceFaultError
from tests.domain.rules import RESOURCES, TODAY


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def state(
    paid: list[tuple[int, int]], *, today: int = 0, due: int = -3, ended: str | None = None
) -> PromiseState:
    """One promise of $100 due `due` days from today; payments as (days from today, cents)."""
    promise = Promise(1, 1, usd(10_000), TODAY - timedelta(days=10),
                      TODAY + timedelta(days=due), ended=ended)  # fmt: skip
    money = [Payment(usd(cents), TODAY + timedelta(days=day)) for day, cents in paid]
    day = TODAY + timedelta(days=today)
    return promise_standings([promise], money, today=day, grace_business_days=1)[0].state


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        ([], PromiseState.BROKEN),
        ([(-3, 10_000)], PromiseState.KEPT),
        ([(-9, 5_000), (-4, 5_000)], PromiseState.KEPT),
        ([(-2, 10_000)], PromiseState.KEPT),  # within one business day
        ([(-1, 10_000)], PromiseState.BROKEN),  # the whole sum, but too late
        ([(-11, 10_000)], PromiseState.BROKEN),  # before the promise
        ([(-3, 9_999)], PromiseState.PARTLY_KEPT),
        ([(-3, 10_000), (-3, -10_000)], PromiseState.KEPT),  # reversals are left out before
    ],
)
def test_promise_states(paid: list[tuple[int, int]], expected: PromiseState) -> None:
    assert state(paid) is expected


def test_the_grace_counts_business_days() -> None:
    friday = Promise(1, 1, usd(100), TODAY, TODAY)
    standing = promise_standings([friday], [], today=TODAY, grace_business_days=1)[0]

    assert standing.deadline == TODAY + timedelta(days=3)
    assert standing.state is PromiseState.OPEN
    assert standing.left == usd(100)


def test_an_ended_promise_stays_as_it_was_ended() -> None:
    assert state([(-3, 10_000)], ended="superseded") is PromiseState.SUPERSEDED


PAYMENTS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9_000)), max_size=6)
PROMISES = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10), st.integers(1, 9_000)),
                    max_size=4)  # fmt: skip


@given(PROMISES, PAYMENTS)
def test_no_cent_keeps_two_promises(
    given_words: list[tuple[int, int, int]], paid: list[tuple[int, int]]
) -> None:
    promises = [
        Promise(n, 1, usd(minor), TODAY + timedelta(days=taken),
                TODAY + timedelta(days=taken + days))
        for n, (taken, days, minor) in enumerate(given_words)
    ]  # fmt: skip
    money = [Payment(usd(minor), TODAY + timedelta(days=day)) for day, minor in paid]
    standings = promise_standings(
        promises, money, today=TODAY + timedelta(days=60), grace_business_days=1
    )

    assert sum(one.received.minor for one in standings) <= sum(minor for _, minor in paid)
    for one in standings:
        assert (one.state is PromiseState.KEPT) == (one.left.minor == 0)
        assert one.state is not PromiseState.OPEN


@dataclass(frozen=True)
class Item:
    open: Money
    due_on: date | None


@pytest.mark.parametrize(
    ("days", "label"),
    [(-5, "current"), (0, "current"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"),
     (61, "61-90"), (90, "61-90"), (91, "91-120"), (120, "91-120"), (121, "over 120")],
)  # fmt: skip
def test_buckets(days: int, label: str) -> None:
    assert bucket_of(days) == label


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**9), 10**9),
            st.sampled_from(["USD", "EUR"]),
            st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
        )
    )
)
def test_buckets_add_up_to_the_balance(raw: list[tuple[int, str, date | None]]) -> None:
    aged = age([Item(Money(minor, code), due) for minor, code, due in raw], TODAY)

    for code, aging in aged.items():
        assert aging.balance.minor == sum(minor for minor, other, _ in raw if other == code)
        assert sum(aging.bucket(label).minor for label in BUCKETS) == aging.balance.minor
        assert (aging.balance - aging.overdue) == aging.bucket("current")


def test_dispute_clocks() -> None:
    clocks = dispute_clocks(date(2026, 11, 20))

    assert clocks.acknowledge_by == date(2026, 11, 27)
    assert clocks.decide_by == date(2026, 12, 5)
    assert clocks.hard_limit == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("facts", "category"),
    [
        (CategoryFacts(), Category.UNSORTED),
        (CategoryFacts(reasons=(("Forgot", "disorganized"),)), Category.DISORGANIZED),
        (CategoryFacts(open_disputes=1, paid_after_reminder=3), Category.DISPUTING),
        (CategoryFacts(broken_promises=2, part_payments=1), Category.STRUGGLING),
        (CategoryFacts(broken_promises=1), Category.UNSORTED),
        (CategoryFacts(outcomes=("RPH",), reasons=(("Forgot", "disorganized"),)),
         Category.STRUGGLING),
        (CategoryFacts(paid_invoices=10, paid_late=2), Category.UNSORTED),
        (CategoryFacts(paid_invoices=10, paid_late=6, paid_after_reminder=2),
         Category.DISORGANIZED),
    ],
)  # fmt: skip
def test_categories(facts: CategoryFacts, category: Category) -> None:
    proposal = propose(facts)

    assert proposal.category is category
    assert bool(proposal.facts) == (category is not Category.UNSORTED)


def test_the_newest_reason_weighs_most() -> None:
    reasons = (("Cash-flow shortage", "struggling"), ("Forgot", "disorganized"))

    assert propose(CategoryFacts(reasons=reasons)).category is Category.STRUGGLING
    assert propose(CategoryFacts(reasons=reasons[::-1])).category is Category.DISORGANIZED


def test_the_code_tables_are_whole() -> None:
    table = RESOURCES.outcomes

    assert len(table) == 60
    assert len(RESOURCES.reasons) == 32
    assert len(RESOURCES.dispute_codes) == 25
    assert len(RESOURCES.actions) == 10
    assert len(RESOURCES.flags) == 20
    assert {code for code, one in table.items() if one.conversation} == {
        "RPN", "RPC", "RPP", "RPF", "RPL", "RPD", "RPR", "RPH", "RPQ", "RPI", "RPX", "RPA",
        "RPK", "RPT", "RPM", "ABU",
    }  # fmt: skip
    assert not table["WN"].counts
    assert table["WN"].connected


def test_a_code_that_comes_twice_is_refused() -> None:
    text = RESOURCES.text("codes/outcomes.csv").replace("BUSY,", "NA,", 1)
    with pytest.raises(ResourceFaultError, match="already") as refused:
        outcomes(text, "codes/outcomes.csv")

    assert refused.value.line == 3


def test_each_guide_asks_offers_and_closes() -> None:
    for guide in RESOURCES.call_guides:
        assert guide.ask
        assert guide.offer
        assert guide.close
    phone_steps = {
        step.id for plan in RESOURCES.plans.plans.values() for step in plan.steps
        if step.channel == "phone"
    }  # fmt: skip
    assert {step for guide in RESOURCES.call_guides for step in guide.steps} <= phone_steps


def test_a_category_without_a_guide_is_refused() -> None:
    text = RESOURCES.text("call_guides/guides.toml").replace("steps = []", 'steps = ["A4"]', 1)
    with pytest.raises(ResourceFaultError, match="unsorted"):
        call_guides(text, "call_guides/guides.toml")


@pytest.mark.parametrize("category", list(Category))
def test_each_category_offers_a_payment_by_telephone(category: Category) -> None:
    guide = guide_for(RESOURCES.call_guides, category, None)

    assert any("telephone" in offer for offer in guide.offer)
