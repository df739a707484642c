"""Pictures of promises, payment plans and expected cash."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from collections_desk.desktop.agreements_view import AgreementsView
from collections_desk.desktop.main_window import MainWindow
from tests.desktop.gallery import rest

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


SCENES: dict[str, Scene] = {
    "agreements-promises": _promises,
    "agreements-plans": _plans,
    "agreements-cash": _cash,
}
