"""The history of delinquencies, read from the ledger: of one customer, or counted for all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.domain.cases import Case, CaseItem, Repeats, WayOut, cases, repeats
from collections_desk.domain.money import Money
from collections_desk.store.activities import steps_on_record
from collections_desk.store.tables import (
    CustomerRow,
    DecisionRow,
    InvoiceRow,
    LedgerEntryRow,
    PlacementRow,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from collections_desk.domain.cases import CaseEnd
    from collections_desk.store.worklist_questions import Asker

#: Items whose lateness makes a case; fees and interest follow one, they do not make it.
KINDS = ("invoice", "debit")
_ENDS: dict[str, CaseEnd] = {
    "written_off": "written off",
    "settled": "settled",
    "placed": "placed",
    "paid": "paid",
}


def case_history(session: Session, customer_id: int, *, today: date) -> tuple[Case, ...]:
    """Return the cases of one customer, the oldest first."""
    entries: dict[int, list[tuple[date, int, str]]] = defaultdict(list)
    for invoice, day, minor, kind in session.execute(
        select(
            LedgerEntryRow.invoice_id,
            LedgerEntryRow.dated_on,
            LedgerEntryRow.amount_minor,
            LedgerEntryRow.kind,
        )
        .where(LedgerEntryRow.customer_id == customer_id, LedgerEntryRow.invoice_id.is_not(None))
        .order_by(LedgerEntryRow.dated_on, LedgerEntryRow.id)
    ):
        entries[invoice or 0].append((day, minor, kind))
    items = []
    for row in session.scalars(
        select(InvoiceRow)
        .where(
            InvoiceRow.customer_id == customer_id,
            InvoiceRow.kind.in_(KINDS),
            InvoiceRow.due_on.is_not(None),
            InvoiceRow.status.in_(("open", "closed")),
        )
        .order_by(InvoiceRow.due_on, InvoiceRow.id)
    ):
        item = _item(row, entries[row.id])
        if item is not None:
            items.append(item)
    steps = [
        step.done_on for step in steps_on_record(session, customer_id) if step.how != "skipped"
    ]
    return cases(items, today=today, steps=steps, way_out=_way_out(session, customer_id))


def _item(row: InvoiceRow, entries: list[tuple[date, int, str]]) -> CaseItem | None:
    """Return an invoice, or None for a closed one of which no file says when it was closed."""
    lowering = [entry for entry in entries if entry[1] < 0]
    closed_on, closed_by = None, "payment"
    if row.status == "closed" or row.open_minor <= 0:
        if not lowering:
            return None
        closed_on, _, closed_by = lowering[-1]
    if row.due_on is None:
        return None
    return CaseItem(
        row.due_on,
        Money(row.open_minor, row.currency),
        closed_on,
        closed_by,
        tuple((day, minor) for day, minor, _ in entries),
    )


def _way_out(session: Session, customer_id: int) -> WayOut | None:
    """Return what ended the work on what is still open of a customer."""
    placed = session.scalars(
        select(PlacementRow.placed_on)
        .where(PlacementRow.customer_id == customer_id, PlacementRow.ended.is_(None))
        .order_by(PlacementRow.placed_on)
    ).first()
    if placed is not None:
        return WayOut("placed", placed)
    customer = session.get(CustomerRow, customer_id)
    how = _ENDS.get(customer.end_state or "") if customer is not None else None
    if how is None or (how == "placed" and _was_placed(session, customer_id)):
        return None
    decided = session.scalars(
        select(DecisionRow.decided_on)
        .where(DecisionRow.customer_id == customer_id, DecisionRow.withdraws_id.is_(None))
        .order_by(DecisionRow.id.desc())
    ).first()
    last = session.scalars(
        select(LedgerEntryRow.dated_on)
        .where(LedgerEntryRow.customer_id == customer_id)
        .order_by(LedgerEntryRow.dated_on.desc())
    ).first()
    as_of = session.scalars(
        select(InvoiceRow.as_of)
        .where(InvoiceRow.customer_id == customer_id)
        .order_by(InvoiceRow.as_of.desc())
    ).first()
    day = decided or last or as_of
    return WayOut(how, day) if day is not None else None


def _was_placed(session: Session, customer_id: int) -> bool:
    """Tell whether a placement is on record; none of them runs then."""
    found = select(PlacementRow.id).where(PlacementRow.customer_id == customer_id)
    return session.scalars(found).first() is not None


def repeat_counts(ask: Asker) -> dict[int, Repeats]:
    """Return how often each customer who owes something was late before.

    One question for all of them, over the invoices that were closed after their due date; a
    second one, for the few that were late and are not now, over what they paid in time.
    """
    days = ask.days
    spans: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for customer, due, closed in ask.rows(_CLOSED_LATE):
        due_on, closed_on = days[due], days[closed]
        if due_on is not None:
            spans[customer].append((due_on, closed_on))
    if not spans:
        return {}
    today = ask.question.today
    for customer, due in ask.rows(_OPEN_LATE):
        due_on = days[due]
        if customer in spans and due_on is not None:
            spans[customer].append((due_on, None))
    found = {customer: repeats(items, today=today) for customer, items in spans.items()}
    calm = {
        customer
        for customer, items in spans.items()
        if found[customer].before and all(closed is not None for _, closed in items)
    }
    if calm:
        whose = ", ".join(str(number) for number in sorted(calm))
        for customer, due, closed in ask.rows(_CLOSED_IN_TIME.replace("{whose}", whose)):
            due_on, closed_on = days[due], days[closed]
            if due_on is not None:
                spans[customer].append((due_on, closed_on))
        found.update(
            {customer: repeats(spans[customer], today=today) for customer in sorted(calm)}
        )
    return found


#: The payments lead: a desk has far more invoices than late payments.
_CLOSED = """
    SELECT i.customer_id, i.due_on, MAX(p.dated_on)
    FROM ledger_entry p CROSS JOIN invoice i ON i.id = p.invoice_id
    WHERE p.amount_minor < 0 AND (i.status = 'closed' OR i.open_minor <= 0)
        AND i.status IN ('open', 'closed') AND i.kind IN ('invoice', 'debit')
        AND i.due_on IS NOT NULL {more} {{one_p}}
    GROUP BY i.id
"""
_CLOSED_LATE = _CLOSED.format(more="AND p.dated_on > i.due_on")
_CLOSED_IN_TIME = _CLOSED.format(more="AND p.customer_id IN ({whose})").replace("{one_p}", "")
_OPEN_LATE = """
    SELECT customer_id, MIN(due_on) FROM invoice i
    WHERE status = 'open' AND open_minor > 0 AND kind IN ('invoice', 'debit')
        AND due_on < :today {one_i} GROUP BY customer_id
"""
