"""Imports that were made, what each changed, saved column maps and pairs of near twins."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text, update

from collections_desk.domain.books import Books
from collections_desk.domain.import_history import ImportBatch, MergeProposal
from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.money import Money
from collections_desk.domain.unbooked import HandEntry
from collections_desk.store.ledger import (
    add_plain,
    known_customers,
    ledger_items,
    payments_received,
    reach_of_all,
)
from collections_desk.store.tables import (
    CustomerRow,
    HandPaymentRow,
    ImportBatchRow,
    ImportChangeRow,
    InvoiceRow,
    LedgerEntryRow,
    MergeProposalRow,
    SavedMapRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from collections_desk.domain.books import RowChange
    from collections_desk.store.database import Transaction

#: Lists that hold everything that is open; only of them can anything be missing.
WHOLE_LISTS = ("open_items", "invoice_lines", "invoices")
#: Lists of which each line is an invoice or credit, open on the day of the list.
HOLD_BALANCES = (*WHOLE_LISTS, "orders")


def _batch(row: ImportBatchRow) -> ImportBatch:
    return ImportBatch(
        row.id,
        row.file_name,
        row.file_sha256,
        row.layout_id,
        row.kind,
        row.as_of,
        row.reading,
        row.summary,
        row.clerk,
        row.imported_at,
        row.undone_at,
    )


def batches(session: Session) -> list[ImportBatch]:
    """Return all imports, newest first."""
    rows = session.scalars(select(ImportBatchRow).order_by(ImportBatchRow.id.desc()))
    return [_batch(row) for row in rows]


def batch(session: Session, batch_id: int) -> ImportBatch | None:
    """Return one import."""
    row = session.get(ImportBatchRow, batch_id)
    return None if row is None else _batch(row)


def batch_of_file(session: Session, sha256: str) -> int | None:
    """Return the number of the import of the same bytes that still stands."""
    return session.scalar(
        select(func.max(ImportBatchRow.id)).where(
            ImportBatchRow.file_sha256 == sha256, ImportBatchRow.undone_at.is_(None)
        )
    )


def ledger_day(session: Session) -> date | None:
    """Return the latest day for which a whole list was imported."""
    return session.scalar(
        select(func.max(ImportBatchRow.as_of)).where(
            ImportBatchRow.kind.in_(WHOLE_LISTS), ImportBatchRow.undone_at.is_(None)
        )
    )


def add_batch(transaction: Transaction, batch_id: int, **values: Any) -> None:  # noqa: ANN401 - columns
    """Record an import under a number that was taken for it."""
    transaction.add(ImportBatchRow(id=batch_id, **values))
    transaction.flush()


def mark_undone(transaction: Transaction, batch_id: int, at: datetime) -> None:
    """Record that an import was taken back."""
    transaction.execute(
        update(ImportBatchRow).where(ImportBatchRow.id == batch_id).values(undone_at=at)
    )


#: End states that say that nothing is owed any more.
CLOSED = ("paid", "settled", "written_off")
_GIVEN_UP = {"write_off": "written off", "settlement": "settled for less"}
_CHANGE_COLUMNS = ("batch_id", "what", "table_name", "row_id", "before", "after")


def add_changes(transaction: Transaction, batch_id: int, changes: Sequence[RowChange]) -> None:
    """Record what an import changed, for the undo."""
    write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
    rows = [
        (
            batch_id,
            change.what,
            change.table,
            change.row_id,
            None if change.before is None else write(change.before),
            write(change.after),
        )
        for change in changes
    ]
    if rows:
        add_plain(transaction, "import_change", _CHANGE_COLUMNS, rows)


def closed_customers(session: Session) -> dict[int, str]:
    """Return the customers that are closed because nothing is owed, with their end state."""
    rows = session.execute(
        select(CustomerRow.id, CustomerRow.end_state).where(CustomerRow.end_state.in_(CLOSED))
    )
    return {row[0]: str(row[1]) for row in rows}


def items_of_closed(session: Session) -> dict[int, int]:
    """Return the items of those customers, each with the number of its customer."""
    rows = session.execute(
        select(InvoiceRow.id, InvoiceRow.customer_id)
        .join(CustomerRow, CustomerRow.id == InvoiceRow.customer_id)
        .where(CustomerRow.end_state.in_(CLOSED))
    )
    return {row[0]: row[1] for row in rows}


def given_up(session: Session) -> dict[int, str]:
    """Return what was written off or settled of each item and stands, in words."""
    undone = select(LedgerEntryRow.reverses_id).where(LedgerEntryRow.reverses_id.is_not(None))
    rows = session.execute(
        select(LedgerEntryRow.invoice_id, LedgerEntryRow.kind, LedgerEntryRow.dated_on)
        .where(
            LedgerEntryRow.kind.in_(tuple(_GIVEN_UP)),
            LedgerEntryRow.invoice_id.is_not(None),
            LedgerEntryRow.id.not_in(undone),
        )
        .order_by(LedgerEntryRow.id)
    )
    return {
        item: f"it was {_GIVEN_UP[kind]} on {short_day(on)}"
        for item, kind, on in rows
        if item is not None
    }


def changes_of(
    session: Session, batch_id: int
) -> list[tuple[str, str, int, dict[str, Any] | None, dict[str, Any] | None]]:
    """Return (what, table, row, before, after) of an import in the order they were made."""
    rows = session.execute(
        select(
            ImportChangeRow.what,
            ImportChangeRow.table_name,
            ImportChangeRow.row_id,
            ImportChangeRow.before,
            ImportChangeRow.after,
        )
        .where(ImportChangeRow.batch_id == batch_id)
        .order_by(ImportChangeRow.id)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def saved_map(session: Session, layout_key: str) -> dict[str, Any] | None:
    """Return the answers that were given last time for such a sheet."""
    return session.scalar(select(SavedMapRow.reading).where(SavedMapRow.layout_key == layout_key))


def keep_map(
    transaction: Transaction, layout_key: str, label: str, reading: dict[str, Any], now: datetime
) -> None:
    """Remember the answers for such a sheet."""
    row = transaction.scalar(select(SavedMapRow).where(SavedMapRow.layout_key == layout_key))
    if row is None:
        transaction.add(
            SavedMapRow(layout_key=layout_key, label=label, reading=reading, saved_at=now)
        )
    else:
        row.reading, row.saved_at = reading, now
    transaction.flush()


def load_books(session: Session, *, reach: bool, payments: bool) -> Books:
    """Return what the store knows, as an import needs it.

    `reach` and `payments` are read only where the file says such things.
    """
    return Books(
        ledger=ledger_items(session),
        customers=known_customers(session),
        reach=reach_of_all(session) if reach else {},
        received=payments_received(session) if payments else {},
        decided=frozenset(decided_pairs(session)),
        hand=hand_entries(session),
        given_up=given_up(session),
    )


def hand_entries(session: Session) -> list[HandEntry]:
    """Return what was booked here by hand, still stands, and no import has shown yet.

    Late charges and what was paid of them are not among it: no file lists them.
    """
    undone = select(LedgerEntryRow.reverses_id).where(LedgerEntryRow.reverses_id.is_not(None))
    rows = session.execute(
        select(LedgerEntryRow, HandPaymentRow.received_on)
        .join(InvoiceRow, InvoiceRow.id == LedgerEntryRow.invoice_id)
        .outerjoin(HandPaymentRow, HandPaymentRow.id == LedgerEntryRow.hand_payment_id)
        .where(
            LedgerEntryRow.source == "hand",
            LedgerEntryRow.batch_id.is_(None),
            LedgerEntryRow.reverses_id.is_(None),
            LedgerEntryRow.amount_minor < 0,
            LedgerEntryRow.id.not_in(undone),
            InvoiceRow.kind.not_in(("fee", "interest")),
        )
        .order_by(LedgerEntryRow.id)
    )
    return [
        HandEntry(
            row.id,
            row.customer_id,
            row.invoice_id,
            row.currency,
            -row.amount_minor,
            row.kind,
            received_on or row.dated_on,
            row.reference,
            row.hand_payment_id,
        )
        for row, received_on in rows
        if row.invoice_id is not None
    ]


def decided_pairs(session: Session) -> set[tuple[int, int]]:
    """Return the pairs of customers that were proposed before, whatever was decided."""
    rows = session.execute(select(MergeProposalRow.first_id, MergeProposalRow.second_id))
    return {(row[0], row[1]) for row in rows}


def add_proposals(transaction: Transaction, pairs: Iterable[tuple[int, int, str]]) -> list[int]:
    """Propose pairs of customers for merging; return the numbers of the proposals."""
    rows = [MergeProposalRow(first_id=a, second_id=b, why=why) for a, b, why in pairs]
    transaction.add_all(rows)
    transaction.flush()
    return [row.id for row in rows]


def drop_proposals_of(transaction: Transaction, customer_ids: Sequence[int]) -> None:
    """Take proposals away whose customers are about to go."""
    wanted = json.dumps(list(customer_ids))
    transaction.execute(
        text(
            "DELETE FROM merge_proposal WHERE first_id IN (SELECT value FROM json_each(:ids)) "
            "OR second_id IN (SELECT value FROM json_each(:ids))"
        ),
        {"ids": wanted},
    )


def proposals(session: Session, *, state: str = "open") -> list[MergeProposal]:
    """Return the pairs that wait for a decision, with what each customer owes."""
    rows = list(
        session.scalars(
            select(MergeProposalRow)
            .where(MergeProposalRow.state == state)
            .order_by(MergeProposalRow.id)
        )
    )
    ids = {row.first_id for row in rows} | {row.second_id for row in rows}
    names = {
        row[0]: row[1]
        for row in session.execute(
            select(CustomerRow.id, CustomerRow.name).where(CustomerRow.id.in_(ids))
        )
    }
    owed: dict[int, dict[str, Money]] = {}
    sums = session.execute(
        select(InvoiceRow.customer_id, InvoiceRow.currency, func.sum(InvoiceRow.open_minor))
        .where(InvoiceRow.customer_id.in_(ids), InvoiceRow.status == "open")
        .group_by(InvoiceRow.customer_id, InvoiceRow.currency)
    )
    for customer_id, code, minor in sums:
        owed.setdefault(customer_id, {})[code] = Money(minor, code)
    return [
        MergeProposal(
            row.id,
            row.first_id,
            names[row.first_id],
            row.second_id,
            names[row.second_id],
            row.why,
            owed.get(row.first_id, {}),
            owed.get(row.second_id, {}),
        )
        for row in rows
    ]


def decide_proposal(transaction: Transaction, proposal_id: int, state: str, now: datetime) -> None:
    """Record the decision on a pair."""
    transaction.execute(
        update(MergeProposalRow)
        .where(MergeProposalRow.id == proposal_id)
        .values(state=state, decided_at=now)
    )


def settle_other_pairs(
    transaction: Transaction, first_id: int, second_id: int, now: datetime
) -> None:
    """Let open pairs of a customer who was merged stand with the one she became.

    A pair that would then stand twice, or with herself, has nothing left to decide.
    """
    rows = list(transaction.scalars(select(MergeProposalRow)))
    pairs = {(row.first_id, row.second_id) for row in rows}
    for row in rows:
        if row.state != "open" or second_id not in {row.first_id, row.second_id}:
            continue
        other = row.first_id if row.second_id == second_id else row.second_id
        pair = (min(first_id, other), max(first_id, other))
        if other == first_id or pair in pairs:
            row.state, row.decided_at = "merged", now
        else:
            pairs.add(pair)
            row.first_id, row.second_id = pair
    transaction.flush()
