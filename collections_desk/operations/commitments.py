"""Promises: what was agreed, and what became of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.promise_chains import same_money
from collections_desk.domain.promises import PromiseState
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.agreement_guards import findings_of_promise
from collections_desk.operations.guarding import guarded_write, record_findings
from collections_desk.operations.wording import given_reason
from collections_desk.operations.worklist import agreements_in, local_date
from collections_desk.store.balances import open_items
from collections_desk.store.customers import load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.promises import add_promise, end_promise
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from collections_desk.domain.promise_text import TypedPromise
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

_NOTHING = "Nothing was recorded."
_REMEDY = "Put it right, or say in a sentence why it is as it is. What you typed is kept."
_NONE: Mapping[str, str] = MappingProxyType({})


def take_promise(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    customer_id: int,
    promise: TypedPromise,
    *,
    by_whom: str = "",
    method: str = "",
    invoice_ids: Iterable[int] = (),
    reasons: Mapping[str, str] = _NONE,
    operation_id: str | None = None,
) -> int:
    """Record a promise outside a call and return its number.

    An open promise about the same invoices in the same currency is ended as superseded; a
    promise that names no invoice is about all of them.

    Raises:
        EntryRefusedError: If nothing is promised, or its day has passed.
        NotAllowedError: If the promise is too much, too late or one too many, and no
            sentence in `reasons` says why it is so.
    """
    with desk.database.read() as session:
        name = load_customer(session, customer_id).name
    with guarded_write(
        desk,
        "promise.taken",
        f"took a promise of {promise.amount} by {promise.due} from {name}",
        facts={"customer_id": customer_id},
        operation_id=operation_id,
    ) as transaction:
        today = local_date(desk, load_settings(transaction))
        record_findings(
            transaction,
            desk,
            findings_of_promise(transaction, desk, customer_id, promise, today, invoice_ids),
            reasons,
            deed="promise taken",
            refused="The promise is not recorded yet",
            remedy=_REMEDY,
            customer_id=customer_id,
        )
        promise_id = record_promise(
            transaction,
            desk,
            customer_id,
            promise,
            taken_on=today,
            by_whom=by_whom,
            method=method,
            invoice_ids=invoice_ids,
        )
        add_fact(transaction, promise_id=promise_id)
    return promise_id


def record_promise(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    desk: Desk,
    customer_id: int,
    promise: TypedPromise,
    *,
    taken_on: date,
    by_whom: str = "",
    method: str = "",
    invoice_ids: Iterable[int] = (),
) -> int:
    """Record a promise inside an operation; earlier open ones in its currency are superseded.

    Raises:
        EntryRefusedError: If nothing is promised, or its day has passed.
    """
    if promise.amount.minor <= 0:
        raise EntryRefusedError(
            "promise", "A promise needs an amount above zero.", f"Type it again. {_NOTHING}"
        )
    if promise.due < taken_on:
        raise EntryRefusedError(
            "promise",
            f"{long_day(promise.due)} is before the day of the promise.",
            f"Type a day from {long_day(taken_on)} on. {_NOTHING}",
        )
    named = set(invoice_ids)
    _check_named(transaction, customer_id, named, promise.amount.currency)
    promise_id = add_promise(
        transaction,
        customer_id,
        promise.amount,
        taken_on=taken_on,
        due_on=promise.due,
        now=desk.now(),
        by_whom=by_whom.strip(),
        method=method.strip(),
        words=promise.words.strip(),
        invoice_ids=named,
    )
    settings = load_settings(transaction)
    for standing in agreements_in(transaction, desk, settings, customer_id, taken_on).promises:
        earlier = standing.promise
        if (
            earlier.id != promise_id
            and standing.state is PromiseState.OPEN
            and earlier.amount.currency == promise.amount.currency
            and same_money(named, earlier.invoice_ids)
        ):
            end_promise(
                transaction,
                earlier.id,
                how="superseded",
                on=taken_on,
                superseded_by=promise_id,
            )
    return promise_id


def _check_named(
    session: Reading, customer_id: int, invoice_ids: Collection[int], currency: str
) -> None:
    """Refuse a promise for invoices that are not open with the customer in its currency."""
    known = {item.id: item for item in open_items(session, customer_id)}
    for invoice_id in sorted(invoice_ids):
        item = known.get(invoice_id)
        if item is None or item.open.minor <= 0 or item.open.currency != currency:
            raise EntryRefusedError(
                "invoices",
                f"Invoice {item.number if item else f'#{invoice_id}'} is not open with this "
                f"customer in {currency}.",
                f"Choose open invoices in the currency of the promise. {_NOTHING}",
            )


def cancel_promise(
    desk: Desk, promise_id: int, *, why: str, operation_id: str | None = None
) -> None:
    """Let a promise no longer count, because it was wrong or taken back. It stays on record."""
    reason = given_reason(why, "A promise is canceled only with a reason.")
    with desk.database.write(
        "promise.cancelled",
        f"canceled promise {promise_id}: {reason}",
        now=desk.now(),
        facts={"promise_id": promise_id, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        today = local_date(desk, load_settings(transaction))
        end_promise(transaction, promise_id, how="cancelled", on=today)
