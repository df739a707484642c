"""What was said, promised, disputed and paused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from collections_desk.store.tables.base import STRICT, Table


class ActivityRow(Table):
    """Something that happened with a customer. Never edited, never deleted.

    `kind`: call, letter, email, text, visit, note, payment, import, system. `direction`:
    out, in, none. `corrects_id` points to the entry that this one corrects; `withdraws_id`
    to the entry that it withdraws. `zone` and `local_time` are the customer's.
    """

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_customer_id_happened_at", "customer_id", "happened_at"),
        Index("ix_activity_kind_happened_at", "kind", "happened_at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[str]
    direction: Mapped[str] = mapped_column(default="none")
    action: Mapped[str | None]
    happened_at: Mapped[datetime]
    seconds: Mapped[int | None]
    zone: Mapped[str | None]
    local_time: Mapped[str | None]
    number: Mapped[str | None]
    contact_point_id: Mapped[int | None] = mapped_column(ForeignKey("contact_point.id"))
    reached_name: Mapped[str | None]
    reached_role: Mapped[str | None]
    identity_checked: Mapped[bool | None]
    outcome: Mapped[str | None]
    reason: Mapped[str | None]
    dispute_code: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    consent: Mapped[str | None]
    next_action: Mapped[str | None]
    next_on: Mapped[date | None]
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    clerk: Mapped[str]
    created_at: Mapped[datetime]


class ActivityInvoiceRow(Table):
    """The invoices that were really discussed."""

    __tablename__ = "activity_invoice"
    __table_args__ = (STRICT,)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True, index=True)


class GuardEventRow(Table):
    """A guard that fired: the rule, its date, the facts, what the clerk decided and why.

    `decision`: shown, stopped, overridden, heeded (what the guard asks for was done). Part
    of the evidence. `customer_id` is empty where no customer is concerned: an export, a purge,
    a rule table.
    """

    __tablename__ = "guard_event"
    __table_args__ = (Index("ix_guard_event_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    guard: Mapped[str]
    rule_as_of: Mapped[date]
    severity: Mapped[str]
    said: Mapped[str]
    facts: Mapped[dict[str, Any]]
    deed: Mapped[str]
    decision: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    clerk: Mapped[str]
    fired_at: Mapped[datetime]


class PromiseRow(Table):
    """A customer's word to pay. Its state on a day is worked out, not stored.

    `ended` is set only by an act of the clerk: superseded (`superseded_by_id` says by
    which), cancelled.
    """

    __tablename__ = "promise"
    __table_args__ = (Index("ix_promise_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    currency: Mapped[str]
    amount_minor: Mapped[int]
    taken_on: Mapped[date]
    due_on: Mapped[date]
    by_whom: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    ended: Mapped[str | None]
    ended_on: Mapped[date | None]
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id"))
    created_at: Mapped[datetime]


class PromiseInvoiceRow(Table):
    """The invoices that a promise is for; none means the oldest first."""

    __tablename__ = "promise_invoice"
    __table_args__ = (STRICT,)

    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True, index=True)


class DisputeRow(Table):
    """A stated disagreement on an invoice, or on one line of it (`line`, in words).

    States and codes: collections practice.
    """

    __tablename__ = "dispute"
    __table_args__ = (Index("ix_dispute_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    code: Mapped[str]
    currency: Mapped[str]
    amount_minor: Mapped[int]
    received_on: Mapped[date]
    owner: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    evidence: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(default="received")
    decided_on: Mapped[date | None]
    upheld_minor: Mapped[int | None]
    finding: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    line: Mapped[str] = mapped_column(default="", server_default="")
    acknowledged_on: Mapped[date | None]


class HoldRow(Table):
    """A pause (hold) or a ban (stop flag) on a scope.

    `flag` is empty for a hold, else BKY, ATTY, CEASE, DEC, IDT and the like. `scope`:
    customer, invoice, channel, number, address; `scope_ref` names which.
    """

    __tablename__ = "hold"
    __table_args__ = (Index("ix_hold_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    scope: Mapped[str] = mapped_column(default="customer")
    scope_ref: Mapped[str] = mapped_column(default="")
    flag: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    facts: Mapped[dict[str, Any]]
    begins_on: Mapped[date]
    review_on: Mapped[date | None]
    lifted_on: Mapped[date | None]
    lifted_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class ContactStepRow(Table):
    """A step of a contact plan that was taken or skipped.

    `anchor_on` is the date that the step was counted from, so that a new delinquency
    begins the plan anew. `how`: call, letter, skipped, system. `plan_version`: see
    `PlanVersionRow`.
    """

    __tablename__ = "contact_step"
    __table_args__ = (Index("ix_contact_step_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    plan: Mapped[str]
    plan_as_of: Mapped[date]
    step: Mapped[str]
    anchor_on: Mapped[date]
    done_on: Mapped[date]
    how: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    plan_version: Mapped[int] = mapped_column(default=0, server_default="0")


class DraftRow(Table):
    """Text that the clerk has not saved yet. Not part of the record; gone once saved.

    `kind`: call, letter, note, import. `key` is unique within the kind.
    """

    __tablename__ = "draft"
    __table_args__ = (Index("uq_draft_kind_key", "kind", "key", unique=True), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    content: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
