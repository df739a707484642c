"""Money that the clerk booked herself: payments taken by hand, fees and interest."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from collections_desk.store.tables.base import STRICT, Table


class HandPaymentRow(Table):
    """A payment that the clerk recorded. Its parts are ledger entries that point to it.

    `method`: check, cash, card, transfer, money_order, other. `last4` is all that is ever
    kept of a card. `state`: applied; held (not to be deposited yet); handed_back; bounced.
    `direction` is the payer's own words on what it is for; `full_payment` the words that
    claim the whole debt is settled, empty where there are none.
    """

    __tablename__ = "hand_payment"
    __table_args__ = (Index("ix_hand_payment_customer_id", "customer_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    currency: Mapped[str]
    amount_minor: Mapped[int]
    received_on: Mapped[date]
    method: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    last4: Mapped[str] = mapped_column(default="")
    dated_on: Mapped[date | None]
    deposit_on: Mapped[date | None]
    payer: Mapped[str] = mapped_column(default="")
    direction: Mapped[str] = mapped_column(default="")
    full_payment: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    state_on: Mapped[date]
    state_reason: Mapped[str] = mapped_column(default="")
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))
    clerk: Mapped[str]
    created_at: Mapped[datetime]


class ChargeRow(Table):
    """A late fee, fixed sum or interest on one invoice: shown, charged or waived.

    `kind`: fee, fixed_sum, interest. `item_id` is the ledger item (kind "fee" or "interest")
    that carries it once it is charged. `from_on` to `to_on` are the days that it is for, both
    included; `working` shows the calculation line by line. Rates are decimal text.
    """

    __tablename__ = "charge"
    __table_args__ = (
        Index("ix_charge_customer_id", "customer_id"),
        Index("ix_charge_invoice_id", "invoice_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    kind: Mapped[str]
    preset: Mapped[str]
    preset_as_of: Mapped[date]
    basis: Mapped[str]
    basis_on: Mapped[date | None]
    currency: Mapped[str]
    amount_minor: Mapped[int]
    principal_minor: Mapped[int]
    rate: Mapped[str] = mapped_column(default="")
    from_on: Mapped[date]
    to_on: Mapped[date]
    working: Mapped[list[Any]]
    state: Mapped[str]
    state_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    clerk: Mapped[str]
    created_at: Mapped[datetime]
