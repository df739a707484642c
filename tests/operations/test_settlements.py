"""Settlements: agreed, paid in time or not, and what is written then."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest

from collections_desk.errors import EntryRefusedError
from collections_desk.operations import contact, settlements
from collections_desk.operations.desk import Desk
from collections_desk.store.balances import ledger_entries
from tests.operations.contact_desk import add_payment
from tests.operations.ends_desk import decided, items_of, late_customer, usd
from tests.operations.mail_desk import TODAY

DUE = TODAY + timedelta(days=10)


def agreed(desk: Desk) -> tuple[int, int]:
    """Settle $1,123.50 for $600; return customer and settlement."""
    customer_id = late_customer(desk)
    made = decided(desk, customer_id, "settle", amount=usd(600), due_on=DUE)
    assert made.settlement_id is not None
    return customer_id, made.settlement_id


def state(desk: Desk, days: int = 0) -> str:
    """Return how the only settlement stands so many days from now."""
    (standing,) = settlements.standings(desk, today=TODAY + timedelta(days=days))
    return standing.state


def test_it_runs_until_its_day_and_the_grace_and_then_it_failed(desk: Desk) -> None:
    agreed(desk)

    # Monday, November 30 is the day; the grace is one business day.
    assert [state(desk, days) for days in (0, 10, 11, 12)] == [
        "running", "running", "running", "failed",
    ]  # fmt: skip


def test_paid_in_time_the_rest_is_written_as_a_settlement(desk: Desk) -> None:
    customer_id, settlement_id = agreed(desk)
    (first, *_) = items_of(desk, customer_id)
    add_payment(desk, customer_id, first[0], 37_450, TODAY)
    assert state(desk) == "running"
    add_payment(desk, customer_id, items_of(desk, customer_id)[1][0], 22_550, TODAY)
    assert state(desk) == "paid"

    settlements.close_as_paid(desk, settlement_id)

    assert {opened for _, opened, _ in items_of(desk, customer_id)} == {0}
    with desk.database.read() as session:
        given_up = [e for e in ledger_entries(session, customer_id) if e.kind == "settlement"]
    assert sum(-entry.amount.minor for entry in given_up) == 112_350 - 60_000
    assert state(desk) == "closed"
    with pytest.raises(EntryRefusedError, match="has ended already"):
        settlements.close_as_paid(desk, settlement_id)


def test_money_that_comes_too_late_leaves_the_whole_debt(desk: Desk) -> None:
    customer_id, settlement_id = agreed(desk)
    late = TODAY + timedelta(days=13)
    for ident, opened, _ in items_of(desk, customer_id)[:2]:
        add_payment(desk, customer_id, ident, opened, late)

    assert state(desk, 14) == "failed"
    with pytest.raises(EntryRefusedError, match=r"\$0.00 of the agreed \$600.00"):
        settlements.close_as_paid(desk, settlement_id)
    assert items_of(desk, customer_id)[2][1] == 37_450


def test_it_cannot_fail_before_its_day_but_can_be_canceled(desk: Desk) -> None:
    _, settlement_id = agreed(desk)

    with pytest.raises(EntryRefusedError, match="runs until"):
        settlements.end_unpaid(desk, settlement_id, "failed", why="no hope")
    settlements.end_unpaid(desk, settlement_id, "cancelled", why="agreed with them by phone")

    assert state(desk) == "cancelled"


def test_a_second_one_is_refused_while_the_first_runs(desk: Desk) -> None:
    customer_id, _ = agreed(desk)

    with pytest.raises(EntryRefusedError, match="A settlement runs"):
        decided(desk, customer_id, "settle", amount=usd(500), due_on=DUE)


def test_the_confirmation_is_one_page_beside_the_customer(desk: Desk) -> None:
    customer_id, settlement_id = agreed(desk)

    (paper,) = contact.attachments(desk, customer_id)
    kept = contact.read_document(desk, paper.sha256).content
    assert kept == settlements.confirmation(desk, settlement_id)
    with pypdfium2.PdfDocument(kept) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_bounded()
    for said in ("$600.00", "$523.50", "$1,123.50", "November 30, 2026"):
        assert said in text
