"""What the store knows of a customer for a letter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from collections_desk.domain.invoices import LedgerItem
from collections_desk.domain.letter_facts import ChargeNote, LetterFacts, PriorContact
from collections_desk.domain.money import Money
from collections_desk.domain.to_be_collected import DEMANDS, SENT
from collections_desk.store.activities import superseded_entries
from collections_desk.store.agreements import agreements_of
from collections_desk.store.charges import charges
from collections_desk.store.customers import addresses, load_customer, people
from collections_desk.store.disputes import answered, disputes
from collections_desk.store.ends import letter_ends
from collections_desk.store.freshness import newest_as_of
from collections_desk.store.holds import holds
from collections_desk.store.settlements import settlements
from collections_desk.store.tables import ActivityRow, InvoiceRow, LedgerEntryRow, LetterRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

#: Entries that make up the fees in a balance: charges, what was waived or paid of them.
_FEE_ENTRIES = ("fee", "interest", "waiver")
#: A waiver longer ago than this is no news for a letter.
_RECENT_DAYS = 30
#: A letter counts as an earlier notice from the day it was printed.
_SENT = ("printed", "posted", "delivered", "refused", "unclaimed", "returned")


def letter_facts(  # noqa: PLR0913 - the tables and dates that reading needs
    session: Session,
    customer_id: int,
    *,
    today: date,
    zone: ZoneInfo,
    conversations: Collection[str],
    dispute_labels: Mapping[str, str],
    grace_business_days: int,
    closed: Collection[date] = (),
    demand_days: int = 0,
) -> LetterFacts:
    """Return what a letter to this customer may state.

    A letter that demanded money in the last `demand_days` days counts as just sent.

    Raises:
        StoreError: If there is no such customer.
    """
    customer = load_customer(session, customer_id)
    own_addresses = addresses(session, customer_id)
    own_disputes = tuple(disputes(session, customer_id))
    agreed = agreements_of(
        session,
        customer_id,
        today=today,
        grace_business_days=grace_business_days,
        closed=frozenset(closed),
    )
    items = _open_items(session, customer_id)
    return LetterFacts(
        customer=customer,
        people=people(session, customer_id),
        address=own_addresses[0] if own_addresses else None,
        items=items,
        numbers=_numbers(session, [one.invoice_id for one in own_disputes]),
        disputes=own_disputes,
        dispute_labels=tuple(dispute_labels.items()),
        promises=agreed.promises,
        payment_plans=agreed.plans,
        payments=agreed.payments,
        fees=_fees(session, [item.id for item in items]),
        charges=_charges(session, customer_id, today),
        contacts=_contacts(session, customer_id, zone, conversations),
        holds=tuple(holds(session, customer_id)),
        books_as_of=newest_as_of(session),
        ends=letter_ends(session, customer_id),
        demanded_on=_last_demand(session, customer_id, today - timedelta(days=demand_days)),
        end_state=customer.end_state,
        answered=answered(session, customer_id),
        settled=next(
            (one for one in settlements(session, customer_id)[:1] if one.ended == "paid"), None
        ),
    )


def _last_demand(session: Session, customer_id: int, since: date) -> date | None:
    """Return the date of the last letter since then that demanded money, or None."""
    return session.scalar(
        select(func.max(LetterRow.letter_date)).where(
            LetterRow.customer_id == customer_id,
            LetterRow.type.in_(DEMANDS),
            LetterRow.state.in_(SENT),
            LetterRow.letter_date >= since,
        )
    )


def _open_items(session: Session, customer_id: int) -> tuple[LedgerItem, ...]:
    rows = session.scalars(
        select(InvoiceRow)
        .where(
            InvoiceRow.customer_id == customer_id,
            InvoiceRow.status == "open",
            InvoiceRow.open_minor != 0,
        )
        .order_by(
            InvoiceRow.open_minor < 0,
            InvoiceRow.due_on.is_(None),
            InvoiceRow.due_on,
            InvoiceRow.number,
            InvoiceRow.id,
        )
    )
    return tuple(
        LedgerItem(
            id=row.id,
            customer_id=row.customer_id,
            kind=row.kind,
            number=row.number,
            issued_on=row.issued_on,
            due_on=row.due_on,
            due_source=row.due_source,
            currency=row.currency,
            amount_minor=row.amount_minor,
            open_minor=row.open_minor,
            status=row.status,
            as_of=row.as_of,
            reference=row.reference,
            note=row.note,
            batch_id=row.batch_id,
        )
        for row in rows
    )


def _numbers(session: Session, ids: list[int]) -> tuple[tuple[int, str], ...]:
    rows = session.execute(select(InvoiceRow.id, InvoiceRow.number).where(InvoiceRow.id.in_(ids)))
    return tuple((ident, number) for ident, number in rows)


def _fees(session: Session, ids: list[int]) -> tuple[Money, ...]:
    """Return the fees that stand in the open items, waivers and reversals taken off."""
    rows = session.execute(
        select(LedgerEntryRow.currency, func.sum(LedgerEntryRow.amount_minor))
        .where(
            LedgerEntryRow.invoice_id.in_(ids),
            LedgerEntryRow.kind.in_(_FEE_ENTRIES),
            LedgerEntryRow.id.not_in(_undone(LedgerEntryRow.invoice_id.in_(ids))),
        )
        .group_by(LedgerEntryRow.currency)
        .order_by(LedgerEntryRow.currency)
    )
    return tuple(Money(minor, currency) for currency, minor in rows if minor > 0)


def _undone(whose: ColumnElement[bool]) -> Select[int | None]:
    """Select the entries that were taken back."""
    return select(LedgerEntryRow.reverses_id).where(whose, LedgerEntryRow.reverses_id.is_not(None))


def _charges(session: Session, customer_id: int, today: date) -> tuple[ChargeNote, ...]:
    """Return the late charges that are open, and those waived lately, oldest first."""
    waived = {
        row[0]: row[1]
        for row in session.execute(
            select(LedgerEntryRow.invoice_id, func.sum(-LedgerEntryRow.amount_minor))
            .where(
                LedgerEntryRow.customer_id == customer_id,
                LedgerEntryRow.kind == "waiver",
                LedgerEntryRow.id.not_in(_undone(LedgerEntryRow.customer_id == customer_id)),
            )
            .group_by(LedgerEntryRow.invoice_id)
        )
    }
    notes = []
    for one in reversed(charges(session, customer_id)):
        amount = one.left or one.amount
        if one.state == "waived":
            minor = waived.get(one.item_id, one.amount.minor)
            amount = Money(minor, one.amount.currency)
        lately = one.state == "waived" and (today - one.state_on).days <= _RECENT_DAYS
        if lately or (one.state == "charged" and one.left):
            notes.append(
                ChargeNote(one.id, one.state, one.words, one.basis_words, amount, one.state_on)
            )
    return tuple(notes)


def _contacts(
    session: Session, customer_id: int, zone: ZoneInfo, conversations: Collection[str]
) -> tuple[PriorContact, ...]:
    letters = session.execute(
        select(LetterRow.letter_date, LetterRow.type, LetterRow.service).where(
            LetterRow.customer_id == customer_id, LetterRow.state.in_(_SENT)
        )
    ).all()
    found = [
        PriorContact("letter", day, kind, service == "certified") for day, kind, service in letters
    ]
    calls = session.scalars(
        select(ActivityRow.happened_at).where(
            ActivityRow.customer_id == customer_id,
            ActivityRow.kind == "call",
            ActivityRow.outcome.in_(list(conversations)),
            ActivityRow.id.not_in(superseded_entries()),
        )
    )
    found += [PriorContact("talk", moment.astimezone(zone).date()) for moment in calls]
    written = session.scalars(
        select(ActivityRow.happened_at).where(
            ActivityRow.customer_id == customer_id,
            or_(
                ActivityRow.kind == "letter",
                # One that was only begun may never have been sent.
                and_(ActivityRow.kind == "email", ActivityRow.outcome == "EMS"),
            ),
            ActivityRow.direction == "out",
            ActivityRow.letter_id.is_(None),
            ActivityRow.id.not_in(superseded_entries()),
        )
    )
    found += [PriorContact("letter", moment.astimezone(zone).date()) for moment in written]
    return tuple(sorted(found, key=lambda contact: contact.on))
