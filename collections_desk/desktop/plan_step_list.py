"""The list of the steps of a contact plan: in their order, with a mark where something is odd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.plan_words import (
    CHANNEL_ICONS,
    channel_word,
    condition_word,
    short_when,
    signer_word,
    tone_word,
)
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.domain.plan_reading import step_line, when_words

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QIcon, QKeyEvent

    from collections_desk.domain.contact_plans import Step
    from collections_desk.domain.plan_checks import PlanFault


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step with its place and what is wrong with it."""

    place: int
    step: Step
    faults: tuple[PlanFault, ...]

    @property
    def stops(self) -> bool:
        """Whether something keeps the plan from being saved."""
        return any(fault.stops for fault in self.faults)


class StepList(ListView[StepRow]):
    """The steps; Delete removes one, Space turns it on or off, Enter goes to its fields."""

    remove_asked = Signal()
    switch_asked = Signal()

    def __init__(self) -> None:
        super().__init__(TableModel(_columns(), row_id=lambda row: row.place), "plan-steps")
        self.setAccessibleName(_tr("Steps of the plan"))
        self.rows_model.setParent(self)
        # The order is what the plan is about: no heading sorts it.
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.setSelectionMode(self.SelectionMode.SingleSelection)

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.remove_asked.emit()
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.switch_asked.emit()
        else:
            super().keyPressEvent(event)


def step_panel() -> ListPanel[StepRow]:
    """Return the list with what stands in its place while a plan has no steps."""
    panel = ListPanel(StepList())
    panel.empty.tell(
        "worklist",
        _tr("This plan has no step"),
        _tr("Add the first one with Ctrl+N, or bring back the shipped plan."),
    )
    return panel


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlanStepList", text)


def _columns() -> tuple[Column[StepRow], ...]:
    return (
        Column(
            _tr("Step"),
            lambda row: row.step.id,
            lambda row: row.place,
            icon=_mark,
            tip=lambda row: "\n".join(
                [step_line(row.step), *(f"{one.said} {one.remedy}" for one in row.faults)]
            ),
            accessible=_aloud,
            color=_color,
            bold=lambda row: row.step.on,
            width=6,
        ),
        Column(
            _tr("When"),
            lambda row: short_when(row.step),
            lambda row: row.step.offset,
            color=_color,
            tip=lambda row: when_words(row.step),
            width=30,
        ),
        Column(
            _tr("How"),
            lambda row: f"{channel_word(row.step.channel)} {row.step.letter}".strip(),
            lambda row: row.step.channel,
            icon=lambda row: icon(CHANNEL_ICONS.get(row.step.channel, ""), "muted"),
            color=_color,
            width=18,
        ),
        Column(
            _tr("Tone"),
            lambda row: tone_word(row.step.tone) if row.step.tone else "",
            lambda row: row.step.tone,
            color=_color,
            width=12,
        ),
        Column(
            _tr("What is done"),
            _what,
            lambda row: row.step.text,
            color=_color,
            stretch=True,
            tip=lambda row: "\n".join(
                [
                    row.step.text,
                    _tr("Signed or done by: {0}").format(signer_word(row.step.signer)),
                    _tr("Only if: {0}").format(condition_word(row.step.condition)),
                ]
            ),
        ),
    )


def _what(row: StepRow) -> str:
    return row.step.text if row.step.on else _tr("Off: {0}").format(row.step.text)


def _mark(row: StepRow) -> QIcon | None:
    if row.stops:
        return icon("cross", "danger")
    return icon("warning", "caution") if row.faults else None


def _color(row: StepRow) -> QColor | None:
    return None if row.step.on else theme.color("muted")


def _aloud(row: StepRow) -> str:
    said = step_line(row.step)
    if row.stops:
        return _tr("{0} Not right yet: {1}").format(said, row.faults[0].said)
    return _tr("{0} Look at: {1}").format(said, row.faults[0].said) if row.faults else said
