"""Printing letters: the batch, the record, the copies, and what must not happen twice."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.letters import LetterState
from collections_desk.domain.money import Money
from collections_desk.domain.progress import Cancelled
from collections_desk.errors import LetterRefusedError
from collections_desk.operations import contact, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.payments import record_payment
from collections_desk.operations.worklist import worklist
from collections_desk.store.tables import (
    ActivityRow,
    AddressRow,
    ContactStepRow,
    DocumentRow,
    HoldRow,
    PrintRecordRow,
)
from tests.clock import Clock
from tests.letters.sheets import page_texts
from tests.operations.mail_desk import (
    TODAY,
    add_customer,
    approved,
    article_number,
    certified,
    printed,
    write_settings,
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Give a desk whose business is filled in."""
    write_settings(desk)
    return desk


def count(desk: Desk, table: type) -> int:
    with desk.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_batch_is_one_pdf_and_records_nothing(desk: Desk) -> None:
    letters = [approved(desk, add_customer(desk, f"Customer {number}")) for number in range(3)]

    batch = mail.printable_batch(desk, [letter.id for letter in letters])

    pages = page_texts(batch.pdf)
    assert len(pages) == batch.pages == 3
    for piece in batch.pieces:
        assert piece.letter_ref in pages[piece.first_page - 1]
        assert piece.sha256 == hashlib.sha256(piece.content).hexdigest()
    assert count(desk, PrintRecordRow) == count(desk, DocumentRow) == 0
    assert mail.printable_batch(desk, [letter.id for letter in letters]) == batch


def test_printing_is_recorded_once_with_ladder_timeline_step_and_document(desk: Desk) -> None:
    customer = add_customer(desk, oldest_days=5)
    letter = approved(desk, customer, "L02")
    assert letter.step == "D2"
    batch = mail.printable_batch(desk, [letter.id])

    mail.record_printed(desk, batch, printer="HP", job="HP-17")

    after = mail.one_letter(desk, letter.id)
    assert after.state is LetterState.PRINTED
    assert after.document_sha256 == batch.pieces[0].sha256
    assert [(one.is_copy, one.printer, one.job) for one in after.printings] == [
        (False, "HP", "HP-17")
    ]
    assert mail.letter_pdf(desk, letter.id) == batch.pieces[0].content
    with desk.database.read() as session:
        activity = session.scalars(select(ActivityRow)).one()
        step = session.scalars(select(ContactStepRow)).one()
    assert (activity.kind, activity.direction, activity.action) == ("letter", "out", "LT")
    assert activity.letter_id == letter.id
    assert (step.plan, step.step, step.how, step.done_on) == ("D", "D2", "letter", TODAY)
    line = next(one for one in worklist(desk) if one.customer_id == customer)
    assert line.next_action is not None
    assert line.next_action.step != "D2"


def test_a_second_printing_says_copy_and_moves_nothing(desk: Desk) -> None:
    letter = approved(desk, add_customer(desk, oldest_days=5))
    printed(desk, letter.id)
    original = mail.letter_pdf(desk, letter.id)

    batch = mail.printable_batch(desk, [letter.id])
    mail.record_printed(desk, batch, printer="HP")

    assert batch.pieces[0].is_copy
    assert "COPY" in page_texts(batch.pdf)[0]
    assert "COPY" not in page_texts(original)[0]
    after = mail.one_letter(desk, letter.id)
    assert [one.is_copy for one in after.printings] == [False, True]
    assert mail.letter_pdf(desk, letter.id) == original
    assert count(desk, ContactStepRow) == 1
    assert count(desk, ActivityRow) == 1
    states = [event.state for event in after.events]
    assert states.count(LetterState.PRINTED) == 1


def test_an_original_is_not_recorded_twice(desk: Desk) -> None:
    first = approved(desk, add_customer(desk, "First"))
    second = approved(desk, add_customer(desk, "Second"))
    batch = mail.printable_batch(desk, [second.id, first.id])
    printed(desk, first.id)

    with pytest.raises(LetterRefusedError, match="printed, to post already"):
        mail.record_printed(desk, batch, printer="HP")

    assert mail.one_letter(desk, second.id).state is LetterState.APPROVED
    assert count(desk, PrintRecordRow) == 1


