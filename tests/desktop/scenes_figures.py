"""Pictures of the figures, what works and the monthly sales."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QApplication, QWidget

from collections_desk.desktop.dialogs.behind import BehindDialog
from collections_desk.desktop.figures_view import FiguresView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.pack_dialog import PackDialog
from collections_desk.desktop.reports_view import ReportsView
from collections_desk.domain.money import Money
from collections_desk.operations import figures
from tests.desktop.office import open_dialog
from tests.desktop.waiting import rest

Scene = Callable[[MainWindow], QWidget | None]


def _view(window: MainWindow, tab: int, month: int = 0) -> FiguresView:
    window.go("figures")
    rest(window)
    view = window.view
    assert isinstance(view, FiguresView)
    view.tabs.setCurrentIndex(tab)
    if tab == 0:
        view.figures.month.setCurrentIndex(month)
    rest(window)
    return view


def _figures(window: MainWindow) -> None:
    _view(window, 0)


def _at(window: MainWindow, ident: str, part: str = "", month: int = 1) -> FiguresView:
    view = _view(window, 0, month)
    rows = view.figures.list.rows_model.shown_rows()
    place = next(
        at for at, one in enumerate(rows) if one.id == ident and (not part or one.part == part)
    )
    view.figures.list.go_to_line(place)
    rest(window)
    return view


def _roll(window: MainWindow) -> None:
    _at(window, "roll", "1-30 to 31-60")


def _missing(window: MainWindow) -> None:
    _at(window, "dso", month=3)


def _dso(window: MainWindow) -> None:
    for back, dollars in ((10, 260_000), (9, 240_000), (8, 280_000), (7, 250_000), (6, 230_000)):
        figures.type_sales(window.desk, date(2026, back, 1), Money(dollars * 100, "USD"))
    _at(window, "dso")


def _behind(window: MainWindow) -> QWidget:
    view = _at(window, "overdue")
    view.figures.open_input(view.figures.inputs.rows_model.all_rows()[0])
    rest(window)
    dialog = open_dialog(BehindDialog)
    assert dialog is not None
    QApplication.processEvents()
    return dialog


def _works(window: MainWindow) -> None:
    _view(window, 1).works.dimension.setCurrentIndex(2)


def _works_versions(window: MainWindow) -> None:
    _view(window, 1).works.dimension.setCurrentIndex(0)


def _compared(window: MainWindow) -> None:
    view = _view(window, 1)
    view.works.dimension.setCurrentIndex(3)
    rest(window)
    view.works.list.selectAll()
    view.works.compare_marked()


def _sales(window: MainWindow) -> None:
    _dso(window)
    view = _view(window, 2)
    view.sales.month.set_text("13/2026")
    view.sales.month.check()


def _reports(window: MainWindow) -> None:
    window.go("reports")
    rest(window)


def _pack(window: MainWindow) -> QWidget:
    _reports(window)
    view = window.view
    assert isinstance(view, ReportsView)
    view.export_pack()
    QApplication.processEvents()
    dialog = open_dialog(PackDialog)
    assert dialog is not None
    return dialog


SCENES: dict[str, Scene] = {
    "figures": _figures,
    "figures_missing": _missing,
    "figures_roll": _roll,
    "figures_dso": _dso,
    "figures_behind": _behind,
    "figures_works": _works,
    "figures_works_versions": _works_versions,
    "figures_compared": _compared,
    "figures_sales": _sales,
    "management_pack": _pack,
}
