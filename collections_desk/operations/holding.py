"""Holds and stop flags: contact paused, or forbidden. Lifted ones stay on record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from collections_desk.domain.holds import CHANNELS
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.call_guards import comparable
from collections_desk.operations.stopping import carry_out, checked_facts, preview_stop
from collections_desk.operations.wording import given_reason, kept_line, kept_note
from collections_desk.operations.worklist import local_date
from collections_desk.store.balances import open_items
from collections_desk.store.customers import addresses, contact_points, load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.holds import (
    add_hold,
    end_hold,
    holds,
    load_hold,
    move_review,
    put_facts,
)
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.holds import Flag
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

_NOTHING = "Nothing was recorded."

__all__ = [
    "extend_hold",
    "known_flag",
    "lift_hold",
    "lift_stop_flag",
    "preview_stop",
    "put_on_hold",
    "record_flag",
    "set_stop_flag",
]


def put_on_hold(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    customer_id: int,
    reason: str,
    *,
    review_on: date,
    scope: str = "customer",
    scope_ref: str = "",
    operation_id: str | None = None,
) -> int:
    """Pause contact until a day on which the clerk looks again; return the number of the hold.

    Args:
        desk: The open desk.
        customer_id: Whom.
        reason: Why, in a sentence.
        review_on: When it is looked at again: a hold without a day would be forgotten.
        scope: customer, invoice, channel, number or address.
        scope_ref: Which of them.
        operation_id: Makes a retry safe.

    Raises:
        EntryRefusedError: If there is no reason, or the day has passed.
    """
    words = given_reason(reason, "A hold needs a reason.")
    with desk.database.write(
        "hold.set",
        f"put customer {customer_id} on hold until {review_on}: {words}",
        now=desk.now(),
        facts={"customer_id": customer_id, "scope": scope},
        operation_id=operation_id,
    ) as transaction:
        load_customer(transaction, customer_id)
        today = local_date(desk, load_settings(transaction))
        _after_today(review_on, today)
        ref = _checked_scope(transaction, customer_id, scope, scope_ref)
        hold_id = add_hold(
            transaction,
            customer_id,
            words,
            begins_on=today,
            now=desk.now(),
            scope=scope,
            scope_ref=ref,
            review_on=review_on,
        )
        add_fact(transaction, hold_id=hold_id)
    return hold_id


def _after_today(review_on: date, today: date) -> None:
    if review_on <= today:
        raise EntryRefusedError(
            "review_on",
            f"{review_on} is not after today.",
            f"Choose the day on which to look at it again. {_NOTHING}",
        )


def _checked_scope(session: Reading, customer_id: int, scope: str, scope_ref: str) -> str:
    """Return what a hold stands on, if this customer has it.

    Raises:
        EntryRefusedError: If the scope or the thing itself is not known.
    """
    ref = scope_ref.strip()
    if scope == "customer":
        return ""
    if scope == "invoice":
        there = any(str(item.id) == ref for item in open_items(session, customer_id))
    elif scope == "channel":
        there = ref in CHANNELS
    elif scope == "number":
        points = contact_points(session, customer_id)
        there = any(point.value == ref for point in points)
    elif scope == "address":
        there = any(str(one.id) == ref for one in addresses(session, customer_id))
    else:
        there = False
    if not there:
        words = {"channel": "way of contact", "number": "number or e-mail address"}
        raise EntryRefusedError(
            "scope_ref",
            f"This customer has no such {words.get(scope, scope)}.",
            f"Choose one from the list. {_NOTHING}",
        )
    return ref


def extend_hold(
    desk: Desk, hold_id: int, *, review_on: date, why: str, operation_id: str | None = None
) -> None:
    """Look at a hold again on a later day, with a reason."""
    reason = given_reason(why, "A hold is extended only with a reason.")
    with desk.database.write(
        "hold.extended",
        f"extended hold {hold_id} to {review_on}: {reason}",
        now=desk.now(),
        facts={"hold_id": hold_id, "review_on": str(review_on), "why": reason},
        operation_id=operation_id,
    ) as transaction:
        load_hold(transaction, hold_id)
        if review_on <= local_date(desk, load_settings(transaction)):
            raise EntryRefusedError(
                "review_on",
                f"{review_on} is not after today.",
                "Choose a later day. Nothing was changed.",
            )
        move_review(transaction, hold_id, review_on)


def lift_hold(desk: Desk, hold_id: int, *, why: str, operation_id: str | None = None) -> None:
    """Lift a hold or stop flag, with a reason; it stays on record.

    What it canceled stays canceled: letters are written anew, charges are charged anew.
    """
    reason = given_reason(why, "A hold is lifted only with a reason.")
    with desk.database.write(
        "hold.lifted",
        f"lifted hold {hold_id}: {reason}",
        now=desk.now(),
        facts={"hold_id": hold_id, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        hold = load_hold(transaction, hold_id)
        today = local_date(desk, load_settings(transaction))
        if not hold.active(today):
            raise EntryRefusedError(
                "flag",
                "This hold is lifted already.",
                "Look at the holds of the customer again. Nothing was changed.",
            )
        end_hold(transaction, hold_id, on=today, reason=reason)


def set_stop_flag(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    customer_id: int,
    flag: str,
    *,
    reason: str = "",
    scope_ref: str = "",
    review_on: date | None = None,
    facts: Mapping[str, Any] | None = None,
    operation_id: str | None = None,
) -> int:
    """Set a flag (bankruptcy, attorney, cease ...) and return its number.

    What the flag cancels is canceled in the same operation; `preview_stop` tells before what
    that is. A flag that stands already takes what is newly known of it (the day of filing, the
    case) and cancels what has come up since.

    Args:
        desk: The open desk.
        customer_id: Whose.
        flag: Its code.
        reason: In a sentence.
        scope_ref: The number that it is about, where it is about one number only.
        review_on: When the clerk looks at it again.
        facts: What belongs to it, by the names of `holds.ASKS`.
        operation_id: Makes a retry safe.

    Raises:
        EntryRefusedError: If there is no such flag, or a day cannot be.
    """
    kind = known_flag(desk, flag)
    with desk.database.write(
        "flag.set",
        f"set the flag {kind.code} on customer {customer_id}",
        now=desk.now(),
        facts={"customer_id": customer_id, "flag": kind.code},
        operation_id=operation_id,
    ) as transaction:
        load_customer(transaction, customer_id)
        today = local_date(desk, load_settings(transaction))
        if review_on is not None:
            _after_today(review_on, today)
        hold_id = record_flag(
            transaction,
            desk,
            customer_id,
            kind,
            today=today,
            reason=reason,
            scope_ref=scope_ref or str((facts or {}).get("number") or ""),
            review_on=review_on,
            facts=facts,
        )
        add_fact(transaction, hold_id=hold_id)
    return hold_id


#: A stop flag is lifted as a hold is: with a reason, and it stays on record.
lift_stop_flag = lift_hold


def known_flag(desk: Desk, flag: str) -> Flag:
    """Return a flag of the table.

    Raises:
        EntryRefusedError: If there is no such flag.
    """
    kind = desk.resources.flags.get(flag)
    if kind is None:
        raise EntryRefusedError(
            "flag", f'"{flag}" is not a stop flag.', f"Choose one from the list. {_NOTHING}"
        )
    return kind


def _as_known(session: Reading, customer_id: int, number: str) -> str:
    """Return a number as it stands with the customer, if it does, however it was typed."""
    homes = addresses(session, customer_id)
    wanted = comparable(number, homes)
    known = (
        point.value
        for point in contact_points(session, customer_id)
        if wanted is not None and comparable(point.value, homes) == wanted
    )
    return next(known, number)


def record_flag(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    desk: Desk,
    customer_id: int,
    kind: Flag,
    *,
    today: date,
    reason: str,
    scope_ref: str = "",
    review_on: date | None = None,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Set a flag inside an operation, and cancel what it cancels.

    One that stands already for the same thing is kept; what is newly known of it is added.
    """
    known = checked_facts(kind, facts or {}, today)
    number = _as_known(transaction, customer_id, kept_line(scope_ref, field="number"))
    done = carry_out(transaction, desk, customer_id, kind, known, today)
    cancelled = [effect.words for effect in done.effects if effect.kind != "reminder"]
    if cancelled:
        known["cancelled"] = cancelled
    if review_on is None and "ends_on" in known:
        review_on = date.fromisoformat(known["ends_on"])
    if review_on is None and kind.pause_days:
        review_on = today + timedelta(days=kind.pause_days)
    for hold in holds(transaction, customer_id):
        if hold.flag == kind.code and hold.scope_ref == number and hold.active(today):
            earlier = list(hold.facts.get("cancelled", ()))
            merged = {**hold.facts, **known}
            if earlier or cancelled:
                merged["cancelled"] = [*earlier, *cancelled]
            put_facts(transaction, hold.id, merged)
            return hold.id
    return add_hold(
        transaction,
        customer_id,
        kept_note(reason) or kind.label,
        begins_on=today,
        now=desk.now(),
        flag=kind.code,
        scope="number" if number else "customer",
        scope_ref=number,
        review_on=review_on,
        facts=known,
    )
