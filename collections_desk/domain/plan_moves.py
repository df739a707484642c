"""What another category would change: shown before it is decided, by the rules of the worklist.

Nothing is stored for it. The next step of every plan is worked out from the steps on record, so
a customer who changes plans comes to the step that fits: no softer one again, none firmer than
what was earned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.deciding import day_words
from collections_desk.domain.next_actions import decide, own_plan_step, plan_of
from collections_desk.domain.plan_steps import firmness

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.contact_plans import Plan
    from collections_desk.domain.customers import Category
    from collections_desk.domain.deciding import Decision, WorklistRules
    from collections_desk.domain.worklist import CustomerFacts, NextAction


@dataclass(frozen=True, slots=True)
class PlanMove:
    """What the customer's next step is in one category, beside the one it is in.

    Attributes:
        category: The category looked at.
        plan: Its plan, "D" for one; "C beside D" is said in `words`.
        before, after: The decision of the worklist now, and in that category.
        step: The step of the plan that comes next once nothing pauses it, or None at its end.
        left_out: Steps of the plan before it that are not taken any more, by id.
        words: All of it in sentences, for the clerk.
    """

    category: Category
    plan: str
    before: Decision
    after: Decision
    step: NextAction | None
    left_out: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Tell whether the next step is another one, or on another day."""
        return self.before.next_action != self.after.next_action


def move_to_plan(
    facts: CustomerFacts, category: Category, rules: WorklistRules, today: date
) -> PlanMove:
    """Return what comes next if the customer is of `category`; nothing is changed by asking."""
    before = decide(facts, rules, today)
    moved = facts._replace(category=category)
    after = decide(moved, rules, today)
    plan = plan_of(category, rules)
    own = own_plan_step(moved, rules, today)
    step = own.next_action if own is not None else None
    left_out = _left_out(plan, moved, step)
    words = _words(plan, (before, after), step, left_out, today)
    return PlanMove(category, plan.id, before, after, step, left_out, words)


def _left_out(plan: Plan, facts: CustomerFacts, step: NextAction | None) -> tuple[str, ...]:
    """Return the steps of the plan that are behind the customer though it never took them."""
    due = facts.chased_from
    if due is None:
        return ()
    taken = {one.step for one in facts.steps if one.plan == plan.id}
    found = []
    for one in plan.steps:
        if step is not None and one.id == step.step:
            break
        if one.on and one.anchor == "DUE" and firmness(one) and one.id not in taken:
            found.append(one.id)
    return tuple(found)


def _words(
    plan: Plan,
    decisions: tuple[Decision, Decision],
    step: NextAction | None,
    left_out: tuple[str, ...],
    today: date,
) -> tuple[str, ...]:
    before, after = decisions
    said = []
    if before.next_action == after.next_action and before.state == after.state:
        said.append(f"Next stays as it is: {_action_words(after, today)}.")
    else:
        said.append(f"Now next: {_action_words(before, today)}.")
        said.append(f"Then next: {_action_words(after, today)}.")
    action = after.next_action
    if step is not None and (action is None or action.step != step.step):
        said.append(f"After that, the {plan.name} goes on with {_step_words(step)}.")
    if step is None:
        said.append(f"The {plan.name} has no step left for this customer.")
    if left_out:
        names = "; ".join(plan.step(one).text for one in left_out)
        said.append(f"Left out, because it is over or the customer has heard as much: {names}.")
    return tuple(said)


def _action_words(decision: Decision, today: date) -> str:
    action = decision.next_action
    if action is None:
        return decision.because
    late = "due since" if action.due_on < today else "due"
    return f"{_step_words(action, late)}"


def _step_words(action: NextAction, due: str = "due") -> str:
    letter = f" (letter {action.letter_type})" if action.letter_type else ""
    text = action.text.rstrip(".")
    return f"{text}{letter}, {due} {day_words(action.due_on)}, {action.due_on.year}"
