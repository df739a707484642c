"""The figures that a review rests on, read in one session."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.decisions import MemoFacts, ReviewFacts, ReviewLine, review_due
from collections_desk.domain.letter_facts import counted, short_day
from collections_desk.domain.money import totals_by_currency
from collections_desk.domain.money_text import money_text
from collections_desk.domain.payment_plans import plan_standings
from collections_desk.operations.worklist import (
    closed_days_of,
    facts_in,
    line_in,
    local_date,
    standings_in,
    worklist,
)
from collections_desk.store.cases import case_history
from collections_desk.store.decisions import all_standing
from collections_desk.store.disputes import disputes
from collections_desk.store.payment_plans import plans_of
from collections_desk.store.placements import placements
from collections_desk.store.promises import money_in
from collections_desk.store.settings import load_settings
from collections_desk.store.settlements import settlements
from collections_desk.store.tried import efforts

#: Whose own review ends a contact plan; a hold or a dispute has a review of another kind.
PLANS_OF_CATEGORIES = frozenset({"A", "B", "C", "D"})

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from collections_desk.domain.payment_plans import PlanStanding
    from collections_desk.domain.settings import Settings
    from collections_desk.domain.worklist import WorklistLine
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading


def plans_in(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, day: date
) -> list[PlanStanding]:
    """Return how the payment plans of one customer stand, inside an open session."""
    return plan_standings(
        plans_of(session, customer_id),
        money_in(session, customer_id),
        today=day,
        grace_business_days=settings.promise_tolerance_business_days,
        closed=closed_days_of(desk, day),
    )


def memo_facts(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, day: date
) -> MemoFacts:
    """Return the figures of the decision memo, as they stand on `day`."""
    facts = facts_in(session, desk, settings, customer_id, day)
    line = line_in(session, desk, settings, customer_id, day)
    since = facts.oldest_due
    zone = ZoneInfo(settings.time_zone)
    moment = datetime.combine(since, time(0), zone) if since else None
    codes = {code for code, one in desk.resources.outcomes.items() if one.conversation}
    done = efforts(session, customer_id, since=since, since_moment=moment, conversations=codes)
    costs = totals_by_currency(
        cost for one in placements(session, customer_id) for cost in (one.commission, one.costs)
    )
    return MemoFacts(
        name=line.name,
        reference=line.reference or "",
        category=line.category.value,
        as_of=line.as_of,
        days_past_due=line.days_past_due,
        oldest_due=since,
        agings=facts.aging,
        overdue=line.overdue,
        disputed=facts.disputed,
        conceded=facts.conceded,
        to_be_collected=line.to_be_collected,
        calls=done.calls,
        talks=done.talks,
        seconds=done.seconds,
        letters=done.letters,
        steps=done.steps,
        skipped=done.skipped,
        promises=tuple(
            (one.promise.amount, one.promise.due_on, one.state.value)
            for one in standings_in(session, desk, settings, customer_id, day)
            if one.promise.ended is None
        ),
        plans=tuple(_plans(session, desk, settings, customer_id, day)),
        disputes=tuple(_disputes(session, desk, settings, customer_id)),
        recorded_costs=tuple(cost for cost in costs.values() if cost),
        cases=tuple(_cases(session, customer_id, day)),
    )


def _plans(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, day: date
) -> Iterable[str]:
    for one in plans_in(session, desk, settings, customer_id, day):
        balance = money_text(one.plan.balance, settings.locale)
        received = money_text(one.received, settings.locale)
        parts = counted(len(one.plan.installments), "part", "parts")
        yield (
            f"{balance} in {parts}, offered {short_day(one.plan.offered_on)}: "
            f"{one.state.value}, {received} received"
        )


def _disputes(session: Reading, desk: Desk, settings: Settings, customer_id: int) -> Iterable[str]:
    for one in sorted(disputes(session, customer_id), key=lambda one: one.received_on):
        code = desk.resources.dispute_codes.get(one.code)
        label = code.label if code else one.code
        amount = money_text(one.amount, settings.locale)
        state = one.state.replace("_", " ")
        yield f"{label}, {amount}, received {short_day(one.received_on)}: {state}"


def _cases(session: Reading, customer_id: int, day: date) -> Iterable[str]:
    for one in reversed(case_history(session, customer_id, today=day)):
        if one.ended_on is not None:
            yield (
                f"Past due before: {short_day(one.began_on)} to {short_day(one.ended_on)}, "
                f"up to {one.worst_days} days, {one.how}"
            )


def reviews_due(desk: Desk, *, today: date | None = None) -> list[ReviewLine]:
    """Return the customers on whom something is to be decided or carried out, oldest first."""
    with desk.database.read() as session:
        settings = load_settings(session)
        day = today or local_date(desk, settings)
        decided = all_standing(session)
        placed = placements(session)
        agreed = settlements(session)
    busy = {one.customer_id for one in placed if one.running}
    busy |= {one.customer_id for one in agreed if one.ended is None}
    endings = [(one.customer_id, one.ended_on) for one in placed]
    endings += [(one.customer_id, one.ended_on) for one in agreed]
    ended: dict[int, date] = {}
    for customer_id, day_of_end in endings:
        if day_of_end is not None:
            ended[customer_id] = max(day_of_end, ended.get(customer_id, day_of_end))
    found = []
    for line in worklist(desk, today=day):
        if line.state == "end" or (line.state == "hold" and line.hold):
            continue
        due = review_due(
            ReviewFacts(
                overdue=bool(line.overdue),
                days_past_due=line.days_past_due,
                plan_review_on=_planned(line),
                decision=decided.get(line.customer_id),
                ended_on=ended.get(line.customer_id),
                out_of_hand=line.customer_id in busy or _awaited(line),
            ),
            today=day,
            review_day=settings.agency_review_day,
        )
        if due is not None:
            since, why, waiting = due
            found.append(
                ReviewLine(
                    line.customer_id,
                    line.name,
                    line.reference,
                    line.category.value,
                    line.balances,
                    line.overdue,
                    line.days_past_due,
                    since,
                    why,
                    waiting.words if waiting else "",
                    waiting.id if waiting else None,
                )
            )
    return sorted(found, key=lambda one: (one.since, one.customer_id))


def _planned(line: WorklistLine) -> date | None:
    """Return the day of the plan's own review, if that is what comes next."""
    action = line.next_action
    if action is None or action.kind != "review":
        return None
    if action.plan not in PLANS_OF_CATEGORIES and action.about != "review":
        return None
    return action.due_on


def _awaited(line: WorklistLine) -> bool:
    """Tell whether money was promised and its day has not passed: nothing is decided then."""
    action = line.next_action
    return action is not None and action.kind == "check"
