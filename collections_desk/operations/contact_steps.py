"""Steps of contact plans: taken by a call or letter, done by hand, or skipped with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_desk.domain.next_actions import anchor_of
from collections_desk.domain.worklist import TakenStep
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.contact_plans import plans_in
from collections_desk.operations.emailing import sent_findings
from collections_desk.operations.wording import given_reason, kept_note
from collections_desk.operations.worklist import facts_in, line_in, local_date
from collections_desk.store.activities import add_activity, add_step
from collections_desk.store.customers import load_customer
from collections_desk.store.guard_events import add_guard_events
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.contact_plans import Plan, Plans, Step
    from collections_desk.domain.settings import Settings
    from collections_desk.domain.worklist import NextAction
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction

#: What no plan asked for and is still closed by a word: what the clerk had planned herself,
#: and the review of a customer.
CLOSABLE = frozenset({"own", "review"})
#: Where to settle what is not closed by a word.
ELSEWHERE = {
    "hold": "Extend or lift the hold (key H).",
    "dispute": "Work on the dispute (Shift+D).",
    "credit": "Work on the dispute (Shift+D), or import the file that has the credit.",
    "promise": "It is checked by itself when the day has come; a promise is cancelled with R.",
    "plan": "It follows the payment plan: sign, change or cancel that (Shift+P).",
    "settlement": "Close or end the settlement (key V).",
    "placement": "Place it or decide anew (key V).",
    "vanished": "Say on the customer page what became of the invoices.",
    "due": "Enter the due dates in the accounting program and import again.",
}


def record_step(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    desk: Desk,
    settings: Settings,
    customer_id: int,
    step_id: str,
    *,
    how: str,
    done_on: date,
    reason: str = "",
    activity_id: int | None = None,
    letter_id: int | None = None,
) -> bool:
    """Record, inside an operation, that a step was taken or skipped; tell whether it counted.

    Call it before the deed changes what the step counts from (a promise, a payment): the
    anchor is worked out from the facts as they stand. The same step for the same anchor is
    recorded once, so nothing moves twice.

    Args:
        transaction: The open transaction.
        desk: The desk.
        settings: The settings, already read.
        customer_id: Whose step.
        step_id: "A4" for one.
        how: call, letter, skipped, system or hand.
        done_on: The creditor's date on which it was taken.
        reason: Why it was skipped, or empty.
        activity_id: The entry that took it; if that is withdrawn, the step is open again.
        letter_id: The letter that took it.
    """
    plans = plans_in(transaction, desk)
    plan, step = find_step(plans, step_id)
    facts = facts_in(transaction, desk, settings, customer_id, done_on)
    anchor = anchor_of(plan.id, step.anchor, facts)
    if anchor is None:
        return False
    add_step(
        transaction,
        customer_id,
        TakenStep(plan.id, step.id, anchor, done_on, how),
        plan_as_of=plans.as_of,
        how=how,
        reason=reason,
        activity_id=activity_id,
        letter_id=letter_id,
        plan_version=plan.version,
    )
    return True


def record_letter_step(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    desk: Desk,
    settings: Settings,
    customer_id: int,
    letter_type: str,
    *,
    letter_id: int,
    done_on: date,
    step_id: str | None = None,
) -> bool:
    """Record the step that a letter takes: the one it was drafted for, else the next step if
    it asks for a letter of this type. Tell whether a step moved.
    """  # noqa: D205 - one sentence
    if step_id is None:
        line = line_in(transaction, desk, settings, customer_id, done_on)
        action = line.next_action
        if action is None or action.letter_type != letter_type or action.step is None:
            return False
        step_id = action.step
    return record_step(
        transaction,
        desk,
        settings,
        customer_id,
        step_id,
        how="letter",
        done_on=done_on,
        letter_id=letter_id,
    )


def find_step(plans: Plans, step_id: str) -> tuple[Plan, Step]:
    """Return a step with its plan.

    Raises:
        EntryRefusedError: If no plan has such a step.
    """
    for plan in plans.plans.values():
        step = plan.find(step_id)
        if step is not None:
            return plan, step
    raise EntryRefusedError(
        "step",
        f'No contact plan has a step "{step_id}".',
        "Open the customer again and choose the step there. Nothing was recorded.",
    )


def finish_step(
    desk: Desk,
    customer_id: int,
    *,
    note: str = "",
    step: str | None = None,
    operation_id: str | None = None,
) -> NextAction | None:
    """Record that the next step was done: a task, a review, an e-mail. Return what comes next.

    Raises:
        EntryRefusedError: If the customer has no step that is next, it is another one than the
            clerk saw, or it is done elsewhere.
    """
    return _close(desk, customer_id, "hand", kept_note(note, field="why"), operation_id, seen=step)


def skip_step(
    desk: Desk,
    customer_id: int,
    *,
    why: str,
    step: str | None = None,
    operation_id: str | None = None,
) -> NextAction | None:
    """Record that the next step is left out, and why. Return what comes next.

    Args:
        desk: The open desk.
        customer_id: Whose step.
        why: The reason, in a sentence.
        step: The step that the clerk saw; if another one is next by now, nothing is recorded.
        operation_id: Makes a retry safe.

    Raises:
        EntryRefusedError: If there is no step that is next, it is another one than the clerk
            saw, it is nothing that can be left out, or no reason was given.
    """
    words = given_reason(why, "A step is skipped only with a reason.")
    return _close(desk, customer_id, "skipped", words, operation_id, seen=step)


def _close(  # noqa: PLR0913 - one rung and its words
    desk: Desk,
    customer_id: int,
    how: str,
    words: str,
    operation_id: str | None,
    *,
    seen: str | None = None,
) -> NextAction | None:
    done = "skipped" if how == "skipped" else "did"
    with desk.database.write(
        f"step.{'skipped' if how == 'skipped' else 'done'}",
        f"{done} the next step with customer {customer_id}",
        now=desk.now(),
        facts={"customer_id": customer_id, "why": words},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        day = local_date(desk, settings)
        customer = load_customer(transaction, customer_id)
        action = line_in(transaction, desk, settings, customer_id, day).next_action
        _require_closable(action, customer.name, seen)
        assert action is not None  # noqa: S101 - it was looked at just now
        kind, columns = _entry_of(transaction, desk, action, how)
        findings = (
            sent_findings(transaction, desk, customer_id, kind)
            if kind in {"email", "text"}
            else []
        )
        activity_id = add_activity(
            transaction,
            customer_id,
            kind,
            clerk=settings.clerk,
            happened_at=desk.now(),
            now=desk.now(),
            note=f"{'Skipped' if how == 'skipped' else 'Done'}: {action.text}"
            + (f". {words}" if words else ""),
            **columns,
        )
        add_guard_events(
            transaction,
            customer_id,
            findings,
            deed=f"{kind} sent by hand",
            decision="shown",
            clerk=settings.clerk,
            now=desk.now(),
            activity_id=activity_id,
        )
        _record_closed(
            transaction, desk, settings, customer_id, action, (how, words, day, activity_id)
        )
        transaction.flush()
        return line_in(transaction, desk, settings, customer_id, day).next_action


def _entry_of(
    transaction: Transaction, desk: Desk, action: NextAction, how: str
) -> tuple[str, dict[str, Any]]:
    """Return what kind of entry a closed step makes: an e-mail or text of hers is a contact.

    It counts like one that was begun here: for the contacts of a week, and as an earlier notice.
    """
    if how != "hand":
        return "system", {"action": "SY"}
    channel = find_step(plans_in(transaction, desk), action.step)[1].channel if action.step else ""
    if channel == "email":
        return "email", {"direction": "out", "action": "EM", "outcome": "EMS"}
    if channel == "text":
        return "text", {"direction": "out", "action": "TX", "outcome": "TXS"}
    return "system", {"action": "TS"}


def _require_closable(action: NextAction | None, name: str, seen: str | None) -> None:
    """Refuse what is no step, or what is settled elsewhere.

    Raises:
        EntryRefusedError: If there is nothing that can be done or left out by a word.
    """
    if action is None:
        raise EntryRefusedError(
            "step", f"{name} has no step that is next.", "Nothing was recorded."
        )
    if seen is not None and seen != (action.step or action.text):
        raise EntryRefusedError(
            "step",
            f"Another step is next with {name} by now: {action.text}",
            "Look at the customer again. Nothing was recorded.",
        )
    if action.step is None and action.about not in CLOSABLE:
        raise EntryRefusedError(
            "step",
            f"This is no step of a contact plan: {action.text}",
            f"{ELSEWHERE.get(action.about, 'Do what it says.')} Nothing was recorded.",
        )


def _record_closed(  # noqa: PLR0913, PLR0917 - one call, inside the operation
    transaction: Transaction,
    desk: Desk,
    settings: Settings,
    customer_id: int,
    action: NextAction,
    done: tuple[str, str, date, int],
) -> None:
    how, words, day, activity_id = done
    if action.step is not None:
        record_step(
            transaction,
            desk,
            settings,
            customer_id,
            action.step,
            how=how,
            done_on=day,
            reason=words,
            activity_id=activity_id,
        )
        return
    planned = action.due_on
    if action.about == "own":
        facts = facts_in(transaction, desk, settings, customer_id, day)
        planned = facts.last_next_on or planned
    add_step(
        transaction,
        customer_id,
        TakenStep("", action.about, planned, day, how),
        plan_as_of=desk.resources.plans.as_of,
        how=how,
        reason=words,
        activity_id=activity_id,
    )
