"""A rung recorded by mistake is withdrawn; the record stays as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collections_desk.domain.letters import LetterState
from collections_desk.errors import EntryRefusedError, LetterRefusedError
from collections_desk.operations import customers, mail
from collections_desk.operations.desk import Desk
from collections_desk.store.customers import addresses
from tests.clock import Clock
from tests.operations.mail_desk import (
    TODAY,
    add_customer,
    approved,
    certified,
    printed,
    write_settings,
)

WHY = "Entered for the wrong letter."


@pytest.fixture
def customer_id(desk: Desk) -> int:
    write_settings(desk)
    return add_customer(desk)


def posted(desk: Desk, letter_id: int) -> None:
    printed(desk, letter_id)
    mail.record_rung(desk, [letter_id], LetterState.POSTED, TODAY)


def address_state(desk: Desk, customer_id: int) -> tuple[str, date | None]:
    with desk.database.read() as session:
        address = addresses(session, customer_id)[0]
    return address.state, address.returned_on


@pytest.mark.parametrize(
    "state",
    [
        LetterState.DELIVERED,
        LetterState.REFUSED,
        LetterState.UNCLAIMED,
        LetterState.RETURNED,
    ],
)
def test_the_letter_stands_on_the_rung_before(
    desk: Desk, customer_id: int, state: LetterState
) -> None:
    letter_id = certified(desk, customer_id).id
    posted(desk, letter_id)
    mail.record_rung(desk, [letter_id], state, TODAY)

    letter = mail.withdraw_rungs(desk, [letter_id], why=WHY)[0]

    assert letter.state is LetterState.POSTED
    rung, withdrawal = letter.events[-2:]
    assert (rung.state, rung.dated_on) == (state, TODAY)
    assert (withdrawal.withdraws_id, withdrawal.note) == (rung.id, WHY)
    assert [event.state for event in letter.standing] == [
        LetterState.DRAFT,
        LetterState.APPROVED,
        LetterState.PRINTED,
        LetterState.POSTED,
    ]
    again = mail.record_rung(desk, [letter_id], LetterState.DELIVERED, TODAY)[0]
    assert again.state is LetterState.DELIVERED


def test_posting_several_is_withdrawn_as_one(desk: Desk, customer_id: int) -> None:
    ids = [approved(desk, customer_id).id, approved(desk, add_customer(desk, "Bolt Ltd")).id]
    printed(desk, *ids)
    mail.record_rung(desk, ids, LetterState.POSTED, TODAY)

    letters = mail.withdraw_rungs(desk, ids, why=WHY)

    assert [letter.state for letter in letters] == [LetterState.PRINTED] * 2


def test_the_mark_of_a_withdrawn_return_is_lifted(desk: Desk, customer_id: int) -> None:
    letter_id = approved(desk, customer_id).id
    posted(desk, letter_id)
    mail.record_rung(desk, [letter_id], LetterState.RETURNED, TODAY, note="Moved, left no address")
    assert address_state(desk, customer_id) == ("returned", TODAY)

    mail.withdraw_rungs(desk, [letter_id], why=WHY)

    assert address_state(desk, customer_id) == ("ok", None)


def test_a_mark_that_another_letter_made_stays(desk: Desk, clock: Clock, customer_id: int) -> None:
    first = approved(desk, customer_id).id
    posted(desk, first)
    clock.pass_by(days=1)
    second = approved(desk, customer_id).id
    printed(desk, second)
    tomorrow = TODAY + timedelta(days=1)
    mail.record_rung(desk, [second], LetterState.POSTED, tomorrow)
    for letter_id in (first, second):
        mail.record_rung(desk, [letter_id], LetterState.RETURNED, tomorrow)

    mail.withdraw_rungs(desk, [second], why=WHY)
    assert address_state(desk, customer_id)[0] == "returned"
    mail.withdraw_rungs(desk, [first], why=WHY)

    assert address_state(desk, customer_id)[0] == "ok"


def test_the_entry_in_the_timeline_is_withdrawn_with_it(desk: Desk, customer_id: int) -> None:
    letter_id = certified(desk, customer_id).id
    posted(desk, letter_id)
    mail.record_rung(desk, [letter_id], LetterState.DELIVERED, TODAY)

    mail.withdraw_rungs(desk, [letter_id], why=WHY)

    page = customers.customer_page(desk, customer_id)
    said = [f"{entry.title} {entry.detail} {entry.mark}" for entry in page.timeline]
    assert any('"delivered" withdrawn, posted again' in text for text in said)
    assert any("delivered on Fri, Nov 20, 2026 (withdrawn)" in text for text in said)
    assert any("withdrawn by entry" in text for text in said)


def test_there_must_be_a_rung_and_a_reason(desk: Desk, customer_id: int) -> None:
    letter_id = approved(desk, customer_id).id
    with pytest.raises(LetterRefusedError, match="nothing to withdraw"):
        mail.withdraw_rungs(desk, [letter_id], why=WHY)
    posted(desk, letter_id)
    with pytest.raises(EntryRefusedError, match="only with a reason"):
        mail.withdraw_rungs(desk, [letter_id], why="  ")
    assert mail.one_letter(desk, letter_id).state is LetterState.POSTED
