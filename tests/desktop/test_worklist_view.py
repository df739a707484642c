"""The worklist by keyboard, on the real window and the encrypted sample store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from collections_desk.desktop import theme
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.table_model import TableModel
from collections_desk.desktop.worklist_columns import (
    STAND_BACK,
    next_text,
    standing,
    worklist_columns,
)
from collections_desk.desktop.worklist_filters import WorklistFilter, is_due
from collections_desk.desktop.worklist_table import (
    CELL_EDGES,
    CELL_PADDING,
    ICON_ROOM,
    MARK_ROOM,
    WorklistTable,
    demi_bold,
    said_first,
)
from collections_desk.domain.aging import Aging
from collections_desk.domain.customers import Category
from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.money_text import money_text
from collections_desk.domain.worklist import NextAction, WorklistLine
from collections_desk.operations.customers import edit_customer
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist
from tests.clock import FRIDAY
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle, wait_for

TODAY = FRIDAY.date()


def line(**changes: object) -> WorklistLine:
    whole = {
        "customer_id": 1,
        "name": "Łódź Bakery",
        "reference": "C-1",
        "category": Category.STRUGGLING,
        "balances": (Money(50_000, "USD"),),
        "overdue": (Money(50_000, "USD"),),
        "to_be_collected": (Money(50_000, "USD"),),
        "days_past_due": 45,
        "aging": (Aging("USD", (0, 0, 50_000, 0, 0, 0)),),
        "phone": "555-0100",
        "zone": None,
        "last_contact": FRIDAY - timedelta(days=10),
        "last_outcome": "NA",
        "state": "action",
        "next_action": NextAction("call", "Call", TODAY),
        "hold": None,
        "why": "45 days past due",
        "rank": 10,
        "rank_parts": (("due", 10),),
        "repeat_count": 0,
        "as_of": TODAY,
    }
    return WorklistLine(**(whole | changes))  # type: ignore[arg-type]


LATER = NextAction("call", "Call", TODAY + timedelta(days=3))


@pytest.mark.parametrize(
    ("asked", "changes", "shown"),
    [
        pytest.param({}, {}, True, id="due today is shown at first"),
        pytest.param({}, {"next_action": LATER}, False, id="due on Monday is not"),
        pytest.param({"state": "later"}, {"next_action": LATER}, True, id="but under coming up"),
        pytest.param({"state": "hold"}, {"state": "hold"}, True, id="a hold under on hold"),
        pytest.param({"state": "open"}, {"state": "hold"}, True, id="and under all open"),
        pytest.param({"state": "open"}, {"state": "end"}, False, id="an end is not open"),
        pytest.param({"state": "end"}, {"state": "end"}, True, id="but closed"),
        pytest.param({"category": "disputing"}, {}, False, id="another category"),
        pytest.param({"bucket": "31-60"}, {}, True, id="its age"),
        pytest.param({"bucket": "61-90"}, {}, False, id="another age"),
        pytest.param({"at_least": Decimal(500)}, {}, True, id="just enough to collect"),
        pytest.param({"at_least": Decimal("500.01")}, {}, False, id="a cent short"),
        pytest.param(
            {"at_least": Decimal(400)},
            {"to_be_collected": (Money(30_000, "EUR"), Money(30_000, "USD"))},
            False,
            id="two currencies are never added",
        ),
        pytest.param({"quiet_days": 7}, {}, True, id="quiet for a week"),
        pytest.param({"quiet_days": 14}, {}, False, id="not for two"),
        pytest.param({"quiet_days": 14}, {"last_contact": None}, True, id="never is long ago"),
        pytest.param({"quiet_days": 0}, {}, False, id="contacted is not never"),
        pytest.param({"words": "bakery"}, {}, True, id="a word of the name"),
        pytest.param({"words": "lodz"}, {}, True, id="without its accents"),
        pytest.param({"words": "0100 łódź"}, {}, True, id="phone and name"),
        pytest.param({"words": "past due"}, {}, True, id="a word of the reason"),
        pytest.param({"words": "bakery zzz"}, {}, False, id="every word must be there"),
    ],
)
def test_a_filter_decides(
    asked: dict[str, object], changes: dict[str, object], *, shown: bool
) -> None:
    wanted = WorklistFilter(**asked)  # type: ignore[arg-type]

    assert wanted.passes(line(**changes), TODAY, FRIDAY) is shown


@given(
    state=st.sampled_from(["action", "hold", "end"]),
    days=st.integers(-400, 400),
    known=st.booleans(),
)
def test_every_line_is_under_exactly_one_heading(state: str, days: int, *, known: bool) -> None:
    action = NextAction("call", "Call", TODAY + timedelta(days=days)) if known else None
    row = line(state=state, next_action=action)

    found = [
        heading
        for heading in ("due", "later", "hold", "end")
        if WorklistFilter(state=heading).passes(row, TODAY, datetime.now(UTC))
    ]

    assert len(found) == 1


@pytest.fixture
def clerk(sample_window: MainWindow, qtbot: QtBot) -> Clerk:
    return Clerk(sample_window, qtbot)


def test_the_model_keeps_qt_s_contract(clerk: Clerk, qtmodeltester: object) -> None:
    qtmodeltester.check(clerk.worklist.table.rows_model)  # type: ignore[attr-defined]


def test_it_shows_what_is_due_first_and_says_why(clerk: Clerk, sample_desk: Desk) -> None:
    view = clerk.worklist
    shown = view.table.rows_model.shown_rows()

    assert shown == [row for row in worklist(sample_desk) if is_due(row, TODAY)]
    assert shown[0].why in view.table.second_line(shown[0])
    assert "Most weight: broken promise, due." in view.details.rank.text()
    assert f"{shown[0].rank} points in all" in view.details.rank.text()
    assert view.details.points() == [f"{words} {points}" for words, points in shown[0].rank_parts]
    assert sum(points for _, points in shown[0].rank_parts) == shown[0].rank
    assert view.table.hasFocus()


def test_sums_are_those_of_the_lines_shown(clerk: Clerk) -> None:
    view = clerk.worklist
    clerk.press("Ctrl+F")
    clerk.type("struggling llc")
    clerk.press("Ctrl+F")

    shown = view.table.rows_model.shown_rows()
    for money in totals_by_currency(one for row in shown for one in row.balances).values():
        assert money_text(money) in view.sums.text()
    assert view.sums.text().startswith(f"{len(shown)} of ")


def test_nothing_matches_is_not_nothing_there(clerk: Clerk) -> None:
    view = clerk.worklist

    clerk.press("Ctrl+F")
    clerk.type("no such customer")

    assert view.panel.empty.isVisible()
    assert view.panel.empty.title() == "No customer matches"
    clerk.press("Escape")
    assert view.table.rows_model.rowCount() > 0
    assert view.table.hasFocus()


def test_an_empty_store_says_what_the_list_is_for(window: MainWindow, qtbot: QtBot) -> None:
    view = Clerk(window, qtbot).worklist

    assert view.panel.empty.isVisible()
    assert view.panel.empty.title() == "No customers yet"


def test_n_and_p_step_and_enter_opens(clerk: Clerk) -> None:
    view = clerk.worklist
    rows = view.table.rows_model.shown_rows()

    clerk.press("N")
    clerk.press("N")
    clerk.press("P")
    clerk.press("Return")

    assert view.current_id() == rows[1].customer_id
    assert view.page.isVisible()
    assert view.page.head.name.text() == rows[1].name
    clerk.press("N")
    assert view.page.head.name.text() == rows[2].name
    clerk.press("Escape")
    assert not view.page.isVisible()
    assert view.table.hasFocus()


def test_every_column_sorts_by_what_it_means(clerk: Clerk) -> None:
    view = clerk.worklist
    model = view.table.rows_model
    for number, column in enumerate(model.columns):
        view.table.sort_by(column.key, Qt.SortOrder.AscendingOrder)

        keys = [column.sort_by(row) for row in model.shown_rows()]
        known = [key for key in keys if key is not None]
        assert known == sorted(known), column.title
        assert keys[: len(known)] == known, column.title
        assert model.sorted_by == (number, Qt.SortOrder.AscendingOrder)


def test_the_list_fits_a_small_screen_without_scrolling(clerk: Clerk) -> None:
    table = clerk.worklist.table

    assert clerk.window.width() == 1366
    assert table.horizontalScrollBar().maximum() == 0
    for number, column in enumerate(table.rows_model.columns):
        if table.isColumnHidden(number):
            assert column.key in STAND_BACK
        elif column.key != "next":
            metrics = QFontMetrics(demi_bold(table.font())) if column.bold else table.fontMetrics()
            needed = max(
                metrics.horizontalAdvance(column.text(row))
                for row in table.rows_model.shown_rows()[:60]
            )
            icon = ICON_ROOM if column.icon else 0
            assert table.columnWidth(number) >= needed + CELL_EDGES + icon, column.title


def test_at_least_nine_customers_with_their_reason_are_in_sight(clerk: Clerk) -> None:
    view = clerk.worklist
    table = view.table

    assert clerk.window.ribbon.isVisible()
    assert view.details.isVisible()
    assert clerk.window.height() == 768
    assert table.rowHeight(0) >= 2 * table.fontMetrics().height()
    assert table.viewport().height() >= 9 * table.rowHeight(0)


def test_the_second_line_says_why_and_ends_only_where_the_row_ends(clerk: Clerk) -> None:
    table = clerk.worklist.table
    table.setFocus()
    rows = table.rows_model.shown_rows()
    for number in range(9):
        rect = table.why_rect(number)
        text = table.second_line(rows[number])

        assert text.startswith(rows[number].why)
        assert rect.width() > table.viewport().width() - 3 * CELL_PADDING
        assert table.fontMetrics().horizontalAdvance(text) <= rect.width()
        assert rect.top() >= table.rowViewportPosition(number) + table.fontMetrics().height()
        assert rect.bottom() <= table.rowViewportPosition(number) + table.rowHeight(number)


def test_the_reason_is_painted_in_every_row_in_sight(clerk: Clerk) -> None:
    table = clerk.worklist.table
    picture = table.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    for number in range(9):
        rect = table.why_rect(number)
        ground = picture.pixel(round(rect.right() * ratio), round(rect.top() * ratio))
        line = range(round(rect.left() * ratio), round((rect.left() + 120) * ratio))
        height = range(round(rect.top() * ratio), round(rect.bottom() * ratio))
        assert any(picture.pixel(x, y) != ground for x in line for y in height), number


def test_a_step_that_its_column_cuts_stands_whole_in_the_second_line(clerk: Clerk) -> None:
    table = clerk.worklist.table
    rows = table.rows_model.shown_rows()
    cut = [row for row in rows if next_text(row) and next_text(row) in table.second_line(row)]
    assert cut

    table.setColumnWidth([one.key for one in table.rows_model.columns].index("next"), 2_000)

    assert all(table.second_line(row) == row.why for row in rows)


def test_the_tip_of_the_second_line_is_the_whole_of_it(clerk: Clerk) -> None:
    table = clerk.worklist.table
    row = table.rows_model.shown_rows()[2]

    assert table.tip_of_second_line(table.why_rect(2).center().y()) == table.second_line(row)
    assert table.tip_of_second_line(table.rowViewportPosition(2) + 6) == ""
    assert table.tip_of_second_line(100_000) == ""


def test_beside_a_customer_the_list_has_one_line_each(clerk: Clerk) -> None:
    table = clerk.worklist.table
    tall = table.rowHeight(0)

    clerk.press("Return")

    assert table.rowHeight(0) < tall
    assert not table.why_rect(0).isValid()
    clerk.press("Escape")
    assert table.rowHeight(0) == tall


def test_the_most_urgent_come_first_again(clerk: Clerk) -> None:
    table = clerk.worklist.table
    ranks = [row.rank for row in table.rows_model.shown_rows()]
    clerk.press("S")
    assert [row.rank for row in table.rows_model.shown_rows()] != ranks

    clerk.press("U")

    assert [row.rank for row in table.rows_model.shown_rows()] == ranks == sorted(ranks)[::-1]


def test_a_window_made_larger_keeps_the_sorting(clerk: Clerk) -> None:
    table = clerk.worklist.table
    table.setColumnWidth(0, 300)  # widths of her own are kept, and sorting with them
    table.sort_by("days", Qt.SortOrder.DescendingOrder)
    sorted_by = table.rows_model.sorted_by

    clerk.window.resize(1500, 800)

    assert table.rows_model.sorted_by == sorted_by
    assert table.columnWidth(0) == 300


def test_a_hundred_thousand_lines_paint_as_fast_as_a_screenful(
    dressed: QApplication, qtbot: QtBot
) -> None:
    del dressed
    seen: list[int] = []

    def name(row: WorklistLine) -> str:
        seen.append(row.customer_id)
        return row.name

    columns = worklist_columns(
        lambda: TODAY, lambda _line: "", lambda _moment: TODAY, lambda code: code, lambda: "en_US"
    )
    model = TableModel((replace(columns[0], text=name), *columns[1:]), row_id=_id_of)
    table = WorklistTable(model, "worklist")
    qtbot.addWidget(table)
    table.resize(1110, 400)
    model.show_rows([line(customer_id=number) for number in range(100_000)])
    table.show()
    qtbot.waitExposed(table)
    seen.clear()

    table.go_to_line(70_000)
    table.viewport().grab()

    assert 70_000 in seen
    assert len(set(seen)) < 40


def _id_of(row: WorklistLine) -> int:
    return row.customer_id


def test_cells_tell_their_meaning_to_a_screen_reader(clerk: Clerk) -> None:
    table = clerk.worklist.table
    model = table.rows_model
    role = Qt.ItemDataRole.AccessibleTextRole
    for number, column in enumerate(model.columns):
        said = str(model.index(0, number, QModelIndex()).data(role))
        assert said, column.title
    why = model.shown_rows()[0].why
    assert why in str(model.index(0, 0, QModelIndex()).data(role))
    interface = QAccessible.queryAccessibleInterface(table)
    assert interface.text(QAccessible.Text.Name) == "Worklist"


def test_the_time_there_is_worked_out_for_lines_in_sight(clerk: Clerk, qtbot: QtBot) -> None:
    view = clerk.worklist
    first = view.table.rows_model.shown_rows()[0]

    wait_for(qtbot, lambda: view.clocks.there(first))

    assert view.clocks.there(first).endswith(("AM", "PM"))


def test_the_selection_is_added_up_in_the_chart(clerk: Clerk) -> None:
    view = clerk.worklist
    rows = view.table.rows_model.shown_rows()

    clerk.press("Shift+Down")
    clerk.press("Shift+Down")

    assert view.details.chart.in_words().startswith("Aging of 3 customers")
    whole = totals_by_currency(aging.balance for row in rows[:3] for aging in row.aging)
    assert len(whole) >= 1


def test_a_name_full_of_markup_is_shown_as_it_stands(
    sample_desk: Desk, open_window: Callable[[Desk], MainWindow], qtbot: QtBot
) -> None:
    hostile = "<img src=x onerror=1> & <b>Co</b> \u200f%s {0}"
    customer = next(row for row in worklist(sample_desk) if is_due(row, TODAY))
    edit_customer(sample_desk, customer.customer_id, name=hostile)
    stored = next(
        row for row in worklist(sample_desk) if row.customer_id == customer.customer_id
    ).name
    clerk = Clerk(open_window(sample_desk), qtbot)
    clerk.worklist.table.go_to(customer.customer_id)

    clerk.press("Return")
    settle(qtbot, clerk.window)

    view = clerk.worklist
    assert view.page.head.name.text() == stored
    assert "<img" in stored
    for part in clerk.window.findChildren(QLabel):
        if "<img" in part.text():
            assert part.textFormat() == Qt.TextFormat.PlainText, part.text()
    tip = str(view.table.currentIndex().siblingAtColumn(0).data(Qt.ItemDataRole.ToolTipRole))
    assert "<img" not in tip
    clerk.press("C")
    assert hostile[:20] in clerk.call.page.heading.text()


def test_sorting_and_widths_survive_a_restart(
    sample_desk: Desk, open_window: Callable[[Desk], MainWindow], qtbot: QtBot
) -> None:
    first = Clerk(open_window(sample_desk), qtbot)
    first.worklist.table.sort_by("days", Qt.SortOrder.DescendingOrder)
    first.worklist.table.setColumnWidth(0, 321)

    second = Clerk(open_window(sample_desk), qtbot)

    days = [row.days_past_due for row in second.worklist.table.rows_model.shown_rows()]
    assert days == sorted(days, reverse=True)
    assert second.worklist.table.columnWidth(0) == 321


def test_opening_a_customer_does_not_change_the_kept_widths(clerk: Clerk) -> None:
    table = clerk.worklist.table
    before = [table.columnWidth(number) for number in range(table.rows_model.columnCount())]

    clerk.press("Return")
    clerk.press("Escape")

    after = [table.columnWidth(number) for number in range(table.rows_model.columnCount())]
    assert after == before


def test_who_was_late_before_is_marked_and_named_first(clerk: Clerk) -> None:
    table = clerk.worklist.table
    rows = table.rows_model.shown_rows()
    third = next(row for row in rows if row.repeat_count == 2 and row.days_past_due > 5)
    never = next(row for row in rows if not row.repeat_count and row.recovered_since is None)

    assert said_first(third, third.why)[0] == "3rd time late:"
    assert said_first(never, never.why) == ("", never.why)
    mark = standing(third)
    assert mark is not None
    place = rows.index(third)
    table.go_to_line(rows.index(never))
    rect = table.why_rect(place)
    shown = table.viewport().grab(rect).toImage()
    danger = theme.color(mark.color).rgb()
    left = [
        shown.pixel(x, y)
        for x in range(min(MARK_ROOM + 40, shown.width()))
        for y in range(shown.height())
    ]
    assert danger in left  # the mark and its words have their own color
