"""The satisfaction survey: its form, what was answered, and what can be said of the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.resource_files import read_toml
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

#: A survey has no more questions than this (letter element E31), and answers from 1 to 5.
MOST_QUESTIONS, BEST = 5, 5
#: With fewer answers than this nothing is said of a group.
LEAST_TO_SAY = 5


@dataclass(frozen=True, slots=True)
class SurveyForm:
    """The form: what is asked, and what is said around it.

    Attributes:
        id: Kept with each answer, so that another wording is another form.
        purpose: Why we ask; no word of a debt.
        questions: At most five.
        lowest, highest: What 1 and 5 mean.
        voluntary: That nobody has to answer.
        opt_out: How to get no further survey.
    """

    id: str
    title: str
    purpose: str
    questions: tuple[str, ...]
    lowest: str
    highest: str
    voluntary: str
    opt_out: str


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey that was sent, with its answers once they were typed in.

    Attributes:
        survey_id: Its number once answers are recorded, else None.
        letter_id: The letter L15 that carried it.
        plan, step: The last step of a contact plan before the customer had paid.
        answers: A number from 1 to 5 for each question, None where it was left out.
    """

    survey_id: int | None
    letter_id: int | None
    letter_ref: str
    customer_id: int
    customer_name: str
    form: str
    category: str
    plan: str
    step: str
    sent_on: date
    answered_on: date | None
    answers: tuple[int | None, ...] = ()
    comment: str = ""


class SurveyResult(NamedTuple):
    """What a group answered.

    Attributes:
        group: "struggling", or "Plan B, step B8".
        sent, answered: How many were sent, and came back.
        means: For each question the mean in tenths and how many answered it; None where
            fewer than `LEAST_TO_SAY` did: too few to say.
    """

    group: str
    sent: int
    answered: int
    counts: tuple[int, ...]
    means: tuple[float | None, ...]


def survey_form(text: str, file: str) -> SurveyForm:
    """Read the form.

    Raises:
        ResourceFaultError: If a part is missing or there are too many questions.
    """
    item = read_toml(text, file)
    names = {"id", "title", "purpose", "questions", "lowest", "highest", "voluntary", "opt_out"}
    item.only(names)
    questions = item.texts("questions")
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        item.refuse(f"a survey has 1 to {MOST_QUESTIONS} questions", "questions")
    return SurveyForm(
        item.text("id"),
        item.text("title"),
        item.text("purpose"),
        tuple(questions),
        item.text("lowest"),
        item.text("highest"),
        item.text("voluntary"),
        item.text("opt_out"),
    )


def checked_answers(answers: Sequence[int | None], form: SurveyForm) -> tuple[int | None, ...]:
    """Return answers as they may be kept.

    Raises:
        EntryRefusedError: If their number is wrong, one is not from 1 to 5, or all are empty.
    """
    if len(answers) != len(form.questions):
        raise EntryRefusedError(
            "answers",
            f"There are {len(answers)} answers to {len(form.questions)} questions.",
            "Answer or skip each question. Nothing was recorded.",
        )
    if any(one is not None and not 1 <= one <= BEST for one in answers):
        raise EntryRefusedError(
            "answers", "An answer is not from 1 to 5.", "Type 1 to 5. Nothing was recorded."
        )
    if all(one is None for one in answers):
        raise EntryRefusedError(
            "answers",
            "No question is answered.",
            "Type 1 to 5 for at least one of them. Nothing was recorded.",
        )
    return tuple(answers)


def results(
    surveys: Iterable[Survey], form: SurveyForm, by: str = "category"
) -> tuple[SurveyResult, ...]:
    """Return what each group answered, and all together first.

    Args:
        surveys: Sent and answered ones.
        form: Only surveys of this form are counted: another wording is another question.
        by: "category" or "step".
    """
    own = [one for one in surveys if one.form == form.id]
    groups: dict[str, list[Survey]] = {}
    for one in own:
        groups.setdefault(_group(one, by), []).append(one)
    found = [_result("All", own, form)]
    return (*found, *(_result(name, group, form) for name, group in sorted(groups.items())))


def _group(survey: Survey, by: str) -> str:
    if by == "category":
        return survey.category
    return f"Plan {survey.plan}, step {survey.step}" if survey.step else "No step on record"


def _result(name: str, group: Sequence[Survey], form: SurveyForm) -> SurveyResult:
    answered = [one for one in group if one.answered_on is not None]
    counts, means = [], []
    for place in range(len(form.questions)):
        given = [
            value
            for one in answered
            if place < len(one.answers) and (value := one.answers[place]) is not None
        ]
        counts.append(len(given))
        enough = len(given) >= LEAST_TO_SAY
        means.append(sum(given) / len(given) if enough else None)
    return SurveyResult(name, len(group), len(answered), tuple(counts), tuple(means))
