"""Month ends walked back are what the ledger says of each day by itself."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.figure_facts import EntryFact, FigureFacts, ItemFact
from collections_desk.domain.figures import History
from collections_desk.domain.month_ends import totals_back

TODAY = date(2026, 11, 20)
days = st.integers(-90, 0).map(lambda number: TODAY + timedelta(days=number))


def item(ident: int, **known: object) -> ItemFact:
    facts: dict[str, object] = {
        "customer_id": 1, "kind": "invoice", "currency": "USD", "amount_minor": 100_00,
        "open_minor": 0, "born": None, "issued_on": None, "due_on": None,
    }  # fmt: skip
    return ItemFact(id=ident, **{**facts, **known})  # type: ignore[arg-type]


items = st.lists(
    st.fixed_dictionaries(
        {
            "currency": st.sampled_from(["USD", "EUR"]),
            "open_minor": st.integers(-50_00, 50_00),
            "born": st.none() | days,
            "due_on": st.none() | days,
        }
    ),
    max_size=6,
).map(lambda many: [item(number, **one) for number, one in enumerate(many, 1)])
entries = st.lists(
    st.builds(
        EntryFact, st.just(1), st.just(1), st.none() | st.integers(1, 7), st.just("payment"),
        days, st.just("USD"), st.integers(-50_00, 20_00), st.booleans(),
    ),
    max_size=8,
)  # fmt: skip


@given(items, entries, st.lists(days, min_size=1, max_size=5))
def test_they_are_the_sums_of_each_day(
    items: list[ItemFact], entries: list[EntryFact], asked: list[date]
) -> None:
    history = History(FigureFacts(today=TODAY, items=tuple(items), entries=tuple(entries)))
    backwards = sorted(asked, reverse=True)

    for day, found in zip(backwards, totals_back(items, entries, backwards), strict=True):
        for code in ("USD", "EUR"):
            there = [one for one in history.on(day) if one.item.currency == code]
            late = [one for one in there if one.item.due_on and one.item.due_on < day]
            wanted = sum(one.minor for one in there), sum(one.minor for one in late)
            assert found.get(code, (0, 0)) == wanted, (code, day)


def test_an_invoice_is_followed_from_payment_to_birth() -> None:
    one = item(1, born=date(2026, 8, 10), due_on=date(2026, 9, 9), open_minor=40_00)
    paid = EntryFact(1, 1, 1, "payment", date(2026, 10, 15), "USD", -60_00, kept=True)
    ends = [date(2026, 10, 31), date(2026, 9, 30), date(2026, 8, 31), date(2026, 7, 31)]

    found = [sums["USD"] for sums in totals_back([one], [paid], ends)]

    # 40 are left after the payment of 60; due on September 9; written on August 10.
    assert found == [(40_00, 40_00), (100_00, 100_00), (100_00, 0), (0, 0)]
