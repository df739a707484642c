"""The rules by keyboard: found, switched with a reason, looked over, and what they did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.rules_sheets import ReviewSheet, SwitchSheet
from collections_desk.desktop.rules_view import RulesView
from collections_desk.domain.settings import Business
from collections_desk.operations import contact, preferences, rules
from collections_desk.operations.desk import Desk
from tests.clock import Clock
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle
from tests.operations.contact_desk import add_customer, entry

Open = Callable[[Desk], MainWindow]


@pytest.fixture
def clerk(desk: Desk, open_window: Open, qtbot: QtBot) -> Clerk:
    settings = replace(desk.settings(), clerk="Anna Clerk", business=Business(name="Harbor"))
    preferences.change_settings(desk, settings)
    customer = add_customer(desk)
    contact.log_call(
        desk,
        entry(desk, customer, "RPN", identity_checked=False),
        reasons={"G-ID-01": "Known voice."},
    )
    made = Clerk(open_window(desk), qtbot)
    made.press("Ctrl+Shift+2")
    return made


def shown(clerk: Clerk) -> RulesView:
    view = clerk.window.view
    assert isinstance(view, RulesView)
    return view


def find(clerk: Clerk, words: str) -> RulesView:
    view = shown(clerk)
    clerk.press("Ctrl+F")
    clerk.type(words)
    return view


def test_all_guards_stand_in_the_list_with_what_they_did(clerk: Clerk, desk: Desk) -> None:
    view = shown(clerk)
    assert len(view.guards.list.rows_model.all_rows()) == len(desk.resources.guards)
    assert f"of {len(desk.resources.guards)} guards stand" in view.guards.sums()
    assert not view.banner.isVisible()

    find(clerk, "identity check")
    clerk.press("Tab")
    assert [one.rule.id for one in view.guards.list.rows_model.shown_rows()] == ["G-ID-01"]
    (event,) = view.events.list.rows_model.all_rows()
    assert (event.customer_name, event.decision) == ("Dana Diner", "overridden")


def test_the_list_names_the_source_of_every_guard(clerk: Clerk, desk: Desk) -> None:
    model = shown(clerk).guards.list.rows_model
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    source = heads.index("Source")
    texts = {model.index(row, source).data() for row in range(model.rowCount())}

    assert {rule.source for rule in desk.resources.guards.values()} == texts
    for rule in desk.resources.guards.values():
        # A chapter of a book that the clerk does not have is no source.
        assert "section" not in f"{rule.source} {rule.does} {rule.trigger}".casefold(), rule.id


def test_enter_leads_from_a_firing_to_its_customer(clerk: Clerk) -> None:
    view = find(clerk, "G-ID-01")
    view.guards.list.setFocus()
    clerk.press("Return")
    assert view.events.list.hasFocus()
    clerk.press("Return")
    assert clerk.window.view_id == "customer"


def test_a_guard_of_the_law_goes_off_with_a_sentence_only(clerk: Clerk, desk: Desk) -> None:
    view = find(clerk, "G-TIME-01")
    clerk.press("Ctrl+Shift+W")
    sheet = clerk.sees_dialog()
    assert isinstance(sheet, SwitchSheet)
    assert "12 CFR 1006.6" in sheet.remark.text()
    clerk.press("Return")
    assert sheet.message.text() == "Say in a sentence why it is switched off."
    assert desk.resources.guards["G-TIME-01"].on

    clerk.type("Counsel said so on Nov 3.")
    clerk.press("Return")
    settle(clerk.qtbot, clerk.window)
    (line,) = view.guards.list.rows_model.shown_rows()
    assert not line.rule.on
    assert line.switch is not None
    assert line.switch.reason == "Counsel said so on Nov 3."
    assert "&On" in view.switch_button.text()


def test_what_guards_the_record_cannot_be_switched(clerk: Clerk) -> None:
    view = find(clerk, "G-KEEP-04")
    assert not view.switch_button.isEnabled()
    clerk.press("Ctrl+Shift+W")
    assert "always stands" in clerk.window.message_bar.text()


def test_old_tables_are_told_and_a_review_quiets_them(
    clerk: Clerk, desk: Desk, clock: Clock
) -> None:
    clock.pass_by(days=400)
    clerk.window.refresh()
    settle(clerk.qtbot, clerk.window)
    view = shown(clerk)
    count = len(desk.resources.rule_tables)
    assert view.banner.isVisible()
    assert (
        f"{count} tables were last looked over more than 365 days ago" in view.banner_text.text()
    )

    clerk.press("Ctrl+Shift+R")
    sheet = clerk.sees_dialog()
    assert isinstance(sheet, ReviewSheet)
    clerk.type("Read against the sources.")
    sheet.deed_button.setFocus()
    clerk.press("Space")
    settle(clerk.qtbot, clerk.window)
    assert f"{count - 1} tables" in view.banner_text.text()
    reviewed = [one.review for one in rules.rules_page(desk).tables if one.review]
    assert [(one.clerk, one.note) for one in reviewed] == [
        ("Anna Clerk", "Read against the sources.")
    ]
