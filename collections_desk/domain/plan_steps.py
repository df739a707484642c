"""Which step of a contact plan comes next, and from which day.

A step counts from its anchor *and* from what was done before it. A step that was taken while an
invoice was already past due was taken for that invoice as well: so a part payment that moves
the anchor to a younger invoice neither begins the plan anew nor jumps a step, and a customer
who changes plans goes on where the other plan had come to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.calendar import add_business_days, business_day_on_or_after
from collections_desk.domain.worklist import NextAction

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.contact_plans import Plan, Step
    from collections_desk.domain.worklist import TakenStep

#: How firm a step is; a customer never goes back to a softer one. Tones that are not here
#: (supportive, calm-factual) stand beside the ladder: an offer of help is never too late.
FIRMNESS = {"friendly": 1, "helpful": 2, "plain-firm": 3, "firm": 4, "formal": 5}
#: Letters that are the last rung, whatever their tone.
LAST_LETTERS = frozenset({"L12", "L13"})
#: What a step earns that is no rung itself.
EARNED = {"supportive": 2}
#: The rung that calls about broken promises have reached, whether or not they are on record.
EARNED_BY_CALLS = 2
#: Letters that wait for the days between two firmer letters, and those that begin these days.
ESCALATIONS = frozenset({"L03", "L04", "L11", "L12", "L13"})
FIRM_LETTERS = ESCALATIONS | {"L07"}
#: Channels on which the customer hears from us.
TOUCHES = frozenset({"email", "mail", "certified", "phone", "text"})
#: Plans that chase the same debt, one in the place of the other.
LADDER_PLANS = frozenset({"A", "B", "D"})


@dataclass(frozen=True, slots=True)
class Pace:
    """How close steps may follow each other, in days.

    Attributes:
        catch_up: The most that a plan begun late waits between two steps.
        between_escalations: The least between two firmer letters.
        between_touches: The least between two contacts of any kind.
    """

    catch_up: int = 7
    between_escalations: int = 0
    between_touches: int = 0


class _Done(NamedTuple):
    """A step on record with what the plans say about it."""

    record: TakenStep
    step: Step

    @property
    def skipped(self) -> bool:
        return self.record.how == "skipped"


def firmness(step: Step) -> int:
    """Return the rung of a step: 0 stands beside the ladder, 6 is the last notice."""
    if step.channel not in TOUCHES:
        return 0
    return 6 if step.letter in LAST_LETTERS else FIRMNESS.get(step.tone, 0)


def next_step(  # noqa: PLR0913 - the facts on which a step depends
    plan: Plan,
    anchors: Mapping[str, date],
    taken: Iterable[TakenStep],
    *,
    today: date,
    facts: Container[str] = (),
    blocked_channels: Container[str] = (),
    pace: Pace = Pace(),
    plans: Mapping[str, Plan] | None = None,
    closed: Container[date] = (),
) -> NextAction | None:
    """Return the next step of a plan and the day from which it is due, or None at its end.

    Steps come in the order of the plan. Left out are: those already taken, those that are
    off, whose condition does not hold, whose anchor is not there, whose channel is blocked;
    reminders from before an anchor day that has come; and, among those counted from the due
    date, what is softer than what was done before, or the same as in another plan.

    A plan begun late is not rushed: a step waits for its planned distance from the one taken
    before it, but at most `pace.catch_up`, and at least its own `least_days`.

    Args:
        plan: The plan.
        anchors: The dates from which the steps count, as far as there are any.
        taken: Steps on record for this customer, of any plan.
        today: The creditor's local date.
        facts: Which of `CONDITIONS` hold.
        blocked_channels: Channels that the customer or a guard has closed.
        pace: The distances between steps.
        plans: All plans by id: what the steps on record of other plans were.
        closed: Public holidays.
    """
    done = _known(taken, plans or {plan.id: plan}, plan)
    for place, step in enumerate(plan.steps):
        anchor = anchors.get(step.anchor)
        if anchor is None or not step.on or step.channel in blocked_channels:
            continue
        if step.condition and step.condition not in facts:
            continue
        if step.offset < 0 and today >= anchor:
            continue  # its day is over: nobody is reminded of what is already due
        counted = _counted(done, plan, step, anchor)
        if any(one.step.id == step.id for one in counted if one.record.plan == plan.id):
            continue
        if step.anchor == "DUE" and _passed(step, plan, counted):
            continue
        due_on = step_day(step, anchor, closed)
        if counted:
            last = max(one.record.done_on for one in counted)
            wait = max(min(_planned_gap(plan, place), pace.catch_up), step.least_days)
            due_on = max(due_on, last + timedelta(days=wait))
        due_on = max(due_on, _not_before(step, done, pace) or due_on)
        return action_of(plan, step, business_day_on_or_after(due_on, closed))
    return None


def went_further(
    plan: Plan,
    anchor: date,
    taken: Iterable[TakenStep],
    since: date,
    plans: Mapping[str, Plan] | None = None,
) -> bool:
    """Tell whether anything firmer than all before is on record after a day, or was skipped."""
    counted = _since_due(_known(taken, plans or {plan.id: plan}, plan), anchor)
    level = _level(counted, since)
    return any(
        firmness(one.step) > level or one.step.channel == "review"
        for one in counted
        if one.record.plan in LADDER_PLANS and one.record.done_on > since
    )


def firmer_step(  # noqa: PLR0913 - the facts on which a step depends
    plan: Plan,
    anchor: date,
    taken: Iterable[TakenStep],
    *,
    since: date,
    facts: Container[str] = (),
    blocked_channels: Container[str] = (),
    pace: Pace = Pace(),
    plans: Mapping[str, Plan] | None = None,
    closed: Container[date] = (),
) -> NextAction | None:
    """Return the step of a plan that is one level firmer than all before, ahead of its day.

    It is a letter, never a call. Where no firmer letter is left it is the review of the plan.

    Args:
        plan: The plan.
        anchor: The due date from which its steps count.
        taken: Steps on record for this customer, of any plan.
        since: The day after which it is asked for; it is due on the next business day.
        facts: Which of `CONDITIONS` hold.
        blocked_channels: Channels that the customer or a guard has closed.
        pace: The distances between steps.
        plans: All plans by id: what the steps on record of other plans were.
        closed: Public holidays.
    """
    done = _known(taken, plans or {plan.id: plan}, plan)
    counted = _since_due(done, anchor)
    level = _level(counted, since)
    ids = {one.step.id for one in counted if one.record.plan == plan.id}
    left = [
        step
        for step in plan.steps
        if step.on and step.anchor == "DUE" and step.id not in ids
        if step.channel not in blocked_channels
        if not step.condition or step.condition in facts
    ]
    firmer = [one for one in left if firmness(one) > level and one.channel != "phone"]
    reviews = [one for one in left if one.channel == "review"]
    found = next(iter([*firmer, *reviews]), None)
    if found is None:
        return None
    due_on = add_business_days(since, 1, closed)
    due_on = max(due_on, _not_before(found, done, pace) or due_on)
    return action_of(plan, found, business_day_on_or_after(due_on, closed))


def _since_due(done: Iterable[_Done], anchor: date) -> list[_Done]:
    """Return the steps on record of this debt, of any plan."""
    return [one for one in done if max(one.record.done_on, one.record.anchor_on) >= anchor]


def _level(counted: Iterable[_Done], until: date) -> int:
    """Return the rung that was reached by the end of a day; calls are taken as made."""
    before = [one for one in counted if one.record.done_on <= until and not one.skipped]
    return max([EARNED_BY_CALLS, *(firmness(one.step) for one in before)])


def action_of(plan: Plan, step: Step, due_on: date) -> NextAction:
    """Return a step as the next action, due on a day."""
    return NextAction(
        step.kind,
        step.text,
        due_on,
        step.id,
        plan.id,
        step.letter or None,
        step.channel == "certified",
        step.tone or None,
        step.signer or None,
    )


def step_day(step: Step, anchor: date, closed: Container[date] = ()) -> date:
    """Return the first day of a step; a weekend or holiday moves it forward, never back."""
    if step.unit == "business":
        return add_business_days(anchor, step.offset, closed)
    return business_day_on_or_after(anchor + timedelta(days=step.offset), closed)


def _known(taken: Iterable[TakenStep], plans: Mapping[str, Plan], plan: Plan) -> Sequence[_Done]:
    """Return the steps on record that the plans still know."""
    found = []
    for record in taken:
        own = plan if record.plan == plan.id else plans.get(record.plan)
        step = own.find(record.step) if own is not None else None
        if step is not None:
            found.append(_Done(record, step))
    return found


def _counted(done: Sequence[_Done], plan: Plan, step: Step, anchor: date) -> Sequence[_Done]:
    """Return the steps on record that were taken for this anchor.

    For the due date: of every plan that chases the same debt, also those that were counted
    from an older invoice and taken while this one was past due already.
    """
    if step.anchor != "DUE":
        return [
            one
            for one in done
            if one.record.plan == plan.id
            and one.step.anchor in _TOGETHER.get(step.anchor, {step.anchor})
            and one.record.anchor_on >= anchor
        ]
    return [
        one
        for one in done
        if (one.record.plan in LADDER_PLANS or one.record.plan == "C")
        and (
            one.record.done_on > anchor
            or (one.step.anchor == "DUE" and one.record.anchor_on >= anchor)
        )
        and (one.record.plan != "C" or firmness(one.step) > 0)
    ]


#: Anchors that belong to one another: steps counted from them are one row of steps.
_TOGETHER = {
    "DISP": {"DISP", "RESP"},
    "RESP": {"DISP", "RESP"},
    "PTP": {"PTP", "PTP_TAKEN"},
    "PTP_TAKEN": {"PTP", "PTP_TAKEN"},
}


def _passed(step: Step, plan: Plan, counted: Sequence[_Done]) -> bool:
    """Tell whether a step is behind the customer: softer than what was done, or done already.

    What was skipped earns nothing. An offer of help (no rung) is passed only if that very
    letter went out, or if it led to a payment plan.
    """
    rung = firmness(step)
    later = {one.id for one in plan.steps[plan.steps.index(step) + 1 :]}
    for one in counted:
        agreed = one.record.plan == plan.id and one.step.anchor != "DUE"
        if agreed and one.step.id in later:
            return True
        if one.skipped:
            continue
        before = firmness(one.step) or EARNED.get(one.step.tone, 0)
        if 0 < rung < before:
            return True
        other = one.record.plan != plan.id
        same = one.step.letter == step.letter and one.step.tone == step.tone
        if other and same and step.channel in TOUCHES and (step.letter or rung == before):
            return True
        if other and step.letter in ESCALATIONS and one.step.letter == step.letter:
            return True
    return False


def _planned_gap(plan: Plan, place: int) -> int:
    """Return the days between a step and the one before it that counts from the same anchor."""
    step = plan.steps[place]
    for before in reversed(plan.steps[:place]):
        if before.anchor == step.anchor and before.on:
            return max(step.offset - before.offset, 0)
    return 0


def is_touch(step: Step) -> bool:
    """Tell whether a step keeps the days between two contacts.

    What answers the customer, a dispute, a promise or an installment, does not wait for them.
    """
    return step.anchor in {"DUE", "RESP"} and step.channel in TOUCHES


def _not_before(step: Step, done: Sequence[_Done], pace: Pace) -> date | None:
    """Return the day before which a step may not be taken, because of what went before it."""
    days = []
    if step.letter in ESCALATIONS and pace.between_escalations:
        days += [
            one.record.done_on + timedelta(days=pace.between_escalations)
            for one in done
            if one.step.letter in FIRM_LETTERS and not one.skipped
        ]
    if pace.between_touches and is_touch(step):
        days += [
            one.record.done_on + timedelta(days=pace.between_touches)
            for one in done
            if one.step.channel in TOUCHES and not one.skipped
        ]
    return max(days, default=None)
