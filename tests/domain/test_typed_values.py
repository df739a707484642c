"""Days, amounts and promises as they are typed."""

from __future__ import annotations

from datetime import date

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.money import LARGEST_MINOR, Money
from collections_desk.domain.money_text import money_text, parse_money_typed
from collections_desk.domain.promise_text import parse_promise
from collections_desk.domain.typed_values import add_months, day_text, parse_day_typed
from collections_desk.errors import EntryRefusedError

TODAY = date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("t", "2026-11-20"),
        ("+", "2026-11-21"),
        ("-", "2026-11-19"),
        ("[", "2026-10-20"),
        ("]", "2026-12-20"),
        ("m", "2026-11-01"),
        ("h", "2026-11-30"),
        ("y", "2026-01-01"),
        ("r", "2026-12-31"),
        ("+5", "2026-11-25"),
        ("-10", "2026-11-10"),
        ("15", "2026-11-15"),
        ("31", "2026-12-31"),
        ("11/27", "2026-11-27"),
        ("1/5", "2027-01-05"),
        ("2/29", "2028-02-29"),
        ("11/27/26", "2026-11-27"),
        ("2026-12-01", "2026-12-01"),
        ("fri", "2026-11-27"),
        ("Sat", "2026-11-21"),
        ("next tuesday", "2026-11-24"),
        ("tomorrow", "2026-11-21"),
        ("in two weeks", "2026-12-04"),
        ("in 10 days", "2026-11-30"),
        ("eom", "2026-11-30"),
        ("end of the month", "2026-11-30"),
        ("nov 27", "2026-11-27"),
        ("27 November 2027", "2027-11-27"),
        ("3rd of december", "2026-12-03"),
    ],
)
def test_days(typed: str, day: str) -> None:
    assert parse_day_typed(typed, TODAY) == date.fromisoformat(day)


def test_keys_act_on_the_day_that_is_shown() -> None:
    assert parse_day_typed("+", TODAY, current=date(2026, 12, 31)) == date(2027, 1, 1)
    assert parse_day_typed("]", TODAY, current=date(2027, 1, 31)) == date(2027, 2, 28)


def test_day_and_month_follow_the_locale() -> None:
    assert parse_day_typed("3/4/26", TODAY, "en_US") == date(2026, 3, 4)
    assert parse_day_typed("3/4/26", TODAY, "en_GB") == date(2026, 4, 3)
    assert parse_day_typed("27.11.", TODAY, "de_DE") == date(2026, 11, 27)
    assert parse_day_typed("freitag", TODAY, "de_DE") == date(2026, 11, 27)


@pytest.mark.parametrize("typed", ["", "soon", "32", "2/30/26", "13/13", "99999", "2026-02-30"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(EntryRefusedError) as refused:
        parse_day_typed(typed, TODAY)

    assert refused.value.field == "day"


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_refused(typed: str) -> None:
    try:
        found = parse_day_typed(typed, TODAY)
    except EntryRefusedError:
        return
    assert isinstance(found, date)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_written_day_is_read_back(day: date, today: date) -> None:
    assert parse_day_typed(day.isoformat(), today) == day
    assert parse_day_typed(f"{day:%m/%d/%Y}", today) == day
    assert parse_day_typed(day_text(day).split(", ", 1)[1], today) == day


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 31))
def test_a_day_of_the_month_can_lie_ahead(today: date, number: int) -> None:
    found = parse_day_typed(str(number), today, prefer="future")

    assert found >= today
    assert found.day == number


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(-40, 40))
def test_months_go_there_and_do_not_slip(day: date, months: int) -> None:
    assert add_months(day.replace(day=1), months).day == 1
    assert add_months(day, months).day <= day.day


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "text"),
    [
        (123450, "USD", "en_US", "$1,234.50"),
        (-123450, "USD", "en_US", "($1,234.50)"),
        (123450, "EUR", "de_DE", "1.234,50\u00a0\u20ac"),
        (1234, "JPY", "en_US", "\u00a51,234"),
        (1234567, "KWD", "en_US", "KWD\u00a01,234.567"),
        (123456789, "INR", "en_IN", "\u20b912,34,567.89"),
    ],
)
def test_money_is_written(minor: int, currency: str, locale: str, text: str) -> None:
    assert money_text(Money(minor, currency), locale) == text


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "en_IN", "sv_SE", "pt_BR", "pl_PL"])
@given(minor=st.integers(0, LARGEST_MINOR))
def test_money_is_written_as_babel_writes_it(locale: str, minor: int) -> None:
    amount = Money(minor, "EUR")

    assert money_text(amount, locale) == format_currency(amount.decimal(), "EUR", locale=locale)


