"""Pictures of the worklist, the customer page, the call form and their dialogs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from collections_desk.desktop.call_form import CallForm
from collections_desk.desktop.customer_view import CustomerView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.worklist_view import WorklistView
from tests.desktop.waiting import rest

Scene = Callable[[MainWindow], QWidget | None]


def _worklist(window: MainWindow) -> WorklistView:
    window.go("worklist")
    rest(window)
    view = window.view
    assert isinstance(view, WorklistView)
    view.close_page()
    view.filters.clear()
    view.table.go_to_line(0)
    rest(window)
    return view


def _list(window: MainWindow) -> None:
    _worklist(window)


def _selection(window: MainWindow) -> None:
    _worklist(window).table.selectAll()
    rest(window)


def _no_match(window: MainWindow) -> None:
    _worklist(window).filters.words.setText("no such customer")


def _beside(window: MainWindow) -> None:
    _worklist(window).open_current()
    rest(window)


def _customer(window: MainWindow) -> CustomerView:
    view = _worklist(window)
    customer_id = view.current_id()
    assert customer_id is not None
    window.open_customer(customer_id)
    rest(window)
    shown = window.view
    assert isinstance(shown, CustomerView)
    return shown


def _page(window: MainWindow) -> None:
    _customer(window)


def _tab(number: int) -> Scene:
    def scene(window: MainWindow) -> None:
        _customer(window).page.tabs.setCurrentIndex(number)
        rest(window)

    return scene


def _call(window: MainWindow) -> None:
    view = _worklist(window)
    customer_id = view.current_id()
    assert customer_id is not None
    window.start_call(customer_id)
    rest(window)
    form = window.view
    assert isinstance(form, CallForm)
    if form.fields is None:
        return
    form.fields.note.setPlainText("The bookkeeper found the invoice; the owner signs on Friday.")
    form.fields.reason.choose("R05")
    form.fields.promise.set_text("half on friday")
    rest(window)


def _dialog(name: str) -> Scene:
    def scene(window: MainWindow) -> QWidget | None:
        view = _customer(window)
        command = {one.id: one for one in view.deeds.commands()}[f"customer.{name}"]
        command.run()
        rest(window)
        return QApplication.activeModalWidget()

    return scene


def _guards(window: MainWindow) -> QWidget | None:
    view = _worklist(window)
    for row in view.table.rows_model.shown_rows()[:40]:
        window.start_call(row.customer_id)
        rest(window)
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            return dialog
        form = window.view
        if isinstance(form, CallForm):
            form.leave()
            rest(window)
    return None


SCENES: dict[str, Scene] = {
    "worklist": _list,
    "worklist_selection": _selection,
    "worklist_no_match": _no_match,
    "worklist_beside": _beside,
    "customer": _page,
    "customer_invoices": _tab(1),
    "customer_agreements": _tab(2),
    "customer_letters": _tab(3),
    "customer_files": _tab(4),
    "customer_category": _tab(5),
    "call": _call,
    "call_guards": _guards,
    "dialog_note": _dialog("note"),
    "dialog_promise": _dialog("promise"),
    "dialog_dispute": _dialog("dispute"),
    "dialog_hold": _dialog("hold"),
    "dialog_category": _dialog("category"),
    "dialog_details": _dialog("details"),
    "dialog_step_skipped": _dialog("step_skipped"),
    "dialog_step_done": _dialog("step_done"),
}
