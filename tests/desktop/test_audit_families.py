"""The record can be sifted by every kind of operation that there is."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import collections_desk
from collections_desk.desktop.audit_list import FAMILIES, offered_families
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.records_view import RecordsView
from collections_desk.operations.desk import Desk
from tests.desktop.office import press
from tests.desktop.waiting import settle

Open = Callable[[Desk], MainWindow]
#: What looks like the code of an operation and is none; files and columns end so.
NO_KINDS = {"business.name", "desk.lock"}
ENDS = (".txt", ".pdf", ".csv", ".xlsx", ".toml", ".zip", ".html", ".db", ".json", "id", ".seq")


def kinds_in_the_source() -> set[str]:
    """Return every code that an operation writes into the audit log."""
    root = Path(collections_desk.__file__).parent
    found: set[str] = set()
    for folder in ("operations", "store"):
        for file in (root / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
    codes = {one for one in found if re.fullmatch(r"[a-z_]+\.[a-z_]+", one)}
    return {one for one in codes if not one.endswith(ENDS)} - NO_KINDS


def test_every_operation_belongs_to_a_family_with_a_name() -> None:
    kinds = kinds_in_the_source()
    assert len(kinds) > 70
    assert {"sales.typed", "pack.exported", "letters.printed", "fees.waived"} <= kinds
    named = tuple(code for codes in FAMILIES.values() for code in codes)

    assert sorted(one for one in kinds if not one.startswith(named)) == []
    assert len(named) == len(set(named))


def test_what_has_no_name_is_offered_by_its_code() -> None:
    offered = offered_families({"letter.", "odd_thing."})

    assert offered == [
        ("Every operation", ()),
        ("Letters", ("letter.", "letters.")),
        ("Other: odd thing", ("odd_thing.",)),
    ]


def test_the_clerk_finds_the_sales_that_were_typed(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    now = sample_desk.now()
    for kind in ("sales.typed", "pack.exported", "newer.deed"):
        with sample_desk.database.write(kind, f"did {kind}", now=now):
            pass
    window = open_window(sample_desk)
    press(qtbot, window, Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    view = window.view
    assert isinstance(view, RecordsView)
    assert {one.kind for one in view.list.rows_model.all_rows()} > {"sales.typed", "newer.deed"}

    for name, wanted in (
        ("Monthly sales", "sales."),
        ("Management packs", "pack."),
        ("Other: newer", "newer."),
    ):
        view.kind.setFocus()
        while view.kind.currentText() != name:
            before = view.kind.currentIndex()
            QTest.keyClick(view.kind, Qt.Key.Key_Down)
            assert view.kind.currentIndex() > before, name
        settle(qtbot, window)
        rows = view.list.rows_model.all_rows()
        assert rows
        assert all(one.kind.startswith(wanted) for one in rows), name
        QTest.keyClick(view.kind, Qt.Key.Key_Home)
        settle(qtbot, window)
