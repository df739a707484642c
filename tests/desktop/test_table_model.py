from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import ROW_ROLE, SORT_ROLE, Column, TableModel, as_tip


@dataclass(frozen=True)
class Line:
    id: int
    name: str
    cents: int
    days: int | None


COLUMNS = (
    Column[Line]("Customer", lambda row: row.name, lambda row: row.name.casefold(), stretch=True),
    Column[Line](
        "Balance", lambda row: f"${row.cents / 100:,.2f}", lambda row: row.cents, align_right=True
    ),
    Column[Line](
        "Days", lambda row: "" if row.days is None else str(row.days), lambda row: row.days
    ),
)
ROWS = [
    Line(1, "Acme", 9_900, 38),
    Line(2, "baker", 105_050, 4),
    Line(3, "Cole & <b>Sons</b>", 20_000, None),
]
FALLING = Qt.SortOrder.DescendingOrder
RISING = Qt.SortOrder.AscendingOrder


def model_of(rows: list[Line]) -> TableModel[Line]:
    model = TableModel(COLUMNS, row_id=lambda row: row.id)
    model.show_rows(rows)
    return model


def list_of(rows: list[Line], qtbot: QtBot, name: str = "test") -> ListView[Line]:
    model: TableModel[Line] = TableModel(COLUMNS, row_id=lambda row: row.id)
    view: ListView[Line] = ListView(model, name)
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    model.show_rows(rows)
    return view


def names(model: TableModel[Line]) -> list[str]:
    return [row.name for row in model.shown_rows()]


def test_the_model_keeps_qt_s_contract(qtmodeltester: ModelTester, qapp: QApplication) -> None:
    model = model_of(ROWS)
    model.sort(1, FALLING)
    model.filter(lambda row: row.id != 2)

    qtmodeltester.check(model)


def test_money_sorts_by_amount_not_by_text(qapp: QApplication) -> None:
    model = model_of(ROWS)

    model.sort(1, FALLING)

    assert [row.cents for row in model.shown_rows()] == [105_050, 20_000, 9_900]


@pytest.mark.parametrize(("order", "days"), [(RISING, [4, 38, None]), (FALLING, [38, 4, None])])
def test_what_is_not_known_stands_last_both_ways(
    qapp: QApplication, order: Qt.SortOrder, days: list[int | None]
) -> None:
    model = model_of(ROWS)

    model.sort(2, order)

    assert [row.days for row in model.shown_rows()] == days


def test_new_rows_keep_sorting_and_filter(qapp: QApplication) -> None:
    model = model_of(ROWS)
    model.sort(0, RISING)
    model.filter(lambda row: row.cents > 10_000)

    model.show_rows([*ROWS, Line(4, "Able", 30_000, 1)])

    assert names(model) == ["Able", "baker", "Cole & <b>Sons</b>"]
    assert len(model.all_rows()) == 4


def test_a_cell_says_its_column_to_a_screen_reader(qapp: QApplication) -> None:
    model = model_of(ROWS)
    spoken = Qt.ItemDataRole.AccessibleTextRole

    assert model.index(0, 1).data(spoken) == "Balance: $99.00"
    assert model.index(2, 2).data(spoken) == "Days: -"


def test_roles_of_a_cell(qapp: QApplication) -> None:
    model = model_of(ROWS)
    index = model.index(1, 1)

    assert index.data(SORT_ROLE) == 105_050
    assert index.data(ROW_ROLE) is ROWS[1]
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_names_are_no_markup_in_tooltips(qapp: QApplication) -> None:
    model = model_of(ROWS)
    tip = model.index(2, 0).data(Qt.ItemDataRole.ToolTipRole)

    assert tip == as_tip("Cole & <b>Sons</b>") == "<span>Cole &amp; &lt;b&gt;Sons&lt;/b&gt;</span>"


def test_the_same_customer_stays_current_when_rows_change(
    dressed: QApplication, qtbot: QtBot
) -> None:
    view = list_of(ROWS, qtbot)
    view.go_to(3)

    view.rows_model.show_rows([ROWS[2], ROWS[0]])

    assert view.current_row() == ROWS[2]
    assert view.currentIndex().row() == 0


def test_when_the_current_line_is_done_the_next_takes_its_place(
    dressed: QApplication, qtbot: QtBot
) -> None:
    view = list_of(ROWS, qtbot)
    view.go_to(2)

    view.rows_model.show_rows([ROWS[0], ROWS[2]])

    assert view.current_row() == ROWS[2]


def test_sorting_keeps_the_current_customer(dressed: QApplication, qtbot: QtBot) -> None:
    view = list_of(ROWS, qtbot)
    view.go_to(2)

    view.sort_by("Balance", FALLING)

    assert view.current_row() == ROWS[1]
    assert view.currentIndex().row() == 0


def test_enter_opens_and_home_and_end_travel(dressed: QApplication, qtbot: QtBot) -> None:
    view = list_of(ROWS, qtbot)
    opened: list[object] = []
    view.opened.connect(opened.append)

    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Return)

    assert opened == [ROWS[2], ROWS[0]]


def test_sort_and_widths_survive_a_restart(dressed: QApplication, qtbot: QtBot) -> None:
    before = list_of(ROWS, qtbot)
    before.setColumnWidth(2, 133)
    before.sort_by("Days", FALLING)
    QSettings().sync()

    after = list_of(ROWS, qtbot)

    assert after.columnWidth(2) == 133
    assert [row.days for row in after.rows_model.shown_rows()] == [38, 4, None]
    assert after.horizontalHeader().sortIndicatorSection() == 2


def test_the_keyboard_sorts_too(dressed: QApplication, qtbot: QtBot) -> None:
    view = list_of(ROWS, qtbot)

    view.cycle_sort()
    first = view.rows_model.sorted_by
    view.cycle_sort()
    second = view.rows_model.sorted_by
    view.cycle_sort()

    assert (first, second) == ((0, RISING), (0, FALLING))
    assert view.rows_model.sorted_by == (1, RISING)


def test_an_empty_list_says_what_to_do(dressed: QApplication, qtbot: QtBot) -> None:
    view = list_of([], qtbot)
    panel: ListPanel[Line] = ListPanel(view)
    qtbot.addWidget(panel)
    pressed: list[bool] = []
    panel.empty.tell(
        "worklist", "No customers yet", "Import them.", [("Import", lambda: pressed.append(True))]
    )
    panel.show()
    view.rows_model.show_rows([])

    assert panel.empty.isVisible()
    assert panel.empty.title() == "No customers yet"

    view.rows_model.show_rows(ROWS)

    assert view.isVisible()
    assert not panel.empty.isVisible()


def test_after_the_last_column_rows_stand_as_they_were_given(
    dressed: QApplication, qtbot: QtBot
) -> None:
    view = list_of(ROWS, qtbot)
    view.setColumnHidden(1, True)  # noqa: FBT003 - Qt's own form

    found = []
    for _ in range(5):
        view.cycle_sort()
        found.append(view.rows_model.sorted_by)

    assert found == [(0, RISING), (0, FALLING), (2, RISING), (2, FALLING), None]
    assert view.rows_model.shown_rows() == ROWS
    QSettings().sync()
    assert list_of(ROWS, qtbot).rows_model.sorted_by is None


def test_widths_of_other_columns_are_not_taken(dressed: QApplication, qtbot: QtBot) -> None:
    before = list_of(ROWS, qtbot)
    before.setColumnWidth(1, 177)
    QSettings().setValue("lists/test/columns", "Customer Balance Days Why")

    after = list_of(ROWS, qtbot)

    assert after.columnWidth(1) != 177
