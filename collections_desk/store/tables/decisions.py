"""The ends of the road: reviews decided, placements, settlements, surveys."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from collections_desk.store.tables.base import STRICT, Table


class DecisionRow(Table):
    """What was decided at a review. Only added to; `withdraws_id` takes one back.

    `kind`: keep, agency, court, settle, write_off, credit. `review_on`: when it is looked at
    again. `facts`: the figures of the memo as they were; `memo_sha256` the memo as printed.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[str]
    decided_on: Mapped[date]
    decided_by: Mapped[str]
    reason: Mapped[str]
    review_on: Mapped[date | None]
    facts: Mapped[dict[str, Any]]
    memo_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    clerk: Mapped[str]
    created_at: Mapped[datetime]


class PlacementRow(Table):
    """A customer's balance handed to an agency or a law firm (`kind`: agency, court).

    `commission_percent` is decimal text, empty where none was agreed. It runs until `ended_on`;
    `ended`: recalled, returned, collected, closed.
    """

    __tablename__ = "placement"
    __table_args__ = (Index("ix_placement_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    kind: Mapped[str]
    name: Mapped[str]
    address_lines: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    commission_percent: Mapped[str] = mapped_column(default="0")
    placed_on: Mapped[date]
    currency: Mapped[str]
    amount_minor: Mapped[int]
    package_sha256: Mapped[str | None]
    ended: Mapped[str | None]
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str] = mapped_column(default="")
    clerk: Mapped[str]
    created_at: Mapped[datetime]


class PlacementInvoiceRow(Table):
    """An invoice of a placement with what was placed of it."""

    __tablename__ = "placement_invoice"
    __table_args__ = (STRICT,)

    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True, index=True)
    amount_minor: Mapped[int]


class PlacementEntryRow(Table):
    """Money that an agency or court brought, what it kept, and what it cost. Only added to.

    `kind`: recovery (gross), commission, cost.
    """

    __tablename__ = "placement_entry"
    __table_args__ = (Index("ix_placement_entry_placement_id", "placement_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    kind: Mapped[str]
    dated_on: Mapped[date]
    currency: Mapped[str]
    amount_minor: Mapped[int]
    reference: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    clerk: Mapped[str]
    created_at: Mapped[datetime]


class SettlementRow(Table):
    """An agreement to take less than is owed. `ended`: paid, failed, cancelled."""

    __tablename__ = "settlement"
    __table_args__ = (Index("ix_settlement_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    currency: Mapped[str]
    owed_minor: Mapped[int]
    agreed_minor: Mapped[int]
    agreed_on: Mapped[date]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    ended: Mapped[str | None]
    ended_on: Mapped[date | None]
    clerk: Mapped[str]
    created_at: Mapped[datetime]


class SurveyRow(Table):
    """A satisfaction survey that was sent, and the answers that were typed back in.

    `answers`: for each question its number from 1 to 5, or null where it was left out.
    `category`, `plan` and `step` are those of the customer when it was paid.
    """

    __tablename__ = "survey"
    __table_args__ = (Index("ix_survey_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    form: Mapped[str]
    category: Mapped[str]
    plan: Mapped[str] = mapped_column(default="")
    step: Mapped[str] = mapped_column(default="")
    sent_on: Mapped[date]
    answered_on: Mapped[date | None]
    answers: Mapped[list[Any]]
    comment: Mapped[str] = mapped_column(default="")
    clerk: Mapped[str]
    created_at: Mapped[datetime]
