"""The figures by keyboard: a number, its formula, its list, its customer; sales typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_desk.desktop import theme
from collections_desk.desktop.charts import BarChart, IntervalChart, LineChart, Whisker
from collections_desk.desktop.dialogs.behind import BehindDialog
from collections_desk.desktop.figures_view import FiguresView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.pack_dialog import PackDialog
from collections_desk.domain.figure_pictures import Bar, BarPicture, LinePicture, Point
from collections_desk.domain.money import Money
from collections_desk.operations import records
from collections_desk.operations.desk import Desk
from collections_desk.operations.figures import sales_typed
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle, wait_for

Open = Callable[..., MainWindow]


@pytest.fixture
def clerk(sample_desk: Desk, open_window: Open, qtbot: QtBot) -> Clerk:
    window = open_window(sample_desk, "figures")
    settle(qtbot, window)
    return Clerk(window, qtbot)


def view_of(clerk: Clerk) -> FiguresView:
    view = clerk.window.view
    assert isinstance(view, FiguresView)
    return view


def go_to(clerk: Clerk, ident: str) -> None:
    """Go down the list with the arrow key until the figure is there."""
    tab = view_of(clerk).figures
    for _ in range(60):
        row = tab.list.current_row()
        if row is not None and row.id == ident:
            return
        clerk.press("Down")
    pytest.fail(f"{ident} is not in the list")


def test_a_number_leads_to_its_list_and_its_customer(clerk: Clerk) -> None:
    tab = view_of(clerk).figures
    assert tab.list.hasFocus()
    go_to(clerk, "overdue")

    assert tab.formula.text() == "Sum of all buckets but the first."
    clerk.press("Return")  # to what it was worked out from
    assert tab.inputs.hasFocus()
    one = tab.inputs.current_row()
    assert one is not None
    clerk.press("Return")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, BehindDialog)
    settle(clerk.qtbot, clerk.window)
    assert dialog.list.rows_model.rowCount() == len(one.parts)
    row = dialog.list.current_row()
    assert row is not None
    clerk.press("Return")
    clerk.back_in_the_window()

    assert clerk.window.view_id == "customer"
    assert clerk.page.page.customer_id == row.customer_id


def test_what_cannot_be_worked_out_says_what_is_missing(clerk: Clerk) -> None:
    tab = view_of(clerk).figures
    clerk.press("Alt+N")
    for _ in range(5):
        clerk.press("Down")  # the sample has the sales of July to October
    assert tab.month.currentText() == "June 2026"
    tab.list.setFocus()
    go_to(clerk, "dso")

    assert tab.value.text() == "not enough to say"
    assert "sales of June 2026 are not typed" in tab.says.text()


def test_sales_are_typed_by_keyboard_and_the_figure_is_there(clerk: Clerk) -> None:
    clerk.press("Alt+3")
    tab = view_of(clerk).sales
    assert tab.month.text() == "October 2026"
    clerk.press("Tab")
    clerk.press("Tab")
    clerk.type("260000")
    clerk.press("Return")

    typed = sales_typed(clerk.window.desk)
    assert (typed[0].month, typed[0].amount) == (date(2026, 10, 1), Money(260_000_00, "USD"))
    assert tab.month.text() == "September 2026"
    assert tab.list.rows_model.rowCount() == len(typed) == 4
    clerk.press("Alt+1")
    figures = view_of(clerk).figures
    figures.month.setCurrentIndex(1)
    settle(clerk.qtbot, clerk.window)
    figures.list.setFocus()
    go_to(clerk, "dso")
    assert figures.value.text().endswith("days")


@pytest.mark.parametrize(
    ("month", "amount", "said"),
    [
        ("13/2026", "100", "is not a month"),
        ("12/2026", "100", "has not begun"),
        ("", "100", "needed"),
        ("10/2026", "a lot", "is not an amount"),
        ("10/2026", "-5", "below zero"),
    ],
)
def test_wrong_sales_stay_in_the_fields_with_a_sentence(
    clerk: Clerk, month: str, amount: str, said: str
) -> None:
    before = sales_typed(clerk.window.desk)
    clerk.press("Alt+3")
    tab = view_of(clerk).sales
    tab.month.edit.selectAll()
    clerk.press("Delete")
    clerk.type(month)
    tab.amount.setFocus()
    clerk.type(amount)
    clerk.press("Return")

    shown = f"{tab.month.message.text()} {tab.amount.message.text()} {tab.message.text()}"
    assert said in shown
    assert tab.amount.text() in {amount, "$100.00", "($5.00)"}  # as typed, or as understood
    assert sales_typed(clerk.window.desk) == before


def test_a_month_steps_with_plus_and_minus(clerk: Clerk) -> None:
    clerk.press("Alt+3")
    tab = view_of(clerk).sales
    tab.month.setFocus()
    clerk.type("-")
    assert tab.month.value() == date(2026, 9, 1)
    clerk.type("+")
    assert tab.month.value() == date(2026, 10, 1)


def test_what_works_never_claims_without_its_numbers(clerk: Clerk) -> None:
    clerk.press("Alt+2")
    tab = view_of(clerk).works
    tab.dimension.setCurrentIndex(2)

    rows = tab.list.rows_model.all_rows()
    assert {one.label for one in rows} >= {"call", "letter"}
    assert "last contact before it" in tab.rule.text()
    assert "Below 20 contacts" in tab.rule.text()
    tab.list.setFocus()
    clerk.press("Home")
    clerk.press("Shift+Down")
    clerk.press("Alt+P")
    wait_for(clerk.qtbot, tab.answer.text)  # a button pressed by its key takes a moment
    assert f"{rows[0].worked} of {rows[0].touches}" in tab.answer.text()
    assert "corrected for" in tab.answer.text()


def test_too_few_to_compare_says_so(clerk: Clerk) -> None:
    clerk.press("Alt+2")
    tab = view_of(clerk).works
    tab.list.setFocus()
    clerk.press("Home")
    clerk.press("Shift+Down")
    clerk.press("Return")

    assert "Too few to say: 1 and 1 contacts." in tab.answer.text()


def test_the_pack_is_handed_out_from_the_reports(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(sample_desk, "reports")
    clerk = Clerk(window, qtbot)
    clerk.press("Ctrl+Shift+E")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, PackDialog)
    assert dialog.month.currentText() == "October 2026"
    qtbot.keyClicks(dialog.recipient, "M. Keller")

    dialog.export_to(str(tmp_path / "pack.pdf"))
    wait_for(qtbot, (tmp_path / "pack.pdf").exists)
    settle(qtbot, window)

    record = records.export_history(sample_desk)[0]
    assert (record.kind, record.recipient) == ("pack", "M. Keller")


# The pictures.

BARS = BarPicture(
    "Ages", (Bar("1-30", 70.0, "$70"), Bar("31-60", -20.0, "($20)"), Bar("later", None, "none"))
)


def ink(picture: QImage, name: str) -> int:
    wanted = theme.color(name).rgb()
    return sum(
        picture.pixel(x, y) == wanted
        for x in range(picture.width())
        for y in range(picture.height())
    )


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_bars_are_drawn_in_both_themes_and_said_in_words(
    dressed: QApplication, qtbot: QtBot, mode: str
) -> None:
    theme.apply_theme(dressed, mode)
    chart = BarChart("Picture")
    qtbot.addWidget(chart)
    chart.resize(400, chart.sizeHint().height())
    chart.show_picture(BARS)

    picture = chart.grab().toImage()

    assert ink(picture, "accent") > 500  # the first bar is solid
    assert 0 < ink(picture, "teal") < 500  # the second one is hatched
    assert chart.accessibleDescription() == "Ages. 1-30: $70; 31-60: ($20); later: none"


def test_lines_and_intervals_say_what_they_show(dressed: QApplication, qtbot: QtBot) -> None:
    line, rates = LineChart("History"), IntervalChart("Rates")
    for widget in (line, rates):
        qtbot.addWidget(widget)
        widget.resize(400, 220)
    points = tuple(Point(date(2026, month, 28), month * 10.0, f"${month}") for month in (1, 2, 3))
    line.show_picture(LinePicture("Open", (("Open", points), ("Past due", points[:3]))))
    rates.show_rates(
        "Share", [Whisker("Call", 0.3, 0.2, 0.4, "30 %"), Whisker("Visit", 0, None, None, "few")]
    )

    assert ink(line.grab().toImage(), "accent") > 50
    assert ink(rates.grab().toImage(), "accent") > 50
    assert "2026-03 $3" in line.accessibleDescription()
    assert "Visit: few" in rates.accessibleDescription()


def test_one_number_or_none_is_no_crash(dressed: QApplication, qtbot: QtBot) -> None:
    for widget, show in (
        (BarChart("b"), lambda one: one.show_picture(BarPicture("None", ()))),
        (BarChart("b"), lambda one: one.show_picture(BarPicture("0", (Bar("a", 0.0, "0"),)))),
        (LineChart("l"), lambda one: one.show_picture(LinePicture("None", (("a", ()),)))),
        (IntervalChart("i"), lambda one: one.show_rates("None", [])),
    ):
        qtbot.addWidget(widget)
        widget.resize(300, 100)
        show(widget)
        assert not widget.grab().isNull()


def test_the_keys_are_told_apart(clerk: Clerk) -> None:
    keys = [one.shortcut for one in view_of(clerk).commands()]

    assert keys == ["Alt+1", "Alt+2", "Alt+3"]
    clerk.press("Ctrl+1")
    clerk.press("Ctrl+9")
    assert clerk.window.view_id == "figures"
