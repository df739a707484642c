"""The ledger in the store: read whole for a comparison, changed in sets of rows."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import starmap
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, column, delete, func, insert, select, table, update

from collections_desk.domain.books import KnownCustomer
from collections_desk.domain.invoices import LedgerItem
from collections_desk.domain.money import Money
from collections_desk.store.search import indexing_in_bulk
from collections_desk.store.tables import (
    AddressRow,
    ContactPersonRow,
    ContactPointRow,
    CustomerRow,
    InvoiceRow,
    LedgerEntryRow,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from collections_desk.domain.books import RowChange
    from collections_desk.store.database import Transaction

#: Columns of a customer that an import may fill, never overwrite.
FILLABLE = ("reference", "currency", "terms_days", "credit_limit_minor", "account_note", "kind")


def ledger_items(session: Session) -> list[LedgerItem]:
    """Return every item of the ledger, closed ones too, oldest number first."""
    rows = session.execute(
        select(
            InvoiceRow.id,
            InvoiceRow.customer_id,
            InvoiceRow.kind,
            InvoiceRow.number,
            InvoiceRow.issued_on,
            InvoiceRow.due_on,
            InvoiceRow.due_source,
            InvoiceRow.currency,
            InvoiceRow.amount_minor,
            InvoiceRow.open_minor,
            InvoiceRow.status,
            InvoiceRow.as_of,
            InvoiceRow.reference,
            InvoiceRow.note,
            InvoiceRow.batch_id,
        ).order_by(InvoiceRow.id)
    )
    return list(starmap(LedgerItem, rows))


def known_customers(session: Session) -> list[KnownCustomer]:
    """Return every customer, merged ones too."""
    rows = session.execute(
        select(
            CustomerRow.id,
            CustomerRow.name,
            CustomerRow.name_key,
            CustomerRow.reference,
            CustomerRow.merged_into_id,
            *(getattr(CustomerRow, name) for name in FILLABLE),
        ).order_by(CustomerRow.id)
    )
    return [
        KnownCustomer(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            frozenset(
                name
                for name, value in zip(FILLABLE, row[5:], strict=True)
                if value is not None and (name, value) != ("kind", "unknown")
            ),
        )
        for row in rows
    ]


def reach_of_all(session: Session) -> dict[int, set[tuple[str, str]]]:
    """Return how each customer can be reached: pairs of kind and folded value.

    Kinds are those of contact points, and "person" and "address".
    """
    reach: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    points = select(
        ContactPointRow.customer_id,
        ContactPointRow.kind,
        ContactPointRow.normalized,
        ContactPointRow.value,
    )
    for customer_id, kind, normalized, value in session.execute(points):
        reach[customer_id].add((kind, normalized or value))
    people = select(ContactPersonRow.customer_id, ContactPersonRow.name)
    for customer_id, name in session.execute(people):
        reach[customer_id].add(("person", name.casefold()))
    lines = ("line1", "line2", "line3", "city", "region", "postal_code")
    addresses = select(AddressRow.customer_id, *(getattr(AddressRow, name) for name in lines))
    for customer_id, *parts in session.execute(addresses):
        reach[customer_id].add(("address", "\n".join(parts).casefold()))
    return reach


def payments_received(session: Session) -> dict[tuple[int, str, str, str], int]:
    """Return what was imported of each payment: (customer, reference, date, currency) to sum."""
    rows = session.execute(
        select(
            LedgerEntryRow.customer_id,
            LedgerEntryRow.reference,
            LedgerEntryRow.dated_on,
            LedgerEntryRow.currency,
            func.sum(-LedgerEntryRow.amount_minor),
        )
        .where(LedgerEntryRow.kind == "payment", LedgerEntryRow.source == "matched")
        .group_by(
            LedgerEntryRow.customer_id,
            LedgerEntryRow.reference,
            LedgerEntryRow.dated_on,
            LedgerEntryRow.currency,
        )
    )
    return {(row[0], row[1], str(row[2]), row[3]): row[4] for row in rows}


def open_totals(session: Session) -> dict[str, Money]:
    """Return what is open in the whole ledger, credits included, by currency."""
    rows = session.execute(
        select(InvoiceRow.currency, func.sum(InvoiceRow.open_minor))
        .where(InvoiceRow.status.in_(("open", "vanished")))
        .group_by(InvoiceRow.currency)
        .order_by(InvoiceRow.currency)
    )
    return {code: Money(minor, code) for code, minor in rows}


def is_empty(session: Session) -> bool:
    """Tell whether nobody is in the store yet."""
    return session.scalar(select(CustomerRow.id).limit(1)) is None


def next_ids(session: Session, tables: Iterable[str]) -> dict[str, int]:
    """Return the first free number of each table; inside a transaction nobody else takes it."""
    free = {}
    for name in tables:
        highest = session.scalar(select(func.max(Table.metadata.tables[name].c.id)))
        free[name] = (highest or 0) + 1
    return free


def _plain(name: str, columns: Iterable[str]) -> Any:  # noqa: ANN401 - a table without types
    """Return a table whose values go to the store as they are."""
    return table(name, *(column(one) for one in columns))


def make_changes(transaction: Transaction, changes: Sequence[RowChange]) -> None:
    """Make new rows and change others, all of a kind in one statement.

    New rows go first, in the order of the list, so that a row may point to one before it.
    """
    fresh: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = {}
    changed: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = {}
    for one in changes:
        group = fresh if one.before is None else changed
        values = {**one.after, "id": one.row_id}
        group.setdefault((one.table, tuple(values)), []).append(values)
    if fresh:
        with indexing_in_bulk(transaction):
            for (name, columns), rows in fresh.items():
                add_plain(transaction, name, columns, [tuple(row.values()) for row in rows])
    for (name, columns), rows in changed.items():
        _update(transaction, name, columns, rows)


def add_plain(
    transaction: Transaction, name: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Add many rows whose values go to the store as they are, each in the order of `columns`.

    The driver gets the tuples themselves; the library would look at each value first.
    """
    connection = transaction.connection()
    statement = insert(_plain(name, columns)).compile(dialect=connection.dialect)
    connection.exec_driver_sql(str(statement), list(rows))