def test_a_retry_after_an_unclear_end_records_nothing_more(desk: Desk) -> None:
    letter = approved(desk, add_customer(desk))
    batch = mail.printable_batch(desk, [letter.id])

    mail.record_printed(desk, batch, printer="HP", operation_id="job-1")
    mail.record_printed(desk, batch, printer="HP", operation_id="job-1")

    assert count(desk, PrintRecordRow) == 1


def test_a_certified_letter_waits_for_its_number_and_brings_its_copy(desk: Desk) -> None:
    customer = add_customer(desk)
    letter = certified(desk, customer, serial=7)
    shown = "9589 0710 5270 0000 0000 7"

    batch = mail.printable_batch(desk, [letter.id])

    pages = page_texts(batch.pdf)
    piece = batch.pieces[0]
    assert piece.with_first_class_copy
    kept = page_texts(piece.content)
    assert len(kept) == piece.pages < len(pages) == batch.pages  # management's copy comes last
    assert pages[: piece.pages] == kept
    half = len(kept) // 2
    assert "CERTIFIED MAIL" in pages[0]
    assert shown in pages[0]
    assert "FIRST-CLASS MAIL" in pages[half]
    assert "CERTIFIED MAIL" not in pages[half]


def test_what_cannot_be_printed_is_named_and_stops_the_batch(desk: Desk) -> None:
    good = approved(desk, add_customer(desk, "Good"))
    draft = mail.draft_letter(desk, add_customer(desk, "Draft"), "L02").letter
    numberless = certified(desk, add_customer(desk, "Numberless"))
    mail.save_letter_draft(
        desk, mail.reopen_letter(desk, numberless.id, why="look").id, service="first_class"
    )

    with pytest.raises(LetterRefusedError, match=r"2 of 3 letters .* Draft: it is draft"):
        mail.printable_batch(desk, [good.id, draft.id, numberless.id])
    with pytest.raises(LetterRefusedError, match="not in the store"):
        mail.printable_batch(desk, [good.id, 999])


def test_a_certified_letter_without_number_is_not_printed(desk: Desk) -> None:
    customer = add_customer(desk)
    draft = mail.draft_letter(desk, customer, "L09").letter
    assert draft.certified
    letter = approved(desk, customer, "L02", service="certified")

    with pytest.raises(LetterRefusedError, match="article number is missing"):
        mail.printable_batch(desk, [letter.id])


@pytest.mark.parametrize(
    ("what", "said"),
    [
        pytest.param("returned", "came back", id="the address was found bad"),
        pytest.param("flag", "bankruptcy", id="a stop flag was set"),
        pytest.param("old", "by now", id="the laptop was shut for two weeks"),
    ],
)
def test_what_happened_since_approval_stops_a_letter(
    desk: Desk, clock: Clock, what: str, said: str
) -> None:
    customer = add_customer(desk, kind="consumer")
    letter = approved(desk, customer)
    clock.pass_by(days=14 if what == "old" else 1)
    with desk.database.write("test", what, now=desk.now()) as transaction:
        if what == "returned":
            transaction.scalars(select(AddressRow)).one().state = "returned"
        if what == "flag":
            transaction.add(
                HoldRow(
                    customer_id=customer,
                    flag="BKY",
                    reason="told by phone",
                    facts={},
                    begins_on=TODAY + timedelta(days=1),
                    created_at=desk.now(),
                )
            )

    with pytest.raises(LetterRefusedError, match=said):
        mail.printable_batch(desk, [letter.id])


def test_the_orders_of_a_batch(desk: Desk) -> None:
    west = approved(desk, add_customer(desk, "West", zip_code="94105", oldest_days=20))
    east = approved(desk, add_customer(desk, "East", zip_code="02101", oldest_days=90))
    middle = approved(desk, add_customer(desk, "Middle", zip_code="43215", oldest_days=40))
    ids = [west.id, east.id, middle.id]

    by_zip = mail.printable_batch(desk, ids, order="zip")
    by_worklist = mail.printable_batch(desk, ids)

    assert [piece.letter_id for piece in by_zip.pieces] == [east.id, middle.id, west.id]
    ranked = [line.customer_id for line in worklist(desk)]
    customers = [
        mail.one_letter(desk, piece.letter_id).customer_id for piece in by_worklist.pieces
    ]
    assert customers == [one for one in ranked if one in customers]


