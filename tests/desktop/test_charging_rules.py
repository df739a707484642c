"""What never happens with late charges, seen in the window: each rule by its own sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_desk.desktop.dialogs.charges import ChargesDialog
from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.money import Money
from collections_desk.operations import contact, customers
from collections_desk.operations.customer_changes import edit_customer
from collections_desk.operations.desk import Desk
from collections_desk.store.tables import InvoiceRow
from tests.clock import Clock
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle, wait_for
from tests.operations.contact_desk import add_customer, add_invoice
from tests.operations.mail_desk import TODAY, write_settings

MONTHLY = {
    "late_fee_preset": "us_contract_monthly_1_5",
    "late_fee_basis": "Clause 7",
    "late_fee_agreed_on": date(2020, 1, 5),
}
FLAT = {**MONTHLY, "late_fee_preset": "us_contract_flat_fee", "late_fee_flat_minor": 2_500}


@pytest.fixture
def customer(desk: Desk) -> int:
    """Give a company that owes $1,000.00, 50 days past due; grace is 15 days."""
    write_settings(desk, **MONTHLY)
    known = add_customer(desk)
    invoice = add_invoice(desk, known, 100_000, TODAY - timedelta(days=50))
    with desk.database.write("test", "dated an invoice", now=desk.now()) as transaction:
        transaction.get_one(InvoiceRow, invoice).issued_on = TODAY - timedelta(days=80)
    return known


@pytest.fixture
def clerk(
    desk: Desk, customer: int, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> Clerk:
    window = open_window(desk)
    window.open_customer(customer)
    settle(qtbot, window)
    return Clerk(window, qtbot)


def sheet(clerk: Clerk) -> ChargesDialog:
    clerk.press("I")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ChargesDialog)
    wait_for(clerk.qtbot, lambda: dialog.preview is not None)
    return dialog


def closed(clerk: Clerk) -> None:
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)
    clerk.back_in_the_window()


def said(dialog: ChargesDialog) -> list[tuple[str, str]]:
    """Return what each line of the list says: its amount, and how it comes about or why not."""
    model = dialog.panel.list.rows_model
    return [
        (model.index(at, 2).data(), model.index(at, 3).data()) for at in range(model.rowCount())
    ]


def charged(clerk: Clerk) -> None:
    clerk.press("Alt+C")
    closed(clerk)


def test_a_flat_fee_is_never_charged_twice_for_a_delay(
    clerk: Clerk, desk: Desk, clock: Clock
) -> None:
    write_settings(desk, **FLAT)
    assert said(sheet(clerk))[0][0] == "$25.00"
    charged(clerk)
    clock.pass_by(days=30)
    again = sheet(clerk)
    assert said(again)[0] == ("-", "This delay was charged on Nov 20, 2026; never twice.")
    assert {amount for amount, _ in said(again)} == {"-"}
    assert not again.deed_button.isEnabled()
    assert again.total.text() == "There is nothing to charge today."


def test_interest_is_simple_and_goes_on_where_it_ended(
    clerk: Clerk, desk: Desk, customer: int, clock: Clock
) -> None:
    # 1,000 x 0.18 x 35 / 365 = 17.26; then 30 days more on the 1,000 alone: 14.79
    assert said(sheet(clerk))[0][0] == "$17.26"
    charged(clerk)
    clock.pass_by(days=30)
    again = sheet(clerk)
    amounts = [amount for amount, _ in said(again)]
    assert "$14.79" in amounts
    assert not [
        row
        for row in again.panel.list.rows_model.all_rows()
        if row[2] and row[3].startswith("INT")
    ]
    charged(clerk)
    states = [one.state for one in customers.customer_page(desk, customer).money.charges]
    assert states == ["charged", "charged"]


def test_nothing_is_charged_within_grace(clerk: Clerk, desk: Desk) -> None:
    write_settings(desk, **MONTHLY, grace_days_fee=60)
    dialog = sheet(clerk)
    assert said(dialog) == [
        ("-", "It is within its days of grace; the first day after them is Dec 1, 2026.")
    ]
    assert not dialog.deed_button.isEnabled()


def test_a_service_member_sees_six_percent_and_what_is_forgiven(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    edit_customer(desk, customer, kind="natural_business")
    contact.set_stop_flag(
        desk, customer, "MIL", reason="orders seen", facts={"service_from": "2026-10-20"}
    )
    dialog = sheet(clerk)
    # 3 days at 18% and 32 days at 6%: 1.48 + 5.26; 10.52 is forgiven
    assert said(dialog)[0][0] == "$6.74"
    assert "6%" in dialog.working.toPlainText()
    assert "$10.52 above the ceiling is forgiven" in dialog.working.toPlainText()
    clerk.press("Alt+C")
    wait_for(clerk.qtbot, lambda: isinstance(QApplication.activeModalWidget(), GuardsDialog))
    question = QApplication.activeModalWidget()
    assert isinstance(question, GuardsDialog)
    assert list(question.reasons) == ["G-PAY-06"]
    assert not [
        one
        for one in customers.customer_page(desk, customer).money.charges
        if one.state == "charged"
    ]


def test_the_disputed_part_bears_nothing_and_the_sheet_says_so(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    [item] = customers.customer_page(desk, customer).invoices
    contact.open_dispute(
        desk,
        customer,
        item.id,
        "D01",
        amount=Money(100_000, "USD"),
        received_on=TODAY - timedelta(days=49),
    )
    assert said(sheet(clerk)) == [("-", "All that is open of it is in dispute.")]
