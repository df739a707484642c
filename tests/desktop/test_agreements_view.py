"""Promises, payment plans and expected cash, by keyboard on the encrypted sample store."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from collections_desk.desktop.agreed_plans import PlansTab
from collections_desk.desktop.agreed_promises import PromisesTab
from collections_desk.desktop.agreements_view import AgreementsView
from collections_desk.desktop.customer_view import CustomerView
from collections_desk.desktop.dialogs.payment_plan import PaymentPlanDialog
from collections_desk.desktop.dialogs.promise import PromiseDialog
from collections_desk.desktop.expected_cash_chart import MOST_BARS, bars_of
from collections_desk.desktop.expected_cash_tab import ExpectedCashTab
from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.forecast import WeekSum
from collections_desk.domain.money import Money
from collections_desk.domain.payment_plans import ENDED_STATES, PlanState
from collections_desk.domain.promises import PromiseState
from collections_desk.operations import contact, customers, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.forecast import agreement_lists, expected_cash
from collections_desk.operations.worklist import worklist
from tests.clock import FRIDAY
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle, wait_for

TODAY = FRIDAY.date()


@pytest.fixture
def clerk(sample_window: MainWindow, qtbot: QtBot) -> Clerk:
    return Clerk(sample_window, qtbot)


def view_of(clerk: Clerk) -> AgreementsView:
    view = clerk.window.view
    assert isinstance(view, AgreementsView)
    return view


def debtor(desk: Desk) -> int:
    """Return a company with several overdue invoices in dollars and no agreement or dispute."""
    agreed = {line.customer_id for line in agreement_lists(desk).plans}
    for line in worklist(desk):
        if line.customer_id in agreed or line.state != "action":
            continue
        page = customers.customer_page(desk, line.customer_id)
        overdue = [one for one in page.invoices if one.days_past_due and one.open.minor > 10_000]
        if (
            page.customer.kind.value == "entity"
            and len(overdue) >= 1
            and not page.disputes
            and not any(one.state is PromiseState.OPEN for one in page.promises)
            and all(one.open.currency == "USD" and one.open.minor > 0 for one in page.invoices)
        ):
            return line.customer_id
    raise AssertionError("the sample has no such customer")


def open_sheet(clerk: Clerk, customer_id: int, keys: str) -> QDialog:
    clerk.window.open_customer(customer_id)
    settle(clerk.qtbot, clerk.window)
    clerk.press(keys)
    sheet = clerk.sees_dialog()
    sheet.activateWindow()  # as a window manager does; access keys need it
    settle(clerk.qtbot, clerk.window)
    return sheet


def do(clerk: Clerk, keys: str, sheet: QDialog) -> None:
    """Press the access key of the deed: a button sinks in for a moment before it acts."""
    done: list[bool] = []
    sheet.accepted.connect(lambda: done.append(True))
    clerk.press(keys)
    wait_for(clerk.qtbot, lambda: bool(done))
    settle(clerk.qtbot, clerk.window)
    clerk.back_in_the_window()


def test_every_tab_says_what_the_store_says(clerk: Clerk, sample_desk: Desk) -> None:
    clerk.press("Ctrl+7")
    view, lists = view_of(clerk), agreement_lists(sample_desk)
    promises = view.part
    assert isinstance(promises, PromisesTab)
    shown = promises.list.rows_model.shown_rows()
    assert len(shown) == sum(line.standing.state is PromiseState.OPEN for line in lists.promises)
    assert f"{lists.rates.kept} of {lists.rates.due} promises kept" in promises.about.text()

    clerk.press("Ctrl+PageDown")
    plans = view.part
    assert isinstance(plans, PlansTab)
    living = [line for line in lists.plans if line.standing.state not in ENDED_STATES]
    assert len(plans.list.rows_model.shown_rows()) == len(living)

    clerk.press("Ctrl+PageDown")
    cash, found = view.part, expected_cash(sample_desk)
    assert isinstance(cash, ExpectedCashTab)
    assert cash.list.rows_model.all_rows() == list(found.lines)
    assert f"{found.overall.kept} of {found.overall.due} kept" in cash.about.text()
    assert "This week" in cash.chart.in_words()


def test_words_sift_and_enter_opens_the_customer(clerk: Clerk, sample_desk: Desk) -> None:
    line = next(
        line
        for line in agreement_lists(sample_desk).promises
        if line.standing.state is PromiseState.OPEN
    )
    clerk.press("Ctrl+7")
    clerk.press("Ctrl+F")
    clerk.type(line.name.split()[0])
    clerk.press("Return")
    tab = view_of(clerk).part
    assert isinstance(tab, PromisesTab)
    assert {row.name for row in tab.list.rows_model.shown_rows()} == {line.name}
    clerk.press("Return")

    shown = clerk.window.view
    assert isinstance(shown, CustomerView)
    assert shown.page.customer_id == line.customer_id


def test_nothing_that_matches_says_so(clerk: Clerk) -> None:
    clerk.press("Ctrl+7")
    clerk.press("Ctrl+F")
    clerk.type("zzzqqq")
    tab = view_of(clerk).part
    assert isinstance(tab, PromisesTab)
    assert tab.panel.empty.title() == "Nothing matches"
    assert tab.panel.sums() == ""


def test_a_plan_by_keyboard_from_the_offer_to_the_signed_copy(
    clerk: Clerk, sample_desk: Desk, tmp_path: Path
) -> None:
    customer_id = debtor(sample_desk)
    sheet = open_sheet(clerk, customer_id, "Shift+P")
    assert isinstance(sheet, PaymentPlanDialog)
    balance = sheet.fields.balance.value()
    assert balance is not None
    clerk.press("Alt+N")  # installments
    clerk.press("3")
    clerk.press("Alt+T")  # no letter now
    clerk.press("End")
    do(clerk, "Alt+O", sheet)

    [plan] = customers.customer_page(sample_desk, customer_id).payment_plans
    assert plan.state is PlanState.OFFERED
    assert [part.installment.number for part in plan.installments] == [0, 1, 2, 3]
    assert sum(part.installment.amount.minor for part in plan.installments) == balance.minor
    assert plan.plan.balance == balance

    scan = tmp_path / "signed.pdf"
    scan.write_bytes(b"%PDF-1.7 signed copy")
    again = open_sheet(clerk, customer_id, "Shift+P")
    assert isinstance(again, PaymentPlanDialog)
    assert "Record the signed copy" in again.what.currentText()
    again.take_scan(scan)
    clerk.type("Greta Villareal")
    do(clerk, "Alt+G", again)

    page = customers.customer_page(sample_desk, customer_id)
    assert page.payment_plans[0].state is PlanState.SIGNED
    assert page.payment_plans[0].plan.signed_by == "Greta Villareal"
    assert [one.label for one in contact.attachments(sample_desk, customer_id)] == ["signed.pdf"]
    assert any("signed by Greta Villareal" in line.title for line in page.timeline)
    shown = clerk.window.view
    assert isinstance(shown, CustomerView)
    assert len(shown.page.plans.list.rows_model.shown_rows()) == 4


def test_the_letters_of_a_plan_begin_from_the_plan(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = debtor(sample_desk)
    sheet = open_sheet(clerk, customer_id, "Shift+P")
    assert isinstance(sheet, PaymentPlanDialog)
    covered = sheet.fields.invoices.marked()
    clerk.press("Alt+T")
    clerk.press("End")  # no letter now
    do(clerk, "Alt+O", sheet)
    again = open_sheet(clerk, customer_id, "Shift+P")
    assert isinstance(again, PaymentPlanDialog)
    clerk.press("Alt+H")
    clerk.press("Down")
    assert "Write the agreement to sign (L06)" in again.what.currentText()
    do(clerk, "Alt+W", again)

    assert clerk.window.view_id == "mail"
    [letter] = [
        one for one in customers.customer_page(sample_desk, customer_id).letters
        if one.type == "L06"
    ]  # fmt: skip
    listed = mail.one_letter(sample_desk, letter.id).options.invoice_ids
    assert listed is not None
    assert set(listed) == set(covered)


def test_a_signature_without_its_scan_is_asked_about_once(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = debtor(sample_desk)
    sheet = open_sheet(clerk, customer_id, "Shift+P")
    clerk.press("Alt+T")
    clerk.press("End")
    do(clerk, "Alt+O", sheet)
    again = open_sheet(clerk, customer_id, "Shift+P")
    assert isinstance(again, PaymentPlanDialog)
    clerk.type("Greta Villareal")
    clerk.press("Alt+G")
    wait_for(
        clerk.qtbot, lambda: "scan of the signed copy is not attached" in again.message.text()
    )
    assert customers.customer_page(sample_desk, customer_id).payment_plans[0].state is (
        PlanState.OFFERED
    )
    do(clerk, "Alt+G", again)
    assert customers.customer_page(sample_desk, customer_id).payment_plans[0].state is (
        PlanState.SIGNED
    )


def test_a_changed_amount_is_taken_up_by_the_parts_after_it(
    clerk: Clerk, sample_desk: Desk
) -> None:
    sheet = open_sheet(clerk, debtor(sample_desk), "Shift+P")
    assert isinstance(sheet, PaymentPlanDialog)
    schedule = sheet.fields.schedule
    balance = sheet.fields.balance.value()
    assert balance is not None
    schedule.amounts[1].edit.setFocus()
    clerk.press("Ctrl+A")
    clerk.type("12.34")
    clerk.press("Tab")
    parts = schedule.parts()
    assert parts is not None
    assert parts[1].amount == Money(1_234, "USD")
    assert sum(part.amount.minor for part in parts) == balance.minor
    assert "Adds up to" in schedule.total.text()


def test_a_plan_that_does_not_add_up_is_not_taken(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = debtor(sample_desk)
    sheet = open_sheet(clerk, customer_id, "Shift+P")
    assert isinstance(sheet, PaymentPlanDialog)
    schedule = sheet.fields.schedule
    schedule.amounts[-1].edit.setFocus()
    clerk.press("Ctrl+A")
    right = schedule.amounts[-1].value()
    assert right is not None
    clerk.type("1.00")
    assert "less than the balance" in schedule.total.text()  # at the key, not after the field
    clerk.press("Tab")
    assert "less than the balance" in schedule.total.text()
    clerk.press("Alt+O")
    wait_for(clerk.qtbot, lambda: bool(sheet.message.text()))

    assert sheet.isVisible()
    assert "less than the balance" in sheet.message.text()
    assert "Nothing was recorded." in sheet.message.text()
    assert not customers.customer_page(sample_desk, customer_id).payment_plans

    schedule.amounts[-1].edit.setFocus()
    clerk.press("Ctrl+A")
    clerk.type(str(right.decimal()))
    assert sheet.message.text() == ""
    assert "than the balance" not in schedule.total.text()


def test_the_parts_follow_the_down_payment_as_it_is_typed(clerk: Clerk, sample_desk: Desk) -> None:
    sheet = open_sheet(clerk, debtor(sample_desk), "Shift+P")
    assert isinstance(sheet, PaymentPlanDialog)
    schedule = sheet.fields.schedule
    clerk.press("Alt+P")
    clerk.press("Ctrl+A")
    clerk.type("12")
    assert schedule.amounts[0].value() == Money(1_200, "USD")
    clerk.type("x")
    assert sheet.fields.note.text()
    clerk.press("Backspace")
    assert sheet.fields.note.text() == ""
    schedule.amounts[1].edit.setFocus()
    clerk.press("Ctrl+A")
    clerk.type("5.00")
    clerk.press("Alt+P")  # going through a field changes nothing
    clerk.press("Tab")
    parts = schedule.parts()
    assert parts is not None
    assert parts[1].amount == Money(500, "USD")


def test_days_of_my_own_are_no_rhythm(clerk: Clerk, sample_desk: Desk) -> None:
    sheet = open_sheet(clerk, debtor(sample_desk), "Shift+P")
    assert isinstance(sheet, PaymentPlanDialog)
    schedule = sheet.fields.schedule
    day = schedule.days[1].value()
    assert day is not None
    schedule.days[1].edit.setFocus()
    clerk.press("Ctrl+A")
    moved = day + timedelta(days=2)
    clerk.type(f"{moved:%m/%d/%Y}")
    clerk.press("Tab")

    assert sheet.fields.rhythm.currentData() == "dates"
    parts = schedule.parts()
    assert parts is not None
    assert parts[1].due_on == moved


def test_the_invoices_of_a_promise_are_marked_with_space(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = debtor(sample_desk)
    sheet = open_sheet(clerk, customer_id, "R")
    assert isinstance(sheet, PromiseDialog)
    assert "promise on this money" in sheet.before.text()
    clerk.press("Alt+F")
    clerk.press("Space")
    [invoice] = sheet.invoices.marked()
    clerk.press("Alt+M")
    clerk.type("all tomorrow")
    do(clerk, "Alt+P", sheet)

    page = customers.customer_page(sample_desk, customer_id)
    newest = page.promises[0]
    open_minor = next(item.open.minor for item in page.invoices if item.id == invoice)
    assert newest.promise.invoice_ids == (invoice,)
    assert newest.promise.amount.minor == open_minor  # "all" is what is open on the marked one
    assert newest.promise.due_on == TODAY + timedelta(days=1)


def test_weeks_far_away_are_one_bar() -> None:
    weeks = [
        WeekSum(TODAY + timedelta(days=7 * at), Money(100 * at, "USD"), Money(10 * at, "USD"))
        for at in range(MOST_BARS + 5)
    ]
    bars = bars_of(weeks, "Later", {week.week: str(week.week) for week in weeks})

    assert len(bars) == MOST_BARS + 1
    assert bars[-1][0] == "Later"
    assert sum(promised.minor for _, promised, _ in bars) == sum(w.promised.minor for w in weeks)
