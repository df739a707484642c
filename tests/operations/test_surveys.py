"""Surveys: sent with a letter, answers typed in, and what can be said of them."""

from __future__ import annotations

from datetime import date

import pytest

from collections_desk.domain.surveys import LEAST_TO_SAY, Survey, results, survey_form
from collections_desk.errors import EntryRefusedError, LetterRefusedError, ResourceFaultError
from collections_desk.operations import contact, mail, surveys
from collections_desk.operations.desk import Desk, Resources
from tests.operations.mail_desk import add_customer, approved, pay_all, printed, write_settings

FORM = Resources().survey_form


def sent_survey(desk: Desk, name: str = "Acme Tools, Inc.") -> tuple[int, int]:
    """Print a survey to a customer who has paid; return customer and letter."""
    write_settings(desk)
    customer_id = add_customer(desk, name)
    pay_all(desk, customer_id)
    letter = approved(desk, customer_id, "L15")
    printed(desk, letter.id)
    return customer_id, letter.id


def test_a_printed_survey_waits_for_its_answers_and_then_counts(desk: Desk) -> None:
    customer_id, letter_id = sent_survey(desk)
    (waiting,) = surveys.survey_page(desk).sent
    assert (waiting.customer_id, waiting.answered_on) == (customer_id, None)

    surveys.record_answers(desk, letter_id, (5, 4, None, 1, 3), comment=" All fine ")

    page = surveys.survey_page(desk)
    (answered,) = page.sent
    assert (answered.answers, answered.comment) == ((5, 4, None, 1, 3), "All fine")
    assert page.by_category[0].counts == (1, 1, 0, 1, 1)
    assert page.by_category[0].means == (None,) * 5
    with pytest.raises(EntryRefusedError, match="typed in already"):
        surveys.record_answers(desk, letter_id, (5, 5, 5, 5, 5))


@pytest.mark.parametrize("answers", [(1, 2, 3, 4), (1, 2, 3, 4, 6), (0, 1, 1, 1, 1), (None,) * 5])
def test_answers_that_cannot_be_are_refused(desk: Desk, answers: tuple[int | None, ...]) -> None:
    _, letter_id = sent_survey(desk)

    with pytest.raises(EntryRefusedError):
        surveys.record_answers(desk, letter_id, answers)

    assert surveys.survey_page(desk).sent[0].answered_on is None


def test_no_survey_goes_out_under_a_sensitive_flag_or_with_something_open(desk: Desk) -> None:
    write_settings(desk)
    paid, open_ = add_customer(desk), add_customer(desk, "Open Co")
    pay_all(desk, paid)
    contact.set_stop_flag(desk, paid, "CEASE", reason="wants no mail")

    for customer_id, said in ((paid, "flag CEASE"), (open_, "open invoices")):
        letter_id = mail.draft_letter(desk, customer_id, "L15").letter.id
        with pytest.raises(LetterRefusedError, match=said):
            mail.approve_letter(desk, letter_id)


def one(category: str, step: str, answers: tuple[int | None, ...]) -> Survey:
    """A survey that was answered."""
    day = date(2026, 11, 20)
    return Survey(1, 1, "CD", 1, "Acme", FORM.id, category, step[:1], step, day, day, answers)


def test_a_mean_is_shown_only_from_a_size_on() -> None:
    few = [one("struggling", "B8", (5, None, 1, 1, 1))] * (LEAST_TO_SAY - 1)
    enough = [one("disorganized", "A5", (4, 2, 3, 3, 3))] * LEAST_TO_SAY

    everything, orderly, struggling = results([*few, *enough], FORM)

    assert everything.group == "All"
    assert everything.means[0] == pytest.approx((5 * 4 + 4 * 5) / 9)
    assert orderly.means == (4.0, 2.0, 3.0, 3.0, 3.0)
    assert struggling.means == (None,) * 5
    assert struggling.counts == (4, 0, 4, 4, 4)
    groups = [result.group for result in results([*few, *enough], FORM, "step")]
    assert groups == ["All", "Plan A, step A5", "Plan B, step B8"]


def test_another_form_is_counted_apart() -> None:
    other = Survey(
        1, 1, "CD", 1, "Acme", "S0", "unsorted", "", "", date(2026, 1, 1), date(2026, 1, 9), (5,)
    )
    assert results([other], FORM)[0].answered == 0


def test_a_form_with_six_questions_is_refused_with_its_line() -> None:
    text = (
        Resources()
        .text("surveys/satisfaction.toml")
        .replace("questions = [", 'questions = [\n    "A sixth?",')
    )
    with pytest.raises(ResourceFaultError, match="1 to 5 questions"):
        survey_form(text, "surveys/satisfaction.toml")
