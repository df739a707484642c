"""What is wrong with a contact plan, and what should be looked at before it is saved."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.contact_plans import ANCHORS, CHANNELS, CONDITIONS
from collections_desk.domain.guards_frequency import FIRM_TONES
from collections_desk.domain.plan_editing import anchors_of, conditions_of
from collections_desk.domain.plan_reading import ANCHOR_WORDS, condition_words, when_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from collections_desk.domain.contact_plans import Plan, Step

#: Days before and after its anchor in which a step can lie; and the longest pause before it.
EARLIEST, LATEST, LONGEST_PAUSE = -60, 365, 180
#: A text that fits a line of the worklist, in characters; the most steps of a plan.
LONGEST_TEXT, MOST_STEPS = 160, 40
#: Channels that carry a letter.
WRITTEN = frozenset({"email", "mail", "certified"})
#: Letters that name a consequence; before the days of patience are over they are too early.
THREATS = frozenset({"L04", "L11", "L12", "L13"})
SIGNERS = frozenset({"clerk", "lead", "exec"})
#: The step that looks whether promised money came; the worklist rests on it.
PROMISE_CHECK = "P3"


@dataclass(frozen=True, slots=True)
class PlanFault:
    """One thing that is wrong or odd.

    Attributes:
        place: The place of the step in the plan from 0, or None for the plan as a whole.
        step: The id of that step, or empty.
        field: The field on the form: id, anchor, offset, unit, channel, letter, tone, signer,
            text, condition, on, least_days; "plan" for the plan as a whole.
        said: The sentence.
        remedy: What to do now.
        stops: Whether the plan cannot be saved so; else it is a warning.
        guard: The guard that stands behind a warning, or empty.
    """

    place: int | None
    step: str
    field: str
    said: str
    remedy: str
    stops: bool = True
    guard: str = ""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a plan may name.

    Attributes:
        letters: Ids of letter types.
        worded: Those of them for which a wording is shipped.
        tones: Ids of tones.
        other_ids: Ids of steps of the other plans.
        former_ids: Ids that this plan gave to steps which its newest version no longer has.
        patience_days: Days past due before which nothing firm is said.
    """

    letters: Collection[str]
    worded: Collection[str]
    tones: Collection[str]
    other_ids: Collection[str] = ()
    former_ids: Collection[str] = ()
    patience_days: int = 30


def plan_faults(plan: Plan, known: KnownNames) -> list[PlanFault]:
    """Return all that is wrong with a plan, in the order of its steps, the whole plan last."""
    found: list[PlanFault] = []
    counts = Counter(step.id for step in plan.steps)
    for place, step in enumerate(plan.steps):
        look = _Look(plan, place, step, known)
        found += look.ident(twice=counts[step.id] > 1)
        found += look.day()
        found += look.deed()
        found += look.words()
    return found + list(_whole(plan))


