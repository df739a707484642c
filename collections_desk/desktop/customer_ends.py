"""The tab of the customer page that shows decisions, placements, settlements and write-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from collections_desk.domain.ends import EndLine

#: Icon and color of each kind of line.
MARKS = {
    "decision": ("scales", "accent"),
    "placement": ("people", "violet"),
    "settlement": ("half", "notice"),
    "write_off": ("minus", "caution"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("CustomerEnds", text)


def _mark(line: EndLine) -> QIcon:
    name, color = MARKS[line.kind]
    return icon(name, color if line.stands else "muted")


def end_list() -> ListPanel[EndLine]:
    """Return the list; Enter on a decision shows its memo."""
    columns: tuple[Column[EndLine], ...] = (
        Column(_tr("On"), lambda one: day_text(one.on), lambda one: one.on, width=20),
        Column(_tr("What"), lambda one: one.what, lambda one: one.what, icon=_mark, width=30),
        Column(
            _tr("Amount"),
            lambda one: money_text(one.amount) if one.amount is not None else "",
            lambda one: (one.amount.currency, one.amount.minor) if one.amount else ("", 0),
            align_right=True,
            width=12,
        ),
        Column(
            _tr("State"),
            lambda one: one.state,
            lambda one: one.state,
            color=lambda one: None if one.stands else theme.color("muted"),
            width=26,
        ),
        Column(_tr("By whom, why"), lambda one: one.detail, lambda one: one.detail, stretch=True),
    )
    model = TableModel(columns, row_id=lambda one: (one.kind, one.ref_id))
    made = ListView(model, "customer-ends")
    made.setAccessibleName(_tr("Decisions, placements, settlements and write-offs"))
    model.setParent(made)
    panel = ListPanel(made)
    panel.empty.tell(
        "scales",
        _tr("Nothing was decided yet"),
        _tr("V shows the memo and records what is decided. B makes the referral bundle."),
    )
    return panel
