"""Payments by hand in the window, by keyboard, on a real encrypted store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.dialogs.payment import PaymentDialog
from collections_desk.desktop.dialogs.payment_change import PaymentChangeDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.customer_page import CustomerPage
from collections_desk.operations import customers
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


def payment_dialog(clerk: Clerk) -> PaymentDialog:
    clerk.press("Y")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, PaymentDialog)
    return dialog


def test_a_check_is_recorded_by_keys_with_its_preview(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    dialog = payment_dialog(clerk)
    clerk.type("1100")
    wait_for(clerk.qtbot, lambda: "to invoice" in dialog.outcome.text())
    assert "$1,000.00 to invoice INV-1001-100000" in dialog.outcome.text()
    assert "$100.00 to invoice INV-1031-20000" in dialog.outcome.text()
    clerk.press("Alt+N")
    clerk.type("1043")
    clerk.press("Alt+R")
    closed(clerk)

    page = page_of(desk, customer)
    assert [item.open.minor for item in page.invoices] == [10_000]
    shown = clerk.page.page
    assert [row.amount.minor for row in shown.money.payments.list.rows_model.all_rows()] == [
        110_000
    ]
    assert "Payment received" in shown.timeline.entries()[0].title


def test_more_than_four_digits_of_a_card_never_stand_on_the_screen(clerk: Clerk) -> None:
    dialog = payment_dialog(clerk)
    dialog.method.setCurrentIndex(dialog.method.findData("card"))
    clerk.press("Alt+L")
    assert QApplication.focusWidget() is dialog.last4
    clerk.type("42424")
    assert dialog.last4.text() == ""
    texts = texts_of(dialog)
    assert "not kept" in texts
    assert "42424" not in texts
    typed = [edit.text() for edit in dialog.findChildren(QLineEdit)]
    assert not any("4242" in text for text in typed)


def test_the_payer_directs_and_too_much_is_refused(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    dialog = payment_dialog(clerk)
    clerk.type("150")
    dialog.how.setCurrentIndex(dialog.how.findData("payer"))
    cell = dialog.table.item(1, 4)
    assert cell is not None
    cell.setText("250")
    clerk.press("Alt+R")
    wait_for(clerk.qtbot, lambda: "is not a part of the $200.00" in texts_of(dialog))
    cell.setText("100")
    clerk.press("Alt+R")
    closed(clerk)
    page = page_of(desk, customer)
    left = {item.number: item.open.minor for item in page.invoices}
    assert left["INV-1031-20000"] == 10_000
    assert page.money.unapplied[0].minor == 5_000
    assert "$50.00" in clerk.page.page.money.sums.text()


def test_what_comes_of_a_payment_follows_the_typing(clerk: Clerk) -> None:
    dialog = payment_dialog(clerk)
    clerk.type("300")
    wait_for(clerk.qtbot, lambda: "$300.00 to invoice" in dialog.outcome.text())
    cell = dialog.table.item(0, 4)
    assert cell is not None
    assert cell.text() == "$300.00"
    clerk.type("x")  # the field is not left
    wait_for(clerk.qtbot, lambda: "300x" in dialog.outcome.text())
    assert cell.text() == ""
    clerk.press("Backspace")
    wait_for(clerk.qtbot, lambda: "$300.00 to invoice" in dialog.outcome.text())


def test_a_part_counts_as_it_is_typed_and_a_refusal_does_not_outlive_it(clerk: Clerk) -> None:
    dialog = payment_dialog(clerk)
    clerk.type("150")
    clerk.press("Alt+O")
    clerk.press("Down")
    assert dialog.how.currentData() == "payer"
    clerk.press("Tab")
    assert QApplication.focusWidget() is dialog.table
    clerk.type("2")  # opens the cell
    clerk.type("50")  # and it is not left
    wait_for(clerk.qtbot, lambda: "more than was paid" in dialog.outcome.text())
    clerk.press("Return")
    clerk.press("Alt+R")
    wait_for(clerk.qtbot, lambda: "more than was paid" in dialog.table.accessibleDescription())
    clerk.press("F2")
    clerk.type("100")
    wait_for(clerk.qtbot, lambda: "$100.00 to invoice" in dialog.outcome.text())
    assert dialog.table.accessibleDescription() == ""


def test_words_of_full_payment_ask_for_a_choice_and_a_reason(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    dialog = payment_dialog(clerk)
    clerk.type("900")
    clerk.press("Alt+U")
    clerk.type("paid in full")
    assert dialog.choice.isVisible()
    clerk.press("Alt+R")
    wait_for(clerk.qtbot, lambda: "do not deposit it before" in texts_of(dialog))
    dialog.choice.setCurrentIndex(dialog.choice.findData("return"))
    clerk.press("Alt+R")
    closed(clerk)  # to hand it back is what the guard asks for: no sentence is wanted
    assert page_of(desk, customer).money.payments[0].state == "handed_back"


def test_a_kept_check_is_deposited_only_with_a_sentence(
    clerk: Clerk, desk: Desk, customer: int
) -> None:
    dialog = payment_dialog(clerk)
    clerk.type("900")
    clerk.press("Alt+U")
    clerk.type("paid in full")
    dialog.choice.setCurrentIndex(dialog.choice.findData("ask"))
    clerk.press("Alt+R")
    closed(clerk)
    shown = clerk.page.page
    shown.tabs.setCurrentWidget(shown.money)
    shown.money.payments.list.setFocus()
    shown.money.payments.list.go_to_line(0)
    clerk.press("Return")
    change = clerk.sees_dialog()
    assert isinstance(change, PaymentChangeDialog)
    clerk.press("Alt+S")
    wait_for(clerk.qtbot, lambda: isinstance(QApplication.activeModalWidget(), GuardsDialog))
    question = QApplication.activeModalWidget()
    assert isinstance(question, GuardsDialog)
    question.reasons["G-PAY-04"].setText("The owner takes it for a part.")
    question.go_button.click()
    closed(clerk)
    assert page_of(desk, customer).money.payments[0].state == "applied"


def test_a_bounced_check_from_the_tab(clerk: Clerk, desk: Desk, customer: int) -> None:
    payment_dialog(clerk)
    clerk.type("1000")
    clerk.press("Alt+R")
    closed(clerk)
    shown = clerk.page.page
    shown.tabs.setCurrentWidget(shown.money)
    shown.money.payments.list.setFocus()
    shown.money.payments.list.go_to_line(0)
    clerk.press("Return")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, PaymentChangeDialog)
    clerk.press("Alt+S")
    wait_for(clerk.qtbot, lambda: "Say why" in dialog.message.text())
    clerk.type("Not sufficient funds")
    clerk.press("Alt+S")
    closed(clerk)
    page = page_of(desk, customer)
    assert page.money.payments[0].state == "bounced"
    assert sum(item.open.minor for item in page.invoices) == 120_000
