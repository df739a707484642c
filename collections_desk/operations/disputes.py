"""Disputes: what is contested, the papers that show who is right, and the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_desk.domain.disputes import (
    ALL_ASKED,
    DECISIONS,
    OPEN_STATES,
    DisputedLine,
    not_asked_for,
)
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.wording import kept_line, kept_note
from collections_desk.operations.worklist import local_date
from collections_desk.store.balances import open_items
from collections_desk.store.customers import load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.disputes import (
    add_dispute,
    add_dispute_event,
    change_dispute,
    credit_reference,
    disputes,
    load_dispute,
)
from collections_desk.store.postings import post
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from collections_desk.domain.disputes import Dispute
    from collections_desk.operations.desk import Desk
    from collections_desk.store.balances import OpenItem
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

_NOTHING = "Nothing was recorded."
_UNCHANGED = "Nothing was changed."


def open_disputes(
    desk: Desk,
    customer_id: int,
    lines: Sequence[DisputedLine],
    *,
    received_on: date | None = None,
    operation_id: str | None = None,
) -> tuple[int, ...]:
    """Record what one complaint disputes, line by line; return the numbers of the disputes.

    All lines or none. The rest of each invoice stays collectible.

    Args:
        desk: The open desk.
        customer_id: Who disputes.
        lines: What is disputed, in the order of the complaint.
        received_on: When it reached us; today if None.
        operation_id: Makes a retry safe.

    Raises:
        EntryRefusedError: If there is no line, the day is to come, a code or an invoice is not
            known, or more would be disputed of an invoice than is open.
    """
    if not lines:
        raise EntryRefusedError(
            "invoices", "No line is disputed yet.", f"Choose an invoice. {_NOTHING}"
        )
    with desk.database.read() as session:
        name = load_customer(session, customer_id).name
    codes = ", ".join(dict.fromkeys(line.code for line in lines))
    with desk.database.write(
        "dispute.opened",
        f"opened {len(lines)} disputes {codes} of {name}"
        if len(lines) > 1
        else f"opened a dispute {codes} of {name}",
        now=desk.now(),
        facts={"customer_id": customer_id, "lines": len(lines), "codes": codes},
        operation_id=operation_id,
    ) as transaction:
        today = local_date(desk, load_settings(transaction))
        found = tuple(
            record_dispute(
                transaction,
                desk,
                customer_id,
                line.invoice_id,
                line.code,
                amount=line.amount,
                words=line.words,
                received_on=received_on or today,
                line=line.line,
            )
            for line in lines
        )
        add_fact(transaction, dispute_ids=list(found))
    return found


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
    """Record a dispute of one invoice and return its number; see `open_disputes`."""
    lines = [DisputedLine(invoice_id, code, amount, "", words)]
    return open_disputes(
        desk, customer_id, lines, received_on=received_on, operation_id=operation_id
    )[0]


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
    line: str = "",
) -> int:
    """Record a dispute inside an operation, with the evidence that its code asks for.

    Without an amount, all that is open of the invoice and not disputed yet is in dispute.

    Raises:
        EntryRefusedError: If the code or the invoice is not known, the day is to come, or the
            amount is not between zero and what is open and not disputed yet.
    """
    kind = desk.resources.dispute_codes.get(code)
    if kind is None:
        raise EntryRefusedError(
            "dispute_code",
            f'"{code}" is not a kind of dispute.',
            f"Choose one from the list. {_NOTHING}",
        )
    settings = load_settings(transaction)
    if received_on > local_date(desk, settings):
        raise EntryRefusedError(
            "received_on", f"{received_on} is still to come.", f"Type a day up to now. {_NOTHING}"
        )
    item = _open_invoice(transaction, customer_id, invoice_id)
    disputed = _within_what_is_open(transaction, item, customer_id, amount)
    dispute_id = add_dispute(
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
        line=kept_line(line, field="line"),
    )
    add_dispute_event(
        transaction,
        dispute_id,
        "received",
        dated_on=received_on,
        clerk=settings.clerk,
        now=desk.now(),
    )
    return dispute_id


def _open_invoice(session: Reading, customer_id: int, invoice_id: int) -> OpenItem:
    for item in open_items(session, customer_id):
        if item.id == invoice_id and item.open.minor > 0:
            return item
    raise EntryRefusedError(
        "invoices",
        "This invoice is not open with this customer.",
        f"Choose one from the list of open invoices. {_NOTHING}",
    )


def _within_what_is_open(
    session: Reading, item: OpenItem, customer_id: int, amount: Money | None
) -> Money:
    """Return the disputed amount, if it and what is disputed already stay within what is open."""
    aside = not_asked_for(disputes(session, customer_id), {item.id: item.as_of})
    own = aside.get(item.id, ALL_ASKED)
    already = sum(own)
    decided = " or to be credited" if own.conceded else ""
    free = Money(max(item.open.minor - already, 0), item.open.currency)
    whole, rest = money_text(item.open), money_text(free)
    if not free:
        raise EntryRefusedError(
            "disputed_amount",
            f"All {whole} open on invoice {item.number} is in dispute{decided} already.",
            f"Work on that dispute, or choose another invoice. {_NOTHING}",
        )
    disputed = free if amount is None else amount
    if disputed.currency != free.currency or not 0 < disputed.minor <= free.minor:
        known = ""
        if already:
            part = money_text(Money(already, free.currency))
            known = f", of which {part} is disputed{decided} already"
        raise EntryRefusedError(
            "disputed_amount",
            f"{money_text(disputed)} is not a part of the {whole} open on invoice "
            f"{item.number}{known}.",
            f"Type an amount up to {rest}. {_NOTHING}",
        )
    return disputed


def advance_dispute(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    dispute_id: int,
    state: str | None,
    *,
    upheld: Money | None = None,
    finding: str = "",
    note: str = "",
    evidence: Iterable[tuple[str, bool]] | None = None,
    owner: str | None = None,
    book_credit: bool = False,
    operation_id: str | None = None,
) -> None:
    """Work on a dispute: move it on, decide it, tick its papers, say whose it is.

    Args:
        desk: The open desk.
        dispute_id: Which.
        state: The state that follows, or None where it stays as it is.
        upheld: What of the disputed amount stands, for a partial decision.
        finding: Why it was decided so.
        note: What else is to be remembered of this step.
        evidence: Every paper with whether it is there; None leaves them.
        owner: Who looks into it; None leaves it.
        book_credit: Lower the open balance of the invoice by what does not stand, as an entry
            of our own.
        operation_id: Makes a retry safe.

    Raises:
        EntryRefusedError: If the state cannot follow, a decision says neither what stands nor
            why, a closing says nothing, or the credit is more than is open.
    """
    moved = "worked on" if state is None else f"moved to {state.replace('_', ' ')}"
    with desk.database.write(
        "dispute.moved",
        f"{moved}: dispute {dispute_id}",
        now=desk.now(),
        facts={"dispute_id": dispute_id, "state": state, "credit": book_credit},
        operation_id=operation_id,
    ) as transaction:
        dispute = load_dispute(transaction, dispute_id)
        settings = load_settings(transaction)
        today = local_date(desk, settings)
        values: dict[str, Any] = {}
        if evidence is not None:
            values["evidence"] = [list(paper) for paper in evidence]
        if owner is not None:
            values["owner"] = kept_line(owner, field="owner")
        said = kept_note(note)
        if state is not None:
            values |= _moved(dispute, state, upheld, finding, today)
            said = said or values.get("finding", "")
        _refuse_idle(dispute, values, said, state)
        if values:
            change_dispute(transaction, dispute_id, **values)
        if state is not None or said:
            add_dispute_event(
                transaction,
                dispute_id,
                state or dispute.state,
                dated_on=today,
                clerk=settings.clerk,
                now=desk.now(),
                note=said,
            )
        if book_credit:
            entry = _book_credit(transaction, desk, load_dispute(transaction, dispute_id), today)
            add_fact(transaction, ledger_entry_id=entry)


def _refuse_idle(dispute: Dispute, values: dict[str, Any], said: str, state: str | None) -> None:
    before = {"evidence": [list(paper) for paper in dispute.evidence], "owner": dispute.owner}
    if state is None and not said and all(before[name] == new for name, new in values.items()):
        raise EntryRefusedError(
            "state",
            "Nothing is different from before.",
            f"Choose what comes next, tick a paper or write a note. {_UNCHANGED}",
        )


def _moved(
    dispute: Dispute, state: str, upheld: Money | None, finding: str, today: date
) -> dict[str, Any]:
    """Return the columns that change as a dispute reaches a state."""
    if state not in dispute.next_states:
        raise EntryRefusedError(
            "state",
            f"A dispute that is {dispute.state.replace('_', ' ')} cannot become "
            f"{state.replace('_', ' ')}.",
            "Open a new dispute if it goes on. Nothing was changed."
            if not dispute.is_open
            else f"Choose one of: {', '.join(dispute.next_states).replace('_', ' ')}. "
            f"{_UNCHANGED}",
        )
    if state == "acknowledged":
        return {"state": state, "acknowledged_on": today}
    if state in OPEN_STATES:
        return {"state": state}
    stands = _upheld(dispute.amount, state, upheld)
    words = kept_note(finding, field="finding")
    if not words:
        decides = state in DECISIONS
        raise EntryRefusedError(
            "finding",
            "A decision needs its reason." if decides else "A closing needs its reason.",
            f"Say what was found, in a sentence. {_UNCHANGED}"
            if decides
            else f"Say what happened, in a sentence. {_UNCHANGED}",
        )
    return {
        "state": state,
        "decided_on": today,
        "upheld_minor": stands.minor,
        "finding": words,
    }


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
            f"Type an amount between zero and {money_text(disputed)}. {_UNCHANGED}",
        )
    return stands


def _book_credit(transaction: Transaction, desk: Desk, dispute: Dispute, today: date) -> int:
    """Lower the invoice by what does not stand."""
    credit = dispute.conceded
    if credit.minor <= 0:
        raise EntryRefusedError(
            "credit",
            "Nothing was decided for the customer, so there is nothing to credit.",
            f"Leave the credit out, or decide the dispute. {_UNCHANGED}",
        )
    items = {item.id: item for item in open_items(transaction, dispute.customer_id)}
    item = items.get(dispute.invoice_id)
    left = item.open if item is not None else Money(0, credit.currency)
    if item is None or credit > left:
        raise EntryRefusedError(
            "credit",
            f"Only {money_text(left)} is open on this invoice; a credit of "
            f"{money_text(credit)} cannot be booked on it.",
            f"Leave the credit out and book it in the accounting package. {_UNCHANGED}",
        )
    return post(
        transaction,
        item.id,
        "credit",
        -credit,
        dated_on=today,
        now=desk.now(),
        reference=credit_reference(dispute.id),
        note=f"{dispute.code}: {dispute.finding}",
    )
