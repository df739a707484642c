"""What is late and what bears on its charges: entries, disputes, stops, plans, earlier charges."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, true

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.disputes import OPEN_STATES
from collections_desk.domain.late_debts import Debt, Span
from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.money import Money
from collections_desk.domain.payment_plans import plan_standings
from collections_desk.store.charges import all_charges, charges
from collections_desk.store.payment_plans import all_plans, plans_of
from collections_desk.store.promises import money_in
from collections_desk.store.tables import (
    CustomerRow,
    DisputeRow,
    HoldRow,
    InvoiceRow,
    LedgerEntryRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from collections_desk.domain.charges import Charge

_DAY = timedelta(days=1)
#: The flag of a service member; its ceiling spares no company (50 USC 3937).
SERVICE = "MIL"
SERVING = frozenset({CustomerKind.CONSUMER, CustomerKind.NATURAL_BUSINESS, CustomerKind.UNKNOWN})
#: Ends after which nothing more is charged, in words that follow "because".
ENDS = {
    "paid": "the account is paid",
    "written_off": "the account is written off",
    "placed": "the account is placed with an agency",
    "settled": "the account is settled",
}


@dataclass(frozen=True)
class LateQuestion:
    """What is asked for.

    Attributes:
        customer_id: One customer, or None for all.
        stopping: Flag to its words: those that stop late charges.
        grace_business_days: Of installments.
        closed: Public holidays.
    """

    today: date
    stopping: Mapping[str, str]
    customer_id: int | None = None
    grace_business_days: int = 1
    closed: Collection[date] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class LateDebt:
    """An item past due, with what is known of its customer."""

    debt: Debt
    customer_name: str
    kind: CustomerKind


def late_debts(session: Session, question: LateQuestion) -> list[LateDebt]:
    """Return every open item past due, by customer and due date."""
    rows = session.execute(
        select(InvoiceRow, CustomerRow)
        .join(CustomerRow, CustomerRow.id == InvoiceRow.customer_id)
        .where(
            InvoiceRow.status == "open",
            InvoiceRow.open_minor > 0,
            InvoiceRow.due_on < question.today,
            CustomerRow.merged_into_id.is_(None),
            _whose(question, InvoiceRow.customer_id),
        )
        .order_by(CustomerRow.name, CustomerRow.id, InvoiceRow.due_on, InvoiceRow.id)
    ).all()
    ids = {item.id for item, _ in rows}
    moves, disputed = _moves(session, question, ids), _disputed(session, question)
    stops, plans = _stops(session, question), _plans(session, question)
    earlier = _earlier(session, question)
    found = []
    for item, customer in rows:
        stop = stops.get(customer.id, _Stops())
        pauses = [*stop.pauses, *stop.of_invoice(item), *plans.get(item.id, ())]
        if customer.end_state:
            why = ENDS.get(customer.end_state, "the account is closed")
            pauses.append(Span(date.min, None, why))
        kind = CustomerKind(customer.kind)
        debt = Debt(
            invoice_id=item.id,
            customer_id=customer.id,
            number=item.number,
            kind=item.kind,
            issued_on=item.issued_on,
            due_on=item.due_on,
            open=Money(item.open_minor, item.currency),
            moves=tuple(moves.get(item.id, ())),
            disputes=tuple(_spans(disputed.get(item.id, ()), moves.get(item.id, ()))),
            pauses=tuple(pauses),
            earlier=tuple(earlier.get(item.id, ())),
            service=_service(stop, kind, item.issued_on),
        )
        found.append(LateDebt(debt, customer.name, kind))
    return found


def _whose(question: LateQuestion, column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Narrow a question to one customer, if it is about one."""
    return true() if question.customer_id is None else column == question.customer_id


def _moves(
    session: Session, question: LateQuestion, ids: Collection[int]
) -> dict[int, list[tuple[date, int]]]:
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    wanted = (
        select(LedgerEntryRow.invoice_id, LedgerEntryRow.dated_on, LedgerEntryRow.amount_minor)
        .where(_whose(question, LedgerEntryRow.customer_id))
        .order_by(LedgerEntryRow.dated_on, LedgerEntryRow.id)
    )
    for invoice_id, on, minor in session.execute(wanted):
        if invoice_id is not None and invoice_id in ids:
            found[invoice_id].append((on, minor))
    return found


def _disputed(session: Session, question: LateQuestion) -> dict[int, list[DisputeRow]]:
    found: dict[int, list[DisputeRow]] = defaultdict(list)
    wanted = (
        select(DisputeRow)
        .where(_whose(question, DisputeRow.customer_id))
        .order_by(DisputeRow.received_on, DisputeRow.id)
    )
    for row in session.scalars(wanted):
        found[row.invoice_id].append(row)
    return found


