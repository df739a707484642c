"""Pictures of the contact plans, of the brief and of the history of a customer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QApplication, QWidget

from collections_desk.desktop.customer_view import CustomerView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.plans_view import PlansView
from collections_desk.desktop.today_view import TodayView
from collections_desk.domain.brief import Brief
from collections_desk.operations.brief import wake_up_brief
from collections_desk.operations.worklist import worklist
from tests.desktop.waiting import rest

Scene = Callable[[MainWindow], QWidget | None]


def _plans(window: MainWindow, number: int = 0) -> PlansView:
    window.go("plans")
    rest(window)
    view = window.view
    assert isinstance(view, PlansView)
    if view.state is not None and view.state.has_changes:
        view.discard()
        rest(window)
    view.plans.setCurrentIndex(number)
    view.tabs.setCurrentIndex(0)
    rest(window)
    view.list.go_to_line(0)
    return view


def _plan(window: MainWindow) -> None:
    _plans(window)


def _plan_dates(window: MainWindow) -> None:
    view = _plans(window, 3)
    for line in worklist(window.desk):
        if line.next_action and line.next_action.plan == "D" and line.days_past_due > 20:
            view.dates.picker.choose(line.customer_id, line.name)
            break
    rest(window)


def _plan_faults(window: MainWindow) -> None:
    view = _plans(window, 1)
    view.list.go_to_line(2)
    view.form.tone.setCurrentIndex(view.form.tone.findData("firm"))
    view.form.offset.setValue(2)
    view.form.text.setPlainText("")
    view.tabs.setCurrentIndex(1)
    rest(window)


def _plan_read(window: MainWindow) -> None:
    _plans(window, 2).show_tab(2)


def _plan_versions(window: MainWindow) -> None:
    _plans(window, 4).show_tab(3)


def _plan_save(window: MainWindow) -> QWidget | None:
    view = _plans(window)
    view.list.go_to_line(4)
    view.form.offset.setValue(12)
    rest(window)
    view.save()
    rest(window)
    return QApplication.activeModalWidget()


def _today(window: MainWindow) -> TodayView:
    window.go("today")
    rest(window)
    view = window.view
    assert isinstance(view, TodayView)
    return view


def _morning(window: MainWindow) -> None:
    _today(window)


def _three_weeks(window: MainWindow) -> None:
    desk = window.desk
    _today(window).show_brief(wake_up_brief(desk, today=desk.today() + timedelta(days=21)))
    rest(window)


def _nothing_new(window: MainWindow) -> None:
    day = window.desk.today()
    _today(window).show_brief(Brief(day - timedelta(days=3), day, ()))
    rest(window)


def _history(window: MainWindow) -> None:
    lines = [line for line in worklist(window.desk, everyone=True) if line.repeat_count]
    line = max(lines, key=lambda one: (one.repeat_count, one.days_past_due))
    window.open_customer(line.customer_id)
    rest(window)
    view = window.view
    assert isinstance(view, CustomerView)
    view.page.tabs.setCurrentWidget(view.page.history_tab)
    rest(window)


SCENES: dict[str, Scene] = {
    "customer_history": _history,
    "today": _morning,
    "today_three_weeks": _three_weeks,
    "today_nothing": _nothing_new,
    "plans": _plan,
    "plans_dates": _plan_dates,
    "plans_faults": _plan_faults,
    "plans_read": _plan_read,
    "plans_versions": _plan_versions,
    "plans_save": _plan_save,
}
