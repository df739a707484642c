"""Every letter wording as it prints for a customer of whom all is known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2
import pytest

from collections_desk.domain.disputes import DisputedLine
from collections_desk.domain.promise_text import TypedPromise
from collections_desk.operations import contact, mail
from collections_desk.operations.desk import Desk, Resources
from tests.clock import Clock
from tests.operations import full_case, full_letters
from tests.operations.contact_desk import add_invoice
from tests.operations.mail_desk import pay_all

LIBRARY = Resources().letters


def pages(desk: Desk, letter_id: int) -> list[str]:
    """Return the text of each page of a letter, which lacks nothing."""
    shown = mail.preview_letter(desk, letter_id)
    assert [one.said for one in shown.problems] == []
    assert shown.pdf is not None
    with pypdfium2.PdfDocument(shown.pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def written(desk: Desk, clock: Clock, story: str) -> str:
    """Return a letter in one line."""
    return " ".join(" ".join(pages(desk, full_letters.written(desk, clock, story))).split())


def test_there_is_a_story_for_every_wording() -> None:
    assert {template for _, template in full_letters.STORIES.values()} == set(LIBRARY.templates)


@pytest.mark.parametrize("story", sorted(full_letters.STORIES))
def test_every_wording_reads_well_with_all_that_is_known(
    desk: Desk, clock: Clock, story: str
) -> None:
    found = pages(desk, full_letters.written(desk, clock, story))
    text = " ".join(" ".join(found).split())

    assert len(found) <= 2
    assert "[" not in text
    assert "{{" not in text
    assert not re.search(r"\.\.|\w,\.|(?<!Inc)\.,|;\.|:\.|\s[.,;]\s", text)
    # Every sentence ends before the next one begins.
    assert not re.search(r"[a-z0-9] (Please quote|If you|The oldest|This has|This step) ", text)
    assert not re.search(r"\bfor (\w+ \d+, \d+) to \1\b", text)
    for page in found:
        body = [line for line in page.splitlines() if len(line.split()) > 3]
        assert len(body) >= 4, f"a page with hardly a line on it: {body}"


#: What a wording says of the full case, and what it must not say, worked out by hand.
SAYS = {
    "L01-friendly": (
        [
            "$559.00 falls due on November 27, 2026",
            "card at 412-555-0142. Please quote account C-10442.",
        ],
        [],
    ),
    "L01-installment": (
        ["$724.06 (Down payment)", "by November 23, 2026"],
        ["Thank you for keeping", "what the plan covers", "paying as agreed"],
    ),
    # Four invoices and three charges of interest are open; 3,120.30 is not all from one day.
    "L02-friendly": (
        ["show four invoices open", "$3,120.30 is past due as of November 19"],
        ["seven invoices", "from September 3"],
    ),
    "L03-plain-firm": (["neither disputed nor promised, $3,120.30"], ["the full past-due"]),
    "L04-firm": (
        ["The oldest invoice was due on September 3, 2026, 78 days"],
        ["owed to Northwind Traders Supply, Inc. since", "full past-due"],
    ),
    "L07-plain-firm": (
        ["you promised $900.00 by November 16, 2026. It has not reached us. We"],
        [],
    ),
    "L07-plain-firm, of a plan": (
        [
            "due on November 15, 2026, has not reached us. We wrote",
            "If it is here by then, the plan goes on",
        ],
        ["in full"],
    ),
    "L08-calm-factual": (["Line 3, gaskets: Quantity short. Two cartons short"], ["short: Two"]),
    "L09-formal-neutral": (
        [
            "$560.00 in dispute, nothing remains due",
            "$248.50 of the disputed amount remains due. Please pay it by December 4, 2026.",
            "The papers on which this rests are enclosed; they are listed below.",
            "Delivery note",
            "Paid or credited",
        ],
        ["$0.00 remains due"],
    ),
    "L10-friendly": (
        ["$0.60 interest on invoice INV-20691 for Nov 20, 2026 (under"],
        ["Thank you for talking"],
    ),
    "L11-formal": (["Copy to Morgan Lead, Accounts Receivable Lead"], ["María Ñuñoa, Controller"]),
    "L12-formal": (["the invoices listed above that are past due"], []),
    # What was not due was not placed: $559.00 of INV-20744 is not the agency's.
    "L12-placed": (
        [
            "quote account C-10442",
            "Of what was placed, $3,620.30 is open",
            "by then, the agency will write to you.",
        ],
        ["INV-20744", "$4,179.30", "Pay by check", "Asked for in this letter"],
    ),
    # 1,842.50 + 560.00 + 1,217.80 + 559.00 came on one day.
    "L14-friendly": (["With your payment of $4,179.30, received on November 19, 2026"], []),
    # 1,000.00 was agreed in the place of 1,842.50: that is not "paid in full".
    "L14-settled": (
        ["With your payment of $1,000.00", "settlement of November 20, 2026 is paid: $1,000.00"],
        ["paid in full", "$842.50"],
    ),
    "L17-validation": (
        ["I want to dispute the debt because I think that the amount is wrong."],
        [" / ", "\u2022"],
    ),
}


@pytest.mark.parametrize("story", sorted(SAYS))
def test_a_letter_says_what_is_so_and_nothing_else(desk: Desk, clock: Clock, story: str) -> None:
    text = written(desk, clock, story)
    said, not_said = SAYS[story]

    assert [words for words in said if words not in text] == []
    assert [words for words in not_said if words in text] == []


def test_where_nothing_remains_due_the_answer_asks_for_nothing(desk: Desk, clock: Clock) -> None:
    del clock
    full_case.business(desk)
    known = full_case.customer(desk)
    invoice = full_case.owe(desk, known, "INV-20417", 184_250, 78)
    (number,) = contact.open_disputes(desk, known, [DisputedLine(invoice, "D05")])
    contact.advance_dispute(
        desk,
        number,
        "decided_for_customer",
        finding="It never left us",
        evidence=[("carrier claim", True)],
    )

    text = " ".join(
        " ".join(pages(desk, full_case.draft(desk, known, "L09-formal-neutral"))).split()
    )

    assert "It never left us. Of the $1,842.50 in dispute, nothing remains due" in text
    assert "After this decision nothing of the disputed amount remains due. The papers" in text
    assert "Please pay it" not in text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("we will place the account with an agency", "place the account with an agency. This"),
        ("We will place the account.", "that date, we will place the account. This"),
        ("Keystone will be asked!", "that date, Keystone will be asked! This"),
    ],
)
def test_what_follows_ends_as_a_sentence(
    desk: Desk, clock: Clock, typed: str, printed: str
) -> None:
    letter_id = full_letters.written(desk, clock, "L04-firm")
    options = replace(mail.one_letter(desk, letter_id).options, consequence=typed)
    mail.save_letter_draft(desk, letter_id, options=options)

    assert printed in " ".join(" ".join(pages(desk, letter_id)).split())


def test_after_a_placement_the_notice_says_so(desk: Desk, clock: Clock) -> None:
    known = mail.one_letter(desk, full_letters.written(desk, clock, "L12-placed")).customer_id
    for letter in mail.letters_for(desk, known):
        if letter.type == "L12":
            mail.cancel_letter(desk, letter.id, why="to write it anew")

    assert mail.draft_letter(desk, known, "L12").letter.template == "L12-placed"


def test_a_promise_for_money_that_came_long_since_is_not_brought_up(
    desk: Desk, clock: Clock
) -> None:
    full_case.business(desk)
    known = full_case.customer(desk)
    add_invoice(desk, known, 100_00, date(2026, 1, 2))
    clock.now = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
    contact.take_promise(desk, known, TypedPromise(full_case.usd(100_00), date(2026, 1, 9), ""))
    pay_all(desk, known)
    full_case.three_invoices(desk, known)
    clock.now = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)
    contact.take_promise(desk, known, TypedPromise(full_case.usd(900_00), date(2026, 11, 16), ""))
    clock.now = Clock().now

    text = " ".join(pages(desk, full_case.draft(desk, known, "L03-plain-firm")))

    assert "promised for November 16, 2026" in " ".join(text.split())
    assert "January" not in text
