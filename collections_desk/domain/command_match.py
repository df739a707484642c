"""Find things by a few letters typed in haste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How alike a text must be, of 100, to be shown at all.
LEAST_LIKENESS = 68
#: Shorter than this, letters are too few to be wrong: they must stand in the text.
SHORTEST_GUESS = 3


def best_matches(typed: str, texts: Sequence[str], *, limit: int = 8) -> list[int]:
    """Return the places in `texts` of what was probably meant, the likeliest first.

    Every word that was typed and begins a word of the text counts in full ("sa lo" finds
    "Sample Lock"); only after those come texts that are merely alike ("worklst").

    Args:
        typed: What the clerk typed.
        texts: What can be meant: titles of commands, names of customers.
        limit: How many are returned at most.
    """
    query = typed.casefold().split()
    if not query:
        return []
    exact = [place for place, text in enumerate(texts) if _begins_words(query, text)]
    exact.sort(key=lambda place: (not texts[place].casefold().startswith(query[0]), place))
    if len(exact) >= limit or len(typed.strip()) < SHORTEST_GUESS:
        return exact[:limit]
    alike = process.extract(
        typed,
        texts,
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=limit,
        score_cutoff=LEAST_LIKENESS,
    )
    taken = set(exact)
    return (exact + [place for _, _, place in alike if place not in taken])[:limit]


def _begins_words(query: list[str], text: str) -> bool:
    words = text.casefold().split()
    return all(any(word.startswith(part) for word in words) for part in query)
