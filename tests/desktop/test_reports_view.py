from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from collections_desk.desktop.export_dialog import ExportDialog, periods
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.reports_view import ReportsView
from collections_desk.operations import records
from collections_desk.operations.desk import Desk
from tests.desktop.office import press, wait_for_dialog
from tests.desktop.waiting import settle, wait_for

Open = Callable[[Desk], MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier


def open_export(desk: Desk, open_window: Open, qtbot: QtBot) -> tuple[MainWindow, ExportDialog]:
    window = open_window(desk)
    press(qtbot, window, Qt.Key.Key_5, CTRL)
    press(qtbot, window, Qt.Key.Key_E, CTRL)
    dialog = wait_for_dialog(qtbot, ExportDialog)
    assert isinstance(dialog, ExportDialog)
    wait_for(qtbot, lambda: "call" in dialog.count.text())
    return window, dialog


def choose(dialog: ExportDialog, period: str) -> None:
    dialog.period.setCurrentIndex(dialog.period.findData(period))


def test_the_call_log_is_exported_redacted_and_recorded(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window, dialog = open_export(sample_desk, open_window, qtbot)
    choose(dialog, "all")
    dialog.formats["csv"].setChecked(True)
    qtbot.keyClicks(dialog.recipient, "Keller & Moss, attorneys")
    wait_for(qtbot, lambda: dialog.count.text().endswith("calls"))
    counted = int(dialog.count.text().split()[0].replace(",", ""))

    dialog.export_to(str(tmp_path / "calls.csv"))
    wait_for(qtbot, lambda: not dialog.isVisible())
    settle(qtbot, window)

    content = (tmp_path / "calls.csv").read_bytes()
    record = records.export_history(sample_desk)[0]
    assert record.sha256 == hashlib.sha256(content).hexdigest()
    assert (record.rows, record.recipient) == (counted, "Keller & Moss, attorneys")
    assert record.redacted
    assert b"customer_name" not in content
    assert sum(1 for _ in csv.reader(content.decode("utf-8-sig").splitlines())) > counted
    view = window.view
    assert isinstance(view, ReportsView)
    assert view.list.rows_model.all_rows()[0].file_name == "calls.csv"


def test_asking_for_everything_is_said_loudly(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    _window, dialog = open_export(sample_desk, open_window, qtbot)
    assert "Redacted" in dialog.redaction.text()

    qtbot.keyClick(dialog.full_numbers, Qt.Key.Key_Space)

    assert "whole telephone numbers" in dialog.redaction.text()


def test_a_period_turned_round_keeps_export_off(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    _window, dialog = open_export(sample_desk, open_window, qtbot)
    choose(dialog, "days")

    dialog.first.set_text("11/10/2026")
    dialog.last.set_text("11/01/2026")

    assert not dialog.export_button.isEnabled()
    assert "ends before it begins" in dialog.message.text()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen
def test_one_customer_is_found_by_typing(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    _window, dialog = open_export(sample_desk, open_window, qtbot)
    choose(dialog, "all")

    dialog.customer.setFocus()
    qtbot.keyClicks(dialog.customer, "pereg")
    popup = dialog.customer.completer().popup()
    assert popup is not None
    wait_for(qtbot, popup.isVisible)
    assert not dialog.export_button.isEnabled()
    qtbot.keyClick(popup, Qt.Key.Key_Return)

    assert dialog.customer.customer_id() is not None
    assert dialog.customer.text().startswith("Peregrine")


def test_a_file_that_cannot_be_written_is_named(
    sample_desk: Desk, open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    _window, dialog = open_export(sample_desk, open_window, qtbot)
    choose(dialog, "all")

    dialog.export_to(str(tmp_path / "nowhere" / "calls.xlsx"))
    wait_for(qtbot, lambda: dialog.back_button.text() == "Go Bac&k" and not dialog.working)

    assert dialog.isVisible()
    assert records.export_history(sample_desk) == []


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("month", date(2026, 3, 1), date(2026, 3, 15)),
        ("last_month", date(2026, 2, 1), date(2026, 2, 28)),
        ("quarter", date(2026, 1, 1), date(2026, 3, 15)),
        ("last_year", date(2025, 1, 1), date(2025, 12, 31)),
        ("all", None, None),
    ],
)
def test_periods(name: str, first: date | None, last: date | None) -> None:
    found = {period.id: period for period in periods(date(2026, 3, 15))}

    assert (found[name].first, found[name].last) == (first, last)
