"""The memo for management: one page behind the letter, with the letter's own amounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from collections_desk.domain.letter_facts import letter_sums
from collections_desk.domain.letters import Letter
from collections_desk.domain.money_text import monies_text
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.mail_facts import facts_for, mail_day
from collections_desk.store.documents import attachments, get_document
from tests.clock import Clock
from tests.letters.sheets import page_texts
from tests.operations import full_letters
from tests.operations.mail_desk import (
    DECIDED,
    add_customer,
    approved,
    article_number,
    certified,
    write_settings,
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Give a desk whose business is filled in."""
    write_settings(desk)
    return desk


def test_the_memo_follows_the_letter_in_the_same_run(desk: Desk) -> None:
    letter = certified(desk, add_customer(desk))

    batch = mail.printable_batch(desk, [letter.id])

    pages = page_texts(batch.pdf)
    piece = batch.pieces[0]
    memo = pages[piece.pages]
    assert "Memo to management" in memo
    assert letter.ref in memo
    assert piece.last_page == len(pages)
    copy = pages[piece.pages + 1]
    assert letter.ref in copy
    assert "CERTIFIED MAIL" in copy
    # The customer's own pages say nothing of it, and neither does what is kept as the letter.
    assert not any("Memo to management" in page for page in page_texts(piece.content))


def test_its_amounts_are_those_of_the_letter_and_of_the_statement(desk: Desk) -> None:
    letter = certified(desk, add_customer(desk))
    batch = mail.printable_batch(desk, [letter.id])
    pages = page_texts(batch.pdf)
    memo = pages[batch.pieces[0].pages]
    with desk.database.read() as session:
        day = mail_day(desk, session)
        facts = facts_for(desk, session, day, letter.customer_id)
    asked = monies_text(letter_sums(facts, letter.letter_date).amount_due)
    assert asked in memo
    assert asked in "".join(pages[: batch.pieces[0].pages])
    assert letter.snapshot is not None
    totals = letter.snapshot["content"]["statement"]["totals"]
    assert totals
    for total in totals:
        assert total["open"] in memo
        assert total["open"] in "".join(pages[: batch.pieces[0].pages])


def test_it_is_kept_beside_the_customer_once_the_original_printed(desk: Desk) -> None:
    customer = add_customer(desk)
    letter = certified(desk, customer)
    batch = mail.printable_batch(desk, [letter.id])

    mail.record_printed(desk, batch, printer="HP", job="1")

    with desk.database.read() as session:
        kept = [
            one
            for one in attachments(session, customer_id=customer)
            if one.label == f"Memo to management with {letter.ref}"
        ]
        content = get_document(session, kept[0].sha256).content
    assert "Memo to management" in page_texts(content)[0]


def test_after_a_crash_the_clerks_word_keeps_the_memo_too(desk: Desk) -> None:
    customer = add_customer(desk)
    letter = certified(desk, customer)
    batch = mail.printable_batch(desk, [letter.id])
    mail.hand_over(desk, batch, printer="HP")
    # Here the program dies; at the next start the clerk says that it printed.

    mail.confirm_printed(desk, [letter.id])
    mail.confirm_printed(desk, [letter.id])

    with desk.database.read() as session:
        kept = [
            get_document(session, one.sha256).content
            for one in attachments(session, customer_id=customer)
            if one.label == f"Memo to management with {letter.ref}"
        ]
    assert kept == [batch.pieces[0].memo]
    assert "Memo to management" in page_texts(kept[0])[0]


def test_a_second_printing_brings_no_second_memo(desk: Desk) -> None:
    letter = certified(desk, add_customer(desk))
    mail.record_printed(desk, mail.printable_batch(desk, [letter.id]), printer="HP")

    again = mail.printable_batch(desk, [letter.id])

    assert again.pieces[0].is_copy
    assert not any("Memo to management" in page for page in page_texts(again.pdf))


def test_a_reminder_that_names_nobody_of_ours_has_no_memo(desk: Desk) -> None:
    letter = approved(desk, add_customer(desk), "L02")

    batch = mail.printable_batch(desk, [letter.id])

    assert not batch.pieces[0].memo
    assert batch.pages == batch.pieces[0].pages


def test_in_a_duplex_run_memo_and_copy_begin_on_a_fresh_sheet(desk: Desk) -> None:
    letter = certified(desk, add_customer(desk))

    batch = mail.printable_batch(desk, [letter.id], duplex=True)

    pages = page_texts(batch.pdf)
    place = next(at for at, page in enumerate(pages) if "Memo to management" in page)
    assert place % 2 == 0
    assert len(pages) % 2 == 0


def test_what_follows_is_a_sentence_before_who_decided_it(desk: Desk) -> None:
    customer = add_customer(desk)
    draft = mail.draft_letter(desk, customer, "L11").letter
    decided = replace(
        DECIDED,
        consequence="we will place the account with an agency",
        copies=draft.options.copies,
        enclosures=draft.options.enclosures,
    )
    mail.save_letter_draft(desk, draft.id, options=decided)
    letter = certified_draft(desk, draft.id)
    pages = page_texts(mail.printable_batch(desk, [letter.id]).pdf)
    memo = " ".join(next(page for page in pages if "Memo to management" in page).split())
    assert "We will place the account with an agency. Decided by Cecily Chief" in memo


def test_it_asks_for_what_the_letter_asks_for(desk: Desk, clock: Clock) -> None:
    # 4,245.98 is open; 625.68 is not due yet, 300.00 promised and 200.00 disputed.
    letter = certified_draft(desk, full_letters.written(desk, clock, "L11-formal"))
    pages = page_texts(mail.printable_batch(desk, [letter.id]).pdf)
    memo = " ".join(next(page for page in pages if "Memo to management" in page).split())

    assert "What the letter asks for $3,120.30 The oldest" in memo
    assert "We demand payment of $3,120.30 in full" in " ".join(" ".join(pages).split())


def certified_draft(desk: Desk, letter_id: int) -> Letter:
    """Approve and number a draft as it stands."""
    reasons = {one.guard: "looked at it" for one in mail.examine_letter(desk, letter_id)}
    mail.approve_letter(desk, letter_id, reasons=reasons)
    mail.enter_article_number(desk, letter_id, article_number(7))
    return mail.one_letter(desk, letter_id)
