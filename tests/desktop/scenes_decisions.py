"""Pictures of the decisions, their dialogs and their papers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from collections_desk.desktop.decisions_view import DecisionsView
from collections_desk.desktop.dialogs.decision import DecisionDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.money import Money
from collections_desk.operations import decisions, placement_entries
from collections_desk.operations.decisions import DecisionEntry
from collections_desk.operations.placements import Receiver, place, preview_placement
from tests.desktop.waiting import rest

Scene = Callable[[MainWindow], QWidget | None]
#: Why somebody is placed who had no notice of it.
TOLD = {"G-LTR-10": "They moved away and nobody could reach them"}
AGENCY = Receiver(
    "agency",
    "Keystone Recovery LLC",
    ("9 Market Street", "Erie PA 16501"),
    "814-555-0111",
    Decimal(25),
)


def _view(window: MainWindow, place: int) -> DecisionsView:
    _prepared(window)
    window.go("decisions")
    rest(window)
    view = window.view
    assert isinstance(view, DecisionsView)
    view.tabs.setCurrentIndex(place)
    rest(window)
    return view


def _prepared(window: MainWindow) -> None:
    """Place, settle and keep some customers once, so that every tab has lines."""
    desk = window.desk
    if placement_entries.all_placements(desk):
        return
    due = decisions.reviews_due(desk)
    dollars = [line for line in due if line.balances and line.balances[0].currency == "USD"]
    # Other scenes agree on plans and the like: only some of them can be placed.
    free = [line for line in dollars if preview_placement(desk, [line.customer_id]).amounts]
    if not free:
        return
    with tempfile.TemporaryDirectory() as folder:
        made = place(
            desk, [free[0].customer_id], AGENCY, Path(folder) / "package.zip", reasons=TOLD
        )
    amount = placement_entries.all_placements(desk)[0].amount
    part = Money(amount.minor // 3, amount.currency)
    placement_entries.record_recovery(
        desk, made.placement_ids[0], part, dated_on=desk.today(), reference="R-118"
    )
    rest = [line for line in dollars if line.customer_id != free[0].customer_id]
    for line, kind in zip(rest, ("settle", "agency"), strict=False):
        owed = line.balances[0]
        decisions.decide(
            desk,
            DecisionEntry(
                line.customer_id,
                kind,
                "M. Keller",
                "No answer to two letters",
                amount=Money(owed.minor * 6 // 10, owed.currency),
                due_on=desk.today() + timedelta(days=14),
                receiver=AGENCY,
            ),
        )


def _tab(place: int) -> Scene:
    def scene(window: MainWindow) -> None:
        _view(window, place)

    return scene


def _dialog(place: int, name: str) -> Scene:
    def scene(window: MainWindow) -> QWidget | None:
        view = _view(window, place)
        panel = (view.reviews, view.placed, view.settled)[place]
        panel.list.go_to_line(0)
        getattr(view, name)()
        rest(window)
        return QApplication.activeModalWidget()

    return scene


def _agency(window: MainWindow) -> QWidget | None:
    dialog = _dialog(0, "decide")(window)
    if isinstance(dialog, DecisionDialog):
        dialog.choose("agency")
        dialog.receiver.name.setEditText("Keystone Recovery LLC")
        dialog.receiver.percent.setText("25")
        dialog.expected.set_text("500")
        rest(window)
    return dialog


SCENES: dict[str, Scene] = {
    "decisions": _tab(0),
    "decisions_placed": _tab(1),
    "decisions_settlements": _tab(2),
    "decisions_surveys": _tab(3),
    "dialog_decide": _dialog(0, "decide"),
    "dialog_decide_agency": _agency,
    "dialog_place": _dialog(0, "place"),
    "dialog_bundle": _dialog(0, "bundle"),
    "dialog_placement_entry": _dialog(1, "enter"),
    "dialog_placement_end": _dialog(1, "end"),
}
