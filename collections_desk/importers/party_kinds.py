"""What kind of customer each row names: a company, a person in business, a consumer.

A kind decides which rules count, so it is taken only from words that the layouts know; every
word of the file is said with what it is taken for, and one that is not known stays unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.readings import Fault
from collections_desk.importers.grid import cell_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_desk.importers.grid import Sheet
    from collections_desk.importers.layouts import Layout

#: How each kind is called in the sentence that says what a word was taken for.
TAKEN_FOR = {
    "entity": "companies",
    "natural_business": "sole traders or partners",
    "consumer": "consumers",
}
#: So many rows of a column are looked at to tell what it holds.
ROWS_LOOKED_AT = 500


def folded(word: str) -> str:
    """Fold a word of a cell for comparing."""
    return " ".join(word.casefold().split())


def settled_types(
    fields: Sequence[str], sheet: Sheet, header: int, layout: Layout, *, has_items: bool
) -> tuple[str, ...]:
    """Tell by its cells what a column named "Type" holds: entries, customers, or vendors.

    Args:
        fields: The field of each column, as its heading alone says.
        sheet: The sheet.
        header: The row of its headings.
        layout: Its words.
        has_items: Whether the sheet lists open items; else it has no type of entry.
    """
    settled = list(fields)
    for column, name in enumerate(fields):
        if name != "kind":
            continue
        words = {
            folded(cell_text(row[column]))
            for row in sheet.rows[header + 1 : header + 1 + ROWS_LOOKED_AT]
            if column < len(row)
        } - {""}
        if words & layout.skip_types and not words & layout.kinds.keys():
            settled[column] = "contact_type"
        elif not words & layout.kinds.keys() and (
            not has_items or words & layout.customer_kinds.keys()
        ):
            settled[column] = "" if "customer_kind" in fields else "customer_kind"
    return tuple(settled)


class PartyKinds:
    """Reads the kinds of a file and keeps count of its words."""

    def __init__(self, known: Mapping[str, str], heading: str) -> None:
        self._known = known
        self._heading = heading
        self._counts: dict[str, int] = {}
        self._first: dict[str, int] = {}

    def read(self, word: str, line: int) -> str | None:
        """Return the kind that a word names; None where it is empty or not known."""
        if not word:
            return None
        self._counts[word] = self._counts.get(word, 0) + 1
        self._first.setdefault(word, line)
        return self._known.get(folded(word))

    def assumption(self) -> str:
        """Say in one sentence what each known word was taken for; empty where there is none."""
        taken = [
            f'"{word}" ({count:,}) as {TAKEN_FOR[self._known[folded(word)]]}'
            for word, count in self._counts.items()
            if folded(word) in self._known
        ]
        if not taken:
            return ""
        return f'The kind of customer is read from "{self._heading}": {", ".join(taken)}.'

    def notices(self) -> list[Fault]:
        """Say each word that is not known, once, with the first line that has it."""
        found = []
        for word, count in self._counts.items():
            if folded(word) in self._known:
                continue
            whose = "1 customer" if count == 1 else f"{count:,} customers"
            problem = (
                f"no kind known here; the kind of {whose} stays not known (counts as consumer): "
                "E or Shift+E sets it"
            )
            found.append(Fault(self._first[word], self._heading, word[:60], problem))
        return found
