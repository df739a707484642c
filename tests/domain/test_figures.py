"""The figures, each against numbers worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.figure_facts import (
    ContactFact,
    EntryFact,
    FigureFacts,
    ItemFact,
    PlanFact,
    SalesFact,
)
from collections_desk.domain.figure_page import FigurePage, figure_page
from collections_desk.domain.figures import Figure, History, Period, figure_texts, month_of
from collections_desk.domain.figures_contact import kept_figures
from collections_desk.domain.figures_days import (
    collection_effectiveness,
    countback,
    days_sales_outstanding,
)
from collections_desk.domain.figures_money import average_delay
from collections_desk.domain.money import Money
from collections_desk.domain.promises import Promise, PromiseStanding, PromiseState
from collections_desk.errors import ResourceFaultError
from collections_desk.operations.desk import Resources

TEXTS = Resources().figure_texts
OCTOBER = month_of(date(2026, 10, 5))
TODAY = date(2026, 11, 20)


def usd(dollars: str) -> Money:
    return Money(int(Decimal(dollars) * 100), "USD")


def item(  # noqa: PLR0913 - the columns of an item
    ident: int,
    dollars: int,
    due: date | None,
    *,
    left: int | None = None,
    customer: int = 1,
    issued: date = date(2026, 1, 1),
    kind: str = "invoice",
    currency: str = "USD",
) -> ItemFact:
    opened = dollars if left is None else left
    return ItemFact(
        ident, customer, kind, currency, dollars * 100, opened * 100, issued, issued, due
    )


def paid(  # noqa: PLR0913 - the columns of an entry
    ident: int, invoice: int, dollars: int, on: date, kind: str = "payment", *, kept: bool = True
) -> EntryFact:
    return EntryFact(ident, 1, invoice, kind, on, "USD", -dollars * 100, kept)


def page(facts: FigureFacts, period: Period = OCTOBER) -> FigurePage:
    return figure_page(facts, period, TEXTS, home_currency="USD")


def days_ago(days: int, day: date = OCTOBER.last) -> date:
    return day - timedelta(days=days)


def month_with_sales(*sales: SalesFact) -> FigurePage:
    """Begin at 120,000, end at 100,000 of which 70,000 are not yet due."""
    items = (
        item(1, 70_000, date(2026, 11, 15), issued=date(2026, 9, 20)),
        item(2, 30_000, date(2026, 9, 15)),
        item(3, 20_000, date(2026, 9, 15), left=0),
    )
    facts = FigureFacts(TODAY, items, (paid(1, 3, 20_000, date(2026, 10, 20)),), sales=sales)
    return page(facts, Period(date(2026, 10, 1), date(2026, 10, 31)))


def test_the_vectors_of_the_days() -> None:
    assert days_sales_outstanding(100_000, 90_000, 30) == Decimal("33.33")
    assert days_sales_outstanding(70_000, 90_000, 30) == Decimal("23.33")
    assert collection_effectiveness(120_000, 90_000, 100_000, 70_000) == Decimal("78.57")


def test_the_days_on_the_page_come_from_balances_and_typed_sales() -> None:
    found = month_with_sales(SalesFact(date(2026, 10, 1), "USD", 9_000_000))

    # October has 31 days: 100,000 / 90,000 x 31 and 70,000 / 90,000 x 31.
    assert found.figure("dso", "USD").value == Decimal("34.44")
    assert found.figure("best_dso", "USD").value == Decimal("24.11")
    assert found.figure("average_days_delinquent", "USD").value == Decimal("10.33")
    assert found.figure("cei", "USD").value == Decimal("78.57")


def test_a_month_of_thirty_days_on_the_page() -> None:
    september = month_of(date(2026, 9, 1))
    items = (
        item(1, 70_000, date(2026, 10, 15), issued=date(2026, 8, 20)),
        item(2, 30_000, date(2026, 8, 15)),
        item(3, 20_000, date(2026, 8, 15), left=0),
    )
    facts = FigureFacts(
        TODAY,
        items,
        (paid(1, 3, 20_000, date(2026, 9, 20)),),
        sales=(SalesFact(date(2026, 9, 1), "USD", 9_000_000),),
    )
    found = page(facts, september)

    values = [
        found.figure(ident, "USD").value
        for ident in ("dso", "best_dso", "average_days_delinquent", "cei")
    ]
    assert values == [Decimal("33.33"), Decimal("23.33"), Decimal("10.00"), Decimal("78.57")]


def test_countback() -> None:
    sales = {date(2026, 6, 1): 60_000, date(2026, 5, 1): 30_000, date(2026, 4, 1): 40_000}

    found = countback(100_000, date(2026, 6, 1), sales)

    assert found.days == Decimal("68.5")
    assert [taken for _, _, taken, _ in found.used] == [60_000, 30_000, 10_000]


def test_countback_says_which_month_is_missing() -> None:
    sales = {date(2026, 6, 1): 60_000, date(2026, 5, 1): 30_000}

    found = countback(100_000, date(2026, 6, 1), sales)

    assert found.days is None
    assert found.missing == date(2026, 4, 1)


def test_without_typed_sales_the_page_says_what_to_type() -> None:
    found = month_with_sales()

    for ident in ("dso", "best_dso", "average_days_delinquent", "cei", "countback_dso"):
        figure = found.figure(ident, "USD")
        assert figure.value is None
        assert "October 2026" in figure.missing
        assert "Monthly Sales" in figure.missing


@pytest.mark.parametrize(
    ("month", "period"),
    [
        pytest.param(date(2026, 10, 1), Period(date(2026, 10, 1), date(2026, 10, 20)), id="part"),
        pytest.param(date(2026, 10, 1), Period(date(2026, 9, 20), date(2026, 10, 20)), id="two"),
    ],
)
def test_days_are_of_whole_months(month: date, period: Period) -> None:
    facts = FigureFacts(
        TODAY, (item(1, 100, date(2026, 1, 1)),), sales=(SalesFact(month, "USD", 100),)
    )

    assert page(facts, period).figure("dso", "USD").value is None


def test_the_roll_rate_follows_the_same_items() -> None:
    """60,000 in 1-30 at the beginning; 18,000 of the same items are older now."""
    begin = OCTOBER.before
    items = (
        item(1, 18_000, days_ago(10, begin)),
        item(2, 42_000, days_ago(20, begin), left=0),
        # What reached 31-60 from elsewhere does not count.
        item(3, 5_000, OCTOBER.last - timedelta(days=40), issued=date(2026, 10, 20)),
    )
    facts = FigureFacts(TODAY, items, (paid(1, 2, 42_000, date(2026, 10, 9)),))

    found = page(facts).figure("roll", "USD", "1-30 to 31-60")

    assert found.value == Decimal("30.00")
    assert [one.value for one in found.inputs] == [usd("60000"), usd("18000")]
    assert [part for part, _ in found.inputs[1].parts] == [1]


def test_what_stays_in_its_bucket_or_is_paid_does_not_roll() -> None:
    begin = OCTOBER.before
    items = (
        item(1, 10_000, days_ago(-60, begin)),  # not due before and after
        item(2, 30_000, days_ago(-10, begin)),  # late by now
        item(3, 5_000, days_ago(-10, begin), left=0),
        item(4, -9_000, days_ago(-10, begin), kind="credit"),  # no debt: it cannot roll
    )
    facts = FigureFacts(TODAY, items, (paid(1, 3, 5_000, date(2026, 10, 9)),))

    found = page(facts).figure("roll", "USD", "current to 1-30")

    assert [one.value for one in found.inputs] == [usd("45000"), usd("30000")]
    assert found.value == Decimal("66.67")


def test_average_payment_delay() -> None:
    assert average_delay([(140_00, 7), (85_00, 55)]) == Decimal("25.13")
    items = (
        item(1, 140, date(2026, 10, 1), left=0),
        item(2, 85, date(2026, 8, 20), left=0),
        item(3, 50, None, left=0),
    )
    entries = (
        paid(1, 1, 140, date(2026, 10, 8)),
        paid(2, 2, 85, date(2026, 10, 14)),
        paid(3, 3, 50, date(2026, 10, 14)),  # no due date: neither late nor on time
        paid(4, 1, 140, date(2026, 10, 9), kept=False),  # came back
    )

    found = page(FigureFacts(TODAY, items, entries)).figure("delay", "USD")

    assert found.value == Decimal("25.13")
    assert found.inputs[0].value == usd("225")


def standing(ident: int, dollars: int, state: PromiseState, received: int = 0) -> PromiseStanding:
    promise = Promise(ident, 1, usd(str(dollars)), date(2026, 10, 1), date(2026, 10, 10))
    return PromiseStanding(promise, state, usd(str(received)), date(2026, 10, 12))


def test_kept_rates() -> None:
    """10 due, 7 kept; of 24,000 promised 15,500 kept in full and 1,200 in part."""
    kept = [standing(n, 2_200, PromiseState.KEPT, 2_200) for n in range(6)]
    kept.append(standing(6, 2_300, PromiseState.KEPT, 2_300))
    rest = [
        standing(7, 3_000, PromiseState.PARTLY_KEPT, 1_200),
        standing(8, 3_000, PromiseState.BROKEN),
        standing(9, 2_500, PromiseState.BROKEN),
        standing(10, 9_999, PromiseState.OPEN),
        standing(11, 9_999, PromiseState.SUPERSEDED),
    ]

    found = kept_figures([*kept, *rest], OCTOBER, "USD", TEXTS)

    assert [one.value for one in found] == [Decimal("70.00"), Decimal("64.58"), Decimal("69.58")]


def call(ident: int, outcome: str, customer: int = 1, *, promised: bool = False) -> ContactFact:
    return ContactFact(ident, customer, "call", "out", date(2026, 10, 7), outcome, promised)


def test_right_party_and_promise_rates() -> None:
    contacts = (
        call(1, "BUSY"),
        call(2, "NA"),
        call(3, "VML"),
        call(4, "RPN"),
        call(5, "RPP"),
        call(6, "RPN", promised=True),
    )
    facts = FigureFacts(
        TODAY,
        contacts=contacts,
        connected=frozenset({"NA", "VML", "RPN", "RPP"}),
        right_party=frozenset({"RPN", "RPP"}),
        promise_codes=frozenset({"RPP"}),
    )
    found = page(facts)

    assert found.figure("right_party").value == Decimal("60.00")
    assert found.figure("promise_rate").value == Decimal("66.67")


def test_coverage_counts_who_was_late_in_the_time() -> None:
    items = (
        item(1, 10, date(2026, 9, 1), customer=1),
        item(2, 10, date(2026, 10, 15), customer=2),  # became late in the time
        item(3, 10, date(2026, 10, 31), customer=3),  # is late from November
        item(4, 10, date(2026, 9, 1), customer=4, left=0),  # paid before the time
    )
    entries = (EntryFact(1, 4, 4, "payment", date(2026, 9, 9), "USD", -1000, kept=True),)
    facts = FigureFacts(TODAY, items, entries, contacts=(call(1, "NA", 1), call(2, "NA", 3)))

    found = page(facts).figure("coverage")

    assert found.value == Decimal("50.00")
    assert found.inputs[1].parts == ((1, 0), (2, 0))


@pytest.mark.parametrize(
    ("entries", "value"),
    [
        pytest.param((), Decimal("0.00"), id="still open"),
        pytest.param((paid(1, 1, 100, date(2026, 10, 5)),), Decimal("100.00"), id="on day 30"),
        pytest.param((paid(1, 1, 100, date(2026, 10, 6)),), Decimal("0.00"), id="on day 31"),
        pytest.param((paid(1, 1, 99, date(2026, 9, 9)),), Decimal("0.00"), id="a dollar short"),
        pytest.param((paid(1, 1, 100, date(2026, 9, 5)),), None, id="paid when due: never late"),
        pytest.param(
            (paid(1, 1, 100, date(2026, 9, 20), "write_off"),),
            Decimal("0.00"),
            id="written off is not cured",
        ),
    ],
)
def test_cured_before_day_thirty(entries: tuple[EntryFact, ...], value: Decimal | None) -> None:
    left = 100 - sum(-entry.minor // 100 for entry in entries)
    facts = FigureFacts(TODAY, (item(1, 100, date(2026, 9, 5), left=left),), entries)

    assert page(facts).figure("cured", "USD").value == value


def test_write_offs_are_not_received() -> None:
    items = (item(1, 100, date(2026, 9, 5), left=0), item(2, 100, date(2026, 9, 5), left=0))
    entries = (
        paid(1, 1, 100, date(2026, 10, 5)),
        paid(2, 2, 100, date(2026, 10, 5), "write_off"),
    )
    found = page(FigureFacts(TODAY, items, entries))

    assert found.figure("received", "USD").value == usd("100")
    assert found.figure("written_off", "USD").value == usd("100")
    assert found.figure("recovery", "USD", "1-30").value == Decimal("50.00")


def test_plans_on_time_and_late() -> None:
    plans = (
        PlanFact(1, 1, "USD", "active", 100_00, 40_00),
        PlanFact(2, 2, "USD", "late", 100_00, 60_00),
        PlanFact(3, 3, "USD", "offered", 100_00, 100_00),
        PlanFact(4, 4, "USD", "completed", 100_00, 0),
    )
    found = page(FigureFacts(TODAY, plans=plans))

    assert found.figure("plans_current", "USD").value == usd("40")
    assert found.figure("plans_late", "USD").value == usd("60")


def test_invoices_sent_late() -> None:
    october = date(2026, 10, 10)
    items = (
        item(1, 10, date(2026, 11, 9), issued=october),  # 30 days, as agreed
        item(2, 10, date(2026, 10, 20), issued=october),  # 10 days
        item(3, 10, date(2026, 10, 10), issued=october, customer=2),  # due at once
        item(4, 10, date(2026, 10, 20), issued=october, customer=2),  # terms not known
    )
    facts = FigureFacts(TODAY, items, terms={1: 30})

    assert page(facts).figure("invoice_delay", "USD").value == Decimal("50.00")


def test_nothing_is_not_enough_to_say_and_never_zero() -> None:
    found = page(FigureFacts(TODAY))

    rates = [one for one in found.figures if TEXTS[one.id].unit in {"percent", "days"}]
    assert rates
    for one in rates:
        assert one.value is None, one.id
        assert one.missing.startswith("Not enough to say"), one.id


def test_currencies_are_never_added() -> None:
    items = (
        item(1, 10, date(2026, 9, 5)),
        item(2, 99, date(2026, 9, 5), currency="EUR"),
    )
    found = page(FigureFacts(TODAY, items))

    assert found.currencies == ("USD", "EUR")
    assert found.figure("open", "USD").value == usd("10")
    assert found.figure("open", "EUR").value == Money(9_900, "EUR")


days = st.dates(date(2026, 1, 1), TODAY)
movements = st.lists(st.tuples(st.integers(1, 400), days), max_size=6)


@given(movements=movements, issued=days, day=days)
def test_a_balance_worked_back_is_what_was_left_then(
    movements: list[tuple[int, date]], issued: date, day: date
) -> None:
    movements = [(dollars, max(on, issued)) for dollars, on in movements]
    now = 3_000 - sum(dollars for dollars, _ in movements)
    facts = FigureFacts(
        TODAY,
        (item(1, 3_000, date(2026, 6, 1), left=now, issued=issued),),
        tuple(paid(n, 1, dollars, on) for n, (dollars, on) in enumerate(movements)),
    )
    then = 3_000 - sum(dollars for dollars, on in movements if on <= day)

    found = History(facts).open_minor(day)

    assert found.get(1, 0) == (then * 100 if issued <= day else 0)


@given(dues=st.lists(st.dates(date(2026, 1, 1), date(2027, 1, 1)), max_size=12))
def test_buckets_add_up_to_the_balance(dues: list[date]) -> None:
    items = tuple(item(n, 10 + n, due) for n, due in enumerate(dues, start=1))
    found = page(FigureFacts(TODAY, items)).figure("open", "USD")

    parts = [one.value for one in found.inputs if isinstance(one.value, Money)]
    assert sum(one.minor for one in parts) == sum(one.open_minor for one in items)
    assert sum(len(one.parts) for one in found.inputs) == len(items)


def test_every_input_adds_up_to_its_list() -> None:
    found = month_with_sales(SalesFact(date(2026, 10, 1), "USD", 9_000_000))

    def adds_up(figure: Figure) -> bool:
        return all(
            sum(minor for _, minor in one.parts) == one.value.minor
            for one in figure.inputs
            if one.of and isinstance(one.value, Money)
        )

    assert all(adds_up(one) for one in found.figures)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[figure]]\nid = "x"\n', "missing"),
        ('[[figure]]\nid = "x"\ngroup = "g"\ntitle = "t"\nunit = "miles"\n', "not one of"),
        ('[[figure]]\nnmae = "x"\n', "not a known name"),
    ],
)
def test_a_wrong_table_names_file_and_line(text: str, said: str) -> None:
    with pytest.raises(ResourceFaultError, match=said) as caught:
        figure_texts(text, "figures/figures.toml")

    assert "figures/figures.toml" in caught.value.problem
