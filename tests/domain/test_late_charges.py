"""Late charges to the cent: every case worked by hand, the working beside it.

Interest = sum x yearly rate x days / 365, each line rounded half up to the cent. Days run from
the first day that bears interest to the day of charging, both included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.accrual import interest, propose
from collections_desk.domain.calendar import closed_days
from collections_desk.domain.charges import Charge, FeePolicy, Proposal
from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.fee_policy import FeesOffError, fees_are_on, policy_of
from collections_desk.domain.late_debts import Debt, Span
from collections_desk.domain.late_fees import SERVICE_CEILING, MissingRateError
from collections_desk.domain.money import Money
from collections_desk.domain.settings import Settings
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.desk import Resources

RESOURCES = Resources()
CLOSED = closed_days(RESOURCES.holidays, 2020, 2030)
DUE = date(2026, 10, 1)
TODAY = date(2026, 11, 20)  # 50 days after DUE; grace of 15 days ends on October 16
CONTRACT = Settings(
    late_fee_preset="us_contract_monthly_1_5",
    late_fee_basis="Clause 7 of the supply contract",
    late_fee_agreed_on=date(2020, 1, 5),
    grace_days_fee=15,
)


def policy(**changes: object) -> FeePolicy:
    settings = replace(CONTRACT, **changes)  # type: ignore[arg-type] # any setting
    return policy_of(settings, RESOURCES.fee_presets, RESOURCES.reference_rates, SERVICE_CEILING)


def debt(minor: int = 100_000, due: date = DUE, currency: str = "USD", **facts: object) -> Debt:
    known: dict[str, object] = {"issued_on": due - timedelta(days=30), **facts}
    return Debt(
        invoice_id=1,
        customer_id=1,
        number="1001",
        kind=str(known.pop("kind", "invoice")),
        due_on=due,
        open=Money(minor, currency),
        **known,  # type: ignore[arg-type] # any field
    )


def look(
    owed: Debt,
    rule: FeePolicy,
    today: date = TODAY,
    kind: CustomerKind = CustomerKind.ENTITY,
) -> Proposal:
    return propose(owed, rule, kind=kind, today=today, closed=CLOSED)


def lines(found: Proposal) -> list[tuple[str, int]]:
    return [(charge.kind, charge.amount.minor) for charge in found.charges]


def earlier(  # noqa: PLR0913, PLR0917 - what a charge is told apart by
    state: str = "charged",
    kind: str = "interest",
    first: date = date(2026, 10, 17),
    last: date = date(2026, 10, 31),
    on: date = date(2026, 10, 31),
    minor: int = 740,
) -> Charge:
    return Charge(
        7, 1, 1, "1001", kind, "us_contract_monthly_1_5", TODAY, "Clause 7", None,
        Money(minor, "USD"), Money(100_000, "USD"), "", first, last, (), state, on,
    )  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One charge worked by hand; `want` lists (kind, cents)."""

    name: str
    owed: Debt
    rule: Mapping[str, object]
    want: list[tuple[str, int]]
    today: date = TODAY


LEGAL = {
    "late_fee_preset": "us_state_legal_rate",
    "late_fee_agreed_on": None,
    "grace_days_fee": 0,
}
FLAT = {
    "late_fee_preset": "us_contract_flat_fee",
    "late_fee_flat_minor": 2_500,
    "grace_days_fee": 10,
}
UK = {"late_fee_preset": "uk_statutory", "late_fee_basis": "1998 Act"}
EU = {"late_fee_preset": "eu_statutory", "late_fee_basis": "BGB 288"}
ONE_MONTH = {"late_fee_preset": "us_contract_monthly_1_0"}