class _Look:
    """Looks at one step."""

    def __init__(self, plan: Plan, place: int, step: Step, known: KnownNames) -> None:
        self._plan = plan
        self._place = place
        self._step = step
        self._known = known

    def ident(self, *, twice: bool) -> Iterator[PlanFault]:
        step, plan = self._step, self._plan
        if not re.fullmatch(rf"{re.escape(plan.id)}[1-9][0-9]{{0,2}}", step.id):
            yield self._fault(
                "id",
                f'"{step.id}" is not a name of a step of plan {plan.id}.',
                f"Give the letter {plan.id} and a number, {plan.id}{len(plan.steps)} for one.",
            )
        elif twice or step.id in self._known.other_ids:
            yield self._fault(
                "id",
                f"{step.id} is there twice.",
                "Give one of the two another number.",
            )
        elif step.id in self._known.former_ids:
            yield self._fault(
                "id",
                f"{step.id} was another step in an older version, and the record names it.",
                "Give a number that was never used.",
            )

    def day(self) -> Iterator[PlanFault]:
        step = self._step
        if step.anchor not in ANCHORS or step.anchor not in anchors_of(self._plan.id):
            words = " or ".join(ANCHOR_WORDS[one] for one in anchors_of(self._plan.id))
            yield self._fault(
                "anchor",
                f'A step of plan {self._plan.id} cannot count from "{step.anchor}".',
                f"Count from when {words}."
                if self._plan.id not in {"A", "D"}
                else f"Count from {words}.",
            )
        if not EARLIEST <= step.offset <= LATEST:
            yield self._fault(
                "offset",
                f"{step.offset} days lie too far away.",
                f"Give a number from {EARLIEST} to {LATEST}.",
            )
        if step.unit not in {"calendar", "business"}:
            yield self._fault("unit", "Days are calendar or business days.", "Choose one.")
        elif step.unit == "business" and step.offset < 0:
            yield self._fault(
                "unit",
                "Business days are counted forward only.",
                "Choose calendar days for a step before the day.",
            )
        before = next(
            (
                one
                for one in reversed(self._plan.steps[: self._place])
                if one.anchor == step.anchor and one.on
            ),
            None,
        )
        if step.on and before is not None and step.offset < before.offset:
            yield self._fault(
                "offset",
                f"{step.id} is due {_low(when_words(step))}, before the step that stands "
                f"before it: {before.id} is due {_low(when_words(before))}.",
                "Give a later day, or move the step up.",
            )
        if not 0 <= step.least_days <= LONGEST_PAUSE:
            yield self._fault(
                "least_days",
                f"{step.least_days} days cannot lie between two steps.",
                f"Give a number from 0 to {LONGEST_PAUSE}.",
            )

    def deed(self) -> Iterator[PlanFault]:
        step, known = self._step, self._known
        if step.channel not in CHANNELS:
            yield self._fault("channel", f'"{step.channel}" is no channel.', "Choose one.")
        written = step.channel in WRITTEN
        if written and not step.letter:
            yield self._fault("letter", f"{step.id} says no letter.", "Choose which letter goes.")
        elif step.letter and not written and step.channel != "text":
            yield self._fault(
                "letter",
                f"Letter {step.letter} cannot go with this channel.",
                "Choose mail or e-mail, or take the letter out.",
            )
        elif step.letter and step.letter not in known.letters:
            yield self._fault(
                "letter",
                f"There is no letter type {step.letter}.",
                "Choose one of the list.",
            )
        elif step.letter and step.letter not in known.worded:
            yield self._warning(
                "letter",
                f"No wording of letter {step.letter} is shipped.",
                "When this step comes, the letter is written outside the program and noted.",
            )
        if step.tone and step.tone not in known.tones:
            yield self._fault("tone", f'There is no tone "{step.tone}".', "Choose one.")
        elif not step.tone and (written or step.channel == "phone"):
            yield self._fault("tone", f"{step.id} has no tone.", "Choose how it is said.")
        if step.signer and step.signer not in SIGNERS:
            yield self._fault("signer", f'"{step.signer}" is no signer.', "Choose one.")
        elif not step.signer and step.channel != "system":
            yield self._fault("signer", f"Nobody does {step.id}.", "Choose who signs or does it.")
        yield from self._early()

    def words(self) -> Iterator[PlanFault]:
        step = self._step
        text = step.text.strip()
        if not text:
            yield self._fault(
                "text",
                f"{step.id} does not say what is done.",
                "Write it in a few words; they stand on the worklist.",
            )
        elif len(text) > LONGEST_TEXT:
            yield self._fault(
                "text",
                f"The text has {len(text)} characters; a line of the worklist has {LONGEST_TEXT}.",
                "Say it shorter.",
            )
        if step.condition and (
            step.condition not in CONDITIONS or step.condition not in conditions_of(self._plan.id)
        ):
            yield self._fault(
                "condition",
                f'"{condition_words(step.condition)}" can never be so in plan {self._plan.id}.',
                "Choose another condition, or none.",
            )

    def _early(self) -> Iterator[PlanFault]:
        step, patience = self._step, self._known.patience_days
        if not step.on or step.anchor != "DUE" or step.offset >= patience:
            return
        if step.tone in FIRM_TONES:
            yield self._warning(
                "tone",
                f"A {step.tone} tone {_low(when_words(step))}: nothing firm is said in the first "
                f"{patience} days.",
                f"Choose day {patience} or later, or a kinder tone.",
                "G-FREQ-07",
            )
        if step.letter in THREATS:
            yield self._warning(
                "letter",
                f"Letter {step.letter} {_low(when_words(step))}: nothing firm is said in the "
                f"first {patience} days.",
                f"Choose day {patience} or later, or a kinder letter.",
                "G-FREQ-07",
            )

    def _fault(self, field: str, said: str, remedy: str) -> PlanFault:
        return PlanFault(self._place, self._step.id, field, said, remedy)

    def _warning(self, field: str, said: str, remedy: str, guard: str = "") -> PlanFault:
        return PlanFault(self._place, self._step.id, field, said, remedy, False, guard)  # noqa: FBT003 - a field of a record


def _whole(plan: Plan) -> Iterator[PlanFault]:
    on = [step for step in plan.steps if step.on]
    if not on:
        yield PlanFault(
            None,
            "",
            "plan",
            f"No step of plan {plan.id} is on.",
            "Leave at least one step on; what is owed must never be forgotten.",
        )
        return
    if len(plan.steps) > MOST_STEPS:
        yield PlanFault(
            None,
            "",
            "plan",
            f"Plan {plan.id} has {len(plan.steps)} steps; at most {MOST_STEPS} are taken.",
            "Take some steps out.",
        )
    if plan.category is not None and on[-1].channel != "review":
        yield PlanFault(
            None,
            "",
            "plan",
            f"Plan {plan.id} does not end with a review: after {on[-1].id} nobody decides what "
            "is to become of the debt.",
            "Put a review at its end.",
            stops=False,
        )
    check = next((step for step in plan.steps if step.id == PROMISE_CHECK), None)
    if plan.id == "P" and (check is None or not check.on or check.channel != "check"):
        yield PlanFault(
            plan.steps.index(check) if check else None,
            PROMISE_CHECK if check else "",
            "channel" if check else "plan",
            f"The step {PROMISE_CHECK} looks whether promised money came; the plan of promises "
            "does not work without it.",
            f"Leave {PROMISE_CHECK} on, as a check.",
        )


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]
