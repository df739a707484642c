"""A contact plan while it is edited: what it was, what it is now, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collections_desk.domain.plan_checks import plan_faults
from collections_desk.domain.plan_editing import (
    added,
    edited,
    former_ids,
    moved,
    new_step,
    removed,
    same_steps,
)

if TYPE_CHECKING:
    from collections_desk.domain.contact_plans import Plan, Step
    from collections_desk.domain.plan_checks import PlanFault
    from collections_desk.operations.contact_plans import PlanPage

#: So many changes can be taken back.
MOST_UNDONE = 200


@dataclass
class PlanState:
    """One plan in the editor.

    Attributes:
        page: The plan in force and all that is known of it.
        plan: The plan as it stands in the editor.
    """

    page: PlanPage
    plan: Plan
    _before: list[Plan] = field(default_factory=list)
    _last: tuple[int, str] | None = None

    @property
    def has_changes(self) -> bool:
        """Whether something is changed that is not saved."""
        return not same_steps(self.plan, self.page.plan)

    def faults(self) -> list[PlanFault]:
        """Return what is wrong with the plan as it stands."""
        return plan_faults(self.plan, self.page.known)

    def is_new(self, step: Step) -> bool:
        """Tell whether a step was never saved: its name can still be chosen.

        So it can where a name is there twice: one of the two was typed over it.
        """
        twice = sum(one.id == step.id for one in self.plan.steps) > 1
        return twice or step.id not in former_ids([self.page.plan])

    def edit(self, place: int, step: Step) -> None:
        """Put another step in the place of one; keys typed one after the other are one change."""
        before = self.plan.steps[place]
        what = next(
            (
                name
                for name in ("text", "id", "offset", "least_days")
                if getattr(before, name) != getattr(step, name)
            ),
            "",
        )
        again = bool(what) and self._last == (place, what)
        self._change(edited(self.plan, place, step), keep=not again)
        self._last = (place, what)

    def add(self, place: int) -> None:
        """Put an empty step at a place."""
        versions = [self.page.shipped, *(one.plan for one in self.page.versions)]
        self._change(added(self.plan, place, new_step(self.plan, place, former_ids(versions))))

    def remove(self, place: int) -> None:
        """Take a step out."""
        self._change(removed(self.plan, place))

    def move(self, place: int, by: int) -> None:
        """Move a step."""
        self._change(moved(self.plan, place, by))

    def undo(self) -> bool:
        """Take the last change back; False if there is none."""
        if not self._before:
            return False
        self.plan = self._before.pop()
        self._last = None
        return True

    def _change(self, plan: Plan, *, keep: bool = True) -> None:
        self._last = None
        if plan == self.plan:
            return
        if keep:
            self._before = [*self._before[1 - MOST_UNDONE :], self.plan]
        self.plan = plan
