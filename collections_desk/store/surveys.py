"""Satisfaction surveys: the letters that carried them, and the answers that were typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.domain.surveys import Survey
from collections_desk.store.tables import ContactStepRow, CustomerRow, LetterRow, SurveyRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction

#: The letter type of the survey; it counts as sent from the day it was printed.
SURVEY_LETTER = "L15"
_SENT = ("printed", "posted", "delivered", "refused", "unclaimed")
#: The contact plans before everything was paid; aftercare is none of them.
_PLANS = ("A", "B", "C", "D")


def add_survey(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    survey: Survey,
    *,
    answers: Sequence[int | None],
    comment: str,
    answered_on: date,
    clerk: str,
    now: datetime,
) -> int:
    """Keep the answers to a survey and return its number."""
    row = SurveyRow(
        customer_id=survey.customer_id,
        letter_id=survey.letter_id,
        form=survey.form,
        category=survey.category,
        plan=survey.plan,
        step=survey.step,
        sent_on=survey.sent_on,
        answered_on=answered_on,
        answers=list(answers),
        comment=comment,
        clerk=clerk,
        created_at=now,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def surveys(session: Session, form: str) -> list[Survey]:
    """Return every survey that was sent, newest first; answered ones with their answers.

    Args:
        session: The session.
        form: The form that letters without answers carry.
    """
    answered = _answered(session)
    known = {one.letter_id for one in answered if one.letter_id is not None}
    rows = session.execute(
        select(LetterRow, CustomerRow.name, CustomerRow.category)
        .join(CustomerRow, CustomerRow.id == LetterRow.customer_id)
        .where(LetterRow.type == SURVEY_LETTER, LetterRow.state.in_(_SENT))
    ).all()
    waiting = [
        Survey(
            None,
            letter.id,
            letter.letter_ref,
            letter.customer_id,
            name,
            form,
            category,
            *_last_step(session, letter.customer_id, letter.letter_date),
            letter.letter_date,
            None,
        )
        for letter, name, category in rows
        if letter.id not in known
    ]
    return sorted(
        [*answered, *waiting],
        key=lambda one: (one.sent_on, one.letter_id or 0, one.survey_id or 0),
        reverse=True,
    )


def _answered(session: Session) -> list[Survey]:
    rows = session.execute(
        select(SurveyRow, CustomerRow.name, LetterRow.letter_ref)
        .join(CustomerRow, CustomerRow.id == SurveyRow.customer_id)
        .outerjoin(LetterRow, LetterRow.id == SurveyRow.letter_id)
    )
    return [
        Survey(
            row.id,
            row.letter_id,
            letter_ref or "",
            row.customer_id,
            name,
            row.form,
            row.category,
            row.plan,
            row.step,
            row.sent_on,
            row.answered_on,
            tuple(row.answers),
            row.comment,
        )
        for row, name, letter_ref in rows
    ]


def _last_step(session: Session, customer_id: int, before: date) -> tuple[str, str]:
    """Return plan and step of the last step that was taken before the survey went out."""
    found = session.execute(
        select(ContactStepRow.plan, ContactStepRow.step)
        .where(
            ContactStepRow.customer_id == customer_id,
            ContactStepRow.plan.in_(_PLANS),
            ContactStepRow.how != "skipped",
            ContactStepRow.done_on <= before,
        )
        .order_by(ContactStepRow.done_on.desc(), ContactStepRow.id.desc())
        .limit(1)
    ).first()
    return (found[0], found[1]) if found is not None else ("", "")
