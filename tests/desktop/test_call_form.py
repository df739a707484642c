"""Logging calls by keyboard: fast, guarded, never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from collections_desk.desktop.call_form import CallForm
from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.customer_page import TimelineEntry
from collections_desk.domain.promise_chains import next_place
from collections_desk.domain.promises import PromiseState
from collections_desk.domain.worklist import WorklistLine
from collections_desk.operations import contact, customers
from collections_desk.operations.customer_changes import add_contact_point
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist
from tests.clock import FRIDAY, Clock
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle, wait_for

TODAY = FRIDAY.date()
#: A moment at which it is daytime in all of the sample's places in America.
NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = NOON
    return clock


@pytest.fixture
def clerk(sample_window: MainWindow, qtbot: QtBot) -> Clerk:
    return Clerk(sample_window, qtbot)


def is_free(desk: Desk, row: WorklistLine) -> bool:
    """Tell whether a customer is due and can be called without any guard asking."""
    return (
        row.state == "action"
        and row.phone is not None
        and bool(row.to_be_collected)
        and row.to_be_collected[0].currency == "USD"
        and row.next_action is not None
        and row.next_action.due_on <= TODAY
        and not any(
            found.severity.needs_reason
            for found in contact.examine_call(desk, row.customer_id, number=row.phone)
        )
    )


def free_customer(desk: Desk) -> int:
    return next(row.customer_id for row in worklist(desk) if is_free(desk, row))


def last_call(desk: Desk, customer_id: int) -> TimelineEntry:
    page = customers.customer_page(desk, customer_id)
    return next(entry for entry in page.timeline if entry.kind == "call")


def test_ten_calls_in_four_presses_each(clerk: Clerk, sample_desk: Desk) -> None:
    logged: list[int] = []
    while len(logged) < 10:
        row = clerk.worklist.table.current_row()
        assert row is not None
        customer_id = row.customer_id
        if customer_id in logged or not is_free(sample_desk, row):
            clerk.press("N")
            continue
        clerk.presses = 0

        clerk.press("C")
        clerk.type(f"Call {len(logged)}: rang long.")
        clerk.press("Ctrl+Return")

        assert clerk.presses <= 4
        logged.append(customer_id)

    assert clerk.worklist.table.hasFocus()
    for number, customer_id in enumerate(logged):
        call = last_call(sample_desk, customer_id)
        assert call.activity is not None
        assert call.activity.note == f"Call {number}: rang long."
        assert call.activity.outcome == "NA"


def test_another_outcome_takes_four_presses(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = free_customer(sample_desk)
    clerk.worklist.table.go_to(customer_id)

    clerk.press("C")
    clerk.type("Left our name and number.")
    clerk.press("Tab")
    clerk.press("2")
    clerk.press("Ctrl+Return")

    assert clerk.presses == 4
    call = last_call(sample_desk, customer_id)
    assert call.activity is not None
    assert call.activity.outcome == "VML"


def test_one_key_logs_no_answer_and_undo_withdraws(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = free_customer(sample_desk)
    clerk.worklist.table.go_to(customer_id)
    before = len(customers.customer_page(sample_desk, customer_id).timeline)

    clerk.press("L")

    call = last_call(sample_desk, customer_id)
    assert call.activity is not None
    assert call.activity.outcome == "NA"
    assert "no answer" in clerk.window.message_bar.text()
    clerk.press("Ctrl+Z")
    after = customers.customer_page(sample_desk, customer_id).timeline
    undone = next(entry for entry in after if entry.ref_id == call.ref_id and entry.kind == "call")
    assert not undone.stands
    assert len(after) >= before + 2  # both stay on record


def test_the_next_due_line_is_chosen_after_logging(clerk: Clerk, sample_desk: Desk) -> None:
    first = free_customer(sample_desk)
    view = clerk.worklist
    view.table.go_to(first)
    shown = [row.customer_id for row in view.table.rows_model.shown_rows()]

    clerk.press("C")
    clerk.press("Ctrl+Return")

    assert clerk.worklist.current_id() == shown[shown.index(first) + 1]
    assert clerk.worklist.table.hasFocus()


def test_the_note_is_open_stamped_and_the_past_in_sight(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = free_customer(sample_desk)
    clerk.worklist.table.go_to(customer_id)

    clerk.press("C")

    form = clerk.call
    assert form.fields is not None
    assert form.fields.note.hasFocus()
    assert "Fri, Nov 20, 2026, 1:00 PM" in form.page.stamp.text()
    assert form.page.timeline.entries()
    assert form.page.guide.words()


def test_a_promise_in_words_is_explained_and_kept(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = free_customer(sample_desk)
    clerk.worklist.table.go_to(customer_id)
    clerk.press("C")
    clerk.press("Alt+D")
    clerk.press("Alt+P")

    clerk.type("100 next fri")

    form = clerk.call
    assert form.fields is not None
    promise = form.fields.promise.value()
    assert promise is not None
    assert promise.explanation.startswith("$100.00 by Friday")
    assert form.fields.outcome.code() == "RPP"
    clerk.press("Ctrl+Return")
    open_promises = [
        one
        for one in customers.customer_page(sample_desk, customer_id).promises
        if one.state is PromiseState.OPEN
    ]
    assert [one.promise.amount.minor for one in open_promises] == [100_00]
    assert open_promises[0].promise.words == "100 next fri"


def test_while_a_promise_is_typed_the_chain_and_the_kept_rate_are_said(
    clerk: Clerk, sample_desk: Desk
) -> None:
    customer_id = next(
        row.customer_id
        for row in worklist(sample_desk)
        if is_free(sample_desk, row)
        and any(
            one.state is PromiseState.BROKEN
            for one in customers.customer_page(sample_desk, row.customer_id).promises
        )
    )
    page = customers.customer_page(sample_desk, customer_id)
    place = next_place(page.promises, "USD", [item.id for item in page.invoices], TODAY)
    clerk.worklist.table.go_to(customer_id)
    clerk.press("C")
    form = clerk.call
    assert form.fields is not None
    assert not form.fields.before.isVisible()

    clerk.press("Alt+P")
    clerk.type("100 next fri")

    said = form.fields.before.text()
    assert form.fields.before.isVisible()
    assert said.startswith(f"This is the {place.ordinal} promise on this money, ")
    assert f"{place.broken_before} broken before it" in said
    assert "promises kept" in said
    clerk.press("Ctrl+A")
    clerk.press("Backspace")
    assert not form.fields.before.isVisible()


def test_a_promise_that_means_nothing_is_kept_and_said(clerk: Clerk, sample_desk: Desk) -> None:
    clerk.worklist.table.go_to(free_customer(sample_desk))
    clerk.press("C")
    clerk.press("Alt+P")
    clerk.type("soonish")
    clerk.press("Ctrl+Return")

    form = clerk.call
    assert form.fields is not None
    assert form.fields.promise.text() == "soonish"
    assert form.fields.promise.message.text()


def test_a_talk_without_identity_check_is_asked_about(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = free_customer(sample_desk)
    customers.edit_customer(sample_desk, customer_id, kind="consumer")
    clerk.worklist.table.go_to(customer_id)
    clerk.press("C")
    clerk.type("Talked about the invoice.")
    clerk.press("Tab")
    clerk.type("rpn")
    clerk.press("Ctrl+Return")

    dialog = clerk.sees_dialog()
    assert isinstance(dialog, GuardsDialog)
    assert all(guard.startswith("G-ID") for guard in dialog.reasons)
    for field in dialog.reasons.values():
        field.setFocus()
        clerk.type("I know his voice for years")
    clerk.press("Return")
    clerk.back_in_the_window()

    call = last_call(sample_desk, customer_id)
    assert call.activity is not None
    assert call.activity.note == "Talked about the invoice."


def stopped_customer(desk: Desk) -> int:
    customer_id = free_customer(desk)
    contact.set_stop_flag(desk, customer_id, "BKY", reason="notice of the court came by mail")
    return customer_id


def open_call(clerk: Clerk, customer_id: int) -> GuardsDialog:
    clerk.window.start_call(customer_id)
    settle(clerk.qtbot, clerk.window)
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, GuardsDialog)
    return dialog


def test_a_stop_flag_stands_before_the_call_and_not_calling_is_recorded(
    clerk: Clerk, sample_desk: Desk
) -> None:
    customer_id = stopped_customer(sample_desk)
    dialog = open_call(clerk, customer_id)
    assert "G-STOP-01" in dialog.reasons

    clerk.press("Escape")
    clerk.back_in_the_window()

    assert clerk.window.view_id == "worklist"
    page = customers.customer_page(sample_desk, customer_id)
    stopped = [entry for entry in page.timeline if entry.kind == "guard"]
    assert stopped


def test_going_on_takes_a_sentence_and_both_are_recorded(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = stopped_customer(sample_desk)
    dialog = open_call(clerk, customer_id)
    for field in dialog.reasons.values():
        field.setFocus()
        clerk.type("the trustee asked us to call")
    assert dialog.sure is not None
    dialog.sure.setFocus()
    clerk.press("Space")
    dialog.go_button.setFocus()
    clerk.press("Space")
    clerk.back_in_the_window()
    clerk.type("Spoke about the filing only.")
    clerk.press("Ctrl+Return")
    clerk.back_in_the_window()

    page = customers.customer_page(sample_desk, customer_id)
    said = " ".join(f"{entry.title} {entry.detail}" for entry in page.timeline[:4])
    assert "the trustee asked us to call" in said


def test_incoming_calls_are_not_held_to_our_hours(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = stopped_customer(sample_desk)
    dialog = open_call(clerk, customer_id)

    dialog.incoming_button.setFocus()
    clerk.press("Space")
    clerk.back_in_the_window()

    form = clerk.call
    assert form.fields is not None
    assert form.fields.is_incoming()
    assert form.fields.note.hasFocus()


def test_escape_keeps_the_call_as_a_draft_and_c_goes_on(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = free_customer(sample_desk)
    clerk.worklist.table.go_to(customer_id)
    clerk.press("C")
    clerk.type("Half a sent")
    clerk.press("Tab")
    clerk.type("vml")
    clerk.press("Escape")
    clerk.press("Escape")
    assert clerk.window.view_id == "worklist"
    assert [draft.key for draft in contact.load_drafts(sample_desk, "call")] == [str(customer_id)]

    clerk.worklist.table.go_to(customer_id)
    clerk.press("C")

    form = clerk.call
    assert form.fields is not None
    assert form.fields.note.toPlainText() == "Half a sent"
    assert form.fields.outcome.code() == "VML"
    clerk.type("ence.")
    clerk.press("Ctrl+Return")
    assert contact.load_drafts(sample_desk, "call") == []
    call = last_call(sample_desk, customer_id)
    assert call.activity is not None
    assert call.activity.note == "Half a sentence."


def test_typing_is_saved_while_the_clerk_types_on(clerk: Clerk, sample_desk: Desk) -> None:
    clerk.worklist.table.go_to(free_customer(sample_desk))
    clerk.press("C")

    clerk.type("They say")
    wait_for(clerk.qtbot, lambda: contact.load_drafts(sample_desk, "call"))

    assert contact.load_drafts(sample_desk, "call")[0].content["note"] == "They say"
    wait_for(clerk.qtbot, lambda: "Draft saved" in clerk.call.page.draft_note.text())


def test_locking_keeps_the_draft(clerk: Clerk, sample_desk: Desk) -> None:
    clerk.worklist.table.go_to(free_customer(sample_desk))
    clerk.press("C")
    clerk.type("Before the lock")

    clerk.window.keep_drafts()
    settle(clerk.qtbot, clerk.window)

    assert contact.load_drafts(sample_desk, "call")[0].content["note"] == "Before the lock"


def test_a_megabyte_on_the_clipboard_is_refused(clerk: Clerk, sample_desk: Desk) -> None:
    clerk.worklist.table.go_to(free_customer(sample_desk))
    clerk.press("C")
    QApplication.clipboard().setText("word" * 250_000)

    clerk.press("Ctrl+V")

    form = clerk.call
    assert form.fields is not None
    assert form.fields.note.toPlainText() == ""
    assert "Nothing was pasted" in form.fields.note_message.text()
    QApplication.clipboard().clear()


def test_a_card_number_in_the_note_is_masked_and_told(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = free_customer(sample_desk)
    clerk.worklist.table.go_to(customer_id)
    clerk.press("C")
    clerk.type("Card 4111 1111 1111 1111 given.")
    clerk.press("Ctrl+Return")

    call = last_call(sample_desk, customer_id)
    assert call.activity is not None
    assert "4111 1111 1111 1111" not in call.activity.note
    assert len(clerk.window.message_bar.text()) > len("Logged: ")


def test_tab_goes_through_the_form_in_the_order_seen(clerk: Clerk, sample_desk: Desk) -> None:
    clerk.worklist.table.go_to(free_customer(sample_desk))
    clerk.press("C")
    form = clerk.call
    assert form.fields is not None
    fields = form.fields

    seen = []
    for _ in range(7):
        seen.append(QApplication.focusWidget())
        clerk.press("Tab")

    expected = [
        fields.note,
        fields.outcome,
        fields.reason,
        fields.promise.edit,
        fields.invoices,
        fields.next_text,
        fields.next_on.edit,
    ]
    assert seen == expected


def test_the_clock_stops_and_goes_on(clerk: Clerk, sample_desk: Desk) -> None:
    clerk.worklist.table.go_to(free_customer(sample_desk))
    clerk.press("C")
    form = clerk.call

    clerk.press("Ctrl+T")
    assert not form.clock.is_running
    clerk.press("Ctrl+T")

    assert form.clock.is_running


def test_every_field_has_a_name_for_a_screen_reader(clerk: Clerk, sample_desk: Desk) -> None:
    clerk.worklist.table.go_to(free_customer(sample_desk))
    clerk.press("C")
    form = clerk.call
    assert form.fields is not None

    for name in ("note", "outcome", "reason", "number", "reached", "invoices", "next_text"):
        assert getattr(form.fields, name).accessibleName(), name
    assert form.fields.promise.edit.accessibleName()


def test_a_store_that_refuses_keeps_what_is_typed(
    sample_desk: Desk, open_window: Callable[[Desk], MainWindow], qtbot: QtBot
) -> None:
    clerk = Clerk(open_window(sample_desk), qtbot)
    clerk.worklist.table.go_to(free_customer(sample_desk))
    clerk.press("C")
    form = clerk.call
    assert form.fields is not None
    form.fields.note.setPlainText("y" * 20_001)

    clerk.press("Ctrl+Return")

    assert clerk.window.view_id == "call"
    assert len(form.fields.note.toPlainText()) == 20_001
    assert form.fields.note_message.text()
    assert form.page.log_button.isEnabled()
    assert form.fields.note.focusPolicy() != Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("label", ["", "warehouse, after 3"])
def test_a_call_to_the_second_number_is_a_call_to_that_number(
    clerk: Clerk, sample_desk: Desk, label: str
) -> None:
    customer_id = free_customer(sample_desk)
    second = "(212) 555-0177"
    point_id = add_contact_point(sample_desk, customer_id, "phone", second, label=label)
    clerk.window.open_customer(customer_id)
    settle(clerk.qtbot, clerk.window)
    buttons = [
        one for one in clerk.page.page.reach_card.findChildren(QPushButton) if second in one.text()
    ]

    buttons[0].setFocus()
    clerk.press("Space")

    form = clerk.call
    assert form.fields is not None
    assert form.fields.called_number() == second
    clerk.type("Left word with the driver.")
    clerk.press("Ctrl+Return")
    entry = last_call(sample_desk, customer_id).activity
    assert entry is not None
    assert (entry.number, entry.contact_point_id) == (second, point_id)


def test_the_guards_are_asked_about_the_number_that_was_chosen(
    clerk: Clerk, sample_desk: Desk
) -> None:
    customer_id = free_customer(sample_desk)
    clerk.window.start_call(customer_id, "(212) 555-0188")
    settle(clerk.qtbot, clerk.window)

    form = clerk.call
    assert form.fields is not None
    assert form.facts is not None
    assert form.fields.called_number() == "(212) 555-0188"
    assert form.facts.findings == contact.examine_call(
        sample_desk, customer_id, number="(212) 555-0188"
    )


def test_a_draft_goes_on_with_the_number_that_was_chosen_now(
    clerk: Clerk, sample_desk: Desk
) -> None:
    customer_id = free_customer(sample_desk)
    clerk.window.start_call(customer_id)
    settle(clerk.qtbot, clerk.window)
    clerk.type("Busy tone.")
    clerk.press("Ctrl+W")

    clerk.window.start_call(customer_id, "(212) 555-0199")
    settle(clerk.qtbot, clerk.window)

    form = clerk.call
    assert form.fields is not None
    assert form.fields.note.note() == "Busy tone."
    assert form.fields.called_number() == "(212) 555-0199"


def test_the_log_button_stays_in_sight_while_a_fault_is_shown(
    clerk: Clerk, sample_desk: Desk
) -> None:
    customer_id = free_customer(sample_desk)
    clerk.window.resize(1366, 768)
    clerk.window.start_call(customer_id)
    settle(clerk.qtbot, clerk.window)
    form = clerk.window.view
    assert isinstance(form, CallForm)
    assert form.fields is not None
    for field in ("outcome", "promise", "invoices"):
        form.fields.show_fault(
            field, "This is not right, and the sentence says at length why. " * 4
        )
    settle(clerk.qtbot, clerk.window)

    button = form.page.log_button
    assert button.visibleRegion().boundingRect() == button.rect()
    scrolled = form.page.findChildren(QScrollArea)
    assert scrolled
    assert not any(area.isAncestorOf(button) for area in scrolled)
