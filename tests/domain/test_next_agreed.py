"""What comes next with payment plans, settlements, holds, decisions and placements.

Worked by hand. Friday, 2026-11-20 is today; Thanksgiving is November 26.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from collections_desk.domain.customers import Category
from collections_desk.domain.holds import Hold
from collections_desk.domain.money import Money
from collections_desk.domain.next_actions import anchor_of, decide
from collections_desk.domain.payment_plans import (
    Installment,
    PaymentPlan,
    PlanStanding,
    plan_standings,
)
from collections_desk.domain.promises import Payment
from collections_desk.domain.ranking import worklist_line
from collections_desk.domain.worklist import (
    CustomerFacts,
    DecisionFact,
    NextAction,
    PlacementFact,
    SettlementFact,
    TakenStep,
)
from tests.domain.rules import TODAY, owes, worklist_rules

RULES = worklist_rules()
DUE = date(2026, 9, 1)
OFFERED = date(2026, 10, 1)
#: Down payment on October 5, then two installments a month apart: 300, 300, 300 dollars.
DAYS = (date(2026, 10, 5), date(2026, 11, 5), date(2026, 12, 7))


def plan(*, signed: bool = True, reply_by: date | None = None) -> PaymentPlan:
    return PaymentPlan(
        id=1,
        customer_id=1,
        balance=Money(90_000, "USD"),
        as_of=OFFERED,
        rhythm="monthly",
        cure_days=10,
        accelerates=True,
        offered_on=OFFERED,
        reply_by=reply_by,
        signed_on=OFFERED if signed else None,
        installments=tuple(
            Installment(number, day, Money(30_000, "USD")) for number, day in enumerate(DAYS)
        ),
    )


def standing(made: PaymentPlan, today: date, *paid: tuple[date, int]) -> PlanStanding:
    payments = [Payment(Money(minor, "USD"), day) for day, minor in paid]
    (found,) = plan_standings(
        [made], payments, today=today, grace_business_days=1, closed=RULES.closed
    )
    return found


def with_plan(
    today: date,
    *paid: tuple[date, int],
    steps: tuple[TakenStep, ...] = (),
    made: PaymentPlan | None = None,
    category: Category = Category.STRUGGLING,
) -> CustomerFacts:
    one = standing(made or plan(), today, *paid)
    aside = one.state.value not in {"broken", "completed", "cancelled"}
    return owes(due=DUE, category=category, steps=steps, payment_plans=(one,), set_aside=aside)


def next_of(facts: CustomerFacts, today: date) -> NextAction:
    action = decide(facts, RULES, today).next_action
    assert action is not None
    return action


def b(step: str, anchor: date, done: date) -> TakenStep:
    return TakenStep("B", step, anchor, done)


FIRST = (DAYS[0], 30_000)
SENT = b("B5", OFFERED, OFFERED)


@pytest.mark.parametrize("category", list(Category))
def test_a_plan_on_offer_is_sent_for_signature_whatever_the_category(category: Category) -> None:
    made = plan(signed=False, reply_by=date(2026, 10, 8))
    facts = with_plan(OFFERED, made=made, category=category)
    action = next_of(facts, OFFERED)

    assert (action.step, action.letter_type, action.due_on) == ("B5", "L06", OFFERED)
    assert anchor_of("B", "PLAN", facts) == OFFERED


def test_a_signed_copy_that_does_not_come_back_is_asked_for() -> None:
    made = plan(signed=False, reply_by=date(2026, 10, 8))
    facts = with_plan(date(2026, 10, 2), steps=(SENT,), made=made)

    assert next_of(facts, date(2026, 10, 2)).due_on == date(2026, 10, 9)
    asked = facts._replace(last_touch_on=date(2026, 10, 9))
    assert next_of(asked, date(2026, 10, 9)).due_on == date(2026, 10, 16)


@pytest.mark.parametrize(
    ("today", "paid", "done", "step", "due"),
    [
        # The first installment is paid; the reminder comes three days before the second.
        (date(2026, 10, 8), (FIRST,), (), "B6", date(2026, 11, 2)),
        # Reminded: the check waits until the grace of one business day is over.
        (date(2026, 11, 3), (FIRST,), ("B6",), None, date(2026, 11, 9)),
        # The day came without a reminder: nobody is reminded of what is due already.
        (date(2026, 11, 5), (FIRST,), (), None, date(2026, 11, 9)),
        # Missed: the call, once the grace is over.
        (date(2026, 11, 9), (FIRST,), (), "B7", date(2026, 11, 9)),
        # Called: L07 two days after the call, and the eleventh is a holiday.
        (date(2026, 11, 9), (FIRST,), ("B7",), "B8", date(2026, 11, 12)),
        # Written: then the cure days run to November 16.
        (date(2026, 11, 11), (FIRST,), ("B7", "B8"), None, date(2026, 11, 17)),
        # Not cured: the plan broke on November 17; ten days after L07 it is a holiday week.
        (date(2026, 11, 18), (FIRST,), ("B7", "B8"), "B9", date(2026, 11, 23)),
        # Cured in time: on to the last installment.
        (date(2026, 11, 18), (FIRST, (date(2026, 11, 13), 30_000)), ("B7", "B8"), "B6",
         date(2026, 12, 4)),
    ],
)  # fmt: skip
def test_the_steps_of_a_plan_follow_its_installments(
    today: date,
    paid: tuple[tuple[date, int], ...],
    done: tuple[str, ...],
    step: str | None,
    due: date,
) -> None:
    days = {"B6": date(2026, 11, 2), "B7": date(2026, 11, 9), "B8": date(2026, 11, 11)}
    steps = tuple(b(name, DAYS[1], days[name]) for name in done)
    facts = with_plan(today, *paid, steps=(SENT, *steps))
    action = next_of(facts, today)

    assert (action.step, action.due_on) == (step, due)
    assert decide(facts, RULES, today).mark in {"plan", "missed", "broken"}


def test_a_second_missed_installment_breaks_the_plan_at_once() -> None:
    today = date(2026, 12, 9)
    long = replace(plan(), cure_days=60)
    facts = with_plan(today, FIRST, steps=(SENT,), made=long)

    assert facts.payment_plans[0].state.value == "broken"
    assert next_of(facts, today).step == "B9"


def test_after_the_demand_the_plan_of_the_category_goes_on_with_firmer_steps() -> None:
    """B9 was the final demand: the certified one follows, not the second notice."""
    today = date(2026, 11, 24)
    steps = (SENT, b("B9", DAYS[1], date(2026, 11, 23)))
    facts = with_plan(today, FIRST, steps=steps)
    action = next_of(facts, today)

    assert (action.step, action.due_on) == ("B12", date(2026, 12, 3))
    assert next_of(facts._replace(category=Category.UNSORTED), today).step == "D8"


def test_invoices_outside_the_plan_are_chased_beside_it() -> None:
    today = date(2026, 10, 8)
    facts = with_plan(today, FIRST, steps=(SENT,))._replace(rest_due=date(2026, 10, 1))

    assert next_of(facts, today).step == "B2"
    assert anchor_of("B", "DUE", facts) == date(2026, 10, 1)
    assert anchor_of("B", "INST", facts) == DAYS[1]


def test_a_plan_of_an_earlier_delinquency_says_nothing() -> None:
    today = date(2027, 3, 1)
    facts = with_plan(today, FIRST)._replace(oldest_due=date(2027, 2, 20))

    assert next_of(facts, today).step == "B2"


def test_a_cancelled_plan_gives_the_customer_back_to_the_chase() -> None:
    made = replace(plan(), ended="cancelled", ended_on=date(2026, 10, 9))
    facts = with_plan(date(2026, 10, 12), FIRST, steps=(SENT,), made=made)

    assert next_of(facts, date(2026, 10, 12)).step == "B10"


# Settlements.


def settled(today: date, received: int = 0, paid_on: date | None = None) -> CustomerFacts:
    agreed = SettlementFact(
        Money(60_000, "USD"),
        date(2026, 11, 2),
        date(2026, 11, 13),
        date(2026, 11, 16),
        Money(received, "USD"),
        paid_on,
    )
    return owes(due=today - timedelta(days=100), settlement=agreed)


def test_a_settlement_in_force_is_a_hold_until_its_day() -> None:
    decision = decide(settled(TODAY), RULES, date(2026, 11, 16))

    assert decision.state == "hold"
    assert decision.next_action is not None
    assert decision.next_action.due_on == date(2026, 11, 17)


def test_a_settlement_that_was_not_paid_is_reviewed() -> None:
    decision = decide(settled(TODAY, 10_000), RULES, TODAY)

    assert decision.state == "action"
    assert decision.next_action is not None
    assert (decision.next_action.kind, decision.next_action.due_on) == (
        "review",
        date(2026, 11, 17),
    )


def test_a_settlement_that_was_paid_is_booked() -> None:
    action = next_of(settled(TODAY, 60_000, date(2026, 11, 12)), TODAY)

    assert (action.kind, action.due_on) == ("task", date(2026, 11, 12))


# Decisions and placements.

LATE = TODAY - timedelta(days=95)
WALKED = tuple(
    TakenStep("D", step, LATE, LATE + timedelta(days=day))
    for step, day in (("D2", 3), ("D3", 10), ("D4", 20), ("D5", 30), ("D6", 45), ("D7", 60),
                      ("D8", 75))
)  # fmt: skip


@pytest.mark.parametrize("kind", ["agency", "court"])
def test_a_decided_placement_is_announced_then_carried_out(kind: str) -> None:
    facts = owes(due=LATE, steps=WALKED, decision=DecisionFact(kind, TODAY))
    notice = next_of(facts, TODAY)
    sent = TakenStep("D", "D9", LATE, TODAY)
    handed = next_of(facts._replace(steps=(*WALKED, sent)), TODAY)

    assert (notice.step, notice.letter_type) == ("D9", "L12")
    assert (handed.about, handed.due_on) == ("placement", date(2026, 11, 30))


def test_without_a_decision_nothing_is_announced() -> None:
    assert next_of(owes(due=LATE, steps=WALKED), TODAY).step == "D10"


def test_a_decision_to_keep_on_comes_back_on_its_day() -> None:
    facts = owes(due=LATE, steps=WALKED, decision=DecisionFact("keep", TODAY, date(2026, 12, 15)))
    action = next_of(facts, TODAY)

    assert (action.kind, action.due_on) == ("review", date(2026, 12, 15))
    unnamed = facts._replace(decision=DecisionFact("keep", TODAY))
    assert next_of(unnamed, TODAY).due_on == date(2026, 12, 21)


def test_a_decision_of_an_earlier_delinquency_says_nothing() -> None:
    facts = owes(due=TODAY - timedelta(days=10), decision=DecisionFact("agency", LATE))

    assert next_of(facts, TODAY).step == "D2"


def test_what_is_placed_is_an_end_until_it_comes_back() -> None:
    placed = PlacementFact("agency", "Fenwick Recovery", TODAY)
    steps = (*WALKED, TakenStep("D", "D10", LATE, TODAY - timedelta(days=4)))
    away = owes(due=LATE, steps=steps, end_state="placed", placement=placed)
    back = away._replace(
        end_state=None, placement=placed._replace(ended_on=TODAY + timedelta(days=20))
    )
    later = TODAY + timedelta(days=21)

    assert decide(away, RULES, TODAY).state == "end"
    assert "Fenwick" in worklist_line(away, RULES, TODAY).why
    assert next_of(back, later).text.startswith("It came back from Fenwick Recovery")
    looked = back._replace(steps=(*steps, TakenStep("", "review", later, later)))
    assert next_of(looked, later).due_on == date(2027, 1, 11)


def test_what_fell_due_after_a_placement_is_not_forgotten() -> None:
    placed = PlacementFact("agency", "Fenwick Recovery", LATE, None, date(2026, 11, 1))
    action = next_of(owes(due=LATE, end_state="placed", placement=placed), TODAY)

    assert (action.about, action.due_on) == ("placement", date(2026, 12, 1))


# Holds by scope.


@pytest.mark.parametrize(
    ("channel", "step"), [("phone", "D5"), ("mail", "D3"), ("email", "D3"), ("text", "D3")]
)
def test_a_pause_of_a_channel_closes_that_channel(channel: str, step: str) -> None:
    hold = Hold(1, 1, "as asked", TODAY, scope="channel", scope_ref=channel)
    due = TODAY - timedelta(days=40)
    steps = (TakenStep("D", "D2", due, due + timedelta(days=3)),)

    assert next_of(owes(due=due, holds=(hold,), steps=steps), TODAY).step == step


def test_a_pause_of_one_number_leaves_the_others() -> None:
    hold = Hold(
        1, 1, "fax line", TODAY, scope="number", scope_ref="617 555 0134", flag="OPT_PHONE"
    )
    due = TODAY - timedelta(days=40)
    steps = (TakenStep("D", "D2", due, due + timedelta(days=3)),)
    facts = owes(due=due, holds=(hold,), steps=steps)

    assert next_of(facts._replace(phone="617 555 0199"), TODAY).step == "D3"
    assert next_of(facts, TODAY).step == "D5"


def test_a_pause_of_a_part_is_looked_at_again_on_its_day() -> None:
    hold = Hold(1, 1, "new person", TODAY, scope="channel", scope_ref="email",
                review_on=date(2026, 11, 23))  # fmt: skip
    action = next_of(owes(due=TODAY, holds=(hold,)), TODAY)

    assert (action.kind, action.due_on) == ("review", date(2026, 11, 23))


def test_when_every_invoice_is_on_hold_the_customer_is() -> None:
    hold = Hold(1, 1, "waits for the credit", TODAY, scope="invoice", scope_ref="7")
    decision = decide(owes(due=None, holds=(hold,)), RULES, TODAY)

    assert (decision.state, decision.hold) == ("hold", "waits for the credit")


def test_fees_are_posted_once_and_only_where_agreed() -> None:
    due = TODAY - timedelta(days=16)
    steps = tuple(
        TakenStep("A", step, due, due + timedelta(days=day))
        for step, day in (("A3", 3), ("A4", 7), ("A5", 10))
    )
    facts = owes(due=due, steps=steps, category=Category.DISORGANIZED)
    agreed = worklist_rules(fee_preset=True)
    no_fee = Hold(1, 1, "key account", TODAY, flag="DO_NOT_FEE")

    def step(one: CustomerFacts) -> str | None:
        action = decide(one, agreed, TODAY).next_action
        return action.step if action else None

    assert next_of(facts, TODAY).step == "A7"
    assert step(facts) == "A6"
    assert step(facts._replace(charged_on=TODAY)) == "A7"
    assert step(facts._replace(holds=(no_fee,))) == "A7"
