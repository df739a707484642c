"""Types the answers of a survey in: 1 to 5 goes on by itself, Tab or 0 skips."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit

from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.operations import surveys

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.surveys import Survey, SurveyForm


class AnswerField(QLineEdit):
    """One answer: a digit from 1 to 5, or nothing."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self.setAccessibleName(question)
        self.setMaxLength(1)
        self.setFixedWidth(44)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[1-5]"), self))

    def value(self) -> int | None:
        """Return the answer, or None where it was skipped."""
        return int(self.text()) if self.text() else None

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text()
        if key in {"1", "2", "3", "4", "5"}:
            self.setText(key)
            self.focusNextChild()
            return
        if key in {"0", " ", "-"}:
            self.clear()
            self.focusNextChild()
            return
        super().keyPressEvent(event)


class SurveyDialog(Sheet):
    """The questions of one survey, answered from the paper in a few keys."""

    def __init__(self, shell: Shell, survey: Survey, form: SurveyForm, parent: QWidget) -> None:
        remark = f"{survey.customer_name}, {survey.letter_ref}"
        super().__init__(
            shell, tr("Answers to a Survey"), tr("&Record the Answers"), parent, remark=remark
        )
        self._survey = survey
        self.setMinimumWidth(560)
        self.answers = [AnswerField(question) for question in form.questions]
        for number, (question, field) in enumerate(
            zip(form.questions, self.answers, strict=True), start=1
        ):
            self.add_row(f"{number}. {question}", field, "answers" if number == 1 else "")
        self.comment = LineEdit()
        self.comment.setAccessibleName(self.tr("What they wrote"))
        self.add_row(self.tr("&What they wrote"), self.comment, "comment")
        scale = self.tr("1 {0}, 5 {1}. A digit goes on by itself; 0 or Tab skips.")
        self.form.addRow("", label(scale.format(form.lowest, form.highest), "muted", wrap=True))
        self.answers[0].setFocus()

    def fault(self) -> str:
        """Ask for one answer at least."""
        if all(field.value() is None for field in self.answers):
            return self.tr("Type 1 to 5 for at least one question.")
        return ""

    def perform(self) -> None:
        """Record them."""
        assert self._survey.letter_id is not None  # noqa: S101 - only sent ones are answered
        self.write(
            partial(
                surveys.record_answers,
                self.shell.desk,
                self._survey.letter_id,
                [field.value() for field in self.answers],
                comment=self.comment.text(),
            ),
            lambda _id: self.shell.say(
                self.tr("The answers of {0} are recorded.").format(self._survey.customer_name)
            ),
        )
