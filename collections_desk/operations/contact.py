"""Contact with customers: calls, notes, corrections; and the doors to what they bring about."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from collections_desk.domain.activities import CallEntry, LoggedCall
from collections_desk.domain.call_guides import CallGuide, guide_for
from collections_desk.domain.guards import unanswered
from collections_desk.domain.guards_promise import PROMISE_GUARDS
from collections_desk.errors import EntryRefusedError, NotAllowedError
from collections_desk.operations.call_guards import (
    entry_findings,
    examine_call,
    examine_entry,
    examine_promise,
)
from collections_desk.operations.call_records import check_entry, record_call
from collections_desk.operations.commitments import cancel_promise, take_promise
from collections_desk.operations.contact_steps import (
    finish_step,
    record_letter_step,
    record_step,
    skip_step,
)
from collections_desk.operations.corrections import correct_call, withdraw_entry
from collections_desk.operations.disputes import advance_dispute, open_dispute, open_disputes
from collections_desk.operations.drafts import discard_draft, load_drafts, save_draft
from collections_desk.operations.guarding import facts_for_audit, more_to_do
from collections_desk.operations.holding import (
    extend_hold,
    lift_hold,
    lift_stop_flag,
    preview_stop,
    put_on_hold,
    set_stop_flag,
)
from collections_desk.operations.papers import attach_file, attachments, read_document
from collections_desk.operations.refused_steps import skip_refused_call
from collections_desk.operations.wording import checked_note
from collections_desk.operations.worklist import local_date
from collections_desk.store.activities import add_activity
from collections_desk.store.customers import load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.drafts import discard_draft as drop_draft
from collections_desk.store.guard_events import add_guard_events
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from collections_desk.domain.customers import Category
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.operations.desk import Desk

_NONE: Mapping[str, str] = MappingProxyType({})
#: Guards that look at the entry itself: the clerk can still put it right before it is saved.
ENTRY_GUARDS = ("G-ID-", "G-REC-", *PROMISE_GUARDS)

__all__ = [
    "CallEntry",
    "LoggedCall",
    "add_note",
    "advance_dispute",
    "attach_file",
    "attachments",
    "call_guide",
    "cancel_promise",
    "correct_call",
    "discard_draft",
    "examine_call",
    "examine_entry",
    "examine_promise",
    "extend_hold",
    "finish_step",
    "leave_call",
    "lift_hold",
    "lift_stop_flag",
    "load_drafts",
    "log_call",
    "open_dispute",
    "open_disputes",
    "preview_stop",
    "put_on_hold",
    "read_document",
    "record_letter_step",
    "record_step",
    "save_draft",
    "set_stop_flag",
    "skip_step",
    "take_promise",
    "withdraw_entry",
]


def log_call(
    desk: Desk,
    entry: CallEntry,
    *,
    reasons: Mapping[str, str] = _NONE,
    operation_id: str | None = None,
) -> LoggedCall:
    """Record a call with all that it brings about: promise, dispute, flag, plan step.

    A call that took place is recorded even if it broke a rule of hours, frequency or stop
    flags: the guard stands before the deed, in `examine_call`; here what it says is recorded
    with the clerk's sentence, or as shown. Only the guards on the entry itself (was the
    identity checked? is the promise not too large?) still ask, because the entry can still
    be put right.

    Args:
        desk: The open desk.
        entry: What the clerk entered.
        reasons: Her sentence for each guard that asked, by the id of the guard.
        operation_id: Makes a retry safe.

    Raises:
        EntryRefusedError: If the entry cannot be recorded as it stands; it names the field.
        NotAllowedError: If a guard on the entry asks and has no answer.
    """
    with desk.database.read() as session:
        name = load_customer(session, entry.customer_id).name
    with desk.database.write(
        "call.logged",
        f"logged a call {'from' if entry.direction == 'in' else 'to'} {name}: {entry.outcome}",
        now=desk.now(),
        facts={"customer_id": entry.customer_id, "outcome": entry.outcome},
        operation_id=operation_id,
    ) as transaction:
        checked = check_entry(transaction, desk, entry)
        findings = entry_findings(transaction, desk, checked)
        _refuse_unanswered(findings, reasons)
        logged = record_call(
            transaction, desk, checked, reasons=reasons, now=desk.now(), findings=findings
        )
        add_fact(
            transaction,
            activity_id=logged.activity_id,
            promise_id=logged.promise_id,
            dispute_ids=list(logged.dispute_ids),
            hold_id=logged.hold_id,
            guards=facts_for_audit(findings),
        )
    return logged


def _refuse_unanswered(findings: Sequence[GuardFinding], reasons: Mapping[str, str]) -> None:
    asking = [
        found for found in unanswered(findings, reasons) if found.guard.startswith(ENTRY_GUARDS)
    ]
    if asking:
        raise NotAllowedError(
            "The call is not logged yet",
            [found.said for found in asking],
            "Put it right, or say in a sentence why it is as it is. What you typed is kept."
            + more_to_do(asking),
        )


def leave_call(
    desk: Desk,
    customer_id: int,
    findings: Sequence[GuardFinding],
    *,
    reason: str = "",
    operation_id: str | None = None,
) -> None:
    """Record that a call was not placed because guards spoke against it.

    The step of the contact plan that the call was for is recorded as skipped, unless the
    guards only spoke of the hour.
    """
    with desk.database.write(
        "call.left",
        f"did not call customer {customer_id}: " + ", ".join(found.guard for found in findings),
        now=desk.now(),
        facts={"customer_id": customer_id, "guards": facts_for_audit(findings)},
        operation_id=operation_id,
    ) as transaction:
        load_customer(transaction, customer_id)
        settings = load_settings(transaction)
        clerk = settings.clerk
        skipped = skip_refused_call(
            transaction, desk, settings, customer_id, findings, local_date(desk, settings)
        )
        if skipped is not None:
            add_fact(transaction, skipped=skipped)
        for found in findings:
            add_guard_events(
                transaction,
                customer_id,
                [found],
                deed=f"call not placed{': ' if reason.strip() else ''}{reason.strip()}",
                decision="stopped",
                clerk=clerk,
                now=desk.now(),
            )


def add_note(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    customer_id: int,
    text: str,
    *,
    next_action: str | None = None,
    next_on: date | None = None,
    draft_key: str | None = None,
    operation_id: str | None = None,
) -> tuple[int, tuple[str, ...]]:
    """Record a note; return its number and what the clerk must be told about masking.

    Raises:
        EntryRefusedError: If the note is empty or cannot be kept.
    """
    note = checked_note(text)
    if not note.text.strip():
        raise EntryRefusedError("note", "The note is empty.", "Type it. Nothing was recorded.")
    with desk.database.write(
        "note.added",
        f"wrote a note on customer {customer_id}",
        now=desk.now(),
        facts={"customer_id": customer_id},
        operation_id=operation_id,
    ) as transaction:
        load_customer(transaction, customer_id)
        activity_id = add_activity(
            transaction,
            customer_id,
            "note",
            clerk=load_settings(transaction).clerk,
            happened_at=desk.now(),
            now=desk.now(),
            outcome="NOTE",
            note=note.text,
            next_action=next_action,
            next_on=next_on,
        )
        if draft_key is not None:
            drop_draft(transaction, "note", draft_key)
        add_fact(transaction, activity_id=activity_id)
    return activity_id, note.told


def call_guide(desk: Desk, category: Category, step: str | None) -> CallGuide:
    """Return what to ask and to offer, for a category and a step of its plan."""
    return guide_for(desk.resources.call_guides, category, step)
