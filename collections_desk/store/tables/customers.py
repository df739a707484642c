"""Who owes, and how to reach them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from collections_desk.store.tables.base import STRICT, Table


class CustomerRow(Table):
    """One customer of the business.

    `name_key` is the name folded for comparing (case, space, NFC); two customers never
    share one. `end_state` is set when nothing more is to be done: "paid", "written_off",
    "placed", "settled". `plan_category` decides the contact plan.
    """

    __tablename__ = "customer"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="unknown")
    category: Mapped[str] = mapped_column(default="unsorted", index=True)
    currency: Mapped[str | None]
    time_zone: Mapped[str | None]
    zone_source: Mapped[str | None]
    office_hours: Mapped[str | None]
    terms_days: Mapped[int | None]
    credit_limit_minor: Mapped[int | None]
    language: Mapped[str | None]
    account_note: Mapped[str | None]
    sample: Mapped[bool] = mapped_column(default=False)
    end_state: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    created_at: Mapped[datetime]


class CategoryChangeRow(Table):
    """The clerk's decision on a category, with the facts that were proposed to her."""

    __tablename__ = "category_change"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    category: Mapped[str]
    proposed: Mapped[str | None]
    facts: Mapped[list[Any]]
    reason: Mapped[str]
    clerk: Mapped[str]
    decided_at: Mapped[datetime]


class ContactPersonRow(Table):
    """A person at the customer."""

    __tablename__ = "contact_person"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str]
    role: Mapped[str | None]
    is_primary: Mapped[bool] = mapped_column(default=False)
    is_officer: Mapped[bool] = mapped_column(default=False)


class ContactPointRow(Table):
    """A phone number, e-mail address or web page. `value` is as typed.

    `kind`: phone, mobile, fax, email, website. `normalized`: E.164 with ";ext=" or the
    lower-case address; NULL where it could not be understood. `state`: ok, bad, opted_out.
    """

    __tablename__ = "contact_point"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    kind: Mapped[str]
    value: Mapped[str]
    normalized: Mapped[str | None] = mapped_column(index=True)
    label: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="ok")
    is_primary: Mapped[bool] = mapped_column(default=False)


class AddressRow(Table):
    """A postal address as typed, and the lines the clerk approved for an envelope.

    `state`: ok or returned. A returned address stops letters until it is fixed.
    `country`: ISO 3166 alpha-2, or NULL where only `country_text` is known.
    """

    __tablename__ = "address"
    __table_args__ = (Index("ix_address_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    line1: Mapped[str] = mapped_column(default="")
    line2: Mapped[str] = mapped_column(default="")
    line3: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    postal_code: Mapped[str] = mapped_column(default="")
    country: Mapped[str | None]
    country_text: Mapped[str] = mapped_column(default="")
    approved_lines: Mapped[list[Any] | None]
    is_primary: Mapped[bool] = mapped_column(default=True)
    state: Mapped[str] = mapped_column(default="ok")
    returned_on: Mapped[date | None]
    returned_reason: Mapped[str | None]
