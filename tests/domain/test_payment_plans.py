"""Payment plans: parts to the cent, days by rhythm, and how a plan stands by dates and money."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.money import Money
from collections_desk.domain.payment_plans import (
    Installment,
    PaymentPlan,
    PlanStanding,
    PlanState,
    match_plans,
    plan_standings,
)
from collections_desk.domain.plan_schedule import (
    PlanTerms,
    check_terms,
    plan_days,
    plan_schedule,
    reschedule,
    usual_down_payment,
)
from collections_desk.domain.promises import Payment
from collections_desk.errors import EntryRefusedError

TODAY = date(2026, 11, 20)  # a Friday


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


#: 1,000.00: 200.00 down on November 23, then 400.00 on December 23 and January 23; 10 days to
#: cure. With one business day of grace the last days are Nov 24, Dec 24 and Jan 25 (a Monday).
PLAN = PaymentPlan(
    id=1,
    customer_id=7,
    balance=usd(100_000),
    as_of=day("11-18"),
    rhythm="monthly",
    cure_days=10,
    accelerates=True,
    offered_on=TODAY,
    signed_on=TODAY,
    signed_by="Dana Reyes",
    installments=(
        Installment(0, day("11-23"), usd(20_000)),
        Installment(1, day("12-23"), usd(40_000)),
        Installment(2, date(2027, 1, 23), usd(40_000)),
    ),
    invoice_ids=(11, 12),
)


def stand(
    on: date, *paid: tuple[str, int], plan: PaymentPlan = PLAN, invoice: int | None = 11
) -> PlanStanding:
    """Say how the plan stands on a day after these payments."""
    payments = [Payment(usd(minor), date.fromisoformat(when), invoice) for when, minor in paid]
    return plan_standings([plan], payments, today=on, grace_business_days=1)[0]


DOWN, FIRST, LAST = ("2026-11-23", 20_000), ("2026-12-23", 40_000), ("2027-01-22", 40_000)


@pytest.mark.parametrize(
    ("on", "paid", "state", "overdue", "promised", "missed"),
    [
        # Before anything is due.
        (day("11-21"), (), PlanState.SIGNED, 0, 100_000, 0),
        # The first day, and the day of grace.
        (day("11-23"), (), PlanState.ACTIVE, 0, 100_000, 0),
        (day("11-24"), (), PlanState.ACTIVE, 0, 100_000, 0),
        # The day after: late; the rest is agreed for later.
        (day("11-25"), (), PlanState.LATE, 20_000, 80_000, 1),
        # Ten days to cure from November 24; the last is December 4.
        (day("12-04"), (), PlanState.LATE, 20_000, 80_000, 1),
        (day("12-05"), (), PlanState.BROKEN, 100_000, 0, 1),
        # Paid on the last day of the cure.
        (day("12-05"), (("2026-12-04", 20_000),), PlanState.CURED, 0, 80_000, 0),
        # A part of it does not cure.
        (day("12-05"), (("2026-12-04", 19_999),), PlanState.BROKEN, 80_001, 0, 1),
        # In time, and early for the next one.
        (day("11-26"), (DOWN,), PlanState.ACTIVE, 0, 80_000, 0),
        (day("12-26"), (("2026-11-23", 60_000),), PlanState.ACTIVE, 0, 40_000, 0),
        # Cured, then kept in time again: active.
        (day("12-24"), (("2026-12-01", 20_000), FIRST), PlanState.ACTIVE, 0, 40_000, 0),
        # Everything came.
        (date(2027, 2, 1), (DOWN, FIRST, LAST), PlanState.COMPLETED, 0, 0, 0),
        # Everything came after it was broken: completed, and the day of the break is kept.
        (date(2027, 2, 1), (("2027-01-30", 100_000),), PlanState.COMPLETED, 0, 0, 0),
    ],
)
def test_how_a_plan_stands(  # noqa: PLR0913, PLR0917 - one row of the table
    on: date,
    paid: tuple[tuple[str, int], ...],
    state: PlanState,
    overdue: int,
    promised: int,
    missed: int,
) -> None:
    standing = stand(on, *paid)

    assert standing.state is state
    assert standing.overdue == usd(overdue)
    assert standing.promised == usd(promised)
    assert standing.missed == missed


def test_a_second_missed_part_breaks_the_plan_before_the_cure_is_over() -> None:
    weekly = replace(
        PLAN,
        installments=tuple(
            Installment(at, day("11-23") + timedelta(days=7 * at), usd(25_000)) for at in range(4)
        ),
    )  # fmt: skip
    assert stand(day("12-01"), plan=weekly).state is PlanState.LATE
    broken = stand(day("12-02"), plan=weekly)  # November 30 has its last day on December 1

    assert broken.state is PlanState.BROKEN
    assert broken.broken_on == day("12-02")
    assert broken.missed == 2


def test_without_acceleration_a_broken_plan_asks_for_what_is_late_only() -> None:
    standing = stand(day("12-05"), plan=replace(PLAN, accelerates=False))

    assert standing.state is PlanState.BROKEN
    assert standing.overdue == usd(20_000)
    assert standing.promised == usd(80_000)


def test_a_plan_keeps_the_day_on_which_it_broke() -> None:
    assert stand(date(2027, 2, 1), ("2027-01-30", 100_000)).broken_on == day("12-05")
    assert stand(date(2027, 2, 1), DOWN, FIRST, LAST).broken_on is None


def test_an_offer_is_owed_nothing_and_leaves_the_money_to_promises() -> None:
    offer = replace(PLAN, signed_on=None)
    came = Payment(usd(20_000), day("11-23"), 11)
    match = match_plans([offer], [came], today=day("12-30"), grace_business_days=1)

    assert match.standings[0].state is PlanState.OFFERED
    assert match.standings[0].received == usd(20_000)
    assert match.standings[0].missed == 0
    assert match.payments == [came]
    assert match_plans([PLAN], [came], today=TODAY, grace_business_days=1).payments == [came]
    assert not match_plans([PLAN], [came], today=day("11-23"), grace_business_days=1).payments


@pytest.mark.parametrize(
    ("invoice", "credit", "counts"),
    [(11, False, True), (None, False, True), (99, False, False), (12, True, True),
     (None, True, False)],
)  # fmt: skip
def test_which_money_is_for_the_plan(invoice: int | None, credit: bool, counts: bool) -> None:  # noqa: FBT001 - rows
    came = Payment(usd(20_000), day("11-23"), invoice, credit=credit)
    standing = plan_standings([PLAN], [came], today=day("11-23"), grace_business_days=1)[0]

    assert (standing.received == usd(20_000)) is counts


def test_a_credit_shortens_the_plan_from_its_end() -> None:
    credit = Payment(usd(50_000), day("11-22"), 12, credit=True)
    standing = plan_standings([PLAN], [credit], today=day("11-23"), grace_business_days=1)[0]

    assert [part.left.minor for part in standing.installments] == [20_000, 30_000, 0]
    assert standing.next_due == PLAN.installments[0]


@pytest.mark.parametrize(
    ("received", "recorded", "counts"),
    [
        ("2026-11-17", 25, False),  # before the balance was taken
        ("2026-11-19", 25, True),  # crossed with the offer: on record only afterwards
        ("2026-11-19", 19, False),  # was in the balance
        ("2026-11-20", 20, False),  # the same morning, before the plan
        ("2026-11-20", 21, True),
    ],
)
def test_money_that_the_balance_held_already_is_not_counted(
    received: str,
    recorded: int,
    counts: bool,  # noqa: FBT001 - rows
) -> None:
    written = replace(PLAN, recorded_at=datetime(2026, 11, 20, 15, tzinfo=UTC))
    came = Payment(
        usd(20_000),
        date.fromisoformat(received),
        11,
        datetime(2026, 11, recorded, 12, tzinfo=UTC),
    )
    standing = plan_standings([written], [came], today=day("12-01"), grace_business_days=1)[0]

    assert bool(standing.received) is counts


payment_lists = st.lists(
    st.builds(
        Payment,
        st.builds(usd, st.integers(1, 60_000)),
        st.dates(day("11-20"), date(2027, 3, 1)),
        st.sampled_from([11, 12, None, 99]),
        credit=st.booleans(),
    ),
    max_size=6,
)


@given(payment_lists, st.randoms(), st.integers(0, 100))
def test_the_standing_hangs_on_the_money_and_not_on_its_order(
    payments: list[Payment], random: st.DrawFn, days: int
) -> None:
    mixed = list(payments)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    on = TODAY + timedelta(days=days)
    one = match_plans([PLAN], payments, today=on, grace_business_days=1)
    other = match_plans([PLAN], mixed, today=on, grace_business_days=1)

    assert one.standings == other.standings
    assert one.payments == other.payments
    standing = one.standings[0]
    assert standing.received + standing.left == PLAN.balance
    assert sum(part.received.minor for part in standing.installments) == standing.received.minor
    assert standing.overdue.minor + standing.promised.minor <= standing.left.minor
    came = sum(p.amount.minor for p in payments if not p.credit and p.received_on <= on)
    left = sum(p.amount.minor for p in one.payments if p.received_on <= on)
    assert came - left <= standing.received.minor <= PLAN.balance.minor


@given(payment_lists, st.integers(0, 60), st.integers(0, 60))
def test_a_desk_shut_for_weeks_ends_where_an_open_one_ends(
    payments: list[Payment], days: int, more: int
) -> None:
    """Once broken is broken until all came; nothing depends on having looked before."""
    early = TODAY + timedelta(days=days)
    before = plan_standings([PLAN], payments, today=early, grace_business_days=1)[0]
    after = plan_standings(
        [PLAN], payments, today=early + timedelta(days=more), grace_business_days=1
    )[0]

    if before.state is PlanState.BROKEN:
        assert after.state in {PlanState.BROKEN, PlanState.COMPLETED}
        assert after.broken_on == before.broken_on
    assert after.received >= before.received


@given(st.integers(1, 10**10), st.integers(1, 60), st.integers(0, 100))
def test_parts_always_add_up_to_the_cent(balance: int, count: int, percent: int) -> None:
    down = usual_down_payment(usd(balance), count, percent)
    if down.minor >= balance or (balance - down.minor) // count == 0:
        with pytest.raises(EntryRefusedError):
            plan_schedule(
                usd(balance), down_payment=down, installments=count, first_on=TODAY,
                rhythm="monthly",
            )  # fmt: skip
        return
    parts = plan_schedule(
        usd(balance), down_payment=down, installments=count, first_on=TODAY, rhythm="monthly"
    )

    amounts = [part.amount.minor for part in parts if part.number]
    assert sum(part.amount.minor for part in parts) == balance
    assert len(amounts) == count
    assert len(set(amounts[:-1])) <= 1
    assert 0 <= amounts[-1] - amounts[0] < count  # the last one takes the rounding
    assert all(one.due_on < after.due_on for one, after in pairwise(parts))
    if percent:
        assert down.minor >= amounts[0]  # no less than an installment


@pytest.mark.parametrize(
    ("first", "count", "rhythm", "days"),
    [
        (date(2027, 1, 31), 4, "monthly", ["01-31", "02-28", "03-31", "04-30"]),
        (date(2027, 11, 30), 3, "monthly", ["11-30", "12-30", "01-30"]),
        (date(2028, 1, 29), 2, "monthly", ["01-29", "02-29"]),
        (date(2027, 1, 29), 3, "weekly", ["01-29", "02-05", "02-12"]),
        (date(2027, 1, 29), 3, "two_weekly", ["01-29", "02-12", "02-26"]),
    ],
)
def test_days_follow_the_rhythm(first: date, count: int, rhythm: str, days: list[str]) -> None:
    assert [f"{one:%m-%d}" for one in plan_days(first, count, rhythm)] == days


@pytest.mark.parametrize(
    ("balance", "count", "percent", "down"),
    [
        (100_000, 4, 20, 20_000),  # 20 % is as much as one of five equal parts
        (100_000, 6, 20, 20_000),
        (100_000, 2, 20, 33_334),  # one of three equal parts, rounded up
        (100_000, 4, 0, 0),
        (100_001, 6, 20, 20_000),  # 20,000.2 cents
    ],
)
def test_the_usual_down_payment(balance: int, count: int, percent: int, down: int) -> None:
    assert usual_down_payment(usd(balance), count, percent).minor == down


def test_a_changed_part_lets_those_after_it_take_up_the_difference() -> None:
    changed = (replace(PLAN.installments[0], amount=usd(30_001)), *PLAN.installments[1:])
    parts = reschedule(changed, PLAN.balance, 0)

    assert [part.amount.minor for part in parts] == [30_001, 34_999, 35_000]
    assert reschedule(changed, usd(30_000), 0) == changed  # nothing is left to spread


TERMS = PlanTerms(
    balance=PLAN.balance,
    as_of=PLAN.as_of,
    rhythm="monthly",
    cure_days=10,
    accelerates=True,
    offered_on=TODAY,
    installments=PLAN.installments,
    invoice_ids=(11, 12),
)


def parts(*given_parts: tuple[int, str, int]) -> tuple[Installment, ...]:
    return tuple(
        Installment(number, date.fromisoformat(when), usd(minor))
        for number, when, minor in given_parts
    )


@pytest.mark.parametrize(
    ("terms", "field", "said"),
    [
        (replace(TERMS, installments=parts((0, "2026-11-23", 20_000), (1, "2026-12-23", 79_999))),
         "schedule", "$0.01 less than the balance of $1,000.00"),
        (replace(TERMS, installments=parts((0, "2026-11-23", 20_000), (1, "2026-12-23", 80_100))),
         "schedule", "$1.00 more than the balance"),
        (replace(TERMS, installments=parts((0, "2026-11-23", 20_000), (1, "2026-11-23", 80_000))),
         "schedule", "does not come after"),
        (replace(TERMS, installments=parts((0, "2026-11-19", 20_000), (1, "2026-12-23", 80_000))),
         "schedule", "which is past"),
        (replace(TERMS, installments=parts((0, "2026-12-01", 20_000), (1, "2026-12-23", 80_000))),
         "schedule", "within 10 days"),
        (replace(TERMS, installments=parts((0, "2026-11-23", 100_000), (1, "2026-12-23", 0))),
         "schedule", "$0.00"),
        (replace(TERMS, installments=parts((0, "2026-11-23", 20_000), (1, "2038-12-23", 80_000))),
         "schedule", "within 10 years"),
        (replace(TERMS, installments=parts((0, "2026-11-23", 100_000))),
         "installments", "0 installments"),
        (replace(TERMS, balance=usd(0)), "balance", "no balance"),
        (replace(TERMS, rhythm="daily"), "rhythm", "daily"),
        (replace(TERMS, reply_by=day("11-19")), "reply_by", "which is past"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_stand_is_refused(terms: PlanTerms, field: str, said: str) -> None:
    with pytest.raises(EntryRefusedError) as refused:
        check_terms(terms, today=TODAY, most=6, first_within_days=10)

    assert refused.value.field == field
    assert said in f"{refused.value.problem} {refused.value.remedy}"
    assert "Nothing was recorded." in refused.value.remedy


def test_a_plan_that_stands_is_taken_and_the_house_limit_holds() -> None:
    check_terms(TERMS, today=TODAY, most=2, first_within_days=10)
    with pytest.raises(EntryRefusedError) as refused:
        check_terms(TERMS, today=TODAY, most=1, first_within_days=10)
    assert refused.value.field == "installments"
