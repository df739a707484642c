"""The clerk's whole day, with keys only, on the program as `app.run` starts it.

First start, settings, import, worklist, calls, guard, dispute, letters, certified mail,
paper, call log, check of the record, lock, unlock, end; and the next morning all is there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from collections_desk.desktop import app
from collections_desk.desktop.certified_dialog import CertifiedDialog
from collections_desk.desktop.dialogs.dispute import DisputeDialog
from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.dialogs.hold import HoldDialog
from collections_desk.desktop.export_dialog import ExportDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.opening import Opening
from collections_desk.desktop.print_dialog import PrintDialog
from collections_desk.desktop.tracking import TrackingDialog
from collections_desk.domain.letters import LetterState
from collections_desk.domain.promises import PromiseState
from collections_desk.operations import customers, mail, safekeeping
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist
from tests.clock import Clock
from tests.desktop.office import article_number
from tests.memory_keyring import MemoryKeyring
from tests.whole.deeds import approve, choose_letter, find, open_in_worklist, show_letters
from tests.whole.keys import Keys, name_of

#: One in the afternoon in Pennsylvania, on a Friday.
NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
HEADINGS = "Customer,Address,City,State,ZIP,Phone,Invoice,Date,Due date,Amount,Open balance"
ADDRESSES = {
    "Alder Books": "14 Elm Street,Erie,PA,16501,814-555-0101",
    "Birch Cafe": "3 Canal Road,Lancaster,PA,17603,717-555-0102",
    "Cedar Inn": "77 Lake Avenue,Erie,PA,16502,814-555-0103",
    "Dogwood Garage": "5 Mill Lane,Erie,PA,16503,814-555-0104",
    "Fir Motel": "9 Bridge Street,Erie,PA,16504,814-555-0105",
}
#: The last amount but one is a slip of the pen: the line is refused.
ITEMS = tuple(
    f"{name},{ADDRESSES[name]},{item}"
    for name, item in (
        ("Alder Books", "INV-101,08/14/2026,09/13/2026,1200,1200"),
        ("Alder Books", "INV-117,09/16/2026,10/16/2026,340.50,340.50"),
        ("Birch Cafe", "INV-102,07/15/2026,08/14/2026,800,500"),
        ("Cedar Inn", "INV-103,06/18/2026,07/18/2026,2500,2500"),
        ("Dogwood Garage", "INV-104,10/28/2026,11/27/2026,150,12x"),
        ("Fir Motel", "INV-105,05/21/2026,06/20/2026,4100,4100"),
    )
)


class StrayWindows(QObject):
    """Notes each part that is a window of its own for a moment: it flashes and takes the keys."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    # Overrides of Qt methods.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - a name of Qt
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            kinds = (QMainWindow, QDialog, QMenu)
            free = watched.isWindow() and watched.windowType() is Qt.WindowType.Window
            if free and not isinstance(watched, kinds):
                self.seen.append(f"{type(watched).__name__} {name_of(watched)}")
        return False


@dataclass
class Day:
    """One run of the program, from its start to its end."""

    home: Path
    clock: Clock
    qtbot: QtBot
    faults: list[BaseException] = field(default_factory=list)

    def live(self, script: Callable[[Keys], None]) -> int:
        """Start the program, do what the script does at the keyboard, and return its code."""

        def begin() -> None:
            windows = [
                one
                for one in QApplication.topLevelWidgets()
                if isinstance(one, MainWindow) and one.isVisible()
            ]
            window = next((one for one in windows if one.findChild(Opening) is not None), None)
            if window is None:  # the program still starts
                QTimer.singleShot(5, begin)
                return
            try:
                window.resize(1366, 768)
                window.activateWindow()
                clerk = Keys(window, self.qtbot)
                clerk.until(lambda: window.isActiveWindow() and QApplication.focusWidget())
                script(clerk)
            except BaseException as fault:  # noqa: BLE001 - raised again below, outside of Qt
                self.faults.append(fault)
                for other in QApplication.topLevelWidgets():
                    other.close()

        watch = StrayWindows()
        program = QApplication.instance()
        assert program is not None
        QTimer.singleShot(0, begin)
        program.installEventFilter(watch)
        code = app.run(self.home, now=self.clock)
        program.removeEventFilter(watch)
        if self.faults:
            raise self.faults[0]
        assert watch.seen == []
        return code


