"""What the clerk sees first: empty screens with words, long sentences whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.timeline_view import breakable
from collections_desk.desktop.today_list import TodayList
from collections_desk.desktop.today_view import TodayView
from collections_desk.domain.brief import Brief, BriefLine, BriefPart
from collections_desk.operations import customers
from collections_desk.operations.desk import Desk
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle, wait_for
from tests.operations.test_books import HEADER, bring_in

DAY = date(2026, 11, 20)
OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def clerk(desk: Desk, open_window: OpenWindow, qtbot: QtBot) -> Clerk:
    return Clerk(open_window(desk), qtbot)


def today(clerk: Clerk) -> TodayView:
    clerk.press("Ctrl+0")
    view = clerk.window.view
    assert isinstance(view, TodayView)
    return view


def test_today_leads_to_the_first_import_and_then_names_who_comes_first(
    clerk: Clerk, desk: Desk, tmp_path: Path
) -> None:
    view = today(clerk)
    assert view.empty.title() == "No customers yet"
    view.empty.setFocus()

    path = tmp_path / "open.csv"
    path.write_text(HEADER + "Alder,1,2026-08-01,2026-09-01,9.00,9.00,USD\n", encoding="utf-8")
    bring_in(desk, path, as_of=DAY)
    clerk.window.refresh()
    clerk.window.go("worklist")

    rows = [row for row in today(clerk).list.rows_model.shown_rows() if row.line is not None]
    assert [row.part.title for row in rows] == [
        "Imported", "Who needs attention first", "Steps that came due",
    ]  # fmt: skip
    assert rows[1].line is not None
    assert rows[1].line.text.startswith("Alder: ")
    view.list.go_to(("imported", "line", 0))
    clerk.press("Return")
    assert clerk.window.view_id == "imports"


def test_a_timeline_without_entries_says_so(clerk: Clerk, desk: Desk) -> None:
    customer = customers.add_new_customer(desk, "Alder")
    clerk.window.open_customer(customer)
    settle(clerk.qtbot, clerk.window)
    tab = clerk.page.page._timeline_tab  # noqa: SLF001 - what stands in its place

    assert tab.empty.isVisible()
    said = " ".join(part.text() for part in tab.empty.findChildren(QLabel))
    assert "Nothing happened yet" in said
    assert "C begins a call" in said
    clerk.press("M")
    clerk.sees_dialog()
    clerk.type("They ask for a copy.")
    clerk.press("Tab")
    clerk.press("Alt+S")
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)
    clerk.back_in_the_window()
    assert tab.timeline.isVisible()
    tab.box.setCurrentIndex(2)  # letters
    assert "Nothing of this kind" in " ".join(one.text() for one in tab.empty.findChildren(QLabel))


def test_a_long_sentence_in_today_is_shown_whole(dressed: object, qtbot: QtBot) -> None:
    said = "Oxbow Marine Supply, Inc.: Check 1043 of $50.00. Do not deposit it, and write. " * 3
    lines = (BriefLine(1, None, said, DAY), BriefLine(2, None, "Short", DAY))
    shown = TodayList()
    qtbot.addWidget(shown)
    shown.resize(900, 400)
    shown.show()
    shown.show_brief(Brief(DAY, DAY, (BriefPart("checks", "Held checks", lines),)), ())

    one = shown.rowHeight(2)
    assert shown.rowHeight(1) >= one + shown.fontMetrics().lineSpacing()
    room = shown.columnWidth(0)
    wrapped = shown.fontMetrics().boundingRect(
        0, 0, room - 44, 10_000, int(Qt.TextFlag.TextWordWrap), said
    )
    assert shown.rowHeight(1) >= wrapped.height()
    shown.resize(3000, 400)
    assert shown.rowHeight(1) == one


def test_only_a_word_wider_than_the_line_is_broken(dressed: object, qtbot: QtBot) -> None:
    metrics = QLabel().fontMetrics()
    width = metrics.horizontalAdvance("acknowledged")

    text = breakable("They acknowledged\nthe invoice averyveryverylongword", metrics, width)

    assert text.startswith("They acknowledged\nthe invoice ")
    assert text.endswith("\u200b".join("averyveryverylongword"))