def _spans(rows: Collection[DisputeRow], moves: Collection[tuple[date, int]]) -> list[Span]:
    """Return on which days what was disputed.

    What was not upheld bears nothing after the decision either, until it is credited. A
    dispute that was entered in error has no day of decision and counts for nothing.
    """
    spans = []
    for row in rows:
        if row.state in OPEN_STATES:
            spans.append(Span(row.received_on, None, minor=row.amount_minor))
        elif row.decided_on is not None:
            spans.append(Span(row.received_on, row.decided_on, minor=row.amount_minor))
            upheld = row.upheld_minor if row.upheld_minor is not None else row.amount_minor
            lost = row.amount_minor - upheld
            credited = (on for on, minor in moves if on >= row.decided_on and minor <= -lost)
            after = next(credited, None)
            if lost > 0 and (after is None or after > row.decided_on):
                spans.append(Span(row.decided_on + _DAY, after, minor=lost))
    return spans


@dataclass(slots=True)
class _Stops:
    """What stands or stood in the way of charges with one customer."""

    pauses: list[Span] = field(default_factory=list)
    invoices: list[tuple[str, Span]] = field(default_factory=list)
    service: Span | None = None

    def of_invoice(self, item: InvoiceRow) -> list[Span]:
        """Return the holds on one invoice."""
        names = {str(item.id), item.number}
        return [span for ref, span in self.invoices if ref in names]


def _stops(session: Session, question: LateQuestion) -> dict[int, _Stops]:
    found: dict[int, _Stops] = defaultdict(_Stops)
    wanted = (
        select(HoldRow)
        .where(_whose(question, HoldRow.customer_id))
        .order_by(HoldRow.begins_on, HoldRow.id)
    )
    for row in session.scalars(wanted):
        stop = found[row.customer_id]
        begins = _fact_day(row, "filed_on") or row.begins_on
        ends = row.lifted_on or _fact_day(row, "ends_on")
        if row.flag in question.stopping:
            why = f"{question.stopping[row.flag].lower()}, since {long_day(begins)}"
            stop.pauses.append(Span(begins, ends, why))
        elif row.flag == SERVICE:
            stop.service = Span(_fact_day(row, "service_from") or row.begins_on, ends)
        elif not row.flag and row.scope == "fees":
            stop.pauses.append(Span(begins, ends, f"late charges are on hold: {row.reason}"))
        elif not row.flag and row.scope == "invoice":
            why = f"the invoice is on hold: {row.reason}"
            stop.invoices.append((row.scope_ref, Span(begins, ends, why)))
    return found


def _fact_day(row: HoldRow, name: str) -> date | None:
    text = (row.facts or {}).get(name)
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _service(stop: _Stops, kind: CustomerKind, issued_on: date | None) -> Span | None:
    """Return the active duty that limits charges on a debt from before it."""
    if stop.service is None or kind not in SERVING:
        return None
    older = issued_on is None or issued_on < stop.service.from_on
    return stop.service if older else None


def _plans(session: Session, question: LateQuestion) -> dict[int, list[Span]]:
    """Return on which days a signed plan ran, and for which invoices; the letter says so too."""
    found: dict[int, list[Span]] = defaultdict(list)
    by_customer = (
        all_plans(session)
        if question.customer_id is None
        else {question.customer_id: plans_of(session, question.customer_id)}
    )
    for customer_id, plans in by_customer.items():
        if not any(plan.signed_on for plan in plans):
            continue
        for standing in plan_standings(
            plans,
            money_in(session, customer_id),  # a credit shortens a plan as well
            today=question.today,
            grace_business_days=question.grace_business_days,
            closed=question.closed,
        ):
            plan = standing.plan
            if plan.signed_on is None:
                continue
            ends = [day for day in (plan.ended_on, standing.broken_on) if day is not None]
            why = (
                f"the payment plan signed on {long_day(plan.signed_on)} runs: no interest or "
                "late fees are added while its payments come as agreed"
            )
            span = Span(plan.signed_on, min(ends) if ends else None, why)
            for invoice_id in plan.invoice_ids:
                found[invoice_id].append(span)
    return found


def _earlier(session: Session, question: LateQuestion) -> dict[int, list[Charge]]:
    found: dict[int, list[Charge]] = defaultdict(list)
    of = question.customer_id
    for charge in all_charges(session) if of is None else charges(session, of):
        if charge.item_id != charge.invoice_id:
            found[charge.invoice_id].append(charge)
    return found
