from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.background import Background
from collections_desk.desktop.crash import REPORTS_KEPT, CrashHandler
from tests.clock import Clock
from tests.desktop.waiting import wait_for

CANARY = "Marsh & Sons 415-555-0142 owes 1,234.50"


class Painter(QWidget):
    """A screen whose painting is at fault."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        raise RuntimeError(CANARY)


@pytest.fixture
def window(qtbot: QtBot, dressed: object) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def kept() -> list[bool]:
    return []


@pytest.fixture
def handler(window: QWidget, tmp_path: Path, kept: list[bool]) -> Iterator[CrashHandler]:
    made = CrashHandler(lambda: tmp_path / "reports", lambda: kept.append(True), Clock(), window)
    before = sys.excepthook
    made.install()
    yield made
    made.remove()
    sys.excepthook = before
    if made.box is not None:
        made.box.close()


def reports(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "reports").glob("*.txt"))


def fail() -> None:
    raise ValueError(CANARY)


def test_a_fault_in_a_slot_keeps_drafts_and_writes_a_report_without_customers(
    handler: CrashHandler, kept: list[bool], tmp_path: Path, qtbot: QtBot
) -> None:
    QTimer.singleShot(0, fail)

    wait_for(qtbot, lambda: handler.box)

    assert kept == [True]
    (report,) = reports(tmp_path)
    text = report.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "test_crash.py" in text
    assert "Collections Desk" in text
    for part in ("Marsh", "555-0142", "1,234.50", str(tmp_path)):
        assert part not in text
    assert report.stat().st_mode & 0o077 == 0
    assert handler.box is not None
    assert "Marsh" not in handler.box.text() + handler.box.detailedText()


def test_a_fault_in_the_background_comes_to_the_same_place(
    handler: CrashHandler, background: Background, tmp_path: Path, qtbot: QtBot
) -> None:
    background.run(fail, done=lambda _: None, failed=lambda _: None)

    wait_for(qtbot, lambda: handler.box)

    assert len(reports(tmp_path)) == 1
    assert "Marsh" not in reports(tmp_path)[0].read_text(encoding="utf-8")


def test_a_fault_in_painting_gives_one_box_and_one_report(
    handler: CrashHandler, tmp_path: Path, qtbot: QtBot
) -> None:
    screen = Painter()
    qtbot.addWidget(screen)
    screen.show()
    wait_for(qtbot, lambda: handler.box)
    seen: list[bool] = []
    for _ in range(5):
        screen.update()
        QApplication.processEvents()
        QTimer.singleShot(0, lambda: seen.append(True))
    wait_for(qtbot, lambda: len(seen) == 5)
    screen.hide()

    assert len(reports(tmp_path)) == 1


def test_the_report_is_told_even_if_drafts_cannot_be_kept(
    window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    handler = CrashHandler(lambda: tmp_path / "reports", fail, Clock(), window)
    try:
        fail()
    except ValueError as error:
        handler.take(type(error), error.__traceback__)

    assert handler.box is not None
    assert "may not be kept" in handler.box.informativeText()
    handler.box.close()


def test_old_reports_go(handler: CrashHandler, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(REPORTS_KEPT + 5):
        (folder / f"fault-2020010{number % 10}-{number:06}.txt").write_text("old")
    try:
        fail()
    except ValueError as error:
        handler.take(type(error), error.__traceback__)

    assert len(reports(tmp_path)) == REPORTS_KEPT
