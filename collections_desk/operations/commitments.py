"""Promises and disputes: what was agreed, and what is contested."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from collections_desk.domain.disputes import DISPUTE_STATES, OPEN_STATES
from collections_desk.domain.guards import unanswered
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.errors import EntryRefusedError, NotAllowedError
from collections_desk.operations.call_guards import facts_for_audit, findings_of_promise
from collections_desk.operations.wording import given_reason, kept_note
from collections_desk.operations.worklist import local_date
from collections_desk.store.activities import add_guard_events
from collections_desk.store.balances import open_items
from collections_desk.store.customers import load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.disputes import add_dispute, change_dispute, load_dispute
from collections_desk.store.promises import add_promise, end_promise, promises
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from collections_desk.domain.promise_text import TypedPromise
    from collections_desk.operations.desk import Desk
    from collections_desk.store.balances import OpenItem
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

_NOTHING = "Nothing was recorded."
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

    An open promise in the same currency that it replaces is ended as superseded.

    Raises:
        EntryRefusedError: If nothing is promised, or its day has passed.
        NotAllowedError: If the promise is too much, too late or one too many, and no
            sentence in `reasons` says why it is so.
    """
    with desk.database.read() as session:
        name = load_customer(session, customer_id).name
    with desk.database.write(
        "promise.taken",
        f"took a promise of {promise.amount} by {promise.due} from {name}",
        now=desk.now(),
        facts={"customer_id": customer_id},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        today = local_date(desk, settings)
        findings = findings_of_promise(transaction, desk, customer_id, promise, today, invoice_ids)
        if asking := unanswered(findings, reasons):
            raise NotAllowedError(
                "The promise is not recorded yet",
                [found.said for found in asking],
                "Put it right, or say in a sentence why it is as it is. What you typed is kept.",
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
        add_guard_events(
            transaction,
            customer_id,
            findings,
            deed="promise taken",
            decision="shown",
            reasons=dict(reasons),
            clerk=settings.clerk,
            now=desk.now(),
        )
        add_fact(transaction, promise_id=promise_id, guards=facts_for_audit(findings))
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
            f"{promise.due} is before the day of the promise.",
            f"Type a day from {taken_on} on. {_NOTHING}",
        )
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
        invoice_ids=invoice_ids,
    )
    wanted = set(invoice_ids)
    for earlier in promises(transaction, customer_id):
        same = earlier.amount.currency == promise.amount.currency
        shared = not wanted or not earlier.invoice_ids or wanted & set(earlier.invoice_ids)
        live = earlier.ended is None and earlier.due_on >= taken_on
        if earlier.id != promise_id and same and shared and live:
            end_promise(
                transaction,
                earlier.id,
                how="superseded",
                on=taken_on,
                superseded_by=promise_id,
            )
    return promise_id


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


def open_dispute(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    customer_id: int,
    invoice_id: int,
    code: str,
    *,
    amount: Money | None = None,
    words: str = "",
    received_on: date | None = None,
    operation_id: str | None = None,
) -> int:
    """Record a dispute and return its number; the rest of the invoice stays collectible.

    Args:
        desk: The open desk.
        customer_id: Who disputes.
        invoice_id: Which invoice.
        code: Code of the table of disputes.
        amount: How much of it; all that is open if None.
        words: What the customer says, facts only.
        received_on: When it reached us; today if None.
        operation_id: Makes a retry safe.
    """
    with desk.database.read() as session:
        name = load_customer(session, customer_id).name
    with desk.database.write(
        "dispute.opened",
        f"opened a dispute {code} of {name}",
        now=desk.now(),
        facts={"customer_id": customer_id, "invoice_id": invoice_id, "code": code},
        operation_id=operation_id,
    ) as transaction:
        today = local_date(desk, load_settings(transaction))
        dispute_id = record_dispute(
            transaction,
            desk,
            customer_id,
            invoice_id,
            code,
            amount=amount,
            words=words,
            received_on=received_on or today,
        )
        add_fact(transaction, dispute_id=dispute_id)
    return dispute_id


