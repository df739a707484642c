"""Review and Decide, placements, settlements, surveys and the bundle, by keyboard."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.decisions_view import DecisionsView
from collections_desk.desktop.dialogs.bundle import BundleDialog
from collections_desk.desktop.dialogs.decision import DecisionDialog
from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.dialogs.placement import PlacementDialog
from collections_desk.desktop.dialogs.placement_entry import (
    PlacementEndDialog,
    PlacementEntryDialog,
)
from collections_desk.desktop.dialogs.survey import SurveyDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.reason_sheet import ReasonSheet
from collections_desk.operations import (
    contact,
    decisions,
    placement_entries,
    settlements,
    surveys,
)
from collections_desk.operations.desk import Desk
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle, wait_for
from tests.operations.contact_desk import add_payment
from tests.operations.ends_desk import decided, items_of, late_customer, usd
from tests.operations.mail_desk import TODAY
from tests.operations.test_surveys import sent_survey


@pytest.fixture
def customer_id(desk: Desk) -> int:
    """Give a customer 95 days past due."""
    return late_customer(desk)


@pytest.fixture
def clerk(
    desk: Desk, customer_id: int, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> Clerk:
    """Give the clerk on the screen Decisions."""
    del customer_id
    return Clerk(open_window(desk, "decisions"), qtbot)


def view(clerk: Clerk) -> DecisionsView:
    shown = clerk.window.view
    assert isinstance(shown, DecisionsView)
    return shown


def tab(clerk: Clerk, place: int) -> None:
    """Go to a tab with Ctrl+Tab, as in every tab bar."""
    for _ in range(place):
        tabs = view(clerk).tabs
        QTest.keyClick(tabs.tabBar(), Qt.Key.Key_Right)
        settle(clerk.qtbot, clerk.window)
    view(clerk).focus_first()


def choose_file(clerk: Clerk, name: str) -> None:
    """Answer the file dialog that is open."""
    wait_for(clerk.qtbot, lambda: _file_dialog() is not None)
    dialog = _file_dialog()
    assert dialog is not None
    dialog.close()
    dialog.fileSelected.emit(name)
    settle(clerk.qtbot, clerk.window)


def _file_dialog() -> QFileDialog | None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QFileDialog) and widget.isVisible():
            return widget
    return None


def kind(clerk: Clerk, wanted: type[QWidget]) -> QWidget:
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, wanted), dialog
    return dialog


def test_a_customer_is_decided_on_by_keyboard_and_leaves_the_list(
    clerk: Clerk, desk: Desk, customer_id: int
) -> None:
    assert view(clerk).reviews.list.rows_model.rowCount() == 1
    clerk.press("V")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, DecisionDialog)
    wait_for(clerk.qtbot, lambda: dialog.memo.page_count() == 1)

    clerk.press("Return")
    assert dialog.isVisible()
    assert "Say why" in dialog.message.text()
    dialog.reason.setFocus()
    clerk.type("They pay in installments by word of mouth")
    clerk.press("Return")
    clerk.back_in_the_window()

    (made,) = decisions.decisions_on(desk, customer_id)
    assert (made.kind, made.decided_by) == ("keep", "Cecily Chief")
    assert view(clerk).reviews.list.rows_model.rowCount() == 0
    assert view(clerk).reviews.empty.title() == "Nothing is to be decided"


def test_what_is_asked_follows_what_is_decided(clerk: Clerk) -> None:
    clerk.press("V")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, DecisionDialog)

    shown = {}
    for name in ("keep", "agency", "court", "settle", "write_off", "credit"):
        dialog.choose(name)
        shown[name] = (
            dialog.review.isVisibleTo(dialog),
            dialog.receiver.name.isVisibleTo(dialog),
            dialog.receiver.percent.isVisibleTo(dialog),
            dialog.amount.isVisibleTo(dialog),
            dialog.due.isVisibleTo(dialog),
        )
    assert shown == {
        "keep": (True, False, False, False, False),
        "agency": (False, True, True, False, False),
        "court": (False, True, False, False, False),
        "settle": (False, False, False, True, True),
        "write_off": (False, False, False, False, False),
        "credit": (False, False, False, True, False),
    }


def test_a_commission_that_is_no_number_is_said_and_nothing_recorded(
    clerk: Clerk, desk: Desk, customer_id: int
) -> None:
    clerk.press("V")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, DecisionDialog)
    dialog.choose("agency")
    dialog.receiver.percent.setFocus()
    clerk.type("a quarter")
    dialog.reason.setFocus()
    clerk.type("Nothing else helped")
    clerk.press("Return")

    assert "not a commission in percent" in dialog.message.text()
    assert decisions.decisions_on(desk, customer_id) == []


def test_an_agency_without_a_name_is_asked_for_and_nothing_recorded(
    clerk: Clerk, desk: Desk, customer_id: int
) -> None:
    clerk.press("V")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, DecisionDialog)
    dialog.choose("agency")
    dialog.reason.setFocus()
    clerk.type("Nothing else helped")
    clerk.press("Return")

    wait_for(
        clerk.qtbot,
        lambda: any("which agency" in one.text() for one in dialog.findChildren(InlineMessage)),
    )
    assert dialog.receiver.name.hasFocus()
    assert decisions.decisions_on(desk, customer_id) == []


def test_a_settlement_under_a_stop_flag_waits_for_a_sentence(
    clerk: Clerk, desk: Desk, customer_id: int
) -> None:
    contact.set_stop_flag(desk, customer_id, "ATTY", reason="Jo Day speaks for them")
    clerk.press("V")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, DecisionDialog)
    dialog.choose("settle")
    dialog.amount.edit.setFocus()
    clerk.type("600")
    dialog.due.edit.setFocus()
    clerk.type("12/15/2026")
    dialog.reason.setFocus()
    clerk.type("Half now is better than nothing")
    clerk.press("Return")

    wait_for(clerk.qtbot, lambda: dialog.question is not None)
    question = clerk.sees_dialog()
    assert isinstance(question, GuardsDialog)
    assert decisions.decisions_on(desk, customer_id) == []
    question.reasons["G-STOP-02"].setFocus()
    clerk.type("Jo Day asked for it in writing")
    question.go_button.setFocus()
    clerk.press("Space")
    wait_for(clerk.qtbot, lambda: bool(decisions.decisions_on(desk, customer_id)))
    clerk.back_in_the_window()

    (made,) = decisions.decisions_on(desk, customer_id)
    assert made.kind == "settle"
    assert len(settlements.standings(desk)) == 1


def test_a_marked_customer_is_placed_with_its_package(
    clerk: Clerk, desk: Desk, customer_id: int, tmp_path: Path
) -> None:
    clerk.press("P")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, PlacementDialog)
    wait_for(clerk.qtbot, lambda: "3 invoices go" in dialog.sums.text())
    clerk.type("Keystone Recovery LLC")
    dialog.receiver.percent.setFocus()
    clerk.type("25")
    clerk.press("Return")
    wait_for(clerk.qtbot, lambda: dialog.question is not None)
    assert dialog.question is not None
    (reason,) = dialog.question.reasons.values()
    reason.setFocus()
    clerk.type("They moved away and nobody could reach them")
    clerk.press("Return")
    choose_file(clerk, str(tmp_path / "package.zip"))
    clerk.back_in_the_window()

    (placement,) = placement_entries.all_placements(desk, customer_id)
    assert (placement.name, str(placement.commission_percent)) == ("Keystone Recovery LLC", "25")
    assert zipfile.is_zipfile(tmp_path / "package.zip")
    assert view(clerk).reviews.list.rows_model.rowCount() == 0
    assert view(clerk).placed.list.rows_model.rowCount() == 1


def placed(clerk: Clerk, tmp_path: Path) -> None:
    """Place the marked customer."""
    test_a_marked_customer_is_placed_with_its_package(
        clerk, clerk.window.desk, view(clerk).reviews.list.selected_rows()[0].customer_id, tmp_path
    )
    tab(clerk, 1)


def test_money_from_the_agency_is_entered_and_the_line_adds_up(
    clerk: Clerk, desk: Desk, customer_id: int, tmp_path: Path
) -> None:
    placed(clerk, tmp_path)
    clerk.press("Y")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, PlacementEntryDialog)
    clerk.type("400")
    clerk.press("Return")
    clerk.back_in_the_window()

    (placement,) = placement_entries.all_placements(desk, customer_id)
    assert (placement.recovered, placement.commission) == (usd(400), usd(100))
    assert view(clerk).placed.sums() == (
        "Placed $1,123.50, recovered $400.00, less commission $100.00 and costs $0.00: net $300.00"
    )
    assert [opened for _, opened, _ in items_of(desk, customer_id)] == [0, 34_900, 37_450]


def test_a_placement_is_recalled_only_with_a_reason(
    clerk: Clerk, desk: Desk, customer_id: int, tmp_path: Path
) -> None:
    placed(clerk, tmp_path)
    clerk.press("K")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, PlacementEndDialog)
    clerk.press("Return")
    assert "Say why" in dialog.message.text()
    dialog.why.setFocus()
    clerk.type("Nothing came of it in six months")
    clerk.press("Return")
    clerk.back_in_the_window()

    (placement,) = placement_entries.all_placements(desk, customer_id)
    assert placement.ended == "recalled"
    assert [line.why for line in view(clerk).reviews.list.rows_model.all_rows()] == [
        "95 days past due"
    ]


def test_a_settlement_is_closed_when_it_is_paid(
    clerk: Clerk, desk: Desk, customer_id: int
) -> None:
    decided(desk, customer_id, "settle", amount=usd(374, 50), due_on=TODAY)
    tab(clerk, 2)
    clerk.window.refresh()
    settle(clerk.qtbot, clerk.window)
    clerk.press("Y")
    box = QApplication.activeModalWidget()
    assert box is not None
    assert "of the agreed" in " ".join(str(child) for child in [box.property("text")])
    box.close()
    clerk.back_in_the_window()

    add_payment(desk, customer_id, items_of(desk, customer_id)[0][0], 37_450, TODAY)
    view(clerk).focus_first()
    clerk.press("Y")

    (standing,) = settlements.standings(desk)
    assert standing.state == "closed"
    assert {opened for _, opened, _ in items_of(desk, customer_id)} == {0}


def test_a_settlement_is_canceled_with_a_sentence(
    clerk: Clerk, desk: Desk, customer_id: int
) -> None:
    decided(desk, customer_id, "settle", amount=usd(374, 50), due_on=TODAY)
    tab(clerk, 2)
    clerk.window.refresh()
    settle(clerk.qtbot, clerk.window)
    clerk.press("K")
    kind(clerk, ReasonSheet)
    clerk.type("They want to pay it all after all")
    clerk.press("Return")
    clerk.back_in_the_window()

    (standing,) = settlements.standings(desk)
    assert standing.state == "cancelled"


def test_survey_answers_are_typed_in_with_six_keys(clerk: Clerk, desk: Desk) -> None:
    _, letter_id = sent_survey(desk, "Polite Partners")
    clerk.window.refresh()
    settle(clerk.qtbot, clerk.window)
    clerk.press("A")
    assert view(clerk).tabs.currentIndex() == 3
    kind(clerk, SurveyDialog)
    before = clerk.presses
    for key in ("5", "4", "0", "3", "1"):
        clerk.press(key)
    clerk.press("Return")
    assert clerk.presses - before == 6
    clerk.back_in_the_window()

    (answered,) = surveys.survey_page(desk).sent
    assert answered.letter_id == letter_id
    assert answered.answers == (5, 4, None, 3, 1)
    texts = [row.group for row in view(clerk).surveys.results.list.rows_model.all_rows()]
    assert texts == ["All", "unsorted"]


def test_the_bundle_is_asked_about_and_written(
    clerk: Clerk, desk: Desk, customer_id: int, tmp_path: Path
) -> None:
    clerk.window.open_customer(customer_id)
    settle(clerk.qtbot, clerk.window)
    clerk.press("B")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, BundleDialog)
    clerk.press("Return")
    assert "for whom" in dialog.message.text().lower()
    assert not dialog.notes.isChecked()
    assert not dialog.numbers.isChecked()
    dialog.recipient.setFocus()
    clerk.type("Ruiz & Partners")
    clerk.press("Alt+N")
    wait_for(clerk.qtbot, dialog.notes.isChecked)
    clerk.press("Return")
    question = kind(clerk, GuardsDialog)
    assert isinstance(question, GuardsDialog)
    question.reasons["G-KEEP-03"].setFocus()
    clerk.type("Our lawyer asked for the whole file")
    clerk.press("Return")
    choose_file(clerk, str(tmp_path / "acme.pdf"))
    wait_for(clerk.qtbot, (tmp_path / "acme.pdf").exists)
    settle(clerk.qtbot, clerk.window)

    assert (tmp_path / "acme.pdf").read_bytes().startswith(b"%PDF")


def test_decisions_stand_on_the_customer_page(clerk: Clerk, desk: Desk, customer_id: int) -> None:
    decided(desk, customer_id, "write_off")
    clerk.window.open_customer(customer_id)
    settle(clerk.qtbot, clerk.window)

    page = clerk.page.page
    lines = page.ends.list.rows_model.all_rows()
    assert [line.kind for line in lines].count("write_off") == 3
    assert page.tabs.tabText(6) == "Decisions (4)"
    titles = [entry.title for entry in page.facts.page.timeline] if page.facts else []
    assert "Decision: Write off" in titles


def test_a_write_off_and_a_decision_are_taken_back_with_a_sentence(
    clerk: Clerk, desk: Desk, customer_id: int
) -> None:
    before = items_of(desk, customer_id)
    decided(desk, customer_id, "write_off")
    clerk.window.open_customer(customer_id)
    settle(clerk.qtbot, clerk.window)
    page = clerk.page.page
    page.tabs.setCurrentWidget(page.ends)
    for _ in range(4):
        standing = [
            (line.kind, line.ref_id)
            for line in page.ends.list.rows_model.all_rows()
            if line.stands and (line.kind == "write_off" or line.document_sha256)
        ]
        page.ends.list.go_to(standing[0])
        page.ends.list.setFocus()
        clerk.press("Shift+V")
        kind(clerk, ReasonSheet)
        clerk.type("A check came after all")
        clerk.press("Return")
        clerk.back_in_the_window()

    assert items_of(desk, customer_id) == before
    newest, first = decisions.decisions_on(desk, customer_id)
    assert first.withdrawn_by == newest.id
    clerk.press("Shift+V")
    assert QApplication.activeModalWidget() is None


def test_every_button_names_its_key(clerk: Clerk) -> None:
    words = [one.text() for one in view(clerk).findChildren(QPushButton) if "(" in one.text()]
    keys = {f"({command.shortcut})" for command in view(clerk).commands()}
    assert all(text[text.index("(") :] in keys for text in words), words
    assert len(words) == 8
