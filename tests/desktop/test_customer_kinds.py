"""The kind of all customers whose kind is not known, by keys and back with Undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from collections_desk.desktop.dialogs.customer_kinds import CustomerKindsDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations import customers
from collections_desk.operations.customer_kinds import unknown_kinds
from collections_desk.operations.desk import Desk
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle
from tests.operations.contact_desk import TODAY, add_customer, add_invoice


def test_the_kind_of_many_is_said_by_keys_and_taken_back(
    desk: Desk, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    for name in ("Alder", "Birch"):
        customer = add_customer(desk, name)
        add_invoice(desk, customer, 10_000, TODAY)
        customers.edit_customer(desk, customer, kind="unknown")
    clerk = Clerk(open_window(desk), qtbot)

    clerk.press("Shift+E")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, CustomerKindsDialog)
    assert "2 customers is not known" in dialog.remark.text()
    clerk.press("Return")  # nothing is chosen yet
    assert "Choose what kind" in dialog.message.text()
    clerk.press("Down")
    clerk.press("Return")
    assert unknown_kinds(desk) == 0
    said = [one.text() for one in clerk.window.message_bar.findChildren(QLabel)]
    assert '2 customers are set to "Company".' in said

    clerk.back_in_the_window()
    clerk.press("Ctrl+Z")
    assert unknown_kinds(desk) == 2
    clerk.press("Shift+E")
    clerk.sees_dialog().reject()


def test_where_the_kind_counts_it_is_said_where_it_is_set(
    desk: Desk, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    customer = add_customer(desk, "Alder")
    add_invoice(desk, customer, 10_000, TODAY)
    clerk = Clerk(open_window(desk), qtbot)
    clerk.window.open_customer(customer)
    settle(qtbot, clerk.window)
    assert clerk.page.page.head.facts.text().startswith("Company")

    customers.edit_customer(desk, customer, kind="unknown")
    clerk.window.refresh()
    settle(qtbot, clerk.window)
    assert clerk.page.page.head.facts.text().startswith("Kind not known: E says it")
    clerk.press("C")
    dialog = clerk.sees_dialog()
    for place in (dialog, clerk.call.page):
        said = [one.text() for one in place.findChildren(QLabel)]
        assert any("The kind of this customer is not known" in text for text in said)
    dialog.reject()
    settle(qtbot, clerk.window)