def record_dispute(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    desk: Desk,
    customer_id: int,
    invoice_id: int,
    code: str,
    *,
    amount: Money | None,
    words: str,
    received_on: date,
) -> int:
    """Record a dispute inside an operation, with the evidence that its code asks for.

    Raises:
        EntryRefusedError: If the code or the invoice is not known, or the amount is not
            between zero and what is open.
    """
    kind = desk.resources.dispute_codes.get(code)
    if kind is None:
        raise EntryRefusedError(
            "dispute_code",
            f'"{code}" is not a kind of dispute.',
            f"Choose one from the list. {_NOTHING}",
        )
    item = _open_invoice(transaction, customer_id, invoice_id)
    disputed = amount or item.open
    if disputed.currency != item.open.currency or not 0 < disputed.minor <= item.open.minor:
        raise EntryRefusedError(
            "disputed_amount",
            f"{money_text(disputed)} is not a part of the {money_text(item.open)} open on "
            f"invoice {item.number}.",
            f"Type an amount up to {money_text(item.open)}. {_NOTHING}",
        )
    return add_dispute(
        transaction,
        customer_id,
        invoice_id,
        code,
        disputed,
        received_on=received_on,
        evidence=[(paper, False) for paper in kind.evidence],
        owner=kind.owner,
        words=kept_note(words),
        now=desk.now(),
    )


def _open_invoice(session: Reading, customer_id: int, invoice_id: int) -> OpenItem:
    for item in open_items(session, customer_id):
        if item.id == invoice_id and item.open.minor > 0:
            return item
    raise EntryRefusedError(
        "invoices",
        "This invoice is not open with this customer.",
        f"Choose one from the list of open invoices. {_NOTHING}",
    )


def advance_dispute(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    dispute_id: int,
    state: str,
    *,
    upheld: Money | None = None,
    finding: str = "",
    evidence: Iterable[tuple[str, bool]] | None = None,
    operation_id: str | None = None,
) -> None:
    """Move a dispute on: acknowledge, investigate, decide, close. Evidence may be ticked.

    Raises:
        EntryRefusedError: If the state is not known, the dispute is closed already, or a
            decision says neither what stands nor why.
    """
    with desk.database.write(
        "dispute.moved",
        f"moved dispute {dispute_id} to {state.replace('_', ' ')}",
        now=desk.now(),
        facts={"dispute_id": dispute_id, "state": state},
        operation_id=operation_id,
    ) as transaction:
        dispute = load_dispute(transaction, dispute_id)
        if state not in DISPUTE_STATES or not dispute.is_open:
            raise EntryRefusedError(
                "state",
                f"A dispute that is {dispute.state.replace('_', ' ')} cannot become "
                f"{state.replace('_', ' ')}.",
                "Open a new dispute if it goes on. Nothing was changed.",
            )
        values: dict[str, Any] = {"state": state}
        if evidence is not None:
            values["evidence"] = [list(paper) for paper in evidence]
        if state not in OPEN_STATES:
            stands = _upheld(dispute.amount, state, upheld)
            if state.startswith("decided") and not finding.strip():
                raise EntryRefusedError(
                    "finding",
                    "A decision needs its reason.",
                    "Say what was found, in a sentence. Nothing was changed.",
                )
            values["decided_on"] = local_date(desk, load_settings(transaction))
            values["upheld_minor"] = stands.minor
            values["finding"] = kept_note(finding)
        change_dispute(transaction, dispute_id, **values)


def _upheld(disputed: Money, state: str, upheld: Money | None) -> Money:
    """Return what stands of the disputed amount after a decision."""
    if state == "decided_for_customer":
        return Money(0, disputed.currency)
    if state != "decided_partial":
        return disputed
    if upheld is None or upheld.currency != disputed.currency:
        stands = None
    else:
        stands = upheld if 0 < upheld.minor < disputed.minor else None
    if stands is None:
        raise EntryRefusedError(
            "upheld",
            "A partial decision needs the part that stands.",
            f"Type an amount between zero and {money_text(disputed)}. Nothing was changed.",
        )
    return stands
