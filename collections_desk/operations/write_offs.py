"""Taking off what nobody will pay: write-offs and credits by hand, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.money_text import money_text, monies_text
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.wording import given_reason
from collections_desk.operations.worklist import local_date
from collections_desk.store.balances import open_items
from collections_desk.store.customers import change_customer, load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.settings import load_settings
from collections_desk.store.settlements import put_back, take_off, written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from collections_desk.operations.desk import Desk
    from collections_desk.store.balances import OpenItem
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading
    from collections_desk.store.settlements import Written

_NOTHING = "Nothing was recorded."
WRITTEN_OFF = "written_off"


def amounts_owed(
    session: Reading, customer_id: int, invoice_ids: Collection[int] | None = None
) -> tuple[Money, ...]:
    """Return what is owed by currency, credits and unapplied payments taken off.

    With `invoice_ids`, what is open on these items alone.
    """
    items = _wanted(open_items(session, customer_id), invoice_ids)
    totals = totals_by_currency(item.open for item in items)
    return tuple(total for total in totals.values() if total.minor > 0)


def take_off_owed(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    desk: Desk,
    customer_id: int,
    kind: str,
    *,
    today: date,
    note: str,
    most: Iterable[Money] | None = None,
    invoice_ids: Collection[int] | None = None,
    reference: str = "",
) -> list[int]:
    """Take what is owed off the items, the oldest due first; return the entries.

    Credits stay: no more is taken off than is owed after them.

    Args:
        transaction: The transaction of the deed.
        desk: The open desk.
        customer_id: Whose items.
        kind: write_off, settlement or credit.
        today: The date of the entries.
        note: Why; kept with each entry.
        most: How much of each currency; None takes everything that is owed.
        invoice_ids: Only from these items.
        reference: Kept with each entry: "Decision 12".

    Raises:
        EntryRefusedError: If nothing is owed, or less than `most`.
    """
    owed = totals_by_currency(amounts_owed(transaction, customer_id, invoice_ids))
    wanted = owed if most is None else totals_by_currency(most)
    for code, amount in wanted.items():
        there = owed.get(code, Money(0, code))
        if amount > there:
            raise EntryRefusedError(
                "amount",
                f"{money_text(amount)} is more than the {money_text(there)} that is owed.",
                f"Type an amount up to {money_text(there)}. {_NOTHING}",
            )
    left = {code: amount.minor for code, amount in wanted.items()}
    entries = []
    for item in _wanted(open_items(transaction, customer_id), invoice_ids):
        part = min(left.get(item.open.currency, 0), item.open.minor)
        if part > 0:
            left[item.open.currency] -= part
            entries.append(
                take_off(
                    transaction,
                    item.id,
                    kind,
                    Money(part, item.open.currency),
                    dated_on=today,
                    now=desk.now(),
                    reference=reference,
                    note=note,
                )
            )
    if not entries:
        raise EntryRefusedError(
            "amount", "Nothing is owed here.", f"There is nothing to take off. {_NOTHING}"
        )
    return entries


def write_off(
    desk: Desk,
    customer_id: int,
    *,
    why: str,
    invoice_ids: Collection[int] | None = None,
    operation_id: str | None = None,
) -> list[int]:
    """Write off what is owed, wholly or on some invoices; return the ledger entries.

    A write-off is no payment: it is shown apart from what was paid, everywhere.

    Raises:
        EntryRefusedError: If nothing is owed, or there is no reason.
    """
    reason = given_reason(why, "Something is written off only with a reason.")
    with desk.database.read() as session:
        name = load_customer(session, customer_id).name
        amount = monies_text(amounts_owed(session, customer_id, invoice_ids))
    with desk.database.write(
        "ledger.written_off",
        f"wrote off {amount} of {name}: {reason}",
        now=desk.now(),
        facts={"customer_id": customer_id, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        today = local_date(desk, load_settings(transaction))
        entries = take_off_owed(
            transaction,
            desk,
            customer_id,
            "write_off",
            today=today,
            note=reason,
            invoice_ids=invoice_ids,
        )
        add_fact(transaction, entries=entries)
    return entries


def reverse_write_off(
    desk: Desk, entry_ids: Sequence[int], *, why: str, operation_id: str | None = None
) -> None:
    """Take write-offs back, because money came after all; the items are open again.

    Raises:
        EntryRefusedError: If an entry is no write-off that stands, or there is no reason.
    """
    reason = given_reason(why, "A write-off is taken back only with a reason.")
    named = ", ".join(str(entry) for entry in entry_ids)
    with desk.database.write(
        "ledger.write_off_reversed",
        f"took the write-off {named} back: {reason}",
        now=desk.now(),
        facts={"entries": list(entry_ids), "why": reason},
        operation_id=operation_id,
    ) as transaction:
        today = local_date(desk, load_settings(transaction))
        standing = {one.id: one for one in written(transaction) if one.reversed_by is None}
        for entry_id in entry_ids:
            one = standing.pop(entry_id, None)
            if one is None:
                raise EntryRefusedError(
                    "entry",
                    f"Entry {entry_id} is no write-off that stands.",
                    f"Choose one from the list of what was written off. {_NOTHING}",
                )
            put_back(transaction, entry_id, dated_on=today, now=desk.now(), note=reason)
            if load_customer(transaction, one.customer_id).end_state == WRITTEN_OFF:
                change_customer(transaction, one.customer_id, end_state=None)


def written_entries(desk: Desk, customer_id: int | None = None) -> list[Written]:
    """Return what was written off, settled away or credited by hand, newest first."""
    with desk.database.read() as session:
        return written(session, customer_id)


def _wanted(items: Iterable[OpenItem], invoice_ids: Collection[int] | None) -> list[OpenItem]:
    if invoice_ids is None:
        return list(items)
    return [item for item in items if item.id in invoice_ids]
