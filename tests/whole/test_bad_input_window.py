"""Bad input typed in the window: the sentence is read on the screen and nothing is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from collections_desk.desktop.dialogs.charges import ChargesDialog
from collections_desk.desktop.dialogs.payment_plan import PaymentPlanDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.reason_sheet import ReasonSheet
from collections_desk.operations.desk import Desk
from collections_desk.store.audit_log import events
from tests.clock import Clock
from tests.whole.keys import Keys
from tests.whole.test_bad_input import CARD, customer, dump, opened_as_the_program_does

__all__ = ["customer"]


@pytest.fixture
def keys(desk: Desk, customer: int, open_window: Callable[..., MainWindow], qtbot: QtBot) -> Keys:
    window = open_window(desk)
    window.open_customer(customer)
    keys = Keys(window, qtbot)
    keys.rest()
    return keys


def types_an_old_promise(keys: Keys) -> None:
    keys.press("R")
    keys.sees(QDialog)
    keys.write("1000 11/19/2026")
    keys.press("Return")


def types_a_plan_that_is_short(keys: Keys) -> None:
    keys.press("Shift+P")
    sheet = keys.sees(PaymentPlanDialog)
    assert isinstance(sheet, PaymentPlanDialog)
    sheet.fields.schedule.amounts[-1].edit.setFocus()
    keys.press("Ctrl+A")
    keys.write("1.00")
    keys.press("Tab", "Alt+O")


def types_a_card_number(keys: Keys) -> None:
    keys.press("Y")
    keys.sees(QDialog)
    keys.write("50")
    keys.press("Alt+N")
    keys.write(CARD)
    keys.press("Alt+R")


def disputes_too_much(keys: Keys) -> None:
    keys.press("D")
    keys.sees(QDialog)
    keys.write("D02")
    keys.press("Alt+A")
    keys.write("1000.01")
    keys.press("Ctrl+Return")


def charges_without_a_basis(keys: Keys) -> None:
    keys.press("I")
    sheet = keys.sees(ChargesDialog)
    keys.reads("until the settings say the contract clause")
    assert isinstance(sheet, ChargesDialog)
    assert not sheet.deed_button.isEnabled()


def types_sales_of_minus_one(keys: Keys) -> None:
    keys.press("Ctrl+9", "Alt+3")
    keys.fill("Month", "10/2026")
    keys.fill("Sales", "-1")
    keys.press("Return")


TYPED: list[tuple[Callable[[Keys], None], str]] = [
    (types_an_old_promise, "November 19, 2026 is in the past"),
    (types_a_plan_that_is_short, "less than the balance"),
    (types_a_card_number, "looks like the number of a card"),
    (disputes_too_much, "$1,000.00"),
    (charges_without_a_basis, "until the settings say the contract clause"),
    (types_sales_of_minus_one, "below zero"),
]


@pytest.mark.parametrize(("hands", "said"), TYPED, ids=lambda one: getattr(one, "__name__", ""))
def test_the_window_says_it_and_writes_nothing(
    keys: Keys, desk: Desk, hands: Callable[[Keys], None], said: str
) -> None:
    before = dump(desk)

    hands(keys)

    keys.reads(said)
    assert dump(desk) == before


def test_the_window_says_that_the_clock_was_set_back_and_takes_the_answer(
    desk: Desk, customer: int, clock: Clock, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    clock.pass_by(days=-3)
    keys = Keys(open_window(opened_as_the_program_does(desk)), qtbot)
    keys.sees(QMessageBox)
    keys.reads("but the last entry was recorded on November 20, 2026")
    keys.press("Escape")
    keys.back_in_the_window()
    before = dump(desk)
    keys.window.open_customer(customer)
    keys.rest()
    keys.press("M")
    keys.sees(QDialog)
    keys.write("Called back")
    keys.press("Alt+S")
    keys.reads("clock of this computer")
    assert dump(desk) == before

    keys.press("Escape")
    keys.back_in_the_window()
    keys.press("Ctrl+6", "Ctrl+Shift+T")
    keys.sees(ReasonSheet)
    keys.write("It stood in the future on Friday")
    keys.press("Alt+G")
    keys.back_in_the_window()
    keys.until(lambda: dump(desk) != before)
    with desk.database.read() as session:
        (newest, *_) = events(session)
    assert newest.kind == "clock.confirmed"
