"""What comes of a placement: recoveries, commission, costs, a judgment, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.money import zero
from collections_desk.domain.money_text import money_text
from collections_desk.domain.placements import (
    ENDINGS,
    ENTRY_KINDS,
    commission_on,
    spread,
)
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.wording import given_reason, kept_line
from collections_desk.operations.worklist import local_date
from collections_desk.store.customers import change_customer
from collections_desk.store.database import add_fact
from collections_desk.store.placements import (
    add_placement_entry,
    end_placement,
    load_placement,
    name_their_reference,
    placements,
    receivers,
)
from collections_desk.store.settings import load_settings
from collections_desk.store.settlements import take_off

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.money import Money
    from collections_desk.domain.placements import Placement
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.placements import Receiver

_NOTHING = "Nothing was recorded."


def all_placements(desk: Desk, customer_id: int | None = None) -> list[Placement]:
    """Return placements with their entries, newest first."""
    with desk.database.read() as session:
        return placements(session, customer_id)


def known_receivers(desk: Desk, kind: str) -> list[Receiver]:
    """Return the agencies or courts that were used before, the latest first."""
    with desk.database.read() as session:
        return receivers(session, kind)


def record_recovery(  # noqa: PLR0913 - what the clerk fills in
    desk: Desk,
    placement_id: int,
    amount: Money,
    *,
    dated_on: date,
    commission: Money | None = None,
    reference: str = "",
    operation_id: str | None = None,
) -> tuple[int, ...]:
    """Record money that they collected, gross, and the commission on it.

    The customer's balance falls by the whole amount, as by any payment; the commission is a
    cost of ours and is shown apart. When everything placed is paid, the placement ends.

    Args:
        desk: The open desk.
        placement_id: Which placement.
        amount: What the customer paid, before commission.
        dated_on: The day on which it was paid to them.
        commission: What they kept; None takes the percentage that was agreed.
        reference: Their remittance or check number.
        operation_id: Makes asking again safe.

    Raises:
        EntryRefusedError: If the placement has ended, or the amount cannot be.
    """
    line = kept_line(reference, field="reference")
    with desk.database.write(
        "placement.recovered",
        f"recovered {money_text(amount)} on placement {placement_id}",
        now=desk.now(),
        facts={"placement_id": placement_id},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        today = local_date(desk, settings)
        placement = _running(transaction, placement_id)
        _check_amount(placement, amount, dated_on, today)
        kept = commission
        if kept is None:
            kept = commission_on(amount, placement.commission_percent)
        if kept.currency != amount.currency or not 0 <= kept.minor <= amount.minor:
            raise EntryRefusedError(
                "commission",
                f"A commission of {money_text(kept)} is not a part of {money_text(amount)}.",
                f"Type what they kept of it. {_NOTHING}",
            )
        note = f"Collected by {placement.name}"
        entries = [
            take_off(
                transaction,
                invoice_id,
                "payment",
                part,
                dated_on=dated_on,
                now=desk.now(),
                reference=line,
                note=note,
            )
            for invoice_id, part in spread(amount, placement.invoices)
        ]
        made = [
            add_placement_entry(
                transaction,
                placement_id,
                kind,
                part,
                dated_on=dated_on,
                clerk=settings.clerk,
                now=desk.now(),
                reference=line,
            )
            for kind, part in (("recovery", amount), ("commission", kept))
            if part.minor > 0
        ]
        if not load_placement(transaction, placement_id).still_open:
            _end(transaction, placement, "collected", today, "everything placed is paid")
        add_fact(transaction, customer_id=placement.customer_id, entries=entries)
    return tuple(made)


def record_placement_entry(  # noqa: PLR0913 - what the clerk fills in
    desk: Desk,
    placement_id: int,
    kind: str,
    amount: Money,
    *,
    dated_on: date,
    reference: str = "",
    note: str = "",
    operation_id: str | None = None,
) -> int:
    """Record a commission, a cost or a judgment. None of them changes the customer's balance.

    Raises:
        EntryRefusedError: If the kind is a recovery or not known, or the amount cannot be.
    """
    if kind not in ENTRY_KINDS or kind == "recovery":
        raise EntryRefusedError(
            "kind", f'"{kind}" cannot be entered here.', f"Choose one of the list. {_NOTHING}"
        )
    with desk.database.write(
        "placement.entered",
        f"entered {kind} {money_text(amount)} on placement {placement_id}",
        now=desk.now(),
        facts={"placement_id": placement_id, "kind": kind},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        today = local_date(desk, settings)
        placement = load_placement(transaction, placement_id)
        _check_amount(placement, amount, dated_on, today)
        if kind == "judgment" and placement.kind != "court":
            raise EntryRefusedError(
                "kind",
                f"{placement.name} is no court.",
                f"Place the customer with kind court first. {_NOTHING}",
            )
        entry_id = add_placement_entry(
            transaction,
            placement_id,
            kind,
            amount,
            dated_on=dated_on,
            clerk=settings.clerk,
            now=desk.now(),
            reference=kept_line(reference, field="reference"),
            note=kept_line(note, field="note"),
        )
        if kind == "judgment" and placement.running:
            change_customer(transaction, placement.customer_id, end_state="judgment")
        add_fact(transaction, customer_id=placement.customer_id)
    return entry_id


def finish_placement(
    desk: Desk,
    placement_id: int,
    ended: str,
    *,
    why: str,
    operation_id: str | None = None,
) -> None:
    """Recall a placement, or record that it came back; the customer is ours to work on again.

    Args:
        desk: The open desk.
        placement_id: Which placement.
        ended: recalled, returned, collected or closed.
        why: A sentence.
        operation_id: Makes asking again safe.

    Raises:
        EntryRefusedError: If it has ended already, or there is no reason.
    """
    if ended not in ENDINGS:
        raise EntryRefusedError(
            "ended", f'A placement cannot be "{ended}".', f"Choose one of the list. {_NOTHING}"
        )
    reason = given_reason(why, "A placement ends only with a reason.")
    with desk.database.write(
        f"placement.{ended}",
        f"placement {placement_id} {ended}: {reason}",
        now=desk.now(),
        facts={"placement_id": placement_id, "ended": ended, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        today = local_date(desk, load_settings(transaction))
        placement = _running(transaction, placement_id)
        _end(transaction, placement, ended, today, reason)
        add_fact(transaction, customer_id=placement.customer_id)


def keep_their_reference(
    desk: Desk, placement_id: int, reference: str, *, operation_id: str | None = None
) -> None:
    """Keep the file number that the agency or court gave the placement."""
    line = kept_line(reference, field="reference", needed=True)
    with desk.database.write(
        "placement.reference",
        f"placement {placement_id} has their number {line}",
        now=desk.now(),
        facts={"placement_id": placement_id},
        operation_id=operation_id,
    ) as transaction:
        load_placement(transaction, placement_id)
        name_their_reference(transaction, placement_id, line)


def _running(transaction: Transaction, placement_id: int) -> Placement:
    placement = load_placement(transaction, placement_id)
    if not placement.running:
        on = long_day(placement.ended_on) if placement.ended_on else "an earlier day"
        raise EntryRefusedError(
            "placement",
            f"The placement with {placement.name} ended on {on}.",
            f"Record money that came since as a payment (key Y). {_NOTHING}",
        )
    return placement


def _check_amount(placement: Placement, amount: Money, dated_on: date, today: date) -> None:
    if amount.currency != placement.amount.currency or amount <= zero(amount.currency):
        raise EntryRefusedError(
            "amount",
            f"{money_text(amount)} is not an amount in {placement.amount.currency} above zero.",
            f"Type it again. {_NOTHING}",
        )
    if not placement.placed_on <= dated_on <= today:
        raise EntryRefusedError(
            "dated_on",
            f"{long_day(dated_on)} is not between the placement and today.",
            f"Give a day from {long_day(placement.placed_on)} to {long_day(today)}. {_NOTHING}",
        )


def _end(
    transaction: Transaction, placement: Placement, ended: str, today: date, reason: str
) -> None:
    """End one placement; the customer is ours again once none of them runs."""
    end_placement(transaction, placement.id, ended, on=today, reason=reason)
    if not placements(transaction, placement.customer_id, running=True):
        change_customer(transaction, placement.customer_id, end_state=None)
