"""Pictures of promises, payment plans and expected cash."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from collections_desk.desktop.agreements_view import AgreementsView
from collections_desk.desktop.customer_view import CustomerView
from collections_desk.desktop.dialogs.payment_plan import PaymentPlanDialog
from collections_desk.desktop.dialogs.promise import PromiseDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations.forecast import agreement_lists
from tests.desktop.office import open_dialog
from tests.desktop.waiting import rest

Scene = Callable[[MainWindow], QWidget | None]


def _tab(window: MainWindow, place: int) -> AgreementsView:
    window.go("agreements")
    rest(window)
    view = window.view
    assert isinstance(view, AgreementsView)
    view.tabs.setCurrentIndex(place)
    rest(window)
    return view


def _promises(window: MainWindow) -> None:
    _tab(window, 0)


def _plans(window: MainWindow) -> None:
    _tab(window, 1)


def _cash(window: MainWindow) -> None:
    _tab(window, 2)


def _promise(window: MainWindow) -> QWidget:
    return _deed(window, "promise", PromiseDialog)


def _plan(window: MainWindow) -> QWidget:
    return _deed(window, "payment_plan", PaymentPlanDialog)


def _page(window: MainWindow) -> None:
    _open(window)
    view = window.view
    assert isinstance(view, CustomerView)
    view.page.tabs.setCurrentIndex(2)
    rest(window)


def _open(window: MainWindow) -> None:
    """Show a customer with promises, and a plan where there is one."""
    lists = agreement_lists(window.desk)
    plans = [line for line in lists.plans if line.standing.is_running]
    chosen = plans[0] if plans else max(lists.promises, key=lambda line: line.chain.place)
    window.open_customer(chosen.customer_id)
    rest(window)


def _deed(window: MainWindow, name: str, kind: type[QDialog]) -> QWidget:
    _open(window)
    window.all_actions.action(f"customer.{name}").trigger()
    rest(window)
    dialog = open_dialog(kind)
    assert dialog is not None
    QApplication.processEvents()
    return dialog


SCENES: dict[str, Scene] = {
    "agreements-promises": _promises,
    "agreements-plans": _plans,
    "agreements-cash": _cash,
    "agreements-page": _page,
    "agreements-promise": _promise,
    "agreements-plan": _plan,
}
