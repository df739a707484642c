"""What is owed, what was paid, and which file said so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from collections_desk.store.tables.base import STRICT, Table


class InvoiceRow(Table):
    """One item of the ledger as of the last import.

    `kind`: invoice, debit (another charge), credit, payment (unapplied cash); and what this
    desk made itself, which no file is expected to repeat: fee, interest. Credits and
    unapplied payments are negative. `open_minor` is what is left; the aging reads it alone.
    `status`: open, closed, vanished (no longer in the file; the clerk has not said why),
    cancelled. `due_source`: file, terms, issue_date. `number` may be empty (a payment).
    """

    __tablename__ = "invoice"
    __table_args__ = (
        Index("ix_invoice_customer_id_status", "customer_id", "status"),
        # Holds all that the sums of the worklist ask for, in the order in which they group.
        Index(
            "ix_invoice_open",
            "status",
            "customer_id",
            "currency",
            "due_on",
            "open_minor",
            "as_of",
            "kind",
        ),
        Index("ix_invoice_number", "number"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[str]
    number: Mapped[str]
    issued_on: Mapped[date | None]
    due_on: Mapped[date | None]
    due_source: Mapped[str] = mapped_column(default="file")
    currency: Mapped[str]
    amount_minor: Mapped[int]
    open_minor: Mapped[int]
    reference: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="open")
    as_of: Mapped[date]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))


class LedgerEntryRow(Table):
    """A dated entry against a customer, and mostly against one invoice.

    `kind`: payment, credit, fee, interest, waiver, write_off, settlement, adjustment,
    reversal. `amount_minor`
    lowers the open balance when negative. `source`: import, hand, matched. An entry is
    never changed; a wrong one is followed by a reversal that points to it.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_customer_id_dated_on", "customer_id", "dated_on"),
        Index("ix_ledger_entry_invoice_id", "invoice_id"),
        # Few entries are reversals: what leaves out the reversed shall not read all of them.
        Index(
            "ix_ledger_entry_reverses_id",
            "reverses_id",
            sqlite_where=text("reverses_id IS NOT NULL"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    kind: Mapped[str]
    dated_on: Mapped[date]
    currency: Mapped[str]
    amount_minor: Mapped[int]
    reference: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"))
    created_at: Mapped[datetime]
    hand_payment_id: Mapped[int | None] = mapped_column(ForeignKey("hand_payment.id"), index=True)


class ImportBatchRow(Table):
    """One import: the file, how it was read, and what came of it."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_file_sha256", "file_sha256"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    layout_id: Mapped[str]
    kind: Mapped[str]
    as_of: Mapped[date]
    reading: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]]
    clerk: Mapped[str]
    imported_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class ImportChangeRow(Table):
    """One row that an import made or changed, with its values before: undo reads them back.

    `what`: new, paid, part_paid, vanished, redated, credit, reopened, changed, customer_new,
    customer_changed, contact_new, entry_new. `table_name` and `row_id` say which row.
    """

    __tablename__ = "import_change"
    __table_args__ = (Index("ix_import_change_batch_id", "batch_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    what: Mapped[str]
    table_name: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


class MergeProposalRow(Table):
    """Two customers whose names are near twins. `state`: open, merged, different."""

    __tablename__ = "merge_proposal"
    __table_args__ = (UniqueConstraint("first_id", "second_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    why: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    decided_at: Mapped[datetime | None]


class SavedMapRow(Table):
    """How the clerk had a layout's columns read last time."""

    __tablename__ = "saved_map"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    layout_key: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]
    reading: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
