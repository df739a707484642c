"""Payments taken by hand: looked at, put on record, and laid against what is owed.

A payment is one row with its entries in the ledger. A held check has no entries: until it is
deposited nothing was paid. What becomes of a payment later is in `payment_changes`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from collections_desk.domain.allocation import allocate
from collections_desk.domain.customers import Category
from collections_desk.domain.guards_payment import (
    FAILING_FLAGS,
    FAILING_REASONS,
    PaymentFacts,
    needs_choice,
    payment_findings,
)
from collections_desk.domain.hand_payments import (
    PaymentEntry,
    check_payment,
    deposit_day,
    state_of,
)
from collections_desk.domain.holds import active_holds
from collections_desk.domain.money import zero
from collections_desk.domain.money_text import money_text
from collections_desk.domain.payment_preview import PaymentPreview, payment_words, settled_of
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.guarding import (
    NO_REASONS,
    guard_rules,
    guarded_write,
    hardest_first,
    mode_of,
    record_findings,
)
from collections_desk.operations.payment_changes import take_back
from collections_desk.operations.payment_posting import (
    AUTHORIZATION,
    apply_parts,
    attach_authorization,
    book_convenience,
    settle,
)
from collections_desk.operations.wording import given_reason, kept_line, kept_note
from collections_desk.operations.worklist import closed_days_of, local_date
from collections_desk.store import hand_payments as stored
from collections_desk.store.activities import activities, add_activity
from collections_desk.store.customers import load_customer
from collections_desk.store.database import AlreadyDone, add_fact
from collections_desk.store.documents import attachments
from collections_desk.store.holds import holds
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.allocation import Allocation
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

_NOTHING = "Nothing was recorded."
#: Reasons heard within so many days tell of a failing business.
_FAILING_DAYS = 180


@dataclass(frozen=True, slots=True)
class RecordedPayment:
    """A payment that was put on record, with a sentence on what came of it."""

    payment_id: int
    activity_id: int
    told: str


def preview_payment(desk: Desk, entry: PaymentEntry) -> PaymentPreview:
    """Return what would come of a payment. Nothing is written.

    Raises:
        EntryRefusedError: If it cannot be recorded as it stands.
    """
    with desk.database.read() as session:
        return _preview(session, desk, entry)


def record_payment(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    entry: PaymentEntry,
    *,
    reasons: Mapping[str, str] = NO_REASONS,
    instead_of: int | None = None,
    why: str = "",
    operation_id: str | None = None,
) -> RecordedPayment:
    """Put a payment on record.

    Args:
        desk: The open desk.
        entry: As typed.
        reasons: The clerk's sentence for each guard that asks.
        instead_of: A wrong payment that this one corrects; its entries are taken back.
        why: Why it was wrong.
        operation_id: Makes a retry safe.

    Raises:
        EntryRefusedError: If it cannot be recorded as it stands.
        GuardsStandError: If a guard asks and no sentence answers it.
    """
    clean = _cleaned(entry)
    with desk.database.read() as session:
        name = load_customer(session, entry.customer_id).name
    kind = "payment.recorded" if instead_of is None else "payment.corrected"
    what = f"recorded a payment of {entry.amount} by {entry.method} from {name}"
    try:
        with guarded_write(
            desk,
            kind,
            what,
            facts={"customer_id": entry.customer_id, "instead_of": instead_of},
            operation_id=operation_id,
        ) as transaction:
            settings = load_settings(transaction)
            today = local_date(desk, settings)
            if instead_of is not None:
                reason = given_reason(why, "A payment is corrected only with a reason.")
                take_back(
                    transaction, desk, instead_of, "withdrawn", today, f"Corrected: {reason}"
                )
            preview = _preview(transaction, desk, clean)
            if preview.asks_choice:
                raise EntryRefusedError(
                    "choice",
                    "It says that all is paid, and that is not so.",
                    "Choose what to do with it: accept it as settlement, hand it back, or ask "
                    f"the owner. Do not deposit it before. {_NOTHING}",
                )
            done = _store(transaction, desk, settings, clean, preview, today)
            record_findings(
                transaction,
                desk,
                preview.findings,
                reasons,
                deed="payment recorded",
                refused="The payment is not recorded yet",
                customer_id=clean.customer_id,
                activity_id=done.activity_id,
            )
            add_fact(transaction, payment_id=done.payment_id, activity_id=done.activity_id)
    except AlreadyDone as before:
        facts = before.facts
        return RecordedPayment(facts["payment_id"], facts["activity_id"], "")
    return done


def payment_facts(
    session: Reading | Transaction, desk: Desk, customer_id: int, currency: str
) -> PaymentFacts:
    """Return what the guards of payments look at."""
    settings = load_settings(session)
    customer = load_customer(session, customer_id)
    today = local_date(desk, settings)
    failing = ""
    if customer.category is Category.STRUGGLING:
        failing = "the customer is struggling"
    since = desk.now() - timedelta(days=_FAILING_DAYS)
    for entry in activities(session, customer_id, kinds=["call"], since=since):
        if entry.stands and entry.reason in FAILING_REASONS:
            label = desk.resources.reasons[entry.reason].label.lower()
            failing = f"the customer told us: {label}"
            break
    standing = active_holds(holds(session, customer_id), today)
    if any(hold.flag in FAILING_FLAGS for hold in standing):
        failing = "an insolvency is known"
    papers = attachments(session, customer_id=customer_id)
    return PaymentFacts(
        rules=guard_rules(session, desk),
        mode=mode_of(settings),
        kind=customer.kind,
        category=customer.category,
        debts=[
            debt
            for debt in stored.open_debts(session, customer_id)
            if debt.open.currency == currency
        ],
        failing=failing,
        authorized=any(paper.label.startswith(AUTHORIZATION) for paper in papers),
    )


def _preview(session: Reading | Transaction, desk: Desk, entry: PaymentEntry) -> PaymentPreview:
    settings = load_settings(session)
    today = local_date(desk, settings)
    check_payment(entry, today)
    facts = payment_facts(session, desk, entry.customer_id, entry.amount.currency)
    allocation = _allocation(entry, facts, settings)
    state = state_of(entry, today)
    if state != "applied" and entry.convenience_fee is not None:
        raise EntryRefusedError(
            "convenience_fee",
            "A payment that waits carries no fee for the way of paying.",
            f"Take the fee out. {_NOTHING}",
        )
    asks = needs_choice(entry, facts, allocation) and not entry.choice
    return PaymentPreview(
        allocation=allocation,
        findings=tuple(hardest_first(payment_findings(entry, facts, allocation))),
        state=state,
        deposit_on=deposit_day(entry, today, closed_days_of(desk, today)),
        settled=settled_of(entry, facts, allocation, state),
        asks_choice=asks,
    )


def _allocation(entry: PaymentEntry, facts: PaymentFacts, settings: Settings) -> Allocation:
    """Lay the payment out; one that settles everything does not stop before a dispute."""
    debts = list(facts.debts)
    if entry.full_payment and entry.choice == "settlement" and entry.parts is None:
        debts = [replace(debt, disputed=zero(debt.open.currency)) for debt in debts]
    amount = entry.amount - (entry.convenience_fee or zero(entry.amount.currency))
    directed = None if entry.parts is None else dict(entry.parts)
    return allocate(amount, debts, order=settings.payment_order, directed=directed)


def _cleaned(entry: PaymentEntry) -> PaymentEntry:
    """Return the entry with its texts as they may be kept; card numbers are refused before.

    Raises:
        EntryRefusedError: If a text cannot be kept.
    """
    check_payment(entry, entry.received_on)
    lines: dict[str, Any] = {
        name: kept_line(getattr(entry, name), field=name)
        for name in ("reference", "payer", "direction", "full_payment", "convenience_basis")
    }
    return replace(entry, **lines, note=kept_note(entry.note))


def _store(  # noqa: PLR0913, PLR0917 - the parts of one payment
    transaction: Transaction,
    desk: Desk,
    settings: Settings,
    entry: PaymentEntry,
    preview: PaymentPreview,
    today: date,
) -> RecordedPayment:
    now = desk.now()
    payment_id = stored.add_hand_payment(
        transaction,
        customer_id=entry.customer_id,
        currency=entry.amount.currency,
        amount_minor=entry.amount.minor,
        received_on=entry.received_on,
        method=entry.method,
        reference=entry.reference,
        last4=entry.last4,
        dated_on=entry.dated_on,
        deposit_on=preview.deposit_on,
        payer=entry.payer,
        direction=entry.direction,
        full_payment=entry.full_payment,
        note=entry.note,
        state=preview.state,
        state_on=today,
        state_reason=entry.choice,
        clerk=settings.clerk,
        created_at=now,
    )
    if preview.state == "applied":
        if entry.convenience_fee is not None:
            book_convenience(transaction, desk, settings, entry, payment_id, today)
        apply_parts(transaction, desk, entry, preview.allocation, payment_id, today)
        if entry.full_payment and entry.choice == "settlement":
            facts = payment_facts(transaction, desk, entry.customer_id, entry.amount.currency)
            settle(transaction, desk, entry, facts, payment_id, today, preview)
    told = payment_words(entry, preview, settings.locale)
    activity_id = add_activity(
        transaction,
        entry.customer_id,
        "payment",
        clerk=settings.clerk,
        happened_at=now,
        now=now,
        direction="in",
        action="RV",
        outcome="PMT",
        note="\n".join(part for part in (told, entry.note) if part),
        invoice_ids=[part.item_id for part in preview.allocation.parts]
        if preview.state == "applied"
        else (),
        **_reminder(entry, preview, today),
    )
    stored.set_activity(transaction, payment_id, activity_id)
    attach_authorization(transaction, desk, entry, activity_id)
    return RecordedPayment(payment_id, activity_id, told)


def _reminder(entry: PaymentEntry, preview: PaymentPreview, today: date) -> dict[str, object]:
    """Return what is to be done next about a check of which the owner is asked.

    A dated check leaves the plan alone: the wake-up brief tells when its notice is due.
    """
    if preview.state != "held" or preview.deposit_on is not None:
        return {}
    said = f"Ask the owner about the check of {money_text(entry.amount)}"
    return {"next_action": said, "next_on": today}
