"""The history of delinquencies, read from the ledger: of one customer, or counted for all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.domain.cases import (
    RECOVERED_DAYS,
    RECOVERED_INVOICES,
    TOLERANCE_DAYS,
    Case,
    CaseItem,
    Repeats,
    WayOut,
    cases,
)
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

    The same count as `domain.cases.repeats`, made where the ledger lies: a desk has years of
    payments, and the worklist asks for all customers at once.
    """
    found = {}
    today = ask.question.today
    for customer, spells, last, is_open, in_time in ask.rows(
        _REPEATS, patience=f"+{TOLERANCE_DAYS} days", late_before=ask.ago(TOLERANCE_DAYS)
    ):
        before, ended_on = spells - is_open, ask.days[last]
        calm = not is_open and in_time >= RECOVERED_INVOICES and ended_on is not None
        since = None
        if calm and ended_on is not None and (today - ended_on).days >= RECOVERED_DAYS:
            since = ended_on
        if before:
            found[customer] = Repeats(before, since)
    return found


#: Times past due are islands of late spans that touch, the oldest first; what is open and late
#: reaches to the end of time. Every entry after the due date of a closed invoice is a span from
#: that date: those of one invoice lie in each other. The payments lead: there are far more
#: invoices than late payments.
_REPEATS = """
    WITH owing AS (
        SELECT customer_id AS c, MIN(CASE WHEN kind IN ('invoice', 'debit')
            AND due_on < :late_before THEN due_on END) AS since
        FROM invoice i WHERE status = 'open' AND open_minor > 0 {one_i} GROUP BY customer_id
    ), late AS (
        SELECT i.customer_id AS c, i.due_on AS d, p.dated_on AS e
        FROM ledger_entry p CROSS JOIN invoice i ON i.id = p.invoice_id
        WHERE p.amount_minor < 0 AND p.dated_on > i.due_on
            AND i.kind IN ('invoice', 'debit')
            AND (i.status = 'closed' OR (i.status = 'open' AND i.open_minor <= 0))
            AND p.dated_on > date(i.due_on, :patience)
            AND i.customer_id IN (SELECT c FROM owing) {one_p}
        UNION ALL SELECT c, since, '9999-12-31' FROM owing WHERE since IS NOT NULL
    ), spans AS (
        SELECT c, d, e, MAX(e) OVER (
            PARTITION BY c ORDER BY d, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached FROM late
    ), spells AS (
        SELECT c, SUM(reached IS NULL OR d > reached) AS n, MAX(e) AS last FROM spans GROUP BY c
    )
    SELECT c, n, last, last = '9999-12-31', CASE WHEN last = '9999-12-31' THEN 0 ELSE (
        SELECT COUNT(*) FROM invoice i WHERE i.customer_id = c AND i.status = 'closed'
            AND i.due_on > last AND i.kind IN ('invoice', 'debit')
            AND EXISTS (SELECT 1 FROM ledger_entry p
                WHERE p.invoice_id = i.id AND p.amount_minor < 0)
    ) END FROM spells
"""