def test_on_both_sides_each_letter_begins_on_a_front(desk: Desk) -> None:
    letters = [approved(desk, add_customer(desk, f"Customer {number}")) for number in range(2)]

    batch = mail.printable_batch(desk, [one.id for one in letters], duplex=True)

    assert [piece.first_page for piece in batch.pieces] == [1, 3]
    assert len(page_texts(batch.pdf)) == batch.pages == 4


def test_cancelling_a_batch_leaves_nothing(desk: Desk) -> None:
    letter = approved(desk, add_customer(desk))

    def give_up(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        mail.printable_batch(desk, [letter.id], progress=give_up)
    assert mail.one_letter(desk, letter.id).state is LetterState.APPROVED


def test_progress_counts_up_to_the_end(desk: Desk) -> None:
    letters = [approved(desk, add_customer(desk, f"Customer {number}")) for number in range(3)]
    told: list[tuple[int, int]] = []

    mail.printable_batch(
        desk,
        [one.id for one in letters],
        progress=lambda done, total: told.append((done, total)),
    )

    assert told == sorted(told)
    assert told[-1] == (6, 6)
    assert {total for _, total in told} == {6}


def test_sample_pages_say_sample(desk: Desk) -> None:
    from dataclasses import replace  # noqa: PLC0415 - one test needs it

    letter = approved(desk, add_customer(desk))

    batch = mail.printable_batch(replace(desk, sample=True), [letter.id])

    assert "SAMPLE" in page_texts(batch.pdf)[0]
    assert "SAMPLE" not in page_texts(mail.printable_batch(desk, [letter.id]).pdf)[0]


def test_the_manifest_lists_certified_letters_in_the_order_of_the_list(desk: Desk) -> None:
    first = certified(desk, add_customer(desk, "First"), serial=11)
    second = certified(desk, add_customer(desk, "Second"), serial=12)
    plain = approved(desk, add_customer(desk, "Plain"))

    said = "".join(page_texts(mail.certified_manifest(desk, [second.id, plain.id, first.id])))

    assert said.index("Second") < said.index("First")
    assert "Plain" not in said
    with pytest.raises(LetterRefusedError, match="No certified letter"):
        mail.certified_manifest(desk, [plain.id])


def test_a_manifest_without_all_numbers_is_not_made(desk: Desk) -> None:
    letter = approved(desk, add_customer(desk), "L02", service="certified")

    with pytest.raises(LetterRefusedError, match=f"{letter.ref} has no article number"):
        mail.certified_manifest(desk, [letter.id])


def test_an_unprinted_letter_has_no_pdf_as_printed(desk: Desk) -> None:
    letter = approved(desk, add_customer(desk))

    with pytest.raises(LetterRefusedError, match="not printed yet"):
        mail.letter_pdf(desk, letter.id)


def test_the_calibration_page_is_for_the_chosen_envelope(desk: Desk) -> None:
    assert "#10 window" in page_texts(mail.calibration_page(desk))[0]
    assert "DL window" in page_texts(mail.calibration_page(desk, "dl_window"))[0]
    with pytest.raises(LetterRefusedError, match="not known"):
        mail.calibration_page(desk, "bag")


def test_the_numbers_of_the_tests_pass_their_check_digit() -> None:
    assert article_number(7).startswith("958907105270000000007")
    assert date(2026, 11, 20) == TODAY


def test_what_came_between_approval_and_printing_keeps_the_letter(desk: Desk) -> None:
    customer = add_customer(desk)
    letter = approved(desk, customer)
    mail.printable_batch(desk, [letter.id])

    hold = contact.put_on_hold(
        desk, customer, "asked by sales", review_on=TODAY + timedelta(days=9)
    )
    with pytest.raises(LetterRefusedError, match="on hold since November 20, 2026"):
        mail.printable_batch(desk, [letter.id])
    contact.lift_hold(desk, hold, why="sales agreed")
    mail.printable_batch(desk, [letter.id])

    record_payment(
        desk, PaymentEntry(customer, Money(100_00, "USD"), TODAY, "check", reference="1043")
    )
    with pytest.raises(LetterRefusedError, match=r"\$1,023\.50 may be asked for"):
        mail.printable_batch(desk, [letter.id])
    mail.reopen_letter(desk, letter.id, why="They paid a part")
    mail.approve_letter(desk, letter.id)
    assert mail.printable_batch(desk, [letter.id]).pages
