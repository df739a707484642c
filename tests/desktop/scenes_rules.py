"""Pictures of the rules: guards and what they did, tables, places, recording consent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QApplication, QWidget

from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.rules_view import RulesView
from collections_desk.operations import preferences
from tests.desktop.waiting import rest

Scene = Callable[[MainWindow], QWidget | None]


def _rules(window: MainWindow) -> RulesView:
    window.go("rules")
    rest(window)
    view = window.view
    assert isinstance(view, RulesView)
    return view


def _guards(window: MainWindow) -> None:
    view = _rules(window)
    view.guards.list.sort_by("Fired", view.guards.list.horizontalHeader().sortIndicatorOrder())
    busiest = max(view.guards.list.rows_model.all_rows(), key=lambda line: line.count.total)
    view.guards.list.unsort()
    view.guards.list.go_to(busiest.rule.id)
    rest(window)


def _tables(window: MainWindow) -> None:
    settings = window.desk.settings()
    preferences.change_settings(window.desk, replace(settings, rules_review_days=1))
    clock = window.desk.now
    if hasattr(clock, "pass_by"):
        clock.pass_by(days=timedelta(days=3).days)
    _rules(window).tabs.setCurrentIndex(1)
    rest(window)
    if hasattr(clock, "pass_by"):
        clock.pass_by(days=-3)
    preferences.change_settings(window.desk, settings)


def _places(window: MainWindow) -> None:
    _rules(window).tabs.setCurrentIndex(2)


def _consent(window: MainWindow) -> None:
    _rules(window).tabs.setCurrentIndex(3)


def _switch(window: MainWindow) -> QWidget | None:
    view = _rules(window)
    view.tabs.setCurrentIndex(0)
    view.guards.list.go_to("G-TIME-01")
    view.switch()
    return QApplication.activeModalWidget()


SCENES: dict[str, Scene] = {
    "rules_guards": _guards,
    "rules_tables": _tables,
    "rules_places": _places,
    "rules_consent": _consent,
    "rules_switch": _switch,
}
