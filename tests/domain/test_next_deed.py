"""Which deed stands out: the one that the next action names; none where nothing may be done."""

from __future__ import annotations

from datetime import date

import pytest

from collections_desk.domain.next_actions import decide
from collections_desk.domain.next_deed import next_deed
from collections_desk.domain.worklist import NextAction
from tests.domain.rules import TODAY, owes, worklist_rules

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("state", "action", "deed"),
    [
        ("action", NextAction("call", "Call: ask why", DAY, "D3", "D"), "call"),
        ("action", NextAction("letter", "Reminder", DAY, "D2", "D", "L02"), "letter"),
        ("action", NextAction("review", "Review: place, go to court", DAY, "A13", "A"), "decide"),
        ("action", NextAction("review", "Decide the dispute", DAY, about="dispute"),
         "dispute_work"),
        ("action", NextAction("review", "Look at the hold again", DAY, about="hold"), "hold"),
        ("action", NextAction("task", "Charge the agreed late fee once", DAY, "A6", "A"),
         "charges"),
        ("action", NextAction("task", "Gather the evidence", DAY, "C2", "C"), "step_done"),
        ("action", NextAction("task", "Ask the owner", DAY, about="own"), "step_done"),
        ("action", NextAction("check", "Check the promise", DAY, "P3", "P", about="promise"), ""),
        ("hold", NextAction("review", "Look at the hold again", DAY, about="hold"), ""),
        ("end", None, ""),
    ],
)  # fmt: skip
def test_the_deed_of_the_next_action(state: str, action: NextAction | None, deed: str) -> None:
    assert next_deed(state, action) == deed


@pytest.mark.parametrize(
    ("planned", "kind", "letter"),
    [
        ("Send L05 with the offer", "letter", "L05"),
        ("call back, then l02", "letter", "L02"),
        ("Send L99", "task", None),
        ("Call Dana back", "call", None),
    ],
)
def test_what_the_clerk_planned_names_its_letter(
    planned: str, kind: str, letter: str | None
) -> None:
    facts = owes(due=TODAY, last_next=planned, last_next_on=TODAY)
    action = decide(facts, worklist_rules(), TODAY).next_action

    assert action is not None
    assert (action.kind, action.letter_type, action.text) == (kind, letter, planned)
