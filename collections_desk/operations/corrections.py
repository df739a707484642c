"""Corrections: a new entry that points at the old one. Both stay and both are shown."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from collections_desk.domain.guards_keep import edit_findings
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.call_effects import undo_effects
from collections_desk.operations.call_records import check_entry, record_call
from collections_desk.operations.guarding import guard_basis
from collections_desk.operations.wording import given_reason
from collections_desk.operations.worklist import local_date
from collections_desk.store.activities import add_activity, load_activity
from collections_desk.store.database import add_fact
from collections_desk.store.guard_events import add_guard_events
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.activities import Activity, CallEntry, LoggedCall
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

_NONE: Mapping[str, str] = MappingProxyType({})


def correct_call(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    activity_id: int,
    entry: CallEntry,
    *,
    why: str,
    reasons: Mapping[str, str] = _NONE,
    operation_id: str | None = None,
) -> LoggedCall:
    """Record how a call really was. What the wrong entry had brought about is taken back.

    Raises:
        EntryRefusedError: If no reason is given, the entry is no call or is corrected or
            withdrawn already, or the new entry cannot be recorded.
    """
    reason = given_reason(why, "An entry is corrected only with a reason.")
    with desk.database.write(
        "call.corrected",
        f"corrected call {activity_id}: {reason}",
        now=desk.now(),
        facts={"activity_id": activity_id, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        old = _standing(transaction, activity_id)
        if old.kind != "call" or old.customer_id != entry.customer_id:
            raise EntryRefusedError(
                "entry",
                "Only a call with this customer can be corrected by a call.",
                "Withdraw the entry and write a new one. Nothing was changed.",
            )
        day = local_date(desk, load_settings(transaction))
        undo_effects(transaction, desk, old, day, reason)
        checked = check_entry(transaction, desk, entry)
        logged = record_call(
            transaction,
            desk,
            checked,
            reasons=reasons,
            now=desk.now(),
            corrects_id=activity_id,
        )
        _keep_the_old(transaction, desk, old, logged.activity_id)
        add_fact(transaction, new_activity_id=logged.activity_id)
    return logged


def withdraw_entry(
    desk: Desk, activity_id: int, *, why: str, operation_id: str | None = None
) -> int:
    """Record that an entry should not have been made; return the number of the withdrawal.

    The entry stays and is shown as withdrawn; what it had brought about is taken back.

    Raises:
        EntryRefusedError: If no reason is given, or it is corrected or withdrawn already.
    """
    reason = given_reason(why, "An entry is withdrawn only with a reason.")
    with desk.database.write(
        "entry.withdrawn",
        f"withdrew entry {activity_id}: {reason}",
        now=desk.now(),
        facts={"activity_id": activity_id, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        old = _standing(transaction, activity_id)
        settings = load_settings(transaction)
        undo_effects(transaction, desk, old, local_date(desk, settings), reason)
        withdrawal = add_activity(
            transaction,
            old.customer_id,
            old.kind,
            clerk=settings.clerk,
            happened_at=desk.now(),
            now=desk.now(),
            direction="none",
            action="SY",
            note=f"Withdrawn: {reason}",
            withdraws_id=activity_id,
        )
        add_fact(transaction, withdrawal_id=withdrawal)
    return withdrawal


def _keep_the_old(
    transaction: Transaction, desk: Desk, old: Activity, new_activity_id: int
) -> None:
    """Put on record that the old entry was not edited (G-NOTE-03)."""
    settings = load_settings(transaction)
    basis = guard_basis(transaction, desk, settings, old.customer_id, local_date(desk, settings))
    add_guard_events(
        transaction,
        old.customer_id,
        edit_findings(f"{old.kind} {old.id}", basis.rules, mode=basis.mode, kind=basis.kind),
        deed="edit of a saved entry",
        decision="stopped",
        clerk=settings.clerk,
        now=desk.now(),
        activity_id=new_activity_id,
    )


def _standing(session: Reading, activity_id: int) -> Activity:
    entry = load_activity(session, activity_id)
    if not entry.stands or entry.withdraws_id is not None:
        raise EntryRefusedError(
            "entry",
            "This entry is corrected or withdrawn already.",
            "Look at the entry that points at it. Nothing was changed.",
        )
    if entry.kind not in {"call", "note", "email", "text", "visit"}:
        raise EntryRefusedError(
            "entry",
            f"An entry of the kind {entry.kind} was made by the program.",
            "Undo the import, letter or step that it came from; a payment is withdrawn under "
            "Money. Nothing was changed.",
        )
    return entry
