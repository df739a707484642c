"""What one reading of the store brings for the worklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.desktop.worklist_filters import searched_text
from collections_desk.desktop.worklist_summary import amounts_of, counts_text
from collections_desk.operations.kept_worklist import KeptWorklist

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date

    from collections_desk.desktop.worklist_filters import WorklistFilter
    from collections_desk.desktop.worklist_summary import Amounts
    from collections_desk.domain.settings import Settings
    from collections_desk.domain.worklist import WorklistLine
    from collections_desk.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What one reading of the store brings for the list.

    Attributes:
        lines: The most urgent first.
        settings: As they stand.
        today: The creditor's date.
        texts: What the words of the filter are looked for in, line by line.
        counts: How many lines are due, coming up and on hold, in words.
        sums: Balances, and what is to be collected.
        key, flags: What the sieve of the filter says of each line; see `WorklistFilter.sieve`.
    """

    lines: list[WorklistLine]
    settings: Settings
    today: date
    texts: list[str]
    counts: str
    sums: tuple[Amounts, Amounts]
    key: Hashable
    flags: list[bool]


class ListReader:
    """Reads the worklist of a desk. For the worker thread.

    What did not change since the last reading is not made again.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._kept = KeptWorklist(desk)
        self._texts: dict[int, str] = {}
        self._lines: dict[int, WorklistLine] = {}  # which the texts are of
        self._last: ListFacts | None = None

    def read(self, asked: WorklistFilter, *, everyone: bool) -> ListFacts:
        """Return the list; the very same facts mean that nothing has changed.

        Args:
            asked: The filter as it stood when the list was asked for.
            everyone: Also customers who owe nothing.
        """
        settings = self.desk.settings()
        today = self.desk.today()
        lines = self._kept.lines(today, everyone=everyone)
        last = self._last
        if last is not None and last.lines is lines and last.today == today:
            return last
        sums = (
            amounts_of([line.balances for line in lines], settings.currency),
            amounts_of([line.to_be_collected for line in lines], settings.currency),
        )
        sieve = asked.sieve(today, self.desk.now())
        self._last = ListFacts(
            lines,
            settings,
            today,
            self._texts_of(lines),
            counts_text(lines, today),
            sums,
            sieve.key,
            list(map(sieve.keeps, lines)),
        )
        return self._last

    def _texts_of(self, lines: list[WorklistLine]) -> list[str]:
        texts = [
            self._texts[line.customer_id]
            if self._lines.get(line.customer_id) is line
            else searched_text(line)
            for line in lines
        ]
        numbers = [line.customer_id for line in lines]
        self._texts = dict(zip(numbers, texts, strict=True))
        self._lines = dict(zip(numbers, lines, strict=True))
        return texts
