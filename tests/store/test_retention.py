"""Which backups are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from collections_desk.store.retention import DAILY, LATEST, MONTHLY, WEEKLY, to_keep

START = datetime(2024, 1, 1, 9, 0, tzinfo=UTC)

moments = st.lists(
    st.integers(0, 3 * 365 * 24).map(lambda hours: START + timedelta(hours=hours)), max_size=120
)


@given(moments)
def test_the_latest_are_kept_and_never_too_many(made: list[datetime]) -> None:
    kept = to_keep(made)

    newest = sorted(set(made), reverse=True)
    assert set(newest[:LATEST]) <= kept <= set(made)
    assert len(kept) <= LATEST + DAILY + WEEKLY + MONTHLY
    assert to_keep(sorted(kept)) >= set(newest[:LATEST])


@given(moments)
def test_every_recent_day_with_a_backup_keeps_its_last(made: list[datetime]) -> None:
    kept = to_keep(made)

    days = sorted({moment.date() for moment in made}, reverse=True)[:DAILY]
    for day in days:
        assert max(moment for moment in made if moment.date() == day) in kept


def test_a_year_of_hourly_backups_comes_down_to_a_handful() -> None:
    made = [START + timedelta(hours=hour) for hour in range(365 * 24)]

    kept = sorted(to_keep(made))

    assert len(kept) == 38
    assert kept[0].date().isoformat() == "2024-01-31"
