"""The rules that stand before the clerk's deeds: where they come from and what they did."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QSplitter, QTabWidget, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import IconLabel, card, column, label, line_of
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.rules_lists import (
    confidence_words,
    consent_panel,
    count_words,
    events_panel,
    guards_panel,
    place_numbers,
    places_panel,
    tables_panel,
)
from collections_desk.desktop.rules_sheets import ReviewSheet, SwitchSheet
from collections_desk.desktop.shell import Command, Shell, View
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.rule_tables import may_switch_off
from collections_desk.operations import rules

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from collections_desk.domain.place_rules import PlaceRule
    from collections_desk.domain.rule_tables import GuardEventLine
    from collections_desk.operations.rules import GuardLine, RulesPage


class RulesView(View):
    """Guards with what they did, tables with their dates, places, recording consent."""

    view_id: ClassVar[str] = "rules"
    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("View", "Rul&es"))
    icon_name: ClassVar[str] = "shield"
    help_page: ClassVar[str] = "rules"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.page: RulesPage | None = None
        self._asked = ""
        self.guards = guards_panel()
        self.events = events_panel(lambda: self.page.zone if self.page else "UTC")
        self.tables = tables_panel()
        self.places = places_panel()
        self.consent = consent_panel()
        self.search: QLineEdit = LineEdit()
        self.switch_button = QPushButton()
        self.review_button = QPushButton(
            icon("check", "on_accent"), self.tr("I Have Reviewed This Table …")
        )
        self.unverified = label("", "muted", wrap=True)
        self.place_words = label("", wrap=True, selectable=True)
        self.banner = QWidget()
        self.banner_text = label("", wrap=True)
        self.banner_button = QPushButton(self.tr("Look at the Tables"))
        self.tabs = QTabWidget()
        self._details = label("", wrap=True, selectable=True)
        self._did = label("", "section")
        self._build()
        self._connect()

    def _build(self) -> None:
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        whole.addWidget(label(self.tr("Rules"), "title"))
        whole.addWidget(
            label(
                self.tr(
                    "What stands before a call, a letter, a payment or an export. Each says the"
                    " fact, the rule and its date, and you decide. Have the rows verified by"
                    " whoever advises you before you rely on them."
                ),
                "muted",
                wrap=True,
            )
        )
        frame, inside = card("caution")
        told = line_of(
            IconLabel(theme.SEVERITIES["warning"]), self.banner_text, self.banner_button
        )
        told.setStretch(1, 1)
        inside.addLayout(told)
        column(self.banner).addWidget(frame)
        self.banner.hide()
        whole.addWidget(self.banner)
        self.tabs.addTab(self._guards_tab(), self.tr("Guar&ds"))
        self.tabs.addTab(self._tables_tab(), self.tr("T&ables and dates"))
        self.tabs.addTab(self._places_tab(), self.tr("Numbers by p&lace"))
        self.tabs.addTab(self.consent, self.tr("Recordi&ng consent"))
        whole.addWidget(self.tabs, 1)

    def _guards_tab(self) -> QWidget:
        top, bottom = QWidget(), QWidget()
        self.search.setAccessibleName(self.tr("Find a guard"))
        self.search.setPlaceholderText(self.tr("find: time, letter, 1006, house …"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(300)
        upper = column(top)
        upper.setContentsMargins(0, theme.GAP, 0, 0)
        upper.addLayout(line_of(self.search, 1, self.switch_button))
        upper.addWidget(self.guards, 1)
        lower = column(bottom)
        lower.setContentsMargins(0, theme.GAP, 0, 0)
        lower.addWidget(self._details)
        lower.addWidget(self._did)
        lower.addWidget(self.events, 1)
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(top)
        both.addWidget(bottom)
        both.setSizes([340, 240])
        both.setChildrenCollapsible(False)
        return both

    def _tables_tab(self) -> QWidget:
        whole = QWidget()
        inside = column(whole)
        inside.setContentsMargins(0, theme.GAP, 0, 0)
        self.review_button.setProperty("role", "primary")
        inside.addLayout(line_of(1, self.review_button))
        inside.addWidget(self.tables, 1)
        return whole

    def _places_tab(self) -> QWidget:
        whole = QWidget()
        inside = column(whole)
        inside.setContentsMargins(0, theme.GAP, 0, 0)
        inside.addWidget(self.unverified)
        inside.addWidget(self.places, 1)
        inside.addWidget(self.place_words)
        return whole

    def _connect(self) -> None:
        self.guards.list.moved_to.connect(self._chose)
        self.guards.list.opened.connect(lambda _line: self.events.list.setFocus())
        self.events.list.opened.connect(self._open_customer)
        self.tables.list.opened.connect(lambda _line: self.review())
        self.search.textChanged.connect(self._sift)
        self.places.list.moved_to.connect(self._chose_place)
        self.switch_button.clicked.connect(self.switch)
        self.review_button.clicked.connect(self.review)
        self.banner_button.clicked.connect(lambda: self.tabs.setCurrentIndex(1))

    # What the window asks.

    def refresh(self) -> None:
        """Read the rules again, and what they did."""
        self.shell.background.run(
            partial(rules.rules_page, self.shell.desk),
            done=self._show,
            failed=self.shell.fail,
            owner=self,
        )

    def commands(self) -> list[Command]:
        """Return what can be done with the rules."""
        return [
            Command(
                "rules.switch",
                self.tr("S&witch This Guard On or Off …"),
                "Ctrl+Shift+W",
                self.switch,
                "tools",
                self.tr("Let a guard stand for this business, or not; it is recorded"),
                "shield",
            ),
            Command(
                "rules.review",
                self.tr("I Have &Reviewed This Table …"),
                "Ctrl+Shift+R",
                self.review,
                "tools",
                self.tr("Record that a table of rules was looked over"),
                "check",
            ),
        ]

    def focus_first(self) -> None:
        """Put the cursor on the guards."""
        if self.tabs.currentIndex() == 0:
            self.guards.list.setFocus()

    def find_here(self) -> None:
        """Put the cursor into the filter of the guards."""
        self.tabs.setCurrentIndex(0)
        self.search.setFocus()
        self.search.selectAll()

    def context_menu(self, menu: QMenu) -> None:
        """Add what can be done with the rules."""
        for command in self.commands():
            menu.addAction(self.shell.all_actions.action(command.id))

    # What the clerk does.

    def switch(self) -> None:
        """Ask for the reason and switch the chosen guard."""
        line = self.guards.list.current_row()
        if line is None or self.tabs.currentIndex() != 0:
            self.shell.say(self.tr("Choose a guard first."))
            return
        if line.rule.on and not may_switch_off(line.rule):
            said = self.tr("{0} guards the record itself; it always stands.")
            self.shell.say(said.format(line.rule.id))
            return
        SwitchSheet(self.shell, line, self).open()

    def review(self) -> None:
        """Record that the chosen table was looked over."""
        self.tabs.setCurrentIndex(1)
        line = self.tables.list.current_row()
        if line is not None:
            ReviewSheet(self.shell, line, self).open()

    # What is shown.

    def _show(self, page: RulesPage) -> None:
        self.page = page
        self.guards.list.rows_model.show_rows(page.guards)
        self.tables.list.rows_model.show_rows(page.tables)
        self.places.list.rows_model.show_rows(page.places)
        self.consent.list.rows_model.show_rows(page.consent)
        on = sum(line.rule.on for line in page.guards)
        fired = sum(line.count.total for line in page.guards)
        passed = sum(line.count.overridden for line in page.guards)
        words = self.tr(
            "{0} of {1} guards stand. In the last {2} days: {3} fired, {4} overridden."
        )
        self.guards.set_sums(
            words.format(on, len(page.guards), rules.LOOKED_BACK_DAYS, fired, passed)
        )
        unverified = ", ".join(place.removeprefix("US-") for place in page.unverified)
        words = self.tr(
            "For {0} rules for a business that collects its own debts are noted from memory only"
            " and carry no numbers here: verify them with whoever advises you."
        )
        self.unverified.setText(words.format(unverified))
        stale = page.stale
        self.banner.setVisible(bool(stale))
        words = (
            self.tr("1 table was last looked over more than {1} ago.")
            if len(stale) == 1
            else self.tr("{0} tables were last looked over more than {1} ago.")
        )
        days = counted(page.review_days, "{n} day", "{n} days")
        self.banner_text.setText(words.format(len(stale), days) if stale else "")
        self._asked = ""
        self._chose(self.guards.list.current_row())

    def _sift(self, text: str) -> None:
        words = text.casefold().split()

        def passes(line: GuardLine) -> bool:
            rule = line.rule
            whole = (
                f"{rule.id} {rule.trigger} {rule.source} {rule.does} {line.severity}".casefold()
            )
            return all(word in whole for word in words)

        self.guards.list.rows_model.filter(passes if words else None)

    def _chose(self, line: GuardLine | None) -> None:
        self.switch_button.setEnabled(
            line is not None and (not line.rule.on or may_switch_off(line.rule))
        )
        if line is None:
            self._details.clear()
            self._did.clear()
            self.events.list.rows_model.show_rows([])
            return
        self.switch_button.setText(
            self.tr("Switch {0} &Off …").format(line.rule.id)
            if line.rule.on
            else self.tr("Switch {0} &On …").format(line.rule.id)
        )
        self._details.setText(self._words_of(line))
        self._did.setText(
            self.tr("{0} in the last {1} days: {2}").format(
                line.rule.id, rules.LOOKED_BACK_DAYS, count_words(line)
            )
        )
        if self._asked == line.rule.id:
            return
        self._asked = line.rule.id
        self.shell.background.run(
            partial(rules.guard_events_of, self.shell.desk, line.rule.id),
            done=partial(self._show_events, line.rule.id),
            failed=self.shell.fail,
            owner=self,
        )

    def _words_of(self, line: GuardLine) -> str:
        rule = line.rule
        parts = [
            self.tr("{0}: {1}, as of {2}, {3}.").format(
                rule.id, rule.source, day_text(rule.as_of), confidence_words(rule.confidence)
            )
        ]
        if rule.does:
            parts.append(self.tr("What to do: {0}.").format(rule.does))
        if rule.only_in:
            parts.append(self.tr("Only for customers in {0}.").format(rule.only_in))
        if line.switch is not None:
            words = (
                self.tr("Switched on by {0} on {1}. {2}")
                if line.switch.on
                else self.tr("Switched off by {0} on {1}. {2}")
            )
            who = line.switch.clerk or self.tr("somebody")
            parts.append(words.format(who, day_text(line.switch.since), line.switch.reason))
        return " ".join(part.strip() for part in parts)

    def _chose_place(self, place: PlaceRule | None) -> None:
        self.place_words.setText(f"{place.id}: {place_numbers(place)}." if place else "")

    def _show_events(self, guard: str, lines: list[GuardEventLine]) -> None:
        if guard == self._asked:
            self.events.list.rows_model.show_rows(lines)

    def _open_customer(self, line: GuardEventLine) -> None:
        if line.customer_id is not None:
            self.shell.open_customer(line.customer_id)
