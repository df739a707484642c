"""Which backups are kept: the latest, and one a day, a week and a month further back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import datetime

LATEST, DAILY, WEEKLY, MONTHLY = 10, 14, 8, 12


def to_keep(made: Sequence[datetime]) -> set[datetime]:
    """Return which of these moments to keep.

    The latest `LATEST`; of each of the last `DAILY` days, `WEEKLY` weeks and `MONTHLY`
    months that have a backup at all, the last one.
    """
    newest_first = sorted(set(made), reverse=True)
    kept = set(newest_first[:LATEST])
    for most, period in (
        (DAILY, lambda moment: moment.date()),
        (WEEKLY, lambda moment: moment.isocalendar()[:2]),
        (MONTHLY, lambda moment: (moment.year, moment.month)),
    ):
        seen: set[Hashable] = set()
        for moment in newest_first:
            name = period(moment)
            if name in seen:
                continue
            if len(seen) == most:
                break
            seen.add(name)
            kept.add(moment)
    return kept
