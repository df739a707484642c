"""Below the steps of a contact plan: what is wrong with it, and the plan read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.domain.plan_reading import read_aloud

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.contact_plans import Plan
    from collections_desk.domain.plan_checks import PlanFault


class ChecksTab(QWidget):
    """Everything that is wrong or odd; Enter goes to its field."""

    #: A line was chosen: the fault.
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel: ListPanel[PlanFault] = ListPanel(
            ListView(
                TableModel(self._columns(), row_id=lambda one: (one.step, one.field, one.said)),
                "plan-checks",
            )
        )
        self.list = self.panel.list
        self.list.setAccessibleName(self.tr("What is wrong or odd"))
        self.list.horizontalHeader().setSectionsClickable(False)
        self.list.opened.connect(self.chosen)
        inside = column(self)
        inside.setContentsMargins(0, theme.GAP, 0, 0)
        inside.addWidget(self.panel)
        self.panel.empty.tell(
            "check",
            self.tr("Nothing is wrong with this plan"),
            self.tr("Every step names what is there, in an order that can be kept."),
        )
        self.list.rows_model.show_rows([])

    def show_faults(self, faults: Sequence[PlanFault]) -> None:
        """Show what was found, what stops first."""
        self.list.rows_model.show_rows(sorted(faults, key=lambda one: not one.stops))

    def _columns(self) -> tuple[Column[PlanFault], ...]:
        return (
            Column(
                self.tr("Step"),
                lambda one: one.step or self.tr("Plan"),
                lambda one: one.step,
                icon=lambda one: (
                    icon("cross", "danger") if one.stops else icon("warning", "caution")
                ),
                width=8,
            ),
            Column(
                self.tr("Means"),
                lambda one: self.tr("Put right") if one.stops else self.tr("Look at"),
                lambda one: one.stops,
                width=10,
            ),
            Column(
                self.tr("What it is, and what to do"),
                lambda one: f"{one.said} {one.remedy}",
                lambda one: one.said,
                stretch=True,
            ),
            Column(
                self.tr("Rule"),
                lambda one: one.guard,
                lambda one: one.guard,
                width=13,
            ),
        )


class ReadingTab(QWidget):
    """The plan in plain sentences, one line a step, and a button that copies them."""

    #: The sentences are on the clipboard; so many lines.
    copied = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = ""
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("The plan read aloud"))
        self.copy_button = QPushButton(icon("note"), self.tr("Copy All Lines"))
        self.copy_button.setToolTip(self.tr("Put the lines on the clipboard (Ctrl+Shift+C)"))
        self.copy_button.clicked.connect(self.copy)
        inside = column(self, gap=theme.TIGHT)
        inside.setContentsMargins(0, theme.GAP, 0, 0)
        inside.addLayout(
            line_of(
                label(self.tr("One line for each step, to read out or to hand on."), "muted"),
                1,
                self.copy_button,
            )
        )
        inside.addWidget(self.text, 1)

    def show_plan(self, plan: Plan, heading: str) -> None:
        """Show a plan; `heading` goes before the lines when they are copied."""
        self._heading = heading
        lines = "\n".join(read_aloud(plan))
        if self.text.toPlainText() != lines:
            self.text.setPlainText(lines)

    def copy(self) -> None:
        """Put heading and lines on the clipboard."""
        lines = self.text.toPlainText()
        QGuiApplication.clipboard().setText(f"{self._heading}\n{lines}\n")
        self.copied.emit(len(lines.splitlines()))
