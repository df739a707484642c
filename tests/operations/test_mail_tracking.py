"""Numbers of the forms, and what becomes of a letter after the counter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from collections_desk.domain.letters import LetterState
from collections_desk.errors import EntryRefusedError, LetterRefusedError
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk
from collections_desk.store.customers import put_address
from collections_desk.store.documents import attachments, get_document
from collections_desk.store.tables import ActivityRow, AddressRow, LetterRow
from tests.clock import Clock
from tests.operations.mail_desk import (
    TODAY,
    add_customer,
    approved,
    article_number,
    certified,
    printed,
    write_settings,
)

CARD = "9590940200000000884479"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Give a desk whose business is filled in."""
    write_settings(desk)
    return desk


def posted(desk: Desk, *, by_certified: bool = True, name: str = "Acme", serial: int = 1) -> int:
    customer = add_customer(desk, name)
    letter = certified(desk, customer, serial) if by_certified else approved(desk, customer)
    printed(desk, letter.id)
    mail.record_rung(desk, [letter.id], LetterState.POSTED, TODAY)
    return letter.id


def test_an_article_number_is_kept_as_digits_and_never_used_twice(desk: Desk) -> None:
    first = certified(desk, add_customer(desk, "First"), serial=5)
    second = approved(desk, add_customer(desk, "Second"), "L02", service="certified")

    assert first.article_number == article_number(5)
    with pytest.raises(EntryRefusedError, match=f"already belongs to letter {first.ref}"):
        mail.enter_article_number(desk, second.id, article_number(5))
    assert mail.one_letter(desk, second.id).article_number is None
    assert mail.enter_article_number(desk, second.id, f"]C1{article_number(6)}\r") == ""
    assert mail.one_letter(desk, second.id).article_number == article_number(6)


def test_a_number_of_three_years_ago_is_let_in_with_a_word(desk: Desk) -> None:
    first = certified(desk, add_customer(desk, "First"), serial=5)
    with desk.database.write("test", "long ago", now=desk.now()) as transaction:
        row = transaction.get(LetterRow, first.id)
        assert row is not None
        row.letter_date = date(2023, 11, 1)
    second = approved(desk, add_customer(desk, "Second"), "L02", service="certified")

    said = mail.enter_article_number(desk, second.id, article_number(5))

    assert first.ref in said
    assert "more than two years ago" in said


def test_a_cancelled_letter_keeps_its_number_to_itself(desk: Desk) -> None:
    first = certified(desk, add_customer(desk, "First"), serial=5)
    mail.cancel_letter(desk, first.id, why="The customer paid")
    second = approved(desk, add_customer(desk, "Second"), "L02", service="certified")

    with pytest.raises(EntryRefusedError, match=first.ref):
        mail.enter_article_number(desk, second.id, article_number(5))


def test_the_number_of_the_card_is_kept_apart(desk: Desk) -> None:
    letter = certified(desk, add_customer(desk))
    with pytest.raises(EntryRefusedError, match="green return receipt card"):
        mail.enter_article_number(desk, letter.id, CARD)

    mail.enter_return_receipt_number(desk, letter.id, CARD)

    after = mail.one_letter(desk, letter.id)
    assert (after.article_number, after.return_receipt_number) == (article_number(1), CARD)
    other = certified(desk, add_customer(desk, "Other"), serial=2)
    with pytest.raises(EntryRefusedError, match=letter.ref):
        mail.enter_return_receipt_number(desk, other.id, CARD)
    mail.enter_return_receipt_number(desk, letter.id, "")
    assert mail.one_letter(desk, letter.id).return_receipt_number is None


def test_numbers_belong_to_certified_letters_before_they_are_printed(desk: Desk) -> None:
    plain = approved(desk, add_customer(desk, "Plain"))
    with pytest.raises(LetterRefusedError, match="does not go by Certified Mail"):
        mail.enter_article_number(desk, plain.id, article_number(9))
    with pytest.raises(LetterRefusedError, match="No return receipt card"):
        mail.enter_return_receipt_number(desk, plain.id, CARD)
    letter_id = posted(desk)
    with pytest.raises(LetterRefusedError, match="stands on paper"):
        mail.enter_article_number(desk, letter_id, article_number(9))


