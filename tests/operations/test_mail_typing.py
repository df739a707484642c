"""What is typed into a letter is kept without an audit line, and is not approved unseen."""

from __future__ import annotations

from datetime import date

import pytest

from collections_desk.errors import LetterRefusedError, NotAllowedError
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk
from collections_desk.store.audit_log import events
from collections_desk.store.guard_events import guard_events
from tests.operations.mail_desk import DECIDED, add_customer, write_settings


@pytest.fixture
def customer_id(desk: Desk) -> int:
    write_settings(desk)
    return add_customer(desk)


def lines(desk: Desk) -> int:
    with desk.database.read() as session:
        return len(list(events(session)))


def test_typing_leaves_no_audit_line_and_comes_back_as_it_was(
    desk: Desk, customer_id: int
) -> None:
    letter = mail.draft_letter(desk, customer_id, "L02").letter
    before = lines(desk)

    mail.keep_typed(
        desk,
        letter.id,
        customer_id,
        subject="Half a subj",
        options=DECIDED,
        letter_date=date(2026, 11, 23),
    )

    assert lines(desk) == before
    found = mail.typed_before(desk, letter.id)
    assert found is not None
    assert found[0] == {
        "subject": "Half a subj",
        "options": DECIDED,
        "letter_date": date(2026, 11, 23),
    }
    mail.save_letter_draft(desk, letter.id, **found[0])
    assert mail.typed_before(desk, letter.id) is None
    assert lines(desk) == before + 1


def test_a_letter_with_typed_text_is_not_approved_unseen(desk: Desk, customer_id: int) -> None:
    letter = mail.draft_letter(desk, customer_id, "L02").letter
    mail.keep_typed(desk, letter.id, customer_id, subject="Half a subj")

    with pytest.raises(LetterRefusedError, match="typed and not saved"):
        mail.approve_letter(desk, letter.id)


def test_a_guard_that_stops_an_approval_is_on_record(desk: Desk) -> None:
    write_settings(desk)
    customer_id = add_customer(desk, as_of=date(2026, 10, 1))
    letter = mail.draft_letter(desk, customer_id, "L02").letter

    with pytest.raises(NotAllowedError):
        mail.approve_letter(desk, letter.id)

    with desk.database.read() as session:
        found = guard_events(session, customer_id)
    assert {event["decision"] for event in found} == {"stopped"}
    assert {event["letter_id"] for event in found} == {letter.id}