@pytest.fixture
def day(
    home: Path, memory_keyring: MemoryKeyring, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Day:
    monkeypatch.setattr(sys, "setswitchinterval", lambda _seconds: None)  # the tests' own stays
    clock = Clock()
    clock.now = NOON
    return Day(home, clock, qtbot)


@pytest.mark.timeout(300)
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # off the screen
def test_the_whole_day_with_keys_only(day: Day, tmp_path: Path) -> None:
    items = tmp_path / "open-items.csv"
    items.write_text("\r\n".join([HEADINGS, *ITEMS, ""]), encoding="utf-8")
    letters, log = tmp_path / "letters.pdf", tmp_path / "calls.csv"

    def first_day(clerk: Keys) -> None:
        first_start(clerk)
        settings(clerk)
        import_items(clerk, items)
        call_with_promise(clerk)
        hold_and_override(clerk)
        dispute(clerk)
        reminder(clerk)
        certified_demand(clerk)
        article(clerk)
        paper(clerk, letters)
        post(clerk)
        export(clerk, log)
        verify(clerk)
        lock_and_unlock(clerk)
        assert_recorded(clerk.window.desk)
        end(clerk)

    def next_morning(clerk: Keys) -> None:
        clerk.until(lambda: clerk.window.is_open)
        clerk.rest()
        clerk.press("Ctrl+1")  # the morning may begin with Today
        clerk.reads("Birch Cafe")  # the others heard from us yesterday
        assert_recorded(clerk.window.desk)
        end(clerk)

    assert day.live(first_day) == 0
    assert letters.read_bytes().startswith(b"%PDF")
    assert "Alder Books" in log.read_text(encoding="utf-8-sig")
    assert safekeeping.list_backups_in(day.home / "backups"), "no backup was made at the end"
    assert day.live(next_morning) == 0


# The parts of the day.


def first_start(clerk: Keys) -> None:
    clerk.reads("Welcome to Collections Desk")
    clerk.write("Hallgate Supply Co.")
    clerk.press("Return")
    clerk.write("12 Mill Road\nErie PA 16501")
    clerk.press("Tab")
    clerk.write("Dana Reyes")
    clerk.press("Alt+B")
    clerk.reads("The recovery code")
    code = next(
        one.text()
        for one in clerk.window.findChildren(QLabel)
        if one.accessibleName().startswith("Recovery code:")
    )
    clerk.write(code.split("-")[2])
    clerk.press("Return")
    clerk.until(lambda: clerk.window.is_open)
    clerk.rest()


def settings(clerk: Keys) -> None:
    assert clerk.window.desk.clerk == "Dana Reyes", "the first start asked it"
    clerk.press("Ctrl+Comma")
    for keys, text in (
        ("Alt+P", "814-555-0190"),
        ("Alt+O", "Mon-Fri 9:00-17:00"),
        ("Alt+K", "Dana Reyes"),
        ("Alt+W", "By check to the address above"),
        ("Alt+G", "M. Keller"),
    ):
        clerk.press(keys)
        clerk.write(text)
    clerk.fill("Role of that signer", "Head of credit")
    clerk.fill("Senior management", "T. Okafor")
    clerk.fill("Role of that manager", "Managing director")
    clerk.press("Ctrl+S")
    clerk.reads("The settings are saved.")


def import_items(clerk: Keys, items: Path) -> None:
    clerk.press("Ctrl+I")
    clerk.press("Ctrl+O")
    clerk.press("Space")
    clerk.choose_file(items)
    clerk.back_in_the_window()
    clerk.reads("Own spreadsheet")
    clerk.reads("In which currency")
    clerk.press("Space")  # US dollars are proposed; Use This takes them
    clerk.press("Alt+O")
    clerk.press("Ctrl+A")
    clerk.write("t")
    clerk.press("Tab")
    clerk.press("Alt+N")
    clerk.reads('"12x" is not an amount')
    clerk.press("Alt+N")
    clerk.reads("Import 10 Changes")
    clerk.tab_to("Import 10 Changes")
    clerk.press("Space")
    clerk.reads("open-items.csv is imported.")


def call_with_promise(clerk: Keys) -> None:
    find(clerk, "Alder Books")
    clerk.reads("$1,540.50")
    clerk.press("C")
    clerk.reads("Call: Alder Books")
    clerk.write("The bookkeeper found both invoices.")
    clerk.check("Alt+D", "Identity checked")
    clerk.press("Alt+P")
    clerk.write("half on 12/01")
    clerk.reads("$770.25 by Tuesday, December 1, 2026")
    clerk.press("Ctrl+Return")
    clerk.reads("Logged: Alder Books")


def hold_and_override(clerk: Keys) -> None:
    open_in_worklist(clerk, "Cedar Inn")
    clerk.reads("Log No Answer")
    clerk.press("H")
    clerk.sees(HoldDialog)
    clerk.reads("Cedar Inn")
    clerk.write("the owner is in hospital")
    clerk.press("Return")
    clerk.back_in_the_window()
    find(clerk, "Cedar Inn")  # on hold, she is not in the list of the day any more
    clerk.press("C")
    clerk.sees(GuardsDialog)
    clerk.tab_to("Reason for")
    clerk.write("his wife asked us to call today")
    clerk.press("Return")
    clerk.back_in_the_window()
    clerk.write("She will bring the check herself.")
    clerk.check("Alt+D", "Identity checked")
    clerk.press("Alt+O")
    clerk.write("gk")
    clerk.press("Return")
    clerk.press("Ctrl+Return")
    clerk.reads("Logged: Cedar Inn")


def dispute(clerk: Keys) -> None:
    find(clerk, "Birch Cafe")
    clerk.press("D")
    clerk.sees(DisputeDialog)
    clerk.write("price")
    clerk.press("Return")
    clerk.fill("Amount", "100+25.50")
    clerk.fill("In their words", "We were quoted 374.50.")
    clerk.press("Alt+O")
    clerk.back_in_the_window()
    clerk.reads("1 dispute is recorded.")


def reminder(clerk: Keys) -> None:
    find(clerk, "Alder Books")
    clerk.press("W")
    choose_letter(clerk, "Past-due reminder, friendly")
    clerk.reads("Past-due reminder")
    approve(clerk)


def certified_demand(clerk: Keys) -> None:
    open_in_worklist(clerk, "Fir Motel")
    clerk.reads("Log No Answer")
    clerk.press("Shift+W")
    choose_letter(clerk, "Certified final demand")
    clerk.reads("Certified final demand")
    clerk.press("Alt+D")
    clerk.fill("What will follow", "We will place the account with an outside agency.")
    clerk.fill("Decided by", "T. Okafor")
    clerk.fill("Intended on", "12/15/2026")
    clerk.fill("Copies to", "T. Okafor, Managing director")
    approve(clerk, guarded=True)


def article(clerk: Keys) -> None:
    show_letters(clerk, "number")
    clerk.go_to_line("Fir Motel")
    clerk.press("Ctrl+Shift+N")
    clerk.sees(CertifiedDialog)
    clerk.write(article_number(1))  # as fast as a scanner
    clerk.press("Return")
    clerk.reads("The last digit fits.")
    clerk.press("Alt+S")
    clerk.back_in_the_window()


def paper(clerk: Keys, letters: Path) -> None:
    show_letters(clerk, "print")
    clerk.press("Ctrl+A")
    clerk.press("Ctrl+P")
    clerk.sees(PrintDialog)
    clerk.reads("2 letters to print")
    clerk.press("Alt+P")
    clerk.sees(QFileDialog)
    clerk.choose_file(letters)
    clerk.back_in_the_window()
    clerk.reads("2 letters printed")


def post(clerk: Keys) -> None:
    show_letters(clerk, "post")
    clerk.press("Ctrl+A")
    clerk.press("Ctrl+Shift+P")
    clerk.sees(TrackingDialog)
    clerk.press("Return")
    clerk.back_in_the_window()
    clerk.reads("2 letters recorded as posted")


def export(clerk: Keys, log: Path) -> None:
    clerk.press("Ctrl+5")
    clerk.press("Ctrl+E")
    clerk.sees(ExportDialog)
    clerk.tab_to("CSV")
    clerk.press("Space")
    clerk.tab_to("Names and notes")
    clerk.press("Space")
    clerk.fill("For whom", "the manager")
    clerk.reads("2 calls")
    clerk.press("Alt+E")
    clerk.sees(QFileDialog)
    clerk.choose_file(log)
    clerk.sees(GuardsDialog)  # names and notes leave the house
    clerk.press("Alt+1")
    clerk.write("the manager asked for the calls of the day")
    clerk.press("Return")
    clerk.back_in_the_window()
    clerk.reads("2 calls exported to calls.csv")


def verify(clerk: Keys) -> None:
    clerk.press("Ctrl+6")
    clerk.press("Ctrl+Shift+K")
    clerk.reads("The record is as it was written")


def lock_and_unlock(clerk: Keys) -> None:
    clerk.press("Ctrl+L")
    clerk.reads("The desk is locked")
    assert "Alder Books" not in clerk.text()
    clerk.press("Return")
    clerk.until(lambda: clerk.window.is_open)
    clerk.rest()


def end(clerk: Keys) -> None:
    window = clerk.window
    clerk.press("Ctrl+Q")
    assert not window.isVisible()


def assert_recorded(desk: Desk) -> None:
    """See in the store that the whole day is on record."""
    ids = {line.name: line.customer_id for line in worklist(desk, everyone=True)}
    assert set(ids) == set(ADDRESSES)
    alder = customers.customer_page(desk, ids["Alder Books"])
    assert [one.promise.amount.minor for one in alder.promises] == [770_25]
    assert alder.promises[0].state is PromiseState.OPEN
    cedar = customers.customer_page(desk, ids["Cedar Inn"])
    told = " ".join(f"{entry.title} {entry.detail}" for entry in cedar.timeline)
    assert "his wife asked us to call today" in told
    birch = customers.customer_page(desk, ids["Birch Cafe"])
    assert [one.amount.minor for one in birch.disputes] == [125_50]
    posted = mail.mail_lists(desk)[LetterState.POSTED]
    assert sorted((line.customer_name, line.type) for line in posted) == [
        ("Alder Books", "L02"),
        ("Fir Motel", "L11"),
    ]
    assert {line.article_number.replace(" ", "") for line in posted} == {"", article_number(1)}
    assert safekeeping.verify(desk).good
