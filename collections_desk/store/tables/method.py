"""How the desk works: versions of contact plans, briefs that were read, typed sales."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collections_desk.store.tables.base import STRICT, Table


class PlanVersionRow(Table):
    """A contact plan as the clerk changed it. Only added to: the newest version counts.

    `content` is the plan as in `resources/plans/plans.toml`. Version 0 is what the program
    ships and has no row.
    """

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan", "version"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[str]
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    reason: Mapped[str]
    clerk: Mapped[str]
    saved_at: Mapped[datetime]


class BriefRow(Table):
    """A morning brief that the clerk has read: what changed from `since` to `day`."""

    __tablename__ = "brief"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[date]
    day: Mapped[date]
    content: Mapped[dict[str, Any]]
    clerk: Mapped[str]
    read_at: Mapped[datetime]


class MonthlySalesRow(Table):
    """Credit sales of one month as typed: the only source of DSO and CEI. Only added to.

    `month` is its first day. The newest row of a month and currency counts.
    """

    __tablename__ = "monthly_sales"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]
    currency: Mapped[str]
    amount_minor: Mapped[int]
    clerk: Mapped[str]
    typed_at: Mapped[datetime]