def put_back(transaction: Transaction, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give rows (each with its "id") earlier values, which may differ in their columns."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(sorted(row)), []).append(dict(row))
    for columns, group in groups.items():
        _update(transaction, name, columns, group)


def confirm_items(transaction: Transaction, ids: Sequence[int], day: str) -> None:
    """Set for which day (ISO text) many items are known, in one statement."""
    transaction.connection().exec_driver_sql(
        "UPDATE invoice SET as_of = ? WHERE id IN (SELECT value FROM json_each(?))",
        (day, json.dumps(list(ids))),
    )


def _update(
    transaction: Transaction, name: str, columns: Iterable[str], rows: list[dict[str, Any]]
) -> None:
    plain = _plain(name, columns)
    statement = (
        update(plain)
        .where(plain.c.id == bindparam("row_number"))
        .values({one: bindparam(f"new_{one}") for one in columns if one != "id"})
    )
    transaction.execute(
        statement,
        [
            {("row_number" if key == "id" else f"new_{key}"): value for key, value in row.items()}
            for row in rows
        ],
    )


def delete_rows(transaction: Transaction, name: str, ids: Sequence[int]) -> None:
    """Take rows away that an import made and nothing points to."""
    plain = _plain(name, ("id",))
    transaction.execute(
        delete(plain).where(plain.c.id == bindparam("row_number")),
        [{"row_number": one} for one in ids],
    )


def rows_as_stored(session: Session, name: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return whole rows with their values as they rest in the store."""
    columns = [one.name for one in Table.metadata.tables[name].columns]
    plain = _plain(name, columns)
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        for row in session.execute(select(plain).where(plain.c.id.in_(part))):
            values = dict(zip(columns, row, strict=True))
            found[values["id"]] = values
    return found
