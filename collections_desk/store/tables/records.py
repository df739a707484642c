"""The audit log, stored documents, settings and exports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from collections_desk.store.tables.base import STRICT, Table


class StoreInfoRow(Table):
    """Facts about the store itself: "store_id" for one."""

    __tablename__ = "store_info"
    __table_args__ = (STRICT,)

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class SettingRow(Table):
    """One setting of the business."""

    __tablename__ = "setting"
    __table_args__ = (STRICT,)

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]


class AuditEventRow(Table):
    """One operation. Append-only by triggers, chained by hash. See `store.audit_log`.

    `operation_id` is made by whoever asks for the operation, so that a retry after an
    unclear COMMIT cannot record it twice.
    """

    __tablename__ = "audit_event"
    __table_args__ = (STRICT,)

    seq: Mapped[int] = mapped_column(primary_key=True)
    operation_id: Mapped[str] = mapped_column(unique=True)
    utc: Mapped[str]
    kind: Mapped[str]
    payload: Mapped[str]
    prev: Mapped[str]
    hash: Mapped[str]


class DocumentRow(Table):
    """Bytes kept by their SHA-256: letters as printed, scans, recordings."""

    __tablename__ = "document"
    __table_args__ = (STRICT,)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes]
    added_at: Mapped[datetime]


class AttachmentRow(Table):
    """A document laid beside an activity, a letter, a dispute or a customer."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    dispute_id: Mapped[int | None] = mapped_column(ForeignKey("dispute.id"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("document.sha256"))
    label: Mapped[str]
    added_at: Mapped[datetime]


class ExportRecordRow(Table):
    """One file handed out: what, to whom, how many rows, and its hash."""

    __tablename__ = "export_record"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    format: Mapped[str]
    filter: Mapped[dict[str, Any]]
    rows: Mapped[int]
    sha256: Mapped[str]
    file_name: Mapped[str]
    recipient: Mapped[str] = mapped_column(default="")
    redacted: Mapped[bool]
    clerk: Mapped[str]
    exported_at: Mapped[datetime]
