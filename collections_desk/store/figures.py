"""What the figures are worked out from, read in sets: light rows, dates read once each.

Plain SQL, because it touches everything that was ever owed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, insert, select

from collections_desk.domain.disputes import OPEN_STATES
from collections_desk.domain.figure_facts import (
    ContactFact,
    DisputeFact,
    EntryFact,
    ItemFact,
    PlacementFact,
    SalesFact,
)
from collections_desk.domain.money import Money
from collections_desk.store.tables import ImportBatchRow, MonthlySalesRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from collections_desk.domain.figures import Period
    from collections_desk.store.database import Transaction

#: Contacts that a customer notices: they make it covered.
TOUCHES = ("call", "letter", "email", "text", "visit")
#: Entries that were corrected or withdrawn bring nothing about any more.
SUPERSEDED = (
    "SELECT corrects_id FROM activity WHERE corrects_id IS NOT NULL "
    "UNION ALL SELECT withdraws_id FROM activity WHERE withdraws_id IS NOT NULL"
)


class Days(dict[str | None, date | None]):
    """Dates by their ISO text; few differ, so each is read once."""

    def __missing__(self, text: str | None) -> date | None:
        """Read a date that was not met before."""
        day = None if text is None else date.fromisoformat(text)
        self[text] = day
        return day


def rows_of(session: Session, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """Return the rows of a question as the driver has them."""
    cursor = session.connection().connection.cursor()
    cursor.execute(sql, values)
    return list(cursor.fetchall())


def items(session: Session) -> tuple[ItemFact, ...]:
    """Return every item but those that vanished from a file without a word."""
    days = Days()
    return tuple(
        ItemFact(
            ident,
            customer,
            kind,
            currency,
            amount,
            opened,
            days[issued or filed or due],
            days[issued],
            days[due],
        )
        for ident, customer, kind, currency, amount, opened, issued, due, filed in rows_of(
            session,
            "SELECT i.id, i.customer_id, i.kind, i.currency, i.amount_minor, i.open_minor, "
            "i.issued_on, i.due_on, b.as_of FROM invoice i "
            "LEFT JOIN import_batch b ON b.id = i.batch_id WHERE i.status <> 'vanished'",
        )
    )


def entries(session: Session) -> tuple[EntryFact, ...]:
    """Return every entry, with whether it still stands."""
    days = Days()
    undone = {
        ident
        for (ident,) in rows_of(
            session, "SELECT reverses_id FROM ledger_entry WHERE reverses_id IS NOT NULL"
        )
    }
    return tuple(
        EntryFact(
            ident,
            customer,
            invoice,
            kind,
            day,
            currency,
            minor,
            reverses is None and ident not in undone,
        )
        for ident, customer, invoice, kind, dated, currency, minor, reverses in rows_of(
            session,
            "SELECT id, customer_id, invoice_id, kind, dated_on, currency, amount_minor, "
            "reverses_id FROM ledger_entry",
        )
        if (day := days[dated]) is not None
    )


def contacts(session: Session, period: Period, zone: ZoneInfo) -> tuple[ContactFact, ...]:
    """Return what was done with customers in a period, by the creditor's date."""
    found = []
    for ident, customer, kind, direction, at, outcome, promise in rows_of(
        session,
        "SELECT id, customer_id, kind, direction, happened_at, outcome, promise_id "  # noqa: S608 - our own words
        "FROM activity WHERE kind IN ('call', 'letter', 'email', 'text', 'visit') "
        "AND happened_at >= :first AND happened_at < :last AND withdraws_id IS NULL "
        f"AND id NOT IN ({SUPERSEDED})",
        first=(period.first - timedelta(days=1)).isoformat(),
        last=(period.last + timedelta(days=2)).isoformat(),
    ):
        on = datetime.fromisoformat(at).astimezone(zone).date()
        if period.first <= on <= period.last:
            found.append(
                ContactFact(
                    ident, customer, kind, direction, on, outcome or "", promise is not None
                )
            )
    return tuple(found)


def disputes(session: Session) -> tuple[DisputeFact, ...]:
    """Return every dispute as it stands now."""
    days = Days()
    return tuple(
        DisputeFact(
            ident, customer, code, currency, minor, got, days[decided], state in OPEN_STATES
        )
        for ident, customer, code, currency, minor, received, decided, state in rows_of(
            session,
            "SELECT id, customer_id, code, currency, amount_minor, received_on, decided_on, "
            "state FROM dispute",
        )
        if (got := days[received]) is not None
    )


def placements(session: Session) -> tuple[PlacementFact, ...]:
    """Return what was placed with agencies and courts, and what they brought."""
    days = Days()
    return tuple(
        PlacementFact(ident, customer, name, currency, on, minor, brought or 0, ended or "")
        for ident, customer, name, currency, placed, minor, ended, brought in rows_of(
            session,
            "SELECT p.id, p.customer_id, p.name, p.currency, p.placed_on, p.amount_minor, "
            "p.ended, (SELECT SUM(e.amount_minor) FROM placement_entry e "
            "WHERE e.placement_id = p.id AND e.kind = 'recovery') "
            "FROM placement p ORDER BY p.placed_on, p.id",
        )
        if (on := days[placed]) is not None
    )


def terms(session: Session) -> dict[int, int]:
    """Return how many days each customer has to pay, where that is known."""
    return dict(
        rows_of(session, "SELECT id, terms_days FROM customer WHERE terms_days IS NOT NULL")
    )


