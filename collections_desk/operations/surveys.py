"""Satisfaction surveys: which are out, answers typed in, and what can be said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.surveys import checked_answers, results
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.wording import kept_note
from collections_desk.operations.worklist import local_date
from collections_desk.store.database import add_fact
from collections_desk.store.settings import load_settings
from collections_desk.store.surveys import add_survey, surveys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.surveys import Survey, SurveyForm, SurveyResult
    from collections_desk.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """What the screen shows.

    Attributes:
        sent: Every survey, newest first.
        by_category, by_step: What was answered, all together first.
    """

    form: SurveyForm
    sent: tuple[Survey, ...]
    by_category: tuple[SurveyResult, ...]
    by_step: tuple[SurveyResult, ...]


def survey_page(desk: Desk) -> SurveyPage:
    """Return the surveys that are out or answered, and their results."""
    form = desk.resources.survey_form
    with desk.database.read() as session:
        sent = surveys(session, form.id)
    return SurveyPage(form, tuple(sent), results(sent, form), results(sent, form, "step"))


def record_answers(
    desk: Desk,
    letter_id: int,
    answers: Sequence[int | None],
    *,
    comment: str = "",
    operation_id: str | None = None,
) -> int:
    """Type in the answers that came back on the form of a letter L15.

    Raises:
        EntryRefusedError: If the letter carried no survey, is answered already, or an answer
            is not from 1 to 5.
    """
    form = desk.resources.survey_form
    given = checked_answers(answers, form)
    words = kept_note(comment, field="comment")
    with desk.database.write(
        "survey.answered",
        f"typed in the survey of letter {letter_id}",
        now=desk.now(),
        facts={"letter_id": letter_id},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        found = next(
            (one for one in surveys(transaction, form.id) if one.letter_id == letter_id), None
        )
        if found is None or found.answered_on is not None:
            raise EntryRefusedError(
                "letter",
                "These answers are typed in already."
                if found is not None
                else "No survey went out with this letter.",
                "Choose a survey from the list. Nothing was recorded.",
            )
        survey_id = add_survey(
            transaction,
            found,
            answers=given,
            comment=words,
            answered_on=local_date(desk, settings),
            clerk=settings.clerk,
            now=desk.now(),
        )
        add_fact(transaction, survey_id=survey_id, customer_id=found.customer_id)
    return survey_id
