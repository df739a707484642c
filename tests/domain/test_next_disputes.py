"""What a dispute asks for when its clocks run out, whatever step was left undone.

Worked by hand. Received on Monday, 2026-07-06: to be decided by July 21, hard limit August 5.
"""

from __future__ import annotations

from datetime import date

import pytest

from collections_desk.domain.next_actions import decide
from collections_desk.domain.ranking import worklist_line
from collections_desk.domain.worklist import CustomerFacts, TakenStep
from tests.domain.rules import owes, worklist_rules

RULES = worklist_rules()
RECEIVED = date(2026, 7, 6)


def disputing(*steps: str) -> CustomerFacts:
    done = tuple(TakenStep("C", step, RECEIVED, date(2026, 7, 7)) for step in steps)
    return owes(due=None, dispute_received=RECEIVED, steps=done)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        # The evidence is still to be gathered, and its day has not come yet.
        (date(2026, 7, 20), "dispute received Mon, Jul 6, due since Jul 8"),
        (date(2026, 7, 21), "dispute to be decided by Jul 21, due today"),
        # The day is over: in words, and by how much.
        (date(2026, 7, 22), "dispute to be decided by Jul 21, 1 day late"),
        (date(2026, 7, 27), "dispute to be decided by Jul 21, 6 days late"),
    ],
)
def test_a_dispute_says_that_its_day_has_come(today: date, said: str) -> None:
    line = worklist_line(disputing("C1"), RULES, today)

    assert line.next_action is not None
    assert line.next_action.step == "C2"
    assert line.why.endswith(f"{said}.")


def test_the_year_is_said_where_it_is_another_one() -> None:
    facts = owes(due=None, dispute_received=date(2026, 12, 21))

    assert "by Jan 5, 2 days late" in worklist_line(facts, RULES, date(2027, 1, 7)).why
    old = owes(due=None, dispute_received=date(2026, 12, 16))
    assert "by Dec 31, 2026, 7 days late" in worklist_line(old, RULES, date(2027, 1, 7)).why


@pytest.mark.parametrize(
    ("today", "said", "points"),
    [
        # Five business days after Monday, July 6, is Monday, July 13.
        (date(2026, 7, 10), "dispute received Mon, Jul 6, acknowledge by Mon, Jul 13", 50),
        (date(2026, 7, 13), "dispute to be acknowledged by Jul 13, due today", 60),
        (date(2026, 7, 15), "dispute to be acknowledged by Jul 13, 2 days late", 60),
        (date(2026, 7, 21), "dispute to be decided by Jul 21, due today", 65),
    ],
)
def test_a_dispute_says_until_when_it_is_to_be_acknowledged(
    today: date, said: str, points: int
) -> None:
    facts = disputing("C1")._replace(dispute_unheard=RECEIVED)
    line = worklist_line(facts, RULES, today)

    assert line.why.endswith(f"{said}.")
    assert points in [part for name, part in line.rank_parts if "dispute" in name]


def test_where_no_step_is_left_the_clocks_ask_themselves() -> None:
    skipped = tuple(
        TakenStep("C", f"C{one}", RECEIVED, RECEIVED, "skipped") for one in range(1, 5)
    )
    facts = owes(due=None, dispute_received=RECEIVED, dispute_unheard=RECEIVED, steps=skipped)

    waits = decide(facts, RULES, date(2026, 7, 8)).next_action
    assert waits is not None
    assert (waits.text, waits.due_on) == ("Acknowledge the dispute", date(2026, 7, 13))
    assert (waits.kind, waits.letter_type) == ("letter", "L08")

    heard = decide(facts._replace(dispute_unheard=None), RULES, date(2026, 7, 8)).next_action
    assert heard is not None
    assert (heard.text, heard.due_on) == ("Decide the dispute", date(2026, 7, 21))


@pytest.mark.parametrize("done", [(), ("C1",), ("C1", "C2"), ("C1", "C2", "C3")])
def test_at_the_hard_limit_it_must_be_decided_whatever_was_left_undone(
    done: tuple[str, ...],
) -> None:
    before = decide(disputing(*done), RULES, date(2026, 8, 4)).next_action
    reached = worklist_line(disputing(*done), RULES, date(2026, 8, 5))
    later = worklist_line(disputing(*done), RULES, date(2026, 8, 8))

    assert before is not None
    assert before.about == ""
    for line in (reached, later):
        assert line.next_action is not None
        assert line.next_action.text == "Decide the dispute: its hard limit is reached"
        assert (line.next_action.kind, line.next_action.about) == ("review", "dispute")
        assert line.next_action.due_on == date(2026, 8, 5)
    assert reached.why.endswith("dispute to be decided by Aug 5 at the latest, due today.")
    assert later.why.endswith("dispute to be decided by Aug 5 at the latest, 3 days late.")


def test_the_later_a_dispute_is_the_higher_it_stands() -> None:
    points = [
        sum(
            points
            for name, points in worklist_line(disputing("C1"), RULES, day).rank_parts
            if "dispute" in name
        )
        for day in (date(2026, 7, 20), date(2026, 7, 22), date(2026, 8, 5))
    ]

    assert points == [50, 65, 80]


def test_the_clocks_are_those_of_the_settings() -> None:
    rules = worklist_rules(dispute_decide_days=20, dispute_hard_days=10)

    # A hard limit before the day to decide is no limit before it: both are July 26, a Sunday.
    assert decide(disputing("C1"), rules, date(2026, 7, 23)).mark == "dispute"
    friday = worklist_line(disputing("C1"), rules, date(2026, 7, 24))
    assert friday.why.endswith("dispute to be decided by Jul 26, due now.")
    reviewed = decide(disputing("C1"), rules, date(2026, 7, 27)).next_action
    assert reviewed is not None
    assert reviewed.kind == "review"
