"""Placements with agencies and courts, their invoices and what was entered against them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from collections_desk.domain.guards_placement import PlaceableItem
from collections_desk.domain.money import Money
from collections_desk.domain.placements import PlacedInvoice, Placement, PlacementEntry
from collections_desk.errors import StoreError
from collections_desk.store.tables import (
    CustomerRow,
    DecisionRow,
    InvoiceRow,
    PlacementEntryRow,
    PlacementInvoiceRow,
    PlacementRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes a placement: an agency, a law firm, a court.

    Attributes:
        kind: agency or court.
        commission_percent: Of what is recovered, gross; None where none was agreed.
    """

    kind: str
    name: str
    address_lines: tuple[str, ...] = ()
    phone: str = ""
    commission_percent: Decimal | None = None


def add_placement(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    customer_id: int,
    receiver: Receiver,
    items: Sequence[tuple[int, Money]],
    *,
    placed_on: date,
    clerk: str,
    now: datetime,
    decision_id: int | None = None,
    reference: str = "",
    package_sha256: str | None = None,
) -> int:
    """Add a placement of items in one currency and return its number."""
    row = PlacementRow(
        customer_id=customer_id,
        decision_id=decision_id,
        kind=receiver.kind,
        name=receiver.name,
        address_lines="\n".join(receiver.address_lines),
        phone=receiver.phone,
        reference=reference,
        commission_percent=_percent_kept(receiver.commission_percent),
        placed_on=placed_on,
        currency=items[0][1].currency,
        amount_minor=sum(amount.minor for _, amount in items),
        package_sha256=package_sha256,
        clerk=clerk,
        created_at=now,
    )
    transaction.add(row)
    transaction.flush()
    for invoice_id, amount in items:
        transaction.add(
            PlacementInvoiceRow(
                placement_id=row.id, invoice_id=invoice_id, amount_minor=amount.minor
            )
        )
    return row.id


