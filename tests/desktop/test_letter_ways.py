"""What a draft lacks is listed by name, whole, each with a way to the field that holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from collections_desk.desktop.letter_editor import LetterEditor
from collections_desk.desktop.letter_ways import is_of_customer, setting_of
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.settings_view import SettingsView
from collections_desk.domain.letters import shown_subject
from collections_desk.domain.merge_field_list import FIELDS, SETTINGS, WHO
from collections_desk.operations.desk import Desk
from collections_desk.operations.preferences import change_settings
from tests.desktop.test_letter_editor import edit
from tests.desktop.waiting import settle, wait_for

Open = Callable[[Desk], MainWindow]


def ways(editor: LetterEditor) -> dict[str, QPushButton]:
    """Return the links above the page by what they say."""
    return {
        one.text().partition(",")[0]: one
        for one in editor.preview.findChildren(QPushButton)
        if one.property("role") == "link" and one.isVisible()
    }


def test_every_missing_field_has_its_line(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot, "L12")
    wait_for(qtbot, lambda: not editor.approve_button.isEnabled())

    names = set(ways(editor))
    assert names >= {
        "Agency that it is placed with",
        "Address of the agency",
        "Day from which the agency collects",
        "What will follow",
        "When that is intended",
    }
    settle(qtbot, window)
    first = next(iter(ways(editor).values()))
    assert not first.visibleRegion().isEmpty()  # the list is as high as its lines
    assert editor.preview._list.height() > 5 * first.fontMetrics().lineSpacing()  # noqa: SLF001 - as above
    said = " ".join(one.text() for one in editor.preview.findChildren(QLabel))
    assert " more" not in said
    settle(qtbot, window)


def test_the_way_to_a_setting_leads_there_and_back(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot)
    settings = sample_desk.settings()
    bare = replace(settings.business, payment_instructions="")
    change_settings(sample_desk, replace(settings, business=bare))
    window.refresh()
    wait_for(qtbot, lambda: "How to pay" in ways(editor))
    way = ways(editor)["How to pay"]
    assert "setting" in way.toolTip()
    way.setFocus()

    QTest.keyClick(way, Qt.Key.Key_Space)
    settle(qtbot, window)

    view = window.view
    assert isinstance(view, SettingsView)
    field = view.form.field("business.payment_instructions")
    assert field.hasFocus()
    assert "waits for this" in view.waits.text()
    QTest.keyClicks(field, "By check")
    QTest.keyClick(field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, lambda: window.view_id == "mail")
    wait_for(qtbot, lambda: "How to pay" not in ways(editor))
    settle(qtbot, window)


def test_what_the_customer_page_holds_leads_to_the_customer(
    sample_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window, editor = edit(sample_desk, open_window, qtbot, "L12")
    wait_for(qtbot, lambda: "Agency that it is placed with" in ways(editor))
    way = ways(editor)["Agency that it is placed with"]
    way.setFocus()
    assert QApplication.focusWidget() is way

    QTest.keyClick(way, Qt.Key.Key_Return)
    settle(qtbot, window)

    assert window.view_id == "customer"
    window.go("mail")
    settle(qtbot, window)
    assert editor.isVisible()


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_field_has_one_place(name: str) -> None:
    field = FIELDS[name]
    if field.where in {SETTINGS, WHO}:
        assert setting_of(name, "lead")
    assert not (setting_of(name, "lead") and is_of_customer(name))


def test_a_draft_names_its_fields_in_a_list() -> None:
    said = shown_subject("{{amount_due}} past due: can we help?", None)

    assert said == "[Amount asked for] past due: can we help?"
    assert shown_subject("{{odd}} {{act_by}}", None) == "[odd] [Act-by date]"
    assert shown_subject("{{x}}", {"content": {"subject": "$5.00 past due"}}) == "$5.00 past due"
