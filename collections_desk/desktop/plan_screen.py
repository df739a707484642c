"""The parts of the screen of the contact plans, and how they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSplitter, QTabBar, QTabWidget, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.plan_dates_tab import PlanDatesTab
from collections_desk.desktop.plan_step_form import StepForm
from collections_desk.desktop.plan_step_list import StepList, step_panel
from collections_desk.desktop.plan_tabs import ChecksTab, ReadingTab
from collections_desk.desktop.plan_versions_tab import VersionsTab
from collections_desk.desktop.plan_words import plan_name
from collections_desk.desktop.shell import View

if TYPE_CHECKING:
    from collections_desk.desktop.shell import Shell


class PlanScreen(View):
    """The widgets of the screen; what they do is in `plans_view`."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.plans = QTabBar()
        self.plans.setAccessibleName(self.tr("Which plan"))
        self.plans.setExpanding(False)
        self.plans.setDrawBase(False)
        for plan in shell.desk.resources.plans.plans.values():
            self.plans.setTabData(self.plans.addTab(plan_name(plan)), plan.id)
        self.standing = label("", "muted", wrap=True)
        self.message = InlineMessage()
        self.panel = step_panel()
        assert isinstance(self.panel.list, StepList)  # noqa: S101 - for the type
        self.list = self.panel.list
        self.form = StepForm()
        self.dates = PlanDatesTab(shell)
        self.checks = ChecksTab()
        self.reading = ReadingTab()
        self.versions = VersionsTab()
        self.tabs = QTabWidget()
        self._make_buttons()
        self._lay_out()

    def _make_buttons(self) -> None:
        def button(words: str, name: str, tip: str) -> QPushButton:
            made = QPushButton(icon(name, "on_accent" if name == "save" else "text"), words)
            made.setToolTip(tip)
            return made

        self.save_button = button(
            self.tr("&Save Plan …"), "save", self.tr("Save as a new version (Ctrl+S)")
        )
        self.save_button.setProperty("role", "primary")
        self.back_button = button(
            self.tr("Discard Chan&ges"), "undo", self.tr("Show the plan in force")
        )
        self.add_button = button(
            self.tr("&Add Step"), "plus", self.tr("After the current one (Ctrl+N)")
        )
        self.remove_button = button(
            self.tr("&Remove"), "minus", self.tr("Take the step out (Delete)")
        )
        self.up_button = button(self.tr("Move &Up"), "arrow-up", self.tr("Ctrl+Shift+Up"))
        self.down_button = button(self.tr("Move Down"), "arrow-down", self.tr("Ctrl+Shift+Down"))

    def _lay_out(self) -> None:
        for widget, words in (
            (self.dates, self.tr("Dates for a customer")),
            (self.checks, self.tr("Checks")),
            (self.reading, self.tr("Read aloud")),
            (self.versions, self.tr("Versions")),
        ):
            self.tabs.addTab(widget, words)
        self.tabs.setAccessibleName(self.tr("What follows from the plan"))
        self.tabs.tabBar().setAccessibleName(self.tr("What follows from the plan"))
        upper = QWidget()
        steps = column(upper, gap=theme.TIGHT)
        steps.addWidget(self.panel, 1)
        steps.addLayout(
            line_of(self.add_button, self.remove_button, self.up_button, self.down_button, 1)
        )
        left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        left.setHandleWidth(3)
        left.addWidget(upper)
        left.addWidget(self.tabs)
        left.setStretchFactor(0, 3)
        left.setStretchFactor(1, 2)
        self.form.setFixedWidth(380)
        whole = column(self, gap=theme.GAP)
        whole.setContentsMargins(theme.PAGE, theme.WIDE, theme.PAGE, theme.GAP)
        whole.addLayout(
            line_of(
                label(self.tr("Contact Plans"), "title"), 1, self.back_button, self.save_button
            )
        )
        whole.addWidget(self.plans)
        whole.addWidget(self.standing)
        whole.addWidget(self.message)
        parts = line_of(left, self.form, gap=theme.WIDE)
        parts.setStretch(0, 1)
        whole.addLayout(parts, 1)
