"""Imports in the wake-up brief: what came in, and after the first one who comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from collections_desk.domain.brief_lines import News
    from collections_desk.domain.worklist import WorklistLine

#: So many customers are named after the first import; the worklist has them all.
MOST_NAMED = 10
#: One and several of each sort that an import counts, in the order of a sentence.
_WORDS = {
    "new": ("new item", "new items"),
    "credit": ("new credit", "new credits"),
    "customers": ("customer new or completed", "customers new or completed"),
    "paid": ("paid", "paid"),
    "part_paid": ("part paid", "part paid"),
    "payments": ("payment", "payments"),
    "vanished": ("no longer in the file", "no longer in the file"),
    "cancelled": ("canceled", "canceled"),
    "reopened": ("open again", "open again"),
    "raised": ("raised", "raised"),
    "redated": ("with another due date", "with another due date"),
    "moved": ("payment laid elsewhere", "payments laid elsewhere"),
    "unbooked": ("done here and not in the file", "done here and not in the file"),
    "changed": ("with other details", "with other details"),
}


class CameIn(NamedTuple):
    """An import that stands.

    Attributes:
        on: The creditor's date on which it was made.
        counts: How many of each sort it changed.
        first: Whether it is the first of this store.
    """

    on: date
    file_name: str
    as_of: date
    counts: Mapping[str, int]
    first: bool = False


def add_imports(news: News, made: Iterable[CameIn]) -> None:
    """Put in what each import brought."""
    for one in made:
        parts = [
            f"{count:,} {words[count != 1]}"
            for name, words in _WORDS.items()
            if (count := one.counts.get(name, 0))
        ]
        what = ", ".join(parts) or "nothing new"
        day = f"{one.as_of:%a, %b} {one.as_of.day}, {one.as_of.year}"
        news.add("imported", one.on, f"{one.file_name}, as of {day}: {what}")


def add_first_ones(news: News, made: Iterable[CameIn], lines: Iterable[WorklistLine]) -> None:
    """After the first import name who needs attention first, the most urgent of the worklist.

    Args:
        news: The brief.
        made: The imports of its days.
        lines: The worklist in its order.
    """
    first = next((one for one in made if one.first), None)
    if first is None:
        return
    due = [
        line
        for line in lines
        if line.next_action is not None
        and line.state == "action"
        and line.next_action.due_on <= news.day
    ]
    for line in due[:MOST_NAMED]:
        assert line.next_action is not None  # noqa: S101 - asked for above
        text = line.next_action.text.rstrip(".")
        news.add("first_ones", first.on, f"{line.name}: {text}. {line.why}", line.customer_id)
