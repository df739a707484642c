"""The contact plans: what is done when, for each category, and how the clerk changes it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer

from collections_desk.desktop.icons import icon
from collections_desk.desktop.plan_commands import plan_commands
from collections_desk.desktop.plan_saving import ask_to_restore, ask_to_save
from collections_desk.desktop.plan_screen import PlanScreen
from collections_desk.desktop.plan_state import PlanState
from collections_desk.desktop.plan_step_list import StepRow
from collections_desk.desktop.plan_words import capital, plan_name, version_word
from collections_desk.desktop.translating import QT_TRANSLATE_NOOP
from collections_desk.desktop.when_text import moment_text
from collections_desk.operations.contact_plans import (
    discard_plan_draft,
    keep_plan_draft,
    plan_page,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Command, Shell
    from collections_desk.domain.contact_plans import Plan, Step
    from collections_desk.domain.plan_checks import PlanFault
    from collections_desk.operations.contact_plans import PlanPage

#: A draft is kept this long after the last change, in milliseconds.
PAUSE = 300
#: The tabs below the steps.
DATES, CHECKS, READING, VERSIONS = range(4)


class PlansView(PlanScreen):
    """One plan at a time: its steps, the fields of one of them, and what follows from it."""

    view_id: ClassVar[str] = "plans"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("View", "Contact &Plans")
    icon_name: ClassVar[str] = "plan"
    help_page: ClassVar[str] = "plans"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.state: PlanState | None = None
        self._plan_id = next(iter(shell.desk.resources.plans.plans))
        self._showing = False
        self._unkept = False
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self.keep)
        self.plans.currentChanged.connect(self._turn)
        self.list.moved_to.connect(self._show_step)
        self.list.opened.connect(lambda _row: self.form.first_field.setFocus())
        self.list.remove_asked.connect(self.remove_step)
        self.list.switch_asked.connect(self.switch_step)
        self.form.changed.connect(self._edit)
        self.form.left.connect(self.list.setFocus)
        self.checks.chosen.connect(self._go_to_fault)
        self.reading.copied.connect(self._say_copied)
        self.versions.restore_asked.connect(self.restore)
        for button, deed in (
            (self.save_button, self.save),
            (self.back_button, self.discard),
            (self.add_button, self.add_step),
            (self.remove_button, self.remove_step),
            (self.up_button, partial(self.move_step, -1)),
            (self.down_button, partial(self.move_step, 1)),
        ):
            button.clicked.connect(partial(_press, deed))

    # What the window asks.

    def refresh(self) -> None:
        """Read the plan again, unless something is changed that is not saved."""
        if self.state is not None and self.state.has_changes:
            self._tell()
            return
        self._load()

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        return plan_commands(self)

    def focus_first(self) -> None:
        """Put the cursor on the steps."""
        self.list.setFocus()

    def find_here(self) -> None:
        """Answer Ctrl+F: choose a customer for the dates."""
        self.tabs.setCurrentIndex(DATES)
        self.dates.picker.setFocus()
        self.dates.picker.selectAll()

    def keep(self) -> None:
        """Keep what is half edited, unless it is kept already."""
        state = self.state
        if state is None or not self._unkept:
            return
        self._timer.stop()
        self._unkept = False
        desk = self.shell.desk
        work = (
            partial(keep_plan_draft, desk, state.plan)
            if state.has_changes
            else partial(discard_plan_draft, desk, state.plan.id)
        )
        self.shell.background.run(work, done=_nothing, failed=self.shell.fail)

    def undo_last(self) -> bool:
        """Take back the last change."""
        if self.state is None or not self.state.undo():
            return False
        self._changed(self._place())
        return True

    # What the clerk does.

    def add_step(self) -> None:
        """Put a step after the current one, and go to its fields."""
        if self.state is None:
            return
        place = min(self._place() + 1, len(self.state.plan.steps))
        self.state.add(place)
        self._changed(place)
        self.form.text.setFocus()

    def remove_step(self) -> None:
        """Take the current step out; Ctrl+Z brings it back."""
        row = self.list.current_row()
        if self.state is None or row is None:
            return
        self.state.remove(row.place)
        self._changed(row.place)
        self.list.setFocus()
        self.shell.say(
            self.tr("Step {0} is out of plan {1}; nothing is saved yet.").format(
                row.step.id, self.state.plan.id
            ),
            undo=self._take_back,
        )

    def _take_back(self) -> None:
        self.undo_last()

    def move_step(self, by: int) -> None:
        """Move the current step up or down."""
        row = self.list.current_row()
        if self.state is None or row is None:
            return
        target = max(0, min(row.place + by, len(self.state.plan.steps) - 1))
        self.state.move(row.place, by)
        self._changed(target)

    def switch_step(self) -> None:
        """Turn the current step on or off."""
        self.form.switch.toggle()

    def discard(self) -> None:
        """Show again what is in force; Ctrl+Z does not bring the changes back."""
        if self.state is None:
            return
        plan_id, half = self.state.plan.id, self.state.plan
        self._forget_draft()
        self.state = None
        desk = self.shell.desk
        self.shell.background.run(
            partial(discard_plan_draft, desk, plan_id), done=_nothing, failed=self.shell.fail
        )
        self._load()

        def undo() -> None:
            if self.state is not None and self.state.plan.id == plan_id:
                self.state.plan = half
                self._changed(0)

        self.shell.say(self.tr("Your changes of plan {0} are gone.").format(plan_id), undo=undo)

    def save(self) -> None:
        """Ask for the reason and save; a fault is shown at its field first."""
        if self.state is None:
            return
        stopping = [one for one in self.state.faults() if one.stops]
        if stopping:
            self.message.say(
                self.tr("The plan is not saved: {0} {1}").format(
                    stopping[0].said, stopping[0].remedy
                )
            )
            self.tabs.setCurrentIndex(CHECKS)
            self._go_to_fault(stopping[0])
        elif not self.state.has_changes:
            self.shell.say(self.tr("Nothing is changed in this plan."))
        else:
            ask_to_save(self, self.state, self._saved)

    def restore(self, version: int) -> None:
        """Bring an old version back as a new one; version 0 is the shipped plan."""
        if self.state is not None:
            ask_to_restore(self, self.state, version, self._saved)

    def show_tab(self, tab: int) -> None:
        """Show one of the tabs below, and put the cursor there."""
        self.tabs.setCurrentIndex(tab)
        stops = {
            DATES: self.dates.picker,
            CHECKS: self.checks.list,
            READING: self.reading.text,
            VERSIONS: self.versions.list,
        }
        stops[tab].setFocus()

    # What follows.

    def _load(self) -> None:
        self.shell.background.run(
            partial(plan_page, self.shell.desk, self._plan_id),
            done=self._arrived,
            failed=self.shell.fail,
            owner=self,
        )

    def _arrived(self, page: PlanPage) -> None:
        if page.plan.id != self._plan_id:
            return  # another plan was chosen meanwhile
        if self.state is not None and self.state.plan.id == self._plan_id:
            if self.state.has_changes:
                return
            place = self._place()
        else:
            place = 0
        self.state = PlanState(page, page.draft or page.plan)
        self.message.clear()
        if page.draft is not None and page.draft_at is not None:
            self.message.say(
                self.tr(
                    "What you changed on {0} was not saved; here it is again. Discard Changes"
                    " shows the plan in force."
                ).format(moment_text(page.draft_at, page.zone)),
                "notice",
            )
        self.form.take_page(page)
        self.versions.show_page(page, page.zone)
        self._show_plan(place)

    def _turn(self, number: int) -> None:
        self.keep()
        self._plan_id = self.plans.tabData(number)
        self.state = None
        self.message.clear()
        self._load()

    def _edit(self, step: Step) -> None:
        row = self.list.current_row()
        if self.state is None or row is None:
            return
        self.state.edit(row.place, step)
        self._changed(row.place)

    def _forget_draft(self) -> None:
        self._timer.stop()
        self._unkept = False

    def _changed(self, place: int) -> None:
        self._unkept = True
        self._timer.start()
        self._show_plan(place)

    def _show_plan(self, place: int) -> None:
        state = self.state
        if state is None:
            return
        faults = state.faults()
        by_place: dict[int | None, list[PlanFault]] = {}
        for fault in faults:
            by_place.setdefault(fault.place, []).append(fault)
        rows = [
            StepRow(number, step, tuple(by_place.get(number, ())))
            for number, step in enumerate(state.plan.steps)
        ]
        self._showing = True
        self.list.rows_model.show_rows(rows)
        self.list.go_to_line(place)
        self._showing = False
        self._show_step()
        self.checks.show_faults(faults)
        stops = sum(one.stops for one in faults)
        words = self.tr("Checks ({0})").format(len(faults)) if faults else self.tr("Checks")
        self.tabs.setTabText(CHECKS, words)
        self.tabs.setTabIcon(CHECKS, icon("cross", "danger") if stops else icon(""))
        self.reading.show_plan(state.plan, self._heading(state.plan))
        self.versions.show_edited(state.plan)
        self.dates.show_plan(state.plan)
        self._tell()

    def _show_step(self, *_: object) -> None:
        row = self.list.current_row()
        if self._showing or self.state is None:
            return
        new = row is not None and self.state.is_new(row.step)
        self.form.show_step(row.step if row else None, row.faults if row else (), new=new)
        self.shell.all_actions.refresh_enabled()

    def _heading(self, plan: Plan) -> str:
        return self.tr("Contact plan {0}: {1} ({2})").format(
            plan_name(plan), plan.title, version_word(plan.version)
        )

    def _tell(self) -> None:
        state = self.state
        changed = state is not None and state.has_changes
        self.save_button.setEnabled(changed)
        self.back_button.setEnabled(changed)
        if state is not None:
            newest = next(iter(state.page.versions), None)
            words = self.tr("{0}. {1}").format(
                state.plan.title, capital(version_word(state.page.plan.version))
            )
            if newest is not None:
                words += self.tr(", saved {0} by {1}: {2}").format(
                    moment_text(newest.saved_at, state.page.zone),
                    newest.clerk or self.tr("nobody named"),
                    newest.reason,
                )
            self.standing.setText(words)
            half = state.page.half_edited - {state.plan.id}
            half |= {state.plan.id} if changed else set()
            for number in range(self.plans.count()):
                marked = self.plans.tabData(number) in half
                self.plans.setTabIcon(number, icon("pencil", "accent") if marked else icon(""))
                self.plans.setTabToolTip(
                    number, self.tr("Changed, and not saved yet") if marked else ""
                )
        self.shell.all_actions.refresh_enabled()

    def _go_to_fault(self, fault: PlanFault) -> None:
        if fault.place is None:
            self.list.setFocus()
            return
        self.list.go_to_line(fault.place)
        self.form.field(fault.field).setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.ensureWidgetVisible(self.form.field(fault.field), 0, 60)

    def _saved(self, plan: Plan) -> None:
        self._forget_draft()
        self.state = None
        self._load()
        self.shell.say(
            self.tr("Plan {0} is saved as {1}. It counts from the next step on.").format(
                plan.id, version_word(plan.version)
            )
        )

    def _say_copied(self, lines: int) -> None:
        self.shell.say(self.tr("{0} lines are on the clipboard.").format(lines))

    def _place(self) -> int:
        row = self.list.current_row()
        return row.place if row is not None else -1


def _press(deed: Callable[[], object], *_: object) -> None:
    """Do what a button says, whether it is checked or not."""
    deed()


def _nothing(_result: object) -> None:
    """Take an answer that nobody waits for."""
