"""What a letter says of the money it asks for: the sum line by line, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.letter_drafts import LetterProblem
from collections_desk.domain.money_text import money_text
from collections_desk.domain.to_be_collected import closed_because, sum_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collections_desk.domain.letter_facts import LetterFacts, LetterSums
    from collections_desk.domain.money import Money
    from collections_desk.domain.settings import Settings
    from collections_desk.domain.to_be_collected import Collectible

#: The last line of a statement that leads from what is open to what is asked for.
ASKED_FOR = "Asked for in this letter"
#: Merge fields that have no value where nothing may be asked for.
ASKED = frozenset({"amount_due", "undisputed_amount"})


#: What leads from what is open to what is asked for, in the words of a letter.
_LESS = {
    "credit": "credits beyond what is past due",
    "not_due": "less not past due yet",
    "promised": "less promised or agreed for later",
    "disputed": "less disputed",
    "conceded": "less a credit that is decided and not booked yet",
    "on_hold": "less on hold",
    "small": "less a rest so small that it is left alone",
}


def asked_lines(
    parts: Iterable[Collectible], opened: Mapping[str, Money]
) -> list[tuple[str, Money]]:
    """Return the lines that lead from what is open to what a letter asks for.

    Nothing where both are the same in every currency. What is taken off is shown as far as it
    lowers the sum, so that the lines add up.

    Args:
        parts: The sums of the letter.
        opened: What is open, credits taken off, by currency.
    """
    known = list(parts)
    if all(part.claim == opened.get(part.currency) for part in known):
        return []
    many = len(known) > 1
    lines = []
    for part in known:
        code = f" {part.currency}" if many else ""
        left = opened.get(part.currency, part.due)
        for kind, amount in sum_lines(part, left)[1:-1]:
            if left == part.claim:
                break  # what follows was just demanded, and a letter repeats it
            words = f"less: {part.closed}" if kind == "closed" else _LESS[kind]
            lines.append((f"{words[:1].upper()}{words[1:]}{code}", amount))
            left += amount
        lines.append((f"{ASKED_FOR}{code}", part.claim))
    return lines


def nothing_to_ask(facts: LetterFacts, sums: LetterSums, settings: Settings) -> LetterProblem:
    """Say why a letter that demands money has nothing to ask for, with the figures."""
    said = "; ".join(_why(part, settings) for part in sums.parts if part.due) or "nothing is due"
    closed = [part.closed for part in sums.parts if part.closed]
    said = next(iter(closed), "") or closed_because(facts.end_state, ()) or said
    return LetterProblem(
        "amount_due",
        0,
        f"Nothing may be asked for now: {said}.",
        "Wait until something may be asked for, or choose a letter that asks for nothing.",
    )


def _why(part: Collectible, settings: Settings) -> str:
    due = money_text(part.due, settings.locale)
    if part.small:
        return f"what is left of {due} past due is so small that it is left alone"
    taken = [
        f"{money_text(amount, settings.locale)} is {words}"
        for words, amount in (
            ("promised", part.promised),
            ("disputed", part.disputed),
            ("decided as a credit", part.conceded),
            ("on hold", part.on_hold),
        )
        if amount.minor > 0
    ]
    return f"of {due} past due, {' and '.join(taken)}" if taken else f"{due} is past due"
