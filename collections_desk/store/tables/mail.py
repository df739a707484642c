"""Letters, their ladder and their printing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from collections_desk.store.tables.base import STRICT, Table


class LetterRow(Table):
    """One letter to one customer, from draft to delivery.

    `state`: draft, approved, printed, posted, delivered, refused, unclaimed, returned,
    cancelled. `service`: first_class, certified, email. `article_number` is the digits
    only; the same number may not be used twice within two years (checked by operations).
    `snapshot` holds the figures as they stood when the letter was approved;
    `document_sha256` the PDF as printed.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_customer_id", "customer_id"),
        Index("ix_letter_state", "state"),
        Index("ix_letter_article_number", "article_number"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_ref: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    type: Mapped[str]
    template: Mapped[str]
    template_version: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    options: Mapped[dict[str, Any]]
    snapshot: Mapped[dict[str, Any] | None]
    state: Mapped[str] = mapped_column(default="draft")
    service: Mapped[str] = mapped_column(default="first_class")
    article_number: Mapped[str | None]
    return_receipt: Mapped[str] = mapped_column(default="none")
    return_receipt_number: Mapped[str | None]
    first_class_copy: Mapped[bool] = mapped_column(default=False)
    address_id: Mapped[int | None] = mapped_column(ForeignKey("address.id"))
    address_lines: Mapped[list[Any]]
    envelope: Mapped[str]
    paper: Mapped[str]
    signer: Mapped[str]
    as_of: Mapped[date | None]
    letter_date: Mapped[date]
    step: Mapped[str | None]
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))
    created_at: Mapped[datetime]


class LetterEventRow(Table):
    """A rung of the ladder: what became of a letter, when, and the paper that shows it.

    Never edited, never deleted. A rung that was recorded by mistake is withdrawn by a later
    row: `withdraws_id` points back to it, and `state` is the rung on which the letter stands
    again.
    """

    __tablename__ = "letter_event"
    __table_args__ = (Index("ix_letter_event_letter_id", "letter_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    state: Mapped[str]
    dated_on: Mapped[date]
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))
    note: Mapped[str] = mapped_column(default="")
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("letter_event.id"), unique=True)
    clerk: Mapped[str]
    recorded_at: Mapped[datetime]


class PrintAttemptRow(Table):
    """A piece on its way to a printer, noted before it is sent.

    `outcome`: handed (nothing is known yet), printed, failed, stopped (by the clerk), denied
    (asked later, the clerk said that it did not print). One piece of a letter may be handed
    over at a time. `document_sha256` is the PDF that was handed over, NULL where it did not
    come to that; `memo_sha256` the memo for our own management that followed it, or NULL.
    """

    __tablename__ = "print_attempt"
    __table_args__ = (
        Index("ix_print_attempt_letter_id", "letter_id"),
        Index(
            "uq_print_attempt_handed",
            "letter_id",
            unique=True,
            sqlite_where=text("outcome = 'handed'"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    is_copy: Mapped[bool]
    printer: Mapped[str]
    pages: Mapped[int]
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))
    outcome: Mapped[str] = mapped_column(default="handed")
    reason: Mapped[str] = mapped_column(default="")
    clerk: Mapped[str]
    handed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    memo_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))


class PrintRecordRow(Table):
    """One printing. The first is the original, once only; every later one is a COPY."""

    __tablename__ = "print_record"
    __table_args__ = (
        Index(
            "uq_print_record_original",
            "letter_id",
            unique=True,
            sqlite_where=text("is_copy = 0"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    is_copy: Mapped[bool]
    printer: Mapped[str]
    job: Mapped[str] = mapped_column(default="")
    pages: Mapped[int]
    document_sha256: Mapped[str] = mapped_column(ForeignKey("document.sha256"))
    clerk: Mapped[str]
    printed_at: Mapped[datetime]
