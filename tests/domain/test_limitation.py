"""When the time to sue may be nearly or wholly over, worked by hand from the table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.limitation import limitation_periods, possible_bar, years_later
from collections_desk.errors import ResourceFaultError
from collections_desk.operations.desk import resources_folder

FILE = "places/limitation_periods.csv"
TEXT = (resources_folder() / FILE).read_text(encoding="utf-8")
PERIODS = limitation_periods(TEXT, FILE)
SINCE = date(2022, 3, 10)


@pytest.mark.parametrize(
    ("state", "written", "goods", "today", "stage", "bars_on"),
    [
        # PA: 4 years written and open; 90 days before March 10, 2026 is December 10, 2025.
        ("PA", True, False, date(2025, 12, 9), None, None),
        ("PA", True, False, date(2025, 12, 10), "approaching", date(2026, 3, 10)),
        ("PA", True, False, date(2026, 3, 9), "approaching", date(2026, 3, 10)),
        ("PA", True, False, date(2026, 3, 10), "may be barred", date(2026, 3, 10)),
        # GA: written 6, open account 4: not knowing which takes the shorter.
        ("GA", True, False, date(2026, 3, 10), None, None),
        ("GA", False, False, date(2026, 3, 10), "may be barred", date(2026, 3, 10)),
        ("GA", None, False, date(2026, 3, 10), "may be barred", date(2026, 3, 10)),
        # RI: 10 years, but a sale of goods is usually 4; not known whether it was one.
        ("RI", True, None, date(2026, 3, 10), "may be barred", date(2026, 3, 10)),
        ("RI", True, False, date(2026, 3, 10), None, None),
        # DE: 3 years, shorter than that of goods.
        ("DE", True, None, date(2025, 3, 10), "may be barred", date(2025, 3, 10)),
        # No row and no state: the shortest of all rows, 3 years.
        ("", None, False, date(2025, 3, 10), "may be barred", date(2025, 3, 10)),
        ("ON", None, None, date(2025, 3, 10), "may be barred", date(2025, 3, 10)),
        (" pa ", True, None, date(2026, 3, 10), "may be barred", date(2026, 3, 10)),
    ],
)
def test_cases_by_hand(  # noqa: PLR0913, PLR0917 - one row of the table
    state: str,
    written: bool | None,  # noqa: FBT001
    goods: bool | None,  # noqa: FBT001
    today: date,
    stage: str | None,
    bars_on: date | None,
) -> None:
    found = possible_bar(PERIODS, state, written, SINCE, today, goods=goods)
    assert (found.stage if found else None) == stage
    assert (found.bars_on if found else None) == bars_on


def test_it_asks_to_verify_and_never_says_that_it_is_so() -> None:
    found = possible_bar(PERIODS, "PA", None, SINCE, date(2026, 4, 1))
    assert found is not None
    assert found.said == (
        "what is owed since Mar 10, 2022 may be barred since Mar 10, 2026, verify: "
        "4 to 6 years in PA (42 PaCS 5525)"
    )
    assert any("4 years" in note for note in found.notes)
    assert any("do not agree" in note for note in found.notes)


def test_february_29_counts_to_the_earlier_day() -> None:
    assert years_later(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)


@given(
    state=st.sampled_from([*PERIODS, "", "XX"]),
    written=st.sampled_from([True, False, None]),
    days=st.integers(0, 6000),
)
def test_once_it_warns_it_goes_on_warning(
    state: str,
    written: bool | None,  # noqa: FBT001
    days: int,
) -> None:
    today = SINCE + timedelta(days=days)
    now = possible_bar(PERIODS, state, written, SINCE, today)
    later = possible_bar(PERIODS, state, written, SINCE, today + timedelta(days=1))
    order = [None, "approaching", "may be barred"]
    assert order.index(later.stage if later else None) >= order.index(now.stage if now else None)
    unknown = possible_bar(PERIODS, state, None, SINCE, today)
    assert order.index(unknown.stage if unknown else None) >= order.index(
        now.stage if now else None
    )


@pytest.mark.parametrize(
    ("broken", "line", "fault"),
    [
        (TEXT.replace("PA,4,4,4", "PA,4,5,4"), 40, "must rise"),
        (TEXT.replace("PA,4,4,4", "PA,four,4,4"), 40, "whole number"),
        (TEXT + "PA,4,4,4,4,4,6,n,x,\n", 53, "already there"),
        (TEXT.splitlines(keepends=True)[0], 1, "no row"),
        ("state\n", 1, "missing"),
    ],
)
def test_a_typing_error_names_its_line(broken: str, line: int, fault: str) -> None:
    with pytest.raises(ResourceFaultError, match=fault) as refused:
        limitation_periods(broken, FILE)
    assert (refused.value.file, refused.value.line) == (FILE, line)