def test_a_letter_that_is_no_longer_certified_gives_its_number_back(desk: Desk) -> None:
    letter = certified(desk, add_customer(desk))
    mail.reopen_letter(desk, letter.id, why="The amount is small")

    saved = mail.save_letter_draft(desk, letter.id, service="first_class").letter

    assert saved.article_number is None
    assert saved.return_receipt == "none"
    assert not saved.first_class_copy


def test_the_whole_ladder_with_dates_and_papers(desk: Desk, clock: Clock) -> None:
    letter_id = posted(desk)
    clock.pass_by(days=6)
    on = date(2026, 11, 24)

    (letter,) = mail.record_rung(
        desk,
        [letter_id],
        LetterState.DELIVERED,
        on,
        document=b"signed card",
        media_type="image/png",
        note="J. Doe",
    )

    assert [event.state for event in letter.events] == [
        LetterState.DRAFT,
        LetterState.APPROVED,
        LetterState.PRINTED,
        LetterState.POSTED,
        LetterState.DELIVERED,
    ]
    last = letter.events[-1]
    assert (last.dated_on, last.note) == (on, "J. Doe")
    assert last.document_sha256 is not None
    with desk.database.read() as session:
        assert get_document(session, last.document_sha256).content == b"signed card"
        assert sorted(one.label for one in attachments(session, letter_id=letter_id)) == [
            f"Delivered: {letter.ref}",
            f"Memo to management with {letter.ref}",
        ]
        outcomes = list(session.scalars(select(ActivityRow.outcome).order_by(ActivityRow.id)))
    assert outcomes == [None, "CMD"]


@pytest.mark.parametrize(
    ("on", "said"),
    [
        pytest.param(TODAY + timedelta(days=1), "future", id="tomorrow"),
        pytest.param(TODAY - timedelta(days=1), "before", id="before it was posted"),
    ],
)
def test_a_day_that_cannot_be_is_refused(desk: Desk, on: date, said: str) -> None:
    letter_id = posted(desk)

    with pytest.raises(EntryRefusedError, match=said):
        mail.record_rung(desk, [letter_id], LetterState.DELIVERED, on)


def test_no_rung_is_left_out(desk: Desk) -> None:
    letter = approved(desk, add_customer(desk))

    with pytest.raises(LetterRefusedError, match="cannot be posted: it is approved, to print"):
        mail.record_rung(desk, [letter.id], LetterState.POSTED, TODAY)
    with pytest.raises(LetterRefusedError, match="cannot be delivered"):
        mail.record_rung(desk, [letter.id], LetterState.DELIVERED, TODAY)


def test_many_are_posted_with_one_receipt_or_none_is(desk: Desk) -> None:
    first = certified(desk, add_customer(desk, "First"), serial=1)
    second = certified(desk, add_customer(desk, "Second"), serial=2)
    printed(desk, first.id)
    with pytest.raises(LetterRefusedError, match=second.ref):
        mail.record_rung(desk, [first.id, second.id], LetterState.POSTED, TODAY)
    assert mail.one_letter(desk, first.id).state is LetterState.PRINTED

    printed(desk, second.id)
    both = mail.record_rung(
        desk, [first.id, second.id], LetterState.POSTED, TODAY, document=b"stamped manifest"
    )

    assert {letter.state for letter in both} == {LetterState.POSTED}
    assert len({letter.events[-1].document_sha256 for letter in both}) == 1


def test_what_became_of_many_is_recorded_whole_or_not_at_all(desk: Desk) -> None:
    sent = posted(desk)
    waiting = approved(desk, add_customer(desk, "Waiting"))

    with pytest.raises(LetterRefusedError, match=waiting.ref):
        mail.record_rung(desk, [sent, waiting.id], LetterState.DELIVERED, TODAY)

    assert mail.one_letter(desk, sent).state is LetterState.POSTED


