"""Pictures of disputes, holds and stop flags."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QApplication, QWidget

from collections_desk.desktop.agreements_view import AgreementsView
from collections_desk.desktop.customer_panel import read_page
from collections_desk.desktop.dialogs.dispute import DisputeDialog
from collections_desk.desktop.dialogs.dispute_work import DisputeWorkDialog
from collections_desk.desktop.dialogs.hold import HoldDialog
from collections_desk.desktop.disputes_tab import DisputesTab
from collections_desk.desktop.fields import DayField
from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations.dispute_lists import listed_disputes
from tests.desktop.waiting import rest

Scene = Callable[[MainWindow], QWidget | None]


def _disputing(window: MainWindow) -> int:
    return listed_disputes(window.desk)[0].dispute.customer_id


def _tab(window: MainWindow) -> None:
    window.go("agreements")
    rest(window)
    view = window.view
    assert isinstance(view, AgreementsView)
    tabs = [view.tabs.widget(place) for place in range(view.tabs.count())]
    view.tabs.setCurrentIndex([isinstance(tab, DisputesTab) for tab in tabs].index(True))
    rest(window)


def _open(window: MainWindow) -> QWidget:
    facts = read_page(window.desk, _disputing(window))
    dialog = DisputeDialog(window, facts, window)
    dialog.code.choose("D02")
    dialog.amount.edit.setText("60")
    dialog.line.setText("line 3, gaskets")
    dialog.words.setPlainText("Two cartons short on delivery.")
    dialog.more_button.click()
    dialog.code.choose("D15")
    dialog.line.setText("freight")
    dialog.show()
    rest(window)
    return dialog


def _work(window: MainWindow) -> QWidget:
    facts = read_page(window.desk, _disputing(window))
    dialog = DisputeWorkDialog(window, facts, window)
    dialog.show()
    rest(window)
    dialog.state.setCurrentIndex(dialog.state.findData("decided_partial"))
    dialog.finding.setText("The count was signed for; one carton was short.")
    dialog.note.setText("Driver asked on Tuesday")
    QApplication.processEvents()
    return dialog


def _hold(window: MainWindow, what: str, ref: str) -> HoldDialog:
    facts = read_page(window.desk, _disputing(window))
    dialog = HoldDialog(window, facts, window)
    dialog.choose(what, ref)
    dialog.show()
    rest(window)
    return dialog


def _pause(window: MainWindow) -> QWidget:
    dialog = _hold(window, "hold", "")
    dialog.scope.setCurrentIndex(1)
    dialog.reason.setText("Sales sorts out the price with them")
    QApplication.processEvents()
    return dialog


def _bankruptcy(window: MainWindow) -> QWidget:
    dialog = _hold(window, "flag", "BKY")
    filed = dialog.asked["filed_on"]
    assert isinstance(filed, DayField)
    filed.set_value(window.desk.today() - timedelta(days=4))
    dialog.reason.setText("Notice of the court came by mail")
    rest(window)
    return dialog


SCENES: dict[str, Scene] = {
    "disputes": _tab,
    "dispute_open": _open,
    "dispute_work": _work,
    "hold_invoice": _pause,
    "stop_bankruptcy": _bankruptcy,
}
