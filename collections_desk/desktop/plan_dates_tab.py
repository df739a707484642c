"""The dates that a contact plan has for a chosen customer, as it is edited."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.customer_picker import CustomerPicker
from collections_desk.desktop.icons import icon, mark_icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.plan_words import CHANNEL_ICONS, channel_word
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text
from collections_desk.operations.plan_preview import preview_dates

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QColor

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.contact_plans import Plan
    from collections_desk.domain.plan_dates import PlanDates, PlannedStep
    from collections_desk.errors import DeskError

#: Asked this long after the last change of the plan, in milliseconds.
PAUSE = 150
#: How a step stands; the word says the same as drawing and color.
STATES = {
    "done": theme.Mark("check", "Done", "good"),
    "skipped": theme.Mark("minus", "Skipped", "muted"),
    "next": theme.Mark("arrow-right", "Next", "accent"),
    "later": theme.Mark("clock", "Later", "notice"),
    "out": theme.Mark("minus", "Left out", "muted"),
}


class PlanDatesTab(QWidget):
    """A customer, and each step with its day."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._plan: Plan | None = None
        self._today: date | None = None
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self._ask)
        self.picker = CustomerPicker(shell)
        self.picker.setPlaceholderText(self.tr("Name, number or phone of a customer"))
        self.picker.setAccessibleName(self.tr("Customer whose dates are shown"))
        self.picker.setMinimumWidth(280)
        self.picker.chosen.connect(self._ask)
        self.standing = label("", "muted", wrap=True)
        self.panel: ListPanel[PlannedStep] = ListPanel(
            ListView(TableModel(self._columns(), row_id=lambda row: row.step.id), "plan-dates")
        )
        self.list = self.panel.list
        self.list.setAccessibleName(self.tr("Dates of the steps"))
        self.list.horizontalHeader().setSectionsClickable(False)
        inside = column(self, gap=theme.TIGHT)
        inside.setContentsMargins(0, theme.GAP, 0, 0)
        words = label(self.tr("Custo&mer"))
        words.setBuddy(self.picker)
        across = line_of(words, self.picker, self.standing)
        across.setStretch(2, 1)
        inside.addLayout(across)
        inside.addWidget(self.panel, 1)
        self._tell_empty()
        self.list.rows_model.show_rows([])

    def show_plan(self, plan: Plan) -> None:
        """Show the dates of a plan, as it is edited now."""
        self._plan = plan
        if self.picker.customer_id() is not None:
            self._timer.start()

    def _tell_empty(self) -> None:
        self.panel.empty.tell(
            "calendar",
            self.tr("When would each step come?"),
            self.tr("Choose a customer; the dates follow what you change, before it is saved."),
        )

    def _ask(self, *_: object) -> None:
        self._timer.stop()
        customer_id, plan = self.picker.customer_id(), self._plan
        if customer_id is None or plan is None:
            self.standing.setText("")
            self.list.rows_model.show_rows([])
            return
        self._shell.background.run(
            partial(preview_dates, self._shell.desk, plan, customer_id),
            done=partial(self._show, customer_id),
            failed=self._failed,
            owner=self,
        )

    def _show(self, customer_id: int, dates: PlanDates) -> None:
        if customer_id != self.picker.customer_id():
            return  # another customer was chosen meanwhile
        self._today = dates.today
        self.standing.setText(dates.standing)
        self.list.rows_model.show_rows(dates.steps)
        coming = [row for row in dates.steps if row.state == "next"]
        if coming:
            self.list.go_to(coming[0].step.id)

    def _failed(self, error: DeskError) -> None:
        self.standing.setText(f"{error.problem} {error.remedy}")
        self.list.rows_model.show_rows([])

    def _on(self, row: PlannedStep) -> str:
        """Say when: a step that is next has waited since its day."""
        if row.on is None:
            return ""
        if row.state == "next" and self._today is not None and row.on < self._today:
            return self.tr("since {0}").format(day_text(row.on))
        return day_text(row.on)

    def _columns(self) -> tuple[Column[PlannedStep], ...]:
        return (
            Column(
                self.tr("Step"),
                lambda row: row.step.id,
                lambda row: row.step.id,
                color=_color,
                bold=lambda row: row.state == "next",
                width=6,
            ),
            Column(
                self.tr("Stands"),
                lambda row: self.tr(STATES[row.state].word),
                lambda row: row.state,
                icon=lambda row: mark_icon(STATES[row.state]),
                bold=lambda row: row.state == "next",
                color=_color,
                width=12,
            ),
            Column(
                self.tr("On"),
                self._on,
                lambda row: row.on,
                bold=lambda row: row.state == "next",
                color=_color,
                width=22,
            ),
            Column(
                self.tr("How"),
                lambda row: " ".join([channel_word(row.step.channel), row.step.letter]).strip(),
                lambda row: row.step.channel,
                icon=lambda row: icon(CHANNEL_ICONS.get(row.step.channel, ""), "muted"),
                color=_color,
                width=18,
            ),
            Column(
                self.tr("What is done, or why not"),
                lambda row: f"{row.why}." if row.why else row.step.text,
                lambda row: row.why,
                color=_color,
                stretch=True,
                tip=lambda row: "\n".join([row.step.text, f"{row.why}." if row.why else ""]),
            ),
        )


def _color(row: PlannedStep) -> QColor | None:
    return theme.color("muted") if row.state in {"out", "skipped", "done"} else None
