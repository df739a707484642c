"""Disputes, holds and stop flags by keyboard on the encrypted sample store."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_desk.desktop.agreements_view import AgreementsView
from collections_desk.desktop.dialogs.dispute import DisputeDialog
from collections_desk.desktop.dialogs.dispute_work import DisputeWorkDialog
from collections_desk.desktop.dialogs.hold import HoldDialog
from collections_desk.desktop.dialogs.stop_done import StopDone
from collections_desk.desktop.disputes_tab import DisputesTab
from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.customer_page import CustomerPage
from collections_desk.domain.letters import LetterState
from collections_desk.operations import customers, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.dispute_lists import disputes_to_work_on, listed_disputes
from tests.desktop.clerk import Clerk
from tests.desktop.test_customer_view import busy_customer, open_page
from tests.desktop.waiting import settle, wait_for

Open = Callable[..., MainWindow]


@pytest.fixture
def clerk(sample_window: MainWindow, qtbot: QtBot) -> Clerk:
    return Clerk(sample_window, qtbot)


def read(desk: Desk, customer_id: int) -> CustomerPage:
    return customers.customer_page(desk, customer_id)


def _filled(tab: DisputesTab) -> bool:
    return bool(tab.list.rows_model.all_rows())


def no_dialog(clerk: Clerk) -> None:
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)
    clerk.back_in_the_window()


def choose(clerk: Clerk, box: object, data: object) -> None:
    """Turn a box by the arrow keys until it shows an entry."""
    box.setFocus()  # type: ignore[attr-defined]
    clerk.press("Home")
    for _ in range(box.count()):  # type: ignore[attr-defined]
        if box.currentData() == data:  # type: ignore[attr-defined]
            return
        clerk.press("Down")
    raise AssertionError(data)


def test_two_lines_of_one_complaint(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = busy_customer(sample_desk)
    before = {one.id for one in read(sample_desk, customer_id).disputes}
    open_page(clerk, customer_id)
    clerk.press("D")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, DisputeDialog)

    clerk.type("D02")
    clerk.press("Tab")
    clerk.type("10")
    clerk.press("Alt+N")
    wait_for(clerk.qtbot, lambda: dialog.lines.count() == 1)
    dialog.code.setFocus()
    clerk.type("D15")
    clerk.press("Tab")
    clerk.type("5.50")
    dialog.line.setFocus()
    clerk.type("freight")
    clerk.press("Alt+O")
    no_dialog(clerk)

    made = [one for one in read(sample_desk, customer_id).disputes if one.id not in before]
    assert sorted((one.code, one.amount.minor, one.line) for one in made) == [
        ("D02", 10_00, ""),
        ("D15", 5_50, "freight"),
    ]


def test_more_than_is_open_is_marked_and_nothing_is_lost(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = busy_customer(sample_desk)
    before = len(read(sample_desk, customer_id).disputes)
    open_page(clerk, customer_id)
    clerk.press("D")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, DisputeDialog)
    clerk.type("D02")
    clerk.press("Tab")
    clerk.type("99999999")
    clerk.press("Alt+O")

    wait_for(clerk.qtbot, lambda: bool(dialog.message.text()))
    assert dialog.isVisible()
    assert dialog.amount.edit.text().startswith("99")
    assert len(read(sample_desk, customer_id).disputes) == before


def test_a_dispute_is_decided_with_a_credit(
    clerk: Clerk, sample_desk: Desk, tmp_path: Path
) -> None:
    one = next(line.dispute for line in listed_disputes(sample_desk) if line.dispute.is_open)
    before = next(
        item.open
        for item in read(sample_desk, one.customer_id).invoices
        if item.id == one.invoice_id
    )
    open_page(clerk, one.customer_id)
    clerk.press("Shift+D")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, DisputeWorkDialog)
    settle(clerk.qtbot, clerk.window)
    assert "passed" in dialog.clock.text() or "late" in dialog.clock.text()
    dialog.which.setCurrentIndex(dialog.which.findData(one.id))
    paper = tmp_path / "note.txt"
    paper.write_text("signed for", encoding="utf-8")
    dialog.papers.setCurrentRow(dialog.papers.count() - 1)
    dialog.attach(paper)
    settle(clerk.qtbot, clerk.window)
    assert dialog.papers.item(dialog.papers.count() - 1).checkState() is Qt.CheckState.Checked

    choose(clerk, dialog.state, "decided_for_customer")
    clerk.press("Return")
    assert "in a sentence why" in dialog.message.text()
    clerk.type("The folding was not done.")
    clerk.press("Alt+C")
    wait_for(clerk.qtbot, dialog.credit.isChecked)
    clerk.press("Alt+S")
    no_dialog(clerk)

    page = read(sample_desk, one.customer_id)
    decided = next(line for line in page.disputes if line.id == one.id)
    assert (decided.state, decided.finding) == (
        "decided_for_customer",
        "The folding was not done.",
    )
    assert decided.credited
    left = {item.id: item.open.minor for item in page.invoices}.get(one.invoice_id, 0)
    assert left == before.minor - one.amount.minor
    line = next(
        line
        for line in disputes_to_work_on(sample_desk, one.customer_id)
        if line.dispute.id == one.id
    )
    assert any(name.endswith("note.txt") for name in line.papers)


def test_a_customer_without_a_dispute_is_told_so(clerk: Clerk, sample_desk: Desk) -> None:
    disputing = {line.dispute.customer_id for line in listed_disputes(sample_desk)}
    calm = next(one for one in range(1, 119) if one not in disputing)
    open_page(clerk, calm)
    clerk.press("Shift+D")
    dialog = clerk.sees_dialog()
    settle(clerk.qtbot, clerk.window)

    assert isinstance(dialog, DisputeWorkDialog)
    assert "no dispute" in dialog.clock.text()
    assert not dialog.deed_button.isEnabled()


def test_the_tab_shows_the_worst_first_in_red_and_again_after_a_restart(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    for _ in range(2):  # the second window is the next morning
        window = open_window(sample_desk, "agreements")
        clerk = Clerk(window, qtbot)
        view = window.view
        assert isinstance(view, AgreementsView)
        while not isinstance(view.part, DisputesTab):
            clerk.press("Ctrl+PageDown")
        tab = view.part
        wait_for(qtbot, partial(_filled, tab))
        rows = tab.list.rows_model.shown_rows()
        assert [row.reading.late for row in rows] == sorted(
            (row.reading.late for row in rows), reverse=True
        )
        assert rows[0].reading.word == "past_limit"
        column = tab.list.rows_model.columns[0]
        assert "Limit passed" in column.text(rows[0])
        assert column.color is not None
        assert column.color(rows[0]) is not None
        assert "overdue" in tab.panel.sums()
    tab.list.setFocus()
    clerk.press("Shift+D")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, DisputeWorkDialog)
    settle(qtbot, window)
    assert dialog.which.currentData() == rows[0].dispute.id


def test_an_invoice_is_put_on_hold_and_shown_so(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = busy_customer(sample_desk)
    open_page(clerk, customer_id)
    item = next(one for one in read(sample_desk, customer_id).invoices if one.days_past_due)
    clerk.press("H")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, HoldDialog)
    choose(clerk, dialog.scope, ("invoice", str(item.id)))
    clerk.press("Alt+R")
    clerk.type("sales sorts it out")
    clerk.press("Return")
    no_dialog(clerk)

    page = read(sample_desk, customer_id)
    assert page.on_hold
    hold = next(one for one in page.holds if one.scope == "invoice")
    panel = clerk.page.page
    column = panel.holds.list.rows_model.columns[2]
    assert column.text(hold) == f"Invoice {item.number}"


def test_a_bankruptcy_shows_what_it_cancels_before_and_after(
    clerk: Clerk, sample_desk: Desk
) -> None:
    drafts = mail.mail_lists(sample_desk)[LetterState.DRAFT]
    waiting = drafts[0]
    open_page(clerk, waiting.customer_id)
    clerk.press("H")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, HoldDialog)
    choose(clerk, dialog.what, ("flag", "BKY"))
    settle(clerk.qtbot, clerk.window)
    assert waiting.ref in dialog.cancels.toPlainText()
    clerk.press("Alt+R")
    clerk.type("notice of the court")
    clerk.press("Alt+F")
    clerk.type("12/31/2026")
    clerk.press("Alt+S")
    wait_for(clerk.qtbot, lambda: "right first" in dialog.message.text())
    assert mail.one_letter(sample_desk, waiting.letter_id).state is LetterState.DRAFT

    filed = dialog.asked["filed_on"]
    filed.edit.clear()  # type: ignore[union-attr]
    clerk.press("Alt+F")
    clerk.type("11/16/2026")
    clerk.press("Tab")
    wait_for(clerk.qtbot, lambda: not dialog.is_reading)
    clerk.press("Alt+S")
    wait_for(clerk.qtbot, lambda: isinstance(QApplication.activeModalWidget(), StopDone))
    told = QApplication.activeModalWidget()
    assert isinstance(told, StopDone)
    assert waiting.ref in told.text.toPlainText()
    clerk.press("Return")
    no_dialog(clerk)

    assert mail.one_letter(sample_desk, waiting.letter_id).state is LetterState.CANCELLED
    clerk.press("H")
    second = clerk.sees_dialog()
    assert isinstance(second, HoldDialog)
    flag = next(one for one in read(sample_desk, waiting.customer_id).holds if one.flag == "BKY")
    choose(clerk, second.what, ("lift", str(flag.id)))
    assert "not revived" in second.does.text()
    clerk.press("Alt+R")
    clerk.type("case dismissed")
    clerk.press("Return")
    no_dialog(clerk)
    assert "stays canceled" in clerk.window.message_bar.text()
    assert mail.one_letter(sample_desk, waiting.letter_id).state is LetterState.CANCELLED
