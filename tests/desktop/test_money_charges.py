"""Late charges in the window, by keyboard: charged, waived, undone, and what they lack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from collections_desk.desktop.dialogs.charges import ChargesDialog
from collections_desk.desktop.dialogs.waive import WaiveDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.settings_view import SettingsView
from collections_desk.domain.customer_page import CustomerPage
from collections_desk.domain.letters import LetterState
from collections_desk.operations import contact, customers
from collections_desk.operations.desk import Desk
from collections_desk.store.tables import InvoiceRow
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle, wait_for
from tests.operations.contact_desk import add_customer, add_invoice
from tests.operations.mail_desk import TODAY, write_settings

RULES = {
    "late_fee_preset": "us_contract_monthly_1_5",
    "late_fee_basis": "Clause 7",
    "late_fee_agreed_on": date(2020, 1, 5),
}


@pytest.fixture
def customer(desk: Desk) -> int:
    write_settings(desk, **RULES)
    known = add_customer(desk)
    for minor, days in ((100_000, 50), (20_000, 20)):
        invoice = add_invoice(desk, known, minor, TODAY - timedelta(days=days))
        with desk.database.write("test", "dated an invoice", now=desk.now()) as transaction:
            row = transaction.get_one(InvoiceRow, invoice)
            row.issued_on = TODAY - timedelta(days=days + 30)
    return known


@pytest.fixture
def clerk(
    desk: Desk, customer: int, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> Clerk:
    window = open_window(desk)
    window.open_customer(customer)
    settle(qtbot, window)
    return Clerk(window, qtbot)


def page_of(desk: Desk, customer: int) -> CustomerPage:
    return customers.customer_page(desk, customer)


def texts_of(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def closed(clerk: Clerk) -> None:
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)
    clerk.back_in_the_window()


def test_charging_and_waiving_by_keys(clerk: Clerk, desk: Desk, customer: int) -> None:
    clerk.press("I")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ChargesDialog)
    wait_for(clerk.qtbot, dialog.deed_button.isEnabled)
    # 1,000 x 0.18 x 35 / 365 = 17.26; 200 x 0.18 x 5 / 365 = 0.49
    assert "$17.75" in dialog.total.text()
    assert "35 / 365" in dialog.working.toPlainText()
    assert "Clause 7" in dialog.basis.text()
    clerk.press("Alt+C")
    closed(clerk)
    assert [one.state for one in page_of(desk, customer).money.charges] == ["charged", "charged"]

    clerk.press("Shift+I")
    waive = clerk.sees_dialog()
    assert isinstance(waive, WaiveDialog)
    assert waive.list.count() == 2
    assert waive.chosen() == []  # nothing is given up that was not ticked
    assert waive.sum.text() == "nothing yet"
    clerk.press("Alt+W")
    wait_for(clerk.qtbot, lambda: "Tick what is waived" in waive.message.text())
    clerk.press("Space")
    assert waive.message.text() == ""
    assert waive.sum.text() == "$0.49"
    clerk.press("Down")
    clerk.press("Space")
    assert waive.sum.text() == "$17.75"
    clerk.press("Alt+W")
    wait_for(clerk.qtbot, lambda: "Say why" in waive.message.text())
    clerk.type("Pays the rest today")
    assert waive.message.text() == ""
    clerk.press("Alt+W")
    closed(clerk)
    page = page_of(desk, customer)
    assert {one.state for one in page.money.charges} == {"waived"}
    assert [letter.type for letter in page.letters] == ["L10"]
    assert sum(item.open.minor for item in page.invoices) == 120_000


def test_charging_and_waiving_are_undone_by_a_key(clerk: Clerk, desk: Desk, customer: int) -> None:
    clerk.press("I")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ChargesDialog)
    wait_for(clerk.qtbot, dialog.deed_button.isEnabled)
    clerk.press("Alt+C")
    closed(clerk)
    clerk.press("Shift+I")
    waive = clerk.sees_dialog()
    assert isinstance(waive, WaiveDialog)
    clerk.press("Space")
    clerk.press("Alt+R")
    clerk.type("Pays the rest today")
    clerk.press("Alt+W")
    closed(clerk)
    states = sorted(one.state for one in page_of(desk, customer).money.charges)
    assert states == ["charged", "waived"]

    clerk.press("Ctrl+Z")
    page = page_of(desk, customer)
    assert [one.state for one in page.money.charges] == ["charged", "charged"]
    assert sum(item.open.minor for item in page.invoices) == 121_775
    assert {letter.state for letter in page.letters} == {LetterState.CANCELLED}


def test_a_charge_is_undone_by_a_key(clerk: Clerk, desk: Desk, customer: int) -> None:
    clerk.press("I")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ChargesDialog)
    wait_for(clerk.qtbot, dialog.deed_button.isEnabled)
    assert dialog.deed_button.width() >= bold_width(dialog.deed_button)
    clerk.press("Alt+C")
    closed(clerk)
    clerk.press("Ctrl+Z")
    page = page_of(desk, customer)
    assert [one.state for one in page.money.charges] == ["shown", "shown"]
    assert sum(item.open.minor for item in page.invoices) == 120_000


def bold_width(button: QPushButton) -> int:
    """Return the room that the words of a main button take."""
    font = button.font()
    font.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(font).horizontalAdvance(button.text().replace("&", ""))


def test_nothing_to_waive_is_said_and_nothing_is_asked(clerk: Clerk, desk: Desk) -> None:
    write_settings(desk)
    clerk.press("Shift+I")
    waive = clerk.sees_dialog()
    assert isinstance(waive, WaiveDialog)
    assert waive.message.text() == "There is no late charge that could be waived."
    assert not waive.deed_button.isVisible()
    assert not waive.why.isVisible()


def test_what_charges_lack_is_said_at_once_and_one_key_leads_there_and_back(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    write_settings(desk, **{**RULES, "late_fee_basis": "", "late_fee_agreed_on": None})
    clerk.press("I")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ChargesDialog)
    wait_for(clerk.qtbot, lambda: dialog.panel.empty.title() == "Nothing can be charged yet")
    said = texts_of(dialog.panel.empty)
    assert "the contract clause and the day on which the clause was agreed" in said
    assert "Settings, Late charges" in said
    assert not dialog.deed_button.isVisible()

    clerk.press("Return")
    closed(clerk)
    view = clerk.window.view
    assert isinstance(view, SettingsView)
    assert QApplication.focusWidget() is view.form.field("late_fee_basis")
    assert "Late charges of Dana Diner" not in texts_of(view)
    assert "The late charges of Dana Diner wait" in view.waits.text()
    clerk.type("Clause 7")
    assert "off until the settings say the day" in view.form.fees_state.text()
    clerk.press("Ctrl+S")  # a half is kept, and said to be off
    assert desk.settings().late_fee_basis == "Clause 7"
    assert "Late charges are off until" in clerk.window.message_bar.text()
    assert clerk.window.view_id == "settings"

    clerk.press("Tab")
    assert QApplication.focusWidget() is view.form.field("late_fee_agreed_on")
    clerk.type("01/05/2020")
    assert "Late charges are on" in view.form.fees_state.text()
    clerk.press("Ctrl+S")
    again = clerk.sees_dialog()
    assert isinstance(again, ChargesDialog)
    assert clerk.window.view_id == "customer"
    wait_for(clerk.qtbot, again.deed_button.isEnabled)
    assert "$17.75" in again.total.text()
    assert {one.state for one in page_of(desk, customer).money.charges} == {"shown"}


def test_what_is_no_longer_so_is_not_charged_and_is_shown_anew(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    clerk.press("I")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ChargesDialog)
    wait_for(clerk.qtbot, dialog.deed_button.isEnabled)
    contact.set_stop_flag(desk, customer, "DO_NOT_FEE", reason="agreed with the owner")
    clerk.press("Alt+C")
    wait_for(clerk.qtbot, lambda: "nothing to charge" in dialog.total.text())
    assert "Nothing can be charged today" in dialog.message.text()
    assert not dialog.deed_button.isEnabled()


def test_who_goes_elsewhere_from_the_settings_is_not_led_back(clerk: Clerk, desk: Desk) -> None:
    write_settings(desk, **{**RULES, "late_fee_basis": ""})
    clerk.press("I")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ChargesDialog)
    wait_for(clerk.qtbot, lambda: dialog.panel.empty.title() == "Nothing can be charged yet")
    clerk.press("Return")
    closed(clerk)
    clerk.press("Ctrl+1")
    clerk.window.go("settings")
    settle(clerk.qtbot, clerk.window)
    view = clerk.window.view
    assert isinstance(view, SettingsView)
    assert view.waits.text() == ""
    view.form.field("late_fee_basis").setFocus()
    clerk.type("Clause 7")
    clerk.press("Ctrl+S")
    assert clerk.window.view_id == "settings"
    assert QApplication.activeModalWidget() is None


def test_the_clerk_leaves_the_settings_for_later_with_escape(clerk: Clerk, desk: Desk) -> None:
    write_settings(desk)
    clerk.press("Ctrl+Shift+I")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ChargesDialog)
    wait_for(clerk.qtbot, lambda: dialog.panel.empty.title() == "Nothing can be charged yet")
    assert "which late charge was agreed" in texts_of(dialog.panel.empty)
    clerk.press("Return")
    closed(clerk)
    view = clerk.window.view
    assert isinstance(view, SettingsView)
    assert QApplication.focusWidget() is view.form.field("late_fee_preset")
    clerk.press("Escape")
    assert isinstance(clerk.sees_dialog(), ChargesDialog)
    assert clerk.window.view_id == "customer"


def test_a_missing_reference_rate_is_refused_in_the_sheet(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    with desk.database.write("test", "owes euros", now=desk.now()) as transaction:
        for row in transaction.query(InvoiceRow):
            row.currency = "EUR"
            row.due_on = date(2019, 12, 1)
    write_settings(
        desk, **{**RULES, "late_fee_preset": "eu_statutory", "late_fee_basis": "BGB 288"}
    )
    clerk.press("I")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ChargesDialog)
    wait_for(clerk.qtbot, lambda: dialog.panel.empty.title() == "Nothing can be worked out")
    assert "is not in the table" in texts_of(dialog.panel.empty)
    assert not dialog.deed_button.isVisible()
    assert not [one for one in page_of(desk, customer).money.charges if one.state == "charged"]


def test_what_is_wrong_in_a_setting_is_gone_as_soon_as_it_is_typed_anew(
    clerk: Clerk,
) -> None:
    clerk.window.go("settings")
    settle(clerk.qtbot, clerk.window)
    view = clerk.window.view
    assert isinstance(view, SettingsView)
    agreed = view.form.field("late_fee_agreed_on")
    assert isinstance(agreed, QLineEdit)
    agreed.setFocus()
    agreed.selectAll()
    clerk.type("never")
    clerk.press("Ctrl+S")
    assert "not a day on which a clause was agreed" in texts_of(view)
    agreed.selectAll()
    clerk.type("1/5/2020")
    assert "not a day on which a clause was agreed" not in texts_of(view)


def test_all_customers_at_once(clerk: Clerk, desk: Desk, customer: int) -> None:
    other = add_customer(desk, "Zed Bakery", reference="Z1")
    invoice = add_invoice(desk, other, 50_000, TODAY - timedelta(days=50))
    with desk.database.write("test", "dated an invoice", now=desk.now()) as transaction:
        row = transaction.get_one(InvoiceRow, invoice)
        row.issued_on = TODAY - timedelta(days=80)
    contact.set_stop_flag(desk, customer, "BKY", reason="filed")
    clerk.press("Ctrl+Shift+I")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ChargesDialog)
    wait_for(clerk.qtbot, dialog.deed_button.isEnabled)
    rows = dialog.panel.list.rows_model.all_rows()
    assert {row[0] for row in rows} == {"Dana Diner", "Zed Bakery"}
    assert all("bankruptcy" in row[4] for row in rows if row[0] == "Dana Diner")
    clerk.press("Alt+C")
    closed(clerk)
    assert [one.amount.minor for one in page_of(desk, other).money.charges] == [863]
    assert not [one for one in page_of(desk, customer).money.charges if one.state == "charged"]


def test_the_settings_hold_preset_and_basis(clerk: Clerk, desk: Desk) -> None:
    clerk.window.go("settings")
    settle(clerk.qtbot, clerk.window)
    view = clerk.window.view
    assert isinstance(view, SettingsView)
    preset = view.form.field("late_fee_preset")
    assert isinstance(preset, QComboBox)
    preset.setCurrentIndex(preset.findData("us_state_legal_rate"))
    rate, basis = view.form.field("late_fee_annual_rate"), view.form.field("late_fee_basis")
    assert isinstance(rate, QLineEdit)
    assert isinstance(basis, QLineEdit)
    assert rate.isVisible()
    rate.setText("eight")
    basis.setText("41 P.S. 202")
    clerk.press("Ctrl+S")
    assert "not between 0 % and 100 %" in texts_of(view)
    rate.setText("6")
    clerk.press("Ctrl+S")
    saved = desk.settings()
    assert str(saved.late_fee_annual_rate) == "0.06"
    assert saved.late_fee_basis == "41 P.S. 202"
    assert replace(saved, late_fee_preset="none").late_fee_preset == "none"
