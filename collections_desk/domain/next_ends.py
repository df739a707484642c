"""What comes next at the end of the road: closed, placed, come back, decided at a review."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.calendar import business_day_on_or_after
from collections_desk.domain.deciding import Decision, day_words
from collections_desk.domain.plan_steps import LAST_LETTERS, step_day
from collections_desk.domain.worklist import NextAction, TakenStep

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.contact_plans import Plan
    from collections_desk.domain.deciding import WorklistRules
    from collections_desk.domain.worklist import CustomerFacts, DecisionFact, PlacementFact

#: Days after which a review that ended in "keep" comes back.
REVIEW_AGAIN_DAYS = 30
#: What is decided now and carried out later, by a placement.
TO_BE_PLACED = {"agency": "Place it with the agency", "court": "Take it to court"}
_KEPT_ON = {
    "keep": "kept on",
    "settle": "to be settled",
    "write_off": "to be written off",
    "credit": "to be credited",
}
_END_WORDS = {
    "paid": "Everything is paid",
    "written_off": "Written off",
    "placed": "Placed with an agency",
    "settled": "Settled",
    "legal": "In court",
    "judgment": "There is a judgment",
}


def ended(facts: CustomerFacts, end_state: str, rules: WorklistRules) -> Decision:
    """Return the end state of a customer; what fell due after a placement is not forgotten."""
    placed = facts.placement
    if end_state == "placed" and placed is not None and placed.rest_due is not None:
        due = placed.rest_due + timedelta(days=rules.patience_days)
        action = NextAction(
            "review",
            f"Invoices are open that are not with {placed.name}: place them too, or recall",
            business_day_on_or_after(due, rules.closed),
            about="placement",
        )
        return Decision("action", action, f"placed with {placed.name}, not all of it")
    words = _END_WORDS.get(end_state, end_state.replace("_", " "))
    if end_state == "placed" and placed is not None:
        words = f"{words}: {placed.name}, {day_words(placed.placed_on)}"
    return Decision("end", None, f"{words}; nothing more is to be done")


def standing_decision(facts: CustomerFacts) -> DecisionFact | None:
    """Return the decision that was made in this delinquency, or None.

    A placement that has come back since opens the question again.
    """
    decision = facts.decision
    if decision is None or _came_back_after(decision, facts.placement):
        return None
    old = facts.oldest_due is not None and decision.decided_on < facts.oldest_due
    return None if old else decision


def _came_back_after(decision: DecisionFact, placed: PlacementFact | None) -> bool:
    """Tell whether a placement ended after a decision; one made on that very day is newer."""
    if placed is None or placed.ended_on is None:
        return False
    same_day = placed.ended_on == decision.decided_on and placed.placed_on >= decision.decided_on
    return placed.ended_on > decision.decided_on or same_day


def placement_decided(facts: CustomerFacts) -> bool:
    """Tell whether it is decided to hand the customer over."""
    decision = standing_decision(facts)
    return decision is not None and decision.kind in TO_BE_PLACED


def with_reviews(
    facts: CustomerFacts, rules: WorklistRules, plan: Plan, anchors: Mapping[str, date]
) -> tuple[TakenStep, ...]:
    """Return the steps on record; a decision has taken the review of the plan that it was for."""
    decision = standing_decision(facts)
    if decision is None:
        return facts.steps
    reviewed = []
    for step in plan.steps:
        anchor = anchors.get(step.anchor)
        if step.channel != "review" or anchor is None:
            continue
        over = decision.decided_on >= step_day(step, anchor, rules.closed)
        if over or decision.kind in TO_BE_PLACED:
            reviewed.append(TakenStep(plan.id, step.id, anchor, decision.decided_on))
    return (*facts.steps, *reviewed)


def review_again(facts: CustomerFacts, rules: WorklistRules) -> list[Decision]:
    """Return the review that a decision or a placement that came back asks for."""
    looked = max((one.done_on for one in facts.steps if one.step == "review"), default=None)
    placed = facts.placement
    if placed is not None and placed.ended_on is not None:
        newer = facts.decision is not None and not _came_back_after(facts.decision, placed)
        if not newer and (looked is None or looked < placed.ended_on):
            action = NextAction(
                "review",
                f"It came back from {placed.name}: decide what is done now",
                business_day_on_or_after(placed.ended_on, rules.closed),
                about="review",
            )
            return [Decision("action", action, f"came back {day_words(placed.ended_on)}")]
    decision = standing_decision(facts)
    if decision is None or decision.kind in TO_BE_PLACED:
        return []
    day = decision.review_on or decision.decided_on + timedelta(days=REVIEW_AGAIN_DAYS)
    if looked is not None and looked >= day:
        day = looked + timedelta(days=REVIEW_AGAIN_DAYS)
    words = _KEPT_ON.get(decision.kind, decision.kind.replace("_", " "))
    action = NextAction(
        "review",
        "Review again: place, go to court, write off or keep",
        business_day_on_or_after(day, rules.closed),
        about="review",
    )
    return [Decision("action", action, f"{words}, decided {day_words(decision.decided_on)}")]


def hand_over(facts: CustomerFacts, rules: WorklistRules) -> Decision | None:
    """Return the placement that was decided and whose notice is out, or not to be sent."""
    decision = standing_decision(facts)
    if decision is None or decision.kind not in TO_BE_PLACED:
        return None
    due = decision.decided_on
    for record in facts.steps:
        plan = rules.plans.plans.get(record.plan)
        step = plan.find(record.step) if plan is not None else None
        if step is None or step.letter not in LAST_LETTERS or record.how == "skipped":
            continue
        if facts.oldest_due is None or record.done_on > facts.oldest_due:
            notice = record.done_on + timedelta(days=rules.pace.between_escalations)
            due = max(due, notice)
    action = NextAction(
        "task",
        f"{TO_BE_PLACED[decision.kind]}: it is decided, and the days of the notice are over",
        business_day_on_or_after(due, rules.closed),
        about="placement",
    )
    return Decision("action", action, f"decided {day_words(decision.decided_on)}")
