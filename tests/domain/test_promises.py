"""Promises for named invoices, chains of them, kept rates, and expected cash."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.agreements import Agreements, match_agreements
from collections_desk.domain.forecast import TrackRecord, forecast, monday, weight_of
from collections_desk.domain.money import Money
from collections_desk.domain.payment_plans import Installment, PaymentPlan
from collections_desk.domain.promise_chains import next_place, paid_since_broken, promise_chains
from collections_desk.domain.promises import (
    Payment,
    Promise,
    PromiseStanding,
    PromiseState,
    kept_rates,
    promise_standings,
)

TODAY = date(2026, 11, 20)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def promise(  # noqa: PLR0913 - each is named at the call
    ident: int = 1,
    minor: int = 50_000,
    *,
    taken: int = 10,
    due: int = 5,
    invoices: tuple[int, ...] = (),
    ended: str | None = None,
    at: datetime | None = None,
) -> Promise:
    return Promise(
        ident, 7, usd(minor), ago(taken), ago(due), ended=ended, invoice_ids=invoices,
        recorded_at=at,
    )  # fmt: skip


def judge(promises: list[Promise], payments: list[Payment]) -> list[PromiseStanding]:
    return promise_standings(promises, payments, today=TODAY, grace_business_days=1)


@pytest.mark.parametrize(
    ("invoices", "paid_on", "state"),
    [
        ((), 11, PromiseState.KEPT),
        ((11,), 11, PromiseState.KEPT),
        ((11, 12), 12, PromiseState.KEPT),
        ((11,), 12, PromiseState.BROKEN),
        ((11,), None, PromiseState.KEPT),  # money that names no invoice
    ],
)
def test_money_on_other_invoices_does_not_keep_a_promise_that_names_its_own(
    invoices: tuple[int, ...], paid_on: int | None, state: PromiseState
) -> None:
    standing = judge([promise(invoices=invoices)], [Payment(usd(50_000), ago(6), paid_on)])[0]
    assert standing.state is state


def test_a_promise_that_names_invoices_is_served_before_one_that_names_none() -> None:
    anything = promise(1, due=6)
    named = promise(2, due=5, invoices=(11,))
    states = {
        one.promise.id: one.state
        for one in judge([anything, named], [Payment(usd(50_000), ago(7), 11)])
    }
    assert states == {1: PromiseState.BROKEN, 2: PromiseState.KEPT}


def test_credits_and_money_of_the_same_morning_keep_nothing() -> None:
    noon = datetime(2026, 11, 10, 17, tzinfo=UTC)
    early = Payment(usd(50_000), ago(10), None, noon - timedelta(hours=1))
    late = Payment(usd(50_000), ago(10), None, noon + timedelta(hours=1))
    credit = Payment(usd(50_000), ago(8), None, credit=True)
    word = promise(at=noon)

    assert judge([word], [early])[0].state is PromiseState.BROKEN
    assert judge([word], [credit])[0].state is PromiseState.BROKEN
    assert judge([word], [late])[0].state is PromiseState.KEPT


def test_money_used_by_a_plan_keeps_no_promise() -> None:
    plan = PaymentPlan(
        1, 7, usd(60_000), ago(20), "monthly", 10, accelerates=True, offered_on=ago(20),
        signed_on=ago(20),
        installments=(Installment(1, ago(8), usd(30_000)), Installment(2, TODAY, usd(30_000))),
    )  # fmt: skip
    paid = [Payment(usd(50_000), ago(8))]
    with_plan = match_agreements([promise()], [plan], paid, today=TODAY, grace_business_days=1)
    without = match_agreements([promise()], [], paid, today=TODAY, grace_business_days=1)

    assert with_plan.plans[0].received == usd(50_000)
    assert with_plan.promises[0].state is PromiseState.BROKEN
    assert without.promises[0].state is PromiseState.KEPT


amounts = st.integers(1, 500)
some_promises = st.lists(
    st.tuples(
        amounts, st.integers(0, 20), st.integers(0, 10), st.sampled_from([(), (11,), (12,)])
    ),
    max_size=4,
)
some_payments = st.lists(
    st.tuples(amounts, st.integers(0, 25), st.sampled_from([None, 11, 12])), max_size=5
)


@given(some_promises, some_payments, st.integers(0, 9))
def test_no_money_counts_twice_and_the_order_of_payments_does_not_matter(
    given_promises: list[tuple[int, int, int, tuple[int, ...]]],
    given_payments: list[tuple[int, int, int | None]],
    seed: int,
) -> None:
    promises = [
        promise(at, minor, taken=due + lead, due=due, invoices=invoices)
        for at, (minor, due, lead, invoices) in enumerate(given_promises)
    ]
    payments = [Payment(usd(minor), ago(days), on) for minor, days, on in given_payments]
    mixed = payments.copy()
    random.Random(seed).shuffle(mixed)  # noqa: S311 - any order will do
    standings = judge(promises, payments)

    assert standings == judge(promises, mixed)
    assert sum(one.received.minor for one in standings) <= sum(p.amount.minor for p in payments)
    assert all(one.received <= one.promise.amount for one in standings)


# Chains.


def test_the_third_promise_on_the_same_money_is_called_so() -> None:
    standings = judge(
        [
            promise(1, taken=40, due=35),
            promise(2, taken=30, due=25, invoices=(11,)),
            promise(3, taken=20, due=15, invoices=(12,)),
            promise(4, taken=3, due=-2, invoices=(11,)),
        ],
        [],
    )
    chains = promise_chains(standings)

    assert {ident: place.ordinal for ident, place in chains.items()} == {
        1: "1st", 2: "2nd", 3: "2nd", 4: "3rd",
    }  # fmt: skip
    assert chains[4].broken_before == 2
    assert next_place(standings, "USD", (11,), TODAY).ordinal == "4th"
    assert next_place(standings, "EUR", (), TODAY).ordinal == "1st"


def test_a_kept_promise_and_a_long_time_begin_anew() -> None:
    kept = judge([promise(1), promise(2, taken=3, due=1)], [Payment(usd(50_000), ago(6))])
    assert promise_chains(kept)[2].ordinal == "1st"
    old = judge([promise(1, taken=400, due=390), promise(2, taken=3, due=1)], [])
    assert promise_chains(old)[2].ordinal == "1st"


def test_a_part_payment_counts_only_after_the_last_break() -> None:
    standings = judge([promise(1, due=8)], [Payment(usd(100), ago(9))])
    place = next_place(standings, "USD", (), TODAY)

    assert place.broken_before == 1  # kept in part is not kept
    assert paid_since_broken(standings, [Payment(usd(100), ago(9))], place) == ()
    assert paid_since_broken(standings, [Payment(usd(100), ago(2))], place) == (usd(100),)


# Kept rates, with the numbers of the practice.


def decided(minor: int, state: PromiseState, received: int = 0) -> PromiseStanding:
    return PromiseStanding(promise(1, minor), state, usd(received), ago(4))


def test_kept_rates_by_count_and_by_money() -> None:
    standings = [
        *(decided(200_000, PromiseState.KEPT, 200_000) for _ in range(6)),
        decided(350_000, PromiseState.KEPT, 350_000),
        decided(400_000, PromiseState.PARTLY_KEPT, 120_000),
        decided(250_000, PromiseState.BROKEN),
        decided(200_000, PromiseState.BROKEN),
        decided(999_999, PromiseState.OPEN),
        decided(999_999, PromiseState.SUPERSEDED),
        decided(999_999, PromiseState.CANCELLED),
    ]
    rates = kept_rates(standings, today=TODAY)

    assert (rates.due, rates.kept, rates.partly, rates.broken) == (10, 7, 1, 2)
    assert rates.rate == Decimal("0.7")
    [money] = rates.money
    assert (money.promised, money.kept, money.partial) == (2_400_000, 1_550_000, 120_000)
    assert round(money.rate * 100, 2) == Decimal("64.58")
    assert round(money.rate_with_partial * 100, 2) == Decimal("69.58")


def test_kept_rates_of_nothing_and_of_a_time() -> None:
    assert kept_rates([], today=TODAY).rate is None
    early = PromiseStanding(promise(due=-3), PromiseState.KEPT, usd(50_000), TODAY)
    assert kept_rates([early], today=TODAY).due == 0  # its day has not come
    one = decided(100, PromiseState.KEPT, 100)
    assert kept_rates([one], today=TODAY, since=ago(4)).due == 0
    assert kept_rates([one], today=TODAY, until=ago(5)).due == 1


# Expected cash.


@pytest.mark.parametrize(
    ("own", "overall", "weight"),
    [
        # Nothing known of anybody: one half.
        ((0, 0), (0, 0), "0.5"),
        # p = (7 + 1) / (10 + 2) = 2/3; nobody of his own: the prior alone.
        ((0, 0), (10, 7), "0.6667"),
        # (1 + 4 x 2/3) / (1 + 4) = 11/15.
        ((1, 1), (10, 7), "0.7333"),
        # (0 + 8/3) / 24 = 1/9: twenty broken ones outweigh the rest.
        ((20, 0), (10, 7), "0.1111"),
    ],
)
def test_the_weight_is_the_mean_of_a_beta_distribution(
    own: tuple[int, int], overall: tuple[int, int], weight: str
) -> None:
    found = weight_of(TrackRecord(*own), TrackRecord(*overall))
    assert round(found, 4) == round(Decimal(weight), 4)


def test_expected_cash_by_week_with_its_parts() -> None:
    plan = PaymentPlan(
        3, 8, usd(90_000), TODAY, "monthly", 10, accelerates=True, offered_on=TODAY,
        signed_on=TODAY,
        installments=(
            Installment(1, TODAY + timedelta(days=3), usd(30_000)),
            Installment(2, TODAY + timedelta(days=33), usd(60_000)),
        ),
    )  # fmt: skip
    agreed = {
        7: match_agreements([promise(due=-4)], [], [], today=TODAY, grace_business_days=1),
        8: match_agreements([], [plan], [], today=TODAY, grace_business_days=1),
        9: match_agreements([promise(due=-1)], [], [], today=TODAY, grace_business_days=1),
    }
    found = forecast(agreed, {7: "A", 8: "B", 9: "C"}, today=TODAY, stopped={9: "bankruptcy"})

    assert [(line.name, line.due_on, line.expected.minor) for line in found.lines] == [
        ("C", TODAY + timedelta(days=1), 0),
        ("B", TODAY + timedelta(days=3), 15_000),
        ("A", TODAY + timedelta(days=4), 25_000),
        ("B", TODAY + timedelta(days=33), 30_000),
    ]
    weeks = {one.week: (one.promised.minor, one.expected.minor) for one in found.weeks}
    assert weeks[date(2026, 11, 16)] == (50_000, 0)
    assert weeks[date(2026, 11, 23)] == (80_000, 40_000)
    assert weeks[date(2026, 12, 21)] == (60_000, 30_000)
    assert len(weeks) == 6  # the weeks between too


def test_broken_plans_offers_and_kept_promises_are_not_expected() -> None:
    parts = (Installment(1, ago(30), usd(30_000)), Installment(2, TODAY, usd(30_000)))
    broken = PaymentPlan(
        1, 7, usd(60_000), ago(40), "monthly", 10, accelerates=True, offered_on=ago(40),
        signed_on=ago(40), installments=parts,
    )  # fmt: skip
    offer = replace(broken, id=2, customer_id=8, signed_on=None)
    agreed = {
        one.customer_id: match_agreements([], [one], [], today=TODAY, grace_business_days=1)
        for one in (broken, offer)
    }
    agreed[9] = Agreements(
        promises=(PromiseStanding(promise(), PromiseState.KEPT, usd(50_000), TODAY),)
    )
    found = forecast(agreed, {}, today=TODAY, stopped={})

    assert found.lines == ()
    assert found.weeks == ()
    assert found.overall == TrackRecord(due=2, kept=1)  # one missed installment, one kept promise


@given(some_promises, some_payments)
def test_weeks_add_up_to_the_lines(
    given_promises: list[tuple[int, int, int, tuple[int, ...]]],
    given_payments: list[tuple[int, int, int | None]],
) -> None:
    promises = [
        promise(at, minor, taken=lead, due=-due, invoices=invoices)
        for at, (minor, due, lead, invoices) in enumerate(given_promises)
    ]
    payments = [Payment(usd(minor), ago(days), on) for minor, days, on in given_payments]
    agreed = match_agreements(promises, [], payments, today=TODAY, grace_business_days=1)
    found = forecast({7: agreed}, {7: "A"}, today=TODAY, stopped={})

    expected = sum(line.expected.minor for line in found.lines)
    assert sum(week.expected.minor for week in found.weeks) == expected
    assert all(line.expected <= line.promised for line in found.lines)
    assert all(week.week == monday(week.week) >= monday(TODAY) for week in found.weeks)