CASES = [
    # 17 Oct to 20 Nov = 15 + 20 = 35 days: 1,000.00 x 0.18 x 35 / 365 = 17.26027
    Case("1.5% a month after grace", debt(), {}, [("interest", 1726)]),
    # 2 Oct to 20 Nov = 50 days: 1,000.00 x 0.18 x 50 / 365 = 24.65753
    Case(
        "the clause counts the days of grace",
        debt(), {"late_fee_counts_grace": True}, [("interest", 2466)],
    ),
    # 1,000.00 x 0.12 x 35 / 365 = 11.50685
    Case("1.0% a month", debt(), ONE_MONTH, [("interest", 1151)]),
    # the first day after grace: 1,000.00 x 0.18 x 1 / 365 = 0.49315
    Case("first day after grace", debt(), {}, [("interest", 49)], date(2026, 10, 17)),
    Case("last day of grace", debt(), {}, [], date(2026, 10, 16)),
    Case("not past due", debt(), {"grace_days_fee": 0}, [], DUE),
    # 16 Feb to 15 Mar 2024 = 14 + 15 = 29 days: 1,000.00 x 0.10 x 29 / 365 = 7.94521
    Case(
        "over February 29",
        debt(due=date(2024, 2, 15)), {**LEGAL, "late_fee_annual_rate": Decimal("0.10")},
        [("interest", 795)], date(2024, 3, 15),
    ),
    # 16 Feb to 15 Mar 2023 = 13 + 15 = 28 days: 1,000.00 x 0.10 x 28 / 365 = 7.67123
    Case(
        "the same without February 29",
        debt(due=date(2023, 2, 15)), {**LEGAL, "late_fee_annual_rate": Decimal("0.10")},
        [("interest", 767)], date(2023, 3, 15),
    ),
    # a whole leap year has 366 days: 10,000.00 x 0.08 x 366 / 365 = 802.19178
    Case(
        "a whole leap year",
        debt(1_000_000, date(2023, 12, 31)),
        {**LEGAL, "late_fee_annual_rate": Decimal("0.08")},
        [("interest", 80219)], date(2024, 12, 31),
    ),
    # 110.00 x 0.1825 x 1 / 365 = 0.055 exactly: half up
    Case(
        "exactly half a cent",
        debt(11_000), {**LEGAL, "late_fee_annual_rate": Decimal("0.1825")},
        [("interest", 6)], date(2026, 10, 2),
    ),
    # 8% + 3.75% = 11.75%: 10,000 x 0.1175 / 365 = 3.2192 a day; fixed sum over 9,999.99: 100
    Case(
        "UK, one day",
        debt(1_000_000, date(2026, 3, 1), "GBP"), UK,
        [("interest", 322), ("fixed_sum", 10_000)], date(2026, 3, 2),
    ),
    # 10,000 x 0.1175 x 100 / 365 = 321.91781
    Case(
        "UK, a hundred days",
        debt(1_000_000, date(2026, 3, 1), "GBP"), UK,
        [("interest", 32_192), ("fixed_sum", 10_000)], date(2026, 6, 9),
    ),
    # 999.99 x 0.1175 x 10 / 365 = 3.21914; fixed sum up to 999.99: 40
    Case(
        "UK, smallest fixed sum",
        debt(99_999, date(2026, 3, 1), "GBP"), UK,
        [("interest", 322), ("fixed_sum", 4_000)], date(2026, 3, 11),
    ),
    # 1,000.00 x 0.1175 x 10 / 365 = 3.21918; fixed sum from 1,000.00: 70
    Case(
        "UK, middle fixed sum",
        debt(100_000, date(2026, 3, 1), "GBP"), UK,
        [("interest", 322), ("fixed_sum", 7_000)], date(2026, 3, 11),
    ),
    # late from 21 Jun 2025: 8% + 4.75% stays for the debt: 1,000 x 0.1275 x 20 / 365 = 6.98630
    Case(
        "UK, over the turn of the half-year",
        debt(100_000, date(2025, 6, 20), "GBP"), UK,
        [("interest", 699), ("fixed_sum", 7_000)], date(2025, 7, 10),
    ),
    # 21-30 Jun 2024 at 12.5%: 1,000 x 0.125 x 10 / 365 = 3.42466;
    # 1-10 Jul 2024 at 12.25%: 1,000 x 0.1225 x 10 / 365 = 3.35616; 3.42 + 3.36 = 6.78
    Case(
        "EU, over the turn of the half-year",
        debt(100_000, date(2024, 6, 20), "EUR"), EU,
        [("interest", 678), ("fixed_sum", 4_000)], date(2024, 7, 10),
    ),
    # 400.00 came on 1 Nov, 600.00 are left. 17 Oct-1 Nov: 1,000 x 0.18 x 16 / 365 = 7.89041;
    # 2-20 Nov: 600 x 0.18 x 19 / 365 = 5.62192; 7.89 + 5.62 = 13.51
    Case(
        "part payment in between",
        debt(60_000, moves=((date(2026, 11, 1), -40_000),)), {}, [("interest", 1351)],
    ),
    # the payment of 1 Nov bounced on 10 Nov. 17 Oct-1 Nov: 7.89; 2-10 Nov:
    # 600 x 0.18 x 9 / 365 = 2.66301; 11-20 Nov: 1,000 x 0.18 x 10 / 365 = 4.93151
    Case(
        "a payment that came back",
        debt(moves=((date(2026, 11, 1), -40_000), (date(2026, 11, 10), 40_000))), {},
        [("interest", 789 + 266 + 493)],
    ),
    # 500.00 disputed 25 Oct-5 Nov. 17-24 Oct: 1,000 x 0.18 x 8 / 365 = 3.94521; 25 Oct-5 Nov:
    # 500 x 0.18 x 12 / 365 = 2.95890; 6-20 Nov: 1,000 x 0.18 x 15 / 365 = 7.39726
    Case(
        "dispute of a part in between",
        debt(disputes=(Span(date(2026, 10, 25), date(2026, 11, 5), minor=50_000),)), {},
        [("interest", 395 + 296 + 740)],
    ),
    # all of it disputed for the same days: 3.95 + 7.40
    Case(
        "dispute of the whole in between",
        debt(disputes=(Span(date(2026, 10, 25), date(2026, 11, 5)),)), {},
        [("interest", 395 + 740)],
    ),
    Case("all in dispute", debt(disputes=(Span(date(2026, 11, 1), None),)), {}, []),
    # 400.00 still disputed since the invoice: 600 x 0.18 x 35 / 365 = 10.35616
    Case(
        "a part in dispute",
        debt(disputes=(Span(date(2026, 9, 5), None, minor=40_000),)), {}, [("interest", 1036)],
    ),
    # 17-19 Oct at 18%: 1,000 x 0.18 x 3 / 365 = 1.47945; from 20 Oct at 6%:
    # 1,000 x 0.06 x 32 / 365 = 5.26027
    Case(
        "service member, 6% from active duty on",
        debt(service=Span(date(2026, 10, 20), None)), {}, [("interest", 148 + 526)],
    ),
    # fees count: 100.00 x 0.06 x (10 + 40) / 365 = 0.16438 + 0.65753 = 0.16 + 0.66 of 25.00
    Case(
        "service member, flat fee",
        debt(10_000, service=Span(date(2026, 9, 1), None)), FLAT, [("fee", 82)],
    ),
    # 1-10 Nov paused. 17-31 Oct: 1,000 x 0.18 x 15 / 365 = 7.39726; 11-20 Nov: 4.93151
    Case(
        "a stop that was lifted",
        debt(pauses=(Span(date(2026, 11, 1), date(2026, 11, 10), "of a hold"),)), {},
        [("interest", 740 + 493)],
    ),
    Case("bankrupt", debt(pauses=(Span(date(2026, 11, 1), None, "bankrupt"),)), {}, []),
    # charged up to 31 Oct; 1-20 Nov: 1,000 x 0.18 x 20 / 365 = 9.86301
    Case("charged before", debt(earlier=(earlier(),)), {}, [("interest", 986)]),
    # waived on 5 Nov; 6-20 Nov: 1,000 x 0.18 x 15 / 365 = 7.39726, nothing before
    Case(
        "after a waiver", debt(earlier=(earlier("waived", on=date(2026, 11, 5)),)), {},
        [("interest", 740)],
    ),
    # due Fri 6 Nov + 10 = Mon 16 Nov; the first business day after it is Tue 17 Nov
    Case("flat fee", debt(due=date(2026, 11, 6)), FLAT, [("fee", 2_500)], date(2026, 11, 17)),
    Case("flat fee in grace", debt(due=date(2026, 11, 6)), FLAT, [], date(2026, 11, 16)),
    # due Wed 28 Oct + 10 = Sat 7 Nov; Sunday is no business day, Mon 9 Nov is
    Case("flat fee on Sunday", debt(due=date(2026, 10, 28)), FLAT, [], date(2026, 11, 8)),
    Case(
        "flat fee on Monday", debt(due=date(2026, 10, 28)), FLAT, [("fee", 2_500)],
        date(2026, 11, 9),
    ),
    # due Sat 31 Oct + 10 = Tue 10 Nov; Wed 11 Nov is Veterans Day
    Case("flat fee on a holiday", debt(due=date(2026, 10, 31)), FLAT, [], date(2026, 11, 11)),
    # 1,234.50 x 5% = 61.725: half up
    Case(
        "five percent once",
        debt(123_450),
        {"late_fee_preset": "us_contract_percent_once", "late_fee_once_rate": Decimal("0.05")},
        [("fee", 6_173)],
    ),
    # a part of 234.50 is disputed: 1,000.00 x 5% = 50.00
    Case(
        "five percent of the undisputed part",
        debt(123_450, disputes=(Span(date(2026, 9, 5), None, minor=23_450),)),
        {"late_fee_preset": "us_contract_percent_once", "late_fee_once_rate": Decimal("0.05")},
        [("fee", 5_000)],
    ),
    Case("never a second fee", debt(earlier=(earlier(kind="fee"),)), FLAT, []),
    Case("no fee on days that bore interest", debt(earlier=(earlier(),)), FLAT, []),
    # a fee on 31 Oct stands for the days up to it: interest from 1 Nov only, 20 days
    Case(
        "no interest on days of a fee",
        debt(earlier=(earlier(kind="fee", first=date(2026, 10, 2)),)), {}, [("interest", 986)],
    ),
    # 17.26 would be over 15.00
    Case("the most on one invoice", debt(), {"late_fee_cap_minor": 1_500}, [("interest", 1_500)]),
    # 7.40 of 15.00 are charged: 7.60 of 9.86 are left
    Case(
        "the most with an earlier charge",
        debt(earlier=(earlier(),)), {"late_fee_cap_minor": 1_500}, [("interest", 760)],
    ),
    # 100,000 yen x 0.18 x 35 / 365 = 1,726.03: yen have no cents
    Case("yen", debt(100_000, currency="JPY"), {}, [("interest", 1726)]),
    Case("never on a fee", debt(kind="fee"), {}, []),
    Case("never on interest", debt(kind="interest"), {}, []),
    Case("never on a journal entry", debt(kind="debit"), {}, []),
    Case("paid", debt(0), {}, []),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_worked_by_hand(case: Case) -> None:
    found = look(case.owed, policy(**case.rule), case.today)

    assert lines(found) == case.want
    assert bool(found.why_not) == (not case.want)
    for charge in found.charges:
        assert charge.amount.minor == sum(line.amount.minor for line in charge.working)
        assert charge.state == "shown"


def test_the_check_value_of_the_british_statute() -> None:
    """GBP 10,000 at 11.75 % comes to 3.2192 a day (practice, section 7)."""
    exact = Fraction(1_000_000) * Fraction("0.1175") / 365 / 100
    assert f"{float(exact):.4f}" == "3.2192"
    assert interest(1_000_000, Fraction("0.1175"), 1) == 322
    assert interest(1_000_000, Fraction("0.1175"), 365) == 117_500


def test_what_the_ceiling_takes_off_is_shown_as_forgiven() -> None:
    found = look(debt(service=Span(date(2026, 10, 20), None)), policy())

    # 1,000 x 0.18 x 32 / 365 = 15.78; 5.26 are charged
    assert [charge.forgiven.minor for charge in found.charges] == [1578 - 526]
    assert "ceiling for service members" in found.charges[0].working[-1].text
    flat = look(debt(10_000, service=Span(date(2026, 9, 1), None)), policy(**FLAT))
    assert flat.charges[0].forgiven.minor == 2_500 - 82


def test_a_missing_reference_rate_refuses() -> None:
    owed = debt(100_000, date(2026, 6, 20), "EUR")
    assert look(owed, policy(**EU), date(2026, 6, 30)).charges
    with pytest.raises(MissingRateError) as refused:
        look(owed, policy(**EU), date(2026, 7, 10))
    assert "July 1, 2026" in refused.value.problem
    assert "ecb_mro" in refused.value.problem


@pytest.mark.parametrize(
    ("preset", "kind", "may"),
    [
        ("us_contract_monthly_1_5", CustomerKind.ENTITY, True),
        ("us_contract_monthly_1_5", CustomerKind.NATURAL_BUSINESS, True),
        ("us_contract_monthly_1_5", CustomerKind.CONSUMER, False),
        ("us_contract_monthly_1_5", CustomerKind.UNKNOWN, False),
        ("us_contract_flat_fee", CustomerKind.UNKNOWN, True),
        ("us_contract_flat_fee", CustomerKind.CONSUMER, True),
    ],
)
def test_who_may_be_charged(preset: str, kind: CustomerKind, may: bool) -> None:  # noqa: FBT001 - a table
    rule = policy(late_fee_preset=preset, late_fee_flat_minor=2_500)
    found = look(debt(), rule, kind=kind)
    assert bool(found.charges) is may
    if not may:
        assert "consumers" in found.why_not


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"issued_on": date(2019, 12, 31)}, "older than the clause"),
        ({"issued_on": None}, "date is not known"),
        ({"kind": "credit"}, "Only invoices"),
        ({"currency": "EUR"}, "in USD only"),
    ],
)
def test_why_nothing_is_charged(facts: dict[str, object], said: str) -> None:
    rule = policy(late_fee_cap_minor=5_000)
    assert said in look(debt(**facts), rule).why_not  # type: ignore[arg-type] # any field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"late_fee_preset": "none"}, "late_fee_preset"),
        ({"late_fee_preset": "no_such"}, "late_fee_preset"),
        ({"late_fee_preset": "us_scra_cap"}, "late_fee_preset"),
        ({"late_fee_basis": "  "}, "late_fee_basis"),
        ({"late_fee_agreed_on": None}, "late_fee_agreed_on"),
        ({"late_fee_preset": "us_state_legal_rate"}, "late_fee_annual_rate"),
        ({"late_fee_preset": "us_contract_percent_once"}, "late_fee_once_rate"),
        ({"late_fee_preset": "us_contract_flat_fee"}, "late_fee_flat_minor"),
    ],
)
def test_nothing_is_charged_without_a_basis_or_a_rate(
    changes: dict[str, object], field: str
) -> None:
    with pytest.raises(EntryRefusedError) as refused:
        policy(**changes)
    assert refused.value.field == field
    assert "Nothing was charged" in refused.value.remedy


