"""Steps by keyboard: done, skipped with a reason; what another category changes; repeats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_desk.desktop.dialogs.category import CategoryDialog
from collections_desk.desktop.dialogs.step import SkipStepDialog, StepDoneDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.customers import Category
from collections_desk.operations.desk import Desk
from collections_desk.operations.plan_moves import plan_moves
from collections_desk.operations.worklist import worklist_line
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import wait_for
from tests.operations.contact_desk import TODAY, add_customer, add_invoice, add_payment
from tests.operations.mail_desk import write_settings


@pytest.fixture
def customer(desk: Desk) -> int:
    write_settings(desk)
    customer = add_customer(desk)
    add_invoice(desk, customer, 120_000, TODAY - timedelta(days=20))
    return customer


@pytest.fixture
def clerk(
    desk: Desk, customer: int, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> Clerk:
    return Clerk(open_window(desk), qtbot)


def step_of(desk: Desk, customer: int) -> str | None:
    action = worklist_line(desk, customer).next_action
    return action.step if action else None


def closed(clerk: Clerk) -> None:
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)
    clerk.back_in_the_window()


def test_k_skips_the_step_of_the_chosen_line_with_a_reason(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    assert clerk.worklist.table.hasFocus()
    clerk.press("K")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, SkipStepDialog)
    clerk.press("Return")
    assert "Say why" in dialog.message.text()
    assert step_of(desk, customer) == "D2"

    clerk.type("They pay by the tenth of each month")
    clerk.press("Return")
    closed(clerk)

    assert step_of(desk, customer) == "D3"
    assert clerk.worklist.table.rows_model.shown_rows() == []  # it is due in a week


def test_shift_k_says_that_the_step_is_done(clerk: Clerk, desk: Desk, customer: int) -> None:
    clerk.press("Return")
    clerk.press("Shift+K")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, StepDoneDialog)
    clerk.type("sent from my own mail program")
    clerk.press("Return")
    closed(clerk)

    assert step_of(desk, customer) == "D3"
    assert "D3" not in clerk.worklist.page.next_card.mark.text()


def test_the_category_shows_what_it_changes_before_it_is_decided(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    moves = plan_moves(desk, customer)
    clerk.press("G")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, CategoryDialog)
    wait_for(clerk.qtbot, lambda: "next" in dialog.preview.text().casefold())
    seen = {}
    for category in Category:
        dialog.choices[category].setChecked(True)
        seen[category] = dialog.preview.text()

    assert seen == {one: "\n".join(move.words) for one, move in moves.items()}
    assert "Then next: Call: what can be paid today" in seen[Category.STRUGGLING]
    assert step_of(desk, customer) == "D2"  # nothing is decided yet
    clerk.press("Escape")


def test_the_third_time_is_seen_at_a_glance(clerk: Clerk, desk: Desk, customer: int) -> None:
    for start in (400, 300):
        ident = add_invoice(desk, customer, 1_000 + start, TODAY - timedelta(days=start))
        add_payment(desk, customer, ident, 1_000 + start, TODAY - timedelta(days=start - 50))
    clerk.press("F5")
    line = clerk.worklist.table.rows_model.shown_rows()[0]
    assert line.why.startswith("3rd time late: 20 days past due")
    clerk.press("Return")

    head = clerk.worklist.page.head
    assert head.standing.isVisible()
    assert head.standing.text() == "Late for the 3rd time"


def test_who_was_never_late_before_bears_no_mark(clerk: Clerk) -> None:
    clerk.press("Return")

    assert not clerk.worklist.page.head.standing.isVisible()
