"""The contact plans on the screen, changed by a clerk at the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.plans_view import CHECKS, READING, VERSIONS, PlansView
from collections_desk.desktop.reason_sheet import ReasonSheet
from collections_desk.operations.contact_plans import current_plans, plan_page
from collections_desk.operations.desk import Desk
from collections_desk.store.tables import CustomerRow
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle, wait_for
from tests.operations.contact_desk import add_invoice

OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def clerk(desk: Desk, open_window: OpenWindow, qtbot: QtBot) -> Clerk:
    """Give a clerk before the contact plans of an empty store."""
    return Clerk(open_window(desk, "plans"), qtbot)


def view_of(clerk: Clerk) -> PlansView:
    view = clerk.window.view
    assert isinstance(view, PlansView)
    return view


def ids(clerk: Clerk) -> list[str]:
    return [row.step.id for row in view_of(clerk).list.rows_model.shown_rows()]


def go_down(clerk: Clerk, times: int) -> None:
    for _ in range(times):
        clerk.press("Down")


def add_many(desk: Desk, count: int) -> int:
    """Add customers, and an invoice due on Nov 9 to number 2741; return its number."""
    with desk.database.write("test.many", "put customers in", now=desk.now()) as transaction:
        rows = [
            CustomerRow(name=f"Firm {n:04}", name_key=f"firm {n:04}", created_at=desk.now())
            for n in range(count)
        ]
        transaction.add_all(rows)
        transaction.flush()
        owing = rows[2741].id
    add_invoice(desk, owing, 120_000, date(2026, 11, 9))
    return owing


def save(clerk: Clerk, reason: str = "Our customers need more time") -> None:
    clerk.press("Ctrl+S")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ReasonSheet)
    dialog.activateWindow()
    wait_for(clerk.qtbot, dialog.why.hasFocus)
    clerk.type(reason)
    clerk.press("Return")
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)
    clerk.back_in_the_window()


def test_a_key_shows_the_plans_and_their_steps(
    desk: Desk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    clerk = Clerk(open_window(desk), qtbot)

    clerk.press("Ctrl+Shift+1")

    assert ids(clerk)[:3] == ["A1", "A2", "A3"]
    assert [view_of(clerk).plans.tabText(place)[0] for place in range(6)] == list("ABCDPF")
    assert view_of(clerk).list.hasFocus()


def test_the_arrow_keys_go_through_the_plans(clerk: Clerk) -> None:
    view_of(clerk).plans.setFocus()

    clerk.press("Right")
    clerk.press("Right")

    assert ids(clerk)[0] == "C1"
    assert "Paper trail" in view_of(clerk).standing.text()


def test_a_step_is_changed_and_saved_with_a_reason(clerk: Clerk, desk: Desk) -> None:
    view = view_of(clerk)
    go_down(clerk, 4)
    clerk.press("Return")
    assert view.form.offset.hasFocus()
    view.form.offset.selectAll()
    clerk.type("12")
    clerk.press("Escape")
    assert view.list.hasFocus()

    save(clerk)

    page = plan_page(desk, "A")
    assert page.plan.version == 1
    assert page.plan.step("A5").offset == 12
    assert page.versions[0].reason == "Our customers need more time"
    assert "Version 1, saved" in view.standing.text()
    assert not view.save_button.isEnabled()
    assert page.draft is None


def test_steps_are_added_moved_switched_and_removed_by_keys(clerk: Clerk, desk: Desk) -> None:
    view = view_of(clerk)
    go_down(clerk, 3)
    clerk.press("Ctrl+N")
    assert view.form.text.hasFocus()
    assert view.form.fault_at("text").startswith("A14 does not say what is done.")
    clerk.type("Ring the owner")
    assert view.form.fault_at("text") == ""
    clerk.press("Escape")
    assert ids(clerk)[3:6] == ["A4", "A14", "A5"]
    assert view.form.fault_at("offset") == ""  # seven days after the one before: day 14

    clerk.press("Ctrl+Shift+Down")
    assert ids(clerk)[4:6] == ["A5", "A14"]
    clerk.press("Space")
    assert not view.list.current_row().step.on  # type: ignore[union-attr]
    clerk.press("Space")
    clerk.press("Up")
    clerk.press("Delete")
    assert "A5" not in ids(clerk)
    save(clerk)

    plan = current_plans(desk).plans["A"]
    assert [step.id for step in plan.steps][3:6] == ["A4", "A14", "A6"]
    assert plan.step("A14").text == "Ring the owner"


def test_undo_takes_back_change_after_change(clerk: Clerk) -> None:
    before = ids(clerk)
    clerk.press("Ctrl+D")
    clerk.press("Ctrl+Shift+Down")
    clerk.window.message_bar.hide()

    clerk.press("Ctrl+Z")
    clerk.press("Ctrl+Z")

    assert ids(clerk) == before
    assert not view_of(clerk).save_button.isEnabled()


def test_a_plan_that_is_wrong_is_not_saved_and_the_cursor_goes_there(
    clerk: Clerk, desk: Desk
) -> None:
    view = view_of(clerk)
    go_down(clerk, 4)
    clerk.press("Return")
    view.form.offset.selectAll()
    clerk.type("3")
    assert "before the step that stands before it" in view.form.fault_at("offset")
    clerk.press("Escape")
    clerk.press("Home")

    clerk.press("Ctrl+S")

    assert QApplication.activeModalWidget() is None
    assert view.form.offset.hasFocus()
    assert view.list.current_row().step.id == "A5"  # type: ignore[union-attr]
    assert view.message.text().startswith("The plan is not saved: A5 is due 3 days")
    assert view.tabs.tabText(CHECKS).startswith("Checks (")
    assert current_plans(desk) == desk.resources.plans


def test_a_firm_step_too_early_is_said_and_can_be_saved(clerk: Clerk, desk: Desk) -> None:
    view = view_of(clerk)
    go_down(clerk, 4)
    clerk.press("Return")
    view.form.tone.setFocus()
    clerk.type("firm")
    assert view.form.tone.currentData() == "firm"
    assert "nothing firm is said in the first 30 days" in view.form.fault_at("tone")
    assert view.form.avoid.text().startswith("Avoid: several threats")

    save(clerk, "Agreed with the owner")

    assert current_plans(desk).plans["A"].step("A5").tone == "firm"


def test_checks_lead_to_their_fields(clerk: Clerk) -> None:
    view = view_of(clerk)
    clerk.press("Ctrl+N")
    clerk.press("Escape")
    clerk.press("Home")
    clerk.press("Ctrl+Shift+K")
    assert view.checks.list.hasFocus()
    first = view.checks.list.rows_model.shown_rows()[0]
    assert (first.step, first.field) == ("A14", "text")

    clerk.press("Home")
    clerk.press("Return")

    assert view.form.text.hasFocus()
    assert view.list.current_row().step.id == "A14"  # type: ignore[union-attr]


def test_a_name_that_is_there_already_is_refused_and_can_be_put_right(clerk: Clerk) -> None:
    view = view_of(clerk)
    assert not view.form.name.isEnabled()  # what was saved keeps its name
    clerk.press("Ctrl+N")
    view.form.name.setFocus()
    view.form.name.selectAll()
    clerk.type("A5")
    assert view.form.fault_at("id") == "A5 is there twice. Give one of the two another number."

    view.form.name.selectAll()
    clerk.type("A77")

    assert view.form.fault_at("id") == ""
    assert ids(clerk)[1] == "A77"


def test_what_is_half_changed_survives_the_end_of_the_program(
    clerk: Clerk, desk: Desk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    clerk.press("Ctrl+D")
    clerk.window.leave(close_store=False)

    again = Clerk(open_window(desk), qtbot)

    assert "A contact plan was not finished" in again.window.draft_notice.text()
    again.window.draft_notice.go_on.setFocus()
    again.press("Space")
    assert ids(again)[0] == "A2"
    assert view_of(again).message.text().startswith("What you changed on ")
    save(again)
    assert current_plans(desk).plans["A"].steps[0].id == "A2"


def test_each_plan_keeps_its_own_draft(clerk: Clerk) -> None:
    view = view_of(clerk)
    clerk.press("Ctrl+D")
    view.plans.setFocus()
    clerk.press("Right")
    assert ids(clerk)[0] == "B1"
    assert not view.save_button.isEnabled()

    clerk.press("Left")

    assert ids(clerk)[0] == "A2"
    assert view.save_button.isEnabled()


def test_discarding_shows_what_is_in_force_and_undo_brings_it_back(
    clerk: Clerk, desk: Desk
) -> None:
    view = view_of(clerk)
    clerk.press("Ctrl+D")
    view.back_button.setFocus()
    clerk.press("Space")
    assert ids(clerk)[0] == "A1"
    assert plan_page(desk, "A").draft is None

    clerk.window.setFocus()
    clerk.press("Ctrl+Z")

    assert ids(clerk)[0] == "A2"


def test_versions_are_compared_and_brought_back(clerk: Clerk, desk: Desk) -> None:
    view = view_of(clerk)
    clerk.press("Ctrl+D")
    save(clerk, "The first reminder is not wanted")
    clerk.press("Ctrl+Shift+V")
    assert view.tabs.currentIndex() == VERSIONS
    assert view.versions.words.toPlainText().startswith("Removed: A1. 7 days before")
    assert "The first reminder is not wanted" in view.versions.note.text()
    assert not view.versions.restore_button.isEnabled()  # it is the one in force

    clerk.press("Down")
    view.versions.what.setCurrentIndex(2)
    assert len(view.versions.words.toPlainText().splitlines()) == 13
    view.versions.restore_button.setFocus()
    clerk.press("Space")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ReasonSheet)
    dialog.activateWindow()
    wait_for(clerk.qtbot, dialog.why.hasFocus)
    clerk.type("It was wanted after all")
    clerk.press("Return")
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)
    settle(clerk.qtbot, clerk.window)

    assert ids(clerk)[0] == "A1"
    assert plan_page(desk, "A").plan.version == 2
    assert len(plan_page(desk, "A").versions) == 2


def test_a_plan_is_read_aloud_and_copied(clerk: Clerk) -> None:
    view = view_of(clerk)
    clerk.press("Ctrl+Shift+R")
    assert view.tabs.currentIndex() == READING

    clerk.press("Ctrl+Shift+C")

    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Contact plan A  Disorganized: Early reminders")
    assert len(lines) == 14
    assert lines[1].startswith("A1. 7 days before the due date: letter L01 by e-mail")
    assert "13 lines are on the clipboard" in clerk.window.message_bar.text()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen
def test_one_of_thousands_is_found_and_the_dates_follow_the_edit(
    desk: Desk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    owing = add_many(desk, 4_000)
    clerk = Clerk(open_window(desk, "plans"), qtbot)
    view = view_of(clerk)
    view.plans.setFocus()
    for _ in range(3):
        clerk.press("Right")
    assert view.panel.empty.isHidden()
    assert view.dates.panel.empty.title() == "When would each step come?"
    clerk.press("Ctrl+F")
    assert view.dates.picker.hasFocus()
    clerk.type("Firm 2741")
    popup = view.dates.picker.completer().popup()
    assert popup is not None
    wait_for(qtbot, popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    settle(qtbot, clerk.window)

    assert view.dates.picker.customer_id() == owing
    rows = {row.step.id: row for row in view.dates.list.rows_model.shown_rows()}
    assert rows["D2"].state == "next"
    assert rows["D3"].on == date(2026, 11, 27)
    assert view.dates.list.current_row().step.id == "D2"  # type: ignore[union-attr]
    model = view.dates.list.rows_model
    shown = [model.index(0, at).data() for at in range(model.columnCount())]
    assert shown[-1] == "Its day is over."
    shown = [model.index(1, at).data() for at in range(model.columnCount())]
    assert shown[2].startswith("since ")

    view.list.setFocus()
    clerk.press("Home")
    go_down(clerk, 2)
    view.form.offset.setFocus()
    view.form.offset.selectAll()
    clerk.type("18")
    wait_for(
        qtbot,
        lambda: any(
            row.step.id == "D3" and row.step.offset == 18 and row.on
            for row in view.dates.list.rows_model.shown_rows()
        ),
    )
    settle(qtbot, clerk.window)
    rows = {row.step.id: row for row in view.dates.list.rows_model.shown_rows()}
    assert (rows["D3"].step.offset, rows["D3"].on) == (18, date(2026, 11, 27))


def test_a_name_that_nobody_has_shows_no_dates(clerk: Clerk) -> None:
    clerk.press("Ctrl+F")

    clerk.type("nobody at all")

    assert view_of(clerk).dates.picker.customer_id() is None
    assert view_of(clerk).dates.list.rows_model.rowCount() == 0


def test_without_a_reason_nothing_is_saved(clerk: Clerk, desk: Desk) -> None:
    clerk.press("Ctrl+D")
    clerk.press("Ctrl+S")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ReasonSheet)
    dialog.activateWindow()
    wait_for(clerk.qtbot, dialog.why.hasFocus)

    clerk.press("Return")

    assert dialog.isVisible()
    assert "Say why in a sentence" in dialog.message.text()
    assert current_plans(desk) == desk.resources.plans


def test_a_plan_without_steps_says_how_to_begin(clerk: Clerk) -> None:
    view = view_of(clerk)
    view.plans.setFocus()
    for _ in range(5):
        clerk.press("Right")
    assert ids(clerk) == ["F1", "F2", "F3"]
    for _ in range(3):
        clerk.press("Ctrl+D")

    assert view.panel.empty.title() == "This plan has no step"
    assert not view.form.text.isEnabled()
    clerk.press("Ctrl+N")
    assert ids(clerk) == ["F4"]