def vanished(session: Session) -> dict[str, tuple[int, int]]:
    """Return how many items vanished and what was open of them, by currency."""
    return {
        currency: (count, minor)
        for currency, count, minor in rows_of(
            session,
            "SELECT currency, COUNT(*), SUM(open_minor) FROM invoice "
            "WHERE status = 'vanished' GROUP BY currency",
        )
    }


def currencies(session: Session) -> set[str]:
    """Return the currencies of all items."""
    return {code for (code,) in rows_of(session, "SELECT DISTINCT currency FROM invoice")}


def books_from(session: Session) -> date | None:
    """Return the day of the first file that still counts; None if there was none."""
    return session.scalar(
        select(func.min(ImportBatchRow.as_of)).where(ImportBatchRow.undone_at.is_(None))
    )


class Who(NamedTuple):
    """A customer as the lists name it."""

    name: str
    reference: str
    category: str


def everybody(session: Session) -> dict[int, Who]:
    """Return every customer by its number."""
    return {
        ident: Who(name, reference or "", category)
        for ident, name, reference, category in rows_of(
            session, "SELECT id, name, reference, category FROM customer"
        )
    }


# Sales of a month, as the clerk typed them.


class TypedSales(NamedTuple):
    """Sales of one month in one currency, and who typed them when."""

    month: date
    amount: Money
    clerk: str
    typed_at: datetime


def typed_sales(session: Session) -> list[TypedSales]:
    """Return the newest of each month and currency, the latest month first."""
    newest = select(func.max(MonthlySalesRow.id)).group_by(
        MonthlySalesRow.month, MonthlySalesRow.currency
    )
    rows = session.scalars(
        select(MonthlySalesRow)
        .where(MonthlySalesRow.id.in_(newest))
        .order_by(MonthlySalesRow.month.desc(), MonthlySalesRow.currency)
    )
    return [
        TypedSales(row.month, Money(row.amount_minor, row.currency), row.clerk, row.typed_at)
        for row in rows
    ]


def sales(session: Session) -> tuple[SalesFact, ...]:
    """Return the newest sales of each month and currency."""
    return tuple(
        SalesFact(one.month, one.amount.currency, one.amount.minor) for one in typed_sales(session)
    )


def add_sales(
    transaction: Transaction, month: date, amount: Money, *, clerk: str, now: datetime
) -> None:
    """Add what the clerk typed for a month; an earlier amount stays in the record."""
    transaction.execute(
        insert(MonthlySalesRow).values(
            month=month,
            currency=amount.currency,
            amount_minor=amount.minor,
            clerk=clerk,
            typed_at=now,
        )
    )


# The lists behind the numbers.

_LISTS = {
    "item": "SELECT i.id, i.customer_id, c.name, i.kind || ' ' || i.number, i.due_on, "
    "i.currency, i.open_minor FROM invoice i JOIN customer c ON c.id = i.customer_id",
    "entry": "SELECT e.id, e.customer_id, c.name, "
    "e.kind || COALESCE(' on ' || NULLIF(i.number, ''), '') "
    "|| CASE WHEN e.reference = '' THEN '' ELSE ', ' || e.reference END, e.dated_on, "
    "e.currency, -e.amount_minor FROM ledger_entry e JOIN customer c ON c.id = e.customer_id "
    "LEFT JOIN invoice i ON i.id = e.invoice_id",
    "call": "SELECT a.id, a.customer_id, c.name, a.kind || ' ' || a.direction || ' ' "
    "|| COALESCE(a.outcome, ''), substr(a.happened_at, 1, 10), '', 0 "
    "FROM activity a JOIN customer c ON c.id = a.customer_id",
    "promise": "SELECT p.id, p.customer_id, c.name, 'promised by ' || p.by_whom, p.due_on, "
    "p.currency, p.amount_minor FROM promise p JOIN customer c ON c.id = p.customer_id",
    "dispute": "SELECT d.id, d.customer_id, c.name, i.number || ' ' || d.code, d.received_on, "
    "d.currency, d.amount_minor FROM dispute d JOIN customer c ON c.id = d.customer_id "
    "JOIN invoice i ON i.id = d.invoice_id",
    "customer": "SELECT c.id, c.id, c.name, COALESCE(c.reference, ''), NULL, '', 0 "
    "FROM customer c",
    "plan": "SELECT p.id, p.customer_id, c.name, 'payment plan ' || p.rhythm, p.offered_on, "
    "p.currency, p.balance_minor FROM payment_plan p "
    "JOIN customer c ON c.id = p.customer_id",
}


class Behind(NamedTuple):
    """One thing behind a number.

    Attributes:
        what: Kind and number of an item, outcome of a call and so on.
        on: Due date, day of payment, day of the call.
        amount: What it adds to the number; None where things are counted.
    """

    id: int
    customer_id: int
    customer: str
    what: str
    on: date | None
    amount: Money | None


def behind(
    session: Session, of: str, parts: Iterable[tuple[int, int]], currency: str
) -> list[Behind]:
    """Return the things behind a number, in the order of `parts`."""
    minors = dict(parts)
    days = Days()
    alias = {"item": "i", "entry": "e", "call": "a", "dispute": "d", "customer": "c"}.get(of, "p")
    found = {}
    numbers = list(minors)
    for start in range(0, len(numbers), 500):
        some = ", ".join(str(int(one)) for one in numbers[start : start + 500])
        for ident, customer, name, what, on, code, _ in rows_of(
            session, f"{_LISTS[of]} WHERE {alias}.id IN ({some})"
        ):
            minor = minors[ident]
            amount = Money(minor, code or currency) if minor and (code or currency) else None
            found[ident] = Behind(
                ident, customer, name, what.strip().replace("_", " "), days[on], amount
            )
    return [found[ident] for ident in numbers if ident in found]
