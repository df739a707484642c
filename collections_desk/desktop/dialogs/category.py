"""The clerk decides the category; the facts are shown, she has the word."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.icons import mark_icon
from collections_desk.desktop.labels import column, label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.domain.customers import Category
from collections_desk.operations import customers
from collections_desk.operations.plan_moves import plan_moves

if TYPE_CHECKING:
    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.plan_moves import PlanMove
    from collections_desk.errors import DeskError

#: What each category means for the contact, in a few words.
MEANINGS = {
    "disorganized": "has only forgotten: remind early and often, make paying easy",
    "struggling": "cannot pay at once: offer a plan it can keep, then be firm",
    "disputing": "disagrees or is angry: on paper, by certified mail, recorded",
    "unsorted": "not known yet: the ordinary reminders",
}


class CategoryDialog(Sheet):
    """Four choices, the proposed one marked, with the facts for it and against it."""

    def __init__(self, shell: Shell, facts: PageFacts, parent: QWidget) -> None:
        super().__init__(
            shell,
            tr("Category"),
            tr("&Decide"),
            parent,
            remark=facts.page.customer.name,
        )
        page = facts.page
        self._customer = page.customer
        self._proposed = page.proposal.category
        self.choices: dict[Category, QRadioButton] = {}
        self._group = QButtonGroup(self)
        box = QWidget()
        inside = column(box, gap=theme.TIGHT)
        for place, category in enumerate(Category, start=1):
            mark = theme.CATEGORIES[category.value]
            words = f"&{place}  {theme.marked(mark)}"
            if category is page.proposal.category:
                words += self.tr("  (proposed)")
            button = QRadioButton(words)
            button.setIcon(mark_icon(mark))
            button.setToolTip(self.tr(MEANINGS[category.value]))
            self._group.addButton(button)
            self.choices[category] = button
            inside.addWidget(button)
            hint = label(self.tr(MEANINGS[category.value]), "small", wrap=True)
            hint.setContentsMargins(44, 0, 0, 0)
            inside.addWidget(hint)
        self.choices[page.proposal.category].setChecked(True)
        for words, sign, facts_ in (
            (self.tr("Facts for it"), "+", page.proposal.facts),
            (self.tr("Facts against it"), "-", page.proposal.against),
        ):
            if facts_:
                inside.addSpacing(theme.TIGHT)
                inside.addWidget(label(words, "section"))
                inside.addWidget(label("\n".join(f"{sign}  {fact}" for fact in facts_), wrap=True))
        self.form.addRow(box)
        self.preview = label(self.tr("Working out what changes …"), "muted", wrap=True)
        self.preview.setAccessibleName(self.tr("What changes"))
        self.preview.setMinimumHeight(4 * self.preview.fontMetrics().lineSpacing())
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.form.addRow(label(self.tr("What changes"), "section"))
        self.form.addRow(self.preview)
        self._moves: dict[Category, PlanMove] = {}
        self._group.buttonToggled.connect(self._show_move)
        shell.background.run(
            partial(plan_moves, shell.desk, self._customer.id),
            done=self._arrived,
            failed=self._not_known,
            owner=self,
        )
        self.reason = LineEdit()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("what you have seen or heard; it is recorded"))
        self.add_row(self.tr("&Reason"), self.reason, "reason")
        self.reason.setFocus()

    def _arrived(self, moves: dict[Category, PlanMove]) -> None:
        self._moves = moves
        self._show_move()

    def _not_known(self, error: DeskError) -> None:
        self.preview.setText(f"{error.problem} {error.remedy}")

    def _show_move(self) -> None:
        move = self._moves.get(self.chosen())
        if move is not None:
            self.preview.setText("\n".join(move.words))

    def chosen(self) -> Category:
        """Return the category that is marked."""
        return next(category for category, one in self.choices.items() if one.isChecked())

    def fault(self) -> str:
        """Ask for the reason where the decision is not what the facts point to."""
        if self.chosen() is self._proposed or self.reason.text().strip():
            return ""
        return self.tr("Say why it is not what the facts point to; the sentence is recorded.")

    def perform(self) -> None:
        """Record the decision."""
        category = self.chosen()
        word = theme.marked(theme.CATEGORIES[category.value])
        self.write(
            partial(
                customers.decide_category,
                self.shell.desk,
                self._customer.id,
                category,
                reason=self.reason.text().strip(),
            ),
            lambda _none: self.shell.say(
                self.tr("{0} is {1} now.").format(self._customer.name, word)
            ),
        )
