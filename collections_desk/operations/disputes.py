"""Disputes: what is contested, the papers that show who is right, and the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_desk.domain.disputes import DISPUTE_STATES, OPEN_STATES
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.wording import kept_note
from collections_desk.operations.worklist import local_date
from collections_desk.store.balances import open_items
from collections_desk.store.customers import load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.disputes import add_dispute, change_dispute, load_dispute
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from collections_desk.operations.desk import Desk
    from collections_desk.store.balances import OpenItem
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

_NOTHING = "Nothing was recorded."


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
