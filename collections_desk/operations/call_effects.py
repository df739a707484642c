"""What a call brings about besides its entry: disputes, flags, bad numbers, plan steps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.contact_rules import inconvenient
from collections_desk.domain.money import Money
from collections_desk.domain.next_actions import decide
from collections_desk.operations.call_guards import comparable, zone_of
from collections_desk.operations.contact_plans import plans_in
from collections_desk.operations.contact_steps import record_step
from collections_desk.operations.disputes import record_dispute
from collections_desk.operations.holding import record_flag
from collections_desk.operations.worklist import facts_in, rules_in
from collections_desk.store.activities import activities
from collections_desk.store.balances import open_items
from collections_desk.store.customers import addresses, contact_points, put_contact_point
from collections_desk.store.disputes import add_dispute_event, change_dispute, disputes
from collections_desk.store.holds import add_hold, end_hold, holds
from collections_desk.store.promises import end_promise, reopen_superseded_by
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.activities import Activity, CallEntry, Outcome
    from collections_desk.domain.contact_plans import Plans
    from collections_desk.domain.settings import Settings
    from collections_desk.domain.worklist import NextAction
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction

#: Which flag an outcome sets. Words on the telephone opt out of calls; only a letter can
#: forbid all contact.
FLAGS = {
    "RPX": "OPT_PHONE",
    "RPA": "ATTY",
    "RPK": "BKY",
    "RPT": "IDT",
    "RPM": "MIL",
    "DEC": "DEC",
    "LNG": "MINOR",
    "ABU": "ABUSIVE",
}
#: Outcomes after which a number is no longer called.
BAD_NUMBER = frozenset({"NIS", "FAX", "WN"})
#: The outcome of a customer who names an inconvenient time or place.
INCONVENIENT = "RPI"


def raise_disputes(
    transaction: Transaction, desk: Desk, entry: CallEntry, words: str, on: date
) -> list[int]:
    """Open a dispute for each invoice discussed, if the call was about one.

    Where the customer disputes a part only, it is taken from the first invoice on.
    """
    if not entry.dispute_code or desk.resources.outcomes[entry.outcome].sets != "dispute":
        return []
    items = {item.id: item for item in open_items(transaction, entry.customer_id)}
    left = entry.disputed_minor
    found = []
    for invoice_id in sorted(set(entry.invoice_ids)):
        item = items.get(invoice_id)
        if item is None or item.open.minor <= 0 or left == 0:
            continue
        part = item.open.minor if left is None else min(left, item.open.minor)
        left = None if left is None else left - part
        found.append(
            record_dispute(
                transaction,
                desk,
                entry.customer_id,
                invoice_id,
                entry.dispute_code,
                amount=Money(part, item.open.currency),
                words=words,
                received_on=on,
            )
        )
    return found


def set_flag_of(  # noqa: PLR0913, PLR0917 - one call, inside the operation
    transaction: Transaction,
    desk: Desk,
    entry: CallEntry,
    words: str,
    day: date,
    activity_id: int,
) -> int | None:
    """Set the flag that the outcome stands for, and return its number."""
    flag = FLAGS.get(entry.outcome)
    if flag is None:
        return None
    return record_flag(
        transaction,
        desk,
        entry.customer_id,
        desk.resources.flags[flag],
        today=day,
        reason=words,
        facts={"activity_id": activity_id},
    )


def set_time_rule(  # noqa: PLR0913, PLR0917 - one call, inside the operation
    transaction: Transaction,
    desk: Desk,
    entry: CallEntry,
    words: str,
    day: date,
    activity_id: int,
) -> None:
    """Keep what the customer called inconvenient, so that G-TIME-03 can speak of it."""
    if entry.outcome != INCONVENIENT:
        return
    said = words or entry.consent or "an inconvenient time or place, without details"
    add_hold(
        transaction,
        entry.customer_id,
        said,
        begins_on=day,
        now=desk.now(),
        scope="time",
        facts={**inconvenient(said).facts(), "activity_id": activity_id},
    )


def mark_number_bad(transaction: Transaction, entry: CallEntry, outcome: Outcome) -> None:
    """Mark the number of the call as bad, if the outcome says so."""
    if outcome.code not in BAD_NUMBER:
        return
    homes = addresses(transaction, entry.customer_id)
    dialed = comparable(entry.number, homes)
    for point in contact_points(transaction, entry.customer_id):
        same = dialed is not None and comparable(point.value, homes) == dialed
        if point.id == entry.contact_point_id or (point.is_phone and same):
            put_contact_point(transaction, entry.customer_id, point.id, state="bad")


def record_call_step(  # noqa: PLR0913, PLR0917 - one call, inside the operation
    transaction: Transaction,
    desk: Desk,
    settings: Settings,
    entry: CallEntry,
    action: NextAction | None,
    activity_id: int,
    day: date,
) -> None:
    """Let the phone step that was next count as taken: by a talk, or by its third attempt.

    A talk that the customer began counts as well.
    """
    step_id = action.step if action else None
    if action is not None and step_id is None:
        step_id = _waiting_step(transaction, desk, settings, entry.customer_id, day)
    plans = plans_in(transaction, desk)
    if step_id is None or _channel(plans, step_id) != "phone":
        return
    talked = desk.resources.outcomes[entry.outcome].conversation
    most = plans.attempts_per_phone_step
    if not talked and _attempts(transaction, desk, settings, entry, day) < most:
        return
    record_step(
        transaction,
        desk,
        settings,
        entry.customer_id,
        step_id,
        how="call",
        done_on=day,
        activity_id=activity_id,
    )


def _channel(plans: Plans, step_id: str) -> str:
    for plan in plans.plans.values():
        for step in plan.steps:
            if step.id == step_id:
                return step.channel
    return ""


def _waiting_step(
    transaction: Transaction, desk: Desk, settings: Settings, customer_id: int, day: date
) -> str | None:
    """Return the plan step behind an action that the clerk or an outcome had set."""
    facts = facts_in(transaction, desk, settings, customer_id, day)
    bare = facts._replace(last_next_on=None, last_next=None)
    action = decide(bare, rules_in(transaction, desk, settings, day), day).next_action
    return action.step if action and action.due_on <= day else None


def _attempts(
    transaction: Transaction, desk: Desk, settings: Settings, entry: CallEntry, day: date
) -> int:
    """Count the outbound calls without a talk since the last talk or step, this one too."""
    zone = zone_of(settings)
    since = day - timedelta(days=30)
    count = 0
    for past in activities(transaction, entry.customer_id, kinds=["call"]):
        outcome = desk.resources.outcomes.get(past.outcome or "")
        if not past.stands or past.withdraws_id is not None or outcome is None:
            continue
        if outcome.conversation or past.happened_at.astimezone(zone).date() < since:
            break
        count += past.direction == "out" and outcome.connected
    return count


def undo_effects(
    transaction: Transaction, desk: Desk, activity: Activity, day: date, why: str
) -> None:
    """Take back what a call brought about, because it is corrected or withdrawn.

    Nothing is deleted: its promise is cancelled, its disputes are withdrawn, its flags and
    time rules are lifted, a number it marked as bad is good again.
    """
    if activity.promise_id is not None:
        end_promise(transaction, activity.promise_id, how="cancelled", on=day)
        reopen_superseded_by(transaction, activity.promise_id)
    for dispute in disputes(transaction, activity.customer_id):
        mine = dispute.invoice_id in activity.invoice_ids and dispute.code == activity.dispute_code
        if mine and dispute.state == "received":
            change_dispute(
                transaction,
                dispute.id,
                state="withdrawn",
                decided_on=None,
                finding=f"Entered in error: {why}",
            )
            add_dispute_event(
                transaction,
                dispute.id,
                "withdrawn",
                dated_on=day,
                clerk=load_settings(transaction).clerk,
                now=desk.now(),
                note=f"Entered in error: {why}",
            )
    for hold in holds(transaction, activity.customer_id):
        if hold.facts.get("activity_id") == activity.id and hold.lifted_on is None:
            end_hold(transaction, hold.id, on=day, reason=f"Entered in error: {why}")
    outcome = desk.resources.outcomes.get(activity.outcome or "")
    if outcome is not None and outcome.code in BAD_NUMBER:
        homes = addresses(transaction, activity.customer_id)
        dialed = comparable(activity.number, homes)
        for point in contact_points(transaction, activity.customer_id):
            same = dialed is not None and comparable(point.value, homes) == dialed
            if point.state == "bad" and (point.id == activity.contact_point_id or same):
                put_contact_point(transaction, activity.customer_id, point.id, state="ok")
