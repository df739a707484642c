"""Letters and files for the tests of the mail, import and report screens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.guards import Confirmed
from collections_desk.domain.letters import Letter, LetterState
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist
from tests.desktop.waiting import settle, wait_for

#: The states of a letter that is still in the office.
WAITING = frozenset({LetterState.DRAFT, LetterState.APPROVED, LetterState.PRINTED})
HEADINGS = "Customer,Invoice,Date,Due date,Amount,Open balance"


def with_check_digit(digits: str) -> str:
    """Return the digits with the check digit that USPS asks for."""
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))
    )
    return digits + str(-total % 10)


def article_number(serial: int) -> str:
    """Return an article number that passes; no such form exists."""
    return with_check_digit(f"94073000000000000{serial:04}")


def overdue_customers(desk: Desk) -> list[int]:
    """Return customers with something past due, the longest overdue first."""
    lines = [line for line in worklist(desk) if line.days_past_due > 35 and line.overdue]
    lines.sort(key=lambda line: (-line.days_past_due, line.customer_id))
    return [line.customer_id for line in lines]


def ready_draft(desk: Desk, customer_id: int, letter_type: str = "L02") -> Letter:
    """Draft a letter from which nothing is missing."""
    draft = mail.draft_letter(desk, customer_id, letter_type)
    if any(problem.field in {"consequence", "intended_on"} for problem in draft.problems):
        options = replace(
            draft.letter.options,
            consequence="We will place the account with an outside agency.",
            intended_on=date(2026, 12, 15),
            authorized_by="M. Keller",
        )
        draft = mail.save_letter_draft(desk, draft.letter.id, options=options)
    return draft.letter


def approved(desk: Desk, customer_id: int, letter_type: str = "L02") -> Letter:
    """Draft and approve a letter, with a reason for every guard that asks."""
    letter = ready_draft(desk, customer_id, letter_type)
    findings = mail.examine_letter(desk, letter.id)
    reasons = {
        finding.guard: Confirmed("The customer asked for this letter") for finding in findings
    }
    return mail.approve_letter(desk, letter.id, reasons=reasons)


def letters_that_can_go(desk: Desk, count: int, letter_type: str = "L02") -> list[Letter]:
    """Approve letters to the first customers for whom nothing stands in the way."""
    made: list[Letter] = []
    for customer_id in overdue_customers(desk):
        if any(one.state in WAITING for one in mail.letters_for(desk, customer_id)):
            continue  # one letter a customer
        draft = ready_draft(desk, customer_id, letter_type)
        if mail.open_draft(desk, draft.id).problems or mail.examine_letter(desk, draft.id):
            mail.cancel_letter(desk, draft.id, why="not for this test")
            continue
        made.append(mail.approve_letter(desk, draft.id))
        if len(made) == count:
            return made
    message = f"the sample has only {len(made)} customers for {letter_type}"
    raise AssertionError(message)


def write_items(folder: Path, name: str, *rows: str) -> Path:
    """Write a file of open items as a spreadsheet program would."""
    path = folder / name
    path.write_text("\r\n".join([HEADINGS, *rows, ""]), encoding="utf-8")
    return path


def open_dialog(kind: type[QDialog]) -> QDialog | None:
    """Return the open dialog of a kind."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, kind) and widget.isVisible():
            return widget
    return None


def wait_for_dialog(qtbot: QtBot, kind: type[QDialog]) -> QDialog:
    """Wait until a dialog of a kind is there and has the keyboard."""
    wait_for(qtbot, lambda: open_dialog(kind) is not None)
    dialog = open_dialog(kind)
    assert dialog is not None
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    return dialog


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key where the focus is, and wait until the window rests."""
    all_modifiers = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        all_modifiers |= modifier
    target: QWidget = QApplication.focusWidget() or window
    qtbot.keyClick(target, key, all_modifiers)
    settle(qtbot, window)


def focused() -> QWidget:
    """Return the widget that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
