"""What came after letters and calls: counts, rates with how sure they are, and comparisons."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QPushButton, QScrollArea, QSplitter, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.charts import IntervalChart, Whisker
from collections_desk.desktop.counting import counted
from collections_desk.desktop.labels import card, clear_layout, column, label, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.messages import announce
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.effect_words import comparison_words, finding_words, group_words
from collections_desk.domain.effectiveness import (
    DAYS_OFFERED,
    DIMENSIONS,
    FEWEST,
    USUAL_DAYS,
    Comparison,
    Group,
    compare,
)
from collections_desk.operations import figures

if TYPE_CHECKING:
    from collections_desk.desktop.shell import Shell
    from collections_desk.operations.figures import WhatWorks

#: Two groups are compared.
PAIR = 2


class WorksTab(QWidget):
    """Groups of contacts, and beside them what may be said of them."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self._found: WhatWorks | None = None
        self.days = QComboBox()
        self.dimension = QComboBox()
        self.panel: ListPanel[Group] = ListPanel(
            ListView(TableModel(self._columns(), row_id=lambda one: one.label), "what-works")
        )
        self.list = self.panel.list
        self.compare_button = QPushButton(self.tr("Com&pare the Two Marked"))
        self.answer = label("", wrap=True, selectable=True)
        self.findings = column(gap=theme.TIGHT)
        self.chart = IntervalChart(self.tr("Rates and how sure they are"))
        self.rule = label("", "muted", wrap=True)
        self._build()
        self.days.currentIndexChanged.connect(self.refresh)
        self.dimension.currentIndexChanged.connect(self._show_groups)
        self.compare_button.clicked.connect(self.compare_marked)
        self.list.opened.connect(lambda _group: self.compare_marked())
        self.list.selectionModel().selectionChanged.connect(self._marked)

    def _build(self) -> None:
        for days in DAYS_OFFERED:
            self.days.addItem(self.tr("within {0} days").format(days), days)
        self.days.setCurrentIndex(DAYS_OFFERED.index(USUAL_DAYS))
        self.days.setAccessibleName(self.tr("Money or a promise"))
        names = (
            self.tr("Letter version"),
            self.tr("Step of the contact plan"),
            self.tr("Channel"),
            self.tr("Weekday"),
            self.tr("Hour of the call, customer's clock"),
        )
        for name, dimension in zip(names, DIMENSIONS, strict=True):
            self.dimension.addItem(name, dimension)
        self.dimension.setAccessibleName(self.tr("Told apart by"))
        self.list.setAccessibleName(self.tr("Groups of contacts"))
        by = label(self.tr("Told apart &by"))
        by.setBuddy(self.dimension)
        within = label(self.tr("Money or a promi&se"))
        within.setBuddy(self.days)
        whole = column(self, gap=theme.GAP)
        whole.setContentsMargins(0, theme.GAP, 0, 0)
        whole.addLayout(line_of(by, self.dimension, within, self.days, 1, self.compare_button))
        inside = QWidget()
        beside = column(inside, gap=theme.GAP)
        beside.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        frame, words = card()
        words.addWidget(label(self.tr("What stands out"), "section"))
        words.addLayout(self.findings)
        words.addWidget(self.answer)
        beside.addWidget(frame)
        beside.addWidget(self.chart)
        beside.addWidget(label(self.tr("How this is counted"), "section"))
        beside.addWidget(self.rule)
        beside.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setProperty("role", "page")
        area.setAccessibleName(self.tr("What may be said"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        split = QSplitter()
        split.addWidget(self.panel)
        split.addWidget(area)
        split.setStretchFactor(0, 6)
        split.setStretchFactor(1, 5)
        split.setChildrenCollapsible(False)
        whole.addWidget(split, 1)
        self.answer.hide()
        self.panel.empty.tell(
            "bar-3",
            self.tr("Nothing to count yet"),
            self.tr(
                "Letters that were printed and calls that were logged are counted here once"
                " the days in which money may follow are over."
            ),
        )

    def _columns(self) -> tuple[Column[Group], ...]:
        def number(title: str, give: str, key: str) -> Column[Group]:
            return Column(
                title,
                lambda one: f"{getattr(one, give):,}",
                lambda one: getattr(one, give),
                align_right=True,
                key=key,
            )

        return (
            Column(
                self.tr("Group"),
                lambda one: self._label(one.label),
                lambda one: one.label,
                stretch=True,
                key="group",
            ),
            number(self.tr("Contacts"), "touches", "touches"),
            number(self.tr("Customers"), "customers", "customers"),
            number(self.tr("Money"), "money", "money"),
            number(self.tr("Promise"), "promises", "promises"),
            number(self.tr("Either"), "worked", "worked"),
            Column(
                self.tr("Rate, 95 % sure"),
                group_words,
                lambda one: one.rate if one.interval else None,
                align_right=True,
                key="rate",
                width=19,
            ),
        )

    def refresh(self) -> None:
        """Count again."""
        self.shell.background.run(
            partial(figures.what_works, self.shell.desk, days=int(self.days.currentData())),
            done=self._show,
            failed=self.shell.fail,
            owner=self,
        )

    def focus_first(self) -> None:
        """Put the cursor into the list, or on the choice where the list is empty."""
        (self.list if self.list.rows_model.rowCount() else self.dimension).setFocus()

    def compare_marked(self) -> None:
        """Compare the two marked groups and say what may be said."""
        marked, found = self.list.selected_rows(), self._found
        if found is None:
            return
        if len(marked) != PAIR:
            self._answer(self.tr("Mark two groups: Shift and an arrow key, or Ctrl and a click."))
            return
        one, other = marked
        done = compare(found.effects, self._dimension(), one.label, other.label)
        if done is None:
            self._answer(
                self.tr(
                    "Too few to say: {0} and {1} contacts. Each side needs at least {2}."
                ).format(one.touches, other.touches, FEWEST)
            )
            return
        self._answer(self._compared(done, other=self._label(other.label)))

    def _compared(self, done: Comparison, *, other: str) -> str:
        return comparison_words(done, self._label(done.first.label), other)

    def _answer(self, text: str) -> None:
        self.answer.setText(text)
        self.answer.setAccessibleName(text)
        self.answer.show()
        announce(self.answer, text)

    def _dimension(self) -> str:
        return str(self.dimension.currentData())

    def _marked(self) -> None:
        self.answer.hide()

    def _show(self, found: WhatWorks) -> None:
        self._found = found
        waiting = counted(
            found.effects.waiting,
            "1 contact is left out: its days are not over.",
            "{n} contacts are left out: their days are not over.",
        )
        self.rule.setText(
            self.tr(
                "{0} contacts from {1} to {2}. A payment or promise counts for the last contact"
                " before it, and for no other: for a call from the same day on, for a letter or"
                " e-mail from the day after, within {3} days. A promise given in a call counts"
                " for that call. {4} Below {5} contacts it is too few to say. Several contacts"
                " with one customer count for less than as many customers. All comparisons of"
                " this page together claim a difference that is none in at most 5 of 100 cases."
                " What came after a contact need not have come because of it."
            ).format(
                f"{found.effects.touches:,}",
                day_text(found.since),
                day_text(found.today),
                found.effects.days,
                waiting if found.effects.waiting else "",
                FEWEST,
            )
        )
        self._show_findings(found)
        self._show_groups()

    def _show_findings(self, found: WhatWorks) -> None:
        clear_layout(self.findings)
        stand_out = found.effects.findings
        for one in stand_out:
            name = self._label(one.first.label, one.dimension)
            self.findings.addWidget(label(finding_words(one, name), wrap=True, selectable=True))
        if not stand_out:
            looks = len(found.effects.comparisons)
            self.findings.addWidget(
                label(
                    self.tr("Nothing stands out among {0} comparisons.").format(looks)
                    if looks
                    else self.tr(
                        "Too few to say anything: no group has {0} contacts to compare."
                    ).format(FEWEST),
                    wrap=True,
                )
            )

    def _show_groups(self) -> None:
        if self._found is None:
            return
        self.answer.hide()
        groups = self._found.effects.groups[self._dimension()]
        self.list.rows_model.show_rows(groups)
        self.chart.show_rates(
            self.tr("Share that brought money or a promise"),
            [
                Whisker(
                    self._label(one.label),
                    one.rate,
                    one.interval.low if one.interval else None,
                    one.interval.high if one.interval else None,
                    group_words(one),
                )
                for one in groups
            ],
        )

    def _label(self, text: str, dimension: str = "") -> str:
        """Return what a group is called on the screen."""
        dimension = dimension or self._dimension()
        if dimension == "weekday":
            return QLocale().dayName(int(text) + 1)
        if dimension == "hour":
            return f"{text}:00 - {text}:59"
        if dimension == "channel":
            return {
                "call": self.tr("Call"),
                "letter": self.tr("Letter"),
                "email": self.tr("E-mail"),
                "text": self.tr("Text"),
                "visit": self.tr("Visit"),
            }.get(text, text)
        if dimension == "step" and self._found is not None:
            words = self._found.steps.get(text, "")
            return f"{text} {words}".strip()
        return text
