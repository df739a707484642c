"""The record of every file that was handed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from collections_desk.store.tables import ExportRecordRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """One file that was handed out.

    Attributes:
        kind: What it held: "calls" for one.
        format: csv, xlsx or pdf.
        filter: What was asked for, as plain values.
        sha256: Of the whole file.
        recipient: To whom, in the clerk's words; may be empty.
        redacted: Numbers were shortened and notes left out.
    """

    id: int
    kind: str
    format: str
    filter: Mapping[str, Any]
    rows: int
    sha256: str
    file_name: str
    recipient: str
    redacted: bool
    clerk: str
    exported_at: datetime


def add_export_record(transaction: Transaction, record: ExportRecord) -> int:
    """Store a record under a new id; the id it carries is not looked at."""
    row = ExportRecordRow(
        kind=record.kind,
        format=record.format,
        filter=dict(record.filter),
        rows=record.rows,
        sha256=record.sha256,
        file_name=record.file_name,
        recipient=record.recipient,
        redacted=record.redacted,
        clerk=record.clerk,
        exported_at=record.exported_at,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def export_records(session: Session) -> list[ExportRecord]:
    """Return all records, the newest first."""
    question = select(ExportRecordRow).order_by(
        ExportRecordRow.exported_at.desc(), ExportRecordRow.id.desc()
    )
    return [
        ExportRecord(
            row.id,
            row.kind,
            row.format,
            row.filter,
            row.rows,
            row.sha256,
            row.file_name,
            row.recipient,
            row.redacted,
            row.clerk,
            row.exported_at,
        )
        for row in session.scalars(question)
    ]
