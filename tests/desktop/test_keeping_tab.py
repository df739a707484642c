"""What keeps a record, in the window: asked, answered and on record; nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.records_view import RecordsView
from collections_desk.operations import contact
from collections_desk.operations.desk import Desk
from collections_desk.operations.rules import guard_events_of
from tests.clock import Clock
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle
from tests.operations.contact_desk import add_customer, entry

Open = Callable[[Desk], MainWindow]


def keeping(clerk: Clerk) -> RecordsView:
    clerk.window.go("records")
    view = clerk.window.view
    assert isinstance(view, RecordsView)
    view.tabs.setCurrentWidget(view.keeping)
    settle(clerk.qtbot, clerk.window)
    return view


def test_a_legal_hold_is_never_passed(
    desk: Desk, clock: Clock, open_window: Open, qtbot: QtBot
) -> None:
    customer = add_customer(desk)
    contact.log_call(desk, entry(desk, customer, "NA"))
    contact.set_stop_flag(desk, customer, "LEGAL_HOLD", reason="Suit filed.")
    clock.pass_by(days=8 * 366)
    clerk = Clerk(open_window(desk), qtbot)
    view = keeping(clerk)
    (line,) = view.keeping.list.rows_model.all_rows()
    assert "Suit filed." in view.keeping._keeps(line)  # noqa: SLF001 - what the cell says

    view.keeping.ask_button.setFocus()
    clerk.press("Space")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, GuardsDialog)
    assert not dialog.go_button.isVisible()
    clerk.press("Escape")
    assert [one.decision for one in guard_events_of(desk, "G-KEEP-04")] == ["stopped"]


def test_before_its_day_it_takes_a_sentence(desk: Desk, open_window: Open, qtbot: QtBot) -> None:
    contact.log_call(desk, entry(desk, add_customer(desk), "NA"))
    clerk = Clerk(open_window(desk), qtbot)
    view = keeping(clerk)
    assert view.keeping.list.rows_model.all_rows() == []

    view.keeping.everyone.setFocus()
    clerk.press("Space")
    view.keeping.ask_button.setFocus()
    clerk.press("Space")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, GuardsDialog)
    dialog.reasons["G-KEEP-01"].setText("Entered twice by mistake.")
    dialog.go_button.click()
    settle(clerk.qtbot, clerk.window)
    assert "nothing was deleted" in clerk.window.message_bar.text()
    assert guard_events_of(desk, "G-KEEP-01")[0].decision == "overridden"
