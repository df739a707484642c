"""The deed that stands out on the customer page, and the letter that W begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations import contact
from collections_desk.operations.customer_changes import end_customer
from collections_desk.operations.desk import Desk
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle
from tests.operations.contact_desk import TODAY, add_customer, add_invoice


@pytest.fixture
def customer(desk: Desk) -> int:
    """Give a customer whose plan asks for a letter."""
    made = add_customer(desk)
    add_invoice(desk, made, 40_000, TODAY - timedelta(days=12))
    return made


@pytest.fixture
def clerk(
    desk: Desk, customer: int, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> Clerk:
    return Clerk(open_window(desk), qtbot)


def stands_out(clerk: Clerk, customer: int) -> list[str]:
    """Return the buttons that are dressed as the one to press."""
    clerk.window.open_customer(customer)
    clerk.window.refresh()
    settle(clerk.qtbot, clerk.window)
    made = clerk.page.deeds.buttons
    assert made is not None
    shown = {name for name, button in made.buttons.items() if not button.isHidden()}
    assert shown >= {"call", "no_answer", "letter", "promise", "note"}
    return [name for name, button in made.buttons.items() if button.property("role") == "primary"]


def test_the_deed_that_is_next_stands_out_and_no_other(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    assert stands_out(clerk, customer) == ["letter"]

    contact.add_note(desk, customer, "Ask.", next_action="Call Dana back", next_on=TODAY)
    assert stands_out(clerk, customer) == ["call"]

    contact.set_stop_flag(desk, customer, "BKY", reason="Chapter 7, case 26-1234")
    assert stands_out(clerk, customer) == []


def test_a_closed_customer_has_nothing_that_stands_out(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    end_customer(desk, customer, "placed", why="The agency has it.")
    assert stands_out(clerk, customer) == []


def test_w_begins_the_letter_that_was_planned_by_name(
    clerk: Clerk, desk: Desk, customer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[int, str | None]] = []
    monkeypatch.setattr(
        clerk.window, "start_letter", lambda who, what=None: begun.append((who, what))
    )
    contact.add_note(desk, customer, "Ask.", next_action="Send L05 now", next_on=TODAY)
    clerk.window.refresh()
    settle(clerk.qtbot, clerk.window)

    clerk.press("W")  # from the list, with no page open
    clerk.press("Return")
    clerk.press("W")

    assert begun == [(customer, "L05"), (customer, "L05")]
