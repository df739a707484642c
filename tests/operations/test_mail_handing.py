"""Letters on their way to a printer: nothing prints twice unknowingly, no reason is lost."""

from __future__ import annotations

import pytest

from collections_desk.domain.letters import LetterState, MailLine
from collections_desk.errors import LetterRefusedError
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk
from collections_desk.store.audit_log import events
from collections_desk.store.tables import ContactStepRow, PrintRecordRow
from tests.operations.mail_desk import add_customer, approved, write_settings


@pytest.fixture
def letter_id(desk: Desk) -> int:
    write_settings(desk)
    return approved(desk, add_customer(desk)).id


def rows(desk: Desk, table: type[PrintRecordRow | ContactStepRow]) -> int:
    with desk.database.read() as session:
        return session.query(table).count()


def line_of(desk: Desk, letter_id: int) -> MailLine:
    found = [line for lines in mail.mail_lists(desk).values() for line in lines]
    return next(line for line in found if line.letter_id == letter_id)


def test_a_letter_that_was_handed_over_waits_for_the_answer(desk: Desk, letter_id: int) -> None:
    batch = mail.printable_batch(desk, [letter_id])
    mail.hand_over(desk, batch, printer="Desk")
    # Here the program dies: the printer has the pages, the record does not know.

    assert line_of(desk, letter_id).unconfirmed == (
        "Handed to Desk on 2026-11-20 at 10:00, not confirmed"
    )
    assert [one.letter_id for one in mail.unconfirmed(desk)] == [letter_id]
    with pytest.raises(LetterRefusedError, match="say first whether it printed"):
        mail.printable_batch(desk, [letter_id])
    with pytest.raises(LetterRefusedError, match="handed to Desk"):
        mail.hand_over(desk, batch, printer="Other")
    assert rows(desk, PrintRecordRow) == 0


def test_printed_on_the_clerks_word_is_recorded_once_with_the_very_pages(
    desk: Desk, letter_id: int
) -> None:
    batch = mail.printable_batch(desk, [letter_id])
    mail.hand_over(desk, batch, printer="Desk")

    mail.confirm_printed(desk, [letter_id])
    steps = rows(desk, ContactStepRow)
    mail.confirm_printed(desk, [letter_id])

    assert mail.one_letter(desk, letter_id).state is LetterState.PRINTED
    assert mail.letter_pdf(desk, letter_id) == batch.pieces[0].content
    assert rows(desk, PrintRecordRow) == 1
    assert rows(desk, ContactStepRow) == steps
    assert mail.unconfirmed(desk) == []


def test_what_did_not_print_prints_again_as_the_original(desk: Desk, letter_id: int) -> None:
    mail.hand_over(desk, mail.printable_batch(desk, [letter_id]), printer="Desk")

    mail.deny_printed(desk, [letter_id])

    again = mail.printable_batch(desk, [letter_id])
    assert not again.pieces[0].is_copy
    mail.hand_over(desk, again, printer="Desk")
    mail.record_printed(desk, again, printer="Desk", job="2")
    assert mail.unconfirmed(desk) == []
    assert rows(desk, PrintRecordRow) == 1


def test_the_reason_is_kept_until_the_letter_prints(desk: Desk, letter_id: int) -> None:
    batch = mail.printable_batch(desk, [letter_id])
    mail.hand_over(desk, batch, printer="Desk")
    mail.record_not_printed(
        desk, [letter_id], printer="Desk", reason="Desk did not print: The paper tray is empty."
    )
    assert line_of(desk, letter_id).not_printed == "Desk did not print: The paper tray is empty."

    mail.hand_over(desk, batch, printer="Desk")
    mail.record_printed(desk, batch, printer="Desk", job="2")

    assert line_of(desk, letter_id).not_printed == ""


def test_a_letter_that_never_reached_a_printer_keeps_its_reason_too(
    desk: Desk, letter_id: int
) -> None:
    mail.record_not_printed(desk, [letter_id], printer="Desk", reason="It is switched off.")

    assert line_of(desk, letter_id).not_printed == "It is switched off."
    assert mail.unconfirmed(desk) == []


def test_a_job_that_the_clerk_stopped_leaves_no_reason(desk: Desk, letter_id: int) -> None:
    mail.hand_over(desk, mail.printable_batch(desk, [letter_id]), printer="Desk")

    mail.record_not_printed(desk, [letter_id], printer="Desk", reason="", stopped=True)

    line = line_of(desk, letter_id)
    assert (line.not_printed, line.unconfirmed) == ("", "")


def test_each_answer_is_a_line_of_the_audit_log(desk: Desk, letter_id: int) -> None:
    batch = mail.printable_batch(desk, [letter_id])
    mail.hand_over(desk, batch, printer="Desk")
    mail.deny_printed(desk, [letter_id])
    mail.hand_over(desk, batch, printer="Desk")
    mail.confirm_printed(desk, [letter_id])

    with desk.database.read() as session:
        kinds = [event.kind for event in events(session)]
    assert [kind for kind in kinds if kind.startswith("letters.")] in (
        [
            "letters.handed_over",
            "letters.denied",
            "letters.handed_over",
            "letters.confirmed",
        ],
        [
            "letters.confirmed",
            "letters.handed_over",
            "letters.denied",
            "letters.handed_over",
        ],
    )
