"""What the business decided about the rules, kept among the settings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from collections_desk.domain.rule_tables import GuardSwitch, TableReview
from collections_desk.store.tables import SettingRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction

#: Kept apart from `Settings`, which lie open on a screen while these are decided.
_SWITCHES = "guard_switches"
_REVIEWS = "table_reviews"


def guard_switches(session: Session) -> dict[str, GuardSwitch]:
    """Return the guards that the business switched, by guard."""
    return {
        guard: GuardSwitch(
            guard,
            on=said["on"],
            reason=said["reason"],
            since=date.fromisoformat(said["since"]),
            clerk=said["clerk"],
        )
        for guard, said in _saved(session, _SWITCHES).items()
    }


def save_switch(transaction: Transaction, switch: GuardSwitch) -> None:
    """Save a decision about one guard; the audit log keeps the ones before."""
    said = {
        "on": switch.on,
        "reason": switch.reason,
        "since": switch.since.isoformat(),
        "clerk": switch.clerk,
    }
    _save(transaction, _SWITCHES, {**_saved(transaction, _SWITCHES), switch.guard: said})


def table_reviews(session: Session) -> dict[str, TableReview]:
    """Return who last looked over which table of rules, by table."""
    return {
        table: TableReview(
            table, date.fromisoformat(said["reviewed_on"]), said["clerk"], said["note"]
        )
        for table, said in _saved(session, _REVIEWS).items()
    }


def save_review(transaction: Transaction, review: TableReview) -> None:
    """Save that a table was looked over; the audit log keeps the times before."""
    said = {
        "reviewed_on": review.reviewed_on.isoformat(),
        "clerk": review.clerk,
        "note": review.note,
    }
    _save(transaction, _REVIEWS, {**_saved(transaction, _REVIEWS), review.table: said})


def _saved(session: Session | Transaction, key: str) -> dict[str, Any]:
    found = session.scalar(select(SettingRow.value).where(SettingRow.key == key))
    return dict(found["value"]) if found else {}


def _save(transaction: Transaction, key: str, value: dict[str, Any]) -> None:
    statement = insert(SettingRow).values(key=key, value={"value": value})
    transaction.execute(
        statement.on_conflict_do_update(
            index_elements=["key"], set_={"value": statement.excluded.value}
        )
    )
