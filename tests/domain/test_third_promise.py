"""The third broken promise on the same money: one level further, not another call.

Worked by hand (collections practice, section 4.5). Friday, 2026-11-20 is today.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collections_desk.domain.customers import Category
from collections_desk.domain.holds import Hold
from collections_desk.domain.money import Money
from collections_desk.domain.next_actions import anchor_of, decide
from collections_desk.domain.promises import Payment, Promise, PromiseStanding, promise_standings
from collections_desk.domain.worklist import CustomerFacts, NextAction, TakenStep
from tests.domain.rules import TODAY, owes, worklist_rules

RULES = worklist_rules()
DUE = date(2026, 10, 1)
#: Three promises of 300 dollars, due on these days; none of them was kept.
DAYS = (date(2026, 10, 19), date(2026, 11, 2), date(2026, 11, 16))
#: The grace of one business day; what is broken returns on the business day after it.
DEADLINE, BACK = date(2026, 11, 17), date(2026, 11, 18)


def promised(
    *days: date, paid: tuple[Payment, ...] = (), invoices: tuple[int, ...] = ()
) -> tuple[PromiseStanding, ...]:
    given = [
        Promise(
            number,
            1,
            Money(30_000, "USD"),
            date(day.year, day.month, day.day - 2) if day.day > 2 else DUE,
            day,
            invoice_ids=invoices,
        )
        for number, day in enumerate(days, start=1)
    ]
    found = promise_standings(given, paid, today=TODAY, grace_business_days=1, closed=RULES.closed)
    return tuple(found)


def taken(plan: str, *steps: tuple[str, date]) -> tuple[TakenStep, ...]:
    return tuple(TakenStep(plan, step, DUE, done) for step, done in steps)


def late(*days: date, category: Category = Category.UNSORTED, **facts: Any) -> CustomerFacts:  # noqa: ANN401 - any field of the facts
    return owes(due=DUE, category=category, promises=promised(*days), **facts)


def next_of(facts: CustomerFacts, today: date = TODAY) -> NextAction:
    action = decide(facts, RULES, today).next_action
    assert action is not None
    return action


CALLED = (("D2", date(2026, 10, 5)), ("D3", date(2026, 10, 12)))


@pytest.mark.parametrize(
    ("category", "steps", "step", "letter", "due"),
    [
        # Reminded and called, never written to: the second notice, ahead of its day.
        (Category.UNSORTED, taken("D", *CALLED), "D5", "L03", BACK),
        # Nothing at all on record: a call is what it has had three times in words.
        (Category.UNSORTED, (), "D5", "L03", BACK),
        # The second notice went out three weeks ago: the final demand.
        (Category.UNSORTED, taken("D", *CALLED, ("D5", date(2026, 10, 30))), "D7", "L04", BACK),
        # It went out a week ago: the days between two firmer letters are kept.
        (Category.UNSORTED, taken("D", *CALLED, ("D5", date(2026, 11, 13))), "D7", "L04",
         date(2026, 11, 23)),
        # Written about the second promise: L07 was as firm as the second notice.
        (Category.UNSORTED, (*taken("D", *CALLED),
                             TakenStep("P", "P5", DAYS[1], date(2026, 11, 5))),
         "D7", "L04", BACK),
        # The final demand is out: the certified one.
        (Category.UNSORTED, taken("D", *CALLED, ("D5", date(2026, 10, 8)),
                                  ("D7", date(2026, 10, 20))), "D8", "L11", BACK),
        # The certified one is out, and nothing is decided: the review.
        (Category.UNSORTED, taken("D", ("D7", date(2026, 10, 8)), ("D8", date(2026, 10, 20))),
         "D10", None, BACK),
        # The other plans have the same letters at steps of their own.
        (Category.DISORGANIZED, taken("A", ("A3", date(2026, 10, 5))), "A8", "L03", BACK),
        (Category.STRUGGLING, taken("B", ("B2", date(2026, 10, 6))), "B10", "L03", BACK),
    ],
)  # fmt: skip
def test_the_third_broken_promise_takes_the_plan_one_level_further(
    category: Category,
    steps: tuple[TakenStep, ...],
    step: str,
    letter: str | None,
    due: date,
) -> None:
    facts = late(*DAYS, category=category, steps=steps)
    decision = decide(facts, RULES, TODAY)
    action = next_of(facts)

    assert (action.step, action.letter_type, action.due_on) == (step, letter, due)
    assert action.kind != "call"
    assert decision.mark == "broken"
    assert decision.because.startswith("3rd promise on this money broken")
    assert anchor_of(action.plan or "", "DUE", facts) == DUE


@pytest.mark.parametrize("days", [DAYS[2:], DAYS[1:]])
def test_before_the_third_one_it_is_a_call(days: tuple[date, ...]) -> None:
    assert next_of(late(*days)).step == "P4"


def test_a_promise_kept_between_them_begins_the_count_anew() -> None:
    kept = (Payment(Money(30_000, "USD"), DAYS[1]),)
    facts = owes(due=DUE, promises=promised(*DAYS, paid=kept))

    assert next_of(facts).step == "P4"


def test_promises_on_other_money_are_not_counted_together() -> None:
    one, two = promised(*DAYS[:2], invoices=(7,)), promised(DAYS[2], invoices=(8,))

    assert next_of(owes(due=DUE, promises=(*one, *two))).step == "P4"


def test_a_talk_since_does_not_bring_back_the_calls() -> None:
    facts = late(*DAYS, last_talk_on=date(2026, 11, 18), last_contact_on=date(2026, 11, 18),
                 last_touch_on=date(2026, 11, 18))  # fmt: skip

    assert next_of(facts).step == "D5"


def test_what_was_agreed_in_a_talk_since_is_not_lost() -> None:
    agreed: dict[str, Any] = {"last_next": "Call Ms. Ortiz back", "last_next_on": TODAY}
    facts = late(*DAYS, last_contact_on=date(2026, 11, 18), last_talk_on=date(2026, 11, 18),
                 steps=taken("D", ("D5", date(2026, 11, 16))), **agreed)  # fmt: skip

    assert next_of(facts).text == "Call Ms. Ortiz back"
    done = facts._replace(last_next_on=None)
    assert (next_of(done).step, next_of(done).due_on) == ("D7", date(2026, 11, 27))


@pytest.mark.parametrize("how", ["letter", "skipped"])
def test_once_it_was_taken_or_left_out_with_a_reason_the_plan_goes_on(how: str) -> None:
    step = TakenStep("D", "D5", DUE, date(2026, 11, 19), how)
    decision = decide(late(*DAYS, steps=(step,)), RULES, TODAY)

    assert decision.mark != "broken"
    assert decision.next_action is not None
    assert decision.next_action.step in {"D6", "D2", "D3"}


def test_where_money_came_since_it_is_a_call_and_no_firmer_step() -> None:
    assert next_of(late(*DAYS, last_payment=date(2026, 11, 19))).step == "P4"


def test_a_closed_channel_is_passed_by() -> None:
    hold = Hold(1, 1, "no letters", TODAY, scope="channel", scope_ref="mail")
    assert next_of(late(*DAYS, holds=(hold,))).step == "D10"
