"""Guards show the fact, the rule and its date; going on takes a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.domain.guards import Confirmed, GuardFinding, Severity


def finding(guard: str, severity: Severity) -> GuardFinding:
    return GuardFinding(
        guard, severity, f"{guard} <i>says</i> so", date(2026, 11, 21), "12 CFR 1006.6", {}
    )


@pytest.fixture
def parent(dressed: object, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def open_dialog(parent: QWidget, *findings: GuardFinding) -> GuardsDialog:
    dialog = GuardsDialog(findings, "&Call All the Same", "&Do Not Call", parent, incoming=True)
    dialog.open()
    return dialog


def test_going_on_waits_for_a_sentence(parent: QWidget, qtbot: QtBot) -> None:
    dialog = open_dialog(parent, finding("G-TIME-01", Severity.ASK))
    field = dialog.reasons["G-TIME-01"]
    assert not dialog.go_button.isEnabled()

    qtbot.keyClicks(field, "no")
    assert not dialog.go_button.isEnabled()
    qtbot.keyClicks(field, "w asked for it")

    with qtbot.waitSignal(dialog.went_on) as went_on:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert went_on.args == [{"G-TIME-01": "now asked for it"}]


def test_blocked_takes_a_second_confirmation(parent: QWidget, qtbot: QtBot) -> None:
    dialog = open_dialog(
        parent, finding("G-STOP-01", Severity.BLOCKED), finding("G-FREQ-06", Severity.WARNING)
    )
    qtbot.keyClicks(dialog.reasons["G-STOP-01"], "the trustee asked us to call")

    assert not dialog.go_button.isEnabled()
    assert dialog.sure is not None
    qtbot.keyClick(dialog.sure, Qt.Key.Key_Space)

    assert dialog.go_button.isEnabled()
    with qtbot.waitSignal(dialog.went_on) as went_on:
        dialog.go_button.click()
    (given,) = went_on.args[0].values()
    assert given == "the trustee asked us to call"
    assert isinstance(given, Confirmed)


def test_what_is_done_as_the_guard_asks_wants_no_sentence(parent: QWidget) -> None:
    blocked = replace(finding("G-PAY-05", Severity.BLOCKED), heeded="Hand it back")

    dialog = open_dialog(parent, blocked)

    assert dialog.reasons == {}
    assert dialog.sure is None
    assert dialog.go_button.isEnabled()
    assert any("as it asks: Hand it back" in one.text() for one in dialog.findChildren(QLabel))


def test_never_leaves_only_the_way_back(parent: QWidget, qtbot: QtBot) -> None:
    dialog = open_dialog(parent, finding("G-NOTE-01", Severity.NEVER))

    assert not dialog.go_button.isVisible()
    with qtbot.waitSignal(dialog.stopped):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)


def test_escape_means_not_calling(parent: QWidget, qtbot: QtBot) -> None:
    dialog = open_dialog(parent, finding("G-FREQ-01", Severity.ASK))

    with qtbot.waitSignal(dialog.stopped):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_an_endless_reason_is_refused_in_words(parent: QWidget) -> None:
    dialog = open_dialog(parent, finding("G-FREQ-01", Severity.ASK))

    dialog.reasons["G-FREQ-01"].setText("x" * 501)

    assert not dialog.go_button.isEnabled()
    assert "500" in dialog.message.text()


def test_fact_rule_and_date_are_shown_as_plain_text(parent: QWidget) -> None:
    dialog = open_dialog(parent, finding("G-TIME-01", Severity.ASK))

    texts = [part.text() for part in dialog.findChildren(QLabel)]
    formats = {part.textFormat() for part in dialog.findChildren(QLabel) if part.text()}

    assert "G-TIME-01 <i>says</i> so." in texts
    assert any("12 CFR 1006.6" in text and "2026" in text for text in texts)
    assert formats == {Qt.TextFormat.PlainText}


@pytest.mark.parametrize("unknown", [True, False])
def test_where_the_kind_is_not_known_it_says_where_it_is_set(
    parent: QWidget, *, unknown: bool
) -> None:
    found = replace(
        finding("G-TIME-01", Severity.ASK), facts={"kind_not_known": True} if unknown else {}
    )
    dialog = open_dialog(parent, found)

    said = [one.text() for one in dialog.findChildren(QLabel)]
    assert any("E, Edit Contact Details" in text for text in said) is unknown
