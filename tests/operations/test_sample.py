"""The sample in a real store."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pypdfium2
import pytest

from collections_desk.domain.guards_letter import ASKS_NO_MONEY
from collections_desk.domain.letters import LetterState
from collections_desk.domain.promise_chains import same_money
from collections_desk.domain.promises import PromiseState
from collections_desk.domain.worklist import WorklistLine
from collections_desk.errors import StoreError
from collections_desk.operations.customers import customer_page
from collections_desk.operations.desk import Desk
from collections_desk.operations.mail import letter_pdf, mail_lists, one_letter
from collections_desk.operations.safekeeping import verify
from collections_desk.operations.sample import load_sample
from collections_desk.operations.worklist import worklist
from collections_desk.store.activities import activities
from collections_desk.store.audit_log import events
from tests.clock import Clock


def test_the_sample_is_one_operation(desk: Desk) -> None:
    report = load_sample(desk)

    with desk.database.read() as session:
        newest = events(session, limit=1)[0]
    assert newest.kind == "sample.loaded"
    assert newest.facts["rows"]["invoice"] == report.invoices == 600
    assert report.customers >= 115
    assert desk.settings().business.name.startswith("Tamarack")


def test_it_never_goes_beside_other_customers(sample_desk: Desk) -> None:
    before = worklist(sample_desk)

    with pytest.raises(StoreError, match="holds customers already"):
        load_sample(sample_desk)

    assert worklist(sample_desk) == before


def is_due(line: WorklistLine, clock: Clock) -> bool:
    return line.next_action is not None and line.next_action.due_on <= clock.now.date()


@pytest.mark.parametrize("days", range(7))
def test_on_every_day_of_the_week_there_is_work(desk: Desk, clock: Clock, days: int) -> None:
    clock.now += timedelta(days=days)
    load_sample(desk)

    lines = worklist(desk)

    due = [line for line in lines if is_due(line, clock)]
    assert len(due) > 30
    assert {line.category.value for line in due} == {
        "disorganized",
        "struggling",
        "disputing",
        "unsorted",
    }
    assert {line.next_action.kind for line in due if line.next_action} >= {"call", "letter"}
    assert any(line.state == "hold" for line in lines)


#: How many letters of the sample stand on each rung.
RUNGS = {
    LetterState.DRAFT: 2,
    LetterState.APPROVED: 3,
    LetterState.PRINTED: 1,
    LetterState.POSTED: 2,
    LetterState.DELIVERED: 2,
    LetterState.RETURNED: 1,
}
PRINTED = (
    LetterState.PRINTED,
    LetterState.POSTED,
    LetterState.DELIVERED,
    LetterState.RETURNED,
)


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, the slanted mark too."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def test_no_money_is_promised_twice_at_once(sample_desk: Desk) -> None:
    """Who promised the same money again has one open promise; the earlier is superseded."""
    seen = 0
    for line in worklist(sample_desk, everyone=True):
        promises = customer_page(sample_desk, line.customer_id).promises
        running = [one.promise for one in promises if one.state is PromiseState.OPEN]
        for at, one in enumerate(running):
            for other in running[:at]:
                assert not same_money(one.invoice_ids, other.invoice_ids), line.name
        seen += sum(one.state is PromiseState.SUPERSEDED for one in promises)
    assert seen


def test_every_list_of_the_mail_has_letters(sample_desk: Desk, clock: Clock) -> None:
    lists = mail_lists(sample_desk)

    assert {state: len(lines) for state, lines in lists.items() if lines} == RUNGS
    certified = [line for lines in lists.values() for line in lines if line.service == "certified"]
    assert [line.waiting_for for line in certified] == ["Scan the article number"]
    assert not any(line.article_number for lines in lists.values() for line in lines)
    assert all(line.since < clock.now.date() for lines in lists.values() for line in lines)


def test_what_was_printed_is_kept_and_says_sample(sample_desk: Desk) -> None:
    lists = mail_lists(sample_desk)
    printed = [line for state in PRINTED for line in lists[state]]

    assert len(printed) == 6
    for line in printed:
        letter = one_letter(sample_desk, line.letter_id)
        pdf = letter_pdf(sample_desk, line.letter_id)
        assert hashlib.sha256(pdf).hexdigest() == letter.document_sha256
        assert all("SAMPLE" in page for page in pages_of(pdf))
        if letter.type not in ASKS_NO_MONEY:  # balances of a later day stand in no letter
            assert letter.as_of == letter.letter_date


def test_the_returned_letter_marks_its_address_and_each_is_told_once(sample_desk: Desk) -> None:
    lists = mail_lists(sample_desk)

    back = lists[LetterState.RETURNED][0]
    assert back.waiting_for == "Put the address right"
    page = customer_page(sample_desk, back.customer_id)
    assert [address.state for address in page.addresses] == ["returned"]
    for line in lists[LetterState.POSTED] + lists[LetterState.DELIVERED]:
        day = one_letter(sample_desk, line.letter_id).letter_date
        with sample_desk.database.read() as session:
            told = activities(session, line.customer_id, kinds=["letter"])
        sent = [one for one in told if one.direction == "out" and one.happened_at.date() == day]
        assert [one.letter_id for one in sent] == [line.letter_id]


def test_balances_are_as_fresh_after_the_letters_as_before(sample_desk: Desk) -> None:
    assert {line.as_of for line in worklist(sample_desk, everyone=True) if line.as_of} == {
        date(2026, 11, 19)
    }


def test_the_sample_passes_the_check_of_the_record(sample_desk: Desk) -> None:
    report = verify(sample_desk)

    assert report.good