def add_placement_entry(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    placement_id: int,
    kind: str,
    amount: Money,
    *,
    dated_on: date,
    clerk: str,
    now: datetime,
    reference: str = "",
    note: str = "",
) -> int:
    """Enter a recovery, commission, cost or judgment and return its number."""
    row = PlacementEntryRow(
        placement_id=placement_id,
        kind=kind,
        dated_on=dated_on,
        currency=amount.currency,
        amount_minor=amount.minor,
        reference=reference,
        note=note,
        clerk=clerk,
        created_at=now,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def end_placement(
    transaction: Transaction, placement_id: int, ended: str, *, on: date, reason: str
) -> None:
    """Let a placement end: recalled, returned, collected or closed."""
    transaction.execute(
        update(PlacementRow)
        .where(PlacementRow.id == placement_id)
        .values(ended=ended, ended_on=on, ended_reason=reason)
    )


def name_their_reference(transaction: Transaction, placement_id: int, reference: str) -> None:
    """Keep the file number that the agency or court gave it."""
    transaction.execute(
        update(PlacementRow).where(PlacementRow.id == placement_id).values(reference=reference)
    )


def placements(
    session: Session, customer_id: int | None = None, *, running: bool = False
) -> list[Placement]:
    """Return placements, newest first: of one customer, or of all.

    Args:
        session: The session.
        customer_id: Whose; None: everyone's.
        running: Only those that have not ended.
    """
    question = (
        select(PlacementRow, CustomerRow.name, CustomerRow.reference)
        .join(CustomerRow, CustomerRow.id == PlacementRow.customer_id)
        .order_by(PlacementRow.placed_on.desc(), PlacementRow.id.desc())
    )
    if customer_id is not None:
        question = question.where(PlacementRow.customer_id == customer_id)
    if running:
        question = question.where(PlacementRow.ended.is_(None))
    rows = session.execute(question).all()
    invoices, entries = _invoices(session, customer_id), _entries(session, customer_id)
    return [
        _placement(row, name, reference or "", invoices[row.id], entries[row.id])
        for row, name, reference in rows
    ]


def load_placement(session: Session, placement_id: int) -> Placement:
    """Return one placement.

    Raises:
        StoreError: If there is none of that number.
    """
    row = session.get(PlacementRow, placement_id)
    if row is None:
        raise StoreError(
            f"There is no placement number {placement_id} on record.",
            "Open the list of placements again and choose it there. Nothing was changed.",
        )
    return next(one for one in placements(session, row.customer_id) if one.id == placement_id)


def _percent_kept(percent: Decimal | None) -> str:
    """Return a commission as the table keeps it; nothing where none was agreed."""
    return "" if percent is None else str(percent)


def _percent(kept: str) -> Decimal | None:
    return Decimal(kept) if kept else None


def receivers(session: Session, kind: str) -> list[Receiver]:
    """Return the agencies or courts that were used before, the latest first, each once."""
    found = _decided_on(session, kind)
    rows = session.scalars(
        select(PlacementRow).where(PlacementRow.kind == kind).order_by(PlacementRow.id.desc())
    )
    for row in rows:
        found.setdefault(
            row.name.casefold(),
            Receiver(
                row.kind,
                row.name,
                tuple(row.address_lines.splitlines()),
                row.phone,
                _percent(row.commission_percent),
            ),
        )
    return list(found.values())


def _decided_on(session: Session, kind: str) -> dict[str, Receiver]:
    """Return those that decisions named, the latest first."""
    found: dict[str, Receiver] = {}
    for facts in session.scalars(
        select(DecisionRow.facts).where(DecisionRow.kind == kind).order_by(DecisionRow.id.desc())
    ):
        named = facts.get("with")
        if named:
            one = Receiver(
                kind,
                named["name"],
                tuple(named["address"]),
                named["phone"],
                _percent(named["percent"]),
            )
            found.setdefault(one.name.casefold(), one)
    return found


def placeable_items(
    session: Session, customer_id: int, chosen: Iterable[int] = ()
) -> list[PlaceableItem]:
    """Return the items that a placement may be about, the oldest due first.

    Args:
        session: The session.
        customer_id: Whose.
        chosen: Items that were asked for; they are listed even where they are paid by now.
    """
    wanted = (InvoiceRow.status.in_(("open", "vanished")) & (InvoiceRow.open_minor != 0)) | (
        InvoiceRow.id.in_(list(chosen))
    )
    rows = session.scalars(
        select(InvoiceRow)
        .where(InvoiceRow.customer_id == customer_id, wanted)
        .order_by(InvoiceRow.due_on.is_(None), InvoiceRow.due_on, InvoiceRow.id)
    )
    return [
        PlaceableItem(
            row.id,
            row.number,
            row.kind,
            row.status,
            row.due_on,
            Money(row.open_minor, row.currency),
        )
        for row in rows
    ]


def _invoices(session: Session, customer_id: int | None) -> dict[int, list[PlacedInvoice]]:
    question = (
        select(PlacementInvoiceRow, InvoiceRow)
        .join(InvoiceRow, InvoiceRow.id == PlacementInvoiceRow.invoice_id)
        .order_by(InvoiceRow.due_on.is_(None), InvoiceRow.due_on, InvoiceRow.id)
    )
    if customer_id is not None:
        question = question.where(InvoiceRow.customer_id == customer_id)
    found: dict[int, list[PlacedInvoice]] = defaultdict(list)
    for row, invoice in session.execute(question):
        left = invoice.open_minor if invoice.status == "open" else 0
        found[row.placement_id].append(
            PlacedInvoice(
                invoice.id,
                invoice.number,
                invoice.due_on,
                Money(row.amount_minor, invoice.currency),
                Money(max(left, 0), invoice.currency),
            )
        )
    return found


def _entries(session: Session, customer_id: int | None) -> dict[int, list[PlacementEntry]]:
    question = select(PlacementEntryRow).order_by(PlacementEntryRow.dated_on, PlacementEntryRow.id)
    if customer_id is not None:
        question = question.join(
            PlacementRow, PlacementRow.id == PlacementEntryRow.placement_id
        ).where(PlacementRow.customer_id == customer_id)
    found: dict[int, list[PlacementEntry]] = defaultdict(list)
    for row in session.scalars(question):
        found[row.placement_id].append(
            PlacementEntry(
                row.id,
                row.kind,
                row.dated_on,
                Money(row.amount_minor, row.currency),
                row.reference,
                row.note,
                row.clerk,
            )
        )
    return found


def _placement(
    row: PlacementRow,
    name: str,
    reference: str,
    invoices: Iterable[PlacedInvoice],
    entries: Iterable[PlacementEntry],
) -> Placement:
    return Placement(
        id=row.id,
        customer_id=row.customer_id,
        customer_name=name,
        customer_reference=reference,
        decision_id=row.decision_id,
        kind=row.kind,
        name=row.name,
        address_lines=tuple(row.address_lines.splitlines()),
        phone=row.phone,
        reference=row.reference,
        commission_percent=_percent(row.commission_percent),
        placed_on=row.placed_on,
        amount=Money(row.amount_minor, row.currency),
        package_sha256=row.package_sha256,
        ended=row.ended,
        ended_on=row.ended_on,
        ended_reason=row.ended_reason,
        clerk=row.clerk,
        created_at=row.created_at,
        invoices=tuple(invoices),
        entries=tuple(entries),
    )
