"""A data file with a typing error: it is said at the start, and nothing is written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from collections_desk.desktop.housekeeping import Housekeeping
from collections_desk.desktop.main_window import MainWindow
from collections_desk.errors import ResourceFaultError
from collections_desk.operations import contact, mail
from collections_desk.operations.desk import Desk, Resources, resources_folder
from collections_desk.operations.rules import broken_tables
from tests.desktop.waiting import settle, wait_for
from tests.operations.contact_desk import add_customer, add_invoice, entry


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data files, to be broken."""
    copy = tmp_path / "resources"
    ignored = shutil.ignore_patterns("pictures", "help", "licenses")
    shutil.copytree(resources_folder(), copy, ignore=ignored)
    return copy


def broken(desk: Desk, folder: Path, file: str, right: str, wrong: str) -> Desk:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    return replace(desk, resources=Resources(folder))


def test_whole_tables_say_nothing(desk: Desk) -> None:
    assert broken_tables(desk) == []


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("places/places.toml", "max = 2, days = 7", "max = 2, dais = 7"),
        ("places/limitation_periods.csv", "PA,4,4", "PA,4,x"),
        ("places/recording_consent.csv", "CA,all", "CA,al"),
        ("guards/guards.csv", "G-TIME-01,", "G-TIME-02,"),
        ("places/area_codes.csv", "America/Boise", "America/Boisy"),
    ],
)
def test_each_names_its_file_and_line(
    desk: Desk, folder: Path, file: str, right: str, wrong: str
) -> None:
    (fault,) = broken_tables(broken(desk, folder, file, right, wrong))
    assert fault.file == file
    assert f"of {file}:" in fault.problem
    assert fault.line > 1
    assert "Nothing was changed" in fault.remedy


def test_nothing_is_written_while_a_table_is_broken(desk: Desk, folder: Path) -> None:
    customer = add_customer(desk)
    add_invoice(desk, customer, 10_000, date(2026, 9, 1))
    letter_id = mail.draft_letter(desk, customer, "L02").letter.id
    head = desk.database.refresh_head()
    lame = broken(desk, folder, "places/places.toml", "max = 2, days = 7", "max = two, days = 7")
    with pytest.raises(ResourceFaultError, match=r"places/places\.toml"):
        contact.log_call(lame, entry(lame, customer))
    with pytest.raises(ResourceFaultError, match=r"places/places\.toml"):
        mail.examine_letter(lame, letter_id)
    assert desk.database.refresh_head() == head


def test_it_is_said_when_the_window_opens(
    desk: Desk, folder: Path, open_window: Callable[[Desk], MainWindow], qtbot: QtBot
) -> None:
    lame = broken(desk, folder, "places/places.toml", "max = 2, days = 7", "max = 2, dais = 7")
    window = open_window(lame)
    Housekeeping(window).look_at_rules()

    def boxes() -> list[QMessageBox]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox)]

    wait_for(qtbot, boxes)
    assert any("places/places.toml" in one.text() for one in boxes())
    for one in boxes():
        one.close()
    settle(qtbot, window)
