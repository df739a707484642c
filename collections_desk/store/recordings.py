"""What was said before calls were recorded. Rows are only added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.domain.recording import RecordingConsent
from collections_desk.store.tables import ActivityRow, RecordingConsentRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from collections_desk.domain.recording import ConsentNeeded, RecordedTalk
    from collections_desk.store.database import Transaction


def add_consent(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    customer_id: int,
    activity_id: int,
    talk: RecordedTalk,
    needed: ConsentNeeded,
    *,
    asked_at: datetime,
    now: datetime,
) -> int:
    """Record what was said about recording a call, and return the number of the row."""
    row = RecordingConsentRow(
        customer_id=customer_id,
        activity_id=activity_id,
        place=", ".join(needed.places),
        class_=needed.class_,
        announcement=talk.words,
        given_by=talk.given_by,
        answer=talk.answer,
        asked_at=asked_at,
        document_sha256=None,
        started_at=asked_at if talk.recorded else None,
        paused=[list(span) for span in talk.paused],
        recorded_at=now,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def add_recording(
    transaction: Transaction, consent: RecordingConsent, sha256: str, *, now: datetime
) -> None:
    """Say which file the recording of a call is: a further row with the same answer."""
    known = transaction.get(RecordingConsentRow, consent.id)
    if known is None:
        return
    transaction.add(
        RecordingConsentRow(
            customer_id=known.customer_id,
            activity_id=known.activity_id,
            place=known.place,
            class_=known.class_,
            announcement=known.announcement,
            given_by=known.given_by,
            answer=known.answer,
            asked_at=known.asked_at,
            document_sha256=sha256,
            started_at=known.started_at,
            paused=list(known.paused),
            recorded_at=now,
        )
    )


def consents(session: Session, customer_id: int) -> list[RecordingConsent]:
    """Return what was said about recording calls with a customer, the newest first."""
    rows = session.scalars(
        select(RecordingConsentRow)
        .where(RecordingConsentRow.customer_id == customer_id)
        .order_by(RecordingConsentRow.id.desc())
    )
    return [_consent(row) for row in rows]


def consent_of_call(session: Session, activity_id: int) -> RecordingConsent | None:
    """Return what was said about recording one call, or about an entry that it corrects."""
    wanted: int | None = activity_id
    while wanted is not None:
        row = session.scalars(
            select(RecordingConsentRow)
            .where(RecordingConsentRow.activity_id == wanted)
            .order_by(RecordingConsentRow.id.desc())
        ).first()
        if row is not None:
            return _consent(row)
        wanted = session.scalar(select(ActivityRow.corrects_id).where(ActivityRow.id == wanted))
    return None


def _consent(row: RecordingConsentRow) -> RecordingConsent:
    return RecordingConsent(
        row.id,
        row.activity_id,
        row.place,
        row.class_,
        row.announcement,
        row.given_by,
        row.answer,
        row.asked_at,
        row.document_sha256,
        tuple((int(begin), int(end)) for begin, end in row.paused),
    )
