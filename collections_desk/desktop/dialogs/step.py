"""The next step by a word: it is done, or it is left out, with the reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.when_text import day_text
from collections_desk.operations import contact

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.worklist import NextAction

#: A shorter reason says nothing, in characters.
SHORTEST = 5


class _StepDialog(Sheet):
    """Shows the step that is next, and asks for one sentence."""

    def __init__(  # noqa: PLR0913, PLR0917 - the words of a small dialog
        self, shell: Shell, facts: PageFacts, parent: QWidget, title: str, deed: str, hint: str
    ) -> None:
        super().__init__(shell, title, deed, parent, remark=facts.page.customer.name)
        self.customer = facts.page.customer
        self.action = facts.page.next_action
        self.form.addRow(label(self.tr("Next step"), "muted"), label(self._words(), wrap=True))
        self.why = LineEdit()
        self.why.setAccessibleName(self.tr("Reason"))
        self.why.setPlaceholderText(hint)
        self.add_row(self.tr("&Reason"), self.why, "why")
        self.why.setFocus()

    def _words(self) -> str:
        action = self.action
        if action is None:
            return self.tr("There is none.")
        due = self.tr("due {0}").format(day_text(action.due_on))
        return f"{action.text}, {due}"

    def _told(self, words: str, following: NextAction | None) -> None:
        then = (
            self.tr("Next: {0}.").format(following.text.rstrip("."))
            if following is not None
            else self.tr("Nothing is to be done next.")
        )
        self.shell.say(f"{words} {then}")

    def seen(self) -> str | None:
        """Return what the clerk saw as the next step: nothing else is closed in its place."""
        return (self.action.step or self.action.text) if self.action is not None else None


class SkipStepDialog(_StepDialog):
    """Leaves the next step out; the reason stays on record."""

    def __init__(self, shell: Shell, facts: PageFacts, parent: QWidget) -> None:
        super().__init__(
            shell,
            facts,
            parent,
            tr("Skip This Step"),
            tr("&Skip It"),
            tr("why it is left out; it is recorded"),
        )

    def fault(self) -> str:
        """Ask for a step and a sentence."""
        if self.action is None:
            return self.tr("Nothing is to be done with this customer: there is no step to skip.")
        if len(self.why.text().strip()) < SHORTEST:
            return self.tr("Say why in a sentence; it is recorded.")
        return ""

    def perform(self) -> None:
        """Record it."""
        work = partial(
            contact.skip_step,
            self.shell.desk,
            self.customer.id,
            why=self.why.text().strip(),
            step=self.seen(),
        )
        self.write(work, partial(self._told, self.tr("Skipped.")))


class StepDoneDialog(_StepDialog):
    """Says that the next step was done: a task, a review, an e-mail from elsewhere."""

    def __init__(self, shell: Shell, facts: PageFacts, parent: QWidget) -> None:
        super().__init__(
            shell,
            facts,
            parent,
            tr("This Step Is Done"),
            tr("It Is &Done"),
            tr("what came of it, if there is something to say"),
        )

    def fault(self) -> str:
        """Ask for a step."""
        if self.action is None:
            return self.tr("Nothing is to be done with this customer: there is no step.")
        return ""

    def perform(self) -> None:
        """Record it."""
        work = partial(
            contact.finish_step,
            self.shell.desk,
            self.customer.id,
            note=self.why.text().strip(),
            step=self.seen(),
        )
        self.write(work, partial(self._told, self.tr("Recorded as done.")))
