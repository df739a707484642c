"""Pictures of payments by hand, late charges and the tab "Money"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget

from collections_desk.desktop.customer_view import CustomerView
from collections_desk.desktop.dialogs.payment import PaymentDialog
from collections_desk.desktop.dialogs.payment_change import PaymentChangeDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.settings_view import SettingsView
from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.money import Money
from collections_desk.operations import fees
from collections_desk.operations.customer_changes import edit_customer
from collections_desk.operations.customers import customer_page
from collections_desk.operations.payments import record_payment
from collections_desk.operations.preferences import change_settings
from collections_desk.operations.worklist import worklist
from tests.desktop.waiting import rest

Scene = Callable[[MainWindow], QWidget | None]
#: The customer that was prepared, by window.
_CHOSEN: dict[int, int] = {}


def _prepared(window: MainWindow) -> int:
    """Give a customer of the sample a payment, a bounced one and late charges; once."""
    desk = window.desk
    if id(window) in _CHOSEN:
        return _CHOSEN[id(window)]
    lines = [line for line in worklist(desk) if line.days_past_due > 40 and line.to_be_collected]
    customer_id = min(line.customer_id for line in lines)
    _CHOSEN[id(window)] = customer_id
    settings = desk.settings()
    today = desk.today()
    change_settings(
        desk,
        replace(
            settings,
            late_fee_preset="us_contract_monthly_1_5",
            late_fee_basis="Clause 7 of our terms of sale",
            late_fee_agreed_on=today - timedelta(days=900),
        ),
    )
    edit_customer(desk, customer_id, kind="entity")
    code = customer_page(desk, customer_id).to_be_collected[0].currency
    for minor, number in ((12_500, "1043"), (7_500, "1044")):
        entry = PaymentEntry(
            customer_id,
            Money(minor, code),
            today,
            "check",
            number,
            parts=() if minor < 10_000 else None,
        )
        record_payment(desk, entry, reasons={"G-PAY-05": "The payer said so."})
    charges = fees.preview_charges(desk, customer_id).charges
    if len(charges) > 1:
        fees.charge(desk, customer_id, invoice_ids=[charges[0].invoice_id])
    held = PaymentEntry(
        customer_id,
        Money(20_000, code),
        today,
        "check",
        "1045",
        dated_on=today + timedelta(days=30),
    )
    record_payment(desk, held, reasons={"G-PAY-03": "Agreed.", "G-PAY-05": "Agreed."})
    return customer_id


def _page(window: MainWindow) -> CustomerView:
    window.open_customer(_prepared(window))
    rest(window)
    view = window.view
    assert isinstance(view, CustomerView)
    return view


def _tab(window: MainWindow) -> None:
    view = _page(window)
    view.page.tabs.setCurrentWidget(view.page.money)
    rest(window)


def _dialog(name: str) -> Scene:
    def scene(window: MainWindow) -> QWidget | None:
        view = _page(window)
        {one.id: one for one in view.deeds.commands()}[f"customer.{name}"].run()
        rest(window)
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PaymentDialog):
            dialog.amount.set_text("300")
            dialog.reference.setText("1046")
            rest(window)
        return dialog

    return scene


def _full_payment(window: MainWindow) -> QWidget | None:
    dialog = _dialog("payment")(window)
    assert isinstance(dialog, PaymentDialog)
    dialog.full.setText("paid in full")
    dialog.dated.set_text("12/31/2026")
    rest(window)
    return dialog


def _change(window: MainWindow) -> QWidget | None:
    view = _page(window)
    facts = view.page.facts
    assert facts is not None
    payment = facts.page.money.payments[-1]
    dialog = PaymentChangeDialog(window, facts, payment, window)
    dialog.open()
    rest(window)
    return dialog


def _settings(window: MainWindow) -> None:
    _prepared(window)
    window.go("settings")
    rest(window)
    view = window.view
    assert isinstance(view, SettingsView)
    area = view.findChild(QScrollArea)
    assert area is not None
    area.ensureWidgetVisible(view.form.field("payment_order"), 0, 90)
    rest(window)


def _off(window: MainWindow) -> QWidget | None:
    """Show the late charges while their clause is not filled in yet."""
    _prepared(window)
    desk = window.desk
    whole = desk.settings()
    change_settings(desk, replace(whole, late_fee_basis="", late_fee_agreed_on=None))
    dialog = _dialog("charges")(window)
    change_settings(desk, whole)
    return dialog


def _settings_off(window: MainWindow) -> None:
    """Show the settings that the late charges wait for."""
    _prepared(window)
    window.fill_in(
        "late_fee_basis",
        "The late charges wait. Save (Ctrl+S), or go back with Esc.",
        lambda: None,
    )
    rest(window)
    view = window.view
    assert isinstance(view, SettingsView)
    for name in ("late_fee_basis", "late_fee_agreed_on"):
        field = view.form.field(name)
        assert isinstance(field, QLineEdit)
        field.clear()
    rest(window)


SCENES: dict[str, Scene] = {
    "money_tab": _tab,
    "money_payment": _dialog("payment"),
    "money_full_payment": _full_payment,
    "money_change": _change,
    "money_charges": _dialog("charges"),
    "money_charges_all": _dialog("charges_all"),
    "money_waive": _dialog("waive"),
    "money_settings": _settings,
    "money_charges_off": _off,
    "money_settings_off": _settings_off,
}
