"""The wake-up brief on the screen: at the start, by key, line by line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from collections_desk.desktop.customer_view import CustomerView
from collections_desk.desktop.mail_view import MailView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.today_list import TOP_LINES, today_rows
from collections_desk.desktop.today_start import has_news
from collections_desk.desktop.today_view import TodayView
from collections_desk.domain.brief import Brief, BriefLine, BriefPart
from collections_desk.operations import customers
from collections_desk.operations.brief import wake_up_brief
from collections_desk.operations.desk import Desk
from collections_desk.operations.records import export_history
from collections_desk.operations.sample_home import open_sample
from tests.clock import Clock
from tests.desktop.clerk import Clerk
from tests.desktop.office import wait_for_dialog
from tests.desktop.waiting import settle, wait_for

OpenWindow = Callable[..., MainWindow]
DAY = date(2026, 11, 20)


def part(ident: str, lines: int) -> BriefPart:
    made = tuple(BriefLine(1, None, f"Line {number}", DAY) for number in range(lines))
    return BriefPart(ident, ident.title(), made)


def view_of(clerk: Clerk) -> TodayView:
    view = clerk.window.view
    assert isinstance(view, TodayView), clerk.window.view_id
    return view


@pytest.fixture
def after_a_week(sample_desk: Desk, clock: Clock) -> Desk:
    """Give the sample desk after a week in which nobody opened it."""
    clock.pass_by(days=7)
    return sample_desk


@pytest.fixture
def clerk(after_a_week: Desk, open_window: OpenWindow, qtbot: QtBot) -> Clerk:
    """Give a clerk who has just started the program."""
    return Clerk(open_window(after_a_week, at_start=True), qtbot)


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (0, []),
        (1, ["part", "line"]),
        (TOP_LINES + 1, ["part"] + ["line"] * (TOP_LINES + 1)),
        (TOP_LINES + 2, ["part"] + ["line"] * TOP_LINES + ["more"]),
    ],
)
def test_no_line_is_left_out_without_a_word(lines: int, kinds: list[str]) -> None:
    brief = Brief(DAY, DAY, (part("steps", lines),))

    rows = today_rows(brief, ())

    assert [row.kind for row in rows] == kinds
    assert sum(row.kind == "line" for row in rows) + sum(row.more for row in rows) == lines
    opened = today_rows(brief, {"steps"})
    assert sum(row.kind == "line" for row in opened) == lines


@pytest.mark.parametrize(
    ("parts", "news"),
    [
        ((), False),
        ((part("steps", 0),), False),
        ((part("disputes_late_still", 3),), False),
        ((part("steps", 1),), True),
    ],
)
def test_what_stood_before_is_no_news(parts: tuple[BriefPart, ...], *, news: bool) -> None:
    assert has_news(Brief(DAY - timedelta(days=1), DAY, parts)) is news
    assert not has_news(Brief(DAY, DAY, parts))


def test_the_brief_comes_first_when_something_changed(clerk: Clerk, after_a_week: Desk) -> None:
    view = view_of(clerk)

    assert view.brief == wake_up_brief(after_a_week)
    assert view.since.text() == "Fri, Nov 27, 2026. What changed since Fri, Nov 20, 2026."
    first = view.list.rows_model.shown_rows()[0]
    assert first.kind == "part"
    assert view.list.hasFocus()


def test_without_news_the_worklist_comes_first(
    desk: Desk, clock: Clock, open_window: OpenWindow, qtbot: QtBot
) -> None:
    customers.add_new_customer(desk, "Alder")
    clock.pass_by(days=7)
    clerk = Clerk(open_window(desk, at_start=True), qtbot)
    assert clerk.window.view_id == "worklist"

    clerk.press("Ctrl+0")

    assert view_of(clerk).empty.title() == "Nothing new"
    assert not view_of(clerk).print_button.isEnabled()
    view_of(clerk).empty.setFocus()


def test_a_desk_that_was_made_today_begins_with_the_worklist(
    tmp_path: Path, clock: Clock, open_window: OpenWindow
) -> None:
    desk = open_sample(tmp_path / "sample", now=clock)
    try:
        assert has_news(wake_up_brief(desk))

        assert open_window(desk, at_start=True).view_id == "worklist"
    finally:
        desk.close()


def test_who_has_begun_to_work_is_not_taken_away_from_it(
    after_a_week: Desk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(after_a_week)
    window.brief_offer.opened(at_start=True)
    QTest.keyClick(window, Qt.Key.Key_Down)
    settle(qtbot, window)

    assert window.view_id == "worklist"
    assert "Something changed since Fri, Nov 20, 2026: Ctrl+0" in window.message_bar.text()


def test_an_unlock_on_the_next_day_says_that_there_is_a_brief(
    sample_desk: Desk, clock: Clock, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(sample_desk, "mail")
    clock.pass_by(days=3)

    window.receive(sample_desk, view_id="mail")
    settle(qtbot, window)

    assert window.view_id == "mail"
    assert "Something changed since" in window.message_bar.text()


def test_enter_opens_the_customer(clerk: Clerk) -> None:
    row = view_of(clerk).list.rows_model.shown_rows()[1]
    assert row.line is not None
    clerk.press("Home")
    clerk.press("Down")

    clerk.press("Return")

    page = clerk.window.view
    assert isinstance(page, CustomerView)
    assert page.page.customer_id == row.line.customer_id


def test_enter_opens_the_letter(clerk: Clerk) -> None:
    view = view_of(clerk)
    letters = [
        place
        for place, row in enumerate(view.list.rows_model.shown_rows())
        if row.line is not None and row.line.letter_id is not None
    ]
    view.list.go_to_line(letters[0])

    clerk.press("Return")

    assert isinstance(clerk.window.view, MailView)


def test_the_rest_of_a_group_is_opened_and_folded(clerk: Clerk) -> None:
    view = view_of(clerk)
    rows = view.list.rows_model.shown_rows()
    place, more = next((n, row) for n, row in enumerate(rows) if row.kind == "more")
    view.list.go_to_line(place)

    clerk.press("Return")

    shown = [row for row in view.list.rows_model.shown_rows() if row.part.id == more.part.id]
    assert len(shown) == 1 + len(more.part.lines)
    view.list.go_to((more.part.id, "part", 0))
    clerk.press("Space")
    assert len(view.list.rows_model.shown_rows()) == len(rows)
    clerk.press("Ctrl+Shift+E")
    assert not any(row.kind == "more" for row in view.list.rows_model.shown_rows())


def test_read_it_goes_to_the_worklist_and_is_not_shown_again(
    clerk: Clerk, after_a_week: Desk, open_window: OpenWindow, qtbot: QtBot
) -> None:
    clerk.press("Ctrl+Return")
    wait_for(qtbot, lambda: clerk.window.view_id == "worklist")
    assert wake_up_brief(after_a_week).since == date(2026, 11, 27)

    again = open_window(after_a_week, at_start=True)

    assert again.view_id == "worklist"


def test_the_page_is_printed(clerk: Clerk) -> None:
    clerk.press("Ctrl+P")

    dialog = wait_for_dialog(clerk.qtbot, QPrintDialog)
    dialog.reject()


def test_the_page_is_saved_and_recorded(
    clerk: Clerk, after_a_week: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    clerk.press("Ctrl+E")
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "morning.pdf"))
    chooser.reject()
    settle(qtbot, clerk.window)

    saved = pypdfium2.PdfDocument(tmp_path / "morning.pdf")
    assert len(saved) == 1
    saved.close()
    assert export_history(after_a_week)[0].kind == "brief"
    assert "morning.pdf" in clerk.window.message_bar.text()


def test_a_folder_that_is_not_there_is_said(clerk: Clerk, tmp_path: Path, qtbot: QtBot) -> None:
    view = view_of(clerk)
    assert view.brief is not None
    view._save(view.brief, tmp_path / "nowhere" / "morning.pdf")  # noqa: SLF001 - past the dialog
    settle(qtbot, clerk.window)

    box = QApplication.activeModalWidget()
    assert box is not None
    assert "cannot be written" in box.text()  # type: ignore[attr-defined]
    box.close()
