"""What was tried with a customer since a day: calls, letters and steps, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from collections_desk.store.activities import superseded_entries
from collections_desk.store.tables import ActivityRow, ContactStepRow, LetterRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

#: A letter was sent from the day it was printed.
SENT = ("printed", "posted", "delivered", "refused", "unclaimed", "returned")


class Efforts(NamedTuple):
    """Counts since a day.

    Attributes:
        calls: Calls out, whatever came of them; `talks` conversations in either direction.
        seconds: Time on the telephone.
        letters: Type, date, and whether it went by Certified Mail, oldest first.
        steps, skipped: Steps of contact plans taken, and recorded as skipped.
    """

    calls: int
    talks: int
    seconds: int
    letters: tuple[tuple[str, date, bool], ...]
    steps: int
    skipped: int


def efforts(
    session: Session,
    customer_id: int,
    *,
    since: date | None,
    since_moment: datetime | None,
    conversations: Collection[str],
) -> Efforts:
    """Count what was tried; entries that were corrected or withdrawn do not count.

    Args:
        session: The session.
        customer_id: With whom.
        since: From this day on, for letters and steps; None counts everything.
        since_moment: The same as a moment, for calls.
        conversations: Codes of the outcomes that are conversations.
    """
    own: tuple[ColumnElement[bool], ...] = (
        ActivityRow.customer_id == customer_id,
        ActivityRow.kind == "call",
        ActivityRow.withdraws_id.is_(None),
        ActivityRow.id.not_in(superseded_entries()),
    )
    if since_moment is not None:
        own = (*own, ActivityRow.happened_at >= since_moment)
    out = session.scalar(select(func.count()).where(*own, ActivityRow.direction == "out"))
    talks = session.scalar(
        select(func.count()).where(*own, ActivityRow.outcome.in_(list(conversations)))
    )
    seconds = session.scalar(select(func.sum(ActivityRow.seconds)).where(*own))
    letters = select(LetterRow.type, LetterRow.letter_date, LetterRow.service).where(
        LetterRow.customer_id == customer_id, LetterRow.state.in_(SENT)
    )
    steps = select(ContactStepRow.how, func.count()).where(
        ContactStepRow.customer_id == customer_id
    )
    if since is not None:
        letters = letters.where(LetterRow.letter_date >= since)
        steps = steps.where(ContactStepRow.done_on >= since)
    rows = session.execute(steps.group_by(ContactStepRow.how))
    by_how = {how: count for how, count in rows}  # noqa: C416 - a result has keys of its own
    skipped = by_how.pop("skipped", 0)
    return Efforts(
        out or 0,
        talks or 0,
        seconds or 0,
        tuple(
            (kind, day, service == "certified")
            for kind, day, service in session.execute(
                letters.order_by(LetterRow.letter_date, LetterRow.id)
            )
        ),
        sum(by_how.values()),
        skipped,
    )


def told(
    session: Session, customer_id: int, *, conversations: Collection[str], zone: ZoneInfo
) -> tuple[tuple[date, ...], tuple[tuple[str, date], ...]]:
    """Return the days of calls out and conversations, and each letter sent with its date.

    Entries that were corrected or withdrawn do not count.

    Args:
        session: The session.
        customer_id: With whom.
        conversations: Codes of the outcomes that are conversations.
        zone: The creditor's, for the days of calls.
    """
    calls = session.scalars(
        select(ActivityRow.happened_at)
        .where(
            ActivityRow.customer_id == customer_id,
            ActivityRow.kind == "call",
            ActivityRow.withdraws_id.is_(None),
            ActivityRow.id.not_in(superseded_entries()),
            (ActivityRow.direction == "out") | ActivityRow.outcome.in_(list(conversations)),
        )
        .order_by(ActivityRow.happened_at)
    )
    letters = session.execute(
        select(LetterRow.type, LetterRow.letter_date)
        .where(LetterRow.customer_id == customer_id, LetterRow.state.in_(SENT))
        .order_by(LetterRow.letter_date, LetterRow.id)
    )
    return (
        tuple(moment.astimezone(zone).date() for moment in calls),
        tuple((kind, on) for kind, on in letters),
    )