@pytest.mark.parametrize(
    ("changes", "fields", "said"),
    [
        (
            {"late_fee_basis": "", "late_fee_agreed_on": None},
            ["late_fee_basis", "late_fee_agreed_on"],
            "the contract clause and the day on which the clause was agreed.",
        ),
        (
            {
                "late_fee_preset": "us_contract_flat_fee",
                "late_fee_basis": "",
                "late_fee_agreed_on": None,
            },
            ["late_fee_flat_minor", "late_fee_basis", "late_fee_agreed_on"],
            "the amount of the fee, the contract clause and the day",
        ),
        (
            {"late_fee_preset": "us_state_legal_rate", "late_fee_basis": " "},
            ["late_fee_annual_rate", "late_fee_basis"],
            "the rate a year and the statute.",
        ),
        ({"late_fee_preset": "none"}, ["late_fee_preset"], "which late charge was agreed"),
    ],
)
def test_everything_that_is_missing_is_said_at_once(
    changes: dict[str, object], fields: list[str], said: str
) -> None:
    settings = replace(CONTRACT, **changes)  # type: ignore[arg-type] # any setting
    with pytest.raises(FeesOffError) as refused:
        policy(**changes)
    assert [one.field for one in refused.value.lacking] == fields
    assert said in refused.value.problem
    assert not fees_are_on(settings, RESOURCES.fee_presets)
    assert fees_are_on(CONTRACT, RESOURCES.fee_presets)


