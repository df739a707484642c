"""Steps that a guard refused: recorded as skipped, with what the guard said.

A guard that speaks of the hour or of the calls of this day says "not now": the step stays due.
A letter that a guard stopped waits as a draft; its step is skipped when the draft is given up,
or at once where a stop flag forbids the letter altogether.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.guards import Severity
from collections_desk.operations.contact_plans import plans_in
from collections_desk.operations.contact_steps import record_step
from collections_desk.operations.worklist import line_in
from collections_desk.store.guard_events import guard_events

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction

#: Guards whose reason is gone with the hour or the day.
NOT_NOW = ("G-TIME-", "G-FREQ-03")
#: Guards that forbid contact on this channel or at all.
FORBIDDEN = "G-STOP-"
#: What is kept of the words of the guards, in characters.
LONGEST_REASON = 500
_REFUSING = frozenset({Severity.ASK, Severity.BLOCKED, Severity.NEVER})


def skip_refused_call(  # noqa: PLR0913, PLR0917 - one call, inside the operation
    transaction: Transaction,
    desk: Desk,
    settings: Settings,
    customer_id: int,
    findings: Iterable[GuardFinding],
    day: date,
) -> str | None:
    """Skip the call that is next, if guards that do not pass by themselves refused it.

    Returns:
        The id of the step that was skipped, or None.
    """
    refusing = [
        one for one in findings if one.severity in _REFUSING and not one.guard.startswith(NOT_NOW)
    ]
    action = line_in(transaction, desk, settings, customer_id, day).next_action
    if not refusing or action is None or action.kind != "call" or action.due_on > day:
        return None
    return _skip(transaction, desk, settings, customer_id, action.step, _said(refusing), day)


def skip_forbidden_letter(  # noqa: PLR0913, PLR0917 - one call, inside the operation
    transaction: Transaction,
    desk: Desk,
    settings: Settings,
    letter: Letter,
    findings: Iterable[GuardFinding],
    day: date,
) -> str | None:
    """Skip the step of a letter that a stop flag forbids. Return it, or None."""
    refusing = [
        one
        for one in findings
        if one.severity in _REFUSING - {Severity.ASK} and one.guard.startswith(FORBIDDEN)
    ]
    if not refusing:
        return None
    return _skip_letter(transaction, desk, settings, letter, _said(refusing), day)


def skip_given_up_letter(  # noqa: PLR0913, PLR0917 - one call, inside the operation
    transaction: Transaction, desk: Desk, settings: Settings, letter: Letter, why: str, day: date
) -> str | None:
    """Skip the step of a draft that is given up after guards had stopped it."""
    stopped = [
        one
        for one in guard_events(transaction, letter.customer_id)
        if one["letter_id"] == letter.id and one["decision"] == "stopped"
    ]
    if not stopped:
        return None
    guards = sorted({f"{one['guard']}: {one['said']}" for one in stopped})
    return _skip_letter(
        transaction, desk, settings, letter, "; ".join([*guards, f"given up: {why}"]), day
    )


def _skip_letter(  # noqa: PLR0913, PLR0917 - one call, inside the operation
    transaction: Transaction, desk: Desk, settings: Settings, letter: Letter, why: str, day: date
) -> str | None:
    step = letter.step
    if not step:
        action = line_in(transaction, desk, settings, letter.customer_id, day).next_action
        step = action.step if action and action.letter_type == letter.type else None
    return _skip(transaction, desk, settings, letter.customer_id, step, why, day)


def _skip(  # noqa: PLR0913, PLR0917 - one call, inside the operation
    transaction: Transaction,
    desk: Desk,
    settings: Settings,
    customer_id: int,
    step: str | None,
    why: str,
    day: date,
) -> str | None:
    plans = plans_in(transaction, desk).plans.values()
    if step is None or all(plan.find(step) is None for plan in plans):
        return None
    reason = why if len(why) <= LONGEST_REASON else f"{why[: LONGEST_REASON - 1]}…"
    recorded = record_step(
        transaction,
        desk,
        settings,
        customer_id,
        step,
        how="skipped",
        done_on=day,
        reason=reason,
    )
    return step if recorded else None


def _said(findings: Iterable[GuardFinding]) -> str:
    return "; ".join(f"{one.guard}: {one.said}" for one in findings)