@given(
    st.integers(-LARGEST_MINOR, LARGEST_MINOR),
    st.sampled_from(["USD", "EUR", "JPY", "KWD", "GBP", "CHF", "INR"]),
    st.sampled_from(["en_US", "de_DE", "fr_FR", "de_CH", "en_IN", "sv_SE"]),
)
def test_what_is_written_is_read_back(minor: int, currency: str, locale: str) -> None:
    amount = Money(minor, currency)

    assert parse_money_typed(money_text(amount, locale), currency, locale) == amount


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("1200", 120000), ("1,234.50", 123450), ("100+25.50", 12550), ("$ 40", 4000), (".5", 50),
     ("100-25", 7500), ("40 USD", 4000), ("(12.00)", -1200)],
)  # fmt: skip
def test_amounts(typed: str, minor: int) -> None:
    assert parse_money_typed(typed, "USD") == Money(minor, "USD")


@pytest.mark.parametrize(
    "typed",
    ["", "1,2", "1.234", "--5", "5-", "+", "12e3", "\uff11\uff12", "1.234,50", "NaN", "9" * 20],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(EntryRefusedError) as refused:
        parse_money_typed(typed, "USD")

    assert refused.value.field == "amount"


@pytest.mark.parametrize(
    ("typed", "minor", "due"),
    [
        ("1200 fri", 120000, "2026-11-27"),
        ("half on the 15th", 50001, "2026-12-15"),
        ("all next tuesday", 100001, "2026-11-24"),
        ("fri 1200", 120000, "2026-11-27"),
        ("$1,200.50 by nov 30", 120050, "2026-11-30"),
        ("25% in 10 days", 25000, "2026-11-30"),
        ("1200 in two weeks", 120000, "2026-12-04"),
        ("100+25 tomorrow", 12500, "2026-11-21"),
        ("500 today", 50000, "2026-11-20"),
    ],
)
def test_promises(typed: str, minor: int, due: str) -> None:
    promise = parse_promise(typed, today=TODAY, to_be_collected=Money(100001, "USD"))

    assert promise.amount == Money(minor, "USD")
    assert promise.due == date.fromisoformat(due)
    assert promise.words == typed
    assert money_text(promise.amount) in promise.explanation


@pytest.mark.parametrize(
    "typed",
    ["500 now 500 in two weeks", "500 fri and 500 mon", "500 today; 200 tomorrow"],
)
def test_several_promises_are_refused_politely(typed: str) -> None:
    with pytest.raises(EntryRefusedError, match="several promises") as refused:
        parse_promise(typed, today=TODAY, to_be_collected=Money(100001, "USD"))

    assert '"half on the 15th"' in refused.value.remedy


@pytest.mark.parametrize(
    "typed", ["", "1200", "friday", "all yesterday", "0 fri", "-5 fri", "soon"]
)
def test_what_is_no_promise_is_refused(typed: str) -> None:
    with pytest.raises(EntryRefusedError):
        parse_promise(typed, today=TODAY, to_be_collected=Money(100001, "USD"))


def test_all_of_nothing_is_no_promise() -> None:
    with pytest.raises(EntryRefusedError, match="Nothing is to be collected"):
        parse_promise("all fri", today=TODAY, to_be_collected=Money(0, "USD"))


@given(st.text(max_size=40))
def test_any_text_is_a_promise_or_refused(typed: str) -> None:
    try:
        promise = parse_promise(typed, today=TODAY, to_be_collected=Money(5000, "USD"))
    except EntryRefusedError:
        return
    assert promise.amount.minor > 0
    assert promise.due >= TODAY


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1000 fri", "$1,000.00 by Friday, November 27, 2026"),
        ("9999 fri", "more than the $1,000.00 to be collected"),
        ("100 nov 3", "November 3, 2027, only in 347 days"),
    ],
)
def test_a_promise_that_looks_like_a_slip_says_so(typed: str, said: str) -> None:
    found = parse_promise(typed, today=date(2026, 11, 21), to_be_collected=Money(100_000, "USD"))

    assert found.explanation.endswith(said)
