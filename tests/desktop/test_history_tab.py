"""The history of a customer: how often, how it ended, and whether it is one more time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from collections_desk.desktop.history_tab import HistoryTab, summary_of
from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.cases import Case, CaseEnd, Repeats
from collections_desk.domain.money import Money
from collections_desk.operations.desk import Desk
from tests.desktop.clerk import Clerk
from tests.operations.contact_desk import add_customer, add_invoice, add_payment


def case(number: int, how: CaseEnd = "paid") -> Case:
    ended = None if how == "open" else date(2026, number, 20)
    return Case(number, date(2026, number, 2), ended, how, (Money(10_000, "USD"),), 18, 18, 1, 2)


@pytest.mark.parametrize(
    ("cases", "repeats", "words", "color"),
    [
        ((), Repeats(), "This customer was never past due.", "good"),
        ((case(1, "open"),), Repeats(), "Past due for the first time.", "notice"),
        ((case(1), case(2, "open")), Repeats(1), "Past due for the second time.", "caution"),
        (
            (case(1), case(2), case(3, "open")),
            Repeats(2),
            "Past due for the third time.",
            "danger",
        ),
        (
            (*(case(n) for n in range(1, 10)), case(11, "open")),
            Repeats(9),
            "Past due for the 11th time.",
            "danger",
        ),
        (
            (case(1), case(2)),
            Repeats(2),
            "Past due 2 times before; it is too early to say that this customer has recovered.",
            "notice",
        ),
        (
            (case(1),),
            Repeats(1),
            "Past due once before; it is too early to say that this customer has recovered.",
            "notice",
        ),
        (
            (case(1), case(2)),
            Repeats(2, date(2026, 2, 20)),
            "Recovered: everything was paid on time since Fri, Feb 20, 2026.",
            "good",
        ),
    ],
)
def test_the_sentence_at_the_top(
    cases: tuple[Case, ...], repeats: Repeats, words: str, color: str
) -> None:
    mark, said = summary_of(cases, repeats)

    assert (said, mark.color) == (words, color)


def history(clerk: Clerk) -> HistoryTab:
    return clerk.page.page.history_tab


def go_to_history(clerk: Clerk) -> None:
    tabs = clerk.page.page.tabs
    tabs.tabBar().setFocus()
    for _ in range(tabs.count()):
        if tabs.currentWidget() is history(clerk):
            return
        clerk.press("Right")


def test_the_third_time_is_seen_with_how_the_others_ended(
    desk: Desk, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    customer_id = add_customer(desk)
    for month, paid in ((3, date(2026, 3, 25)), (6, date(2026, 7, 1))):
        invoice = add_invoice(desk, customer_id, 10_000 * month, date(2026, month, 10))
        add_payment(desk, customer_id, invoice, 10_000 * month, paid)
    add_invoice(desk, customer_id, 50_000, date(2026, 11, 2))
    clerk = Clerk(open_window(desk), qtbot)
    clerk.window.open_customer(customer_id)

    go_to_history(clerk)

    tab = history(clerk)
    assert tab.isVisible()
    assert tab.summary.text() == "Past due for the third time."
    shown = [
        [str(tab.list.rows_model.index(row, place).data()) for place in range(6)]
        for row in range(3)
    ]
    assert shown == [
        ["3", "Tue, Nov 3, 2026", "not yet", "Open", "18", "$500.00"],
        ["2", "Thu, Jun 11, 2026", "Wed, Jul 1, 2026", "Paid", "21", "$600.00"],
        ["1", "Wed, Mar 11, 2026", "Wed, Mar 25, 2026", "Paid", "15", "$300.00"],
    ]
    assert clerk.page.page.tabs.tabText(clerk.page.page.tabs.currentIndex()) == "History (3)"


def test_a_customer_who_was_never_late(
    desk: Desk, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    customer_id = add_customer(desk)
    add_invoice(desk, customer_id, 50_000, date(2026, 12, 2))
    clerk = Clerk(open_window(desk), qtbot)
    clerk.window.open_customer(customer_id)

    go_to_history(clerk)

    assert history(clerk).summary.text() == "This customer was never past due."
    assert history(clerk).panel.empty.title() == "Never past due"
