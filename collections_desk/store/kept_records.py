"""How long the record of each customer is kept: when something last happened, what holds it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.guards_keep import LEGAL_HOLD, KeptRecord
from collections_desk.store.tables import (
    ActivityRow,
    AttachmentRow,
    CustomerRow,
    DocumentRow,
    HoldRow,
    InvoiceRow,
    LedgerEntryRow,
    LetterEventRow,
    LetterRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session


def kept_records(session: Session, zone: ZoneInfo, years: Mapping[int, int]) -> list[KeptRecord]:
    """Return every customer with the last activity, what is open, and what holds the record.

    Args:
        session: A session.
        zone: The creditor's zone: it decides on which day something happened.
        years: By customer: years that a place wants on top.
    """
    last = _last_days(session, zone)
    owing = set(
        session.scalars(
            select(InvoiceRow.customer_id).where(InvoiceRow.open_minor != 0).distinct()
        )
    )
    flagged = session.execute(
        select(HoldRow.customer_id, HoldRow.reason).where(
            HoldRow.flag == LEGAL_HOLD, HoldRow.lifted_on.is_(None)
        )
    )
    held = {customer_id: reason for customer_id, reason in flagged}  # noqa: C416 - rows, not pairs
    recordings: defaultdict[int, list[date]] = defaultdict(list)
    sounds = session.execute(
        select(AttachmentRow.customer_id, ActivityRow.happened_at, AttachmentRow.added_at)
        .join(DocumentRow, DocumentRow.sha256 == AttachmentRow.sha256)
        .outerjoin(ActivityRow, ActivityRow.id == AttachmentRow.activity_id)
        .where(or_(DocumentRow.media_type.like("audio/%"), DocumentRow.media_type.like("video/%")))
    )
    for customer_id, called_at, added_at in sounds:
        recordings[customer_id].append((called_at or added_at).astimezone(zone).date())
    return [
        KeptRecord(
            ident,
            name,
            CustomerKind(kind),
            last.get(ident),
            open_balance=ident in owing,
            legal_hold=held.get(ident, ""),
            recordings=tuple(sorted(recordings[ident])),
            years=years.get(ident, 0),
        )
        for ident, name, kind in session.execute(
            select(CustomerRow.id, CustomerRow.name, CustomerRow.kind).order_by(CustomerRow.name)
        )
    ]


def _last_days(session: Session, zone: ZoneInfo) -> dict[int, date]:
    last: dict[int, date] = {}

    def take(customer_id: int, day: date) -> None:
        last[customer_id] = max(last.get(customer_id, day), day)

    for ident, moment in session.execute(
        select(ActivityRow.customer_id, func.max(ActivityRow.happened_at)).group_by(
            ActivityRow.customer_id
        )
    ):
        take(ident, moment.astimezone(zone).date())
    for ident, day in session.execute(
        select(LedgerEntryRow.customer_id, func.max(LedgerEntryRow.dated_on)).group_by(
            LedgerEntryRow.customer_id
        )
    ):
        take(ident, day)
    for ident, day in session.execute(
        select(LetterRow.customer_id, func.max(LetterEventRow.dated_on))
        .join(LetterEventRow, LetterEventRow.letter_id == LetterRow.id)
        .group_by(LetterRow.customer_id)
    ):
        take(ident, day)
    return last
