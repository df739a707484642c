"""What was agreed in writing: payment plans, and what became of disputes and recordings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collections_desk.store.tables.base import STRICT, Table


class PaymentPlanRow(Table):
    """A written schedule. Its state on a day is worked out from the payments, not stored.

    `ended` is set only by an act of the clerk: cancelled, or replaced (`replaced_by_id` says
    by which). `rhythm`: weekly, two_weekly, monthly, dates. `balance_minor` is the balance on
    `as_of` that the installments add up to.
    """

    __tablename__ = "payment_plan"
    __table_args__ = (Index("ix_payment_plan_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    currency: Mapped[str]
    balance_minor: Mapped[int]
    as_of: Mapped[date]
    rhythm: Mapped[str]
    cure_days: Mapped[int]
    accelerates: Mapped[bool]
    offered_on: Mapped[date]
    reply_by: Mapped[date | None]
    signed_on: Mapped[date | None]
    signed_by: Mapped[str] = mapped_column(default="")
    signed_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))
    words: Mapped[str] = mapped_column(default="")
    ended: Mapped[str | None]
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str] = mapped_column(default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("payment_plan.id"))
    clerk: Mapped[str]
    created_at: Mapped[datetime]


class InstallmentRow(Table):
    """One part of a payment plan; number 0 is the down payment."""

    __tablename__ = "installment"
    __table_args__ = (UniqueConstraint("plan_id", "number"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("payment_plan.id"))
    number: Mapped[int]
    due_on: Mapped[date]
    amount_minor: Mapped[int]


class PaymentPlanInvoiceRow(Table):
    """The invoices that a payment plan covers, with what was open of each when it was made."""

    __tablename__ = "payment_plan_invoice"
    __table_args__ = (STRICT,)

    plan_id: Mapped[int] = mapped_column(ForeignKey("payment_plan.id"), primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True, index=True)
    amount_minor: Mapped[int]


class DisputeEventRow(Table):
    """A step in the life of a dispute. Only added to."""

    __tablename__ = "dispute_event"
    __table_args__ = (Index("ix_dispute_event_dispute_id", "dispute_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("dispute.id"))
    state: Mapped[str]
    dated_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    clerk: Mapped[str]
    recorded_at: Mapped[datetime]


class RecordingConsentRow(Table):
    """What was said before a call was recorded. Only added to.

    `class_`: one, all, mixed, unknown: the strictest of both places. `answer`: yes, no,
    silent_continued. `paused`: pairs of seconds from the start.
    """

    __tablename__ = "recording_consent"
    __table_args__ = (Index("ix_recording_consent_activity_id", "activity_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    place: Mapped[str]
    class_: Mapped[str] = mapped_column("class")
    announcement: Mapped[str]
    given_by: Mapped[str]
    answer: Mapped[str]
    asked_at: Mapped[datetime]
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))
    started_at: Mapped[datetime | None]
    paused: Mapped[list[Any]]
    recorded_at: Mapped[datetime]
