"""Money by keyboard where it meets other screens: after a call, in an import, at the start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.dialogs.payment import PaymentDialog
from collections_desk.desktop.export_dialog import ExportDialog
from collections_desk.desktop.import_wizard import RESULT, ImportWizard
from collections_desk.desktop.imports_view import ImportsView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.today_view import TodayView
from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.money import Money
from collections_desk.operations import customers, records
from collections_desk.operations.desk import Desk
from collections_desk.operations.payments import record_payment
from collections_desk.store.tables import CustomerRow, InvoiceRow
from tests.clock import Clock
from tests.desktop.clerk import Clerk
from tests.desktop.office import focused, open_dialog, press, wait_for_dialog, write_items
from tests.desktop.waiting import settle, wait_for
from tests.operations.contact_desk import add_customer, add_invoice
from tests.operations.mail_desk import TODAY, write_settings

Open = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier
ROWS = (
    "Alder Books,INV-1,2026-08-31,2026-09-30,1200.00,1200.00",
    "Birch Cafe,INV-3,2026-10-15,2026-11-14,75.25,75.25",
)
ANOTHER = "Birch Cafe,INV-4,2026-10-16,2026-11-15,10.00,10.00"


def owing(desk: Desk) -> int:
    write_settings(desk)
    customer = add_customer(desk)
    add_invoice(desk, customer, 100_000, TODAY - timedelta(days=50))
    return customer


# An import that does not know yet what was paid here.


def go_on(qtbot: QtBot, window: MainWindow, wizard: ImportWizard) -> None:
    qtbot.keyClick(wizard.next_button, Qt.Key.Key_Space)
    settle(qtbot, window)


def read(qtbot: QtBot, view: ImportsView, window: MainWindow, path: Path) -> ImportWizard:
    view.start(str(path))
    settle(qtbot, window)
    wizard = view.wizard
    assert wizard is not None
    for card in wizard.how_step.cards():
        if card.question.id == "currency":
            qtbot.keyClick(card.use, Qt.Key.Key_Space)
            settle(qtbot, window)
    return wizard


def opened(desk: Desk) -> dict[str, int]:
    with desk.database.read() as session:
        rows = session.scalars(select(InvoiceRow).order_by(InvoiceRow.number)).all()
        return {row.number: row.open_minor for row in rows if row.open_minor}


@pytest.mark.parametrize(("key", "left"), [("K", 90_000), ("F", 120_000)])
def test_a_payment_that_the_file_does_not_know_is_decided_by_a_key(  # noqa: PLR0913, PLR0917 - fixtures
    desk: Desk,
    open_window: Open,
    qtbot: QtBot,
    clock: Clock,
    tmp_path: Path,
    key: str,
    left: int,
) -> None:
    window = open_window(desk)
    press(qtbot, window, Qt.Key.Key_4, CTRL)
    view = window.view
    assert isinstance(view, ImportsView)
    wizard = read(qtbot, view, window, write_items(tmp_path, "first.csv", *ROWS))
    for _ in range(3):
        go_on(qtbot, window, wizard)
    with desk.database.read() as session:
        alder = session.scalars(select(CustomerRow).filter_by(name="Alder Books")).one().id
    today = clock.now.date()
    paid = PaymentEntry(alder, Money(30_000, "USD"), today, "check", reference="1043")
    record_payment(desk, paid)
    clock.pass_by(days=1)

    wizard = read(qtbot, view, window, write_items(tmp_path, "second.csv", *ROWS, ANOTHER))
    go_on(qtbot, window, wizard)
    go_on(qtbot, window, wizard)
    step = wizard.changes_step
    names = [step.groups.item(at).text() for at in range(step.groups.count())]
    step.groups.setCurrentRow(
        next(at for at, name in enumerate(names) if name.startswith("Done here"))
    )
    step.list.setFocus()
    assert "payment 1043" in step.list.rows_model.all_rows()[0].what
    press(qtbot, window, getattr(Qt.Key, f"Key_{key}"))

    assert step.list.rows_model.all_rows()[0].decision == {"K": "keep", "F": "file"}[key]
    go_on(qtbot, window, wizard)
    assert wizard.steps.currentIndex() == RESULT
    assert opened(desk)["INV-1"] == left


# A call on which the customer paid.


@pytest.fixture
def noon(clock: Clock) -> Clock:
    clock.now = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    return clock


def test_a_call_on_which_they_paid_leads_to_the_payment(
    noon: Clock,
    desk: Desk,
    open_window: Open,
    qtbot: QtBot,
) -> None:
    customer = owing(desk)
    window = open_window(desk)
    window.open_customer(customer)
    settle(qtbot, window)
    clerk = Clerk(window, qtbot)
    clerk.press("C")
    clerk.type("Paid 250 by card.")
    clerk.press("Alt+D")
    clerk.press("Alt+O")
    clerk.type("RPF")
    clerk.press("Ctrl+Return")

    dialog = wait_for_dialog(qtbot, PaymentDialog)
    assert isinstance(dialog, PaymentDialog)
    assert dialog.method.currentData() == "card"
    assert dialog.amount.isAncestorOf(focused()) or focused() is dialog.amount
    QApplication.processEvents()
    clerk.type("250")
    qtbot.keyClicks(dialog.last4, "4242")
    clerk.press("Return")
    wait_for(qtbot, lambda: open_dialog(PaymentDialog) is None)
    settle(qtbot, window)

    page = customers.customer_page(desk, customer)
    assert page.balances == (Money(75_000, "USD"),)


# The question before everything is exported.


@pytest.mark.parametrize("answer", ["go on", "leave it"])
def test_exporting_everything_asks_and_goes_on_with_a_sentence(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, tmp_path: Path, answer: str
) -> None:
    window = open_window(sample_desk)
    press(qtbot, window, Qt.Key.Key_5, CTRL)
    press(qtbot, window, Qt.Key.Key_E, CTRL)
    dialog = wait_for_dialog(qtbot, ExportDialog)
    assert isinstance(dialog, ExportDialog)
    wait_for(qtbot, lambda: "call" in dialog.count.text())
    clerk = Clerk(window, qtbot)
    qtbot.keyClick(dialog.full_numbers, Qt.Key.Key_Space)
    dialog.export_to(str(tmp_path / "calls.csv"))

    question = wait_for_dialog(qtbot, GuardsDialog)
    assert isinstance(question, GuardsDialog)
    assert not (tmp_path / "calls.csv").exists()
    if answer == "leave it":
        clerk.press("Escape")
        wait_for(qtbot, lambda: open_dialog(GuardsDialog) is None)
        assert dialog.isVisible()
        assert not (tmp_path / "calls.csv").exists()
        return
    clerk.type("The court asked for whole numbers.")
    clerk.press("Alt+E")
    wait_for(qtbot, lambda: open_dialog(ExportDialog) is None)
    settle(qtbot, window)

    record = records.export_history(sample_desk)[0]
    assert not record.redacted
    assert (tmp_path / "calls.csv").exists()


# A check that is held, in the brief.


def test_the_brief_reminds_of_a_held_check(
    desk: Desk, clock: Clock, open_window: Open, qtbot: QtBot
) -> None:
    customer = owing(desk)
    held = PaymentEntry(
        customer,
        Money(30_000, "USD"),
        TODAY,
        "check",
        reference="1043",
        dated_on=TODAY + timedelta(days=31),
    )
    record_payment(desk, held)
    clock.pass_by(days=20)

    window = open_window(desk, at_start=True)
    clerk = Clerk(window, qtbot)
    settle(qtbot, window)
    view = window.view
    assert isinstance(view, TodayView), window.view_id
    rows = view.list.rows_model.all_rows()
    texts = [row.line.text if row.line is not None else "" for row in rows]
    at = next(number for number, text in enumerate(texts) if "Check 1043" in text)
    assert "Tell them in writing by" in texts[at]
    view.list.setCurrentIndex(view.list.rows_model.index(at, 0))
    view.list.setFocus()
    clerk.press("Return")
    assert window.view_id == "customer"