AMOUNTS = st.integers(min_value=1, max_value=99_999_999)
DAYS = st.integers(min_value=1, max_value=800)


@given(AMOUNTS, DAYS, DAYS, st.lists(st.tuples(DAYS, st.integers(1, 50_000)), max_size=3))
def test_charging_in_parts_never_costs_more_than_at_once(
    minor: int, first: int, more: int, paid: list[tuple[int, int]]
) -> None:
    """Half a cent a line is all that rounding may add."""
    moves = tuple((DUE + timedelta(days=day), -part) for day, part in paid)
    rule = policy(grace_days_fee=0)
    middle, end = DUE + timedelta(days=first), DUE + timedelta(days=first + more)
    later = sum(part for day, part in paid if DUE + timedelta(days=day) > middle)
    then = debt(minor + later, moves=tuple(move for move in moves if move[0] <= middle))
    parts = list(look(then, rule, middle).charges)
    booked = tuple(replace(charge, id=1, state="charged") for charge in parts)
    now = debt(minor, moves=moves)
    parts += look(replace(now, earlier=booked), rule, end).charges
    whole = look(now, rule, end).charges

    rounded = sum(len(charge.working) for charge in (*parts, *whole))
    difference = sum(one.amount.minor for one in parts) - sum(one.amount.minor for one in whole)
    assert abs(difference) <= rounded / 2 + 1


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=8))
def test_no_charge_takes_a_day_of_another(gaps: list[tuple[int, bool]]) -> None:
    """Whatever is charged or waived when, no day of an invoice bears two charges."""
    rule, day, booked = policy(), DUE, list[Charge]()
    for gap, waive in gaps:
        day += timedelta(days=gap)
        for charge in look(debt(earlier=tuple(booked)), rule, day).charges:
            state = "waived" if waive else "charged"
            booked.append(replace(charge, id=len(booked) + 1, state=state, state_on=day))
    spans = sorted((charge.from_on, charge.to_on) for charge in booked)

    assert all(earlier_.to_on >= earlier_.from_on for earlier_ in booked)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    assert all(first > DUE + timedelta(days=15) for first, _ in spans)
    waived = [charge for charge in booked if charge.state == "waived"]
    for gone in waived:
        assert all(charge.from_on > gone.state_on for charge in booked[booked.index(gone) + 1 :])
