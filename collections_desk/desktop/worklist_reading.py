"""What one reading of the store brings for the worklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.desktop.worklist_filters import searched_text
from collections_desk.desktop.worklist_summary import amounts_of, counts_text
from collections_desk.operations.kept_worklist import KeptWorklist

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.desktop.worklist_summary import Amounts
    from collections_desk.domain.settings import Settings
    from collections_desk.domain.worklist import WorklistLine
    from collections_desk.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What one reading of the store brings for the list."""

    lines: list[WorklistLine]
    settings: Settings
    today: date
    texts: list[str]  # what the words of the filter are looked for in, line by line
    counts: str
    sums: tuple[Amounts, Amounts]  # balances, and what is to be collected


class ListReader:
    """Reads the worklist of a desk. For the worker thread.

    What did not change since the last reading is not made again.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._kept = KeptWorklist(desk)
        self._texts: dict[int, tuple[WorklistLine, str]] = {}
        self._last: ListFacts | None = None

    def read(self, *, everyone: bool) -> ListFacts:
        """Return the list; the very same facts mean that nothing has changed."""
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
        texts = self._texts_of(lines)
        self._last = ListFacts(lines, settings, today, texts, counts_text(lines, today), sums)
        return self._last

    def _texts_of(self, lines: list[WorklistLine]) -> list[str]:
        before, texts = self._texts, []
        for line in lines:
            known = before.get(line.customer_id)
            text = known[1] if known and known[0] is line else searched_text(line)
            texts.append(text)
        self._texts = {
            line.customer_id: (line, text) for line, text in zip(lines, texts, strict=True)
        }
        return texts