def test_a_returned_piece_stops_letters_to_that_address_until_it_is_fixed(desk: Desk) -> None:
    letter_id = posted(desk, by_certified=False)
    (letter,) = mail.record_rung(
        desk, [letter_id], LetterState.RETURNED, TODAY, note="no such number"
    )
    customer = letter.customer_id

    draft = mail.draft_letter(desk, customer, "L02")
    assert [problem.field for problem in draft.problems] == ["address"]
    assert "no such number" in draft.problems[0].said
    with pytest.raises(LetterRefusedError, match="came back"):
        mail.approve_letter(desk, draft.letter.id)

    with desk.database.write("test.fixed", "fixed", now=desk.now()) as transaction:
        address = transaction.scalars(select(AddressRow)).one()
        assert address.returned_on == TODAY
        put_address(transaction, customer, address.id, line1="4501 West 12th Street", state="ok")
    assert mail.open_draft(desk, draft.letter.id).problems == ()


@pytest.mark.parametrize("state", [LetterState.REFUSED, LetterState.UNCLAIMED])
def test_a_refused_or_unclaimed_piece_says_nothing_against_the_address(
    desk: Desk, state: LetterState
) -> None:
    letter_id = posted(desk)

    mail.record_rung(desk, [letter_id], state, TODAY)
    (letter,) = mail.record_rung(desk, [letter_id], LetterState.RETURNED, TODAY)

    assert letter.state is LetterState.RETURNED
    assert mail.draft_letter(desk, letter.customer_id, "L02").problems == ()


def test_first_class_mail_is_not_refused(desk: Desk) -> None:
    letter_id = posted(desk, by_certified=False)

    with pytest.raises(LetterRefusedError, match="First-Class Mail"):
        mail.record_rung(desk, [letter_id], LetterState.REFUSED, TODAY)


def test_a_retry_records_one_rung(desk: Desk) -> None:
    letter_id = posted(desk)

    mail.record_rung(desk, [letter_id], LetterState.DELIVERED, TODAY, operation_id="once")
    (letter,) = mail.record_rung(
        desk, [letter_id], LetterState.DELIVERED, TODAY, operation_id="once"
    )

    assert [event.state for event in letter.events].count(LetterState.DELIVERED) == 1


def test_the_mail_lists_say_what_each_letter_waits_for(desk: Desk, clock: Clock) -> None:
    draft = mail.draft_letter(desk, add_customer(desk, "Draft"), "L02").letter
    waiting = approved(desk, add_customer(desk, "Waiting"), "L02", service="certified")
    letter_id = posted(desk)
    clock.pass_by(days=4)

    lists = mail.mail_lists(desk)

    assert set(lists) == set(LetterState)
    assert [line.letter_id for line in lists[LetterState.DRAFT]] == [draft.id]
    approved_line = lists[LetterState.APPROVED][0]
    assert approved_line.letter_id == waiting.id
    assert approved_line.waiting_for == "Scan the article number"
    line = lists[LetterState.POSTED][0]
    assert line.letter_id == letter_id
    assert (line.days, line.zip_code, line.place) == (4, "43215", "Columbus OH 43215")
    assert line.article_number.startswith("9589 0710")
    assert [str(total) for total in line.totals] == ["1123.50 USD"]
    assert line.waiting_for == "Record what became of it"


def test_finished_letters_leave_the_lists_after_ninety_days(desk: Desk, clock: Clock) -> None:
    letter_id = posted(desk, by_certified=False)
    mail.record_rung(desk, [letter_id], LetterState.DELIVERED, TODAY)
    assert len(mail.mail_lists(desk)[LetterState.DELIVERED]) == 1

    clock.pass_by(days=91)

    assert mail.mail_lists(desk)[LetterState.DELIVERED] == []
