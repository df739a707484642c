"""When a survey may go out (letter L15): to who paid, and not under a sensitive flag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.holds import active_holds
from collections_desk.domain.letter_drafts import LetterProblem

if TYPE_CHECKING:
    from collections_desk.domain.letter_facts import LetterFacts
    from collections_desk.domain.letters import Letter

#: Flags under which nobody is asked how it was (collections practice, section 4.5).
NO_SURVEY_UNDER = frozenset({"BKY", "DEC", "IDT", "LEGAL_HOLD", "CEASE"})


def survey_problems(letter: Letter, facts: LetterFacts) -> list[LetterProblem]:
    """Return what keeps a survey from going out; nothing for other letters."""
    if letter.type != "L15":
        return []
    problems = []
    flags = [
        one.flag
        for one in active_holds(facts.holds, letter.letter_date)
        if one.flag in NO_SURVEY_UNDER
    ]
    if flags:
        problems.append(
            LetterProblem(
                "body",
                0,
                f"{facts.customer.name} has the flag {', '.join(flags)}.",
                "No survey goes out while it stands. Cancel this letter.",
            )
        )
    if any(item.open_minor > 0 for item in facts.items):
        problems.append(
            LetterProblem(
                "body",
                0,
                f"{facts.customer.name} still has open invoices.",
                "The survey goes out two weeks after everything is paid.",
            )
        )
    return problems
