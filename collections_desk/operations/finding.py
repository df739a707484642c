"""Find anything from anywhere: exactly by its letters, and customers by what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.command_match import SHORTEST_GUESS, best_matches
from collections_desk.store.customer_names import customer_names
from collections_desk.store.search import Hit, find

if TYPE_CHECKING:
    from collections_desk.operations.desk import Desk

#: With this many exact finds nobody is helped by guesses.
ENOUGH = 5


def find_anywhere(desk: Desk, typed: str, *, limit: int = 50) -> list[Hit]:
    """Return what matches every typed word by its beginning; if little does, likely names too."""
    with desk.database.read() as session:
        hits = find(session, typed, limit=limit)
        if len(hits) >= ENOUGH or len(typed.strip()) < SHORTEST_GUESS:
            return hits
        names = customer_names(session)
    known = {hit.customer_id for hit in hits}
    ids = list(names)
    places = best_matches(typed, [names[number] for number in ids], limit=ENOUGH)
    guessed = [ids[place] for place in places if ids[place] not in known]
    return hits + [Hit("customer", number, number, names[number], "", None) for number in guessed]
